"""``auditor explain`` and ``auditor doctor``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.cli import doctor, run
from auditor.cli.explain import ROOMS
from auditor.codes import CODES


def call(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = run(list(args))
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_page(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = call(capsys, "explain", code.lower())
    assert status == 0
    assert out.startswith(f"{code}: {CODES[code].title}")
    assert all(heading in out for heading in ("What it means", "Why it matters", "What to do"))
    assert max(map(len, out.split("\n"))) <= 100


def test_every_group_of_codes_has_a_name() -> None:
    assert {code[:3] for code in CODES} == set(ROOMS)


def test_without_a_code_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = call(capsys, "explain")
    assert all(code in out for code in CODES)
    assert all(out.count(f"\n{room}\n") + out.startswith(f"{room}\n") == 1 for room in ROOMS.values())


def test_a_group_s_letters_stand_for_its_codes(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = call(capsys, "explain", "reu", "REU001")
    assert [line[:6] for line in out.split("\n") if line.startswith("REU")] == [c for c in CODES if c.startswith("REU")]


def test_an_unknown_code_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = call(capsys, "explain", "SUP999")
    assert (status, out) == (2, "")
    assert "did you mean SUP00" in err


def test_explain_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = call(capsys, "explain", "--all", "--json")
    assert [item["code"] for item in json.loads(out)] == list(CODES)


def test_doctor_finds_this_installation_well(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = call(capsys, "doctor")
    assert status == 0, out
    assert "httpx" in out and "html" in out and "valid, sha256" in out
    assert "contact" in out and "!!" not in out.replace("(!!)", "")
    assert "{version}" not in out, "the user agent as servers see it"


def test_doctor_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = call(capsys, "doctor", "--json")
    assert {line["state"] for line in json.loads(out)} <= {"ok", "note"}


def test_doctor_tries_a_scorer(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = call(capsys, "doctor", "--scorer", "lexical")
    assert status == 0 and "judges: one sentence tried" in out
    status, out, _ = call(capsys, "doctor", "--scorer", "lexicon")
    assert status == 2 and "there is no scorer named 'lexicon'; known: " in out
    status, out, _ = call(capsys, "doctor", "--scorer", "hf:/nowhere/at/all")
    assert status == 2 and ("there is no such folder" in out or "auditor[hf]" in out)


def test_doctor_asks_no_server(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDITOR_MODEL_KEY", "sk-quite-secret")
    status, out, _ = call(capsys, "doctor", "--scorer", "openai:http://127.0.0.1:9/v1#tiny")
    assert status == 0 and "would ask the server at http://127.0.0.1:9/v1#tiny" in out
    assert "key" in out and "secret" not in out
    monkeypatch.delenv("AUDITOR_MODEL_KEY")
    assert "none in AUDITOR_MODEL_KEY" in call(capsys, "doctor", "--scorer", "openai:http://127.0.0.1:9/v1")[1]


def test_doctor_names_each_fault_of_a_policy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('extends = "default"\n[network]\npace = "slow"\nrobotz = true\n')
    status, out, _ = call(capsys, "doctor", "--policy", str(path))
    assert status == 2
    assert "network.pace" in out and "robotz" in out
    assert "2 of these do not work" in out


def test_doctor_says_that_a_guard_is_lifted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('extends = "default"\n[network]\nallow_hosts = ["127.0.0.1:8123"]\nrobots = false\n')
    status, out, _ = call(capsys, "doctor", "--policy", str(path))
    assert status == 0
    assert "lifted for 127.0.0.1:8123" in out and "ignored" in out


def test_doctor_goes_on_where_a_plugin_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(group: str, name: str) -> object:
        raise ValueError("no \x1b[31mluck")

    monkeypatch.setattr("auditor.plugins.load", broken)
    lines = list(doctor.plugins())
    assert lines and all(line.state == "bad" for line in lines)
    assert "\x1b" not in doctor.table(lines)


def test_doctor_names_a_policy_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = call(capsys, "doctor", "--policy", "no-such-policy.toml")
    assert status == 2
    assert "no-such-policy" in out
