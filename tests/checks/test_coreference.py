"""Whom a page and an article mean by "she", "the president", "the company": led back where one party alone can be it."""

from __future__ import annotations

import json

import pytest

from auditor.checks.coreference import meant, parties_of
from auditor.checks.coreference.parties import MOST
from auditor.checks.evidence import PageIndex
from auditor.checks.premise import write_claim, write_premise
from auditor.checks.prepared import prepare
from auditor.checks.scorers import load_scorer
from auditor.checks.support import SupportOptions, check_support
from auditor.checks.verify import Pair, Verifier
from auditor.records import DifferenceKind, Page, Span, SupportCheck, Verdict
from tests.clock import growth

LEAGUE = (
    "Anneke Roos, the president of the Velden Ice League, opened the season on Friday. The league has nine clubs. Roos "
    "signed the lease for a second rink in Odern on Monday. She said the rink would cost 4.2 million euros. Dario Lenz, "
    "the treasurer, voted against the lease. He called it reckless. The board backed Roos by six votes to three."
)
SMELTER = (
    "Tarn Metals, a copper producer based in Holm, closed its smelter on Tuesday. The company blamed power prices. Some "
    "240 people lose their jobs. Velia Power, the utility which supplied the plant, said it had offered a discount. The "
    "utility had raised tariffs twice in 2024. Mayor Marit Osk asked the government for help. Osk met workers at the "
    "gate on Wednesday."
)


def marked(text: str) -> str:
    """The text with each mention that is led back followed by its party in braces."""
    index = PageIndex(Page(text))
    out, at = "", 0
    for number in range(len(index.sentences)):
        for mention in parties_of(index).mentions(number):
            if mention.form != "name":
                out += text[at : mention.span.end] + "{" + mention.party.name + "}"
                at = mention.span.end
    return out + text[at:]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LEAGUE, "She{Anneke Roos} said the rink"),
        (LEAGUE, "He{Dario Lenz} called it"),
        (SMELTER, "The company{Tarn Metals} blamed"),
        (SMELTER, "The utility{Velia Power} had raised"),
        ("Mayor Ines Caldow spoke first. The mayor was brief.", "The mayor{Ines Caldow} was"),
        ("Jun-ho Baek, a diver, found the bell. The diver kept it.", "The diver{Jun-ho Baek} kept"),
        ("The club's treasurer, Dario Lenz, resigned. The treasurer gave no reason.", "The treasurer{Dario Lenz} gave"),
        ("Odern Town Council met on Monday. Nobody spoke. The council voted.", "The council{Odern Town Council} voted"),
        (
            "Ines Caldow, the former mayor, sat beside Rolf Tande, the mayor. The former mayor wept.",
            "The former mayor{Ines Caldow} wept",
        ),
        (
            "Ines Caldow, the former mayor, sat beside Rolf Tande, the mayor. The mayor smiled.",
            "The mayor{Rolf Tande} smiled",
        ),
        (
            "Rolf Tande, mayor for ten years until he lost in May, sat beside Mayor Ines Caldow. The present mayor left.",
            "The present mayor{Ines Caldow} left",
        ),
        (
            "A lorry driver told the court on Monday that he had slept. Stanislav Mbeki, 47, is charged with fraud. The "
            "driver wept.",
            "The driver{Stanislav Mbeki} wept",
        ),
        ('Ines Caldow spoke first. "We waited," she said.', "she{Ines Caldow} said"),
        ("Tarn Metals, a producer, closed on Friday. It blamed the rain.", "It{Tarn Metals} blamed"),
        (
            "Prosecutor Alda Jimenez rose. The prosecutor asked for two years.",
            "The prosecutor{Alda Jimenez} asked",
        ),
        (
            "Solveig Arnt, the director, left with Mr Quillan Rey. Mr Rey accused Arnt of theft. She said it was a loan.",
            "She{Solveig Arnt} said",
        ),
    ],
)  # fmt: skip
def test_a_mention_is_led_back_to_the_party_it_stands_for(text: str, said: str) -> None:
    assert said in marked(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ines Caldow, a lawyer, met Rolf Tande, a lawyer. The lawyer left early.",
        "Ines Caldow, the fisheries minister, spoke. The finance minister was away.",
        "Ines Caldow spoke first. The older woman said she had no time.",
        "Tarn Metals, a producer, sued Velia Power, a producer. The company lost.",
        "Tarn Metals, a producer, closed on Friday. It rained all day. It is known that it was late.",
        "Ines Caldow, the mayor of Odern, spoke. The mayor of Holm was away.",
        "After the vote Caldow left. The vote was close.",
        "Ines Caldow was there. A mayor is paid little.",
        "On Great Hollin, the mayor, Ioan Pryce, opened the school. The island has 40 people.",
        'Ines Caldow spoke. "She is brave," the crowd sang.',
        "",
        "She said so.",
        "Maria Lopez opened the meeting. A woman in the crowd shouted. She was removed by guards.",
        "Maria Lopez is mayor. Tom Reed's wife left the hall. She wept.",
        "Vice president Ana Cole met King Olav. The president was abroad.",
        "Deputy mayor Ana Cole spoke on Monday. The mayor was ill.",
        "David Moss, a spokesman for the ministry, said no. The spokesman for the police said yes.",
        "Amy Stone, a nurse, was killed. The nurse who found her called police.",
        "Amy Stone, a nurse, was killed. The nurses' union mourned.",
        "Luc Morel, the president's brother, was jailed. The president's brother-in-law left.",
        "Ana Cole, president of the tennis club, resigned. The president of Norway was silent.",
        "Greta Olsen, the minister, resigned. A new minister will be named. The new minister will face a strike.",
        "Ed Poole, an expert at Holm, said it was rare. Another expert disagreed. The expert said more was needed.",
        "Arlen Steel bought Moss Metals for 20 million. The company employs 300 people.",
        "Nordal Ltd is suing Brekke Ltd over a patent. Nordal makes pumps. The company denied the claim.",
        "We met Lawyer-Alda-Jimenez today.",
        "Nobody won the cup. He praised Dario Lenz. He left in June, said the club.",
        "Velko has backed Dario Lenz since May. He left the party on Monday.",
        "The band toured with \"The Quill Report\" in May. He left it in June.",
        "Teachers were trained at Odern College Varn. He left it in June.",
        "Dario Lenz, a novelist, sold the script. The Dane left in March, before the shooting. He called it a farce.",
    ],
)
def test_what_may_mean_two_or_nobody_is_left_alone(text: str) -> None:
    assert "{" not in marked(text)


