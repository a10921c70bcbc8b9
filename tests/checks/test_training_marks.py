"""Which words of a claim are marked as wrong in training, and where the page's words for them are."""

from __future__ import annotations

import random

import pytest

from auditor.checks.evidence import PageIndex
from auditor.checks.premise import Part
from auditor.records import Page
from auditor.training.embedded.altered import alter_page
from auditor.training.embedded.changes import AGAINST as CHANGES
from auditor.training.embedded.changes import pool_of
from auditor.training.embedded.examples import CONTRADICTED, KINDS, PARTIAL, SUPPORTED, look_up
from auditor.training.embedded.led import lead_back
from auditor.training.embedded.marks import AGAINST, LACKING, case_marks, case_places, changed, closest, places_of

PAGE = Page(
    "The council of Port Wend said on Tuesday that 212 people had left the ferry Halcyon. The mayor, Ada Quill, told "
    "the harbour board that the ship was 40 years old. The company had not answered by Friday. Bram Oster praised the "
    "crew of the lifeboat. More than 300 metres of rope were lost. The union has backed the company before the strike.",
    title="Ferry aground",
    published="2031-03-12",
)
LED = Page(
    "Ada Quill, the mayor, opened the hearing. She thanked the crew of the ferry. Bram Oster, the harbour master, spoke "
    "next. He said the rope had been lost. The mayor asked how long it was.",
    published="2031-03-12",
)


def _words(claim: str, marks: tuple[tuple[int, int, int], ...]) -> list[str]:
    return [claim[start:end] for start, end, _ in marks]


@pytest.mark.parametrize(
    ("base", "claim", "words"),
    [
        ("It cost 3 million.", "It cost 5 million.", ["5"]),
        ("It did not open.", "It did open.", ["did", "open"]),  # beside the gap
        ("The mayor spoke.", "The mayor spoke.", []),
        ("Ada Quill won.", "Bram Oster won.", ["Bram Oster"]),
    ],
)
def test_changed_words_are_marked(base: str, claim: str, words: list[str]) -> None:
    assert _words(claim, changed(base, claim)) == words


def test_a_written_case_marks_what_its_detail_names() -> None:
    case = {
        "claim": "The ferry had left with 340 people on Monday.",
        "label": "contradicted",
        "detail": {"claim": "340 people", "source": "212 people"},
    }
    marks = case_marks(case)
    assert marks is not None and _words(case["claim"], marks) == ["340"]  # type: ignore[arg-type]  # a string it is
    assert {sort for *_, sort in marks} == {AGAINST}
    text = "There were 212 people."
    (place,) = case_places(case, _read(text), text)
    assert text[slice(*place)] == "212"
    partial = case_marks({**case, "label": "partially_supported"})
    assert partial is not None and {sort for *_, sort in partial} == {LACKING}
    assert case_marks({**case, "label": "supported"}) == ()
    assert case_marks({**case, "label": "not_in_source"}) is None
    assert case_marks({**case, "detail": None}) is None


def test_the_place_is_that_of_the_sentence_it_was_made_from() -> None:
    origin = "The rope was 300 metres long."
    text = f"In 300 days nothing happened. {origin}"
    (place,) = places_of("The rope was 900 metres long.", origin, origin, _read(text), text)
    assert text[slice(*place)] == "300" and place[0] > text.index(origin)
    assert places_of("The rope was 900 metres long.", origin, origin, _read("Another text."), "Another text.") == ()


def test_the_place_is_found_in_the_evidence_and_beside_a_name_that_was_added() -> None:
    text = "Ada Quill, the mayor, rose. She thanked the crew. She left at ten."
    case = {"claim": "Bram Oster left at ten.", "detail": {"claim": "Bram Oster", "source": "She left"}}
    part = look_up("Ada Quill left at ten.", PageIndex(Page(text)))
    assert "She (Ada Quill) left" in part.text
    (first, *_), evidence = case_places(case, part, text), {**case, "evidence": ["She left at ten."]}
    assert part.text[slice(*first)] == "She" and part.text[: first[0]].endswith("crew. ")
    assert case_places({**evidence, "detail": {"claim": "Bram", "source": "She"}}, part, text) == (first,)


def test_a_claim_that_calls_somebody_otherwise_is_right_or_names_another() -> None:
    made = [e for seed in range(6) for e in lead_back(LED, 1.0, random.Random(seed))]
    right, wrong = ([e for e in made if e.labels == (k,)] for k in (SUPPORTED, CONTRADICTED))
    assert any(e.claim.startswith("Ada Quill thanked") for e in right)
    assert wrong and all(e.wrong and e.there and e.kind in KINDS for e in wrong)
    assert any("Oster" in e.claim[start:end] for e in wrong for start, end, _ in e.wrong or ())


def _read(text: str) -> Part:
    return look_up(text, PageIndex(Page(text)))


def test_only_a_near_claim_is_a_sibling() -> None:
    claim = "The mayor of the town opened the bridge"
    assert closest(claim, ["The mayor of the town closed the bridge", claim, "Nothing alike"]) == (
        "The mayor of the town closed the bridge"
    )
    assert closest(claim, ["It rained"]) is None


def test_what_is_altered_is_marked_and_what_is_true_is_not() -> None:
    other = pool_of(PageIndex(Page("The bakery on Low Street burned down in June. Nobody knows why it did.")))
    made = [e for seed in range(12) for e in alter_page(PAGE, other, 3.0, random.Random(seed))]
    assert {e.labels for e in made} >= {(SUPPORTED,), (CONTRADICTED,), (PARTIAL,)}
    assert {e.kind for e in made if e.labels == (CONTRADICTED,)} >= {"number", "entity", "unit", "negation"}
    for e in made:
        assert e.kind is None or e.kind in KINDS
        if e.labels == (SUPPORTED,):
            assert e.wrong == () and e.kind is None
        elif e.wrong is not None:
            assert e.wrong and all(0 <= start < end <= len(e.claim) for start, end, _ in e.wrong), e
        assert all(0 <= start < end <= len(e.premise) for start, end in e.there)
        if e.origin == "changes, against":
            assert e.wrong is not None and {sort for *_, sort in e.wrong} == {AGAINST}
    assert sum(bool(e.there) for e in made) > 20
    assert {kind for _, kind in CHANGES} - {""} <= set(KINDS)
