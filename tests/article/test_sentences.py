"""Where sentences end: abbreviations, initials, quotations, ellipses. ``/`` stands where one should."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.text import split_sentences

SPLITS = [
    "One came. / Two left.",
    "He lives in the U.S. / The house is blue.",
    "The U.S. Treasury met U.S. officials in D.C. on Friday.",
    "Mr. A. B. Smith Jr. met Dr. C. Jones. / They ate.",
    "It opened at 6:40 a.m. Tuesday. / It closed at 9 p.m. / The end.",
    "It began at 9 p.m. Eastern and ended at 11 p.m. Friday.",
    "Sen. J. K. Dray, D-N.M., spoke. / Rep. Al St. John agreed.",
    "They take vitamin C. / The study found none.",
    "Classrooms passed 36 °C. / The union had asked.",
    "“We are done,” he said. / “Go home.”",
    "“Is it annoying? Yes,” she said. / Buses run.",
    "“Who needs a bell at 3 a.m.?” he asked. / No one.",
    "“Why me?” Mayor Brandt asked. / Nobody knew.",
    "“It is over.” / The crowd left.",
    "She paused… and left. / He did not.",
    "Nobody ... we are here. / Then they left.",
    "It fell 4.2 percent to 1,204.5. / It rose again.",
    "See No. 36 and pp. 12–14, vol. 3. / It is there.",
    "Cllr. D. W. Pugh and Ald. P. Quill agreed. / Others did not.",
    "Chief Lt. Col. (ret.) James Pruitt spoke. / He left (in a hurry). / They stayed.",
    "Its chief, Dr.-Ing. Uta Lenz, spoke. / She left.",
    "Acme Inc. said so. / It bought Acme Co. / The firm closed.",
    "What now? / Nothing! / Well.",
    "He is from St. Cleer on Fifth Ave. N.E. / She is not.",
    "They met on Jan. 6. / On Feb. 7 they left.",
    "Dr. I. Wolff, Ph.D., of the hall, spoke.",
    "First para. / \n\nSecond para",
    "An e.g. here, i.e. there, etc. / The rest.",
    "“Come in.” / “No.” / They left.",
]


@pytest.mark.parametrize("text", SPLITS)
def test_sentences(text: str) -> None:
    plain = text.replace(" / ", " ")
    expected = [" ".join(part.split()) for part in text.split(" / ")]
    assert [" ".join(s.of(plain).split()) for s in split_sentences(plain)] == expected


PARTS = st.sampled_from(
    [
        "Mr. ",
        "U.S. ",
        "a.m. ",
        "A. ",
        "The ",
        "dog ",
        "ran. ",
        "“",
        "” ",
        '"',
        "? ",
        "! ",
        "... ",
        "… ",
        "3.5 ",
        "(",
        ") ",
        "[1] ",
        "\n",
        "\n\n",
        "\t",
        "é ",
        "\0",
        "\ud800",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS, max_size=60).map("".join))
def test_spans_are_in_order_and_lose_only_space(text: str) -> None:
    spans = split_sentences(text)
    at = 0
    for span in spans:
        assert at <= span.start < span.end <= len(text)
        assert not text[at : span.start].strip()
        assert span.of(text).strip() == span.of(text)
        at = span.end
    assert not text[at:].strip()
