"""Closed classes of words that change what a sentence claims. Base forms or fixed phrases, lower case."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(part.strip() for part in words.replace("\n", " ").split(",") if part.strip())


HEDGES = _set(
    """may, might, could, can, perhaps, possibly, probably, likely, unlikely, apparently, seemingly, presumably,
    potentially, reportedly, allegedly, supposedly, purportedly, conceivably, arguably, seem, appear, suggest, indicate,
    believe, think, suspect, expect, expected, hope, hopes, plan, plans, aim, intend, consider, considering, weigh,
    weighing, propose, proposed, estimate, provisional, provisionally, preliminary, tentative, tentatively, possible,
    possibility, potential, chance, risk, in principle, subject to, if, unless, provided, in theory, would like,
    set to, due to, scheduled, rumoured, rumored, said to be, thought to, believed to, understood to, alleged,
    suspected, not ruled out, not rule out, partly, partially, mainly, mostly, largely, usually, generally, often,
    sometimes, in part, up to a point, one of, among the, tend, tends, should, exploring, mulling, preparing"""
)
"""Words that hold a statement back: with one of them it is less than certain, or less than whole."""

NEGATIONS = _set(
    """not, no, never, neither, nor, none, nobody, nothing, nowhere, without, cannot, can't, won't, don't, doesn't,
    didn't, isn't, aren't, wasn't, weren't, hasn't, haven't, hadn't, wouldn't, couldn't, shouldn't, mustn't, mightn't,
    needn't, ain't, hardly, scarcely, barely, rarely, seldom, n't"""
)
"""Words that turn the verb or noun beside them into its opposite."""

NEGATIVE_VERBS = _set(
    """fail, refuse, decline, deny, avoid, stop, prevent, forget, neglect, cease, abandon, reject, rule out, lack,
    refrain, miss, omit, dispute"""
)
"""Verbs that negate what they govern: ``failed to open`` did not open."""

REPORTING_VERBS = _set(
    """say, tell, add, claim, argue, warn, insist, deny, state, announce, declare, note, explain, report, comment,
    remark, maintain, contend, allege, assert, admit, acknowledge, concede, confirm, suggest, stress, emphasise,
    emphasize, observe, point out, predict, promise, pledge, vow, recall, reply, respond, ask, write, tweet, post,
    testify, conclude, estimate, believe, think, complain, joke, describe, call, accuse, blame, credit, praise,
    criticise, criticize, condemn, dismiss, urge, caution, mention, disclose, reveal, repeat, reiterate, quip, boast,
    lament, according to, attribute, put, find, hold, fear, hope, expect, put down to, agree, quote, shout, plead,
    advise, propose, recommend"""
)
"""Verbs, in base form, whose subject is the source of what follows or stands before."""

COMPARATORS: dict[str, str] = {
    "more than": ">",
    "over": ">=",
    "above": ">",
    "exceeding": ">",
    "in excess of": ">",
    "upwards of": ">",
    "greater than": ">",
    "higher than": ">",
    "longer than": ">",
    "well over": ">",
    "just over": ">",
    "a little over": ">",
    "slightly over": ">",
    "slightly more than": ">",
    "a little more than": ">",
    "just above": ">",
    "rather more than": ">",
    "better than": ">",
    "beyond": ">",
    "at least": ">=",
    "no less than": ">=",
    "no fewer than": ">=",
    "not less than": ">=",
    "not fewer than": ">=",
    "a minimum of": ">=",
    "less than": "<",
    "fewer than": "<",
    "under": "<",
    "below": "<",
    "lower than": "<",
    "shorter than": "<",
    "smaller than": "<",
    "just under": "<",
    "just below": "<",
    "nearly": "<",
    "almost": "<",
    "slightly less than": "<",
    "slightly under": "<",
    "a little less than": "<",
    "a little under": "<",
    "well under": "<",
    "short of": "<",
    "not quite": "<",
    "at most": "<=",
    "up to": "<=",
    "as many as": "<=",
    "as much as": "<=",
    "no more than": "<=",
    "no longer than": "<=",
    "not longer than": "<=",
    "no later than": "<=",
    "no higher than": "<=",
    "no greater than": "<=",
    "no shorter than": ">=",
    "no earlier than": ">=",
    "no lower than": ">=",
    "shortly after": ">=",
    "just after": ">=",
    "soon after": ">=",
    "shortly before": "<=",
    "just before": "<=",
    "not more than": "<=",
    "a maximum of": "<=",
    "only": "=",
    "exactly": "=",
    "precisely": "=",
}
"""Words before a figure, and the relation they give it. ``nearly`` and ``almost`` are also hedges."""

