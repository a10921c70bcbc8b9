"""Every error a caller can meet, drawn as a tree. One root, one readable sentence each.

AuditorError                 exit code 2 at the command line
+-- InputError               an article, page, pairs file or feed that cannot be read
|   +-- NothingToAudit       read well, but no citation in it: an empty parse is never a clean one
+-- UsageError               arguments that do not fit together
+-- PolicyError              a policy file with faults; lists all of them
+-- RecordingError           a cassette, WARC, WACZ or HAR that cannot be used
|   +-- NotRecorded          a request that the recording does not hold; names the closest ones it does
+-- FetchError               a page that could not be read; carries the fetch status
+-- StoreError               a database that cannot be opened, written or trusted
+-- MissingExtra             an optional dependency is not installed; says how to install it
+-- ScorerError              a model that is missing, corrupt or answers nonsense
"""

from __future__ import annotations

from collections.abc import Sequence


class AuditorError(Exception):
    """Root of all errors raised on purpose. ``str(error)`` is one sentence for a reader.

    Args:
        message: what is wrong and the way out.
        subject: the file, URL or key it is about, put in front of the message.
    """

    exit_code = 2

    def __init__(self, message: str, *, subject: str | None = None) -> None:
        self.message = message
        self.subject = subject
        super().__init__(f"{subject}: {message}" if subject else message)


class InputError(AuditorError):
    """Raised when an input cannot be read."""


class NothingToAudit(InputError):
    """Raised when an input was read but holds no citation at all."""


class UsageError(AuditorError):
    """Raised when arguments do not fit together."""


class PolicyError(AuditorError):
    """Raised when a policy has faults; ``faults`` lists all of them, each naming its path."""

    def __init__(self, faults: Sequence[str], *, subject: str | None = None) -> None:
        self.faults = tuple(faults)
        many = f"{len(self.faults)} faults" if len(self.faults) != 1 else "a fault"
        super().__init__(f"the policy has {many}: " + "; ".join(self.faults), subject=subject)


class RecordingError(AuditorError):
    """Raised when a recording cannot be used."""


class NotRecorded(RecordingError):
    """Raised when a request has no recorded answer; ``closest`` names the recorded URLs nearest to it."""

    def __init__(self, url: str, closest: Sequence[str] = (), *, subject: str | None = None) -> None:
        self.url = url
        self.closest = tuple(closest)
        hint = f"; the closest recorded: {', '.join(self.closest)}" if self.closest else "; nothing is recorded for it"
        super().__init__(f"no recorded answer for {url}{hint}", subject=subject)


class FetchError(AuditorError):
    """Raised when a page could not be read; ``status`` is the ``FetchStatus`` value that says why."""

    def __init__(self, message: str, *, status: str, subject: str | None = None) -> None:
        self.status = status
        super().__init__(message, subject=subject)


class StoreError(AuditorError):
    """Raised when a database cannot be opened, written or trusted."""


class MissingExtra(AuditorError):
    """Raised when an optional dependency is not installed."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(f"{feature} needs an optional part; install it with: pip install 'auditor[{extra}]'")


class ScorerError(AuditorError):
    """Raised when a scorer's model is missing, corrupt or answers nonsense."""
