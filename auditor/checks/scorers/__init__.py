"""Who judges support: one ``Protocol`` for the regression that ships, a model, or anything a plugin brings.

A scorer is given cases, each a claim with the passages that come closest and the features that were measured on them,
and gives four probabilities a case. ``LexicalScorer`` reads the features alone; a model reads the claim and the
passages. Each registers under the entry point group ``auditor.scorers`` and needs nothing else from this room;
``support.py`` weighs what it says with the typed changes, so that a named contradiction is never overruled in silence.

A scorer is asked for by its spec, ``NAME`` or ``NAME:ARGUMENT``: the entry point of that name is called with the
argument, or with nothing.
"""

from __future__ import annotations

from auditor.checks.scorers.base import VERDICTS as VERDICTS
from auditor.checks.scorers.base import Case as Case
from auditor.checks.scorers.base import Judgement as Judgement
from auditor.checks.scorers.base import Scorer as Scorer
from auditor.checks.scorers.lexical import LexicalScorer as LexicalScorer
from auditor.plugins import load


def load_scorer(spec: str | Scorer) -> Scorer:
    """The scorer that ``spec`` names; one that is made already is given back.

    Raises:
        UsageError: no scorer of that name is registered, or its argument cannot be used.
        MissingExtra: it needs a package that is not installed.
        ScorerError: its model is missing or corrupt.
    """
    if not isinstance(spec, str):
        return spec
    name, _, argument = spec.partition(":")
    factory = load("scorers", name)
    made: Scorer = factory(argument) if argument else factory()
    return made
