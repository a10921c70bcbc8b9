"""Schema.org ClaimReview markup of an audit, on request only, and labelled as automated in every item.

The rating is about the citation, not about the world: it says whether the cited page bears the sentence out. Sentences
whose page was not read get no review. Publish it only after a person has looked: search engines and readers take a
ClaimReview for the judgement of its author.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from auditor.records import Audit, ClaimAudit, Verdict
from auditor.report import _words as words
from auditor.report._inert import one_line
from auditor.report.json import dump
from auditor.urls import is_web_url

LABEL = "Automated citation check, not reviewed by a person"

RATINGS: dict[Verdict, int] = {
    Verdict.CONTRADICTED: 1,
    Verdict.NOT_IN_SOURCE: 2,
    Verdict.PARTIALLY_SUPPORTED: 3,
    Verdict.SUPPORTED: 4,
}
"""The rating of each verdict, from 1 (worst) to 4 (best)."""


def render(audits: Sequence[Audit], *, author: str = "auditor", author_url: str | None = None) -> str:
    """The audits as JSON-LD that can stand inside a script element.

    Args:
        audits: what to publish.
        author: the organisation that publishes the reviews.
        author_url: its address; left out where it is not http or https.
    """
    who: dict[str, Any] = {"@type": "Organization", "name": one_line(author, 200)}
    if author_url and is_web_url(author_url):
        who["url"] = author_url
    graph = [_review(audit, audited, who) for audit in audits for audited in audit.claims if audited.verdict in RATINGS]
    return dump({"@context": "https://schema.org", "@graph": graph}, embeddable=True)


def _review(audit: Audit, audited: ClaimAudit, author: dict[str, Any]) -> dict[str, Any]:
    document = audit.article.document
    appearance: dict[str, Any] = {"@type": "Article", "headline": one_line(words.article_name(audit), 300)}
    if document.url and is_web_url(document.url):
        appearance["url"] = document.url
    claim: dict[str, Any] = {"@type": "Claim", "text": one_line(audited.claim.text, 2000), "appearance": appearance}
    if document.published:
        claim["datePublished"] = one_line(document.published, 40)
    if document.outlet:
        claim["author"] = {"@type": "Organization", "name": one_line(document.outlet, 200)}
    return {
        "@type": "ClaimReview",
        "datePublished": one_line(audit.run.started_at[:10], 10),
        "author": author,
        "abstract": LABEL,
        "creativeWorkStatus": "automated",
        "claimReviewed": one_line(audited.claim.text, 2000),
        "itemReviewed": claim,
        "reviewBody": _body(audited),
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": RATINGS[audited.verdict],
            "worstRating": 1,
            "bestRating": 4,
            "alternateName": f"{words.VERDICTS[audited.verdict].capitalize()} (automated check of the citation)",
        },
        "isBasedOn": _based_on(audit, audited),
    }


def _body(audited: ClaimAudit) -> str:
    said = [words.difference_sentence(d) for _, check in audited.checks for d in check.differences]
    text = "; ".join(said) or words.MEANINGS[audited.verdict]
    return f"{LABEL}. {one_line(text, 2000)}"


def _based_on(audit: Audit, audited: ClaimAudit) -> list[str]:
    sources = (audit.source(number) for number, _ in audited.checks)
    return [source.url for source in sources if source and source.page and source.url and is_web_url(source.url)]
