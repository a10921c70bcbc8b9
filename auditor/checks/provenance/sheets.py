"""A page taken apart for tracing: its sentences in normal words, what is quoted, what is furniture.

Two printings of one story differ in spelling, units' signs, days ("Tuesday", "yesterday") and titles ("Mr."). Words
are brought to one form here, so that later modules can compare them exactly. Everything is linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from auditor.records import Page, Span
from auditor.text import STOPWORDS, fold, split_sentences, stem

_WORD = re.compile(r"(?:[A-Za-z]\.){2,}(?![A-Za-z])|\d+(?:[.,:]\d+)*|[^\W\d_]+|%")
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_LINE = re.compile(r"\n\s*")

_NUMBERS = {
    word: str(value)
    for value, word in [
        *enumerate("zero one two three four five six seven eight nine ten eleven twelve".split()),
        *enumerate("thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(), 13),
        *((ten * 10, w) for ten, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)),
    ]
}
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight".split())
_DROPPED = frozenset("s t mr mrs ms dr sir dame per on".split()) | {"", "dollars", "dollar"}
"""House style puts these in or leaves them out: titles, the preposition before a day, the word for a sign."""
_SAME = {
    "percent": "%",
    "cent": "%",
    "m": "million",
    "mn": "million",
    "bn": "billion",
    "k": "000",
    "grey": "gray",
    "whilst": "while",
    "amongst": "among",
    "soccer": "football",
    "neighbours": "neighbor",
    "km": "kilometer",
    "kph": "kilometer",
    "kg": "kilogram",
    "tonne": "ton",
    "tonnes": "ton",
    "metres": "meter",
    "aluminium": "aluminum",
    "programme": "program",
    "cheque": "check",
    "said": "say",
    "says": "say",
    "told": "say",
    "n't": "not",
}


_EMPTY = STOPWORDS | {""}


@lru_cache(maxsize=65536)
def norm(word: str) -> str:
    """The form that two house styles share, or ``""`` for a word either of them may leave out."""
    low = word.lower()
    if "." in low and low[0].isalpha():
        low = low.replace(".", "")
    if low[0].isdigit():
        return low.replace(",", "").replace(":", ".")
    if low in _DROPPED:
        return ""
    if low in _DAYS:
        return "<day>"
    low = _NUMBERS.get(low) or _SAME.get(low, low)
    if low[0].isdigit() or len(low) < 4:
        return low
    return stem(_one_spelling(low))


def _one_spelling(word: str) -> str:
    """British and American spellings as one. Rough on purpose: both sides of a comparison go through it."""
    if len(word) >= 6:
        word = re.sub(r"our(?=s?$|ed$|ing$|ite|hood|less|ful|ly$)", "or", word)
        word = re.sub(r"is(?=e$|ed$|es$|ing$|ation|er$|ers$)", "iz", word)
        word = re.sub(r"ll(?=ed$|ing$|er$|ers$|or$)", "l", word)
    if len(word) >= 5:
        word = re.sub(r"tre(?=s?$)", "ter", word)
        word = re.sub(r"enc(?=es?$)", "ens", word)
        word = re.sub(r"wards$", "ward", word)
    return word


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a page.

    ``words`` are the normal forms outside quotation marks, ``content`` those that are no function words, ``said`` the
    same of what is inside; ``quoted`` counts the words inside. ``table`` is set where figures and separators outweigh
    prose.
    """

    span: Span
    paragraph: int
    words: tuple[str, ...]
    content: frozenset[str]
    said: frozenset[str]
    quoted: int
    furniture: bool = False
    table: bool = False


@dataclass(slots=True)
class Sheet:
    """A page, prepared once and compared with all others. ``sentences`` in the page's order."""

    index: int
    page: Page
    text: str = field(repr=False)
    """The page's text with quotes and dashes folded; the same length as ``page.text``."""
    paragraphs: list[Span]
    sentences: list[Sentence]
    title_words: frozenset[str]
    vocabulary: frozenset[str]
    """All content words of the page, quotations and title included, furniture left out."""


