"""Audits to render, built by hand: an invented shipwreck, invented outlets on reserved domains.

``small`` is one clean article; ``full`` has every verdict, every kind of difference, unread pages, one story under
several names, copying, and headline and title findings; ``hostile`` puts something dangerous into every field;
``sixty`` is a long article with sixty claims.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from auditor.checks.together import combine_parts
from auditor.records import (
    Article,
    Attempt,
    Audit,
    Block,
    BlockKind,
    Claim,
    ClaimAudit,
    ClaimCopying,
    Copying,
    CopyingKind,
    Coverage,
    Difference,
    DifferenceKind,
    Document,
    Evidence,
    FetchStatus,
    Finding,
    Format,
    HeadlineCheck,
    HeadlineKind,
    Marker,
    MatrixRow,
    Number,
    Page,
    Problem,
    Provenance,
    Reference,
    Run,
    Score,
    ScorePart,
    Sentence,
    Severity,
    Source,
    Span,
    Stance,
    SupportCheck,
    TitleCheck,
    TitleKind,
    Verdict,
)
from auditor.urls import text_fragment

_MARKER = re.compile(r"\[(\w+)\]")


@dataclass(frozen=True)
class Ref:
    """A reference and the page behind it; ``page`` None where it was not read."""

    number: Number
    outlet: str
    title: str
    url: str | None
    page: str | None = None
    status: FetchStatus = FetchStatus.OK
    reason: str = ""
    credit: str | None = None
    page_title: str | None = None
    date: str = "2031-03-04"


@dataclass(frozen=True)
class Check:
    """What a page says about a claim: the passage by its words, the differences as (kind, ours, theirs)."""

    reference: Number
    verdict: Verdict
    confidence: float | None = None
    support: float | None = None
    passage: str | None = None
    differences: tuple[tuple[DifferenceKind, str, str | None], ...] = ()


@dataclass(frozen=True)
class Said:
    """One sentence of the article, with its markers, and what was found about it; ``shown`` are better pages' words."""

    text: str
    checks: tuple[Check, ...] = ()
    better: tuple[Number, ...] = ()
    shown: tuple[tuple[Number, str], ...] = ()
    copied: tuple[CopyingKind, Number, float, str] | None = None
    truncated: bool = False


def document(title: str, paragraphs: Sequence[Sequence[Said]], refs: Sequence[Ref], **known: str) -> Document:
    """The article as a plain text with its blocks."""
    text, blocks = "", []

    def add(kind: BlockKind, piece: str) -> None:
        nonlocal text
        text += "\n\n" if text else ""
        blocks.append(Block(kind, Span(len(text), len(text) + len(piece))))
        text += piece

    add(BlockKind.TITLE, title)
    if "byline" in known:
        add(BlockKind.BYLINE, known["byline"])
    for paragraph in paragraphs:
        add(BlockKind.PARAGRAPH, " ".join(said.text for said in paragraph))
    add(BlockKind.FURNITURE, "Share this story")
    for ref in refs:
        add(BlockKind.REFERENCE, _entry(ref))
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return Document(Format.TEXT, text, text, digest, blocks=tuple(blocks), title=title, **known)


def _entry(ref: Ref) -> str:
    return f"{ref.number}. “{ref.title}” {ref.outlet}, {ref.date}. {ref.url or ''}".strip()


