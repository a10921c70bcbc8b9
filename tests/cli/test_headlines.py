"""``auditor headlines``: pairs in, answers out, one a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.cli import run

HEAD = {"id": "a", "headline": "Bridge repair to cost 42 million", "body": "The repair of the bridge will cost 4.2 million."}
TITLE = {"id": 7, "cited_title": "Dam owner fined", "page_title": "Dam owner fined 310,000 crowns"}


def _write(path: Path, *items: object) -> str:
    path.write_text("".join((i if isinstance(i, str) else json.dumps(i)) + "\n" for i in items), encoding="utf-8")
    return str(path)


def _read(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_both_kinds_of_line_in_order(tmp_path: Path) -> None:
    pairs, out = _write(tmp_path / "pairs.jsonl", HEAD, "", TITLE, HEAD | {"id": "b"}), tmp_path / "out.jsonl"
    assert run(["headlines", pairs, "-o", str(out)]) == 0
    first, second, third = _read(out)
    assert (first["id"], second["id"], third["id"]) == ("a", 7, "b")
    assert {k: first[k] for k in ("verdict", "kind", "evidence")} == {
        "verdict": "mismatch",
        "kind": "number_wrong",
        "evidence": HEAD["body"],
    }
    assert first["stance"] in ("unrelated", "discuss", "agree", "disagree")
    assert 0 <= float(str(first["score"])) <= 1
    assert second["kind"] == "shortened" and 0 < float(str(second["similarity"])) < 1


def test_evidence_is_null_where_no_sentence_shows_it(tmp_path: Path) -> None:
    pairs, out = _write(tmp_path / "p", {"id": 1, "headline": "Fire", "body": ""}), tmp_path / "out"
    assert run(["headlines", pairs, "-o", str(out)]) == 0
    assert _read(out)[0]["evidence"] is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2"),
        ('["a"]', "line 2"),
        ('{"headline": "a", "body": "b"}', "'id'"),
        ('{"id": 1, "headline": "a"}', "'body'"),
        ('{"id": 1, "headline": "a", "body": null}', "'body'"),
        ('{"id": 1, "cited_title": "a"}', "'page_title'"),
        ('{"id": 1}', "'headline'"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, said: str) -> None:
    pairs, out = _write(tmp_path / "p.jsonl", HEAD, line), tmp_path / "out.jsonl"
    assert run(["headlines", pairs, "-o", str(out)]) == 2
    error = capsys.readouterr().err
    assert said in error and "line 2" in error and "Traceback" not in error
    assert len(_read(out)) == 1, "what was read before it has been answered"


def test_a_missing_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["headlines", "no-such.jsonl"]) == 2
    assert "no-such.jsonl" in capsys.readouterr().err
