"""The main text of a page's tree: its blocks are judged one by one, and what holds is put together again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from auditor.sources.extract.blocks import Block, split_blocks
from auditor.sources.extract.features import Hints, describe, likeness
from auditor.sources.extract.model import BlockModel, default_model
from auditor.sources.extract.walls import find_plea

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CELLS = frozenset(("td", "th"))
_SURE = 0.7
_LINKED = 1 / 3
_LONG = 60
_CREDIT = 300
_PLEA, _NEAR = 400, 15


@dataclass(frozen=True, slots=True)
class BodyOptions:
    """``bar``: the probability from which a block is main text; ``linked_bar``: for one of which a third is links.

    Both were chosen by cross-validation (``training.extraction``): what is mostly links leads elsewhere, and has to be
    surer. On a page where no long block is surer than 0.7 the bars are lowered in proportion. ``max_blocks``: of more
    blocks than this only the first are read; no page of the benches has half of that.
    """

    bar: float = 0.45
    linked_bar: float = 0.7
    max_blocks: int = 6_000


@dataclass(frozen=True, slots=True)
class Body:
    """The main text; ``visible`` characters stand on the page in all; ``plea`` is a wall's call to subscribe.

    ``sureness`` in [0, 1]: how sure the model is of the three best long blocks. ``lines`` are the short blocks that a
    story's credit may stand in: those after the headline that are no link to elsewhere. ``cut`` where the page has more
    blocks than are read.
    """

    text: str
    visible: int
    plea: str | None = None
    sureness: float = 0.0
    lines: tuple[str, ...] = ()
    cut: bool = False


def find_body(
    root: HtmlElement,
    hints: Hints,
    *,
    options: BodyOptions = BodyOptions(),
    model: BlockModel | None = None,
) -> Body:
    """The main text of the tree under ``root``, paragraphs parted by blank lines."""
    whole = split_blocks(root)
    blocks = whole[: options.max_blocks]
    if not blocks:
        return Body("", 0)
    model = model or default_model()
    body = compose(blocks, [model.score(row) for row in describe(blocks, hints)], hints.title, options)
    return replace(body, cut=len(whole) > len(blocks))


def compose(blocks: Sequence[Block], scores: Sequence[float], title: str, options: BodyOptions) -> Body:
    """The text of the blocks whose score is over the bar, without the title and a wall's plea."""
    visible = sum(len(b.text) for b in blocks)
    if not blocks:
        return Body("", visible)
    sureness = _sureness(blocks, scores)
    usual = min(1.0, sureness / _SURE)
    bars = (options.linked_bar if b.linked > _LINKED * len(b.text) else options.bar for b in blocks)
    kept = [score > usual * bar for score, bar in zip(scores, bars, strict=True)]
    plea = _cut_at_plea(blocks, kept)
    _drop_title(blocks, kept, title)
    return Body(_join(blocks, kept), visible, plea, sureness, tuple(_short_lines(blocks)))


def _short_lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if 2 <= len(block.text) <= _CREDIT and block.linked < 0.9 * len(block.text):
            yield block.text


def _sureness(blocks: Sequence[Block], scores: Sequence[float]) -> float:
    """How sure the model is of the page's three best long blocks, on the mean; of any block where none is long."""
    long = sorted((s for b, s in zip(blocks, scores, strict=True) if len(b.text) > _LONG), reverse=True)[:3]
    return sum(long) / len(long) if long else max(scores)


def _cut_at_plea(blocks: Sequence[Block], kept: list[bool]) -> str | None:
    """Drops a wall's call to subscribe and what follows it in the same element; gives back its words.

    Only a call in the article or close behind it counts: mastheads and feet ask everybody to subscribe.
    """
    first = next((i for i, keep in enumerate(kept) if keep), len(kept))
    last = max((i for i, keep in enumerate(kept) if keep), default=-1)
    for i in range(first, min(len(blocks), last + 1 + _NEAR)):
        plea = find_plea(blocks[i].text) if len(blocks[i].text) < _PLEA else None
        if plea is None:
            continue
        parent = blocks[i].element.getparent()
        for j in range(i, len(blocks)):
            if j == i or blocks[j].element is blocks[i].element or _is_within(blocks[j].element, parent):
                kept[j] = False
        return plea
    return None


def _is_within(element: HtmlElement, parent: HtmlElement | None) -> bool:
    if parent is None or parent.tag in ("body", "html"):
        return False
    at: HtmlElement | None = element
    for _ in range(6):
        if at is None:
            return False
        if at is parent:
            return True
        at = at.getparent()
    return False


def _drop_title(blocks: Sequence[Block], kept: list[bool], title: str) -> None:
    """Drops the title where it opens the text: it has a field of its own."""
    first = next((i for i, k in enumerate(kept) if k), None)
    if first is not None and title and likeness(blocks[first].text, title) > 0.75:
        kept[first] = any(kept[first + 1 :]) is False


def _join(blocks: Sequence[Block], kept: Sequence[bool]) -> str:
    """The kept blocks as paragraphs; cells of one table row share a line, the paragraphs of one cell do not."""
    parts: list[str] = []
    row: object = None
    cell: object = None
    for block, keep in zip(blocks, kept, strict=True):
        if not keep:
            continue
        here = block.element.getparent() if block.element.tag in _CELLS else None
        if here is not None and here is row and block.element is not cell:
            parts[-1] += f" | {block.text}"
        else:
            parts.append(block.text)
        row, cell = here, block.element
    return re.sub(r"[ \t]+\n", "\n", "\n\n".join(parts)).strip()
