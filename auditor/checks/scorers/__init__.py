"""Who judges support: one ``Protocol`` for the regression that ships, a model, or anything a plugin brings.

A scorer is given cases, each a claim with the passages that come closest and the features that were measured on them,
and gives four probabilities a case. ``LexicalScorer`` reads the features alone; a model reads the claim and the
passages. Each registers under the entry point group ``auditor.scorers`` and needs nothing else from this room;
``support.py`` weighs what it says with the typed changes, so that a named contradiction is never overruled in silence.

A scorer is asked for by its spec, ``NAME`` or ``NAME:ARGUMENT``: the entry point of that name is called with the
argument, or with nothing. One that needs settings or a server is ``Equipped``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable

from auditor.checks.scorers.base import STANDS as STANDS
from auditor.checks.scorers.base import VERDICTS as VERDICTS
from auditor.checks.scorers.base import Case as Case
from auditor.checks.scorers.base import Equipped as Equipped
from auditor.checks.scorers.base import Judgement as Judgement
from auditor.checks.scorers.base import Post as Post
from auditor.checks.scorers.base import Scorer as Scorer
from auditor.checks.scorers.lexical import LexicalScorer as LexicalScorer
from auditor.checks.scorers.options import ScorerOptions as ScorerOptions
from auditor.errors import UsageError
from auditor.plugins import load


def load_scorer(spec: str | Scorer, *, options: ScorerOptions | None = None, post: Post | None = None) -> Scorer:
    """The scorer that ``spec`` names; one that is made already is given back as it is.

    Args:
        spec: ``NAME`` or ``NAME:ARGUMENT``.
        options: how models are asked; the defaults where None.
        post: the way to a server, for a scorer that asks one; None where nothing may be asked.

    Raises:
        UsageError: no scorer of that name is registered, its argument cannot be used, or it needs a server and there is
            no way to one.
        MissingExtra: it needs a package that is not installed.
        ScorerError: its model is missing or corrupt.
    """
    if not isinstance(spec, str):
        return spec
    name, _, argument = spec.partition(":")
    factory = load("scorers", name)
    if argument and not _takes_argument(factory):
        raise UsageError(f"the scorer {name} takes nothing after its name")
    made: Scorer = factory(argument) if argument else factory()
    if isinstance(made, Equipped):
        made.equip(options or ScorerOptions(), post)
    return made


def _takes_argument(factory: Callable[..., object]) -> bool:
    try:
        inspect.signature(factory).bind("")
    except TypeError:
        return False
    except ValueError:  # built in C, and silent about what it takes
        return True
    return True
