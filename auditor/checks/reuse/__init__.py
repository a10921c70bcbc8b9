"""Whose words: sentences taken from a page, word for word, nearly so, or rewritten clause by clause.

    article = prepare_article(sentences)          # once an article
    page = PreparedPage(text)                     # once a page
    for copying in find_reuse(article, page): ...

How it works: runs of equal words give verbatim copies (``match``); for the rest each sentence is lined up with the page
sentences it shares most with, word for word, stem for stem and by words that can stand for one another (``words``,
``features``), names and figures counted apart from expression. A small logistic model (``model``) turns that into a
probability, the article around the sentence taken into account (``lineup``).
"""

from auditor.checks.reuse.find import COPIED as COPIED
from auditor.checks.reuse.find import Origin as Origin
from auditor.checks.reuse.find import ReuseOptions as ReuseOptions
from auditor.checks.reuse.find import copied_share as copied_share
from auditor.checks.reuse.find import find_origin as find_origin
from auditor.checks.reuse.find import find_reuse as find_reuse
from auditor.checks.reuse.find import said_again as said_again
from auditor.checks.reuse.find import shared_phrases as shared_phrases
from auditor.checks.reuse.pairs import rewrite_score as rewrite_score
from auditor.checks.reuse.prepare import PreparedPage as PreparedPage
from auditor.checks.reuse.prepare import PreparedSentence as PreparedSentence
from auditor.checks.reuse.prepare import prepare_article as prepare_article
