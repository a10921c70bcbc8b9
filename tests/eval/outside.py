"""Origins that no reference names, found among all pages of a database: copied sentences, false alarms, recall, time."""

from __future__ import annotations

import gzip
import json
import random
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from auditor.checks.reuse import prepare_article
from auditor.checks.reuse.index import build, runs_of
from auditor.checks.reuse.outside import LONG_RUN, About, find_outside
from auditor.records import Page
from auditor.store import Store
from auditor.store.rows import page_row
from auditor.store.seen import SeenPages
from auditor.text import tokenize
from tests.eval._row import Row

SAMPLE, QUERIES = 400, 400


def run(shared: Path) -> list[Row]:
    """The copying bench with nothing cited, in a database of all its sources and of real news; then news alone."""
    items = [
        json.loads(line)
        for path in sorted((shared / "bench" / "reuse").glob("*.jsonl"))
        for line in path.open(encoding="utf-8")
    ]
    news = _news(shared)
    return [*_found(items, news), *_recall(news)]


def _news(shared: Path) -> list[str]:
    with gzip.open(shared / "bench" / "fnc1" / "train.jsonl.gz", "rt", encoding="utf-8") as lines:
        return list({json.loads(line)["body"]: None for line in lines})


def _found(items: list[dict[str, Any]], news: list[str]) -> list[Row]:
    """Sentences of at least ``LONG_RUN`` words copied (nearly) word for word should be found, with their page."""
    wanted = got = told = false = innocent = 0
    times = []
    with Store(":memory:") as store, closing(SeenPages(store)) as seen:
        for n, text in enumerate(news):
            store.save_page(page_row(Page(text, url=f"https://news{n}.test/")))
        for item in items:
            store.save_page(page_row(Page(item["source"], url=f"https://{item['id']}.test/")))
        seen.catch_up()
        for item in items:
            began = time.process_time()
            pages = seen.pages_like([" ".join(item["article"])], frozenset())
            sentences = prepare_article(item["article"])
            paragraphs = [""] * len(sentences)
            about = About(url=f"https://article.example/{item['id']}")
            found = {o.sentence: pages[o.page].url for o in find_outside(sentences, pages, about=about, paragraphs=paragraphs)}
            times.append(time.process_time() - began)
            for n, (sentence, label) in enumerate(zip(item["article"], item["labels"], strict=True)):
                copied = label in ("verbatim", "near_verbatim", "patchwrite")
                told += n in found
                false += n in found and (not copied or found[n] != f"https://{item['id']}.test/")
                innocent += not copied
                if label in ("verbatim", "near_verbatim") and len(list(tokenize(sentence))) >= LONG_RUN:
                    wanted += 1
                    got += found.get(n) == f"https://{item['id']}.test/"
    times.sort()
    note = f"{wanted} copied sentences of {LONG_RUN} words or more among {len(news) + len(items)} pages"
    return [
        Row("origins", "copied sentences whose uncited page is found", got / wanted, note=note),
        Row("origins", "of the sentences told, rightly", 1 - false / max(1, told), note=f"{told} told, {innocent} innocent"),
        Row("origins", "an article searched, p95", 1000 * times[int(0.95 * len(times))], lower_is_better=True, unit="ms"),
    ]


def _recall(news: list[str]) -> list[Row]:
    """Paragraphs of real news against all of them, compared run by run."""
    source = random.Random(3)
    index = build(enumerate(news))
    sample = source.sample(range(len(news)), SAMPLE)
    held = [set(runs_of(text)) for text in news]
    wanted = got = 0
    times: list[float] = []
    for q in range(QUERIES):
        paragraphs = [p for p in news[sample[q % SAMPLE]].split("\n\n") if len(p.split()) >= LONG_RUN]
        if not paragraphs:
            continue
        query = source.choice(paragraphs)
        began = time.process_time()
        hits = {hit.page for hit in index.query(query, limit=50, min_shared=1)}
        times.append(time.process_time() - began)
        runs = set(runs_of(query))
        truth = {n for n, other in enumerate(held) if len(runs & other) >= max(4, len(runs) / 4)}
        wanted += len(truth)
        got += len(truth & hits)
    times.sort()
    note = f"{len(times)} paragraphs of {len(news)} real articles; pages that share a quarter of a paragraph's runs"
    return [
        Row("origins", "recall on news against brute force", got / wanted, target=0.98, note=note),
        Row("origins", "p95 query", 1000 * times[int(0.95 * len(times))], target=20, lower_is_better=True, unit="ms"),
    ]
