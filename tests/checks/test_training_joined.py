"""Claims joined for training are right where all their parts are, and their faulty words are known."""

from __future__ import annotations

import random
from typing import Any

from auditor.records import Page
from auditor.training.embedded.examples import CONTRADICTED, PARTIAL, SUPPORTED, Example, Topic
from auditor.training.embedded.joined import LONGEST, join_claims

SENTENCES = (
    "The ferry Halcyon ran onto a sandbank off Port Wend on Tuesday.",
    "It carried 212 people, and nobody was hurt.",
    "The harbour board has put off two inspections of the ship.",
    "Tugs pulled it free on Thursday.",
)
PAGE = Page(" ".join(SENTENCES), title="Ferry aground", published="2025-03-12")


def _case(said: str, sentence: int, label: str = "supported", kind: str = "paraphrase", **detail: str) -> dict[str, Any]:
    return {
        "claim": said,
        "label": label,
        "kind": kind,
        "detail": detail or None,
        "evidence": [SENTENCES[sentence]] if label != "not_in_source" else [],
    }


RIGHT = (
    _case("The Halcyon went aground off Port Wend.", 0),
    _case("There were 212 people on the ferry.", 1),
    _case("Two inspections of the Halcyon were put off.", 2),
)
FALSE = _case("The Halcyon was free again on Friday.", 3, "contradicted", "date", claim="Friday", source="Thursday")
ABSENT = _case("The captain has resigned.", 0, "not_in_source", "absent")


def _joined(*cases: dict[str, Any], share: float = 3.0) -> list[Example]:
    return list(join_claims([Topic("pages/ferry", PAGE, cases)], random.Random(3), share))


def test_right_claims_joined_are_right() -> None:
    made = _joined(*RIGHT)
    assert made and all(example.labels == (SUPPORTED,) and example.wrong == () for example in made)
    for example in made:
        assert sum(part["claim"][5:-1].lower() in example.claim.lower() for part in RIGHT) in (2, 3)
        assert len(example.claim.split()) <= LONGEST


def test_one_fault_is_the_fault_of_the_whole_and_its_words_are_marked() -> None:
    made = [example for example in _joined(*RIGHT, FALSE, share=8) if "Friday" in example.claim]
    assert len(made) > 5
    for example in made:
        assert example.labels == (CONTRADICTED,) and example.kind == "date"
        assert [example.claim[start:end] for start, end, _ in example.wrong or ()] == ["Friday"]
        assert [example.premise[start:end] for start, end in example.there] == ["Thursday"]
        assert SENTENCES[3] in example.premise


def test_right_and_wrong_are_about_as_frequent() -> None:
    made = _joined(*RIGHT, FALSE, share=50)
    assert 0.4 < sum(example.labels == (SUPPORTED,) for example in made) / len(made) < 0.6


def test_what_the_page_lacks_beside_what_it_has_is_supported_in_part() -> None:
    made = [example for example in _joined(*RIGHT, ABSENT, share=8) if "resigned" in example.claim]
    assert made and all(example.labels == (PARTIAL,) and example.wrong is None for example in made)


def test_two_claims_on_one_sentence_are_not_joined() -> None:
    again = _case("Off Port Wend a ferry hit a sandbank.", 0)
    assert _joined(RIGHT[0], again) == []
    assert _joined(FALSE) == []


def test_no_share_leaves_the_draws_that_follow_as_they_were() -> None:
    rng = random.Random(3)
    assert list(join_claims([Topic("pages/ferry", PAGE, RIGHT)], rng, 0.0)) == []
    assert rng.random() == random.Random(3).random()


def test_claims_of_one_page_in_several_topics_are_joined() -> None:
    topics = [Topic("pages/ferry", PAGE, (case,)) for case in RIGHT]
    assert list(join_claims(topics, random.Random(3), 3.0))


def test_a_first_word_that_is_no_name_is_written_small_within_the_sentence() -> None:
    made = _joined(*RIGHT, share=30)
    assert any(", and there were 212" in example.claim or "; there were 212" in example.claim for example in made)
    assert not any("and two inspections of the halcyon" in example.claim for example in made)
