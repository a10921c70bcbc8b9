"""A printed reference cut into pieces: address, dates, access notes, locators, quoted title, and the text between."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.article.likeness import host_match, split_url
from auditor.article.names import lead_names
from auditor.article.quotes import HOLE, find_quote
from auditor.article.refdates import FoundDate, find_dates, find_day
from auditor.records import Span


@dataclass(frozen=True, slots=True)
class Hint:
    """What the page's markup says of a range of an entry: ``link`` (with its address), ``emphasis`` or ``strong``."""

    kind: str
    span: Span
    value: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an entry. ``kind`` is text, quote, link, emphasis, date, locator, in, url or other; ``sep`` is what
    stands before it.
    """

    kind: str
    text: str
    span: Span
    sep: str


@dataclass(slots=True)
class Pieces:
    """An entry in pieces, in order, with its address and the dates that stand on their own."""

    raw: str
    pieces: list[Piece] = field(default_factory=list)
    url: str | None = None
    url_title: str = ""
    dates: list[FoundDate] = field(default_factory=list)


_URL = re.compile(r"<?(?:https?://|www\.)[^\s<>\"“”|\\^`{}]{2,4000}>?", re.I)
_BARE_URL = re.compile(r"(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}/[^\s<>\"“”|]{1,2000}", re.I)
_URL_LABEL = re.compile(
    r"(?:(?:available|online|accessible|retrieved|accessed|read|archived|found|see)\s{1,2}(?:online\s)?(?:at|from|via|on)|available|url|link|web|website|online|source|from|at|via)\s?:?\s{0,2}$",
    re.I,
)
_ACCESS = re.compile(
    r"""[(\[]?\b(?:date\s|last\s|originally\s|first\s)?(?:accessed|access\sdate|access|retrieved|viewed|visited|consulted|checked|archived(?:\sfrom\sthe\soriginal)?|archived|zugriff|abgerufen|consulté|cited(?=\s(?:\d{4}|\d{1,2}\s)))
    (?:\son|\sfrom(?:\sthe\soriginal)?|\sat|:|\sthe)*(?=[\s\])]|$)""",
    re.X | re.I,
)
_LOCATOR = re.compile(
    r"""(?<![\w])(?:
      pp?\.?\s?[A-Z]?\d{1,5}(?:\s?[-–—,]\s?[A-Z]?\d{1,5})* | pages?\s\d{1,5}(?:\s?[-–—]\s?\d{1,5})?
    | [Vv](?:ol)?(?:\.|(?<=ol)ume|(?<=ol))\s?[\dIVXLC]{1,6}(?:\s?[,:(]\s?(?:[Nn]o\.?|[Ii]ssue|[Nn]r\.?
      |[Ii]ss\.)?\s?\d{1,5}(?:[-–/]\d{1,5})?\)?)?
    | \d{1,4},?\s(?:no|iss|nr)\.\s?\d{1,5}(?:[-–/]\d{1,5})?
    | (?:[Nn]o|[Ii]ss|[Nn]r)\.\s?\d{1,6}(?:[-–/]\d{1,5})?(?=\s*(?:[.,;()\x01]|$)) | [Ii]ssue\s\d{1,5}
    | \d{1,4}\s?\(\d{1,5}(?:[-–/]\d{1,5})?\)(?:\s?[:,]\s?[A-Z]?e?\d{1,6}(?:\s?[-–—]\s?[A-Z]?\d{1,6})?)?
    | (?<=\s)\d{1,4}\s?(?:\(\d{1,5}(?:[-–/]\d{1,5})?\))?\s?[,:;]\s?(?:pp?\.?\s?)?[A-Z]?\d{1,6}\s?[-–—‐]\s?[A-Z]?\d{1,6}
    | (?<=[\s,])\d{1,4}\s?[,:;]\s?(?:pp?\.?\s?)?[A-Z]?\d{1,7}(?=\s?(?:\x01|[.;]?\s?$))
    | (?<=[,\x01]\s)\d{1,4}\s\d{1,5}[-–—‐]\d{1,5}
    | (?<=[;,\x01])\s?\d{1,4}\s?\(\d{1,4}\)\s?:\s?\d{1,6}
    | \d{1,4}\s?:\s?\d{1,6}\s?[-–—]\s?\d{1,6} | (?<=[,;:]\s)(?!1[5-9]\d\d
      |20\d\d)\d{1,5}\s?[-–—]\s?\d{1,5}(?=\s?[.,;)]|\s?$)
    | [Ss]ec(?:t|tion)?\.?\s[A-Z]{1,2}\b | (?:doi:?\s?|https?://doi\.org/)10\.\d{4,9}/\S{1,200} | 10\.\d{4,9}/\S{1,200}
    | (?:ISBN|ISSN|PMID|PMCID|arXiv|OCLC)\s?:?\s?[\dXxPMC./v-]{4,30}
    )(?![\w-])""",
    re.X | re.I,
)
_NOTE = re.compile(
    r"""(?:
      \[(?:video|audio|podcast|press\srelease|online|internet|web(?:site|page)?|blog(?:\spost)?|pdf|tweet|data\s?set|photograph|film|map|letter|editorial|opinion|in\s[A-Z][a-z]+|transcript|radio\sbroadcast|television\sbroadcast|broadcast)\]
    | \((?:video|audio|podcast|press\srelease|pdf|blog|in\s(?-i:[A-Z])[a-z]+|subscription\srequired
      |paywall|opinion|editorial|transcript|print(?:\sedition)?)\)
    | (?<=[.,;:–—-]\s)(?:press|news)\srelease(?=\s?[.,;:\x01]|\s?$) | \((?:subscription|registration)\s\w+\)
    )""",
    re.X | re.I,
)
_MEDIUM = re.compile(
    r"(?<=[.,;]\s)(?:Print|Web|PDF|Video|Audio|n\.?\s?d|no date|n\.pag|Online|HTML)\.?(?=\s|$|[,;])", re.I
)
_IN = re.compile(
    r"(?<=[.?!,;\x01]\s)(?:In:?\s(?=[A-Z0-9*_“\x01])|in:\s|in\s(?=[A-Z*_“\x01])|(?:Paper"
    r"|Poster) presented at (?:the )?|To appear in |Presented at (?:the )?)"
)
_PLACE = re.compile(
    r"(?<=[.,;?!\x01”(])\s?((?:[A-ZÀ-ÖØ-Þ][\w.'’-]+(?:[\s-][A-ZÀ-ÖØ-Þ][\w.'’-]+){0,2})(?:,\s(?:[A-Z]{2}|(?:[A-Z]\.){2,3}|[A-ZÀ-ÖØ-Þ][\w.-]{2,20}))?\s?:\s)"
    r"(?=[A-ZÀ-ÖØ-Þ][\w&'’ -]{1,40}(?:[.,;)\x01]|$))"
)
_PUBLISHED = re.compile(r"[^.,:;]{2,45},?\s?\x01+[\s.\x01]*$")
_EDITED = re.compile(
    r"(?<=[.,;]\s)\(?(?:(?:[Ee]dited|[Tt]ranslated|[Cc]ompiled)(?: and \w+)? by|[Tt]rans\.|\(?[Ee]ds?\."
    r"|[Hh]rsg\.(?: von)?)\)?\s"
    r"(?:[A-ZÀ-ÖØ-Þ][\w.'’-]*(?:,?\s|\s(?:and|&)\s|$)?){1,9}(?=[.,;()\x01]|$)"
    r"|(?<=[.,;(]\s)\(?(?:\d{1,2}(?:st|nd|rd|th)|[Rr]ev\.|[Ff]irst|[Ss]econd|[Tt]hird)\s(?:ed|edn|edition)\b\.?\)?|(?<=[.,;]\s)\d{1,2}\svols\.?"
)
_GENRE = re.compile(
    r"(?<=[.,;(\[]\s)(?:(?:unpublished )?(?:Ph\.?\s?D\.?|doctoral|master['’]?s?|M\.?\s?Sc\.?|M\.?A\.?|diploma"
    r"|bachelor['’]?s?) (?:thesis|dissertation)"
    r"|(?:technical|working) (?:report|paper)(?: (?:no\. ?)?[\w-]{1,12})?|tech\. rep\.(?: [\w-]{1,12})?|thesis"
    r"|dissertation)(?=\s?[.,;:)\]\x01]|\s?$)",
    re.I,
)
_NO_DATE = re.compile(r"\((?:n\.?\s?d\.?|no date|undated)\)", re.I)
_TRACK = ".,;:!?'\"”’»)]}>*_"


def tidy_url(url: str) -> str:
    """A URL without angle brackets, entities, and the punctuation of the sentence around it; https where it has no
    scheme.
    """
    url = html.unescape(url.strip().strip("<>"))
    while url and url[-1] in _TRACK:
        if url[-1] == ")" and url.count("(") >= url.count(")"):
            break
        if url[-1] == "]" and url.count("[") >= url.count("]"):
            break
        url = url[:-1]
    return url if "://" in url[:12] else "https://" + url.lstrip("/")


def cut(raw: str, hints: Sequence[Hint] = (), *, day_first: bool = False) -> Pieces:
    """``raw`` in pieces. Linear in its length; entries longer than a few thousand characters are cut off first."""
    raw, hints = unwrap(raw, hints)
    if "``" in raw and not hints:  # LaTeX quotation marks
        raw = raw.replace("``", "“").replace("''", "”")
    result = Pieces(raw)
    taken: list[tuple[Span, str]] = []
    text = _take_urls(raw, hints, result, taken)
    names = lead_names(text[:2000])
    if names and _leaves_fields(text[names:]):
        taken.append((Span(0, names), "names"))
        text = _blank(text, [Span(0, names)])
    quote = find_quote(text)
    if quote:
        taken.append((quote, "quote"))
    else:
        taken.extend(_marked(text, hints))
    text = _blank(text, [s for s, _ in taken])
    text = _take_access(text, taken)
    _take_dates(text, taken, result, day_first)
    text = _blank(text, [s for s, _ in taken])
    sure = bool(names or quote or any(kind == "emphasis" for _, kind in taken))
    for found in _PLACE.finditer(text):
        marked = any(kind in ("quote", "emphasis", "link") and s.end <= found.start(1) for s, kind in taken)
        titled = marked or re.search(r"\w[^\x01]*$", text[: found.start(1)])
        if titled and (sure or _PUBLISHED.match(text, found.end())):
            taken.append((Span(*found.span(1)), "in"))
    text = _blank(text, [s for s, _ in taken])
    for pattern, kind in (
        (_NO_DATE, "other"),
        (_LOCATOR, "locator"),
        (_NOTE, "other"),
        (_GENRE, "other"),
        (_EDITED, "other"),
        (_MEDIUM, "other"),
        (_IN, "in"),
    ):
        for found in pattern.finditer(text):
            named = kind != "locator" or _NUMBERED.match(found.group())
            taken.append((Span(*found.span()), kind if named else "other"))
        text = _blank(text, [s for s, _ in taken])
    _complete_date(text, taken, result)
    if quote:
        for span, kind in _marked(raw, hints):
            if kind == "emphasis" and not any(span.overlaps(s) for s, _ in taken):
                taken.append((span, kind))
    taken.sort(key=lambda item: item[0].start)
    _fill(raw, taken, result)
    _split_by_host(result)
    return result


def _split_by_host(result: Pieces) -> None:
    """Cuts ``Ruhn Echo The last run https://ruhnecho.example/run`` where the address says the outlet's name ends."""
    places = [i for i, p in enumerate(result.pieces) if p.kind in ("text", "link", "emphasis", "strong", "quote")]
    host = split_url(result.url)[0]
    if len(places) != 1 or not host or result.pieces[places[0]].kind != "text":
        return
    piece = result.pieces[places[0]]
    words = list(re.finditer(r"\S+", result.raw[piece.span.start : piece.span.end]))
    for size in range(min(5, len(words) - 2), 0, -1):
        for outlet, title in (
            ((0, size), (size, len(words))),
            ((len(words) - size, len(words)), (0, len(words) - size)),
        ):
            name = " ".join(w.group() for w in words[outlet[0] : outlet[1]]).strip(".,:")
            if host_match(name, host) < 3.0:
                continue
            cuts = sorted((outlet, title))
            spans = [Span(piece.span.start + words[a].start(), piece.span.start + words[b - 1].end()) for a, b in cuts]
            parts = [Piece("text", " ".join(s.of(result.raw).split()).strip(" ,;:"), s, "space") for s in spans]
            result.pieces[places[0] : places[0] + 1] = parts
            return


