"""The model that ships: it loads, reads alike in any batch, says when its files are damaged, and changes what it should."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.checks.evidence import PageIndex, prepare
from auditor.checks.premise import FURTHER, OUTLET_WORDS, TITLE_WORDS, WORDS, Part, further_parts, write_premise
from auditor.checks.scorers import Case, Judgement, LexicalScorer
from auditor.checks.scorers.embedded import (
    ELSEWHERE,
    FOLDER,
    EmbeddedScorer,
    Network,
    Sight,
    Suspicion,
    agree,
    fuse,
    model_features,
    name_suspect,
    weakest,
)
from auditor.checks.support import ALONE, UNNAMED, Question, SupportOptions, check_support, judge_all, read_support
from auditor.checks.weights import load_weights
from auditor.cli import main
from auditor.errors import ScorerError
from auditor.findings import difference_words
from auditor.records import Difference, DifferenceKind, Page, Span, Verdict

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


CARD: dict[str, object] = json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def card() -> dict[str, object]:
    return CARD


@pytest.fixture(scope="module")
def network(card: dict[str, object]) -> Network:
    return Network(FOLDER, card)


def _pairs() -> list[tuple[str, str]]:
    index = PageIndex(PAGE)
    return [(claim, write_premise(index.find(prepare(claim, PAGE.published))).text) for claim in CLAIMS]


def test_four_probabilities_that_add_up(network: Network) -> None:
    for row in network.read(_pairs()):
        assert len(row) == 4 and sum(row) == pytest.approx(1, abs=1e-6) and min(row) >= 0


def test_a_pair_reads_alike_alone_and_beside_others(network: Network) -> None:
    together = network.look(_pairs() * 3)
    alone = [network.look([pair])[0] for pair in _pairs()]
    assert together == alone * 3


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
    premise = write_premise(index.find(prepare(claim, PAGE.published))).text
    wrong, right = network.look([(claim, premise), (claim.replace("347", "212"), premise)])
    assert wrong.rating() > right.rating()
    assert wrong.rating(Span(claim.index("347"), claim.index("347") + 3)) == wrong.rating()


def test_the_network_says_what_a_changed_word_stands_against(network: Network) -> None:
    index = PageIndex(PAGE)
    for claim, kind, wrong, right in (
        ("The ferry Halcyon ran onto a sandbank with 347 people on board.", DifferenceKind.NUMBER, "347", "212"),
        ("The ferry Halcyon ran onto a sandbank off Port Wend on Friday.", DifferenceKind.DATE, "Friday", "Tuesday"),
    ):
        part = write_premise(index.find(prepare(claim, PAGE.published)))
        (sight,) = network.look([(claim, part.text)])
        suspect = name_suspect(claim, part, sight)
        assert suspect is not None and suspect.suspected
        assert (suspect.kind, suspect.claim, suspect.source) == (kind, wrong, right)
        assert suspect.source_span is not None and suspect.source_span.of(PAGE.text) == right
        assert suspect.claim_span is not None and suspect.claim_span.of(claim) == wrong


def test_what_no_rule_confirms_is_a_suspicion_and_no_contradiction(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = "The shipping line had its vessel checked on both occasions."
    question = read_support(claim, PageIndex(PAGE))
    assert isinstance(question, Question)
    read = question.case.premise().text
    places = (Span(claim.index("had"), claim.index(" on both")), Span(read.index("put off"), read.index(" an insp")))
    doubt = Suspicion(DifferenceKind.ANTONYM, *places)
    sight = Sight((0.02, 0.02, 0.95, 0.01), 0.1, ((12, 15, 0.97),), doubt)
    monkeypatch.setattr(Network, "look", lambda _, pairs: [sight] * len(pairs))
    (check,) = judge_all([replace(question, options=SupportOptions(alone=1.0))], EmbeddedScorer())
    assert check.verdict is Verdict.PARTIALLY_SUPPORTED
    (suspect,) = check.differences
    assert (suspect.claim, suspect.source, suspect.suspected) == ("had its vessel checked", "put off", True)
    assert suspect.source_span is not None and suspect.source_span.of(PAGE.text) == "put off"
    assert check.basis.startswith("perhaps antonym: ") and UNNAMED in check.basis
    assert difference_words(suspect).startswith("perhaps the article says")
    assert suspect.as_json()["suspected"] is True


@pytest.mark.parametrize(("chance", "named"), [(0.9, True), (0.85, True), (0.84, False)])
def test_what_the_scorer_alone_is_sure_of_is_a_contradiction_and_said_to_be_its_own(chance: float, named: bool) -> None:
    claim = "The shipping line had its vessel checked on both occasions."
    question = read_support(claim, PageIndex(PAGE))
    assert isinstance(question, Question)
    rest = (1 - chance) / 3
    suspect = Difference(DifferenceKind.ANTONYM, "had its vessel checked", "put off", Span(18, 40), Span(0, 4), True)
    unruled = replace(question, rated=())
    for judged, told in (
        (Judgement((rest, rest, chance, rest), weighed=True, suspect=suspect), named),
        (Judgement((rest, rest, chance, rest), weighed=True), False),
        (Judgement((rest, rest, chance, rest), weighed=True, suspect=replace(suspect, source=None)), False),
        (Judgement((rest, rest, chance, rest), suspect=suspect), False),  # a scorer that does not weigh the rules
    ):
        check = unruled.answer(judged)
        assert (check.verdict is Verdict.CONTRADICTED) is told
        assert (ALONE in check.basis) is told
        if told:
            assert check.differences == (replace(suspect, suspected=False),)
            assert check.basis.startswith("antonym: ")


def test_two_ways_to_write_one_day_are_no_suspicion() -> None:
    page = Page("The council met late. On Tuesday it backed the plan by nine votes to six.", published="2024-06-21")
    claim = "The council backed the plan on {} by nine votes to six."
    place = Span(page.text.index("Tuesday"), page.text.index("Tuesday") + 7)
    for day, told in (("18 June", False), ("20 June", True)):
        question = read_support(claim.format(day), PageIndex(page))
        assert isinstance(question, Question)
        suspect = Difference(DifferenceKind.DATE, day, "Tuesday", Span(29, 36), place, True)
        check = replace(question, rated=()).answer(Judgement((0.02, 0.02, 0.94, 0.02), weighed=True, suspect=suspect))
        assert (check.verdict is Verdict.CONTRADICTED) is told
        assert bool(check.differences) is told


def test_a_suspicion_stands_beside_what_a_rule_names_unless_it_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = "The ferry Halcyon ran onto a sandbank off Port Wend on Tuesday with 347 people on board."
    question = read_support(claim, PageIndex(PAGE))
    assert isinstance(question, Question)
    read, figure = question.case.premise().text, Span(claim.index("347"), claim.index("347") + 3)
    ship = Span(claim.index("Halcyon"), claim.index("Halcyon") + 7)
    for kind, ours, count in ((DifferenceKind.NUMBER, figure, 1), (DifferenceKind.ENTITY, ship, 2)):
        doubt = Suspicion(kind, ours, Span(read.index("212"), read.index("212") + 3))
        sight = Sight((0.02, 0.02, 0.95, 0.01), 0.1, ((figure.start, figure.end, 0.97),), doubt)
        monkeypatch.setattr(Network, "look", lambda _, pairs, sight=sight: [sight] * len(pairs))
        scorer = EmbeddedScorer()
        scorer._card["sure"] = 1.1  # the network is asked, though the features would do
        (check,) = judge_all([question], scorer)
        assert check.verdict is Verdict.CONTRADICTED
        assert [d.suspected for d in check.differences] == [False, True][:count]
        assert check.differences[0].claim.startswith("347")


def test_what_points_at_the_title_or_is_no_contradiction_is_not_told() -> None:
    part = write_premise(PageIndex(PAGE).find(prepare(CLAIMS[0], PAGE.published)))
    title = Suspicion(DifferenceKind.ENTITY, Span(0, 7), Span(0, 5))
    body = Suspicion(DifferenceKind.ENTITY, Span(0, 7), Span(len(part.text) - 6, len(part.text)))
    otherwise = (0.1, 0.1, 0.7, 0.1)
    assert name_suspect(CLAIMS[0], part, Sight(otherwise, suspicion=title)) is None
    assert name_suspect(CLAIMS[0], part, Sight((0.7, 0.1, 0.1, 0.1), suspicion=body)) is None
    assert name_suspect(CLAIMS[0], part, Sight(otherwise)) is None
    assert name_suspect(CLAIMS[0], part, Sight(otherwise, suspicion=body)) is not None


def test_what_the_page_would_lack_is_a_suspicion_too(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = "Ines Caldow told the harbour board that the buoy had moved, and asked for a lighthouse on the northern pier."
    question = read_support(claim, PageIndex(PAGE))
    assert isinstance(question, Question)
    more = Span(claim.index("asked"), len(claim) - 1)
    doubt = Suspicion(DifferenceKind.ADDED_DETAIL, more)
    sight = Sight((0.02, 0.95, 0.02, 0.01), 0.97, ((12, 15, 0.01),), None, doubt)
    monkeypatch.setattr(Network, "look", lambda _, pairs: [sight] * len(pairs))
    suspect = name_suspect(claim, question.case.premise(), sight)
    assert suspect is not None
    assert (suspect.claim, suspect.source, suspect.suspected) == ("asked for a lighthouse on the northern pier", None, True)
    unruled = replace(question, rated=())
    (check,) = judge_all([unruled], EmbeddedScorer())
    assert check.verdict is Verdict.PARTIALLY_SUPPORTED and check.differences == (suspect,)
    assert check.basis.startswith("perhaps added_detail: the claim says “asked for a lighthouse on the northern pier”")
    assert difference_words(suspect).startswith("perhaps ")


def test_a_missing_part_is_not_told_beside_a_contradiction(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = "The ferry Halcyon ran onto a sandbank off Port Wend on Tuesday with 347 people on board."
    question = read_support(claim, PageIndex(PAGE))
    assert isinstance(question, Question)
    beyond = Suspicion(DifferenceKind.ADDED_DETAIL, Span(4, 17))
    at = claim.index("347")
    sight = Sight((0.01, 0.5, 0.48, 0.01), 0.9, ((at, at + 3, 0.999),), None, beyond)
    monkeypatch.setattr(Network, "look", lambda _, pairs: [sight] * len(pairs))
    scorer = EmbeddedScorer()
    scorer._card["sure"] = 1.1  # the network is asked, though the features would do
    (check,) = judge_all([question], scorer)
    assert [d.kind for d in check.differences if d.suspected] == []


def test_of_several_parts_the_one_with_least_support_is_said() -> None:
    sight = Sight((0.3, 0.6, 0.05, 0.05), parts=((0.9, 0.05, 0.03, 0.02), (0.1, 0.2, 0.1, 0.6)))
    assert weakest(["The ferry ran aground.", "And the town will pay."], sight) == ", least for “And the town will pay.”"
    assert weakest(["One.", "Two."], replace(sight, parts=sight.parts[:1] * 2)) == ""
    assert weakest([], Sight((0.3, 0.6, 0.05, 0.05))) == ""


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


# --- what stands elsewhere on the page ----------------------------------------------------------------------------

FILLER = " ".join(f"Shed {n} of the harbour holds nets, ropes and {n + 3} tins of tar for the winter." for n in range(30))
LONG = Page(f"{PAGE.text} {FILLER} Not a soul aboard came to any harm.", title=PAGE.title, published=PAGE.published)
UNHURT = "Everyone escaped injury."


def _sees_only(word: str) -> Callable[[Network, list[tuple[str, str]]], list[Sight]]:
    """A network that finds any claim where the text has ``word``, and none elsewhere."""
    return lambda _, pairs: [
        Sight((0.9, 0.05, 0.03, 0.02) if word in text else (0.01, 0.03, 0.01, 0.95)) for _, text in pairs
    ]


def test_what_the_premise_leaves_out_is_read_next() -> None:
    match = PageIndex(LONG).find(prepare(UNHURT, LONG.published))
    premise, parts = write_premise(match).text, further_parts(match)
    assert len(parts) == FURTHER
    for part in parts:
        assert len(part.text.split()) <= WORDS + TITLE_WORDS and part.text.startswith(f"{LONG.title}. ")
        assert any(sentence.text not in premise for sentence in part.sentences)
        assert all(LONG.text[s.start : s.end] == s.text and s.text in part.text for s in part.sentences)
    everything = further_parts(match, count=100)
    assert {s.start for part in everything for s in part.sentences} | {
        s.span.start for s in match.index.sentences if s.span.of(LONG.text) in premise
    } == {s.span.start for s in match.index.sentences}


@pytest.mark.parametrize("title", ["", "Ferry aground off Port Wend", "The ferry"])
def test_every_word_read_is_found_on_the_page(title: str) -> None:
    page = Page(PAGE.text.replace(". ", ".\n\n").replace(" said that ", "  said\n that "), title=title)
    part = write_premise(PageIndex(page).find(prepare(CLAIMS[0], "2025-03-12")))
    body = part.text.removeprefix(f"{title}. ")
    for word in re.finditer(r"\S+", part.text):
        span = part.locate(*word.span())
        if word.start() < len(part.text) - len(body):
            assert span is None
        else:
            assert span is not None and span.of(page.text) == word[0]
    assert part.locate(len(part.text) - 4, len(part.text) + 50) is not None


def test_a_page_that_was_read_whole_has_no_further_part() -> None:
    page = Page("The ferry Halcyon ran onto a sandbank. Nobody on the ferry was hurt.")
    assert further_parts(PageIndex(page).find(prepare("The ferry struck a sandbank.", "2025-03-12"))) == []


def test_a_claim_not_found_in_the_premise_is_found_further_on(monkeypatch: pytest.MonkeyPatch) -> None:
    network, match = Network(FOLDER, CARD), PageIndex(LONG).find(prepare(CLAIMS[2], LONG.published))
    parts = further_parts(match, count=100)
    monkeypatch.setattr(Network, "look", _sees_only("Not a soul"))
    ((sight, part),) = network.seek([(UNHURT, write_premise(match), lambda: parts)])
    assert sight.chances[0] == 0.9 and part in parts
    assert network.place(UNHURT, part).of(LONG.text) == "Not a soul aboard came to any harm."


def test_what_the_premise_has_is_not_sought_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> list[Part]:
        raise AssertionError("the rest of the page was read")

    monkeypatch.setattr(Network, "look", _sees_only("sandbank"))
    assert Network(FOLDER, CARD).seek([(CLAIMS[0], Part(PAGE.text), fail)])[0][1] == Part(PAGE.text)


def test_the_passage_shown_is_the_one_that_bears_the_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Network, "look", _sees_only("Not a soul"))
    page = Page(f"{PAGE.text} {FILLER} Not a soul of the nets and ropes came to harm.", published=PAGE.published)
    index = PageIndex(page)
    question = read_support("The crew in shed 4 was safe.", index)
    assert isinstance(question, Question)
    parts = further_parts(question.match, count=100)
    question = replace(question, case=replace(question.case, further=lambda: parts))
    (check,) = judge_all([question], EmbeddedScorer())
    assert check.verdict is not Verdict.NOT_IN_SOURCE
    assert [e.text for e in check.evidence] == ["Not a soul of the nets and ropes came to harm."]
    assert ELSEWHERE in check.basis


def test_a_claim_found_nowhere_stays_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def look(_: Network, pairs: list[tuple[str, str]]) -> list[Sight]:
        asked.extend(text for _, text in pairs)
        return [Sight((0.01, 0.03, 0.01, 0.95))] * len(pairs)

    monkeypatch.setattr(Network, "look", look)
    check = check_support("The ship's crew was given new nets.", PageIndex(LONG), scorer=EmbeddedScorer())
    assert check.verdict is Verdict.NOT_IN_SOURCE and not check.evidence
    assert len(asked) == 1 + FURTHER


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
        EmbeddedScorer(tmp_path).judge([Case(CLAIMS[0], (), {}, premise=lambda: Part(PAGE.text))])
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
    premise = write_premise(index.find(prepare(CLAIMS[2], PAGE.published)), 30).text
    assert premise.startswith("Ferry aground off Port Wend. ")
    assert "put off an inspection twice" in premise
    long = PageIndex(Page("Boats and more boats lay there. " * 5000, title="word " * 500))
    assert len(write_premise(long.find(prepare("Boats lay there."))).text.split()) <= WORDS + TITLE_WORDS + OUTLET_WORDS + 4


def test_above_a_premise_stand_the_pages_title_outlet_and_day() -> None:
    def head(**fields: str) -> str:
        page = Page("Boats lay there.", **fields)
        return write_premise(PageIndex(page).find(prepare("Boats lay there."))).text.removesuffix("Boats lay there.")

    assert head() == ""
    assert head(published="2025-03-12T08:00:00+01:00") == "Wednesday 12 March 2025. "
    assert head(outlet="Port Wend Post") == "Port Wend Post. "
    assert head(title="Boats lay", outlet="Port Wend Post", published="2024-02") == "Port Wend Post, February 2024. "
    assert head(title="Ships?", published="no day at all") == "Ships? "
    assert head(published="2019") == "2019. "
    assert head(published="12 March 2025, 8 am") == "12 March 2025, 8 am. "


def test_its_digest_is_that_of_the_weights(tmp_path: Path) -> None:
    """A run records it, so that an old audit says by which weights it was judged."""
    shutil.copytree(FOLDER, tmp_path / "other")
    assert EmbeddedScorer(tmp_path / "other").sha256 == EmbeddedScorer().sha256
    card = tmp_path / "other" / "card.json"
    card.write_text(card.read_text(encoding="utf-8").replace('"seed": 7', '"seed": 8'), encoding="utf-8")
    assert EmbeddedScorer(tmp_path / "other").sha256 != EmbeddedScorer().sha256
    assert EmbeddedScorer().sha256 != LexicalScorer().sha256
