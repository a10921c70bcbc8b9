"""The right page for a reference without an address, on a simulated web (the figures stand in ``make eval``)."""

from __future__ import annotations

from pathlib import Path

from tests.eval.resolution import PAGES, REFERENCES, make_references, make_web, resolve_all, resolve_saved, score


def test_fifty_references_against_five_thousand_pages() -> None:
    results, requests = resolve_all(11, every=4)  # all of them in `make eval`
    found = score(results)
    assert len(results) == REFERENCES // 4
    assert found["wrong"] == 0
    assert found["precision"] >= 0.99
    assert found["recall"] >= 0.90
    assert found["told"] == 1.0
    assert requests < 6 * len(results)  # patience has a price: five seconds a request at one of the services


def test_the_same_from_a_library(tmp_path: Path) -> None:
    results, took = resolve_saved(11, tmp_path, every=4)
    found = score(results)
    assert found["wrong"] == 0
    assert found["recall"] >= 0.90
    assert took < 60


def test_the_simulated_web_is_as_said() -> None:
    web = make_web(11)
    assert len(web.pages) == PAGES
    assert len({p.url for p in web.pages}) == PAGES
    cases = make_references(web, 12)
    assert sum(url is None for _, url in cases) == 30
    titles = [p.title for p in web.pages]
    assert len(set(titles)) < 0.8 * len(titles)  # namesakes are everywhere
