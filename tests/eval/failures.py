"""Where claim support still fails: ``python -m tests.eval.failures [FOLDER...] [--scorer SPEC] [--each N]``.

For each folder of topics (the pages kept apart from rules and weights by default): right verdicts by kind of claim, then
the surest false accepts (called supported, though altered, partial or absent) and the surest false alarms (supported by
the page, and called something else), each with what was changed, what the page says, and what decided.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.plugins import DEFAULT_SCORER
from tests.eval.alterations import UNSEEN, _predict


def main() -> None:
    """Prints the report."""
    parser = argparse.ArgumentParser(prog="tests.eval.failures", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", type=Path, nargs="*", default=[UNSEEN])
    parser.add_argument("--scorer", default=DEFAULT_SCORER)
    parser.add_argument("--each", type=int, default=10, help="examples of each sort")
    args = parser.parse_args()
    for folder in args.folders:
        cases, predictions = _predict(folder, args.scorer)
        sys.stdout.write("\n".join(report(folder.name, cases, predictions, args.each)) + "\n")


def report(name: str, cases: list[dict[str, Any]], predictions: list[dict[str, Any]], each: int) -> Iterator[str]:
    """The lines for one folder."""
    kinds: dict[tuple[str, str], list[bool]] = defaultdict(list)
    accepts, alarms = [], []
    for case, said in zip(cases, predictions, strict=True):
        right = said["verdict"] == case["label"]
        kinds[case["label"], case["kind"]].append(right)
        if said["verdict"] == "supported" != case["label"]:
            accepts.append((case, said))
        elif case["label"] == "supported" != said["verdict"]:
            alarms.append((case, said))
    yield f"{name}: {sum(map(sum, kinds.values()))} of {len(cases)} verdicts right"
    for (label, kind), rights in sorted(kinds.items()):
        yield f"  {label:22}{kind:24}{sum(rights):3} of {len(rights)}"
    for title, pairs in (("false accepts", accepts), ("false alarms", alarms)):
        yield f"{title}: {len(pairs)}, the surest {min(each, len(pairs))}:"
        for case, said in sorted(pairs, key=lambda pair: -pair[1]["confidence"])[:each]:
            yield from _told(case, said)


def _told(case: dict[str, Any], said: dict[str, Any]) -> Iterator[str]:
    yield f"  {case['id']} ({case['kind']}): {case['claim']}"
    yield f"    called {said['verdict']}, {said['confidence']:.0%} sure"
    for difference in said["differences"]:
        yield f"    {difference['kind']}: “{difference['claim']}”, page “{difference['source']}”"
    detail = case.get("detail")
    if detail:
        yield f"    changed: “{detail['claim']}”" + (f", page “{detail['source']}”" if detail["source"] else "")
    for sentence in case.get("evidence") or ():
        yield f"    page: {sentence}"


if __name__ == "__main__":
    main()