def build(
    title: str,
    paragraphs: Sequence[Sequence[Said]],
    refs: Sequence[Ref],
    *,
    findings: Sequence[Finding] = (),
    clusters: Sequence[Sequence[Number]] = (),
    rests_on: Sequence[tuple[Number, Number]] = (),
    reasons: Sequence[str] = (),
    headline: HeadlineCheck | None = None,
    titles: Sequence[tuple[Number, TitleCheck]] = (),
    problems: Sequence[Problem] = (),
    score: Score | None = None,
    notes: Sequence[str] = (),
    uncited_copying: Mapping[int, tuple[CopyingKind, Number, float, str]] | None = None,
    **known: str,
) -> Audit:
    """The audit of these sentences and references; every offset is looked up, none written by hand."""
    doc = document(title, paragraphs, refs, **known)
    pages = {ref.number: ref for ref in refs}
    claims, audited, uncited, markers = [], [], [], []
    at = 0
    for said in (said for paragraph in paragraphs for said in paragraph):
        at = doc.text.index(said.text, at)
        span = Span(at, at + len(said.text))
        found = [
            Marker((_number(m.group(1)),), Span(at + m.start(), at + m.end()), m.group())
            for m in _MARKER.finditer(said.text)
        ]
        if not said.checks:
            uncited.append(Sentence(said.text, span, said.truncated))
            continue
        markers.extend(found)
        cites = tuple(n for m in found for n in m.numbers)
        claim = Claim(f"c{len(claims) + 1}", _MARKER.sub("", said.text), span, cites, _clauses(said.text))
        claims.append(claim)
        audited.append(_audited(claim, said, pages))
    sources = tuple(_source(ref) for ref in refs)
    read = [ref.number for ref in refs if ref.page is not None]
    grouped = _partition(read, clusters)
    article = Article(
        doc, tuple(s.reference for s in sources), tuple(markers), tuple(claims), tuple(uncited), tuple(problems)
    )
    copied = tuple(
        (i, ClaimCopying(c[1], _copying(c, pages, uncited[i].text))) for i, c in (uncited_copying or {}).items()
    )
    return Audit(
        article=article,
        sources=sources,
        claims=tuple(audited),
        matrix_references=tuple(ref.number for ref in refs),
        matrix=tuple(MatrixRow(a.claim.id, tuple(_support(a, ref) for ref in refs)) for a in audited),
        provenance=Provenance(
            tuple(tuple(read.index(n) for n in group) for group in grouped),
            tuple((read.index(a), read.index(b)) for a, b in rests_on),
            len(grouped) - len({a for a, _ in rests_on}),
            tuple(reasons),
        ),
        headline=headline,
        titles=tuple(titles),
        findings=tuple(findings),
        score=score or Score(100, 100, 100, "A", (ScorePart("support", 100, 100, "nothing found that costs points"),)),
        run=Run(
            "0.1.0", "default", "5" * 64, "lexical-1", "2031-03-05T06:00:00Z", 0.8,
            Coverage(len(refs), len(read), len(claims), sum(a.verdict is not Verdict.SOURCE_UNAVAILABLE for a in audited)),
            tuple(notes),
        ),
        uncited_copying=copied,
    )  # fmt: skip


def finding(
    code: str,
    severity: Severity,
    message: str,
    claim: str | None = None,
    reference: Number | None = None,
    suppressed: str | None = None,
) -> Finding:
    """A finding with a fingerprint made of what it says."""
    mark = hashlib.sha256(f"{code}|{message}|{claim}|{reference}".encode("utf-8", "replace")).hexdigest()[:16]
    return Finding(code, severity, message, mark, claim, reference, suppressed=suppressed)


def _clauses(text: str) -> tuple[tuple[tuple[Number, ...], Span], ...]:
    """What each marker of a sentence stands for: the words between it and the one before."""
    out: list[tuple[tuple[Number, ...], Span]] = []
    gone = begin = 0
    for m in _MARKER.finditer(text):
        end = m.start() - gone
        gone += len(m.group())
        if end == begin and out:  # two markers at one place
            out[-1] = ((*out[-1][0], _number(m.group(1))), out[-1][1])
        else:
            out.append(((_number(m.group(1)),), Span(begin, end)))
        begin = end
    return tuple(out)


def _number(label: str) -> Number:
    return int(label) if label.isdigit() else label


def _partition(read: Sequence[Number], clusters: Sequence[Sequence[Number]]) -> list[list[Number]]:
    grouped = [list(c) for c in clusters]
    known = {n for c in grouped for n in c}
    return sorted(grouped + [[n] for n in read if n not in known], key=lambda c: read.index(c[0]))


def _source(ref: Ref) -> Source:
    entry = Reference(ref.number, _entry(ref), ref.title, ref.outlet, ref.date, ref.url)
    host = re.search(r"//([^/]+)", ref.url or "")
    domain = host.group(1) if host else None
    trail = (
        (Attempt("explicit", ref.url, "the reference gives it"),)
        if ref.url
        else (Attempt("library", None, "no page has this outlet and title"),)
    )
    if ref.page is None:
        return Source(entry, ref.status, ref.reason, ref.url, domain, trail)
    page = Page(
        text=ref.page, title=ref.page_title or ref.title, url=ref.url, outlet=ref.outlet, published=ref.date,
        wire_credit=ref.credit, sha256=hashlib.sha256(ref.page.encode("utf-8", "replace")).hexdigest(),
        fetched_at="2031-03-05T05:59:00Z", byline=f"Staff of {ref.outlet}",
    )  # fmt: skip
    return Source(entry, ref.status, ref.reason, ref.url, domain, trail, page)


