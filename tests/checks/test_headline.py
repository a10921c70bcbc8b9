"""A headline against its body: each kind of fault, its sentence, and bad input."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.checks.headline import HeadlineOptions, check_headline, reader_of
from auditor.checks.headline.alignment import Alignment
from auditor.checks.headline.counts import find_wrong_number
from auditor.checks.headline.cues import cue
from auditor.checks.headline.poles import phrase_poles, poles_of
from auditor.checks.headline.reading import read_body
from auditor.checks.headline.stance import default_model
from auditor.checks.headline.terms import read_terms
from auditor.checks.headline.turns import find_contradiction
from auditor.checks.scorers import load_scorer
from auditor.records import HeadlineKind, Stance
from tests.clock import least

CASES = Path(__file__).parent / "cases" / "headlines.jsonl"

BRIDGE = (
    "The Sallow footbridge will close on 4 May for repairs, the county said on Monday. The work will cost 2.3 million "
    "crowns and take six weeks. Engineer Mara Tolle said two planks had rotted and nobody had been in danger. A walkers' "
    "club claims that the county ignored its letters for years; the county denies it."
)

# headline, kind, words of the sentence that shows it (None where no sentence can)
FAULTS = [
    ("Sallow footbridge to close on 4 May for repairs", "ok", None),
    ("Footbridge repairs to cost 2.3 million crowns", "ok", None),
    ("Footbridge repairs to cost 23 million crowns", "number_wrong", "2.3 million"),
    ("Footbridge repairs to take nine weeks", "number_wrong", "six weeks"),
    ("County ignored walkers' letters for years", "attribution_dropped", "walkers' club claims"),
    ("You won't believe what was found under this footbridge", "clickbait", None),
    ("Sallow footbridge will not close for repairs", "contradicted", "will close"),
]


@pytest.mark.parametrize(("headline", "kind", "shown"), FAULTS)
def test_each_fault_is_named_and_shown(headline: str, kind: str, shown: str | None) -> None:
    check = check_headline(headline, BRIDGE)
    assert check.kind == kind
    assert check.verdict == ("ok" if kind == "ok" else "mismatch")
    if shown:
        assert check.evidence is not None and shown in check.evidence.text
        assert shown in check.why, "the reason shows the body's side"


SHORT = [
    # opposite outcomes, denial, parties exchanged
    ("Council Rejects Sunday Ferry", "The Norra council approved a Sunday ferry by 9 votes to 2.", "contradicted"),
    ("Unemployment Rises in Lorn", "The jobless rate in Lorn fell to 4.1 percent from 4.6 percent.", "contradicted"),
    ("Herons Beat Rams in Cup Final", "The Rams beat the Herons 2-0 in the cup final on Sunday.", "contradicted"),
    # degree
    ("Town in Chaos as Trams Freeze", "One tram was late by ten minutes on Friday because of ice.", "exaggerated"),
    ("Thousands Flee Fire", "A fire in a shed was put out in minutes. As a precaution 12 people left.", "exaggerated"),
    # a part said of the whole
    (
        "Garlic Cures Colds",
        "Mice given garlic in a laboratory had fewer colds. No study in people is planned.",
        "scope_changed",
    ),
    # nothing in the body bears on it
    ("Hackers Blamed for Power Cut", "A power cut hit Lidd on Monday. A marten had bitten a cable.", "unsupported"),
    # questions, answered or not
    (
        "Who Poisoned the Swans?",
        "Six swans were found dead at Mott. Samples have been taken. Results are due in May.",
        "question_unanswered",
    ),
    ("Can Moss Clean the Air? A Little", "Moss took up a tenth of the dust in a test street in Selby.", "ok"),
    ("Why Are the Buses Late?", "The buses in Ayra are late because the bridge on the route is closed.", "ok"),
    # paraphrase and rounding hold
    ("Nearly Half of Voters Stayed Home", "Turnout was low: 48 percent of voters did not go to the polls.", "ok"),
    ("Mayor Quits", "Mayor Ida Brandl of Hest resigned on Tuesday after nine years.", "ok"),
]


@pytest.mark.parametrize(("headline", "body", "kind"), SHORT)
def test_short_bodies(headline: str, body: str, kind: str) -> None:
    assert check_headline(headline, body).kind == kind


def _cases() -> list[dict[str, str]]:
    return [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]


def test_cases_hold_their_floors() -> None:
    """The weights were fitted on these cases: the floor guards against a change that breaks a detector."""
    cases = _cases()
    answers = [(case["label"], check_headline(case["headline"], case["body"]).kind.value) for case in cases]
    kept = [got == "ok" for label, got in answers if label == "ok"]
    found = [got != "ok" for label, got in answers if label != "ok"]
    exact = [label == got for label, got in answers]
    assert len(cases) >= 400
    assert sum(kept) / len(kept) >= 0.85
    assert sum(found) / len(found) >= 0.80
    assert sum(exact) / len(exact) >= 0.78


def test_every_kind_has_cases() -> None:
    labels = [case["label"] for case in _cases()]
    assert {kind.value for kind in HeadlineKind} == set(labels)
    assert min(labels.count(label) for label in set(labels)) >= 25


def test_evidence_counts_in_the_body() -> None:
    for case in _cases()[:120]:
        evidence = check_headline(case["headline"], case["body"]).evidence
        if evidence is not None:
            assert case["body"][evidence.start : evidence.end] == evidence.text


def test_the_bar_decides_the_verdict() -> None:
    headline, body = "Footbridge repairs to take nine weeks", BRIDGE
    score = check_headline(headline, body).score
    assert 0.5 < score < 1
    assert check_headline(headline, body, options=HeadlineOptions(bar=score + 0.001)).verdict == "ok"
    assert check_headline(headline, body, options=HeadlineOptions(bar=score)).verdict == "mismatch"


@pytest.mark.parametrize(
    ("headline", "body", "verdict", "said"),
    [
        ("", "A body.", "ok", "no headline"),
        ("   ", "", "ok", "no headline"),
        ("...", "A body.", "ok", "no headline"),
        ("Flood in Lidd", "", "mismatch", "no body"),
        ("Flood in Lidd", " \n\n ", "mismatch", "no body"),
    ],
)
def test_nothing_to_check(headline: str, body: str, verdict: str, said: str) -> None:
    check = check_headline(headline, body)
    assert check.verdict == verdict and said in check.why and check.stance is Stance.UNRELATED


def test_a_headline_of_one_word() -> None:
    assert check_headline("Flood", "A flood covered two fields near Sallow on Sunday.").verdict == "ok"


def test_a_section_label_and_an_outlet_do_not_count() -> None:
    plain = check_headline("Sallow footbridge to close on 4 May", BRIDGE)
    dressed = check_headline("LIVE: Sallow footbridge to close on 4 May | Sallow Echo", BRIDGE)
    assert plain.kind == dressed.kind == HeadlineKind.OK


HOSTILE = [
    "word ",
    "The cat said “no” to 12 of 40 dogs. ",
    "a",
    "? ",
    "10, ",
    "says " * 3 + ". ",
    "not " * 5,
    "“",
    "\n",
    "é́",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_megabyte_takes_no_longer_than_a_long_article(piece: str) -> None:
    body = piece * (1_000_000 // len(piece))

    def check() -> None:
        check_headline("All cats in Norra killed 14 dogs, experts say", body)
        check_headline(body, "All cats in Norra killed 14 dogs, experts say. Nobody saw it.")

    assert least(check, enough=4) < 4


def _search(names: list[str], text: str) -> None:
    for name in names:
        cue(name).search(text)


def test_cue_patterns_are_linear() -> None:
    names = [
        "claim",
        "dispute",
        "open",
        "caveat",
        "sample",
        "limit",
        "contrast",
        "mild",
        "hyperbole",
        "hedged headline",
    ]
    for piece in (" according to the a b c", " other x", " not been", " a of the b", " says", " word"):
        text = piece * 4000 + " "
        assert least(partial(_search, names, text), enough=2) < 2, piece


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.text(max_size=400))
def test_any_text_gets_a_clear_answer(headline: str, body: str) -> None:
    check = check_headline(headline, body)
    assert 0 <= check.score <= 1
    assert (check.verdict == "ok") == (check.kind is HeadlineKind.OK)
    assert check.why
    if check.evidence is not None:
        assert body[check.evidence.start : check.evidence.end] == check.evidence.text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from("Norra mayor denies 12 dead no all mice “quote” rises fell ? says Monday €5".split()),
        max_size=30,
    )
)
def test_any_words_get_a_clear_answer(words: list[str]) -> None:
    text = " ".join(words)
    assert 0 <= check_headline(text, BRIDGE).score <= 1
    assert 0 <= check_headline("Mayor denies all 12 rises", text).score <= 1


ARTICLE = (
    "The harbour of Averly will be dredged in March, the port said on Friday. Ferries to Skerry will leave from the fish "
    "quay for six weeks. Fishermen fear for the lobster grounds north of the pier. The port has modelled the currents "
    "and expects no harm. A report on the plan is to be published in April, and the council will hear anglers, divers "
    "and the owners of the boats before the work begins. The last dredging was in 2009 and took five weeks."
)


def test_a_headline_of_another_article_is_unsupported() -> None:
    check = check_headline("Bank of Corran raises its key rate for the third time", ARTICLE)
    assert check.kind is HeadlineKind.UNSUPPORTED and check.stance is Stance.UNRELATED and check.evidence is None
    assert check_headline("Averly harbour to be dredged in March", ARTICLE).kind is HeadlineKind.OK


FARES = "A ticket from Marl to Inch will fall from 118 to {} crowns next month, the airline announced on Friday."


@pytest.mark.parametrize(
    ("headline", "price", "steep"),
    [
        ("Airline Slashes Fares to Inch", 115, True),
        ("Airline Slashes Fares to Inch", 59, False),
        ("Airline Cuts Fares to Inch", 115, False),
    ],
)
def test_steep_words_for_prices_that_hardly_move(headline: str, price: int, steep: bool) -> None:
    found = check_headline(headline, FARES.format(price))
    assert (found.kind is HeadlineKind.EXAGGERATED) is steep
    if steep:
        assert found.evidence is not None and "118 to 115" in found.evidence.text


def test_the_age_somebody_had_at_another_time_is_no_rival() -> None:
    body = "Signe Holt crossed the line after seven hours. Born in 1935, the retired midwife took up running when she was 70."
    assert check_headline("Woman, 91, Finishes Marathon in Varr", body).kind is not HeadlineKind.NUMBER_WRONG


FIGURES = [
    # headline, body, whether a figure is wrong
    ("Quake of Magnitude 4.3 Hits Valley", "A quake hit the valley. The service measured a magnitude of 3.4.", True),
    ("Quake of Magnitude 3.4 Hits Valley", "A quake hit the valley. The service measured a magnitude of 3.4.", False),
    ("Provider Fined 25 Million", "The provider Lumen is fined 2.5 million crowns for its speed ads.", True),
    ("Route 9 Closed", "Route 9 is closed from Monday. Route 7 stays open.", False),
    ("Lerna Beats Osterby 37-24", "The women of Lerna beat Osterby 27-24 on Saturday in the handball league.", True),
    ("Lerna Beats Osterby 27-24", "The women of Lerna beat Osterby 27-24 on Saturday in the handball league.", False),
    ("Province Loses 5,200 Beds", "Hospital beds in the province fell from 5,200 to 4,900 within a year.", True),
    ("Province Loses 300 Beds", "Hospital beds in the province fell from 5,200 to 4,900 within a year.", False),
    ("Ferry Carries 2.1 Million Fewer Passengers", "The ferry carried 2.1 million passengers, 140,000 fewer.", True),
    ("Ferry Carries 140,000 Fewer Passengers", "The ferry carried 2.1 million passengers, 140,000 fewer.", False),
    ("Site Has 2 Million Users a Year", "Some 2 million people use the site each month, its owner says.", True),
    ("Site Has 2 Million Users a Month", "Some 2 million people use the site each month, its owner says.", False),
    ("Trains Return 12 Weeks Early", "Trains are back, 12 days earlier than the operator had expected.", True),
    ("Trains Return 12 Days Early", "Trains are back, 12 days earlier than the operator had expected.", False),
    (
        "Half of Orders Made Online",
        "The firm has nine shops and plans four more. A quarter of orders are made online.",
        True,
    ),
    ("Classes to Start at 8.45", "Lessons start at 8.45 instead of 7.50 from August, the board voted.", False),
]


@pytest.mark.parametrize(("headline", "body", "wrong"), FIGURES)
def test_figures_are_held_against_what_they_count(headline: str, body: str, wrong: bool) -> None:
    aligned = Alignment(read_terms(headline, 60), read_body(body), default_model().rarity.of)
    assert (find_wrong_number(headline, aligned).score >= 0.5) is wrong


@pytest.mark.parametrize(
    ("headline", "body", "against"),
    [
        ("Village Still Cut Off", "The village of Hochalp, cut off nine days ago, can be reached again.", True),
        ("Village Still Cut Off", "The village of Hochalp, cut off nine days ago, still cannot be reached.", False),
        ("Minister Never Offered to Resign", "The minister rejected a report that she offered to resign.", False),
        ("Bank Keeps Rate", "The bank left its rate at 3.25 percent on Thursday.", False),
        ("Hikers Turn Up Safe", "The missing hikers walked into a hut on Monday, cold but safe.", False),
    ],
)
def test_turned_round_or_not(headline: str, body: str, against: bool) -> None:
    aligned = Alignment(read_terms(headline, 60), read_body(body), default_model().rarity.of)
    assert (find_contradiction(aligned).score >= 0.5) is against


def test_one_word_that_the_body_lacks_is_unsupported() -> None:
    check = check_headline(
        "Fire", "The weir at Tarrow will take until November to rebuild, the water board said on Monday."
    )
    assert (check.verdict, check.kind, check.evidence) == ("mismatch", HeadlineKind.UNSUPPORTED, None)


def test_a_headline_in_another_language_is_not_judged() -> None:
    body = "The weir at Tarrow will take until November to rebuild, the water board said after its meeting on Monday."
    check = check_headline("La presa de Tarrow seguirá cerrada hasta noviembre", body)
    assert (check.verdict, check.score) == ("ok", 0.0)
    assert "another language" in check.why


def test_phrases_broken_over_two_lines_of_the_list_are_whole() -> None:
    assert ("liberty", -1) in phrase_poles(" the thief be lock up ")
    assert not poles_of(("up",), "up") or ("liberty", -1) not in poles_of(("up",), "up")
    assert ("liberty", 1) not in poles_of(("walk",), "walked")


READY = "The weir at Tarrow will be ready in November, the water board said on Monday. Its planks had been rotten."
OPEN = "A coffin was found in the mud of Tarrow. Who lies in it, a bishop or a knight, is unclear, a curator said."


@pytest.mark.parametrize(
    ("headline", "body", "kind"),
    [
        ("When will the weir at Tarrow be ready?", READY, "ok"),
        ("Who lies in the coffin of Tarrow?", OPEN, "question_unanswered"),
        ("Bishop or knight? Who lies in the coffin", OPEN, "question_unanswered"),
    ],
)
def test_a_headline_that_only_asks_fits_or_has_no_answer(headline: str, body: str, kind: str) -> None:
    assert check_headline(headline, body, reader=reader_of(load_scorer("embedded"))).kind.value == kind
