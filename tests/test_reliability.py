"""Figures on reliability: Wilson intervals, shrinkage, and no rank on three articles."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.changes import changes_since
from auditor.errors import InputError
from auditor.policy import ReliabilityList
from auditor.reliability import MIN_RANKED, group_rates, measure, prior, rate, read_list, shrink, wilson
from auditor.report.reliability import formats, render_csv, render_html, render_json, render_markdown
from auditor.store import Store
from tests.report import samples


def test_wilson_against_published_values() -> None:
    # Newcombe (1998), Statistics in Medicine 17:857, table I: 81/263 and 0/20 and 1/29, method 3.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=2e-4)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=2e-4)
    assert wilson(1, 29) == pytest.approx((0.0061, 0.1718), abs=2e-4)
    assert wilson(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError, match="no share"):
        wilson(3, 2)


@given(st.integers(0, 500), st.integers(0, 500))
def test_wilson_holds_the_share(a: int, b: int) -> None:
    hits, n = min(a, b), max(a, b)
    low, high = wilson(hits, n)
    assert 0 <= low <= high <= 1
    if n:
        assert low <= hits / n + 1e-12
        assert high >= hits / n - 1e-12


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda t: (min(t), max(t))), max_size=12))
def test_shrinking_lies_between_a_group_and_the_prior(counts: list[tuple[int, int]]) -> None:
    alpha, beta = prior(counts)
    mean = alpha / (alpha + beta)
    for hits, n in counts:
        if n:
            value = shrink(hits, n, alpha, beta)
            assert min(hits / n, mean) - 1e-9 <= value <= max(hits / n, mean) + 1e-9


def test_three_of_three_ranks_below_many_good_ones() -> None:
    rows = [{"a": 3, "n": 3}, {"a": 290, "n": 300}, {"a": 150, "n": 300}, {"a": 200, "n": 300}]
    rates = [r["x"].shrunk for r in group_rates(rows, {"x": ("a", "n")})]
    assert rates[0] is not None
    assert rates[1] is not None
    assert rates[0] < rates[1]


def _fill(path: Path, articles: int) -> Store:
    store = Store(path)
    base = samples.full()
    for i in range(articles):
        outlet = "Big Mirror" if i < articles - 2 else "Small Sheet"
        document = replace(base.article.document, url=f"https://a.example/{i}", sha256=f"{i:064d}", outlet=outlet)
        started = f"2031-{1 + i % 3:02d}-01T00:00:00+00:00"
        audit = replace(base, article=replace(base.article, document=document), run=replace(base.run, started_at=started))
        store.save(audit)
    return store


def test_groups_ranks_trends_and_examples(tmp_path: Path) -> None:
    with _fill(tmp_path / "a.db", MIN_RANKED + 2) as store:
        report = measure(store)
    assert (report.articles, report.audits) == (MIN_RANKED + 2, MIN_RANKED + 2)
    big, small = report.aggregators
    assert (big.name, big.rank, small.name, small.rank) == ("Big Mirror", 1, "Small Sheet", None)
    assert [p.month for p in big.trend] == ["2031-01", "2031-02", "2031-03"]
    assert big.worst
    audit = samples.full()
    checked = sum(c.verdict != "source_unavailable" for c in audit.claims)
    assert big.rates["support"].n == MIN_RANKED * checked
    assert sum(g.rates["availability"].n for g in report.outlets) == (MIN_RANKED + 2) * len(audit.sources)


def test_formats_render_and_escape(tmp_path: Path) -> None:
    with _fill(tmp_path / "a.db", 3) as store:
        report = measure(store)
    nasty = replace(report.aggregators[0], name="=cmd|'/c calc'!A0<script>alert(1)</script>|\x1b[31m")
    report = replace(report, aggregators=(nasty,))
    page = render_html(report)
    assert "<script>alert" not in page
    assert "\x1b" not in page
    assert "http" not in page.replace("http-equiv", "").replace("https://a.example", "")
    rows = list(csv.reader(io.StringIO(render_csv(report))))
    assert rows[1][1].startswith("'=")
    articles = [row for row in rows if row[0] == "article" and row[4] == "support"]
    assert [(row[2], row[6]) for row in articles] == [("1", str(shown["checked"])) for shown in report.article_rows]
    assert all(float(row[8]) < float(row[7]) for row in articles if row[7] not in ("", "0.0000"))
    assert len({len(row) for row in rows}) == 1
    assert "<script>" not in render_markdown(report)
    assert json.loads(render_json(report))["articles"] == 3
    assert set(formats()) == {"html", "markdown", "json", "csv"}


def test_markdown_lists_articles_and_says_how_many_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.report.reliability.MAX_LISTED", 2)
    with _fill(tmp_path / "a.db", 5) as store:
        text = render_markdown(measure(store), changes_since(store, ""))
    changed, articles = text.split("## By article, the lowest score first")
    assert changed.count("audited for the first time") == 2
    assert "and 3 articles more, which the JSON format lists" in changed
    assert articles.count("\n| ") == 3  # a head and two articles
    assert "and 3 articles more; all count in the figures above" in articles


def test_an_empty_database_says_so(tmp_path: Path) -> None:
    with Store(tmp_path / "a.db") as store:
        report = measure(store)
    for render, _ in formats().values():
        assert render(report)
    assert "no audits" in render_markdown(report)


def test_imported_lists_are_shown_with_their_name_and_never_counted(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("site,label\nBig Mirror,high\n", encoding="utf-8")
    rule = ReliabilityList("Watchers", "list.csv", "2031-01-01", "site", "label")
    imported = read_list(rule, tmp_path)
    with _fill(tmp_path / "a.db", 4) as store:
        plain, labelled = measure(store), measure(store, [imported])
    assert labelled.aggregators[0].labels == (("Watchers", "2031-01-01", "high"),)
    assert [g.rates for g in plain.aggregators] == [g.rates for g in labelled.aggregators]
    assert "Watchers" in render_html(labelled)
    assert "Watchers of 2031\\-01\\-01: high" in render_markdown(labelled)
    with pytest.raises(InputError, match="has no column rating; it has site, label"):
        read_list(replace(rule, rating_column="rating"), tmp_path)
    with pytest.raises(InputError, match="no such list"):
        read_list(replace(rule, path="none.csv"), tmp_path)


def test_rate_never_exceeds_its_whole() -> None:
    assert rate(7, 5).hits == 5


def _names(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def test_a_site_opens_from_the_disk_and_every_link_in_it_leads_somewhere(tmp_path: Path) -> None:
    from bs4 import BeautifulSoup

    from auditor.cli import run

    with _fill(tmp_path / "a.db", 5):
        pass
    site = tmp_path / "site"
    assert run(["report", "--db", str(tmp_path / "a.db"), "-o", f"{site}/"]) == 0
    names = _names(site)
    assert "index.html" in names
    assert len([name for name in names if name.startswith("audits/")]) >= 3
    reached = set()
    for name in names:
        soup = BeautifulSoup((site / name).read_text(), "html.parser")
        assert soup.find("script", src=True) is None
        assert soup.find("link", rel="stylesheet") is None
        ids = {tag["id"] for tag in soup.find_all(id=True)}
        for link in soup.find_all("a"):
            href = str(link["href"])
            if href.startswith("#"):
                assert href[1:] in ids
            elif not href.startswith("https://"):
                reached.add((site / name).parent.joinpath(href).resolve().relative_to(site.resolve()).as_posix())
    assert reached == names  # each audit's page is linked, and nothing else


def test_an_audits_page_shows_what_was_kept(tmp_path: Path) -> None:
    from auditor.report.html import page
    from auditor.store.details import details

    audit = samples.full()
    aside = replace(audit.findings[0], suppressed="confirmed by telephone")
    with Store(tmp_path / "a.db") as store:
        kept = details(store, store.save(replace(audit, findings=(aside, *audit.findings[1:]))))
        text = page("stored.html.j2", look="reliability", audit=kept, title="x")
        told = measure(store)
    assert all(claim.claim.text[:30] in text.replace("&#39;", "'").replace("&#34;", '"') for claim in audit.claims)
    assert "Set aside: confirmed by telephone" in text
    assert "confirmed by telephone" in render_html(told)
    assert "confirmed by telephone" in render_markdown(told)
    assert json.loads(render_json(told))["set_aside"][0]["fingerprint"] == aside.fingerprint


def test_a_hostile_audit_stays_inert_on_its_page(tmp_path: Path) -> None:
    from bs4 import BeautifulSoup

    from auditor.report.html import page
    from auditor.store.details import details

    with Store(tmp_path / "a.db") as store:
        kept = details(store, store.save(samples.hostile(word="w" * 500)))
    text = page("stored.html.j2", look="reliability", audit=kept, title="x")
    soup = BeautifulSoup(text, "html.parser")
    assert len(soup.find_all("script")) == 1
    assert {str(a["href"]).split(":")[0] for a in soup.find_all("a")} <= {"http", "https", "../index.html"}
    assert "\x1b" not in text


def test_articles_without_an_outlet_are_grouped_by_their_feed(tmp_path: Path) -> None:
    with Store(tmp_path / "a.db") as store:
        audit = samples.small()
        bare = replace(audit, article=replace(audit.article, document=replace(audit.article.document, outlet=None)))
        audit_id = store.save(bare)
        assert [group.name for group in measure(store).aggregators] == ["(publisher not stated)"]
        store.db.execute("INSERT INTO feeds (id, url, title) VALUES (1, 'https://feed.example/', 'The Feed')")
        article = store.one("SELECT article_id FROM audits WHERE id = ?", (audit_id,))
        store.db.execute("INSERT INTO feed_items (feed_id, article_id, key, first_seen) VALUES (1, ?, 'k', 'x')", (article,))
        report = measure(store)
    assert [group.name for group in report.aggregators] == ["The Feed"]
    assert report.aggregators[0].trend