def _audited(claim: Claim, said: Said, pages: Mapping[Number, Ref]) -> ClaimAudit:
    checks = tuple(
        (c.reference, _check(claim, c, pages[c.reference])) for c in said.checks if c.reference in claim.cites
    )
    order = [
        Verdict.SUPPORTED,
        Verdict.CONTRADICTED,
        Verdict.PARTIALLY_SUPPORTED,
        Verdict.NOT_IN_SOURCE,
        Verdict.SOURCE_UNAVAILABLE,
    ]
    best = min(checks, key=lambda pair: order.index(pair[1].verdict))[1]
    verdict, confidence = best.verdict, best.confidence
    if len({span for _, span in claim.clauses}) > 1:
        numbers = [ns for ns, _ in claim.clauses]
        verdict, confidence = combine_parts([[c for n, c in checks if n in ns] for ns in numbers])
    copied = ClaimCopying(said.copied[1], _copying(said.copied, pages, claim.text)) if said.copied else None
    places = [(n, words, (pages[n].page or "").index(words)) for n, words in said.shown]
    shown = tuple((n, Evidence(w, at, at + len(w), text_fragment(pages[n].url, w))) for n, w, at in places)
    return ClaimAudit(claim, verdict, confidence, checks, said.better, copied, shown)


def _check(claim: Claim, check: Check, ref: Ref) -> SupportCheck:
    evidence: tuple[Evidence, ...] = ()
    text = ref.page or ""
    base = 0
    if check.passage:
        base = text.index(check.passage)
        end = base + len(check.passage)
        evidence = (Evidence(check.passage, base, end, text_fragment(ref.url, check.passage)),)
    differences = tuple(
        Difference(kind, ours, theirs, _find(claim.text, ours), _find(text, theirs, base))
        for kind, ours, theirs in check.differences
    )
    return SupportCheck(check.verdict, check.confidence, check.support, evidence, differences, "the passage quoted")


def _find(text: str, words: str | None, start: int = 0) -> Span | None:
    at = text.find(words, start) if words else -1
    return Span(at, at + len(words or "")) if at >= 0 else None


def _copying(copied: tuple[CopyingKind, Number, float, str], pages: Mapping[Number, Ref], sentence: str) -> Copying:
    kind, number, share, words = copied
    at = (pages[number].page or "").index(words)
    ours = [(m.group().lower(), m.start(), m.end()) for m in re.finditer(r"\w+", sentence)]
    theirs = [m.group().lower() for m in re.finditer(r"\w+", words)]
    blocks = SequenceMatcher(None, [w for w, _, _ in ours], theirs, autojunk=False).get_matching_blocks()
    runs = [Span(ours[b.a][1], ours[b.a + b.size - 1][2]) for b in blocks if b.size > 1]
    return Copying(kind, 0.94, share, words, at, at + len(words), tuple(runs))


def _support(audited: ClaimAudit, ref: Ref) -> float | None:
    if ref.page is None:
        return None
    for number, check in audited.checks:
        if number == ref.number:
            return check.support
    if ref.number in audited.better_references:
        return 0.93
    return int(hashlib.sha256(f"{audited.claim.id}{ref.number}".encode()).hexdigest()[:4], 16) % 30 / 100


S, P, C, N, U = (
    Verdict.SUPPORTED,
    Verdict.PARTIALLY_SUPPORTED,
    Verdict.CONTRADICTED,
    Verdict.NOT_IN_SOURCE,
    Verdict.SOURCE_UNAVAILABLE,
)
D = DifferenceKind


def small() -> Audit:
    """Two claims, one page, nothing wrong."""
    page = (
        "The ferry Aurelia ran onto a sandbank off Cape Tarn before dawn on Tuesday.\n\n"
        "All 214 people on board were taken ashore by lifeboat, the coastguard said. Nobody was hurt."
    )
    refs = [Ref(1, "Tarn Courier", "Ferry runs aground off Cape Tarn", "https://courier.example/aurelia", page)]
    return build(
        "Night ferry aground off Cape Tarn",
        [
            [
                Said(
                    "The ferry Aurelia ran onto a sandbank off Cape Tarn early on Tuesday.[1]",
                    (
                        Check(
                            1,
                            S,
                            0.97,
                            0.97,
                            "The ferry Aurelia ran onto a sandbank off Cape Tarn before dawn on Tuesday.",
                        ),
                    ),
                ),
                Said(
                    "All 214 people aboard were brought ashore.[1]",
                    (
                        Check(
                            1,
                            S,
                            0.95,
                            0.96,
                            "All 214 people on board were taken ashore by lifeboat, the coastguard said.",
                        ),
                    ),
                ),
            ]
        ],
        refs,
        outlet="Island Digest",
        published="2031-03-04",
        language="en",
        url="https://digest.example/aurelia",
    )


