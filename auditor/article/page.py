"""A web page to readable blocks: article, captions and references told apart from menus, widgets and footers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from auditor.article.builder import TextBuilder
from auditor.article.markup import CODE, Coded, encode_page, parse_tree
from auditor.records import BlockKind, InlineKind
from auditor.urls import MAX_URL

_DROPPED = frozenset(
    """head noscript iframe object embed svg canvas audio video map select option button textarea input label
    datalist dialog progress meter frame frameset applet math""".split()
)
_BLOCKS = frozenset(
    """p div section article main header footer aside nav h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tfoot tr
    td th caption blockquote figure figcaption pre address form fieldset details summary body html center hr""".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_KINDS = {
    "li": BlockKind.LIST_ITEM,
    "dt": BlockKind.LIST_ITEM,
    "dd": BlockKind.LIST_ITEM,
    "blockquote": BlockKind.QUOTE,
    "td": BlockKind.CELL,
    "th": BlockKind.CELL,
    "caption": BlockKind.CAPTION,
    "figcaption": BlockKind.CAPTION,
    "figure": BlockKind.CAPTION,
    "pre": BlockKind.CODE,
}
_INLINE = {
    "sup": InlineKind.SUPERSCRIPT,
    "i": InlineKind.EMPHASIS,
    "em": InlineKind.EMPHASIS,
    "cite": InlineKind.EMPHASIS,
    "b": InlineKind.STRONG,
    "strong": InlineKind.STRONG,
    "code": InlineKind.CODE,
    "kbd": InlineKind.CODE,
    "samp": InlineKind.CODE,
    "tt": InlineKind.CODE,
    "a": InlineKind.LINK,
}
_SILENT = re.compile(
    r"(?:^|[\s_-])(?:mw-editsection|mw-cite-backlink|cite-backlink|backlink|footnote-back(?:ref|link)?|data-footnote-backref|toc|mw-jump-link|sr-only|screen-reader-text|visually-hidden|shortdescription|printfooter|anchorjs-link|headerlink|permalink)(?:$|[\s])",
    re.I,
)
_FURNITURE = re.compile(
    r"""(?:^|[\s_-])(?:comments?(?:-?(?:list|section|area|widget|form|thread|wrap(?:per)?|respond))?|disqus\w*|respond|share\w*|sharing|social\w*|addtoany
    |related\w*|recommend\w*|trending|most-?(?:read|popular)|newsletter\w*|subscri\w+|sign-?up|cookie\w*|consent|gdpr|promo\w*|advert\w*|ads?|sponsor\w*
    |sidebar|side-bar|widget\w*|menu\w*|nav|navbar|navigation|breadcrumbs?|masthead|site-?(?:header|footer)|footer|copyright|catlinks|navbox|infobox
    |hatnote|sitesub|contentsub|tagline|ambox|metadata|pagination|pager|tags?|tag-?list|post-tags|author-?bio|about-author|paywall|popup|modal|banner|toolbar|skip-?link|outbrain|taboola
    |more-?stories|read-?more|up-?next|correction|editors?-note|disclaimer|print-?only|rating|poll|follow-us|follow|cta|callout|signin|login|search)(?:$|[\s_-])""",
    re.X | re.I,
)
_BESIDE = re.compile(
    r"\S*(?:^|[\s_-])(?:with|has|no|without|hide|show|is)[-_]?\w*(?:[-_]\w+)*|\S*(?:content|layout|main|page)[-_]?(?:wrap\w*|wrp|area|body|container)\S*",
    re.I,
)
_KEPT = re.compile(
    r"(?:^|[\s_-])(?:references?|reflist|footnotes?|endnotes?|citations?|sources?|bibliography|works-?cited|article-?body|entry-content|post-content|story-body|main-content)(?:$|[\s_-])",
    re.I,
)
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?line|author(?:s|-name)?|date-?line|time-?stamp|pub-?date|publish(?:ed)?(?:-date)?|post(?:ed)?-(?:on|date|meta|info)|entry-meta|article-meta|dek-meta|meta|date|updated|reading-time)(?:$|[\s_-])",
    re.I,
)
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:captions?|wp-caption-text|(?:photo|image|media|picture)-?(?:credit|caption|info)|credit|thumbcaption|gallery\w*|image-?source)(?:$|[\s_-])",
    re.I,
)
_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "menu", "menubar", "toolbar", "alert")
)
_FURNITURE_TAGS = frozenset(("nav", "footer", "aside"))


@dataclass(slots=True)
class PageHead:
    """What a page states about itself."""

    title: str | None = None
    heading: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None


@dataclass(slots=True)
class _Frame:
    """Where the walk stands: the kind of the text here, and the list or row it belongs to."""

    kind: BlockKind
    label: str = ""
    group: int = -1
    gap: str = "\n\n"
    fixed: bool = False
    counter: list[int] = field(default_factory=lambda: [0, 1])
    ordered: str = ""


def read_page(source: str) -> tuple[TextBuilder, PageHead]:
    """The readable text of an HTML page, block by block, and what its head says of it."""
    coded = encode_page(source)
    root = parse_tree(coded)
    walker = _Walker(coded)
    head = PageHead()
    if root is not None:
        walker.walk(root)
        head = _read_head(root, coded)
    elif coded.runs:
        walker.text(coded.markup)
        walker.builder.end_block(BlockKind.PARAGRAPH)
    return walker.builder, head


class _Walker:
    """Walks a tree without recursion and writes its text to a builder."""

    def __init__(self, coded: Coded) -> None:
        self.coded = coded
        self.builder = TextBuilder()
        self.frames = [_Frame(BlockKind.PARAGRAPH)]
        self.open: list[tuple[Any, bool, int]] = []
        self.groups = 0
        self.size = sum(end - start for start, end in coded.runs)
        self.budget = 6 * self.size + 10_000

    def walk(self, root: Any) -> None:
        stack: list[tuple[Any, Iterator[Any]]] = []
        self._enter(root)
        stack.append((root, iter(root)))
        while stack:
            node, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._leave(node)
                if stack and node.tail:
                    self.text(node.tail)
                continue
            if not isinstance(child.tag, str) or not self._enter(child):
                if child.tail:
                    self.text(child.tail)
                continue
            stack.append((child, iter(child)))
        self._flush("\n\n")

    def text(self, text: str) -> None:
        """Writes the text of a node: coded runs, and the white space between them."""
        at = 0
        kept = self.frames[-1].kind is BlockKind.CODE
        add = self.builder.add_kept if kept else self.builder.add
        for found in CODE.finditer(text):
            if found.start() > at:
                self._space()
            for char, place in self.coded.characters(int(found.group(1))):
                add(char, place)
            at = found.end()
        if at < len(text):
            self._space()

    def _space(self) -> None:
        offsets = self.builder.offsets
        self.builder.add(" ", offsets[-1] + 1 if len(offsets) else 0)

    def _flush(self, gap: str) -> None:
        frame = self.frames[-1]
        if self.builder.end_block(frame.kind, gap=gap, label=frame.label, group=frame.group) and frame.label:
            frame.label = ""

    def _enter(self, node: Any) -> bool:
        """Opens an element; False where nothing of it is to be read."""
        tag = node.tag.lower() if isinstance(node.tag, str) else ""
        if tag in _DROPPED or _invisible(node):
            return False
        if tag == "br":
            if self.frames[-1].kind in (BlockKind.TITLE, BlockKind.HEADING, BlockKind.CODE):
                self._space()
            else:
                self._flush("\n")
            return False
        if tag in _BLOCKS:
            self._flush(self.frames[-1].gap)
            self._push(node, tag)
        start = self.builder.here
        identity = node.get("id") or (node.get("name") if tag == "a" else None)
        if identity:
            self.builder.mark(InlineKind.ANCHOR, start, identity[:200])
        self.open.append((node, tag in _BLOCKS, start))
        if tag == "q":
            self._put("“")
        if node.text:
            self.text(node.text)
        return True

    def _put(self, char: str) -> None:
        offsets = self.builder.offsets
        self.builder.add(char, offsets[-1] if len(offsets) else 0)

    def _leave(self, node: Any) -> None:
        _, is_block, start = self.open.pop()
        tag = node.tag.lower()
        if tag == "q":
            self._put("”")
        kind = _INLINE.get(tag)
        if kind is InlineKind.LINK:
            if node.get("href"):
                href = node.get("href").strip()[: MAX_URL + 1]  # one that is cut is too long to be followed
                self.builder.mark(kind, start, href, (node.get("title") or "").strip()[:500])
        elif kind is not None and not (tag == "cite" and _has_parts(node)):
            self.builder.mark(kind, start)
        if is_block:
            self._flush(self.frames[-1].gap)
            self.frames.pop()

    def _push(self, node: Any, tag: str) -> None:
        above = self.frames[-1]
        frame = _Frame(above.kind, above.label, above.group, above.gap, above.fixed, above.counter, above.ordered)
        if tag in ("p", "div", "section") and above.kind is BlockKind.LIST_ITEM:
            above.label = ""
        special = None if above.fixed else self._special(node, tag)
        if special is not None:
            frame.kind, frame.fixed = special, True
        elif not above.fixed:
            if tag in _HEADINGS:
                frame.kind = BlockKind.TITLE if tag == "h1" else BlockKind.HEADING
            elif tag in _KINDS:
                frame.kind = _KINDS[tag]
            elif tag in ("p", "article", "main", "body") and above.kind in (BlockKind.CELL,):
                frame.kind = BlockKind.PARAGRAPH
        if tag in ("ol", "ul", "dl"):
            self.groups += 1
            frame.group, frame.gap = self.groups, "\n"
            frame.counter = [_integer(node.get("start"), 1), -1 if node.get("reversed") is not None else 1]
            frame.ordered = (node.get("type") or "1") if tag == "ol" else ""
            frame.label = ""
        elif tag == "li":
            frame.label, frame.gap = self._item_label(node, above), "\n"
        elif tag == "tr":
            self.groups += 1
            frame.group, frame.gap = self.groups, "\n"
        elif tag in ("td", "th"):
            frame.label = "|"
        elif tag in ("table", "blockquote"):
            frame.group, frame.label, frame.gap = -1, "", "\n\n"
        self.frames.append(frame)

    def _item_label(self, node: Any, above: _Frame) -> str:
        if not above.ordered:
            return "•"
        value = _integer(node.get("value"), above.counter[0])
        above.counter[0] = value + above.counter[1]
        if above.ordered in ("a", "A") and 1 <= value <= 26:
            return chr((96 if above.ordered == "a" else 64) + value)
        return str(value)

    def _special(self, node: Any, tag: str) -> BlockKind | None:
        """Furniture, byline or caption, by the element's name, role and classes."""
        names = f"{node.get('class') or ''} {node.get('id') or ''}".strip()[:300]
        if tag in ("html", "body", "main", "article"):
            return None
        if names and _KEPT.search(names):
            return None
        if tag in _FURNITURE_TAGS or (node.get("role") or "").lower() in _ROLES:
            return None if self._holds_article(node) else BlockKind.FURNITURE
        if tag == "header" and not self._holds_article(node):
            return BlockKind.BYLINE if self._inside("article") else BlockKind.FURNITURE
        if not names:
            return None
        if _CAPTION.search(names):
            return BlockKind.CAPTION
        if _FURNITURE.search(_BESIDE.sub(" ", names)):
            return None if self._holds_article(node) else BlockKind.FURNITURE
        if _BYLINE.search(names) and not self._holds_article(node, 0.3):
            return BlockKind.BYLINE
        return None

    def _inside(self, tag: str) -> bool:
        return any(node.tag == tag for node, _, _ in self.open)

    def _holds_article(self, node: Any, share: float = 0.5) -> bool:
        """True where an element that looks like furniture holds the headline or most of the page's text."""
        if self.budget < 0:
            return False
        size = 0
        for inner in node.iter():
            self.budget -= 1
            if inner.tag == "h1":
                return True
            for text in (inner.text, inner.tail if inner is not node else None):
                if text:
                    for found in CODE.finditer(text):
                        start, end = self.coded.runs[int(found.group(1))]
                        size += end - start
                        self.budget -= 8
        return size > share * self.size


