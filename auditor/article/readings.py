"""Every way to read a reference's pieces as title and outlet, with a score: the best comes first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from heapq import nlargest

from auditor.article.likeness import outlet_likeness, split_url, title_likeness
from auditor.article.names import names_likeness, split_names
from auditor.article.pieces import Piece, Pieces

MAX_PIECES = 9
"""Pieces of text that are weighed; what comes after them is left out."""

_KEPT = 24
_WORDS = ("text", "emphasis", "strong", "link")
Run = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read an entry: the first and last piece of its title and outlet, and where its authors stand.

    ``shape`` says in which order the fields stand and what is between them; lists repeat it from entry to entry.
    """

    score: float
    title: Run | None
    outlet: Run | None
    shape: tuple[str, ...]


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
    "line": 0.35,
}
"""What it costs a title to run over each kind of separator."""

_JOINTS_OUTLET = {
    "dot": 1.6,
    "abbr": 0.05,
    "comma": 1.1,
    "colon": 1.5,
    "dash": 1.3,
    "pipe": 3.0,
    "semi": 1.5,
    "open": 1.2,
    "close": 1.5,
    "mark": 2.0,
    "space": 1.0,
    "line": 0.35,
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
    "line": 0.5,
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
    "line": 0.3,
}


def read_pieces(entry: Pieces) -> list[Reading]:
    """The best readings of an entry, best first; never empty."""
    entry.pieces = _bounded(entry.pieces)
    return _Reader(entry).readings()


def _bounded(pieces: list[Piece]) -> list[Piece]:
    out: list[Piece] = []
    texts = 0
    for piece in pieces:
        texts += piece.kind in _WORDS
        if texts <= MAX_PIECES:
            out.append(piece)
    return out


class _Reader:
    """Scores title and outlet runs on their own first, so that a pair costs only a few additions."""

    def __init__(self, entry: Pieces) -> None:
        self.entry = entry
        self.pieces = entry.pieces
        self.host, self.path = split_url(entry.url)
        self.words = [i for i, p in enumerate(self.pieces) if p.kind in _WORDS]
        self.rest = [self._cost_of_rest(i) for i in range(len(self.pieces))]
        self.leads = [self._lead(first) for first in range(len(self.pieces) + 1)]

    def readings(self) -> list[Reading]:
        quoted = next((i for i, p in enumerate(self.pieces) if p.kind == "quote"), None)
        outlets = [(run, self._outlet_score(run)) for run in self._runs(self.words, 3)]
        found: list[Reading] = []
        if quoted is not None:
            found.append(self._pair((quoted, quoted), 0.0, None, -0.4))
            found += [self._pair((quoted, quoted), 0.0, run, score) for run, score in outlets]
        else:
            longer = [i for i, p in enumerate(self.pieces) if p.kind in (*_WORDS, "locator")]
            titles = [r for r in self._runs(longer, MAX_PIECES) if self.pieces[r[0]].kind != "locator"]
            for title in titles:
                score = self._title_score(title)
                found.append(self._pair(title, score, None, -0.4))
                found += [
                    self._pair(title, score, run, more)
                    for run, more in outlets
                    if run[1] < title[0] or run[0] > title[1]
                ]
            found += [self._pair(None, 0.2, run, more) for run, more in outlets]
        found.append(Reading(-9.0, None, None, ()))
        return nlargest(_KEPT, found, key=lambda r: r.score)

    def text(self, run: Run) -> str:
        return run_text(self.entry, run)

    def _runs(self, places: list[int], longest: int) -> list[Run]:
        out = []
        for a, first in enumerate(places):
            for b in range(a, min(len(places), a + longest)):
                if places[b] - first != b - a:  # something else stands between
                    break
                out.append((first, places[b]))
        return out

    # --- one run

    def _joints(self, run: Run, costs: dict[str, float]) -> float:
        inner = self.pieces[run[0] + 1 : run[1] + 1]
        numbered = 0.15 if len(self.pieces[run[0]].text.split()) <= 3 else 0.7
        return sum(numbered if p.kind == "locator" else costs.get(p.sep, 3.0) for p in inner)

    def _title_score(self, run: Run) -> float:
        text = self.text(run)
        inside = self.pieces[run[0] : run[1] + 1]
        kinds = {p.kind for p in inside}
        score = title_likeness(text, self.path) - self._joints(run, _JOINTS_TITLE)
        score += 1.5 if kinds == {"link"} else -1.0 if "link" in kinds else 0.0
        score += 0.8 if kinds == {"strong"} else -0.5 if "strong" in kinds else 0.0
        score -= 0.35 * max(0.0, outlet_likeness(text, self.host) - 0.6)
        if names_likeness(text) >= 1.2:
            score -= 0.8
        if len(inside) > 1:
            if inside[0].sep == "start" and names_likeness(inside[0].text) >= 0.8 and inside[1].text[:1].isupper():
                score -= 0.75
            score -= 0.7 * sum(1 for p in inside[1:] if is_byline(p))
        before = self.pieces[run[0] - 1].kind if run[0] else ""
        if inside[0].kind == "emphasis" and before in ("", "date", "names"):
            score += 0.8
        return score + (1.0 if self._follows_names(run[0]) else 0.0)

    def _follows_names(self, i: int) -> bool:
        """Whether piece ``i`` stands right behind the authors, or behind the year that follows them."""
        before = [p.kind for p in self.pieces[max(0, i - 2) : i]]
        return before[-1:] == ["names"] or before == ["names", "date"]

    def _outlet_score(self, run: Run) -> float:
        text = self.text(run)
        kinds = [p.kind for p in self.pieces[run[0] : run[1] + 1]]
        score = outlet_likeness(text, self.host) - self._joints(run, _JOINTS_OUTLET)
        if "emphasis" in kinds:
            score += 1.8 if len(kinds) == 1 else 0.4
        if "link" in kinds:
            score -= 0.8
        if names_likeness(text) >= 1.2:
            score -= 0.7
        if self._follows_names(run[0]):
            score -= 1.2
        after = self.pieces[run[1] + 1] if run[1] + 1 < len(self.pieces) else None
        if (
            after is not None
            and after.kind == "other"
            and re.match(r"[\W]*(?:vol\b|\d)", after.span.of(self.entry.raw))
        ):
            score += 0.8  # volume and pages stand behind a journal's name
        return score

    # --- a pair

    def _pair(self, title: Run | None, title_score: float, outlet: Run | None, outlet_score: float) -> Reading:
        score = title_score + outlet_score
        shape: tuple[str, ...] = ()
        runs = [r for r in (title, outlet) if r is not None]
        if title and outlet:
            quoted = self.pieces[title[0]].kind == "quote"
            later, earlier = (outlet, title) if outlet[0] > title[1] else (title, outlet)
            sep = self.pieces[later[0]].sep
            between = sum(1 for p in self.pieces[earlier[1] + 1 : later[0]] if p.kind in _WORDS)
            if quoted:
                score += (
                    (1.0 if later is outlet else 0.2) - 0.3 * between - (0.6 if between and later is outlet else 0.0)
                )
                shape = ("Q", "O") if later is outlet else ("O", "Q")
            else:
                table = _TITLE_THEN_OUTLET if later is outlet else _OUTLET_THEN_TITLE
                score += table.get(sep, 0.0) - 0.5 * between
                shape = ("T", sep, "O") if later is outlet else ("O", sep, "T")
        elif runs:
            shape = ("T",) if title else ("O",)
        first = min((r[0] for r in runs), default=0)
        last = max((r[1] for r in runs), default=-1)
        score += self.leads[first] - sum(
            self._rest(i, last, runs)
            for i in range(first, len(self.pieces))
            if not any(r[0] <= i <= r[1] for r in runs)
        )
        return Reading(score, title, outlet, (*shape, "A" if self.leads[first] > 0 else ""))

    def _lead(self, first: int) -> float:
        """What the words in front of the first field are worth: names are authors, others cost."""
        lead = [self.pieces[i].text for i in self.words if i < first]
        if not lead:
            return 0.3 if any(p.kind == "names" for p in self.pieces[:first]) else 0.0
        likeness = names_likeness(", ".join(lead))
        return 0.35 * min(2.0, likeness) if likeness > 0 else -1.0 * len(lead)

    def _rest(self, i: int, last: int, runs: list[Run]) -> float:
        piece = self.pieces[i]
        if piece.kind == "locator":
            return 0.1 if i > last else 0.5
        follows = i + 1 < len(self.pieces) and self.pieces[i + 1].sep == "colon"
        if piece.kind in _WORDS and follows and len(piece.text.split()) <= 3 and any(r[0] == i + 1 for r in runs):
            return -0.3 if any(r[1] == i - 1 for r in runs) else 0.1  # the place in front of a publisher
        return self.rest[i]

    def _cost_of_rest(self, i: int) -> float:
        piece = self.pieces[i]
        if piece.kind not in _WORDS:
            return 0.0
        if _NOTE.match(piece.text):
            return 0.1
        if is_byline(piece):
            return 0.2
        return 0.6 if names_likeness(piece.text) > 0.5 else 1.1


