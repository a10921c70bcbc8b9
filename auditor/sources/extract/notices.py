"""What very short pages say that are no article: that the page is gone, a check of who reads, a request for consent.

A page of two or three sentences that speaks of itself, of its reader's browser or of cookies has nothing else to say.
Its words are so many that they are known by what stands together, not by whole phrases. A page that reports what
somebody said is news, however short.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.records import FetchStatus

_NEWS = re.compile(
    r"\b(?:said|says|told|according|announced|reported|sagte|laut|selon|déclaré|según|dijo|secondo|detto|volgens|zei|sade)\b",
    re.I,
)
_GONE = re.compile(
    r"""\b(?:page|article|story|content|document|link|url|seite|artikel|beitrag|inhalt|página|artículo|contenido|pagina
    |articolo|contenuto|artigo|strona|artykuł|sidan?|siden|страница)\b(?!\s\d)[^.!?\n]{0,80}?
    \b(?:not\s(?:be\s)?found|no\slonger\s(?:available|exists?|online|here)|(?:does\snot|doesn['’]t)\sexist
    |(?:has|have)\s(?:been\s(?:removed|deleted|moved)|expired)|nicht\s(?:mehr\s)?(?:gefunden|vorhanden|verfügbar)
    |existiert\s(?:\w{1,12}\s){0,2}nicht|n['’]existe\s(?:pas|plus)|n['’]est\splus\s(?:disponible|accessible|en\sligne)
    |introuvable|supprimée?
    |no\s(?:existe|encontrada|(?:est[áa]\s)?disponible)|non\s(?:esiste|(?:è\sstat[ao]\s)?trovat[ao]|è\spiù\sdisponibile)
    |não\s(?:existe|encontrada)|bestaat\sniet|niet\s(?:meer\s)?(?:gevonden|beschikbaar)|nie\s(?:istnieje|została)
    |finns\sinte|findes\sikke|не\s(?:найдена|существует))""",
    re.I | re.X,
)
_BOT = re.compile(
    r"""\b(?:enable|activate)\sjs\b|ad\s?blocker|(?:make|making)\ssure\s(?:that\s)?you(?:['’]re|\sare)\snot\sa\s(?:ro)?bot
    |verifying\syour\s(?:browser|request|connection)|request\sis\sbeing\sverified|security\scheckpoint|robot\scheck
    |characters\syou\ssee|security\sof\s(?:your|the)\sconnection|client\schallenge|captcha
    |protected\sby\s(?:anubis|cloudflare|ddos-guard)|your\sip\s(?:address\s)?has\sbeen\sblocked|a\sreal\sperson
    |(?:turn\son|enable|allow)\scookies""",
    re.I | re.X,
)
_LOGIN = re.compile(
    r"""\b(?:you\s(?:must|need\sto|have\sto)\s(?:be\slogged|log|sign)\sin|(?:log|sign)\sin\sto\s(?:continue|view|see|your)
    |join\s\w{1,20}\sto\s(?:see|view|read)|^\W*(?:log|sign)\sin\sto\s\w{1,20}\W)""",
    re.I | re.X,
)
_OURS = (
    r"(?:we|our|us|wir|unsere?n?|nous|nos|noi|nostri|nuestr[oa]s?|nosotros|wij|onze|zijn\spartners|nasi|nasze|våra|vores"
    r"|partners?|partenaires|partnerzy|socios|terze\sparti|this\s(?:site|website))"
)
_CONSENT = re.compile(
    rf"""\b{_OURS}\b[^.!?\n]{{0,160}}\bcookies?\b|\bcookies?\b[^.!?\n]{{0,160}}\b{_OURS}\b
    |\b(?:acept|accept|akzeptier|accett|godkänn|zaakceptuj)\w{{0,8}}\s(?:\w{{1,8}}\s){{0,2}}cookies?\b
    |\bmit\swerbung\s(?:lesen|weiterlesen|und\s(?:mit\s)?tracking)""",
    re.I | re.X,
)
_SCRIPT = re.compile(
    r"""(?:enable|activate|allow|turn\son|requires?|needs?|without|activer|activez|habilitar|activar|abilitare)\s
    (?:\w{1,12}\s){0,3}javascript|javascript\s(?:\w{1,12}\s){0,3}(?:disabled|required|enabled|turned\soff|off|needed
    |not\ssupported|deaktiviert|aktivieren|erforderlich|désactivé|nécessaire|desactivado)""",
    re.I | re.X,
)
_OPENS = r"^\W*(?:(?:error|sorry|oops|http|status|code|the|our|this|your|\d{3})\W{1,3}){0,4}"
_OUT_OF_ORDER = re.compile(
    rf"""{_OPENS}(?:error\sestablishing\sa\sdatabase\sconnection|database\serror|internal\sserver\serror|bad\sgateway
    |service\s(?:is\s)?(?:temporarily\s|currently\s)?unavailable|gateway\stime-?out|too\smany\srequests
    |something\swent\swrong|application\serror|(?:down|closed)\sfor\s(?:scheduled\s|planned\s)?maintenance
    |(?:site|website|page|we)(?:\sis|\sare|['’]re)\s(?:currently\s|temporarily\s)?
     (?:undergoing|under|in|down\sfor)\s(?:scheduled\s|planned\s|routine\s)?maintenance
    |we(?:['’]ll|\swill)\sbe\s(?:right\s)?back\s(?:soon|shortly)
    |wartungsarbeiten|site\sen\s(?:cours\sde\s)?maintenance|sitio\sen\smantenimiento|sito\sin\smanutenzione)""",
    re.I | re.X | re.M,
)
_NO_SITE = re.compile(
    rf"""{_OPENS}(?:(?:domain|website)\s(?:name\s)?(?:\S{{1,60}}\s)?(?:is|may\sbe)\s(?:for\ssale|parked|expired)
    |buy\sthis\sdomain|(?:domain|account|site|website)\shas\s(?:been\ssuspended|expired)|account\ssuspended
    |welcome\sto\snginx|apache2?\s(?:\w{{1,20}}\s)?(?:\w{{1,20}}\s)?default\spage|it\sworks!
    |diese\sdomain\s(?:ist|steht))""",
    re.I | re.X | re.M,
)
_REFRESH = re.compile(
    rb"""<meta\b[^<>]{0,200}http-equiv\s{0,3}=\s{0,3}["']?refresh\b[^<>]{0,200}content\s{0,3}=\s{0,3}["']?\d?\s{0,3};\s{0,3}url""",
    re.I,
)
"""At once, that is: pages of news reload themselves after some minutes."""


_OF_COOKIES = re.compile(
    r"""techni|technolog|similar|consent|privac|personal|device|browser|web|\bsites?\b|informa|track|werbung|zustimm|einwillig
    |dienst|apparat|urządzeni|zgod|samtyck|dati\b|données|daten\b|gegevens|navega|finalit|rechaz""",
    re.I | re.X,
)
"""What is spoken of beside cookies where they are not for eating."""


def find_notices(title: str, text: str, head: bytes) -> Iterator[tuple[FetchStatus, str]]:
    """What a page of a few lines tells instead of an article: (the state it means, the sign in words).

    Args:
        title: of the page.
        text: all of it, less than some three hundred characters.
        head: the beginning of the page's bytes.
    """
    words = f"{title}\n{text}"
    if not _NEWS.search(text):
        if found := _GONE.search(words):
            yield FetchStatus.SOFT_404, f"it says: {quoted(words, found)}"
        if found := _BOT.search(words):
            yield FetchStatus.BLOCKED, f"a bot check; it says: {quoted(words, found)}"
        if found := _LOGIN.search(text):
            yield FetchStatus.BLOCKED, f"it asks for a login; it says: {quoted(text, found)}"
        if (found := _CONSENT.search(text)) and _OF_COOKIES.search(text):
            yield FetchStatus.BLOCKED, f"a consent wall; it says: {quoted(text, found)}"
    if found := _SCRIPT.search(words):
        yield FetchStatus.EMPTY, f"it shows its text to programs that run scripts; it says: {quoted(words, found)}"
    if found := _OUT_OF_ORDER.search(words):
        yield FetchStatus.HTTP_ERROR, f"its site is out of order; it says: {quoted(words, found)}"
    if found := _NO_SITE.search(words):
        yield FetchStatus.SOFT_404, f"there is no such site any more; it says: {quoted(words, found)}"
    if _REFRESH.search(head):
        yield FetchStatus.EMPTY, "it only sends its readers on, by a refresh in its markup, which is not followed"


def quoted(words: str, found: re.Match[str]) -> str:
    """The line of ``words`` in which something was found, in quotation marks."""
    line = words[max(0, words.rfind("\n", 0, found.start() + 1)) :].strip().split("\n")[0]
    return f"{line[:100]!r}"
