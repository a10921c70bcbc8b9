"""The JSON of the contract, its schema, and offsets that lead back to the article as given."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace

import pytest
from jsonschema import Draft202012Validator

from auditor.records import Audit, CopyingKind, Document, FetchStatus, Page, Run
from auditor.report.json import audit_schema, render, to_dict
from tests.report.samples import full, hostile, sixty, small

CONTRACT = {
    "article": {"title", "url", "outlet", "published", "language", "sha256"},
    "references": {"number", "raw", "title", "outlet", "domain", "date", "url", "status", "resolution", "page"},
    "claims": {
        "id",
        "text",
        "start",
        "end",
        "cites",
        "verdict",
        "confidence",
        "checks",
        "better_references",
        "copying",
    },
    "uncited": {"text", "start", "end", "truncated"},
    "matrix": {"references", "rows"},
    "provenance": {"clusters", "rests_on", "references", "independent"},
    "findings": {"code", "severity", "message", "claim", "reference", "evidence", "fingerprint"},
    "score": {"value", "low", "high", "grade", "parts"},
    "run": {"auditor", "policy", "policy_sha256", "scorer", "started_at", "seconds", "coverage"},
}


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = audit_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("sample", [small, full, sixty])
def test_samples_fit_the_published_schema(sample: Callable[[], Audit], validator: Draft202012Validator) -> None:
    assert [error.message for error in validator.iter_errors(json.loads(render([sample()])))] == []


def test_hostile_content_fits_it_but_for_the_made_up_code(validator: Draft202012Validator) -> None:
    assert list(validator.iter_errors(json.loads(render([hostile()])))) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema_version",), 2),
        (("claims", 0, "verdict"), "maybe"),
        (("claims", 0, "confidence"), 1.2),
        (("claims", 0, "start"), -1),
        (("references", 0, "status"), "fine"),
        (("findings", 0, "severity"), "huge"),
        (("findings", 0, "code"), "sup1"),
        (("score", "value"), 101),
        (("matrix", "rows", 0, "support", 0), "0.5"),
    ],
)
def test_the_schema_refuses(path: tuple[str | int, ...], value: object, validator: Draft202012Validator) -> None:
    data = json.loads(render([full()]))
    at = data
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    assert not validator.is_valid(data)


@pytest.mark.parametrize("key", CONTRACT)
def test_the_contract_s_fields_are_there_and_documented(key: str, validator: Draft202012Validator) -> None:
    value = to_dict(full())[key]
    first = value[0] if isinstance(value, list) else value
    assert CONTRACT[key] <= set(first)
    described = _properties(validator.schema, key)
    assert set(first) <= set(described), "a field is printed that the schema does not describe"
    assert all(item.get("description") or "$ref" in item for item in described.values())


def _properties(schema: dict, key: str) -> dict:
    part = schema["properties"][key]
    part = part.get("items", part)
    return (schema["$defs"][part["$ref"].rpartition("/")[2]] if "$ref" in part else part)["properties"]


def test_one_audit_is_an_object_and_several_are_an_array() -> None:
    assert isinstance(json.loads(render([small()])), dict)
    assert [a["article"]["title"] for a in json.loads(render([small(), full()]))] == [
        "Night ferry aground off Cape Tarn",
        "Hundreds stranded as night ferry Aurelia runs aground",
    ]
    assert json.loads(render([])) == []
    assert "\n" not in render([small()], indent=None).strip()


def test_offsets_of_claims_lead_to_the_article_as_given() -> None:
    audit = full()
    document = audit.article.document
    shift = 7  # the article was given inside markup of seven characters
    source = "<main>\n" + document.text + "\n</main>"
    offsets = tuple(range(shift, shift + len(document.text) + 1))
    moved: Document = replace(document, source=source, offsets=offsets)
    data = to_dict(replace(audit, article=replace(audit.article, document=moved)))
    for claim, audited in zip(data["claims"], audit.claims, strict=True):
        assert source[claim["start"] : claim["end"]] == audited.claim.span.of(document.text)
    for sentence in data["uncited"]:
        assert source[sentence["start"] : sentence["end"]] == sentence["text"]


def test_evidence_and_copying_lead_to_the_page() -> None:
    audit = full()
    for claim in to_dict(audit)["claims"]:
        for check in claim["checks"]:
            page = audit.source(check["reference"]).page
            for evidence in check["evidence"]:
                assert page.text[evidence["start"] : evidence["end"]] == evidence["text"]
                assert evidence["link"].startswith(f"{page.url}#:~:text=")
        if claim["copying"]:
            page = audit.source(claim["copying"]["reference"]).page
            assert page.text[claim["copying"]["start"] : claim["copying"]["end"]] == claim["copying"]["text"]


def test_provenance_speaks_the_article_s_numbers_though_pages_are_missing() -> None:
    audit = full()
    unread_first = replace(
        audit,
        sources=(audit.sources[5], *audit.sources[:5], *audit.sources[6:]),  # an unread page before the others
    )
    provenance = to_dict(unread_first)["provenance"]
    assert [1, 2] in provenance["clusters"]
    assert provenance["rests_on"] == [[3, 1], [4, 0]]
    assert provenance["references"] == 9


def test_copying_of_kind_none_is_null() -> None:
    audit = full()
    first = audit.claims[0]
    none = replace(first.copying, copying=replace(first.copying.copying, kind=CopyingKind.NONE))
    assert to_dict(replace(audit, claims=(replace(first, copying=none),)))["claims"][0]["copying"] is None


def test_what_is_not_read_keeps_its_status_and_reason() -> None:
    by_number = {reference["number"]: reference for reference in to_dict(full())["references"]}
    assert by_number[5]["status"] == FetchStatus.PAYWALLED
    assert by_number[5]["page"] is None
    assert by_number[5]["reason"] == "the text ends after 60 words"
    assert by_number[0]["page"]["sha256"]


def test_strings_are_well_formed_and_numbers_finite() -> None:
    text = render([replace(hostile(), score=replace(small().score, value=float("nan")))])
    text.encode("utf-8")
    assert "NaN" not in text
    json.loads(text, parse_constant=lambda name: pytest.fail(name))


@pytest.mark.parametrize(("record", "key"), [(Run, "run"), (Page, "page")])
def test_no_field_of_a_record_is_forgotten(record: type, key: str) -> None:
    data = to_dict(full())
    printed = data["run"] if key == "run" else data["references"][0]["page"]
    assert {f.name for f in fields(record)} - {"text"} <= set(printed)
