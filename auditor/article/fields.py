"""The fields of a printed reference: every way to read it is scored, and a list's entries are read alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from auditor.article.likeness import names_likeness, outlet_likeness, split_url, title_likeness
from auditor.article.pieces import Hint, Piece, Pieces, cut
from auditor.article.refdates import FoundDate, shows_day_first
from auditor.records import Number, Reference, Span

MAX_ENTRY = 4000
"""Characters of an entry that are read; what follows is no reference any more."""

_MAX_PIECES = 9


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as found on the page: its printed number, its text without the label, and the markup in it."""

    number: Number
    raw: str
    span: Span | None = None
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read an entry. ``shape`` says where the fields stand; lists repeat it from entry to entry."""

    score: float
    title: str | None
    outlet: str | None
    authors: tuple[str, ...]
    shape: tuple[str, ...]


def parse_reference(raw: str, number: Number, *, day_first: bool = False, hints: Sequence[Hint] = ()) -> Reference:
    """The fields of one printed reference; None for each that it does not print.

    ``day_first`` reads 3/10/2023 as 3 October.
    """
    return parse_entries([RawEntry(number, raw, hints=tuple(hints))], day_first=day_first)[0]


def parse_entries(entries: Sequence[RawEntry], *, day_first: bool | None = None) -> list[Reference]:
    """The entries of one list, read alike: a way of reading that fits the others counts for more."""
    if day_first is None:
        day_first = shows_day_first([e.raw for e in entries])
    cuts = [cut(e.raw[:MAX_ENTRY], e.hints, day_first=day_first) for e in entries]
    readings = [_readings(c) for c in cuts]
    shapes: Counter[tuple[str, ...]] = Counter()
    for options in readings:
        top = options[0].score
        for shape in {r.shape for r in options if r.score >= top - 1.0}:
            shapes[shape] += 1
    own = _own_quotes(entries)
    out = []
    for entry, pieces, options in zip(entries, cuts, readings):
        best = max(options, key=lambda r: r.score + _agreement(r, shapes, len(entries)))
        quote = next((p.text for p in pieces.pieces if p.kind == "quote"), None)
        if own and quote and any(h.span.of(entry.raw).strip() == quote for h in entry.hints):
            best = replace(best, title=quote)
        out.append(_reference(entry, pieces, best))
    return out


def _own_quotes(entries: Sequence[RawEntry]) -> bool:
    """Whether the titles of a list are links without quotation marks: marks around one are then the title's own."""
    words = [h.span.of(e.raw).strip() for e in entries for h in e.hints if h.kind == "link"]
    words = [w for w in words if w and not w.startswith(("http", "www"))]
    quoted = sum(1 for w in words if (w[0] + w[-1]) in _QUOTE_PAIRS)
    return len(words) >= 2 and 0 < quoted < 0.5 * len(words)


def _agreement(reading: _Reading, shapes: Counter[tuple[str, ...]], entries: int) -> float:
    return 1.6 * (shapes[reading.shape] - 1) / max(1, entries - 1) if entries > 1 else 0.0


def _reference(entry: RawEntry, pieces: Pieces, reading: _Reading) -> Reference:
    title = reading.title or pieces.url_title or None
    chosen = publication_date(pieces)
    return Reference(
        entry.number,
        " ".join(entry.raw.split()),
        title=title,
        outlet=reading.outlet,
        date=chosen.iso if chosen else None,
        url=pieces.url,
        authors=reading.authors,
        span=entry.span,
    )


def publication_date(pieces: Pieces) -> FoundDate | None:
    """The date of publication: the most exact of the dates that stand on their own, the first of equals."""
    return max(pieces.dates, key=lambda d: d.precision, default=None)


# --- readings ---------------------------------------------------------------------------------------------------


