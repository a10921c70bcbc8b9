"""Words of an article on a page that it does not list: which page is their origin, and which only looks like it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from auditor.checks.reuse import find_reuse, prepare_article
from auditor.checks.reuse.outside import About, Outside, find_outside
from auditor.records import Page

OPENING = "Sarn Bridge reopened on Friday after a summer of repairs."
TAKEN = (
    "The engineers who crawled through the hollow girders in June found rust as thick as a thumb, and a family of owls "
    "that had nested there undisturbed for eleven years."
)
OWN = "Buses use the bridge again, and the detour through Old Sarn is history."
ARTICLE = [OPENING, TAKEN, OWN]
ABOUT = About(
    url="https://digest.example/sarn", title="Bridge open again", outlet="The Digest", published="2031-09-12"
)
WIRE = Page(
    "SARN (Carrow Wire) - Work on the bridge took three months.\n\n" + TAKEN + "\n\nThe owls were moved to a barn, "
    "where the keeper of the county's birds looks in on them twice a week.",
    title="Owls in the girders",
    url="https://carrow.test/owls",
    outlet="Carrow Wire",
    published="2031-09-10",
)
STRANGER = "Nothing in this text is about that matter, and hardly a word of it stands in any other."


def find(pages: Sequence[Page], sentences: Sequence[str] = ARTICLE, **options: Any) -> list[Outside]:
    ready = prepare_article(sentences)
    options.setdefault("about", ABOUT)
    options.setdefault("paragraphs", [" ".join(sentences)] * len(sentences))
    if "listed" in options:
        options["held"] = [find_reuse(ready, page) for page in options["listed"]]
    return find_outside(ready, pages, **options)


def test_the_origin_of_a_sentence_is_found_with_both_places() -> None:
    (found,) = find([Page(STRANGER, published="2031-01-01"), WIRE])
    assert (found.sentence, found.page, found.dated) == (1, 1, True)
    copying = found.copying
    assert copying.kind == "verbatim" and copying.text == TAKEN
    assert copying.start is not None and WIRE.text[copying.start : copying.end] == TAKEN
    assert copying.runs[0].of(TAKEN) == TAKEN.rstrip(".")


def test_a_long_run_in_a_sentence_with_an_own_frame_is_found() -> None:
    framed = f"As the region breathed a sigh of relief at the weekend, it also emerged that {TAKEN[0].lower()}{TAKEN[1:]}"
    (found,) = find([WIRE], [OPENING, framed, OWN])
    assert found.sentence == 1


INNOCENT = {
    "another story": [Page(STRANGER)],
    "the article's own address": [replace(WIRE, url="https://www.digest.example/sarn?utm_source=x", outlet=None)],
    "the same outlet": [replace(WIRE, outlet="Digest", url=None)],
    "the same site": [replace(WIRE, outlet=None, url="https://archive.digest.example/2031/owls")],
    "later": [replace(WIRE, published="2031-09-13")],
    "later the same day": [replace(WIRE, published="2031-09-12T15:00:00+00:00")],
    "a phrase of three unrelated pages": [
        replace(WIRE, text=TAKEN + " " + " ".join(f"{word}{n}" for n in range(k, k + 6) for word in STRANGER.split()))
        for k in (0, 10, 20)
    ],
}


@pytest.mark.parametrize("why", INNOCENT)
def test_what_is_no_origin(why: str) -> None:
    about = replace(ABOUT, published="2031-09-12T09:00:00+00:00") if why == "later the same day" else ABOUT
    assert find(INNOCENT[why], about=about) == []


@pytest.mark.parametrize(
    "text",
    [
        f"“{TAKEN}” the engineer in charge, Ada Renn, said on Friday.",
        "Carrow Wire reported it first: " + TAKEN,
        "The repairs were finished on Friday, three weeks later than the county had hoped for.",
        "Ada Renn, Olaf Birk, Ines Dahl, Tove Ahl, Jens Krag, Emil Rask, Runa Dahl and Karl Imhof signed it.",
    ],
    ids=["a quotation", "named in the sentence", "nothing shared", "names"],
)
def test_fair_uses_of_words(text: str) -> None:
    page = replace(WIRE, text=f"{WIRE.text} Ada Renn, Olaf Birk, Ines Dahl, Tove Ahl, Jens Krag, Emil Rask, Runa Dahl "
                   "and Karl Imhof signed it.")  # fmt: skip
    assert find([page], [OPENING, text, OWN]) == []


def test_an_agency_named_at_the_end_is_credited() -> None:
    sentences = [*ARTICLE, "With material from Carrow Wire."]
    about = replace(ABOUT, credits=sentences[-1])
    assert find([WIRE], sentences, about=about, paragraphs=sentences) == []
    assert find([WIRE], sentences, paragraphs=sentences)


def test_words_that_a_listed_page_has_too_are_credited_there() -> None:
    listed = Page("Old owls and new rust. " + TAKEN + " More of this tomorrow, when the county speaks.")
    assert find([WIRE], listed=[listed]) == []
    assert find([WIRE], listed=[Page(STRANGER)])


def test_a_twin_of_a_listed_page_that_was_cut_off_is_credited() -> None:
    rest = " ".join(f"The {n}th span was {word} by hand." for n, word in enumerate(STRANGER.split()))
    listed = Page(rest)
    assert find([replace(WIRE, text=rest + " " + TAKEN)], listed=[listed]) == []


def test_an_older_version_of_an_article_without_address_is_the_article() -> None:
    unnamed = About(title="Bridge open again")
    older = Page(" ".join([*ARTICLE, "More will follow."]), title="Bridge to open again", published="2031-09-10")
    assert find([older], about=unnamed) == []
    assert [o.sentence for o in find([replace(older, title="Owls in the girders")], about=unnamed)] == [1, 2]
    wholesale = replace(older, outlet="Carrow Wire", published="2031-09-10")
    assert [o.sentence for o in find([wholesale])] == [1, 2]


@pytest.mark.parametrize(
    ("article", "page", "dated"),
    [
        ({"published": "2031-09-12"}, {"published": None}, False),
        ({"published": None}, {"published": "2031-09-10"}, False),
        ({"published": None, "not_before": "2031-09-11"}, {"published": "2031-09-10"}, True),
        ({"published": None, "not_before": "2031-09-09"}, {"published": "2031-09-10"}, False),
        ({"published": "2031-09-12"}, {"published": None, "archived_at": "2031-09-01T00:00:00Z"}, True),
        ({"published": "2031-09-12"}, {"published": None, "fetched_at": "2031-12-01T00:00:00Z"}, False),
        ({"published": "2031-09-12"}, {"published": "2031-09-12"}, True),
        ({"published": "2031-09-12"}, {"published": "last week"}, False),
    ],
)
def test_which_came_first_is_said_only_where_it_is_known(
    article: dict[str, str | None], page: dict[str, str | None], dated: bool
) -> None:
    (found,) = find([replace(WIRE, **page)], about=replace(ABOUT, **article))  # type: ignore[arg-type]  # fields spread from plain values
    assert found.dated is dated


def test_of_two_carriers_the_earlier_is_the_origin() -> None:
    carrier = replace(WIRE, url="https://post.test/owls", outlet="Marl Post", published="2031-09-11")
    (found,) = find([carrier, WIRE])
    assert found.page == 1


@pytest.mark.parametrize("sentences", [[], [""], ["…"]])
def test_odd_articles(sentences: list[str]) -> None:
    assert find([WIRE, Page("")], sentences) == []
