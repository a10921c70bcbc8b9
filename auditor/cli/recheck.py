"""``auditor recheck``: an old audit made again from the bytes it judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditor.cli._io import db_option, scorer_option
from auditor.cli._progress import Progress
from auditor.errors import InputError

SAME = 0.005
"""How far a confidence may lie from the old one: eight-bit weights come out a little otherwise on another processor."""

if TYPE_CHECKING:
    from auditor.pipeline import Auditor
    from auditor.records import Run
    from auditor.store import Store


@click.command("recheck", epilog="Exit code: 0 all came out as before, 1 something differs, 2 could not run.")
@click.argument("audit_ids", metavar="[AUDIT_ID...]", nargs=-1, type=click.IntRange(1, 2**63 - 1))
@db_option("The database that the audits were kept in.", required=True)
@click.option("--policy", metavar="NAME_OR_FILE", default="default", show_default=True, help="What counts how much.")
@scorer_option
def command(audit_ids: tuple[int, ...], db: str, policy: str, scorer: str) -> int:
    """Audit stored articles again from the stored text and pages, and say what differs. Nothing is fetched or kept.

    Without ids, every article's newest audit. With the same auditor, policy and scorer nothing may differ.

    \b
    Examples:
      auditor recheck --db audits.db
      auditor recheck 17 18 --db audits.db --policy strict
    """
    from auditor.pipeline import Auditor, named_scorer
    from auditor.report._inert import one_line
    from auditor.store import Store

    if not Path(db).is_file():
        raise InputError("there is no such database", subject=db)
    judge = named_scorer(scorer, policy)
    differing = 0
    with (
        Progress() as progress,
        Store(db) as store,
        Auditor(policy=policy, scorer=judge, offline=True, progress=progress.stage) as auditor,
    ):
        ids = audit_ids or tuple(row["id"] for row in store.query("SELECT id FROM latest_audits ORDER BY id"))
        for done, audit_id in enumerate(ids):
            progress.item(f"audit {audit_id}", done, len(ids))
            told = differences(store, audit_id, auditor)
            differing += bool(told)
            progress.clear()
            for line in told:
                click.echo(f"audit {audit_id}: {one_line(line)}")
    click.echo(f"{len(ids)} audits made again, {differing} differ", err=True)
    return int(differing > 0)


def differences(store: Store, audit_id: int, auditor: Auditor) -> list[str]:
    """What an audit made again from its stored inputs has otherwise, a sentence each; empty where it is the same."""
    from auditor.store import history
    from auditor.store.replay import OtherReferences, stored_audit, stored_origins, stored_sources
    from auditor.store.rows import audit_row, bundle

    old = stored_audit(store, audit_id)
    data = old["source"].encode("utf-8", "surrogatepass")
    article = auditor.parse(data, name=old["article_key"], format=old["format"], url=old["url"])
    try:
        sources, origins = stored_sources(store, audit_id, article), stored_origins(store, audit_id, article)
    except OtherReferences as error:
        return [*_judged_otherwise(old, auditor.blank_run()), error.message]
    audit = auditor.audit_article(article, sources, origins)
    told = _judged_otherwise(old, audit.run)
    now: dict[str, Any] = audit_row(audit)
    skip = ("version", "started_at", "seconds")
    told += [
        f"{name} was {old[name]}, is now {value}"
        for name, value in now.items()
        if name not in skip and old[name] != value
    ]
    before = history.verdicts(store, audit_id)
    told += [
        f"\u201c{c.claim.text[:80]}\u201d was {before[c.claim.text]}, is now {c.verdict}"
        for c in audit.claims
        if before.get(c.claim.text, c.verdict.value) != c.verdict.value
    ]
    told += _checks_otherwise(history.checks(store, audit_id), bundle(audit)["claims"])
    aside = history.set_aside_in(store, audit_id)
    told += [f"{len(aside)} findings were set aside then, and count now"] if aside else []
    kept, found = {*history.findings(store, audit_id), *aside}, {f.fingerprint for f in audit.findings}
    told += [f"{len(found - kept)} findings are new, {len(kept - found)} are gone"] if kept != found else []
    return told


def _judged_otherwise(old: Mapping[str, Any], run: Run) -> list[str]:
    """What judged then, where something else does now. Weights that were not recorded are taken to be the same."""
    then, now = old["scorer_sha256"], run.scorer_sha256
    other_weights = bool(then and now) and then != now
    names = (old["auditor"], old["policy_sha256"], old["scorer"])
    if names == (run.auditor, run.policy_sha256, run.scorer) and not other_weights:
        return []
    policy, scorer = f"{old['policy']} {old['policy_sha256'][:12]}", f"{old['scorer']} {then[:12]}".strip()
    told = f"it was made by auditor {old['auditor']} under policy {policy} with the scorer {scorer}"
    return [f"{told}; the weights are others now" if other_weights and old["scorer"] == run.scorer else told]


def _checks_otherwise(before: Mapping[tuple[str, int | None], Mapping[str, Any]], claims: Sequence[Any]) -> list[str]:
    """How many checks have another confidence, and how many another passage or other differences."""
    pairs = [(before.get((row["claim"], check["position"])), check) for row in claims for check in row["checks"]]
    both = [(old, new) for old, new in pairs if old is not None]
    moved = [abs((old["confidence"] or 0) - (new["confidence"] or 0)) for old, new in both]
    far = [by for by in moved if by > SAME]
    other = sum(any(old[name] != new[name] for name in ("evidence", "differences")) for old, new in both)
    told = [f"{len(far)} of {len(both)} checks have another confidence, by up to {max(far):.2f}"] if far else []
    return told + ([f"{other} of {len(both)} checks have another passage or other differences"] if other else [])
