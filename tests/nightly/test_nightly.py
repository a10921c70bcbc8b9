"""A night: new articles once, due ones again, one failure costs nothing else, a kill loses nothing."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from auditor.errors import InputError, NothingToAudit, ScorerError, StoreError
from auditor.nightly import night_lock, run_night
from auditor.records import Audit, Coverage, Fetched, FetchStatus, Run
from auditor.schedule import Due, NightlyOptions
from auditor.store import Store
from tests.report import samples

START = datetime(2031, 3, 1, 2, tzinfo=UTC)


class Killed(BaseException):
    """Stands for kill -9: nothing may catch it."""


class FakeDesk:
    """Audits without reading: the sample audit under each address. ``fails`` maps an address to its error."""

    def __init__(self, feeds: dict[str, str], fails: dict[str, Exception] | None = None) -> None:
        self.feeds, self.fails = feeds, fails or {}
        self.now = START
        self.audited: list[str] = []
        self.fetched: list[tuple[str, str | None]] = []
        self._sample = samples.small()

    def audit(self, article: str | Path) -> Audit:
        url = str(article)
        if url in self.fails:
            raise self.fails[url]
        self.audited.append(url)
        document = replace(self._sample.article.document, url=url, name=url, sha256=f"{hash(url):064x}"[-64:])
        started = self.now.isoformat(timespec="seconds")
        return replace(
            self._sample,
            article=replace(self._sample.article, document=document),
            run=replace(self._sample.run, started_at=started),
        )

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        self.fetched.append((url, etag))
        if url not in self.feeds:
            return Fetched(url, FetchStatus.TIMEOUT, "no answer within 20 s")
        if etag == '"1"':
            return Fetched(url, FetchStatus.OK, http_status=304)
        return Fetched(url, FetchStatus.OK, content=self.feeds[url].encode(), http_status=200, etag='"1"')

    def blank_run(self) -> Run:
        return replace(self._sample.run, started_at=START.isoformat(), coverage=Coverage(0, 0, 0, 0))

    def clock(self) -> datetime:
        return self.now


FEED = "https://feed.example/list"
URLS = [f"https://news.example/{i}" for i in range(6)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "a.db") as opened:
        yield opened


def _night(store: Store, desk: FakeDesk, feeds: list[str] | None = None, **more: object):
    return run_night(feeds or [FEED], store, desk, clock=desk.clock, **more)  # type: ignore[arg-type]  # fields spread from plain values


def test_new_articles_are_audited_once(store: Store) -> None:
    desk = FakeDesk({FEED: "\n".join(URLS)})
    night = _night(store, desk)
    assert (night.new, night.audited, night.failed) == (6, 6, 0)
    again = _night(store, desk)
    assert (again.new, again.due, again.audited) == (0, 0, 0)
    assert desk.fetched == [(FEED, None), (FEED, '"1"')]  # the second time it asked whether it changed
    assert store.one("SELECT count(*) FROM audits") == 6


def test_due_again_after_one_seven_and_thirty_days(store: Store) -> None:
    desk = FakeDesk({FEED: URLS[0]})
    audits = []
    for day in range(40):
        desk.now = START + timedelta(days=day)
        if _night(store, desk).audited:
            audits.append(day)
    assert audits == [0, 1, 7, 30]


def test_one_failing_article_costs_only_itself_and_is_tried_again(store: Store) -> None:
    fails = {URLS[1]: InputError("gone"), URLS[2]: NothingToAudit("none"), URLS[3]: RuntimeError("a fault of ours")}
    desk = FakeDesk({FEED: "\n".join(URLS)}, fails)
    night = _night(store, desk)
    assert (night.audited, night.failed, night.nothing_to_audit) == (3, 2, 1)
    reason = store.one("SELECT reason FROM feed_items WHERE url = ?", (URLS[3],))
    assert reason == "internal error: RuntimeError: a fault of ours"
    desk.fails = {}
    desk.now = START + timedelta(days=0, hours=20)
    assert _night(store, desk).audited == 3


def test_a_scorer_that_cannot_judge_ends_the_night_and_costs_no_article_its_tries(store: Store) -> None:
    desk = FakeDesk({FEED: "\n".join(URLS)}, {url: ScorerError("the model's file is damaged") for url in URLS})
    for night in range(6):
        desk.now = START + timedelta(days=night)
        with pytest.raises(ScorerError, match="damaged"):
            _night(store, desk)
    assert store.one("SELECT sum(attempts) FROM feed_items") == 0
    assert store.one("SELECT count(*) FROM feed_items WHERE status = 'failed'") == 3
    desk.fails = {URLS[4]: ScorerError("the model answers nonsense")}
    desk.now += timedelta(days=1)
    last = _night(store, desk)
    assert (last.audited, last.failed) == (5, 1)


def test_an_article_that_never_reads_is_given_up(store: Store) -> None:
    desk = FakeDesk({FEED: URLS[0]}, {URLS[0]: InputError("gone")})
    tried = 0
    for day in range(10):
        desk.now = START + timedelta(days=day)
        tried += _night(store, desk, options=NightlyOptions(retries=3)).failed
    assert tried == 4  # the first time and three more


def test_two_feeds_with_one_article_under_two_addresses(store: Store) -> None:
    other = "https://other.example/list"
    desk = FakeDesk({FEED: f"{URLS[0]}?utm_source=a", other: f"https://www.news.example/0/\n{URLS[1]}"})
    assert _night(store, desk, [FEED, other]).audited == 2


def test_an_amp_page_is_the_article_it_is_of(store: Store) -> None:
    desk = FakeDesk({FEED: "https://news.example/story-1\nhttps://amp.news.example/story-1?amp=1\nhttps://news.example/story-1/amp/"})
    night = _night(store, desk)
    assert desk.audited == ["https://news.example/story-1"], night


def test_the_budget_leaves_the_rest_for_the_next_night(store: Store) -> None:
    desk = FakeDesk({FEED: "\n".join(URLS)})
    real = desk.audit

    def slow(article: str | Path) -> Audit:
        desk.now += timedelta(minutes=25)
        return real(article)

    desk.audit = slow  # type: ignore[method-assign]  # the test's stand-in
    night = _night(store, desk, budget=timedelta(hours=1))
    assert (night.audited, night.left) == (3, 3)
    assert store.one("SELECT finished_at FROM runs") is None
    desk.now = START + timedelta(hours=5)
    assert _night(store, desk).audited == 3
    assert store.one("SELECT count(*) FROM runs") == 1


def test_a_feed_that_is_down_does_not_stop_the_others(store: Store) -> None:
    desk = FakeDesk({FEED: "\n".join(URLS)})
    night = _night(store, desk, ["https://down.example/feed", FEED])
    assert (night.feeds, night.feeds_failed, night.audited) == (2, 1, 6)
    with pytest.raises(InputError, match="none of the feeds could be read"):
        _night(store, desk, ["https://down.example/feed"])


def test_opml_and_folders(store: Store, tmp_path: Path) -> None:
    opml = tmp_path / "mine.opml"
    opml.write_text(f'<opml><body><outline xmlUrl="{FEED}"/></body></opml>')
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "a.txt").write_text("x")
    (folder / ".hidden.txt").write_text("x")
    desk = FakeDesk({FEED: URLS[0]})
    assert _night(store, desk, [str(opml), str(folder)]).audited == 2
    assert desk.audited == [str(folder / "a.txt"), URLS[0]] or set(desk.audited) == {str(folder / "a.txt"), URLS[0]}


def test_the_summary_is_kept_for_machines(store: Store) -> None:
    _night(store, FakeDesk({FEED: URLS[0]}))
    assert json.loads(store.one("SELECT summary FROM runs"))["audited"] == 1


def test_a_second_night_at_once_leaves(store: Store) -> None:
    with night_lock(store.path), pytest.raises(StoreError, match="another nightly run is at work"):
        _night(store, FakeDesk({FEED: URLS[0]}))


def _dump(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every table but times and ids given in order of writing."""
    queries = {
        "articles": "SELECT key, title FROM articles ORDER BY key",
        "audits": "SELECT key, score, claims FROM audits ORDER BY key",
        "items": "SELECT key, status, attempts FROM feed_items ORDER BY key",
        "claims": "SELECT a.key, c.claim, c.verdict FROM claims c JOIN audits a ON a.id = audit_id ORDER BY 1, 2",
        "findings": "SELECT a.key, f.fingerprint FROM findings f JOIN audits a ON a.id = audit_id ORDER BY 1, 2",
        "runs": "SELECT kind, count(*), finished_at IS NOT NULL FROM runs GROUP BY 1, 3",
    }
    return {name: [tuple(row.values()) for row in store.query(sql)] for name, sql in queries.items()}


