"""Batches: the same audit, nothing written twice, killed workers, and results that load back."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="the extra [cluster] is not installed")

from auditor.batch import BatchSettings, find_jobs, load_parts, run_batch
from auditor.batch.engines import AHEAD, _processes
from auditor.batch.jobs import Job, cut
from auditor.batch.parts import read_parts, summary
from auditor.checks.scorers.embedded import FOLDER
from auditor.errors import InputError, ScorerError, UsageError
from auditor.pipeline import Auditor
from auditor.records import Format
from auditor.sources.library import Library
from auditor.sources.recording import Exchange
from auditor.sources.warc import WarcRecorder
from auditor.store import Store
from auditor.suppressions import Suppression, add_suppression

PAGE = "URL: https://courier.example/bridge\nTITLE: Bridge shut\nOUTLET: Courier\nDATE: 2031-03-01\n\n{}\n"
ARTICLE = "Bridge News\n\n{} [1]\n\n1. “Bridge shut” Courier, 1 Mar. 2031, https://courier.example/bridge\n"
SENTENCE = "The old bridge over the Marrow was closed on Saturday after {} cracks were found."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for i in range(7):
        (folder / f"a{i}.txt").write_text(ARTICLE.format(SENTENCE.format(3 + i)))
    (folder / "plain.txt").write_text("No citation at all stands here.")
    (folder / "broken.txt").write_bytes(b"\x00\x01\x02" * 50)
    library = tmp_path / "library"
    library.mkdir()
    (library / "courier.txt").write_text(PAGE.format(SENTENCE.format(3)))
    return tmp_path


def _settings(corpus: Path, **more: object) -> BatchSettings:
    return BatchSettings(sources=(str(corpus / "library"),), offline=True, part_size=2, **more)  # type: ignore[arg-type]  # fields spread from plain values


STEADY = ("path", "status", "score", "low", "high", "supported", "contradicted", "reason")


def _rows(folder: Path) -> list[tuple[object, ...]]:
    """What must be the same in every run: all but times."""
    return sorted(tuple(row[name] for name in STEADY) for row in read_parts(folder))


def test_every_article_is_audited_once_and_failures_are_kept(corpus: Path) -> None:
    out = corpus / "out"
    results = run_batch([str(corpus / "articles")], out, _settings(corpus))
    assert summary(results) == {"parts": 5, "written": 5, "audited": 7, "nothing_to_audit": 1, "failed": 1}
    rows = {Path(row["path"]).name: row for row in read_parts(out)}
    assert rows["a0.txt"]["supported"] == 1
    assert rows["a4.txt"]["contradicted"] == 1
    assert rows["plain.txt"]["status"] == "nothing_to_audit"
    assert rows["broken.txt"]["status"] == "failed"


def test_run_again_nothing_is_written_twice(corpus: Path) -> None:
    out = corpus / "out"
    run_batch([str(corpus / "articles")], out, _settings(corpus))
    times = {p.name: p.stat().st_mtime_ns for p in out.rglob("*.parquet")}
    again = run_batch([str(corpus / "articles")], out, _settings(corpus))
    assert summary(again)["written"] == 0
    assert {p.name: p.stat().st_mtime_ns for p in out.rglob("*.parquet")} == times


def test_processes_give_what_one_process_gives(corpus: Path) -> None:
    run_batch([str(corpus / "articles")], corpus / "one", _settings(corpus))
    run_batch([str(corpus / "articles")], corpus / "two", _settings(corpus), jobs=2)
    assert _rows(corpus / "one") == _rows(corpus / "two")


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_killed_worker_costs_its_parts_and_not_the_job(corpus: Path) -> None:
    run_batch([str(corpus / "articles")], corpus / "calm", _settings(corpus))
    stop = threading.Event()

    def kill_one_child() -> None:
        me = os.getpid()
        while not stop.is_set():
            for path in Path("/proc").glob("[0-9]*/stat"):
                try:
                    text = path.read_text()
                    command = (path.parent / "cmdline").read_text()
                except OSError:
                    continue
                if int(text.rsplit(")", 1)[1].split()[1]) == me and "spawn_main" in command:
                    os.kill(int(path.parent.name), signal.SIGKILL)
                    return
            time.sleep(0.01)

    killer = threading.Thread(target=kill_one_child)
    killer.start()
    try:
        results = run_batch([str(corpus / "articles")], corpus / "killed", _settings(corpus), jobs=2)
    finally:
        stop.set()
        killer.join()
    assert len(results) == 5
    assert _rows(corpus / "killed") == _rows(corpus / "calm")


def test_results_load_into_the_store_once(corpus: Path) -> None:
    out = corpus / "out"
    run_batch([str(corpus / "articles")], out, _settings(corpus))
    with Store(corpus / "a.db") as store:
        assert load_parts(out, store) == 7
        load_parts(out, store)
        assert store.one("SELECT count(*) FROM audits") == 7
        assert store.one("SELECT sum(contradicted) FROM audits") == 6
        assert list(store.query("PRAGMA foreign_key_check")) == []


def test_a_change_of_policy_or_library_makes_other_parts(corpus: Path) -> None:
    jobs = list(find_jobs([str(corpus / "articles")]))
    names = {p.name for p in cut(jobs, _settings(corpus))}
    assert not names & {p.name for p in cut(jobs, _settings(corpus, policy_sha256="x"))}


def test_a_library_or_an_article_that_changed_is_audited_anew(corpus: Path) -> None:
    def written() -> int:
        return summary(run_batch([str(corpus / "articles")], corpus / "out", _settings(corpus)))["written"]

    assert written() == 5
    (corpus / "articles" / "a0.txt").write_text(ARTICLE.format(SENTENCE.format(44)))
    assert written() == 1
    (corpus / "library" / "courier.txt").write_text(PAGE.format(SENTENCE.format(44)))
    assert written() == 5
    assert written() == 0


def test_parts_of_several_judges_load_as_several_runs(corpus: Path) -> None:
    for policy in ("default", "strict"):
        settings = _settings(corpus, policy=policy, policy_sha256=policy)
        run_batch([str(corpus / "articles")], corpus / "out", settings)
    with Store(corpus / "a.db") as store:
        assert load_parts(corpus / "out", store) == 14
        load_parts(corpus / "out", store)
        runs = list(store.query("SELECT r.policy, count(*) AS n FROM runs r JOIN audits a ON a.run_id = r.id GROUP BY r.id"))
        assert sorted((run["policy"], run["n"]) for run in runs) == [("default", 7), ("strict", 7)]
        assert store.one("SELECT count(*) FROM runs") == 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_scorer_that_cannot_judge_stops_the_job_and_is_written_nowhere(corpus: Path, jobs: int) -> None:
    """Rows that say 'failed' would stay when the model is whole again."""
    broken = corpus / "model"
    shutil.copytree(FOLDER, broken)
    (broken / "model.onnx").write_bytes(b"nothing")
    with pytest.raises(ScorerError, match="damaged"):
        run_batch([str(corpus / "articles")], corpus / "out", _settings(corpus, scorer=f"embedded:{broken}"), jobs=jobs)
    parts = len(list(corpus.glob("out/audits/*.parquet")))
    assert not parts or not any("damaged" in row["reason"] for row in read_parts(corpus / "out"))
    shutil.copyfile(FOLDER / "model.onnx", broken / "model.onnx")
    done = run_batch([str(corpus / "articles")], corpus / "out", _settings(corpus, scorer=f"embedded:{broken}"))
    assert summary(done)["audited"] == 7


def test_lists_of_addresses_and_doubles(tmp_path: Path) -> None:
    file = tmp_path / "urls.txt"
    file.write_text("https://a.example/1\n# no\nhttps://a.example/1?utm_source=x\nhttps://b.example/2\n")
    assert list(find_jobs([str(file)])) == [Job("url", url="https://a.example/1"), Job("url", url="https://b.example/2")]


def test_bad_input_is_named(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        list(find_jobs([str(tmp_path / "nowhere")]))
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(InputError, match="holds no article"):
        list(find_jobs([str(empty)]))
    with pytest.raises(InputError, match="no part of a batch"):
        list(read_parts(empty))
    with pytest.raises(UsageError, match="no engine 'spark'"):
        run_batch([str(corpus / "articles")], tmp_path / "o", _settings(corpus), engine="spark")
    with pytest.raises(UsageError, match="needs --scheduler"):
        run_batch([str(corpus / "articles")], tmp_path / "o", _settings(corpus), engine="dask")


HTML = "<html><head><title>{}</title><meta property='og:site_name' content='{}'></head><body><article><p>{}</p></article></body></html>"


@pytest.fixture
def crawl(tmp_path: Path) -> list[str]:
    """Two recordings: articles in one, cited pages in the other, some cited by address and some by outlet and title."""
    paths = [tmp_path / "pages.warc.gz", tmp_path / "articles.warc.gz"]
    pages, articles = (WarcRecorder(path) for path in paths)
    html = (("content-type", "text/html; charset=utf-8"),)
    for n in range(6):
        body = HTML.format(f"Bridge number {n} is shut", f"Courier {n}", SENTENCE.format(3 + n) + " " + "It rained all day in the valley. " * 8)
        pages.add(Exchange("GET", f"https://courier{n}.example/b", 200, "OK", html, body.encode()))
        where = f', <a href="https://courier{n}.example/b">link</a>' if n % 2 else ""
        text = f"{SENTENCE.format(4)} [1]</p><p>1. “Bridge number {n} is shut” Courier {n}, 1 Mar. 2031{where}"
        articles.add(Exchange("GET", f"https://digest.example/{n}", 200, "OK", html, HTML.format(f"Digest {n}", "Digest", text).encode()))
    articles.add(Exchange("GET", "https://www.digest.example/0/", 200, "OK", html, b"<p>the same once more</p>"))
    pages.close()
    articles.close()
    return [str(path) for path in paths]


def test_sources_are_joined_across_recordings_by_address_and_by_outlet_and_title(crawl: list[str], tmp_path: Path) -> None:
    settings = BatchSettings(sources=tuple(crawl), offline=True, part_size=2)
    run_batch(crawl, tmp_path / "out", settings, jobs=2)
    rows = {row["url"]: row for row in read_parts(tmp_path / "out")}
    assert len(rows) == 12  # the thirteenth is an address that was there already
    library = Library.open([Path(path) for path in crawl])
    with Auditor(library=library, offline=True) as auditor:
        for n in range(6):
            row = rows[f"https://digest.example/{n}"]
            assert (row["status"], row["read"]) == ("audited", 1), row
            content = library.by_url(row["url"])[0].read().content
            audit = auditor.audit(content, name=row["url"], url=row["url"], format=Format.HTML)
            assert (row["score"], row["low"], row["high"]) == (audit.score.value, audit.score.low, audit.score.high)
            assert row["supported"] == int(n == 1)


def test_the_index_of_the_sources_is_built_once_and_anew_when_they_change(corpus: Path) -> None:
    def built() -> set[str]:
        return {file.name for file in (corpus / "out" / "index").iterdir()}

    run_batch([str(corpus / "articles")], corpus / "out", _settings(corpus))
    [first] = built()  # and no part is left lying about
    made = (corpus / "out" / "index" / first).stat().st_mtime_ns
    run_batch([str(corpus / "articles")], corpus / "out", _settings(corpus))
    assert built() == {first}
    assert (corpus / "out" / "index" / first).stat().st_mtime_ns == made
    (corpus / "library" / "more.txt").write_text(PAGE.format("x"))
    run_batch([str(corpus / "articles")], corpus / "out", _settings(corpus))
    assert len(built()) == 2


def test_few_parts_are_held_ahead_of_the_workers() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for number in range(1, 100):
            taken = number
            yield number

    spread = _processes(abs, items(), jobs=1, subject="x")
    assert next(spread) >= 1
    assert taken <= 2 * AHEAD
    assert sorted([*spread, 1])[-1] == 99


def test_findings_set_aside_cost_no_points_and_make_other_parts(corpus: Path) -> None:
    run_batch([str(corpus / "articles")], corpus / "out", _settings(corpus))
    before = {row["path"]: row for row in read_parts(corpus / "out")}
    row = next(row for row in before.values() if row["contradicted"])
    finding = next(f for f in json.loads(row["bundle"])["findings"] if f["code"] == "SUP001")
    aside = corpus / "aside.toml"
    add_suppression(aside, Suppression(finding["fingerprint"], "confirmed by telephone"))
    run_batch([str(corpus / "articles")], corpus / "again", _settings(corpus, ignore=str(aside)))
    after = {row["path"]: row for row in read_parts(corpus / "again")}
    assert after[row["path"]]["score"] > row["score"]
    assert {p.name for p in (corpus / "out/audits").iterdir()}.isdisjoint(p.name for p in (corpus / "again/audits").iterdir())
