"""Optional notices of what a night found, through Apprise (mail, chat, web hooks). Nothing is sent unless it is asked.

An Apprise address holds the secrets of an account. It is never printed, logged or kept: what a person or a log sees of
it is its kind and its place in the list ("notice address 2 (mailtos)").
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from auditor.errors import MissingExtra, UsageError
from auditor.report._inert import one_line
from auditor.report.reliability import change_words

if TYPE_CHECKING:
    from auditor.changes import Change
    from auditor.nightly import Night

MAX_ARTICLES = 10
"""Articles told of in one notice; the report has all."""
MAX_EACH = 4
"""Sentences told of each."""


class Notifier:
    """Sends notices to Apprise addresses (https://appriseit.com lists the kinds).

    Args:
        addresses: Apprise addresses, such as ``mailtos://...`` or ``json://localhost:8080``.

    Raises:
        MissingExtra: Apprise is not installed.
        UsageError: Apprise knows nothing to do with an address; says which, and not the address itself.
    """

    def __init__(self, addresses: Sequence[str]) -> None:
        self._targets: list[tuple[str, Any]] = []
        with _silent():
            try:
                import apprise
            except ImportError:
                raise MissingExtra("sending notices", "notify") from None
            for number, address in enumerate(addresses, 1):
                name = f"notice address {number} ({_kind(address)})"
                target = apprise.Apprise.instantiate(address, suppress_exceptions=True)
                if target is None:
                    raise UsageError(f"{name} is none that Apprise can use; see https://appriseit.com for their forms")
                self._targets.append((name, target))

    def send(self, title: str, body: str) -> list[str]:
        """Sends one notice to every address; the names of those that did not take it. Raises nothing."""
        import apprise

        failed = []
        for name, target in self._targets:
            outbox = apprise.Apprise()
            outbox.add(target)
            with _silent():
                try:
                    taken = bool(outbox.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT))
                except Exception:  # a plugin's fault, whose text may hold the address
                    taken = False
            if not taken:
                failed.append(name)
        return failed


@contextmanager
def _silent() -> Iterator[None]:
    """Apprise and the libraries below it log addresses, tokens and all, and warn of each other: none is heard here."""
    loggers = [logging.getLogger(name) for name in ("apprise", "urllib3", "requests")]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, was in zip(loggers, before, strict=True):
            logger.disabled = was


def _kind(address: str) -> str:
    found = re.match(r"\s{0,9}([a-zA-Z][a-zA-Z0-9+.-]{0,20})://", address)
    return found.group(1).lower() if found else "no address"


def notice(night: Night, changes: Sequence[Change]) -> tuple[str, str] | None:
    """(title, body) of a night's notice in plain text; None where it has nothing to tell.

    Told are articles in which something changed or was found, the lowest score first, and what failed.
    """
    told = sorted((c for c in changes if not c.first or c.findings), key=lambda c: (c.score, c.article))
    if not told and not night.failed and not night.feeds_failed:
        return None
    lines = [sentence(night)]
    for change in told[:MAX_ARTICLES]:
        where = f" {one_line(change.url, 300)}" if change.url else ""
        lines += ["", f"{one_line(change.article, 100)} (score {change.score:.0f}){where}"]
        lines += [f"- {text}" for text in change_words(change, MAX_EACH)]
    if len(told) > MAX_ARTICLES:
        lines += ["", f"and {len(told) - MAX_ARTICLES} articles more; the report has them all"]
    return f"Audits of {night.started_at[:10]}: {len(told)} articles to look at", "\n".join(lines)


def sentence(night: Night) -> str:
    """What a night did, in a sentence for a person."""
    feeds = f"{night.feeds} feed" if night.feeds == 1 else f"{night.feeds} feeds"
    feeds += f" ({night.feeds_failed} failed)" if night.feeds_failed else ""
    parts = [
        f"{night.audited} audited",
        *([f"{night.nothing_to_audit} without citations"] if night.nothing_to_audit else []),
        *([f"{night.failed} failed"] if night.failed else []),
        *([f"{night.left} left for the next night"] if night.left else []),
    ]
    return f"{feeds}, {night.new} new articles, {night.due} due: {', '.join(parts)}"
