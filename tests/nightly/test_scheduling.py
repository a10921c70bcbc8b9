"""The README's ways to run it every night, tried as far as they can be without the machines they are for."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.nightly.generator import write_corpus

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
NIGHTS = README.split("## Every night")[1].split("\n## ")[0]


def _block(language: str) -> str:
    return re.findall(rf"```{language}\n(.*?)```", NIGHTS, re.S)[0]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with what the commands name: one article in place of the feeds, and the command itself."""
    write_corpus(tmp_path, 1)
    (tmp_path / "auditor").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m auditor "$@"\n')
    (tmp_path / "auditor").chmod(0o755)
    return tmp_path


def _run(command: str, here: Path) -> subprocess.CompletedProcess[str]:
    """A command of the README with its paths led into ``here``, and nothing asked of the network."""
    for path, ours in (
        ("/opt/auditor/bin/auditor", f"{here}/auditor"),
        ("/srv/audits/feeds.opml", f"{here}/articles"),
        ("https://news.example/feed.xml", f"{here}/articles"),
        ("/srv/", f"{here}/srv/"),
    ):
        command = command.replace(path, ours)
    command = command.replace(" nightly ", " nightly --offline ")
    (here / "srv" / "audits").mkdir(parents=True, exist_ok=True)
    (here / "srv" / "www").mkdir(exist_ok=True)
    return subprocess.run(["/bin/sh", "-c", command], cwd=here, capture_output=True, text=True, check=False)


def test_the_cron_line_has_a_time_and_a_command_that_runs(here: Path) -> None:
    line = _block("cron").strip()
    *time, command = line.split(None, 5)
    assert len(time) == 5
    assert all(re.fullmatch(r"\*|\d{1,2}", field) for field in time)
    assert "%" not in command  # cron makes a line end of it
    done = _run(command, here)
    assert done.returncode == 0, done.stderr
    assert (here / "srv/www/reliability/index.html").is_file()


def _units() -> dict[str, str]:
    parts = re.split(r"^# /etc/systemd/system/(\S+)\n", _block("ini"), flags=re.M)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_the_units_commands_run_one_after_the_other(here: Path) -> None:
    commands = re.findall(r"^ExecStart=(.+)$", _units()["auditor.service"], re.M)
    assert len(commands) == 2
    for command in commands:
        done = _run(command, here)
        assert done.returncode == 0, done.stderr
    assert (here / "srv/audits/report/index.html").is_file()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_finds_nothing_wrong_with_the_units(here: Path) -> None:
    for name, text in _units().items():
        text = text.replace("/opt/auditor/bin/auditor", str(here / "auditor")).replace("User=audits\n", "")
        (here / name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(here / "auditor.timer"), str(here / "auditor.service")],
        capture_output=True, text=True, check=False,
    )
    said = [line for line in (done.stdout + done.stderr).splitlines() if "auditor" in line]
    assert said == []
    calendar = re.search(r"^OnCalendar=(.+)$", _units()["auditor.timer"], re.M)
    assert calendar
    subprocess.run(["systemd-analyze", "calendar", calendar[1]], check=True, capture_output=True)


def test_the_workflow_is_one_and_its_commands_run(here: Path) -> None:
    flow = yaml.safe_load(_block("yaml"))
    assert flow[True]["schedule"]  # YAML reads the key "on" as true
    steps = flow["jobs"]["night"]["steps"]
    assert all(set(step) <= {"uses", "with", "run"} for step in steps)
    for step in steps:
        command = step.get("run", "")
        if command.startswith("auditor "):
            done = _run(f"{here}/{command}", here)
            assert done.returncode == 0, done.stderr
    assert (here / "report/index.html").is_file()
    kept = [step["with"]["path"] for step in steps if "path" in step.get("with", {})]
    assert kept == ["audits.db", "report/"]


def test_the_container_file_names_what_there_is() -> None:
    lines = [line.split(None, 1) for line in _block("dockerfile").splitlines() if line]
    assert [word for word, _ in lines] == ["FROM", "RUN", "USER", "WORKDIR", "VOLUME", "ENTRYPOINT"]
    said = dict(lines)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    version = re.search(r"python:3\.(\d+)", said["FROM"])
    assert version
    assert int(version[1]) >= int(project["requires-python"].split(".")[1])
    assert f"pip install --no-cache-dir {project['name']} " in said["RUN"]
    assert f"useradd --create-home {said['USER']}" in said["RUN"]
    assert said["WORKDIR"] == said["VOLUME"] == f"/home/{said['USER']}"
    assert said["ENTRYPOINT"] == '["auditor"]'
    assert "auditor" in project["scripts"]
