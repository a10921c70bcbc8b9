"""``auditor parse``: JSON as the contract has it, one object a line, and exit codes."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from auditor.cli import run

ARTICLE = "Boats Sink\n\nTwo boats sank.[0] None was old. The rest\n\n0. “Boats sink” The Echo, 2 Mar. 2023,\n"


def _run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = run(["parse", *args])
    out, err = capsys.readouterr()
    return code, out, err


def test_one_article(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    code, out, _ = _run(capsys, str(path))
    found: dict[str, Any] = json.loads(out)
    assert code == 0
    assert found["title"] == "Boats Sink"
    reference = {k: found["references"][0][k] for k in ("number", "title", "outlet", "date", "url")}
    assert reference == {"number": 0, "title": "Boats sink", "outlet": "The Echo", "date": "2023-03-02", "url": None}
    claim = {k: found["claims"][0][k] for k in ("id", "text", "start", "end", "cites")}
    assert claim == {"id": "c1", "text": "Two boats sank.", "start": 12, "end": 27, "cites": [0]}
    assert [(u["text"], u["truncated"]) for u in found["uncited"]] == [("None was old.", False), ("The rest", True)]
    for item in (*found["claims"], *found["uncited"]):
        assert ARTICLE[item["start"] : item["end"]] == item["text"]
    assert found["problems"] == []


def test_several_articles_are_an_array(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(ARTICLE, encoding="utf-8")
    code, out, _ = _run(capsys, str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert code == 0
    assert [a["title"] for a in json.loads(out)] == ["Boats Sink"] * 2


def test_lines_keep_their_order_and_go_on_after_a_bad_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines: list[dict[str, object]] = [
        {"id": "a", "format": "text", "input": ARTICLE},
        {"id": "b", "format": "text", "input": "Nothing is cited here."},
        {"id": "c", "format": "pdf", "input": "x"},
        {"id": "d", "input": ""},
        {"id": "e"},
        {
            "id": "f",
            "format": "html",
            "input": "<h1>T</h1><p>One.<sup>1</sup></p><ol><li>“A b c,” Echo, 2020</li></ol>",
        },
        {"id": "g", "format": "text", "input": "Lone \ud800 surrogate.[1]\n\n[1] “A b c,” Echo, 2020"},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    code, out, _ = _run(capsys, "--jsonl", str(path))
    found = [json.loads(line) for line in out.splitlines()]
    assert code in (0, 2)  # lines that could not be read are told by their "error"
    assert [f["id"] for f in found] == list("abcdefg")
    assert [("error" in f) for f in found] == [False, True, True, True, True, False, False]
    assert "no citation" in found[1]["error"]
    assert found[5]["claims"][0]["cites"] == [1]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.4", "PDF"),
        (b"Nothing is cited here. Not a thing.", "no citation"),
        (b"\xff\xfe\x00", "broken"),
    ],
)
def test_what_cannot_be_parsed_exits_with_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    code, out, err = _run(capsys, str(path))
    assert (code, out) == (2, "")
    assert words in err
    assert len(err.strip().splitlines()) == 1
    assert "a.txt" in err


def test_missing_file(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = _run(capsys, "no-such-file.txt")
    assert code == 2
    assert "no such file" in err


def test_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ARTICLE.encode())))
    code, out, _ = _run(capsys, "-")
    assert code == 0
    assert json.loads(out)["title"] == "Boats Sink"


def test_places_in_html_count_in_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = "<html><body><h1>T</h1><p>Fish &amp; chips <b>cost</b> &euro;5.[1]</p><h2>Sources</h2><p>[1] “A b c,” Echo, 2020</p></body></html>"
    path = tmp_path / "a.html"
    path.write_text(source, encoding="utf-8")
    _, out, _ = _run(capsys, str(path))
    claim = json.loads(out)["claims"][0]
    assert claim["text"] == "Fish & chips cost €5."
    assert source[claim["start"] : claim["end"]] == "Fish &amp; chips <b>cost</b> &euro;5."