def _readings(entry: Pieces) -> list[_Reading]:
    entry.pieces = _merged(entry.pieces)
    host, path = split_url(entry.url)
    quoted = next((i for i, p in enumerate(entry.pieces) if p.kind == "quote"), None)
    options: list[_Reading] = []
    texts = [i for i, p in enumerate(entry.pieces) if p.kind in _WORDS]
    longer = [i for i, p in enumerate(entry.pieces) if p.kind in (*_WORDS, "locator")]
    if quoted is not None:
        for outlet in [None, *_runs(entry, texts, 3)]:
            options.append(_quoted(entry, quoted, outlet, host))
    else:
        titles = [r for r in _runs(entry, longer, _MAX_PIECES) if entry.pieces[r[0]].kind != "locator"]
        scored = [(t, _title_score(entry, t, path, host)) for t in titles]
        outlets = [(o, _outlet_score(entry, o, host)) for o in _runs(entry, texts, 3)]
        for title, title_score in scored:
            options.append(_plain(entry, title, title_score, None, -0.4, host))
            for outlet, outlet_score in outlets:
                if outlet[1] < title[0] or outlet[0] > title[1]:
                    options.append(_plain(entry, title, title_score, outlet, outlet_score, host))
        for outlet, outlet_score in outlets:
            options.append(_plain(entry, None, 0.2, outlet, outlet_score, host))
    options.append(_Reading(-9.0, None, None, (), ()))
    options.sort(key=lambda r: -r.score)
    return options[:40]


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """At most ``_MAX_PIECES`` pieces of text: what comes after them is taken as one."""
    out: list[Piece] = []
    texts = 0
    for piece in pieces:
        texts += piece.kind in _WORDS
        if texts > _MAX_PIECES:
            continue
        out.append(piece)
    return out


_WORDS = ("text", "emphasis", "link")
_Run = tuple[int, int]


def _runs(entry: Pieces, texts: Sequence[int], longest: int) -> list[_Run]:
    out = []
    for a, first in enumerate(texts):
        for b in range(a, min(len(texts), a + longest)):
            if texts[b] - first != b - a:  # something other than text stands between
                break
            out.append((first, texts[b]))
    return out


_JOINTS_TITLE = {
    "dot": 1.1,
    "abbr": 0.1,
    "comma": 0.12,
    "colon": 0.05,
    "dash": 0.9,
    "pipe": 2.5,
    "semi": 0.2,
    "open": 0.5,
    "close": 0.6,
    "mark": 0.1,
    "space": 0.6,
    "gap": 0.5,
}
"""What it costs a title to run over each kind of separator."""

_JOINTS_OUTLET = {
    "dot": 1.6,
    "abbr": 0.3,
    "comma": 1.1,
    "colon": 1.5,
    "dash": 1.3,
    "pipe": 3.0,
    "semi": 1.5,
    "open": 1.2,
    "close": 1.5,
    "mark": 2.0,
    "space": 1.0,
}
_TITLE_THEN_OUTLET = {
    "dot": 1.0,
    "abbr": 0.3,
    "comma": 0.7,
    "dash": 1.1,
    "pipe": 1.3,
    "open": 1.1,
    "gap": 0.4,
    "colon": -1.5,
    "space": 0.2,
    "semi": 0.6,
    "mark": 1.0,
    "close": 0.4,
    "in": 2.5,
}
"""How well each separator stands between a title and the outlet after it."""

_OUTLET_THEN_TITLE = {
    "colon": 1.3,
    "dot": 0.4,
    "abbr": 0.4,
    "comma": -0.2,
    "dash": 0.3,
    "pipe": 0.5,
    "gap": 1.0,
    "space": 0.2,
    "semi": 0.2,
    "close": 0.8,
    "open": -1.0,
    "mark": -1.0,
    "in": -2.0,
}


def _joints(entry: Pieces, run: _Run, costs: dict[str, float]) -> float:
    inner = entry.pieces[run[0] + 1 : run[1] + 1]
    return sum(0.15 if p.kind == "locator" else costs.get(p.sep, 3.0) for p in inner)