def test_who_holds_which_part_is_no_place_or_vote() -> None:
    parties = {p.name: p for p in parties_of(PageIndex(Page(LEAGUE + " " + SMELTER))).parties}
    assert parties["Anneke Roos"].called == "president of the Velden Ice League"
    assert parties["Dario Lenz"].person > 0 > parties["Tarn Metals"].person
    assert not parties["Odern"].described


@pytest.mark.parametrize(
    ("claim", "page", "glossed"),
    [
        ("The president put the price at 4.2 million euros.", LEAGUE, "She (Anneke Roos, the president of the Velden Ice League) said"),
        ("The president signed the lease for a second rink.", LEAGUE, "Roos (the president of the Velden Ice League) signed"),
        ("Roos put the price at 4.2 million euros.", LEAGUE, "She (Anneke Roos) said"),
        ("Tarn Metals blamed power prices.", SMELTER, "The company (Tarn Metals) blamed"),
    ],
)  # fmt: skip
def test_the_premise_says_who_is_meant_and_places_stay_those_of_the_page(claim: str, page: str, glossed: str) -> None:
    index = PageIndex(Page(page))
    part = write_premise(index.find(prepare(claim)))
    assert glossed in part.text
    for word in ("signed the lease", "lose their jobs", "called it reckless.", "in 2024"):
        if word in part.text:
            start = part.text.index(word)
            place = part.locate(start, start + len(word))
            assert place is not None and place.of(page) == word
    inside = part.text.index("(") + 1
    assert part.locate(inside, inside + 5) is None  # what was added stands nowhere


def test_a_sentence_that_names_its_party_is_read_as_it_stands() -> None:
    index = PageIndex(Page(SMELTER.split(" The company")[0] + " Velia Power blamed the weather."))
    assert "(" not in write_premise(index.find(prepare("Velia Power blamed the weather."))).text


@pytest.mark.parametrize(
    ("claim", "context", "told"),
    [
        ("She signed the lease.", "Anneke Roos opened the season.", "She (Anneke Roos) signed the lease."),
        ("The company blamed prices.", "Tarn Metals, a producer, closed.", "The company (Tarn Metals) blamed prices."),
        ("The treasurer objected.", "Dario Lenz, the treasurer, was there.", "The treasurer (Dario Lenz) objected."),
        ("She signed the lease.", "", "She signed the lease."),
        ("She signed the lease.", "Anneke Roos met Mina Falk and Ida Brandt.", None),
        ("Nine clubs play.", "Anneke Roos opened the season.", "Nine clubs play."),
    ],
)
def test_a_claim_is_read_with_whom_the_article_means(claim: str, context: str, told: str | None) -> None:
    part = write_claim(prepare(claim, context=context))
    if told is not None:
        assert part.text == told
    for word in ("signed", "blamed prices", "objected"):
        if word in claim:
            start = part.text.index(word)
            assert part.locate(start, start + len(word)) == Span(claim.index(word), claim.index(word) + len(word))


def test_a_long_claim_is_read_to_its_end() -> None:
    claim = "She said that " + " ".join(f"club{i} paid" for i in range(40)) + " and resigned."
    part = write_claim(prepare(claim, context="Anneke Roos, the league's president, spoke on Monday."))
    assert part.text == claim.replace("She said", "She (Anneke Roos) said")
    start = part.text.index("resigned")
    assert part.locate(start, start + 8) == Span(claim.index("resigned"), claim.index("resigned") + 8)


