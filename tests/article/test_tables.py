"""Tables in the body: a row is one statement, its head none, and a table that lays out prose is read as prose."""

from __future__ import annotations

import pytest

from auditor.article import parse_article, read_document
from auditor.records import Article

LIST = '\n\n[1]: https://post.example/weir "Weir opens"\n[2]: https://brook.example/eels "Eels return"\n'


def _parse(text: str, name: str) -> Article:
    return parse_article(read_document(text.encode(), name=name))


ROWS = [
    ("| Length | 40 m | [1] |", "Length: 40 m", (1,)),
    ("| Length | 40 m | [The Post][1] |", "Length: 40 m", (1,)),
    ("| Length | 40 m [1] | |", "Length: 40 m", (1,)),
    ("| Length [1] | 40 m [2] | yes |", "Length: 40 m, yes", (1, 2)),
    ("| Cost | 2.4 million euros | [1][2] |", "Cost: 2.4 million euros", (1, 2)),
]


@pytest.mark.parametrize(("row", "text", "cites"), ROWS)
def test_a_row_is_one_claim(row: str, text: str, cites: tuple[int, ...]) -> None:
    article = _parse(f"Eels came back [2].\n\n| Measure | Value | Source |\n|---|---|---|\n{row}{LIST}", "a.md")
    assert [(c.text, c.cites) for c in article.claims] == [("Eels came back.", (2,)), (text, cites)]
    assert article.uncited == ()
    span = article.claims[1].span
    first = article.document.text[span.start : span.end].split()[0]
    assert text.startswith(first.rstrip(":"))


def test_the_same_in_html() -> None:
    page = (
        "<html><body><h1>The weir</h1><p>Eels came back.[2]</p><table><tr><th>Measure</th><th>Value</th></tr>"
        "<tr><td>Length</td><td>40 m<sup>[1]</sup></td></tr></table><h2>References</h2>"
        '<ol><li><a href="https://post.example/weir">Weir opens</a></li>'
        '<li><a href="https://brook.example/eels">Eels return</a></li></ol></body></html>'
    )
    article = _parse(page, "a.html")
    assert [(c.text, c.cites) for c in article.claims] == [("Eels came back.", (2,)), ("Length: 40 m", (1,))]


def test_a_table_that_lays_out_prose_is_prose() -> None:
    prose = "The weir at the mill was opened on Monday by the mayor, who had promised it for years.[1]"
    page = (
        f"<html><body><h1>The weir</h1><table><tr><td><p>{prose}</p></td><td><p>Eels came back to the brook.[2]</p></td></tr>"
        '</table><h2>References</h2><ol><li><a href="https://post.example/weir">Weir opens</a></li>'
        '<li><a href="https://brook.example/eels">Eels return</a></li></ol></body></html>'
    )
    assert [c.cites for c in _parse(page, "a.html").claims] == [(1,), (2,)]
