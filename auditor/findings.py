"""What was found, in words a reader can use: each finding names both sides of the difference."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from auditor.policy import Policy
from auditor.records import (
    Article,
    ClaimAudit,
    ClaimCopying,
    Copying,
    CopyingKind,
    Difference,
    DifferenceKind,
    Evidence,
    FetchStatus,
    Finding,
    HeadlineKind,
    Number,
    OutsideOrigin,
    Page,
    Provenance,
    Source,
    Span,
    SupportCheck,
    TitleCheck,
    TitleKind,
    Verdict,
)
from auditor.text import match_key

if TYPE_CHECKING:
    from auditor.checking import Checked

_HEADLINE = {
    HeadlineKind.EXAGGERATED: "HDL001",
    HeadlineKind.CONTRADICTED: "HDL002",
    HeadlineKind.UNSUPPORTED: "HDL003",
    HeadlineKind.CLICKBAIT: "HDL004",
    HeadlineKind.SCOPE_CHANGED: "HDL005",
    HeadlineKind.ATTRIBUTION_DROPPED: "HDL006",
    HeadlineKind.NUMBER_WRONG: "HDL007",
    HeadlineKind.QUESTION_UNANSWERED: "HDL008",
}
_TITLE = {
    TitleKind.ALTERED_MEANING: "HDL010",
    TitleKind.DIFFERENT_ARTICLE: "HDL011",
    TitleKind.UPDATED: "HDL012",
}
_COPYING = {
    CopyingKind.VERBATIM: ("REU001", "word for word"),
    CopyingKind.NEAR_VERBATIM: ("REU002", "with small changes"),
    CopyingKind.PATCHWRITE: ("REU003", "clause by clause in other words"),
}
_INNER = str.maketrans('“”"', "‘’'")
_SEARCHES = frozenset(("feed", "gdelt", "google_news", "searxng"))
_QUOTE_KINDS = (DifferenceKind.QUOTE_ALTERED, DifferenceKind.QUOTE_TRUNCATED)


class Findings:
    """Collects the findings of one audit; severities come from the policy, fingerprints from what is stable."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._seen: Counter[str] = Counter()
        self._all: list[Finding] = []

    def add(
        self,
        code: str,
        message: str,
        *keys: str,
        claim: str | None = None,
        reference: Number | None = None,
        evidence: Evidence | None = None,
    ) -> None:
        """Adds a finding. ``keys`` are what makes it the same finding tomorrow: texts, not positions."""
        base = "\x1f".join((code, *(match_key(key) for key in keys)))
        self._seen[base] += 1
        digest = hashlib.sha256(f"{base}\x1f{self._seen[base]}".encode("utf-8", "replace")).hexdigest()[:16]
        severity = self._policy.findings[code].severity
        self._all.append(Finding(code, severity, message, digest, claim, reference, evidence))

    def sorted(self) -> tuple[Finding, ...]:
        """All findings, the gravest first, otherwise in the order they were made."""
        return by_severity(self._all)