_COURIER = (
    "CAPE TARN - The night ferry Aurelia ran onto a sandbank off Cape Tarn at 4:40 on Tuesday morning with 214 people on board.\n\n"
    "The crossing from Port Lumen takes less than 50 minutes in fair weather. Lifeboats from Tarn and Skerry took everybody ashore within three hours.\n\n"
    "Harbour master Ines Vallgren said the channel marker had been dark since Sunday. “We asked for a repair twice, and we were told to wait for calmer seas,” she said.\n\n"
    "The ship was carrying 60 tonnes of fuel. None of it has leaked, divers reported on Tuesday evening."
)
_WIRE = (
    "PORT LUMEN (Northwire) - A ferry carrying 214 passengers and crew grounded in shallow water off Cape Tarn on Tuesday, and rescuers brought all of them to land before noon, the coastguard said.\n\n"
    "The operator, Lumen Lines, may replace the captain while an inquiry is held, a person familiar with the matter said.\n\n"
    "Coastguard commander Oda Brandt praised the crew. “They kept people calm in the dark and they kept them together,” Brandt told reporters.\n\n"
    "The wind had dropped before the grounding, according to the weather service. Investigators said fatigue was one of several questions they would look at."
)
_RADIO = (
    "Island Radio has spoken to people who were on the Aurelia. Passenger Milo Fenn said he was woken by a long scraping noise and then by silence.\n\n"
    "The transport ministry said it would pay for hotel rooms for at least 30 families. It did not say who would pay for the tow.\n\n"
    "Tugs are expected to try to pull the ship free at high water on Thursday."
)
_LEDGER = (
    "Lumen Lines shares fell 4 percent on Tuesday after its ferry Aurelia grounded. Insurers opposed a quick sale of the ship.\n\n"
    "The company said the Aurelia passed its inspection in January 2030. Chief executive Per Aldane accused the port of neglect; the port denied it."
)


