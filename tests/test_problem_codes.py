"""A problem of the apparatus comes under the code whose page describes it: the article room names codes by itself."""

from __future__ import annotations

import pytest

from auditor.article import parse_article, read_document
from auditor.codes import CODES

LIST = "References\n\n1. “Weir opens” The Millbrook Post, 2 Mar. 2031, https://post.example/weir\n"
CASES = [
    ("a marker has no reference", "The weir opened.[1] The mayor swam.[7]\n\n" + LIST, "marker 7 has no reference"),
    (
        "a reference has no marker",
        "The weir opened.[1]\n\n" + LIST + "2. “Eels return” Brook Radio, 3 Mar. 2031, https://brook.example/eels\n",
        "reference 2 has no marker",
    ),
    (
        "two references are duplicates",
        "The weir opened.[1] The mayor swam.[2]\n\n" + LIST + LIST.splitlines()[2].replace("1.", "2."),
        "references 1 and 2 are duplicates",
    ),
    (
        "a number is used by two entries",
        "The weir opened.[1]\n\n" + LIST + "1. “Eels return” Brook Radio, 3 Mar. 2031, https://brook.example/eels\n",
        "number 1 is used by two entries",
    ),
    (
        "the list skips a number",
        "The weir opened.[1] Eels came.[3]\n\n"
        + LIST
        + "3. “Eels return” Brook Radio, 3 Mar. 2031, https://brook.example/eels\n",
        "list skips number 2",
    ),
    ("there is no reference list", "The weir opened on Monday.[1] The mayor swam.[2]\n", "no reference list"),
]


@pytest.mark.parametrize(("title", "text", "message"), CASES, ids=[c[0] for c in CASES])
def test_each_problem_has_the_code_that_describes_it(title: str, text: str, message: str) -> None:
    problems = parse_article(read_document(text.encode(), name="a.txt")).problems
    found = [p for p in problems if p.message == message]
    assert [CODES[p.code].title for p in found] == [title], problems
