"""The index of pages: finds what brute force finds, keeps it in a file, survives a cut-off one."""

from __future__ import annotations

import os
import random
import resource
import sys
import time
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.checks.reuse.index import MAX_PAGES, RUN, WINDOW, ReuseIndex, build, fingerprints, runs_of
from auditor.errors import StoreError
from tests.clock import growth, least

_RANDOM = random.Random(11)
_SYLLABLES = [a + b for a in "bcdfglmnprst" for b in "aeiou"]
WORDS = ["".join(_RANDOM.choice(_SYLLABLES) for _ in range(_RANDOM.randint(1, 4))) for _ in range(20_000)]
_WEIGHTS = list(accumulate(1 / (rank + 3) for rank in range(len(WORDS))))  # Zipf, as in prose


def paragraph(source: random.Random, words: int = 50) -> str:
    return " ".join(source.choices(WORDS, cum_weights=_WEIGHTS, k=words)) + "."


def page(number: int, paragraphs: int = 4) -> str:
    source = random.Random(number)
    return "\n\n".join(paragraph(source) for _ in range(paragraphs))


def changed(text: str, share: float, source: random.Random) -> str:
    """``text`` with a share of its words exchanged."""
    words = text.split()
    for i in source.sample(range(len(words)), int(share * len(words))):
        words[i] = source.choice(WORDS)
    return " ".join(words)


def test_a_paragraph_finds_its_page() -> None:
    index = build((n, page(n)) for n in range(300))
    for n in (0, 17, 299):
        for part in page(n).split("\n\n"):
            hits = index.query(part)
            assert hits[0].page == n
            assert hits[0].share > 0.5
    assert index.query(paragraph(random.Random("nowhere"))) == []


def test_a_lightly_changed_paragraph_finds_its_page() -> None:
    index = build((n, page(n)) for n in range(300))
    source = random.Random(5)
    found = 0
    for n in range(0, 300, 3):
        hits = index.query(changed(page(n).split("\n\n")[n % 4], 0.1, source))
        found += bool(hits) and hits[0].page == n
    assert found >= 98


def test_recall_against_brute_force() -> None:
    pages = {n: page(n, 2) for n in range(200)}
    for n in range(0, 200, 10):  # stories carried on: page n + 1 holds a paragraph of page n
        pages[n + 1] += "\n\n" + pages[n].split("\n\n")[0]
    index = build(pages.items())
    held = {n: set(runs_of(text)) for n, text in pages.items()}
    wanted = got = 0
    for n in range(200):
        query = pages[n].split("\n\n")[0]
        runs = set(runs_of(query))
        truth = {m for m in pages if len(runs & held[m]) >= len(runs) / 2}
        wanted += len(truth)
        got += len(truth & {hit.page for hit in index.query(query, limit=50)})
    assert wanted >= 220
    assert got / wanted >= 0.98


def test_any_shared_passage_of_a_window_is_found() -> None:
    """Winnowing's promise: RUN + WINDOW - 1 words in common always leave a fingerprint in common."""
    source = random.Random(3)
    for trial in range(60):
        shared = paragraph(source, RUN + WINDOW - 1).rstrip(".")
        index = build([(trial, f"{paragraph(source, 40)} {shared} {paragraph(source, 40)}")])
        hits = index.query(f"{paragraph(source, 9)} {shared} {paragraph(source, 9)}", min_shared=1)
        assert [hit.page for hit in hits] == [trial]


def test_case_and_punctuation_do_not_matter() -> None:
    index = build([(4, "The mill at Sallow Bay, shut since May, reopens on Friday with forty hands.")])
    assert index.query("the mill at sallow bay shut since MAY reopens on friday")[0].page == 4


def test_a_file_gives_the_same_answers_as_memory(tmp_path: Path) -> None:
    path = tmp_path / "pages.index"
    memory = ReuseIndex()
    for start in range(0, 120, 7):  # many small writes, as nights make them
        with ReuseIndex(path) as index:
            for n in range(start, min(120, start + 7)):
                index.add(n, page(n))
                memory.add(n, page(n))
    with ReuseIndex(path) as index:
        assert len(index) == len(memory)
        assert len(index._segments()) <= 8
        for n in range(0, 120, 11):
            query = page(n).split("\n\n")[1]
            assert index.query(query) == memory.query(query)
    assert path.stat().st_size < 3 * 8 * len(memory) + 8192


