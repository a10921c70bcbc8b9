"""The words every format uses for the same thing: verdicts, statuses, differences, and the verdict in a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from auditor.dateforms import MONTH_NAMES
from auditor.records import (
    Audit,
    Copying,
    CopyingKind,
    Difference,
    DifferenceKind,
    FetchStatus,
    Finding,
    HeadlineKind,
    Number,
    Score,
    Severity,
    Source,
    TitleKind,
    Verdict,
)
from auditor.report._inert import one_line

VERDICTS: dict[Verdict, str] = {
    Verdict.CONTRADICTED: "contradicted",
    Verdict.NOT_IN_SOURCE: "not in the source",
    Verdict.PARTIALLY_SUPPORTED: "partly supported",
    Verdict.SUPPORTED: "supported",
    Verdict.SOURCE_UNAVAILABLE: "source not read",
}
"""Each verdict in words, the most serious first."""

SIGNS: dict[Verdict, str] = {
    Verdict.CONTRADICTED: "✗",
    Verdict.NOT_IN_SOURCE: "∅",
    Verdict.PARTIALLY_SUPPORTED: "◐",
    Verdict.SUPPORTED: "✓",
    Verdict.SOURCE_UNAVAILABLE: "?",
}
"""One sign a verdict, so that colour never stands alone."""

MEANINGS: dict[Verdict, str] = {
    Verdict.SUPPORTED: "The cited page states everything the sentence says, or it follows plainly.",
    Verdict.PARTIALLY_SUPPORTED: "The core is on the cited page; a part of the sentence is not.",
    Verdict.CONTRADICTED: "The cited page states otherwise.",
    Verdict.NOT_IN_SOURCE: "The cited page was read and does not say this.",
    Verdict.SOURCE_UNAVAILABLE: "The cited page could not be read, so nothing is said for or against the sentence.",
}

STATUSES: dict[FetchStatus, str] = {
    FetchStatus.OK: "read",
    FetchStatus.NO_URL: "the reference has no address",
    FetchStatus.NOT_RESOLVED: "no page was found for the reference",
    FetchStatus.AMBIGUOUS: "several pages fit the reference",
    FetchStatus.HTTP_ERROR: "the server answered with an error",
    FetchStatus.TIMEOUT: "the server did not answer in time",
    FetchStatus.BLOCKED: "the site turned the auditor away",
    FetchStatus.ROBOTS: "the site's robots.txt forbids it",
    FetchStatus.PAYWALLED: "the page is behind a paywall",
    FetchStatus.GONE: "the page is gone",
    FetchStatus.SOFT_404: "the address now shows a not-found page",
    FetchStatus.TOO_LARGE: "the page is larger than the policy allows",
    FetchStatus.UNSUPPORTED_TYPE: "the address leads to no readable text",
    FetchStatus.REFUSED_ADDRESS: "the address is not allowed",
    FetchStatus.NOT_RECORDED: "the recording does not hold the page",
    FetchStatus.EMPTY: "the page has no text",
}

KINDS: dict[DifferenceKind, str] = {
    DifferenceKind.NUMBER: "number",
    DifferenceKind.UNIT: "unit",
    DifferenceKind.COMPARATOR: "comparison",
    DifferenceKind.DATE: "date",
    DifferenceKind.ENTITY: "name",
    DifferenceKind.ROLE_SWAP: "roles swapped",
    DifferenceKind.NEGATION: "negation",
    DifferenceKind.ANTONYM: "opposite",
    DifferenceKind.QUOTE_ALTERED: "quote altered",
    DifferenceKind.QUOTE_TRUNCATED: "quote cut",
    DifferenceKind.ATTRIBUTION: "attribution",
    DifferenceKind.ORDER: "order of events",
    DifferenceKind.ADDED_DETAIL: "detail added",
    DifferenceKind.HEDGE_LOST: "hedge lost",
    DifferenceKind.OVERSTATED: "overstated",
    DifferenceKind.CAUSE_ADDED: "cause added",
}

COPYING: dict[CopyingKind, str] = {
    CopyingKind.VERBATIM: "word for word",
    CopyingKind.NEAR_VERBATIM: "nearly word for word",
    CopyingKind.PATCHWRITE: "reworded closely",
    CopyingKind.QUOTE: "a marked quote",
    CopyingKind.NONE: "not copied",
}

HEADLINES: dict[HeadlineKind, str] = {
    HeadlineKind.OK: "the headline fits the article",
    HeadlineKind.EXAGGERATED: "the headline says more than the article",
    HeadlineKind.CONTRADICTED: "the headline says otherwise than the article",
    HeadlineKind.UNSUPPORTED: "the article does not bear the headline out",
    HeadlineKind.CLICKBAIT: "the headline withholds what the article tells",
    HeadlineKind.SCOPE_CHANGED: "the headline widens or narrows what the article says",
    HeadlineKind.ATTRIBUTION_DROPPED: "the headline states as fact what the article attributes",
    HeadlineKind.NUMBER_WRONG: "a figure in the headline is not the article's",
    HeadlineKind.QUESTION_UNANSWERED: "the headline asks what the article does not answer",
}

TITLES: dict[TitleKind, str] = {
    TitleKind.SAME: "the cited title is the page's",
    TitleKind.PUNCTUATION_ONLY: "only the punctuation differs",
    TitleKind.SHORTENED: "the cited title is a shorter form of the page's",
    TitleKind.UPDATED: "the page has a newer title",
    TitleKind.ALTERED_MEANING: "the cited title says something else than the page's",
    TitleKind.DIFFERENT_ARTICLE: "the page is another article than the one cited",
}

SEVERITIES = tuple(sorted(Severity, key=lambda s: -s.rank))
"""The severities, the most serious first."""

HARMLESS_TITLES = frozenset({TitleKind.SAME, TitleKind.PUNCTUATION_ONLY, TitleKind.SHORTENED})


def number(value: float) -> str:
    """A score or points with at most one decimal, none where it is whole: ``71``, ``68.5``."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def percent(share: float | None) -> str:
    """A share in [0, 1] as whole per cent, ``86%``; a dash for None."""
    return "–" if share is None else f"{100 * share:.0f}%"


