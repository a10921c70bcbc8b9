"""The label in front of a list entry: its printed number, letter or sign, and the style it is printed in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.records import Number

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
SUPERSCRIPT_DIGITS = str.maketrans(SUPERSCRIPTS, "0123456789")
SIGNS = "*†‡§¶‖"
_WORDS = r"(?i:refs?|references?|sources?|notes?|fn|footnotes?|citations?|cit)"

_LABEL = re.compile(
    rf"""(?:[-•·‣▪]\s{{1,3}})?(?:
      (?P<definition>\[\^?(?P<d>[\w.-]{{1,40}})\]:)(?:[ \t]|$)
    | (?P<bracket>\\?\[\s?\^?(?:{_WORDS}\.?\s|(?:web|post|page|news|file):)?
      (?P<b>\d{{1,5}}|[A-Za-z]{{1,2}}|[ivxlc]{{1,6}}|[{SIGNS}]{{1,3}}|\#\d{{1,4}})\^?\s?\\?\][.:]?)
    | (?P<lenticular>[【〔［](?P<f>\d{{1,4}})(?:†[^】]{{0,40}})?[】〕］][.:]?)
    | (?P<paren>\((?:{_WORDS}\.?\s)?(?P<p>\d{{1,5}}|[a-zA-Z]|[ivxlc]{{1,6}}|[{SIGNS}]{{1,3}})\)[.:]?)(?=\s|["“‘]|[A-Z])
    | (?P<word>{_WORDS}\.?\s?\#?(?P<w>\d{{1,4}})\s?[:.)–—-])(?=\s)
    | (?P<dot>(?P<n>\d{{1,5}})\\?\.)(?=\s|$|["“‘«]|[A-Z][a-z])
    | (?P<close>(?P<c>\d{{1,5}}|[a-zA-Z])\))(?=\s|$|["“‘«]|[A-Z])
    | (?P<colon>(?P<k>\d{{1,3}}):)(?=\s+\S)
    | (?P<caret>\^\{{?(?P<t>\d{{1,4}}|[a-z])\}}?[.:)]?)(?=\s|["“‘]|[A-Z])
    | (?P<super>(?P<s>[{SUPERSCRIPTS}]{{1,4}})[.:)]?)
    | (?P<letter>(?P<l>[a-zA-Z]|[ivx]{{2,5}})\.)(?=\s+(?:["“‘«A-Z]|https?:|www))
    | (?P<sign>(?P<g>[†‡§¶‖]{{1,3}}|\*{{1,3}}(?!\*)))(?=\s?["“‘«A-Z])
    | (?P<bare>(?P<r>\d{{1,3}}))(?=\s+(?:["“‘«A-Z]|https?:|www))
    )""",
    re.X,
)
_GROUPS = {
    "definition": "d",
    "bracket": "b",
    "lenticular": "f",
    "paren": "p",
    "word": "w",
    "dot": "n",
    "close": "c",
    "colon": "k",
    "caret": "t",
    "super": "s",
    "letter": "l",
    "sign": "g",
    "bare": "r",
}


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a line: its style, its number, and how many characters it takes."""

    style: str
    number: Number
    length: int


def to_number(text: str) -> Number:
    """The number printed in a label or marker: an integer where it is one, else the label as printed."""
    plain = text.translate(SUPERSCRIPT_DIGITS).lstrip("#")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else text


def read_label(line: str) -> Label | None:
    """The label that ``line`` (without leading space) begins with, or None."""
    found = _LABEL.match(line, 0, 200)
    if not found:
        return None
    style = next(name for name in _GROUPS if found.group(name))
    printed = found.group(_GROUPS[style])
    if style == "letter" and printed.isupper():
        return None
    return Label(style, to_number(printed), found.end(style))


_NUMBERED_LINK = re.compile(r"(\d{1,3})\s{1,4}\[.{1,300}?\]\(https?://[^\s()]{1,2000}\)\s*$")


def counts_on(before: str, line: str) -> bool:
    """Whether two lines of Markdown are each a link behind a bare number, counting up: ``2 [A title](https://...)``.

    They are entries of a list, which a reader of Markdown would run together.
    """
    one, two = _NUMBERED_LINK.match(before), _NUMBERED_LINK.match(line)
    return one is not None and two is not None and int(two.group(1)) == int(one.group(1)) + 1
