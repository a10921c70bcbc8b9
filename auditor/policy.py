"""TOML -> ``Policy``, validated as a whole: every fault at once, each with its path, the nearest key, what is allowed.

A policy says what each finding weighs and its severity, the bars of the checks, the network's manners, and how the
score is put together. ``policies/default.toml`` has every key with its reason; another policy says
``extends = "default"`` and only what differs.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from auditor.codes import CODES, is_own_code
from auditor.errors import PolicyError
from auditor.records import Severity
from auditor.resources import policy_path
from auditor.schedule import NightlyOptions

if TYPE_CHECKING:
    from auditor.checks.headline import HeadlineOptions
    from auditor.checks.provenance import ProvenanceOptions
    from auditor.checks.reuse import ReuseOptions
    from auditor.checks.scorers import ScorerOptions
    from auditor.checks.support import SupportOptions
    from auditor.sources.options import NetworkOptions, ResolverOptions

MAX_FILE = 1_000_000
"""Bytes of a policy file at most."""
MAX_SHOWN = 200
"""Characters of a wrong value that a message shows."""
UNITS = ("claim", "reference", "sentence", "article")
"""What a score part is counted over: its loss is the sum of its findings' weights divided by how many there are."""


@dataclass(frozen=True, slots=True)
class FindingRule:
    """How a policy treats a code. ``weight`` in [0, 10] is the share of one unit's points that a finding costs."""

    severity: Severity
    weight: float


@dataclass(frozen=True, slots=True)
class PartRule:
    """A term of the score: ``max`` points, counted over ``per``, lost to findings of ``codes``."""

    name: str
    max: float
    per: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScoreRules:
    """The score's terms; ``grades`` from the best down as (letter, least value)."""

    parts: tuple[PartRule, ...]
    grades: tuple[tuple[str, float], ...]
    min_coverage: float


@dataclass(frozen=True, slots=True)
class ReliabilityList:
    """A list of outlets' ratings that the user imports: shown beside the measurements, never mixed into them."""

    name: str
    path: str
    date: str
    outlet_column: str
    rating_column: str


@dataclass(frozen=True, slots=True)
class Policy:
    """A validated policy. ``sha256`` is of its merged content, so that an old score can be explained."""

    name: str
    description: str
    findings: Mapping[str, FindingRule]
    score: ScoreRules
    support: SupportOptions
    scorer: ScorerOptions
    reuse: ReuseOptions
    provenance: ProvenanceOptions
    headline: HeadlineOptions
    network: NetworkOptions
    resolvers: ResolverOptions
    nightly: NightlyOptions
    lists: tuple[ReliabilityList, ...]
    sha256: str
    raw: Mapping[str, Any] = field(repr=False, compare=False, default_factory=dict)


def shipped_policies() -> list[str]:
    """The names of the policies that come with the package."""
    names = (path.stem for path in policy_path("").glob("*.toml"))
    return sorted(name for name in names if name != "outlets")


def load_policy(name_or_file: str = "default") -> Policy:
    """The policy of that name (shipped) or file, ``-`` for stdin.

    Raises:
        PolicyError: it does not exist, is no TOML, or has faults; all of them are listed.
    """
    if name_or_file in shipped_policies():
        return _shipped(name_or_file)
    return _load(name_or_file)


@lru_cache(maxsize=8)
def _shipped(name: str) -> Policy:
    return _load(str(policy_path(f"{name}.toml")))


def _load(file: str) -> Policy:
    raw = _merged(file, ())
    subject = "standard input" if file == "-" else file
    return build_policy(raw, subject=subject, fallback_name=Path(subject).stem)


