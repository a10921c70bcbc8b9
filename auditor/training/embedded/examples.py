"""What the model is trained on: claims beside the part of a page that comes closest, with the verdicts that are right.

A row allows one verdict or several: a public set that only tells *supported* from the rest allows the other three.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from auditor.checks.evidence import PageIndex, prepare
from auditor.checks.headed import read_headed
from auditor.checks.premise import WORDS, Part, write_claim, write_premise
from auditor.checks.prepared import LOOSE, standing_alone
from auditor.records import Page
from auditor.training.cited import read_cited
from auditor.training.embedded.marks import AGAINST, LACKING, Mark, Place, case_marks, case_places, changed, closest
from auditor.training.topics import page_of, written_topics

SUPPORTED, PARTIAL, CONTRADICTED, ABSENT = range(4)
REST = (PARTIAL, CONTRADICTED, ABSENT)
FEWER = 60
"""The words of a premise for half of a claim's parts, for them to be read beside little too."""
LABELS = {
    "supported": (SUPPORTED,),
    "partially_supported": (PARTIAL,),
    "contradicted": (CONTRADICTED,),
    "not_in_source": (ABSENT,),
    "partial": (PARTIAL,),
    "unsupported": REST,
}
NLI = {
    "entailment": (SUPPORTED,),
    "contradiction": (CONTRADICTED,),
    "neutral": (PARTIAL, ABSENT),
    "not_entailment": REST,
}

# Public sets whose licence lets weights trained on them ship, with the licence stated for each in the shared README
# or by the set's authors. Left out for theirs: ANLI and SICK (non-commercial), RTE, QNLI, JOCI, MPE, ConTRoL,
# PolitiHop, BEGIN, add-one-RTE, CommitmentBank, SciTail (none stated that we could check).
SHORT = {
    "mnli_dev": "OANC and permissive (MultiNLI)",
    "snli_dev": "CC BY-SA 4.0",
    "cad_snli_train": "Apache 2.0, over SNLI",
    "cad_snli_dev": "Apache 2.0, over SNLI",
    "new_protocols": "CC BY-SA 3.0",
    "conjnli": "MIT",
    "fever_eval": "CC BY-SA 3.0 (FEVER)",
    "fever_test": "CC BY-SA 3.0 (FEVER)",
    "fever_nei": "CC BY-SA 3.0 (FEVER)",
    "fever_symmetric_dev": "CC BY-SA 3.0 (FEVER); MIT",
    "fever_symmetric_test": "CC BY-SA 3.0 (FEVER); MIT",
    "fever_symmetric_gen": "CC BY-SA 3.0 (FEVER); MIT",
}
KINDS = (
    "number unit comparator date entity role_swap negation antonym_verb quote_altered attribution order_of_events "
    "added_detail hedge_lost overstated causal_added quote_truncated merged_one_false attribution_dropped"
).split()
"""The kinds of fault that the network tells apart, as written pages call them."""
LONG = {"cg2c_doc": "MIT (FactCG)"}
JOINED, PARTS = 15, 0.3
"""Words of a claim whose parts may be claims of their own, and the share of such claims of which they are."""
CAPS = {
    "mnli_dev": 16000,
    "snli_dev": 3000,
    "cad_snli_train": 5000,
    "new_protocols": 6000,
    "fever_eval": 6000,
    "fever_test": 6000,
    "conjnli": 3000,
}
"""At most so many rows of a set: what is far from news counts less."""


@dataclass(frozen=True, slots=True)
class Example:
    """A premise, a claim, and the verdicts that would be right, by number.

    ``wrong`` are the words of the claim that are at fault, None where that is not known; ``there`` the words of the
    premise that they stand against; ``kind`` the kind of fault, one of ``KINDS``.
    """

    premise: str
    claim: str
    labels: tuple[int, ...]
    origin: str
    wrong: tuple[Mark, ...] | None = None
    there: tuple[Place, ...] = ()
    kind: str | None = None


def kept_apart(key: str, share: float) -> bool:
    """Whether a page is kept out of training, the same on every machine; ``share`` of the pages are."""
    return int.from_bytes(sha256(key.encode("utf-8", "replace")).digest()[:4], "big") < share * 2**32


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a gzipped JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def text_of(item: dict[str, Any]) -> str:
    """The premise of an item of a public set."""
    source = item.get("text") or item.get("source") or ""
    return source if isinstance(source, str) else "\n".join(source)


