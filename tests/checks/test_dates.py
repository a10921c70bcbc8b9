"""Dates in text as intervals, resolved against the day of publication."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.dates import DateMention, parse_anchor, parse_dates, same_date
from tests.clock import growth

THURSDAY = date(2024, 3, 14)


def only(text: str, anchor: date | None = THURSDAY) -> DateMention:
    found = parse_dates(text, anchor)
    assert len(found) == 1, (text, [m.text for m in found])
    return found[0]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("founded on 6 May 1965", "1965-05-06", "1965-05-06"),
        ("the 6th of May 1965", "1965-05-06", "1965-05-06"),
        ("May 6, 1965", "1965-05-06", "1965-05-06"),
        ("2024-07-09", "2024-07-09", "2024-07-09"),
        ("23/01/2026", "2026-01-23", "2026-01-23"),
        ("on Jan. 9", "2024-01-09", "2024-01-09"),
        ("on Tuesday", "2024-03-12", "2024-03-12"),
        ("on Thursday", "2024-03-14", "2024-03-14"),
        ("last Thursday", "2024-03-07", "2024-03-07"),
        ("next Friday", "2024-03-15", "2024-03-15"),
        ("will meet on Friday", "2024-03-15", "2024-03-15"),
        ("yesterday", "2024-03-13", "2024-03-13"),
        ("last month", "2024-02-01", "2024-02-29"),
        ("last year", "2023-01-01", "2023-12-31"),
        ("two years ago", "2022-01-01", "2022-12-31"),
        ("in May 2020", "2020-05-01", "2020-05-31"),
        ("in November", "2023-11-01", "2023-11-30"),
        ("last June", "2023-06-01", "2023-06-30"),
        ("the second quarter of 2026", "2026-04-01", "2026-06-30"),
        ("the winter of 1962", "1962-12-01", "1963-02-28"),
        ("in summer 2022", "2022-06-01", "2022-08-31"),
        ("the 1990s", "1990-01-01", "1999-12-31"),
        ("the 2025-26 budget", "2025-01-01", "2026-12-31"),
        ("eighteenth-century", "1700-01-01", "1799-12-31"),
        ("in 2009", "2009-01-01", "2009-12-31"),
        ("between 3 and 21 May 2023", "2023-05-03", "2023-05-21"),
    ],
)
def test_interval(text: str, start: str, end: str) -> None:
    found = only(text)
    assert (str(found.start), str(found.end)) == (start, end)


@pytest.mark.parametrize("text", ["they may go", "a march in the rain", "about 2000 people", "on Tuesdays", "7.30", ""])
def test_no_date(text: str) -> None:
    assert parse_dates(text, THURSDAY) == []


def test_without_an_anchor_only_the_said_fields_are_known() -> None:
    found = only("on 6 May", None)
    assert (found.start, found.month, found.day, found.inferred) == (None, 5, 6, True)
    assert only("on Tuesday", None).weekday == 1


@pytest.mark.parametrize(
    ("claim", "page", "same"),
    [
        ("on March 12", "on Tuesday", True),
        ("in March 2024", "on Tuesday", True),
        ("September 14, 1974", "14 September 1974", True),
        ("in 1974", "14 September 1974", True),
        ("last month", "on 12 February", True),
        ("on Feb. 12", "on Jan. 9", False),
        ("6 May 1956", "6 May 1965", False),
        ("6 May 1956", "on 6 May", True),  # the page leaves the year open
        ("6 May 1956", "on 7 May", False),
        ("on Wednesday", "on Tuesday", False),
        ("in 1998", "in 2001", False),
    ],
)
def test_same_date(claim: str, page: str, same: bool) -> None:
    assert same_date(only(claim), only(page)) is same


def test_anchor_from_what_pages_print() -> None:
    assert parse_anchor("2 Mar. 2023") == date(2023, 3, 2)
    assert parse_anchor("2023-03-02T10:00:00Z") == date(2023, 3, 2)
    assert parse_anchor("Published March 2, 2023 at 9:14") == date(2023, 3, 2)
    assert parse_anchor("no date") is None
    assert parse_anchor(None) is None


@given(st.dates(date(1500, 1, 1), date(2099, 12, 31)), st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d"]))
def test_full_dates_round_trip(day: date, form: str) -> None:
    found = only(f"on {day.strftime(form)}", None)
    assert (found.start, found.end) == (day, day)


@given(st.text(alphabet="0123456789 ./-maytueslastjn", max_size=60), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_spans_lie_in_the_text(text: str, anchor: date) -> None:
    for found in parse_dates(text, anchor):
        assert found.span.of(text) == found.text
        assert found.start is None or found.end is None or found.start <= found.end


@pytest.mark.parametrize(
    ("text", "anchor", "start", "end"),
    [
        ("on 29 February", date(2026, 11, 23), date(2028, 2, 29), date(2028, 2, 29)),
        ("on February 29", date(2014, 1, 1), date(2012, 2, 29), date(2012, 2, 29)),
        ("on 28-29 February", date(1900, 3, 1), date(1904, 2, 28), date(1904, 2, 29)),
        ("on 29 February", date(9999, 12, 31), date(9996, 2, 29), date(9996, 2, 29)),
    ],
)
def test_a_leap_day_is_that_of_the_nearest_leap_year(text: str, anchor: date, start: date, end: date) -> None:
    found = only(text, anchor)
    assert (found.start, found.end) == (start, end)


MONTH_DAYS = st.builds("{} {}".format, st.integers(1, 32), st.sampled_from(["January", "February", "April", "Dec."]))


@given(MONTH_DAYS, st.sampled_from(["", "-", " to "]), MONTH_DAYS, st.dates())
def test_any_day_of_any_month_can_be_read(first: str, link: str, second: str, anchor: date) -> None:
    for found in parse_dates(f"{first}{link}{second}", anchor):
        assert found.start is None or found.end is None or found.start <= found.end


@pytest.mark.parametrize("unit", ["early ", "1-", "mon, ", "may ", "the ", "1/1/", "last "])
def test_hostile_text_is_linear(unit: str) -> None:
    assert growth(lambda count: parse_dates(unit * count, THURSDAY), 10000, 40000, enough=8, shortest=0.01) < 8
