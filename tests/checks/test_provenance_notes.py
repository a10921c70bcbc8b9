"""Who was first, who goes in circles, what rests on one unnamed person."""

from __future__ import annotations

import pytest

from auditor.checks.provenance import trace_with_notes
from auditor.checks.provenance.anonymity import find_anonymous
from auditor.checks.provenance.sheets import read_sheet
from auditor.records import Page
from tests.checks.provenance_cases import read_groups

GROUPS = {group.name[:2]: group for group in read_groups()}

UNNAMED = [
    ("A senior official told reporters that the dam would hold.", "A senior official"),
    ("The dam will hold, said an official who spoke on condition of anonymity.", "an official"),
    ("Two people familiar with the talks said that the dam would hold.", "Two people familiar with the talks"),
    (
        "According to a Water Ministry official travelling with the minister, the dam will hold.",
        "a Water Ministry official",
    ),
    ("An aide, who asked not to be named, said the dam would hold.", "An aide"),
]
NAMED = [
    "A senior official, Arne Volk, said the dam would hold.",
    "Water Ministry official Arne Volk said the dam would hold.",
    "The official opening was held on Monday, the mayor said.",
    "A spokesman for the ministry, Arne Volk, told reporters that the dam would hold.",
    "Sources of the river lie in the hills.",
    "Officials said the dam would hold.",
]


@pytest.mark.parametrize(("text", "who"), UNNAMED)
def test_unnamed_people_are_found(text: str, who: str) -> None:
    note = find_anonymous(read_sheet(0, Page(text)))
    assert note is not None
    assert note.who.startswith(who)
    assert note.spans[0].of(text) == text


@pytest.mark.parametrize("text", NAMED)
def test_named_people_are_not(text: str) -> None:
    assert find_anonymous(read_sheet(0, Page(text))) is None


def test_the_official_again() -> None:
    text = "A senior official told reporters that the dam would hold.\n\nIt is old.\n\nThe official said it leaked a little."
    note = find_anonymous(read_sheet(0, Page(text)))
    assert note is not None
    assert [span.of(text).split()[-1] for span in note.spans] == ["hold.", "little."]


def test_one_briefing_behind_many_origins() -> None:
    found, notes = trace_with_notes(GROUPS["15"].pages)
    assert found.independent == 4
    assert [briefing.pages for briefing in notes.briefings] == [(0, 1, 2, 3)]
    assert any("a senior official" in reason for reason in notes.reasons)
    assert found.summary == notes.reasons


def test_two_briefings_are_two() -> None:
    pages = [
        Page("A senior official told reporters that the eastern dam would hold through the spring floods."),
        Page("A senior official said on Monday that fishing licences for herring would cost twice as much from May."),
    ]
    assert trace_with_notes(pages)[1].briefings == ()


def test_circle_of_outlets() -> None:
    found, notes = trace_with_notes(GROUPS["11"].pages)
    assert notes.circular == ((0, 1, 4),)
    assert notes.effective == 1
    assert notes.effective < found.independent


def test_no_circle_without_a_way_back() -> None:
    assert trace_with_notes(GROUPS["24"].pages)[1].circular == ()


def test_effective_number_leaves_out_what_rests_on_others() -> None:
    found, notes = trace_with_notes(GROUPS["25"].pages)
    assert (found.independent, notes.effective) == (8, 1)
    assert found.effective == 1
    assert notes.reasons[:2] == (
        "8 pages are 8 stories",
        "7 stories openly rest on another, which leaves 1 that stands alone",
    )


def test_earliest_is_by_date_then_the_agencys_own() -> None:
    found, notes = trace_with_notes(GROUPS["37"].pages)
    first = dict(zip(found.clusters, notes.earliest, strict=True))
    assert first[(0, 3)] == 0
    turned = trace_with_notes(GROUPS["37"].pages[::-1])[1]
    assert {len(GROUPS["37"].pages) - 1 - page for page in turned.earliest} == set(notes.earliest)


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (("2026-03-02", "2026-03-01"), 1),
        (("2026-03-02", "2026-03-02"), None),
        (("2026-03-02T09:00", "2026-03-02"), None),  # some time of that day
        (("2026-03-02T09:00", "2026-03-02T08:30"), 1),
        (("2026-03-02", None), None),
    ],
)
def test_earliest_is_told_only_where_dates_tell(dates: tuple[str | None, ...], first: int | None) -> None:
    text = "The weir at Tarrow will be rebuilt by November, the water board said after its meeting in the old mill."
    pages = [Page(text, outlet=f"Paper {n}", published=date) for n, date in enumerate(dates)]
    found, notes = trace_with_notes(pages)
    assert found.clusters == ((0, 1),)
    assert found.earliest == notes.earliest == (first,)


def test_later_version_is_not_the_earliest() -> None:
    found, notes = trace_with_notes(GROUPS["30"].pages)
    assert notes.earliest[0] == 0
    assert found.clusters[0] == (0, 1, 2, 3)
