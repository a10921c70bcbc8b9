"""Web Annotations: the model's rules, and selectors that find the words."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from auditor.records import Audit
from auditor.report.annotations import render
from tests.report.samples import full, hostile, sixty, small

# The parts of the W3C Web Annotation Data Model (2017) that are used here, as a schema.
IRI = {"type": "string", "pattern": "^(https?|urn):"}
SELECTORS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "oneOf": [
            {
                "type": "object",
                "required": ["type", "exact"],
                "additionalProperties": False,
                "properties": {
                    "type": {"const": "TextQuoteSelector"},
                    "exact": {"type": "string"},
                    "prefix": {"type": "string"},
                    "suffix": {"type": "string"},
                },
            },
            {
                "type": "object",
                "required": ["type", "start", "end"],
                "additionalProperties": False,
                "properties": {
                    "type": {"const": "TextPositionSelector"},
                    "start": {"type": "integer", "minimum": 0},
                    "end": {"type": "integer", "minimum": 0},
                },
            },
        ]
    },
}
MODEL = {
    "type": "object",
    "required": ["@context", "id", "type", "items"],
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": IRI,
        "type": {"const": "AnnotationPage"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "type", "target", "body", "motivation"],
                "properties": {
                    "id": IRI,
                    "type": {"const": "Annotation"},
                    "motivation": {"enum": ["assessing", "commenting", "linking", "tagging"]},
                    "target": {
                        "type": "object",
                        "required": ["source", "selector"],
                        "properties": {"source": IRI, "selector": SELECTORS},
                    },
                    "body": {
                        "type": "array",
                        "items": {
                            "oneOf": [
                                {
                                    "required": ["type", "value", "purpose"],
                                    "properties": {"type": {"const": "TextualBody"}, "value": {"type": "string"}},
                                },
                                {
                                    "required": ["type", "source", "selector", "purpose"],
                                    "properties": {
                                        "type": {"const": "SpecificResource"},
                                        "source": IRI,
                                        "selector": SELECTORS,
                                    },
                                },
                            ]
                        },
                    },
                },
            },
        },
    },
}


def page(*audits: Audit) -> dict[str, Any]:
    return json.loads(render(list(audits)))


@pytest.mark.parametrize("sample", [small, full, sixty, hostile])
def test_fits_the_model(sample: Callable[[], Audit]) -> None:
    assert [e.message[:200] for e in Draft202012Validator(MODEL).iter_errors(page(sample()))] == []


def test_selectors_find_the_sentence_and_the_passage() -> None:
    audit = full()
    text = audit.article.document.text
    pages = {source.url: source.page.text for source in audit.sources if source.page}
    for item in page(audit)["items"]:
        _finds(item["target"]["selector"], text)
        for body in item["body"]:
            if body["type"] == "SpecificResource":
                _finds(body["selector"], pages[body["source"]])


def _finds(selectors: list[dict[str, Any]], text: str) -> None:
    quote, position = selectors
    assert text[position["start"] : position["end"]] == quote["exact"]
    assert text.count(quote["prefix"] + quote["exact"] + quote["suffix"]) == 1


def test_one_annotation_a_check_with_a_name_of_its_own() -> None:
    audit = full()
    items = page(audit)["items"]
    assert len(items) == sum(len(claim.checks) for claim in audit.claims)
    assert len({item["id"] for item in items}) == len(items)
    assert [item["id"] for item in page(audit)["items"]] == [item["id"] for item in items]


def test_the_comment_names_both_sides() -> None:
    comments = [
        body["value"] for item in page(full())["items"] for body in item["body"] if body.get("purpose") == "commenting"
    ]
    assert any("The article says “90”, the cited page says “50”." in comment for comment in comments)
    assert any("Not read: the page is behind a paywall" in comment for comment in comments)


def test_an_article_without_an_address_is_named_by_its_digest() -> None:
    items = page(hostile())["items"]
    assert {item["target"]["source"] for item in items} == {f"urn:sha256:{hostile().article.document.sha256}"}
