"""The JSON Lines commands: ids as they came, order, streaming, and what is wrong with a line."""

from __future__ import annotations

import json
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.contract import LINES, flags, give, one_sentence, said, started

IDS: list[Any] = [
    0,
    -1,
    1.5,
    True,
    None,
    [1, {"a": None}],
    {"x": "y"},
    "",
    "\ud800",
    "\0\x1b[31m",
    10**30,
    1e300,
    "\u2028é😀",
]
COMMANDS = sorted(LINES)


def write(path: Path, *lines: str | bytes) -> str:
    path.write_bytes(b"".join((line if isinstance(line, bytes) else line.encode()) + b"\n" for line in lines))
    return str(path)


@pytest.mark.parametrize("command", COMMANDS)
def test_an_id_of_any_kind_comes_back_as_it_was(
    command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "in.jsonl", *(json.dumps({"id": i, **LINES[command]}) for i in IDS))
    code, out, err = said(capfd, *flags(command), path)
    assert (code, err) == (0, "")
    assert [repr(json.loads(line)["id"]) for line in out.splitlines() if line] == [repr(i) for i in IDS]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_mark_blank_lines_and_a_missing_last_newline_are_no_matter(
    command: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    one, two = (json.dumps({"id": i, **LINES[command]}).encode() for i in (1, 2))
    give(monkeypatch, b"\xef\xbb\xbf" + one + b"\r\n\r\n   \n" + two)
    code, out, _ = said(capfd, *flags(command), "-")
    assert code == 0
    assert [json.loads(line)["id"] for line in out.splitlines()] == [1, 2]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("[1]", "not a list"),
        ("5", "not a whole number"),
        ("null", "not null"),
        ('{"id": 1', "not a JSON object: Expecting ',' delimiter at column 9"),
        ('{"id": NaN}', "JSON has no NaN"),
        ('{"id": 1e999}', "is too large"),
        ('{"id": ' + "9" * 6000 + "}", "thousands of digits"),
        ('{"id": ' + "[" * 100_000 + "}", "nested too deeply"),
        (b'{"id": "\xff"}', "not UTF-8"),
        ("\x00\x01", "not a JSON object"),
    ],
    ids=["list", "number", "null", "cut", "nan", "infinite", "digits", "deep", "latin", "binary"],
)
def test_a_line_that_is_no_object_is_named(
    command: str, line: str | bytes, complaint: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    good = json.dumps({"id": 0, **LINES[command]})
    path = write(tmp_path / "in.jsonl", good, line, good)
    code, out, err = said(capfd, *flags(command), path)
    assert code == 2
    assert len(out.splitlines()) == 1  # what came before is out already
    message = one_sentence(err)
    assert message.startswith(f"{path}, line 2: ") and complaint in message


@pytest.mark.parametrize(
    ("command", "field", "value", "complaint"),
    [
        ("verify", "claim", None, "'claim' must be text, not null"),
        ("verify", "source", 5, "'source' must be text or a list, not a whole number"),
        ("verify", "source", [None], "'source' must be a text or a list of texts"),
        ("compare", "article", {}, "'article' must be text or a list, not an object"),
        ("compare", "source", True, "'source' must be text, not true or false"),
        ("cluster", "pages", "x", "'pages' must be a list, not text"),
        ("cluster", "pages", [1.5], "page 0 must be an object"),
        ("headlines", "body", ["x"], "'body' must be text, not a list"),
        ("parse", "input", 1, "'input' must be text, not a whole number"),
    ],
)
def test_a_field_of_another_type_is_named(
    command: str, field: str, value: object, complaint: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "in.jsonl", json.dumps({"id": 0, **LINES[command], field: value}))
    code, _, err = said(capfd, *flags(command), path)
    assert code == 2
    assert one_sentence(err).startswith(f"{path}, line 1: {complaint}")


@pytest.mark.parametrize("command", ["verify", "compare", "cluster", "headlines"])
def test_each_missing_field_is_named(command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    whole = {"id": 0, **LINES[command]}
    for field in whole:
        path = write(tmp_path / "in.jsonl", json.dumps({k: v for k, v in whole.items() if k != field}))
        code, _, err = said(capfd, command, path)
        assert code == 2
        assert repr(field) in one_sentence(err)


@pytest.mark.parametrize("command", [*COMMANDS, "extract"])
@pytest.mark.parametrize("name", ["empty.jsonl", "folder", "nowhere.jsonl"])
def test_an_input_without_a_line(command: str, name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.jsonl").write_text("\n")
    (tmp_path / "folder").mkdir()
    output = tmp_path / "kept.jsonl"
    output.write_text("earlier results\n")
    code, _, err = said(capfd, *flags(command), str(tmp_path / name), "-o", str(output))
    assert code == 2
    assert one_sentence(err).startswith(str(tmp_path / name))
    assert output.read_text() == "earlier results\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_an_input_is_not_written_over(command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    line = json.dumps({"id": 0, **LINES[command]})
    path = write(tmp_path / "in.jsonl", line)
    code, _, err = said(capfd, *flags(command), path, "-o", path)
    assert code == 2 and "this is the input" in one_sentence(err)
    assert Path(path).read_text() == line + "\n"


def test_lone_surrogates_and_nulls_stay_what_they_were(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source = "The \ud800 ferry\0 carried 198 people."
    path = write(
        tmp_path / "in.jsonl", json.dumps({"id": 1, "claim": "The ferry carried 214 people.", "source": source})
    )
    code, out, _ = said(capfd, "verify", path)
    answer = json.loads(out)
    assert code == 0
    for passage in answer["evidence"]:
        assert source[passage["start"] : passage["end"]] == passage["text"]


def test_an_article_without_a_citation_is_told_and_the_next_is_read(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    none = json.dumps({"id": "a", "input": "Nothing is cited here."})
    path = write(tmp_path / "in.jsonl", none, json.dumps({"id": "b", **LINES["parse"]}))
    code, out, err = said(capfd, "parse", "--jsonl", path)
    first, second = map(json.loads, out.splitlines())
    assert code == 2 and "no citation" in one_sentence(err)
    assert first["references"] == first["claims"] == [] and "no citation" in first["error"]
    assert second["claims"] and "error" not in second


# --- in a process of its own -------------------------------------------------------------------------------------


def test_answers_come_as_lines_go_in() -> None:
    with started("headlines", "-") as process:
        assert process.stdin and process.stdout
        for i in range(3):
            process.stdin.write(json.dumps({"id": i, **LINES["headlines"]}).encode() + b"\n")
            process.stdin.flush()
            assert select.select([process.stdout], [], [], 30)[0], "no answer while the input is open"
            assert json.loads(process.stdout.readline())["id"] == i
        assert process.communicate(timeout=30) == (b"", b"")
    assert process.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
@pytest.mark.skipif(
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN, reason="started in the background, where ctrl-C is ignored"
)
def test_ctrl_c_ends_it_after_a_whole_line() -> None:
    with started("cluster", "-") as process:
        assert process.stdin and process.stdout
        process.stdin.write(json.dumps({"id": 1, **LINES["cluster"]}).encode() + b"\n")
        process.stdin.flush()
        assert process.stdout.readline().endswith(b"\n")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in err


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", *(json.dumps({"id": i, **LINES["compare"]}) for i in range(600)))
    with started("compare", path) as process:
        assert process.stdout and process.stderr
        assert json.loads(process.stdout.readline())["id"] == 0
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_a_terminal_of_few_letters_is_no_reason_to_stop(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text('Title — “x”\n\nThe ferry ran aground.[1]\n\nReferences\n\n1. "X" Y, 2031\n', encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "auditor", "explain", "nosuch—code"],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
        check=False,
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