def _title_score(entry: Pieces, run: _Run, path: str, host: str) -> float:
    text = _span_text(entry, run)
    score = title_likeness(text, path) - _joints(entry, run, _JOINTS_TITLE)
    kinds = {p.kind for p in entry.pieces[run[0] : run[1] + 1]}
    if kinds == {"link"}:
        score += 1.5
    elif "link" in kinds:
        score -= 1.0
    score -= 0.35 * max(0.0, outlet_likeness(text, host) - 0.6)
    if names_likeness(text) >= 1.2:
        score -= 0.8
    first, last = entry.pieces[run[0]], entry.pieces[run[1]]
    if first is not last:
        second = entry.pieces[run[0] + 1].text
        if first.sep == "start" and names_likeness(first.text) >= 0.8 and second[:1].isupper():
            score -= 0.6
        score -= 0.7 * sum(1 for p in entry.pieces[run[0] + 1 : run[1] + 1] if _is_byline(p))
    if first.kind == "emphasis" and (run[0] == 0 or entry.pieces[run[0] - 1].kind == "date"):
        score += 0.8
    return score


def _is_byline(piece: Piece) -> bool:
    return piece.kind == "text" and (names_likeness(piece.text) >= 1.5 or bool(_BY.match(piece.text)))


_BY = re.compile(r"by\s(?=[A-Z])")


def _outlet_score(entry: Pieces, run: _Run, host: str) -> float:
    text = _span_text(entry, run)
    score = outlet_likeness(text, host) - _joints(entry, run, _JOINTS_OUTLET)
    kinds = [p.kind for p in entry.pieces[run[0] : run[1] + 1]]
    if "emphasis" in kinds:
        score += 1.8 if len(kinds) == 1 else 0.4
    if "link" in kinds:
        score -= 0.8
    if names_likeness(text) >= 1.2:
        score -= 0.7
    return score


def _span_text(entry: Pieces, run: _Run) -> str:
    """The words of a run with what stands between them, as printed."""
    first, last = entry.pieces[run[0]], entry.pieces[run[1]]
    if first is last:
        return first.text
    return " ".join(entry.raw[first.span.start : last.span.end].split()).strip(" ,;:|*_–—-")


def _plain(
    entry: Pieces, title: _Run | None, title_score: float, outlet: _Run | None, outlet_score: float, host: str
) -> _Reading:
    score = title_score + outlet_score
    shape: list[str] = []
    if title and outlet:
        if outlet[0] > title[1]:
            sep = entry.pieces[outlet[0]].sep
            score += _TITLE_THEN_OUTLET.get(sep, 0.0) - 0.5 * _between(entry, title[1], outlet[0])
            shape = ["T", sep, "O"]
        else:
            sep = entry.pieces[title[0]].sep
            score += _OUTLET_THEN_TITLE.get(sep, 0.0) - 0.5 * _between(entry, outlet[1], title[0])
            shape = ["O", sep, "T"]
    elif title:
        shape = ["T"]
    elif outlet:
        shape = ["O"]
    used = {*range(title[0], title[1] + 1)} if title else set()
    used |= {*range(outlet[0], outlet[1] + 1)} if outlet else set()
    extra, authors = _leftovers(entry, used, min(used, default=0))
    score += extra
    shape.append("A" if authors else "")
    return _Reading(score, _clean_title(entry, title), _clean_outlet(entry, outlet), authors, tuple(shape))


def _between(entry: Pieces, left: int, right: int) -> int:
    return sum(1 for p in entry.pieces[left + 1 : right] if p.kind in _WORDS)


def _quoted(entry: Pieces, quoted: int, outlet: _Run | None, host: str) -> _Reading:
    score, place = -0.4, ""
    if outlet:
        score = _outlet_score(entry, outlet, host)
        if outlet[0] > quoted:
            between = _between(entry, quoted, outlet[0])
            score += (1.0 if between == 0 else 0.1 - 0.3 * between)
            place = "after"
        else:
            between = _between(entry, outlet[1], quoted)
            score += 0.2 - 0.3 * between
            place = "before"
    used = {quoted} | ({*range(outlet[0], outlet[1] + 1)} if outlet else set())
    extra, authors = _leftovers(entry, used, quoted)
    shape = ("Q", place, "A" if authors else "")
    return _Reading(score + extra, strip_quotes(entry.pieces[quoted].text), _clean_outlet(entry, outlet), authors, shape)


_NOTE = re.compile(
    r"(?:print|web|online|video|audio|pdf|n\.?d|opinion|editorial|press release|news release|special report|staff report|blog|podcast|"
    r"transcript|in|see|also|cf|ibid|p|pp|page|vol|no|issue|section|chapter|edition|\d+(?:st|nd|rd|th)? ed(?:ition)?|"
    r"updated|published|posted|accessed|retrieved|archived.*|[A-Z]?\d[\d–-]*)\.?$",
    re.I,
)


