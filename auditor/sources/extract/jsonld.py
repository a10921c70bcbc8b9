"""What a page says of itself in JSON: schema.org articles, and prose that only a script would show."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

from auditor.sources.extract.furniture import FUNCTION_WORDS

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE = re.compile(
    r"(?:News|Reportage|Analysis|Opinion|Background|Review|Advertiser|Satirical|Tech|Scholarly|Medical|Social|LiveBlog|"
    r"Blog|Discussion|Critic)\w*(?:Article|Posting|Review)|Article|Report|BlogPosting|Review|LiveBlogPosting",
    re.I,
)
_MAX_JSON = 5_000_000
_MAX_NODES = 20_000
_MAX_POSTS = 300
"""Posts of a live blog that are told from articles: each costs a look for every node that follows."""
_ASSIGNED = re.compile(r"[\w\]\"']\s{0,5}=\s{0,5}(?=[{\[]\s{0,99}[{\[\"])")
_MAX_ASSIGNED = 10
_CONTROL = re.compile(r"[\x00-\x1f]+")
_MARKUP = re.compile(r"<[^<>]{0,2000}>")
_PARAGRAPH = re.compile(r"(?i)</?(?:p|div|br|li|h[1-6]|blockquote)\b[^<>]{0,500}>")


@dataclass(frozen=True, slots=True)
class StructuredArticle:
    """The article a page declares in JSON-LD; strings as written there, empty where silent."""

    headline: str = ""
    description: str = ""
    body: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    published: str = ""
    modified: str = ""
    language: str = ""
    url: str = ""
    free: bool | None = None
    source: str = ""


def read_structured(root: HtmlElement) -> StructuredArticle:
    """The article declared in the page's JSON-LD; an empty one where there is none."""
    best: dict[str, Any] = {}
    nodes: dict[str, dict[str, Any]] = {}
    updates: list[str] = []
    posts: list[Any] = []  # of live blogs: pieces of the article, none of them is it
    for node in _nodes(root):
        if isinstance(node.get("@id"), str):
            nodes.setdefault(node["@id"], node)
        if _ARTICLE.search(" ".join(_strings(node.get("@type")))) and not any(node is post for post in posts):
            if _worth(node) > _worth(best) or _updates(node):
                best = node
            if found := _updates(node):
                updates, posts = _update_texts(found), found[:_MAX_POSTS]
    if not best:
        return StructuredArticle()
    body = clean_markup(_text(best.get("articleBody") or best.get("reviewBody") or best.get("text")))
    if len("\n\n".join(updates)) > len(body):
        body = "\n\n".join(updates)
    return StructuredArticle(
        headline=clean_markup(_text(best.get("headline") or best.get("name"))),
        description=clean_markup(_text(best.get("description"))),
        body=body,
        authors=tuple(_names(best.get("author") or best.get("creator"), nodes)),
        publisher=next(iter(_names(best.get("publisher"), nodes)), ""),
        published=_text(best.get("datePublished") or best.get("dateCreated") or best.get("uploadDate")),
        modified=_text(best.get("dateModified")),
        language=_text(best.get("inLanguage")),
        url=_text(best.get("url")) or _text(_first(best.get("mainEntityOfPage"), "@id")),
        free=_free(best.get("isAccessibleForFree")),
        source=next(iter(_names(best.get("sourceOrganization") or best.get("copyrightHolder"), nodes)), ""),
    )


def _worth(node: dict[str, Any]) -> int:
    keys = ("headline", "datePublished", "author", "articleBody", "publisher")
    return sum(bool(node.get(k)) for k in keys) + 2 * bool(node.get("articleBody")) if node else -1


def _nodes(root: HtmlElement) -> Iterator[dict[str, Any]]:
    count = 0
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        stack = [_load(script.text_content())]
        while stack and count < _MAX_NODES:
            item = stack.pop()
            if isinstance(item, dict):
                count += 1
                yield item
                stack.extend(v for v in reversed(list(item.values())) if isinstance(v, (dict, list)))
            elif isinstance(item, list):
                stack.extend(v for v in reversed(item) if isinstance(v, (dict, list)))


