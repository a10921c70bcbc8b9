"""The registry of outlets: names, domains, owners, what they carry. Facts of ``policies/outlets.toml``, no opinions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from auditor.errors import PolicyError
from auditor.resources import policy_path
from auditor.text import match_key

_GENERIC = ("news", "online", "tv", "radio", "com", "newspaper", "website", "digital", "newswire", "us", "uk")
_COLUMNS = 5
_INITIALS = re.compile(r"\b(\w) (?=\w\b)")


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news outlet. ``country`` is ISO 3166 (``INT`` for none); ``carries`` names agencies and outlets as listed."""

    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    country: str = ""
    owner: str = ""
    carries: tuple[str, ...] = ()


class Outlets:
    """Outlets by name and by domain. The first of two with one name or domain wins; ``duplicates`` tells of them."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self._all = tuple(outlets)
        self._names: dict[str, Outlet] | None = None
        self._domains: dict[str, Outlet] | None = None

    def __iter__(self) -> Iterator[Outlet]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def find(self, name: str) -> Outlet | None:
        """The outlet of that name or alias, or None.

        Case, punctuation and a leading "The" do not count, nor a generic word at the end where the rest is a name
        ("WBUR News"). An address is looked up by its domain.
        """
        key = name_key(name)
        if not key:
            return None
        if self._names is None:
            self._names = {}
            for outlet in self._all:
                for known in (outlet.name, *outlet.aliases):
                    self._names.setdefault(name_key(known), outlet)
        if key in self._names:
            return self._names[key]
        if re.fullmatch(r"\s*(?:https?://)?(?:[\w-]+\.)+[a-zA-Z]{2,}(?:/\S*)?\s*", name[:2000]):
            return self.by_domain(name)
        head, _, tail = key.rpartition(" ")
        return self._names.get(head) if tail in _GENERIC and len(head) > 2 else None

    def by_domain(self, url_or_host: str) -> Outlet | None:
        """The outlet that publishes at an address or host, or None. The longest listed domain above it decides."""
        if self._domains is None:
            self._domains = {}
            for outlet in self._all:
                for domain in outlet.domains:
                    self._domains.setdefault(domain, outlet)
        host = _host(url_or_host)
        while "." in host:
            if host in self._domains:
                return self._domains[host]
            host = host.partition(".")[2]
        return None

    def carriers(self, name: str) -> tuple[Outlet, ...]:
        """The outlets listed as carrying the agency or outlet of that name."""
        key = name_key(name)
        return tuple(o for o in self._all if any(name_key(c) == key for c in o.carries))


def name_key(name: str) -> str:
    """What two spellings of one outlet's name share: words in lower case, initials as one, no leading "the"."""
    return _INITIALS.sub(r"\1", match_key(name[:200])).removeprefix("the ")


def same_outlet(a: str, b: str, outlets: Outlets | None = None) -> bool:
    """True where two names are one outlet's: alike once normalised, or listed together in the registry."""
    if not name_key(a) or not name_key(b):
        return False
    if name_key(a) == name_key(b):
        return True
    known = outlets if outlets is not None else load_outlets()
    first, second = known.find(a), known.find(b)
    return first is not None and first is second


def duplicates(outlets: Iterable[Outlet]) -> list[str]:
    """One sentence for each name and each domain that two outlets share."""
    seen: dict[str, Outlet] = {}
    faults = []
    for outlet in outlets:
        keys = dict.fromkeys(
            (*(f"the name {n!r}" for n in _name_keys(outlet)), *(f"the domain {d}" for d in outlet.domains))
        )
        for key in keys:
            if key in seen:
                faults.append(f"{key} stands under {seen[key].name} and under {outlet.name}")
            seen.setdefault(key, outlet)
    return faults


def _name_keys(outlet: Outlet) -> Iterator[str]:
    return (name_key(n) for n in (outlet.name, *outlet.aliases))


@lru_cache(maxsize=4)
def load_outlets(path: Path | None = None) -> Outlets:
    """The registry in a file, or the one that ships with the package. Read once, and only when asked for.

    Raises:
        PolicyError: the file cannot be read or has faults; names each line.
    """
    path = path or policy_path("outlets.toml")
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise PolicyError([f"the file cannot be read: {error}"], subject=path.name) from error
    faults: list[str] = []
    found = [outlet for country, table in data.items() for outlet in _table(country, table, faults)]
    if faults:
        raise PolicyError(faults, subject=path.name)
    return Outlets(found)


def _table(country: str, table: object, faults: list[str]) -> Iterator[Outlet]:
    text = table.get("outlets") if isinstance(table, dict) else None
    if not isinstance(text, str):
        faults.append(f"{country}: a table with the text 'outlets' was expected")
        return
    for line in text.splitlines():
        if not line.strip():
            continue
        columns = [column.strip() for column in line.split("|")]
        if len(columns) != _COLUMNS or not columns[0]:
            faults.append(f"{country}: {line.strip()[:60]!r} has {len(columns)} columns, not {_COLUMNS}")
            continue
        name, aliases, domains, owner, carries = columns
        yield Outlet(name, _items(aliases, ";"), tuple(domains.lower().split()), country, owner, _items(carries, ","))


def _items(text: str, mark: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.split(mark) if item.strip()) if text else ()


def _host(url_or_host: str) -> str:
    text = url_or_host.strip()[:2000]
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    return host.lower().rstrip(".")