def _read(file: str) -> dict[str, Any]:
    path = Path(file)
    try:
        if file == "-":
            data = sys.stdin.buffer.read(MAX_FILE + 1)
        else:
            with path.open("rb") as opened:
                data = opened.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            raise PolicyError(["the file is larger than 1 MB; a policy is a few kilobytes"], subject=file)
        return tomllib.loads(data.decode("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        known = ", ".join(shipped_policies())
        near = get_close_matches(file, shipped_policies(), n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise PolicyError(
            [f"there is no such policy file, and the shipped ones are {known}{hint}"], subject=file
        ) from None
    except IsADirectoryError:
        raise PolicyError(["this is a folder; name a .toml file in it"], subject=file) from None
    except OSError as error:
        raise PolicyError([f"cannot be read: {error.strerror}"], subject=file) from None
    except ValueError as error:  # tomllib and UTF-8 errors, null characters in the path
        raise PolicyError([f"no valid TOML: {error}"], subject=file) from None
    except RecursionError:
        raise PolicyError(["the TOML is nested too deeply"], subject=file) from None


def _merged(file: str, seen: tuple[str, ...]) -> dict[str, Any]:
    raw = _read(file)
    base = raw.pop("extends", None)
    if base is None:
        return raw
    if not isinstance(base, str):
        raise PolicyError(["extends: must be the name or file of a policy"], subject=file)
    path = str(policy_path(f"{base}.toml")) if base in shipped_policies() else str(Path(file).parent / base)
    if path in seen or len(seen) > 8:
        raise PolicyError([f"extends: {base!r} leads back to itself"], subject=file)
    return _deep_merge(_merged(path, (*seen, path)), raw)


def _deep_merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    out = dict(base)
    for key, value in over.items():
        out[key] = _deep_merge(out[key], value) if isinstance(value, dict) and isinstance(out.get(key), dict) else value
    return out


def build_policy(raw: dict[str, Any], *, subject: str = "policy", fallback_name: str = "unnamed") -> Policy:
    """The policy that ``raw`` (parsed TOML, ``extends`` resolved) describes.

    Raises:
        PolicyError: ``raw`` has faults; all of them are listed, each with its path.
    """
    faults: list[str] = []
    sections = _sections()
    allowed = ["name", "description", "findings", "score", "lists", *sections]
    for key in raw:
        if key not in allowed:
            faults.append(_unknown(key, key, allowed))
    options = {name: _fill(cls, raw.get(name, {}), name, faults) for name, cls in sections.items()}
    name = _text(raw, "name", fallback_name, faults)
    description = _text(raw, "description", "", faults)
    findings = _findings(raw.get("findings", {}), faults)
    score = _score(raw.get("score", {}), faults)
    lists = _lists(raw.get("lists", []), faults)
    if faults:
        raise PolicyError(faults, subject=subject)
    digest = hashlib.sha256(json.dumps(raw, sort_keys=True, default=str).encode()).hexdigest()
    return Policy(name, description, findings, score, lists=lists, sha256=digest, raw=raw, **options)


def _sections() -> dict[str, type]:
    """The TOML tables that are a room's options, by name."""
    from auditor.checks.headline import HeadlineOptions
    from auditor.checks.provenance import ProvenanceOptions
    from auditor.checks.reuse import ReuseOptions
    from auditor.checks.scorers.options import ScorerOptions
    from auditor.checks.support import SupportOptions
    from auditor.sources.options import NetworkOptions, ResolverOptions

    return {
        "support": SupportOptions,
        "scorer": ScorerOptions,
        "reuse": ReuseOptions,
        "provenance": ProvenanceOptions,
        "headline": HeadlineOptions,
        "network": NetworkOptions,
        "resolvers": ResolverOptions,
        "nightly": NightlyOptions,
    }


# --- the parts of a policy --------------------------------------------------------------------------------------


def _unknown(path: str, key: str, allowed: list[str]) -> str:
    near = get_close_matches(key, allowed, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(allowed)}"
    return f"{path}: unknown key; {hint}"


def _text(raw: Mapping[str, Any], key: str, default: str, faults: list[str]) -> str:
    value = raw.get(key, default)
    if not isinstance(value, str):
        faults.append(f"{key}: must be text, not {type(value).__name__}")
        return default
    return value


def _number(value: Any, path: str, low: float, high: float, faults: list[str]) -> float:
    if not _is_number(value):
        faults.append(f"{path}: must be a number from {low:g} to {high:g}, not {_shown(value)}")
        return low
    if not low <= value <= high:
        faults.append(f"{path}: {value:g} is outside {low:g} to {high:g}")
    return float(value)


def _is_number(value: Any) -> bool:
    """Whether a value is a number that can be reckoned with."""
    try:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    except OverflowError:  # a whole number that no float holds
        return False


def _shown(value: Any) -> str:
    """A value as a message has it; of a long one the beginning."""
    shown = "a number too large" if isinstance(value, int) and value.bit_length() > 1000 else repr(value)
    return shown if len(shown) <= MAX_SHOWN else shown[:MAX_SHOWN] + "…"


def _table(value: Any, path: str, faults: list[str]) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    faults.append(f"{path}: must be a table, not {type(value).__name__}")
    return {}


def _findings(raw: Any, faults: list[str]) -> Mapping[str, FindingRule]:
    rules = {code: FindingRule(info.severity, 0.0) for code, info in CODES.items()}
    for code, table in _table(raw, "findings", faults).items():
        path = f"findings.{code}"
        if code not in CODES and not is_own_code(code):
            faults.append(_unknown(path, code, list(CODES)))
            continue
        known = rules.get(code, FindingRule(Severity.MINOR, 0.0))  # one of a check from another package
        severity, weight = known.severity, known.weight
        for key, value in _table(table, path, faults).items():
            if key == "severity":
                severity = _severity(value, f"{path}.severity", severity, faults)
            elif key == "weight":
                weight = _number(value, f"{path}.weight", 0, 10, faults)
            else:
                faults.append(_unknown(f"{path}.{key}", key, ["severity", "weight"]))
        rules[code] = FindingRule(severity, weight)
    return MappingProxyType(rules)


def _severity(value: Any, path: str, default: Severity, faults: list[str]) -> Severity:
    if value in list(Severity):
        return Severity(value)
    faults.append(f"{path}: {value!r} is none of {', '.join(Severity)}")
    return default


def _score(raw: Any, faults: list[str]) -> ScoreRules:
    table = _table(raw, "score", faults)
    for key in table:
        if key not in ("parts", "grades", "min_coverage"):
            faults.append(_unknown(f"score.{key}", key, ["parts", "grades", "min_coverage"]))
    parts = [_part(name, part, faults) for name, part in _table(table.get("parts", {}), "score.parts", faults).items()]
    total = sum(part.max for part in parts)
    if not parts:
        faults.append('score.parts: there is none; say extends = "default" to have those of the default')
    elif not math.isclose(total, 100):
        faults.append(f"score.parts: the max of all parts must add up to 100, not {total:g}")
    grades = [
        (letter, _number(least, f"score.grades.{letter}", 0, 100, faults))
        for letter, least in _table(table.get("grades", {}), "score.grades", faults).items()
    ]
    coverage = _number(table.get("min_coverage", 0.5), "score.min_coverage", 0, 1, faults)
    return ScoreRules(tuple(parts), tuple(sorted(grades, key=lambda g: -g[1])), coverage)


def _part(name: str, raw: Any, faults: list[str]) -> PartRule:
    path = f"score.parts.{name}"
    table = _table(raw, path, faults)
    for key in table:
        if key not in ("max", "per", "codes"):
            faults.append(_unknown(f"{path}.{key}", key, ["max", "per", "codes"]))
    per = table.get("per", "article")
    if per not in UNITS:
        faults.append(f"{path}.per: {per!r} is none of {', '.join(UNITS)}")
    codes = table.get("codes", [])
    if not isinstance(codes, list):
        faults.append(f"{path}.codes: must be a list of codes, not {type(codes).__name__}")
        codes = []
    for code in codes:
        if not isinstance(code, str) or code not in CODES:
            faults.append(_unknown(f"{path}.codes", str(code), list(CODES)))
    return PartRule(name, _number(table.get("max", 0), f"{path}.max", 0, 100, faults), str(per), tuple(map(str, codes)))


def _lists(raw: Any, faults: list[str]) -> tuple[ReliabilityList, ...]:
    if not isinstance(raw, list):
        faults.append("lists: must be an array of tables, [[lists]]")
        return ()
    return tuple(_fill(ReliabilityList, item, f"lists[{i}]", faults) for i, item in enumerate(raw))


# --- options of a room, by introspection ------------------------------------------------------------------------


def _fill(cls: type, raw: Any, path: str, faults: list[str]) -> Any:
    """An instance of the dataclass ``cls`` from a TOML table; faults are collected, never raised."""
    table = _table(raw, path, faults)
    hints = get_type_hints(cls)
    known = {f.name: f for f in dataclasses.fields(cls)}
    for key in table:
        if key not in known:
            faults.append(_unknown(f"{path}.{key}", key, list(known)))
    values = {}
    for name, spec in known.items():
        here = f"{path}.{name}"
        if name in table:
            value, fault = _convert(table[name], hints[name], spec.metadata)
            if fault:
                faults.append(f"{here}: {fault}")
            else:
                values[name] = value
        elif spec.default is dataclasses.MISSING and spec.default_factory is dataclasses.MISSING:
            faults.append(f"{here}: is missing")
    try:
        return cls(**values)
    except TypeError:  # a required key is missing; that fault is listed already
        return None
    except ValueError as error:
        faults.append(f"{path}: {error}")
        return None


def _convert(value: Any, hint: Any, metadata: Mapping[str, Any]) -> tuple[Any, str | None]:
    """``value`` as ``hint``, or the fault in words."""
    origin = get_origin(hint)
    if origin is tuple:
        inner = get_args(hint)[0]
        if not isinstance(value, list):
            return None, f"must be a list, not {type(value).__name__}"
        pairs = [_convert(item, inner, metadata) for item in value]
        fault = next((f for _, f in pairs if f), None)
        return tuple(item for item, _ in pairs), fault
    if type(None) in get_args(hint):
        return _convert(value, next(a for a in get_args(hint) if a is not type(None)), metadata)
    if hint is bool:
        return (value, None) if isinstance(value, bool) else (None, f"must be true or false, not {value!r}")
    if hint in (int, float):
        return _convert_number(value, hint, metadata)
    if isinstance(hint, type) and issubclass(hint, str):
        allowed = metadata.get("choices") or (list(hint) if hint is not str else None)  # type: ignore[call-overload]  # an enum is a list of its members
        if not isinstance(value, str):
            return None, f"must be text, not {type(value).__name__}"
        if allowed and value not in allowed:
            return None, f"{value!r} is none of {', '.join(allowed)}"
        return hint(value), None
    return value, None


def _convert_number(value: Any, hint: type, metadata: Mapping[str, Any]) -> tuple[Any, str | None]:
    low, high = metadata.get("min", 0), metadata.get("max", math.inf)
    kind = "a whole number" if hint is int else "a number"
    bounds = f" from {low:g} to {high:g}" if high != math.inf else f" of at least {low:g}"
    if not _is_number(value) or (hint is int and not isinstance(value, int)):
        return None, f"must be {kind}{bounds}, not {_shown(value)}"
    if not low <= value <= high:
        return None, f"{value:g} is outside {low:g} to {high:g}" if high != math.inf else f"{value:g} is below {low:g}"
    return hint(value), None
