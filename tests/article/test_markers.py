"""What is a citation marker and what only looks like one; sentences, clauses and problems."""

from __future__ import annotations

import pytest

from auditor.article import parse_article, read_text
from auditor.article.labels import read_label
from auditor.article.markers import is_exponent, numbers_in
from auditor.records import Article, Format

LIST = "\n\nReferences\n" + "\n".join(f"[{n}] Title number {n}, The Echo, {n} May 2020" for n in range(7))


def _parse(text: str, kind: Format = Format.TEXT) -> Article:
    return parse_article(read_text(text, format=kind))


def _cites(sentence: str, references: str = LIST) -> list[tuple[str, tuple[object, ...]]]:
    article = _parse(f"A Title\n\n{sentence}{references}")
    return [(c.text, c.cites) for c in article.claims]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1", (1,)),
        ("1, 3", (1, 3)),
        ("1-3", (1, 2, 3)),
        ("1–2, 4", (1, 2, 4)),
        ("4,1", (4, 1)),
        ("1 and 3", (1, 3)),
        ("1 to 3", (1, 2, 3)),
        ("²,⁴", (2, 4)),
        ("a, c", ("a", "c")),
        ("*†", ("*", "†")),
        ("1, p. 4", (1,)),
        ("3-1", None),
        ("1-900", None),
        ("", None),
    ],
)
def test_numbers(text: str, numbers: tuple[object, ...] | None) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("sentence", "text", "cites"),
    [
        ("Boats sank.[1]", "Boats sank.", (1,)),
        ("Boats sank [1].", "Boats sank.", (1,)),
        ("Boats sank. [1]", "Boats sank.", (1,)),
        ("Boats [2] sank.", "Boats sank.", (2,)),
        ("Boats sank.[1][3]", "Boats sank.", (1, 3)),
        ("Boats sank [1]–[3].", "Boats sank.", (1, 2, 3)),
        ("Boats sank [1]; [3].", "Boats sank.", (1, 3)),
        ("Boats sank [1, p. 4].", "Boats sank.", (1,)),
        ("Boats sank [Ref. 2].", "Boats sank.", (2,)),
        ("Boats sank (see [2]).", "Boats sank.", (2,)),
        ("Boats sank ([2], [3]).", "Boats sank.", (2, 3)),
        ("Some 412[1] boats sank.", "Some 412 boats sank.", (1,)),
        ("“Boats sank.”[1]", "“Boats sank.”", (1,)),
        ("“Boats sank,[1]” he said.", "“Boats sank,” he said.", (1,)),
        ("[1] Boats sank.", "Boats sank.", (1,)),
        ("Boats sank in the U.S.[1]", "Boats sank in the U.S.", (1,)),
        ("Boats sank 【1†source】.", "Boats sank.", (1,)),
        ("Boats sank (Source 1).", "Boats sank.", (1,)),
        ("Boats sank.[0]", "Boats sank.", (0,)),
        ("Boats sank.[citation needed][1]", "Boats sank.", (1,)),
    ],
)
def test_a_marker_is_taken_out(sentence: str, text: str, cites: tuple[int, ...]) -> None:
    assert _cites(sentence) == [(text, cites)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Boats sank in one year [2019].",
        "“They was [sic] gone,” he wrote.",
        "He wrote [...] of boats.",
        "Read boats[0] and then boats[1] again.",
        "The feed is https://a.example/?b[0]=1 for now.",
        "It lies on the interval [0, 1] for all.",
        "It covers 12 km² in all.",
        "The code is `a[1]` here.",
        "The editor [a man of 60] left.",
        "It cost $4.2 million.",
    ],
)
def test_no_marker(sentence: str) -> None:
    article = _parse(f"A Title\n\n{sentence} Boats sank.[1]{LIST}")
    assert article.uncited[0].text == sentence
    assert [c.text for c in article.claims] == ["Boats sank."]


@pytest.mark.parametrize(
    ("before", "digits", "power"),
    [
        ("450 km", "²", True),
        ("10", "¹²", True),
        ("x", "2", True),
        ("6.02 × 10", "23", True),
        ("coast", "1", False),
        ("in 1957", "1", False),
        ("12 ft", "2", True),
        ("left", "2", False),
    ],
)
def test_powers(before: str, digits: str, power: bool) -> None:
    assert is_exponent(before + digits, len(before), digits) is power


