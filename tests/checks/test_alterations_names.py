"""Names put in the place of others of their sort, in other words than the page's; and each fair naming let be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.checks.alterations.base import Found, View
from auditor.checks.alterations.substitutes import are_kin, find_substitutes
from auditor.checks.evidence import PageIndex, prepare
from auditor.records import Page

TEXT = """The lighthouse at Cape Soll was lit again on Friday. A grant of two million crowns was paid by the Hartwig Fund.
The Orlen Society gave the lamp oil. A mason, Edda Krone, cut the missing steps from grey slate. Painter Jory Vance came
from the village of Pellworth to gild the dome. Four divers from neighbouring Castria searched the reef for the old bell.
Ships of the Tolvan navy stayed away. The keeper, Ines Rodd, is 71. Her nephew Paul works in Dunmarsh, where the boats
are built. Miss Rodd grew up in the tower and has never lived anywhere else."""


@pytest.fixture(scope="module")
def index() -> PageIndex:
    return PageIndex(Page(TEXT, title="A lamp is lit", published="2024-05-16"))


def found(index: PageIndex, claim: str) -> list[Found]:
    return list(find_substitutes(View(index.find(prepare(claim, "2024-05-16")))))


@pytest.mark.parametrize(
    ("claim", "said", "source"),
    [
        ("The missing steps were cut from grey slate by Jory Vance.", "Jory Vance", "Edda Krone"),
        ("Four divers from Dunmarsh searched the reef for the old bell.", "Dunmarsh", "Castria"),
        ("Two million crowns in grants were paid by the Orlen Society.", "Orlen Society", "Hartwig Fund"),
        ("The painter who was to gild the dome came from the village of Castria.", "Castria", "Pellworth"),
    ],
)
def test_another_name_of_the_sort(index: PageIndex, claim: str, said: str, source: str) -> None:
    assert [(f.difference.claim, f.difference.source) for f in found(index, claim)] == [(said, source)]


@pytest.mark.parametrize(
    "claim",
    [
        "The missing steps were cut from grey slate by Edda Krone.",
        "Divers from Castria, four of them, searched the reef for the old bell.",
        "Castrian divers searched the reef for the old bell.",
        "The navy of Tolva kept its ships away.",
        "Ines Rodd grew up in the tower and has never lived anywhere else.",
        "Paul Rodd works in Dunmarsh, where boats are built.",
        "The Orlen Society gave the lamp oil, and the Hartwig Fund paid two million crowns.",
        "Pellworth lies inland.",
    ],
)
def test_a_fair_naming_is_let_be(index: PageIndex, claim: str) -> None:
    assert found(index, claim) == []


@pytest.mark.parametrize(
    ("a", "b", "kin"),
    [
        ("varn", "varnish", True),
        ("castria", "castrian", True),
        ("tolva", "tolvan", True),
        ("liviana", "livianan", True),
        ("orrin", "orrin", True),
        ("soll", "solberg", False),
        ("hart", "hartwig", False),
        ("oslo", "osman", False),
    ],
)
def test_a_people_is_kin_to_its_land(a: str, b: str, kin: bool) -> None:
    assert are_kin(a, b) is kin and are_kin(b, a) is kin


@given(st.text(max_size=12), st.text(max_size=12))
def test_kinship_is_mutual(a: str, b: str) -> None:
    assert are_kin(a, b) == are_kin(b, a)


@given(st.text(max_size=200))
def test_any_claim_is_read(claim: str) -> None:
    match = PageIndex(Page(TEXT)).find(prepare(claim))
    assert all(0 <= f.strength <= 1 for f in find_substitutes(View(match)))
