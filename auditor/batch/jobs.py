"""Inputs -> jobs, and jobs -> parts, always in the same order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from auditor import __version__
from auditor.errors import InputError
from auditor.plugins import DEFAULT_SCORER
from auditor.sources.slices import Place, Slice, read_slice
from auditor.store.corpus import CorpusLibrary
from auditor.urls import canonical_url, is_web_url

ARTICLES = (".html", ".htm", ".txt", ".md")
RECORDINGS = (".warc", ".warc.gz", ".wacz", ".har")
MAX_LIST = 200_000_000
"""Bytes of a list of addresses: some two million of them."""


@dataclass(frozen=True, slots=True)
class Job:
    """One article: a ``file``, a ``url``, or the ``page`` of ``url`` at its ``place`` in the recording at ``path``."""

    kind: str
    path: str = ""
    url: str = ""
    place: Place | None = None

    @property
    def key(self) -> str:
        """What names the article in messages."""
        return self.url or self.path


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """What judges the articles; the same for all of them, and small enough to send to a worker."""

    policy: str = "default"
    policy_sha256: str = ""
    scorer: str = DEFAULT_SCORER
    scorer_sha256: str = ""
    sources: tuple[str, ...] = ()
    cassette: str | None = None
    offline: bool = False
    part_size: int = 64
    ignore: str = ""
    """A file of findings that somebody set aside; where workers can read it too."""
    index: str = ""
    """Where the sources are indexed; the job fills it in."""


@dataclass(frozen=True, slots=True)
class Part:
    """Jobs that are written as one file; ``name`` is the digest of the jobs and of what judges them."""

    name: str
    jobs: tuple[Job, ...]


def find_jobs(inputs: Sequence[str], index: Path | None = None) -> Iterator[Job]:
    """The articles of folders, recordings, saved pages and lists of addresses, each once, in a fixed order.

    What a recording holds is read in the ``index`` where it is among the sources, and in the recording otherwise. Of
    each article eight bytes are remembered, to know it again.

    Raises:
        InputError: an input is missing, or holds no article.
        RecordingError: a recording is broken.
    """
    corpus = CorpusLibrary(index) if index is not None else None
    seen: set[int] = set()
    for name in inputs:
        found = 0
        for job in _jobs_of(name, corpus):
            found += 1
            name_of = canonical_url(job.url) if job.url else job.path
            key = int.from_bytes(hashlib.blake2b(name_of.encode("utf-8", "replace"), digest_size=8).digest(), "big")
            if key not in seen:
                seen.add(key)
                yield job
        if not found:
            raise InputError("holds no article: no saved page, no recorded page, no address", subject=name)


def _jobs_of(name: str, corpus: CorpusLibrary | None) -> Iterator[Job]:
    if is_web_url(name):
        yield Job("url", url=name)
        return
    path = Path(name)
    if path.is_dir():
        for file in sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith(".")):
            if file.name.lower().endswith(RECORDINGS):
                yield from _recorded(file, corpus)
            elif file.suffix.lower() in (".html", ".htm", ".md") or file.suffix.lower() == ".txt":
                yield Job("file", path=str(file))
    elif not path.is_file():
        raise InputError("there is no such file or folder", subject=name)
    elif path.name.lower().endswith(RECORDINGS):
        yield from _recorded(path, corpus)
    elif urls := _addresses(path):
        yield from (Job("url", url=url) for url in urls)
    elif path.suffix.lower() in ARTICLES:
        yield Job("file", path=str(path))


def _recorded(path: Path, corpus: CorpusLibrary | None) -> Iterator[Job]:
    known = corpus.articles(str(path)) if corpus is not None else iter(())
    first = next(known, None)
    pages = chain([first], known) if first else read_slice(Slice(((str(path), str(path)),), named=True), [])
    for page in pages:
        if page.article and page.head.url:
            yield Job("page", path=str(path), url=page.head.url, place=page.place)


def _addresses(path: Path) -> list[str]:
    """The addresses of a file that is a list of them, one a line; none where it is an article."""
    if path.suffix.lower() not in (".txt", ".lst", ".urls", "") or path.stat().st_size > MAX_LIST:
        return []
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return []
    wanted = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return wanted if wanted and all(is_web_url(line) for line in wanted) else []


def cut(jobs: Iterable[Job], settings: BatchSettings) -> Iterator[Part]:
    """The jobs in parts of ``settings.part_size``."""
    held: list[Job] = []
    for job in jobs:
        held.append(job)
        if len(held) == settings.part_size:
            yield _part(held, settings)
            held = []
    if held:
        yield _part(held, settings)


def _part(jobs: list[Job], settings: BatchSettings) -> Part:
    judged = [__version__, settings.policy_sha256, settings.scorer, *settings.sources, settings.cassette or ""]
    judged += [settings.scorer_sha256, Path(settings.index).name]  # the index's name says which bytes the sources had
    if settings.ignore:
        judged.append(hashlib.sha256(Path(settings.ignore).read_bytes()).hexdigest())
    text = "\x1f".join((*judged, *(f"{job.kind} {job.path} {job.url}{_stamp(job)}" for job in jobs)))
    return Part(hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:20], tuple(jobs))


def _stamp(job: Job) -> str:
    """What tells a saved article from the same file edited since; one that is not there any more has none."""
    if job.kind != "file":
        return ""
    try:
        found = Path(job.path).stat()
    except OSError:
        return ""
    return f" {found.st_size} {found.st_mtime_ns}"