def _leaves_fields(rest: str) -> bool:
    """Whether enough follows a list of names for a title and more: else the names are the title."""
    parts = [p for p in re.split(r"[.,:;?!]\s|[\x01()“”\"|–—]", rest) if len(re.findall(r"[^\W\d_]", p)) >= 3]
    return len(parts) >= 2 or bool(re.search(r"[“\"«‘*_]", rest[:12]))


def unwrap(raw: str, hints: Sequence[Hint]) -> tuple[str, Sequence[Hint]]:
    """``raw`` with each line break and the space around it made one, or taken out where it cuts an address.

    ``hints`` are moved along.
    """
    breaks = list(_BREAK.finditer(raw))
    if not breaks:
        return raw, hints
    joined = {m.start() for m in breaks if _cuts_address(raw, m)}
    out: list[str] = []
    places: list[int] = []
    at = 0
    for found in breaks:
        out.append(raw[at : found.start()])
        out.append("" if found.start() in joined else "\n")
        at = found.end()
    out.append(raw[at:])
    shifts = [(m.end(), len(m.group()) - (m.start() not in joined)) for m in breaks]
    for place in [p for h in hints for p in (h.span.start, h.span.end)]:
        places.append(place - sum(by for end, by in shifts if end <= place))
    moved = [Hint(h.kind, Span(places[2 * k], places[2 * k + 1]), h.value, h.title) for k, h in enumerate(hints)]
    return "".join(out), moved


