"""What scorers share: how they are named, what labels and answers mean, windows and quotes on any text."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor import plugins
from auditor.checks.scorers import (
    VERDICTS,
    Case,
    Equipped,
    Judgement,
    LexicalScorer,
    Post,
    Scorer,
    ScorerOptions,
    load_scorer,
)
from auditor.checks.scorers.answers import Answer, Unusable, find_words, read_judgement
from auditor.checks.scorers.labels import Labels, Meaning, read_labels, spread
from auditor.checks.scorers.questions import addressed, write_messages
from auditor.checks.scorers.windows import cut_windows, nearest
from auditor.errors import ScorerError, UsageError
from auditor.records import ModelUse, Page, Span, Verdict
from auditor.text import fold
from tests.clock import least

EVEN = Judgement((0.25, 0.25, 0.25, 0.25))
PROSE = "the bridge reopened, said Ines. “Late”, after 14 months\n\n of repairs - 3.2 million! \u00a0 \t x"


# --- by name ------------------------------------------------------------------------------------------------------


def test_a_scorer_by_name_and_one_that_is_made_already() -> None:
    made = LexicalScorer()
    assert load_scorer(made) is made
    assert load_scorer("lexical").name == "lexical"


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"no scorer named 'lexicl'; known: .*hf, lexical, openai"):
        load_scorer("lexicl")


def test_what_stands_after_the_colon_goes_to_the_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ours:
        name = "ours"

        def __init__(self, argument: str = "nothing") -> None:
            self.argument = argument
            self.given: tuple[ScorerOptions, Post | None] | None = None

        def equip(self, options: ScorerOptions, post: Post | None) -> None:
            self.given = (options, post)

        def judge(self, cases: Sequence[Case]) -> list[Judgement]:
            return [EVEN for _ in cases]

    class Entry:
        def load(self) -> Any:
            return Ours

    monkeypatch.setattr(plugins, "_entries", lambda group: {"ours": Entry()})
    options = ScorerOptions(timeout=3.0)
    scorer: Any = load_scorer("ours:http://a:b/c", options=options)
    assert (scorer.argument, scorer.given) == ("http://a:b/c", (options, None))
    assert load_scorer("ours").argument == "nothing"  # type: ignore[attr-defined]  # the scorer registered above has one
    assert isinstance(scorer, Equipped) and not isinstance(LexicalScorer(), Equipped)
    held: Scorer = scorer
    assert held.judge([Case("x", ())]) == [EVEN]


# --- labels -------------------------------------------------------------------------------------------------------

shares = st.dictionaries(st.sampled_from(list(Meaning)), st.floats(0.01, 1), min_size=1)
chances = st.lists(st.floats(0.0, 1.0), min_size=4, max_size=4).filter(lambda p: sum(p) > 0.1)


@given(shares, chances, st.booleans())
def test_shares_become_four_probabilities(found: dict[Meaning, float], lexical: list[float], named: bool) -> None:
    total = sum(found.values())
    found = {meaning: share / total for meaning, share in found.items()}
    a, b, c, d = (p / sum(lexical) for p in lexical)
    judged = spread(found, Judgement((a, b, c, d)), named=named)
    assert sum(judged.probabilities) == pytest.approx(1.0)
    assert all(0 <= p <= 1 for p in judged.probabilities)
    assert judged.support == pytest.approx(found.get(Meaning.SUPPORT, 0.0))
    if not named:
        assert judged.probabilities[2] == 0.0


def test_what_two_labels_leave_open_goes_by_the_lexical_judgement() -> None:
    judged = spread({Meaning.SUPPORT: 0.4, Meaning.OTHER: 0.6}, Judgement((0.4, 0.1, 0.2, 0.3)), named=True)
    assert judged.probabilities == pytest.approx((0.4, 0.1, 0.2, 0.3), abs=1e-4)


@pytest.mark.parametrize(
    ("names", "meanings"),
    [
        (["Entailment", "NEUTRAL", "contradiction"], "SUPPORT NEUTRAL AGAINST"),
        (["Supported", "Partially Supported", "Contradicted", "Not in source"], "SUPPORT PARTIAL AGAINST ABSENT"),
        (["false", "true", "unverifiable"], "AGAINST SUPPORT NEUTRAL"),
        (["false", "true"], "OTHER SUPPORT"),
        (["not-entailment", "entailment"], "OTHER SUPPORT"),
        (["LABEL_0"], "SUPPORT"),
    ],
)
def test_labels(names: list[str], meanings: str) -> None:
    assert [m.name for m in read_labels(dict(enumerate(names))).meanings] == meanings.split()


@pytest.mark.parametrize("row", [[], [1.0], [1.0, float("nan")], [float("inf"), 0.0], [0.0, 0.0, 0.0]])
def test_a_row_that_is_none(row: list[float]) -> None:
    with pytest.raises(ValueError, match="no row of numbers"):
        Labels((Meaning.SUPPORT, Meaning.OTHER)).shares(row)


def test_great_logits_do_no_harm() -> None:
    assert Labels((Meaning.SUPPORT,)).shares([1e308])[Meaning.SUPPORT] == pytest.approx(1.0)
    two = Labels((Meaning.SUPPORT, Meaning.OTHER)).shares([1e308, -1e308])
    assert two[Meaning.SUPPORT] == 1.0


def test_no_label_for_support() -> None:
    with pytest.raises(ScorerError, match="neutral, contradiction"):
        read_labels({0: "neutral", 1: "contradiction"})


# --- windows ------------------------------------------------------------------------------------------------------


def words(texts: list[str]) -> list[int]:
    return [len(text.split()) for text in texts]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["One two three.", "A b.", "Go on\n\nthen. ", "x" * 30 + " y " * 40]), max_size=30),
    st.integers(8, 30),
)
def test_windows_hold_every_word_and_fit(parts: list[str], budget: int) -> None:
    text = " ".join(parts)
    windows = cut_windows(text, budget, words)
    held = {i for window in windows for i in range(window.start, window.end)}
    assert all(i in held for i, char in enumerate(text) if not char.isspace())
    assert all(len(window.of(text).split()) <= budget for window in windows)
    assert [w.start for w in windows] == sorted(w.start for w in windows)


def test_the_nearest_windows_hold_the_passages() -> None:
    text = " ".join(f"Boat {i} came to harbour number {i}." for i in range(100))
    windows = cut_windows(text, 14, words)
    kept = nearest(text, windows, "Boat 70 sank.", ("Boat 40 came to harbour number 40.",), 3)
    assert len(kept) == 3 and kept == sorted(kept, key=lambda w: w.start)
    assert any("Boat 40 " in w.of(text) for w in kept) and any("Boat 70 " in w.of(text) for w in kept)


def test_a_page_of_a_megabyte_is_cut_in_time() -> None:
    texts = ("word " * 200_000, "x" * 1_000_000, "A b. " * 200_000)
    assert least(lambda: [cut_windows(text, 400, words) for text in texts], enough=60) < 60


# --- quotes -------------------------------------------------------------------------------------------------------


@given(st.data())
def test_any_run_of_words_is_found_where_it_stands(data: st.DataObject) -> None:
    text = data.draw(st.text(st.sampled_from(PROSE), max_size=80))
    parts = text.split()
    if not parts:
        return
    start = data.draw(st.integers(0, len(parts) - 1))
    end = data.draw(st.integers(start + 1, len(parts)))
    quote = data.draw(st.sampled_from([" ", "\n ", "\t\u00a0"])).join(parts[start:end])
    found = find_words(text, quote.replace("“", '"').replace("”", '"'))
    assert found is not None
    assert fold(found.of(text)).split() == fold(quote).split()


@given(st.text(max_size=60), st.text(max_size=20))
def test_what_is_found_is_there(text: str, quote: str) -> None:
    found = find_words(text, quote)
    if found is not None:
        assert 0 <= found.start < found.end <= len(text)
        assert fold(found.of(text)).split() == fold(quote).split()


def test_hostile_pages_take_linear_time() -> None:
    def read() -> None:
        assert find_words("a " * 500_000, "a " * 1500 + "b") is None
        assert find_words("a" * 1_000_000, "aaa " * 3) is None
        for page in ("return " * 140_000, "\n" * 1_000_000, "<|" * 500_000):
            addressed(page)

    assert least(read, enough=60) < 60


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=20),
        lambda x: (
            st.lists(x, max_size=3)
            | st.dictionaries(
                st.sampled_from(["verdict", "confidence", "quote", "differences", "kind", "claim", "source"]),
                x,
                max_size=5,
            )
        ),
        max_leaves=12,
    )
)
def test_no_answer_does_more_than_be_discarded(answer: object) -> None:
    import json

    case = Case("The bridge reopened.", (), page=Page("The bridge reopened late in May."))
    with contextlib.suppress(Unusable):
        assert isinstance(read_judgement(json.dumps(answer), case), Answer)


@given(st.sampled_from(VERDICTS), st.floats(0, 1), chances)
def test_an_answer_becomes_four_probabilities(verdict: Verdict, confidence: float, lexical: list[float]) -> None:
    a, b, c, d = (p / sum(lexical) for p in lexical)
    judged = Answer(verdict, confidence, Span(0, 4)).judgement(Judgement((a, b, c, d)), "said")
    assert sum(judged.probabilities) == pytest.approx(1.0)
    assert 0.4 <= judged.probabilities[VERDICTS.index(verdict)] <= 0.95
    assert judged.evidence == (Span(0, 4),)


def test_a_question_is_bounded_whatever_the_page() -> None:
    page = Page("z" * 500_000, title="t", published="2031-01-01")
    case = Case("c" * 50_000, ("z" * 3000,) * 5, page=page, context="x" * 9000, claim_date="2031-01-02")
    system, user = write_messages(case, 4000)
    assert len(user["content"]) < 4000 + 8000 + 600 + 1500
    assert "2031-01-01" in user["content"] and "2031-01-02" in user["content"]
    assert len(system["content"]) < 4000


# --- the record ---------------------------------------------------------------------------------------------------


def test_use_adds_and_subtracts() -> None:
    first = ModelUse(2, 100, 10, 1, 0, 0.5, "EUR")
    second = ModelUse(3, 50, 5, 0, 2, 0.25, "EUR")
    both = first.plus(second)
    assert both == ModelUse(5, 150, 15, 1, 2, 0.75, "EUR")
    assert both.plus(first, -1) == second
    assert ModelUse().plus(ModelUse()).cost is None
    assert ModelUse().told() == ()
    assert both.told("the server sleeps")[1].startswith("1 of its answers were discarded, 2 failed (the server sleeps)")
