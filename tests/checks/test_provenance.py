"""Which pages are one story, which rest on which: the written groups, the bounds, hostile pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.checks.provenance import Known, ProvenanceOptions, trace_provenance, trace_with_notes
from auditor.records import Page, Provenance
from tests.checks.provenance_cases import Group, read_groups
from tests.clock import growth, least

GROUPS = read_groups()

STORY = """PORT VALE (UP) - The city of Port Vale will drain its old swimming lagoon in September because the sea wall around
it would cost 28 million to mend.

The council's engineer said that a storm in January had opened 40 metres of the wall.

Swimmers chained themselves to the diving board on Wednesday night and were brought blankets by the police.

A beach volleyball court is planned for the site, and the tender closes on April 30."""


def outlets_of(found: Provenance, group: Group) -> dict[int, int]:
    return {page: min(cluster) for cluster in group.clusters for page in cluster}


@pytest.mark.parametrize("group", GROUPS, ids=lambda g: g.name)
def test_group(group: Group) -> None:
    found = trace_provenance(group.pages)
    assert set(found.clusters) == group.clusters, found.reasons
    home = outlets_of(found, group)
    assert {(i, home[j]) for i, j in found.rests_on} == {(i, home[j]) for i, j in group.rests_on}, found.reasons


@pytest.mark.parametrize("change", ["no titles", "single line ends", "straight quotes"])
def test_groups_read_otherwise(change: str) -> None:
    """What extraction may do to a page changes no answer."""
    for group in GROUPS:
        pages = [_changed(page, change) for page in group.pages]
        assert set(trace_provenance(pages).clusters) == group.clusters, group.name


def _changed(page: Page, change: str) -> Page:
    if change == "no titles":
        return replace(page, title=None)
    if change == "single line ends":
        return replace(page, text=page.text.replace("\n\n", "\n"))
    return replace(page, text=page.text.translate(str.maketrans("“”‘’", "\"\"''")))


def test_there_are_groups_of_every_kind() -> None:
    assert len(GROUPS) >= 20
    assert sum(len(g.rests_on) == 0 for g in GROUPS) >= 5  # traps that must stay empty


def whole(found: Provenance, pages: int) -> None:
    """Every page in one cluster, edges between clusters only, a reason for each cluster of several and each edge."""
    assert sorted(i for cluster in found.clusters for i in cluster) == list(range(pages))
    home = {page: n for n, cluster in enumerate(found.clusters) for page in cluster}
    assert all(home[i] != home[j] for i, j in found.rests_on)
    assert found.independent == len(found.clusters)
    several = sum(len(cluster) > 1 for cluster in found.clusters)
    assert len(found.reasons) == several + len(found.rests_on)


def test_reasons_name_the_evidence() -> None:
    group = next(g for g in GROUPS if g.name.startswith("02"))
    found = trace_provenance(group.pages)
    assert all(reason.startswith("pages ") and "one story" in reason for reason in found.reasons)
    assert any("Transland News Agency" in reason for reason in found.reasons)


WORDS = st.sampled_from(
    "the The Echo Wire reported said according to told on Monday (UP) - © Copyright 2031 By and , . \" ' \n\n ( ) — told".split(
        " "
    )
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map(" ".join))
PAGES = st.builds(
    Page,
    text=TEXTS,
    title=st.none() | TEXTS,
    outlet=st.none() | st.sampled_from(["The Echo", "Harbour Wire", "UP", "", "(", "The", "A.B."]) | TEXTS,
    byline=st.none() | TEXTS,
    published=st.none() | st.sampled_from(["2031-01-01", "2031-02-31", "x", "2030-12-01T10:00:00Z"]),
    wire_credit=st.none() | TEXTS,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PAGES, max_size=5))
def test_any_pages_give_a_whole_answer(pages: list[Page]) -> None:
    found, notes = trace_with_notes(pages)
    whole(found, len(pages))
    assert len(notes.earliest) == len(found.clusters)
    assert 0 <= notes.effective <= found.independent
    for note in notes.anonymous:
        assert all(0 <= s.start < s.end <= len(pages[note.page].text) for s in note.spans)


def test_order_of_pages_does_not_matter() -> None:
    for group in GROUPS[:6]:
        pages = list(group.pages)
        turned = trace_provenance(pages[::-1])
        last = len(pages) - 1
        assert {frozenset(last - i for i in c) for c in turned.clusters} == {frozenset(c) for c in group.clusters}


def test_nothing_is_no_source() -> None:
    assert trace_provenance([]) == Provenance((), (), 0, ())


def test_empty_pages_stay_alone() -> None:
    found = trace_provenance([Page(""), Page("", outlet="The Echo"), Page(" \n\n "), Page(STORY)])
    assert found.clusters == ((0,), (1,), (2,), (3,))


def test_one_text_under_nine_names_is_one_story() -> None:
    found = trace_provenance([Page(STORY, outlet=f"Paper Number {n}") for n in range(9)])
    assert found.clusters == (tuple(range(9)),)
    assert found.independent == 1


def test_boilerplate_is_no_story() -> None:
    footer = (
        "The Vale Group prints nine papers between the river and the sea. Notices are taken at the counter until noon. "
        "Complaints go to the readers' editor, who answers each of them by hand within a week."
    )
    other = "Two trams met at the gasworks on Monday and neither would give way until the mayor had come.\n\nBoth drivers were bought a cake."
    pages = [
        Page(f"{STORY}\n\n{footer}", outlet="Vale Post"),
        Page(f"{other}\n\n{footer}", outlet="Vale Echo"),
        Page(footer, outlet="Vale Mail"),
    ]
    assert trace_provenance(pages).independent == 3


def test_what_is_known_of_outlets_lowers_the_bar() -> None:
    retold = """Port Vale is draining its swimming lagoon in September. Mending the sea wall around it would cost 28 million.

