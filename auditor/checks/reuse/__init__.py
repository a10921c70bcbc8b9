"""Whose words: sentences taken from a page, word for word, nearly so, or rewritten clause by clause."""

from auditor.checks.reuse.find import COPIED as COPIED
from auditor.checks.reuse.find import ReuseOptions as ReuseOptions
from auditor.checks.reuse.find import copied_share as copied_share
from auditor.checks.reuse.find import find_reuse as find_reuse
from auditor.checks.reuse.prepare import PreparedPage as PreparedPage
from auditor.checks.reuse.prepare import PreparedSentence as PreparedSentence
from auditor.checks.reuse.prepare import prepare_article as prepare_article
