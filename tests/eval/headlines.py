"""Headlines against bodies and cited titles against page titles, through the command's own answers."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from auditor.checks.headline import check_headline
from auditor.cli.headlines import answers
from tests.eval._row import Row


def run(shared: Path) -> list[Row]:
    """Balanced accuracy, macro F1 of kinds and titles, evidence found, in percent; milliseconds a headline."""
    gold = shared / "bench" / "headlines"
    with tempfile.TemporaryDirectory() as folder:
        pred = Path(folder) / "pred.jsonl"
        lines = (json.dumps(answer) + "\n" for answer in answers(str(gold / "dev.jsonl")))
        pred.write_text("".join(lines), encoding="utf-8")
        scorer = str(shared / "bench" / "score_headlines.py")
        command = [sys.executable, scorer, str(pred), str(gold), "--json"]
        figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    heads, titles = figures["headlines"], figures["titles"]
    note = f"n={heads['n']}; ok kept {heads['ok_kept']:.3f}, mismatch found {heads['mismatch_found']:.3f}"
    return [
        Row("headlines", "balanced accuracy", 100 * heads["balanced_accuracy"], 58.3, target=85.0, note=note),
        Row("headlines", "kinds macro F1", 100 * heads["macro_f1"], 8.7, target=70.0, note="nine labels"),
        Row("headlines", "sentence found", 100 * heads["where_found"], note="of mismatches that have one"),
        Row("headlines", "titles macro F1", 100 * titles["macro_f1"], 49.6, target=88.0, note=f"n={titles['n']}"),
        Row("headlines", "one headline, 700 words", _milliseconds(), target=10.0, lower_is_better=True, unit="ms"),
    ]


def _milliseconds() -> float:
    """The processor time of a check against a body of some 700 words: the best of 15, as other work shares the machine."""
    sentences = (
        "The council of Norra voted on Monday to close {} of its libraries, the mayor said after the meeting.",
        "Readers had asked for longer hours, and some of them stood in the rain outside the hall with paper lanterns.",
        "The buildings are old, and their roofs have leaked since the storm that flooded the lower town last winter.",
        "A spokeswoman for the readers said that they would go on borrowing books from one another in the meantime.",
    )
    body = " ".join(sentences[i % 4].format(i + 9) for i in range(37))
    times = []
    for i in range(15):
        began = time.process_time()
        check_headline(f"Norra to close {i} libraries after vote", body)
        times.append(1000 * (time.process_time() - began))
    return min(times)