ROUGHLY = _set(
    """about, around, roughly, approximately, some, nearly, almost, close to, circa, an estimated, estimated, more or
    less, just over, just under, well over, or so, in the region of, in the order of, somewhere around, c., ca, approx,
    just above, just below, a little over, a little under, a little more than, a little less than, slightly more than,
    slightly less than, slightly over, slightly under, not quite, something like, an average of, rather more than,
    give or take, shortly after, just after, soon after, shortly before, just before"""
)
"""Words before (or, ``or so``, after) a figure that mark it as rounded."""

DIRECTIONS: dict[str, int] = {
    **dict.fromkeys(
        """more greater higher larger longer bigger older taller deeper heavier wider faster earlier ahead above over
        exceed exceeded exceeding exceeds surpass surpassed outnumber rose risen rises rising rise increase increased
        increasing increases grew grown growing grows growth up upward climbed climb climbing jumped jump surged surge
        soared gained gain gains most highest largest longest biggest best better majority hotter warmer stronger
        dearer costlier oldest tallest deepest heaviest widest fastest peak maximum doubled tripled raised raise
        widened lengthened extended expanded steeper busier quicker sooner""".split(),
        1,
    ),
    **dict.fromkeys(
        """less fewer lower smaller shorter younger shallower lighter narrower slower later behind below under fell
        fallen falls falling fall decrease decreased decreasing decreases dropped drop drops dropping down downward
        declined decline declines declining shrank shrunk shrinking slumped slump slipped dipped lost least lowest
        smallest shortest worst worse minority colder cooler weaker cheaper youngest shallowest lightest narrowest
        slowest minimum halved cut cuts reduced reduce reduction narrowed shortened trimmed slashed weakened
        eased""".split(),
        -1,
    ),
}
"""Inflected words that say which way a comparison or a movement goes: +1 up, -1 down."""

CAUSES = _set(
    """because, because of, due to, owing to, thanks to, as a result of, as a result, caused, causing, cause, led to,
    leads to, lead to, leading to, resulted in, result in, resulting in, prompted, prompting, triggered, triggering,
    forced, forcing, so that, so, therefore, hence, thus, consequently, in response to, on account of, was behind,
    driven by, blamed on, blamed, brought about, brought on by, made, which is why, stemmed from, owed to, sparked,
    sparking, in order to, after which, as a consequence of, in the wake of, the reason, for this reason, drove,
    thereby"""
)
"""Words and phrases, as inflected, that make one thing the cause of another."""

ORDER_WORDS: dict[str, int] = {
    **dict.fromkeys(
        "before prior precede preceded preceding precedes ahead until till earlier previously already first".split(), -1
    ),
    **dict.fromkeys(
        "after following followed follows since once later afterwards subsequently then next succeeded".split(), 1
    ),
}
"""Words that put one event before (-1) or after (+1) another."""

QUANTIFIERS: dict[str, float] = {
    **dict.fromkeys(
        "all every everyone everybody everything whole entire always each entirely completely fully".split(), 1.0
    ),
    **dict.fromkeys("totally wholly unanimously unanimous total throughout invariably both".split(), 1.0),
    **dict.fromkeys(
        "most majority mostly mainly largely usually generally bulk predominantly nearly almost".split(), 0.75
    ),
    **dict.fromkeys("many much often numerous lots widespread frequently".split(), 0.6),
    **dict.fromkeys("half".split(), 0.5),
    **dict.fromkeys("some several sometimes partly partially various certain occasionally number".split(), 0.35),
    **dict.fromkeys("few handful couple rarely seldom minority".split(), 0.15),
    **dict.fromkeys("none no nobody nothing never neither".split(), 0.0),
}
"""How much of a whole a word takes in, from 0 to 1: ``some`` made ``all`` is an overstatement."""

TITLES = _set(
    """mr, mrs, ms, miss, dr, prof, professor, doctor, sir, dame, lord, lady, president, vice-president, prime minister,
    premier, minister, secretary, mayor, governor, senator, councillor, councilor, chairman, chairwoman, chair, chief,
    chief executive, director, judge, justice, captain, colonel, general, major, sergeant, lieutenant, inspector,
    detective, superintendent, commissioner, ambassador, king, queen, prince, princess, pope, bishop, archbishop,
    reverend, father, sister, brother, coach, manager, spokesman, spokeswoman, spokesperson, deputy, vice, former,
    acting, rep, sen, gov, gen, col, sgt, capt, lt, maj, supt, det, insp, hon, officer, constable, commander, admiral,
    chancellor, attorney, foreign minister, secretary of state, speaker, engineer, nurse"""
)
"""Words that stand before a person's name and are no part of it."""
