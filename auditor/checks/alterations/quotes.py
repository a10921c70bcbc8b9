"""Quotations word by word: words changed inside the marks, and a cut that loses a condition or a limit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from auditor.checks.alterations.base import Found, View, found
from auditor.records import DifferenceKind, Span
from auditor.text import STOPWORDS, Token, tokenize

_LIMITS = frozenset(
    """if unless but until till provided providing though although except only when while because before after not
    however yet without rather as long whether first""".split()
)
"""Words with which a quotation takes back or limits what it said before."""
_SHORT = 3
"""Quotations of fewer words are names, titles or single terms: only their absence is told, by other rules."""


SHUFFLED = 0.75
"""A quotation in a new order still has nearly all its words; one that is another's has few of them."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A run of the page's words that a quotation's words match: token numbers, half open."""

    start: int
    end: int


def find_quotes_changed(view: View) -> Iterator[Found]:
    """Each quotation of the claim that the page has in other words, or cut."""
    for quote in view.claim.quotes:
        words = tokenize(quote.of(view.match.claim.text), quote.start)
        if len(words) >= _SHORT and not _is_title(words):
            yield from _check(view, quote, words)


def _is_title(words: Sequence[Token]) -> bool:
    """Whether the quotation marks hold a title: every word that carries meaning begins with a capital."""
    content = [w for w in words if w.norm not in STOPWORDS and w.norm[0].isalpha()]
    return len(content) > 1 and all(w.text[0].isupper() for w in content)


def quote_presence(view: View) -> float | None:
    """The lowest share, over the claim's quotations, of words found in one run of the page; None without any."""
    shares = []
    for quote in view.claim.quotes:
        words = tokenize(quote.of(view.match.claim.text), quote.start)
        if len(words) >= _SHORT and not _is_title(words):
            shares.append(_share(view, words))
    return min(shares, default=None)


def _share(view: View, words: Sequence[Token]) -> float:
    if _exact(view, words):
        return 1.0
    close = _closest(view, words)
    return close[1] if close else 0.0


def _check(view: View, quote: Span, words: list[Token]) -> Iterator[Found]:
    pieces = _pieces(view.match.claim.text, words)
    places = [_exact(view, piece) for piece in pieces]
    if all(places):
        if result := _cut(view, quote, words, [p for p in places if p]):
            yield result
        return
    close = _closest(view, words)
    if close is None:
        if shuffled := _shuffled(view, quote, words):
            yield shuffled
        return
    matcher, ratio, first, last, tokens = close
    said, written = _changed(matcher, words, tokens[first:last])
    if said is None and written is None:
        return
    if said is None and _outer(matcher, len(words)):
        return
    claim_span = said or quote
    source_span = written or Span(tokens[first].start, tokens[last - 1].end)
    strength = 0.35 + 0.6 * ratio - (0.2 if len(words) < 5 else 0.0)
    yield found(view.match, DifferenceKind.QUOTE_ALTERED, claim_span, source_span, strength, "quote_altered")


def _pieces(text: str, words: list[Token]) -> list[list[Token]]:
    """The quotation cut at its ellipses; bracketed insertions are left out."""
    out: list[list[Token]] = [[]]
    for i, word in enumerate(words):
        gap = text[words[i - 1].end : word.start] if i else ""
        if "..." in gap or "…" in gap or "[" in gap:
            out.append([])
        out[-1].append(word)
    return [piece for piece in out if piece]


def _exact(view: View, words: Sequence[Token]) -> _Place | None:
    """Where the page has these words in a row, quoted places first."""
    index = view.match.index
    norms = [w.norm for w in words]
    size, best = len(norms), None
    for at in index.places_of(norms[0]):
        if index.norms[at : at + size] == norms:
            place = _Place(at, at + size)
            if index.quote_at(index.tokens[at].start) is not None:
                return place
            best = best or place
    return best


_Close = tuple["SequenceMatcher[str]", float, int, int, Sequence[Token]]


def _closest(view: View, words: Sequence[Token]) -> _Close | None:
    """The quotation of the page that these words come nearest to: at least half of them in order."""
    index = view.match.index
    norms = [w.norm for w in words]
    wanted = {n for n in norms if n not in STOPWORDS} or set(norms)
    best: _Close | None = None
    for first, last in index.quote_runs:
        run = index.norms[first:last]
        if not wanted.intersection(run):
            continue
        matcher = SequenceMatcher(None, norms, run, autojunk=False)
        ratio = sum(block.size for block in matcher.get_matching_blocks()) / len(norms)
        if ratio >= 0.5 and (best is None or ratio > best[1]):
            shared = sum(n in wanted for b in matcher.get_matching_blocks() for n in norms[b.a : b.a + b.size])
            if shared >= min(2, len(wanted)):
                best = (matcher, ratio, first, last, index.tokens)
    return best


