"""The HTML page as markup: self-contained, consistent, and complete without its script."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from bs4 import BeautifulSoup, Tag

from auditor.records import (
    Audit,
    Block,
    BlockKind,
    Claim,
    Copying,
    CopyingKind,
    Evidence,
    FetchStatus,
    HeadlineCheck,
    HeadlineKind,
    MatrixRow,
    OutsideOrigin,
    Page,
    Span,
    Stance,
    Verdict,
)
from auditor.report._pieces import passages, shared
from auditor.report.html import render
from tests.report.samples import full, hostile, joined, sixty, small

SAMPLES = {"small": small, "full": full, "joined": joined, "sixty": sixty, "hostile": hostile}


@cache
def page(name: str) -> BeautifulSoup:
    return BeautifulSoup(render([SAMPLES[name]()]), "html.parser")


def test_sixty_claims_weigh_less_than_600_kb() -> None:
    assert len(render([sixty()]).encode()) < 600_000
    audit = sixty()
    against = tuple(
        replace(row, verdicts=tuple(None if s is None else Verdict.CONTRADICTED for s in row.support))
        for row in audit.matrix
    )
    assert len(render([replace(audit, matrix=against)]).encode()) < 500_000, "even where every page says otherwise"


@pytest.mark.parametrize("name", SAMPLES)
def test_the_policy_allows_only_the_page_s_own_style_and_script(name: str) -> None:
    policy = page(name).find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        digest = hashlib.sha256(page(name).find(tag).string.encode()).digest()
        assert f"{tag}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_loaded_from_elsewhere(name: str) -> None:
    text = render([SAMPLES[name]()])
    assert not page(name).find_all(["img", "iframe", "link"], src=True)
    assert [link["href"] for link in page(name).find_all("link")] == ["data:,"]
    assert "@import" not in text and "url(http" not in text
    assert set(re.findall(r"url\(([^)]*)\)", text)) <= {"#hatch", "#a1head"}


@pytest.mark.parametrize("name", SAMPLES)
def test_names_are_unique_and_every_anchor_leads_somewhere(name: str) -> None:
    names = Counter(element["id"] for element in page(name).find_all(id=True))
    assert [name for name, n in names.items() if n > 1] == []
    for link in page(name).find_all(href=re.compile("^#")):
        assert link["href"][1:] in names, link
    for element in page(name).find_all(attrs={"aria-labelledby": True}):
        assert element["aria-labelledby"] in names


def test_two_audits_on_one_page_keep_their_names_apart() -> None:
    both = BeautifulSoup(render([full(), full()]), "html.parser")
    names = Counter(element["id"] for element in both.find_all(id=True))
    assert max(names.values()) == 1
    assert both.title.string == "2 audits"


@pytest.mark.parametrize("name", ["small", "full", "sixty"])
def test_the_article_reads_as_it_was(name: str) -> None:
    audit = SAMPLES[name]()
    body = page(name).select_one(".body")
    for extra in body.select(".vh, .cutnote"):
        extra.extract()
    said = " ".join(body.get_text().replace("\u2060", "").split())
    for block in audit.article.document.blocks:
        text = " ".join(block.span.of(audit.article.document.text).split())
        assert (text in said) == (block.kind not in (BlockKind.FURNITURE, BlockKind.REFERENCE)), text


def test_every_claim_has_a_signed_sentence_and_a_card_without_script() -> None:
    audit = full()
    soup = BeautifulSoup(render([audit]), "html.parser")
    for i, claim in enumerate(audit.claims, 1):
        links = soup.select(f'.body a.s[href="#a1c{i}"]')
        assert links[-1].find("use")["href"] == f"#i-{claim.verdict.value}"
        card = soup.find(id=f"a1c{i}")
        assert "hidden" not in card.attrs
        assert claim.claim.text in " ".join(card.get_text().split())


def test_changed_words_are_marked_on_both_sides() -> None:
    card = page("full").find(id="a1c2")
    ours, theirs = card.select("blockquote")
    assert [(m["data-n"], m.text) for m in ours.select("mark")] == [("1", "more than"), ("2", "90")]
    assert [(m["data-n"], m.text) for m in theirs.select("mark")] == [("1", "less than"), ("2", "50")]
    assert "Lifeboats from Tarn" in theirs.select_one(".ctx:last-child").text, "the passage stands in its context"
    assert card.select_one(".go a")["href"].startswith("https://courier.example/2031/03/aurelia#:~:text=")


def test_the_right_reference_is_named() -> None:
    assert "Right source: [1] Northwire" in page("full").find(id="a1c3").text
    said = " ".join(page("full").select_one(".answers").text.split())
    shown = page("full").find(id="a1c3").select_one(".right")
    assert shown.select_one(".hit").text.startswith("PORT LUMEN (Northwire) - A ferry carrying 214 passengers")
    assert shown.select_one(".go a")["href"].startswith("https://northwire.example/a1#:~:text=")
    assert "“Rescuers brought all passengers to…”: [1] Northwire or [2], not [3]" in said


def test_what_was_not_read_is_never_hidden() -> None:
    unread = page("full").find(id="a1unread")
    assert unread.find_parent("details") is None
    for words in ("Harbour Post", "behind a paywall", "Skerry Gazette", "Coast Today", "HTTP 410", "Weather Desk"):
        assert words in unread.text


def test_headings_come_in_order() -> None:
    levels = [int(h.name[1]) for h in page("full").find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_hostile_text_is_text() -> None:
    soup = page("hostile")
    assert "<script>alert(1)</script>" in soup.h1.text
    assert "{{ 7*7 }}{% for x in y %}" in soup.get_text() and "49{%" not in soup.get_text()
    assert not soup.find_all("a", href=re.compile("(?i)javascript|data:text"))
    assert not soup.find_all(True, attrs={"onload": True, "onerror": True})


def _moved(audit: Audit, blocks: tuple[Block, ...], claims: tuple[Claim, ...] | None = None) -> Audit:
    document = replace(audit.article.document, blocks=blocks)
    audited = tuple(
        replace(a, claim=c) for a, c in zip(audit.claims, claims or tuple(a.claim for a in audit.claims), strict=True)
    )
    return replace(audit, article=replace(audit.article, document=document), claims=audited)


@pytest.mark.parametrize(
    "change",
    [
        lambda a: _moved(a, ()),
        lambda a: _moved(a, a.article.document.blocks[:1]),
        lambda a: _moved(a, (Block(BlockKind.PARAGRAPH, Span(0, len(a.article.document.text))),)),
        lambda a: _moved(a, a.article.document.blocks, tuple(replace(c.claim, span=Span(30, 90)) for c in a.claims)),
    ],
    ids=["no blocks", "claims outside blocks", "one block", "overlapping claims"],
)
def test_odd_blocks_and_spans_lose_nothing(change: Callable[[Audit], Audit]) -> None:
    soup = BeautifulSoup(render([change(full())]), "html.parser")
    assert len(soup.select(".card")) == 16
    text = " ".join(soup.select_one(".body").get_text().split())
    assert "ran onto a sandbank off Cape Tarn" in text
    assert not isinstance(soup.select_one("a.s a"), Tag), "a link inside a link"


def test_a_very_long_article_shows_what_is_cited() -> None:
    audit = small()
    document = audit.article.document
    filler = "\n\n".join(["Filler goes on. " * 50] * 500)
    end = len(document.text) + 2
    longer = replace(
        document, text=f"{document.text}\n\n{filler}", source=f"{document.text}\n\n{filler}",
        blocks=(*document.blocks, Block(BlockKind.PARAGRAPH, Span(end, end + len(filler)))),
    )  # fmt: skip
    text = render([replace(audit, article=replace(audit.article, document=longer))])
    assert len(text) < 100_000
    assert "All 214 people aboard" in text


def test_where_no_page_was_read_nothing_is_claimed() -> None:
    audit = full()
    unread = tuple(replace(source, status=FetchStatus.TIMEOUT, page=None) for source in audit.sources)
    blank = replace(
        audit, sources=unread, findings=(), headline=None, uncited_copying=(),
        claims=tuple(replace(c, verdict=Verdict.SOURCE_UNAVAILABLE, checks=(), better_references=(), copying=None) for c in audit.claims),
        provenance=replace(audit.provenance, clusters=(), rests_on=(), independent=0),
        score=replace(audit.score, value=50, low=0, high=100, grade="not rated"),
    )  # fmt: skip
    soup = BeautifulSoup(render([blank]), "html.parser")
    assert [p.text for p in soup.select(".answers p.a")] == [
        "Not known: no page was read",
        "Not known",
        "Not known",
        "Not known",
    ]
    assert soup.select_one(".score .big").text == "Not rated"
    assert "nothing is known" in soup.find(id="a1origin").text


def test_each_part_of_a_sentence_shows_what_its_own_source_says() -> None:
    card = page("joined").find(id="a1c1")
    assert card.select_one(".tag").text == "Contradicted", "a true part does not make the other one true"
    parts = [(part.select_one(".vh").text, part.select_one(".m").text) for part in card.select(".own")]
    assert parts == [(" (supported)", "[1]"), (" (supported)", "[2]"), (" (contradicted)", "[3]")]
    assert [mark.text for mark in card.select_one("blockquote").select("mark")] == ["nineteen weeks"]
    assert page("joined").find(id="a1c2").select_one(".tag").text == "Partly supported"
    body = page("joined").select('.body a.s[href="#a1c1"]')
    assert [a["class"][1] for a in body] == ["v-supported", "v-supported", "v-contradicted"]
    assert len(page("full").find(id="a1c14").select(".own")) == 0, "two markers at one place are one part"


def test_a_page_that_says_nothing_reads_as_nothing() -> None:
    audit = small()
    row = audit.matrix[0]
    nothing = MatrixRow(row.claim, (0.54, *row.support[1:]), (Verdict.NOT_IN_SOURCE, *(None for _ in row.support[1:])))
    other = replace(audit, matrix=(nothing,), claims=tuple(replace(c, checks=()) for c in audit.claims))
    cell = BeautifulSoup(render([other]), "html.parser").select_one(".heat tbody td")
    assert (cell.text, cell["class"]) == ("", ["hn"]), "whatever the figure"
    known = replace(nothing, verdicts=(Verdict.SUPPORTED, *nothing.verdicts[1:]))
    cell = BeautifulSoup(render([replace(other, matrix=(known,))]), "html.parser").select_one(".heat tbody td")
    assert (cell.text, cell["class"], cell["title"].partition("] ")[2]) == ("54", ["h5"], "supported, 54%")


def test_the_passage_that_decides_comes_first() -> None:
    text = "Dawn broke over the harbour. " * 40 + "The gate took 10 minutes to close. " + "It rained. " * 60
    early = Evidence("Dawn broke over the harbour.", 0, 28)
    at = text.index("The gate")
    late = Evidence("The gate took 10 minutes to close.", at, at + 34)
    shown = passages([early, late], text, claim="The gate took 40 minutes to close.")
    assert ["".join(p.text for s in one.stretches if s.hit for p in s.pieces) for one in shown] == [
        late.text,
        early.text,
    ]
    near = Evidence("It rained.", at + 35, at + 45)
    (both,) = passages([near, late], text)
    hits = ["".join(p.text for p in s.pieces) for s in both.stretches if s.hit]
    assert hits == [late.text, near.text], "passages that stand together are shown together, in the page's order"


def test_dates_are_written_as_one_reads_them() -> None:
    text = page("joined").get_text(" ")
    assert "Bridge Digest · 3 June 2031" in text
    assert "4 March 2031" in text
    assert not re.search(r"\d{4}-\d\d-\d\d", text)


def test_the_headline_s_fault_is_told_whole() -> None:
    why = "the headline says “Second”, the body says “first”: “It was the first closure of the canal in 37 years.”"
    fault = HeadlineCheck("mismatch", HeadlineKind.NUMBER_WRONG, 0.9, Stance.DISAGREE, None, why)
    shown = BeautifulSoup(render([replace(small(), headline=fault)]), "html.parser").select_one(".answers .wide")
    assert why[1:] in shown.text


def test_a_copy_from_a_page_outside_the_list_names_its_origin() -> None:
    audit = small()
    claim = audit.claims[0].claim
    stolen = Copying(CopyingKind.VERBATIM, 1.0, 1.0, claim.text, 0, len(claim.text), (Span(0, len(claim.text)),))
    there = Page(claim.text, title="Older news", url="https://older.example/1", outlet="Older Post")
    outside = OutsideOrigin(claim.span, claim.text, claim.id, there, "library", stolen, False)
    soup = BeautifulSoup(render([replace(audit, origins=(outside,))]), "html.parser")
    told = soup.select(".join")[-1].get_text(" ")
    assert "Older Post" in told
    assert "not in the list; found in the library; which came first is not known" in told
    assert "1 from Older Post" in soup.select_one(".answers").get_text(" ")


@pytest.mark.parametrize(
    ("sentence", "run", "theirs", "marked"),
    [
        ("The US sent aid to Oslo.", "The US sent aid", "On Monday the U.S. sent aid.", ["the U.S. sent aid"]),
        ("He asked Russia to stop.", "Russia", "Russian tanks stopped in Russia.", ["Russia"]),
        ("Nine ships waited in the bay.", "Nine ships waited in the bay", "Nine large ships waited; in the bay it rained.", ["ships waited; in the bay"]),
        ("The end of the war was near.", "end of the war", "The end was the best of it.", []),
        ("Nobody came.", "Nobody came", "All of them left.", []),
    ],
)  # fmt: skip
def test_copied_words_are_marked_on_the_source_s_side_too(
    sentence: str, run: str, theirs: str, marked: list[str]
) -> None:
    at = sentence.index(run)
    assert [span.of(theirs) for span in shared(sentence, [Span(at, at + len(run))], theirs)] == marked


def test_a_word_of_the_source_is_given_to_one_run_only() -> None:
    sentence, theirs = "Paris, Paris and Paris again.", "Paris and Paris."
    runs = [Span(0, 5), Span(7, 12), Span(17, 22)]
    assert [span.of(theirs) for span in shared(sentence, runs, theirs)] == ["Paris", "Paris"]


def test_most_of_many_grave_findings_are_folded() -> None:
    found = tuple(replace(full().findings[0], fingerprint=f"{n:016x}", claim=None) for n in range(40))
    section = BeautifulSoup(render([replace(full(), findings=found)]), "html.parser").find(id="a1findings")
    assert len(section.select("details .find > li")) == 28
    assert section.select_one("summary").text == "28 more that are critical or major"
    assert len(section.select(".find > li")) == 40


def test_where_it_was_copied_from_counts_to_the_whole() -> None:
    audit = full()
    told = " ".join(page("full").select_one(".answers > div:nth-of-type(4)").get_text(" ").split())
    copied = [c for c in audit.claims if c.copying] + list(audit.uncited_copying)
    assert f"{len(copied)} sentences" in told
    assert "2 word for word, 1 nearly word for word and 1 reworded closely" in told
