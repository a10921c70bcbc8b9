"""Whose story a page prints, and whether the copy is whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.sources.extract.credit import AGENCIES, is_agency, wire_credit
from auditor.sources.extract.whole import is_truncated
from tests.clock import least

STORY = "The council voted on Tuesday to close the terminal.\n\nEngineers had found cracks in two of its piers."


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        # datelines
        (f"NEW HAVEN (AP) — {STORY}", "AP"),
        (f"NEW DELHI, March 2 (Reuters) - {STORY}", "Reuters"),
        (f"(Reuters) – {STORY}", "Reuters"),
        (f"New Delhi [India], March 2 (ANI): {STORY}", "ANI"),
        (f"New Delhi, Mar 2 (PTI) {STORY}", "PTI"),
        (f"HARBOUR CITY, May 12 (Norwire) - {STORY}", "Norwire"),  # a name nobody knows, where only a credit stands
        (f"By Ann Lee\n\nHARBOUR CITY (Norwire) — {STORY}", "Norwire"),
        # bylines
        (f"By Ann Lee and Bo Chan, CNN\n\n{STORY}", "CNN"),
        (f"By The Associated Press\n\n{STORY}", "The Associated Press"),
        (f"By Ann Lee | Northern News Service\n\n{STORY}", "Northern News Service"),
        # feet
        (f"{STORY}\n\nCopyright 2023 NPR. To see more, visit the station.", "NPR"),
        (f"{STORY}\n\n© 2023 The Associated Press. All rights reserved.", "The Associated Press"),
        (f"{STORY}\n\nThe-CNN-Wire™ & © 2023 Cable News Network, Inc. All rights reserved.", "CNN"),
        (f"{STORY}\n\nThe Associated Press contributed to this report.", "The Associated Press"),
        (f"{STORY}\n\nReuters contributed to this story.", "Reuters"),
        (f"{STORY}\n\n(With inputs from ANI)", "ANI"),
        (f"{STORY} (AFP)", "AFP"),
        (f"{STORY} —AFP", "AFP"),
        (f"{STORY}\n\nSource: Xinhua", "Xinhua"),
        (f"{STORY}\n\n(Reporting by Ann Lee; Editing by Bo Chan)", "Reuters"),
        (f"This story was originally published by Harbour Ledger. {STORY}", "Harbour Ledger"),
        (f"{STORY}\n\nThis article was republished from Northern Post under a licence.", "Northern Post"),
        # no credits
        (STORY, None),
        (f"He (Farrow) — who leads the council — said no. {STORY}", None),
        (f"The Port Institute (TPI) - a private body - said no. {STORY}", None),
        (f"HARBOUR CITY (May 12) - {STORY}", None),
        (f"Rep. Ann Lee (D-Maine) - said no. {STORY}", None),
        (f"HARBOUR CITY — The AP reported on Tuesday that it was closed. {STORY}", None),
        (f"Photo: AP\n\n{STORY}", None),
        (f"A pier on Tuesday. (Bo Lind/Pool/AFP via Getty Images)\n\n{STORY}", None),
        (f"Ines Farrow (left) - the leader - said no. {STORY}", None),
        ("", None),
    ],
)
def test_credit_in_the_text(text: str, credit: str | None) -> None:
    assert wire_credit(text) == credit


@pytest.mark.parametrize(
    ("byline", "credit"),
    [
        ("Ann Lee, Reuters", "Reuters"),
        ("Ann Lee, Bo Chan, Norwire News Agency", "Norwire News Agency"),
        ("AFP", "AFP"),
        ("Ann Lee / dpa", "dpa"),
        ("Ann Lee", None),
        ("Ap Lee", None),
        ("", None),
    ],
)
def test_credit_in_the_byline(byline: str, credit: str | None) -> None:
    assert wire_credit(STORY, byline=byline, outlet="Harbour Ledger") == credit


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("By Associated Press", "Associated Press"),
        ("Source: AFP", "AFP"),
        ("© 2023 The Associated Press", "The Associated Press"),
        ("© 2023 Harbour Media Group", None),  # an owner is no agency
        ("AP says ferry to close", None),
        ("More from Reuters", None),
        ("© 2023 BBC News", None),  # not an agency: a site's own foot says this
    ],
)
def test_credit_elsewhere_on_the_page(line: str, credit: str | None) -> None:
    assert wire_credit(STORY, lines=["Home", line, "Sport"]) == credit


@pytest.mark.parametrize(
    ("text", "outlet", "url", "credit"),
    [
        (f"By Ann Lee, BBC News\n\n{STORY}", "BBC News", None, None),
        (f"By Ann Lee, BBC News\n\n{STORY}", None, "https://www.bbc.co.uk/news/1", None),
        (f"By Ann Lee, CNN\n\n{STORY}", "CNN", "https://station.example/1", "CNN"),  # the address says who printed it
        (f"HARBOUR CITY (Reuters) - {STORY}", "Reuters", None, "Reuters"),  # an agency's credit counts everywhere
    ],
)
def test_an_outlet_does_not_credit_itself(text: str, outlet: str | None, url: str | None, credit: str | None) -> None:
    assert wire_credit(text, outlet=outlet, url=url) == credit


def test_all_agencies_are_known_as_such() -> None:
    assert [name for name in AGENCIES if not is_agency(name)] == []
    assert not is_agency("Harbour Ledger")


@pytest.mark.parametrize(
    ("text", "loose", "strict"),
    [
        (STORY, False, False),
        (f"{STORY}\n\nShe said that the", True, True),
        (f"{STORY}\n\nShe said it was too early to tell,", True, True),
        (f"{STORY}\n\nShop owners near the square had not been told about it before the vote", True, False),
        (f"{STORY}\n\nThe two spoke by phone last July for the f", True, False),
        (f"{STORY}\n\nShe landed in New D", True, False),
        (f"{STORY}\n\nShe said the town’s", True, True),
        (f"{STORY}\n\nShe told reporters that the repairs would take...", True, True),
        (f"{STORY}\n\nContinue reading", True, False),
        (f"{STORY} [+2145 chars]", True, True),
        (f"{STORY}\n\nAnn Lee", False, False),  # a signature
        (f"{STORY}\n\nCopyright 2023 NPR. To see more, visit the site.\n\nTogether we can reach our fundraising goal this year", False, False),
        (f"{STORY}\n\nSign up for our newsletter and never miss a story again", False, False),
        ("He said “no.”", False, False),
        ("He said no. (AFP)", False, False),
        ("Пирс закрыт。", False, False),
        ("", False, False),
    ],
)
def test_truncated(text: str, loose: bool, strict: bool) -> None:
    assert is_truncated(text) is loose
    assert is_truncated(text, strict=True) is strict


@pytest.mark.parametrize("text", ["a " * 500_000, "(" * 1_000_000, "(AP " * 250_000, "Copyright " * 100_000, "By " * 300_000, "\n" * 1_000_000])
def test_long_texts_take_no_time(text: str) -> None:
    def read() -> None:
        wire_credit(text, byline=text[:5000], outlet=text[:5000])
        is_truncated(text)

    assert least(read, enough=1) < 1


@given(st.text(max_size=300))
def test_any_text_has_a_credit_or_none(text: str) -> None:
    assert wire_credit(text, byline=text, outlet=text, lines=[text]) != ""
    is_truncated(text)