def full() -> Audit:
    """Every verdict, every kind of difference, every way to be unread, one story in three places."""
    refs = [
        Ref(0, "Tarn Courier", "Night ferry runs aground off Cape Tarn", "https://courier.example/2031/03/aurelia", _COURIER),
        Ref(1, "Northwire", "Ferry with 214 aboard grounds off Cape Tarn, all safe", "https://northwire.example/a1", _WIRE, credit="Northwire"),
        Ref(2, "Channel Nine Tarn", "Ferry with 214 aboard grounds off Cape Tarn; all safe", "https://nine.example/ferry", _WIRE, credit="Northwire"),
        Ref(3, "Island Radio", "“A long scraping noise”: passengers tell of the night", "https://radio.test/aurelia-passengers", _RADIO),
        Ref(4, "The Ledger", "Lumen Lines falls after grounding", "https://ledger.example/lumen", _LEDGER, page_title="Lumen Lines recovers as ferry is refloated"),
        Ref(5, "Harbour Post", "Captain of grounded ferry suspended", "https://post.example/captain", None, FetchStatus.PAYWALLED, "the text ends after 60 words"),
        Ref(6, "Skerry Gazette", "What we know about the Aurelia", None, None, FetchStatus.NOT_RESOLVED, "no page in the library has this title"),
        Ref(7, "Coast Today", "Dark marker was reported twice", "https://coast.example/marker", None, FetchStatus.GONE, "HTTP 410"),
        Ref(8, "Weather Desk", "A calm night off Tarn", "https://weather.example/tarn", None, FetchStatus.TIMEOUT, "no answer in 20 seconds"),
    ]  # fmt: skip
    divers = "None of it has leaked, divers reported on Tuesday evening."
    paragraphs = [
        [
            Said(
                "The night ferry Aurelia ran onto a sandbank off Cape Tarn on Tuesday morning with 214 people on board.[0]",
                (Check(0, S, 0.96, 0.97, _COURIER.split("\n\n")[0]),),
                copied=(CopyingKind.VERBATIM, 0, 0.9, "The night ferry Aurelia ran onto a sandbank off Cape Tarn at 4:40 on Tuesday morning with 214 people on board."),
            ),
            Said(
                "The crossing from Port Lumen takes more than 90 minutes in fair weather.[0]",
                (Check(0, C, 0.93, 0.03, "The crossing from Port Lumen takes less than 50 minutes in fair weather.", ((D.NUMBER, "90", "50"), (D.COMPARATOR, "more than", "less than"))),),
            ),
            Said(
                "Rescuers brought all passengers to land before noon, the coastguard said.[3]",
                (Check(3, N, 0.88, 0.06),),
                better=(1, 2),
                shown=((1, _WIRE.split("\n\n")[0]),),
                copied=(CopyingKind.NEAR_VERBATIM, 1, 0.82, "rescuers brought all of them to land before noon, the coastguard said."),
            ),
            Said("It was the third accident on the route."),
        ],
        [
            Said(
                "“We asked for a repair three times,” said harbour master Ines Vallgren.[0]",
                (Check(0, C, 0.91, 0.08, "“We asked for a repair twice, and we were told to wait for calmer seas,” she said.", ((D.QUOTE_ALTERED, "three times", "twice"), (D.QUOTE_TRUNCATED, "We asked for a repair", "and we were told to wait for calmer seas"))),),
            ),
            Said(
                "The ship was carrying 60 kilograms of fuel, all of which has leaked.[0]",
                (Check(0, C, 0.9, 0.04, divers, ((D.UNIT, "kilograms", "tonnes"), (D.NEGATION, "all of which has leaked", "None of it has leaked"))),),
            ),
            Said(
                "Lumen Lines will replace the captain because of fatigue.[1][2]",
                (
                    Check(1, P, 0.74, 0.41, "The operator, Lumen Lines, may replace the captain while an inquiry is held, a person familiar with the matter said.", ((D.HEDGE_LOST, "will replace", "may replace"), (D.CAUSE_ADDED, "because of fatigue", None))),
                    Check(2, P, 0.74, 0.41, "The operator, Lumen Lines, may replace the captain while an inquiry is held, a person familiar with the matter said.", ((D.HEDGE_LOST, "will replace", "may replace"),)),
                ),
            ),
        ],
        [
            Said(
                "Transport minister Oda Brandt praised the crew, who “kept people calm in the dark”.[2]",
                (Check(2, P, 0.7, 0.5, "Coastguard commander Oda Brandt praised the crew.", ((D.ENTITY, "Transport minister", "Coastguard commander"),)),),
            ),
            Said(
                "The ministry will pay for hotel rooms for hundreds of families and for the tow.[3]",
                (Check(3, P, 0.69, 0.35, "The transport ministry said it would pay for hotel rooms for at least 30 families.", ((D.OVERSTATED, "hundreds of families", "at least 30 families"), (D.ADDED_DETAIL, "and for the tow", None))),),
            ),
            Said(
                "The port accused Lumen Lines of neglect.[4]",
                (Check(4, C, 0.86, 0.09, "Chief executive Per Aldane accused the port of neglect; the port denied it.", ((D.ROLE_SWAP, "The port accused Lumen Lines", "Per Aldane accused the port"), (D.ATTRIBUTION, "The port", "Chief executive Per Aldane"))),),
            ),
            Said(
                "Insurers supported a quick sale, and the ship passed its inspection in January 2013.[4]",
                (Check(4, C, 0.89, 0.05, "Insurers opposed a quick sale of the ship.\n\nThe company said the Aurelia passed its inspection in January 2030.", ((D.ANTONYM, "supported", "opposed"), (D.DATE, "January 2013", "January 2030"))),),
            ),
            Said(
                "The wind dropped after the grounding.[1]",
                (Check(1, C, 0.84, 0.1, "The wind had dropped before the grounding, according to the weather service.", ((D.ORDER, "after", "before"),)),),
            ),
        ],
        [
            Said(
                "Passenger Milo Fenn was woken by a long scraping noise and then by silence.[3]",
                (Check(3, S, 0.97, 0.96, "Passenger Milo Fenn said he was woken by a long scraping noise and then by silence."),),
                copied=(CopyingKind.PATCHWRITE, 3, 0.71, "Passenger Milo Fenn said he was woken by a long scraping noise and then by silence."),
            ),
            Said("The captain has been suspended.[5]", (Check(5, U),)),
            Said("The marker had been dark since Sunday.[7][0]", (Check(7, U), Check(0, S, 0.92, 0.94, "Harbour master Ines Vallgren said the channel marker had been dark since Sunday."))),
            Said("Skerry's lifeboat was the first to arrive.[6]", (Check(6, U),)),
            Said("Tugs are expected to try to pull the ship free at high water on Thursday."),
            Said("Seas were calm all night.[8]", (Check(8, U),)),
            Said("Officials said the next sailing of the", truncated=True),
        ],
    ]  # fmt: skip
    findings = [
        finding("SUP001", Severity.CRITICAL, "the article says more than 90 minutes, the cited page says less than 50", "c2", 0),
        finding("SUP005", Severity.CRITICAL, "the quote of Ines Vallgren is altered: the article has “three times”, the cited page “twice”", "c4", 0),
        finding("SUP001", Severity.CRITICAL, "the article says all of the fuel has leaked, the cited page says none of it has", "c5", 0),
        finding("SUP001", Severity.CRITICAL, "the article says the port accused Lumen Lines, the cited page says Per Aldane accused the port", "c9", 4),
        finding("SUP001", Severity.CRITICAL, "the article says January 2013, the cited page says January 2030", "c10", 4),
        finding("SUP001", Severity.CRITICAL, "the article says after the grounding, the cited page says before", "c11", 1),
        finding("SUP004", Severity.MAJOR, "[3] does not say this; [1] and [2] do", "c3", 3),
        finding("REU001", Severity.MAJOR, "90% of the sentence's words are those of Tarn Courier, without quotation marks", "c1", 0),
        finding("REU004", Severity.MAJOR, "82% of the sentence's words are those of Northwire, which the sentence does not cite", "c3", 1),
        finding("HDL001", Severity.MAJOR, "the headline says “hundreds stranded”; the article says everybody was brought ashore"),
        finding("SUP002", Severity.MINOR, "the article says will replace, the cited page says may replace; it gives no cause", "c6", 1),
        finding("SUP002", Severity.MINOR, "the article says Transport minister, the cited page says Coastguard commander", "c7", 2),
        finding("SUP002", Severity.MINOR, "the article says hundreds of families, the cited page says at least 30", "c8", 3),
        finding("PRV001", Severity.MINOR, "[1] and [2] are one story: Channel Nine Tarn carries Northwire's text"),
        finding("HDL012", Severity.INFO, "the page of [4] is now titled “Lumen Lines recovers as ferry is refloated”", None, 4),
        finding("SRC001", Severity.INFO, "[5] Harbour Post could not be read: the page is behind a paywall", None, 5),
        finding("SRC001", Severity.INFO, "[6] Skerry Gazette could not be read: no page was found for the reference", None, 6),
        finding("SRC002", Severity.MINOR, "[7] Coast Today could not be read: the page is gone", None, 7),
        finding("SRC001", Severity.INFO, "[8] Weather Desk could not be read: the server did not answer in time", None, 8),
        finding("REU003", Severity.MAJOR, "the sentence follows Island Radio clause by clause", "c12", 3, "the passenger's own words, agreed with the station"),
        finding("ART001", Severity.MINOR, "the last sentence is cut off: “Officials said the next sailing of the”"),
    ]  # fmt: skip
    return build(
        "Hundreds stranded as night ferry Aurelia runs aground",
        paragraphs,
        refs,
        findings=findings,
        clusters=[[1, 2]],
        rests_on=[(3, 1), (4, 0)],
        reasons=[
            "pages 1 and 2 are one story: they share 98% of their words, and the second credits Northwire",
            "page 3 rests on page 1: it names the agency for the rescue",
            "page 4 rests on page 0: it names Tarn Courier for the time of the grounding",
        ],
        headline=HeadlineCheck(
            "mismatch", HeadlineKind.CONTRADICTED, 0.91, Stance.DISAGREE,
            Evidence("Rescuers brought all passengers to land before noon, the coastguard said.", 260, 333),
            "“stranded” against “brought all passengers to land”",
        ),
        titles=[
            (0, TitleCheck(TitleKind.SAME, 1.0)),
            (2, TitleCheck(TitleKind.PUNCTUATION_ONLY, 0.99)),
            (4, TitleCheck(TitleKind.UPDATED, 0.42, "the page now tells of the refloating")),
        ],
        problems=[Problem("REF002", "reference 8 has no marker", (8,))],
        score=Score(
            48.5, 39, 60, "D",
            (
                ScorePart("support", 26.5, 60, "−27.5 the cited page contradicts the claim (6 × SUP001), −6 the cited page supports only a part of the claim (3 × SUP002); over 12 cited sentences"),
                ScorePart("originality", 9, 15, "−3 a sentence is copied word for word (1 × REU001), −3 a sentence is copied from a page it does not cite (1 × REU004); over 18 sentences"),
                ScorePart("independence", 7, 10, "−3 references that are one story (1 × PRV001); over 5 references read; 4 more could not be checked"),
                ScorePart("headline", 0, 5, "−5 the headline says more than the article (1 × HDL001)"),
                ScorePart("references", 6, 10, "−2 the article is cut off (1 × ART001), −2 a cited page is gone (1 × SRC002)"),
            ),
        ),
        notes=["network.allow_hosts lifts the address guard for 127.0.0.1:8123"],
        uncited_copying={1: (CopyingKind.VERBATIM, 3, 1.0, "Tugs are expected to try to pull the ship free at high water on Thursday.")},
        byline="By the Island Digest desk",
        outlet="Island Digest",
        published="2031-03-04",
        language="en",
        url="https://digest.example/2031/aurelia-stranded",
    )  # fmt: skip