def _cuts_address(raw: str, found: re.Match[str]) -> bool:
    """Whether the line break at ``found`` stands inside an address."""
    begin = (
        max(raw.rfind(" ", 0, found.start()), raw.rfind("\n", 0, found.start()), raw.rfind("<", 0, found.start())) + 1
    )
    before = raw[begin : found.start()]
    rest = re.compile(r"[^\s<>\"“”]{1,2000}").match(raw, found.end())
    if not rest or before.endswith((">", ".", ",", ";")):
        return False
    if not before.startswith(("http://", "https://", "www.")):
        earlier = raw[max(0, begin - 300) : found.start()]
        if not re.search(r"(?:https?://|www\.)\S+[/=&?_-]\n[ \t]*\S+[/=&?_-]$", earlier):
            return False
    return _goes_on(before, rest.group(), raw, rest.end())


_BREAK = re.compile(r"[ \t]*(?:\r\n|[\r\n\u2028])[ \t]*")


def _blank(text: str, spans: Sequence[Span]) -> str:
    chars = None
    for span in spans:
        if text[span.start : span.end].strip(HOLE):
            chars = chars if chars is not None else list(text)
            chars[span.start : span.end] = HOLE * len(span)
    return "".join(chars) if chars is not None else text


# --- addresses --------------------------------------------------------------------------------------------------


