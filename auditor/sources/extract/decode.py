"""Bytes to text in any encoding pages really use: what the bytes are beats what the page says they are."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What browsers read a label as (WHATWG Encoding Standard, section 4.2): the wider relative of what was declared.
_WIDER = {
    "ascii": "cp1252",
    "latin-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_NO_PAGES = frozenset("idna punycode unicode-escape raw-unicode-escape undefined utf-7 mbcs oem".split())
"""Python's codecs that are no encoding of a page; some fail on every text."""
_META = re.compile(rb"""<meta[^>]{0,400}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.I)
_XML = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})""", re.I)
_HEAD = 65536
"""Where a declaration is looked for. Browsers look at 1024 bytes; real pages put long scripts in front of it."""


def decode(content: bytes, *, charset: str | None = None) -> str:
    """``content`` as text, without its byte order mark; NULs are dropped and what is no character becomes U+FFFD.

    The order of trust: byte order mark, valid UTF-8, ``charset`` (of the HTTP header), the page's own declaration,
    detection from the bytes, Windows-1252.
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            return _clean(content[len(mark) :].decode(name, "replace"))
    declared = [known for label in (charset, *_declarations(content)) if (known := _codec(label))]
    if not any(name.startswith(("utf-16", "utf-32", "iso2022", "hz", "utf-7")) for name in declared):
        try:
            return _clean(content.decode("utf-8"))
        except UnicodeDecodeError:
            if "utf-8" in declared:  # a slip or two in it costs these characters alone
                text = content.decode("utf-8", "replace")
                if text.count("\ufffd") * 4 < sum(c > "\x7f" for c in text):
                    return _clean(text)
    for name in declared:
        if name in ("utf-8", "utf-16", "utf-32") or (name.startswith("utf-16") and content.count(0, 0, 400) < 100):
            continue
        text = content.decode(name, "replace")
        if text.count("\ufffd") * 50 <= sum(c > "\x7f" for c in text):
            return _clean(text)
    return _clean(content.decode(_detect(content) or "cp1252", "replace"))


def _declarations(content: bytes) -> list[str]:
    head = content[:_HEAD]
    return [m.group(1).decode("ascii", "replace") for p in (_XML, _META) for m in p.finditer(head)][:2]


def _codec(label: str | None) -> str | None:
    """The Python codec a label stands for, or None where it is unknown or no text encoding."""
    if not label:
        return None
    try:
        info = codecs.lookup(label.strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    if not getattr(info, "_is_text_encoding", True) or info.name in _NO_PAGES:
        return None
    return _WIDER.get(info.name, info.name)


def _detect(content: bytes) -> str | None:
    """The encoding the bytes look like (charset-normalizer on a sample), or None."""
    from charset_normalizer import from_bytes

    sample = _sample(content)
    best = from_bytes(sample).best()
    if best is not None and best.encoding.startswith(_UNUSED):
        best = from_bytes(sample, cp_isolation=_USED).best() or best
    return _WIDER.get(best.encoding, best.encoding) if best else None


_UNUSED = ("mac_", "iso8859_1", "cp037", "cp1125", "cp500", "cp85", "cp7", "kz1048", "ptcp154", "hp_roman8")
"""Encodings that the detector knows and that pages are not written in; their letters look like those of others."""
_USED = "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 iso8859_2 iso8859_5 iso8859_7 koi8_r koi8_u".split()


def _sample(content: bytes) -> bytes:
    """Up to 64 KiB around the first bytes that are no ASCII: the part that says something."""
    first = re.search(rb"[\x80-\xff]", content)
    at = max(0, first.start() - 2048) if first else 0
    return content[at : at + 65536]


def _clean(text: str) -> str:
    text = text.removeprefix("\ufeff")
    return text.replace("\x00", "") if "\x00" in text else text