def _invisible(node: Any) -> bool:
    if node.get("hidden") is not None:
        return True
    style = node.get("style")
    if style and re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", style[:500], re.I):
        return True
    names = f"{node.get('class') or ''} {node.get('id') or ''}".strip()
    return bool(names) and bool(_SILENT.search(names[:300]))


def _has_parts(node: Any) -> bool:
    """A ``<cite>`` around a whole entry, as in wikis, is no title of its own."""
    return len(node) > 0 or "citation" in (node.get("class") or "")


def _integer(text: str | None, default: int) -> int:
    try:
        return int((text or "").strip()[:9])
    except ValueError:
        return default


# --- the head ---------------------------------------------------------------------------------------------------


def _read_head(root: Any, coded: Coded) -> PageHead:
    head = PageHead()
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    head.language = language.strip()[:35] or None if language else None
    for node in root.iter("title"):
        head.title = _plain(coded, "".join(node.itertext())) or None
        break
    meta = _metas(root)
    head.heading = _first(meta, "og:title", "twitter:title")
    head.outlet = _first(meta, "og:site_name", "application-name", "publisher")
    head.byline = _first(meta, "author", "article:author", "byl", "parsely-author")
    head.published = _first(
        meta,
        "article:published_time",
        "datepublished",
        "date",
        "pubdate",
        "dc.date",
        "dc.date.issued",
        "parsely-pub-date",
    )
    head.url = next(
        (n.get("href") for n in root.iter("link") if (n.get("rel") or "").lower() == "canonical"), None
    ) or _first(meta, "og:url")
    for block in coded.json_ld:
        _read_json_ld(block, head)
    if head.byline and head.byline.startswith("http"):
        head.byline = None
    return head


