"""How outlets and agencies are written: names, short names, credits, datelines, update marks, cues."""

from __future__ import annotations

import pytest

from auditor.checks.provenance.credits import credit_strings, read_credits
from auditor.checks.provenance.cues import attributes, named_otherwise, time_named
from auditor.checks.provenance.names import (
    initials,
    is_organisation,
    learn_voices,
    name_parts,
    plain_name,
    short_names,
    spellings,
)
from auditor.checks.provenance.sheets import norm, quoted_spans, read_sheet
from auditor.records import Page, Span


@pytest.mark.parametrize(
    ("name", "plain", "shorts"),
    [
        ("The Eastfield Echo", "Eastfield Echo", {"Echo"}),
        ("Marrow Daily Star", "Marrow Daily Star", {"Star", "Daily Star"}),
        ("Times of Brask", "Times of Brask", {"Times"}),
        ("Harbor Radio", "Harbor Radio", set()),  # nobody calls it the Radio
        ("Radio Estuary", "Radio Estuary", set()),
        ("Salt & Potash Review", "Salt & Potash Review", set()),
        ("Veldania News Agency", "Veldania News Agency", set()),
        ("The Trade Unionist (northern edition)", "Trade Unionist", {"Unionist"}),
        ("Herald, Port Vale", "Herald", set()),
        ("courier.example", "courier", set()),
    ],
)
def test_names(name: str, plain: str, shorts: set[str]) -> None:
    assert plain_name(name) == plain
    assert short_names(plain) == shorts


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("KVLR 98.1 FM", "KVLR"),
        ("Channel 9 Sarrat", "Channel 9"),
        ("CLARION", "Clarion"),
        ("Lidd Post Online", "Lidd Post"),
    ],
)
def test_spellings(name: str, form: str) -> None:
    assert {name, form} <= spellings(name)


@pytest.mark.parametrize(
    ("byline", "parts"),
    [
        ("By JONAS REED, Continental Press", ["JONAS REED", "Continental Press"]),
        ("VNA / Upland", ["VNA", "Upland"]),
        ("Northern Press Service (NPS), radio desk", ["Northern Press Service", "NPS"]),
        ("WFLC News staff", ["WFLC News staff"]),
        ("From wire reports", []),
        ("Staff and agencies", []),
        ("Press release", []),
        ("Condensed from The Long Reader", ["Condensed", "Long Reader"]),
        ("", []),
    ],
)
def test_byline_parts(byline: str, parts: list[str]) -> None:
    assert name_parts(byline) == parts


def test_initials_and_organisations() -> None:
    assert initials("Northern Press Service") == "NPS"
    assert initials("Echo") == ""
    assert is_organisation("Meridian Wire") and is_organisation("VNA")
    assert not is_organisation("Iris Penhale")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("NORRA, Veldania (UP) - The mill burned.", "dateline"),
        ("The mill burned.\n\nTwo died.\n\n(Union Press)", "foot"),
        ("The mill burned.\n\nTwo died.\n\n© 2031 Union Press. All rights reserved.", "copyright line"),
        ("The mill burned.\n\nTwo died.\n\n(Writing by Ann Orr; reporting by Union Press)", "foot"),
        ("The mill burned.\n\nTwo died.\n\nThis story was first published by Union Press.", "foot"),
    ],
)
def test_credits(text: str, where: str) -> None:
    pages = [Page("The mill burned.", outlet="Union Press"), Page(text, outlet="Norra Post")]
    sheets = [read_sheet(i, page) for i, page in enumerate(pages)]
    strings = [credit_strings(sheet) for sheet in sheets]
    voices = learn_voices(pages, [[name for _, name in names] for names in strings])
    given = read_credits(sheets, strings, voices)
    assert given[1].voices == {0: where}
    assert voices[0].carried == [1]


