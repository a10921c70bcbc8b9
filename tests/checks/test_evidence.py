"""Where a page would say a claim: retrieval, alignment, segments, the words behind names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.checks.evidence import Match, PageIndex, prepare
from auditor.checks.reading import read_text
from auditor.quantities import same_quantity
from auditor.records import Page

TEXT = """Harbour pilots in Lisk voted on Tuesday to strike for nine days. Their union, the Pilots' Guild, wants more rest
between shifts. She was born in Corrin, its chair Oona Hadley told Radio Brae. The ferry company Norline said it would
turn down the demand. Norline employs 212 plumbers and 40 cooks. The U.S. embassy made no comment."""


@pytest.fixture(scope="module")
def index() -> PageIndex:
    return PageIndex(Page(TEXT, published="2024-05-16"))


def match(index: PageIndex, claim: str) -> Match:
    return index.find(prepare(claim, "2024-05-16"))


def top(index: PageIndex, claim: str) -> str:
    found = match(index, claim)
    assert found.top is not None
    return index.sentences[found.top].span.of(TEXT)


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("The pilots will stop work for nine days.", "Harbour pilots"),
        ("Norline rejected the demand.", "The ferry company"),
        ("Norline has 212 tradesmen.", "Norline employs"),
        ("The American embassy did not comment.", "The U.S. embassy"),
        ("A vote on May 14 led to a strike.", "Harbour pilots"),
        ("Hadley, who chairs the guild, was born in Corrin.", "She was born"),
    ],
)
def test_the_best_sentence_comes_first(index: PageIndex, claim: str, sentence: str) -> None:
    assert top(index, claim).startswith(sentence)


def test_evidence_is_cut_from_the_page(index: PageIndex) -> None:
    found = match(index, "Harbour pilots voted to strike, and Norline said it would turn down the demand.")
    assert len(found.evidence()) == 2
    for passage in found.evidence():
        assert TEXT[passage.start : passage.end] == passage.text


def test_coverages_are_shares(index: PageIndex) -> None:
    whole = match(index, "Norline employs 212 plumbers and 40 cooks.")
    none = match(index, "Violins tuned quietly.")
    assert whole.top_coverage == pytest.approx(1.0)
    assert (none.top, none.coverage, none.evidence()) == (None, 0.0, ())


def test_a_claim_is_cut_at_its_clauses() -> None:
    claim = prepare("Pilots in Lisk voted on Tuesday to strike, while Norline turned down the demand of the guild.")
    assert [s.of(claim.text)[:12] for s in claim.segments] == ["Pilots in Li", "while Norlin"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Helen R. Aldous, chief of the Marrow Transport Authority, spoke.",
            ["Helen R. Aldous", "Marrow Transport Authority"],
        ),
        ("Mayor Ruth Okonjo's house stands in St. Columb Quay.", ["Ruth Okonjo", "St. Columb Quay"]),
        ("On Jan. 9 the U.N. met.", ["U.N."]),
        ("He is from the Isle of Marn.", ["Isle of Marn"]),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert [n.text for n in read_text(text).names] == names


def test_negation_reaches_its_verb() -> None:
    reading = read_text("The board did not approve the plan, but it approved the budget.")
    said = [w.at for w in reading.words if w.stem == "approv"]
    assert [reading.negated(at) for at in said] == [True, False]


LINES = "Harn Herald\nSubscribe\nSwans stay calm\nThe lock was drained. Swans stayed.\nMost read\nEels moved upstream"


def sentences(text: str) -> list[str]:
    index = PageIndex(Page(text))
    return [s.span.of(text) for s in index.sentences]


def test_menus_and_headings_are_lines_of_their_own() -> None:
    assert sentences(LINES) == [
        "Harn Herald",
        "Subscribe",
        "Swans stay calm",
        "The lock was drained.",
        "Swans stayed.",
        "Most read",
        "Eels moved upstream",
    ]


def test_text_set_to_a_width_is_not_cut_at_its_lines() -> None:
    text = "The lock at Harn was\ndrained on Saturday so that\ndivers could look for it. Then\nit was filled again."
    assert len(sentences(text)) == 2


@pytest.mark.parametrize(
    ("text", "claim", "found"),
    [
        ("Two boats sank in 1994. A third did so three years afterwards.", "A boat sank in 1997.", True),
        ("Two boats sank in 1994. A third did so three years afterwards.", "A boat sank in 1996.", False),
        ("The pool opened on 3 March 2021. The following day it closed.", "It closed on 4 March 2021.", True),
        ("The pool opened on 3 March 2021. Two weeks later it closed.", "It closed on 17 March 2021.", True),
        ("The pool opened in May 2021 and closed four months later.", "It closed in September 2021.", True),
        ("The pool closed in 2021. It had opened 10 years earlier.", "It opened in 2011.", True),
        ("Later, in 2021, the pool closed.", "It closed in 2022.", False),
    ],
)
def test_dates_counted_from_another(text: str, claim: str, found: bool) -> None:
    index = PageIndex(Page(text))
    prepared = prepare(claim)
    place = next(i for i, item in enumerate(prepared.items) if item.date)
    assert (index.find(prepared).anywhere[place] == 1.0) is found


def test_a_first_name_the_page_leaves_out_is_no_stranger() -> None:
    index = PageIndex(Page("Mayor Carrow opened the bridge. Pavel Orr painted it."))
    assert match(index, "Ines Carrow opened the bridge.").coverage > 0.7
    assert match(index, "Ines Orr painted it.").anywhere[0] == 0.0


def test_a_quotation_goes_on_over_a_line_of_wrapped_text() -> None:
    index = PageIndex(Page('"They were calm when the\nwater went," she said. "No," he said.'))
    assert [q.of(index.text) for q in index.quotes] == ["They were calm when the\nwater went,", "No,"]


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_indexed_and_searched(page: str, claim: str) -> None:
    index = PageIndex(Page(page))
    found = index.find(prepare(claim))
    assert 0 <= found.coverage <= 1.0 + 1e-9
    assert 0 <= found.page_coverage <= 1.0 + 1e-9
    for passage in found.evidence():
        assert page[passage.start : passage.end] == passage.text


_FIGURE = st.builds(
    "{} {} {}".format,
    st.sampled_from(["about", "over", "at least", "", "", "nearly", "between 3 and"]),
    st.sampled_from(["0", "1", "3", "6", "12", "0.5", "24", "100", "2,340", "a dozen", "1.2 million", "half", "7:30"]),
    st.sampled_from(["boats", "km", "miles", "weeks", "days", "per cent", "euros", "°F", "pm", "crowns", "times"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_FIGURE, min_size=1, max_size=12), _FIGURE)
def test_a_figure_is_found_wherever_it_stands(written: list[str], asked: str) -> None:
    page = PageIndex(Page(" ".join(f"The harbour counted {figure} on that day." for figure in written)))
    claim = prepare(f"The harbour counted {asked} on that day.")
    found = page.find(claim)
    for item, row in zip(claim.items, found.rows, strict=True):
        if item.quantity is not None:
            alike = [n for n, s in enumerate(page.sentences) if any(same_quantity(item.quantity, q) for q in s.quantities)]
            assert sorted(row) == alike