HOSTILE = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "{{ 7*7 }}{% for x in y %}{# c #}${7*7}",
    "\x1b[31mred\x1b[0m\x1b]0;title\x07\x9b31m\x08\x00",
    "\u202egnp.exe\u202c\u2066x\u2069\u200f",
    "lone \ud800 surrogate \udfff",
    "=HYPERLINK(\"https://evil.example\",\"x\")",
    "+1", "-1+1", "@SUM(A1)", "\t=1", "\r\n=1", "＝1",
    "</style></svg><svg onload=alert(1)>",
    "[x](javascript:alert(1)) ![y](data:,z) `code` **bold** @someone #1 | cell |",
    "]]> --> <!-- <![CDATA[",
)  # fmt: skip
"""What an attacker would put into a field."""


def hostile(word: str = "w" * 1_000_000, nasty: str = " ".join(HOSTILE)) -> Audit:
    """``nasty`` in every field of article, page and run, and one word of a megabyte."""
    page = f"{nasty} {word} and the ferry ran aground. {nasty}"
    refs = [
        Ref("1", nasty, nasty, "javascript:alert(1)", page, page_title=nasty, credit=nasty, date=nasty),
        Ref(
            "2",
            nasty,
            nasty,
            "data:text/html,<script>alert(1)</script>",
            None,
            FetchStatus.HTTP_ERROR,
            nasty,
            date=nasty,
        ),
    ]
    refs = [replace(ref, number=f"{ref.number}{HOSTILE[0]}") for ref in refs]
    quiet = build(
        nasty,
        [[Said("MARKER and the ferry ran aground."), Said(f"It ends {nasty}", truncated=True)]],
        refs,
        byline=nasty, outlet=nasty, published=nasty, language=nasty, url="javascript:alert(1)",
    )  # fmt: skip
    doc = quiet.article.document
    at = doc.text.index("MARKER")
    check = SupportCheck(
        C, 0.9, 0.1,
        (Evidence(page[:300], 0, 300, "javascript:alert(1)"), Evidence(word, 0, len(word), "data:,x")),
        tuple(Difference(kind, nasty, nasty if i % 2 else None) for i, kind in enumerate(DifferenceKind)),
        nasty,
    )  # fmt: skip
    claim = Claim(f"c1{nasty}", f"{nasty} {word}", Span(at, at + 30), (refs[0].number, refs[1].number))
    copying = ClaimCopying(refs[0].number, Copying(CopyingKind.VERBATIM, 1, 1, nasty, 0, len(nasty), (Span(0, 9),)))
    audited = ClaimAudit(
        claim, C, 0.9, ((refs[0].number, check), (refs[1].number, SupportCheck(U))), (refs[1].number,), copying,
        ((refs[1].number, Evidence(nasty, 0, len(nasty), "javascript:alert(1)")),),
    )  # fmt: skip
    return replace(
        quiet,
        article=replace(quiet.article, claims=(claim,), problems=(Problem("REF001", nasty, (refs[0].number,)),)),
        claims=(audited,),
        matrix=(MatrixRow(claim.id, (0.1, None)),),
        provenance=Provenance(((0,),), (), 1, (nasty,)),
        headline=HeadlineCheck("mismatch", HeadlineKind.CLICKBAIT, 0.9, Stance.AGREE, Evidence(nasty, 0, 9, "data:,x"), nasty),
        titles=((refs[0].number, TitleCheck(TitleKind.ALTERED_MEANING, 0.2, nasty)),),
        findings=(
            Finding("SUP001", Severity.CRITICAL, nasty, nasty, claim.id, refs[0].number, Evidence(nasty, 0, 9, "javascript:alert(1)")),
            Finding("ZZZ999", Severity.INFO, f"{nasty} {word}", "f2"),
            Finding("REU001", Severity.MAJOR, nasty, "f3", suppressed=nasty),
        ),
        score=Score(1, 0, 9, nasty, (ScorePart(nasty, 1, 100, nasty),)),
        run=replace(quiet.run, auditor=nasty, policy=nasty, policy_sha256=nasty, scorer=nasty, started_at=nasty, notes=(nasty,)),
        uncited_copying=((0, copying),),
    )  # fmt: skip


