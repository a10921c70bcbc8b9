"""What the contract's tests share: an article with a library, and an outside look at the JSON of an audit."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from auditor.cli import run

ARTICLE = """Ferry aground off Cape Tarn

The ferry Aurelia ran onto a sandbank off Cape Tarn early on Tuesday.[1] All 214 people aboard were brought ashore by \
noon — “unhurt”, said café owner Zoë.[2] The harbour had been closed in 2029.[1]

It was late.

References

1. "Ferry runs aground" Tarn Courier, 4 Mar. 2031, https://courier.example/aurelia
2. "All safe" Northwire, 4 Mar. 2031, https://northwire.example/safe
3. "A calm night" Weather Desk, 4 Mar. 2031
"""
PAGES = {
    "courier.txt": """URL: https://courier.example/aurelia
TITLE: Ferry runs aground
OUTLET: Tarn Courier
DATE: 2031-03-04

The ferry Aurelia ran onto a sandbank off Cape Tarn early on Tuesday, the coastguard said. Divers will look at the hull.
""",
    "northwire.txt": """URL: https://northwire.example/safe
TITLE: All safe
OUTLET: Northwire
DATE: 2031-03-04

All 198 people aboard the ferry were brought ashore by noon on Tuesday, the coastguard said. Nobody was hurt.
""",
}
LINES: dict[str, dict[str, Any]] = {
    "verify": {"claim": "The ferry carried 214 people.", "source": "The ferry carried 198 people. It was late."},
    "compare": {
        "article": ["The ferry ran onto a sandbank near the old harbour."],
        "source": "The ferry ran onto a sandbank near the old harbour. He left.",
    },
    "cluster": {
        "pages": [
            {"outlet": "A", "title": "T", "byline": None, "date": "2031-03-04", "text": "The ferry ran aground."},
            {},
        ]
    },
    "headlines": {"headline": "Ferry runs aground with 300 aboard", "body": "The ferry ran aground with 214 aboard."},
    "parse": {"input": 'T\n\nThe ferry ran aground.[1]\n\nReferences\n\n1. "X" Y, 2031\n'},
}
"""For each JSONL command a line without its id."""


def flags(command: str) -> list[str]:
    """The command's words for JSONL input."""
    return [command, "--jsonl"] if command in ("parse", "extract") else [command]


def desk(folder: Path) -> Path:
    """Writes the article and its library; returns the folder."""
    (folder / "library").mkdir()
    for name, text in PAGES.items():
        (folder / "library" / name).write_text(text, encoding="utf-8")
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    return folder


