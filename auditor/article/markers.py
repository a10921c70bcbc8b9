"""Citation markers in the body: every printed form of them, and what only looks like one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from auditor.article.groups import MAX_RANGE, Mark, grouped
from auditor.article.labels import SIGNS, SUPERSCRIPT_DIGITS, SUPERSCRIPTS, to_number
from auditor.records import Block, Document, Inline, InlineKind, Number, Span


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts as a marker in one article.

    ``known`` are the numbers its list prints, ``notes`` labels of notes that are no references, ``links`` the number
    of each cited address, and ``weak`` the one style of those that need a list to be believed. ``listed`` is the number
    of every linked address that the list has, and ``aside`` are the links that are no words of a sentence.
    """

    known: frozenset[Number] = frozenset()
    notes: frozenset[Number] = frozenset()
    links: dict[str, Number] = field(default_factory=dict)
    labels: dict[str, Number] = field(default_factory=dict)
    weak: str = ""
    indexed: frozenset[str] = frozenset()
    listed: dict[str, Number] = field(default_factory=dict)
    aside: frozenset[Span] = frozenset()


WEAK = ("super", "caret", "paren", "bare", "sign", "glued", "spaced", "index")
"""Styles that are believed only in an article with a list, and one of them at a time, the first that fits."""

_WORD = (
    r"(?:refs?|references?|sources?|src|notes?|fn|footnotes?|citations?|cites?|cit|cf|see(?:\salso)?|also"
    r"|via|e\.g)\b\.?:?\s?"
)
_ONE = r"\^?#?(?:\d{1,5}|[a-zA-Z]|[ivxlc]{1,6}|[*†‡§¶‖]{1,3})\^?"
_PAGES = r"(?:\s?[,:]\s?(?:pp?|pages?|para|sec|ch|§)\.?\s?[\dA-Z]{1,6}(?:\s?[-–—,]\s?\d{1,6}){0,4})?"
_LIST = rf"{_ONE}{_PAGES}(?:\s?(?:[,;&–—-]|and|to)\s?(?:{_WORD})?{_ONE}{_PAGES}){{0,60}}"

_BRACKET = re.compile(rf"\[\s?(?:{_WORD}|(?:web|post|page|news|file):)?(?P<list>{_LIST})\s?\]", re.I)
_DOUBLE = re.compile(rf"\[\[\s?(?P<list>{_LIST})\s?\]\]", re.I)
_ESCAPED = re.compile(rf"\\\[\s?(?P<list>{_LIST})\s?\\\]", re.I)
_FOOTNOTE = re.compile(r"\[\^(?P<id>[^\]\s]{1,60}?)\^?\]")
_LENTICULAR = re.compile(r"[【〔［](?:\d{1,4}:)?(?P<n>\d{1,4})(?:†[^】]{0,80})?[】〕］]")
_VOID = re.compile(
    r"\[\s?(?:citations? needed|edit(?: source)?|clarification needed|clarify|who\?|when\?|where\?|why\?"
    r"|according to whom\?"
    r"|better source needed|dubious[^\]]{0,20}|failed verification|page needed|by whom\?|unreliable source\??|verify"
    r"|verification needed|dead link|permanent dead link|update|update needed|original research\??"
    r"|not in citation given|cite_start|full citation needed)\s?\]"
    r"|:cite(?:turn\d+\w+\d+)+|\ue200cite[^\ue201]{0,200}\ue201|\[oaicite:\d{1,4}\]|:contentReference\[[^\]]{0,60}\](?:\{[^}]{0,60}\})?",
    re.I,
)
_PAREN = re.compile(rf"\((?P<word>{_WORD})?(?P<list>{_LIST})\)", re.I)
_CARET = re.compile(r"\^[\[({]?(?P<list>\d{1,4}(?:\s?[,–-]\s?\^?\d{1,4}){0,20})[\])}]?")
_SUPER = re.compile(rf"[{SUPERSCRIPTS}]{{1,4}}(?:[,⁻⁼˒᾽ʼ·’–—-][{SUPERSCRIPTS}]{{1,4}}){{0,20}}")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_AND_MORE = rf"(?:\s\d{{1,3}}(?=(?:\s\d{{1,3}}){{0,6}}(?:\s*$|\s+[“\"‘]?(?!(?i:{_MONTH}))[A-Z])))"
_BARE = re.compile(
    rf"(?<=[^\s\d][.,;:!?”\"’'»)\]…])(?P<list>\d{{1,3}}(?:[,–-]\d{{1,3}}|{_AND_MORE}){{0,12}})(?=\s|$|[.,;)])"
    r"|(?<=\d[.!?,;”\"])(?P<after>\d{1,3}(?:[,–-]\d{1,3}){0,12})(?=\s+[“\"‘]?[A-Z][a-z]|\s+[“\"‘]?[AI]\s|\s*$)"
    r"|(?<=\d\.[”\"’])(?P<quoted>\d{1,3}(?:[,–-]\d{1,3}){0,12})(?=\s|$)"
)
_GLUED = re.compile(r"(?<=[a-z%)”\"’])(?P<list>\d{1,3}(?:[,–-]\d{1,3}){0,12})(?=[\s.,;:)]|$)")
_SPACED = re.compile(r"(?<=[.!?”\"’)])\s(?P<list>\d{1,3}(?:\s?,\s?\d{1,3}){0,9})(?=\s+[A-Z“\"‘]|\s*$)")
_INDEX = re.compile(r"(?::contentReference)?\[oaicite:(?P<list>\d{1,4})\](?:\{[^}\n]{0,60}\})?")
_SIGN = re.compile(rf"(?<=\S)(?P<list>[{SIGNS}]{{1,3}}(?:\s?,\s?[{SIGNS}]{{1,3}})*)(?=[\s.,;:”\")]|$)")
_TOKEN = re.compile(r"(?P<number>\d{1,5}|\*{1,3}|†{1,3}|‡{1,3}|[§¶‖]|[a-zA-Z]{1,6})|(?P<dash>[-–—]|\bto\b)")
_PAGE_PART = re.compile(r"[,:]\s?(?:pp?|pages?|para|sec|ch|§)\.?\s?[\dA-Z]{1,6}(?:\s?[-–—]\s?\d{1,6})?", re.I)
_NO_NUMBER = frozenset("and to ref refs reference references source sources see also note notes fn via cf".split())


