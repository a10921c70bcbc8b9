"""An audit as W3C Web Annotations (JSON-LD), for annotation tools: each check of a cited sentence is an annotation.

The target is the sentence in the article, by its words with their surroundings (TextQuoteSelector) and by its place in
the article's readable text (TextPositionSelector, code points). The body says the verdict in words and points at the
passage of the cited page in the same two ways.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from auditor.records import Audit, ClaimAudit, Document, Evidence, Number, Page, Span, SupportCheck
from auditor.report import _words as words
from auditor.report.json import dump
from auditor.urls import is_web_url

CONTEXT = 40
"""Code points of prefix and suffix: enough to tell two places with the same words apart."""

_SPACE = uuid.UUID("6f1c7a52-7f0e-5c35-9a8e-6a8f3d1f6b10")


def render(audits: Sequence[Audit], *, indent: int | None = 2) -> str:
    """The audits as one annotation page (``AnnotationPage``) in JSON-LD."""
    items = [
        _annotation(audit, audited, number, check)
        for audit in audits
        for audited in audit.claims
        for number, check in audited.checks
    ]
    marks = "|".join(audit.article.document.sha256 for audit in audits)
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": _urn("page", marks),
        "type": "AnnotationPage",
        "items": items,
    }
    return dump(page, indent=indent, embeddable=True)


def _annotation(audit: Audit, audited: ClaimAudit, number: Number, check: SupportCheck) -> dict[str, Any]:
    document = audit.article.document
    return {
        "id": _urn(document.sha256, audited.claim.id, str(number), str(audited.claim.span.start)),
        "type": "Annotation",
        "motivation": "assessing",
        "generated": audit.run.started_at,
        "generator": {"id": "urn:auditor", "type": "Software", "name": f"auditor {audit.run.auditor}"},
        "body": [
            {"type": "TextualBody", "value": check.verdict.value, "purpose": "tagging"},
            {
                "type": "TextualBody",
                "value": _comment(audit, number, check),
                "format": "text/plain",
                "language": "en",
                "purpose": "commenting",
            },
            *_passages(audit, number, check),
        ],
        "target": {
            "source": _address(document),
            "selector": _selectors(document.text, audited.claim.span),
        },
    }


def _comment(audit: Audit, number: Number, check: SupportCheck) -> str:
    source = audit.source(number)
    name = f"{words.mark(number)} {words.source_name(source) if source else ''}".strip()
    text = f"{words.VERDICTS[check.verdict].capitalize()}: {name}."
    if source and not words.was_read(source):
        text += f" Not read: {words.reason(source)}."
    return " ".join([text, *(f"{words.difference_sentence(d).capitalize()}." for d in check.differences)])


def _passages(audit: Audit, number: Number, check: SupportCheck) -> list[dict[str, Any]]:
    source = audit.source(number)
    if source is None or source.page is None:
        return []
    page = source.page
    address = next((url for url in (page.archive_url, page.url, source.url) if url and is_web_url(url)), None)
    if address is None:
        return []
    return [
        {
            "type": "SpecificResource",
            "purpose": "linking",
            "source": address,
            "selector": _evidence_selectors(page, evidence),
        }
        for evidence in check.evidence
    ]


def _evidence_selectors(page: Page, evidence: Evidence) -> list[dict[str, Any]]:
    span = Span(evidence.start, evidence.end)
    if span.of(page.text) == evidence.text:
        return _selectors(page.text, span)
    return [{"type": "TextQuoteSelector", "exact": evidence.text}]


def _selectors(text: str, span: Span) -> list[dict[str, Any]]:
    return [
        {
            "type": "TextQuoteSelector",
            "exact": span.of(text),
            "prefix": text[max(0, span.start - CONTEXT) : span.start],
            "suffix": text[span.end : span.end + CONTEXT],
        },
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
    ]


def _address(document: Document) -> str:
    """The article's URL; where it has none, a URN of its digest, so that tools can still tell articles apart."""
    if document.url and is_web_url(document.url):
        return document.url
    return f"urn:sha256:{document.sha256}"


def _urn(*parts: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_SPACE, '|'.join(parts).encode('utf-8', 'replace').decode())}"