def sixty() -> Audit:
    """Sixty claims over twenty references, in twenty paragraphs."""
    places = "Tarn Skerry Lumen Vell Orrin Maske Hollin Dunmere Aske Brill".split()
    pages = {
        n: "\n\n".join(
            f"In {places[(n + k) % 10]}, crews counted {17 * n + 3 * k + 5} buoys after the storm and moved {k + 2} of them to the "
            f"inner harbour before the evening tide, according to the pilots' log for the week. The pilots said the work "
            f"at berth {n}-{k} would go on for several days, weather permitting, and that no vessel had to wait outside."
            for k in range(6)
        )
        for n in range(1, 21)
    }
    refs = [
        Ref(
            n,
            f"Harbour Log {n}",
            f"Buoy count in the {places[n % 10]} district, week {n}",
            f"https://log{n}.example/week/{n}",
            pages[n],
        )
        if n % 9
        else Ref(
            n,
            f"Harbour Log {n}",
            f"Buoy count, week {n}",
            f"https://log{n}.example/week/{n}",
            None,
            FetchStatus.TIMEOUT,
            "no answer",
        )
        for n in range(1, 21)
    ]
    paragraphs, findings = [], []
    for p in range(20):
        sentences = []
        for q in range(3):
            i, n, k = 3 * p + q, p + 1, q
            right = 17 * n + 3 * k + 5
            passage = pages[n].split("\n\n")[k].split(". ")[0] + "."
            wrong = i % 11 == 4
            figure = right + 10 if wrong else right
            text = (
                f"Crews in {places[(n + k) % 10]} counted {figure} buoys after the storm and moved {k + 2} of them to the inner "
                f"harbour before the evening tide.[{n}]"
            )
            if not n % 9:
                check = Check(n, U)
            elif wrong:
                check = Check(n, C, 0.92, 0.04, passage, ((D.NUMBER, str(figure), str(right)),))
                message = f"the article says {figure} buoys, the cited page says {right}"
                findings.append(finding("SUP001", Severity.CRITICAL, message, f"c{i + 1}", n))
            else:
                check = Check(n, S, 0.95, 0.96, passage)
            sentences.append(Said(text, (check,)))
        paragraphs.append(sentences)
    return build(
        "Storm leaves buoys adrift along the whole coast",
        paragraphs,
        refs,
        findings=findings,
        score=Score(
            87, 78, 91, "B", (ScorePart("support", 52, 60, "−8 the cited page contradicts the claim (5 × SUP001); over 54 cited sentences"), ScorePart("originality", 35, 40, "fine"))
        ),
        outlet="Coast Digest",
        published="2031-04-01",
        url="https://digest.example/buoys",
    )