def read_sheet(index: int, page: Page) -> Sheet:
    """``page`` as a sheet; an empty page gives one without sentences."""
    text = fold(page.text)
    paragraphs = list(_paragraphs(page.text))  # folding makes line ends plain spaces
    quoted = quoted_spans(text, paragraphs)
    sentences = list(_sentences(text, page.text, paragraphs, quoted))
    if about_itself := _about_itself([s.span.of(text) for s in sentences]):
        sentences = [replace(s, furniture=s.furniture or n in about_itself) for n, s in enumerate(sentences)]
    title = content_of(fold(page.title or ""))
    vocabulary = title.union(*(s.content | s.said for s in sentences if not s.furniture))
    return Sheet(index, page, text, paragraphs, sentences, title, vocabulary)


def content_of(text: str) -> frozenset[str]:
    """The normal forms of ``text`` (folded) that are no function words."""
    return frozenset(norm(word) for word in _WORD.findall(text)) - _EMPTY


def _paragraphs(text: str) -> Iterator[Span]:
    gap = _BLANK_LINE if _BLANK_LINE.search(text) else _LINE
    at = 0
    for found in gap.finditer(text):
        if found.start() > at:
            yield Span(at, found.start())
        at = found.end()
    if text[at:].strip():
        yield Span(at, len(text))


# --- what stands in quotation marks --------------------------------------------------------------------------------

_QUOTE_MARK = re.compile("[\"']")
_INTRODUCES = re.compile(
    r"(?:follow\w*|reads?|in full|says?|said|statement|text|words|notice|letter|message|log|wrote|warning|advice|"
    r"instructions?)\b[^.:]{0,60}:\s*$",
    re.I,
)
MAX_SINGLE = 800
"""A single quotation mark that is not closed within so many characters was an apostrophe."""


def quoted_spans(text: str, paragraphs: list[Span]) -> list[Span]:
    """The ranges that are somebody's words, in order: between quotation marks, or set off after "as follows:".

    A mark left open closes with its paragraph, as print has it.
    """
    out: list[Span] = []
    for number, paragraph in enumerate(paragraphs):
        if number and _introduces(text, paragraphs[number - 1]):
            out.append(paragraph)
            continue
        out += _between_marks(text, paragraph)
    return out


def _between_marks(text: str, paragraph: Span) -> Iterator[Span]:
    double: int | None = None
    single: int | None = None
    for found in _QUOTE_MARK.finditer(text, paragraph.start, paragraph.end):
        at = found.start()
        if found.group() == '"':
            if double is None:
                double, single = at, None
            else:
                yield Span(double, at + 1)
                double = None
        elif double is None:
            before = text[at - 1] if at > paragraph.start else " "
            after = text[at + 1] if at + 1 < paragraph.end else " "
            if before in " ([-" and not after.isspace():
                single = at
            elif single is not None and not before.isspace() and not after.isalnum():
                if at - single <= MAX_SINGLE:
                    yield Span(single, at + 1)
                single = None
    if double is not None:
        yield Span(double, paragraph.end)


def _introduces(text: str, paragraph: Span) -> bool:
    tail = text[max(paragraph.start, paragraph.end - 120) : paragraph.end].rstrip()
    return tail.endswith(":") and bool(_INTRODUCES.search(tail))


# --- sentences -----------------------------------------------------------------------------------------------------