A storm in January opened 40 metres of wall, says the council's engineer.

Swimmers spent Wednesday night chained to the diving board, and the police brought them blankets. The tender for a beach
volleyball court on the site closes on April 30."""
    pages = [Page(STORY, outlet="Union Network"), Page(retold, outlet="Vale Public Radio")]
    strict = ProvenanceOptions(retold=1.1, same_text=1.1)
    assert trace_provenance(pages, options=strict).independent == 2
    known = trace_provenance(pages, outlets={"Vale Public Radio": CARRIES}, options=strict)
    assert known.independent == 1
    assert "known to carry Union Network" in known.reasons[0]


COPIED = """Port Vale will empty its bathing lagoon in September, and nobody in the town hall expects to see it full again. Work on
the sea wall would cost 28 million, a sum that the finance committee called out of reach on Monday night."""
ONE = """A petition with 9,000 names lies in the library. The mayor has not read it, her office says, for lack of time.

Gulls have taken over the changing rooms. A school class that had booked its swimming lessons for the autumn will have to
go to Marl by bus, an hour each way, and parents ask who pays. The baker at the gate has sold his last ice; he will drive a
taxi. Two lifeguards are moving inland, where a hotel has offered them rooms and a pool that is warm all year."""
TWO = """The lagoon was built in 1931 by men out of work, and its diving tower is a listed monument. Its concrete has begun to crumble.

