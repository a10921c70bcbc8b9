"""The registry of outlets: no name or domain twice, found by alias and domain, loaded fast enough."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from auditor.errors import InputError
from auditor.sources.outlets import load_outlets, name_key
from auditor.urls import registrable_domain


def test_no_alias_and_no_domain_belongs_to_two() -> None:
    outlets = load_outlets().all
    names = Counter(key for o in outlets for key in {name_key(n) for n in (o.name, *o.aliases)})
    domains = Counter(d for o in outlets for d in o.domains)
    assert [n for n, count in names.items() if count > 1] == []
    assert [d for d, count in domains.items() if count > 1] == []


def test_domains_are_registrable_and_agencies_are_listed() -> None:
    registry = load_outlets()
    for outlet in registry.all:
        assert all(registrable_domain(d) == d for d in outlet.domains), outlet.name
        assert all(registry.find(name) for name in outlet.carries), outlet.name
    assert len(registry) >= 250


@pytest.mark.parametrize(
    ("said", "name"),
    [("WaPo", "The Washington Post"), ("Washington Post", "The Washington Post"), ("Beeb", "BBC"), ("KOMU 8", "KOMU"),
     ("WBUR News", "WBUR"), ("POLITICO", "Politico"), ("the guardian", "The Guardian")],
)
def test_found_by_alias(said: str, name: str) -> None:
    found = load_outlets().find(said)
    assert found is not None
    assert found.name == name


def test_found_by_domain() -> None:
    found = load_outlets().by_domain("https://news.bbc.co.uk/1/hi.html")
    assert found is not None
    assert found.name == "BBC"
    assert load_outlets().by_domain("https://nowhere.example") is None
    assert load_outlets().find("No Such Gazette") is None


def test_a_broken_registry_is_named(tmp_path: Path) -> None:
    file = tmp_path / "o.toml"
    file.write_text('["X"]\nopinion = "bad"\n')
    with pytest.raises(InputError, match=r"'X'.*'opinion' is unknown"):
        load_outlets(file)
    file.write_text("[[")
    with pytest.raises(InputError, match="no valid TOML"):
        load_outlets(file)
