"""Keeps what is fetched, free of secrets, so that an audit can be replayed and shown years later."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from auditor.errors import RecordingError
from auditor.sources.recording import Exchange
from auditor.sources.secrets import without_secrets
from auditor.sources.vcr import write_vcr


class Recorder(Protocol):
    """Takes exchanges as they come; the recording is whole once it is closed."""

    def add(self, exchange: Exchange) -> None:
        """Keeps one exchange."""

    def close(self) -> None:
        """Writes what is not written yet."""


class VcrRecorder:
    """A VCR YAML cassette, written whole at the end. The same request answered the same way is kept once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.exchanges: list[Exchange] = []

    def add(self, exchange: Exchange) -> None:
        """Keeps one exchange."""
        self.exchanges.append(without_secrets(exchange))

    def close(self) -> None:
        """Writes the cassette, in the order of addresses: what was quicker today does not change the file."""
        by_address = sorted(self.exchanges, key=lambda e: e.url)
        write_vcr(self.path, by_address)


def open_recorder(path: Path) -> Recorder:
    """A recorder for ``path``: WARC for ``.warc`` and ``.warc.gz``, a VCR cassette for ``.yaml`` and ``.yml``.

    Raises:
        RecordingError: the name says no format, or its folder cannot be written to.
    """
    name = path.name.lower()
    if not path.parent.is_dir():
        raise RecordingError("its folder does not exist", subject=str(path))
    if path.is_dir():
        raise RecordingError("this is a folder; name the file to record to", subject=str(path))
    if name.endswith((".warc", ".warc.gz")):
        from auditor.sources.warc import WarcRecorder

        return WarcRecorder(path)
    if name.endswith((".yaml", ".yml")):
        return VcrRecorder(path)
    raise RecordingError("recordings end in .yaml (a cassette), .warc or .warc.gz", subject=str(path))