def _load(text: str) -> Any:
    """The value of a JSON text; what pages put in is forgiven: comments, raw control characters, a comma after the last
    item, and quotation marks written for HTML."""
    text = (
        text.strip().removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>").strip()
    )
    text = text.rstrip(";")
    if len(text) > _MAX_JSON:
        return None
    for repair in (str, _without_control, _without_last_commas, unescape):
        text = repair(text)
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _without_control(text: str) -> str:
    return _CONTROL.sub(" ", text)


def _without_last_commas(text: str) -> str:
    return re.sub(r",(?=\s{0,99}[}\]])", "", text)


def _strings(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [v for v in values if isinstance(v, str)]


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = "\n\n".join(_strings(value)) if all(isinstance(v, str) for v in value) else (value[0] if value else "")
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    return value.strip() if isinstance(value, str) else ""


def _first(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else value if isinstance(value, str) else None


def _names(value: Any, nodes: dict[str, dict[str, Any]]) -> Iterator[str]:
    for item in (value if isinstance(value, list) else [value])[:20]:
        if isinstance(item, dict) and "name" not in item and isinstance(item.get("@id"), str):
            item = nodes.get(item["@id"], item)
        name = item.get("name") if isinstance(item, dict) else item
        for text in _strings(name):
            if text := " ".join(unescape(text).split()):
                yield text


def _free(value: Any) -> bool | None:
    if isinstance(value, str):
        value = {"true": True, "false": False}.get(value.strip().lower())
    return value if isinstance(value, bool) else None


def _updates(node: dict[str, Any]) -> list[Any]:
    """The posts of a live blog's node; none for any other."""
    key = next((k for k in node if k.lower() == "liveblogupdate"), None)
    found = node[key] if key is not None else []
    return found if isinstance(found, list) else [found]


def _update_texts(posts: list[Any]) -> list[str]:
    """The posts of a live blog, each with its headline, in the page's order."""
    texts = []
    for post in posts:
        if isinstance(post, dict):
            parts = [clean_markup(_text(post.get(k))) for k in ("headline", "articleBody")]
            texts.append("\n\n".join(p for p in parts if p))
    return [t for t in texts if t]


def clean_markup(text: str) -> str:
    """``text`` with tags and entities resolved, its paragraphs parted by blank lines."""
    if "&" in text:
        text = unescape(text)
    if "<" in text:
        text = _MARKUP.sub("", _PARAGRAPH.sub("\n\n", text))
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n|\r\n|\n(?=\S)", text))
    return "\n\n".join(p for p in paragraphs if p)


def prose_in_scripts(root: HtmlElement) -> str:
    """Running text that the page holds only as data for a script: the place in its JSON with the most of it.

    Some pages are empty until a script has run; what it would show stands in the page all the same.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for script in root.iter("script"):
        kind = (script.get("type") or "").lower()
        if "ld+json" in kind:
            continue
        text = script.text_content()
        held = [_load(text)] if "json" in kind else _assigned(text)
        stack: list[tuple[str, Any]] = [("", item) for item in held]
        count = 0
        while stack and count < 10 * _MAX_NODES:
            path, item = stack.pop()
            count += 1
            if isinstance(item, dict):
                stack.extend((f"{path}.{k}"[:300], v) for k, v in reversed(list(item.items())))
            elif isinstance(item, list):
                stack.extend((path, v) for v in reversed(item))
            elif isinstance(item, str) and _is_prose(item):
                found[path].append(clean_markup(item))
    if not found:
        return ""
    texts = max(found.values(), key=lambda ts: sum(map(len, dict.fromkeys(ts))))
    return "\n\n".join(dict.fromkeys(texts))


def _assigned(text: str) -> list[Any]:
    """The values in JSON that a script gives to variables: ``window.state = {...}``."""
    values: list[Any] = []
    at = 0
    decoder = json.JSONDecoder(strict=False)
    for _ in range(_MAX_ASSIGNED):
        found = _ASSIGNED.search(text, at)
        if found is None or len(text) > _MAX_JSON:
            break
        at = found.end()
        try:
            value, at = decoder.raw_decode(text, at)
            values.append(value)
        except (ValueError, RecursionError):
            continue
    return values


def _is_prose(text: str) -> bool:
    if len(text) < 80 or text.count(" ") < 12:
        return False
    words = re.findall(r"\w+", text[:2000].lower())
    return (
        len(words) >= 12
        and sum(w in FUNCTION_WORDS for w in words) >= 0.2 * len(words)
        and "function(" not in text[:500]
    )
