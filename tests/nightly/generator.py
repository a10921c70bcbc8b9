"""Writes any number of articles with the pages they cite: invented events, nine references each, known faults."""

from __future__ import annotations

import random
from pathlib import Path

TOWNS = "Marrow Fenwick Aldine Kestrel Ostby Velden Quarrow Tilbrook Hallam Sorrel".split()
THINGS = "bridge tunnel library ferry stadium dam observatory market hospital tramway".split()
OUTLETS = [f"{name} {kind}" for name in TOWNS for kind in ("Courier", "Post")]
VERBS = ["was closed", "was reopened", "was sold", "was flooded", "was praised", "was inspected"]


def write_corpus(folder: Path, count: int, *, seed: int = 0) -> tuple[Path, Path]:
    """Writes ``count`` articles and their cited pages under ``folder``; the folders of articles and of the library.

    Every seventh article has one changed figure; every eleventh cites one page that is not in the library.
    """
    chance = random.Random(seed)
    articles, library = folder / "articles", folder / "library"
    articles.mkdir(parents=True)
    library.mkdir()
    pages = max(9, count // 4)
    for page in range(pages):
        (library / f"p{page}.txt").write_text(_page(page, chance), encoding="utf-8")
    for number in range(count):
        cited = [(number * 3 + i) % pages for i in range(9)]
        (articles / f"a{number:06d}.txt").write_text(_article(number, cited), encoding="utf-8")
    return articles, library


def _facts(page: int) -> tuple[str, str, str, int, int]:
    chance = random.Random(page * 7919)
    return chance.choice(TOWNS), chance.choice(THINGS), chance.choice(VERBS), 10 + page % 89, 2 + page % 27


def sentence(page: int, *, off: int = 0) -> str:
    """What a page says, with a figure moved by ``off``."""
    town, thing, verb, people, day = _facts(page)
    return f"The {town} {thing} number {page} {verb} on March {1 + day} after {people + off} residents signed a petition."


def _outlet(page: int) -> str:
    return OUTLETS[page % len(OUTLETS)]


def _page(page: int, chance: random.Random) -> str:
    town, thing, *_ = _facts(page)
    filler = " ".join(
        f"A clerk in {chance.choice(TOWNS)} said the {chance.choice(THINGS)} had {chance.randint(3, 99)} visitors that week."
        for _ in range(12)
    )
    head = f"URL: https://{_outlet(page).lower().replace(' ', '')}.example/{page}\nTITLE: {town} {thing} {page} in the news\n"
    return f"{head}OUTLET: {_outlet(page)}\nDATE: 2031-03-02\n\n{sentence(page)} {filler}\n"


def _article(number: int, cited: list[int]) -> str:
    lines = []
    for i, page in enumerate(cited):
        off = 5 if number % 7 == 0 and i == 4 else 0
        lines.append(f"{sentence(page, off=off)}[{i}]")
    entries = []
    for i, page in enumerate(cited):
        town, thing, *_ = _facts(page)
        missing = number % 11 == 0 and i == 7
        title = f"{town} {thing} {page} in the news"
        address = f"https://{_outlet(page).lower().replace(' ', '')}.example/{'gone-' if missing else ''}{page}"
        title, outlet = ("What the lost diary says", "Nowhere Gazette") if missing else (title, _outlet(page))
        entries.append(f"{i}. “{title}” {outlet}, 2 Mar. 2031, {address}")
    body = " ".join(lines)
    return f"Nine things that happened, part {number}\n\n{body}\n\n" + "\n".join(entries) + "\n"
