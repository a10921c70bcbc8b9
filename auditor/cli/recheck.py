"""``auditor recheck``: an old audit made again from the bytes it judged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditor.cli._io import scorer_option
from auditor.cli._progress import Progress
from auditor.errors import InputError

if TYPE_CHECKING:
    from auditor.pipeline import Auditor
    from auditor.store import Store


@click.command("recheck", epilog="Exit code: 0 all came out as before, 1 something differs, 2 could not run.")
@click.argument("audit_ids", metavar="[AUDIT_ID...]", nargs=-1, type=int)
@click.option("--db", metavar="FILE", required=True, help="The database that the audits were kept in.")
@click.option("--policy", metavar="NAME_OR_FILE", default="default", show_default=True, help="What counts how much.")
@scorer_option
def command(audit_ids: tuple[int, ...], db: str, policy: str, scorer: str) -> int:
    """Audit stored articles again from the stored text and pages, and say what differs. Nothing is fetched or kept.

    Without ids, every article's newest audit. With the same auditor and policy nothing may differ.

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
    from auditor import __version__
    from auditor.store import history
    from auditor.store.replay import stored_audit, stored_origins, stored_sources
    from auditor.store.rows import audit_row

    old = stored_audit(store, audit_id)
    data = old["source"].encode("utf-8", "surrogatepass")
    article = auditor.parse(data, name=old["article_key"], format=old["format"], url=old["url"])
    sources, origins = stored_sources(store, audit_id, article), stored_origins(store, audit_id, article)
    audit = auditor.audit_article(article, sources, origins)
    told = []
    if (old["auditor"], old["policy_sha256"]) != (__version__, auditor.policy.sha256):
        told.append(f"it was made by auditor {old['auditor']} under policy {old['policy']} {old['policy_sha256'][:12]}")
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
    aside = history.set_aside_in(store, audit_id)
    told += [f"{len(aside)} findings were set aside then, and count now"] if aside else []
    kept, found = {*history.findings(store, audit_id), *aside}, {f.fingerprint for f in audit.findings}
    told += [f"{len(found - kept)} findings are new, {len(kept - found)} are gone"] if kept != found else []
    return told
