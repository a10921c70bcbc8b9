"""What stands on a page beside the article: share bars, menus, comment widgets, notices, captions, bylines."""

from __future__ import annotations

import re

from auditor.records import BlockKind

_MENU_WORDS = frozenset(
    """menu subscribe log login in sign up out search home share tweet print email e-mail facebook twitter x linkedin
    whatsapp reddit pinterest instagram telegram threads bluesky mastodon flipboard copy link save bookmark close
    skip to
    main content navigation news sport sports business opinion culture world local weather video videos podcasts live
    newsletter newsletters advertisement advertise ad ads sponsored account my more next previous prev back top contact
    us about careers help faq sitemap rss feed games crossword archive jobs classifieds obituaries lifestyle tech
    politics
    science health arts travel food register donate and or this story article page via on the site map edition app read
    comments comment reply like follow notifications toggle terms of use service privacy policy cookies""".split()
)
_FURNITURE = re.compile(
    r"""[\[(]?(?:
      skip\ to\ | share\ (?:this|on|via|article|story)\b | follow\ us\b | sign\ up\ (?:for|to)\ (?:our|the|a|free)\b
    | subscribe\ (?:to|now|today|for)\b(?!.*\b(?:said|says)\b) | click\ (?:here|below)\b | tap\ here\b
    | (?:read|see|learn|find\ out|watch|listen)\ (?:more|next|also|now)\s?(?:[:|»›>→]|$)
      | read\ the\ full\ (?:story|article)\b
    | (?:related|you\ may\ also\ like|recommended|trending|most\ (?:read|popular|viewed)|more\ (?:from
      |stories|news|on\ this))\b[^.]{0,60}(?:$|:)
    | also\ (?:read|see|on)\b[^.]{0,100}: | up\ next\b | don['’]t\ miss\b
    | ©|\(c\)\ ?\d{4}|copyright\b | all\ rights\ reserved | terms\ (?:of|and)\b | privacy\ policy
    | (?:oops|whoops|sorry)[!,.]?\ .{0,30}(?:something|went\ wrong|error) | something\ went\ wrong
      | an\ error\ (?:has\ )?occurred
    | (?:we|this\ (?:site|website|page))\ uses?\ cookies | by\ (?:continuing|using)\ (?:to|this
      |our)\b.{0,60}(?:cookies|agree|consent)
    | (?:accept|manage|reject)\ (?:all\ )?cookies | your\ (?:email|e-mail)\ address\ will\ not
      | (?:please\ )?enable\ javascript
    | (?:leave|post|add|write)\ a\ (?:comment|reply)\b | (?:no|\d{1,6})\ comments?\b
      | comments?\s?(?:\(\d{1,6}\)|:?\s?\d{1,6}$|$|are\ closed)
    | join\ the\ (?:conversation|discussion) | log\ in\ to\ (?:comment|reply) | be\ the\ first\ to\ comment
    | advertisement\b | sponsored\b[^.]{0,40}$ | loading\b[.…\s]{0,6}$ | tags?:\s | topics?:\s
      | filed\ under\b | posted\ (?:in|under)\b | categor(?:y|ies):
    | \d{1,3}\ min(?:ute)?s?\ (?:read|listen|watch)\b | (?:reading|read)\ time\b | download\ (?:our
      |the)\ (?:\w+\ )?app\b
    | get\ (?:the|our|your)\ .{0,60}\bnewsletter | (?:support|donate\ to)\ (?:our|us|independent)\b
      | thank(?:s|\ you)\ for\ (?:reading|subscribing|signing)
    | (?:this|the)\ (?:page|article)\ was\ last\ (?:edited|modified|updated)
      | text\ is\ available\ under | retrieved\ from\ ["“]
    | (?:have|got)\ a\ (?:tip|story|correction)\b | report\ (?:an?\ )?(?:error|typo|correction)
      | print\ (?:this|article|edition)\b
    | (?:corrections?|clarifications?|editor['’]?s?['’]?\ note|update|note\ to\ readers|disclaimer
      |disclosure)\b(?:\s?\([^)]{0,60}\)|,?\ [A-Z][a-z]{2,8}\.?\ \d{1,2}(?:,\ \d{4})?)?\s?[:—–]
    | (?:a|an)\ (?:previous|earlier)\ version\ of\ this\ (?:article|story|report|page)\b
    | source:\ conversation\ with\b
    | if\ you(?:['’]d\ like|\ like|\ want|\ wish),?\ I\ can\b | would\ you\ like\ me\ to\b
      | let\ me\ know\ (?:if|whether)\ you\b
    | this\ (?:article|story|answer|summary)\ (?:was|has\ been|is)\ (?:generated|written|produced
      |created|updated|amended|corrected|edited)\b
    | (?:ai|chatbots?)\b.{0,40}\bmistakes\b | (?:the\ )?above\ (?:article|summary)\ was
      | was\ this\ (?:helpful|answer|article)\b | related\ (?:questions|searches)\b | ask\ a\ follow
    )""",
    re.X | re.I,
)
_CAPTION = re.compile(
    r"""(?:photo(?:s|graphs?)?|image|picture|video|graphic|illustration|caption|map|chart|file\ photo|credit
      |figure\ \d+)
      \s?(?:by\b|credit\b|courtesy\b|[:/])
    | file\ ?[-–—:]\ | \((?:photo|image|picture|ap|reuters|file)\b[^)]{0,120}\)$ | \[(?:photo|image
      |picture|video)\b[^\]]{0,200}\]$""",
    re.X | re.I,
)
_CAPTION_END = re.compile(
    r"\((?:photo|image|picture|illustration|credit|courtesy|file)\b[^()]{0,120}\)\s?$|(?:getty images|(?:ap|afp"
    r"|epa|reuters) ?/?(?:photo|via)?[^.]{0,40}images)\)?$",
    re.I,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s"
_DATE = (
    rf"(?:{_DAY})?(?:{_MONTH}\s\d{{1,2}},?\s\d{{4}}|\d{{1,2}}\s{_MONTH}\s\d{{4}}|\d{{4}}-\d\d-\d\d"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{4})"
)
_BYLINE = re.compile(
    rf"""(?:
      (?:story\ |words\ |written\ |reported\ |text\ )?by:?\s+(?:the\ )?(?-i:[A-Z])[^.!?]{{1,120}}(?:\b(?:[A-Z]|[JS]r
        |St)\.[^.!?]{{0,80}}){{0,4}}(?:[|·•].{{0,120}})?$
    | (?:published|updated|posted|last\ (?:updated|modified)|first\ published|modified
      |date)\b:?\s(?:on\ |at\ )?.{{0,20}}(?:\d{{4}}|\d{{1,2}}:\d\d|ago\b).{{0,60}}$
    | {_DATE}(?:[\s,|·•–—-]{{1,4}}.{{0,60}})?$
    | (?-i:[A-Z])[\w.'’ -]{{2,60}}[,|·•–—]\s?(?:staff|senior|political|science|business|chief|special
      |news|our)?\s?(?:reporter|correspondent|writer|editor|staff)s?\b.{{0,60}}$
    | (?:associated\ press|reuters|staff\ report(?:er)?s?|staff\ writers?|news\ desk
      |from\ staff\ reports|wire\ reports)\.?$
    )""",
    re.X | re.I,
)
_DATELINE = re.compile(
    rf"(?-i:[A-Z][A-Z .'’-]{{2,40}})(?:,\s[\w. ]{{2,30}}){{0,2}}(?:,?\s{_MONTH}\s\d{{1,2}})?\s?[—–-]{{0,2}}$", re.I
)
COMMENTS = re.compile(
    r"(?:\d{1,6}|no|all|show|view|reader)?\s?(?:comments?|responses?|replies)(?:\s?\(\d{1,6}\))?\s?:?$|(?:leave"
    r"|post|add) a (?:comment|reply)\b|click here to leave a comment|join the (?:conversation|discussion)"
    r"|\d{1,6} thoughts? on\b",
    re.I,
)


