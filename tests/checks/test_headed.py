"""Lines about a page at the head of its text are read as its title, outlet and day."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.checks.headed import MOST_CHARACTERS, MOST_LINES, read_headed
from auditor.checks.verify import Pair, verify_pairs
from auditor.training import cited

BODY = "The ferry Halcyon ran onto a sandbank on Tuesday.\nTITLE: not a head line any more"


@pytest.mark.parametrize(
    ("head", "title", "outlet", "published"),
    [
        ("", None, None, None),
        ("TITLE: Ferry aground\nOUTLET: Port Wend Post\nDATE: 2025-03-12\n", "Ferry aground", "Port Wend Post", "2025-03-12"),
        ("(meta data) TITLE: Ferry: aground\n(meta data) PUBLISHED DATETIME: 2025-03-12T08:00:00Z\n", "Ferry: aground", None, "2025-03-12"),
        ("URL: https://post.example/1\nPublisher: https://post.example\nTitle: One\nTitle: Two\n", "One", None, None),
        ("Date: some day or other\n", None, None, None),
        ("Witness: I saw the ferry.\nTITLE: said later\n", None, None, None),
        ("TITLE:\nOUTLET: Port Wend Post\n", None, None, None),
    ],
)
def test_what_a_text_says_of_itself(head: str, title: str | None, outlet: str | None, published: str | None) -> None:
    page = read_headed(head + BODY)
    assert page.text == head + BODY  # places count in the text as it was given
    assert (page.title, page.outlet, page.published) == (title, outlet, published)


def test_a_day_that_is_given_goes_first_and_no_head_is_endless() -> None:
    assert read_headed("DATE: 2025-03-12\n" + BODY, "2024-01-02").published == "2024-01-02"
    assert read_headed("URL: x\n" * MOST_LINES + "TITLE: too late\n" + BODY).title is None
    assert len(read_headed("TITLE: " + "a" * 10**6).title or "") <= MOST_CHARACTERS


def test_verify_resolves_a_weekday_by_the_day_that_the_text_tells() -> None:
    claim = "The ferry Halcyon ran onto a sandbank on 11 March 2025."
    source = "The ferry Halcyon ran onto a sandbank on Tuesday. Nobody was hurt."
    dated, other = verify_pairs(
        [Pair(1, claim, f"DATE: 2025-03-12\n{source}"), Pair(2, claim, f"DATE: 2025-04-30\n{source}")], scorer="lexical"
    )
    assert (dated["verdict"], other["verdict"]) == ("supported", "contradicted")


def test_claims_about_real_pages_find_their_page_or_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "TITLE: Ferry aground\nThe ferry had 212 people on board.\nNobody was hurt."
    case = {"claim": "She had 210 people aboard.", "label": "contradicted", "kind": "number", "wrong": ["210"]}
    at = text.index("212")
    cases = [{**case, "there": [at, at + 3], "evidence": [1]}, {**case, "wrong": ["210", "She"], "evidence": [1, 2]}]
    (tmp_path / "one.json").write_text(json.dumps({"page": "known", "cases": cases}), encoding="utf-8")
    (tmp_path / "two.json").write_text(json.dumps({"page": "gone", "cases": cases}), encoding="utf-8")
    monkeypatch.setattr(cited, "CITED", tmp_path)
    monkeypatch.setattr(cited, "page_texts", lambda bench: {"known": text})
    ((page, said, (first, second)),) = cited.read_cited(tmp_path)
    assert (page, said) == ("known", text)
    assert first["detail"] == {"claim": "210", "source": "212"}
    assert second["evidence"] == ["The ferry had 212 people on board.", "Nobody was hurt."] and "detail" not in second