def numbers_in(text: str) -> tuple[Number, ...] | None:
    """The numbers of a printed list: ``1, 3`` and ``1–3`` written out, in printed order; None where it is none."""
    out: list[Number] = []
    dash = False
    for found in _TOKEN.finditer(_PAGE_PART.sub("", text).translate(SUPERSCRIPT_DIGITS)):
        token = found.group("number")
        if token is None:
            dash = True
            continue
        if token.lower() in _NO_NUMBER:
            dash = dash or token.lower() == "to"
            continue
        number = to_number(token)
        if dash and out and isinstance(out[-1], int) and isinstance(number, int):
            if not 0 < number - out[-1] <= MAX_RANGE:
                return None
            out.extend(range(out[-1] + 1, number + 1))
        else:
            out.append(number)
        dash = False
    return tuple(out) or None


# --- a first look -----------------------------------------------------------------------------------------------


def bracketed_numbers(document: Document, blocks: Sequence[Block]) -> Counter[Number]:
    """How often each number stands in a plain marker in ``blocks``: what the article cites, at a first look.

    Counts brackets, footnotes, and superscripts that the markup shows as such.
    """
    found: Counter[Number] = Counter()
    text = document.text
    for block in blocks:
        for match in _BRACKET.finditer(text, block.span.start, block.span.end):
            numbers = numbers_in(match.group("list")) or ()
            found.update(n for n in numbers if isinstance(n, int) and n < 1000)
        for match in _PAREN.finditer(text, block.span.start, block.span.end):
            if match.group("word"):
                found.update(n for n in numbers_in(match.group("list")) or () if isinstance(n, int))
        found.update(int(m.group("n")) for m in _LENTICULAR.finditer(text, block.span.start, block.span.end))
        for match in _FOOTNOTE.finditer(text, block.span.start, block.span.end):
            found[to_number(match.group("id"))] += 1
        for match in _SUPER.finditer(text, block.span.start, block.span.end):
            if not is_exponent(text, match.start(), match.group()):
                found.update(numbers_in(match.group()) or ())
    spans = [b.span for b in blocks]
    if not found:
        found.update(n for block in blocks for n in _after_stops(text, block.span))
    for inline in document.inlines:
        if inline.kind is InlineKind.SUPERSCRIPT and any(inline.span.overlaps(s) for s in spans):
            words = inline.span.of(text)
            raised = numbers_in(words) if re.fullmatch(r"[\d\s,\[\]–-]{1,20}", words) else None
            found.update(n for n in raised or () if isinstance(n, int))
    return found


