"""What is known of each block: how it reads, where it stands in the markup, and what stands beside it.

The figures feed the block model (``model.py``), and only their order binds the two: ``NAMES`` is stored with it.
Proportions and places, words of furniture and tags; none of them knows a site.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from auditor.sources.extract.blocks import Block
from auditor.sources.extract.furniture import (
    CLASS_GROUPS,
    ENGLISH,
    FUNCTION_WORDS,
    GERMAN,
    HREF_GROUPS,
    TEXT_GROUPS,
    text_groups,
)
from auditor.sources.extract.places import ABOVE, Mass, Place, Places, find_holder, meeting, path_up

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]{0,3}$")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TAGS = ("p", "h1", "h2", "h3", "h4", "li", "td", "figcaption", "div", "pre", "label", "blockquote")
_TAG_AS = {"h5": "h4", "h6": "h4", "th": "td", "tr": "td", "dt": "li", "dd": "li", "caption": "figcaption",
           "button": "label", "legend": "label", "address": "div", "article": "div", "header": "div", "main": "div",
           "section": "div", "body": "div"}  # fmt: skip
_LABELS = ("related", "about", "letter", "comment", "share", "credit")
_BESIDE = (-3, -2, -1, 1, 2, 3)
_FAR = 6.0


@dataclass(frozen=True, slots=True)
class Hints:
    """What the head of the page says, to compare its blocks with. ``body`` is a JSON-LD ``articleBody``."""

    title: str = ""
    description: str = ""
    author: str = ""
    body: str = ""


@dataclass(slots=True)
class _Line:
    """A block with what is read off it alone."""

    block: Block
    place: Place
    words: list[str]
    low: list[str]
    groups: frozenset[str]
    link_density: float
    heading: bool
    good: bool
    title: float


@dataclass(slots=True)
class _View:
    """The page as a whole: what every block's figures refer to."""

    lines: list[_Line]
    hints: Hints
    places: Places
    inside: dict[object, Mass] = field(default_factory=dict)
    kinds: dict[str, Mass] = field(default_factory=dict)
    holder: object = None
    holder_kind: str = ""
    holder_path: dict[object, int] = field(default_factory=dict)
    strong: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    after: list[int] = field(default_factory=list)
    title_at: int = -1
    title_path: dict[object, int] = field(default_factory=dict)
    articles: dict[object, int] = field(default_factory=dict)
    vocabulary: Counter[str] = field(default_factory=Counter)
    typical: float = 1.0
    language: str = ""
    chars: int = 1
    good_chars: int = 1
    link_share: float = 0.0
    description: set[tuple[str, ...]] = field(default_factory=set)
    body: set[tuple[str, ...]] = field(default_factory=set)
    texts: Counter[str] = field(default_factory=Counter)


def describe(blocks: Sequence[Block], hints: Hints) -> list[list[float]]:
    """One row of figures a block, in the order of ``NAMES``."""
    view = _look(blocks, hints)
    marks = _since_labels(view)
    seen: set[str] = set()
    at = 0
    rows = []
    for i, line in enumerate(view.lines):
        row = _reading(view, i, line, line.block.text in seen)
        row += _markup(line)
        row += _mass(view, line)
        row += _position(view, i, line, at)
        row += marks[i]
        row += _neighbours(view, i, line)
        row += (math.log1p(len(view.lines)), math.log1p(view.good_chars), view.link_share,
                view.language == "en", view.language == "de")  # fmt: skip
        rows.append([float(value) for value in row])
        seen.add(line.block.text)
        at += len(line.block.text)
    return rows


# --- the page as a whole ----------------------------------------------------------------------------------------


