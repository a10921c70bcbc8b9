"""Models through transformers: tiny ones made here, their labels in any order, long pages, and everything missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from auditor.checks.evidence import PageIndex
from auditor.checks.scorers import ScorerOptions, load_scorer
from auditor.checks.scorers.base import Case
from auditor.checks.scorers.hf import HFScorer, decisive
from auditor.checks.scorers.labels import Meaning
from auditor.checks.support import check_support
from auditor.errors import MissingExtra, ScorerError, UsageError
from auditor.records import Page, Verdict
from tests.checks.tiny_models import answerer, classifier

TEXT = "The bridge reopened after 14 months of repairs. The repairs cost 3 million euros, the mayor said."
CLAIM = "The bridge reopened after 14 months."
NLI = {0: "ENTAILMENT", 1: "neutral", 2: "Contradiction"}


def judge(spec: str, text: str = TEXT, claim: str = CLAIM, named: float = 0.0, **options: Any) -> tuple[float, ...]:
    scorer = load_scorer(f"hf:{spec}", options=ScorerOptions(**options))
    return scorer.judge([Case(claim, (text[:40],), page=Page(text), named=named)])[0].probabilities


@pytest.mark.parametrize(
    ("labels", "logits", "support"),
    [
        (NLI, [3.0, 0.0, 0.0], 0.909),
        ({0: "contradiction", 1: "entailment", 2: "neutral"}, [0.0, 3.0, 0.0], 0.909),
        ({0: "REFUTES", 1: "NOT ENOUGH INFO", 2: "SUPPORTS"}, [0.0, 0.0, 3.0], 0.909),
        ({0: "not_entailment", 1: "entailment"}, [0.0, 2.0], 0.881),
        ({0: "SUPPORTED", 1: "UNSUPPORTED"}, [2.0, 0.0], 0.881),
        ({0: "hallucinated", 1: "consistent"}, [0.0, 2.0], 0.881),
        (1, [2.0], 0.881),
    ],
)
def test_labels_in_any_order_and_case(tmp_path: Path, labels: Any, logits: list[float], support: float) -> None:
    judged = judge(classifier(tmp_path, labels, logits))
    assert judged[0] == pytest.approx(support, abs=1e-3)
    assert sum(judged) == pytest.approx(1.0)


def test_a_contradiction_counts_where_it_can_be_named(tmp_path: Path) -> None:
    folder = classifier(tmp_path, NLI, [0.0, 0.0, 3.0])
    assert judge(folder, named=0.8)[2] == pytest.approx(0.909, abs=1e-3)
    unnamed = judge(folder)
    assert unnamed[2] == 0.0
    assert unnamed[0] == pytest.approx(0.045, abs=1e-3)  # none of its share goes to support


def test_a_model_that_asks_for_0_or_1(tmp_path: Path) -> None:
    scorer = load_scorer(f"hf:{answerer(tmp_path)}")
    both = scorer.judge([Case(CLAIM, (), page=Page(TEXT)), Case("The mayor said 3.", (), page=Page(TEXT))])
    assert all(0 < j.support < 1 and sum(j.probabilities) == pytest.approx(1.0) for j in both)
    assert both[0].support != both[1].support


def test_a_verdict_with_its_passages(tmp_path: Path) -> None:
    folder = tmp_path / "my-nli"
    scorer = load_scorer(f"hf:{classifier(folder, NLI, [3.0, 0.0, 0.0])}")
    result = check_support(CLAIM, PageIndex(Page(TEXT)), scorer=scorer)
    assert (scorer.name, result.verdict) == ("hf:my-nli", Verdict.SUPPORTED)
    assert result.support == pytest.approx(0.909, abs=1e-3)
    assert "the model my-nli gives 91% support" in result.basis
    assert result.evidence


def test_a_long_page_is_read_in_windows_that_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scorer = HFScorer(classifier(tmp_path, NLI, [0.0, 0.0, 0.0]))
    scorer.equip(ScorerOptions(max_windows=3), None)
    seen: list[str] = []

    def logits(pairs: list[tuple[str, str]]) -> list[list[float]]:
        seen.extend(text for text, _ in pairs)
        return [[4.0, 0.0, 0.0] if "3 million" in text else [0.0, 4.0, 0.0] for text, _ in pairs]

    network = scorer._network
    monkeypatch.setattr(network, "_logits", logits)
    boats = "The harbour said 14 boats after the mayor. " * 100
    text = f"{boats}{TEXT} {boats}"
    claim = "The repairs cost 3 million euros."
    judged = scorer.judge([Case(claim, ("The repairs cost 3 million euros, the mayor said.",), page=Page(text))])[0]
    assert judged.support > 0.9
    assert len(seen) == 3
    assert all(network.count([text])[0] <= network.room(claim) <= 64 for text in seen)


def test_the_real_model_takes_windows_of_any_page(tmp_path: Path) -> None:
    folder = classifier(tmp_path, NLI)
    for text in ["a" * 5000, "14 " * 3000, "bridge.\n" * 500, "x"]:
        assert sum(judge(folder, text)) == pytest.approx(1.0)
    assert sum(judge(folder, claim="The bridge reopened " * 200)) == pytest.approx(1.0)


def test_the_window_that_supports_decides_and_else_the_least_neutral() -> None:
    yes = {Meaning.SUPPORT: 0.8, Meaning.NEUTRAL: 0.2}
    no = {Meaning.SUPPORT: 0.01, Meaning.NEUTRAL: 0.04, Meaning.AGAINST: 0.95}
    idle = {Meaning.SUPPORT: 0.1, Meaning.NEUTRAL: 0.9}
    assert decisive([idle, no, yes]) is yes
    assert decisive([idle, no]) is no
    two = [{Meaning.SUPPORT: 0.1, Meaning.OTHER: 0.9}, {Meaning.SUPPORT: 0.3, Meaning.OTHER: 0.7}]
    assert decisive(two) is two[1]


@pytest.mark.parametrize(
    ("labels", "says"),
    [
        (2, "LABEL_0, LABEL_1"),
        ({0: "positive", 1: "negative"}, "positive, negative"),
        ({0: "contradiction", 1: "neutral"}, "cannot be told"),
        ({0: "entailment", 1: "supports"}, "cannot be told"),
        ({0: "entailment", 1: "toxic"}, "end the scorer's name in #LABEL"),
    ],
)
def test_labels_that_cannot_be_understood(tmp_path: Path, labels: Any, says: str) -> None:
    with pytest.raises(ScorerError, match=says):
        load_scorer(f"hf:{classifier(tmp_path, labels)}")


def test_the_user_may_say_which_label_is_support(tmp_path: Path) -> None:
    folder = classifier(tmp_path, {0: "positive", 1: "negative"}, [0.0, 2.0])
    assert judge(f"{folder}#negative")[0] == pytest.approx(0.881, abs=1e-3)
    with pytest.raises(ScorerError, match="no label 'maybe'; it has positive, negative"):
        load_scorer(f"hf:{folder}#maybe")


def test_minichecks_numbered_labels_are_known(tmp_path: Path) -> None:
    folder = classifier(tmp_path / "my-MiniCheck", 2, [0.0, 2.0])
    assert judge(folder)[0] == pytest.approx(0.881, abs=1e-3)


def test_no_model_named() -> None:
    with pytest.raises(UsageError, match="needs a model"):
        load_scorer("hf")


def test_a_name_that_is_not_here_is_not_fetched() -> None:
    scorer = load_scorer("hf:nobody.example/no-such-model")
    with pytest.raises(ScorerError, match=r"no such model on this machine; scorer.download = true") as caught:
        scorer.judge([Case(CLAIM, (), page=Page(TEXT))])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("path", ["/nowhere/at/all", "./nowhere", "../x/y", "a/b/c"])
def test_a_folder_that_is_not_there(path: str) -> None:
    with pytest.raises(ScorerError, match="there is no such folder"):
        load_scorer(f"hf:{path}")


def _break(folder: Path, how: str) -> None:
    weights = folder / "model.safetensors"
    config = json.loads((folder / "config.json").read_text())
    match how:
        case "cut":
            weights.write_bytes(weights.read_bytes()[:200])
        case "garbage":
            weights.write_bytes(b"\xff" * 500)
        case "gone":
            weights.unlink()
        case "no tokenizer":
            for file in folder.glob("tokenizer*"):
                file.unlink()
        case "other size":
            (folder / "config.json").write_text(json.dumps({**config, "hidden_size": 16}))
        case "other kind":
            (folder / "config.json").write_text(json.dumps({**config, "model_type": "marvel"}))


@pytest.mark.parametrize("how", ["cut", "garbage", "gone", "no tokenizer", "other size", "other kind"])
def test_a_damaged_model_is_one_sentence(tmp_path: Path, how: str) -> None:
    folder = classifier(tmp_path / "model", NLI)
    _break(Path(folder), how)
    scorer = load_scorer(f"hf:{folder}")
    with pytest.raises(ScorerError) as caught:
        scorer.judge([Case(CLAIM, (), page=Page(TEXT))])
    assert folder in str(caught.value) and "\n" not in str(caught.value)


def test_a_model_without_its_head_is_refused(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    folder = classifier(tmp_path, NLI)
    file = tmp_path / "model.safetensors"
    weights = {name: value for name, value in load_file(file).items() if not name.startswith("classifier")}
    save_file(weights, file, metadata={"format": "pt"})
    with pytest.raises(ScorerError, match="was not trained to classify"):
        load_scorer(f"hf:{folder}").judge([Case(CLAIM, (), page=Page(TEXT))])


def test_a_model_that_answers_nonsense(tmp_path: Path) -> None:
    folder = classifier(tmp_path, NLI, [float("nan"), 0.0, 0.0])
    with pytest.raises(ScorerError, match="answers nonsense"):
        judge(folder)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"architectures": 3}', '{"architectures": ["GPT2LMHeadModel"]}'])
def test_a_folder_that_is_no_model(tmp_path: Path, content: str) -> None:
    (tmp_path / "config.json").write_text(content)
    with pytest.raises(ScorerError):
        load_scorer(f"hf:{tmp_path}")
    with pytest.raises(ScorerError, match=r"config.json cannot be read"):
        load_scorer(f"hf:{tmp_path.parent}")


@pytest.mark.parametrize("name", ["torch", "transformers"])
def test_without_the_extra(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    import sys

    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtra, match=r"pip install 'auditor\[hf\]'"):
        load_scorer("hf:anything")


def test_nothing_is_fetched_where_nobody_may_be_asked() -> None:
    scorer = HFScorer("someone/some-model")
    scorer.equip(ScorerOptions(download=True), None)
    assert scorer._options.download is False
    scorer.equip(ScorerOptions(download=True), lambda *args, **how: [])
    assert scorer._options.download is True
