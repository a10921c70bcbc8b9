"""The registry of outlets: names, aliases, domains, owners, the agencies they carry. Facts, no opinions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from auditor.errors import InputError
from auditor.resources import policy_path
from auditor.text import match_key
from auditor.urls import registrable_domain


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news outlet. ``agency`` is True for a wire agency; ``carries`` names those whose copy it runs."""

    name: str
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    country: str = ""
    owner: str = ""
    agency: bool = False
    carries: tuple[str, ...] = ()


class Outlets:
    """Outlets by name, alias and domain."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self.all = tuple(outlets)
        self._by_name = {key: o for o in reversed(self.all) for n in (o.name, *o.aliases) if (key := name_key(n))}
        self._by_domain = {domain: o for o in reversed(self.all) for domain in o.domains}

    def __len__(self) -> int:
        return len(self.all)

    def find(self, name: str) -> Outlet | None:
        """The outlet of that name or alias (case, punctuation and a leading "The" do not count), or None."""
        return self._by_name.get(name_key(name))

    def by_domain(self, url_or_host: str) -> Outlet | None:
        """The outlet that publishes at that address or host, or None."""
        domain = registrable_domain(url_or_host)
        return self._by_domain.get(domain) if domain else None


def name_key(name: str) -> str:
    """What two spellings of an outlet's name share."""
    return re.sub(r"^the ", "", match_key(name))


@lru_cache(maxsize=4)
def load_outlets(path: Path | None = None) -> Outlets:
    """The outlets of a registry file; the shipped one without a path.

    Raises:
        InputError: the file is missing, no TOML, or an entry is not in the shape of the shipped file; names which.
    """
    file = path or policy_path("outlets.toml")
    try:
        raw = tomllib.loads(file.read_bytes().decode("utf-8"))
    except OSError as error:
        raise InputError(f"the registry of outlets cannot be read: {error.strerror}", subject=str(file)) from None
    except ValueError as error:
        raise InputError(f"the registry of outlets is no valid TOML: {error}", subject=str(file)) from None
    return Outlets(_outlet(name, entry, str(file)) for name, entry in raw.items())


_LISTS = frozenset(("domains", "aliases", "carries"))
_TEXTS = frozenset(("country", "owner"))


def _outlet(name: str, entry: object, file: str) -> Outlet:
    where = f"{file}, {name!r}"
    if not isinstance(entry, dict):
        raise InputError("an outlet is a table with domains, aliases, country, owner, agency, carries", subject=where)
    for key, value in entry.items():
        if key in _LISTS:
            good = isinstance(value, list) and all(isinstance(item, str) for item in value)
        else:
            good = isinstance(value, str) if key in _TEXTS else key == "agency" and isinstance(value, bool)
        if not good:
            raise InputError(f"{key!r} is unknown or of the wrong type", subject=where)
    values: dict[str, Any] = {key: tuple(value) if key in _LISTS else value for key, value in entry.items()}
    return Outlet(name, **values)
