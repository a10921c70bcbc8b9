"""``auditor cluster``: groups in, one answer a line, in order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.cli import run
from tests.checks.provenance_cases import read_groups


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_answers_stand_in_order(tmp_path: Path) -> None:
    groups = read_groups()[:4]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(g.as_line()) + "\n" for g in groups), encoding="utf-8")
    assert run(["cluster", str(tmp_path / "in.jsonl"), "-o", str(tmp_path / "out.jsonl")]) == 0
    answers = lines(tmp_path / "out.jsonl")
    assert [a["id"] for a in answers] == [g.name for g in groups]
    for answer, group in zip(answers, groups, strict=True):
        assert {tuple(c) for c in answer["clusters"]} == group.clusters  # type: ignore[attr-defined]  # read from JSON
        assert answer["independent"] == len(group.clusters)
        assert answer["reasons"]


def test_fields_may_be_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.jsonl").write_text(
        '{"id": 7, "pages": [{}, {"text": null, "outlet": "The Echo"}]}\n\n{"id": null, "pages": []}\n'
    )
    assert run(["cluster", str(tmp_path / "in.jsonl")]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == {"id": 7, "clusters": [[0], [1]], "rests_on": [], "independent": 2, "reasons": []}
    assert second["clusters"] == [] and second["id"] is None


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("[1]", "line 2: a JSON object was expected"),
        ("{", "line 2: not a JSON object"),
        ('{"id": 1}', "line 2: the object has no 'pages'"),
        ('{"id": 1, "pages": {}}', "line 2: 'pages' must be a list, not an object"),
        ('{"id": 1, "pages": [3]}', "line 2: page 0 must be an object, not int"),
        ('{"id": 1, "pages": [{"text": 3}]}', "line 2: 'text' of page 0 must be text, not int"),
    ],
)
def test_bad_line_is_named(line: str, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": 1, "pages": []}\n' + line + "\n")
    assert run(["cluster", str(path)]) == 2
    printed = capsys.readouterr()
    assert complaint in printed.err
    assert len(printed.out.splitlines()) == 1  # what came before is out already: it streams


def test_missing_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cluster", "nowhere.jsonl"]) == 2
    assert "nowhere.jsonl: there is no such file" in capsys.readouterr().err
