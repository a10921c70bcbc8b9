"""Statements given to another party than the page's, in whatever words; and each fair naming of the teller let be."""

from __future__ import annotations

import pytest

from auditor.checks.alterations import find_alterations
from auditor.checks.alterations.base import Found, View
from auditor.checks.alterations.cast import cast_of
from auditor.checks.alterations.voices import find_voices, voices
from auditor.checks.evidence import PageIndex, prepare
from auditor.checks.reading import read_text
from auditor.records import DifferenceKind, Page

TEXT = """The harbour of Quell will be dredged next spring. Transport minister Odile Farr said the digging would take nine
weeks and cost less than a new breakwater. Her critic Jonas Reed, chairman of the Anglers' Union, said the mud would bury
the mussel beds for a generation. Reed opposes the tender, arguing that no dredger on the coast could lift so much clay.
A diver who asked not to be named said the old anchors on the bottom had never been mapped. The clerk replied that the
charts were at the printer and would be shown at the town hall. "We shall listen to every skipper," Farr promised. The
mussel growers, who met on Sunday, have hired a lawyer, Petra Lind. Lind doubted that the permits were valid."""


@pytest.fixture(scope="module")
def index() -> PageIndex:
    return PageIndex(Page(TEXT, title="Harbour to be dredged", published="2024-05-16"))


def found(index: PageIndex, claim: str) -> list[Found]:
    return list(find_voices(View(index.find(prepare(claim, "2024-05-16")))))


@pytest.mark.parametrize(
    ("claim", "said", "source"),
    [
        ("Petra Lind said the mud would bury the mussel beds for a generation.", "Petra Lind", "Jonas Reed"),
        ("It was Odile Farr who argued that no dredger on the coast could lift so much clay.", "Odile Farr", "Reed"),
        ("The transport minister said the mud would bury the beds of mussels.", "The transport minister", "Jonas Reed"),
        (
            "According to Jonas Reed, the digging would take nine weeks and cost less than a breakwater.",
            "Jonas Reed",
            "Odile Farr",
        ),
        ("Petra Lind told the town that the old anchors had never been mapped.", "Petra Lind", "A diver"),
        (
            "The minister said the charts were at the printer and would be shown at the hall.",
            "The minister",
            "The clerk",
        ),
        ("In Odile Farr's opinion the mud would bury the mussel beds.", "Odile Farr", "Jonas Reed"),
    ],
)
def test_another_teller(index: PageIndex, claim: str, said: str, source: str) -> None:
    result = found(index, claim)
    assert [(f.difference.claim, f.difference.source) for f in result] == [(said, source)]


@pytest.mark.parametrize(
    "claim",
    [
        "The chairman of the Anglers' Union said the mud would bury the mussel beds for a generation.",
        "The Anglers' Union said the mud would bury the mussel beds for a generation.",
        "Transport minister Odile Farr said that the digging would take nine weeks.",
        "The minister said the digging would cost less than a new breakwater.",
        "A lawyer doubted that the permits were valid.",
        "The growers' lawyer, Petra Lind, doubted that the permits were valid.",
        "An official said the charts were at the printer and would be shown at the town hall.",
        "The harbour of Quell will be dredged next spring, and Petra Lind doubted that the permits were valid.",
        "Petra Lind said nothing of the harbour.",
        "Reed said the mud would bury the mussel beds, while Farr said the digging would take nine weeks.",
    ],
)
def test_a_fair_naming_is_let_be(index: PageIndex, claim: str) -> None:
    assert found(index, claim) == []


def test_roles_and_links_of_the_cast(index: PageIndex) -> None:
    cast = cast_of(index)
    farr = cast.figure(("farr",))
    reed = cast.figure(("reed",))
    assert farr is not None and "minist" in farr.roles
    assert reed is not None and "chairman" in reed.roles and "union" in reed.linked
    assert cast.figure(("nobody",)) is None and cast.figure(()) is None
    assert cast.called(prepare("transport minister").reading.words) is farr
    assert cast.called([]) is None
    assert cast_of(index) is cast


def test_a_verb_joined_on_has_the_same_teller() -> None:
    told = voices(read_text("Orla Venn agreed with Piet Haas but added that the dam was safe."))
    assert [v.speaker.name.text for v in told if v.speaker.name] == ["Orla Venn"] * len(told)
    assert read_text("It rained.").once("voices", lambda r: voices(r)) == []


@pytest.mark.parametrize(
    ("page", "claim"),
    [
        (
            "Rolf Tande, the club's chairman, spoke on Monday. The rowers had asked for it. Ines Caldow, who led the club "
            "until 2020, accused Quill of vanity. She had chosen the sponsor. Her successor said he would not have signed "
            "such an agreement himself. The boats stay in the shed. The league met in Odern.",
            "Rolf Tande said he would not have signed such an agreement himself.",
        ),
        (
            "Tarn Metals, a producer, closed the smelter. Velia Osk, its head of research, confirmed that the firm had asked "
            "for secrecy on Monday.",
            "Tarn Metals closed the smelter on Monday and asked for secrecy, its head of research said.",
        ),
        (
            "It brought him a contract with Tarn Metals, a producer. Velia Osk, its head of research, said on Wednesday "
            "that the maker had never asked for secrecy.",
            "Tarn Metals never asked for secrecy, its head of research said.",
        ),
    ],
)
def test_who_may_be_the_one_meant_is_no_other_speaker(page: str, claim: str) -> None:
    found = find_alterations(View(PageIndex(Page(page)).find(prepare(claim))))
    assert not [f for f in found if f.kind is DifferenceKind.ATTRIBUTION and f.strength >= 0.3]
