"""What changed since an article was last audited: flipped verdicts, findings new and gone, pages edited or dead."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from auditor.text import split_sentences, squash

if TYPE_CHECKING:
    from auditor.store import Store

MAX_SENTENCES = 2000
"""Sentences of a page compared at most: matching is quadratic at worst."""

MAX_FIRSTS = 200
"""First audits that come with their findings, the newest; of the others there is the number: a corpus that is loaded at
once may have a hundred thousand."""

CORRECTION_SIGNS = ("correction", "corrected", "an earlier version", "clarification", "editor's note", "editors' note")


@dataclass(frozen=True, slots=True)
class Flip:
    """A claim whose verdict changed."""

    claim: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A cited page that reads otherwise than before. ``silent`` where it neither says so nor shows a newer date."""

    number: str
    outlet: str
    url: str | None
    removed: tuple[str, ...]
    added: tuple[str, ...]
    silent: bool
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """A reference that could be read before and cannot now."""

    number: str
    outlet: str
    url: str | None
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """An article's newest audit, ``audit_id``, against the one before. ``first`` where there is none before.

    ``findings`` is how many the newest audit has; of a first audit ``new`` has them all, or none (``MAX_FIRSTS``).
    """

    article: str
    url: str | None
    audited_at: str
    score: float
    first: bool
    flips: tuple[Flip, ...] = ()
    new: tuple[dict[str, Any], ...] = ()
    gone: tuple[dict[str, Any], ...] = ()
    edits: tuple[Edit, ...] = ()
    losses: tuple[Loss, ...] = ()
    audit_id: int = 0
    score_before: float | None = None
    findings: int = 0

    @property
    def anything(self) -> bool:
        """Whether there is something to tell."""
        return bool(self.first or self.flips or self.new or self.gone or self.edits or self.losses)


def changes_since(store: Store, since: str) -> tuple[Change, ...]:
    """What changed in the articles audited at or after ``since`` (ISO 8601 UTC), newest first."""
    from auditor.store import history

    out = []
    firsts = 0
    for row in history.new_audits(store, since):
        base = (row["title"] or row["url"] or "(no title)", row["url"], row["started_at"], row["score"])
        now, before = row["audit_id"], row["before_id"]
        if before is None:
            firsts += 1
            found = tuple(history.findings(store, now).values()) if firsts <= MAX_FIRSTS else ()
            out.append(Change(*base, first=True, new=found, audit_id=now, findings=row["findings"]))
            continue
        old, new = history.findings(store, before), history.findings(store, now)
        old_refs, new_refs = history.references(store, before), history.references(store, now)
        change = Change(
            *base,
            first=False,
            flips=flips(history.verdicts(store, before), history.verdicts(store, now)),
            new=tuple(finding for key, finding in new.items() if key not in old),
            gone=tuple(finding for key, finding in old.items() if key not in new),
            edits=tuple(edits(old_refs, new_refs)),
            losses=tuple(losses(old_refs, new_refs)),
            audit_id=now,
            score_before=row["score_before"],
            findings=row["findings"],
        )
        if change.anything:
            out.append(change)
    return tuple(out)


def flips(before: dict[str, str], now: dict[str, str]) -> tuple[Flip, ...]:
    """The claims that stand in both audits under different verdicts."""
    return tuple(
        Flip(text, before[text], verdict) for text, verdict in now.items() if before.get(text, verdict) != verdict
    )


def losses(before: dict[str, dict[str, Any]], now: dict[str, dict[str, Any]]) -> list[Loss]:
    """The references that were read before and are not now."""
    return [
        Loss(number, row["outlet"] or row["title"] or "", row["url"], row["status"], row["reason"] or "")
        for number, row in now.items()
        if row["status"] != "ok" and before.get(number, {}).get("status") == "ok"
    ]


def edits(before: dict[str, dict[str, Any]], now: dict[str, dict[str, Any]]) -> list[Edit]:
    """The cited pages whose text changed between the audits."""
    out = []
    for number, row in now.items():
        old = before.get(number)
        if not old or not old["digest"] or not row["digest"] or old["digest"] == row["digest"]:
            continue
        removed, added = page_diff(old["text"], row["text"])
        if not removed and not added:
            continue
        correction = next((s for s in added if any(sign in s.lower() for sign in CORRECTION_SIGNS)), None)
        silent = correction is None and (row["updated"] is None or row["updated"] == old["updated"])
        out.append(
            Edit(number, row["outlet"] or row["page_title"] or "", row["url"], removed, added, silent, correction)
        )
    return out


def page_diff(before: str, now: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sentences taken out of and put into a text, in their order; spacing and quote styles do not count."""
    old = [squash(span.of(before)) for span in split_sentences(before)][:MAX_SENTENCES]
    new = [squash(span.of(now)) for span in split_sentences(now)][:MAX_SENTENCES]
    removed: list[str] = []
    added: list[str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            removed += old[i1:i2]
            added += new[j1:j2]
    moved = set(removed) & set(added)
    return tuple(s for s in removed if s not in moved), tuple(s for s in added if s not in moved)
