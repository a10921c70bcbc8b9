"""Articles: bytes to a document, a document to its references, claims, and problems."""

from auditor.article.document import read_document as read_document
from auditor.article.document import read_text as read_text
from auditor.article.fields import parse_reference as parse_reference
from auditor.article.parse import parse_article as parse_article
