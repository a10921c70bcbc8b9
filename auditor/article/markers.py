"""Citation markers in the body: every printed form, and what only looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.article.labels import SUPERSCRIPTS, to_number
from auditor.records import Document, Inline, InlineKind, Number, Span

MAX_RANGE = 200
"""A range such as [1-300] that spans more numbers than this is no range of references."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker found in a block. ``numbers`` is empty for what is dropped without citing (``[citation needed]``)."""

    numbers: tuple[Number, ...]
    span: Span
    style: str


_WORD = r"(?:refs?|references?|sources?|notes?|fn|footnotes?|citations?|see)\.?\s?"
_NUMBER = r"\^?#?(?:\d{1,5}|[a-zA-Z]|[ivxlc]{1,6}|[*†‡§¶‖]{1,3})\^?"
_LIST = rf"{_NUMBER}(?:\s?(?:[,;&–—-]|and|to)\s?(?:{_WORD})?{_NUMBER}){{0,60}}"
_PAGES = r"(?:\s?[,:]\s?(?:pp?|pages?|para|sec|ch|§)\.?\s?[\dA-Z]{1,6}(?:\s?[-–—,]\s?\d{1,6}){0,4})?"

_BRACKET = re.compile(rf"\\?\[\s?(?:{_WORD})?(?P<list>{_LIST}){_PAGES}\s?\\?\]", re.I)
_FOOTNOTE = re.compile(r"\[\^(?P<id>[\w.-]{1,40})\^?\]")
_LENTICULAR = re.compile(r"【(?P<n>\d{1,4})(?:†[^】]{0,80}|:[^】]{0,80})?】")
_VOID = re.compile(
    r"\[\s?(?:citation needed|edit|clarification needed|who\?|when\?|according to whom\?|better source needed|dubious[^\]]{0,20}"
    r"|failed verification|page needed|by whom\?|unreliable source\??|verification needed|dead link|update|edit source)\s?\]",
    re.I,
)
_PAREN = re.compile(rf"\((?P<word>{_WORD})?(?P<list>{_LIST}){_PAGES}\)", re.I)
_CARET = re.compile(r"\^\{?(?P<list>\d{1,4}(?:\s?[,–-]\s?\^?\d{1,4}){0,20})\}?")
_SUPER = re.compile(rf"[{SUPERSCRIPTS}]{{1,4}}(?:[,⁻⁼˒᾽ʼ·’–-]\s?[{SUPERSCRIPTS}]{{1,4}}){{0,20}}")
_BARE = re.compile(r"(?<=[^\s\d][.,;:!?”\"’'»)\]…])(?P<list>\d{1,3}(?:[,–-]\d{1,3}){0,12})(?=\s|$|[.,;)])|(?<=\d[.!?])(?P<after>\d{1,3}(?:[,–-]\d{1,3}){0,12})(?=\s+[A-Z“]|\s*$)")
_GLUED = re.compile(r"(?<=[a-z%)”\"])(?P<list>\d{1,3}(?:,\d{1,3}){0,12})(?=[\s.,;:]|$)")
_SIGN = re.compile(r"(?<=\S)(?P<list>[*†‡§¶‖]{1,3})(?=[\s.,;:]|$)")


def numbers_in(text: str) -> tuple[Number, ...] | None:
    """The numbers of a printed list: ``1, 3`` and ``1–3`` written out, in printed order; None where it is none."""
    parts = re.findall(r"(\d{1,5}|[*†‡§¶‖]{1,3}|[a-zA-Z]{1,6})|([-–—]|\bto\b)|[,;&\s^#]", text)
    out: list[Number] = []
    dash = False
    for token, joint in parts:
        if joint:
            dash = True
        elif token and token.lower() not in ("and", "to", "ref", "refs", "source", "sources", "see"):
            number = to_number(token)
            if dash and out and isinstance(out[-1], int) and isinstance(number, int):
                if not 0 < number - out[-1] <= MAX_RANGE:
                    return None
                out.extend(range(out[-1] + 1, number + 1))
            else:
                out.append(number)
            dash = False
    return tuple(out) or None


@dataclass(frozen=True, slots=True)
class MarkerRules:
    """What counts as a marker in one article: the numbers its list prints, and the labels that are only notes."""

    known: frozenset[Number] = frozenset()
    notes: frozenset[Number] = frozenset()
    styles: frozenset[str] = frozenset({"bracket"})
    anchors: tuple[tuple[str, Number], ...] = ()
    links: bool = False


def bracketed_numbers(text: str) -> set[Number]:
    """The integers that stand in square brackets in ``text``: a first look at what an article cites."""
    found: set[Number] = set()
    for match in _BRACKET.finditer(text):
        if _is_index(text, match.start()):
            continue
        numbers = numbers_in(match.group("list"))
        found.update(n for n in numbers or () if isinstance(n, int) and n < 1000)
    return found


def _is_index(text: str, at: int) -> bool:
    """``stops[0]`` and ``?filter[0]=``: an index or part of an address, not a marker."""
    return False


def find_marks(document: Document, span: Span, rules: MarkerRules) -> list[Mark]:
    """The markers in ``document.text[span]``, in order, not overlapping."""
    text = document.text
    inside = [i for i in document.inlines if i.span.overlaps(span)]
    blocked = _blocked(text, span, inside)
    found: list[Mark] = []
    for mark in _candidates(text, span, rules):
        if not any(mark.span.overlaps(b) for b in blocked) and not any(mark.span.overlaps(m.span) for m in found):
            found.append(mark)
    found.sort(key=lambda m: m.span.start)
    return found


_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]+", re.I)
_CODE = re.compile(r"`[^`\n]{1,300}`")


def _blocked(text: str, span: Span, inlines: Sequence[Inline]) -> list[Span]:
    out = [i.span for i in inlines if i.kind is InlineKind.CODE]
    for pattern in (_ADDRESS, _CODE):
        out.extend(Span(*m.span()) for m in pattern.finditer(text, span.start, span.end))
    return out


def _candidates(text: str, span: Span, rules: MarkerRules) -> Iterator[Mark]:
    for match in _VOID.finditer(text, span.start, span.end):
        yield Mark((), Span(*match.span()), "void")
    if "bracket" in rules.styles:
        for match in _BRACKET.finditer(text, span.start, span.end):
            numbers = numbers_in(match.group("list"))
            if numbers and _plausible(numbers, rules):
                yield Mark(numbers, Span(*match.span()), "bracket")


def _plausible(numbers: Sequence[Number], rules: MarkerRules) -> bool:
    """Whether numbers in brackets can be references: listed ones, or integers that are no year."""
    if any(n in rules.known for n in numbers):
        return True
    top = max((n for n in rules.known if isinstance(n, int)), default=0)
    return all(isinstance(n, int) and (n < 1000 or n <= top + 5) for n in numbers)
