"""Pairs in, results out: in order, streaming, with bad lines named."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.checks.language import guess_language
from auditor.checks.scorers import LexicalScorer
from auditor.checks.verify import Pair, Verifier, verify_pairs
from auditor.cli import run
from auditor.errors import InputError
from tests.clock import growth, least

SOURCE = "The Velm footbridge reopened on Monday after 14 months. The repairs cost 3.2 million euros, the mayor said."


def lines(tmp_path: Path, *items: object) -> str:
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n".join(item if isinstance(item, str) else json.dumps(item) for item in items), "utf-8")
    return str(path)


def test_one_object_a_line_in_order(tmp_path: Path) -> None:
    pairs = lines(
        tmp_path,
        {"id": 7, "claim": "The repairs cost 3.2 million euros.", "source": SOURCE},
        {"id": "b", "claim": "The repairs cost 4.1 million euros, the mayor said.", "source": SOURCE.split(". ")},
    )
    out = tmp_path / "out.jsonl"
    assert run(["verify", pairs, "-o", str(out)]) == 0
    first, second = (json.loads(line) for line in out.read_text("utf-8").splitlines())
    assert list(first) == ["id", "verdict", "confidence", "support", "evidence", "differences"]
    assert (first["id"], first["verdict"]) == (7, "supported")
    assert second["verdict"] == "contradicted"
    assert second["differences"][0] == {
        "kind": "number",
        "claim": "4.1 million euros",
        "source": "3.2 million euros",
    }
    joined = "\n".join(SOURCE.split(". "))
    for passage in second["evidence"]:
        assert joined[passage["start"] : passage["end"]] == passage["text"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"claim": "x", "source": "y"}, "line 2: the object has no 'id'"),
        ({"id": 1, "source": "y"}, "line 2: the object has no 'claim'"),
        ({"id": 1, "claim": 5, "source": "y"}, "line 2: 'claim' must be text, not a whole number"),
        ({"id": 1, "claim": "x", "source": [1]}, "line 2: 'source' must be a text or a list of texts"),
        ({"id": 1, "claim": "x", "source": "y", "claim_date": 2024}, "line 2: 'claim_date' must be a date"),
        ("[1]", "line 2: a JSON object was expected"),
        ("{", "line 2: not a JSON object"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str], line: object, says: str) -> None:
    good = {"id": 0, "claim": "The repairs cost 3.2 million euros.", "source": SOURCE}
    assert run(["verify", lines(tmp_path, good, line)]) == 2
    captured = capfd.readouterr()
    assert says in captured.err
    assert json.loads(captured.out)["id"] == 0  # what came before the bad line was given


@pytest.mark.parametrize(
    ("claim", "source", "verdict", "note"),
    [
        ("...", SOURCE, "not_in_source", "no words"),
        ("", SOURCE, "not_in_source", "no words"),
        ("The bridge reopened.", "", "source_unavailable", "no text"),
        ("The bridge reopened.", " \n\n ", "source_unavailable", "no text"),
        (
            "The footbridge in Velm was reopened by the mayor on Monday after 14 months of repairs.",
            "Le pont a été rouvert lundi par le maire après des mois de travaux, et les habitants sont dans la rue pour "
            "la fête qui est donnée par la ville avec des musiciens.",
            "source_unavailable",
            "language_mismatch",
        ),
    ],
)
def test_a_note_says_why_there_is_no_verdict(claim: str, source: str, verdict: str, note: str) -> None:
    result = Verifier().verify(Pair(1, claim, source))
    assert result["verdict"] == verdict
    assert note in result["note"]


@pytest.mark.parametrize(
    "text", ["\x00\x01", "\ud800 lone", "🙂🙂🙂", "a" * 20000, "(" * 5000, "1,1," * 3000, '"' * 5001]
)
def test_hostile_pairs_give_a_result(text: str) -> None:
    for pair in (Pair(1, text, SOURCE), Pair(1, "The repairs cost 3.2 million euros.", text), Pair(1, text, text)):
        result = Verifier().verify(pair)
        assert result["verdict"] in (
            "supported",
            "partially_supported",
            "contradicted",
            "not_in_source",
            "source_unavailable",
        )


def test_jobs_change_nothing_but_the_time() -> None:
    pairs = [Pair(i, f"The repairs cost {i} million euros.", SOURCE) for i in range(50)]
    assert list(verify_pairs(pairs, jobs=2, chunk=7)) == list(verify_pairs(pairs))


def test_pairs_are_drawn_as_results_are_taken() -> None:
    drawn = 0

    def endless() -> Iterator[Pair]:
        nonlocal drawn
        while True:
            drawn += 1
            yield Pair(drawn, "The repairs cost 3.2 million euros.", SOURCE)

    results = verify_pairs(endless(), jobs=2, chunk=4)
    assert [next(results)["id"] for _ in range(20)] == list(range(1, 21))
    assert drawn <= 20 + 2 * 2 * 4 + 4
    results.close()  # type: ignore[attr-defined]  # a generator


def test_memory_stays_bounded() -> None:
    def pairs(count: int) -> Iterator[Pair]:
        for i in range(count):
            yield Pair(i, "The repairs cost 3.2 million euros.", f"{SOURCE} It is footbridge {i} of many in the land.")

    def peak(count: int) -> int:
        tracemalloc.start()
        for _ in verify_pairs(pairs(count)):
            pass
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(30)
    assert peak(300) < 1.5 * peak(60) + 2_000_000


def test_a_long_page_takes_linear_time() -> None:
    def verify(sentences: int) -> None:
        text = " ".join(
            f"On day {i} the crew of boat {i % 97} landed {i * 7 % 101} boxes of fish." for i in range(sentences)
        )
        Verifier().verify(Pair(1, "The crew of boat 12 landed 55 boxes of fish on day 900.", text))

    assert growth(verify, 1000, 4000, enough=8, shortest=0.05) < 8


def test_figures_that_a_claim_and_its_page_repeat() -> None:
    text = "two of the eleven " * 2000
    assert least(lambda: Verifier().verify(Pair(1, text, text)), enough=2.0) < 2.0


def test_languages() -> None:
    assert guess_language("The minister said that the bridge would be closed for a week.") == "en"
    assert guess_language("Der Minister hat gesagt, dass die Brücke für eine Woche gesperrt wird.") == "de"
    assert guess_language("Министр сказал, что мост закроют на неделю.") == "ru"
    assert guess_language("Velm 12 Brask") is None


class _InFours(LexicalScorer):
    batch = 4


@pytest.mark.parametrize("how", [{"scorer": _InFours()}, {"scorer": "lexical", "jobs": 2, "chunk": 4}])
def test_what_came_before_a_bad_line_is_given_in_batches_and_processes_too(how: dict[str, Any]) -> None:
    def broken() -> Iterator[Pair]:
        yield from (Pair(n, "The repairs cost 3.2 million euros.", SOURCE) for n in range(6))
        raise InputError("not a JSON object", subject="line 7")

    results = verify_pairs(broken(), **how)
    assert [next(results)["id"] for _ in range(6)] == list(range(6))
    with pytest.raises(InputError):
        next(results)
