"""The words by which the furniture of a page is known: in class names of templates, in its own text, in its links.

No word here belongs to a site. The text patterns know the larger European languages; each is tried on the head and
tail of a block alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

_CLASS_WORDS = {
    "ad": r"(?:^|[-_ ])ads?(?:$|[-_ ])|advert|sponsor|promot|dfp|werbung|anzeige|affiliate|commercial|publi",
    "related": (
        r"relat|recommend|recirc|more[-_]?(?:on|from|stor|news|art)|also|similar|popular|trending|latest|most[-_]|"
        r"read[-_]?(?:more|next)|teaser|suggest|interest|verwandt|weiter|mehr|siehe|next|prev|pager|pagination"
    ),
    "share": r"share|social|sharing|follow|facebook|twitter|whatsapp|addthis|sociable",
    "comment": r"comment|disqus|respond|reply|discuss|kommentar|livefyre|forum|akismet",
    "nav": r"nav|menu|bread-?crumb|toolbar|tabs?(?:$|[-_ ])|skip|sitemap",
    "footer": r"foot|bottom|copyright|imprint|legal|disclaimer",
    "header": r"header|masthead|branding|top(?:$|[-_ ])|logo|kopf",
    "side": (r"side|rail|aside|widget|column-?right|right-?col|marginal|portlet|infobox|factbox|box(?:$|[-_ ])|panel"),
    "author": r"auth?or|byline|bio(?:$|[-_ ])|profile|contributor|writer|autor|redakt|vcard",
    "caption": (
        r"caption|credit|image|img|photo|figure|picture|bild|foto|gallery|slide|carousel|lightbox|media|thumb|"
        r"video|player|audio|podcast"
    ),
    "meta": (
        r"meta|date|time|publish|updated|info|categor|kicker|eyebrow|label|read-?time|stamp|details|topic|"
        r"section-?name"
    ),
    "tag": r"(?:^|[-_ ])tags?(?:$|[-_ ])|tag-?list|keyword|topics|schlagw|taxonomy|terms",
    "letter": (
        r"newsletter|subscri|signup|sign-?up|abo(?:$|[-_ ])|mailing|donat|member|support|cta|call-?to|"
        r"registration|login|form"
    ),
    "wall": r"paywall|premium|piano|tp-|metered|regwall|locked|plus-?(?:box|hint)|offer",
    "cookie": (
        r"cookie|consent|gdpr|privacy|cmp|onetrust|banner|notice|alert|modal|popup|overlay|dialog|toast|tooltip"
    ),
    "quote": r"quote|zitat|pull|highlight",
    "embed": r"embed|tweet|instagram|youtube|iframe|social-?post",
    "title": r"title|headline|heading|(?:^|[-_ ])hed|titel|titulo",
    "lead": (
        r"lead|intro|summary|standfirst|dek|subtitle|sub-?head|teaser|vorspann|chapeau|excerpt|abstract|perex|"
        r"ingress"
    ),
    "body": (
        r"(?:article|story|entry|post|news|page|content|main)[-_]*(?:body|content|text|copy|detail|inner|wrap)|"
        r"body[-_]?(?:text|copy|content)|fulltext|rich-?text|articlebody|paragraph|prose|wysiwyg|bodytext"
    ),
    "content": r"content|article|story|post|entry|text|main|single|inhalt|artikel|beitrag|contenu|texte|node",
    "hide": (
        r"hidden|hide|invisible|sr-only|screen-?reader|visually|noprint|print-?(?:only|none)|mobile-only|collapsed"
    ),
    "product": r"product|price|shop|buy|cart|rating|review|star|deal|woocommerce",
    "list": r"list|item|grid|card|row|tile|feed|archive|collection",
}
_TEXT_WORDS = {
    "related": (
        r"^\W*(?:read (?:more|also|next|on)|more (?:on|from|about|stories|news|information)|see (?:also|more)|"
        r"related|recommended|also read|you may also|you might|don'?t miss|up next|most read|must read|trending|"
        r"watch:|video:|listen:|lesen sie|lies (?:auch|hier|mehr)|mehr (?:zum|zu|lesen|dazu|aus|infos)|"
        r"auch (?:interessant|auf)|siehe auch|das könnte|das thema könnte|weitere?[rs]? |zum thema|passend|"
        r"lesetipp|mehr:|à lire|lire aussi|lire (?:la|plus)|voir aussi|sur le même|lea (?:también|más)|"
        r"leer (?:más|también)|te puede|también (?:te|puedes|lee)|ver (?:más|también)|más (?:sobre|noticias|info)|"
        r"leggi (?:anche|tutto)|vedi anche|potrebbe|leia (?:também|mais)|veja (?:também|mais)|saiba mais|"
        r"lees (?:ook|meer|verder)|zie ook|meer (?:over|nieuws)|czytaj|zobacz|przeczytaj|polecamy|więcej|"
        r"läs (?:också|mer|även)|les (?:også|mer)|læs (?:også|mere)|lue (?:myös|lisää)|více|čtěte|читайте|"
        r"смотрите|ayrıca)"
    ),
    "letter": (
        r"newsletter|subscrib|sign(?:ing)? up|sign-up|inbox|abonn|anmelden|registrier|jetzt bestellen|infolettre|"
        r"inscri|suscrib|boletín|iscriviti|assine|inscreva|nieuwsbrief|schrijf je|zapisz się|prenumer|nyhedsbrev|"
        r"nyhetsbrev|uutiskirje|odběr|подпис|download (?:the|our)|free trial|donat|become a member|support (?:us|"
        r"our)|apps? for|spende|unterstütz|membership|log ?in\b|mitglied werden|hazte|get the \w+ \w+ app"
    ),
    "share": (
        r"^\W*(?:share|tweet|facebook|twitter|whatsapp|email|e-mail|print|pinterest|linkedin|teilen|drucken|"
        r"partager|imprimer|compartir|condividi|compartilh|delen|udostępnij|dela|jaa|copy link|follow (?:us|me|"
        r"him|her|on)|folgen sie|folge uns|suivez|s[ií]guenos|siga|seguici|like us|find us)"
    ),
    "copyright": (
        r"©|\(c\) (?:19|20)\d\d|copyright|all rights reserved|alle rechte|tous droits|derechos reservados|"
        r"riproduzione|reproduction|may not be (?:published|reproduced)|terms of (?:use|service)|privacy policy|"
        r"impressum"
    ),
    "contact": (
        r"@\w+\.\w|\btel\b|phone|telefon|fax\b|e-?mail|contact|kontakt|reached? (?:at|the)|ansprechpartner|"
        r"twitter\.com|on twitter|press office"
    ),
    "credit": (
        r"^\W*(?:photos?|images?|picture|pic|fotos?|bild(?:er|quelle|nachweis)?|abbildung|crédits?|photo credit|"
        r"credit|quellen?|source|fuente|fot\.|zdj|foto-|grafik|illustration|courtesy)\b|getty|shutterstock|istock|"
        r"adobe ?stock|unsplash|pixabay|via ap\)|/ap\b|/reuters|/afp|/dpa|imago|screenshot|file photo|(?:image|"
        r"photo|pic|photograph|credit|picture|foto|bild)s?:|photo by|\((?:ap|reuters|afp|epa) ?(?:photo|/)|handout"
    ),
    "byline": (
        r"^\W*(?:by|von|par|por|di|da|av|af|door|autor|author|text|written by|posted by|publicado|publié|"
        r"redaktion|reporting by|editing by|additional reporting|compiled|edited by)\b|contributed to this|"
        r"contributed reporting|\b(?:is|was|ist) (?:an?|the|eine?) (?:\w+ ){0,3}(?:reporter|writer|editor|"
        r"journalist|correspondent|author|columnist|producer|redakteur|autor)"
    ),
    "date": (
        r"^\W*(?:published|updated|posted|last (?:updated|modified)|first published|created|stand|aktualisiert|"
        r"veröffentlicht|erstellt|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato|atualizado|"
        r"gepubliceerd|opublikowano|publicerad|julkaistu|letzte änderung)\b|\b\d{1,2}[.:]\d\d\b.{0,12}$|"
        r"^\W*\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
    ),
    "comment": (
        r"^\W*(?:\d+ )?(?:comments?|kommentare?|commentaires?|comentarios?|commenti|reacties|komentarz|"
        r"leave a reply|schreibe einen|add a comment|join the|reply|antworten|discuss|view comments|meinung)|"
        r"\breader comments\b|comments are (?:moderated|closed|civil)|\bnetiquette\b"
    ),
    "cookie": (
        r"cookie|javascript|browser|datenschutz|gdpr|your consent|einwilligung|ad ?blocker|externe[nr]? inhalt|"
        r"third.party"
    ),
    "ad": (
        r"^\W*(?:advert|anzeige|werbung|publicidad|publicité|pubblicità|reklama|annonse?|annons|mainos|sponsored|"
        r"promoted|story continues|article continues|continue reading|the article continues|loading|"
        r"\* ?(?:affiliate|werbung))|affiliate|commission|provision|partnerlink"
    ),
    "about": (
        r"^\W*(?:about (?!(?:\d|half|one|two|three|five|ten)\b)|über (?:den|die|uns|das)|à propos|acerca|sobre|"
        r"chi è|note to editors|notes to|hinweis|disclaimer|correction|editor'?s note|anmerkung|tags?\b|topics?|"
        r"themen|schlagw|stichw|kategori|categor|filed under|in this article|table of contents|keywords|"
        r"more information|source:|citation)"
    ),
    "more": r"(?:mehr|more|weiterlesen|lesen|plus|más|mais|di più|więcej|mer|lisää|here|hier)\W*$|[»›→>]\s*$",
}
_HREF_WORDS = {
    "tag": r"/(?:tags?|topics?|categor\w*|themen?|schlagw\w*|keywords?|search|hashtag|rubrik|section)s?[/=?]",
    "author": r"/(?:authors?|autore?n?|people|by|profile|staff|writers?|contributors?|redaktion|user|team)/",
    "mail": r"^(?:mailto|tel):",
    "social": (
        r"facebook\.com|twitter\.com|//x\.com|linkedin\.com|pinterest|whatsapp|instagram|//t\.me|reddit\.com|"
        r"sharer?\b|youtube"
    ),
    "out": r"^(?:https?:)?//",
    "none": r"^(?:#|javascript:|$)",
    "shop": r"amazon\.|amzn\.|tag=|affiliate|subscri|newsletter|signup|register|login|abo\b|donate|shop",
}

CLASS_GROUPS = {name: re.compile(words) for name, words in _CLASS_WORDS.items()}
TEXT_GROUPS = {name: re.compile(words, re.I) for name, words in _TEXT_WORDS.items()}
HREF_GROUPS = {name: re.compile(words, re.I) for name, words in _HREF_WORDS.items()}

ENGLISH = frozenset(
    """and are as at but by for from had have he his in is it not of on that the they this to was with""".split()
)
GERMAN = frozenset(
    """als an auch auf das dem den der des die ein eine es für im in ist mit nicht sich und von werden zu""".split()
)
FUNCTION_WORDS = (
    ENGLISH
    | GERMAN
    | frozenset(
        """a aan aber about af al ale all alla am anche ao att au aus av avec been bei bir bis bu can ce che co come
        como con da dan dans dass dat de dei del della det di do dos du durch een ei einem einen einer el em en
        er est este et että foi för gli ha haben han har has hat her het him hän i if ik ikke il ile inte into
        its için ja jako je jeg jest k kun la las le les lo los ma maar mais man me med mehr met mutta más na
        nach ne nel nie niet no noch non nous nur não o och od oder og oli om one only ook op os other ou out par
        para pas per pero più plus po por pour på que qui s sa said se she si sie sin sind się so sobre som son
        sono sont su sur sus te than their them there till um uma un une v van var ve voor vor w war we were what
        when which who wie will wird would y ya z za zijn zum zur à är çok è über в и из как на не но он по с у
        что это я""".split()
    )
)
"""Words that sentences of the larger European languages are full of, and menus are not."""


@lru_cache(maxsize=8192)
def class_groups(words: str) -> frozenset[str]:
    """The groups that words of class names, in lower case, speak of."""
    return frozenset(name for name, pattern in CLASS_GROUPS.items() if pattern.search(words))


def text_groups(text: str) -> frozenset[str]:
    """The groups that a block's text speaks of."""
    sample = text if len(text) <= 300 else f"{text[:220]} {text[-80:]}"
    return frozenset(name for name, pattern in TEXT_GROUPS.items() if pattern.search(sample))