def _after_stops(text: str, span: Span) -> Iterator[Number]:
    """The numbers that stand right behind a full stop: ``(1)``, ``^1`` or ``1``."""
    for style in ("caret", "paren", "bare"):
        for match, numbers in weak_candidates(text, span, style):
            if style != "paren" or _AFTER_STOP.search(text[max(span.start, match.start() - 30) : match.start()]):
                yield from (n for n in numbers if isinstance(n, int) and n < 200)


def indexed_words(text: str) -> frozenset[str]:
    """Words that carry two different bracketed indexes (``stops[0]``, ``stops[1]``) or a code-like one."""
    seen: dict[str, set[str]] = {}
    code: set[str] = set()
    for match in re.finditer(
        r"(?<![\w.])([A-Za-z_](?:[\w.]{0,40}\w)?)\[(\d{1,4}|[a-z])\](?P<after>[\w\[.=(]?[\w=]?)", text
    ):
        word = match.group(1)
        seen.setdefault(word, set()).add(match.group(2))
        after = match.group("after")
        if (
            "_" in word
            or re.search(r"[a-z][A-Z]|\w\.\w", word)
            or after[:1] in ("=", "(")
            or re.match(r"\.[a-z]", after)
        ):
            code.add(word)
    return frozenset(code | {w for w, indexes in seen.items() if len(indexes) > 1 and not w[0].isupper()})


# --- the markers of a block -------------------------------------------------------------------------------------


class Inlines:
    """The inline markup of a document, found by place: built once, asked for each block."""

    def __init__(self, inlines: Sequence[Inline]) -> None:
        self._sorted = sorted(inlines, key=lambda i: (i.span.start, i.span.end))
        self._at = 0

    def within(self, span: Span) -> list[Inline]:
        """The markup that begins in ``span``; blocks are asked for in order."""
        items = self._sorted
        if self._at and self._at <= len(items) and items[self._at - 1].span.start >= span.start:
            self._at = 0
        while self._at < len(items) and items[self._at].span.start < span.start:
            self._at += 1
        out = []
        k = self._at
        while k < len(items) and items[k].span.start < span.end:
            out.append(items[k])
            k += 1
        self._at = k
        return out


def find_marks(document: Document, span: Span, inlines: Sequence[Inline], rules: Rules) -> list[Mark]:
    """The markers in ``document.text[span]``, in order, adjacent ones joined, with the parentheses around them.

    ``inlines`` is the markup that begins in the span.
    """
    text = document.text
    blocked = _blocked(text, span, inlines)
    found: list[Mark] = []
    ends: list[Span] = []
    for mark in sorted(_candidates(text, span, inlines, rules), key=lambda m: (m.span.start, -m.span.end)):
        if ends and mark.span.start < ends[-1].end:
            continue
        if mark.style not in ("link", "anchor", "cite") and _hits(blocked, mark.span):
            continue
        found.append(mark)
        ends.append(mark.span)
    return grouped(text, span, found)


_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]+", re.I)
_CODE = re.compile(r"`[^`\n]{1,300}`")


def _blocked(text: str, span: Span, inlines: Sequence[Inline]) -> list[Span]:
    out = [i.span for i in inlines if i.kind is InlineKind.CODE]
    out.extend(Span(*m.span()) for m in _CODE.finditer(text, span.start, span.end) if m.group()[1:2] != " ")
    for found in _ADDRESS.finditer(text, span.start, span.end):
        end = found.end()
        tail = re.search(r"(?<=[\w/])(?:\[\d{1,3}\])+[.,;:]?$", found.group())  # a marker glued to an address's end
        out.append(Span(found.start(), end - len(tail.group()) if tail and "=" not in found.group() else end))
    return sorted(out, key=lambda s: s.start)


def _hits(blocked: Sequence[Span], span: Span) -> bool:
    return any(b.start < span.end and span.start < b.end for b in blocked)


def _candidates(text: str, span: Span, inlines: Sequence[Inline], rules: Rules) -> Iterator[Mark]:
    start, end = span.start, span.end
    if rules.weak == "index":  # before the same thing is taken for nothing
        yield from _weak(text, span, rules)
    for match in _VOID.finditer(text, start, end):
        yield Mark((), Span(*match.span()), "void")
    for inline in inlines:
        mark = _from_markup(text, inline, rules)
        if mark:
            yield mark
    for pattern in (_BRACKET, _ESCAPED, _DOUBLE):
        for match in pattern.finditer(text, start, end):
            mark = _bracket(text, match, rules)
            if mark:
                yield mark
    for match in _FOOTNOTE.finditer(text, start, end):
        number = to_number(match.group("id"))
        yield Mark(() if number in rules.notes else (number,), Span(*match.span()), "footnote")
    for match in _LENTICULAR.finditer(text, start, end):
        yield Mark((int(match.group("n")),), Span(*match.span()), "lenticular")
    for match in _PAREN.finditer(text, start, end):
        if match.group("word") and (numbers := numbers_in(match.group("list"))) and _plausible(numbers, rules):
            yield Mark(numbers, Span(*match.span()), "word")
    if rules.weak and rules.weak != "index":
        yield from _weak(text, span, rules)


