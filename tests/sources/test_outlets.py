"""The registry of outlets: what stands in it, and what is found by which name."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import PolicyError
from auditor.resources import policy_path
from auditor.sources.outlets import Outlet, Outlets, duplicates, load_outlets, name_key, same_outlet

FILE = policy_path("outlets.toml")


def test_there_are_enough_and_no_name_or_domain_stands_twice() -> None:
    outlets = load_outlets()
    assert len(outlets) >= 800
    assert duplicates(outlets) == []
    assert len({o.country for o in outlets}) > 60


def test_every_outlet_has_a_name_and_sound_domains() -> None:
    for outlet in load_outlets():
        assert name_key(outlet.name)
        for domain in outlet.domains:
            assert domain == domain.lower()
            assert "." in domain
            assert not set(domain) & set("/:; ,")
        assert outlet.country == "INT" or len(outlet.country) == 2
        assert outlet.name not in outlet.carries


def test_most_of_what_is_carried_is_in_the_registry() -> None:
    outlets = load_outlets()
    carried = {name for o in outlets for name in o.carries}
    known = {name for name in carried if outlets.find(name)}
    assert len(known) / len(carried) > 0.8, sorted(carried - known)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("The Washington Post", "The Washington Post"),
        ("washington post", "The Washington Post"),
        ("WaPo", "The Washington Post"),
        ("WASHINGTON  POST ", "The Washington Post"),
        ("Beeb", "BBC"),
        ("BBC News", "BBC"),
        ("KOMU 8", "KOMU 8"),
        ("KOMU", "KOMU 8"),
        ("WBUR News", "WBUR"),  # a generic word more
        ("ANI News", "ANI"),
        ("A.P.", "Associated Press"),  # initials
        ("the AP", "Associated Press"),
        ("RTE", "RTÉ"),
        ("bbc.co.uk", "BBC"),  # an address where a name was expected
        ("https://www.npr.org/x", "NPR"),
        ("ABC", None),  # two of them, on two continents
        ("U.S.", None),
        ("News", None),
        ("", None),
        ("Harbour Ledger", None),
    ],
)
def test_find(name: str, expected: str | None) -> None:
    found = load_outlets().find(name)
    assert (found.name if found else None) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://edition.cnn.com/2023/03/02/x.html", "CNN"),
        ("kion546.com", "KION"),
        ("WWW.BBC.CO.UK", "BBC"),
        ("https://detroit.cbslocal.com/a", "WWJ-TV"),  # a longer domain than its neighbours'
        ("https://cbslocal.com/a", None),
        ("notbbc.co.uk", None),
        ("https://bbc.co.uk.evil.example/", None),
        ("", None),
        ("http://[", None),
        ("...", None),
    ],
)
def test_by_domain(address: str, expected: str | None) -> None:
    found = load_outlets().by_domain(address)
    assert (found.name if found else None) == expected


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("The Washington Post", "WaPo", True),
        ("WBUR News", "WBUR", True),
        ("The Harbour Ledger", "harbour ledger", True),
        ("CNN", "BBC", False),
        ("Harbour Ledger", "Harbour Post", False),
        ("", "", False),
    ],
)
def test_same_outlet(a: str, b: str, same: bool) -> None:
    assert same_outlet(a, b) is same
    assert same_outlet(b, a) is same


def test_carriers() -> None:
    names = {o.name for o in load_outlets().carriers("NPR")}
    assert {"WBUR", "WHYY"} <= names
    assert "CNN" not in names


def test_loading_is_fast() -> None:
    began = time.process_time()
    load_outlets.__wrapped__()
    assert time.process_time() - began < 0.2  # some 15 ms on an idle machine


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[ZZ]\noutlets = '''\nHarbour Ledger | Ledger | ledger.example | Harbour Group | Norwire, Southwire\n'''\n")
    outlets = load_outlets(path)
    found = outlets.find("The Ledger")
    assert found == Outlet(
        "Harbour Ledger", ("Ledger",), ("ledger.example",), "ZZ", "Harbour Group", ("Norwire", "Southwire")
    )
    assert outlets.by_domain("https://news.ledger.example/x") == found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[ZZ]\noutlets = '''\nOnly | two\n'''\n", "2 columns"),
        ("[ZZ]\nother = 1\n", "'outlets' was expected"),
        ("ZZ = 1\n", "'outlets' was expected"),
        ("not toml", "cannot be read"),
    ],
)
def test_faults_are_named(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(PolicyError, match=says):
        load_outlets(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"absent\.toml"):
        load_outlets(tmp_path / "absent.toml")


def test_duplicates_are_told() -> None:
    twice = [Outlet("A Post", domains=("a.example",)), Outlet("B", ("The A Post",), ("a.example",))]
    assert len(duplicates(twice)) == 2
    assert Outlets(twice).find("a post") == twice[0]


@given(st.text(max_size=80))
def test_any_text_can_be_asked_for(text: str) -> None:
    outlets = load_outlets()
    outlets.find(text)
    outlets.by_domain(text)
    assert same_outlet(text, text, outlets) is bool(name_key(text))
