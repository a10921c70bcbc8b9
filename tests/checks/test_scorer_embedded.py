"""The model that ships: it loads, reads alike in any batch, says when its files are damaged, and changes what it should."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from auditor.checks.evidence import PageIndex, prepare
from auditor.checks.premise import TITLE_WORDS, WORDS, write_premise
from auditor.checks.scorers import Case, LexicalScorer
from auditor.checks.scorers.embedded import FOLDER, EmbeddedScorer, Network, Sight, agree, fuse, model_features
from auditor.checks.support import check_support, read_support
from auditor.checks.weights import load_weights
from auditor.cli import main
from auditor.errors import ScorerError
from auditor.records import Page, Span, Verdict

PAGE = Page(
    "The ferry Halcyon ran onto a sandbank off Port Wend on Tuesday with 212 people on board. Nobody was hurt. "
    "Its captain, Ines Caldow, told the harbour board that the buoy had moved in the storm. The company that runs the "
    "ship had put off an inspection twice. Divers are to look at the hull before it sails again. The mayor of Port Wend "
    "said that the town would pay for the tugs.",
    title="Ferry aground off Port Wend",
    published="2025-03-12",
)
CLAIMS = (
    "A ferry got stuck on a sandbank near Port Wend, and all of its passengers came through unharmed.",
    "The ferry's captain is a former naval officer.",
    "The inspection of the ship had been delayed two times by its operator.",
    "The town's mayor refused to pay for the tugs.",
)


@pytest.fixture(scope="module")
def card() -> dict[str, object]:
    found: dict[str, object] = json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def network(card: dict[str, object]) -> Network:
    return Network(FOLDER, card)


def _pairs() -> list[tuple[str, str]]:
    index = PageIndex(PAGE)
    return [(claim, write_premise(index.find(prepare(claim, PAGE.published)))) for claim in CLAIMS]


def test_four_probabilities_that_add_up(network: Network) -> None:
    for row in network.read(_pairs()):
        assert len(row) == 4 and sum(row) == pytest.approx(1, abs=1e-6) and min(row) >= 0


def test_a_pair_reads_nearly_alike_alone_and_in_company(network: Network) -> None:
    together = network.read(_pairs())
    for pair, row in zip(_pairs(), together, strict=True):
        assert network.read([pair])[0] == pytest.approx(row, abs=0.08)  # int8 scales are those of the whole batch


def test_the_network_tells_a_paraphrase_from_what_is_absent(network: Network) -> None:
    said, absent, *_ = network.read(_pairs())
    assert said[0] > absent[0]
    assert absent[3] + absent[1] > said[3] + said[1]


def test_hostile_text_is_read(network: Network) -> None:
    rows = network.read([("\x00" * 50, "a " * 100_000), ("ß" * 5000, "[SEP] [CLS] [MASK]"), ("x", "")])
    assert all(sum(row) == pytest.approx(1, abs=1e-6) for row in rows)


def test_the_weights_are_small_enough_to_ship() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) <= 40_000_000


def test_the_card_says_what_the_model_was_made_of(card: dict[str, object]) -> None:
    assert {"files", "length", "sure", "start", "rows", "licences", "held_out", "limits"} <= set(card)


def test_what_the_features_decide_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(Network, "look", fail)
    copied = "The ferry Halcyon ran onto a sandbank off Port Wend on Tuesday with 212 people on board."
    question = read_support(copied, PageIndex(PAGE))
    assert not hasattr(question, "verdict")
    sure = EmbeddedScorer()
    lexical = LexicalScorer().judge([question.case])[0]
    if max(lexical.probabilities) >= sure._card["sure"]:
        assert sure.judge([question.case]) == [lexical]
    else:
        with pytest.raises(AssertionError, match="was asked"):
            sure.judge([question.case])


def test_no_cases_no_judgements() -> None:
    assert EmbeddedScorer().judge([]) == []


def test_a_verdict_has_its_passage() -> None:
    check = check_support(CLAIMS[0], PageIndex(PAGE), scorer=EmbeddedScorer())
    assert check.verdict in (Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED)
    assert check.evidence and "sandbank" in " ".join(e.text for e in check.evidence)


def test_more_belief_of_the_network_is_more_support_in_all() -> None:
    weights = load_weights(str(FOLDER / "fusion.json"))
    case = read_support(CLAIMS[2], PageIndex(PAGE)).case  # type: ignore[union-attr]  # a claim with words is asked
    sights = [Sight((p, *[(1 - p) / 3] * 3), 1 - p, ((0, 3, 1 - p),)) for p in (0.05, 0.95)]
    low, high = (fuse(weights, case, sight).support for sight in sights)
    assert high > low + 0.1


def test_a_probability_of_nought_is_no_infinity() -> None:
    nothing = Sight((1.0, 0.0, 0.0, 0.0), 1.0, ((0, 3, 0.0),))
    assert all(abs(value) < 20 for value in model_features(nothing).values())


def test_each_word_of_the_claim_is_rated(network: Network) -> None:
    for (claim, _), sight in zip(_pairs(), network.look(_pairs()), strict=True):
        assert 0 <= sight.missing <= 1 and all(0 <= rating <= 1 for *_, rating in sight.words)
        assert "".join(claim[start:end] for start, end, _ in sight.words) == "".join(claim.split())
        assert sight.rating() == max(rating for *_, rating in sight.words)


def test_a_changed_figure_is_the_word_rated_highest(network: Network) -> None:
    claim = "The ferry Halcyon ran onto a sandbank off Port Wend on Tuesday with 347 people on board."
    index = PageIndex(PAGE)
    premise = write_premise(index.find(prepare(claim, PAGE.published)))
    wrong, right = network.look([(claim, premise), (claim.replace("347", "212"), premise)])
    assert wrong.rating() > right.rating()
    assert wrong.rating(Span(claim.index("347"), claim.index("347") + 3)) == wrong.rating()


def test_a_rule_is_believed_more_where_the_network_means_the_same_words() -> None:
    weights = load_weights(str(FOLDER / "fusion.json"))
    low, high = (Sight((0.1, 0.1, p, 0.7), 0.1, ((0, 5, p), (6, 9, 0.01))) for p in (0.02, 0.95))
    assert agree(weights, 0.4, low, Span(0, 5)) < agree(weights, 0.4, high, Span(0, 5))
    assert agree(weights, 0.4, high, Span(6, 9)) < agree(weights, 0.4, high, None)
    assert agree(weights, 0.1, high, None) < agree(weights, 0.9, high, None)


def test_without_a_network_a_rule_stands_as_it_is() -> None:
    assert agree(load_weights(), 0.37, Sight((0.25,) * 4), None) == pytest.approx(0.37)


@pytest.mark.parametrize("agreement", [[0.0, 1.0], [0.0, 1.0, "x", 0.0], [0.0, float("inf"), 0.0, 0.0], 3])
def test_weights_of_agreement_of_another_shape_are_refused(tmp_path: Path, agreement: object) -> None:
    damaged = json.loads((FOLDER / "fusion.json").read_text(encoding="utf-8")) | {"agreement": agreement}
    (tmp_path / "fusion.json").write_text(json.dumps(damaged), encoding="utf-8")
    with pytest.raises(ScorerError, match="not in the shape"):
        load_weights(str(tmp_path / "fusion.json"))


@pytest.mark.parametrize("name", ["card.json", "fusion.json", "model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("harm", ["missing", "cut", "changed"])
def test_a_damaged_file_is_named_with_the_way_out(tmp_path: Path, name: str, harm: str) -> None:
    for file in FOLDER.iterdir():
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / name).unlink()
    if harm != "missing":
        content = (FOLDER / name).read_bytes()
        (tmp_path / name).write_bytes(content[:1000] if harm == "cut" else b"\x00" + content[1:])
    with pytest.raises(ScorerError) as raised:
        EmbeddedScorer(tmp_path).judge([Case(CLAIMS[0], (), {}, premise=lambda: PAGE.text)])
    assert name in str(raised.value)


def test_the_command_says_so_and_lexical_still_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(FOLDER, tmp_path / "embedded")
    (tmp_path / "embedded" / "model.onnx").write_bytes(b"nothing")
    monkeypatch.setattr("auditor.checks.scorers.embedded.FOLDER", tmp_path / "embedded")
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text(json.dumps({"id": 1, "claim": CLAIMS[1], "source": PAGE.text}) + "\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["verify", str(pairs), "--scorer", "embedded"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "model.onnx" in said and "--scorer lexical" in said and "Traceback" not in said
    with pytest.raises(SystemExit) as ended:
        main(["verify", str(pairs), "--scorer", "lexical"])
    assert ended.value.code == 0


def test_a_premise_keeps_page_order_and_its_bounds() -> None:
    index = PageIndex(PAGE)
    premise = write_premise(index.find(prepare(CLAIMS[2], PAGE.published)), 30)
    assert premise.startswith("Ferry aground off Port Wend. ")
    assert "put off an inspection twice" in premise
    long = PageIndex(Page("Boats and more boats lay there. " * 5000, title="word " * 500))
    assert len(write_premise(long.find(prepare("Boats lay there."))).split()) <= WORDS + TITLE_WORDS


def test_its_digest_is_that_of_the_weights(tmp_path: Path) -> None:
    """A run records it, so that an old audit says by which weights it was judged."""
    shutil.copytree(FOLDER, tmp_path / "other")
    assert EmbeddedScorer(tmp_path / "other").sha256 == EmbeddedScorer().sha256
    card = tmp_path / "other" / "card.json"
    card.write_text(card.read_text(encoding="utf-8").replace('"seed": 7', '"seed": 8'), encoding="utf-8")
    assert EmbeddedScorer(tmp_path / "other").sha256 != EmbeddedScorer().sha256
    assert EmbeddedScorer().sha256 != LexicalScorer().sha256