def _metas(root: Any) -> dict[str, str]:
    out: dict[str, str] = {}
    for node in root.iter("meta"):
        key = node.get("property") or node.get("name") or node.get("itemprop")
        value = (node.get("content") or "").strip()
        if key and value:
            out.setdefault(key.lower().strip(), value[:1000])
    return out


def _first(meta: dict[str, str], *keys: str) -> str | None:
    return next((meta[k] for k in keys if k in meta), None)


def _plain(coded: Coded, text: str) -> str:
    out: list[str] = []
    at = 0
    for found in CODE.finditer(text):
        out.append(text[at : found.start()])
        out.extend(char for char, _ in coded.characters(int(found.group(1))))
        at = found.end()
    out.append(text[at:])
    return " ".join("".join(out).split())


def _read_json_ld(block: str, head: PageHead) -> None:
    """Fills what is still missing from a JSON-LD description of a news article."""
    try:
        data = json.loads(block)
    except (ValueError, RecursionError):
        return
    items = data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []
    for item in items if isinstance(items, list) else []:
        if not isinstance(item, dict) or not re.search(r"Article|Posting|Report", str(item.get("@type"))):
            continue
        head.heading = head.heading or _string(item.get("headline"))
        head.published = head.published or _string(item.get("datePublished"))
        head.outlet = head.outlet or _name(item.get("publisher"))
        head.byline = head.byline or _name(item.get("author"))
        head.language = head.language or _string(item.get("inLanguage"))


def _string(value: object) -> str | None:
    return value.strip()[:1000] or None if isinstance(value, str) else None


def _name(value: object) -> str | None:
    if isinstance(value, list):
        names = [n for n in map(_name, value[:20]) if n]
        return ", ".join(names) or None
    return _string(value.get("name")) if isinstance(value, dict) else _string(value)