def _look(blocks: Sequence[Block], hints: Hints) -> _View:
    places = Places()
    lines = [_read_line(block, places.of(block.element), hints) for block in blocks]
    view = _View(lines, hints, places)
    for line in lines:
        for element in line.place.chain[:4]:
            view.inside.setdefault(element, Mass()).add(line.block, line.good)
        view.kinds.setdefault(line.place.kind, Mass()).add(line.block, line.good)
        if line.place.article is not None:
            view.articles.setdefault(line.place.article, len(view.articles))
    view.chars = sum(len(b.text) for b in blocks) or 1
    view.good_chars = sum(len(line.block.text) for line in lines if line.good) or 1
    view.link_share = sum(line.link_density > 0.5 for line in lines) / max(1, len(lines))
    view.texts = Counter(b.text for b in blocks)
    view.description = set(_grams(_lower(hints.description), 3))
    view.body = set(_grams(_lower(hints.body), 4))
    _find_centre(view)
    _find_title(view)
    return view


def _read_line(block: Block, place: Place, hints: Hints) -> _Line:
    words = _WORD.findall(block.text)
    density = block.linked / max(1, len(block.text))
    return _Line(
        block, place, words, [w.lower() for w in words], text_groups(block.text), density,
        block.element.tag in _HEADINGS, len(words) >= 12 and density < 0.35, likeness(block.text, hints.title),
    )  # fmt: skip


