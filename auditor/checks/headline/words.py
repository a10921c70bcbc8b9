"""Words that headlines turn on: stages of a story, sections and outlets, what withholds or narrows a statement.

Word classes of headline English, written for this module; meanings shared with the other checks stand in
``auditor.lexicon``.
"""

from __future__ import annotations

SECTION_LABELS = frozenset(
    """live watch listen video videos audio photos photo pictures gallery opinion editorial comment analysis explainer
    explained breaking exclusive update updated updates review interview podcast feature features factbox profile
    obituary letters letter column newsletter sponsored timeline quiz recap""".split()
)
"""Section labels that stand before a colon or after a dash and say nothing about the story."""

SECTION_PHRASES = (
    "live updates",
    "live blog",
    "live coverage",
    "live news",
    "as it happened",
    "in pictures",
    "in photos",
    "breaking news",
    "fact check",
    "news analysis",
    "watch live",
    "latest updates",
    "latest news",
    "video report",
    "first read",
    "long read",
    "the long read",
    "must read",
    "with video",
)

OUTLET_WORDS = frozenset(
    """times news post herald ledger review daily weekly echo advertiser chronicle courier journal gazette tribune
    telegraph mail mirror star sun globe observer guardian independent standard examiner record register press dispatch
    bulletin argus messenger sentinel reporter today tv radio fm online wire agency broadcasting network media magazine
    monitor argosy mercury lantern beacon inquirer enquirer sunday morning evening newswire service channel clarion
    voice leader argonaut citizen dispatcher informer intelligencer packet pioneer digest report spectator world
    business insider politico bbc cnn npr reuters ap afp abc cbs nbc fox pbs""".split()
)
"""Words that outlets' names are made of; they settle whether a tail after a dash is a name."""

PROSPECT = frozenset(
    """will to set due plan plans planned planning threaten threatens threatening expected expect expects await awaits
    awaiting awaited seek seeks seeking urge urges urged consider considers considering weigh weighs weighing prepare
    prepares preparing brace braces braced loom looms looming face faces facing could may might would propose proposes
    proposed ahead begin begins beginning start starts open opens opening underway search searching hunt hunting missing
    trapped feared fears stranded continue continues continuing deliberate deliberating deliberates trial vote votes
    voting poll polls negotiate negotiating hope hopes hoping vow vows ongoing pending candidate candidates bid bids
    tomorrow delayed talks race hearing launch launches probe inquiry leads lead leading trails trailing early report
    reported near nears nearing approaches approaching heads heading unfolding awaiting warned scramble scrambles
    scrambling resumes still debate debates debating mull mulls eye eyes evacuated evacuate nominee shortlist
    investigate investigates investigating contest critical wanted flees fled""".split()
)
"""What an earlier headline of a running story has: something awaited, sought or under way."""

OUTCOME = frozenset(
    """found safe alive dead dies died killed convicted acquitted guilty sentenced jailed freed released arrested
    charged caught captured wins won win loses lost lose elected passes passed pass approves approved approve rejects
    rejected reject adopts adopted signs signed ends ended end over begins began begun reached reach reaches agreed
    agree agrees deal votes voted chooses chose chosen names named collapses collapsed collapse resumes resume resumed
    reopens reopened reopen confirms confirmed identified rescued rescue recovered contained extinguished concedes
    concede claims victory resigns resigned resign quits quit steps fired sacked ousted settles settled settlement
    verdict ruling rules ruled rise rises rose hits hit reaches lands landed landfall lifted restored tied underway
    crowned returns returned back cleared opens opened closed cancels cancelled canceled falls fell declared secures
    secured survives survived ratified defeated defeats suspended triumphs triumph topples toppled sworn selects
    selected awarded appointed docks docked finds located surrenders surrendered extradited overturned quashed
    deported impeached weakens weakened strengthens evacuated grounded struck strikes kills finished finish finishes
    completed completes sinks sank burns burned derails splashes""".split()
)
"""What a later headline of a running story has: the awaited thing happened, or the next stage began."""

RETROSPECT = frozenset(
    """remembered remember remembers anniversary history memories memorial commemorated decades recalled recalls recall
    lessons legacy archive revisited centenary explained explainer guide profile star award awards design museum""".split()
)
"""A headline that looks back or aside: not the next stage of the story."""

TOLL = frozenset(
    """kill die dead death victim injur hurt wound casualti fatal miss trap strand displac evacu arrest detain flee fled
    home hous household peopl custom infect case hectar acr patient toll surviv resid student famili power rescu
    ill sick drown bodi outag hospit build collaps charg vote seat goal point medal mile magnitud""".split()
)
"""Stems counted anew as a story runs: tolls, outages, cases, votes."""

RUNNING = frozenset("day week month hour night round stage leg game match set session".split())
"""What is counted through while a story runs: the second day, the fourth day."""

HEDGES = frozenset(
    """may might could can would should possible possibly potential potentially likely unlikely perhaps probably maybe
    suggest suggests suggested appear appears appeared seem seems seemed reportedly allegedly alleged apparently
    supposed supposedly purported purportedly unconfirmed rumored rumoured rumour rumor suspected suspects suspect
    fears feared fear believed thought tipped eyed considers considering hopes hints hint""".split()
)

CERTAIN = frozenset(
    """proves prove proved proven confirms confirm confirmed definitely certainly certain undoubtedly surely
    shows""".split()
)

CLAIMING = frozenset(
    """say says said claim claims claimed allege alleges alleged insist insists insisted accuse accuses accused deny
    denies denied argue argues argued maintain maintains contend contends assert asserts believe believes warn warns
    warned suggest suggests according blame blames blamed""".split()
)
"""Verbs that lay a statement at somebody's door."""

STUDY = frozenset(
    "study survey poll report data figures census research audit analysis review trial inquiry scientists researchers".split()
)

DOUBT = frozenset(
    "questions question doubts doubt disputes dispute challenges challenge denies deny refutes debunks whether".split()
)

NEGATIONS = frozenset(
    """not no never none nobody nothing neither nor without cannot fails fail failed refuses refuse refused denies deny
    denied isn't wasn't aren't weren't don't doesn't didn't won't can't couldn't wouldn't shouldn't hasn't haven't
    hadn't isnt wasnt arent werent dont doesnt didnt wont cant couldnt wouldnt""".split()
)

QUANTIFIERS = frozenset(
    "all every most many some few several half majority nearly almost only none each entire whole thousands hundreds dozens millions".split()
)
"""Scope words: swapping or dropping one changes of how many a title is true."""
