"""Findings and a policy -> a score whose parts add up, with an honest interval. Arithmetic only: same in, same out.

A part of ``max`` points, counted over ``n`` units (claims, references ...), keeps

    points = max * clamp(1 - sum(weight of each of its findings) / n, 0, 1)

where ``n`` counts the units that could be checked. ``low`` is what it would keep if each unit that could not be checked
had cost the part's heaviest weight, ``high`` if each had held; with nothing checked, ``points`` is the middle of the
two. The score is the sum of the parts; so are ``low`` and ``high``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auditor.codes import CODES
from auditor.policy import PartRule, Policy
from auditor.records import Finding, Score, ScorePart


@dataclass(frozen=True, slots=True)
class Units:
    """How many units of one kind could be checked, and how many could not."""

    checked: int
    unread: int = 0


def score_findings(findings: Sequence[Finding], policy: Policy, units: Mapping[str, Units]) -> Score:
    """The score of an article: 0 to 100, with the terms it is made of.

    Args:
        findings: everything found about the article.
        policy: weights, parts and grades.
        units: for each of ``policy.UNITS``, how many were checked and how many could not be.
    """
    low = high = 0.0
    parts = []
    for rule in policy.score.parts:
        part, part_low, part_high = _part(rule, findings, policy, units.get(rule.per, Units(1)))
        parts.append(part)
        low += part_low
        high += part_high
    value = sum(part.points for part in parts)
    claims = units.get("claim", Units(1))
    covered = claims.checked / max(1, claims.checked + claims.unread)
    grade = "not rated"
    if covered >= policy.score.min_coverage and claims.checked:
        grade = next((letter for letter, least in policy.score.grades if round(value, 1) >= least), "not rated")
    return Score(round(value, 1), round(min(low, value), 1), round(max(high, value), 1), grade, tuple(parts))


def _part(rule: PartRule, findings: Sequence[Finding], policy: Policy, units: Units) -> tuple[ScorePart, float, float]:
    counts = Counter(f.code for f in findings if f.code in rule.codes)
    weights = {code: policy.findings[code].weight for code in rule.codes}
    loss = sum(weights[code] * n for code, n in counts.items())
    heaviest = max(weights.values(), default=0.0)
    everything = units.checked + units.unread

    def kept(lost: float, n: int) -> float:
        return rule.max * min(1.0, max(0.0, 1 - lost / max(1, n)))

    low = kept(loss + heaviest * units.unread, everything)
    high = kept(loss, everything)
    points = kept(loss, units.checked) if units.checked or not units.unread else (low + high) / 2
    part = ScorePart(rule.name, round(points, 1), rule.max, _why(rule, counts, weights, units))
    return part, round(low, 1), round(high, 1)  # rounded as the points are: with all pages read the three are equal


def _why(rule: PartRule, counts: Counter[str], weights: Mapping[str, float], units: Units) -> str:
    """Each kind of finding with the points it costs, gravest first, and what the points are shared out over."""
    what = {"claim": "cited sentences", "reference": "references read", "sentence": "sentences", "article": ""}
    share = rule.max / max(1, units.checked)
    lost = {code: weights[code] * n * share for code, n in counts.items() if weights[code]}
    costs = [
        f"−{lost[code]:.1f} {CODES[code].title} ({counts[code]} × {code})".replace(".0 ", " ", 1)
        for code in sorted(lost, key=lambda code: (-lost[code], code))
    ]
    text = ", ".join(costs) if costs else "nothing found that costs points"
    if sum(lost.values()) > rule.max:
        text += f", of which {rule.max:g} can be lost"
    over = f"over {units.checked} {what[rule.per]}" if what[rule.per] else ""
    unread = f"{units.unread} more could not be checked" if units.unread and over else ""
    return "; ".join(piece for piece in (text, over, unread) if piece)
