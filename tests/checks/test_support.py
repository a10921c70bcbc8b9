"""Verdicts, with an invented page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from auditor.checks.evidence import PageIndex
from auditor.checks.scorers import Case, Judgement, LexicalScorer
from auditor.checks.support import check_support
from auditor.records import Page, Verdict

TEXT = """The Ostrava Street footbridge in Velm reopened on Monday after 14 months of repairs that cost 3.2 million euros.
Mayor Ines Carrow said the work had been slowed by a strike at the steelworks. "We opened late, but we opened safely," she
said. The contractor, Brask and Sons, rejected a claim that it had used untested bolts. About 900 people cross the bridge
each day, and the council may add lights in the autumn."""


@pytest.fixture(scope="module")
def index() -> PageIndex:
    return PageIndex(Page(TEXT, title="Footbridge reopens", published="2024-05-16"))


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("About 900 people cross the bridge each day.", Verdict.SUPPORTED),
        ("The repairs cost 3.2 million euros and took 14 months.", Verdict.SUPPORTED),
        ("The opera house has hired a new conductor from Lisbon.", Verdict.NOT_IN_SOURCE),
    ],
)
def test_verdict(index: PageIndex, claim: str, verdict: Verdict) -> None:
    check = check_support(claim, index, scorer=LexicalScorer())
    assert check.verdict is verdict
    assert check.confidence is not None
    assert check.support is not None
    assert 0 <= check.confidence <= 1
    for passage in check.evidence:
        assert TEXT[passage.start : passage.end] == passage.text
    assert bool(check.evidence) == (verdict is not Verdict.NOT_IN_SOURCE)


def test_nothing_to_judge(index: PageIndex) -> None:
    assert check_support("...", index, scorer=LexicalScorer()).verdict is Verdict.NOT_IN_SOURCE
    empty = check_support("A claim.", PageIndex(Page("")), scorer=LexicalScorer())
    assert (empty.verdict, empty.confidence) == (Verdict.SOURCE_UNAVAILABLE, None)


FRENCH = """La passerelle de la rue d'Ostrava a rouvert lundi après quatorze mois de travaux. Le maire a dit que les retards
étaient dus à une grève dans les aciéries. Les habitants de la ville sont contents, mais le bruit est plus fort qu'avant."""
RUSSIAN = (
    "Пешеходный мост на улице Остравы вновь открыт после четырнадцати месяцев ремонта. Мэр назвала причины задержки."
)


@pytest.mark.parametrize("page", [FRENCH, RUSSIAN], ids=["french", "russian"])
@pytest.mark.parametrize(
    "claim",
    [
        "The mayor resigned.",
        "Lights may be added in the autumn.",
        "The Ostrava Street footbridge cost 3.2 million euros and was opened by the mayor in the spring.",
    ],
)
def test_no_verdict_on_a_page_in_another_language(page: str, claim: str) -> None:
    check = check_support(claim, PageIndex(Page(page)), scorer=LexicalScorer())
    assert (check.verdict, check.confidence, check.support) == (Verdict.SOURCE_UNAVAILABLE, None, None)
    assert check.basis.startswith("language_mismatch")


@pytest.mark.parametrize(
    "claim",
    [
        "Jean de la Fontaine wrote 240 fables.",
        "De Gaulle visited Quebec in 1967.",
        "Banco do Brasil and Der Spiegel parted.",
        "La Scala hired a new conductor, said Die Zeit.",
    ],
)
def test_foreign_names_are_no_foreign_language(index: PageIndex, claim: str) -> None:
    assert check_support(claim, index, scorer=LexicalScorer()).verdict is Verdict.NOT_IN_SOURCE


@pytest.mark.parametrize("claim", ["The opera house has hired a conductor from Lisbon.", "Violins tuned quietly."])
def test_an_absence_is_not_sure_on_a_page_that_is_cut_off(claim: str) -> None:
    whole, cut = (PageIndex(Page(TEXT, published="2024-05-16", truncated=flag)) for flag in (False, True))
    sure = check_support(claim, whole, scorer=LexicalScorer())
    unsure = check_support(claim, cut, scorer=LexicalScorer())
    assert (sure.verdict, unsure.verdict) == (Verdict.NOT_IN_SOURCE, Verdict.NOT_IN_SOURCE)
    assert sure.confidence is not None
    assert unsure.confidence is not None
    assert unsure.confidence <= 0.6 < sure.confidence


def test_a_support_is_as_sure_on_a_page_that_is_cut_off() -> None:
    claim = "About 900 people cross the bridge each day."
    checks = [
        check_support(claim, PageIndex(Page(TEXT, truncated=flag)), scorer=LexicalScorer()) for flag in (False, True)
    ]
    assert checks[0] == checks[1]


class _Says:
    """A scorer that says what it was told to."""

    name = "says"

    def __init__(self, *probabilities: float) -> None:
        self._said = Judgement(tuple(probabilities), weighed=True)  # type: ignore[arg-type]  # four of them

    def judge(self, cases: Sequence[Case]) -> list[Judgement]:
        return [self._said for _ in cases]


@pytest.mark.parametrize(
    ("probabilities", "verdict"),
    [
        ((0.10, 0.10, 0.75, 0.05), Verdict.PARTIALLY_SUPPORTED),
        ((0.05, 0.05, 0.45, 0.45), Verdict.PARTIALLY_SUPPORTED),
        ((0.35, 0.05, 0.55, 0.05), Verdict.SUPPORTED),  # not twice as likely
        ((0.02, 0.08, 0.40, 0.50), Verdict.NOT_IN_SOURCE),  # absence is likelier
    ],
)
def test_a_likely_contradiction_without_a_name_does_not_pass_as_supported(
    probabilities: tuple[float, ...], verdict: Verdict
) -> None:
    page = PageIndex(Page("The council of Port Wend met on Tuesday. It will buy a second ferry for the island."))
    check = check_support("The council will buy a second ferry.", page, scorer=_Says(*probabilities))
    assert check.verdict is verdict and not check.differences
    assert ("no rule confirms it" in check.basis) is (verdict is Verdict.PARTIALLY_SUPPORTED)
    if verdict is Verdict.PARTIALLY_SUPPORTED:
        assert check.evidence and check.confidence == pytest.approx(probabilities[1] + probabilities[2])