def _leftovers(entry: Pieces, used: set[int], first: int) -> tuple[float, tuple[str, ...]]:
    """What the pieces left over cost, and the authors among those that stand first."""
    score = 0.0
    lead = [i for i, p in enumerate(entry.pieces) if i < first and i not in used and p.kind in ("text", "emphasis")]
    last = max(used, default=-1)
    authors: tuple[str, ...] = ()
    if lead:
        names = ", ".join(entry.pieces[i].text for i in lead)
        likeness = names_likeness(names)
        if likeness > 0:
            score += 0.35 * min(2.0, likeness)
            authors = split_names(names)
        else:
            score -= 1.0 * len(lead)
    for i, piece in enumerate(entry.pieces):
        if i in used or i in lead:
            continue
        if piece.kind == "locator":
            score -= 0.1 if i > last else 0.5
        elif piece.kind in _WORDS:
            score -= _cost_of_rest(entry, i, used)
            authors = authors or (split_names(_BY.sub("", piece.text)) if _is_byline(piece) else ())
    return score, authors


def _cost_of_rest(entry: Pieces, i: int, used: set[int]) -> float:
    """What it costs to leave a piece out: little for notes, bylines, and the place in front of a publisher."""
    piece = entry.pieces[i]
    if _NOTE.match(piece.text):
        return 0.1
    if _is_byline(piece):
        return 0.2
    following = entry.pieces[i + 1] if i + 1 < len(entry.pieces) else None
    if following is not None and i + 1 in used and following.sep == "colon" and len(piece.text.split()) <= 3:
        return -0.3 if i - 1 in used or i == 0 or entry.pieces[i - 1].kind != "text" else 0.1
    return 0.6 if names_likeness(piece.text) > 0.5 else 1.1


def split_names(text: str) -> tuple[str, ...]:
    """Persons' names as printed: ``Lindqvist, M., & Roth, P.`` gives both with their initials."""
    plain = re.sub(r"\s*(?:,?\s*\bet al\b\.?|\(eds?\.?\))", "", text).strip(" ,;")
    parts = [p.strip(" ,") for p in re.split(r"\s*;\s*|\s*,?\s+(?:&|and)\s+", plain) if p.strip(" ,")]
    out: list[str] = []
    for part in parts:
        words = [w.strip() for w in part.split(",") if w.strip()]
        i = 0
        while i < len(words):
            initials = i + 1 < len(words) and (
                re.fullmatch(r"(?:[A-Z]\.?[\s-]?){1,4}", words[i + 1]) or (len(words) == 2 and " " not in words[i])
            )
            out.append(f"{words[i]}, {words[i + 1]}" if initials else words[i])
            i += 2 if initials else 1
    return tuple(out)


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


_KEEPS_STOP = re.compile(r"(?:\b(?:[A-Za-z]\.){2,}|\.\.\.|…|\b(?:Inc|Ltd|Co|Corp|Bros|Dept|Assn|Univ|Inst|Dist|Jr|Sr|etc|St|Pa|Calif|Fla|Mass|Va|al|No|Vol)\.)$")


def strip_stop(text: str) -> str:
    """``text`` without one comma, stop or colon at its end; stops that belong to an abbreviation stay."""
    text = text.strip()
    if text.endswith((",", ";", ":")):
        return text[:-1].rstrip()
    if text.endswith(".") and not _KEEPS_STOP.search(text):
        return text[:-1].rstrip()
    return text


def _clean_title(entry: Pieces, run: _Run | None) -> str | None:
    if run is None:
        return None
    return strip_stop(_span_text(entry, run)).strip("*_ ") or None


def _clean_outlet(entry: Pieces, run: _Run | None) -> str | None:
    if run is None:
        return None
    text = strip_stop(_span_text(entry, run)).strip("*_()[] ,;")
    text = re.sub(r"^(?:in|from|via|source|by|for):?\s+(?=[A-Z])", "", text)
    return text or None


