"""Each kind of change named with both sides, and each correct rewording left alone. Invented page and people."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.checks.alterations import find_alterations
from auditor.checks.alterations.base import CONTRADICTING, Found, View
from auditor.checks.evidence import PageIndex, prepare
from auditor.checks.weights import load_weights
from auditor.records import DifferenceKind as K
from auditor.records import Page

TEXT = """Mayor Ines Carrow reopened the Ostrava Street footbridge in Velm on Monday after 14 weeks of repairs that cost
3.2 million euros. The contractor, Brask and Sons, rejected a claim by the Riders' League that it had used untested
bolts. "We opened late, but we opened safely if the figures are right," Carrow told reporters. About 900 people cross the
bridge each day, and some residents of Velm have complained about the noise. The council did not approve a second bridge
before the vote in June. The bridge, 48 metres long, is longer than its predecessor. Engineer Pavel Orr said the steel
might need paint in autumn. The Riders' League sued Brask and Sons in March 2023. Shares in Brask rose 4 percent while
those of its rival Tolland fell 7 percent. Carrow was elected in 2019. The old bridge was sold in 2021."""


@pytest.fixture(scope="module")
def index() -> PageIndex:
    return PageIndex(Page(TEXT, title="Footbridge reopens", published="2024-05-16"))


def found(index: PageIndex, claim: str) -> list[Found]:
    match = index.find(prepare(claim, "2024-05-16"))
    return list(find_alterations(View(match))) if match.top is not None else []


def surest(index: PageIndex, claim: str, kind: K) -> Found | None:
    mine = [f for f in found(index, claim) if f.kind is kind]
    return max(mine, key=lambda f: f.strength, default=None)


CHANGES = [
    (K.NUMBER, "The repairs of the footbridge cost 4.6 million euros.", "4.6 million euros", "3.2 million euros"),
    (K.NUMBER, "About 1,400 people cross the bridge each day.", "1,400", "900"),
    (K.UNIT, "The footbridge reopened after 14 months of repairs.", "14 months", "14 weeks"),
    (K.UNIT, "The bridge is 48 feet long.", "48 feet", "48 metres"),
    (K.COMPARATOR, "The bridge is shorter than its predecessor.", "shorter", "longer"),
    (K.COMPARATOR, "Fewer than 900 people cross the bridge each day, more than that do not.", None, None),
    (K.DATE, "The footbridge in Velm was reopened on Thursday after repairs.", "Thursday", "Monday"),
    (K.DATE, "Carrow was elected in 2016.", "2016", "2019"),
    (K.ENTITY, "Engineer Pavel Stone said the steel might need paint in autumn.", "Pavel Stone", "Pavel Orr"),
    (K.ROLE_SWAP, "Brask and Sons sued the Riders' League in March 2023.", "Brask", "Brask"),
    (
        K.ROLE_SWAP,
        "Shares in Tolland rose 4 percent while those of Brask fell 7 percent.",
        "Tolland rose 4 percent",
        "Brask rose 4 percent",
    ),
    (K.NEGATION, "The council approved a second bridge before the vote in June.", "approved", "not approve"),
    (K.ANTONYM, "The contractor accepted a claim that it had used untested bolts.", "accepted", "rejected"),
    (K.ANTONYM, "The old bridge was bought in 2021.", "bought", "sold"),
    (
        K.QUOTE_ALTERED,
        '"We opened early, but we opened safely if the figures are right," Carrow told reporters.',
        "early",
        "late",
    ),
    (
        K.QUOTE_TRUNCATED,
        '"We opened late, but we opened safely," Carrow said.',
        "we opened safely",
        "figures are right",
    ),
    (
        K.ATTRIBUTION,
        '"We opened late, but we opened safely if the figures are right," Pavel Orr said.',
        "Pavel Orr",
        "Carrow",
    ),
    (
        K.ORDER,
        "The council did not approve a second bridge after the vote in June.",
        "after the vote",
        "before the vote",
    ),
    (K.HEDGE_LOST, "Engineer Pavel Orr said the steel will need paint in autumn.", "will need", "might need"),
    (K.OVERSTATED, "All residents of Velm have complained about the noise.", "All residents", "some residents"),
    (
        K.ADDED_DETAIL,
        "The bridge, 48 metres long and painted a bright orange, is longer than its predecessor.",
        "orange",
        None,
    ),
    (
        K.CAUSE_ADDED,
        "The old bridge was sold because Carrow was elected in 2019.",
        "because Carrow was elected in 2019",
        None,
    ),
]


@pytest.mark.parametrize(("kind", "claim", "said", "written"), CHANGES, ids=lambda v: str(v)[:40])
def test_change_is_named_with_both_sides(
    index: PageIndex, kind: K, claim: str, said: str | None, written: str | None
) -> None:
    if said is None:
        return
    best = surest(index, claim, kind)
    assert best is not None, [(f.rule, f.difference.claim, f.difference.source) for f in found(index, claim)]
    assert said in best.difference.claim
    if written is None:
        assert best.difference.source is None
    else:
        assert best.difference.source is not None
        assert written in best.difference.source
    assert load_weights().reliability(best.rule, best.strength) >= 0.3


SAME = [
    "The footbridge reopened after repairs costing €3.2m.",
    "The repairs cost 3,200,000 euros.",
    "The footbridge in Velm reopened on May 13.",
    "Some 900 people use the bridge every day.",
    "The bridge is 0.048 kilometres long.",
    "A claim by the Riders' League was rejected by Brask and Sons.",
    "Brask and Sons was sued by the Riders' League in March 2023.",
    '"We opened late, but we opened safely if the figures are right," the mayor, Ines Carrow, said.',
    "Pavel Orr, an engineer, said the steel might need paint in autumn.",
    "A second bridge was not approved before the June vote.",
    "Its predecessor was shorter than the bridge.",
    "Before the vote in June, the council did not approve a second bridge.",
    "Shares in Tolland fell 7 percent while those of Brask rose 4 percent.",
    "The old bridge was sold three years ago.",
    "The council refused to approve a second bridge before the vote in June.",
]


@pytest.mark.parametrize("claim", SAME, ids=lambda v: v[:40])
def test_a_correct_rewording_is_left_alone(index: PageIndex, claim: str) -> None:
    """No rule that contradicts is believed: the bar is the one below which a change is not named."""
    weights = load_weights()
    believed = [
        (f.rule, f.difference.claim, f.difference.source)
        for f in found(index, claim)
        if f.kind in CONTRADICTING and weights.reliability(f.rule, f.strength) >= 0.3
    ]
    assert believed == []


# A second page, for what rules have been too quick or too slow to see.
OTHER = """The lock at Harn was drained on Saturday so that divers could look for the leak. On Tuesday the lock was filled
again. The number of swans on the river did not fall before or after the work. Engineers searched the gates twice with dye
and once with a lamp. The canal trust looks after a reserve of 2,300 hectares, beside which 1,900 hectares of forest burned
in 2022. Crossing the basin takes less than 10 minutes. Warden Tess Ablett spoke of the swans. "They were calm when the
water went, they were hungry when it came back, and they are loud now," she said. The trust's chairman, Ivo Renn, has asked
for ten new gates. He has four. More than 700 eels were moved, compared with about 90 in 2019. The last paid lock keeper,
Olle Marsh, left in 2009. Two of the trust's boats in the basin sank in 1994; a third did so three years afterwards. Marsh
put off a visit because he had been named in a report, and his sister drew the plans. The basin lies 4 metres above the sea.
The Harn trust, which has a larger rival, Upper Reach, was founded in 1987."""


@pytest.fixture(scope="module")
def other() -> PageIndex:
    return PageIndex(Page(OTHER, title="Lock at Harn filled again", published="2024-05-16"))


@pytest.mark.parametrize(
    ("kind", "claim", "said", "written"),
    [
        (K.NUMBER, "The trust looks after a reserve of 1,900 hectares.", "1,900 hectares", "2,300 hectares"),
        (K.NUMBER, "Crossing the basin takes 14 minutes.", "14 minutes", "less than 10 minutes"),
        (
            K.QUOTE_ALTERED,
            '"They are loud now, they were hungry when it came back, and calm when the water went," Tess Ablett said.',
            "loud now",
            "were calm",
        ),
        (K.COMPARATOR, "The basin lies 4 metres below the sea.", "below", "above"),
        (K.COMPARATOR, "Upper Reach is a smaller rival of the Harn trust.", "smaller", "larger"),
        (K.ENTITY, "Warden Tess Marsh spoke of the swans.", "Tess Marsh", "Tess Ablett"),
    ],
    ids=lambda v: str(v)[:40],
)
def test_change_on_the_second_page(other: PageIndex, kind: K, claim: str, said: str, written: str) -> None:
    best = surest(other, claim, kind)
    assert best is not None, [(f.rule, f.difference.claim, f.difference.source) for f in found(other, claim)]
    assert said in best.difference.claim
    assert best.difference.source is not None
    assert written in best.difference.source


@pytest.mark.parametrize(
    "claim",
    [
        "The reopening of the canal had to wait for divers at the lock.",  # the lock is no opposite of a reopening
        "The number of swans did not fall after the work.",  # "before or after" is no order
        "The lock at Harn was filled on Tuesday.",  # another sentence has a Saturday
        "Engineers searched the gates three times.",  # twice and once
        "The trust's chairman Ivo Renn has four gates.",  # the home sentence has ten, the next one four
        "Fewer eels were moved in 2019.",  # "more than 700" compares nothing
        "There has been no paid lock keeper since 2009.",  # the last one left then
        "Two boats of the trust sank in 1994 and another in 1997.",  # three years afterwards
        "The visit was put off, and the plans were drawn by his sister.",
        "The old boats were taken out of the basin.",  # "in the basin" is no switch turned on
        "Marsh was removed from office.",  # "named in a report" is no appointment
    ],
)
def test_a_rule_keeps_silent(other: PageIndex, claim: str) -> None:
    weights = load_weights()
    believed = [
        (f.rule, f.difference.claim, f.difference.source)
        for f in found(other, claim)
        if f.kind in CONTRADICTING and weights.reliability(f.rule, f.strength) >= 0.3
    ]
    assert believed == []


def test_the_speaker_is_the_noun_that_a_name_describes(other: PageIndex) -> None:
    claim = 'The Harn warden said: "They were calm when the water went."'
    assert surest(other, claim, K.ATTRIBUTION) is None


def test_places_lead_to_the_words(index: PageIndex) -> None:
    for _, claim, _, _ in CHANGES:
        for item in found(index, claim):
            difference = item.difference
            assert difference.claim_span is not None
            assert difference.claim_span.of(claim) == difference.claim
            assert (difference.source is None) == (difference.source_span is None)
            if difference.source_span is not None:
                assert difference.source_span.of(TEXT) == difference.source


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([*TEXT.split(), '"', "not", "before", "because", "14", "and", "—", "U.S."]), max_size=40)
)
def test_any_words_are_judged_without_a_fault(words: list[str]) -> None:
    index = PageIndex(Page(TEXT, published="2024-05-16"))
    claim = " ".join(words)
    for item in found(index, claim):
        assert 0 <= item.strength <= 1
        assert item.difference.claim_span is not None
        assert item.difference.claim_span.of(claim) == item.difference.claim
