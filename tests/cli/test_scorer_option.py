"""``--scorer`` on every command that judges: by name, with a model behind a server, from a recording, and without one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.cli import run
from auditor.report.json import audit_schema
from tests.checks.model_server import Asked, Reply, error, model_server, said
from tests.cli.contract import desk, hold_audit, one_sentence
from tests.cli.contract import said as printed

KEY = "sk-quite-secret-key"


def judge(body: dict[str, Any], number: int) -> Reply:
    """A model that knows the two pages of the desk."""
    asked = body["messages"][1]["content"]
    if "198 people" in asked:
        differences = [{"kind": "number", "claim": "All 214 people", "source": "All 198 people"}]
        quote = "All 198 people aboard the ferry were brought ashore by noon"
        return said({"verdict": "contradicted", "confidence": 0.9, "quote": quote, "differences": differences})
    if "had been closed" in asked.split("<<<PAGE")[0]:
        return said({"verdict": "not_in_source", "confidence": 0.8, "quote": None, "differences": []})
    quote = "The ferry Aurelia ran onto a sandbank off Cape Tarn early on Tuesday"
    return said({"verdict": "supported", "confidence": 0.9, "quote": quote, "differences": []})


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    monkeypatch.setenv("AUDITOR_MODEL_KEY", KEY)
    with model_server(judge) as asked:
        yield asked


def audited(capfd: pytest.CaptureFixture[str], folder: Path, *more: str) -> dict[str, Any]:
    _, out, _ = printed(
        capfd, "audit", str(folder / "article.txt"), "--sources", str(folder / "library"), "--format", "json", *more
    )
    audit: dict[str, Any] = json.loads(out)
    return audit


def test_an_audit_by_a_model(tmp_path: Path, capfd: pytest.CaptureFixture[str], server: Asked) -> None:
    import jsonschema

    folder = desk(tmp_path)
    prices = folder / "mine.toml"
    prices.write_text('extends = "default"\n[scorer]\nmodel = "tiny"\ninput_price = 1.0\noutput_price = 10.0\n')
    audit = audited(capfd, folder, "--scorer", f"openai:{server.url}", "--policy", str(prices))
    jsonschema.validate(audit, audit_schema())
    hold_audit(audit)
    assert audit["run"]["scorer"] == f"openai:{server.url}#tiny"
    model = audit["run"]["model"]
    asked = len(server.bodies)
    assert (model["requests"], model["discarded"], model["failed"]) == (asked, 0, 0)
    assert (model["prompt_tokens"], model["completion_tokens"]) == (100 * asked, 10 * asked)
    assert (model["cost"], model["currency"]) == (round(0.0002 * asked, 6), "USD")
    verdicts = [claim["verdict"] for claim in audit["claims"]]
    assert verdicts[1] == "contradicted"
    check = audit["claims"][1]["checks"][0]
    assert check["differences"][0] == {"kind": "number", "claim": "All 214 people", "source": "All 198 people"}
    assert "the model tiny says contradicted" in check["basis"]
    assert any("a model was asked" in note for note in audit["run"]["notes"])
    assert asked <= 2 * len(audit["claims"])  # cited pages only, and clauses of them
    assert KEY not in json.dumps(audit)


def test_without_a_model_nothing_is_recorded_of_one(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    audit = audited(capfd, desk(tmp_path), "--scorer", "lexical", "--offline")
    assert audit["run"]["model"] is None
    assert audit["run"]["scorer"] == "lexical"


@pytest.mark.parametrize("name", ["model.yaml", "model.warc.gz"])
def test_a_recording_answers_for_the_model(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], server: Asked, name: str
) -> None:
    folder = desk(tmp_path)
    recording, spec = tmp_path / name, f"openai:{server.url}#tiny"
    live = audited(capfd, folder, "--scorer", spec, "--record", str(recording))
    asked = len(server.bodies)
    replayed = audited(capfd, folder, "--scorer", spec, "--cassette", str(recording), "--offline")
    assert len(server.bodies) == asked
    assert [c["checks"] for c in replayed["claims"]] == [c["checks"] for c in live["claims"]]
    assert replayed["run"]["model"] == live["run"]["model"]
    data = recording.read_bytes()
    if name.endswith(".gz"):
        import gzip

        data = gzip.decompress(data)
    assert KEY.encode() not in data and b"uthorization" not in data


def test_a_question_that_is_not_recorded_leaves_the_lexical_judgement(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], server: Asked
) -> None:
    folder = desk(tmp_path)
    recording = tmp_path / "model.yaml"
    audited(capfd, folder, "--scorer", f"openai:{server.url}#tiny", "--record", str(recording))
    other = audited(capfd, folder, "--scorer", f"openai:{server.url}#other", "--cassette", str(recording))
    assert other["run"]["model"]["failed"] >= 2
    assert "the recording has no answer to this question" in other["claims"][0]["checks"][0]["basis"]
    assert any("the lexical judgement stands there" in note for note in other["run"]["notes"])


def test_a_page_never_reaches_the_server_that_the_user_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], server: Asked
) -> None:
    folder = desk(tmp_path)
    article = (folder / "article.txt").read_text("utf-8")
    article = article.replace("https://northwire.example/safe", f"{server.url}/chat/completions")
    (folder / "article.txt").write_text(article, "utf-8")
    (folder / "library" / "northwire.txt").unlink()
    rules = folder / "mine.toml"
    rules.write_text('extends = "default"\n[network]\nretries = 0\n[resolvers]\norder = ["url", "library"]\n')
    audit = audited(capfd, folder, "--scorer", f"openai:{server.url}", "--policy", str(rules))
    assert audit["references"][1]["status"] == "refused_address"
    assert "a loopback address" in audit["references"][1]["reason"]


def test_a_model_that_fails_costs_no_audit(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = desk(tmp_path)
    plain = audited(capfd, folder, "--offline", "--scorer", "lexical")  # what stands where a model fails
    with model_server(lambda body, number: error(401, "no key")) as asked:
        audit = audited(capfd, folder, "--scorer", f"openai:{asked.url}")
    assert [c["verdict"] for c in audit["claims"]] == [c["verdict"] for c in plain["claims"]]
    assert len(asked.bodies) == 1
    assert audit["run"]["model"]["requests"] == 1 < audit["run"]["model"]["failed"]
    assert any("asks for a key" in note for note in audit["run"]["notes"])


def pairs(folder: Path, count: int = 6) -> str:
    path = folder / "pairs.jsonl"
    source = "The ferry Aurelia ran onto a sandbank off Cape Tarn early on Tuesday. Nobody was hurt."
    lines = [
        {"id": i, "claim": f"The ferry ran onto a sandbank on Tuesday with {i}.", "source": source}
        for i in range(count)
    ]
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return str(path)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_verify_by_a_model(tmp_path: Path, capfd: pytest.CaptureFixture[str], server: Asked, jobs: str) -> None:
    code, out, err = printed(capfd, "verify", pairs(tmp_path), "--jobs", jobs, "--scorer", f"openai:{server.url}")
    results = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [r["id"] for r in results] == list(range(6))
    assert {r["verdict"] for r in results} == {"supported"} and {r["support"] for r in results} == {0.9}
    assert "a model was asked 6 times (600 tokens read, 60 written)" in err
    assert not any("note" in r for r in results)


def test_verify_says_where_a_model_gave_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with model_server(lambda body, number: said("I would rather not.")) as asked:
        code, out, err = printed(capfd, "verify", pairs(tmp_path, 2), "--scorer", f"openai:{asked.url}")
    assert code == 0
    for line in out.splitlines():
        assert json.loads(line)["note"].startswith(
            "the lexical judgement stands, since the model's answer was discarded"
        )
    assert "2 of its answers were discarded" in err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_verify_lexical_with_jobs(tmp_path: Path, capfd: pytest.CaptureFixture[str], jobs: str) -> None:
    file = pairs(tmp_path, 150)
    code, out, err = printed(capfd, "verify", file, "--scorer", "lexical", "--jobs", jobs)
    assert (code, err) == (0, "")
    assert out == printed(capfd, "verify", file, "--scorer", "lexical")[1]


def test_verify_under_a_policy(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    strict = tmp_path / "mine.toml"
    strict.write_text('extends = "default"\n[scorer]\ntimeout = "soon"\n')
    code, _, err = printed(capfd, "verify", pairs(tmp_path), "--policy", str(strict))
    assert code == 2 and "scorer.timeout: must be a number" in one_sentence(err)


def commands(folder: Path) -> dict[str, list[str]]:
    article, library = str(folder / "article.txt"), str(folder / "library")
    return {
        "audit": ["audit", article, "--sources", library],
        "verify": ["verify", pairs(folder)],
        "nightly": ["nightly", str(folder / "feed"), "--db", str(folder / "night.db"), "--sources", library],
        "batch": ["batch", str(folder / "feed"), "-o", str(folder / "out"), "--sources", library],
        "recheck": ["recheck", "--db", str(folder / "old.db")],
        "doctor": ["doctor"],
    }


@pytest.mark.parametrize("command", ["audit", "verify", "nightly", "batch", "recheck", "doctor"])
def test_every_command_that_judges_takes_a_scorer(
    command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], server: Asked
) -> None:
    folder = desk(tmp_path)
    (folder / "feed").mkdir()
    (folder / "feed" / "article.txt").write_bytes((folder / "article.txt").read_bytes())
    audited(capfd, folder, "--offline", "--db", str(folder / "old.db"))
    words = commands(folder)[command]
    code, out, err = printed(capfd, *words, "--scorer", "nope")
    assert code == 2
    assert "there is no scorer named 'nope'; known: " in (out if command == "doctor" else one_sentence(err))
    code, out, err = printed(capfd, *words, "--scorer", f"openai:{server.url}#tiny")
    assert code in (0, 1), err
    assert len(server.bodies) > 0 or command == "doctor"
    if command == "nightly":
        with sqlite3.connect(folder / "night.db") as db:
            assert db.execute("SELECT scorer FROM runs").fetchone()[0] == f"openai:{server.url}#tiny"


@pytest.mark.parametrize("command", ["audit", "nightly", "batch"])
def test_offline_a_model_behind_a_server_is_refused(
    command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], server: Asked
) -> None:
    folder = desk(tmp_path)
    (folder / "feed").mkdir()
    (folder / "feed" / "article.txt").write_bytes((folder / "article.txt").read_bytes())
    code, _, err = printed(capfd, *commands(folder)[command], "--offline", "--scorer", f"openai:{server.url}")
    assert code == 2 and "this run is offline" in one_sentence(err)
    assert server.bodies == []


def test_an_argument_where_none_is_taken(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    class Plain:
        name = "plain"

    from auditor import plugins

    class Entry:
        def load(self) -> type:
            return Plain

    monkeypatch.setattr(plugins, "_entries", lambda group: {"plain": Entry()})
    assert run(["verify", pairs(tmp_path), "--scorer", "plain:x"]) == 2
    assert "the scorer plain takes nothing after its name" in capfd.readouterr().err
