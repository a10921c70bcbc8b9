"""Word knowledge for news English: base forms, synonyms, opposites, kinds, names, hedges. Our own lists, all facts.

The lists are text files beside this module, read on first use: ``synonyms.txt``, ``antonyms.txt``, ``families.txt``
(noun, verb and adjective of one root), ``hypernyms.txt``, ``aliases.txt``, ``irregular.txt``, ``first_names.txt``.
Words are given in any inflection and any case; phrases (``turn down``) in base form with single spaces.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from auditor.lexicon.words import (
    CAUSES,
    COMPARATORS,
    DIRECTIONS,
    HEDGES,
    NEGATIONS,
    NEGATIVE_VERBS,
    ORDER_WORDS,
    QUANTIFIERS,
    REPORTING_VERBS,
    ROUGHLY,
    TITLES,
)
from auditor.text import fold, stem

__all__ = [
    "CAUSES",
    "COMPARATORS",
    "DIRECTIONS",
    "HEDGES",
    "NEGATIONS",
    "NEGATIVE_VERBS",
    "ORDER_WORDS",
    "QUANTIFIERS",
    "REPORTING_VERBS",
    "ROUGHLY",
    "TITLES",
    "are_antonyms",
    "are_related",
    "are_synonyms",
    "canonical_name",
    "concepts",
    "denied",
    "first_family",
    "is_a",
    "is_irregular",
    "kinds_of",
    "lemmas",
    "opposites",
    "phrases",
    "pronoun_of",
]


def _lines(name: str) -> list[str]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _words(field: str) -> list[str]:
    return [word for word in (part.strip().lower() for part in field.split(",")) if word]


@cache
def _classes() -> dict[str, frozenset[int]]:
    """Word or phrase -> the numbers of the synonym classes and word families it stands in (families count on)."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_lines("synonyms.txt") + _lines("families.txt")):
        for word in _words(line):
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@cache
def first_family() -> int:
    """The number from which concepts are word families; smaller ones are synonym classes."""
    return len(_lines("synonyms.txt"))


@cache
def _sides() -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    """Word -> the antonym lines on whose left, or right, it stands."""
    sides: tuple[dict[str, set[int]], dict[str, set[int]]] = ({}, {})
    for number, line in enumerate(_lines("antonyms.txt")):
        for side, field in zip(sides, line.split("|")):
            for word in _words(field):
                side.setdefault(word, set()).add(number)
    left, right = ({word: frozenset(lines) for word, lines in side.items()} for side in sides)
    return left, right


@cache
def _kinds() -> dict[str, frozenset[str]]:
    """Word -> the more general words it may be called by."""
    found: dict[str, set[str]] = {}
    for line in _lines("hypernyms.txt"):
        general, _, particular = line.partition(":")
        for word in _words(particular):
            found.setdefault(word, set()).add(general.strip())
    return {word: frozenset(general) for word, general in found.items()}


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for line in _lines("irregular.txt"):
        base, *forms = line.split()
        for form in forms:
            if base not in found.setdefault(form, []):
                found[form].append(base)
    return {form: tuple(bases) for form, bases in found.items()}


@cache
def _vocabulary() -> frozenset[str]:
    left, right = _sides()
    known = set(_classes()) | set(left) | set(right) | set(_kinds())
    known.update(base for bases in _irregular().values() for base in bases)
    known.update(line.partition(":")[0].strip() for line in _lines("hypernyms.txt"))
    return frozenset(word.partition(" ")[0] for word in known)  # ``turned down`` is known by ``turn``


def is_irregular(word: str) -> bool:
    """Whether ``word`` is an irregular past tense or participle: ``beat``, ``sold``, ``taken``."""
    bases = _irregular().get(word, ())
    return bool(bases) and not set(bases) & _NOT_VERBS


_NOT_VERBS = frozenset(
    """man woman child person foot tooth goose mouse life wife knife half shelf thief leaf wolf loaf analysis crisis
    basis criterion phenomenon medium datum good bad far little many be have do mean""".split()
)


# --- base forms -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=65536)
def lemmas(word: str) -> tuple[str, ...]:
    """The base forms ``word`` may have, most likely first; ``~`` and its Snowball stem where no list knows it.

    ``found`` is a form of ``find`` and a word of its own: both come back. The tilde keeps the stem of ``department``
    from being taken for the verb it looks like.
    """
    word = word.lower()
    known = _vocabulary()
    out = list(_irregular().get(word, ()))
    if word in known and word not in out:
        out.append(word)
    if not out:
        out = [base for base in _stripped(word) if base in known][:1]
    return tuple(out) or (f"~{stem(word)}",)


