"""Claims that call someone by another word than the page does in that place: the right one, or someone else of it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from auditor import lexicon
from auditor.checks.coreference import Mention, Party, parties_of
from auditor.checks.evidence import PageIndex, prepare
from auditor.checks.premise import WORDS, write_claim
from auditor.records import Page
from auditor.training.embedded.examples import CONTRADICTED, SUPPORTED, Example, look_up
from auditor.training.embedded.marks import AGAINST, changed, standing

CALLED = 0.35
"""How often a party is called by what it is where the page has the name or a pronoun."""
TOLD = 0.3
"""How often the page's pronoun or description stays, and the text before the claim says who is meant."""

_BEFORE = (
    "was asked about it on Monday",
    "was named in the report",
    "spoke later",
    "had been criticised",
    "played a part",
)
"""What the text before the claim tells: nothing that matters."""


def lead_back(page: Page, share: float, rng: random.Random) -> Iterator[Example]:
    """From ``share`` of the page's mentions a claim that is right and one that names another of its parties."""
    if not share:
        return
    index = PageIndex(page)
    parties = parties_of(index)
    for number in range(len(index.sentences)):
        for mention in parties.mentions(number):
            if mention.subject and rng.random() < share:
                yield from _both(mention, number, index, parties.parties, rng)


def _both(
    mention: Mention, number: int, index: PageIndex, parties: list[Party], rng: random.Random
) -> Iterator[Example]:
    sentence = index.sentences[number].span
    text = sentence.of(index.text)
    others = [p for p in parties if p.person * mention.party.person > 0 and not _named(p, text) and _apart(p, mention)]
    told = mention.form != "name" and rng.random() < TOLD
    right = _claim(mention, mention.party, sentence.start, text, told, rng)
    if right is None:
        return
    words = rng.choice((WORDS, rng.randint(45, WORDS)))
    yield _example(right, index, words)
    wrong = _claim(mention, rng.choice(others), sentence.start, text, told, rng) if others else None
    if wrong is not None:
        yield _example(wrong, index, words, right, mention)


def _claim(
    mention: Mention, party: Party, start: int, text: str, told: bool, rng: random.Random
) -> tuple[str, str] | None:
    """A claim made of the sentence ``text`` and the text before it; None where none can be made."""
    if told:
        context = f"{party.name} {rng.choice(_BEFORE)}."
        return (text, context) if write_claim(prepare(text, None, context)).glosses else None
    before, after = text[: mention.span.start - start], text[mention.span.end - start :]
    before = re.sub(r"(?i)\b(?:the|an?|his|her|its|their)\s+$", "", before) if mention.form == "description" else before
    if mention.form == "name" and (not re.search(r"(?:^|[,:“\"]\s?)$", before) or not re.match(r"\s[a-z]", after)):
        return None  # a title before it, or words between commas after it, belong to the name
    called = party.called if "'" not in party.called and "’" not in party.called and party.called.islower() else ""
    if mention.form == "name" and not called:
        return None
    name = f"the {called}" if called and (mention.form == "name" or rng.random() < CALLED) else party.short
    name = name if re.search(r"\w", before) else name[0].upper() + name[1:]
    claim = before + name + after
    return None if claim == text else (claim, "")


def _example(
    made: tuple[str, str],
    index: PageIndex,
    words: int,
    right: tuple[str, str] | None = None,
    mention: Mention | None = None,
) -> Example:
    text, context = made
    claim = write_claim(prepare(text, index.page.published, context)).text
    part = look_up(text, index, words, context=context)
    if right is None or mention is None:
        return Example(part.text, claim, (SUPPORTED,), "parties, same", ())
    base = write_claim(prepare(right[0], index.page.published, right[1])).text
    place = (mention.span.start, mention.span.end)
    there = tuple(standing(mention.span.of(index.text), part, [place]))
    following = index.text[mention.span.end : mention.span.end + 30].split()
    verb = lexicon.lemmas(following[0].strip(",.:").lower()) if following else ()
    kind = "attribution" if lexicon.REPORTING_VERBS.intersection(verb) else "entity"
    return Example(part.text, claim, (CONTRADICTED,), "parties, other", changed(base, claim, AGAINST), there, kind)


def _named(party: Party, text: str) -> bool:
    return any(part in text.lower() for part in party.parts)


def _apart(party: Party, mention: Mention) -> bool:
    return party is not mention.party and not party.parts & mention.party.parts