def _shuffled(view: View, quote: Span, words: Sequence[Token]) -> Found | None:
    """The quotation of the page that has nearly all of these words, but in another order."""
    index = view.match.index
    content = [w.norm for w in words if w.norm not in STOPWORDS]
    if len(content) < 3:
        return None
    best: tuple[float, int, int] = (0.0, 0, 0)
    for first, last in index.quote_runs:
        run = set(index.norms[first:last])
        share = sum(norm in run for norm in content) / len(content)
        best = max(best, (share, first, last))
    share, first, last = best
    if share < SHUFFLED:
        return None
    span = Span(index.tokens[first].start, index.tokens[last - 1].end)
    return found(view.match, DifferenceKind.QUOTE_ALTERED, quote, span, 0.1 + 0.6 * share, "quote_altered")


def _changed(
    matcher: SequenceMatcher[str], words: Sequence[Token], run: Sequence[Token]
) -> tuple[Span | None, Span | None]:
    """The claim's changed words, and the page's in their place: inner changes only."""
    blocks = [b for b in matcher.get_matching_blocks() if b.size]
    low, high = blocks[0].b, blocks[-1].b + blocks[-1].size
    said: list[Token] = []
    written: list[Token] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        if tag == "delete" or (tag == "replace" and i2 > i1):
            said.extend(words[i1:i2])
        inner = [t for n, t in enumerate(run[j1:j2], j1) if low <= n < high or (i2 > i1 and n - j1 < i2 - i1 + 1)]
        written.extend(inner)
    return _span(said), _span(written)


def _outer(matcher: SequenceMatcher[str], size: int) -> bool:
    """Whether nothing but the page's words before and after the quotation is missing."""
    return all(tag == "equal" or (tag == "insert" and i1 in (0, size)) for tag, i1, _, _, _ in matcher.get_opcodes())


def _span(tokens: Sequence[Token]) -> Span | None:
    return Span(tokens[0].start, tokens[-1].end) if tokens else None


# --- cut quotations ---------------------------------------------------------------------------------------------


def _cut(view: View, quote: Span, words: list[Token], places: list[_Place]) -> Found | None:
    """A difference where the page's speaker went on to limit, or had begun by limiting, what is quoted."""
    index = view.match.index
    inner = _between(view, places)
    if inner is not None:
        return found(view.match, DifferenceKind.QUOTE_TRUNCATED, quote, inner, 0.6, "quote_truncated")
    last, first = places[-1], places[0]
    whole = index.quote_at(index.tokens[last.end - 1].start)
    if whole is None:
        return None
    tail = [t for t in index.tokens[last.end : last.end + 40] if t.end <= whole.end]
    tail, started_new = _until_stop(index.text, index.tokens[last.end - 1].end, tail)
    if tail and not _told(view, tail):
        strength = _limit_strength(tail, started_new)
        if strength:
            span = Span(tail[0].start, tail[-1].end)
            return found(view.match, DifferenceKind.QUOTE_TRUNCATED, quote, span, strength, "quote_truncated")
    head = [t for t in index.tokens[max(0, first.start - 12) : first.start] if t.start >= whole.start]
    head = _since_stop(index.text, head, index.tokens[first.start].start)
    if len(head) > 1 and any(t.norm in ("if", "unless", "not", "never", "until", "without") for t in head):
        if not _told(view, head):
            span = Span(head[0].start, head[-1].end)
            return found(view.match, DifferenceKind.QUOTE_TRUNCATED, quote, span, 0.5, "quote_truncated")
    return None


def _between(view: View, places: list[_Place]) -> Span | None:
    """What an ellipsis leaves out, where that holds a limit or a quantity word."""
    tokens = view.match.index.tokens
    for a, b in pairwise(places):
        gap = tokens[a.end : b.start]
        if 0 < len(gap) < 40 and any(t.norm in _LIMITS or t.norm in _PART for t in gap):
            return Span(gap[0].start, gap[-1].end)
    return None


_PART = frozenset("most some many part almost nearly half several few sometimes often perhaps maybe never no".split())


def _until_stop(text: str, after: int, tail: list[Token]) -> tuple[list[Token], bool]:
    """The rest of the quoted sentence, or the next one where the sentence was quoted to its end."""
    out: list[Token] = []
    fresh = False
    for token in tail:
        gap = text[after : token.start]
        if re.search(r"[.!?]", gap):
            if out:
                break
            fresh = True
        out.append(token)
        after = token.end
    return out, fresh


def _since_stop(text: str, head: list[Token], before: int) -> list[Token]:
    out: list[Token] = []
    for token in reversed(head):
        if re.search(r"[.!?]", text[token.end : before]):
            break
        out.append(token)
        before = token.start
    return out[::-1]


def _limit_strength(tail: list[Token], fresh: bool) -> float:
    norms = [t.norm for t in tail]
    if fresh:
        return 0.55 if norms[0] in ("but", "not", "although", "though", "except", "however", "only", "if") else 0.0
    if norms[0] in _LIMITS or any(n in ("if", "unless", "until", "provided", "except") for n in norms[:6]):
        return 0.85
    if any(n in _LIMITS - {"not", "after", "before", "first", "when"} for n in norms):
        return 0.6
    return 0.3


def _told(view: View, tokens: Sequence[Token]) -> bool:
    """Whether the claim says the cut part in its own words or in another quotation."""
    content = {t.stem for t in tokens if t.norm not in STOPWORDS}
    claimed = {w.stem for w in view.claim.words}
    return bool(content) and len(content & claimed) >= 0.6 * len(content)