_COPIED = re.compile(r"oai_?citation\w{0,20}[:\s]|[\w .'-]{1,40}\+\d{1,2}$", re.I)
"""``[oai_citation:0‡site.example](address)`` or ``[Outlet+2](address)``: an answer's citation, out of the clipboard."""


def _from_markup(text: str, inline: Inline, rules: Rules) -> Mark | None:
    words = inline.span.of(text).strip()
    if inline.kind is InlineKind.SUPERSCRIPT:
        return _superscript(text, inline.span, words, rules)
    if inline.kind is not InlineKind.LINK:
        return None
    if inline.value.startswith("#"):
        number = rules.labels.get(inline.value[1:])
        if number is None or len(words) > 40:
            return None
        printed = (
            numbers_in(words.strip("[]()^")) if re.fullmatch(r"[\[(^]*\s?[\w*†‡§,–-]{1,12}\s?[\])^]*", words) else None
        )
        if number in rules.notes:
            return Mark((), inline.span, "anchor")
        if printed and printed[0] in rules.known:
            return Mark(printed, inline.span, "anchor")
        return Mark((number,), inline.span, "anchor") if len(words) <= 12 else None
    if inline.span in rules.aside:
        number = rules.listed.get(inline.value)
        return None if number is None else Mark((number,), inline.span, "link")
    digits = re.fullmatch(rf"\[?\^?([\d{SUPERSCRIPTS}]{{1,4}})\]?", words)
    if digits and (to_number(digits.group(1)) in rules.known or inline.value in rules.listed):
        return Mark((rules.listed.get(inline.value, to_number(digits.group(1))),), inline.span, "cite")
    number = rules.links.get(inline.value)
    if number is None:
        return None
    if _COPIED.match(words):
        return Mark((number,), inline.span, "cite")
    return Mark((number,), inline.span, "link", removed=False)


def _superscript(text: str, span: Span, words: str, rules: Rules) -> Mark | None:
    if re.fullmatch(r":\s?[\d–,-]{1,12}", words):  # a page number after a marker
        return Mark((), span, "void")
    inner = re.sub(r"[\[\]()\s]", "", words)
    if not re.fullmatch(r"(?:\d{1,4}|[a-z]|[*†‡§¶‖]{1,3})(?:[,;–-](?:\d{1,4}|[a-z]|[*†‡§¶‖]{1,3})){0,20}[,;]?", inner):
        return None
    numbers = numbers_in(inner)
    if not numbers:
        return None
    if any(n in rules.notes for n in numbers):
        return Mark(tuple(n for n in numbers if n not in rules.notes), span, "sup")
    if is_exponent(text, span.start, inner) and "[" not in words:
        return None
    if not _plausible(numbers, rules) or not (rules.known or "[" in words or all(isinstance(n, int) for n in numbers)):
        return None
    return Mark(numbers, span, "sup")


def _bracket(text: str, match: re.Match[str], rules: Rules) -> Mark | None:
    span = Span(*match.span())
    numbers = numbers_in(match.group("list"))
    if not numbers:
        return None
    if all(n in rules.notes for n in numbers):
        return Mark((), span, "bracket")
    numbers = tuple(n for n in numbers if n not in rules.notes)
    if not _plausible(numbers, rules) or _is_index(text, span.start, numbers, rules) or _is_interval(text, span):
        return None
    return Mark(numbers, span, "bracket")


def _plausible(numbers: Sequence[Number], rules: Rules) -> bool:
    """Whether numbers can be references: listed ones, or integers that are no year and not far above the list."""
    if any(n in rules.known for n in numbers):
        return all(n in rules.known or isinstance(n, int) for n in numbers)
    whole = [n for n in rules.known if isinstance(n, int)]
    if rules.known and not whole:
        return False
    top = max(whole, default=0)
    if rules.known and 0 in numbers and min(whole) > 0:
        return False
    return all(isinstance(n, int) and (n < 1000 or n <= top + 5) for n in numbers)


def _is_index(text: str, at: int, numbers: Sequence[Number], rules: Rules) -> bool:
    """``stops[0]``: an index, not a marker."""
    word = re.search(r"([A-Za-z_](?:[\w.]{0,40}\w)?)$", text[max(0, at - 42) : at])
    return bool(word) and word is not None and word.group(1) in rules.indexed and len(numbers) == 1


