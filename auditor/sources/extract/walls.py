"""Words of walls: calls to subscribe, consent forms, bot checks, and pages that say that there is no page."""

from __future__ import annotations

import re

_PLEAS = re.compile(
    r"""
      \bto\s(?:(?:continue|keep)\s(?:reading|with)|(?:read|view|see|access|unlock|get)\s(?:(?:the|this|our|your)\s)?
        (?:full|entire|whole|complete|rest|remaining|story|article|premium|unlimited)).{0,60}?
        \b(?:subscri|sign\sin|log\sin|register|become\sa\smember|create\s(?:an|a\sfree)\saccount|
        start\s(?:your|a)\s(?:free\s)?trial)
    | \b(?:subscribe|sign\sin|log\sin|register|create\s(?:an|a\sfree)\saccount)\b[^.!?]{0,50}
        \b(?:to|and)\s(?:continue|keep|read|view|access|unlock)\b[^.!?]{0,30}(?:reading|story|article|full|content|rest|access)
    | \bsubscribe\snow\b[^.!?]{0,40}\bfor\sthe\sfull\s(?:story|article)
    | \b(?:this|the)\s(?:article|story|content|page)\sis\s
        (?:only\s)?(?:available\s(?:only\s)?(?:to|for)|for|reserved\sfor|exclusive(?:ly)?\s(?:to|for))
        \s(?:our\s|paying\s|premium\s|registered\s)?(?:subscribers?|members|paid)
    | \bthis\s(?:article|story|content)\sis\sbehind\sa\spaywall
    | \b(?:subscribers?|members?)[-\s]only\s(?:article|story|content)\b
    | \byou(?:'|’)?(?:ve|\shave)\s(?:reached|used|hit|read)\s(?:all\s)?(?:of\s)?(?:your|the)\s
        (?:\w+\s){0,4}(?:limit|free\s(?:articles?|stories))
    | \balready\sa\s(?:subscriber|member)\?
    | \bdiese[rn]?\s(?:artikel|inhalt|beitrag)\s(?:ist|steht)\s(?:nur|exklusiv|ausschlie(?:ß|ss)lich)\b
    | \bjetzt\s(?:weiterlesen|abonnieren\sund\sweiterlesen)\b
    | \bum\s(?:weiterzulesen|den\s(?:ganzen\s)?artikel\szu\slesen)\b
    | \bcet\sarticle\sest\sr[ée]serv[ée]\s(?:aux|à)\b | \br[ée]serv[ée]\s(?:aux|à\snos)\sabonn[ée]s
    | \bil\s(?:vous\s)?reste\s\d+\s?%
    | \bweiterlesen\smit\s[\w-]{1,20}(?:\s?\+|\splus\b|\sabo\b) | \b(?:artikel|text)\sfreischalten\b
    | \b(?:contenido|artículo)\s(?:es\s)?(?:exclusivo|solo)\spara\ssuscriptores
    | \bpara\s(?:seguir|continuar)\sleyendo\b
    | \b(?:contenuto|articolo)\sriservato\sagli\sabbonati | \bper\scontinuare\sa\sleggere\b
    | \bconteúdo\sexclusivo\spara\sassinantes | \bpara\scontinuar\slendo\b
    | \bdit\sartikel\sis\s(?:alleen|exclusief)\b | \bartykuł\sdostępny\stylko\b
    """,
    re.I | re.X,
)


def find_plea(text: str) -> str | None:
    """The words with which a wall asks the reader of ``text`` to subscribe, to the end of the last, or None."""
    found = _PLEAS.search(text)
    if not found:
        return None
    end = found.end()
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[found.start() : end]
