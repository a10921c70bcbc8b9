"""Sentences whose truth is known, altered: from each page many claims that it says, denies, says in part, or lacks.

The same harmless rewording falls on the true and on the altered alike.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.checks.evidence import PageIndex
from auditor.checks.premise import WORDS, Part
from auditor.checks.reading import read_text
from auditor.records import Page
from auditor.training.embedded.changes import AGAINST, BEYOND, HARMLESS, Pool, another, kind_of, lowered, pool_of
from auditor.training.embedded.examples import ABSENT, CONTRADICTED, PARTIAL, SUPPORTED, Example, look_up
from auditor.training.embedded.marks import AGAINST as OTHERWISE
from auditor.training.embedded.marks import LACKING, Mark, changed, places_of


def alter_page(
    page: Page, other: Pool, share: float, rng: random.Random, bases: Sequence[str] = ()
) -> Iterator[Example]:
    """Claims made from a page's sentences, and from ``bases``, which it supports; ``share`` claims a sentence.

    ``other`` is what another page offers: sentences that this one does not say.
    """
    index = PageIndex(page)
    pool = pool_of(index)
    starts = [*pool.sentences, *bases]
    for start in starts:
        count = int(share * (2 if start in bases else 1) + rng.random())
        for _ in range(count):
            made = _one(start, start not in bases, index, pool, other, rng)
            if made is not None:
                yield made


def _one(start: str, own: bool, index: PageIndex, pool: Pool, other: Pool, rng: random.Random) -> Example | None:
    kind = rng.choices(("same", "against", "beyond", "joined", "absent"), (26, 46, 12, 10, 6))[0]
    base = _reword(start, pool, rng)
    words = rng.choice((WORDS, rng.randint(30, 70), rng.randint(50, WORDS)))
    if kind == "same":
        return Example(look_up(base, index, words).text, base, (SUPPORTED,), "changes, same", ())
    if kind == "joined":
        return _joined(base, index, pool, other, words, rng)
    if kind == "absent":
        if not own:
            return None
        bare = replace(index.page, text=index.text.replace(start, ""))
        return Example(look_up(base, PageIndex(bare), words).text, base, (PARTIAL, ABSENT), "changes, absent")
    return _altered(start, base, own, kind == "against", index, pool, words, rng)


def _altered(
    start: str, base: str, own: bool, against: bool, index: PageIndex, pool: Pool, words: int, rng: random.Random
) -> Example | None:
    """``base`` with a change of one sort, its words marked; ``start`` is the sentence of the page, if it is its own."""
    changes = list(AGAINST if against else BEYOND)
    rng.shuffle(changes)
    reading = read_text(base)
    claim, kind = next(((c, k) for change, k in changes if (c := change(reading, pool, rng)) and c != base), ("", ""))
    if not claim or claim in index.text:
        return None
    premise = look_up(claim, index, words)
    if against and own and not _has(premise, index.text.find(start)) and rng.random() < 0.8:
        return None  # what it was made from was not found: nothing there speaks against it
    wrong = changed(base, claim, OTHERWISE if against else LACKING)
    there = places_of(claim, base, start, premise, index.text) if against else ()
    labels = (CONTRADICTED,) if against else (PARTIAL,)
    origin = "changes, against" if against else "changes, beyond"
    return Example(premise.text, claim, labels, origin, wrong, there, kind or kind_of(base, claim))


def _has(premise: Part, at: int) -> bool:
    """Whether the premise has the sentence that stands at this place of the page."""
    return any(sentence.start <= at < sentence.end for sentence in premise.sentences)


def _joined(base: str, index: PageIndex, pool: Pool, other: Pool, words: int, rng: random.Random) -> Example | None:
    """The sentence and a second: one of this page (supported), or of another (in part)."""
    true = rng.random() < 0.5
    options = pool.sentences if true else other.sentences
    second = another(read_text(base), Pool((), (), options), rng) if options else None
    if second is None or base[-1:] != "." or len(base.split()) > 28:
        return None
    if not true and second in index.text:
        return None
    link = rng.choice((", and ", ", while ", "; ", ", and "))
    first, last = (base, second) if rng.random() < 0.6 else (second, base)
    if first[-1:] != ".":
        return None
    claim = first[:-1] + link + lowered(last)
    premise = look_up(claim, index, words)
    if true:
        return Example(premise.text, claim, (SUPPORTED,), "changes, joined", ())
    at = 0 if first is second else len(first) - 1 + len(link)
    wrong: tuple[Mark, ...] = ((at, at + len(second) - 1, LACKING),)
    return Example(premise.text, claim, (PARTIAL,), "changes, joined", wrong, (), "merged_one_false")


def _reword(text: str, pool: Pool, rng: random.Random) -> str:
    for _ in range(rng.choice((0, 1, 1, 2))):
        change = rng.choice(HARMLESS)
        text = change(read_text(text), pool, rng) or text
    return text
