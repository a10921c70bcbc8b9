"""The shapes in which answer machines, wikis, word processors and mail put their citations: all are read alike.

Every shape tells the same four sentences with the same three sources. What is compared is what a reader would see:
which sentence cites which address.
"""

from __future__ import annotations

import pytest

from auditor.article import parse_article, read_document, read_text
from auditor.records import Article, Format
from tests.clock import least

A, B, C = (
    "https://gazette.example/news/bridge-closed",
    "https://engineering.example/2031/girder",
    "https://ferry.example/timetable",
)
CLOSED = "The bridge at Orrin closed on Monday after a girder cracked."
WEEKS = "Repairs will take nine weeks, the county said."
HURT = "Nobody was hurt."
FERRY = "A ferry crosses the river every twenty minutes."
CITED = [(CLOSED, [A]), (WEEKS, [B, A]), (FERRY, [C])]

NUMBERED_LINKS = f"""1. [Orrin bridge closed]({A})
2. [Nine weeks of work]({B})
3. [Ferry timetable]({C})"""
PLAIN_LIST = f"""1. Orrin bridge closed. County Gazette. {A}
2. Nine weeks of work. Engineering Daily. {B}
3. Ferry timetable. Orrin Ferries. {C}"""

MARKDOWN = {
    "chatgpt content references": f"""{CLOSED} :contentReference[oaicite:0]{{index=0}} {WEEKS} :contentReference[oaicite:0]{{index=0}}:contentReference[oaicite:1]{{index=1}} {HURT}

{FERRY} :contentReference[oaicite:2]{{index=2}}

Sources:

{NUMBERED_LINKS}
""",
    "chatgpt daggers": f"""{CLOSED}【1†source】 {WEEKS}【1†source】【2†L3-L9】 {HURT}

{FERRY}【3†source】

**Sources**

{NUMBERED_LINKS}
""",
    "chatgpt daggers with the index of a search": f"""{CLOSED}【4:1†source】 {WEEKS}【4:1†source】【4:2†source】 {HURT}

{FERRY}【4:3†source】

Sources

{NUMBERED_LINKS}
""",
    "chatgpt named links in parentheses": f"""{CLOSED} ([gazette.example]({A})) {WEEKS} ([gazette.example]({A}), [engineering.example]({B})) {HURT}

{FERRY} ([ferry.example]({C}))
""",
    "chatgpt links with tracking": f"""{CLOSED} ([County Gazette][1]) {WEEKS} ([County Gazette][1], [Engineering Daily][2]) {HURT}

{FERRY} ([Orrin Ferries][3])

[1]: {A}?utm_source=chatgpt.com "Orrin bridge closed"
[2]: {B}?utm_source=chatgpt.com "Nine weeks of work"
[3]: {C}?utm_source=chatgpt.com "Ferry timetable"
""",
    "chatgpt names behind the stop": f"""{CLOSED} [County Gazette]({A}) {WEEKS} [County Gazette]({A}) [Engineering Daily]({B}) {HURT}

{FERRY} [Orrin Ferries]({C})
""",
    "a bare word linked behind the stop": f"""{CLOSED}[gazette]({A}) {WEEKS}[gazette]({A})[engineering]({B}) {HURT}

{FERRY}[ferry]({C})
""",
    "perplexity": f"""{CLOSED}[1] {WEEKS}[1][2] {HURT}

{FERRY}[3]

Citations:
[1] Orrin bridge closed {A}
[2] Nine weeks of work {B}
[3] Ferry timetable {C}
""",
    "perplexity with bare addresses": f"""{CLOSED}[1] {WEEKS}[1][2] {HURT}

{FERRY}[3]

[1] {A}
[2] {B}
[3] {C}
""",
    "perplexity with linked numbers": f"""{CLOSED}[[1]]({A}) {WEEKS}[[1]]({A})[[2]]({B}) {HURT}

{FERRY}[[3]]({C})
""",
    "perplexity with escaped numbers": f"""{CLOSED} [\\[1\\]]({A}) {WEEKS} [\\[1\\]]({A}) [\\[2\\]]({B}) {HURT}

{FERRY} [\\[3\\]]({C})
""",
    "perplexity export with footnotes": f"""{CLOSED}[^1_1] {WEEKS}[^1_1][^1_2] {HURT}

{FERRY}[^1_3]

<span style="display:none">[^1_4]</span>

<div align="center">⁂</div>

[^1_1]: {A}

[^1_2]: {B}

[^1_3]: {C}
""",
    "gemini with superscripts": f"""{CLOSED}¹ {WEEKS}¹,² {HURT}

{FERRY}³

#### Works cited

1. Orrin bridge closed - County Gazette, accessed on March 4, 2031, [{A}]({A})
2. Nine weeks of work - Engineering Daily, accessed on March 4, 2031, [{B}]({B})
3. Ferry timetable - Orrin Ferries, accessed on March 4, 2031, [{C}]({C})
""",
    "gemini with digits behind the stop": f"""{CLOSED}1 {WEEKS}1 2 {HURT}

{FERRY}3

**Works cited**

{PLAIN_LIST}
""",
    "gemini cite marks": f"""{CLOSED} [cite: 1] {WEEKS} [cite: 1, 2] {HURT}

{FERRY} [cite: 3]

**Sources**

{PLAIN_LIST}
""",
    "copilot carets": f"""{CLOSED}[^1^] {WEEKS}[^1^][^2^] {HURT}

{FERRY}[^3^]

[1]: {A} "Orrin bridge closed"
[2]: {B} "Nine weeks of work"
[3]: {C} "Ferry timetable"
""",
    "copilot learn more, numbered": f"""{CLOSED}[1] {WEEKS}[1][2] {HURT}

{FERRY}[3]

Learn more:
1. gazette.example {A}
2. engineering.example {B}
3. ferry.example {C}
""",
    "copilot learn more, linked numbers": f"""{CLOSED}[1]({A}) {WEEKS}[1]({A})[2]({B}) {HURT}

{FERRY}[3]({C})

Learn more:

[1. gazette.example]({A})

[2. engineering.example]({B})

[3. ferry.example]({C})
""",
    "copilot learn more, bare numbers": f"""{CLOSED}¹ {WEEKS}¹ ² {HURT}

{FERRY}³

---

**Learn more**

1 [Orrin bridge closed - County Gazette]({A})
2 [Nine weeks of work]({B})
3 [Ferry timetable]({C})
""",
    "copilot learn more, not numbered": f"""{CLOSED}¹ {WEEKS}¹ ² {HURT}

{FERRY}³

Learn more

- [Orrin bridge closed | County Gazette]({A})
- [Nine weeks of work | Engineering Daily]({B})
- [Ferry timetable | Orrin Ferries]({C})
""",
    "grok with empty links": f"""{CLOSED}[]({A}) {WEEKS}[]({A})[]({B}) {HURT}

{FERRY}[]({C})
""",
    "grok with empty links and a list": f"""{CLOSED}[]({A}) {WEEKS}[]({A})[]({B}) {HURT}

{FERRY}[]({C})

### Key Citations
- [Orrin bridge closed]({A})
- [Nine weeks of work]({B})
- [Ferry timetable]({C})
""",
    "grok post and web marks": f"""{CLOSED} [web:1] {WEEKS} [web:1] [web:2] {HURT}

{FERRY} [web:3]

**References**

[web:1] Orrin bridge closed. {A}
[web:2] Nine weeks of work. {B}
[web:3] Ferry timetable. {C}
""",
    "claude footnotes": f"""{CLOSED}[^1] {WEEKS}[^1][^2] {HURT}

{FERRY}[^3]

[^1]: [Orrin bridge closed]({A}), County Gazette
[^2]: [Nine weeks of work]({B}), Engineering Daily
[^3]: [Ferry timetable]({C}), Orrin Ferries
""",
    "claude named footnotes": f"""{CLOSED}[^gazette] {WEEKS}[^gazette][^eng] {HURT}

{FERRY}[^ferry]

[^gazette]: County Gazette, "Orrin bridge closed", {A}
[^eng]: Engineering Daily, "Nine weeks of work", {B}
[^ferry]: Orrin Ferries, "Ferry timetable", {C}
""",
    "linked html numbers in markdown": f"""{CLOSED} <a href="{A}">[1]</a> {WEEKS} <a href="{A}">[1]</a> <a href="{B}">[2]</a> {HURT}

{FERRY} <a href="{C}">[3]</a>
""",
    "html numbers that lead to the list in markdown": f"""{CLOSED}<a href="#fn1">[1]</a> {WEEKS}<a href="#fn1">[1]</a><a href="#fn2">[2]</a> {HURT}

{FERRY}<a href="#fn3">[3]</a>

## References

1. <a id="fn1"></a>Orrin bridge closed. County Gazette. {A}
2. <a id="fn2"></a>Nine weeks of work. Engineering Daily. {B}
3. <a id="fn3"></a>Ferry timetable. Orrin Ferries. {C}
""",
    "html superscripts in markdown": f"""{CLOSED}<sup>[1]({A})</sup> {WEEKS}<sup>[1]({A}), [2]({B})</sup> {HURT}

{FERRY}<sup>[3]({C})</sup>
""",
    "plain html superscripts in markdown": f"""{CLOSED}<sup>1</sup> {WEEKS}<sup>1,2</sup> {HURT}

{FERRY}<sup>3</sup>

### Sources

{PLAIN_LIST}
""",
    "sources as a table": f"""{CLOSED} [1] {WEEKS} [1, 2] {HURT}

{FERRY} [3]

## Sources

| # | Title | Link |
|---|---|---|
| 1 | Orrin bridge closed | {A} |
| 2 | Nine weeks of work | {B} |
| 3 | Ferry timetable | {C} |
""",
}