def by_severity(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, the gravest first, otherwise in the order they were made."""
    return tuple(sorted(findings, key=lambda f: -f.severity.rank))


def find_all(
    article: Article, sources: Sequence[Source], checked: Checked, policy: Policy, notes: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """Every finding about an article, the gravest first; ``notes`` say what of the user's files could not be used."""
    out = Findings(policy)
    support_findings(out, checked.claims, sources)
    reuse_findings(out, article, checked, sources)
    origin_findings(out, checked.origins)
    if checked.copied_share >= policy.reuse.much:
        message = f"{round(100 * checked.copied_share)}% of the article's words are taken over from the pages it cites"
        out.add("REU005", message, "article")
    headline_findings(out, checked, article.document.title)
    title_findings(out, checked.titles, sources)
    article_findings(out, article)
    provenance_findings(out, checked)
    source_findings(out, sources, policy.network.allow_hosts)
    for note in notes:
        out.add("SRC007", shorten(note, 300), note)
    return out.sorted()


def name_of(source: Source) -> str:
    """How a reader knows a source: ``[3] BBC``."""
    ref = source.reference
    name = ref.outlet or (source.page.outlet if source.page else None) or source.domain or ref.title or ref.raw
    return f"[{ref.number}] {shorten(name, 60)}"


def shorten(text: str, limit: int = 160) -> str:
    """``text`` on one line, cut at a word with an ellipsis when longer than ``limit`` characters."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:") + "…"


def quoted(text: str, limit: int = 160) -> str:
    """``text``, shortened, between quotation marks; those inside become single ones."""
    short = re.sub(r'(?<![^\s(\[])"', "‘", shorten(text, limit).strip("“”\" "))
    return f"“{short.translate(_INNER)}”"


# --- the article and its references -----------------------------------------------------------------------------


def article_findings(out: Findings, article: Article) -> None:
    """Faults of the citation apparatus, uncited sentences, a cut-off end."""
    for problem in article.problems:
        number = problem.numbers[0] if len(problem.numbers) == 1 else None
        out.add(problem.code, problem.message, problem.message, reference=number)
    plain = [s for s in article.uncited if not s.truncated]
    if plain and article.claims:
        total = len(plain) + len(article.claims)
        out.add("ART002", f"{len(plain)} of {total} sentences cite nothing, the first is {quoted(plain[0].text, 90)}")
    for sentence in article.uncited:
        if sentence.truncated:
            out.add("ART001", f"the article breaks off at {quoted(sentence.text, 90)}", sentence.text)


def source_findings(out: Findings, sources: Iterable[Source], allow_hosts: Sequence[str] = ()) -> None:
    """Pages that were not read, or only in part, or from an archive."""
    for source in sources:
        ref, name = source.reference, name_of(source)
        key = (str(ref.title or ref.raw), str(ref.outlet))
        if source.status is not FetchStatus.OK or source.page is None:
            code = {FetchStatus.GONE: "SRC002", FetchStatus.AMBIGUOUS: "SRC003"}.get(source.status, "SRC001")
            reason = shorten(source.reason or source.status.value.replace("_", " "), 200)
            out.add(code, f"{name} was not read ({source.status}): {reason}", *key, reference=ref.number)
            continue
        page = source.page
        if page.truncated or page.paywall:
            sign = page.paywall or "the copy stops in the middle of a sentence"
            out.add("SRC004", f"of {name} only a part was read: {shorten(sign)}", *key, reference=ref.number)
        if source.asked is not None and source.asked.status is not FetchStatus.OK and not page.archived_at:
            out.add("SRC002", f"{name} is gone: {shorten(source.reason, 200)}", *key, reference=ref.number)
        if source.other is not None:
            judged = f"the copy of {page.archived_at}" if page.archived_at else "the live page"
            out.add(
                "SRC008",
                f"{name}: the live page and its archived copy differ; {judged} was judged",
                *key,
                reference=ref.number,
            )
        if ref.url is None and any(a.resolver in _SEARCHES and a.url == source.url for a in source.trail):
            out.add(
                "SRC009",
                f"{name} gives no address; the page was found by a search: {source.url}",
                *key,
                reference=ref.number,
            )
        if page.archived_at:
            out.add("SRC005", f"{name} was read from an archive, as of {page.archived_at}", *key, reference=ref.number)
    for host in allow_hosts:
        out.add("SRC006", f"the policy allows {host}, an address that is refused otherwise", host)


# --- support ----------------------------------------------------------------------------------------------------


def support_findings(out: Findings, claims: Iterable[ClaimAudit], sources: Sequence[Source]) -> None:
    """One finding for each claim that its cited pages do not bear out, and one where they disagree."""
    names = {s.reference.number: name_of(s) for s in reversed(sources)}
    for claim in claims:
        for number, check in claim.checks:
            if check.basis.startswith("language_mismatch"):
                message = f"{names[number]} is written in another language than {quoted(claim.claim.text, 90)}"
                _add(out, "SUP007", message, claim, number, check)
        if claim.verdict is Verdict.SUPPORTED:
            for number, check in claim.checks:
                if check.verdict is Verdict.CONTRADICTED:
                    said = "; ".join(difference_words(d) for d in check.differences[:2])
                    message = f"the cited pages disagree on {quoted(claim.claim.text, 90)}: {names[number]}: {said}"
                    _add(out, "SUP006", message, claim, number, check)
            continue
        deciding = [(n, c) for n, c in claim.checks if c.verdict is claim.verdict] or _missing(claim)
        if claim.verdict is Verdict.SOURCE_UNAVAILABLE or not deciding:
            continue
        number, check = max(deciding, key=lambda item: item[1].confidence or 0.0)
        _add(out, *_support_message(claim, names, number, check), claim, number, check)


def _missing(claim: ClaimAudit) -> list[tuple[Number, SupportCheck]]:
    """The checks of the parts that are missing from a sentence of which other parts are supported."""
    if claim.verdict is not Verdict.PARTIALLY_SUPPORTED:
        return []
    return [(n, c) for n, c in claim.checks if c.verdict is Verdict.NOT_IN_SOURCE]


def _add(out: Findings, code: str, message: str, claim: ClaimAudit, number: Number, check: SupportCheck) -> None:
    kinds = ",".join(sorted({d.kind.value for d in check.differences}))
    out.add(code, message, claim.claim.text, kinds, claim=claim.claim.id, reference=number, evidence=_deciding(check))


def _deciding(check: SupportCheck) -> Evidence | None:
    """The passage that shows the first difference; the first passage where none is placed in any."""
    spans = [d.source_span for d in check.differences if d.source_span is not None]
    shown = (e for span in spans for e in check.evidence if e.start <= span.start < e.end)
    return next(shown, check.evidence[0] if check.evidence else None)


def _support_message(
    claim: ClaimAudit, names: dict[Number, str], number: Number, check: SupportCheck
) -> tuple[str, str]:
    changes = "; ".join(difference_words(d) for d in check.differences[:3])
    right = [names[n] for n in claim.better_references[:3]]
    better = ", ".join(right[:-1]) + (" and " if right[:-1] else "") + right[-1] if right else ""
    also = f"; {better} {'says' if len(right) == 1 else 'say'} what the article says" if better else ""
    about = quoted(claim.claim.text, 110)
    misquoted = any(d.kind in _QUOTE_KINDS for d in check.differences)
    if claim.verdict is Verdict.CONTRADICTED:
        code = "SUP005" if misquoted else "SUP001"
        return code, f"{names[number]}: {changes or f'the page says otherwise than {about}'}{also}"
    if claim.verdict is Verdict.PARTIALLY_SUPPORTED and check.verdict is Verdict.NOT_IN_SOURCE:
        part = next((span.of(claim.claim.text) for ns, span in claim.claim.clauses if number in ns), "")
        part = re.sub(r"^(?:and|but|while|as well as)\b", "", part.strip(" ,;:.")).strip()
        return "SUP002", f"{names[number]} does not say {quoted(part, 110)}; the rest is supported{also}"
    if claim.verdict is Verdict.PARTIALLY_SUPPORTED:
        code = "SUP005" if misquoted else "SUP002"
        return code, f"{names[number]} has a part of {about}: {changes or 'the rest is not there'}{also}"
    cited = " and ".join(names[n] for n, _ in claim.checks)
    do = "does" if len(claim.checks) == 1 else "do"
    if better:
        return "SUP004", f"{cited} {do} not say {about}; {better} {'does' if len(right) == 1 else 'do'}"
    return "SUP003", f"{cited} {do} not say {about}"


def difference_words(difference: Difference) -> str:
    """One difference in words, both sides named; a suspected one is said to be one."""
    said = _difference_words(difference)
    return f"perhaps {said}" if difference.suspected else said


def _difference_words(difference: Difference) -> str:
    kind, said = difference.kind, quoted(difference.claim, 90)
    if difference.source is None:
        return {
            DifferenceKind.CAUSE_ADDED: f"the page does not give {said} as the cause",
            DifferenceKind.ATTRIBUTION: f"the page does not have it from {said}",
            DifferenceKind.QUOTE_ALTERED: f"the words {said} are not on the page",
        }.get(kind, f"{said} is not on the page")
    source = quoted(difference.source, 110)
    form = {
        DifferenceKind.QUOTE_ALTERED: "the article quotes {0}, the page has {1}",
        DifferenceKind.QUOTE_TRUNCATED: "the article cuts the quotation to {0}, the page has {1}",
        DifferenceKind.ATTRIBUTION: "the article credits {0}, the page {1}",
        DifferenceKind.HEDGE_LOST: "the article says {0} as certain, the page says {1}",
        DifferenceKind.OVERSTATED: "the article overstates: {0}, the page says {1}",
        DifferenceKind.ROLE_SWAP: "who did what is turned round: the article says {0}, the page {1}",
        DifferenceKind.ORDER: "the order is turned round: the article says {0}, the page {1}",
        DifferenceKind.CAUSE_ADDED: "the article makes {0} the cause, the page says {1}",
    }.get(kind, "the article says {0}, the cited page says {1}")
    return form.format(said, source)


# --- reuse, provenance, headline --------------------------------------------------------------------------------


def reuse_findings(out: Findings, article: Article, checked: Checked, sources: Sequence[Source]) -> None:
    """Copied sentences. Words taken from the twin of a cited story are credited."""
    names = {s.reference.number: name_of(s) for s in reversed(sources)}
    numbers = [s.reference.number for s in checked.read]
    twins = {numbers[i]: {numbers[j] for j in cluster} for cluster in checked.provenance.clusters for i in cluster}
    copied: list[tuple[str, str | None, Sequence[Number], ClaimCopying]] = [
        (c.claim.text, c.claim.id, c.claim.cites, c.copying) for c in checked.claims if c.copying
    ]
    copied += [(article.uncited[i].text, None, (), found) for i, found in checked.uncited_copying]
    elsewhere = {origin.text for origin in checked.origins}
    for text, claim, cites, found in copied:
        if found.copying.kind not in _COPYING or text in elsewhere:
            continue
        code, how = _COPYING[found.copying.kind]
        message = f"{quoted(text, 110)} is taken over {how} from {names[found.reference]}"
        message += f" ({round(100 * found.copying.share)}% of its words)"
        credited = set(cites) | {n for c in cites for n in twins.get(c, ())}
        if found.reference not in credited:
            code = "REU004"
            message += f", and the sentence cites {', '.join(f'[{c}]' for c in cites) if cites else 'nothing'}"
        out.add(code, message, text, claim=claim, reference=found.reference, evidence=_copied_evidence(found.copying))


def origin_findings(out: Findings, origins: Iterable[OutsideOrigin]) -> None:
    """Sentences taken from pages that are not in the list at all."""
    for origin in origins:
        page, copying = origin.page, origin.copying
        message = f"{quoted(origin.text, 110)} is taken over {_COPYING[copying.kind][1]} from a page that is not in "
        message += f"the reference list: {page_words(page)}, found in the {origin.held_by}"
        message += f" ({round(100 * copying.share)}% of its words)"
        if not origin.dated:
            message += "; which of the two came first is not known"
        key = page.canonical_url or page.url or page.title or ""
        out.add("REU004", message, origin.text, key, claim=origin.claim, evidence=_copied_evidence(copying))


def page_words(page: Page) -> str:
    """How a page beyond the list is called: ``Carrow Wire, “Mill shut”, 2024-03-02, https://carrow.example/mill``."""
    title = quoted(page.title, 90) if page.title else ""
    parts = (shorten(page.outlet or "", 60), title, (page.published or "")[:10], shorten(page.url or "", 120))
    return ", ".join(part for part in parts if part) or "a page without a name"


def _copied_evidence(copying: Copying) -> Evidence | None:
    if copying.text is None or copying.start is None or copying.end is None:
        return None
    return Evidence(copying.text, copying.start, copying.end)


def provenance_findings(out: Findings, checked: Checked) -> None:
    """References that are one story, rest on one another or on one unnamed voice, or go in a circle."""
    provenance, notes, read = checked.provenance, checked.notes, checked.read
    for cluster, why in _cluster_reasons(provenance):
        first = read[cluster[0]]
        for other in (read[i] for i in cluster[1:]):
            keys = sorted((first.reference.title or first.reference.raw, other.reference.title or other.reference.raw))
            # The reasons count pages from 0; the names say it in the reader's numbers.
            message = f"{name_of(other)} is the same story as {name_of(first)}: {why.split(': ', 1)[-1]}"
            out.add("PRV001", message, *keys, str(other.reference.outlet), reference=other.reference.number)
    circling = {i for circle in notes.circular for i in circle}
    for circle in notes.circular:
        names = " to ".join(name_of(read[i]) for i in (*circle, circle[0]))
        raws = sorted(read[i].reference.raw for i in circle)
        out.add(
            "PRV004",
            f"the pages send the reader in a circle: {names}",
            *raws,
            reference=read[circle[0]].reference.number,
        )
    for i, j in provenance.rests_on:
        if not {i, j} <= circling:
            keys = [read[i].reference.raw, read[j].reference.raw]
            message = f"{name_of(read[i])} rests on {name_of(read[j])}"
            out.add("PRV002", message, *keys, reference=read[i].reference.number)
    for briefing in notes.briefings:
        names = _listing([name_of(read[i]) for i in briefing.pages])
        message = f"{names} rest on one unnamed voice ({quoted(briefing.who, 80)})"
        if alone := _heard_only_there(checked, briefing.pages):
            one = len(alone) == 1
            many = f"{len(alone)} cited sentences have nothing else behind them, the first is "
            message += "; a cited sentence has nothing else behind it: " if one else f"; {many}"
            message += quoted(alone[0].claim.text, 110)
        out.add("PRV003", message, *sorted(read[i].reference.raw for i in briefing.pages))


def _listing(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _heard_only_there(checked: Checked, pages: Sequence[int]) -> list[ClaimAudit]:
    """The claims that are borne out by nothing but what unnamed people say on these pages, by index."""
    spans = {checked.read[n.page].reference.number: n.spans for n in checked.notes.anonymous if n.page in pages}
    held = (Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED)
    found = []
    for claim in checked.claims:
        good = [(number, check) for number, check in claim.checks if check.verdict in held and check.evidence]
        if good and all(_within(check.evidence[0], spans.get(number, ())) for number, check in good):
            found.append(claim)
    return found


def _within(evidence: Evidence, spans: Sequence[Span]) -> bool:
    return any(span.start < evidence.end and evidence.start < span.end for span in spans)


def _cluster_reasons(provenance: Provenance) -> Iterator[tuple[tuple[int, ...], str]]:
    groups = [c for c in provenance.clusters if len(c) > 1]
    for i, cluster in enumerate(groups):
        yield cluster, shorten(provenance.reasons[i], 200) if i < len(provenance.reasons) else "they share their text"


def headline_findings(out: Findings, checked: Checked, title: str | None) -> None:
    """The headline against the body under it, and against what the cited titles say."""
    headline = checked.headline
    if headline is not None and headline.kind in _HEADLINE:
        why = headline.why or "the body does not bear it out"
        message = f"headline {quoted(title or '', 110)}: {shorten(why, 300)}"
        out.add(_HEADLINE[headline.kind], message, title or "", evidence=headline.evidence)
    for conflict in checked.conflicts:
        out.add("HDL009", conflict.why, title or "", conflict.headline, reference=conflict.references[0])


def title_findings(out: Findings, titles: Iterable[tuple[Number, TitleCheck]], sources: Sequence[Source]) -> None:
    """Cited titles against the pages' own."""
    by_number = {s.reference.number: s for s in reversed(sources)}
    for number, check in titles:
        if check.kind not in _TITLE:
            continue
        source = by_number[number]
        page_title = source.page.title if source.page else None
        cited = quoted(source.reference.title or "", 110)
        message = f"{name_of(source)}: the list says {cited}, the page is titled {quoted(page_title or '', 110)}"
        out.add(_TITLE[check.kind], message, source.reference.raw, reference=number)
