"""One article in every combination of marker, label and entry style: what is read is always the same."""

from __future__ import annotations

import html
import itertools
import textwrap
from collections.abc import Callable

import pytest

from auditor.article import parse_article, read_text
from auditor.records import Format

SENTENCES = (
    ("Rangers counted 412 ponies on Fell Moor on Monday.", (1,)),
    ("The herd, said Ms. V. Crane of the U.S. office, has doubled since 2019.", (2, 3)),
    ("“They eat the thistles,” she said.", (2,)),
    ("Nobody asked the sheep.", ()),
    ("A bill before Sen. J. K. Dray would pay $4.2 million for fences by Jan. 6.", (1, 3)),
    ("Walkers are told to stay on the path from 6 a.m. to 9 p.m.", (4,)),
)
REFERENCES = (
    ("Ponies of the moor counted", "Fell Moor Gazette", 3),
    ("Why the herd grew, and who paid", "Radio Wick", 14),
    ("Fences for Fell Moor: a bill", "Office of Commons", 21),
    ("Is the path safe?", "The Walker's Week", 28),
)
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MARKS: dict[str, Callable[[tuple[int, ...]], str]] = {
    "[1][2]": lambda n: "".join(f"[{i}]" for i in n),
    "[1, 2]": lambda n: "[" + ", ".join(map(str, n)) + "]",
    " [1] [2]": lambda n: "".join(f" [{i}]" for i in n),
    "[Ref. 1]": lambda n: " [" + ", ".join(f"Ref. {i}" for i in n) + "]",
    " (1)": lambda n: " " + "".join(f"({i})" for i in n),
    " (Source 1)": lambda n: f" (Source{'s' * (len(n) > 1)} " + " and ".join(map(str, n)) + ")",
    "¹,²": lambda n: ",".join(str(i).translate(SUPERSCRIPT) for i in n),
    "^1": lambda n: ",".join(f"^{i}" for i in n),
    "1,2": lambda n: ",".join(map(str, n)),
    "【1】": lambda n: "".join(f"【{i}】" for i in n),
}
LABELS: dict[str, Callable[[int], str]] = {
    "1.": lambda i: f"{i}. ",
    "1)": lambda i: f"{i}) ",
    "[1]": lambda i: f"[{i}] ",
    "(1)": lambda i: f"({i}) ",
}
ENTRIES = (
    "“{t},” {o}, May {d}, 2021",
    "{o}: {t} (May {d}, 2021).",
    "{t} - {o}, accessed June 1, 2023, https://a.example/{d}",
    "{o}, “{t},” 2021-05-{d:02}. https://a.example/{d}",
    "{t} | {o} | {d} May 2021",
)
HEADINGS = ("References", "SOURCES:", "Works Cited", "")


def _body(mark: Callable[[tuple[int, ...]], str], escape: bool) -> list[str]:
    sentences = [(html.escape(s, quote=False) if escape else s) + (mark(n) if n else "") for s, n in SENTENCES]
    return [" ".join(sentences[:3]), " ".join(sentences[3:])]


def _entries(template: str, label: Callable[[int], str]) -> list[str]:
    return [label(i) + template.format(t=t, o=o, d=d) for i, (t, o, d) in enumerate(REFERENCES, 1)]


def _check(text: str, kind: Format, dated: bool) -> None:
    article = parse_article(read_text(text, format=kind))
    assert [(c.text, set(c.cites)) for c in article.claims] == [(s, set(n)) for s, n in SENTENCES if n]
    assert [s.text for s in article.uncited] == [s for s, n in SENTENCES if not n]
    assert [(r.number, r.title, r.outlet) for r in article.references] == [
        (i, t, o) for i, (t, o, _) in enumerate(REFERENCES, 1)
    ]
    assert [r.date for r in article.references] == [f"2021-05-{d:02}" if dated else None for _, _, d in REFERENCES]
    assert not article.problems
    assert article.document.title == "Ponies Thrive on the Moor"


COMBINED = [
    (mark, label, ENTRIES[k % len(ENTRIES)], HEADINGS[k % len(HEADINGS)])
    for k, (mark, label) in enumerate(itertools.product(MARKS, LABELS))
]


@pytest.mark.parametrize(("mark", "label", "entry", "heading"), COMBINED)
@pytest.mark.parametrize("width", [0, 72])
def test_text(mark: str, label: str, entry: str, heading: str, width: int) -> None:
    body = _body(MARKS[mark], escape=False)
    entries = _entries(entry, LABELS[label])
    if width:
        body = [textwrap.fill(p, width, break_on_hyphens=False) for p in body]
        entries = [textwrap.fill(e, width, subsequent_indent="   ", break_on_hyphens=False) for e in entries]
    text = "\n\n".join(["Ponies Thrive on the Moor", *body, heading + "\n" + "\n".join(entries)])
    _check(text, Format.TEXT, "accessed" not in entry)


@pytest.mark.parametrize(("mark", "label", "entry", "heading"), COMBINED[::2])
def test_markdown(mark: str, label: str, entry: str, heading: str) -> None:
    body = _body(MARKS[mark], escape=False)
    listed = [f"## {heading}"] if heading else []
    text = "\n\n".join(["# Ponies Thrive on the Moor", *body, *listed, "\n".join(_entries(entry, LABELS[label]))])
    _check(text, Format.MARKDOWN, "accessed" not in entry)


@pytest.mark.parametrize(
    "style", ["<sup>{}</sup>", "<sup>[{}]</sup>", '<sup><a href="#n{}">{}</a></sup>', '<a href="#n{}">[{}]</a>']
)
@pytest.mark.parametrize("listed", ["ol", "p", "br", "ul", "table"])
@pytest.mark.parametrize("entry", ENTRIES[:3])
def test_html(style: str, listed: str, entry: str) -> None:
    body = _body(lambda n: "".join(style.format(i, i) for i in n), escape=True)
    entries = [html.escape(e, quote=False) for e in _entries(entry, lambda i: "")]
    wraps = {
        "ol": "<ol>" + "".join(f'<li id="n{i}">{e}</li>' for i, e in enumerate(entries, 1)) + "</ol>",
        "p": "".join(f'<p id="n{i}">{i}. {e}</p>' for i, e in enumerate(entries, 1)),
        "br": "<p>" + "<br>\n".join(f"[{i}] {e}" for i, e in enumerate(entries, 1)) + "</p>",
        "ul": "<ul>" + "".join(f'<li id="n{i}">[{i}] {e}</li>' for i, e in enumerate(entries, 1)) + "</ul>",
        "table": "<table>"
        + "".join(f'<tr><td>{i}</td><td id="n{i}">{e}</td></tr>' for i, e in enumerate(entries, 1))
        + "</table>",
    }
    text = (
        "<html><head><title>Ponies Thrive on the Moor | The Wick</title></head><body><nav>Home [9]</nav><article>"
        f"<h1>Ponies Thrive on the Moor</h1><p>{'</p><p>'.join(body)}</p><h3>Sources</h3>{wraps[listed]}</article>"
        "<div class='comments'><p>1. see [9]</p></div><footer>© 2024 [1.2]</footer></body></html>"
    )
    _check(text, Format.HTML, "accessed" not in entry)
