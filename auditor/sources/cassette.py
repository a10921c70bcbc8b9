"""A recording as an httpx transport: answers come from the file, and no socket is ever opened."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import httpx

from auditor.sources.expand import BodyTooLarge, BrokenBody, expand
from auditor.sources.recording import Exchange, Recording, read_recording

MAX_BODY = 200_000_000


class Cassette(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Replays a recording. A request that was asked several times is answered in the recorded order, then by the last.

    Requests that are not in it raise ``NotRecorded``.
    """

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self._played: Counter[tuple[str, str]] = Counter()

    @property
    def notes(self) -> tuple[str, ...]:
        """What in the recording could not be used."""
        return self.recording.notes

    def play(self, method: str, url: str) -> Exchange:
        """The recorded exchange for this request.

        Raises:
            NotRecorded: there is none.
        """
        exchange = self.recording.find(url, method, nth=self._played[method, url])
        self._played[method, url] += 1
        return exchange

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return _response(self.play(request.method, str(request.url)), request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return _response(self.play(request.method, str(request.url)), request)


def open_cassette(path: Path) -> Cassette:
    """The recording at ``path`` (VCR YAML, WARC, WACZ or HAR) as a transport.

    Raises:
        RecordingError: it cannot be used; says why.
    """
    return Cassette(read_recording(path))


def _response(exchange: Exchange, request: httpx.Request) -> httpx.Response:
    body = exchange.body
    dropped = {"transfer-encoding", "content-length"}
    try:  # many recordings keep the header and the expanded body
        body = expand(body, exchange.header("content-encoding") or "", limit=MAX_BODY)
        dropped.add("content-encoding")
    except (BrokenBody, BodyTooLarge):
        pass  # whoever reads it meets the same fault, and names it
    kept = ((name, value) for name, value in exchange.headers if name.lower() not in dropped)
    return httpx.Response(
        exchange.status,
        headers=[(name.encode("latin-1", "replace"), value.encode("utf-8")) for name, value in kept],
        stream=httpx.ByteStream(body),
        request=request,
        extensions={"recorded_at": exchange.recorded_at},
    )
