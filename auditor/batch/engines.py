"""Where the parts are worked on: in this process, in processes of this machine, or on a Dask cluster by address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from auditor.batch.jobs import BatchSettings, Part, cut, find_jobs
from auditor.batch.parts import PartResult, part_file, work_part
from auditor.errors import InputError, MissingExtra, UsageError

RETRIES = 3
"""How often a part is given out again after the worker that had it died."""

Progress = Callable[[PartResult, int, int], None]


def run_batch(
    inputs: Sequence[str],
    output: Path,
    settings: BatchSettings,
    *,
    engine: str = "local",
    jobs: int = 1,
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> list[PartResult]:
    """Audits every article of ``inputs`` into ``output``; the results of all parts, in their order.

    Args:
        inputs: folders, recordings, saved pages, lists of addresses, addresses.
        output: a folder; parts that are in it already are left alone.
        settings: what judges the articles.
        engine: ``local`` or ``dask``.
        jobs: processes of the local engine.
        scheduler: the address of a Dask scheduler.
        progress: told of each part that ended, how many have, and how many there are.

    Raises:
        InputError: an input cannot be read, or the output not written.
        UsageError: the engine is unknown, or ``dask`` has no scheduler.
        MissingExtra: an optional part is not installed.
    """
    parts = list(cut(find_jobs(inputs), settings))
    done = {part.name: PartResult(part.name, written=False) for part in parts if part_file(output, part.name).exists()}
    todo = [part for part in parts if part.name not in done]
    if engine == "dask":
        working = _dask(todo, settings, output, scheduler)
    elif engine == "local":
        working = _serial(todo, settings, output) if jobs <= 1 else _processes(todo, settings, output, jobs)
    else:
        raise UsageError(f"there is no engine {engine!r}; there are local and dask")
    for result in working:
        done[result.name] = result
        if progress:
            progress(result, len(done), len(parts))
    return [done[part.name] for part in parts]


def _serial(parts: Sequence[Part], settings: BatchSettings, output: Path) -> Iterator[PartResult]:
    return (work_part(part, settings, str(output)) for part in parts)


def _processes(parts: Sequence[Part], settings: BatchSettings, output: Path, jobs: int) -> Iterator[PartResult]:
    """Processes of this machine; where one is killed, the pool is made anew and its parts are given out again."""
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    left = {part.name: part for part in parts}
    deaths = 0
    while left:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            running = [pool.submit(work_part, part, settings, str(output)) for part in left.values()]
            try:
                for future in as_completed(running):
                    result = future.result()
                    left.pop(result.name)
                    yield result
            except BrokenProcessPool:
                deaths += 1
                if deaths > RETRIES:
                    raise InputError(
                        f"workers died {deaths} times; run again with fewer --jobs or smaller inputs, the parts that "
                        "are written stay",
                        subject=str(output),
                    ) from None


def _dask(parts: Sequence[Part], settings: BatchSettings, output: Path, scheduler: str | None) -> Iterator[PartResult]:
    """A Dask cluster; a worker that dies costs its tasks, which the scheduler gives to another."""
    if not scheduler:
        raise UsageError("--engine dask needs --scheduler ADDRESS, such as tcp://127.0.0.1:8786")
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise MissingExtra("the dask engine", "cluster") from None
    try:
        client = Client(scheduler, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(f"there is no Dask scheduler ({error})", subject=scheduler) from None
    with client, client.as_current():
        running = client.map(
            work_part, parts, settings=settings, folder=str(output.resolve()), pure=False, retries=RETRIES
        )
        for _, result in as_completed(running, with_results=True):
            yield result
