"""What changed between two audits of an article, and the feed of new findings."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from auditor.changes import changes_since, page_diff
from auditor.records import Audit, FetchStatus, Verdict
from auditor.report.newsfeed import render_atom, render_json_feed
from auditor.report.reliability import change_words
from auditor.store import Store, history
from tests.report import samples

LATER = "2041-05-02T02:00:00+00:00"


def _later(audit: Audit, at: str = LATER) -> Audit:
    return replace(audit, run=replace(audit.run, started_at=at))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = Store(tmp_path / "a.db")
    opened.save(samples.full())
    return opened


def test_the_first_audit_is_new_and_an_equal_one_tells_nothing(store: Store) -> None:
    with store:
        assert [c.first for c in changes_since(store, "2000")] == [True]
        store.save(_later(samples.full()))
        assert changes_since(store, "2000") == ()


def test_flips_findings_edits_and_losses(store: Store) -> None:
    base = samples.full()
    claim = next(c for c in base.claims if c.verdict is Verdict.SUPPORTED)
    flipped = tuple(replace(c, verdict=Verdict.CONTRADICTED) if c is claim else c for c in base.claims)
    read = [s for s in base.sources if s.page is not None]
    edited, lost = read[0], read[1]
    assert edited.page is not None
    page = replace(edited.page, text=edited.page.text + " The mayor has since resigned.")
    sources = tuple(
        replace(s, page=page)
        if s is edited
        else replace(s, page=None, status=FetchStatus.GONE, reason="HTTP 410")
        if s is lost
        else s
        for s in base.sources
    )
    findings = (replace(base.findings[0], fingerprint="f" * 16, message="something new"), *base.findings[2:])
    with store:
        store.save(_later(replace(base, claims=flipped, sources=sources, findings=findings)))
        (change,) = changes_since(store, "2041")
        assert [(f.before, f.now) for f in change.flips] == [("supported", "contradicted")]
        assert [f["message"] for f in change.new] == ["something new"]
        assert {f["fingerprint"] for f in change.gone} == {f.fingerprint for f in base.findings[:2]}
        (edit,) = change.edits
        assert edit.silent
        assert edit.added == ("The mayor has since resigned.",)
        assert [loss.status for loss in change.losses] == ["gone"]
        text = "\n".join(change_words(change))
        assert "was supported, is now contradicted" in text
        assert "edited silently" in text


def test_the_feed_has_what_still_stands_under_the_time_it_was_first_made(store: Store) -> None:
    base = samples.full()
    new, aside = replace(base.findings[0], fingerprint="f" * 16), replace(base.findings[1], suppressed="by telephone")
    with store:
        first = base.run.started_at
        assert {item["started_at"] for item in history.newest_findings(store, 50)} == {first}
        store.save(_later(replace(base, findings=(new, aside, *base.findings[2:]))))
        feed = [(item["fingerprint"], item["started_at"]) for item in history.newest_findings(store, 50)]
        assert feed[0] == ("f" * 16, LATER)
        assert set(feed[1:]) == {(f.fingerprint, first) for f in base.findings[2:] if f.suppressed is None}
        assert history.newest_findings(store, 1)[0]["fingerprint"] == "f" * 16


def test_of_many_first_audits_only_the_newest_come_with_their_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.changes.MAX_FIRSTS", 2)
    base = samples.full()
    with Store(tmp_path / "many.db") as store:
        for i in range(4):
            document = replace(base.article.document, url=f"https://paper.example/{i}")
            store.save(_later(replace(base, article=replace(base.article, document=document)), f"2041-05-0{i + 1}"))
        changes = changes_since(store, "2041")
        found = sum(f.suppressed is None for f in base.findings)
        assert [(change.url or "")[-1] for change in changes] == ["3", "2", "1", "0"]
        assert [len(change.new) for change in changes] == [found, found, 0, 0]
        assert [change.findings for change in changes] == [found] * 4
        assert change_words(changes[3]) == [f"audited for the first time: {found} findings"]


def test_a_correction_is_not_silent(store: Store) -> None:
    base = samples.full()
    source = next(s for s in base.sources if s.page is not None)
    assert source.page is not None
    page = replace(source.page, text=source.page.text + "\n\nCorrection: the figure was wrong in an earlier version.")
    with store:
        store.save(_later(replace(base, sources=tuple(replace(s, page=page) if s is source else s for s in base.sources))))
        (change,) = changes_since(store, "2041")
        assert not change.edits[0].silent
        assert change.edits[0].correction


def test_page_diff_does_not_count_moves_and_quote_styles() -> None:
    before = "One fell. Two rose. “Yes,” he said."
    assert page_diff(before, 'Two rose. One fell. "Yes," he said.') == ((), ())
    assert page_diff(before, "One fell. Three rose. “Yes,” he said.") == (("Two rose.",), ("Three rose.",))


def test_the_feeds_are_well_formed_whatever_the_findings_hold() -> None:
    item = {
        "fingerprint": "a" * 16, "code": "SUP001", "severity": "critical", "article_id": 1, "started_at": LATER,
        "message": "a < b & \x1b[31m ]]> <script>", "title": "T <x>", "url": "https://a.example/?a=1&b=2", "evidence": None,
    }
    root = ElementTree.fromstring(render_atom([item, {**item, "url": "javascript:alert(1)"}], updated=LATER))
    entries = root.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == 2
    assert entries[1].find("{http://www.w3.org/2005/Atom}link") is None
    assert "<script>" in (entries[0].findtext("{http://www.w3.org/2005/Atom}summary") or "")
    assert json.loads(render_json_feed([item]))["items"][0]["tags"] == ["SUP001", "critical"]