def give(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Puts ``data`` on stdin."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


def said(capfd: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command, run in this process."""
    code = run(list(args))
    printed = capfd.readouterr()
    assert "Traceback" not in printed.err
    return code, printed.out, printed.err


def one_sentence(err: str) -> str:
    """The message, after it was held to be one line that begins with the program's name."""
    lines = err.splitlines()
    assert len(lines) == 1, err
    assert lines[0].startswith("auditor: "), err
    return lines[0].removeprefix("auditor: ")


def started(*args: str, **how: Any) -> subprocess.Popen[bytes]:
    """The real command line in a process of its own, all streams piped."""
    command = [sys.executable, "-m", "auditor", *args]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, **how)


# --- the JSON of an audit, looked at from outside ------------------------------------------------------------------

TEXT, NUMBER, FLAG, NONE = str, (int, float), bool, type(None)
VERDICTS = set("supported partially_supported contradicted not_in_source source_unavailable".split())
KINDS = set(
    "number unit comparator date entity role_swap negation antonym quote_altered quote_truncated attribution order "
    "added_detail hedge_lost overstated cause_added".split()
)
STATUSES = set(
    "ok no_url not_resolved ambiguous http_error timeout blocked robots paywalled gone soft_404 too_large "
    "unsupported_type refused_address not_recorded empty".split()
)


def has(item: Any, where: str, **fields: Any) -> None:
    """Holds an object to its fields and their types; a number is never true or false."""
    for name, kind in fields.items():
        assert name in item, f"{where} has no {name}"
        kinds = kind if isinstance(kind, tuple) else (kind,)
        assert isinstance(item[name], kinds), f"{where}.{name} is {item[name]!r}"
        assert not isinstance(item[name], bool) or bool in kinds, f"{where}.{name} is {item[name]!r}"


def hold_audit(audit: dict[str, Any], source: str | None = None) -> None:
    """Holds the JSON of an audit to section 5 of the contract; with ``source``, the offsets of a text article too."""
    text, maybe, real = str, (str, NONE), (int, float)
    assert audit["schema_version"] == 1
    has(audit["article"], "article", title=maybe, url=maybe, outlet=maybe, published=maybe, language=maybe, sha256=text)
    numbers = [reference["number"] for reference in audit["references"]]
    for r in audit["references"]:
        has(
            r,
            "reference",
            number=(int, str),
            raw=text,
            title=maybe,
            outlet=maybe,
            domain=maybe,
            date=maybe,
            url=maybe,
            status=text,
            resolution=list,
            page=(dict, NONE),
        )
        assert r["status"] in STATUSES and (r["page"] is not None) == (r["status"] == "ok")
        assert r["date"] is None or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", r["date"])
        for step in r["resolution"]:
            has(step, "resolution", resolver=text, url=maybe, why=text)
        if r["page"]:
            has(
                r["page"],
                "page",
                title=maybe,
                url=maybe,
                outlet=maybe,
                byline=maybe,
                published=maybe,
                wire_credit=maybe,
                sha256=text,
                fetched_at=maybe,
                archived_at=maybe,
            )
    for claim in audit["claims"]:
        _hold_claim(claim, numbers, source)
    for sentence in audit["uncited"]:
        has(sentence, "uncited", text=text, start=int, end=int, truncated=FLAG)
        if source is not None:
            assert source[sentence["start"] : sentence["end"]].split() == sentence["text"].split()
    ids = [claim["id"] for claim in audit["claims"]]
    assert len(set(ids)) == len(ids)
    _hold_matrix(audit, numbers, ids)
    has(audit["provenance"], "provenance", clusters=list, rests_on=list, references=int, independent=int)
    prints = [finding["fingerprint"] for finding in audit["findings"]]
    assert len(set(prints)) == len(prints)
    for finding in audit["findings"]:
        has(
            finding,
            "finding",
            code=text,
            severity=text,
            message=text,
            claim=maybe,
            reference=(int, str, NONE),
            evidence=(dict, NONE),
            fingerprint=text,
        )
        assert finding["severity"] in ("info", "minor", "major", "critical")
        assert finding["claim"] in (None, *ids)
    _hold_score(audit["score"])
    run_ = audit["run"]
    has(
        run_,
        "run",
        auditor=text,
        policy=text,
        policy_sha256=text,
        scorer=text,
        started_at=text,
        seconds=real,
        coverage=dict,
    )
    coverage = run_["coverage"]
    has(coverage, "coverage", references=int, read=int, claims=int, checked=int)
    assert (coverage["references"], coverage["claims"]) == (len(numbers), len(ids))


def _hold_claim(claim: dict[str, Any], numbers: list[Any], source: str | None) -> None:
    share = (int, float, NONE)
    has(
        claim,
        "claim",
        id=str,
        text=str,
        start=int,
        end=int,
        cites=list,
        verdict=str,
        confidence=share,
        checks=list,
        better_references=list,
        copying=(dict, NONE),
    )
    assert claim["verdict"] in VERDICTS
    if source is not None:
        printed = re.sub(r"\[\d+\]", "", source[claim["start"] : claim["end"]])
        assert printed.split() == claim["text"].split()
    assert [check["reference"] for check in claim["checks"]] == claim["cites"]
    assert all(n in numbers and n not in claim["cites"] for n in claim["better_references"])
    for check in claim["checks"]:
        has(
            check,
            "check",
            reference=(int, str),
            verdict=str,
            confidence=share,
            support=share,
            evidence=list,
            differences=list,
        )
        assert check["verdict"] in VERDICTS
        assert check["evidence"] or check["verdict"] in ("not_in_source", "source_unavailable")
        assert check["differences"] or check["verdict"] != "contradicted"
        for passage in check["evidence"]:
            has(passage, "evidence", text=str, start=int, end=int, link=(str, NONE))
            assert passage["end"] - passage["start"] == len(passage["text"])
            assert passage["link"] is None or "#:~:text=" in passage["link"]
        for difference in check["differences"]:
            has(difference, "difference", kind=str, claim=str, source=(str, NONE))
            assert difference["kind"] in KINDS
    if claim["copying"]:
        has(claim["copying"], "copying", kind=str, reference=(int, str), share=(int, float), text=str)


def _hold_matrix(audit: dict[str, Any], numbers: list[Any], ids: list[str]) -> None:
    matrix = audit["matrix"]
    assert matrix["references"] == numbers
    assert [row["claim"] for row in matrix["rows"]] == ids
    for row in matrix["rows"]:
        assert len(row["support"]) == len(numbers)
        for support, reference in zip(row["support"], audit["references"], strict=True):
            assert (support is None) == (reference["status"] != "ok")
            assert support is None or 0 <= support <= 1


def _hold_score(score: dict[str, Any]) -> None:
    has(score, "score", value=(int, float), low=(int, float), high=(int, float), grade=str, parts=list)
    assert 0 <= score["low"] <= score["value"] <= score["high"] <= 100
    for part in score["parts"]:
        has(part, "part", name=str, points=(int, float), max=(int, float), why=str)
        assert 0 <= part["points"] <= part["max"]
    assert round(sum(part["points"] for part in score["parts"]), 1) == score["value"]
    assert sum(part["max"] for part in score["parts"]) == 100


def without_times(audit: dict[str, Any]) -> str:
    """The audit as text, without what differs from run to run: the clock."""
    left = json.loads(json.dumps(audit))
    left["run"].pop("started_at")
    left["run"].pop("seconds")
    for reference in left["references"]:
        if reference["page"]:
            reference["page"].pop("fetched_at")
    return json.dumps(left)
