"""The shipped Datasette metadata works: every canned query runs and every facet names a column."""

from __future__ import annotations

import asyncio
import warnings
from pathlib import Path

import pytest
import yaml

from auditor.resources import datasette_metadata
from auditor.store import Store
from tests.report import samples

METADATA = yaml.safe_load(datasette_metadata().read_text(encoding="utf-8"))


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "audits.db"
    with Store(path) as store:
        store.save(samples.full())
    return path


def test_queries_run_and_columns_exist(db: Path) -> None:
    with Store(db) as store:
        for query in METADATA["databases"]["audits"]["queries"].values():
            list(store.query(query["sql"], {"words": "the"} if ":words" in query["sql"] else {}))
        for table, known in METADATA["databases"]["audits"]["tables"].items():
            columns = {row["name"] for row in store.query(f'PRAGMA table_info("{table}")')}
            named = {*known.get("facets", []), *([known["label_column"]] if "label_column" in known else [])}
            named |= {known[key] for key in ("sort", "sort_desc") if key in known}
            assert named <= columns, table


def test_dead_links_and_what_was_set_aside_are_found(db: Path) -> None:
    """A page that is gone counts also where what was kept of it is judged, and its reference reads 'ok'."""
    queries = {name: query["sql"] for name, query in METADATA["databases"]["audits"]["queries"].items()}
    with Store(db) as store:
        before = len(list(store.query(queries["dead_links"])))
        with store.transaction():
            store.db.execute("UPDATE \"references\" SET asked = 'gone' WHERE id IN (SELECT id FROM \"references\" WHERE status = 'ok' LIMIT 1)")
        dead = list(store.query(queries["dead_links"]))
        assert len(dead) == before + 1
        assert "what was kept of it is judged" in {row["instead"] for row in dead}
        aside = {f.fingerprint for f in samples.full().findings if f.suppressed}
        assert {row["fingerprint"] for row in store.query(queries["set_aside"])} == aside


def test_datasette_serves_it(db: Path) -> None:
    pytest.importorskip("datasette", reason="datasette is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # datasette's own dependencies warn about themselves
        from datasette.app import Datasette

        async def ask() -> dict[str, int]:
            served = Datasette([str(db)], metadata=METADATA)
            await served.invoke_startup()
            described = METADATA["databases"]["audits"]
            paths = [f"/audits/{name}.json?_shape=array&words=the" for name in described["queries"]]
            for table, known in described["tables"].items():
                facets = "".join(f"&_facet={column}" for column in known.get("facets", []))
                paths += [f"/audits/{table}.json?_size=3{facets}", f"/audits/{table}"]
            return {path: (await served.client.get(path)).status_code for path in paths}

        statuses = asyncio.run(ask())
    assert [path for path, status in statuses.items() if status != 200] == []
    assert len(statuses) > 20
