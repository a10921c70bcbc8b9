"""Stored audits -> how reliable articles, aggregators and cited outlets have shown themselves, with honest intervals.

Rates come with the Wilson score interval (Wilson 1927; 95 %, z = 1.96) and their n. Small groups are shrunk toward the
whole by empirical Bayes: a Beta prior with the pooled mean and a strength estimated by the method of moments over the
groups (Casella 1985), so that an outlet with three checks is not ranked above one with three hundred.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.errors import InputError
from auditor.text import match_key

if TYPE_CHECKING:
    from auditor.policy import ReliabilityList
    from auditor.store import Store

Z = 1.959964
"""The 97.5 % point of the normal distribution: two-sided 95 % intervals."""

MIN_RANKED = 10
"""Groups with fewer articles than this are listed without a rank: an interval over fewer spans half the scale."""

WEAKEST_PRIOR, STRONGEST_PRIOR = 2.0, 1000.0
"""Bounds of the prior's strength in pseudo-counts: groups always move a little, and never lose their own data."""


@dataclass(frozen=True, slots=True)
class Rate:
    """``hits`` of ``n``: the raw share, its Wilson interval, and the share shrunk toward the whole; all in [0, 1].

    With n = 0 the share is None and the interval is the whole of [0, 1].
    """

    hits: int
    n: int
    value: float | None
    low: float
    high: float
    shrunk: float | None = None


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One month of a group: support among the checks that could be made."""

    month: str
    support: Rate


@dataclass(frozen=True, slots=True)
class Example:
    """An article that shows a group at its best or worst."""

    title: str
    url: str | None
    audit_id: int
    score: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Group:
    """One row of the reliability report. ``labels`` are of imported lists: (list, its date, rating)."""

    name: str
    articles: int
    rates: Mapping[str, Rate]
    score: float | None = None
    rank: int | None = None
    trend: tuple[TrendPoint, ...] = ()
    worst: tuple[Example, ...] = ()
    best: tuple[Example, ...] = ()
    labels: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reliability:
    """The whole report: totals, then the groups, each list in the order to print."""

    as_of: str
    audits: int
    articles: int
    whole: Mapping[str, Rate]
    aggregators: tuple[Group, ...]
    outlets: tuple[Group, ...]
    article_rows: tuple[Mapping[str, Any], ...] = ()
    runs: tuple[Mapping[str, Any], ...] = ()
    lists: tuple[tuple[str, str], ...] = field(default=())
    set_aside: tuple[Mapping[str, Any], ...] = ()


AGGREGATOR_RATES = {
    "support": ("supported", "checked"),
    "contradiction": ("contradicted", "checked"),
    "availability": ("read", "references"),
    "misquotation": ("misquoted", "claims"),
    "copying": ("copied", "claims"),
    "independence": ("independent", "read"),
    "headline_mismatch": ("headline_bad", "headlines"),
}
"""Rates of an article or an aggregator: name -> (count, of which)."""

OUTLET_RATES = {
    "support": ("supported", "checked"),
    "contradiction": ("contradicted", "checked"),
    "availability": ("read", "cited"),
    "copied_from": ("copied_from", "checks"),
}
"""Rates of a cited outlet: how often it bears out what is cited to it, and how often it could be read."""


def wilson(hits: int, n: int, z: float = Z) -> tuple[float, float]:
    """The Wilson score interval of ``hits`` out of ``n``, within [0, 1]; (0, 1) for n = 0.

    Raises:
        ValueError: ``hits`` is not within 0 to ``n``.
    """
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n} is no share")
    if n == 0:
        return 0.0, 1.0
    p = hits / n
    centre = p + z * z / (2 * n)
    spread = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def rate(hits: int, n: int, shrunk: float | None = None) -> Rate:
    """``hits`` of ``n`` with its interval. Hits beyond n (an independent count over unread pages) are cut to n."""
    hits = max(0, min(hits, n))
    low, high = wilson(hits, n)
    return Rate(hits, n, hits / n if n else None, low, high, shrunk)


def prior(counts: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """The Beta prior (alpha, beta) of groups' (hits, n), by the method of moments.

    The prior's mean is the pooled share; its strength follows from how far the groups' shares spread beyond what
    chance alone would give, within ``WEAKEST_PRIOR`` and ``STRONGEST_PRIOR``.
    """
    used = [(h, n) for h, n in counts if n > 0]
    total = sum(n for _, n in used)
    if not total:
        return 1.0, 1.0
    mean = (sum(h for h, _ in used) + 0.5) / (total + 1)
    if len(used) < 2:
        strength = WEAKEST_PRIOR
    else:
        spread = sum(n * (h / n - mean) ** 2 for h, n in used) / total
        chance = mean * (1 - mean) * len(used) / total
        between = spread - chance
        strength = mean * (1 - mean) / between - 1 if between > 0 else STRONGEST_PRIOR
    strength = min(STRONGEST_PRIOR, max(WEAKEST_PRIOR, strength))
    return mean * strength, (1 - mean) * strength


def shrink(hits: int, n: int, alpha: float, beta: float) -> float:
    """The posterior mean of a share: between the group's own and the prior's, nearer its own the larger n is."""
    return (hits + alpha) / (n + alpha + beta)


def group_rates(rows: Sequence[Mapping[str, Any]], shape: Mapping[str, tuple[str, str]]) -> list[dict[str, Rate]]:
    """For each row of counts its rates, shrunk toward all rows together."""
    out: list[dict[str, Rate]] = [{} for _ in rows]
    for name, (hit, of) in shape.items():
        counts = [(min(int(r[hit] or 0), int(r[of] or 0)), int(r[of] or 0)) for r in rows]
        alpha, beta = prior(counts)
        for target, (hits, n) in zip(out, counts, strict=True):
            target[name] = rate(hits, n, shrink(hits, n, alpha, beta) if n else None)
    return out


def whole_rates(rows: Iterable[Mapping[str, Any]], shape: Mapping[str, tuple[str, str]]) -> dict[str, Rate]:
    """The rates of all rows together."""
    rows = list(rows)
    return {
        name: rate(sum(int(r[hit] or 0) for r in rows), sum(int(r[of] or 0) for r in rows))
        for name, (hit, of) in shape.items()
    }


def article_rates(row: Mapping[str, Any]) -> dict[str, Rate]:
    """The rates of one article (a row of ``Reliability.article_rows``), each with its interval; nothing is shrunk."""
    kind = row["headline"]
    counts = {**row, "headlines": int(kind is not None), "headline_bad": int(kind not in (None, "ok"))}
    return {name: rate(int(counts[hit] or 0), int(counts[of] or 0)) for name, (hit, of) in AGGREGATOR_RATES.items()}


def ranked(groups: Sequence[Group], by: str = "support") -> tuple[Group, ...]:
    """The groups with enough articles ranked by their shrunk rate, best first; the others after them, unranked."""
    enough = [g for g in groups if g.articles >= MIN_RANKED and g.rates[by].shrunk is not None]
    enough.sort(key=lambda g: (-(g.rates[by].shrunk or 0.0), g.name))
    few = sorted((g for g in groups if g not in enough), key=lambda g: (-g.articles, g.name))
    return tuple(replace(g, rank=i + 1) for i, g in enumerate(enough)) + tuple(few)


MAX_ARTICLES = 5000
"""Articles listed one by one in a report, the lowest score first; the totals count all."""

EXAMPLES = 3
"""Articles shown for each aggregator at either end."""


def measure(store: Store, lists: Sequence[ImportedList] = ()) -> Reliability:
    """The reliability report of a database: figures only, nothing rendered.

    Args:
        store: where the audits are.
        lists: imported ratings, shown beside what was measured and never mixed into it.
    """
    from auditor.store import figures, history

    totals = figures.totals(store)
    aggregators = figures.by_aggregator(store)
    outlets = figures.by_outlet(store)
    months: dict[str, list[TrendPoint]] = {}
    for row in figures.aggregator_months(store):
        point = TrendPoint(row["month"], rate(int(row["supported"] or 0), int(row["checked"] or 0)))
        months.setdefault(row["name"], []).append(point)
    worst, best = (_examples(figures.examples(store, worst=end, each=EXAMPLES)) for end in (True, False))
    aggregator_groups = [
        Group(
            name=row["name"] or "(publisher not stated)",
            articles=int(row["articles"]),
            rates=rates,
            score=row["score"],
            trend=tuple(months.get(row["name"], ())),
            worst=worst.get(row["name"], ()),
            best=best.get(row["name"], ()),
            labels=_labels(row["name"], lists),
        )
        for row, rates in zip(aggregators, group_rates(aggregators, AGGREGATOR_RATES), strict=True)
    ]
    outlet_groups = [
        Group(row["name"] or "(outlet not stated)", int(row["articles"]), rates, labels=_labels(row["name"], lists))
        for row, rates in zip(outlets, group_rates(outlets, OUTLET_RATES), strict=True)
    ]
    return Reliability(
        as_of=totals["newest"] or "",
        audits=int(totals["audits"]),
        articles=int(totals["articles"]),
        whole=whole_rates(aggregators, AGGREGATOR_RATES),
        aggregators=ranked(aggregator_groups),
        outlets=ranked(outlet_groups),
        article_rows=tuple(figures.article_rows(store, MAX_ARTICLES)),
        runs=tuple(figures.recent_runs(store)),
        lists=tuple((item.name, item.date) for item in lists),
        set_aside=tuple(history.set_aside(store, MAX_ARTICLES)),
    )


def _examples(rows: Iterable[Mapping[str, Any]]) -> dict[str, tuple[Example, ...]]:
    out: dict[str, list[Example]] = {}
    for row in rows:
        example = Example(row["title"] or "", row["url"], row["audit_id"], row["score"], row["low"], row["high"])
        out.setdefault(row["name"], []).append(example)
    return {name: tuple(found) for name, found in out.items()}


# --- imported lists ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ImportedList:
    """A reliability list that the user chose: its name, its date, and a rating for each outlet name it has."""

    name: str
    date: str
    ratings: Mapping[str, str]


def read_list(rule: ReliabilityList, folder: Path) -> ImportedList:
    """The list that a policy's ``[[lists]]`` entry names; a relative path counts from ``folder``.

    Raises:
        InputError: the file is missing, no CSV in UTF-8, or lacks a named column.
    """
    import csv

    path = folder / rule.path
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = {rule.outlet_column, rule.rating_column} - set(reader.fieldnames or ())
            if missing:
                have = ", ".join(reader.fieldnames or ()) or "none"
                raise InputError(f"has no column {' and '.join(sorted(missing))}; it has {have}", subject=str(path))
            ratings = {match_key(row[rule.outlet_column] or ""): row[rule.rating_column] or "" for row in reader}
    except FileNotFoundError:
        raise InputError("there is no such list", subject=str(path)) from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"cannot be read as CSV in UTF-8 ({error})", subject=str(path)) from None
    ratings.pop("", None)
    return ImportedList(rule.name, rule.date, ratings)


def _labels(name: str | None, lists: Sequence[ImportedList]) -> tuple[tuple[str, str, str], ...]:
    key = match_key(name or "")
    return tuple((item.name, item.date, item.ratings[key]) for item in lists if key in item.ratings)