@pytest.mark.parametrize(
    ("line", "style", "number"),
    [
        ("0. “A”", "dot", 0),
        ("[12] A", "bracket", 12),
        ("(3) A", "paren", 3),
        ("4) A", "close", 4),
        ("^5 A", "caret", 5),
        ("¹² A", "super", 12),
        ("[^note]: A", "definition", "note"),
        ("[a] A", "bracket", "a"),
        ("b. “A”", "letter", "b"),
        ("† A", "sign", "†"),
        ("Ref. 7: A", "word", 7),
        ("Source 2: A", "word", 2),
        ("【3】 A", "lenticular", 3),
    ],
)
def test_labels(line: str, style: str, number: object) -> None:
    label = read_label(line)
    assert label is not None
    assert (label.style, label.number) == (style, number)


@pytest.mark.parametrize("line", ["Plain words", "2.5 miles", "1,200 boats", "A. Smith said", "$5", ""])
def test_no_label(line: str) -> None:
    assert read_label(line) is None


def test_clauses_say_what_each_marker_stands_for() -> None:
    article = _parse("A Title\n\nForesters, who shot 212 boar [2], say the cull [1][3] is slow.[4]" + LIST)
    claim = article.claims[0]
    assert claim.cites == (2, 1, 3, 4)
    assert [(n, s.of(claim.text)) for n, s in claim.clauses] == [
        ((2,), "Foresters, who shot 212 boar"),
        ((1, 3), ", say the cull"),
        ((4,), " is slow."),
    ]


def test_nothing_is_renumbered() -> None:
    article = _parse("A Title\n\nBoats sank.[7]\n\nSources\n[3] Storm, Echo, 1 May 2020\n[7] Boats, Echo, 2 May 2020")
    assert [r.number for r in article.references] == [3, 7]
    assert article.claims[0].cites == (7,)
    assert [p.message for p in article.problems] == [
        "reference 3 has no marker",
        "list skips number 4",
        "list skips number 5",
        "list skips number 6",
    ]


def test_problems_have_codes() -> None:
    article = _parse(
        "A Title\n\nBoats sank.[1] Few swam.[2] None flew.[9]\n\nReferences\n[1] Boats, Echo, 2 May 2020, https://a.example/b\n"
        "[2] Fish, Echo, 3 May 2020\n[2] Frogs, Echo, 4 May 2020\n[4] Boats again, Mail, https://www.a.example/b/?utm_source=x"
    )
    assert [(p.code, p.message, p.numbers) for p in article.problems] == [
        ("REF001", "marker 9 has no reference", (9,)),
        ("REF002", "reference 4 has no marker", (4,)),
        ("REF003", "references 1 and 4 are duplicates", (1, 4)),
        ("REF004", "number 2 is used by two entries", (2,)),
        ("REF005", "list skips number 3", (3,)),
    ]
    assert [p.code for p in _parse("A Title\n\nBoats sank.[1]").problems] == ["REF006"]


def test_a_body_list_is_no_reference_list() -> None:
    text = "How to Boil an Egg\n\nIt is easy.[1] Do this:\n\n1. Fill a pot.[1]\n2. Put the egg in.\n3. Wait.\n\nSources\n[1] Eggs, Echo, 2020"
    article = _parse(text)
    assert len(article.references) == 1
    assert [s.text for s in article.uncited] == ["Do this:", "Put the egg in.", "Wait."]


def test_numbers_in_comments_and_menus_do_not_count() -> None:
    text = (
        "A Title\n\nBoats sank.[1]\n\nSources\n[1] Boats, Echo, 2 May 2020\n\n2 Comments\nann: see [4]\n1. No.\n2. Yes."
    )
    article = _parse(text)
    assert len(article.references) == 1
    assert not article.problems
    assert not article.uncited


def test_the_seed(shared: object) -> None:
    from pathlib import Path

    from auditor.article import read_document

    path = Path(str(shared)) / "seeds" / "004-aggregator-article.txt"
    article = parse_article(read_document(path.read_bytes(), name=path.name))
    assert [r.number for r in article.references] == list(range(9))
    assert all(r.title and r.outlet and r.date == "2023-03-02" for r in article.references)
    assert [c.cites for c in article.claims] == [(n,) for n in (0, 0, 1, 2, 3, 4, 5, 0, 6, 7, 8, 7)]
    assert [(s.text, s.truncated) for s in article.uncited] == [("News on Thursday follows after the U.S.", True)]
    assert not article.problems
    assert article.document.title is not None and article.document.title.startswith("Blinken and Lavrov")