def test_adding_a_page_twice_changes_nothing(tmp_path: Path) -> None:
    with ReuseIndex(tmp_path / "i") as index:
        for _ in range(2):
            index.add(1, page(1))
            index.add(2, page(2))
            index.flush()
        size = len(index)
        hits = index.query(page(1))
    assert size == len(fingerprints(page(1))) + len(fingerprints(page(2)))
    assert [hit.page for hit in hits] == [1] and hits[0].share > 0.8


def test_a_segment_cut_off_by_a_crash_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "i"
    with ReuseIndex(path) as index:
        index.add(1, page(1, 8))
        index.flush()
        index.add(2, page(2, 1))
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    with ReuseIndex(path) as index:
        assert index.query(page(1))[0].page == 1
        assert index.query(page(2)) == []
        index.add(2, page(2, 1))
    with ReuseIndex(path) as index:
        assert index.query(page(2))[0].page == 2


@pytest.mark.parametrize("content", [b"SQLite format 3\0", b"auditor reuse index 0 little\n", b"x" * 5000])
def test_a_file_that_is_no_index_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"other\.db: this is no reuse index"):
        ReuseIndex(path)
    assert path.read_bytes() == content


def test_a_folder_and_a_missing_folder_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        ReuseIndex(tmp_path)
    index = ReuseIndex(tmp_path / "none" / "i")
    index.add(1, page(1))
    with pytest.raises(StoreError, match="cannot be written"):
        index.flush()


@pytest.mark.parametrize("number", [-1, MAX_PAGES])
def test_page_numbers_have_bounds(number: int) -> None:
    with pytest.raises(StoreError, match="page numbers go from 0"):
        ReuseIndex().add(number, "a page of some words")


@pytest.mark.parametrize("text", ["", "   ", "…", "word", "two words", "\ud800", "日本語"])
def test_short_and_odd_texts(text: str) -> None:
    index = build([(1, text), (2, page(2))])
    assert all(hit.page == 1 for hit in index.query(text))


def test_a_phrase_on_very_many_pages_stays_cheap() -> None:
    index = build((n, "read the full story of the day on our site tonight " + page(n, 1)) for n in range(2000))
    phrase = "read the full story of the day on our site tonight"
    assert least(lambda: index.query(phrase, limit=5), enough=0.5) < 0.5
    assert len(index.query(phrase, limit=5)) == 5


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_a_page_is_always_found_by_itself(text: str) -> None:
    kept = fingerprints(text)
    assert kept <= set(runs_of(text))
    assert bool(kept) == bool(runs_of(text))
    if kept:
        assert build([(7, text)]).query(text)[0].page == 7


def test_time_is_linear_in_the_page() -> None:
    texts = {n: page(1, 1) * n for n in (500, 2000)}
    assert growth(lambda n: fingerprints(texts[n]), 500, 2000, enough=8) < 8


@pytest.mark.soak
def test_a_million_pages(tmp_path: Path) -> None:
    """Memory, latency and recall at full scale. AUDITOR_SOAK_PAGES sets another number of pages."""
    count = int(os.environ.get("AUDITOR_SOAK_PAGES", "1000000"))
    index = ReuseIndex(tmp_path / "pages.index")
    began = time.perf_counter()
    for n in range(count):
        index.add(n, page(n))
    index.flush()
    built = time.perf_counter() - began
    source = random.Random(1)
    times, found = [], 0
    queries = 1000
    for q in range(queries):
        n = source.randrange(count)
        query = page(n).split("\n\n")[source.randrange(4)]
        query = changed(query, 0.1, source) if q % 2 else query
        began = time.perf_counter()
        hits = index.query(query)
        times.append(time.perf_counter() - began)
        found += any(hit.page == n for hit in hits)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    size = (tmp_path / "pages.index").stat().st_size / 1e9
    p95 = sorted(times)[int(0.95 * queries)]
    print(
        f"{count} pages in {built:.0f} s; file {size:.2f} GB, peak memory {peak:.2f} GB, p95 {1000 * p95:.1f} ms, "
        f"recall {found / queries:.4f}",
        file=sys.stderr,
    )
    assert peak < 4 and size < 4
    assert p95 < 0.020
    assert found / queries >= 0.98
