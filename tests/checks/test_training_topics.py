"""Files of written claims about a page that lies in another folder, and what is measured on them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from auditor.training.embedded.examples import read_topics
from auditor.training.support import Row, figures, fold_of, read_strangers
from auditor.training.support import read_topics as read_rows_of
from auditor.training.topics import COUPLES, MISREPORTED, PLAIN, page_of, written_topics

TEXT = "The ferry Osprey left Port Ansel at noon on Monday. Its captain, Ilse Vanna, counted 212 passengers."


def _write(folder: Path, name: str, topic: dict[str, object]) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(topic), encoding="utf-8")


def _case(claim: str) -> dict[str, object]:
    return {"id": claim, "claim": claim, "label": "supported", "kind": "paraphrase", "detail": None, "evidence": []}


def _folders(root: Path) -> tuple[Path, Path]:
    for name, text in (("ferry", TEXT), ("mill", "The mill at Corvine burnt down in May.")):
        source = {"source_id": name, "title": name.title(), "date": "2024-05-13", "text": text}
        _write(root / "twins", name, {"source": source, "cases": [_case("Somebody counted the passengers.")]})
        _write(root / "plain", name, {"page": f"twins/{name}", "cases": [_case("The Osprey sailed at noon.")]})
    return root / "twins", root / "plain"


def test_a_file_that_names_a_page_is_read_with_that_page(tmp_path: Path) -> None:
    twins, plain = _folders(tmp_path)
    assert [name for name, _, _ in written_topics(twins)] == ["ferry", "mill"]
    name, source, _ = next(written_topics(plain))
    assert (name, page_of(source).text) == ("twins/ferry", TEXT)
    assert [topic.name for topic in read_topics(twins)] == [topic.name for topic in read_topics(plain)]


@pytest.mark.parametrize("folder", [PLAIN, MISREPORTED, COUPLES], ids=lambda folder: folder.name)
def test_what_the_claims_about_other_pages_point_at_stands_there(folder: Path) -> None:
    ids: set[str] = set()
    for _, source, cases in written_topics(folder):
        for case in cases:
            ids.add(case["id"])
            assert all(sentence in source["text"] for sentence in case["evidence"]), case["id"]
            assert (case["detail"] is None) == (case["label"] in ("supported", "not_in_source")), case["id"]
            if case["detail"] is not None:
                said, written = case["detail"]["claim"], case["detail"]["source"] or ""
                assert said in case["claim"] and any(written in sentence for sentence in case["evidence"]), case["id"]
    assert len(ids) == sum(len(cases) for _, _, cases in written_topics(folder)) > 1000


def test_claims_about_one_page_lie_in_one_fold_whatever_their_folder(tmp_path: Path) -> None:
    twins, plain = _folders(tmp_path)
    own, other, strange = list(read_rows_of(twins)), list(read_rows_of(plain)), list(read_strangers(plain))
    assert (own[0].data, other[0].data, strange[0].data) == ("twins", "plain", "strangers")
    assert [fold_of(row) for row in own] == [fold_of(row) for row in other] == [fold_of(row) for row in strange]


def test_a_set_of_right_or_of_wrong_claims_alone_has_the_shares_of_its_verdicts() -> None:
    rows = [
        *(Row("plain", "ferry", (0,), {}, {}, named=1.0) for _ in range(4)),
        *(Row("misreported", "ferry", labels, {}, {}, named=1.0) for labels in [(2,), (2,), (1,), (3,)]),
    ]
    supported, contradicted = [0.97, 0.01, 0.01, 0.01], [0.01, 0.01, 0.97, 0.01]
    chances = np.array([supported, supported, supported, contradicted, supported, contradicted, contradicted, supported])
    assert figures(rows, chances) == {
        "plain": {"called_supported": 0.75, "supported_called_contradicted": 0.25},
        "misreported": {"called_supported": 0.5, "called_contradicted": 0.5},
    }
