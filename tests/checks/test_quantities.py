"""Figures in words and digits, with units, hedges and comparators, and which of them are one figure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.quantities import Quantity, parse_quantities, same_quantity
from auditor.quantities import parse as word_by_word
from auditor.quantities.words import FRACTIONS, GROUPS, LABELS, MONTHS, OPENERS, TIMES, scan_words
from auditor.units import MAGNITUDES, UNITS
from tests.clock import growth


def only(text: str) -> Quantity:
    found = parse_quantities(text)
    assert len(found) == 1, (text, [q.text for q in found])
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("about 1,200 people", 1200, ""),
        ("2.34 billion dollars", 2.34e9, "dollar"),
        ("$2,340 million", 2.34e9, "dollar"),
        ("€4,100m", 4.1e9, "euro"),
        ("£3.5bn", 3.5e9, "pound"),
        ("five shillings", 5, "shilling"),
        ("thirteen dollars and ninety-nine cents", 13.99, "dollar"),
        ("twenty-three kilometres", 23000, "m"),
        ("6.8-kilometre", 6800, "m"),
        ("60 centimetres", 0.6, "m"),
        ("11km", 11000, "m"),
        ("24,000 tonnes", 24e6, "kg"),
        ("19 weeks", 133, "day"),
        ("a year and a half", 1.5 * 365.25, "day"),
        ("half an hour", 0.5 / 24, "day"),
        ("two and a half thousand", 2500, ""),
        ("up by a fifth next year", 0.2, "share"),
        ("In March, 29 households", 29, ""),
        ("half a million", 500000, ""),
        ("a dozen", 12, ""),
        ("two hundred and six", 206, ""),
        ("Twenty-six", 26, ""),
        ("70 per cent", 0.7, "share"),
        ("seven tenths of the cost", 0.7, "share"),
        ("9 in 10 pupils", 0.9, "share"),
        ("four farms in ten", 0.4, "share"),
        ("a third of the price", 1 / 3, "share"),
        ("half of them", 0.5, "share"),
        ("the second stage", 2, "ordinal"),
        ("the 21st", 21, "ordinal"),
        ("half past seven in the evening", 19 * 60 + 30, "clock"),
        ("7:30 p.m.", 19 * 60 + 30, "clock"),
        ("07:30", 7 * 60 + 30, "clock"),
        ("noon", 720, "clock"),
        ("twice as many", 2, "times"),
        ("32 degrees Fahrenheit", 0, "degree"),
        ("three minutes and 15 seconds", 195 / 86400, "day"),
        ("an hour and ten minutes", 70 / 1440, "day"),
        ("two hours, 5 minutes and 30 seconds", 7530 / 86400, "day"),
        ("two years and six months", 2.5 * 365.25, "day"),
        ("the walk took 2 hours 40", 160 / 1440, "day"),
        ("five feet eleven", 71 * 0.0254, "m"),
        ("a six-foot-two keeper", 74 * 0.0254, "m"),
    ],
)
def test_value_and_unit(text: str, value: float, unit: str) -> None:
    found = only(text)
    assert found.value == pytest.approx(value)
    assert found.unit == unit


@pytest.mark.parametrize(
    "text",
    [
        "in 2019",  # a year
        "on 6 May 1965",  # a day beside its month
        "May 6, 1965",
        "Shaft No. 5",  # a label
        "the 1990s",
        "no figure here, once",
        "28/09",
    ],
)
def test_no_quantity(text: str) -> None:
    assert parse_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "comparator", "hedged"),
    [
        ("more than 60", ">", False),
        ("just over 60", ">", True),
        ("nearly 60", "<", True),
        ("fewer than 60", "<", False),
        ("at least 60", ">=", False),
        ("60 or more", ">=", False),
        ("up to 60", "<=", False),
        ("no more than 60", "<=", False),
        ("about 60", "=", True),
        ("60 or so", "=", True),
        ("60", "=", False),
    ],
)
def test_comparator_and_hedge(text: str, comparator: str, hedged: bool) -> None:
    found = only(text)
    assert (found.comparator, found.hedged) == (comparator, hedged)
    assert found.whole.of(text) == text


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("two weeks, three days later than planned", [14, 3]),  # the second is a length of its own
        ("for three minutes, 14 people waited", [3 / 1440, 14]),
        ("one hour 20 people queued", [1 / 24, 20]),
        ("between four hours and two people", [4 / 24, 2]),
    ],
)
def test_what_only_stands_beside_a_measure_is_no_part_of_it(text: str, values: list[float]) -> None:
    assert [q.value for q in parse_quantities(text)] == pytest.approx(values)


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("the clerk handed over 300 letters", "="),
        ("the firm signed over 40 acres", "="),
        ("the clerk read over 300 letters", ">="),
        ("the walk took over 30 minutes", ">="),
    ],
)
def test_over_may_belong_to_the_verb(text: str, comparator: str) -> None:
    assert only(text).comparator == comparator


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("the probes, Heron 2 among them", "heron"),
        ("the Heron 2 probe", "heron"),
        ("in Velm 12 trams stood still", ""),  # 12 trams
        ("in Velm 12 died", ""),
        ("Roughly 40 of them", ""),  # a capital that begins the sentence
        ("the Herons won by 4", ""),
        ("It ended. Velm 4 at the break", ""),
    ],
)
def test_a_figure_may_end_a_name(text: str, label: str) -> None:
    assert only(text).label == label


def test_ranges() -> None:
    assert (only("10-12 weeks").low, only("10-12 weeks").high) == (70, 84)
    assert (only("3 to 4 million people").low, only("3 to 4 million people").high) == (3e6, 4e6)
    assert (only("between 10 and 12 tonnes").low, only("between 10 and 12 tonnes").high) == (10000, 12000)
    assert [q.value for q in parse_quantities("voted 5-2")] == [5, 2]  # a score is no range
    assert [q.value for q in parse_quantities("31 votes to 30")] == [31, 30]


@pytest.mark.parametrize(
    ("claim", "page", "same"),
    [
        ("$2,340 million", "2.34 billion dollars", True),
        ("0.6 metres", "60 centimetres", True),
        ("1,600,000", "1.6 million", True),
        ("a dozen", "12", True),
        ("about 60", "63", True),
        ("just over 60", "63", True),
        ("almost four feet", "nearly 4 feet", True),
        ("over six metres", "6.4 metres", True),
        ("below 3,000", "2,950", True),
        ("around a month and a half", "47 days", True),
        ("70 per cent", "seven tenths", True),
        ("half past seven in the morning", "07:30", True),
        ("more than two and a half thousand", "some 2,600", True),
        ("5 miles", "8 km", True),
        ("upwards of three dozen", "at least 41", True),
        ("more than 50", "more than 62", True),
        ("over 3 million", "over 3.2 million", True),
        ("at least 33", "at least 34", False),  # no rounder than the page's
        ("more than 70", "more than 60", False),
        ("up to 90", "up to 70", False),  # the most that may be is a figure of its own
        ("three minutes and 15 seconds", "195 seconds", True),
        ("60", "63", False),
        ("over 60", "58", False),
        ("over 60", "630", False),
        ("less than 10 minutes", "40 minutes", False),
        ("11 months", "11 weeks", False),
        ("58 feet", "58 metres", False),
        ("five pounds", "five shillings", False),
        ("14.3 feet", "13.4 feet", False),
        ("11", "nine", False),
    ],
)
def test_same_quantity(claim: str, page: str, same: bool) -> None:
    assert same_quantity(only(claim), only(page)) is same


@given(st.text(alphabet="0123456789 .,-$%abmtwenhudrokf°½", max_size=80))
def test_spans_lie_in_the_text(text: str) -> None:
    last = 0
    for found in parse_quantities(text):
        assert 0 <= found.whole.start <= found.span.start < found.span.end <= found.whole.end <= len(text)
        assert found.span.of(text) == found.text
        assert found.span.start >= last
        assert found.low <= found.value <= found.high
        last = found.span.end


@given(st.integers(0, 10**9))
def test_digits_round_trip(number: int) -> None:
    if 1500 <= number <= 2100:
        return
    assert only(f"{number:,} people").value == number


def test_no_other_word_begins_a_figure() -> None:
    words = {*FRACTIONS, *GROUPS, *TIMES, *MONTHS, *LABELS, *MAGNITUDES, *UNITS, *"and of in past to every noon".split()}
    follow = ("", " of", " past seven", " in ten", " and a half", " hundred", " a.m.", " o'clock", " million", " third")
    for word in words - OPENERS:
        for after in follow:
            assert word_by_word._read_at(scan_words(word + after), 0) is None, word + after


@pytest.mark.parametrize("unit", ["1,", "twenty ", "1-", "a hundred and ", "$", "1 to ", "an hour 20 ", "1 km and 2 m "])
def test_hostile_text_is_linear(unit: str) -> None:
    assert growth(lambda count: parse_quantities(unit * count), 4000, 16000, enough=8, shortest=0.005) < 8


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("It cost 6.3 million euros, 900,000 more than planned.", "euro", 900_000),
        ("The guarantee is 15 years, five more than that of the rival.", "day", 5 * 365.25),
        ("It cost 6.3 million euros; 900,000 more people came.", "", 900_000),
        ("Of 15 per cent, five more than before.", "", 5),
        ("It was 32 °F, five lower than on Monday.", "", 5),
    ],
)
def test_a_step_has_the_unit_of_what_it_is_a_step_from(text: str, unit: str, value: float) -> None:
    step = parse_quantities(text)[-1]
    assert (step.unit, step.value) == (unit, pytest.approx(value))