def _take_urls(text: str, hints: Sequence[Hint], result: Pieces, taken: list[tuple[Span, str]]) -> str:
    spans = [_with_rest(text, found) for found in _URL.finditer(text)]
    if not spans:
        spans = [(Span(*f.span()), f.group()) for f in _BARE_URL.finditer(text)][:1]
    printed = [tidy_url(url) for _, url in spans]
    linked = [h for h in hints if h.kind == "link" and re.match(r"(?:https?:)?//|www\.", h.value)]
    candidates = printed + [tidy_url(h.value) for h in linked]
    if printed and linked:  # the address in a link is whole where the printed one may be cut
        inside = [tidy_url(h.value) for h in linked if any(h.span.overlaps(s) for s, _ in spans)]
        candidates = inside + candidates
    if candidates:
        result.url = next((u for u in candidates if "doi.org/" not in u), candidates[0])
    titles = [h.title for h in hints if h.kind == "link" and h.title]
    result.url_title = titles[0] if titles else ""
    for span, _ in spans:
        label = _URL_LABEL.search(text[max(0, span.start - 40) : span.start])
        if label is not None and label.group().strip().lower() == "source":  # alone it may be a word of a name
            label = None
        taken.append((Span(span.start - len(label.group()) if label else span.start, span.end), "url"))
    return _blank(text, [s for s, _ in taken])


