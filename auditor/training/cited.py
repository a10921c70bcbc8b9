"""Claims written for this project about real pages, those that WiCE's partly supported subclaims cite.

``written/cited`` has the claims alone: the pages lie with the shared benchmarks and are told by digest. None of them is
a page of the claims that are measured, or shares a tenth of its text with one.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

CITED = Path(__file__).parent / "written" / "cited"
"""One file a page: its digest, and the claims with the numbers of the page's lines that bear them."""
SOURCES = ("subclaim_partial_train", "subclaim_partial_dev")


def page_texts(bench: Path) -> dict[str, str]:
    """The pages of WiCE's partly supported subclaims, by the first 16 digits of their SHA-256."""
    out = {}
    for name in SOURCES:
        with gzip.open(bench / "wice" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                text = "\n".join(json.loads(line)["source"])
                out[sha256(text.encode("utf-8", "replace")).hexdigest()[:16]] = text
    return out


def read_cited(bench: Path) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """(digest, text, cases) of each page that is there, in order of digest; cases in the shape of ``claims_train``."""
    texts = page_texts(bench)
    for path in sorted(CITED.glob("*.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        if (text := texts.get(raw["page"])) is not None:
            yield raw["page"], text, [_case(case, text) for case in raw["cases"]]


def _case(raw: dict[str, Any], text: str) -> dict[str, Any]:
    """The case with its sentences, and what was changed where that is one piece of the claim."""
    lines = text.split("\n")
    case = {**raw, "evidence": [lines[n] for n in raw.get("evidence", ())]}
    if len(raw.get("wrong", ())) == 1:
        start, end = raw.get("there") or (0, 0)
        case["detail"] = {"claim": raw["wrong"][0], "source": text[start:end]}
    return case
