"""Articles that are no newspaper pieces: pasted answers of chatbots and a Wikipedia page, each audited from its recording.

Every shape has planted faults: a changed figure, a sentence that no page has, and one cited to the wrong page.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from auditor import Audit, Auditor
from auditor.records import Verdict

SHAPES = Path(__file__).resolve().parents[1] / "cassettes" / "shapes"
YES, NO, NOT_THERE = Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_IN_SOURCE
PARTLY = Verdict.PARTIALLY_SUPPORTED

TRAM = ("saltmereecho.example", "transitmonthly.example", "saltmere.example", "coastlineradio.example")
FROG = ("aldgrove-university.example", "islandobserver.example", "amphibiannotes.example")
BREAD = ("northmillgazette.example", "foodsafety.example", "grainandcrust.example")
RACE = ("norravalepost.example", "valeradio.example", "runningpaper.example")
BRIDGE = ("dunmereherald.example", "dunmere-council.example", "railwayrecord.example", None, "batsurvey.example")


@dataclass(frozen=True)
class Shape:
    """What an article holds. ``claims`` are the words each begins with, what it cites, and its verdict, or all that a
    fault shows: the figure of the article and the one of the page, or the reference that would have been right."""

    recording: str
    domains: tuple[str | None, ...]
    claims: tuple[tuple[object, ...], ...]
    uncited: tuple[str, ...] = ()
    findings: frozenset[str] = frozenset()
    outlets: tuple[str | None, ...] = ()


CASES = {
    "chatgpt.md": Shape(
        "chatgpt.yaml",
        TRAM,
        (
            ("Saltmere opened the harbour", (1,), YES),
            ("Length and stops: The extension", (1,), YES),
            ("Cost: The final account", (2,), NO, "412 million euros", "312 million euros"),
            ("Who pays: The national government", (2,), YES),
            # Nothing of it is on that page, which tells of the line: the model takes the last part alone for added.
            ("Vehicles: Saltmere bought fourteen", (1,), PARTLY),
            ("In its first week the extension", (3,), YES),
            ("On an ordinary weekday", (3,), YES),
            ("Passengers: 146,000", (3,), YES),
            ("Punctuality: 91 %", (3,), YES),
            ("Residents of Ropewalk", (4,), YES),
            ("The city has promised to pay", (4,), NOT_THERE),
        ),
        outlets=("Saltmere Echo", "Transit Monthly", "City of Saltmere", "Coastline Radio"),
    ),
    "chatgpt-marks.md": Shape(
        "chatgpt.yaml",
        TRAM,
        (
            ("The first tram left", (1,), YES),
            ("The extension has eleven stops.", (1,), YES),
            ("The final account comes to", (2,), YES),
            ("The first contractor", (2,), NO, "2026", "2028"),
            ("The tram company said", (4,), YES),
            # Page 3 has it, but names the week two sentences before: the model finds that in doubt (support 0.49, bar 0.5).
            ("Punctuality in the first week", (4, 1), NOT_THERE),
        ),
        findings=frozenset({"REF002"}),
    ),
    "chatgpt-links.md": Shape(
        "chatgpt.yaml",
        ("saltmere.example", "transitmonthly.example", "saltmereecho.example", "coastlineradio.example"),
        (
            ("In its first week the harbour", (1,), YES),
            ("Punctuality was 97 per cent.", (1,), NO, "97", "91"),
            ("Its final account", (2,), YES),
            ("The national government paid", (3,), NOT_THERE, 2),
            ("Residents of Ropewalk", (4,), YES),
            ("A lawsuit by the residents", (4,), NOT_THERE),
        ),
        uncited=("The line was expensive.",),
    ),
    "perplexity.md": Shape(
        "perplexity.yaml",
        FROG,
        (
            ("The Carrow moss frog, which", (1, 2), YES),
            ("The team found 74 adult frogs", (1,), NO, "74", "47"),
            ("The animals were found by", (1,), YES),
            ("Swabs taken from the frogs", (1,), YES),
            ("The population lives at", (2,), NOT_THERE, 3),
            ("The island's council has proposed", (2,), YES),
            # The page says so in two steps (no tadpoles, so no proof, and the call): the model takes the cause for added.
            ("The authors call for", (3,), PARTLY),
            ("The government has granted", (3,), NOT_THERE),
        ),
    ),
    "perplexity-citations.md": Shape(
        "perplexity.yaml",
        FROG,
        (
            ("The Carrow moss frog was last", (1,), YES),
            ("It was found again by its call", (1,), YES),
            ("Four of the animals carry", (3,), YES),
            ("The council has proposed", (2,), NO, "1,900 hectares", "900 hectares"),
            ("Sheep farmers are wary.", (2,), YES),
        ),
    ),
    "copilot.md": Shape(
        "copilot.yaml",
        BREAD,
        (
            ("Bellwether Bakeries has recalled", (1,), YES),
            ("The recall covers the brands", (1, 2), YES),
            ("No injuries have been", (1,), YES),
            ("What to do: Customers", (2,), YES),
            ("What happened: The blade", (3,), NO, "19,000", "9,000"),
            ("A metal detector at the end", (1,), NOT_THERE, 3),
            ("The company has dismissed", (3,), NOT_THERE),
        ),
    ),
    "copilot-caret.md": Shape(
        "copilot.yaml",
        BREAD,
        (
            ("Bellwether Bakeries recalled", (1,), YES),
            ("The loaves may contain", (2,), NO, "52 millimetres", "12 millimetres"),
            ("They were sold in supermarkets", (2,), YES),
            ("Analysts at Corran Bank", (3,), YES),
            ("The company employs 1,150", (3,), NOT_THERE, 1),
        ),
    ),
    "gemini.md": Shape(
        "gemini.yaml",
        RACE,
        (
            ("Winner: Adaeze Lindholm", (1,), YES),
            ("Men's race: Samir Holloway", (1,), YES),
            ("Finishers: Of the 19,250", (2,), NO, "16,400", "18,400"),
            ("Medical help: Medical teams", (3,), NOT_THERE, 2),
            ("Prize money: Prize money", (3,), YES),
            ("The course was moved", (3,), YES),
            ("The mayor ran the race", (2,), NOT_THERE),
        ),
    ),
    "gemini-report.md": Shape(
        "gemini.yaml",
        RACE,
        (
            ("Adaeze Lindholm, a physio", (1,), YES),
            ("She took 58 seconds", (1,), NO, "58 seconds", "38 seconds"),
            ("Second was Birgit Omondi", (1,), YES),
            ("Streets in the centre", (2,), YES),
            ("The oldest finisher", (3,), NOT_THERE, 2),
            ("Next year's race", (3,), YES),
            ("The sponsor has withdrawn", (3,), NOT_THERE),
        ),
        outlets=("Norra Vale Post", "Vale Radio", "The Running Paper"),
    ),
    "wikipedia.html": Shape(
        "wikipedia.yaml",
        BRIDGE,
        (
            ("It is a listed building", (2,), YES),
            ("The viaduct was opened on", (3,), YES),
            ("It has 28 arches", (3,), NO, "28", "24"),
            ("Its engineer, Cordelia", (3, 4), YES),
            ("The last train ran on", (3,), YES),
            ("The restoration took", (1,), YES),
            ("Some 11,000 stones", (1,), YES),
            ("The walkway was designed", (1,), NOT_THERE),
            ("The spaces inside the piers", (2,), NOT_THERE, 5),
            ("Lamps on the path", (5,), YES),
            ("Maintenance costs about", (2,), YES),
        ),
        uncited=("Trains first ran with a speed limit of fifteen miles an hour.",),
        findings=frozenset({"SRC001"}),
        outlets=("Dunmere Herald", "Dunmere Council", "The Railway Record", "Weir Press", "Northern Bat Survey"),
    ),
}


@cache
def _audit(name: str) -> Audit:
    with Auditor(cassette=SHAPES / CASES[name].recording, offline=True) as auditor:
        return auditor.audit(SHAPES / name)


def test_every_shape_is_tested() -> None:
    assert {p.name for p in SHAPES.iterdir() if p.suffix != ".yaml"} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_references_are_read_as_printed_and_found(name: str) -> None:
    shape, audit = CASES[name], _audit(name)
    assert [s.reference.number for s in audit.sources] == list(range(1, len(shape.domains) + 1))
    assert tuple(s.page and s.domain for s in audit.sources) == shape.domains
    if shape.outlets:
        assert tuple(s.reference.outlet for s in audit.sources) == shape.outlets


@pytest.mark.parametrize("name", CASES)
def test_each_claim_has_its_references_and_nothing_of_the_marks(name: str) -> None:
    shape, article = CASES[name], _audit(name).article
    cites = {c.text: c.cites for c in article.claims}
    for begin, numbers, *_ in shape.claims:
        assert [v for k, v in cites.items() if k.startswith(str(begin))] == [numbers], begin
    for claim in article.claims:
        assert not set("[]()【】‡†^*_#|¹²³") & set(claim.text), claim.text
    for sentence in shape.uncited:
        assert sentence in {u.text for u in article.uncited}
    assert not [u for u in article.uncited if u.truncated]


@pytest.mark.parametrize("name", CASES)
def test_verdicts(name: str) -> None:
    shape, audit = CASES[name], _audit(name)
    wrong = []
    for begin, _, verdict, *fault in shape.claims:
        claim = next(c for c in audit.claims if c.claim.text.startswith(str(begin)))
        if claim.verdict is not verdict:
            wrong.append(f"{claim.claim.text}: {claim.verdict}, not {verdict}")
        if verdict is NO:
            sides = [(d.claim, d.source) for _, check in claim.checks for d in check.differences]
            assert any(str(fault[0]) in a and str(fault[1]) in str(b) for a, b in sides), (begin, sides)
        if verdict is NOT_THERE:
            assert claim.better_references == tuple(fault), begin
    assert wrong == []
    others = {c.claim.text for c in audit.claims if c.verdict is NO} - {
        c.claim.text for c in audit.claims for b, _, v, *_ in shape.claims if v is NO and c.claim.text.startswith(str(b))
    }
    assert others == set()


@pytest.mark.parametrize("name", CASES)
def test_findings_are_the_planted_faults(name: str) -> None:
    shape, audit = CASES[name], _audit(name)
    expected = {("SUP001", str(c[0])) for c in shape.claims if c[2] is NO}
    expected |= {("SUP004" if len(c) > 3 else "SUP003", str(c[0])) for c in shape.claims if c[2] is NOT_THERE}
    texts = {c.claim.id: c.claim.text for c in audit.claims}
    found = {(f.code, texts[f.claim or ""]) for f in audit.findings if f.code in ("SUP001", "SUP003", "SUP004")}
    assert {(code, next(str(c[0]) for c in shape.claims if text.startswith(str(c[0])))) for code, text in found} == expected
    about = {f.code for f in audit.findings if f.code.startswith(("REF", "SRC", "HDL", "ART001", "PRV"))}
    assert about == shape.findings


def test_a_wikipedia_page_keeps_its_notes_and_its_links_apart() -> None:
    article = _audit("wikipedia.html").article
    assert article.document.title == "Dunmere Viaduct"
    assert not any("goods train" in s for s in [c.text for c in article.claims] + [u.text for u in article.uncited])
    assert [r.date for r in article.references] == ["2029-05-12", "2030-02-01", "2018-03-04", "1954", "2030-11-09"]


def test_tracking_parameters_do_not_hide_a_recorded_page() -> None:
    audit = _audit("chatgpt.md")
    assert all("utm_source=chatgpt.com" in str(r.url) for r in audit.article.references)
    assert all(s.page is not None for s in audit.sources)


LIST = "\n\nSources:\n1. [Weir opens](https://post.example/weir)\n2. [Eels return](https://brook.example/eels)\n"
MARKS = {
    "cite numbers": "[cite_start]The weir opened[cite: 1]. [cite_start]Eels came back[cite: 1, 2]." + LIST,
    "citation numbers": "The weir opened[citation:1]. Eels came back[citation:1][citation:2]." + LIST,
    "web numbers": "The weir opened.[web:1] Eels came back.[web:1][web:2]" + LIST,
    "doubled brackets": "The weir opened [[1]]. Eels came back [[1]] [[2]]." + LIST,
    "doubled brackets that link": "The weir opened [[1]](https://post.example/weir). "
    "Eels came back [[1]](https://post.example/weir) [[2]](https://brook.example/eels)." + LIST,
    "bold brackets": "The weir opened **[1]**. Eels came back **[1][2]**." + LIST,
    "raised tags": "The weir opened<sup>1</sup>. Eels came back<sup>1,2</sup>." + LIST,
    "raised links": "The weir opened.[¹](https://post.example/weir) "
    "Eels came back.[¹](https://post.example/weir)[²](https://brook.example/eels)",
    "outlet and more": "The weir opened. ([The Post][1]) Eels came back. ([The Post+1][1], [Brook Radio][2])\n\n"
    '[1]: https://post.example/weir "Weir opens"\n[2]: https://brook.example/eels "Eels return"\n',
    "footnotes of links": "The weir opened[^1]. Eels came back[^1][^2].\n\n"
    "[^1]: [Weir opens](https://post.example/weir)\n[^2]: [Eels return](https://brook.example/eels)\n",
    "outlet links": "The weir opened. ([post.example](https://post.example/weir?utm_source=openai)) Eels came back. "
    "([post.example](https://post.example/weir?utm_source=openai), [brook.example](https://brook.example/eels))",
    "source in words": "The weir opened (Source: [1]). Eels came back (Sources: [1], [2])." + LIST,
}


@pytest.mark.parametrize("name", MARKS)
def test_marks_as_chatbots_write_them(name: str) -> None:
    from auditor.article import parse_article, read_document
    from auditor.urls import canonical_url

    article = parse_article(read_document(MARKS[name].encode(), name="answer.md"))
    assert [(c.text, c.cites) for c in article.claims] == [("The weir opened.", (1,)), ("Eels came back.", (1, 2))]
    assert [canonical_url(r.url or "") for r in article.references] == [
        canonical_url("https://post.example/weir"),
        canonical_url("https://brook.example/eels"),
    ]
    assert article.uncited == ()
    assert article.problems == ()
