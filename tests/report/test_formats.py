"""What holds for every format: golden files, purity, and that nothing from outside acts."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from auditor import plugins
from auditor.records import DifferenceKind, FetchStatus, HeadlineKind, TitleKind, Verdict
from auditor.report import _words as words
from tests.clock import least
from tests.report.samples import HOSTILE, full, hostile, sixty, small

FORMATS = ["annotations", "claimreview", "csv", "html", "json", "junit", "markdown", "sarif", "text"]
EXTENSIONS = {
    "text": "txt", "html": "html", "markdown": "md", "csv": "csv", "junit": "xml", "json": "json", "sarif": "sarif.json",
    "annotations": "annotations.json", "claimreview": "claimreview.json",
}  # fmt: skip
ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]"
)


def rendered(name: str, *audits: object, **options: object) -> str:
    return plugins.load("formats", name)(list(audits), **options)


def test_every_format_is_registered() -> None:
    assert set(FORMATS) <= set(plugins.names("formats"))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("sample", [small, full], ids=["small", "full"])
def test_golden(name: str, sample: Callable[[], object], golden: Callable[[str, str], None]) -> None:
    text = rendered(name, sample())
    if name == "html":  # the style and the script are files of their own
        text = re.sub(r"(?s)<(style|script)>.*?</\1>", r"<\1></\1>", text)
        text = re.sub(r"'sha256-[^']+'", "'sha256-'", text)
    if name == "sarif":  # the codes' descriptions are kept, and tested, elsewhere
        text = re.sub(r'"((?:full|short)Description|help)": \{\s+"text": "[^"]*"', r'"\1": {"text": ""', text)
    golden(f"{sample.__name__}.{EXTENSIONS[name]}", text)


@pytest.mark.parametrize("name", FORMATS)
def test_same_input_same_bytes(name: str) -> None:
    assert rendered(name, full()) == rendered(name, full())


@pytest.mark.parametrize("name", FORMATS)
def test_none_one_and_several_audits(name: str) -> None:
    assert isinstance(rendered(name), str)
    both = rendered(name, small(), full())
    for audit in (small(), full()):  # some formats name an article by its title, others by its address
        assert audit.article.document.title in both or audit.article.document.url in both


@pytest.mark.parametrize("name", FORMATS)
def test_an_audit_without_claims_or_sources_renders(name: str) -> None:
    quiet = small()
    bare = replace(
        quiet, claims=(), sources=(), matrix=(), matrix_references=(), findings=(), titles=(),
        article=replace(quiet.article, claims=(), references=(), markers=()),
        provenance=replace(quiet.provenance, clusters=(), rests_on=(), independent=0),
    )  # fmt: skip
    assert rendered(name, bare)


@pytest.mark.parametrize("name", FORMATS)
def test_a_long_audit_is_quick(name: str) -> None:
    audit = sixty()
    rendered(name, small())  # imports are not counted
    assert least(lambda: rendered(name, audit), enough=1) < 1


@pytest.mark.parametrize("name", FORMATS)
def test_a_megabyte_in_one_word_is_held(name: str) -> None:
    assert least(lambda: rendered(name, hostile()), enough=4) < 4
    text = rendered(name, hostile())
    check(name, text)
    if name in ("text", "html", "markdown", "junit"):
        assert len(text) < 400_000  # shown in part; JSON holds it whole


_NASTY = st.lists(
    st.one_of(
        st.sampled_from(HOSTILE),
        st.text(st.characters(exclude_categories=()), max_size=6),
        st.text("<>&\"'`*_[](){}#|~!$\\/=+-@%\n\r\t\x1b\x9b\u202e\ud800:.;,", max_size=8),
    ),
    min_size=1,
    max_size=4,
).map("".join)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(nasty=_NASTY, word=st.sampled_from(["w", "w" * 5000]))
def test_nothing_from_outside_acts_in_any_format(nasty: str, word: str) -> None:
    audit = hostile(word, nasty)
    for name in FORMATS:
        check(name, rendered(name, audit))
    check("text", re.sub(r"\x1b\[[0-9;]*m", "", rendered("text", audit, color=True)))


def check(name: str, text: str) -> None:
    """Fails where something in ``text`` would act on a reader, by the rules of the format."""
    text.encode("utf-8")
    if name == "junit":
        text = text.replace("&#10;", " ")
    assert not ACTING.search(text), f"{name}: {ACTING.search(text)}"
    CHECKS[name](text)


def _html(text: str) -> None:
    page = BeautifulSoup(text, "html.parser")
    assert len(page.find_all("script")) == len(page.find_all("style")) == 1
    assert not page.find_all(["img", "iframe", "object", "embed", "form", "base", "audio", "video"])
    for element in page.find_all(True):
        assert not [a for a in element.attrs if a.startswith("on") or a in ("style", "src", "srcdoc", "action")], (
            element
        )
        for name in ("href", "xlink:href"):
            assert str(element.get(name, "#")).startswith(("#", "https://", "http://", "data:,")), element


def _markdown(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    for token in [inner for block in tokens for inner in (block, *(block.children or ()))]:
        assert token.type not in ("html_block", "html_inline", "image", "code_block", "code_inline", "fence"), token
        if token.type == "link_open":
            assert str(token.attrs["href"]).startswith(("http://", "https://"))
    assert sum(token.type == "heading_open" for token in tokens) <= 5
    rows, cells = (sum(t.type == kind for t in tokens) for kind in ("tr_open", "td_open"))
    assert cells == 4 * (rows - 2)  # two tables of four columns, a header each
    assert not re.search(r"@(?!\u2060)\w", re.sub(r"<[^>]*>", "", text))


def _csv(text: str) -> None:
    rows = list(csv.reader(io.StringIO(text)))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) == text.count("\n")
    for value in (value for row in rows for value in row):
        assert not value.lstrip().startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋")), value


def _sarif(text: str) -> None:
    log = json.loads(text)
    for result in log["runs"][0]["results"]:
        assert "](" not in result["message"]["text"]
        assert not re.search(r"(?<!\{)(?:\{\{)*\{(?!\{)", result["message"]["text"])


def _text(text: str) -> None:
    assert "\t" not in text


def _script_safe(text: str) -> None:
    json.loads(text)
    assert "<" not in text


CHECKS: dict[str, Callable[[str], object]] = {
    "html": _html,
    "markdown": _markdown,
    "csv": _csv,
    "sarif": _sarif,
    "text": _text,
    "json": json.loads,
    "annotations": _script_safe,
    "claimreview": _script_safe,
    "junit": ET.fromstring,
}


@pytest.mark.parametrize(
    ("table", "kinds"),
    [
        (words.VERDICTS, Verdict),
        (words.SIGNS, Verdict),
        (words.MEANINGS, Verdict),
        (words.STATUSES, FetchStatus),
        (words.KINDS, DifferenceKind),
        (words.HEADLINES, HeadlineKind),
        (words.TITLES, TitleKind),
    ],
)
def test_every_kind_has_its_words(table: dict[object, str], kinds: type) -> None:
    assert set(table) == set(kinds)
    assert len(set(table.values())) == len(table)