Anglers hope for a pier. Surveyors from two universities have measured the currents there all summer and will report in
spring, so that whatever is built next may stand longer than the wall did. Old postcards show brass bands on rafts. A
museum of tiles and tickets is planned in the ferry shed, if the owner of that shed can be found before it falls down."""
CARRIES = Known(frozenset({"Union Network"}))


@pytest.mark.parametrize(
    ("first", "second", "known", "stories"),
    [
        ({"outlet": "Vale Post"}, {"outlet": "Marl Mail"}, {}, 2),
        ({"outlet": "Vale Post"}, {"outlet": "Union Network"}, {"Vale Post": CARRIES}, 1),
        ({"outlet": "Vale Post"}, {"outlet": "Marl Mail", "byline": "Union Network"}, {"Vale Post": CARRIES}, 1),
        ({"outlet": "Vale Post"}, {"outlet": "Marl Mail"}, {"Vale Post": CARRIES, "Marl Mail": CARRIES}, 2),
        (
            {"outlet": "Vale Post"},
            {"outlet": "Marl Mail"},
            {"Vale Post": Known(owner="Coast Papers"), "Marl Mail": Known(owner="Coast Papers")},
            1,
        ),
        (
            {"outlet": "Vale Post", "byline": "Ada Renn"},
            {"outlet": "Marl Mail", "byline": "Olaf Birk"},
            {"Vale Post": Known(owner="Coast Papers"), "Marl Mail": Known(owner="Coast Papers")},
            2,
        ),
    ],
    ids=["nothing known", "carries it", "carries what it credits", "both carry a third", "one owner", "other authors"],
)
def test_what_the_registry_knows_counts_where_some_text_is_shared(
    first: dict[str, str], second: dict[str, str], known: dict[str, Known], stories: int
) -> None:
    pages = [Page(f"{COPIED}\n\n{ONE}", **first), Page(f"{COPIED}\n\n{TWO}", **second)]  # type: ignore[arg-type]  # fields spread from plain values
    found = trace_provenance(pages, outlets=known)
    assert found.independent == stories
    assert trace_provenance([Page(ONE, **first), Page(TWO, **second)], outlets=known).independent == 2  # type: ignore[arg-type]  # fields spread from plain values


def test_a_carrier_that_names_its_network_as_a_source_is_no_copy() -> None:
    own = f"The lagoon will be gone by winter, Union Network reported on Monday.\n\n{TWO}"
    pages = [Page(f"{COPIED}\n\n{ONE}", outlet="Union Network"), Page(own, outlet="Vale Post")]
    found = trace_provenance(pages, outlets={"Vale Post": CARRIES})
    assert (found.independent, found.rests_on) == (2, ((1, 0),))


def test_a_page_of_two_agencies_joins_only_one() -> None:
    group = next(g for g in GROUPS if g.name.startswith("02"))
    mixed = Page(f"{group.pages[0].text}\n\n{group.pages[1].text}", outlet="Mixed Post", byline="TNA, NPB")
    found = trace_provenance([*group.pages[:2], mixed])
    assert found.independent == 2


HOSTILE = {
    "letters": "a",
    "marks": '"',
    "apostrophes": "' ",
    "brackets": "(",
    "stops": ". ",
    "capitals": "Abc ",
    "attributions": "according to the told the ",
    "namings": "the Echo reported ",
    "paragraphs": "a b c d e.\n\n",
    "credits": "Copyright 2020 Abc Def ",
    "datelines": "A- ",
    "unnamed": "a senior official ",
    "bylines": "By A, B and ",
    "updates": "this story has been ",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_takes_linear_time(kind: str) -> None:
    def trace(size: int) -> None:
        text = (HOSTILE[kind] * (size // len(HOSTILE[kind]) + 1))[:size]
        pages = [Page(text, outlet="The Echo", byline=text), Page(text[: size // 2], outlet="Abc Post", title=text)]
        whole(trace_provenance(pages), 2)

    assert growth(trace, 15_000, 60_000, enough=8, shortest=0.04) < 8


def test_a_long_page_is_read_whole() -> None:
    filler = " ".join(
        f"The {n}th clause of the treaty speaks of barrel{n} and of herring{n} in turn." for n in range(5_000)
    )
    pages = [Page(filler + "\n\n" + STORY), Page(STORY), Page(filler)]
    assert least(lambda: trace_provenance(pages), enough=20) < 20
    found = trace_provenance(pages)
    assert 0 in next(cluster for cluster in found.clusters if len(cluster) > 1)


NEWSLETTER = """Sign up for our newsletter to get the best of the Tarrow Argus in your inbox every morning. Follow us on all \
channels. © 2026 Tarrow Argus Media Group. All rights reserved. Your privacy choices. Help us improve."""
GATE = """This article is available to subscribers only. Already a subscriber? Log in to continue. Unlimited access to all of \
our journalism on every device, with the weekend magazine and the crossword archive, can be cancelled at any time."""
COOKIES = """We use cookies and similar technology to keep and read information on your device. Manage your preferences or \
accept all to continue to the site. Learn more in our cookie policy and in those of our partners."""
BRIEF = (
    "The weir at Tarrow will take until November to rebuild, two months longer than announced, the water board said. "
)


@pytest.mark.parametrize("furniture", [NEWSLETTER, GATE, COOKIES])
def test_pages_that_are_only_boilerplate_are_no_story(furniture: str) -> None:
    assert len(trace_provenance([Page(furniture, outlet="Tarrow Argus") for _ in range(4)]).clusters) == 4


@pytest.mark.parametrize("furniture", [NEWSLETTER, GATE, COOKIES])
def test_a_story_cut_off_by_a_gate_is_still_its_story(furniture: str) -> None:
    whole = f"{BRIEF}High water in May swept away part of the scaffolding, and a crane lies in the mill race below it."
    pages = [Page(whole, outlet="Carrow Wire"), Page(f"{BRIEF * 2}\n\n{furniture}", outlet="Tarrow Argus")]
    assert trace_provenance(pages).clusters == ((0, 1),)