_DATELINE = re.compile(r"\s*[A-Z][\w.,'/ -]{1,60}?(?:\([^()\n]{2,40}\))?\s*(?:--|-|:)\s+(?=[\"A-Z0-9])")
_FURNITURE = tuple(
    """subscri|sign up|newsletter|download our|download the|our app|our free app|all rights reserved|terms of use|
    terms of service|privacy policy|cookie|advertise with|follow us|like us|text us|email us|contact us|donate|
    copyright|listener-supported|equal opportunity|become a member|we may earn|commission if|public file|
    public inspection|closed captioning|you are listening|smart speaker|news on the hour|more in |read more|
    read next|read also|news alerts|listen live|watch live|our presenters|support our journalism|
    may not be published|may not be reproduced|may not be republished|may not be rewritten|related stories|
    related articles|have you been affected|message our|leave a comment|comments are|comment section|
    comments section|stay tuned|tune in|our newsroom|send us|send your|got a tip|got a story|our podcast|
    latest podcast""".replace("\n    ", "").split("|")
)
"""What outlets say to readers about themselves, each at the start of a word."""
_SEPARATORS = re.compile(r"[;|:/]|\s-\s|\t| {2,}|\(")
_TAIL = 3
"""Furniture is looked for in the last three paragraphs and the first: the middle of a story may speak of cookies."""


def _sentences(text: str, original: str, paragraphs: list[Span], quoted: list[Span]) -> Iterator[Sentence]:
    starts = [q.start for q in quoted]
    for number, paragraph in enumerate(paragraphs):
        edge = number >= len(paragraphs) - _TAIL or number == 0
        furniture = edge and len(paragraphs) > 1 and _is_furniture(paragraph.of(text))
        body = paragraph.start
        if number <= 1 and (line := _DATELINE.match(text, paragraph.start, min(paragraph.end, paragraph.start + 140))):
            body = line.end()
        for span in split_sentences(original, body, paragraph.end):
            sentence = _sentence(text, span, number, quoted, starts, furniture)
            if sentence.words or sentence.said:
                yield sentence


def _is_furniture(paragraph: str) -> bool:
    return bool(_phrases(paragraph, _FURNITURE))


def _phrases(text: str, phrases: Sequence[str]) -> set[str]:
    """Those of ``phrases`` that ``text`` has, each at the start of a word; a copyright sign is one."""
    low = text.lower()
    return {phrase for phrase in (*phrases, "©") if low.startswith(phrase) or f" {phrase}" in low}


_GATE = tuple(
    """log in|sign in|already a |unlimited access|to continue|cancel any|cancel at|accept all|your preferences|
    your device|your privacy|your choices|your consent|our partners|free trial""".replace("\n    ", "").split("|")
)
"""What stands in the way of a story: a page may have nothing else. In a story these words mean little."""
_GATE_WORDS = 150
"""A page of more words than this has a story somewhere."""


def _about_itself(sentences: Sequence[str]) -> frozenset[int]:
    """The sentences in which the outlet speaks of itself, by number, where it does little else; none elsewhere.

    That is, where a short page does so in half of its sentences or more, and in two ways or more.
    """
    if sum(map(len, map(str.split, sentences))) > _GATE_WORDS:
        return frozenset()
    found = [_phrases(sentence, (*_FURNITURE, *_GATE)) for sentence in sentences]
    hits = frozenset(n for n, phrases in enumerate(found) if phrases)
    return hits if 2 * len(hits) >= len(found) and len(set().union(*found)) >= 2 else frozenset()


def _sentence(
    text: str, span: Span, paragraph: int, quoted: list[Span], starts: list[int], furniture: bool
) -> Sentence:
    at = bisect_left(starts, span.start)  # ``quoted`` is sorted: the first range that can reach into the sentence
    if at and quoted[at - 1].end > span.start:
        at -= 1
    raw: list[str] = []
    inside: list[str] = []
    place = span.start
    while at < len(quoted) and quoted[at].start < span.end:
        raw += _WORD.findall(text, place, max(place, quoted[at].start))
        place = min(span.end, quoted[at].end)
        inside += _WORD.findall(text, max(span.start, quoted[at].start), place)
        at += 1
    raw += _WORD.findall(text, place, span.end)
    words = tuple(filter(None, map(norm, raw)))
    said = frozenset(map(norm, inside)) - _EMPTY
    figures = sum(w[0].isdigit() for w in words)
    table = figures >= 4 and figures * 5 >= len(words) and len(_SEPARATORS.findall(text, span.start, span.end)) >= 3
    return Sentence(span, paragraph, words, frozenset(words) - _EMPTY, said, len(inside), furniture, table)