def joined() -> Audit:
    """Sentences that join several facts, each with its own citation, over fourteen references that lean on each other."""
    said = {
        1: "The Orrin bridge was closed to lorries on Monday after a girder cracked, the county said.",
        2: "Engineers found the crack under the second lane; nobody was hurt.",
        3: "The county expects repairs to take nine weeks.\n\nA ferry will run from Wednesday, every twenty minutes.",
    }
    names = "County Gazette,Engineering Daily,Orrin Post,Northwire,Vale Herald,Morning Line,The Crossing,Radio Orrin"
    names += ",Freight Week,Hollin Mercury,Dunmere & Aske Weekly Advertiser and Shipping Intelligencer,Lane Notes"
    names += ",Tarn Telegraph,Donaudampfschifffahrtsgesellschaftskapitaensblatt"
    refs = [
        Ref(n, name, f"Bridge closed: report {n}", f"https://n{n}.example/bridge", said.get(n, said[1]))
        for n, name in enumerate(names.split(","), 1)
    ]
    two = (
        "A girder of the Orrin bridge cracked on Monday,[1] nobody was hurt,[2] and repairs will take nineteen weeks.[3]"
    )
    sentences = [
        Said(
            two,
            (
                Check(1, S, 0.9, 0.91, said[1]),
                Check(2, S, 0.88, 0.9, said[2]),
                Check(3, C, 0.93, 0.03, said[3].split("\n")[0], ((D.NUMBER, "nineteen weeks", "nine weeks"),)),
            ),
        ),
        Said(
            "The ferry runs from Wednesday[3] and is free for residents of both banks.[2][4]",
            (
                Check(3, S, 0.9, 0.92, said[3].split("\n\n")[1]),
                Check(2, N, 0.8, 0.02),
                Check(4, N, 0.8, 0.04),
            ),
        ),
        Said("The bridge carries lorries of up to 44 tonnes.[5]", (Check(5, N, 0.7, 0.2),)),
    ]
    return build(
        "Orrin bridge shut for nineteen weeks",
        [sentences],
        refs,
        findings=[
            finding("SUP001", Severity.CRITICAL, "[3] Orrin Post: the article says “nineteen weeks”, the page “nine”", "c1", 3),
            finding("SUP003", Severity.MAJOR, "[2] and [4] do not say that it is free", "c2", 2),
        ],
        clusters=[[4, 5, 6, 7, 8], [9, 10]],
        rests_on=[(5, 1), (9, 4), (11, 9), (12, 11), (13, 4), (14, 2), (2, 1), (13, 2)],
        score=Score(55, 55, 55, "D", (ScorePart("support", 55, 100, "−45 the cited page contradicts the claim (1 × SUP001)"),)),
        published="2031-06-03T07:15:00Z",
        outlet="Bridge Digest",
    )


SAMPLES = {"small": small, "full": full, "sixty": sixty}
