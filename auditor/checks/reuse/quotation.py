"""What of an article stands in quotation marks, and whether the speaker or source is named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.records import Span

_CLOSERS = {"“": "”", "«": "»", "„": "“”", '"': '"', "‘": "’", "'": "'"}
"""What opens a quotation -> what may close it."""

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
    opener = ""
    for number, sentence in enumerate(sentences):
        spans: list[Span] = []
        start = 0 if opener else -1
        for found in _MARK.finditer(sentence):
            i, sign = found.start(), found.group()
            if start >= 0 and _closes(sentence, i, sign, opener):
                if i > start:
                    spans.append(Span(start, i))
                start, opener = -1, ""
            elif start < 0 and _opens(sentence, i, sign):
                start, opener = i + 1, sign
        if start >= 0:
            if not _closed_later(sentences, number + 1, opener):
                opener = ""
            if (opener or start > 0) and start < len(sentence):
                spans.append(Span(start, len(sentence)))
        out.append(spans)
    return out


_MARK = re.compile("[“”«»„\"‘’']")


def _opens(text: str, i: int, sign: str) -> bool:
    """Whether a mark can open a quotation: 6" is no opening, nor is an apostrophe."""
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    if sign in "\"'":
        return bool(after) and not after.isspace() and not before.isalnum()
    if sign == "‘":
        return after.isalnum() and not before.isalnum()
    return sign in _CLOSERS


def _closes(text: str, i: int, sign: str, opener: str) -> bool:
    """Whether a mark closes what ``opener`` opened: of single marks only one that is no apostrophe."""
    if sign not in _CLOSERS[opener]:
        return False
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    if sign == "'":
        return before in tuple(",.!?…") and not after.isalnum()
    return not after.isalnum() if sign == "’" else True


def _closed_later(sentences: Sequence[str], first: int, opener: str) -> bool:
    for sentence in sentences[first : first + 8]:
        for found in _MARK.finditer(sentence):
            if _closes(sentence, found.start(), found.group(), opener):
                return True
            if found.group() == opener and opener not in "\"'":
                return False
    return False


def attributed(sentences: Sequence[str], number: int, quoted: Sequence[Sequence[Span]]) -> bool:
    """Whether somebody is named as the speaker of the quotation in sentence ``number``.

    Looked for outside the quotation marks of the sentence itself, then of the sentences that the quotation runs on in
    and of the one on either side of them; a colon before it names the speaker too. At most eight sentences away.
    """
    if _names_speaker(sentences[number], quoted[number]):
        return True
    for step in (-1, 1):
        at = number
        while _whole(sentences[at], quoted[at]) and 0 <= at + step < len(sentences) and abs(at - number) < 8:
            at += step
            if _names_speaker(sentences[at], quoted[at]):
                return True
            if step < 0 and sentences[at].rstrip().endswith(":"):
                return True
    return False


def _whole(sentence: str, quoted: Sequence[Span]) -> bool:
    """Whether the sentence is a quotation from end to end."""
    return bool(quoted) and sum(len(q) + 2 for q in quoted) >= 0.8 * len(sentence.strip())


def _names_speaker(sentence: str, quoted: Sequence[Span]) -> bool:
    """Whether a word of saying, or a colon, introduces or follows the quotation."""
    outside, at = [], 0
    for span in quoted:
        before = sentence[at : span.start]
        if before.rstrip(" \t\n\"'“‘«„").endswith(":") and len(before) > 2:
            return True
        outside.append(before)
        at = span.end
    outside.append(sentence[at:])
    return any(_SAYING.search(part) for part in outside)
