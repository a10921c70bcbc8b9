"""The pages of a database by their words: filled as audits are kept, true to the table whatever happened in between."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from auditor.errors import StoreError
from auditor.records import Page
from auditor.store import Store
from auditor.store.rows import page_row
from auditor.store.seen import SeenPages
from tests.checks.test_reuse_index import page as text_of

NOTHING: frozenset[str] = frozenset()


def kept(number: int) -> Page:
    return Page(text_of(number), title=f"Page {number}", url=f"https://news{number}.example/a", sha256=f"{number:064x}")


def keep(store: Store, *numbers: int) -> None:
    with store.transaction():
        for number in numbers:
            store.save_page(page_row(kept(number)))


def found(seen: SeenPages, number: int) -> list[str | None]:
    return [page.title for page in seen.pages_like([text_of(number).split("\n\n")[1]], NOTHING)]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "audits.db"


@pytest.mark.parametrize("where", ["file", "memory"])
def test_every_page_is_found_by_a_paragraph_as_soon_as_it_is_kept(db: Path, where: str) -> None:
    with Store(db if where == "file" else ":memory:") as store, closing(SeenPages(store)) as seen:
        assert found(seen, 1) == []
        keep(store, 1, 2, 3)
        assert found(seen, 2) == ["Page 2"]
        keep(store, 4)
        assert found(seen, 4) == ["Page 4"]
        assert seen.catch_up() == 0
    assert Path(f"{db}.reuse").exists() is (where == "file")


def test_listed_pages_are_left_out_by_address_and_by_bytes(db: Path) -> None:
    with Store(db) as store, closing(SeenPages(store)) as seen:
        keep(store, 1)
        paragraph = text_of(1).split("\n\n")[0]
        assert len(seen.pages_like([paragraph], NOTHING)) == 1
        assert seen.pages_like([paragraph], {"https://news1.example/a"}) == []
        assert seen.pages_like([paragraph], {kept(1).sha256 or ""}) == []


def test_of_several_versions_of_a_page_one_comes_back(db: Path) -> None:
    with Store(db) as store, closing(SeenPages(store)) as seen:
        for more in ("", " Updated.", " Updated again."):
            store.save_page(page_row(Page(text_of(1) + more, url="https://news1.example/a")))
        assert len(seen.pages_like([text_of(1)], NOTHING)) == 1


def test_work_goes_on_where_it_stopped(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.store.seen.BATCH", 10)
    with Store(db) as store:
        keep(store, *range(25))
        with closing(SeenPages(store)) as seen:
            assert seen.catch_up() == 25
        keep(store, *range(25, 30))
        with closing(SeenPages(store)) as seen:
            assert seen.catch_up() == 5
            assert all(found(seen, n) == [f"Page {n}"] for n in range(30))


def test_a_kill_while_the_file_is_written_costs_nothing(db: Path) -> None:
    file = Path(f"{db}.reuse")
    with Store(db) as store:
        keep(store, *range(20))
        with closing(SeenPages(store)) as seen:
            seen.catch_up()
        keep(store, 20, 21)
        with closing(SeenPages(store)) as seen:
            seen.catch_up()
        file.write_bytes(file.read_bytes()[:-50])
        with closing(SeenPages(store)) as seen:
            assert seen.catch_up() == 2
            assert [found(seen, n) for n in (3, 20, 21)] == [["Page 3"], ["Page 20"], ["Page 21"]]


def test_the_file_may_be_deleted(db: Path) -> None:
    with Store(db) as store:
        keep(store, 1, 2)
        with closing(SeenPages(store)) as seen:
            seen.catch_up()
        Path(f"{db}.reuse").unlink()
        with closing(SeenPages(store)) as seen:
            assert found(seen, 2) == ["Page 2"]


def test_what_is_taken_back_is_not_in_it(db: Path) -> None:
    with Store(db) as store, closing(SeenPages(store)) as seen:
        keep(store, 1)
        store.db.execute("BEGIN")
        store.save_page(page_row(kept(2)))
        assert seen.catch_up() == 0
        store.db.rollback()
        keep(store, 3)
        assert seen.catch_up() == 2
        assert (found(seen, 2), found(seen, 3)) == ([], ["Page 3"])


def test_a_database_put_back_from_a_backup_is_followed(db: Path) -> None:
    with Store(db) as store, closing(SeenPages(store)) as seen:
        keep(store, 1, 2)
        seen.catch_up()
        keep(store, 3)
        seen.catch_up()
        with store.transaction():  # the last page is gone, and its number taken by another
            store.db.execute("DELETE FROM pages WHERE id = 3")
        keep(store, 4)
        assert found(seen, 4) == ["Page 4"]
        assert found(seen, 3) == []
        assert found(seen, 1) == ["Page 1"]


def test_a_file_of_another_database_is_built_anew(db: Path, tmp_path: Path) -> None:
    with Store(db) as store, closing(SeenPages(store)) as seen:
        keep(store, 1, 2, 3)
        seen.catch_up()
    other = tmp_path / "other.db"
    Path(f"{other}.reuse").write_bytes(Path(f"{db}.reuse").read_bytes())
    with Store(other) as store, closing(SeenPages(store)) as seen:
        keep(store, 7)
        assert found(seen, 7) == ["Page 7"]
        assert found(seen, 1) == []


def test_two_commands_at_once_fill_one_file(db: Path) -> None:
    with Store(db) as first, Store(db) as second, closing(SeenPages(first)) as one, closing(SeenPages(second)) as two:
        for n in range(0, 12, 2):
            keep(first, n)
            one.catch_up()
            keep(second, n + 1)
            two.catch_up()
        assert [found(one, n) for n in (0, 11)] == [["Page 0"], ["Page 11"]]
        assert [found(two, n) for n in (0, 11)] == [["Page 0"], ["Page 11"]]
        assert (one.catch_up(), two.catch_up()) == (0, 0)


def test_a_strange_file_in_its_place_is_told_and_left_alone(db: Path) -> None:
    Path(f"{db}.reuse").write_bytes(b"my novel\n" * 100)
    with Store(db) as store, pytest.raises(StoreError, match="is no reuse index"):
        SeenPages(store)
    assert Path(f"{db}.reuse").read_bytes().startswith(b"my novel")


def test_pages_without_words_do_no_harm(db: Path) -> None:
    with Store(db) as store, closing(SeenPages(store)) as seen:
        for n, text in enumerate(["", "…", "word", "日本語"]):
            store.save_page(page_row(Page(text, url=f"https://odd{n}.example/")))
        seen.catch_up()
        keep(store, 1)
        assert found(seen, 1) == ["Page 1"]
        assert seen.pages_like(["", "…"], NOTHING) == []
