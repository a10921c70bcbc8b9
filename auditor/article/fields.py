"""The fields of a printed reference: every way to read it is scored, and a list's entries are read alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from auditor.article.pieces import Hint, Pieces, cut
from auditor.article.readings import Reading, Run, authors_of, read_pieces, run_text
from auditor.article.refdates import FoundDate, shows_day_first
from auditor.records import Number, Reference, Span

MAX_ENTRY = 4000
"""Characters of an entry that are read; what follows is no reference any more."""


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as found on the page: its printed number, its text without the label, and the markup in it."""

    number: Number
    raw: str
    span: Span | None = None
    hints: tuple[Hint, ...] = ()


def parse_reference(raw: str, number: Number, *, day_first: bool = False, hints: Sequence[Hint] = ()) -> Reference:
    """The fields of one printed reference; None for each that it does not print.

    ``day_first`` reads 3/10/2023 as 3 October.
    """
    return parse_entries([RawEntry(number, raw, hints=tuple(hints))], day_first=day_first)[0]


def parse_entries(entries: Sequence[RawEntry], *, day_first: bool | None = None) -> list[Reference]:
    """The entries of one list, read alike: a way of reading that fits the others counts for more."""
    if day_first is None:
        day_first = shows_day_first([e.raw for e in entries])
    cuts = [cut(_within(e.raw), e.hints, day_first=day_first) for e in entries]
    readings = [read_pieces(c) for c in cuts]
    shapes: Counter[tuple[str, ...]] = Counter()
    for options in readings:
        top = options[0].score
        for shape in {r.shape for r in options if r.score >= top - 1.0}:
            shapes[shape] += 1
    own = _own_quotes(cuts)
    out = []
    for entry, pieces, options in zip(entries, cuts, readings):
        best = max(options, key=lambda r: r.score + _agreement(r, shapes, len(entries)))
        reference = _reference(entry, pieces, best)
        quote = next((p.text for p in pieces.pieces if p.kind == "quote"), None)
        if own and quote and quote[0] in '“"‘':
            reference = replace(reference, title=re.sub(r"[.,]([”\"])$", r"\1", quote))
        out.append(reference)
    return out


def _within(raw: str) -> str:
    """The entry, a too long one cut between two words: a part of an address would be another address."""
    if len(raw) <= MAX_ENTRY:
        return raw
    return raw[:MAX_ENTRY].rsplit(None, 1)[0] if not raw[MAX_ENTRY].isspace() else raw[:MAX_ENTRY]


def _own_quotes(cuts: Sequence[Pieces]) -> bool:
    """Whether few titles of a list stand in quotation marks: the marks are then those titles' own, not the style's."""
    quoted = sum(1 for c in cuts if any(p.kind == "quote" for p in c.pieces))
    worded = sum(1 for c in cuts if any(p.kind in ("text", "link", "quote") for p in c.pieces))
    return 0 < quoted <= worded / 3 and worded - quoted >= 2


def _agreement(reading: Reading, shapes: Counter[tuple[str, ...]], entries: int) -> float:
    return 1.6 * (shapes[reading.shape] - 1) / max(1, entries - 1) if entries > 1 else 0.0


def _reference(entry: RawEntry, pieces: Pieces, reading: Reading) -> Reference:
    chosen = publication_date(pieces)
    return Reference(
        entry.number,
        " ".join(entry.raw.split()),
        title=reference_title(pieces, reading),
        outlet=_outlet(pieces, reading.outlet),
        date=chosen.iso if chosen else None,
        url=pieces.url,
        authors=authors_of(pieces, reading),
        span=entry.span,
    )


def publication_date(pieces: Pieces) -> FoundDate | None:
    """The date of publication: the most exact of the dates that stand on their own, the first of equals."""
    return max(pieces.dates, key=lambda d: d.precision, default=None)


# --- values -----------------------------------------------------------------------------------------------------


def strip_quotes(text: str) -> str:
    """A quoted title without its marks and the comma or stop that the list's style puts inside them."""
    inner = text.strip().strip("*_")
    if len(inner) > 1 and (inner[0] + inner[-1]) in _QUOTE_PAIRS:
        inner = inner[1:-1]
    nested = re.search(r"[.,]([’'])$", inner)
    if nested and inner[0] in "‘'" and not _KEEPS_STOP.search(inner[:-1]):
        return inner[: nested.start()] + nested.group(1)
    return strip_stop(inner)


_QUOTE_PAIRS = frozenset(("“”", '""', "«»", "„“", "„”", "‘’", "''", '“"', "””", '"”', "`'", "`´", "‚‘"))


_KEEPS_STOP = re.compile(
    r"(?:\b(?:[A-Za-z]\.){2,}|\.\.\.|…|\b(?:Inc|Ltd|Co|Corp|Bros|Dept|Assn|Univ|Inst|Dist|Jr|Sr|etc|St|Pa|Calif|Fla|Mass|Va|al|No|Vol)\.)$"
)


def strip_stop(text: str) -> str:
    """``text`` without one comma, stop or colon at its end; stops that belong to an abbreviation stay."""
    text = text.strip()
    if text.endswith((",", ";", ":")):
        return text[:-1].rstrip()
    if text.endswith(".") and not _KEEPS_STOP.search(text):
        return text[:-1].rstrip()
    return text


def reference_title(pieces: Pieces, reading: Reading) -> str | None:
    """The title of a reading, without the marks and stops that the list's style adds; None where there is none."""
    run = reading.title
    if run is None:
        return pieces.url_title or None
    if pieces.pieces[run[0]].kind == "quote":
        return strip_quotes(pieces.pieces[run[0]].text) or pieces.url_title or None
    title = strip_stop(run_text(pieces, run)).strip("*_ ")
    if title.count("(") == title.count(")") + 1:  # "Most want it back (54%)": its last sign is no mark of the list's
        title += ")"
    return title or pieces.url_title or None


_SORT = re.compile(r"^\s*\(?[^()]{2,30}\)[.,:]\s+(?=\S)")


def _outlet(pieces: Pieces, run: Run | None) -> str | None:
    if run is None:
        return None
    said = _SORT.sub("", run_text(pieces, run))  # "(Report). Fisheries Agency": what sort of work it is
    text = strip_stop(said).strip("*_()[] ,;")
    text = re.sub(r"^(?:in|from|via|source|by|for):?\s+(?=[A-Z])", "", text)
    return text if re.search(r"[^\W\d_]", text) else None  # a figure such as "(54%)" publishes nothing
