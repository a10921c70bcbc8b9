"""Copied, rewritten, quoted, or one's own: each kind of sentence, both spans, hostile input, time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.checks.reuse import (
    COPIED,
    PreparedPage,
    ReuseOptions,
    copied_share,
    find_origin,
    find_reuse,
    prepare_article,
    rewrite_score,
    said_again,
    shared_phrases,
)
from auditor.records import Copying, CopyingKind, Page
from tests.clock import growth, least

PAGE = """The lighthouse at Corran Head went dark on Tuesday night after thieves stripped 400 metres of copper cable \
from the cliff path, the harbour trust said. Two trawlers and a gravel barge were guided into port by radio while \
engineers worked by torchlight to rig a temporary lamp.

Police believe the thieves came by boat, because the only road to the headland is closed by a locked gate. A burnt-out \
dinghy was found the next morning on the shingle below the old coastguard hut.

"We have kept that light burning through two wars and a hurricane," said Dorothea Finch, who chairs the trust. She \
appealed to scrap dealers across the county to check anything they had been offered since the weekend. Repairs are \
expected to cost about £85,000 and to last until the middle of March."""

VERBATIM = "A burnt-out dinghy was found the next morning on the shingle below the old coastguard hut."
NEAR = (
    "Two trawlers and a gravel barge were guided into harbour by radio while engineers worked by torchlight to rig an "
    "emergency lamp."
)
PATCHED = (
    "Officers think the robbers arrived by boat, since the sole road to the headland is shut off by a locked gate.",
    "Dealers in scrap throughout the county were asked by her to examine everything offered to them since the weekend.",
    "The repair work, which will take until mid-March, is expected to cost around £85,000.",
)
QUOTE = '"We have kept that light burning through two wars and a hurricane," Dorothea Finch told the county radio.'
OWN = (
    "Insurers had warned twice last year that the cable was unguarded, according to letters seen by this newspaper.",
    "Copper has doubled in price since spring, and thefts from railways have risen with it.",
    "The lifeboat crew of nearby Sallow Bay spent the evening at a wedding, its coxswain Piers Amory said.",
)


def kinds(sentences: list[str], page: str = PAGE, **options: object) -> list[CopyingKind]:
    return [c.kind for c in find_reuse(sentences, page, **options)]  # type: ignore[arg-type]  # fields spread from plain values


def test_word_for_word_is_verbatim_with_the_pages_span() -> None:
    (found,) = find_reuse([VERBATIM], PAGE)
    assert found.kind is CopyingKind.VERBATIM
    assert found.score == 1.0 and found.share == 1.0
    assert found.text == VERBATIM == PAGE[found.start : found.end]
    assert [VERBATIM[r.start : r.end] for r in found.runs] == [VERBATIM.rstrip(".")]


def test_a_few_changed_words_are_near_verbatim() -> None:
    (found,) = find_reuse([NEAR], PAGE)
    assert found.kind is CopyingKind.NEAR_VERBATIM
    assert found.text is not None and found.text.startswith("Two trawlers")
    assert 0.7 < found.share <= 1.0


@pytest.mark.parametrize("sentence", PATCHED)
def test_patchwriting_is_found_beside_a_copied_sentence(sentence: str) -> None:
    first, second = find_reuse([VERBATIM, sentence], PAGE)
    assert first.kind is CopyingKind.VERBATIM
    assert second.kind in (CopyingKind.PATCHWRITE, CopyingKind.NEAR_VERBATIM), second
    assert 0.5 <= second.score < 1.0
    assert second.runs, "the matching words of the sentence are shown"


def test_patchwriting_points_at_the_sentence_it_came_from() -> None:
    _, found = find_reuse([VERBATIM, PATCHED[0]], PAGE)
    assert found.text == (
        "Police believe the thieves came by boat, because the only road to the headland is closed by a locked gate."
    )


@pytest.mark.parametrize("sentence", OWN)
def test_own_reporting_of_the_event_is_no_copy(sentence: str) -> None:
    assert kinds([VERBATIM, sentence])[1] is CopyingKind.NONE


def test_own_words_alone_are_no_copy_either() -> None:
    assert set(kinds(list(OWN))) == {CopyingKind.NONE}


def test_names_and_figures_of_the_event_are_not_expression() -> None:
    assert kinds(["Dorothea Finch, Corran Head, Tuesday, £85,000."]) == [CopyingKind.NONE]


def test_a_condensed_summary_is_no_copy() -> None:
    summary = "Cable thieves who came by sea left a lighthouse dark and its trust with an £85,000 bill until March."
    assert kinds([summary]) == [CopyingKind.NONE]


CASES = Path(__file__).parent / "cases" / "reuse.jsonl"


def test_the_projects_own_cases() -> None:
    """Whole articles with every kind of sentence; the model has seen them, so this guards what it can do already."""
    hits = called = copied = right = total = 0
    for line in CASES.read_text("utf-8").splitlines():
        case = json.loads(line)
        for label, found in zip(case["labels"], find_reuse(case["article"], case["source"])):
            gold = label in ("verbatim", "near_verbatim", "patchwrite")
            hits += gold and found.kind in COPIED
            called += found.kind in COPIED
            copied += gold
            right += found.kind == (label if gold or label == "quote" else "none")
            total += 1
    assert 2 * hits / (called + copied) >= 0.9
    assert right / total >= 0.9


# --- quotations -------------------------------------------------------------------------------------------------


def test_a_marked_quotation_with_its_speaker_is_a_quote() -> None:
    (found,) = find_reuse([QUOTE], PAGE)
    assert found.kind is CopyingKind.QUOTE
    assert found.text is not None and "kept that light burning" in found.text


@pytest.mark.parametrize(
    "marked",
    [
        "“We have kept that light burning through two wars and a hurricane,” said Ms. Finch.",
        "According to Dorothea Finch, „We have kept that light burning through two wars and a hurricane“.",
        "Ms. Finch put it this way: “We have kept that light burning through two wars and a hurricane.”",
    ],
)
def test_quotation_marks_of_many_houses(marked: str) -> None:
    assert kinds([marked]) == [CopyingKind.QUOTE]


def test_the_same_words_without_marks_or_speaker_are_copied() -> None:
    bare = (
        "We have kept that light burning through two wars and a hurricane, said Dorothea Finch, who chairs the trust."
    )
    assert kinds([bare])[0] in COPIED
    alone = "“We have kept that light burning through two wars and a hurricane.”"
    assert kinds([alone])[0] in COPIED


def test_a_long_credited_quotation_over_several_sentences_is_not_copying() -> None:
    sentences = [
        "The harbour trust said in its statement: “Two trawlers and a gravel barge were guided into port by radio while "
        "engineers worked by torchlight to rig a temporary lamp.",
        "A burnt-out dinghy was found the next morning on the shingle below the old coastguard hut.",
        "Repairs are expected to cost about £85,000 and to last until the middle of March.”",
        "It gave no further detail.",
    ]
    found = find_reuse(sentences, PAGE)
    assert [c.kind for c in found[:3]] == [CopyingKind.QUOTE] * 3
    assert copied_share(sentences, found) == 0.0


def test_a_block_quotation_needs_no_marks_but_a_source() -> None:
    sentences = ["The trust gave this account of the night:", VERBATIM, PAGE.split("\n")[0].split(". ")[1] + "."]
    assert [c.kind for c in find_reuse(sentences, PAGE)][1] is CopyingKind.VERBATIM
    found = find_reuse(prepare_article(sentences, block_quotes={1, 2}), PAGE)
    assert [c.kind for c in found] == [CopyingKind.NONE, CopyingKind.QUOTE, CopyingKind.QUOTE]
    unnamed = find_reuse(prepare_article([OWN[1], VERBATIM], block_quotes={1}), PAGE)
    assert unnamed[1].kind is CopyingKind.VERBATIM


def test_a_quoted_word_does_not_excuse_a_copied_sentence() -> None:
    sentence = (
        "A burnt-out “dinghy” was found the next morning on the shingle below the old coastguard hut, police said."
    )
    assert kinds([sentence])[0] in COPIED


# --- what belongs to everybody ----------------------------------------------------------------------------------


def test_formulas_of_the_press_do_not_count() -> None:
    page = PAGE + "\n\nThe company did not immediately respond to a request for comment."
    assert kinds(["The company did not immediately respond to a request for comment."], page) == [CopyingKind.NONE]
    boiler = "Copyright 2031. All rights reserved."
    assert kinds([boiler], PAGE + "\n\n" + boiler) == [CopyingKind.NONE]


def test_an_outlets_boilerplate_can_be_named_as_common() -> None:
    slogan = "The Tarn Courier brings you the valley's stories first every morning of the week."
    pages = [f"{slogan}\n\nStory number {n} is about {w}." for n, w in enumerate(("eels", "kites", "bread", "salt"))]
    common = shared_phrases(pages)
    assert kinds([slogan], pages[0])[0] in COPIED
    assert kinds([slogan], pages[0], common=common) == [CopyingKind.NONE]


def test_a_short_fact_can_hardly_be_said_otherwise() -> None:
    assert kinds(["The vote was 6-3."], "The vote was 6-3. It was close.") == [CopyingKind.NONE]


# --- several pages, whole articles ------------------------------------------------------------------------------


def test_the_origin_is_the_page_with_the_closest_words() -> None:
    reworded = PAGE.replace("burnt-out dinghy was found", "charred dinghy was discovered")
    found = find_origin([VERBATIM, OWN[1]], ["Nothing of the kind stands here.", reworded, PAGE])
    assert found[0] is not None and found[0].page == 2
    assert found[0].copying.kind is CopyingKind.VERBATIM
    assert found[1] is None


def test_of_identical_pages_the_first_is_the_origin() -> None:
    (found,) = find_origin([VERBATIM], [PAGE] * 9)
    assert found is not None and found.page == 0


def test_copied_share_counts_words_of_others() -> None:
    article = [VERBATIM, OWN[1]]
    found = find_reuse(article, PAGE)
    share = copied_share(article, found)
    assert share == pytest.approx(17 / (17 + 15), abs=0.03)
    assert copied_share([], []) == 0.0
    assert copied_share(article, [None, None]) == 0.0


def test_prepared_once_gives_the_same_answer() -> None:
    article = [VERBATIM, NEAR, *PATCHED, QUOTE, *OWN]
    ready, page = prepare_article(article), PreparedPage(Page(text=PAGE))
    assert find_reuse(ready, page) == find_reuse(article, PAGE) == find_reuse(article, Page(text=PAGE))
    assert find_reuse(ready, page) == find_reuse(ready, page)


def test_options_move_the_bar() -> None:
    assert kinds([VERBATIM, PATCHED[0]], options=ReuseOptions(bar=1.01))[1] is CopyingKind.NONE
    assert kinds([NEAR], options=ReuseOptions(near=0.99)) == [CopyingKind.PATCHWRITE]
    assert kinds([VERBATIM], options=ReuseOptions(min_words=40)) == [CopyingKind.NONE]


# --- bad input --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["", " \n\n\t", "…", "Blaze", "?!", "\u200b\ufeff", "日本語のテキスト。", "\ud800"])
@pytest.mark.parametrize("sentence", ["", " ", "Blaze", "“", "\u0000", VERBATIM])
def test_odd_pages_and_sentences_give_a_result(page: str, sentence: str) -> None:
    (found,) = find_reuse([sentence], page)
    assert found.kind is CopyingKind.NONE and 0.0 <= found.score <= 1.0


def test_sentences_that_share_only_function_words_with_their_best_passage() -> None:
    found = find_reuse(["That it is so, that is it.", "So it is that."], "It is that it is so. So that is it.")
    assert {c.kind for c in found} == {CopyingKind.NONE}


def test_no_sentences() -> None:
    assert find_reuse([], PAGE) == []
    assert find_origin([], [PAGE]) == []
    assert find_origin([VERBATIM], []) == [None]


_HOSTILE = {
    "one word": "copper ",
    "no stops": "thieves stripped copper cable from the cliff path while engineers worked ",
    "quotes": "“she said” ",
    "sentences": "Thieves stripped the cable. Engineers worked by torchlight. ",
    "names": "Dorothea Finch ",
    "figures": "85,000 1.2.3 ",
    "blank lines": "lamp\n\n",
    "marks": '"',
}


@pytest.mark.parametrize("shape", list(_HOSTILE))
def test_time_is_linear_in_page_and_paragraph(shape: str) -> None:
    unit = _HOSTILE[shape]
    texts = {n: unit * (n // len(unit)) for n in (40_000, 160_000)}
    assert growth(lambda n: find_reuse([texts[n]], texts[n]), 40_000, 160_000, enough=8) < 8


def test_a_megabyte_of_prose_as_page_and_as_paragraph() -> None:
    words = " ".join(f"{w}{n % 997}" for n in range(8_000) for w in ("harbour", "lamp", "gate", "the", "road"))
    page = (words + ". ") * 4
    assert least(lambda: find_reuse([words], page), enough=12) < 12
    (found,) = find_reuse([words], page)
    assert found.kind is CopyingKind.VERBATIM


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=120), max_size=4), st.text(max_size=400))
def test_spans_and_bounds_hold_for_any_text(sentences: list[str], page: str) -> None:
    found = find_reuse(sentences, page)
    assert len(found) == len(sentences)
    for sentence, copying in zip(sentences, found):
        _holds(sentence, page, copying)
    assert 0.0 <= copied_share(sentences, found) <= 1.0


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PAGE.split()), min_size=1, max_size=40), st.integers(0, 3))
def test_spans_and_bounds_hold_for_shuffled_prose(words: list[str], cut: int) -> None:
    text = " ".join(words)
    for copying in find_reuse([text, VERBATIM], PAGE[cut * 100 :]):
        _holds(text, PAGE[cut * 100 :], copying) if copying.runs and copying.runs[-1].end <= len(text) else None


def _holds(sentence: str, page: str, copying: Copying) -> None:
    assert 0.0 <= copying.score <= 1.0 and 0.0 <= copying.share <= 1.0
    if copying.kind is CopyingKind.NONE:
        assert copying.text is copying.start is copying.end is None
        return
    assert copying.start is not None and copying.end is not None
    assert page[copying.start : copying.end] == copying.text
    ends = [0, *(r.end for r in copying.runs)]
    for run, before in zip(copying.runs, ends):
        assert before <= run.start < run.end <= len(sentence)


# --- two sentences ----------------------------------------------------------------------------------------------


def test_a_rewrite_scores_above_a_stranger_and_is_symmetric() -> None:
    original = (
        "Police believe the thieves came by boat, because the only road to the headland is closed by a locked gate."
    )
    close, far = rewrite_score(PATCHED[0], original), rewrite_score(OWN[0], original)
    assert close > 0.5 > far
    assert rewrite_score(original, PATCHED[0]) == pytest.approx(close)
    assert rewrite_score(original, original) > 0.9


@pytest.mark.parametrize(("a", "b"), [("", ""), ("", "word"), ("…", "!"), ("a", "a")])
def test_rewrite_score_of_nothing_is_a_probability(a: str, b: str) -> None:
    assert 0.0 <= rewrite_score(a, b) <= 1.0


def test_share_counts_the_words_that_are_shown() -> None:
    for found, sentence in zip(find_reuse([*PATCHED, NEAR], PAGE), [*PATCHED, NEAR], strict=True):
        shown = sum(len(run.of(sentence).split()) for run in found.runs)
        assert found.share == pytest.approx(shown / len(sentence.split()), abs=0.06)


def test_a_word_of_the_page_answers_for_one_of_the_sentence() -> None:
    sentence = "The ministry spoke of broad support for the harbour wall and of a long fight for its money."
    page = "There was broad support for the harbour wall after a long fight for its money, the ministry wrote."
    (found,) = find_reuse([sentence], page)
    assert found.kind in COPIED
    assert "spoke" not in " ".join(run.of(sentence) for run in found.runs)


def test_of_a_long_list_the_clause_is_shown() -> None:
    page = (
        "The envoy made three points: that the dam must be inspected by engineers of both countries before the spring; "
        "that the fishing rights agreed at Corran must be respected by every trawler; and that the two prisoners held "
        "in the fort since August must be allowed to write to their families at home."
    )
    sentence = "The fishing rights that were agreed at Corran, he said, have to be respected by every single trawler."
    (found,) = find_reuse([sentence], page)
    assert found.kind in COPIED
    assert found.text is not None and found.text.startswith("that the fishing rights")
    assert "dam" not in found.text and "prisoners" not in found.text


def test_said_again_is_a_share_of_words() -> None:
    ready = prepare_article([VERBATIM, OWN[0]])
    page = PreparedPage(PAGE)
    assert said_again(ready[0], page) == 1.0
    assert said_again(ready[1], page) < 0.5
    assert said_again(ready[0], PreparedPage("")) == 0.0
