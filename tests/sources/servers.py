"""Servers on loopback that misbehave on purpose: raw sockets in threads, a script of bytes and pauses a path."""

from __future__ import annotations

import contextlib
import gzip
import io
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

BODY = (
    b"<html><head><title>Council votes for new harbour bridge</title></head><body><article>"
    + b"<p>The council voted for the new bridge on Tuesday evening, after a debate of four hours.</p>" * 5
    + b"</article></body></html>"
)
STALL = 30.0

Step = bytes | float | str
"""Bytes are sent, a number is waited (cut short when the server closes), ``"reset"`` resets the connection."""
Script = Callable[[int], Iterable[Step]]
"""Given how often the path was asked before, what is done."""


def ok(body: bytes = BODY, *headers: bytes, kind: bytes = b"text/html; charset=utf-8") -> bytes:
    lines = [b"HTTP/1.1 200 OK", b"Content-Type: " + kind, b"Content-Length: " + str(len(body)).encode(), *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def answer(status: str, *headers: bytes, body: bytes = b"") -> bytes:
    lines = [b"HTTP/1.1 " + status.encode(), *headers, b"Content-Length: " + str(len(body)).encode()]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def bomb(size: int) -> bytes:
    """``size`` bytes of nothing, compressed about a thousand times."""
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=9, mtime=0) as file:
        for _ in range(size // 1_000_000):
            file.write(bytes(1_000_000))
    return buffer.getvalue()


class Server:
    """Serves scripts by path, keep-alive, a thread a connection. ``asked`` has every path in order."""

    def __init__(self, scripts: dict[str, Script], *, context: ssl.SSLContext | None = None) -> None:
        self.scripts = scripts
        self.asked: list[str] = []
        self.times: list[float] = []
        self.open = self.most_open = 0
        self.requests: list[bytes] = []
        self._context = context
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http{'s' if self._context else ''}://{self.host}{path}"

    def close(self) -> None:
        self._over.set()
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with self._lock:
            self.open += 1
            self.most_open = max(self.most_open, self.open)
        try:
            with contextlib.suppress(OSError, ValueError):
                if self._context:
                    connection = self._context.wrap_socket(connection, server_side=True)
                while self._one(connection):
                    pass
        finally:
            with self._lock:
                self.open -= 1
            connection.close()

    def _one(self, connection: socket.socket) -> bool:
        head = b""
        while b"\r\n\r\n" not in head:
            part = connection.recv(65536)
            if not part:
                return False
            head += part
        path = head.split(b" ")[1].decode()
        with self._lock:
            before = sum(asked.split("?")[0] == path.split("?")[0] for asked in self.asked)
            self.asked.append(path)
            self.times.append(time.monotonic())
            self.requests.append(head)
        script = self.scripts.get(path.split("?")[0]) or self.scripts.get("*")
        for step in script(before) if script else [answer("404 Not Found")]:
            if self._over.is_set():
                return False
            if step == "reset":
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return False
            if step == "close":
                return False
            if isinstance(step, float):
                self._over.wait(step)
            elif isinstance(step, bytes):
                connection.sendall(step)
        return True


def always(*steps: Step) -> Script:
    return lambda before: steps


def drip(data: bytes, pause: float) -> Iterator[Step]:
    for i in range(len(data)):
        yield data[i : i + 1]
        yield pause


def endless(head: bytes, block: bytes) -> Script:
    def script(before: int) -> Iterator[Step]:
        yield head
        while True:
            yield block

    return script


def server_context(folder: Path, name: str = "self-signed.pem") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / name)
    return context