def _find_centre(view: _View) -> None:
    """Finds the element that holds the article, its strong paragraphs, and for each block the nearest of these."""
    lines = view.lines
    holder = find_holder([x.place for x in lines], [x.block for x in lines], [x.good for x in lines])
    if holder is not None:
        view.holder = holder
        view.holder_kind = f"{holder.tag}.{holder.get('class') or ''}"
        view.holder_path = dict(path_up(holder))
        view.strong = [
            i for i, x in enumerate(lines)
            if x.good and len(x.words) >= 15 and view.places.lies_in(x.block.element, holder)
        ]  # fmt: skip
    strong = set(view.strong)
    last, view.before = -1, []
    for i in range(len(lines)):
        view.before.append(last)
        last = i if i in strong else last
    last, view.after = len(lines), []
    for i in reversed(range(len(lines))):
        view.after.append(last)
        last = i if i in strong else last
    view.after.reverse()
    for i in view.strong:
        view.vocabulary.update(_long_words(lines[i]))
    sizes = sorted(len(lines[i].block.text) for i in view.strong)
    view.typical = float(sizes[len(sizes) // 2]) if sizes else 1.0
    view.language = _language(w for i in view.strong[:60] for w in lines[i].low)


def _find_title(view: _View) -> None:
    lines = view.lines
    headings = [i for i, x in enumerate(lines) if x.block.element.tag == "h1"]
    found = next((i for i in headings if lines[i].title > 0.6), -1)
    if found < 0:
        found = next((i for i, x in enumerate(lines) if x.title > 0.8), -1)
    if found < 0:
        found = headings[0] if headings else -1
    view.title_at = found
    view.title_path = dict(path_up(lines[found].block.element)) if found >= 0 else {}


def _language(words: Iterable[str]) -> str:
    counts = Counter(words)
    total = sum(counts.values())
    english, german = (sum(counts[w] for w in known) for known in (ENGLISH, GERMAN))
    if english > max(german, 0.15 * total):
        return "en"
    return "de" if german > max(english, 0.12 * total) else ""


# --- the figures of one block -----------------------------------------------------------------------------------

_READING = (
    "words", "chars", "word_len", "link_density", "function_words", "ends", "good", "heading", "sentences", "punct",
    "caps", "digits", "upper_start", "lower_start", "colon_end", "ellipsis", "bold", "italic", "links", "rel_len",
    "echo",
    "in_desc", "is_title", "is_author", "repeats", "repeated", "in_jsonld", "media_before",
    *(f"t_{name}" for name in TEXT_GROUPS), *(f"l_{name}" for name in HREF_GROUPS),
)  # fmt: skip


def _reading(view: _View, i: int, line: _Line, repeated: bool) -> list[float]:
    text, n = line.block.text, max(1, len(line.words))
    size = max(1, len(text))
    head = text[:1]
    hrefs = line.block.hrefs
    return [
        math.log1p(len(line.words)), math.log1p(len(text)), size / n, line.link_density,
        sum(w in FUNCTION_WORDS for w in line.low) / n, bool(_SENTENCE_END.search(text)), line.good, line.heading,
        min(20, text.count(".") + text.count("!") + text.count("?")), sum(text.count(c) for c in ".,;:!?") / n,
        sum(map(str.isupper, text)) / size, sum(map(str.isdigit, text)) / size, head.isupper(), head.islower(),
        text.endswith(":"), text.endswith(("…", "...", "[…]", "[...]")), line.block.bold / size,
        line.block.italic / size, min(20, len(hrefs)), size / max(1.0, view.typical), _echo(view, i, line),
        _share(_grams(line.low, 3), view.description), line.title,
        bool(view.hints.author) and len(line.words) < 25 and view.hints.author.lower() in text.lower(),
        min(5, view.texts[text]), repeated, _share(_grams(line.low, 4), view.body) if view.body else -1,
        min(3, line.block.media),
        *(name in line.groups for name in TEXT_GROUPS),
        *(sum(1 for h in hrefs if pattern.search(h)) / max(1, len(hrefs)) for pattern in HREF_GROUPS.values()),
    ]  # fmt: skip


_MARKUP = (
    *(f"tag_{tag}" for tag in _TAGS), *(f"in_{tag}" for tag in ABOVE), "depth", "itemprop",
    *(f"c_{name}" for name in CLASS_GROUPS),
)  # fmt: skip


def _markup(line: _Line) -> list[float]:
    place = line.place
    tag = str(line.block.element.tag)
    tag = _TAG_AS.get(tag, tag)
    return [
        *(tag == known for known in _TAGS), *(known in place.above for known in ABOVE), min(40, place.depth),
        place.article_body,
        *(2.0 if g in place.own else 1.0 if g in place.near else 0.5 if g in place.far else 0.0 for g in CLASS_GROUPS),
    ]  # fmt: skip


_MASS = (
    *(f"up{k}_{what}" for k in range(4) for what in ("good", "linked", "goodness", "blocks")), "kind_good",
    "kind_linked", "kind_blocks", "kind_len", "in_holder", "parent_holds", "parent_like_holder", "below_holder",
    "to_holder_path",
)  # fmt: skip


def _mass(view: _View, line: _Line) -> list[float]:
    chain = line.place.chain
    row: list[float] = []
    for k in range(4):
        mass = view.inside[chain[min(k, len(chain) - 1)]]
        size = max(1, mass.chars)
        row += (mass.good / view.good_chars, mass.linked / size, mass.good / size, math.log1p(mass.blocks))
    kind = view.kinds[line.place.kind]
    parent = chain[1] if len(chain) > 1 else None
    holder = view.holder
    return [
        *row, kind.good / view.good_chars, kind.linked / max(1, kind.chars), math.log1p(kind.blocks),
        math.log1p(kind.chars / kind.blocks),
        holder is not None and view.places.lies_in(chain[0], holder), parent is not None and parent is holder,
        parent is not None and f"{parent.tag}.{parent.get('class') or ''}" == view.holder_kind,
        next((k for k, element in enumerate(chain) if element is holder), 9),
        next((k for k, element in enumerate(chain) if element in view.holder_path), 9),
    ]  # fmt: skip


_POSITION = (
    "place", "index", "before_first", "after_last", "since_strong", "until_strong", "after_title", "since_title",
    "up_to_title", "title_up", "article_rank", "articles", "title_article",
)  # fmt: skip


def _position(view: _View, i: int, line: _Line, at: int) -> list[float]:
    total = len(view.lines)
    first, last = (view.strong[0], view.strong[-1]) if view.strong else (0, total)
    title = view.title_at
    up, met = meeting(line.block.element, view.title_path)
    article = line.place.article
    title_article = view.lines[title].place.article if title >= 0 else None
    return [
        at / view.chars, i / total, math.log1p(max(0, first - i)), math.log1p(max(0, i - last)),
        math.log1p(i - view.before[i]) if view.before[i] >= 0 else _FAR,
        math.log1p(view.after[i] - i) if view.after[i] < total else _FAR,
        title >= 0 and i > title, math.copysign(math.log1p(abs(i - title)), i - title) if title >= 0 else -9,
        up, met, min(6, view.articles[article]) + 1 if article is not None else 0, min(10, len(view.articles)),
        0 if title_article is None else 1 if article is title_article else -1,
    ]  # fmt: skip


def _since_labels(view: _View) -> list[list[float]]:
    """For each block and kind of label, how long ago a short block said so, after the article had begun."""
    start = view.strong[0] if view.strong else 0
    last = dict.fromkeys(_LABELS, -1)
    rows = []
    for i, line in enumerate(view.lines):
        rows.append([math.log1p(i - last[g]) if last[g] >= 0 else _FAR for g in _LABELS])
        if i > start and len(line.words) <= 9:
            last.update(dict.fromkeys(line.groups.intersection(_LABELS), i))
    return rows


_NEIGHBOURS = (
    *(f"{what}{off:+d}" for off in _BESIDE for what in ("words", "link_density", "heading", "good", "sibling")),
    "same-1", "same+1", "media_after",
)  # fmt: skip


def _neighbours(view: _View, i: int, line: _Line) -> list[float]:
    lines = view.lines
    chain = line.place.chain
    parent = chain[1] if len(chain) > 1 else None
    row: list[float] = []
    for off in _BESIDE:
        j = i + off
        if not 0 <= j < len(lines):
            row += (-1, -1, -1, -1, 0)
            continue
        other = lines[j]
        around = other.place.chain
        row += (math.log1p(len(other.words)), other.link_density, other.heading, other.good,
                parent is not None and len(around) > 1 and around[1] is parent)  # fmt: skip
    before, after = (lines[j].block if 0 <= j < len(lines) else None for j in (i - 1, i + 1))
    row += (before is not None and before.element is line.block.element,
            after is not None and after.element is line.block.element, min(3, after.media) if after else 0)  # fmt: skip
    return row


_PAGE = ("page_blocks", "page_good", "page_linked", "lang_en", "lang_de")
NAMES = (*_READING, *_MARKUP, *_MASS, *_POSITION, *(f"since_{g}" for g in _LABELS), *_NEIGHBOURS, *_PAGE)
"""The figures in the order of a row."""


# --- words ------------------------------------------------------------------------------------------------------


def likeness(text: str, title: str) -> float:
    """The share of words two short texts have in common, 0 to 1."""
    if not text or not title or len(text) > 3 * len(title) + 40:
        return 0.0
    a, b = set(_lower(text)), set(_lower(title))
    return len(a & b) / max(1, len(a | b))


def _lower(text: str) -> list[str]:
    return [w.lower() for w in _WORD.findall(text)]


def _grams(words: list[str], size: int) -> list[tuple[str, ...]]:
    if len(words) <= size:
        return [tuple(words)] if words else []
    return [tuple(words[i : i + size]) for i in range(len(words) - size + 1)]


def _share(own: list[tuple[str, ...]], known: set[tuple[str, ...]]) -> float:
    """The share of ``own`` that is known, 0 to 1."""
    return sum(g in known for g in own) / len(own) if own and known else 0.0


def _long_words(line: _Line) -> set[str]:
    return {w for w in line.low if len(w) > 4}


def _echo(view: _View, i: int, line: _Line) -> float:
    """The share of a block's longer words that the strong paragraphs also have: high for a summary of the rest."""
    own = _long_words(line)
    mine = 1 if line.good and view.strong and _is_strong(view, i) else 0
    return sum(view.vocabulary[w] > mine for w in own) / len(own) if own else 0.0


def _is_strong(view: _View, i: int) -> bool:
    following = view.after[i - 1] if i else (view.strong[0] if view.strong else -1)
    return following == i
