"""Outcomes on which news turns, as axes with two ends: approved or rejected, going on or ended, alive or dead.

Wider than opposites in the dictionary's sense: ``cancelled`` and ``as planned`` are no antonyms, but a headline with
the one over a text with the other is wrong. Only sound where both sides speak of one thing; the caller sees to that.
"""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.text import stem

_AXES: dict[str, tuple[str, str]] = {
    "approval": (
        "approve back support welcome accept adopt agree endorse pass clear allow permit let praise applaud hail favor favour"
        " embrace ratify sign grant green-light authorise authorize vote_for back",
        "reject oppose refuse against veto vote_down turn_down throw_out condemn criticise criticize decline dismiss defeat disaster fight"
        " denounce forbid rebuff outlaw deny",
    ),
    "going_on": (
        "keep stay continue remain go_on carry_on run_as as_planned as_normal as_usual go_ahead perform open reopen extend"
        " resume retain normal unaffected still proceed spare save half-price",
        "cancel close shut end stop scrap sack leave quit resign suspend axe lose drop abandon halt dismiss call_off"
        " step_down abolish withdraw strand covered_again closed_again cut_off join_walkout walkout strike",
    ),
    "life": (
        "survive survivor alive rescue well unharmed unhurt safe recover save safely pull_out",
        "die dead kill drown fatal perish death body killed",
    ),
    "liberty": (
        "free release acquit clear exonerate innocent drop_charges vindicate pardon not_guilty cleared",
        "jail sentence convict guilty imprison prison charge detain custody ordered_to years_in",
    ),
    "function": ("work running restore function hold", "fail break collapse malfunction fault outage broke"),
    "quantity": (
        "rise up more grow increase raise recover double gain climb jump soar surge higher most recovery growth triple larger"
        " record expand boost",
        "fall down fewer less decline cut lower drop shrink lose slump plunge lowest decrease fewest reduce smaller trim halve"
        " slip dip dwindle weaken",
    ),
    "liking": (
        "love enjoy like adore praise pleased delighted happy fond welcome relish proud",
        "hate dread dislike loathe resent detest angry fear disappointed unhappy horror shun",
    ),
    "time": ("ahead early on_time punctual sooner", "late delay behind overdue later delayed belated"),
    "flight": ("flee escape run_away abscond", "stop remain wait surrender stay caught help helping"),
    "truth": ("confirm prove true real genuine authentic verify", "deny disprove false fake untrue hoax forged refute"),
    "truthful": ("admit confess own_up plead_guilty acknowledge", "deny dispute reject not_guilty contest"),
    "warmth": ("hot warm heat hottest warmest mild", "cold cool freeze coldest chilly"),
    "peace": (
        "truce ceasefire peace calm peaceful quiet deal",
        "war attack violence violent clash fighting unrest riot",
    ),
    "unity": ("unite merge join agree unanimous together", "split divide separate disagree apart divided"),
    "giving": ("hire appoint recruit employ", "fire sack dismiss oust lay_off"),
    "opening": ("open reopen launch unveil", "close shut closure shutter covered"),
    "winning": ("win beat triumph victory lift champion defeat clinch", "lose lost beaten defeat"),
    "finding": ("find found discover locate recover", "missing lose lost vanish disappear"),
    "danger": ("safe secure harmless sound fit", "dangerous unsafe harmful risk hazard toxic unfit"),
    "better": (
        "better improve effective help helps helped benefit shorten promising",
        "no_better worse worsen useless harm",
    ),
}


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[tuple[str, int], ...]]:
    out: dict[str, list[tuple[str, int]]] = {}
    for axis, ends in _AXES.items():
        for sign, words in zip((1, -1), ends):
            for word in words.split():
                for form in {word.replace("_", " "), stem(word)}:
                    out.setdefault(form, []).append((axis, sign))
    return {word: tuple(places) for word, places in out.items()}


@lru_cache(maxsize=1)
def _phrases() -> re.Pattern[str]:
    return re.compile(" (" + "|".join(sorted((w for w in _table() if " " in w), key=len, reverse=True)) + ")(?= )")


@lru_cache(maxsize=32768)
def poles_of(lemmas: tuple[str, ...], norm: str) -> tuple[tuple[str, int], ...]:
    """The (axis, end) pairs a word stands for; ends are 1 and -1."""
    table = _table()
    return tuple(dict.fromkeys(p for word in (*lemmas, norm) for p in table.get(word, ())))


def phrase_poles(plain: str) -> list[tuple[str, int]]:
    """The (axis, end) pairs of the listed phrases in ``plain``, base forms with single spaces around each."""
    table = _table()
    out = [p for found in _phrases().finditer(plain) for p in table[found.group(1)]]
    return out + ([("approval", 1)] if _VOTED_FOR.search(plain) else [])


_VOTED_FOR = re.compile(r" vote (?:\S+ ){0,5}(?:for|in favour of|in favor of) ")
