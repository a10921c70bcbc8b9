"""The words by which the furniture of a page is known: in class names of templates, in its own text, in its links.

No word here belongs to a site. The text patterns know the larger European languages; each is tried on the head and
tail of a block alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

_CLASS_WORDS = {
    "ad": r"(?:^|[-_ ])ads?(?:$|[-_ ])|advert|sponsor|promot|dfp|werbung|anzeige|affiliate|commercial|publi",
    "related": r"relat|recommend|recirc|more[-_]?(?:on|from|stor|news|art)|also|similar|popular|trending|latest|most[-_]|"
    r"read[-_]?(?:more|next)|teaser|suggest|interest|verwandt|weiter|mehr|siehe|next|prev|pager|pagination",
    "share": r"share|social|sharing|follow|facebook|twitter|whatsapp|addthis|sociable",
    "comment": r"comment|disqus|respond|reply|discuss|kommentar|livefyre|forum|akismet",
    "nav": r"nav|menu|bread-?crumb|toolbar|tabs?(?:$|[-_ ])|skip|sitemap",
    "footer": r"foot|bottom|copyright|imprint|legal|disclaimer",
    "header": r"header|masthead|branding|top(?:$|[-_ ])|logo|kopf",
    "side": r"side|rail|aside|widget|column-?right|right-?col|marginal|portlet|infobox|factbox|box(?:$|[-_ ])|panel",
    "author": r"auth?or|byline|bio(?:$|[-_ ])|profile|contributor|writer|autor|redakt|vcard",
    "caption": r"caption|credit|image|img|photo|figure|picture|bild|foto|gallery|slide|carousel|lightbox|media|thumb|video|"
    r"player|audio|podcast",
    "meta": r"meta|date|time|publish|updated|info|categor|kicker|eyebrow|label|read-?time|stamp|details|topic|section-?name",
    "tag": r"(?:^|[-_ ])tags?(?:$|[-_ ])|tag-?list|keyword|topics|schlagw|taxonomy|terms",
    "letter": r"newsletter|subscri|signup|sign-?up|abo(?:$|[-_ ])|mailing|donat|member|support|cta|call-?to|registration|"
    r"login|form",
    "wall": r"paywall|premium|piano|tp-|metered|regwall|locked|plus-?(?:box|hint)|offer",
    "cookie": r"cookie|consent|gdpr|privacy|cmp|onetrust|banner|notice|alert|modal|popup|overlay|dialog|toast|tooltip",
    "quote": r"quote|zitat|pull|highlight",
    "embed": r"embed|tweet|instagram|youtube|iframe|social-?post",
    "title": r"title|headline|heading|(?:^|[-_ ])hed|titel|titulo",
    "lead": r"lead|intro|summary|standfirst|dek|subtitle|sub-?head|teaser|vorspann|chapeau|excerpt|abstract|perex|ingress",
    "body": r"(?:article|story|entry|post|news|page|content|main)[-_]*(?:body|content|text|copy|detail|inner|wrap)|"
    r"body[-_]?(?:text|copy|content)|fulltext|rich-?text|articlebody|paragraph|prose|wysiwyg|bodytext",
    "content": r"content|article|story|post|entry|text|main|single|inhalt|artikel|beitrag|contenu|texte|node",
    "hide": r"hidden|hide|invisible|sr-only|screen-?reader|visually|noprint|print-?(?:only|none)|mobile-only|collapsed",
    "product": r"product|price|shop|buy|cart|rating|review|star|deal|woocommerce",
    "list": r"list|item|grid|card|row|tile|feed|archive|collection",
}
_TEXT_WORDS = {
    "related": r"^\W*(?:read (?:more|also|next|on)|more (?:on|from|about|stories|news|information)|see (?:also|more)|related|"
    r"recommended|also read|you may also|you might|don'?t miss|up next|most read|must read|trending|watch:|video:|listen:|"
    r"lesen sie|lies (?:auch|hier|mehr)|mehr (?:zum|zu|lesen|dazu|aus|infos)|auch (?:interessant|auf)|siehe auch|das könnte|"
    r"das thema könnte|weitere?[rs]? |zum thema|passend|lesetipp|mehr:|à lire|lire aussi|lire (?:la|plus)|voir aussi|"
    r"sur le même|lea (?:también|más)|leer (?:más|también)|te puede|también (?:te|puedes|lee)|ver (?:más|también)|"
    r"más (?:sobre|noticias|info)|leggi (?:anche|tutto)|vedi anche|potrebbe|leia (?:também|mais)|veja (?:também|mais)|"
    r"saiba mais|lees (?:ook|meer|verder)|zie ook|meer (?:over|nieuws)|czytaj|zobacz|przeczytaj|polecamy|więcej|"
    r"läs (?:också|mer|även)|les (?:også|mer)|læs (?:også|mere)|lue (?:myös|lisää)|více|čtěte|читайте|смотрите|ayrıca)",
    "letter": r"newsletter|subscrib|sign(?:ing)? up|sign-up|inbox|abonn|anmelden|registrier|jetzt bestellen|infolettre|"
    r"inscri|suscrib|boletín|iscriviti|assine|inscreva|nieuwsbrief|schrijf je|zapisz się|prenumer|nyhedsbrev|nyhetsbrev|"
    r"uutiskirje|odběr|подпис|download (?:the|our)|free trial|donat|become a member|support (?:us|our)|apps? for|"
    r"spende|unterstütz|membership|log ?in\b|mitglied werden|hazte|get the \w+ \w+ app",
    "share": r"^\W*(?:share|tweet|facebook|twitter|whatsapp|email|e-mail|print|pinterest|linkedin|teilen|drucken|partager|"
    r"imprimer|compartir|condividi|compartilh|delen|udostępnij|dela|jaa|copy link|follow (?:us|me|him|her|on)|"
    r"folgen sie|folge uns|suivez|s[ií]guenos|siga|seguici|like us|find us)",
    "copyright": r"©|\(c\) (?:19|20)\d\d|copyright|all rights reserved|alle rechte|tous droits|derechos reservados|"
    r"riproduzione|reproduction|may not be (?:published|reproduced)|terms of (?:use|service)|privacy policy|impressum",
    "contact": r"@\w+\.\w|\btel\b|phone|telefon|fax\b|e-?mail|contact|kontakt|reached? (?:at|the)|ansprechpartner|"
    r"twitter\.com|on twitter|press office",
    "credit": r"^\W*(?:photos?|images?|picture|pic|fotos?|bild(?:er|quelle|nachweis)?|abbildung|crédits?|photo credit|"
    r"credit|quellen?|source|fuente|fot\.|zdj|foto-|grafik|illustration|courtesy)\b|getty|shutterstock|istock|adobe ?stock|"
    r"unsplash|pixabay|via ap\)|/ap\b|/reuters|/afp|/dpa|imago|screenshot|file photo|(?:image|photo|pic|photograph|credit|"
    r"picture|foto|bild)s?:|photo by|\((?:ap|reuters|afp|epa) ?(?:photo|/)|handout",
    "byline": r"^\W*(?:by|von|par|por|di|da|av|af|door|autor|author|text|written by|posted by|publicado|publié|redaktion|"
    r"reporting by|editing by|additional reporting|compiled|edited by)\b|contributed to this|contributed reporting|"
    r"\b(?:is|was|ist) (?:an?|the|eine?) (?:\w+ ){0,3}(?:reporter|writer|editor|journalist|correspondent|author|"
    r"columnist|producer|redakteur|autor)",
    "date": r"^\W*(?:published|updated|posted|last (?:updated|modified)|first published|created|stand|aktualisiert|"
    r"veröffentlicht|erstellt|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato|atualizado|gepubliceerd|"
    r"opublikowano|publicerad|julkaistu|letzte änderung)\b|\b\d{1,2}[.:]\d\d\b.{0,12}$|^\W*\d{1,2}[./-]\d{1,2}[./-]\d{2,4}",
    "comment": r"^\W*(?:\d+ )?(?:comments?|kommentare?|commentaires?|comentarios?|commenti|reacties|komentarz|leave a reply|"
    r"schreibe einen|add a comment|join the|reply|antworten|discuss|view comments|meinung)",
    "cookie": r"cookie|javascript|browser|datenschutz|gdpr|your consent|einwilligung|ad ?blocker|externe[nr]? inhalt|"
    r"third.party",
    "ad": r"^\W*(?:advert|anzeige|werbung|publicidad|publicité|pubblicità|reklama|annonse?|annons|mainos|sponsored|promoted|"
    r"story continues|article continues|continue reading|the article continues|loading|\* ?(?:affiliate|werbung))|affiliate|"
    r"commission|provision|partnerlink",
    "about": r"^\W*(?:about (?!(?:\d|half|one|two|three|five|ten)\b)|über (?:den|die|uns|das)|à propos|acerca|sobre|chi è|"
    r"note to editors|notes to|hinweis|disclaimer|correction|editor'?s note|anmerkung|tags?\b|topics?|themen|schlagw|stichw|"
    r"kategori|categor|filed under|in this article|table of contents|keywords|more information|source:|citation)",
    "more": r"(?:mehr|more|weiterlesen|lesen|plus|más|mais|di più|więcej|mer|lisää|here|hier)\W*$|[»›→>]\s*$",
}  # fmt: skip
_HREF_WORDS = {
    "tag": r"/(?:tags?|topics?|categor\w*|themen?|schlagw\w*|keywords?|search|hashtag|rubrik|section)s?[/=?]",
    "author": r"/(?:authors?|autore?n?|people|by|profile|staff|writers?|contributors?|redaktion|user|team)/",
    "mail": r"^(?:mailto|tel):",
    "social": r"facebook\.com|twitter\.com|//x\.com|linkedin\.com|pinterest|whatsapp|instagram|//t\.me|reddit\.com|"
    r"sharer?\b|youtube",
    "out": r"^(?:https?:)?//",
    "none": r"^(?:#|javascript:|$)",
    "shop": r"amazon\.|amzn\.|tag=|affiliate|subscri|newsletter|signup|register|login|abo\b|donate|shop",
}

CLASS_GROUPS = {name: re.compile(words) for name, words in _CLASS_WORDS.items()}
TEXT_GROUPS = {name: re.compile(words, re.I) for name, words in _TEXT_WORDS.items()}
HREF_GROUPS = {name: re.compile(words, re.I) for name, words in _HREF_WORDS.items()}

ENGLISH = frozenset("the of and to in is that for it was on with as he at by his this had not are but from have they".split())
GERMAN = frozenset("der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden".split())
FUNCTION_WORDS = (
    ENGLISH
    | GERMAN
    | frozenset(
        """which one were all her she there would their we him been has when who will no if out so said what its about into
        than them can only other aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben
        nur oder aber vor zur bis mehr durch man le la les de des et en un une du que est pour qui dans a par plus pas au sur ne
        se ce il sont avec ou son sa mais nous el los las y del por con para su al lo como más o pero sus ha me si sin sobre este
        ya di che è per non sono da della dei nel alla anche più come ma gli os do em um uma não na no dos das ao à foi het een
        van ik te dat op voor met zijn niet aan maar om ook dan i w z się nie jest to po co za od och att det som på är av för med
        den till inte han var ja on ei se että oli kun mutta hän og er af ikke har jeg v je s k ale jako bir ve bu için ile çok
        и в не на я что он с как это по но из у""".split()
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