def short_pairs(bench: Path, rng: random.Random, share: float = 1.0) -> Iterator[Example]:
    """Public pairs of a sentence or a short passage and a claim; ``share`` of what the caps allow."""
    for name in SHORT:
        pairs = []
        for item in read_lines(bench / "train" / f"{name}.jsonl.gz"):
            premise = tidy(text_of(item))
            if premise and len(premise.split()) <= 1.5 * WORDS:
                pairs.append((premise, tidy(item["claim"]), NLI.get(item.get("nli") or "") or LABELS[item["label"]]))
        borne: dict[str, list[str]] = {}
        for premise, claim, labels in pairs:
            if labels == (SUPPORTED,):
                borne.setdefault(premise, []).append(claim)
        rng.shuffle(pairs)
        for premise, claim, labels in pairs[: int(CAPS.get(name, len(pairs)) * share)]:
            yield Example(premise, claim, labels, name, _by_sibling(claim, labels, borne.get(premise, ())))


def _by_sibling(claim: str, labels: tuple[int, ...], siblings: Sequence[str]) -> tuple[Mark, ...] | None:
    if labels == (SUPPORTED,):
        return ()
    base = closest(claim, siblings)
    return None if base is None else changed(base, claim, AGAINST if labels == (CONTRADICTED,) else LACKING)


def tidy(text: str) -> str:
    """Text without the marks of a tokenised treebank."""
    for mark, plain in (
        ("-LRB-", "("), ("-RRB-", ")"), ("-LSB-", "["), ("-RSB-", "]"), ("``", '"'), ("''", '"'),
        (" ,", ","), (" .", "."), (" 's", "'s"), (" :", ":"), (" ;", ";"), ("( ", "("), (" )", ")"), (" n't", "n't"),
    ):  # fmt: skip
        text = text.replace(mark, plain)
    return " ".join(text.split())


def look_up(
    claim: str,
    index: PageIndex,
    words: int = WORDS,
    *,
    day: str | None = None,
    borne: Sequence[str] = (),
    context: str = "",
) -> Part:
    """The premise that the auditor would give the model for this claim; with the sentences ``borne`` in any case."""
    match = index.find(prepare(claim, day or index.page.published, context))
    places = [index.text.find(sentence) for sentence in borne]
    if held := sorted({index.sentence_at(place) for place in places if place >= 0}):
        match.chosen, match.top = sorted({*held, *match.chosen[:2]}), held[0]
    return write_premise(match, words)


def document_pairs(bench: Path, apart: float) -> Iterator[Example]:
    """Public pairs of a page and a claim; of SummEdits and FactCheck-GPT only the pages not kept apart."""
    yield from _documents(bench / "defacto" / "train.jsonl.gz", marks=_corrected)
    for name in LONG:
        yield from _documents(bench / "train" / f"{name}.jsonl.gz")
    for name in ("dev", "train"):
        yield from _documents(bench / "wice" / f"subclaim_partial_{name}.jsonl.gz", skip=_pages_of(bench))
    yield from _documents(bench / "factcheckgpt" / "dev.jsonl.gz", apart=apart)
    for path in sorted((bench / "summedits").glob("*.jsonl.gz")):
        fitting = (PARTIAL, CONTRADICTED)
        yield from _documents(path, apart=apart, unsupported=fitting, marks=_edited)


def _corrected(item: Mapping[str, Any]) -> tuple[Mark, ...] | None:
    """What an annotator of DeFacto corrected, where he wrote no other sentence altogether."""
    base = closest(item["claim"], [item.get("corrected") or ""])
    against = str(item["intrinsic"]) == "True" and str(item["extrinsic"]) != "True"
    return None if base is None else changed(base, item["claim"], AGAINST if against else LACKING) or None


def _edited(item: Mapping[str, Any]) -> tuple[Mark, ...] | None:
    """What an edited summary of SummEdits has otherwise than the one it was made from."""
    return changed(item.get("original_summary") or item["claim"], item["claim"]) or None


def _pages_of(bench: Path) -> frozenset[str]:
    """The pages of WiCE's dev part, on which the whole is measured."""
    return frozenset(text_of(item) for item in read_lines(bench / "wice" / "dev.jsonl.gz"))


