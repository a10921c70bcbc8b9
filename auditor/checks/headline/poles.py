"""Outcomes on which news turns, as axes with two ends: approved or rejected, going on or ended, alive or dead.

Wider than opposites in the dictionary's sense: ``cancelled`` and ``as planned`` are no antonyms, but a headline with
the one over a text with the other is wrong. Only sound where both sides speak of one thing; the caller sees to that.
"""

from __future__ import annotations

import re
from functools import lru_cache

from auditor import lexicon
from auditor.checks.headline.terms import Term
from auditor.text import stem

_AXES: dict[str, tuple[str, str]] = {
    "approval": (
        "approve back support welcome accept adopt agree endorse pass clear allow permit let praise applaud hail "
        "favor favour"
        " embrace ratify sign grant green-light authorise authorize vote_for defend uphold champion commend "
        "sanction say_yes",
        "reject oppose refuse against veto vote_down turn_down throw_out condemn criticise criticize decline "
        "dismiss defeat"
        " disaster fight denounce forbid rebuff outlaw deny overturn quash scold attack say_no disapprove spurn "
        "block resist",
    ),
    "reviews": (
        "praise savor savour acclaim love rave admire applaud hail delight triumph hit success cheer adore "
        "relish charm win_over"
        " fall_for masterpiece dazzle impress rapturous glowing warm",
        "pan slate savage mock jeer boo flop dislike tear_to_piece tear_it_to_piece disappoint disappointing "
        "fiasco dull"
        " scathing lukewarm ridicule hate bore boring walk_out",
    ),
    "going_on": (
        "keep stay continue remain go_on carry_on run_as as_planned as_normal as_usual go_ahead perform extend proceed"
        " resume retain normal unaffected survive drag_on persist",
        "cancel close shut end stop scrap sack leave quit resign suspend axe drop abandon halt dismiss call_off "
        "return_to_work"
        " step_down abolish withdraw strand cover_again close_again cut_off call_it_off finish over lift settle",
    ),
    "life": (
        "survive survivor alive rescue well unharmed unhurt safe recover save safely pull_out set_free revive unscathed"
        " come_home pull_through discharge",
        "die dead kill drown fatal perish death body murder suffocate succumb extinct die_out lifeless lose_life",
    ),
    "fate_of_bill": (
        "pass approve adopt become_law sign enact clear carry ratify go_through",
        "die fail reject defeat block veto stall sink shelve kill withdraw throw_out vote_down fall",
    ),
    "liberty": (
        "free release acquit clear exonerate innocent drop_charge vindicate pardon not_guilty bail walk_free "
        "let_off no_charge",
        "jail sentence convict guilty imprison prison charge detain custody order_to year_in arrest lock_up behind_bar",
    ),
    "function": (
        "work running restore function hold succeed success reliable flawless",
        "fail break collapse malfunction fault outage breakdown failure crash faulty",
    ),
    "quantity": (
        "rise up more grow increase raise recover double gain climb jump soar surge higher most recovery growth "
        "triple larger"
        " record expand boost swell mushroom multiply rebound highest biggest warmest",
        "fall down fewer less decline cut lower drop shrink lose slump plunge lowest decrease fewest reduce "
        "smaller trim halve"
        " slip dip dwindle weaken fewest slide tumble smallest coldest",
    ),
    "liking": (
        "love enjoy like adore pleased delighted happy fond welcome relish proud cherish eager glad cheer thrilled",
        "hate dread dislike loathe resent detest angry fear disappointed unhappy horror shun despise anger "
        "outraged furious",
    ),
    "time": (
        "ahead early on_time punctual sooner prompt",
        "late delay behind overdue later delayed belated postpone month_late year_late week_late day_late",
    ),
    "flight": (
        "flee escape run_away abscond drive_off",
        "stop remain wait surrender help give_himself_up give_herself_up",
    ),
    "truth": (
        "confirm prove true real genuine authentic verify",
        "deny disprove false fake untrue hoax forged refute invent",
    ),
    "truthful": ("admit confess own_up plead_guilty acknowledge concede", "deny dispute not_guilty contest reject"),
    "temperature": ("hot warm heat hottest warmest mild", "cold cool freeze coldest chilly frost"),
    "weather": ("dry drought dust arid parched driest", "wet rain flood soaked downpour wettest"),
    "peace": (
        "truce ceasefire peace calm peaceful quiet deal agreement settle reconcile shake_hand",
        "war attack violence violent clash fighting unrest riot collapse break_down walk_out fail",
    ),
    "unity": (
        "unite merge join agree unanimous together unanimously",
        "split divide separate disagree apart divided break_away",
    ),
    "giving": ("hire appoint recruit employ take_on", "fire sack dismiss oust lay_off make_redundant"),
    "opening": ("open reopen launch unveil inaugurate", "close shut closure shutter demolish"),
    "winning": ("win beat triumph victory lift champion defeat clinch", "lose lost beaten defeat runner-up relegate"),
    "finding": ("find found discover locate recover turn_up", "missing lose lost vanish disappear in_vain no_trace"),
    "danger": ("safe secure harmless sound fit sturdy", "dangerous unsafe harmful risk hazard toxic unfit crack"),
    "better": (
        "better improve effective help benefit shorten promising protect work ease relieve",
        "no_better worse worsen useless harm fail no_difference no_effect no_benefit",
    ),
    "buying": ("buy purchase acquire take_over bid", "sell sell_off dispose_of auction offload"),
    "taking": ("take steal loot rob grab snatch strip", "spare leave return give_back hand_back untouched"),
    "money_back": (
        "refund repay get_their_money_back get_his_money_back money_back reimburse",
        "no_refund keep_the_money",
    ),
    "arrival": ("arrive come return land appear show_up", "leave depart stay_away miss skip absent boycott quit"),
    "speech": ("speak talk answer reply say comment reveal", "silent silence refuse_to_speak decline_to_comment mum"),
    "charging": ("free_of_charge half free no_charge cheaper", "charge fee pay dearer cost"),
    "praise_of_conduct": ("hero brave praise honour honor award thank", "blame scold disgrace fault punish discipline"),
    "health": ("healthy fit well recover cure recovering", "ill sick infect disease worse hospital"),
    "weight": ("heavier gain_weight fatter grow", "lighter lose_weight thinner slimmer"),
    "belief": (
        "believe trust confident sure certain hopeful optimistic",
        "doubt sceptical skeptical unsure pessimistic wary",
    ),
    "attendance": ("packed crowd sold_out full throng thousand", "empty half-empty deserted few_people sparse nobody"),
    "public": (
        "public open reveal publish disclose release",
        "secret private conceal withhold hide close_to_the_public",
    ),
    "obey": ("obey comply follow keep honour", "defy ignore flout break breach violate"),
    "early_late_stage": ("begin start launch kick_off", "finish end conclude complete wrap_up over"),
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


def at_odds(a: Term, b: Term) -> bool:
    """Whether two words are listed opposites or stand at two ends of one axis."""
    ends = dict(poles_of(a.lemmas, a.norm))
    turned = any(ends.get(axis, end) != end for axis, end in poles_of(b.lemmas, b.norm))
    return turned or lexicon.are_antonyms(a.norm, b.norm)
