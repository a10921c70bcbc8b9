"""Where the parts are worked on: in this process, in processes of this machine, or on a Dask cluster by address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from auditor.batch.corpus import build_index
from auditor.batch.jobs import BatchSettings, Part, cut, find_jobs
from auditor.batch.parts import PartResult, need_parquet, part_file, work_part
from auditor.errors import InputError, MissingExtra, UsageError

RETRIES = 3
"""How often a part is given out again after the worker that had it died."""
AHEAD = 4
"""Parts given out for each worker: enough that none waits, and few enough that they need not be held."""

Progress = Callable[[PartResult, int, int], None]
Item = TypeVar("Item", bound=Hashable)
Result = TypeVar("Result")


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
        output: a folder, the same for all workers; parts that are in it already are left alone.
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
    need_parquet()
    spread = _engine(engine, jobs, scheduler, output)
    index = build_index(settings.sources, output, spread)
    settings = replace(settings, index=str(index) if index else "")

    def parts() -> Iterator[Part]:
        return cut(find_jobs(inputs, index), settings)

    names = [part.name for part in parts()]
    done = {name: PartResult(name, written=False) for name in names if part_file(output, name).exists()}
    todo = (part for part in parts() if part.name not in done)
    for result in spread(partial(work_part, settings=settings, folder=str(output.resolve())), todo):
        done[result.name] = result
        if progress:
            progress(result, len(done), len(names))
    return [done[name] for name in names]


def _engine(engine: str, jobs: int, scheduler: str | None, output: Path) -> Callable[..., Iterator[Any]]:
    """``spread(work, items)`` of an engine: the results of ``work`` in any order, few items ahead."""
    if engine == "dask":
        return partial(_dask, scheduler=scheduler)
    if engine == "local":
        return map if jobs <= 1 else partial(_processes, jobs=jobs, subject=str(output))
    raise UsageError(f"there is no engine {engine!r}; there are local and dask")


def _processes(work: Callable[[Item], Result], items: Iterable[Item], *, jobs: int, subject: str) -> Iterator[Result]:
    """Processes of this machine; where one is killed, the pool is made anew and what it had is given out again."""
    from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    coming = iter(items)
    again: list[Item] = []
    deaths: Counter[Item] = Counter()
    ended = False
    while not ended:
        running: dict[Future[Result], Item] = {}
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            try:
                while not ended:
                    while len(running) < AHEAD * jobs and (item := again.pop() if again else next(coming, None)):
                        again.append(item)  # until the pool has taken it
                        running[pool.submit(work, item)] = item
                        again.pop()
                    ended = not running
                    for future in wait(running, return_when=FIRST_COMPLETED).done if running else ():
                        result = future.result()
                        running.pop(future)
                        yield result
            except BrokenProcessPool:
                again += running.values()
                deaths.update(running.values())
                if max(deaths.values(), default=0) > RETRIES:
                    raise InputError(
                        f"workers died {RETRIES + 1} times over the same part; run again with fewer --jobs or a "
                        "smaller --part-size, the parts that are written stay",
                        subject=subject,
                    ) from None


def _dask(work: Callable[[Item], Result], items: Iterable[Item], *, scheduler: str | None) -> Iterator[Result]:
    """A Dask cluster; a worker that dies costs its tasks, which the scheduler gives to another."""
    if not scheduler:
        raise UsageError("--engine dask needs --scheduler ADDRESS, such as tcp://127.0.0.1:8786")
    try:
        from distributed import Client, KilledWorker, as_completed
    except ImportError:
        raise MissingExtra("the dask engine", "cluster") from None
    try:
        client = Client(scheduler, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(f"there is no Dask scheduler ({error})", subject=scheduler) from None
    with client, client.as_current():
        coming = iter(items)

        def some(count: int) -> list[Any]:
            wanted = [item for _, item in zip(range(count), coming)]
            return client.map(work, wanted, pure=False, retries=RETRIES) if wanted else []

        ahead = AHEAD * max(16, sum(client.nthreads().values()))
        try:
            ended = as_completed(some(ahead), with_results=True)
            for _, result in ended:
                yield result
                ended.update(some(1))
        except KilledWorker as error:
            why = f"workers died again and again over one part ({error}); give them more memory, or a smaller part size"
            raise InputError(why, subject=scheduler) from None
