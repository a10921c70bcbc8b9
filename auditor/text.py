"""Words and sentences with their places. Everything here is linear in the length of the text and has no state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from auditor.records import Span

# One character for one character, so that offsets stay true.
_FOLD = {
    **dict.fromkeys("‘’‚‛′´`ʼ＇", "'"),
    **dict.fromkeys("“”„‟″«»＂", '"'),
    **dict.fromkeys("‐‑‒–—―−－", "-"),
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r\n\v\f",
        " ",
    ),
    "İ": "I",  # the one letter that is two in lower case
}


def fold(text: str) -> str:
    """``text`` with curly quotes, dashes and odd spaces made plain, the same length, in lower case too: offsets stay
    true."""
    for sign in _FOLD.keys() & set(text):  # few of them in any text: a quarter of the time of str.translate
        text = text.replace(sign, _FOLD[sign])
    return text


def squash(text: str) -> str:
    """``text`` folded, zero-width characters dropped and runs of space made one: for comparing, not for offsets."""
    return " ".join(re.sub("[\u200b-\u200d\u2060\ufeff\u00ad]", "", fold(text)).split())


def match_key(text: str) -> str:
    """Lower-case letters and digits of ``text`` with single spaces: what two spellings of one title share."""
    return " ".join(re.findall(r"[^\W_]+", squash(text).lower().replace("'", "")))


# --- words ------------------------------------------------------------------------------------------------------

_WORD = re.compile(
    r"""
      (?:[A-Za-z]\.){2,12}(?![A-Za-z])               # U.S.  a.m.  D.C.
    | \d+(?:[.,:]\d+)*                               # 1,600,000  0.6  6:40
    | [^\W\d_]+(?:'[^\W\d_]+)*                       # words, don't, Russia's
    | [$€£¥₹%°]                                      # signs that change a figure
    """,
    re.X,
)


class Token(NamedTuple):
    """A word, figure or currency sign. ``norm`` is folded and lower case, ``stem`` its Snowball stem."""

    text: str
    norm: str
    stem: str
    start: int
    end: int


def tokenize(text: str, offset: int = 0) -> list[Token]:
    """The words and figures of ``text`` in order; ``offset`` is added to every place.

    ``U.S.`` and ``US`` share a ``norm``; a possessive ``'s`` is left out of it.
    """
    out = []
    for found in _WORD.finditer(fold(text)):
        start, end = found.span()
        norm, root = _forms(found[0])
        out.append(Token(text[start:end], norm, root, offset + start, offset + end))
    return out


@lru_cache(maxsize=131072)
def _forms(raw: str) -> tuple[str, str]:
    norm = _norm(raw)
    return norm, stem(norm)


@lru_cache(maxsize=131072)
def _norm(raw: str) -> str:
    norm = raw.lower()
    if "." in norm and norm[0].isalpha():
        return norm.replace(".", "")
    if norm.endswith("'s"):
        return norm[:-2]
    return re.sub(r",(?=\d{3}(?!\d))", "", norm) if norm[0].isdigit() else norm


def word_places(text: str) -> list[tuple[str, int, int]]:
    """(norm, start, end) of the words and figures ``tokenize`` finds, in half the time; for whole pages."""
    return [(_norm(found[0]), found.start(), found.end()) for found in _WORD.finditer(fold(text))]


STOPWORDS = frozenset(
    """a about above after again against all also although am among an and another any are as at be because been before
    being below between both but by can could did do does doing down during each either else ever every few for from
    further had has have having he her here hers herself him himself his how however i if in into is it its itself just
    least less many may me might more most much must my myself neither no nor not now of off on once one only onto or
    other our ours ourselves out over own per rather same she should since so some still such than that the their
    theirs them themselves then there these they this those though through thus to too toward towards under until up
    upon us very was we were what when where whether which while who whom whose why will with within without would yet
    you your yours yourself yourselves""".split()
)
"""Function words of English: they carry no weight in retrieval. Negations and comparatives are judged elsewhere."""


@lru_cache(maxsize=1)
def _stemmer() -> Callable[[str], str]:
    import snowballstemmer

    return snowballstemmer.stemmer("english").stemWord  # type: ignore[no-any-return]  # the stemmer has no types


@lru_cache(maxsize=131072)
def stem(word: str) -> str:
    """The Snowball (Porter2) stem of a lower-case English word; figures and short words stay as they are."""
    if len(word) <= 2 or len(word) > 40 or not word.isascii() or word[0].isdigit():
        return word
    return _stemmer()(word)


def content_words(tokens: Iterable[Token]) -> list[Token]:
    """The tokens that are no function words."""
    return [t for t in tokens if t.norm not in STOPWORDS]


def shingles(words: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    """Every run of ``size`` words, in order."""
    for i in range(len(words) - size + 1):
        yield tuple(words[i : i + size])


# --- sentences --------------------------------------------------------------------------------------------------

_ABBREVIATIONS = frozenset(
    """mr mrs ms mx dr prof sen rep gov gen lt col sgt capt cmdr adm maj cpl pvt hon rev fr msgr st sr jr messrs mme
    mlle supt insp det pres sec treas amb atty dist ave blvd rd hwy ft mt pt bldg vs v viz cf al etc eg ie ca
    approx est no nos vol vols ed eds pp p para fig figs art ch jan feb mar apr jun jul aug sep sept oct nov dec
    mon tue tues wed thu thur thurs fri sat sun inc ltd co corp bros assn dept univ intl natl govt min max ph md
    phd ba ma bsc msc esq ret acc incl excl resp tel ext cllr approx ald abp bp cdr ens brig flt sqn""".split()
)
_NEVER_FINAL = frozenset(
    """mr mrs ms mx dr prof sen rep gov gen lt col sgt capt cmdr adm maj cpl hon rev fr msgr messrs mme mlle supt insp
    det amb atty vs v viz cf eg ie ca approx vol pp fig figs""".split()
)
_END = re.compile(r"""(?:[.!?…]|\.\.\.)+["')\]”’»]*""")
_OPENERS = "\"'“‘«([¿¡—–-"
_BEGINNERS = frozenset(
    """the a an in on at he she it they we i you but and however meanwhile after before when while if this that these
    those there his her its their our my your for from as by with according last earlier later although since both many
    some most all no not what why how who where which another one two three four five six seven eight nine ten officials
    police such each every several few nearly about around under over during until without within among amid between
    despite because so then still yet even only just now today tomorrow yesterday here more less dozens hundreds
    thousands millions neither either none nobody someone everyone anyone residents experts critics authorities
    investigators researchers scientists to once like unlike through thanks also instead finally first second third next
    any other others people part nor or mr mrs ms dr""".split()
)
_DAYS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december est edt gmt utc cet cest bst pst pdt mst mdt cst cdt eastern pacific central
    mountain local""".split()
)
_SAID = re.compile(
    r"(?:[A-Z][\w.'’-]*,?\s){1,5}(?:said|says|asked|asks|wrote|writes|told|tells|added|adds|replied|shouted|wondered|cried|"
    r"tweeted|posted|demanded|joked|recalled|explained|answered)\b"
)
_NEXT_WORD = re.compile(r"[^\W\d_]+")
_INITIAL_AND_NAME = re.compile(r"[A-Z]\. (?:[A-Z]\. ?)*[A-Z][a-z]")
_TITLE_LIKE = re.compile(r"[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]{1,4}")
_MAX_QUOTE = 600


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of ``text[start:end]``, as spans without surrounding space. A blank line always ends one.

    Abbreviations (``U.S.``, ``Mr.``, ``a.m.``), initials, decimals and ellipses inside a sentence do not split it.
    """
    end = len(text) if end is None else end
    spans: list[Span] = []
    for para in re.finditer(r"(?:[^\n]|\n(?![ \t]*\n))+", text[start:end]):
        spans.extend(_split_paragraph(text, start + para.start(), start + para.end()))
    return spans


def _split_paragraph(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    quotes = _unfinished_quotes(text, start, end)
    k = 0
    for found in _END.finditer(text, start, end):
        while k < len(quotes) and quotes[k].end <= found.start():
            k += 1
        if k < len(quotes) and quotes[k].start < found.start():
            continue
        if found.end() < end and not _ends_sentence(text, at, found.start(), found.end(), end):
            continue
        yield from _trimmed(text, at, found.end())
        at = found.end()
    yield from _trimmed(text, at, end)


def _unfinished_quotes(text: str, start: int, end: int) -> list[Span]:
    """The quotations that close with a comma: their sentence goes on after them (“Is it? Yes,” she said)."""
    out: list[Span] = []
    opened = -1
    for found in re.finditer("[“”\"]", text[start:end]):
        at = start + found.start()
        sign = found.group()
        if sign == "“" or (sign == '"' and opened < 0):
            opened = at
        elif opened >= 0:
            if text[at - 1] == "," and at - opened <= _MAX_QUOTE:
                out.append(Span(opened, at))
            opened = -1
    return out


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield Span(start, end)


def _ends_sentence(text: str, sentence: int, mark: int, after: int, limit: int) -> bool:
    """Whether the stop at ``mark`` (its closing quotes up to ``after``) ends the sentence begun at ``sentence``."""
    if not text[after].isspace():
        return False
    nxt = after
    while nxt < limit and text[nxt].isspace():
        nxt += 1
    if nxt >= limit:
        return True
    opener = nxt
    while opener < limit and text[opener] in _OPENERS:
        opener += 1
    head = text[opener] if opener < limit else " "
    if head.islower():
        return False  # "... he said." never starts low; iPhone-like names are the rare price
    stop = text[mark:after]
    if stop[0] in "!?":
        return stop[-1] not in "”\"’" or not _SAID.match(text, opener, min(limit, opener + 120))
    if stop.startswith("...") or stop[0] == "…":
        return head.isupper() or opener > nxt
    word = _word_before(text, sentence, mark)
    if not word:
        return True
    if after > mark + 1:  # "(ret.) James": an abbreviation in parentheses ends nothing
        return not (stop[1] == ")" and text[mark - len(word) - 1] == "(" and not _can_begin(text, opener, limit, ""))
    return _word_ends(text, word, mark, opener, limit)


def _word_ends(text: str, word: str, mark: int, opener: int, limit: int) -> bool:
    """Whether the stop after ``word`` is a full stop and not only part of an abbreviation."""
    bare = word.replace(".", "").lower()
    before = text[mark - len(word) - 1] if mark > len(word) else " "
    if bare in _NEVER_FINAL or (before == "-" and text[mark - len(word) - 2] == "."):  # Dr.-Ing.
        return False
    if len(word) == 1 and word.isupper():
        if not (before.isspace() or before in "(“\"'‘.-&"):  # 36 °C.
            return True
        return _can_begin(text, opener, limit, bare)
    if "." in word:  # U.S., a.m., D.C.: a new sentence only before a word that can begin one
        return _can_begin(text, opener, limit, bare)
    if bare in _ABBREVIATIONS:
        return not text[opener : opener + 1].isdigit() and _can_begin(text, opener, limit, bare)
    if len(word) <= 5 and word[0].isupper() and _INITIAL_AND_NAME.match(text, opener, limit):
        return False  # Ald. P. Quill
    return not _TITLE_LIKE.fullmatch(word) or _can_begin(text, opener, limit, bare)


def _can_begin(text: str, at: int, limit: int, bare: str) -> bool:
    """Whether the word at ``at`` is one that sentences begin with; after a.m. and p.m., any but a day or a zone."""
    found = _NEXT_WORD.match(text, at, min(limit, at + 40))
    if not found:
        return at > 0 and text[at - 1] in '"“‘'
    word = found.group()
    if bare in ("am", "pm"):
        return word[0].isupper() and word.lower() not in _DAYS
    if len(word) == 1 and text[found.end() : found.end() + 1] == ".":
        return False
    return word.lower() in _BEGINNERS


def _word_before(text: str, floor: int, mark: int) -> str:
    at = mark
    while (
        at > floor
        and mark - at < 20
        and (text[at - 1].isalpha() or (text[at - 1] == "." and at - 1 > floor and text[at - 2].isalpha()))
    ):
        at -= 1
    return text[at:mark]


def split_header(
    text: str, line: re.Pattern[str], fields: Mapping[str, str], *, most: int | None = None, longest: int = 10_000
) -> tuple[dict[str, str], str]:
    """The lines ``NAME: value`` at the beginning of ``text``, by what ``fields`` calls their names, and what follows.

    Args:
        text: lines end with a line feed.
        line: what a whole header line looks like: its name and its value in two groups.
        fields: lower-case name -> field; of several lines for one field the first that says anything counts.
        most: lines that are read at most; all where not given.
        longest: characters from which on a line is none of the header.
    """
    found: dict[str, str] = {}
    at = read = 0
    while most is None or read < most:
        end = text.find("\n", at, at + longest)
        stop = len(text) if end < 0 else end
        if stop - at > longest or not (match := line.fullmatch(text[at:stop].rstrip("\r"))):
            break
        if (name := match.group(1).strip().lower()) not in fields:
            break
        if value := match.group(2).strip():
            found.setdefault(fields[name], value)
        at, read = stop + 1, read + 1
        if end < 0:
            break
    return (found, text[at:]) if found else ({}, text)