_REST = re.compile(r" (?=[a-z0-9])[^\s<>\"“”,;]{0,300}(?:/|\.(?:html?|pdf|php|aspx?)\b)[^\s<>\"“”,;]{0,300}")


def _with_rest(text: str, found: re.Match[str]) -> tuple[Span, str]:
    """The address at ``found``, with what a stray space cut off behind a slash (``https://a.example/ one.html``)."""
    url, end = found.group(), found.end()
    rest = _REST.match(text, end) if url.endswith(("/", "-", "_")) else None
    if rest and not rest.group().lstrip().startswith(("http", "www.")):
        return Span(found.start(), rest.end()), url + rest.group().strip()
    return Span(found.start(), end), url


def _goes_on(url: str, rest: str, text: str, after: int) -> bool:
    if rest.lower().startswith(("http://", "https://", "www.")) or re.match(r"[\[(]?\d{1,3}[\]).]+$", rest):
        return False
    if url[-1] in "/-_=&?%" or rest[0] in "/-_=&?%.":
        return rest[0].islower() or rest[0].isdigit() or rest[0] in "/-_=&?%."
    if re.fullmatch(r"[a-z0-9/_.=&?%-]+", rest):
        last = not text[after:].strip(" \t\r\n.")
        return bool(re.search(r"[-/_=0-9]", rest)) or last
    return False


# --- access notes and dates -------------------------------------------------------------------------------------


def _take_access(text: str, taken: list[tuple[Span, str]]) -> str:
    for found in _ACCESS.finditer(text):
        end = found.end()
        tail = text[end : end + 60]
        dates = find_dates(tail.replace(HOLE, " "))
        if dates and not tail[: dates[0].span.start].strip(" \n\t,.:(on" + HOLE):
            end += dates[0].span.end
        elif "archived" in found.group().lower() or tail.lstrip(" :").startswith(HOLE):
            pass
        elif not re.match(r"[\s.,;)\]]*$", tail):
            continue
        while end < len(text) and text[end] in ")].":
            end += 1
        start = found.start()
        taken.append((Span(start, end), "other"))
    return _blank(text, [s for s, k in taken if k == "other"])


_BEFORE_DATE = re.compile(
    r"(?:published|posted|updated|last updated|dated|issued|uploaded|first published|modified|broadcast"
    r"|aired)(?:\son)?:?\s$",
    re.I,
)


def _take_dates(text: str, taken: list[tuple[Span, str]], result: Pieces, day_first: bool) -> None:
    """Keeps the dates that stand on their own: between stops, commas, parentheses or other pieces."""
    for found in find_dates(text, day_first=day_first):
        start, end = found.span.start, found.span.end
        label = _BEFORE_DATE.search(text[max(0, start - 20) : start])
        if label:
            start -= len(label.group())
        left, right = text[:start].rstrip(" \t\r\n"), text[end : end + 60].lstrip(" \t\r\n")
        opened = left[-1:] in ("(", "[")
        closed = right[:1] in (")", "]")
        if opened and closed:
            start, end = len(left) - 1, text.index(right[0], end) + 1
        alone_left = not left or opened or left[-1] in '.,;:|–—-/·•?!”"' + HOLE or "\n" in text[len(left) : start]
        alone_right = not right or closed or right[0] in ".,;:|–—-/·•" + HOLE or text[end : end + 1] == "\n"
        strict = found.form not in ("year",)
        if (alone_left and alone_right) or (strict and (alone_left or alone_right) and found.precision == 3):
            result.dates.append(FoundDate(found.iso, Span(start, end), found.form))
            taken.append((Span(start, end), "date"))
        elif found.form == "year" and opened and re.match(r"[a-z]?\s?[,;:]", right):
            result.dates.append(FoundDate(found.iso, Span(start, end), found.form))