@pytest.mark.parametrize("seed", range(12))
def test_killed_anywhere_and_started_again_it_ends_as_if_undisturbed(tmp_path: Path, seed: int) -> None:
    with Store(tmp_path / "calm.db") as calm:
        _night(calm, FakeDesk({FEED: "\n".join(URLS)}))
        expected = _dump(calm)
    chance = random.Random(seed)
    path = tmp_path / "killed.db"
    for attempt in range(50):
        statements = chance.randint(5, 150) if attempt < 20 else 10**9
        with Store(path) as store:

            def count_down(sql: str) -> None:
                nonlocal statements
                statements -= 1
                if statements == 0:
                    raise Killed

            real = store.db.execute

            def execute(sql: str, *args: object, real=real, count=count_down):
                count(sql)
                return real(sql, *args)

            store.db.execute = execute  # type: ignore[method-assign]  # the test's stand-in
            try:
                _night(store, FakeDesk({FEED: "\n".join(URLS)}))
            except Killed:
                continue
            else:
                break
    with Store(path) as store:
        assert _dump(store) == expected


@pytest.mark.parametrize(
    ("audits", "attempts", "tried", "first", "last", "due"),
    [
        (0, 0, None, None, None, True),
        (0, 1, 2, None, None, False),
        (0, 1, 20, None, None, True),
        (0, 9, 20, None, None, False),
        (1, 0, None, 20, 20, False),
        (1, 0, None, 25, 25, True),
        (2, 0, None, 100, 75, False),
        (2, 0, None, 200, 170, True),
        (9, 0, None, 9999, 500, False),
    ],
)
def test_due(audits: int, attempts: int, tried: int | None, first: int | None, last: int | None, due: bool) -> None:
    def ago(hours: int | None) -> str | None:
        return None if hours is None else (START - timedelta(hours=hours)).isoformat()

    row = {"audits": audits, "attempts": attempts, "tried_at": ago(tried), "first_audit": ago(first), "last_audit": ago(last)}
    assert Due(START, NightlyOptions()).due(row) is due


