"""Whom a page means by "she", "the president" or "the company": mentions led back to the party they stand for.

A party is introduced by name with what it is (``Anneke Roos, the league's president,``, ``fisheries minister Renn``)
and called otherwise afterwards. Mentions are led back where one party alone fits,
and a pronoun where the subject of the sentence before does; the others stay as they are.
"""

from __future__ import annotations

from auditor.checks.coreference.mentions import Mention, Parties, meant, parties_of
from auditor.checks.coreference.parties import IT, Party
from auditor.checks.coreference.phrases import is_person

__all__ = ["IT", "Mention", "Parties", "Party", "is_person", "meant", "parties_of"]