def _complete_date(text: str, taken: list[tuple[Span, str]], result: Pieces) -> None:
    """Harvard style: the year behind the author, the day and month behind the outlet."""
    if len(result.dates) == 1 and result.dates[0].precision == 1:
        day = find_day(text, result.dates[0].iso)
        if day:
            result.dates.append(day)
            taken.append((day.span, "date"))


# --- markup and the text between --------------------------------------------------------------------------------


def _marked(text: str, hints: Sequence[Hint]) -> list[tuple[Span, str]]:
    out: list[tuple[Span, str]] = []
    for hint in hints:
        inner = hint.span.of(text)
        if not inner.strip() or _URL.match(inner.strip()) or any(hint.span.overlaps(s) for s, _ in out):
            continue
        if HOLE in inner or len(inner.strip()) < 2:
            continue
        out.append((hint.span, hint.kind))
    if not any(kind == "emphasis" for _, kind in out):
        for found in re.finditer(r"(?<![\w*_])([*_]{1,2})(?=\S)([^*_\n]{2,200})(?<=\S)\1(?![\w*_])", text):
            span = Span(*found.span())
            if not any(span.overlaps(s) for s, _ in out):
                out.append((span, "strong" if len(found.group(1)) == 2 else "emphasis"))
    return out


_DELIMITER = re.compile(
    r"(?P<dot>\.(?=\s|$))|(?P<comma>,(?=\s|$))|(?P<colon>:(?=\s))|(?P<dash>[ \t\xa0]+[–—-]{1,3}(?=\s)|—)"
    r"|(?P<pipe>\s*[|·•»›]\s*|\s/{1,2}\s)"
    r"|(?P<semi>;(?=\s|$))|(?P<open>(?:^|\s)\()|(?P<close>\)(?=\s*(?:$|[.,;:])))|(?P<mark>[?!](?=\s+[A-Z“]))|(?P<line>\n)"
)
_ABBREVIATED = re.compile(
    r"(?:^|[\s(.\[“\"'-])(?:[A-Z]|St|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Rev|Hon|vs|v|Mt|Ft|"
    r"Jr|Sr|ed|eds|trans|U\.S|U\.K|U\.N|D\.C|a\.m|p\.m|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Intl|Natl|approx|ca|al|sec|"
    r"art|ch|fig|pt|Bd|Nr|Ave|Blvd|(?:[A-Z]\.){1,3}[A-Z])$"
)
_COMPANY = re.compile(
    r"(?:^|\s)(?:Inc|Ltd|Co|Corp|Bros|Dept|Assn|Univ|Inst|Dist|Jr|Sr|a\.m|p\.m|Pa|Calif|Fla|Mass|Conn|Ill|Ind|Mich|Minn|Ore|Wash|Wis|"
    r"Tenn|Tex|Ariz|Ala|Ark|Colo|Kan|Mont|Neb|Nev|Okla|Wyo|Del)$"
)
_SHORTENED = re.compile(r"(?:^|\s)[A-Z][a-z]{1,8}$|(?:^|\s)[JZ]$")
_NEXT_SHORT = re.compile(r"\s[A-Z][A-Za-z]{0,8}(?:\.|\s\d|\s?\x01|,\s\d)|\s(?:of|and|on|in|der|für|d)\s[A-Z]")
_NUMBERS = re.compile(r"(?:^|[\s(])(?:[Nn]os?|[Vv]ol|pp?|sec|art|ch|fig|Nr|Bd|pt)$")
_INITIALISM = re.compile(r"(?:^|[\s(])(?:[A-Z]\.){1,3}[A-Z]$")
_NUMBERED = re.compile(r"(?:no|nr|vol|volume|issue|iss)\b", re.I)
_AUTHOR_END = re.compile(r"(?:^|\s(?:and|&)\s)[A-Z][\w'’-]+(?:[\s-][A-Z][\w'’-]+)?\s(?:[A-Z]\.?\s?){1,3}$")
_TITLE_BEGINS = re.compile(r"\.\s+(?!(?:and|&|de|van|von)\b)[A-Z“‘\"'][\w’'“”-]*[:]?\s+(?!and\b|&)(?![A-Z]\.)[\w“‘]")


