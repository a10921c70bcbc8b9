"""Old audits made again from stored bytes: the same, or in so many words what is not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from auditor.checks.scorers import Case, Judgement, LexicalScorer
from auditor.cli import run
from auditor.cli.recheck import differences
from auditor.pipeline import Auditor
from auditor.store import Store
from tests.nightly.generator import write_corpus


class Weighed(LexicalScorer):
    """The regression under a digest of its own; ``doubt`` takes that much off the surest verdict."""

    name = "weighed"

    def __init__(self, sha256: str, doubt: float = 0.0) -> None:
        super().__init__()
        self.sha256, self.doubt = sha256, doubt

    def judge(self, cases: Sequence[Case]) -> list[Judgement]:
        return [Judgement(self._less(*judged.probabilities), weighed=True) for judged in super().judge(cases)]

    def _less(self, a: float, b: float, c: float, d: float) -> tuple[float, float, float, float]:
        off = self.doubt * a
        return a - off, b + off, c, d


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A database with two audits by ``Weighed("a" * 64)``."""
    articles, library = write_corpus(tmp_path, 2)
    db = tmp_path / "a.db"
    with Store(db) as store, Auditor(sources=[library], offline=True, scorer=Weighed("a" * 64)) as auditor:
        for path in sorted(articles.iterdir()):
            store.save(auditor.audit(path))
    return db


def _told(db: Path, scorer: LexicalScorer, audit_id: int = 1) -> list[str]:
    with Store(db) as store, Auditor(offline=True, scorer=scorer) as auditor:
        return differences(store, audit_id, auditor)


def test_the_same_judge_says_nothing(kept: Path) -> None:
    assert _told(kept, Weighed("a" * 64)) == []


def test_other_weights_are_told_even_where_all_comes_out_the_same(kept: Path) -> None:
    (told,) = _told(kept, Weighed("b" * 64))
    assert "with the scorer weighed aaaaaaaaaaaa; the weights are others now" in told


def test_another_scorer_is_told(kept: Path) -> None:
    told = _told(kept, LexicalScorer())
    assert told[0].endswith("with the scorer weighed aaaaaaaaaaaa")


def test_weights_that_were_never_recorded_are_no_difference(kept: Path) -> None:
    with Store(kept) as store, store.transaction():
        store.db.execute("UPDATE runs SET scorer_sha256 = ''")
    assert _told(kept, Weighed("b" * 64)) == []


def test_a_confidence_and_a_passage_that_moved_are_counted(kept: Path) -> None:
    told = _told(kept, Weighed("a" * 64, doubt=0.04))
    assert len(told) == 1
    assert "checks have another confidence, by up to 0.0" in told[0]
    with Store(kept) as store, store.transaction():
        store.db.execute("UPDATE checks SET evidence = 'Another passage.' WHERE id = 1")
    assert any(line.startswith("1 of ") and "another passage" in line for line in _told(kept, Weighed("a" * 64)))


def test_an_article_read_otherwise_now_does_not_end_the_others(kept: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with Store(kept) as store, store.transaction():
        store.db.execute("DELETE FROM \"references\" WHERE audit_id = 1 AND position = 8")
    assert run(["recheck", "--db", str(kept), "--scorer", "lexical"]) == 1
    out, err = capfd.readouterr()
    assert "audit 1: it had 8 references" in out
    assert "audit 2: it was made by" in out
    assert "2 audits made again, 2 differ" in err