@pytest.mark.parametrize(
    "text",
    [
        "The mill burned.\n\nPhoto: Union Press",
        "The mill burned.\n\nSteel prices supplied by Union Press markets data.",
        "The mill burned, Union Press reported on Monday, and two people died in the flames.",
    ],
)
def test_no_credit(text: str) -> None:
    pages = [Page("The mill burned.", outlet="Union Press"), Page(text, outlet="Norra Post")]
    sheets = [read_sheet(i, page) for i, page in enumerate(pages)]
    strings = [credit_strings(sheet) for sheet in sheets]
    voices = learn_voices(pages, [[name for _, name in names] for names in strings])
    assert read_credits(sheets, strings, voices)[1].voices == {}


@pytest.mark.parametrize(
    ("title", "text", "marked"),
    [
        ("UPDATE 2-Mill burns", "It burned.", True),
        ("CORRECTED: Mill burns", "It burned.", True),
        ("Mill burns", "It burned.\n\nThis story has been updated with comment from the owner.", True),
        ("Mill burns", "It burned.\n\nAn earlier version of this article misstated the year.", True),
        ("Updated rules for mills", "It burned.", True),  # a rare price; it needs a shared voice and words besides
        ("Mill burns", "Our calculator has been updated for spring.", False),
        ("Mill burns", "The owner updated his will.", False),
    ],
)
def test_update_marks(title: str, text: str, marked: bool) -> None:
    sheets = [read_sheet(0, Page(text, title=title))]
    assert (read_credits(sheets, [[]], [])[0].updated is not None) is marked


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("according to the ", ", which saw it"),
        ("as first reported by ", "."),
        ("Ms. Roe told the ", " on Monday."),
        ("in an interview with ", ""),
        ("The ", " has learned that the dam leaks."),
        ("documents seen by the ", " show"),
        ("", "'s reporter wrote that people shouted."),
        ("the dam leaks, the ", " reckons."),
        ("said a steward on the ", " podcast, which said so"),
        ("a note obtained by Erlend Moe of the ", ""),
        ("he has told a local newspaper, the ", "."),
    ],
)
def test_words_that_attribute(before: str, after: str) -> None:
    assert attributes(before, after)
    assert not named_otherwise(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("His pillow was an old ", "."),
        ("The ", "'s annual boat race will go ahead"),
        ("a league sponsored by the ", " since 2018"),
        ("a former editor of the ", ""),
        ("Photo: ", ""),
        ("The ", " said it would close its press."),
        ("The ", " told staff of the decision"),
        ("whose owners bought the old ", " building in 2029"),
    ],
)
def test_words_that_do_not(before: str, after: str) -> None:
    assert named_otherwise(before, after) or not attributes(before, after)


def test_outlet_that_said_it_had_seen_something_is_a_source() -> None:
    assert not named_otherwise("The ", " said it had seen the letter.")


@pytest.mark.parametrize(
    ("before", "after", "when"),
    [
        ("In 2025 the ", " reported that", "in 2025"),
        ("The ", " reported last spring that", "last spring"),
        ("The ", " wrote two years ago that", "two years ago"),
        ("The ", " reported that in 2025 the dam", None),  # the year belongs to the dam
    ],
)
def test_time_of_the_report_named(before: str, after: str, when: str | None) -> None:
    assert time_named(before, after) == when


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("metres", "meter"),
        ("colour", "color"),
        ("organised", "organized"),
        ("fourteen", "14"),
        ("Tuesday", "yesterday"),
        ("1,450", "1450"),
        ("U.S.", "US"),
        ("licence", "license"),
        ("afterwards", "afterward"),
    ],
)
def test_house_styles_meet(one: str, other: str) -> None:
    assert norm(one) == norm(other)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('He said "no" twice.', ['"no"']),
        ("He said 'no, never' twice.", ["'no, never'"]),
        ("The farmers' dogs don't bark.", []),
        ('He said "no', ['"no']),
        ("The log reads:\n\nAll is well on deck.", ["All is well on deck."]),
    ],
)
def test_quoted_words(text: str, inside: list[str]) -> None:
    at, paragraphs = 0, []
    for part in text.split("\n\n"):
        paragraphs.append(Span(at, at + len(part)))
        at += len(part) + 2
    assert [span.of(text) for span in quoted_spans(text, paragraphs)] == inside
