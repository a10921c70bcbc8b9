"""Claims of several facts, put together from written claims of one fact each.

Articles tell in one sentence what a page says in several places; a claim so joined is right where all of it is, and
what is wrong with it is known word by word.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from auditor.checks.evidence import PageIndex
from auditor.checks.premise import WORDS, write_claim
from auditor.checks.prepared import prepare
from auditor.training.embedded.examples import KINDS, LABELS, Example, Topic, look_up
from auditor.training.embedded.marks import Mark, case_marks, case_places

LINKS = (", and ", "; ", ", while ", " ")
THREE = 0.3
"""The share of joined claims that have three parts."""
LONGEST = 70
"""Words of a joined claim at most."""
LOWERED = frozenset(
    "a after all although an another as at because before both by during each even few for from half having he "
    "her his in instead it its just last later many more most nearly neither no nobody none not on once one "
    "only our over she since so some that the their then there these they this those though to two under until "
    "up when where while with within without".split()
)
"""First words that are written small within a sentence."""
ORIGIN = "pages, joined"
Case = Mapping[str, Any]


def join_claims(topics: Sequence[Topic], rng: random.Random, share: float) -> Iterator[Example]:
    """For each page as many joined claims as ``share`` of its claims, each with the evidence of all its parts.

    What is told of one page in several topics is joined too. With no share nothing is drawn from ``rng``.
    """
    if not share:
        return
    told: dict[str, list[Case]] = {}
    pages = {topic.name: topic.page for topic in topics}
    for topic in topics:
        short = [case for case in topic.cases if len(case["claim"].split()) <= LONGEST // 2]
        told.setdefault(topic.name, []).extend(case for case in short if not case.get("context"))
    for name, cases in told.items():
        index = PageIndex(pages[name])
        for _ in range(int(share * len(cases) + rng.random())):
            if drawn := _draw(cases, rng):
                yield _example(drawn, index, rng)


def _draw(cases: Sequence[Case], rng: random.Random) -> list[Case]:
    """Two or three claims of one page that rest on different sentences: all of them right, or, as often, one wrong;
    none where the page has no such claims.
    """
    sides: tuple[list[Case], list[Case]] = ([], [])
    for case in cases:
        sides[case["label"] != "supported"].append(case)
    right, wrong = (rng.sample(side, len(side)) for side in sides)
    picked = wrong[:1] if rng.random() < 0.5 else []
    size = 3 if rng.random() < THREE else 2
    for case in right:
        words = sum(len(each["claim"].split()) for each in (case, *picked))
        apart = all(set(case["evidence"]).isdisjoint(other["evidence"]) for other in picked)
        if apart and words <= LONGEST:
            picked.append(case)
        if len(picked) == size:
            break
    return picked if len(picked) > 1 else []


def _example(cases: Sequence[Case], index: PageIndex, rng: random.Random) -> Example:
    order = rng.sample(cases, len(cases))
    claim, starts = _put_together([case["claim"] for case in order], rng)
    faulty = next((n for n, case in enumerate(order) if case["label"] != "supported"), None)
    borne = [sentence for case in order for sentence in case["evidence"]]
    told = write_claim(prepare(claim, index.page.published))
    premise = look_up(claim, index, WORDS, borne=borne)
    if faulty is None:
        return Example(premise.text, told.text, LABELS["supported"], ORIGIN, ())
    case = order[faulty]
    label = "partially_supported" if case["label"] == "not_in_source" else case["label"]
    marks = case_marks(case)
    if told.glosses or marks is None:
        wrong: tuple[Mark, ...] | None = None
    else:
        wrong = tuple((start + starts[faulty], end + starts[faulty], sort) for start, end, sort in marks)
    kind = case["kind"] if case["kind"] in KINDS else None
    return Example(
        premise.text, told.text, LABELS[label], ORIGIN, wrong, case_places(case, premise, index.text), kind
    )


def _put_together(claims: Sequence[str], rng: random.Random) -> tuple[str, list[int]]:
    """One text of several sentences' words, and where in it each of them starts."""
    text, starts = claims[0], [0]
    for claim in claims[1:]:
        link = rng.choice(LINKS)
        if link != " " and text[-1:] == "." and claim[:1].isalpha():
            text = text[:-1] + link
            first = claim.split()[0].rstrip(",")
            claim = claim[0].lower() + claim[1:] if first.lower() in LOWERED else claim
        else:
            text += " "
        starts.append(len(text))
        text += claim
    return text, starts