_INTERVAL = re.compile(r"(?:\binterval|\bCI|\brange|\bscale|\bbetween|∈|\bset|%)(?:\s\w+)?\s?[:=,(]?\s?$", re.I)


def _is_interval(text: str, span: Span) -> bool:
    """``on the interval [0, 1]``: mathematics, not a marker."""
    return "," in span.of(text) and bool(_INTERVAL.search(text[max(0, span.start - 30) : span.start]))


_UNITS = frozenset("m km cm mm dm nm μm µm".split())
_OTHER_UNITS = frozenset("ft in mi yd s sec h kg mile miles feet foot inch inches metres meters".split())


def is_exponent(text: str, at: int, digits: str) -> bool:
    """Whether a raised number at ``at`` is a power (``km²``, ``10¹²``, ``x²``) and no marker."""
    before = text[max(0, at - 24) : at]
    plain = digits.translate(SUPERSCRIPT_DIGITS)
    word = re.search(r"([^\W\d_]+)$", before)
    if word and plain in ("2", "3"):
        unit = word.group(1)
        figure = re.search(r"(?:\d|million|billion|thousand|hundred|/|per|square|cubic)\s?$", before[: word.start()])
        return unit in _UNITS or (unit in _OTHER_UNITS and bool(figure)) or (len(unit) == 1 and unit not in ("a", "I"))
    return bool(re.search(r"(?:(?<![\d.,])10|[×x·*]\s?\d{1,2}|(?<![\d.,])2)$", before)) and not word


def _weak(text: str, span: Span, rules: Rules) -> Iterator[Mark]:
    """Candidates of the one weak style that is believed; every number must be in the list."""
    for match, numbers in weak_candidates(text, span, rules.weak):
        known = [n for n in numbers if n in rules.known]
        near = rules.weak in ("super", "caret") and all(isinstance(n, int) and n < 1000 for n in numbers)
        if rules.weak == "paren" and _AFTER_STOP.search(text[max(span.start, match.start() - 30) : match.start()]):
            near = _plausible(numbers, rules) and all(isinstance(n, int) and n < 100 for n in numbers)
        if len(known) == len(numbers) or near:
            yield Mark(numbers, Span(*match.span()), rules.weak)


def weak_candidates(text: str, span: Span, style: str) -> Iterator[tuple[re.Match[str], tuple[Number, ...]]]:
    """What could be a marker of a weak style in ``text[span]``, with its numbers."""
    pattern = {
        "super": _SUPER,
        "caret": _CARET,
        "paren": _PAREN,
        "bare": _BARE,
        "sign": _SIGN,
        "glued": _GLUED,
        "spaced": _SPACED,
        "index": _INDEX,
    }[style]
    for match in pattern.finditer(text, span.start, span.end):
        numbers = numbers_in(next((g for g in match.groupdict().values() if g), match.group()))
        if not numbers:
            continue
        if style == "index":  # counted from 0
            numbers = tuple(n + 1 if isinstance(n, int) else n for n in numbers)
        if style == "super" and is_exponent(text, match.start(), match.group()):
            continue
        if style == "caret" and re.search(
            r"(?<!\^)(?<!\^\d)\d$", text[max(span.start, match.start() - 3) : match.start()]
        ):
            continue  # 10^6
        if style == "bare" and match.groupdict().get("after") and not _stop_after_figure(text, match.start()):
            continue
        if style == "paren" and (
            match.start() == span.start or _ENUMERATED.search(text[max(0, match.start() - 6) : match.start()])
        ):
            continue  # "(1) first, (2) second and (3) third"
        yield match, numbers


_ENUMERATED = re.compile(r"[:,;—–]\s$|\b(?:and|or)\s$")
_AFTER_STOP = re.compile(r"[.!?…][”\"’')]?\s?(?:\(\d{1,3}\)\s?)*$")
_FIGURE = re.compile(
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s\d{1,2}|(?<![\d.,$€£])(?:1[5-9]"
    r"|20)\d\d|[a-z%] \d{1,4}|\d{1,3}(?:,\d{3})+|\b\d{1,2}(?::\d\d){1,2})[.,;!?][”\"]?$",
    re.I,
)


def _stop_after_figure(text: str, at: int) -> bool:
    """``in 2026.3 She``: a stop after a figure with a marker glued to it, and no decimal."""
    return bool(_FIGURE.search(text[max(0, at - 24) : at]))