def run_text(entry: Pieces, run: Run) -> str:
    """The words of a run with what stands between them, as printed."""
    first, last = entry.pieces[run[0]], entry.pieces[run[1]]
    if first is last:
        return first.text
    return " ".join(entry.raw[first.span.start : last.span.end].split()).strip(" ,;:|*_–—-")


def authors_of(entry: Pieces, reading: Reading) -> tuple[str, ...]:
    """The persons named in front of the fields, or in a byline behind them."""
    names = next((p.span.of(entry.raw) for p in entry.pieces if p.kind == "names"), None)
    if names is not None:
        return split_names(names)
    used = [r for r in (reading.title, reading.outlet) if r is not None]
    first = min((r[0] for r in used), default=0)
    lead = ", ".join(p.text for p in entry.pieces[:first] if p.kind in _WORDS)
    if lead and names_likeness(lead) > 0:
        return split_names(lead)
    for i, piece in enumerate(entry.pieces):
        if is_byline(piece) and not any(r[0] <= i <= r[1] for r in used):
            return split_names(_BY.sub("", piece.text))
    return ()


_BY = re.compile(
    r"(?:(?:edited|translated|written|reported|compiled) by|by|eds?\.|Eds?\.|trans\.|Trans\.|tr\."
    r"|hrsg\. von)\s(?=[A-Z])"
)
_NOTE = re.compile(
    r"(?:print|web|online|video|audio|pdf|n\.?d|opinion|editorial|press release|news release|special report"
    r"|staff report|"
    r"blog|podcast|transcript|in|see|also|cf|ibid|p|pp|page|vol|no|issue|section|chapter|edition|"
    r"\d+(?:st|nd|rd|th)? ed(?:ition)?|updated|published|posted|accessed|retrieved|archived.*|[A-Z]?\d[\d–-]*)\.?$",
    re.I,
)


def is_byline(piece: Piece) -> bool:
    """True for a piece that only names persons: ``by Tom Reed``, ``Edith M. Hall``."""
    return piece.kind == "text" and (names_likeness(piece.text) >= 1.5 or bool(_BY.match(piece.text)))
