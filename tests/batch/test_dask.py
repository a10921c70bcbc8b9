"""The same batch on a real Dask scheduler with worker processes: same results, a killed worker, and the speed-up."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="the extra [cluster] is not installed")
pytest.importorskip("distributed", reason="the extra [cluster] is not installed")

from auditor.batch import BatchSettings, run_batch
from auditor.batch.parts import read_parts, summary
from auditor.errors import InputError
from tests.nightly.generator import write_corpus

ROOT = Path(__file__).resolve().parents[2]
STEADY = ("path", "status", "score", "low", "high", "supported", "contradicted")


def _rows(folder: Path) -> list[tuple[object, ...]]:
    return sorted(tuple(row[name] for name in STEADY) for row in read_parts(folder))


@contextmanager
def _cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler on loopback and its worker processes; all ended at the end."""
    file = folder / f"scheduler-{workers}-{time.monotonic_ns()}.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": ROOT}
    base = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    processes = [subprocess.Popen([*base, "--scheduler-file", str(file)], **quiet)]  # type: ignore[call-overload]  # where the output goes
    try:
        deadline = time.monotonic() + 60
        while not file.exists() or not file.read_text().strip():
            assert time.monotonic() < deadline, "the scheduler did not start"
            time.sleep(0.1)
        import json

        address = json.loads(file.read_text())["address"]
        spec = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        for n in range(workers):
            local = ["--local-directory", str(folder / f"w{n}")]
            processes.append(subprocess.Popen([*spec, *local], **quiet))  # type: ignore[call-overload]  # where the output goes
        yield address, processes[1:]
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _wait_for_workers(address: str, count: int) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=60)


def _settings(library: Path, part_size: int) -> BatchSettings:
    return BatchSettings(sources=(str(library),), offline=True, part_size=part_size)


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_what_one_process_gives_and_survives_a_dead_worker(tmp_path: Path) -> None:
    articles, library = write_corpus(tmp_path, 12)
    run_batch([str(articles)], tmp_path / "one", _settings(library, 2))
    with _cluster(tmp_path, 2) as (address, workers):
        _wait_for_workers(address, 2)
        killed = []

        def kill_once(result: object, done: int, of: int) -> None:
            if not killed:
                workers[0].kill()
                killed.append(True)

        results = run_batch(
            [str(articles)], tmp_path / "two", _settings(library, 2), engine="dask", scheduler=address, progress=kill_once
        )
    assert killed
    assert summary(results)["audited"] == 12
    assert _rows(tmp_path / "two") == _rows(tmp_path / "one")


@pytest.mark.filterwarnings("ignore")
def test_no_scheduler_is_one_sentence(tmp_path: Path) -> None:
    articles, library = write_corpus(tmp_path, 1)
    with pytest.raises(InputError, match="no Dask scheduler"):
        run_batch([str(articles)], tmp_path / "o", _settings(library, 2), engine="dask", scheduler="tcp://127.0.0.1:9")


SPIN = "import time; t = time.perf_counter(); sum(i * i for i in range(12_000_000)); print(time.perf_counter() - t)"


def _free_cores() -> float:
    """How many of two cores this machine gives us just now: one busy loop alone against two at once."""

    def spin(count: int) -> float:
        running = [subprocess.Popen([sys.executable, "-c", SPIN], stdout=subprocess.PIPE, text=True) for _ in range(count)]
        return max(float(process.communicate()[0]) for process in running)

    return 2 * spin(1) / spin(2)


@pytest.mark.soak
@pytest.mark.filterwarnings("ignore")
def test_two_workers_against_one(tmp_path: Path) -> None:
    if (free := _free_cores()) < 1.9:
        pytest.skip(f"others are at work here: two loops at once run as if on {free:.2f} cores")
    articles, library = write_corpus(tmp_path, 240)
    seconds = {}
    for count in (1, 2):
        with _cluster(tmp_path, count) as (address, _):
            _wait_for_workers(address, count)
            began = time.monotonic()
            run_batch([str(articles)], tmp_path / f"n{count}", _settings(library, 8), engine="dask", scheduler=address)
            seconds[count] = time.monotonic() - began
    print(f"one worker {seconds[1]:.1f} s, two {seconds[2]:.1f} s: {seconds[1] / seconds[2]:.2f} times")
    assert _rows(tmp_path / "n1") == _rows(tmp_path / "n2")
    assert seconds[1] / seconds[2] >= 1.7
