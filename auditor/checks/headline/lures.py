"""Clickbait by its structure: withholding the point, addressing the reader, promising a sensation.

The families of signs are those the literature on clickbait names: forward reference (``this``, ``what happened next``),
direct address, hyperbole, listicles (Potthast et al. 2016; Blom and Hansen 2015).
"""

from __future__ import annotations

import re

from auditor.checks.headline.alignment import Alignment
from auditor.checks.headline.fault import Fault, either
from auditor.records import HeadlineKind
from auditor.text import fold

_SIGNS: tuple[tuple[float, str], ...] = (
    (0.95, r"\byou(?:'ll| will| won't| would| wouldn't| can't| could)?(?: not| never)? (?:believe|guess|imagine"
           r"|regret)\b"),
    (0.9, r"\b(?:can't|cannot|couldn't|could not|can hardly|won't|didn't) believe (?:what|how|it|their|his|her|who"
          r"|why)\b"),
    (0.95, r"\bwhat happen(?:s|ed) (?:next|then|after)\b"),
    (0.9, r"\b(?:will|can|could|might|may|is going to|'ll) (?:\w+ )?(?:shock|amaze|stun|astonish|surprise|leave"
          r"|make|break"
          r"|melt|haunt|change|blow|warm|restore|terrify|delight) (?:you|your|us|everyone)\b"),
    (0.8, r"\bleave[sd]? (?:you|us|everyone|fans|viewers|scientists|experts|doctors) (?:speechless|in tears"
          r"|stunned|baffled"
          r"|in shock|breathless|gasping)\b"),
    (0.85, r"^(?:can you )?guess (?:who|what|which|why|where|how)\b"),
    (0.9, r"\b(?:one|1|single|this|these|simple|weird|easy|clever|little)(?: \w+)? (?:weird |simple |strange "
          r"|easy |odd )?"
          r"(?:trick|tricks|hack|hacks)\b"),
    (0.9, r"\b(?:doctors|dentists|experts|banks|bosses|trainers|landlords|insurers|lawyers|teachers) hate\b"),
    (0.8, r"\bthe (?:real|true|shocking|surprising|secret|untold|ugly|hidden|dark|heartbreaking|bizarre|incredible) "
          r"(?:reason|truth|story|cause|secret|cost|meaning)\b"),
    (0.95, r"\b(?:doesn't|don't|do not|does not|didn't|never) want(?:s|ed)? you to (?:know|see|find|read)\b"),
    (0.9, r"\bwait (?:until|till|'til) you (?:see|hear|read)\b"),
    (0.8, r"\b(?:nobody|no one|no-one) (?:was|is|saw|expected|could have|knew|tells you|talks about|is talking)\b"),
    (0.8, r"\beveryone(?: is|'s) talking about\b|\bthe internet (?:is|can't|cannot|went|has)\b"),
    (0.75, r"\bthis is (?:why|how|what|the)\b|\bthat's (?:why|what)\b"),
    (0.5, r"\bhere(?:'s| is| are) (?:why|what|how|the)\b"),
    (0.95, r"\b(?:could|may|might|is|are) (?:be )?(?:secretly )?(?:killing|ruining|poisoning|harming|costing|aging"
           r"|damaging"
           r"|destroying) (?:you|your)\b"),
    (0.7, r"^(?:the )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|\w+teen) (?:\w+ )?(?:secrets|reasons"
          r"|ways|things"
          r"|tricks|signs|facts|mistakes|foods|habits|lies|myths|photos|moments|places|tips|lessons)\b"),
    (0.8, r"\bthe (?:one|only|single) (?:\w+ )?(?:mistake|thing|food|word|trick|habit|place|question|secret|drink"
          r"|item|rule"
          r"|exercise|tip|reason)\b"),
    (0.75, r"\byou (?:should|must|need to|have to) (?:never|always|stop|know|see|try|read|hear)\b|\byou(?:'ve"
           r"| have) been\b"
           r"|\byou never knew\b|\byou didn't know\b"),
    (0.75, r"\bsay goodbye to\b|\bstop (?:doing|eating|buying|using|drinking) \w+ (?:now|right now|immediately"
           r"|today)\b"),
    (0.85, r"\bsomething (?:\w+ )?(?:incredible|unbelievable|amazing|strange|unexpected|shocking|extraordinary"
           r"|wonderful"
           r"|terrifying|bizarre|astonishing|remarkable|magical|weird)\b"),
    (0.8, r"\b(?:unbelievable|mind-?blowing|jaw-?dropping|mind blowing|jaw dropping|insane|omg|life-?changing)\b"),
    (0.45, r"\b(?:shocking|incredible|amazing|stunning|astonishing|heartbreaking|heart-?warming|hilarious|genius|epic"
           r"|brilliant|outrageous|adorable|spine-?chilling|terrifying|bizarre|eerie)\b"),
    (0.6, r"^what (?:this|these|he|she|they|his|her|their|one|scientists|doctors|experts|police)\b(?!.*\?)"),
    (0.55, r"^(?:this|these) (?!week|year|month|summer|winter|spring|autumn|time|weekend|season)\w+"),
    (0.3, r"^(?:he|she|they) \w+"),
    (0.35, r"\b(?:you|your|you're|you'll)\b"),
    (0.5, r"[.!?…] (?:then|and then|what|now|you|the result|the reason|his reaction|her reaction|her answer|his answer"
          r"|her reply|his reply|wait|nobody|no one)\b.*$"),
    (0.35, r"(?:\.\.\.|…)\s*$"),
    (0.35, r"!\s*$"),
    (0.55, r"[a-z]{3,}[.!?…] (?:they|he|she|it|you|what|nobody|no one|see|then|now|and|but|here|this|that|these|we"
           r"|i|watch|read|find"
           r"|the (?:result|reason|answer|reaction|waiter|judge|owner|rest|internet|ending))\b"),
    (0.6, r"\b(?:see|find out|discover|learn|read|watch|look) (?:why|how|what|who|where|which)\b"),
    (0.55, r"\b(?:unthinkable|unimaginable|unbelievably|the impossible|never be the same|never look the same"
           r"|went down in history"
           r"|will never forget|nobody will forget|you'd never|went viral|goes viral|blew up|broke the internet"
           r"|speechless)\b"),
    (0.6, r"\b(?:about|to|for|says about) you\b|\byour (?:\w+ ){1,3}(?:says?|reveals?|means?|knows?|could|is|are)\b"),
    (0.5, r"^(?:we|i) (?:tried|asked|tested|went|spent|ate|bought|put|sent|gave|watched)\b"),
    (0.45, r"\b(?:instantly|immediately) (?:regret\w*|changed|went)\b|\bgame.?changer\b|\bmind blown\b"
           r"|\bnever again\b"),
    (0.5, r"\b(?:not what|isn't what|wasn't what|more than) (?:you|they|anyone|we|he|she) (?:think|thinks|thought"
          r"|expected|expect)\b"),
    (0.4, r"\b(?:the|this|these|that) (?:\w+ )?(?:reason|secret|word|thing|moment|detail|photo|picture|video|trick) "),
    (0.35, r"\bjust (?:did|found|made|got|discovered|revealed|changed|broke)\b"),
    (0.35, r"\bthe world's (?:\w+est|most|best|worst)\b"),
    (0.5, r"\b(?:secret|secrets) (?:to|of|behind|that)\b|\bsecrets\b"),
    (0.5, r"\b(?:his|her|their|its|the) (?:answer|reaction|response|reply|secret|reason|ending|result)s? (?:will"
          r"|is|was|left"
          r"|has|leaves|may|might|says|goes)\b"),
    (0.6, r"\bwhat (?:he|she|they|it|this \w+|the \w+|\w+) (?:found|finds|saw|sees|did|does|said|discovered"
          r"|discovers|heard"
          r"|wore|wrote|learned|revealed|reveals|fell out)\b(?=.*\b(?:will|next|left|shocked|stunned|amazed)\b)"),
)  # fmt: skip
_PATTERNS = tuple((strength, re.compile(pattern)) for strength, pattern in _SIGNS)
_LONGEST = 400


def find_lure(headline: str, aligned: Alignment) -> Fault:
    """How much of a lure the headline is; the evidence is the sentence nearest to it, where the point may stand."""
    plain = fold(headline[:_LONGEST]).lower().strip()
    quoted = re.sub(r'"[^"]*"', " ", plain)
    signs = [(strength, found) for strength, pattern in _PATTERNS if (found := pattern.search(quoted))]
    score = either(*(strength for strength, _ in signs))
    words = max(signs, default=(0.0, None), key=lambda s: s[0])[1]
    shown = words.group().strip(" .!?") if words else ""
    why = f"the headline withholds the point or promises a sensation (“{shown}”); the body says it plainly"
    sense = aligned.best if aligned.covers[aligned.ranked[0]] > 0 else None
    return Fault(HeadlineKind.CLICKBAIT, score, why, sense, {"lure": score})
