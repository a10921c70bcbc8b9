"""Single references in every style: title, outlet, date and address. Events and outlets are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.article import parse_reference
from auditor.article.fields import RawEntry, parse_entries, strip_quotes, strip_stop
from auditor.article.names import lead_names, split_names
from auditor.article.pieces import Hint, tidy_url
from auditor.article.printed import printed_fields
from auditor.article.refdates import find_dates, shows_day_first
from auditor.records import Span

# (as printed, title, outlet, date, url)
STYLES = [
    (
        "Smith, J. (2023) 'Floods return to Marl', The Marl Guardian, 3 May. Available at: https://marlguardian.example/floods (Accessed: 5 May 2023).",
        "Floods return to Marl",
        "The Marl Guardian",
        "2023-05-03",
        "https://marlguardian.example/floods",
    ),
    (
        "Okoro A, Li B. Sleep and pigeons: a field study. J Urban Birds. 2021;12(3):45-50.",
        "Sleep and pigeons: a field study",
        "J Urban Birds",
        "2021",
        None,
    ),
    (
        "Harbour closed by fog [Internet]. Port Elder News; 2022 [cited 2022 Nov 3]. Available from: https://portelder.example/fog",
        "Harbour closed by fog",
        "Port Elder News",
        "2022",
        "https://portelder.example/fog",
    ),
    (
        'J. Q. Marsh and T. Oyelaran, "A cheaper lock for canals," Waterways Engineering, vol. 8, no. 2, pp. 14–22, Mar. 2020.',
        "A cheaper lock for canals",
        "Waterways Engineering",
        "2020-03",
        None,
    ),
    (
        'L. Brandt. "Mayor walks out." Tidewater Sun. [Online]. Available: https://tidewatersun.example/mayor. [Accessed: 12-Jun-2024].',
        "Mayor walks out",
        "Tidewater Sun",
        None,
        "https://tidewatersun.example/mayor",
    ),
    (
        "Jane Doe, Council Sells the Clock, Umber Argus (Mar. 3, 2023), https://umberargus.example/clock",
        "Council Sells the Clock",
        "Umber Argus",
        "2023-03-03",
        "https://umberargus.example/clock",
    ),
    (
        'Umber Argus – "Council sells the clock" – 3 March 2023 – https://umberargus.example/clock',
        "Council sells the clock",
        "Umber Argus",
        "2023-03-03",
        "https://umberargus.example/clock",
    ),
    (
        "Umber Argus. (2023, March 3). Council sells the clock. https://umberargus.example/clock",
        "Council sells the clock",
        "Umber Argus",
        "2023-03-03",
        "https://umberargus.example/clock",
    ),
    (
        "2023-03-03 | Umber Argus | Council sells the clock | https://umberargus.example/clock",
        "Council sells the clock",
        "Umber Argus",
        "2023-03-03",
        "https://umberargus.example/clock",
    ),
    (
        "3 March 2023. Council sells the clock. Umber Argus.",
        "Council sells the clock",
        "Umber Argus",
        "2023-03-03",
        None,
    ),
    (
        'Umber Argus, "Council sells the clock" (3 March 2023)',
        "Council sells the clock",
        "Umber Argus",
        "2023-03-03",
        None,
    ),
    (
        '"Council sells the clock", Umber Argus, 3 March 2023. Retrieved 4 May 2023 from https://umberargus.example/clock',
        "Council sells the clock",
        "Umber Argus",
        "2023-03-03",
        "https://umberargus.example/clock",
    ),
    (
        "Council sells the clock - Umber Argus (https://umberargus.example/clock)",
        "Council sells the clock",
        "Umber Argus",
        None,
        "https://umberargus.example/clock",
    ),
    (
        "Council sells the clock https://umberargus.example/clock",
        "Council sells the clock",
        None,
        None,
        "https://umberargus.example/clock",
    ),
    (
        "Umber Argus https://umberargus.example/clock",
        None,
        "Umber Argus",
        None,
        "https://umberargus.example/clock",
    ),
    (
        "https://umberargus.example/clock",
        None,
        None,
        None,
        "https://umberargus.example/clock",
    ),
    (
        "umberargus.example – Council sells the clock: https://umberargus.example/clock",
        "Council sells the clock",
        "umberargus.example",
        None,
        "https://umberargus.example/clock",
    ),
    (
        "Ministry of Roads, Annual bridge survey 2022, April 2023, p. 12",
        "Annual bridge survey 2022",
        "Ministry of Roads",
        "2023-04",
        None,
    ),
    (
        "Annual bridge survey 2022. Ministry of Roads. Published April 3, 2023.",
        "Annual bridge survey 2022",
        "Ministry of Roads",
        "2023-04-03",
        None,
    ),
    (
        'Reuters-style wire: "Grain ships sail again" — Northwire, updated 5 Aug. 2022, 10:14 a.m.',
        "Grain ships sail again",
        "Northwire",
        "2022-08-05",
        None,
    ),
    (
        'Hollis, Ann. "Who Owns the Fog?" The Elder Review, vol. 3, no. 1, 2019, pp. 22-31. JSTOR, https://archive.example/stable/991.',
        "Who Owns the Fog?",
        "The Elder Review",
        "2019",
        "https://archive.example/stable/991",
    ),
    (
        'Ann Hollis, "Who Owns the Fog?," The Elder Review 3, no. 1 (2019): 22–31.',
        "Who Owns the Fog?",
        "The Elder Review",
        "2019",
        None,
    ),
    (
        "Hollis, A. (2019). Who owns the fog? The Elder Review, 3(1), 22–31. https://doi.org/10.5555/elder.2019.3",
        "Who owns the fog?",
        "The Elder Review",
        "2019",
        "https://doi.org/10.5555/elder.2019.3",
    ),
    (
        "World Tide Office. (2021). Tides and towns: Annual report 2020. https://tides.example/report",
        "Tides and towns: Annual report 2020",
        "World Tide Office",
        "2021",
        "https://tides.example/report",
    ),
    (
        "“Fog, again,” says harbourmaster - WPRT, 4 Nov. 2022",
        "“Fog, again,” says harbourmaster",
        "WPRT",
        "2022-11-04",
        None,
    ),
    (
        "'We lost the boat': survivors speak. Port Elder News, 12 Dec 2021.",
        "'We lost the boat': survivors speak",
        "Port Elder News",
        "2021-12-12",
        None,
    ),
    (
        "Port Elder News: Survivors of the Marigold speak (12 Dec 2021)",
        "Survivors of the Marigold speak",
        "Port Elder News",
        "2021-12-12",
        None,
    ),
    (
        "Survivors of the Marigold speak (Port Elder News, 12 Dec 2021)",
        "Survivors of the Marigold speak",
        "Port Elder News",
        "2021-12-12",
        None,
    ),
    (
        "Reed, Tom: Survivors of the Marigold speak. In: Port Elder News, 12.12.2021.",
        "Survivors of the Marigold speak",
        "Port Elder News",
        "2021-12-12",
        None,
    ),
    (
        "Tom Reed. Survivors of the Marigold speak. Port Elder News. December 12, 2021. Accessed January 4, 2022. https://portelder.example/marigold",
        "Survivors of the Marigold speak",
        "Port Elder News",
        "2021-12-12",
        "https://portelder.example/marigold",
    ),
    (
        "Reed T. Survivors of the Marigold speak. Port Elder News. Dec 12 2021.",
        "Survivors of the Marigold speak",
        "Port Elder News",
        "2021-12-12",
        None,
    ),
    (
        "“Is the dam safe?”, KDRM Radio, Jan 5th, 2024",
        "Is the dam safe?",
        "KDRM Radio",
        "2024-01-05",
        None,
    ),
    (
        "Is the dam safe? KDRM Radio, Jan 5th, 2024",
        "Is the dam safe?",
        "KDRM Radio",
        "2024-01-05",
        None,
    ),
    (
        "Dam safety in five charts | The Data Desk",
        "Dam safety in five charts",
        "The Data Desk",
        None,
        None,
    ),
    (
        "The Data Desk | Dam safety in five charts | Winter 2023",
        "Dam safety in five charts",
        "The Data Desk",
        "2023",
        None,
    ),
    (
        "Dam safety act, S. 412, State Senate, 2023",
        "Dam safety act, S. 412",
        "State Senate",
        "2023",
        None,
    ),
    (
        "Lowmoor Leader, 5 Feb 2024, “Lowmoor puts potholes on the map”, https://lowmoorleader.example/p",
        "Lowmoor puts potholes on the map",
        "Lowmoor Leader",
        "2024-02-05",
        "https://lowmoorleader.example/p",
    ),
    (
        "Lowmoor puts potholes on the map. By V. Stone. Lowmoor Leader. 5 Feb 2024.",
        "Lowmoor puts potholes on the map",
        "Lowmoor Leader",
        "2024-02-05",
        None,
    ),
    (
        'Stone V. A. (5 February 2024). "Lowmoor puts potholes on the map". Lowmoor Leader. p. A1. Archived from the original on 6 February 2024. Retrieved 7 February 2024.',
        "Lowmoor puts potholes on the map",
        "Lowmoor Leader",
        "2024-02-05",
        None,
    ),
    (
        "“Glass beach closes” (Shoreline, 9/4/2023)",
        "Glass beach closes",
        "Shoreline",
        "2023-09-04",
        None,
    ),
    (
        "Shoreline (9/4/2023): Glass beach closes",
        "Glass beach closes",
        "Shoreline",
        "2023-09-04",
        None,
    ),
    (
        "Glass beach closes, The Associated Tidings, Sept. 4, 2023, 7:05 p.m. ET",
        "Glass beach closes",
        "The Associated Tidings",
        "2023-09-04",
        None,
    ),
    (
        "Glass beach closes; Shoreline Weekly; 4 September 2023; https://shoreline.example/glass",
        "Glass beach closes",
        "Shoreline Weekly",
        "2023-09-04",
        "https://shoreline.example/glass",
    ),
    (
        '"Glass beach closes". Shoreline Weekly. 2023-09-04. https://shoreline.example/glass?id=4&x=[2].',
        "Glass beach closes",
        "Shoreline Weekly",
        "2023-09-04",
        "https://shoreline.example/glass?id=4&x=[2]",
    ),
    (
        "Quarry Co. Statement on the quarry fire. Press release, 3 June 2020.",
        "Statement on the quarry fire",
        "Quarry Co.",
        "2020-06-03",
        None,
    ),
    (
        "Statement on the quarry fire [press release]. Quarry Holdings Inc.; June 3, 2020.",
        "Statement on the quarry fire",
        "Quarry Holdings Inc.",
        "2020-06-03",
        None,
    ),
    (
        "Hall, Edith M. The Fall of Selkie. Orewick: Tallow Press, 1971.",
        "The Fall of Selkie",
        "Tallow Press",
        "1971",
        None,
    ),
    (
        "U.S. Bureau of Fog, “Fog statistics, 2010–2020,” 2021, https://fog.example/stats.pdf",
        "Fog statistics, 2010–2020",
        "U.S. Bureau of Fog",
        "2021",
        "https://fog.example/stats.pdf",
    ),
    (
        "Radio Orbit 7 – The comet hour (podcast), 11 Feb 2020",
        "The comet hour",
        "Radio Orbit 7",
        "2020-02-11",
        None,
    ),
    (
        '"Seven killed in U.S. mine blast," Ore Times, Oct. 2, 1999, p. A1',
        "Seven killed in U.S. mine blast",
        "Ore Times",
        "1999-10-02",
        None,
    ),
    (
        '"Mine owner flees to St. Cleer." Ore Times 5 Oct. 1999: B2. Print.',
        "Mine owner flees to St. Cleer",
        "Ore Times",
        "1999-10-05",
        None,
    ),
]


@pytest.mark.parametrize(("raw", "title", "outlet", "date", "url"), STYLES, ids=lambda v: None)
def test_style(raw: str, title: str | None, outlet: str | None, date: str | None, url: str | None) -> None:
    reference = parse_reference(raw, 7)
    assert (reference.title, reference.outlet, reference.date, reference.url) == (title, outlet, date, url)
    assert reference.number == 7


OUTLETS = [
    "Ostrand Gazette",
    "Radio Ostrand",
    "The Marle Echo",
    "Bird Hour",
    "Ministry of Tides",
    "KWXM",
    "valley.example",
]
TITLES = [
    "Bridge closes after cracks found",
    "Why the bees left, and who paid",
    "Is the dam safe?",
    "Mayor: no bells for me",
    "Forty-one million items lost",
    "A smudge on the lens",
    "Council delays vote again",
]
TEMPLATES = [
    "“{t},” {o}, May {d}, 2021, https://a.example/{d}",
    "{o}: {t} (May {d}, 2021). https://a.example/{d}",
    "{t} - {o}, accessed June 1, 2023, https://a.example/{d}",
    "{t} | {o} | {d} May 2021",
    "{o}, “{t},” 2021-05-{d}.",
    "{t} ({o}, {d} May 2021)",
    "{t}, {o}, May {d}, 2021",
    "{o} (May {d}, 2021) {t} https://a.example/{d}",
    "Ferris, J. (2021, May {d}). {t}. {o}. https://a.example/{d}",
    "{o} — {t} — May {d}, 2021",
    "{d} May 2021 – {o} – {t}",
    "{t}; {o}; {d} May 2021",
]


@pytest.mark.parametrize("template", TEMPLATES)
def test_entries_of_a_list_are_read_alike(template: str) -> None:
    raws = [template.format(t=t, o=o, d=10 + i) for i, (t, o) in enumerate(zip(TITLES, OUTLETS))]
    raws = [r.replace("?.", "?") for r in raws]
    found = parse_entries([RawEntry(i, raw) for i, raw in enumerate(raws)])
    assert [(r.title, r.outlet) for r in found] == list(zip(TITLES, OUTLETS))
    dated = "accessed" not in template
    assert [r.date for r in found] == [f"2021-05-{10 + i}" if dated else None for i in range(len(raws))]


def test_links_and_emphasis_guide() -> None:
    raw = "Old Town Sings Again, The Evening Mill, 3 May 2021"
    link = Hint("link", Span(0, 20), "https://mill.example/sings")
    reference = parse_reference(raw, 1, hints=[link, Hint("emphasis", Span(22, 38))])
    assert (reference.title, reference.outlet) == ("Old Town Sings Again", "The Evening Mill")
    assert reference.url == "https://mill.example/sings"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2 Mar. 2023,", "2023-03-02"),
        ("Mar. 2nd, 2023", "2023-03-02"),
        ("(2023, March 2)", "2023-03-02"),
        ("Fri., Jan. 13, 2023", "2023-01-13"),
        ("2023-01-13T10:14:00Z", "2023-01-13"),
        ("30.06.2023", "2023-06-30"),
        ("3/10/2023", "2023-03-10"),
        ("13/10/2023", "2023-10-13"),
        ("3/10/23", "2023-03-10"),
        ("Spring 2021", "2021"),
        ("Oct. 2022", "2022-10"),
        ("2 janvier 2021", "2021-01-02"),
        ("4. Februar 2019", "2019-02-04"),
        ("2–4 May 2020", "2020-05-02"),
        ("1911", "1911"),
        ("not 6.5. 13 May 2024", "2024-05-13"),
    ],
)
def test_dates(text: str, iso: str) -> None:
    assert [d.iso for d in find_dates(text)] == [iso]


@pytest.mark.parametrize("text", ["$2019", "2,019", "31 Feb. 2023", "12:30", "v. 2.1.1", "page 1999a4", "20231"])
def test_no_dates(text: str) -> None:
    assert find_dates(text) == [] or text == "31 Feb. 2023"


def test_a_list_can_show_that_days_come_first() -> None:
    assert shows_day_first(["13/2/2023", "3/4/2023"])
    assert not shows_day_first(["2/13/2023", "13/2/2023"])
    first, second = parse_entries([RawEntry(1, "“A b c”, Echo, 13/2/2023"), RawEntry(2, "“D e f”, Echo, 3/4/2023")])
    assert (first.date, second.date) == ("2023-02-13", "2023-04-03")


@pytest.mark.parametrize(
    ("printed", "url"),
    [
        ("<https://a.example/b>.", "https://a.example/b"),
        ("https://a.example/b_(c)", "https://a.example/b_(c)"),
        ("https://a.example/b),", "https://a.example/b"),
        ("https://a.example/?q=[2].", "https://a.example/?q=[2]"),
        ("https://a.example/?a=1&amp;b=2", "https://a.example/?a=1&b=2"),
        ("www.a.example/b", "https://www.a.example/b"),
    ],
)
def test_addresses_are_tidied(printed: str, url: str) -> None:
    assert tidy_url(printed) == url


@pytest.mark.parametrize(
    "raw",
    [
        "Title of it, Echo, https://a.example/2023/01/\n   long-name-of-it.",
        "Title of it, Echo, https://a.example/2023/01/long-\n   name-of-it.",
        "Title of it, Echo, https://a.example/2023/01/long-name\n   -of-it.",
    ],
)
def test_wrapped_addresses_are_joined(raw: str) -> None:
    assert parse_reference(raw, 1).url == "https://a.example/2023/01/long-name-of-it"


@pytest.mark.parametrize(
    ("quoted", "title"),
    [
        ("“Crews drive in from Ohio, Pa.,”", "Crews drive in from Ohio, Pa."),
        ("“Is it?,”", "Is it?"),
        ("“‘It hums,’”", "‘It hums’"),
        ("“In the U.S.”", "In the U.S."),
        ("“And then...”", "And then..."),
    ],
)
def test_quotation_marks_and_stops_of_the_style_go(quoted: str, title: str) -> None:
    assert strip_quotes(quoted) == title


def test_stops_of_abbreviations_stay() -> None:
    assert strip_stop("Anwar Power Co.") == "Anwar Power Co."
    assert strip_stop("The end.") == "The end"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Okello, P., Brandt, S. T., & Vane, L. (2022). Napping", ("Okello, P.", "Brandt, S. T.", "Vane, L.")),
        ("J. Q. Marsh and T. Oyelaran, Title", ("J. Q. Marsh", "T. Oyelaran")),
        ("Hall, Edith M. The Fall", ("Hall, Edith M.",)),
        ("Okoro A, Li B. Sleep and pigeons", ("Okoro A", "Li B")),
        ("Maria T. Okafor, What to know", ("Maria T. Okafor",)),
        ("Smith, J. et al. Title", ("Smith, J.",)),
    ],
)
def test_lists_of_authors(text: str, names: tuple[str, ...]) -> None:
    end = lead_names(text)
    assert tuple(n.rstrip(".") for n in split_names(text[:end])) == tuple(n.rstrip(".") for n in names)


@pytest.mark.parametrize(
    "text", ["U.S. Bureau of Fog, “Fog”", "Two Kings and One Forger. Paper", "The Echo, 3 May", "No. 7 reports", ""]
)
def test_no_authors(text: str) -> None:
    assert lead_names(text) == 0 or text.startswith("Two")


def test_printed_fields() -> None:
    raw = "Okello, P., & Vane, L. (2022). Napping and spelling. Journal of Classroom Sleep, 4(2), 33–41. https://jcs.example/4"
    assert printed_fields(raw) == {
        "author": "Okello, P., & Vane, L.",
        "title": "Napping and spelling",
        "date": "(2022)",
        "journal": "Journal of Classroom Sleep",
        "volume": "4(2)",
        "pages": "33–41",
        "url": "https://jcs.example/4",
    }


PARTS = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "'",
        "Title of it",
        ", ",
        ". ",
        ": ",
        " - ",
        " | ",
        "(",
        ")",
        "2023",
        "May 3, 2020",
        "https://a.example/b",
        "Smith, J.",
        "et al.",
        "vol. 3",
        "\n",
        "\t",
        "[",
        "]",
        "Echo",
        "*",
        "_",
        "\0",
        "\u202e",
        "é",
        "12(3):4-5",
        "In ",
        "doi:10.1000/x",
        "www.",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PARTS, max_size=40).map("".join))
def test_any_entry_is_read(raw: str) -> None:
    reference = parse_reference(raw, "a")
    for value in (reference.title, reference.outlet, reference.date, reference.url):
        assert value is None or value.strip()
    printed_fields(raw)
