"""Plain statements of what the recorded pages say: how many are called supported, how many wrongly contradicted.

The opposite of the planted faults: 67 honest paraphrases (``data/honest.jsonl``), each checked against the page it was
written from, and against pages on other events, which say nothing of it. ``verdicts()`` lists them one by one.
280 more (``data/honest_pages.json``) belong to fourteen pages written for them, freer in wording than the others. Rules
may be mended on every second one, the first of a page among them; the others are only counted, and say what to expect
of a page never seen.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path

from auditor.checks.evidence import PageIndex
from auditor.checks.scorers import load_scorer
from auditor.checks.support import check_support
from auditor.plugins import DEFAULT_SCORER
from auditor.records import Page, Verdict
from auditor.sources.extract import extract_page
from auditor.sources.recording import Recording, read_recording
from tests.eval._row import Row

CASSETTES = Path(__file__).resolve().parents[2] / "cassettes"
CASES = Path(__file__).parent / "data" / "honest.jsonl"
FRESH = Path(__file__).parent / "data" / "honest_pages.json"


@cache
def recordings() -> dict[str, Recording]:
    """The demonstration's recording and those of the other shapes of article, by name."""
    paths = [CASSETTES / "demo" / "pages.yaml", *sorted((CASSETTES / "shapes").glob("*.yaml"))]
    return {path.stem: read_recording(path) for path in paths}


@cache
def pages() -> dict[str, tuple[str, PageIndex]]:
    """Every recorded page by its address: the recording it is in, and its index."""
    return {
        exchange.url: (name, PageIndex(extract_page(exchange.body, url=exchange.url)))
        for name, recording in recordings().items()
        for exchange in recording.pages()
    }


def verdicts() -> list[tuple[str, str, bool, Verdict]]:
    """(claim, address, whether it was written from there, verdict): its own page, then one of each other event."""
    scorer, out = load_scorer(DEFAULT_SCORER), []
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    firsts = {name: url for url, (name, _) in reversed(pages().items())}
    for case in cases:
        home, index = pages()[case["url"]]
        places = [(case["url"], index)] + [(u, pages()[u][1]) for name, u in firsts.items() if name != home]
        for url, at in places:
            verdict = check_support(case["claim"], at, scorer=scorer).verdict
            out.append((case["claim"], url, url == case["url"], verdict))
    return out


def fresh_verdicts(*, kept: bool) -> list[tuple[str, Verdict]]:
    """(claim, verdict) of one half of the fresh paraphrases: those that are only counted, or those to mend rules on."""
    scorer, out = load_scorer(DEFAULT_SCORER), []
    for page in json.loads(FRESH.read_text(encoding="utf-8")):
        index = PageIndex(Page(page["text"], title=page["title"], published=page["published"]))
        for claim in page["claims"][int(kept) :: 2]:
            out.append((claim, check_support(claim, index, scorer=scorer).verdict))
    return out


def run(shared: Path) -> list[Row]:
    """The shares in per cent; ``shared`` is not needed."""
    found = verdicts()
    own = Counter(verdict for *_, mine, verdict in found if mine)
    other = Counter(verdict for *_, mine, verdict in found if not mine)

    mended = Counter(verdict for _, verdict in fresh_verdicts(kept=False))
    kept = Counter(verdict for _, verdict in fresh_verdicts(kept=True))

    def share(counts: Counter[Verdict], verdict: Verdict) -> float:
        return round(100 * counts[verdict] / counts.total(), 2)

    wrong = share(mended + kept, Verdict.CONTRADICTED)
    unseen = f"of the half never looked at {share(kept, Verdict.SUPPORTED)}% and {share(kept, Verdict.CONTRADICTED)}%"

    return [
        Row("honest", "supported, on its own page", share(own, Verdict.SUPPORTED), target=90, unit="%"),
        Row("honest", "contradicted, on its own page", share(own, Verdict.CONTRADICTED), target=4, lower_is_better=True, unit="%"),
        Row("honest", "not in source, on another page", share(other, Verdict.NOT_IN_SOURCE), target=98, unit="%"),
        Row("honest", "fresh pages, supported", share(mended + kept, Verdict.SUPPORTED), target=90, unit="%", note=unseen),
        Row("honest", "fresh pages, contradicted", wrong, target=2, lower_is_better=True, unit="%"),
    ]