TEXT = {
    "mail with footnotes": f"""{CLOSED} [1] {WEEKS} [1][2] {HURT}

{FERRY} [3]

--
Ada Quill
Desk

[1] {A}
[2] {B}
[3] {C}
""",
    "mail wrapped at 60": f"""The bridge at Orrin closed on Monday after a girder
cracked. [1] Repairs will take nine weeks, the county said.
[1] [2] Nobody was hurt.

A ferry crosses the river every twenty minutes. [3]

[1] Orrin bridge closed, County Gazette
    {A}
[2] Nine weeks of work, Engineering Daily
    {B}
[3] Ferry timetable, Orrin Ferries
    {C}
""",
    "mail with addresses in angle brackets": f"""{CLOSED} <{A}> {WEEKS} <{A}> <{B}> {HURT}

{FERRY} <{C}>
""",
    "links lost on pasting": f"""{CLOSED}gazette.example+1 {WEEKS} {HURT}

{FERRY}
""",
    "superscripts": f"""{CLOSED}¹ {WEEKS}¹˒² {HURT}

{FERRY}³

Sources

¹ Orrin bridge closed, County Gazette, {A}
² Nine weeks of work, Engineering Daily, {B}
³ Ferry timetable, Orrin Ferries, {C}
""",
}

PAGE = {
    "wikipedia with named references used again": f"""<html><body><h1>Orrin Bridge</h1><div class="mw-parser-output">
<p>{CLOSED}<sup id="cite_ref-gaz_1-0" class="reference"><a href="#cite_note-gaz-1"><span class="cite-bracket">[</span>1<span class="cite-bracket">]</span></a></sup> {WEEKS}<sup id="cite_ref-gaz_1-1" class="reference"><a href="#cite_note-gaz-1">[1]</a></sup><sup id="cite_ref-2" class="reference"><a href="#cite_note-2">[2]</a></sup> {HURT}</p>
<p>{FERRY}<sup id="cite_ref-3" class="reference"><a href="#cite_note-3">[3]</a></sup></p>
<h2>References</h2><ol class="references">
<li id="cite_note-gaz-1"><span class="mw-cite-backlink">^ <a href="#cite_ref-gaz_1-0"><sup><i><b>a</b></i></sup></a> <a href="#cite_ref-gaz_1-1"><sup><i><b>b</b></i></sup></a></span> <span class="reference-text"><a class="external text" href="{A}">"Orrin bridge closed"</a>. <i>County Gazette</i>.</span></li>
<li id="cite_note-2"><span class="mw-cite-backlink"><b><a href="#cite_ref-2">^</a></b></span> <span class="reference-text"><a class="external text" href="{B}">"Nine weeks of work"</a>. <i>Engineering Daily</i>.</span></li>
<li id="cite_note-3"><span class="mw-cite-backlink"><b><a href="#cite_ref-3">^</a></b></span> <span class="reference-text"><a class="external text" href="{C}">"Ferry timetable"</a>. Orrin Ferries.</span></li>
</ol></div></body></html>""",
    "word": f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>Bridge</title></head><body lang=EN-GB><div class=WordSection1>
<p class=MsoNormal>{CLOSED}<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span class=MsoFootnoteReference>[1]</span><![endif]></span></span></a> {WEEKS}<a href="#_ftn1" name="_ftnref2"><span class=MsoFootnoteReference>[1]</span></a><a href="#_ftn2" name="_ftnref3"><span class=MsoFootnoteReference>[2]</span></a> {HURT}</p>
<p class=MsoNormal>{FERRY}<a href="#_ftn3" name="_ftnref4"><span class=MsoFootnoteReference>[3]</span></a></p>
</div><div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width="33%">
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1"><span class=MsoFootnoteReference>[1]</span></a> Orrin bridge closed. County Gazette. <a href="{A}">{A}</a></p></div>
<div style='mso-element:footnote' id=ftn2><p class=MsoFootnoteText><a href="#_ftnref3" name="_ftn2"><span class=MsoFootnoteReference>[2]</span></a> Nine weeks of work. Engineering Daily. <a href="{B}">{B}</a></p></div>
<div style='mso-element:footnote' id=ftn3><p class=MsoFootnoteText><a href="#_ftnref4" name="_ftn3"><span class=MsoFootnoteReference>[3]</span></a> Ferry timetable. Orrin Ferries. <a href="{C}">{C}</a></p></div>
</div></body></html>""",
    "google docs": f"""<html><head><style>.c1{{}}</style></head><body class="c2 doc-content"><p class="c1"><span>{CLOSED}</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><span> {WEEKS}</span><sup><a href="#ftnt2" id="ftnt_ref2">[2]</a></sup><sup><a href="#ftnt3" id="ftnt_ref3">[3]</a></sup><span> {HURT}</span></p>
<p class="c1"><span>{FERRY}</span><sup><a href="#ftnt4" id="ftnt_ref4">[4]</a></sup></p><hr class="c3">
<div><p class="c4"><a href="#ftnt_ref1" id="ftnt1">[1]</a><span> Orrin bridge closed. County Gazette. </span><span><a href="https://www.google.com/url?q={A}&amp;sa=D&amp;source=editors&amp;ust=1&amp;usg=x">{A}</a></span></p></div>
<div><p class="c4"><a href="#ftnt_ref2" id="ftnt2">[2]</a><span> Orrin bridge closed, second edition. County Gazette. </span><span><a href="{A}">{A}</a></span></p></div>
<div><p class="c4"><a href="#ftnt_ref3" id="ftnt3">[3]</a><span> Nine weeks of work. Engineering Daily. </span><span><a href="{B}">{B}</a></span></p></div>
<div><p class="c4"><a href="#ftnt_ref4" id="ftnt4">[4]</a><span> Ferry timetable. Orrin Ferries. </span><span><a href="{C}">{C}</a></span></p></div>
</body></html>""",
    "pandoc": f"""<html><body><h1>Bridge</h1><p>{CLOSED}<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a> {WEEKS}<a href="#fn2" class="footnote-ref" id="fnref2" role="doc-noteref"><sup>2</sup></a> {HURT}</p>
<p>{FERRY}<a href="#fn3" class="footnote-ref" id="fnref3"><sup>3</sup></a></p>
<section id="footnotes" class="footnotes footnotes-end-of-document" role="doc-endnotes"><hr/><ol>
<li id="fn1"><p>County Gazette, “Orrin bridge closed,” <a href="{A}">{A}</a>.<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li>
<li id="fn2"><p>Engineering Daily, “Nine weeks of work,” <a href="{B}">{B}</a>.<a href="#fnref2" class="footnote-back" role="doc-backlink">↩︎</a></p></li>
<li id="fn3"><p>Orrin Ferries, “Ferry timetable,” <a href="{C}">{C}</a>.<a href="#fnref3" class="footnote-back" role="doc-backlink">↩︎</a></p></li>
</ol></section></body></html>""",
    "chips of an answer machine": f"""<html><body><main><h1>Orrin bridge</h1><p>{CLOSED} <a class="chip" href="{A}" target="_blank">gazette.example</a> {WEEKS} <a class="chip" href="{A}">gazette.example</a> <a class="chip" href="{B}">engineering.example</a> {HURT}</p>
<p>{FERRY} <a class="chip" href="{C}">ferry.example</a></p></main></body></html>""",
    "superscripts linked to the pages": f"""<html><body><main><h1>Orrin bridge</h1><p>{CLOSED}<sup><a href="{A}">1</a></sup> {WEEKS}<sup><a href="{A}">1</a>,<a href="{B}">2</a></sup> {HURT}</p>
<p>{FERRY}<sup><a href="{C}">3</a></sup></p></main></body></html>""",
    "numbers in spans": f"""<html><body><article><h1>Orrin bridge</h1><p>{CLOSED}<span class="citation" data-n="1">[1]</span> {WEEKS}<span class="citation">[1]</span><span class="citation">[2]</span> {HURT}</p>
<p>{FERRY}<span class="citation">[3]</span></p><h3>Sources</h3><ul class="sources"><li>[1] <a href="{A}">Orrin bridge closed</a> County Gazette</li><li>[2] <a href="{B}">Nine weeks of work</a> Engineering Daily</li><li>[3] <a href="{C}">Ferry timetable</a> Orrin Ferries</li></ul></article></body></html>""",
}

OTHERWISE = {
    "links lost on pasting": [],  # what was pasted has no citation any more
    "pandoc": [(CLOSED, [A]), (WEEKS, [B]), (FERRY, [C])],
}
"""What is cited where a shape cannot, or does not, tell the same."""

SHAPES = [
    *((name, Format.MARKDOWN, text) for name, text in MARKDOWN.items()),
    *((name, Format.TEXT, text) for name, text in TEXT.items()),
    *((name, Format.HTML, text) for name, text in PAGE.items()),
]


def _cited(article: Article) -> list[tuple[str, list[str]]]:
    """Each claim with the addresses it cites, without what only counts who sent the reader."""
    where = {r.number: (r.url or "").removesuffix("?utm_source=chatgpt.com") for r in article.references}
    return [(c.text, sorted({where.get(n, f"? {n}") for n in c.cites})) for c in article.claims]


@pytest.mark.parametrize(("name", "kind", "text"), SHAPES, ids=[name for name, _, _ in SHAPES])
def test_every_shape_is_read_alike(name: str, kind: Format, text: str) -> None:
    article = parse_article(read_text(text, format=kind))
    assert _cited(article) == OTHERWISE.get(name, CITED)
    if name not in OTHERWISE or name == "pandoc":
        assert [sentence.text for sentence in article.uncited] == [HURT]
        assert [p.message for p in article.problems if "has no reference" in p.message] == []


@pytest.mark.parametrize(
    ("text", "claims", "uncited"),
    [
        (  # a figure that is linked is a word of its sentence, and no outlet
            f"Most people want the bridge back ([54%]({A})). Nobody asked the fish.",
            [("Most people want the bridge back (54%).", [A])],
            ["Nobody asked the fish."],
        ),
        (  # a name that begins a sentence is one of its words
            f"{CLOSED} [Engineering Daily]({B}) says that repairs take nine weeks.",
            [("Engineering Daily says that repairs take nine weeks.", [B])],
            [CLOSED],
        ),
        (  # even before a capital, where nothing shows that the article puts names behind its sentences
            f"{CLOSED} [Ada Quill]({B}) Senior was not asked by anybody. It rained.",
            [("Ada Quill Senior was not asked by anybody.", [B])],
            [CLOSED, "It rained."],
        ),
        (  # the last words of a sentence stay its words
            f"The county said so in [a report]({A}). It rained.",
            [("The county said so in a report.", [A])],
            ["It rained."],
        ),
        (  # an address alone stands for the sentence before it
            f"{CLOSED} {A} It rained.",
            [(CLOSED, [A])],
            ["It rained."],
        ),
        (
            f"{CLOSED} ({A}) It rained.",
            [(CLOSED, [A])],
            ["It rained."],
        ),
        (  # no marker without a list to say what it stands for
            f"{CLOSED} :contentReference[oaicite:0]{{index=0}} It rained.",
            [],
            [CLOSED, "It rained."],
        ),
        (  # a date is not two more markers
            f"{CLOSED}1 2 May was a Friday, and nobody worked.\n\nSources\n\n{PLAIN_LIST}",
            [(CLOSED, [A])],
            ["2 May was a Friday, and nobody worked."],
        ),
    ],
)
def test_what_only_looks_like_it(text: str, claims: list[tuple[str, list[str]]], uncited: list[str]) -> None:
    article = parse_article(read_text(text, format=Format.MARKDOWN))
    assert _cited(article) == claims
    assert [s.text for s in article.uncited] == uncited
    assert not any(r.outlet == "54%" for r in article.references)


def test_a_percentage_behind_a_title_is_part_of_it() -> None:
    text = f"{CLOSED}[1]\n\nSources\n\n[1] Most want the bridge back (54%), Orrin Post, 3 March 2031, {A}"
    (reference,) = parse_article(read_text(text, format=Format.MARKDOWN)).references
    assert (reference.title, reference.outlet) == ("Most want the bridge back (54%)", "Orrin Post")


@pytest.mark.parametrize(
    "bad",
    ["[](" * 30_000, f"x.[]({A})" * 3_000, "<a href=" * 20_000, "</a>" * 30_000, "<span hidden>" * 10_000,
     f"{CLOSED} [a b]({A}) " * 1_000, ":contentReference[oaicite:" * 5_000, "x.1 2 3 4 5 6 7 " * 5_000],
    ids=range(8),
)  # fmt: skip
def test_a_hostile_answer_takes_no_longer(bad: str) -> None:
    text = f"{bad}\n\n{FERRY}\n\nSources\n\n{PLAIN_LIST}"
    assert least(lambda: parse_article(read_text(text, format=Format.MARKDOWN)), enough=4) < 4


def test_what_sort_of_work_it_is_is_no_part_of_who_published_it() -> None:
    """Wikipedia's form for reports and press releases."""
    item = (
        '<li id="cite_note-1"><cite class="citation report cs1"><a class="external text" href="https://agency.example/r">'
        "Kelp on the west coast: yearly report</a> (Press release). Fisheries Agency. 2031.</cite></li>"
    )
    html = (
        '<h1>Kelp</h1><p>The coast grew 5,400 tonnes of kelp in 2030.<sup class="reference"><a href="#cite_note-1">[1]</a>'
        f'</sup></p><h2>References</h2><ol class="references">{item}</ol>'
    )
    (reference,) = parse_article(read_document(html.encode(), name="kelp.html")).references
    assert (reference.title, reference.outlet) == ("Kelp on the west coast: yearly report", "Fisheries Agency")
