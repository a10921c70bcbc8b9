"""What became of a page, told from what it holds: states, each with the sign that decided it.

A site that has no page, or keeps it from us, mostly answers 200 all the same. The words of such pages are looked for in
the title and in short texts only: an article *about* bot checks is long, and is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.records import FetchStatus, Page
from auditor.sources.extract.notices import find_notices, quoted
from auditor.sources.extract.walls import find_plea
from auditor.text import match_key


@dataclass(frozen=True, slots=True)
class StateOptions:
    """Lengths in characters. ``readable``: a text as long as this is an article, whatever else the page says.

    ``stub``: one shorter than this is no article when the page is declared or says itself to be kept for subscribers.
    ``notice``: one shorter than this that asks for scripts, or tells of its site's own trouble, has nothing else.
    ``empty``: one shorter than this is
    nothing to judge a claim by. All from looking at the pages of the bench
    ``trafilatura_eval``: the shortest articles there have some 400 characters, the longest notices some 700.
    """

    readable: int = 1500
    stub: int = 700
    notice: int = 300
    empty: int = 25


_GONE = re.compile(
    r"""^\W*(?:(?:error\s)?404(?:\W|$)|page\s(?:not\sfound|no\slonger\s(?:exists|available)|cannot\sbe\sfound
    |unavailable|missing)
    | (?:story|article|content|document|file|resource)\s(?:not\sfound|no\slonger\s(?:exists|available)
    |unavailable|removed|expired)
    | not\sfound\W*$ | nothing\s(?:was\s)?found | (?:oops|sorry|uh[\s-]oh|whoops)\W[^\n]{0,60}(?:page|find
    |exist|gone|moved|wrong)
    | (?:we|the\spage)\s(?:can(?:no|'|’)?t|could(?:n['’]t|\snot))\s(?:find|be\sfound)
    | this\spage\s(?:does\snot|doesn['’]t|isn['’]t|no\slonger)
    | the\spage\syou(?:\s(?:are|were)|['’]re)\s(?:looking|requested|trying)
    | seite\s(?:wurde\s)?nicht\sgefunden | page\s(?:non\strouvée|introuvable)
    | p[áa]gina\sno\s(?:encontrada|existe|disponible) | pagina\snon\strovata | p[áa]gina\snão\sencontrada
    | pagina\sniet\sgevonden
    | strona\snie\s(?:została\s)?(?:znaleziona|istnieje) | sidan\skunde\sinte\shittas
    | siden\sblev\sikke\sfundet | страница\sне\sнайдена
    | (?:error\s)?410(?:\s|$)|gone\W*$)""",
    re.I | re.X,
)
_GONE_WHOLE = re.compile(
    r"""(?:http\s|error\s|code\s)?(?:404|410)(?:\serror)?
    |(?:(?:http\s|error\s|code\s)?(?:404|410)\s(?:error\s)?)?(?:not\sfound
    |(?:the\s|this\s)?(?:page|story|article|content|document|file)\s(?:was\s|is\s)?
      (?:not\sfound|missing|unavailable|no\slonger\s(?:exists|available)|(?:could\snot|cannot|cant)\sbe\sfound
      |(?:does\snot|doesnt)\sexist)
    |(?:die\s)?seite\s(?:wurde\s)?nicht\sgefunden|page\s(?:non\strouvée|introuvable)|pagina\sniet\sgevonden
    |p[áa]gina\s(?:no|não)\sencontrada|pagina\snon\strovata|strona\snie\s(?:została\sznaleziona|istnieje)
    |страница\sне\sнайдена)""",
    re.X,
)
"""Titles that say nothing else: whatever is listed below them, such as the news of the day, is not the page."""
_REGION = re.compile(
    r"""(?:un|not\s)available\s(?:in|from)\syour\s(?:country|region|location|area)|unavailable\s(?:due\sto|for)\slegal
    |country\sbelonging\sto\sthe\seuropean\seconomic\sarea|cannot\sgrant\syou\saccess
    |in\s(?:deinem|ihrem)\sland\snicht\sverfügbar|pas\s(?:disponible|accessible)\sdans\svotre\s(?:pays|région)
    |no\sestá\sdisponible\sen\s(?:su|tu)\s(?:país|región)""",
    re.I | re.X,
)
_BOT = re.compile(
    r"""\bjust\sa\smoment\b|checking\s(?:your|if\sthe\ssite)\b.{0,40}(?:browser|connection|secure)
    |verify(?:ing)?\s(?:that\s)?you(?:\sare|['’]re)\s
    (?:a\s)?(?:human|not\sa\s(?:ro)?bot)|are\syou\sa\s(?:human|robot)|i['’]?m\snot\sa\srobot
    |prove\syou['’]?(?:\sa)?re\s(?:human|not)
    | attention\srequired!?\s\|?\s?cloudflare|access\s(?:to\sthis\s(?:page|site)\shas\sbeen\s)?denied
    |you\shave\sbeen\sblocked
    | unusual\s(?:traffic|activity)\sfrom|pardon\sour\sinterruption|enable\s(?:javascript\sand\scookies
    |cookies\sand\sjavascript)
    | security\scheck(?:\sto|\srequired)|ddos\sprotection|request\s(?:was\s)?(?:blocked|rejected)
    |complete\sthe\scaptcha|human\sverification
    | robot\sor\shuman|press\s&?\s?(?:and\s)?hold\sto\sconfirm|403\sforbidden
    |you\sdon['’]t\shave\spermission\sto\saccess""",
    re.I | re.X,
)
_BOT_MARKUP = re.compile(
    rb"cf-browser-verification|cf_chl_|challenge-platform|_Incapsula_Resource|px-captcha|PerimeterX|"
    rb"captcha-delivery\.com|datadome|awswaf|ak_bmsc|/_sec/cp_challenge|distil_r_captcha|g-recaptcha|h-captcha"
)
_CONSENT = re.compile(
    r"""before\syou\scontinue(?:\sto)? | we\s(?:value|care\sabout)\syour\sprivacy | your\sprivacy\s(?:choices|matters)
    | we\s(?:and\sour\s(?:\d+\s)?partners|use\scookies) | accept\s(?:all(?:\scookies)?|and\scontinue|cookies)
    | manage\s(?:cookie\s)?preferences | (?:give|your)\sconsent
    | wir\s(?:und\sunsere\spartner|verwenden\scookies|ben(?:ö|oe)tigen\sihre\s(?:zustimmung|einwilligung))
    | alle\sakzeptieren | mit\swerbung\sweiterlesen | continuer\ssans\saccepter | nous\sutilisons\sdes\scookies
    | accepter\set\s(?:fermer|continuer) | aceptar\s(?:y\scontinuar|todas) | utilizamos\scookies
    | accetta\s(?:e\scontinua|tutti) | akkoord | cookies?\saccepteren""",
    re.I | re.X,
)
_CONSENT_HOSTS = re.compile(r"^https?://(?:consent|guce|privacy|cmp)\.", re.I)
_TYPES = (
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"), (b"RIFF", "a sound"),
    (b"PK\x03\x04", "a ZIP archive or office document"), (b"\x1f\x8b", "a compressed file"), (b"\x7fELF", "a program"),
    (b"MZ", "a program"), (b"ID3", "a sound"), (b"OggS", "a sound or film"), (b"\x00\x00\x00\x18ftyp", "a film"),
    (b"\x00\x00\x00\x20ftyp", "a film"), (b"\xd0\xcf\x11\xe0", "an office document"), (b"7z\xbc\xaf", "an archive"),
    (b"Rar!", "an archive"), (b"wOF", "a font"), (b"SQLite format", "a database"),
)  # fmt: skip
_HEAD = 65536


def classify_page(
    page: Page, content: bytes = b"", *, url: str | None = None, options: StateOptions | None = None
) -> tuple[FetchStatus, str]:
    """The state of a page that came back with 200, and the sign that decided it in words (empty for ``OK``).

    ``PAYWALLED`` is only what is too short to be judged: an article with a wall further down is ``OK``, its
    ``paywall`` and ``truncated`` say the rest. Consent walls and bot checks are ``BLOCKED``.

    Args:
        page: what ``extract_page`` made of it.
        content: the bytes it was made of.
        url: where the redirects ended.
    """
    options = options or StateOptions()
    if kind := next((name for mark, name in _TYPES if content.startswith(mark)), None):
        return FetchStatus.UNSUPPORTED_TYPE, f"it is {kind}, not a page"
    if page.reason.startswith("the content is binary"):
        return FetchStatus.UNSUPPORTED_TYPE, page.reason
    if _GONE_WHOLE.fullmatch(match_key((page.title or "")[:200])):
        return FetchStatus.SOFT_404, f"its title says: {(page.title or '')[:100]!r}"
    if len(page.text) >= options.readable:
        return FetchStatus.OK, ""
    for status, sign in _signs(page, content[:_HEAD], url, options):
        return status, sign
    if len(page.text.strip()) < options.empty:
        return FetchStatus.EMPTY, page.reason or "no readable text was found on the page"
    return FetchStatus.OK, ""


def _signs(page: Page, head: bytes, url: str | None, options: StateOptions) -> Iterator[tuple[FetchStatus, str]]:
    """What speaks against a short page, the surest sign first."""
    title, text = page.title or "", page.text
    short = len(text) < options.stub
    first = "\n".join(text.split("\n")[:3])
    for place, said in (("title", title), ("text", first)):
        if (found := _GONE.search(said)) and (short or re.search(r"\b40[34]\b|not found", found.group(), re.I)):
            yield FetchStatus.SOFT_404, f"its {place} says: {quoted(said, found)}"
    for place, said in (("title", title), ("text", text if short else "")):
        if found := _BOT.search(said):
            yield FetchStatus.BLOCKED, f"a bot check; its {place} says: {quoted(said, found)}"
    if short and (mark := _BOT_MARKUP.search(head)) and len(text) < options.empty:
        yield FetchStatus.BLOCKED, f"a bot check; its markup holds {mark.group().decode('ascii')}"
    if url and _CONSENT_HOSTS.search(url):
        yield FetchStatus.BLOCKED, "a consent wall; it led to an address that asks for consent"
    words = f"{title}\n{text}"
    asks = len(_CONSENT.findall(words))
    if short and (asks >= 2 or (asks and len(_CONSENT.findall(head.decode("utf-8", "replace"))) > asks)):
        yield FetchStatus.BLOCKED, "a consent wall; its text is a request for consent alone"
    if short and (found := _REGION.search(words)):
        yield FetchStatus.BLOCKED, f"it is not shown everywhere; it says: {quoted(words, found)}"
    if len(text) < options.notice:
        yield from find_notices(title, text, head)
    if short and (page.paywall or (plea := find_plea(text))):
        yield FetchStatus.PAYWALLED, page.paywall or f"the page says: {plea}"