_SIGNATURE = re.compile(r"--[ \t]*(?:[\r\n]|$)")
"""What opens the signature of a letter (RFC 3676, section 4.3)."""


def classify_line(line: str) -> BlockKind | None:
    """``FURNITURE``, ``CAPTION`` or ``BYLINE`` where a line of text is plainly one by its wording, else None."""
    line = line.strip().strip("*_").strip()
    head = line[:400]
    if _FURNITURE.match(head) or _is_menu(head) or _SIGNATURE.match(head):
        return BlockKind.FURNITURE
    if len(line) <= 400 and (_CAPTION.match(head) or _CAPTION_END.search(head)):
        return BlockKind.CAPTION
    if len(line) <= 200 and _BYLINE.match(line):
        return BlockKind.BYLINE
    if len(line) <= 80 and _DATELINE.match(line) and not line.isupper():
        return BlockKind.BYLINE
    return None


def _is_menu(line: str) -> bool:
    words = re.findall(r"[^\W_]+(?:-[^\W_]+)?", line.lower())
    if not words or len(words) > 25 or re.search(r"[.?!,;][\W\d]*$|[\[\]]", line) or len(line) >= 300:
        return False
    if line[0].islower() or line[0].isdigit():
        return False
    if not all(w in _MENU_WORDS or w.isdigit() for w in words):
        return False
    return (
        len(words) > 2
        or bool(re.search(r"[|·•›»/:]", line))
        or words[0] in ("menu", "advertisement", "share", "search", "subscribe")
    )
