"""The parts under ``find_reuse``: runs, subsequences, quotation marks, words, the model's file."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.checks.reuse.features import Passage, align, on_page
from auditor.checks.reuse.match import Run, common_length, shared_runs
from auditor.checks.reuse.model import probability, weights_of
from auditor.checks.reuse.prepare import PreparedPage, prepare_article
from auditor.checks.reuse.quotation import attributed, quoted_spans
from auditor.checks.reuse.words import alternatives, figure_of, weight_of
from auditor.text import tokenize, word_places

# --- runs and subsequences --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "page", "runs"),
    [
        ("a red kite flew", "there a red kite flew north", [Run(0, 1, 4)]),
        (
            "the red kite flew and a grey gull sat",
            "a grey gull sat while the red kite flew",
            [Run(0, 5, 4), Run(5, 0, 4)],
        ),
        ("red kite", "red kite", []),
        ("one two three four five", "one two three x one two three four", [Run(0, 4, 4)]),
        ("nothing here is shared", "but this page differs", []),
    ],
)
def test_shared_runs(sentence: str, page: str, runs: list[Run]) -> None:
    assert shared_runs(prepare_article([sentence])[0], PreparedPage(page)) == runs


def _slow_common(a: list[str], b: list[str]) -> int:
    rows = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            rows[i + 1][j + 1] = rows[i][j] + 1 if x == y else max(rows[i][j + 1], rows[i + 1][j])
    return rows[-1][-1]


@given(st.lists(st.sampled_from("abcd"), max_size=30), st.lists(st.sampled_from("abcd"), max_size=30))
def test_common_length_is_the_longest_common_subsequence(a: list[str], b: list[str]) -> None:
    assert common_length(a, b) == _slow_common(a, b)


@given(st.text(alphabet="ab .", max_size=80), st.text(alphabet="ab .", max_size=80))
def test_runs_are_equal_words_and_do_not_overlap(sentence: str, page: str) -> None:
    ours, theirs = prepare_article([sentence])[0], PreparedPage(page)
    end = 0
    for run in shared_runs(ours, theirs):
        assert run.at >= end and run.length >= 3
        assert ours.norms[run.at : run.at + run.length] == theirs.norms[run.there : run.there + run.length]
        end = run.at + run.length


# --- quotation --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentences", "inside"),
    [
        (["He said “yes” and left."], [["yes"]]),
        (['"Yes," he said, "and no."'], [["Yes,", "and no."]]),
        (["«Oui», dit-il."], [["Oui"]]),
        (["„Ja“, he said."], [["Ja"]]),
        (["No marks at all."], [[]]),
        (
            ["She said: “It began here.", "It ended there.”", "Then nothing."],
            [["It began here."], ["It ended there."], []],
        ),
        (["A stray “ mark opens", "and is never closed."], [["mark opens"], []]),
        (['It is 6" long.'], [[]]),
        (["‘We don’t know,’ he said, ‘yet.’"], [["We don’t know,", "yet."]]),
        (["'We don't know,' said the guards' captain."], [["We don't know,"]]),
        (["The workers' pay isn't high; the clerks' is."], [[]]),
        (["She called it “a ‘small’ matter” twice."], [["a ‘small’ matter"]]),
    ],
)
def test_quoted_spans(sentences: list[str], inside: list[list[str]]) -> None:
    found = quoted_spans(sentences)
    assert [[q.of(s).strip() for q in spans] for s, spans in zip(sentences, found)] == inside


@pytest.mark.parametrize(
    ("sentences", "number", "answer"),
    [
        (["“We won,” she said."], 0, True),
        (["According to the mayor, “we won.”"], 0, True),
        (["“We won.”"], 0, False),
        (["The mayor wrote:", "“We won.”"], 1, True),
        (["“We won.", "We always win,” he told reporters."], 0, True),
        (["“They said so.”"], 0, False),
        (["The mayor was blunt: “We won.”"], 0, True),
    ],
)
def test_attributed(sentences: list[str], number: int, answer: bool) -> None:
    assert attributed(sentences, number, quoted_spans(sentences)) is answer


# --- words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("reject", "turn+down"),
        ("postpon", "put+off"),
        ("flood", "inund"),
        ("motorbik", "motorcycl"),
        ("attorney", "lawyer"),
    ],
)
def test_words_that_can_stand_for_one_another(a: str, b: str) -> None:
    assert b in dict(alternatives(a)) or a in dict(alternatives(b))


def test_every_entry_of_the_table_is_found() -> None:
    lines = files("auditor.checks.reuse").joinpath("data", "synonyms.txt").read_text("utf-8").splitlines()
    assert lines == sorted(lines)
    for line in (*lines[:50], *lines[10_000:10_050], *lines[-50:]):
        key, rest = line.split(" ", 1)
        assert [word for word, _ in alternatives(key)] == [w for w in rest.split() if not w.isdigit()]
        assert all(0 < credit < 1 for _, credit in alternatives(key))
    assert alternatives("zzzzzz") == alternatives("") == alternatives("aaaaa") == ()


def test_rare_words_weigh_more() -> None:
    assert weight_of("said") < weight_of("lawyer") < weight_of("sailcloth") == 1.0


def test_number_words_are_figures() -> None:
    assert (figure_of("twelve"), figure_of("dozen"), figure_of("12"), figure_of("cat")) == ("12", "12", "12", "cat")


@given(st.text(max_size=200))
def test_word_places_and_tokenize_agree(text: str) -> None:
    assert word_places(text) == [(t.norm, t.start, t.end) for t in tokenize(text)]


def test_names_are_told_from_words_that_open_a_sentence() -> None:
    page = PreparedPage("Police met Anna Kopp. Kopp said nothing. The police left.")
    names = {n for n, k in zip(page.norms, page.kinds) if k == page.NAME}
    assert names == {"anna", "kopp"}


# --- the model --------------------------------------------------------------------------------------------------


def test_the_models_file_says_how_it_was_made_and_measured() -> None:
    model = json.loads(files("auditor.checks.reuse").joinpath("data", "model.json").read_text("utf-8"))
    assert model["made_by"] == "auditor.training.reuse"
    assert model["cross_validated"]["sentence"]["f1"] >= 0.9
    assert set(model["weights"]) == {"sentence", "pair"}


def test_every_weight_has_its_feature() -> None:
    sentence, page = (
        prepare_article(["A red kite flew over the mill."])[0],
        PreparedPage("A red kite flew past a mill."),
    )
    features = align(sentence, page, Passage(0, len(page)), on_page(sentence, page)).features
    assert set(weights_of("sentence")) - {"bias", "company", "taken"} <= set(features)
    assert len(weights_of("sentence")) <= 12, "few features: the cases are few"


def test_more_shared_is_more_probable() -> None:
    page = PreparedPage("The council closed both mills on Friday after a fire in the drying loft killed a watchman.")
    article = prepare_article(
        [
            "The council closed both mills on Friday after a fire in the drying loft killed a watchman.",
            "Both mills were shut by the council on Friday after a blaze in the drying loft killed a guard.",
            "A watchman died in a mill.",
        ]
    )
    scores = [probability(align(s, page, Passage(0, len(page)), on_page(s, page)).features) for s in article]
    assert scores[0] > scores[1] > scores[2]