def test_the_summary_of_a_run_cut_short_counts_the_whole_run_once(store: Store) -> None:
    fails = {URLS[5]: InputError("gone"), URLS[4]: NothingToAudit("none")}
    desk = FakeDesk({FEED: "\n".join(URLS)}, fails)
    real = desk.audit

    def killed_at_third(article: str | Path) -> Audit:
        if str(article) == URLS[3]:
            raise Killed
        return real(article)

    desk.audit = killed_at_third  # type: ignore[method-assign]  # the test's stand-in
    with pytest.raises(Killed):
        _night(store, desk)
    desk.audit = real  # type: ignore[method-assign]  # the test's stand-in
    night = _night(store, desk)
    assert (night.resumed, night.audited) == (True, 1)
    kept = json.loads(store.one("SELECT summary FROM runs"))
    counts = {name: kept[name] for name in ("new", "due", "audited", "failed", "nothing_to_audit", "left")}
    assert counts == {"new": 6, "due": 6, "audited": 4, "failed": 1, "nothing_to_audit": 1, "left": 0}


def test_what_a_feed_calls_its_items_opens_no_file(store: Store, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not for the feed's eyes")
    item = f"<item><title>x</title><guid isPermaLink='false'>{secret}</guid><content:encoded>&lt;p&gt;hi</content:encoded></item>"
    good = f"<item><link>{URLS[0]}</link></item>"
    rss = f"<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>{item}{good}</channel></rss>"
    desk = FakeDesk({FEED: rss})
    assert _night(store, desk).due == 1
    assert desk.audited == [URLS[0]]
    store.db.execute("INSERT INTO feed_items (feed_id, key, guid, first_seen) VALUES (1, ?, 'g', 'x')", (str(secret),))
    desk.now += timedelta(hours=1)
    night = _night(store, desk)
    assert night.failed == 1  # kept by an older version
    assert str(secret) not in desk.audited


def test_links_out_of_a_folder_are_passed_over(store: Store, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.txt").write_text("x")
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "a.txt").write_text("x")
    (folder / "b.txt").symlink_to(tmp_path / "elsewhere.txt")
    desk = FakeDesk({})
    night = _night(store, desk, [str(folder)])
    assert desk.audited == [str(folder / "a.txt")]
    assert "1 links to places outside the folder" in night.notes[0]


def test_a_file_without_end_is_refused(store: Store) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("no /dev/zero")
    with pytest.raises(InputError, match="larger than 20 MB"):
        _night(store, FakeDesk({}), ["/dev/zero"])


def test_what_is_set_aside_is_kept_with_its_reason_and_is_no_news(store: Store) -> None:
    from auditor.changes import changes_since
    from auditor.store import history

    desk = FakeDesk({FEED: URLS[0]})
    finding = samples.full().findings[0]
    desk._sample = replace(desk._sample, findings=(replace(finding, suppressed="confirmed by telephone"),))
    _night(store, desk)
    assert [row["reason"] for row in history.set_aside(store, 10)] == ["confirmed by telephone"]
    assert history.newest_findings(store, 10) == []
    assert [change.new for change in changes_since(store, "")] == [()]