def _fill(raw: str, taken: Sequence[tuple[Span, str]], result: Pieces) -> None:
    at, sep = 0, "start"
    for span, kind in taken:
        if span.start < at:
            continue
        sep = _split_text(raw, at, span.start, sep, result)
        _add(raw, kind, span, sep, result)
        at, sep = span.end, "in" if kind == "in" else "gap" if kind in ("date", "url", "other", "locator") else "space"
    _split_text(raw, at, len(raw), sep, result)


def _split_text(raw: str, start: int, end: int, sep: str, result: Pieces) -> str:
    at = start
    for found in _DELIMITER.finditer(raw, start, end):
        kind = found.lastgroup or "dot"
        stop = found.end() if kind == "mark" else found.start()
        if kind == "dot" and raw[found.end() : end].strip():
            words = raw[max(at, found.start() - 40) : found.start()].lstrip()
            if _COMPANY.search(words[-12:]) or (
                _SHORTENED.search(words[-12:]) and _NEXT_SHORT.match(raw, found.end(), end)
            ):
                kind, stop = "abbr", found.end()
            elif _NUMBERS.search(words[-12:]) and raw[found.end() : found.end() + 4].strip()[:1].isdigit():
                continue
            elif _ABBREVIATED.search(raw[max(at, found.start() - 12) : found.start()]):
                if not (
                    _AUTHOR_END.search(words) and _leads(result, sep) and _TITLE_BEGINS.match(raw, found.start(), end)
                ):
                    continue
        elif kind == "dot" and _keeps_stop(raw[max(at, found.start() - 12) : found.start()]):
            stop = found.end()
        if kind == "open" and not _paren_stands_alone(raw, found.end(), end):
            continue
        if kind == "close" and not any(p.sep == "open" for p in result.pieces) and sep != "open":
            continue
        if (
            _add(raw, "text", Span(at, stop), sep, result)
            or sep in ("gap", "space", "start", "close")
            or kind in ("dash", "pipe", "colon")
        ):
            sep = kind
        at = found.end()
    if _add(raw, "text", Span(at, end), sep, result):
        return "space"
    return sep


def _keeps_stop(words: str) -> bool:
    return bool(_COMPANY.search(words) or _INITIALISM.search(words))


def _leads(result: Pieces, sep: str) -> bool:
    """Whether only names can stand before here: short pieces of text between commas."""
    return all(
        p.kind == "text" and p.sep in ("start", "comma", "semi") and len(p.text.split()) <= 4 for p in result.pieces
    )


def _paren_stands_alone(raw: str, start: int, end: int) -> bool:
    closing = next((i for i in range(start, min(end, start + 200)) if raw[i] in ")]"), None)
    return (closing is not None and not raw[closing + 1 : closing + 3].strip(" .,;:\n")) or raw[start:end].find(")") < 0


def _add(raw: str, kind: str, span: Span, sep: str, result: Pieces) -> bool:
    text = " ".join(span.of(raw).split())
    if kind in ("text", "emphasis", "strong"):
        text = text.strip(" ,;:|*_–—-\u200b\ufeff").strip()
        if text.endswith(")") and text.count("(") < text.count(")"):
            text = text[:-1].rstrip()
        if kind == "text" and (not re.search(r"\w", text) or text.lower() in ("in", "and", "from", "via")):
            return False
    result.pieces.append(Piece(kind, text, span, sep))
    return True
