"""Pages kept from earlier audits: found again offline, not sent twice, given up after failures on several days."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from auditor.pipeline import Auditor
from auditor.policy import Policy, load_policy
from auditor.records import Asked, Audit, FetchStatus, Page, Source
from auditor.store import Store
from auditor.store.pages import StoredPages
from auditor.store.replay import stored_sources
from tests.report import samples
from tests.sources.servers import Server, Step, always, answer, ok

START = datetime(2031, 3, 5, 2, tzinfo=UTC)
TITLE = "Ferry runs aground off Cape Tarn in morning fog"
STORY = f"""<html><head><title>{TITLE}</title><meta property="og:site_name" content="Tarn Courier">
<meta property="article:published_time" content="2031-03-04"></head><body><article>
<p>The ferry Aurelia ran onto a sandbank off Cape Tarn early on Tuesday, the coastguard said in a statement.</p>
<p>All 198 people aboard were brought ashore by noon, and nobody was hurt, said the harbour master of the town.</p>
<p>Divers will look at the hull on Wednesday before the ferry is towed to the yard in the old harbour.</p>
</article></body></html>""".encode()
ETAG = b'ETag: "v1"'


class Night:
    """A database, a server and a clock: ``audit()`` is one audit of an article that cites one page, and is kept."""

    def __init__(self, db: Path, server: Server) -> None:
        self.db, self.server = db, server
        self.now = START

    def policy(self, **network: object) -> Policy:
        base = load_policy("default")
        manners = {"pace": 0.0, "retries": 0, "backoff": 0.0, "archives": "never", "total_timeout": 3.0}
        return replace(base, network=replace(base.network, allow_hosts=(self.server.host,), **{**manners, **network}))

    def article(self, *urls: str, title: str = TITLE) -> str:
        said = "".join(f"The ferry Aurelia ran onto a sandbank early on Tuesday.[{n}] " for n in range(1, len(urls) + 1))
        listed = "\n".join(f'[{n}] "{title}", Tarn Courier, 4 March 2031. {url}' for n, url in enumerate(urls, 1))
        return f"Ferry aground\n\n{said}\n\nReferences\n\n{listed}\n"

    def audit(self, *urls: str, title: str = TITLE, network: dict[str, object] | None = None, **more: object) -> Audit:
        text = self.article(*(urls or (self.server.url("/story"),)), title=title)
        with Store(self.db) as store, Auditor(policy=self.policy(**(network or {})), clock=lambda: self.now, store=StoredPages(store), **more) as auditor:  # type: ignore[arg-type]  # fields spread from plain values
            audit = auditor.audit(text)
            store.save(audit)
        return audit

    def heads(self, path: str) -> list[bytes]:
        return [head for asked, head in zip(self.server.asked, self.server.requests, strict=True) if asked == path]


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    server = Server({"/story": always(ok(STORY, ETAG)), "/alive": always(ok(STORY))})
    yield Night(tmp_path / "a.db", server)
    server.close()


def sole(audit: Audit) -> Source:
    return audit.sources[0]


# --- the cache --------------------------------------------------------------------------------------------------


def test_a_page_that_has_not_changed_is_not_sent_again(night: Night) -> None:
    night.server.scripts["/story"] = lambda before: [ok(STORY, ETAG) if not before else answer("304 Not Modified", ETAG)]
    first = sole(night.audit())
    night.now += timedelta(days=1)
    second, third = sole(night.audit()), sole(night.audit())
    heads = night.heads("/story")
    assert b'If-None-Match: "v1"' not in heads[0]
    assert all(b'If-None-Match: "v1"' in head for head in heads[1:])
    assert len(heads) == 3
    assert second.page == first.page == third.page
    assert second.status is FetchStatus.OK
    assert second.asked is not None
    assert second.asked.http_status == 304
    assert "304" in second.trail[-1].why
    with Store(night.db) as store:
        assert store.one("SELECT count(*) FROM pages") == 1
        assert store.one("SELECT read_at FROM addresses") == "2031-03-06T02:00:00Z"


def test_a_page_that_changed_is_read_anew_and_both_versions_are_kept(night: Night) -> None:
    newer = STORY.replace(b"198 people", b"203 people")
    night.server.scripts["/story"] = lambda before: [ok(newer if before else STORY, b'ETag: "v2"' if before else ETAG)]
    night.audit()
    night.now += timedelta(days=1)
    source = sole(night.audit())
    assert source.page is not None
    assert "203 people" in source.page.text
    with Store(night.db) as store:
        pages = StoredPages(store)
        assert ["203" in page.text for page in pages.versions(night.server.url("/story"))] == [True, False]
        last = pages.last_read(night.server.url("/story"))
        assert last is not None
        assert last.etag == '"v2"'


def test_unchanged_from_another_address_is_no_answer(night: Night) -> None:
    """The address now leads elsewhere, and what has not changed there is not what was kept."""
    night.server.scripts["/story"] = lambda before: [ok(STORY, ETAG) if not before else answer("302 Found", b"Location: /other")]
    other = STORY.replace(b"198 people", b"77 people")
    night.server.scripts["/other"] = lambda before: [answer("304 Not Modified") if not before else ok(other)]
    night.audit()
    night.now += timedelta(days=1)
    source = sole(night.audit())
    assert source.page is not None
    assert "77 people" in source.page.text


def test_validators_of_another_version_of_the_program_are_not_used(night: Night) -> None:
    night.audit()
    with Store(night.db) as store, store.transaction():
        store.db.execute("UPDATE addresses SET auditor = '0.0.1'")
    night.audit()
    assert b"If-None-Match" not in night.heads("/story")[1]


def test_a_recording_gets_every_page_whole(night: Night, tmp_path: Path) -> None:
    night.audit()
    night.audit(record=tmp_path / "again.warc.gz")
    assert b"If-None-Match" not in night.heads("/story")[1]


def test_a_page_that_many_articles_of_one_night_cite_is_asked_for_once(night: Night) -> None:
    with Store(night.db) as store, Auditor(policy=night.policy(), clock=lambda: night.now, store=StoredPages(store)) as auditor:
        for minute in range(3):
            night.now = START + timedelta(minutes=minute + 1)
            store.save(auditor.audit(night.article(night.server.url("/story"))))
    assert len(night.heads("/story")) == 1


# --- what is kept, offline --------------------------------------------------------------------------------------


def test_offline_a_reference_is_judged_from_what_is_kept(night: Night) -> None:
    online = night.audit()
    asked = len(night.server.asked)
    night.server.close()
    night.now += timedelta(days=40)
    offline = night.audit(offline=True)
    assert sole(offline).page == sole(online).page
    assert [c.verdict for c in offline.claims] == [c.verdict for c in online.claims]
    assert sole(offline).trail[-1].resolver == "store"
    assert sole(offline).asked is None
    assert len(night.server.asked) == asked


def test_offline_by_outlet_and_title(night: Night) -> None:
    night.audit()
    found = sole(night.audit("", offline=True))
    assert found.status is FetchStatus.OK
    assert found.page is not None
    assert found.page.title == TITLE
    assert found.url == night.server.url("/story")
    other = sole(night.audit("", title="Council votes for a new harbour bridge", offline=True))
    assert other.status is FetchStatus.NOT_RESOLVED


def test_offline_the_redirecting_address_that_was_cited(night: Night) -> None:
    night.server.scripts["/short"] = always(answer("302 Found", b"Location: /story"))
    night.audit(night.server.url("/short"))
    assert sole(night.audit(night.server.url("/short?utm_source=x"), offline=True)).status is FetchStatus.OK


def test_without_an_address_the_kept_title_says_where_to_ask(night: Night) -> None:
    night.audit()
    source = sole(night.audit(""))
    assert source.url == night.server.url("/story")
    assert len(night.heads("/story")) == 2
    assert b'If-None-Match: "v1"' in night.heads("/story")[1]


def test_of_several_versions_the_one_nearest_the_cited_day_is_judged_offline(night: Night) -> None:
    night.audit()
    night.server.scripts["/story"] = always(ok(STORY.replace(b"198 people", b"203 people")))
    night.now += timedelta(days=30)
    night.audit()
    page = sole(night.audit(offline=True)).page
    assert page is not None
    assert "198 people" in page.text


def test_two_pages_of_one_outlet_and_title_are_ambiguous(night: Night) -> None:
    night.server.scripts["/twin"] = always(ok(STORY.replace(b"198 people", b"12 people")))
    night.audit(night.server.url("/story"), night.server.url("/twin"))
    assert sole(night.audit("", offline=True)).status is FetchStatus.AMBIGUOUS


def page(**values: object) -> Page:
    return Page(**{"text": "All 198 people aboard were brought ashore.", "title": TITLE, **values})  # type: ignore[arg-type]  # fields spread from plain values


def keep(store: Store, *pages: Page) -> StoredPages:
    from auditor.store.rows import page_row

    for one in pages:
        store.save_page(page_row(one))
    return StoredPages(store)


def test_what_a_page_calls_its_own_address_does_not_make_it_anothers(tmp_path: Path) -> None:
    with Store(tmp_path / "a.db") as store:
        pages = keep(store, page(url="https://forged.example/x", canonical_url="https://tarn.example/ferry"))
        assert pages.versions("https://tarn.example/ferry") == []
        assert len(pages.versions("https://forged.example/x")) == 1


def test_a_page_on_a_strangers_host_cannot_pose_as_a_known_outlet(tmp_path: Path) -> None:
    from auditor.records import Reference
    from auditor.sources.kept import find_kept
    from auditor.sources.library import shipped_registry
    from auditor.sources.resolve import Desk

    with Store(tmp_path / "a.db") as store:
        pages = keep(store, page(url="https://forged.example/x", outlet="Reuters"))
        found = find_kept(Reference(1, "", TITLE, "Reuters"), Desk(store=pages, registry=shipped_registry))
        assert found.page is None
        pages = keep(store, page(url="https://www.reuters.com/world/x", outlet="Reuters"))
        found = find_kept(Reference(1, "", TITLE, "Reuters"), Desk(store=pages, registry=shipped_registry))
        assert found.page is not None
        assert found.page.url == "https://www.reuters.com/world/x"


@pytest.mark.parametrize("words", [[], ["fer*"], ['"'], ["AND", "OR"], ["ferry", "NEAR(", "x'y"], ["títle"], ["\x00"]])
def test_any_words_can_be_searched_for(tmp_path: Path, words: list[str]) -> None:
    with Store(tmp_path / "a.db") as store:
        found = keep(store, page(url="https://tarn.example/ferry")).titled(words, 10)
        assert len(found) == ("ferry" in words)


def test_by_command(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from tests.cli.contract import desk, said

    folder, db = desk(tmp_path), str(tmp_path / "kept.db")
    article = str(next(p for p in folder.iterdir() if p.is_file()))
    library = str(next(p for p in folder.iterdir() if p.is_dir()))
    _, first, _ = said(capfd, "audit", article, "--offline", "--sources", library, "--db", db, "--format", "json")
    _, second, _ = said(capfd, "audit", article, "--offline", "--db", db, "--format", "json")
    _, without, _ = said(capfd, "audit", article, "--offline", "--format", "json")
    one, two, none = (json.loads(text) for text in (first, second, without))
    assert [c["verdict"] for c in one["claims"]] == [c["verdict"] for c in two["claims"]]
    assert {r["status"] for r in one["references"][:2]} == {r["status"] for r in two["references"][:2]} == {"ok"}
    assert all(r["resolution"][-1]["resolver"] == "store" for r in two["references"][:2])
    assert "ok" not in {r["status"] for r in none["references"]}


# --- gone after failures on different days ----------------------------------------------------------------------


def failing(*steps: Step) -> object:
    return lambda before: steps if before else [ok(STORY, ETAG)]


def test_a_page_is_gone_after_failures_on_three_days(night: Night) -> None:
    cited = (night.server.url("/broken"), night.server.url("/alive"))
    night.server.scripts["/broken"] = always(answer("503 Service Unavailable"))
    seen = []
    for hours in (0, 1, 24, 25, 48, 72):
        night.now = START + timedelta(hours=hours)
        source = sole(night.audit(*cited))
        seen.append(source.status)
    failed, gone = FetchStatus.HTTP_ERROR, FetchStatus.GONE
    assert seen == [failed, failed, failed, failed, gone, gone]
    assert source.reason.startswith("it could not be read on 4 different days since 2031-03-05")
    assert "503" in source.reason
    with Store(night.db) as store:
        row = next(store.query("SELECT * FROM addresses WHERE address LIKE '%broken'"))
        assert (row["failures"], row["failed_days"], row["status"]) == (6, 4, "http_error")


def test_one_success_in_between_takes_it_all_back(night: Night) -> None:
    cited = (night.server.url("/story"), night.server.url("/alive"))
    bad = answer("503 Service Unavailable")
    night.server.scripts["/story"] = lambda before: [ok(STORY) if before == 2 else bad]
    statuses = []
    for day in range(5):
        night.now = START + timedelta(days=day)
        statuses.append(sole(night.audit(*cited)).status)
    assert FetchStatus.GONE not in statuses
    assert statuses[2] is FetchStatus.OK


def test_a_refusal_is_no_failure(night: Night) -> None:
    cited = (night.server.url("/wall"), night.server.url("/alive"))
    night.server.scripts["/wall"] = always(answer("403 Forbidden"))
    for day in range(4):
        night.now = START + timedelta(days=day)
        assert sole(night.audit(*cited)).status is FetchStatus.BLOCKED


def test_nights_without_a_network_make_nothing_gone(night: Night) -> None:
    night.server.close()
    for day in range(5):
        night.now = START + timedelta(days=day)
        source = sole(night.audit(night.server.url("/story"), night.server.url("/alive")))
    assert source.status is FetchStatus.HTTP_ERROR
    with Store(night.db) as store:
        assert store.one("SELECT count(*) FROM addresses") == 0


def test_a_page_that_is_gone_is_judged_from_what_was_kept_of_it(night: Night) -> None:
    night.server.scripts["/story"] = lambda before: [answer("410 Gone") if before else ok(STORY)]
    first = night.audit()
    night.now += timedelta(days=1)
    second = night.audit()
    source = sole(second)
    assert (source.status, source.page) == (FetchStatus.OK, sole(first).page)
    assert "410" in source.reason
    assert source.asked is not None
    assert source.asked.status is FetchStatus.GONE
    assert source.trail[-1].resolver == "store"
    assert [f.code for f in second.findings if f.code == "SRC002"] == ["SRC002"]  # readers cannot follow it any more
    with Store(night.db) as store, Auditor(policy=night.policy(), offline=True, clock=lambda: night.now) as auditor:
        again = auditor.audit_article(second.article, stored_sources(store, 2, second.article))
    assert (again.score.value, [f.code for f in again.findings]) == (second.score.value, [f.code for f in second.findings])


# --- both versions ----------------------------------------------------------------------------------------------


def test_both_versions_are_kept_and_come_back(tmp_path: Path) -> None:
    sample = samples.full()
    live = page(url="https://tarn.example/ferry", fetched_at="2031-04-01T00:00:00Z", sha256="a" * 64)
    copy = replace(live, text="All 203 people.", fetched_at=None, archived_at="2031-03-04T00:00:00Z", archive_url="https://archive.example/1")
    asked = Asked("https://tarn.example/ferry", "2031-04-01T00:00:00Z", FetchStatus.OK, http_status=200, etag='"x"')
    first = replace(sample.sources[0], status=FetchStatus.OK, page=copy, other=live, asked=asked)
    audit = replace(sample, sources=(first, *sample.sources[1:]))
    with Store(tmp_path / "a.db") as store:
        again = stored_sources(store, store.save(audit), audit.article)[0]
        last = StoredPages(store).last_read("https://tarn.example/ferry")
    assert (again.page, again.other) == (copy, live)
    assert last is not None
    assert last.page == live  # the archive's copy is not what the live page was


def test_a_copy_of_the_same_bytes_does_not_pass_for_the_live_page(tmp_path: Path) -> None:
    live = page(url="https://tarn.example/ferry", fetched_at="2031-04-01T00:00:00Z", sha256="a" * 64)
    copy = replace(live, fetched_at=None, archived_at="2031-03-04T00:00:00Z", archive_url="https://archive.example/1")
    with Store(tmp_path / "a.db") as store:
        assert set(keep(store, copy, live, replace(live, fetched_at="2031-05-01T00:00:00Z")).versions(live.url or "")) == {live, copy}
