"""A model asked about a headline besides the signs in the text: what it is asked, and what its answer does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from auditor.checks.headline import Reader, check_headline, reader_of
from auditor.checks.scorers import LexicalScorer, load_scorer
from auditor.cli import run
from auditor.errors import ScorerError

BODY = (
    "The weir at Tarrow will take until November to rebuild, the water board said on Monday. High water in May swept "
    "away part of the scaffolding. Canoeists must go on carrying their boats round the site. The footbridge is shut. "
    "Its planks are rotten. A new one will be built next year."
)
HEADLINE = "Tarrow weir out of use for months"


class Sure:
    """A reader that says one thing of everything; ``asked`` has the pairs it was given."""

    def __init__(self, answer: tuple[float, ...]) -> None:
        self.answer = answer
        self.asked: list[tuple[str, str]] = []

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, ...]]:
        self.asked += pairs
        return [self.answer] * len(pairs)


def test_four_sentences_of_the_body_are_put_to_it() -> None:
    reader = Sure((0.25, 0.25, 0.25, 0.25))
    check_headline(HEADLINE, BODY, reader=reader)
    assert len(reader.asked) == 4
    assert all(claim == HEADLINE and premise in BODY for claim, premise in reader.asked)


def test_what_it_says_counts() -> None:
    for_it = check_headline(HEADLINE, BODY, reader=Sure((0.97, 0.01, 0.01, 0.01)))
    against = check_headline(HEADLINE, BODY, reader=Sure((0.01, 0.01, 0.97, 0.01)))
    absent = check_headline(HEADLINE, BODY, reader=Sure((0.01, 0.01, 0.01, 0.97)))
    assert for_it.score < min(against.score, absent.score)


@pytest.mark.parametrize(
    ("headline", "body"), [("", BODY), (HEADLINE, ""), ("La presa seguirá cerrada hasta abril", BODY)]
)
def test_it_is_not_asked_where_there_is_nothing_to_read(headline: str, body: str) -> None:
    reader = Sure((1.0, 0.0, 0.0, 0.0))
    check_headline(headline, body, reader=reader)
    assert reader.asked == []


def test_which_scorers_read() -> None:
    assert reader_of(LexicalScorer()) is None
    assert isinstance(reader_of(load_scorer("embedded")), Reader)


def test_with_lexical_no_model_is_asked(tmp_path: Path) -> None:
    pairs, out = tmp_path / "pairs.jsonl", tmp_path / "out.jsonl"
    pairs.write_text(json.dumps({"id": 1, "headline": HEADLINE, "body": BODY}) + "\n", encoding="utf-8")
    assert run(["headlines", str(pairs), "--scorer", "lexical", "-o", str(out)]) == 0
    assert json.loads(out.read_text("utf-8"))["score"] == check_headline(HEADLINE, BODY).score


def test_a_reader_that_fails_says_so() -> None:
    class Broken(Sure):
        def read(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, ...]]:
            raise ScorerError("the model is gone", subject="model.onnx")

    with pytest.raises(ScorerError):
        check_headline(HEADLINE, BODY, reader=Broken(()))
