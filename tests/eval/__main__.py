"""``make eval``: every benchmark there is data for, in one table, held to its floors.

    python -m tests.eval [NAME ...] [--pin [--allow-regression REASON]]

Floors stand in ``baseline.toml`` with the digest of the corpus they were measured on. A figure below its floor, or a
corpus that changed, fails. ``--pin`` writes the figures as new floors; it refuses to lower one without a reason.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import sys
import time
import tomllib
from collections.abc import Iterable
from pathlib import Path

from tests.eval._row import Row

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared"
BASELINE = HERE / "baseline.toml"
TOLERANCE = {"": 0.0005, "s": float("inf"), "ms": float("inf"), "x": float("inf"), "/s": float("inf")}
"""How far a figure may fall below its floor: rounding for scores. Times are shown and not held: machines differ."""


def main() -> int:
    args = _arguments()
    names = args.names or sorted(p.stem for p in HERE.glob("[!_]*.py") if "\ndef run(" in p.read_text(encoding="utf-8"))
    if not (SHARED / "bench").is_dir():
        print("make eval: the shared data folder is not beside this checkout; nothing can be measured", file=sys.stderr)
        return 2
    rows: list[Row] = []
    for name in names:
        began = time.perf_counter()
        try:
            found = importlib.import_module(f"tests.eval.{name}").run(SHARED)
        except FileNotFoundError as error:
            print(f"  {name}: skipped, {error.filename} is not there", file=sys.stderr)
            continue
        print(f"  {name}: {time.perf_counter() - began:.1f} s", file=sys.stderr)
        rows += found
    print(_table(rows))
    baseline = tomllib.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    faults = list(_faults(rows, baseline))
    if args.pin:
        return _pin(rows, baseline, faults, args.allow_regression)
    for fault in faults:
        print(f"make eval: {fault}", file=sys.stderr)
    return 1 if faults else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make eval", description="Run the benchmarks and hold the floors.")
    parser.add_argument("names", nargs="*", help="only these evaluations")
    parser.add_argument("--pin", action="store_true", help="write the figures as new floors")
    parser.add_argument("--allow-regression", metavar="REASON", help="with --pin: why a floor may fall")
    return parser.parse_args()


def _key(row: Row) -> str:
    return f"{row.bench}: {row.measure}"


def _table(rows: Iterable[Row]) -> str:
    head = ("bench", "measure", "ours", "baseline", "best known", "reach", "note")
    lines = [head, *((r.bench, r.measure, _figure(r.ours, r.unit), _figure(r.baseline, r.unit), _figure(r.best, r.unit),
                      _reach(r), r.note) for r in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head) - 1)]
    out = []
    for n, line in enumerate(lines):
        cells = [c.ljust(w) if i < 2 else c.rjust(w) for i, (c, w) in enumerate(zip(line, widths))]
        out.append("  ".join([*cells, line[-1]]).rstrip())
        if n == 0:
            out.append("-" * min(150, len(out[0]) + 20))
    return "\n".join(out)


def _figure(value: float | str | None, unit: str) -> str:
    if value is None:
        return "-"
    return value if isinstance(value, str) else f"{value:.3f}{unit}" if abs(value) < 10 else f"{value:.1f}{unit}"


def _reach(row: Row) -> str:
    if row.target is None:
        return "-"
    met = row.ours <= row.target if row.lower_is_better else row.ours >= row.target
    return f"{'<=' if row.lower_is_better else '>='}{row.target:g} {'ok' if met else 'MISSED'}"


def _digest(bench: str) -> str:
    folder = SHARED / "bench" / bench
    if not folder.is_dir():
        return ""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "README.md"):
        total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def _faults(rows: Iterable[Row], baseline: dict[str, dict[str, object]]) -> Iterable[str]:
    floors, corpus = baseline.get("floors", {}), baseline.get("corpus", {})
    for row in rows:
        if row.bench in corpus and corpus[row.bench] != _digest(row.bench):
            yield f"{row.bench}: the corpus is not the one the floors were measured on; measure again and --pin"
        floor = floors.get(_key(row))
        if isinstance(floor, (int, float)):
            gap = (row.ours - floor) if row.lower_is_better else (floor - row.ours)
            if gap > TOLERANCE.get(row.unit, 0.0005):
                yield f"{_key(row)} is {row.ours:.4f}, its floor is {floor:.4f}"


def _pin(rows: list[Row], baseline: dict[str, dict[str, object]], faults: list[str], reason: str | None) -> int:
    lowered = [fault for fault in faults if "floor" in fault and "corpus" not in fault]
    if lowered and not reason:
        print("make eval: not pinned, a floor would fall: " + "; ".join(lowered), file=sys.stderr)
        return 1
    floors = dict(baseline.get("floors", {})) | {_key(r): round(r.ours, 4) for r in rows if r.unit in ("", "%")}
    corpus = dict(baseline.get("corpus", {})) | {r.bench: _digest(r.bench) for r in rows if _digest(r.bench)}
    text = "# Written by `python -m tests.eval --pin`. A change that lowers a floor says so, with its reason.\n"
    if lowered and reason:
        text += "".join(f"# lowered: {fault}: {reason}\n" for fault in lowered)
    text += "\n[floors]\n" + "".join(f'"{key}" = {value}\n' for key, value in sorted(floors.items()))
    text += "\n[corpus]\n" + "".join(f'"{key}" = "{value}"\n' for key, value in sorted(corpus.items()))
    BASELINE.write_text(text)
    print(f"pinned {len(floors)} floors", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
