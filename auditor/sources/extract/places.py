"""Where the elements of a page stand: what their ancestors are, what lies in them, and which holds the article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.sources.extract.blocks import Block
from auditor.sources.extract.furniture import class_groups

if TYPE_CHECKING:
    from lxml.html import HtmlElement

ABOVE = (
    "article",
    "main",
    "aside",
    "nav",
    "footer",
    "header",
    "figure",
    "form",
    "table",
    "ul",
    "ol",
    "blockquote",
    "section",
)
_CHAIN = 6
_FAR = 12


@dataclass(slots=True)
class Place:
    """What the ancestors of an element add up to; shared by all its blocks.

    ``chain`` is the element and up to five ancestors; ``own``, ``near`` (with parent and grandparent) and ``far`` are
    groups of class words; ``article`` the outermost ``article`` around it.
    """

    depth: int
    above: frozenset[str]
    own: frozenset[str]
    near: frozenset[str]
    far: frozenset[str]
    article_body: bool
    article: HtmlElement | None
    chain: tuple[HtmlElement, ...]
    kind: str


@dataclass(slots=True)
class Mass:
    """What a group of blocks adds up to, in characters; ``good`` counts those that read like running text."""

    chars: int = 0
    good: int = 0
    linked: int = 0
    blocks: int = 0

    def add(self, block: Block, good: bool) -> None:
        """Counts one block more."""
        size = len(block.text)
        self.chars += size
        self.linked += block.linked
        self.blocks += 1
        if good:
            self.good += size


class Places:
    """The places of a page's elements, each worked out once from its parent's."""

    def __init__(self) -> None:
        self._known: dict[HtmlElement, Place] = {}
        self._inside: dict[HtmlElement, bool] = {}

    def of(self, element: HtmlElement) -> Place:
        """The place of ``element``."""
        missing = []
        at: HtmlElement | None = element
        while at is not None and at not in self._known:
            missing.append(at)
            at = at.getparent()
        for item in reversed(missing):
            self._known[item] = self._build(item)
        return self._known[element]

    def _build(self, element: HtmlElement) -> Place:
        parent = element.getparent()
        nothing: frozenset[str] = frozenset()
        if parent is None or element.tag in ("html", "body"):
            return Place(0, nothing, nothing, nothing, nothing, False, None, (element,), "")
        up = self._known[parent]
        over = parent.getparent()
        own = class_groups(_class_words(element))
        tag = str(element.tag)
        names = [f"{e.tag}.{(e.get('class') or '')[:40]}" for e in up.chain[:2]]
        return Place(
            depth=up.depth + 1,
            above=up.above | {tag} if tag in ABOVE and tag not in up.above else up.above,
            own=own,
            near=own | up.own | (self._known[over].own if over is not None else nothing),
            far=up.far if own <= up.far else up.far | own,
            article_body=up.article_body or "articlebody" in (element.get("itemprop") or "").lower(),
            article=up.article if up.article is not None or tag != "article" else element,
            chain=(element, *up.chain[: _CHAIN - 1]),
            kind="/".join([*names, tag]),
        )

    def lies_in(self, element: HtmlElement, holder: HtmlElement) -> bool:
        """True where ``holder`` is ``element`` or an ancestor of it. Ask for one ``holder`` a page."""
        missing = []
        at: HtmlElement | None = element
        while at is not None and at not in self._inside and at is not holder:
            missing.append(at)
            at = at.getparent()
        found = at is not None and (at is holder or self._inside[at])
        self._inside.update(dict.fromkeys(missing, found))
        return found


def _class_words(element: HtmlElement) -> str:
    get = element.get
    found = (get("class"), get("id"), get("role"), get("itemprop"), get("data-component"), get("data-testid"))
    return " ".join(v for v in found if v)[:300].lower()


def path_up(element: HtmlElement | None) -> dict[HtmlElement, int]:
    """The element and its ancestors, each with how far up it is."""
    path: dict[HtmlElement, int] = {}
    while element is not None:
        path[element] = len(path)
        element = element.getparent()
    return path


def meeting(element: HtmlElement, path: dict[HtmlElement, int]) -> tuple[int, int]:
    """How far up from ``element``, and up the path, the two meet; at most 12 each, (-1, -1) without a path."""
    if not path:
        return -1, -1
    up = 0
    at: HtmlElement | None = element
    while at is not None and at not in path and up < _FAR:
        at = at.getparent()
        up += 1
    met = path.get(at, _FAR) if at is not None else _FAR
    return up, min(met, _FAR)


def find_holder(places: Sequence[Place], blocks: Sequence[Block], good: Sequence[bool]) -> HtmlElement | None:
    """The element that most running text lies in directly: parents count whole, each further ancestor half."""
    weights: dict[HtmlElement, float] = {}
    for place, block, is_good in zip(places, blocks, good, strict=True):
        if is_good:
            for element, share in zip(place.chain[1:4], (1.0, 0.5, 0.25), strict=False):
                weights[element] = weights.get(element, 0.0) + len(block.text) * share
    return max(weights, key=lambda e: weights[e]) if weights else None
