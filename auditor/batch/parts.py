"""A part of a batch: audited, written whole, read back."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.batch.jobs import BatchSettings, Job, Part
from auditor.errors import AuditorError, InputError, MissingExtra, NothingToAudit, ScorerError
from auditor.records import Audit, Format

if TYPE_CHECKING:
    from auditor.pipeline import Auditor
    from auditor.store import Store


@dataclass(slots=True)
class PartResult:
    """How a part ended; ``written`` is False where its file was there already, ``trouble`` has the scorer's errors."""

    name: str
    audited: int = 0
    nothing_to_audit: int = 0
    failed: int = 0
    written: bool = True
    trouble: list[ScorerError] = field(default_factory=list)


def part_file(folder: Path, name: str) -> Path:
    """Where a part's audits are."""
    return folder / "audits" / f"part-{name}.parquet"


def work_part(part: Part, settings: BatchSettings, folder: str) -> PartResult:
    """Audits a part's articles and writes them; what goes wrong with one article is kept in its row.

    Raises:
        ScorerError: the scorer cannot judge: it failed on more than one article, or on all.
    """
    target = part_file(Path(folder), part.name)
    if target.exists():
        return PartResult(part.name, written=False)
    result = PartResult(part.name)
    rows = [_row(job, settings, result) for job in part.jobs]
    if len(result.trouble) > 1 or (result.trouble and not result.audited):
        raise result.trouble[0]  # written, the part would stay as it is when the scorer can judge again
    _write(target, rows)
    return result


def _row(job: Job, settings: BatchSettings, result: PartResult) -> dict[str, Any]:
    base = {"kind": job.kind, "path": job.path, "url": job.url}
    try:
        audit = _audit(job, settings)
    except NothingToAudit as error:
        result.nothing_to_audit += 1
        return {**base, "status": "nothing_to_audit", "reason": str(error)}
    except AuditorError as error:
        result.failed += 1
        result.trouble += [error] if isinstance(error, ScorerError) else []
        return {**base, "status": "failed", "reason": str(error)}
    except Exception as error:  # a fault of ours in one article must not cost the job; it is kept and counted
        result.failed += 1
        return {**base, "status": "failed", "reason": f"internal error: {type(error).__name__}: {error}"[:500]}
    result.audited += 1
    return {**base, **_columns(audit), "status": "audited", "reason": ""}


def _columns(audit: Audit) -> dict[str, Any]:
    from auditor.store.rows import audit_row, bundle, clean

    document = audit.article.document
    flat = {name: value for name, value in audit_row(audit).items() if name != "version"}
    named = {"title": clean(document.title), "outlet": clean(document.outlet), "published": document.published}
    return {**named, **flat, "bundle": json.dumps(bundle(audit), ensure_ascii=True)}


def _audit(job: Job, settings: BatchSettings) -> Audit:
    auditor = _auditor(settings)
    if job.kind == "file":
        return auditor.audit(Path(job.path))
    if job.kind == "url":
        return auditor.audit(job.url)
    if job.place is None:
        raise InputError("its place in the recording is not known", subject=job.url)
    fetched = job.place.read()
    if not fetched.content:
        raise InputError(f"cannot be read ({fetched.status}): {fetched.reason}", subject=job.url)
    return auditor.audit(fetched.content, name=job.url, url=job.url, format=Format.HTML)


@lru_cache(maxsize=1)
def _auditor(settings: BatchSettings) -> Auditor:
    """One auditor for all parts that a worker is given. Of the library it reads the index, and what is cited."""
    from auditor.pipeline import Auditor
    from auditor.policy import load_policy
    from auditor.sources.slices import read_maps
    from auditor.store.corpus import CorpusLibrary

    policy, library = load_policy(settings.policy), None
    if settings.index:
        maps = read_maps([Path(source) for source in settings.sources])
        library = CorpusLibrary(Path(settings.index), mapping=maps, title_bar=policy.resolvers.title_bar)
    return Auditor(
        policy=policy,
        library=library,
        cassette=settings.cassette,
        offline=settings.offline,
        scorer=settings.scorer,
        ignore=settings.ignore or None,
    )


# --- Parquet ------------------------------------------------------------------------------------------------------

_TEXT = "kind path url status reason title outlet published started_at grade headline bundle".split()
_REAL = "score low high seconds".split()
_COUNT = (
    "references read claims checked supported partially_supported contradicted not_in_source source_unavailable "
    "copied misquoted independent"
).split()


def need_parquet() -> None:
    """Raises ``MissingExtra`` where Parquet cannot be written here."""
    _arrow()


def _arrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise MissingExtra("writing Parquet", "cluster") from None
    return pyarrow


def _write(target: Path, rows: list[dict[str, Any]]) -> None:
    """Writes the file under another name first, so that it is there whole or not at all."""
    arrow = _arrow()
    fields = [(n, arrow.string()) for n in _TEXT] + [(n, arrow.float64()) for n in _REAL]
    schema = arrow.schema(fields + [(n, arrow.int32()) for n in _COUNT])
    table = arrow.table({name: [row.get(name) for row in rows] for name in schema.names}, schema=schema)
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        arrow.parquet.write_table(table, partial, compression="zstd")
        partial.replace(target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise InputError(f"cannot be written: {error.strerror or error}", subject=str(target)) from None


def read_parts(folder: Path) -> Iterator[dict[str, Any]]:
    """The rows of all parts in a folder, in the order of the parts' names.

    Raises:
        InputError: the folder holds no part, or one cannot be read.
    """
    arrow = _arrow()
    files = sorted(folder.glob("audits/part-*.parquet"))
    if not files:
        raise InputError("holds no part of a batch", subject=str(folder))
    for file in files:
        try:
            yield from arrow.parquet.read_table(file).to_pylist()
        except (OSError, arrow.ArrowException) as error:
            raise InputError(f"cannot be read as Parquet: {error}", subject=str(file)) from None


JUDGED = ("auditor", "policy_sha256", "scorer", "scorer_sha256")
"""What makes two audits the work of one run."""


def load_parts(folder: Path, store: Store) -> int:
    """Keeps a batch's audits in a database; how many are in it from this batch. Loading twice adds nothing.

    A folder may hold parts that were judged by several versions, policies or scorers: each gets a run of its own.
    """
    runs: dict[tuple[str, ...], int] = {}
    count = 0
    for row in read_parts(folder):
        if row["status"] == "audited":
            rows = json.loads(row["bundle"])
            if not store.has(rows["key"]):
                judged = tuple(str(rows["run"].get(name, "")) for name in JUDGED)
                if judged not in runs:
                    runs[judged] = store.start_run({**rows["run"], "kind": "batch"})
                store.save_bundle(rows, run_id=runs[judged])
            count += 1
    return count


def summary(results: list[PartResult]) -> dict[str, int]:
    """The counts of all parts together."""
    total = {"parts": len(results), "written": sum(r.written for r in results)}
    for name in ("audited", "nothing_to_audit", "failed"):
        total[name] = sum(getattr(r, name) for r in results)
    return total