def _stripped(word: str) -> list[str]:
    """What ``word`` may be without its ending, best first."""
    if len(word) < 4:
        return []
    if word.endswith("men"):
        return [word[:-2] + "an"]
    if word.endswith(("ies", "ied")):
        return [word[:-3] + "y", word[:-1]]
    if word.endswith("s"):
        return [word[:-1], word[:-2]]
    for ending in ("ed", "ing"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            base = word[: -len(ending)]
            undoubled = [base[:-1]] if base[-1] == base[-2] else []
            return [base + "e", base, *undoubled] if not undoubled else [base, *undoubled, base + "e"]
    if word.endswith("ly"):
        return [word[:-2], word[:-3] + "y"]
    return []


@lru_cache(maxsize=65536)
def concepts(word: str) -> frozenset[int]:
    """The numbers of all synonym classes and families that ``word`` (any inflection) or phrase may stand in."""
    table = _classes()
    if " " in word:
        return table.get(word, frozenset())
    return frozenset().union(*(table.get(base, frozenset()) for base in lemmas(word)))


def are_related(a: str, b: str) -> bool:
    """True for two inflections, or two members of one family: ``decided`` and ``decision``."""
    if stem(a) == stem(b) or set(lemmas(a)) & set(lemmas(b)):
        return True
    first = first_family()
    return any(number >= first for number in concepts(a) & concepts(b))


def are_synonyms(a: str, b: str) -> bool:
    """True where one of the two may stand for the other in some sense, inflections of one word included."""
    return bool(concepts(a) & concepts(b)) or are_related(a, b)


@lru_cache(maxsize=65536)
def kinds_of(word: str) -> frozenset[str]:
    """The more general words ``word`` (any inflection) may be called by: ``tradesman`` for ``plumber``."""
    table = _kinds()
    return frozenset().union(*(table.get(base, frozenset()) for base in lemmas(word)))


def is_a(particular: str, general: str) -> bool:
    """True where ``particular`` is a kind of ``general``: a plumber is a tradesman."""
    return not kinds_of(particular).isdisjoint(lemmas(general))


# --- opposites --------------------------------------------------------------------------------------------------

_NOT_PREFIXES = ("un", "non", "dis", "in", "im", "il", "ir", "mis")
_NO_OPPOSITE = frozenset(
    """invent inform intend install insure inside income increase input import impress improve impose imply invest
    invite involve inquire indeed dispatch display dispute distant discover discuss disease district distress disposal
    dispose disclose disaster irrigate illustrate missile mission inhabit instant intense internal interest under until
    union unique unit unite unity uncle index infer inflate invaluable indent impart incite inflame inspire inscribe
    inset intake interim invoke mister mistake imprint""".split()
)


@lru_cache(maxsize=65536)
def opposites(word: str) -> tuple[frozenset[int], frozenset[int]]:
    """The antonym lines on whose left and on whose right ``word`` or phrase stands."""
    left, right = _sides()
    empty: frozenset[int] = frozenset()
    bases = (word,) if " " in word else lemmas(word)
    if word in left or word in right:
        bases = (word,)
    return empty.union(*(left.get(b, empty) for b in bases)), empty.union(*(right.get(b, empty) for b in bases))


def are_antonyms(a: str, b: str) -> bool:
    """True where ``a`` and ``b`` are listed as opposites, or one is the other with a negative prefix.

    Two words that are opposites in one sense and synonyms in another are no opposites here.
    """
    a, b = a.lower(), b.lower()
    if a == b:
        return False
    if denied(a) == stem(b) or denied(b) == stem(a):
        return True
    left_a, right_a = opposites(a)
    left_b, right_b = opposites(b)
    if left_a.isdisjoint(right_b) and right_a.isdisjoint(left_b):
        return False
    return not are_synonyms(a, b)


@lru_cache(maxsize=65536)
def denied(word: str) -> str | None:
    """The stem of what a negative prefix turns round in ``word``: ``unhurt`` denies ``hurt``. None without one."""
    if not word.startswith(_NOT_PREFIXES) or word in _NO_OPPOSITE or any(b in _NO_OPPOSITE for b in lemmas(word)):
        return None
    prefix = next(p for p in _NOT_PREFIXES if word.startswith(p))
    rest = word[len(prefix) :].removeprefix("-")
    return stem(rest) if len(rest) >= 4 else None


# --- phrases and names ------------------------------------------------------------------------------------------


@cache
def phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Every listed phrase by its first word, longest first: ``turn`` -> ``(("turn", "down"), ...)``."""
    left, right = _sides()
    found: dict[str, set[tuple[str, ...]]] = {}
    for entry in (*_classes(), *left, *right):
        if " " in entry:
            parts = tuple(entry.split())
            found.setdefault(parts[0], set()).add(parts)
    return {first: tuple(sorted(parts, key=lambda entry: (-len(entry), entry))) for first, parts in found.items()}


@cache
def _first_names() -> dict[str, str]:
    named = (line.split(": ") for line in _lines("first_names.txt"))
    return {name: pronoun for pronoun, names in named for name in names.split()}


def pronoun_of(first_name: str) -> str | None:
    """``he`` or ``she`` for a first name that is nearly always one gender's, None for any other."""
    return _first_names().get(fold(first_name).lower())


@cache
def _aliases() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _lines("aliases.txt"):
        canonical, _, others = line.partition(":")
        for name in (canonical, *others.split(",")):
            found.setdefault(_name_key(name), canonical.strip())
    return found


def _name_key(name: str) -> str:
    words = fold(name).replace(".", "").split()
    if words and words[0] in ("the", "The"):
        words = words[1:]
    if words and words[-1].endswith("'s"):
        words[-1] = words[-1][:-2]
    return " ".join(words)


@lru_cache(maxsize=16384)
def canonical_name(name: str) -> str:
    """The one name for all spellings of ``name`` that the alias list knows; otherwise ``name`` without article,
    possessive and dots. Case counts: ``US`` is a country, ``us`` is not."""
    key = _name_key(name)
    return _aliases().get(key, key)
