"""The JSON of an audit and of each stage, as a program that reads it would hold it to the contract."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from auditor.report.json import audit_schema
from tests.cli.contract import ARTICLE, PAGES, desk, hold_audit, said, started, without_times

OFFLINE = ("--offline", "--sources", "library", "--format", "json")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(desk(tmp_path))
    return tmp_path


def audited(capfd: pytest.CaptureFixture[str], *args: str) -> Any:
    code, out, err = said(capfd, "audit", *args)
    assert (code, err) == (0, "")
    return json.loads(out)


def test_an_audit_has_every_field_with_its_type(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    audit = audited(capfd, "article.txt", *OFFLINE)
    hold_audit(audit, ARTICLE)
    bodies = {1: PAGES["courier.txt"].split("\n\n", 1)[1], 2: PAGES["northwire.txt"].split("\n\n", 1)[1]}
    passages = [(k["reference"], e) for c in audit["claims"] for k in c["checks"] for e in k["evidence"]]
    assert passages
    for number, passage in passages:
        assert bodies[number][passage["start"] : passage["end"]] == passage["text"]


def test_the_published_schema_accepts_it(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from jsonschema import Draft202012Validator

    Draft202012Validator(audit_schema()).validate(audited(capfd, "article.txt", *OFFLINE))
    code, out, _ = said(capfd, "audit", "--schema")
    assert code == 0 and json.loads(out) == audit_schema()


def test_the_address_printed_is_the_one_cited(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    urls = [r["url"] for r in audited(capfd, "article.txt", *OFFLINE)["references"]]
    assert urls == ["https://courier.example/aurelia", "https://northwire.example/safe", None]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "no-list.txt",
            "Title here\n\nA thing happened in the town.[1] It was good for everyone there.[2]\n\nMore text follows here.\n",
        ),
        ("no-marker.txt", ARTICLE.replace("[1]", "").replace("[2]", "")),
        ("one-page.txt", ARTICLE.replace('3. "A calm night" Weather Desk, 4 Mar. 2031\n', "")),
        ("crlf.txt", ARTICLE.replace("\n", "\r\n")),
        ("acting.txt", ARTICLE.replace("late", "\x1b[31mlate\x00\x1b[0m \u202egnorw")),
        ("zero.txt", ARTICLE.replace("[1]", "[0]").replace("\n1.", "\n0.")),
    ],
)
def test_odd_articles_have_the_same_shape(here: Path, name: str, text: str, capfd: pytest.CaptureFixture[str]) -> None:
    (here / name).write_bytes(text.encode())
    hold_audit(audited(capfd, name, *OFFLINE), text)


def test_with_every_page_read_the_score_has_no_interval(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (here / "article.txt").write_text(ARTICLE.replace('3. "A calm night" Weather Desk, 4 Mar. 2031\n', ""))
    audit = audited(capfd, "article.txt", *OFFLINE)
    assert [r["status"] for r in audit["references"]] == ["ok", "ok"]
    score = audit["score"]
    assert score["low"] == score["value"] == score["high"]


def test_a_missing_reference_list_costs_points(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (here / "x.txt").write_text(
        "Title here\n\nA thing happened in the town.[1] It was good for all of them.[2]\n\nMore.\n"
    )
    audit = audited(capfd, "x.txt", *OFFLINE)
    part = next(p for p in audit["score"]["parts"] if "reference list" in p["why"])
    assert part["points"] == 0
    assert audit["score"]["high"] < 100


def test_two_runs_agree_whatever_the_order_of_sets(here: Path) -> None:
    texts = set()
    for seed in ("1", "2", "3"):
        process = started("audit", "article.txt", *OFFLINE, env={**os.environ, "PYTHONHASHSEED": seed})
        out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, b"")
        texts.add(without_times(json.loads(out)))
    assert len(texts) == 1


def test_several_articles_are_an_array_and_a_broken_one_is_said(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (here / "empty.txt").write_text("")
    code, out, err = said(capfd, "audit", "article.txt", "empty.txt", "article.txt", *OFFLINE)
    assert code == 2
    assert len(json.loads(out)) == 2
    assert err == "auditor: empty.txt: the article is empty\n"


@pytest.mark.parametrize("command", ["parse", "extract"])
def test_of_several_inputs_a_broken_one_keeps_its_place(
    here: Path, command: str, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = said(capfd, command, "article.txt", "nowhere.txt", "article.txt")
    first, second, third = json.loads(out)
    assert code == 2
    assert first == third and first["title"] == "Ferry aground off Cape Tarn"
    assert second == {"error": "nowhere.txt: there is no such file"}
    assert err == "auditor: nowhere.txt: there is no such file\n"


def test_what_parse_prints_leads_back_to_the_article(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capfd, "parse", "article.txt")
    parsed = json.loads(out)
    assert code == 0
    assert [r["domain"] for r in parsed["references"]] == ["courier.example", "northwire.example", None]
    assert "reference 3 has no marker" in [p["message"] for p in parsed["problems"]]
    for sentence in parsed["uncited"]:
        assert ARTICLE[sentence["start"] : sentence["end"]] == sentence["text"]
    for claim in parsed["claims"]:
        assert ARTICLE[claim["start"] : claim["end"]].replace(f"[{claim['cites'][0]}]", "") == claim["text"]


def test_an_extract_without_text_is_no_success(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (here / "empty.html").write_text("")
    code, out, err = said(capfd, "extract", "empty.html")
    assert code == 2
    assert json.loads(out)["text"] == ""
    assert err.startswith("auditor: empty.html: ")


def test_a_page_that_was_read_in_part_says_so() -> None:
    from auditor.sources.extract import ExtractOptions, extract_page
    from auditor.sources.extract.body import BodyOptions

    said_once = (
        "<p>The ferry ran onto a sandbank off the cape on day {}, the coastguard said in a statement to the press.</p>"
    )
    page = f"<html><body><h1>Ferry</h1><article>{''.join(map(said_once.format, range(20)))}</article></body></html>".encode()
    whole = extract_page(page)
    assert not whole.truncated and "day 19" in whole.text
    for options in (ExtractOptions(body=BodyOptions(max_blocks=10)), ExtractOptions(max_chars=900)):
        part = extract_page(page, options=options)
        assert part.truncated and "day 19" not in part.text
    assert extract_page(
        b"Ferry aground.\n" * 99, media_type="text/plain", options=ExtractOptions(max_chars=90)
    ).truncated
