"""Bytes to text, honestly: what the bytes say they are, then what they can only be, then one clear error."""

from __future__ import annotations

import codecs
import re

from auditor.errors import InputError
from auditor.records import Format

MAX_BYTES = 20_000_000
"""Articles larger than 20 MB are refused: the longest saved news pages with everything inlined stay under 10 MB."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF; save the article's text or its web page instead"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a media file"),
    (b"\x1f\x8b", "gzip-compressed; unpack it first"),
    (b"PK\x03\x04", "a zip archive or an office document; save it as text or HTML"),
    (b"\xd0\xcf\x11\xe0", "an old office document; save it as text or HTML"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed; unpack it first"),
    (b"BZh", "bzip2-compressed; unpack it first"),
    (b"\xfd7zXZ", "xz-compressed; unpack it first"),
)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_:.-]{2,40})""", re.I)
_XML = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9_:.-]{2,40})""", re.I)


def decode(data: bytes, *, charset: str | None = None, name: str = "") -> str:
    """``data`` as text. Order of trust: byte order mark, ``charset``, a declaration in the page, UTF-8, Windows-1252.

    Raises:
        InputError: empty, too large, binary, or in an encoding that is neither named nor recognised.
    """
    subject = name or None
    if len(data) > MAX_BYTES:
        raise InputError(
            f"larger than {MAX_BYTES // 1_000_000} MB; save only the article, or its text", subject=subject
        )
    if not data.strip(b"\0 \t\r\n\f\v"):
        raise InputError("the article is empty", subject=subject)
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"not an article but {what}", subject=subject)
    text = _decode(data, charset, subject)
    if not text.strip("\ufeff\0 \t\r\n\f\v"):
        raise InputError("the article is empty", subject=subject)
    if _looks_binary(text):
        raise InputError("not text but binary data; save the article as text, Markdown or HTML", subject=subject)
    return text


def _decode(data: bytes, charset: str | None, subject: str | None) -> str:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(codec).removeprefix("\ufeff")
            except UnicodeDecodeError as error:
                raise InputError(
                    f"begins as {codec.removesuffix('-sig')} but is broken at byte {error.start}; save it as UTF-8",
                    subject=subject,
                ) from None
    if charset:
        return _named(data, charset, subject)
    declared = _META.search(data[:4096]) or _XML.match(data[:200])
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace")
    if declared and (text := _try(data, declared.group(1).decode("ascii"))) is not None:
        return text
    if (text := _try(data, "utf-8")) is not None:
        return text
    return _guess(data, subject)


def _named(data: bytes, charset: str, subject: str | None) -> str:
    try:
        codecs.lookup(charset)
        text = data.decode(charset)
    except (LookupError, TypeError):
        raise InputError(
            f"the charset {charset[:40]!r} is not known; try utf-8 or windows-1252", subject=subject
        ) from None
    except UnicodeError as error:
        place = f" (byte {error.start})" if isinstance(error, UnicodeDecodeError) else ""
        raise InputError(f"not valid {charset}{place}; name another charset or none", subject=subject) from None
    if not isinstance(text, str):  # rot13, hex and the like decode to something else
        raise InputError(f"{charset[:40]!r} is not a charset of text", subject=subject)
    return text.removeprefix("\ufeff")


def _try(data: bytes, charset: str) -> str | None:
    # A page that says latin-1 means Windows-1252 (WHATWG Encoding Standard, "labels").
    codec = "cp1252" if charset.lower() in ("latin1", "latin-1", "iso-8859-1", "ascii", "us-ascii") else charset
    try:
        text = data.decode(codec)
        return text.removeprefix("\ufeff") if isinstance(text, str) else None
    except (LookupError, UnicodeError, TypeError, ValueError):
        return None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of mostly Latin text is null."""
    head = data[:4000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _guess(data: bytes, subject: str | None) -> str:
    loose = data.decode("utf-8", "replace")
    bad = loose.count("\ufffd")
    wide = sum(1 for c in loose if c > "\x7f" and c != "\ufffd")
    if bad <= max(3, len(loose) // 1000) and wide >= 4 * bad:
        return loose  # UTF-8 with a stray byte or a cut-off end
    text = data.decode("cp1252", "replace").replace("\ufffd", " ")
    high = sum(1 for byte in data if byte >= 0xC0)
    letters = sum(1 for byte in data if 65 <= byte <= 90 or 97 <= byte <= 122)
    if high > 0.35 * (letters + high):
        raise InputError(
            "neither UTF-8 nor a Western encoding, and it names no charset; save it as UTF-8", subject=subject
        )
    return text


def _looks_binary(text: str) -> bool:
    """True where more than one character in fifty is a control character that text does not have."""
    control = sum(text.count(chr(code)) for code in (*range(9), *range(14, 27), *range(28, 32), 127))
    return control > max(8, len(text) // 50)


_HTML_HEAD = re.compile(
    r"\s{0,200}(?:<!--|<!doctype\s+html|<\?xml[^>]{0,100}\?>\s{0,20}<!doctype|<html|<head|<body)", re.I
)
_HTML_TAG = re.compile(r"</(?:p|div|h[1-6]|li|article|section|table|span|a)>", re.I)
_MARKDOWN = re.compile(
    r"^(?:\#{1,6}[ \t]+\S|\[[^\]\n]{1,40}\]:[ \t]+\S|\[\^[^\]\n]{1,40}\]|```|\*\*[^*\n]{1,200}\*\*|> )"
    r"|\]\((?:https?://|/)[^\s)]{1,2000}\)|\[\^[\w-]{1,40}\]|\]\[\w{1,40}\]|\\\[\d",
    re.M,
)


def sniff_format(text: str, name: str = "") -> Format:
    """The format of an article, by its content where that is plain and else by its file name."""
    lower = name.lower()
    if _HTML_HEAD.match(text):
        return Format.HTML
    if lower.endswith((".html", ".htm", ".xhtml", ".shtml")):
        return Format.HTML
    if lower.endswith((".md", ".markdown", ".mdown", ".mkd")):
        return Format.MARKDOWN
    if lower.endswith((".txt", ".text")):
        return Format.TEXT
    head = text[:20000]
    if len(_HTML_TAG.findall(head)) >= 2:
        return Format.HTML
    return Format.MARKDOWN if _MARKDOWN.search(head) else Format.TEXT