def test_a_title_that_the_text_begins_with_is_not_said_twice() -> None:
    text = "The president quits over money\nAnneke Roos, the president, told clubs on Monday that the league had lost."
    index = PageIndex(Page(text, title="The president quits over money"))
    assert write_premise(index.find(prepare("Anneke Roos quits over money."))).text.count("quits over money") == 1


def test_a_town_is_not_the_university_that_bears_its_name() -> None:
    names = [p.name for p in parties_of(PageIndex(Page("The University of Leeds opened a lab. In Leeds it rained."))).parties]
    assert names == ["University of Leeds", "Leeds"]
    text = "Odern College Holm opened a lab. It was small. Lena Roos flew to Holm. Holm was wet."
    assert "Odern College Holm" in (names := [p.name for p in parties_of(PageIndex(Page(text))).parties]) and "Holm" in names


def check(claim: str, page: str, context: str = "") -> SupportCheck:
    return check_support(claim, PageIndex(Page(page)), scorer=load_scorer("embedded"), context=context)


@pytest.mark.parametrize(
    ("claim", "page", "context"),
    [
        ("The president signed the lease for a second rink on Monday.", LEAGUE, ""),
        ("The league's president signed the lease for a second rink.", LEAGUE, ""),
        ("The treasurer called the lease reckless.", LEAGUE, ""),
        ("Tarn Metals blamed power prices for the closure.", SMELTER, ""),
        ("Velia Power had raised tariffs twice in 2024.", SMELTER, ""),
        ("The mayor met workers at the gate on Wednesday.", SMELTER, ""),
        ("She signed the lease for a second rink.", LEAGUE, "Anneke Roos opened the season on Friday."),
    ],
)
def test_another_name_for_the_same_party_is_supported(claim: str, page: str, context: str) -> None:
    assert check(claim, page, context).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("claim", "page", "context", "ours", "theirs"),
    [
        ("The treasurer signed the lease for a second rink on Monday.", LEAGUE, "", "treasurer", "Roos"),
        ("The president called the lease reckless.", LEAGUE, "", "president", "He"),
        ("Tarn Metals had raised tariffs twice in 2024.", SMELTER, "", "Tarn Metals", "utility"),
        ("The utility closed its smelter on Tuesday.", SMELTER, "", "utility", "Tarn Metals"),
        ("He signed the lease for a second rink on Monday.", LEAGUE, "Dario Lenz was at the table.", "He", "Roos"),
    ],
)  # fmt: skip
def test_another_party_is_contradicted_and_both_sides_are_named(
    claim: str, page: str, context: str, ours: str, theirs: str
) -> None:
    found = check(claim, page, context)
    assert found.verdict is Verdict.CONTRADICTED
    said = found.differences[0]
    assert said.kind in (DifferenceKind.ENTITY, DifferenceKind.ATTRIBUTION, DifferenceKind.ROLE_SWAP)
    assert ours in said.claim and theirs in (said.source or "")
    assert said.claim_span is not None and said.claim_span.of(claim) == said.claim
    assert said.source_span is not None and said.source_span.of(page) == said.source


def test_verify_takes_what_stands_before_a_claim() -> None:
    verifier = Verifier("embedded")
    lone = Pair("1", "He signed the lease for a second rink on Monday.", LEAGUE)
    told = Pair("2", lone.claim, LEAGUE, context="Dario Lenz was at the table. " * 3)
    assert verifier.verify(lone)["verdict"] != "contradicted" == verifier.verify(told)["verdict"]


def test_a_page_of_names_is_read_in_time_that_grows_with_its_length() -> None:
    def page(n: int) -> str:
        return " ".join(f"Bank Number{chr(97 + k % 26)}{k} met Lena Bank{k}, the bank manager, on Monday." for k in range(n))

    assert len(parties_of(PageIndex(Page(page(600)))).parties) <= MOST
    assert growth(lambda n: parties_of(PageIndex(Page(page(n)))), 200, 800, 8) < 8


@pytest.mark.parametrize("text", ["(" * 50, "the the the of of", "The 's president, , who is", "A\n\nB, the\n\n, C", "\ud800 Roos, the \ud800"])
def test_odd_text_has_no_parties_and_no_error(text: str) -> None:
    parties_of(PageIndex(Page(text)))
    assert meant(prepare("She left.", context=text)) == []


def test_a_line_of_verify_with_a_context_that_is_no_text_is_told() -> None:
    from click.testing import CliRunner

    from auditor.cli.verify import command

    line = json.dumps({"id": 1, "claim": "She left.", "source": "Roos left.", "context": ["a"]})
    result = CliRunner().invoke(command, ["-"], input=line + "\n")
    assert "context" in str(result.exception or result.output)


def test_bars_of_the_policy_hold_for_whom_is_meant() -> None:
    index = PageIndex(Page(LEAGUE))
    claim = "The treasurer signed the lease for a second rink on Monday."
    strict = check_support(claim, index, scorer=load_scorer("embedded"), options=SupportOptions(named=1.0, alone=1.0))
    assert strict.verdict is not Verdict.CONTRADICTED and strict.verdict is not Verdict.SUPPORTED
