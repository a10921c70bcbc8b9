"""What of an article stands in quotation marks, and whether the speaker or source is named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.records import Span
from auditor.text import fold

_OPEN, _CLOSE = "“«„", "”»"
_SAYING = re.compile(
    r"\b(?:said|says|say|saying|told|tells|tell|asked|asks|wrote|writes|write|added|adds|according to|called|calls|"
    r"argued|argues|recalled|recalls|stated|states|declared|declares|insisted|insists|warned|warns|explained|explains|"
    r"put it|replied|replies|tweeted|posted|testified|testifies|quoted|quoting|read|reads|announced|announces|"
    r"described|describes|complained|complains|admitted|admits|acknowledged|remarked|remarks|noted|notes|"
    r"concluded|concludes|claimed|claims|promised|promises|conceded|concedes|joked|jokes|quipped|shouted|cried|"
    r"commented|comments|observed|observes|reported|reports|statement|interview|in the words of|speech|e-?mail|letter|"
    r"ruling|testimony|vowed|urged|confirmed|denied|thought|thinks)\b",
    re.I,
)


def quoted_spans(sentences: Sequence[str]) -> list[list[Span]]:
    """For each sentence the ranges of it inside quotation marks, marks excluded. A quotation may run on.

    A mark that is never closed holds to the end of its sentence, unless a later sentence (within eight) closes it.
    """
    out: list[list[Span]] = []
    running = False
    for number, sentence in enumerate(sentences):
        spans: list[Span] = []
        start = 0 if running else -1
        for i, sign in enumerate(sentence):
            opens, closes = _sign(sentence, i, sign, start >= 0)
            if closes and start >= 0:
                if i > start:
                    spans.append(Span(start, i))
                start, running = -1, False
            elif opens and start < 0:
                start = i + 1
        if start >= 0:
            running = _closed_later(sentences, number + 1)
            if running or start > 0:
                spans.append(Span(start, len(sentence)))
        out.append(spans)
    return out


def _sign(text: str, i: int, sign: str, inside: bool) -> tuple[bool, bool]:
    """(opens a quotation, closes one)."""
    if sign in _OPEN:
        return True, False
    if sign in _CLOSE:
        return False, True
    if sign == '"':
        return not inside, inside
    return False, False


def _closed_later(sentences: Sequence[str], first: int) -> bool:
    for sentence in sentences[first : first + 8]:
        for sign in sentence:
            if sign in _CLOSE:
                return True
            if sign in _OPEN:
                return False
            if sign == '"':
                return True
    return False


def attributed(sentences: Sequence[str], number: int, quoted: Sequence[Sequence[Span]]) -> bool:
    """Whether somebody is named as the speaker of the quotation in sentence ``number``.

    Looked for outside the quotation marks of the sentence itself, then of the sentences the quotation runs on in, and
    in the sentence before where that ends with a colon.
    """
    if _names_speaker(sentences[number], quoted[number]):
        return True
    near = range(max(0, number - 8), min(len(sentences), number + 9))
    for step in (-1, 1):
        at = number + step
        while at in near and _whole(sentences[at - step], quoted[at - step]):
            if _names_speaker(sentences[at], quoted[at]):
                return True
            if not quoted[at]:
                break
            at += step
    return number > 0 and fold(sentences[number - 1]).rstrip().endswith(":")


def _whole(sentence: str, quoted: Sequence[Span]) -> bool:
    """Whether the sentence is a quotation from end to end."""
    return sum(len(q) for q in quoted) >= 0.8 * len(sentence.strip())


def _names_speaker(sentence: str, quoted: Sequence[Span]) -> bool:
    outside, at = [], 0
    for span in quoted:
        outside.append(sentence[at : span.start])
        at = span.end
    outside.append(sentence[at:])
    return any(_SAYING.search(part) for part in outside)