def _documents(
    path: Path,
    *,
    apart: float = 0.0,
    unsupported: tuple[int, ...] = REST,
    skip: frozenset[str] = frozenset(),
    marks: Callable[[Mapping[str, Any]], tuple[Mark, ...] | None] = lambda item: None,
) -> Iterator[Example]:
    last, index = None, PageIndex(Page(""))
    origin = path.name.split(".")[0] if path.parent.name == "train" else f"{path.parent.name}/{path.name.split('.')[0]}"
    for item in read_lines(path):
        text = text_of(item)
        if text in skip or kept_apart(text, apart):
            continue
        if text != last:
            last, index = text, PageIndex(read_headed(text))
        labels = unsupported if item["label"] == "unsupported" else LABELS[item["label"]]
        wrong = () if labels == (SUPPORTED,) else marks(item)
        yield Example(look_up(item["claim"], index).text, item["claim"], labels, origin, wrong)


@dataclass(frozen=True, slots=True)
class Topic:
    """A written page with its claims: (claim, label, kind, evidence sentences, words changed on the page)."""

    name: str
    page: Page
    cases: tuple[dict[str, Any], ...]


def read_topics(folder: Path) -> list[Topic]:
    """The written pages of a folder, in order of name."""
    return [
        Topic(name if "/" in name else f"{folder.name}/{name}", page_of(source), tuple(cases))
        for name, source, cases in written_topics(folder)
    ]


def cited_topics(bench: Path) -> list[Topic]:
    """The real pages about which claims were written."""
    return [Topic(f"cited/{page}", read_headed(text), tuple(cases)) for page, text, cases in read_cited(bench)]


def topic_pairs(
    topics: Sequence[Topic], rng: random.Random, repeat: int = 3, *, found: bool = False
) -> Iterator[Example]:
    """Each claim on its page in premises of several lengths; on its page without its evidence; on another page.

    With ``found`` a premise has the claim's evidence even where the auditor would not have found it.
    """
    for number, topic in enumerate(topics):
        index = PageIndex(topic.page)
        other = PageIndex(topics[(number + 1) % len(topics)].page)
        for case in topic.cases:
            labels, context = LABELS[case["label"]], case.get("context", "")
            claim = write_claim(prepare(case["claim"], topic.page.published, context)).text
            told = {**case, "claim": claim}
            wrong = case_marks(told)
            kind = case["kind"] if case["kind"] in KINDS else None
            borne = case["evidence"] if found else ()
            for turn in range(repeat):
                length = WORDS if turn == 0 else rng.randint(45, WORDS)
                premise = look_up(case["claim"], index, length, borne=borne, context=context)
                places = case_places(told, premise, index.text)
                yield Example(premise.text, claim, labels, "pages", wrong, places, kind)
            if rng.random() < PARTS and not context:
                yield from _part_pairs(case, index, rng, found)
            if case["label"] in ("supported", "contradicted") and rng.random() < 0.2:
                bare = PageIndex(_without(topic.page, case["evidence"]))
                premise = look_up(case["claim"], bare, context=context)
                yield Example(premise.text, claim, (PARTIAL, ABSENT), "pages, cut")
            if rng.random() < 0.12:
                premise = look_up(case["claim"], other, day=topic.page.published, context=context)
                yield Example(premise.text, claim, (ABSENT,), "pages, other")


def _part_pairs(case: Mapping[str, Any], index: PageIndex, rng: random.Random, found: bool) -> Iterator[Example]:
    """The parts that a claim joins, each as a claim of its own: right but for the one that has the words at fault."""
    claim, marks = case["claim"], case_marks(case)
    if marks is None or (not marks and case["label"] != "supported"):
        return
    for span in prepare(claim).parts(JOINED):
        held = [m for m in marks if m[0] < span.end and m[1] > span.start]
        if held and (len(held) < len(marks) or held[0][0] < span.start or held[-1][1] > span.end):
            continue  # the fault lies between two parts
        said, text = standing_alone(span.of(claim)), span.of(claim)
        shift = span.start + len(text) - len(text.lstrip(LOOSE))
        wrong = tuple((start - shift, end - shift, sort) for start, end, sort in held)
        words = rng.choice((FEWER, WORDS)) if not found else WORDS
        premise = look_up(said, index, words, borne=case["evidence"] if found else (), context=claim[: span.start])
        labels = LABELS[case["label"]] if held else (SUPPORTED,)
        kind = case["kind"] if held and case["kind"] in KINDS else None
        places = case_places(case, premise, index.text) if held else ()
        yield Example(premise.text, said, labels, "pages, parts", wrong, places, kind)


def _without(page: Page, sentences: list[str]) -> Page:
    text = page.text
    for sentence in sentences:
        text = text.replace(sentence, "")
    return replace(page, text=text)