def count(n: int, one: str, many: str | None = None) -> str:
    """``1 sentence``, ``2 sentences``."""
    return f"{n} {one if n == 1 else many or one + 's'}"


def listed(items: Sequence[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def written(date: str | None, *, time: bool = False) -> str:
    """An ISO date as it is written, ``4 March 2031``, with ``, 11:02`` where ``time`` is wanted and known.

    What is no ISO date comes back as it is, a dash for none.
    """
    found = _ISO.fullmatch((date or "").strip()[:40])
    if not found or (found["month"] and not 1 <= int(found["month"]) <= 12):
        return one_line(date, 40) if date else "–"
    parts = [str(int(found["day"]))] if found["day"] else []
    parts += [MONTH_NAMES[int(found["month"]) - 1]] if found["month"] else []
    text = " ".join([*parts, found["year"]])
    if time and found["clock"]:
        text += f", {found['clock']}" + (" UTC" if found["zone"] in ("Z", "+00:00", "+0000") else "")
    return text


_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:[T ](?P<clock>\d\d:\d\d)(?::\d\d(?:\.\d{1,9})?)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?)?)?"
)


def mark(value: Number) -> str:
    """A reference's number as the article prints it, in brackets."""
    return f"[{value}]"


def marks(values: Iterable[Number]) -> str:
    """``[1], [3] and [4]``."""
    return listed([mark(v) for v in values])


def tally(audit: Audit) -> dict[Verdict, int]:
    """How many claims have each verdict, the most serious verdict first; all five keys are there."""
    found = Counter(claim.verdict for claim in audit.claims)
    return {verdict: found[verdict] for verdict in VERDICTS}


def verdict_sentence(audit: Audit) -> str:
    """What the audit found about the cited sentences, in one sentence, the worst first."""
    n = len(audit.claims)
    found = tally(audit)
    if not n:
        return "The article has no sentence that cites a page."
    good, unread = found[Verdict.SUPPORTED], found[Verdict.SOURCE_UNAVAILABLE]
    bad = [(verdict, found[verdict]) for verdict in list(VERDICTS)[:3] if found[verdict]]
    cited = count(n, "cited sentence")
    if unread == n:
        return (
            f"None of the {cited} could be checked: no cited page could be read."
            if n > 1
            else ("The one cited sentence could not be checked: its page could not be read.")
        )
    if not bad:
        every = f"All {cited} are" if n > 1 else "The one cited sentence is"
        if not unread:
            return f"{every} supported by the {'pages they cite' if n > 1 else 'page it cites'}."
        return f"{good} of {cited} {_is(good)} supported by the cited page; {unread} could not be checked."
    verdict, first = bad[0]
    parts = [f"{first} of {cited} {_is(first)} {_OUTCOMES[verdict]}"]
    parts += [f"{k} {_is(k)} {_OUTCOMES[v]}" for v, k in bad[1:]]
    tail = [f"{good} {_is(good)} supported"] if good else []
    tail += [f"{unread} could not be checked"] if unread else []
    return listed(parts) + (f"; {listed(tail)}" if tail else "") + "."


_OUTCOMES = {
    Verdict.CONTRADICTED: "contradicted by the cited page",
    Verdict.NOT_IN_SOURCE: "not in the page cited for it",
    Verdict.PARTIALLY_SUPPORTED: "only partly supported",
}


def _is(n: int) -> str:
    return "is" if n == 1 else "are"


def score_sentence(audit: Audit) -> str:
    """The score, its interval, and why the interval is as wide as it is."""
    score = audit.score
    text = f"Score {number(score.value)} of 100"
    text += f" ({grade(score)})" if score.grade else ""
    between = interval_sentence(audit)
    return f"{text}, {between[0].lower()}{between[1:]}" if score.high - score.low >= 0.05 else f"{text}."


