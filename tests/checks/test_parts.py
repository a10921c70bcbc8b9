"""A long claim is cut into what it joins, and each part is looked for and read alone."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from auditor.checks.evidence import PageIndex
from auditor.checks.premise import (
    MORE,
    MOST,
    OUTLET_WORDS,
    SHORT,
    TITLE_WORDS,
    WORDS,
    premises_of_parts,
    write_premise,
)
from auditor.checks.prepared import LONG, PART, prepare, standing_alone
from auditor.checks.scorers.embedded import FOLDER, LENGTHY, NOWHERE, Network, Sight, model_features
from auditor.records import Page
from auditor.training.embedded.examples import CONTRADICTED, JOINED, PARTS, SUPPORTED, Topic, topic_pairs

HEAD = TITLE_WORDS + OUTLET_WORDS + 4
"""Words that may stand above a premise: title, outlet and day."""
PAGE = Page(
    "The ferry Halcyon ran onto a sandbank off Port Wend on Tuesday with 212 people on board. Nobody was hurt. "
    "Its captain, Ines Caldow, told the harbour board that the buoy had moved in the storm. The company that runs the "
    "ship had put off an inspection twice. "
    + " ".join(f"Shed {n} holds nets, ropes and {n + 3} tins of tar for the winter months." for n in range(30))
    + " The mayor of Port Wend said that the town would pay for the three tugs.",
    title="Ferry aground",
    published="2025-03-12",
)
JOINING = (
    "The ferry Halcyon ran onto a sandbank with 212 people on board, and the mayor of Port Wend said that the town would "
    "pay for the tugs, while the captain told the harbour board that a buoy had moved."
)


def test_a_claim_of_several_facts_is_cut_where_they_join() -> None:
    parts = [span.of(JOINING) for span in prepare(JOINING).parts()]
    assert "".join(parts) == JOINING
    assert len(parts) >= 3 and all(len(part.split()) >= PART for part in parts)
    assert [standing_alone(part)[:9] for part in parts if "and the mayor" in part or "while" in part] == [
        "And the m",
        "While the",
    ]


@pytest.mark.parametrize(
    "claim",
    ["", "The ferry ran aground, and nobody was hurt.", "word " * (LONG + 5), "The town, it said, will pay."],
)
def test_what_is_short_or_joins_nothing_has_no_parts(claim: str) -> None:
    assert prepare(claim).parts() == []


def test_a_part_is_set_as_a_sentence() -> None:
    assert standing_alone("; while the town paid, ") == "While the town paid."
    assert standing_alone("it had “moved.”") == "It had “moved.”"
    assert standing_alone("") == ""


def test_each_part_has_the_passage_that_is_its_own() -> None:
    match = PageIndex(PAGE).find(prepare(JOINING, PAGE.published))
    parts = premises_of_parts(match, PAGE.published)
    assert [said for said, _ in parts] == [standing_alone(span.of(JOINING)) for span in match.claim.parts()]
    for said, part in parts:
        assert len(part.text.split()) <= WORDS + MOST + HEAD
        assert ("three tugs" in part.text) >= ("tugs" in said)
    strange = " ".join(["Zebras quaff"] * 9) + ", and the mayor of Port Wend said that the town would pay for the tugs."
    assert [bool(part.text) for _, part in premises_of_parts(PageIndex(PAGE).find(prepare(strange)))][-1:] == [True]


def test_a_long_claim_has_more_of_the_page() -> None:
    index = PageIndex(PAGE)
    short, long = "Shed 4 holds nets and ropes.", "Shed 4 holds nets and ropes " + "for the winter months of the sheds " * 8
    few, many = (len(write_premise(index.find(prepare(claim))).text.split()) for claim in (short, long))
    assert few <= WORDS + HEAD < many <= WORDS + MOST + HEAD
    assert MORE * (len(long.split()) - SHORT) > MOST


def test_the_weakest_part_counts_and_a_whole_claim_has_none() -> None:
    whole = (0.8, 0.1, 0.05, 0.05)
    alone = model_features(Sight(whole))
    joined = model_features(Sight(whole, parts=(whole, (0.1, 0.1, 0.7, 0.1), NOWHERE)))
    assert not [name for name in alone if name.startswith("parts_")]
    assert joined["parts_supported"] < -5 and joined["parts_contradicted"] > 2 and joined["parts_absent"] > 2
    assert all(abs(value) < 20 for value in joined.values())


def test_in_a_long_claim_the_network_counts_otherwise() -> None:
    sight = Sight((0.8, 0.1, 0.05, 0.05))
    few, many, more = (model_features(sight, claim="word " * count) for count in (3, LENGTHY, 2 * LENGTHY))
    assert few["long"] < many["long"] == 1.0 and many == more
    assert many["model_partial_long"] == many["model_partial"] < few["model_partial_long"] < 0.0


def test_a_part_that_the_page_has_nothing_of_is_absent() -> None:
    network = Network(FOLDER, json.loads((FOLDER / "card.json").read_text(encoding="utf-8")))
    match = PageIndex(PAGE).find(prepare(JOINING, PAGE.published))
    read = network.read_parts([*premises_of_parts(match, PAGE.published), ("Nothing of it.", type(write_premise(match))())])
    assert read[-1] == NOWHERE and all(sum(chances) == pytest.approx(1, abs=1e-6) for chances in read)


def test_in_training_the_fault_is_in_the_part_that_has_its_words() -> None:
    case: dict[str, Any] = {
        "claim": JOINING.replace("212", "347"),
        "label": "contradicted",
        "kind": "number",
        "detail": {"claim": "347 people", "source": "212 people"},
        "evidence": [],
    }
    topic = Topic("pages/ferry", PAGE, (case,))
    made = [e for seed in range(30) for e in topic_pairs([topic], random.Random(seed)) if e.origin == "pages, parts"]
    assert 0.1 * 30 < len(made) / len(prepare(case["claim"]).parts(JOINED)) < 2 * PARTS * 30
    for example in made:
        faulty = "347" in example.claim
        assert example.labels == ((CONTRADICTED,) if faulty else (SUPPORTED,))
        assert [example.claim[a:b] for a, b, _ in example.wrong or ()] == (["347"] if faulty else [])
        assert example.kind == ("number" if faulty else None)


def test_the_network_that_ships_can_be_trained_further(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="the extra [train] is not installed")
    pytest.importorskip("onnx", reason="the extra [train] is not installed")
    import torch
    from transformers import BertConfig, BertModel

    from auditor.training.embedded.network import Reader
    from auditor.training.embedded.shipped import shipped_weights
    from auditor.training.embedded.start import SHAPE

    BertModel(BertConfig(**SHAPE)).save_pretrained(tmp_path)
    model = Reader(tmp_path, 1).eval()
    model.load_state_dict({name: torch.tensor(array) for name, array in shipped_weights(FOLDER / "model.onnx").items()})
    network = Network(FOLDER, json.loads((FOLDER / "card.json").read_text(encoding="utf-8")))
    for said, part in premises_of_parts(PageIndex(PAGE).find(prepare(JOINING, PAGE.published))):
        coded = network._tokenizer.encode(said, part.text)
        with torch.no_grad():
            out = model(*(torch.tensor([row]) for row in (coded.ids, coded.attention_mask, coded.type_ids)))
        assert out[0].softmax(-1)[0].tolist() == pytest.approx(network.read([(said, part.text)])[0], abs=0.1)
