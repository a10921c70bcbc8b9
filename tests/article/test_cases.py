"""Every case file: the article is read exactly as the expectation beside it says."""

from __future__ import annotations

import pytest

from auditor.article import parse_article, read_text
from auditor.records import Article, Format
from tests.article._cases import Case, load

CASES = load()


def _read(case: Case) -> Article:
    return parse_article(read_text(case.input, name=case.name, format=Format(case.format)))


def test_there_are_many_cases() -> None:
    assert len(CASES) >= 60
    assert {c.format for c in CASES} == {"text", "markdown", "html"}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_case(case: Case) -> None:
    article = _read(case)
    assert article.document.title == case.title
    found = [(str(r.number), r.title, r.outlet, r.date, r.url) for r in article.references]
    assert found == case.references
    claims = [(c.text, tuple(str(n) for n in c.cites)) for c in article.claims]
    assert sorted(claims) == sorted((s, tuple(n)) for s, n in case.claims)
    assert sorted(s.text for s in article.uncited) == sorted(case.uncited)
    assert [s.text for s in article.uncited if s.truncated] == case.truncated
    assert sorted(p.message for p in article.problems) == sorted(case.problems)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_places_lead_back_to_the_input(case: Case) -> None:
    article = _read(case)
    document = article.document
    for claim in article.claims:
        start = document.original(claim.span).start
        first = claim.text.split()[0].strip('“”"‘’(*_')
        source = case.input[start : start + 60 + len(first)]
        plain = source.replace("&ldquo;", "“").replace("&#8220;", "“").replace("&nbsp;", " ")
        assert first[:4] in plain, (claim.text, source)
        for numbers, clause in claim.clauses:
            assert numbers and 0 <= clause.start < clause.end <= len(claim.text)
    for reference in article.references:
        assert reference.span is None or reference.span.end <= len(document.text)