def interval_sentence(audit: Audit) -> str:
    """How far the score could move, and why: ``Between 39 and 60: 4 of 9 cited pages could not be read.``"""
    score, unread = audit.score, unread_sources(audit)
    if score.high - score.low < 0.05:
        return "Every cited page was read." if not unread else "What was not read does not change it."
    text = f"Between {number(score.low)} and {number(score.high)}"
    if not unread:
        return f"{text}."
    return f"{text}: {len(unread)} of {count(len(audit.sources), 'cited page')} could not be read."


def grade(score: Score) -> str:
    """``grade B``; the policy's own words where it gave no letter; empty where there is none."""
    return grade_in_words(score.grade)


def grade_in_words(letter: str) -> str:
    """``grade B`` for ``B``; anything else as it is."""
    return f"grade {letter}" if letter.isalpha() and len(letter) == 1 else one_line(letter, 30)


def difference_sentence(difference: Difference) -> str:
    """Both sides of a change: ``the article says “40 minutes”, the cited page says “less than 10”``."""
    ours = difference.claim.strip()
    theirs = (difference.source or "").strip()
    if not theirs:
        return f"the article adds “{ours}”; the cited page does not have it" if ours else "the cited page lacks this"
    if not ours:
        return f"the article leaves out “{theirs}”, which the cited page has"
    said = f"the article says “{ours}”, the cited page says “{theirs}”"
    return f"perhaps {said}" if difference.suspected else said


def copying_phrase(copying: Copying) -> str:
    """``word for word, 86% of its words``."""
    return f"{COPYING[copying.kind]}, {percent(copying.share)} of its words"


def by_severity(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, the most serious first and those set aside last; equals stay in the audit's order."""
    return sorted(findings, key=lambda finding: (finding.suppressed is not None, -finding.severity.rank))


def quotes(message: str, sentence: str) -> bool:
    """Whether ``message`` has the beginning of ``sentence`` in it already, so that a report need not repeat it."""
    from auditor.text import match_key

    start = match_key(sentence[:200])[:40]
    return len(start) > 10 and start in match_key(message[:2000])


def was_read(source: Source) -> bool:
    """Whether the source's page was read well enough to be judged by: a part of a walled page is not."""
    return source.status is FetchStatus.OK and source.page is not None


def unread_sources(audit: Audit) -> list[Source]:
    """The sources whose page could not be read, in the order of the list."""
    return [source for source in audit.sources if not was_read(source)]


def partly_read(audit: Audit) -> list[Source]:
    """The sources of which only a part could be read: the copy is cut off, or a wall hides the rest."""
    return [s for s in audit.sources if was_read(s) and s.page is not None and (s.page.truncated or s.page.paywall)]


def reason(source: Source) -> str:
    """Why a source was not read, in words."""
    words = STATUSES[source.status]
    return f"{words}: {source.reason}" if source.reason and source.reason != words else words


def source_name(source: Source) -> str:
    """The outlet, domain or title that tells a reader which source this is."""
    page = source.page
    names = (source.reference.outlet, page.outlet if page else None, source.domain, source.reference.title)
    return next((name for name in names if name and name.strip()), source.reference.raw) or "unnamed source"


def cluster_numbers(audit: Audit) -> list[list[Number]]:
    """The clusters of ``audit.provenance`` as reference numbers: its indexes count in the sources that were read."""
    read = [source.reference.number for source in audit.sources if was_read(source)]
    return [[read[i] for i in cluster if i < len(read)] for cluster in audit.provenance.clusters]


def rests_on_numbers(audit: Audit) -> list[tuple[Number, Number]]:
    """``audit.provenance.rests_on`` as pairs of reference numbers: the first rests on the second."""
    read = [source.reference.number for source in audit.sources if was_read(source)]
    return [(read[i], read[j]) for i, j in audit.provenance.rests_on if max(i, j) < len(read)]


def earliest_numbers(audit: Audit) -> list[Number | None]:
    """``audit.provenance.earliest`` as reference numbers, one a cluster; None where it is not known."""
    read = [source.reference.number for source in audit.sources if was_read(source)]
    return [read[i] if i is not None and i < len(read) else None for i in audit.provenance.earliest]


def provenance_sentences(audit: Audit) -> list[str]:
    """Each group that is one story and each reference that rests on another, with why, in the article's numbers.

    The reasons of the record count pages from 0; only what stands after their first colon is taken over.
    """
    firsts = [*earliest_numbers(audit), *[None] * len(audit.provenance.clusters)]
    groups = [(group, first) for group, first in zip(cluster_numbers(audit), firsts) if len(group) > 1]
    said = [f"{marks(group)} are one story" for group, _ in groups]
    said += [f"{mark(one)} rests on {mark(other)}" for one, other in rests_on_numbers(audit)]
    reasons = audit.provenance.reasons
    if len(reasons) != len(said):
        return said
    dated = [f"; {mark(first)} came first" if first is not None else "" for _, first in groups]
    whys = (reason.partition(": ")[2].strip() for reason in reasons)
    ends = [*dated, *[""] * (len(said) - len(dated))]
    return [f"{text}: {why}{end}" if why else text + end for text, why, end in zip(said, whys, ends, strict=True)]


def article_name(audit: Audit) -> str:
    """The article's title, or its address or file name where it has none."""
    document = audit.article.document
    return document.title or document.url or document.name or "untitled article"
