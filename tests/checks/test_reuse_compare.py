"""``auditor compare``: the contract's fields, order, streaming, and bad lines named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.cli import run
from auditor.cli.compare import compare_pairs
from auditor.errors import InputError

SOURCE = (
    "The ferry Amity lost its rudder off Cape Sorrow on Sunday and drifted for six hours before a tug took it in tow. "
    "None of the 88 passengers was hurt. Her owners said she would be repaired in Tolliver."
)
COPIED = (
    "The ferry Amity lost its rudder off Cape Sorrow on Sunday and drifted for six hours before a tug took it in tow."
)
OWN = "Storm warnings had been out since Friday, and two other crossings were called off."


def write(path: Path, *lines: object) -> str:
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), "utf-8")
    return str(path)


def test_answers_in_order_with_the_contracts_fields(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = write(
        tmp_path / "pairs.jsonl",
        {"id": "a", "article": [COPIED, OWN], "source": SOURCE},
        {"id": 2, "article": f"{OWN} {COPIED}", "source": SOURCE},
        {"id": "c", "article": [], "source": ""},
    )
    assert run(["compare", pairs]) == 0
    first, second, third = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert [first["id"], second["id"], third["id"]] == ["a", 2, "c"]
    assert set(first) == {"id", "sentences", "copied_share"}
    copied, own = first["sentences"]
    assert set(copied) == {"text", "copying", "score", "source"}
    assert copied["text"] == COPIED and copied["copying"] == "verbatim" and copied["score"] == 1.0
    place = copied["source"]
    assert SOURCE[place["start"] : place["end"]] == place["text"] == COPIED
    assert own["copying"] == "none" and own["source"] is None
    assert 0.5 < first["copied_share"] < 0.7
    assert [s["text"] for s in second["sentences"]] == [OWN, COPIED], "text is split into sentences"
    assert third == {"id": "c", "sentences": [], "copied_share": 0.0}


def test_output_file(tmp_path: Path) -> None:
    pairs = write(tmp_path / "pairs.jsonl", {"id": "a", "article": [COPIED], "source": SOURCE})
    out = tmp_path / "out.jsonl"
    assert run(["compare", pairs, "-o", str(out)]) == 0
    assert json.loads(out.read_text("utf-8"))["sentences"][0]["copying"] == "verbatim"


def test_answers_come_before_a_later_bad_line(tmp_path: Path) -> None:
    pairs = write(tmp_path / "pairs.jsonl", {"id": "a", "article": [COPIED], "source": SOURCE}, "not json")
    answers = compare_pairs(pairs)
    assert next(answers)["id"] == "a"
    with pytest.raises(InputError, match="line 2"):
        next(answers)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[1, 2]", "line 1: a JSON object was expected"),
        ("{", "line 1: not a JSON object"),
        ({"article": [COPIED], "source": SOURCE}, "line 1: the object has no 'id'"),
        ({"id": 1, "source": SOURCE}, "line 1: the object has no 'article'"),
        ({"id": 1, "article": [COPIED]}, "line 1: the object has no 'source'"),
        ({"id": 1, "article": 7, "source": SOURCE}, "line 1: 'article' must be text or a list, not a whole number"),
        ({"id": 1, "article": [7], "source": SOURCE}, "line 1: 'article' must be a text or a list of sentences"),
        ({"id": 1, "article": [COPIED], "source": None}, "line 1: 'source' must be text, not null"),
        ({"article": [COPIED], "source": ""}, "line 1: the object has no 'id'"),
    ],
)
def test_a_bad_line_is_one_sentence_that_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: object, message: str
) -> None:
    pairs = write(tmp_path / "pairs.jsonl", line)
    assert run(["compare", pairs]) == 2
    said = capsys.readouterr().err
    assert message in said and "Traceback" not in said
    assert len(said.strip().splitlines()) == 1


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "no-such-pairs.jsonl"]) == 2
    assert "no-such-pairs.jsonl: there is no such file" in capsys.readouterr().err
