"""The stance model: its features, its trees, and what it says of plain cases."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from auditor.checks.headline.features import Rarity, feature_names, read_head, read_text, stance_features
from auditor.checks.headline.reading import read_body
from auditor.checks.headline.stance import choose, default_model, judge_stance, load_model, stance_shares
from auditor.checks.headline.trees import logistic, read_trees, softmax, total
from auditor.checks.headline.wording import read_words
from auditor.errors import ScorerError
from auditor.records import Stance
from auditor.training.stance import fold_of

BODY = (
    "A meteorite has fallen on a barn near Selby, the county said on Monday. The stone is the size of a fist and broke "
    "through the roof. Farmer Ann Holt found it beside her cows. Experts of the museum confirmed that the stone came "
    "from space. No animal was hurt."
)
DENIED = (
    "Reports that a meteorite fell on a barn near Selby are false, the county said on Monday. The hole in the roof was "
    "made by a falling branch, and the stone is a hoax. The museum denied that it had seen any meteorite. The story was "
    "not true, said farmer Ann Holt, who called it a prank."
)


def test_another_matter_is_unrelated() -> None:
    assert judge_stance("Bank of Corran raises its key rate to three percent", BODY) is Stance.UNRELATED


def test_the_same_matter_is_related() -> None:
    headline = "Meteorite falls on barn near Selby"
    assert judge_stance(headline, BODY) is not Stance.UNRELATED
    denied = stance_shares(headline, read_body(DENIED))
    stated = stance_shares(headline, read_body(BODY))
    assert denied[Stance.DISAGREE] > stated[Stance.DISAGREE], "a denial tells against the headline"


@pytest.mark.parametrize(("headline", "body"), [("", BODY), ("Meteorite", ""), ("", "")])
def test_nothing_is_unrelated(headline: str, body: str) -> None:
    assert judge_stance(headline, body) is Stance.UNRELATED


def test_shares_sum_to_one() -> None:
    for headline in ("Meteorite", "Meteorite?", "x", "Barn near Selby hit by a stone from space, experts say"):
        assert sum(stance_shares(headline, read_body(BODY)).values()) == pytest.approx(1)


def test_choice_follows_the_challenge_rule() -> None:
    near = {Stance.UNRELATED: 0.55, Stance.AGREE: 0.40, Stance.DISAGREE: 0.0, Stance.DISCUSS: 0.05}
    assert choose(near) is Stance.AGREE, "a related pair is worth four times an unrelated one"
    far = {Stance.UNRELATED: 0.95, Stance.AGREE: 0.03, Stance.DISAGREE: 0.01, Stance.DISCUSS: 0.01}
    assert choose(far) is Stance.UNRELATED


def test_features_have_names() -> None:
    rarity = Rarity(10, {"barn": 2})
    words = read_words("Barn hit by stone?")
    row = stance_features(read_head(words, "Barn hit by stone?", rarity), read_text(read_body(BODY), rarity))
    assert len(row) == len(feature_names()) == len(set(feature_names()))
    assert row[feature_names().index("question")] == 1
    assert 0 < row[feature_names().index("held")] <= 1


def test_the_model_names_its_data_and_figures() -> None:
    measured = default_model().measured
    assert measured["relative_by_body"] >= 85 and measured["relative_by_topic"] >= 85
    assert len(measured["data_sha256"]) == 64


def test_the_model_stays_small() -> None:
    path = Path(__file__).parents[2] / "auditor" / "checks" / "headline" / "stance.json"
    assert path.stat().st_size < 300_000


def test_folds_do_not_depend_on_the_order_of_the_file() -> None:
    assert {fold_of(n) for n in range(100)} == {0, 1, 2, 3, 4}
    assert fold_of(17) == fold_of(17)


# --- trees ------------------------------------------------------------------------------------------------------

TREE = [[0, 1], [0.5, 2], [1, -1], [-3, -2], [10.0, 20.0, 30.0]]


@pytest.mark.parametrize(("row", "leaf"), [((0.5, 2), 10.0), ((0.5, 2.1), 20.0), ((0.6, 0), 30.0)])
def test_a_tree_sends_rows_to_leaves(row: tuple[float, float], leaf: float) -> None:
    assert total(read_trees([TREE]), row) == leaf


def test_a_tree_of_one_leaf() -> None:
    assert total(read_trees([[[], [], [], [], [7.0]]]), (1.0,)) == 7.0


@pytest.mark.parametrize(
    "raw",
    [
        [[[0], [0.5], [0], [-1], [1.0]]],  # a circle
        [[[0], [0.5], [-1], [-9], [1.0]]],  # a leaf it does not have
        [[[0], [0.5], [5], [-1], [1.0]]],  # a node it does not have
        [[[0, 1], [0.5], [-1], [-1], [1.0]]],  # lists of unlike length
    ],
)
def test_damaged_trees_are_refused(raw: object) -> None:
    with pytest.raises(ValueError, match="tree"):
        read_trees(raw)


def test_logistic_and_softmax_are_safe_at_the_ends() -> None:
    assert logistic(-10_000) == 0 and logistic(10_000) == 1 and logistic(0) == 0.5
    assert softmax([10_000, 0, -10_000]) == pytest.approx([1, 0, 0])


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "not json", '{"features": []}', "\ud800".encode("utf-8", "replace").decode()]
)
def test_a_damaged_model_is_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "stance.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScorerError, match=r"stance\.json"):
        load_model(path)


def test_a_model_for_other_features_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(json.dumps({"features": ["a"]}), encoding="utf-8")
    with pytest.raises(ScorerError, match="train it again"):
        load_model(path)


def test_a_missing_model(tmp_path: Path) -> None:
    with pytest.raises(ScorerError, match=r"none\.json"):
        load_model(tmp_path / "none.json")


def test_long_and_odd_bodies_do_not_break_features() -> None:
    rng = random.Random(3)
    words = "not fake? says “no” 12 reportedly Selby barn . \n".split(" ")
    for _ in range(30):
        body = " ".join(rng.choice(words) for _ in range(rng.randrange(200)))
        assert isinstance(judge_stance("Barn in Selby not hit, says farmer", body), Stance)
