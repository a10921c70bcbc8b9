"""Words that headlines turn on: stages of a story, sections and outlets, what withholds or narrows a statement.

Word classes of headline English, written for this module; meanings shared with the other checks stand in
``auditor.lexicon``.
"""

from __future__ import annotations

SECTION_LABELS = frozenset(
    """live watch listen video videos audio photos photo pictures gallery opinion editorial comment analysis
    explainer explained breaking exclusive update updated updates review interview podcast feature features factbox
    profile obituary letters letter column newsletter sponsored timeline quiz recap""".split()
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
    telegraph mail mirror star sun globe observer guardian independent standard examiner record register press
    dispatch bulletin argus messenger sentinel reporter today tv radio fm online wire agency broadcasting network
    media magazine monitor argosy mercury lantern beacon inquirer enquirer sunday morning evening newswire service
    channel clarion voice leader argonaut citizen dispatcher informer intelligencer packet pioneer digest report
    spectator world business insider politico bbc cnn npr reuters ap afp abc cbs nbc fox pbs""".split()
)
"""Words that outlets' names are made of; they settle whether a tail after a dash is a name."""


OUTCOME = frozenset(
    """found safe alive dead dies died killed convicted acquitted guilty sentenced jailed freed released arrested
    charged caught captured wins won win loses lost lose elected passes passed pass approves approved approve
    rejects rejected reject adopts adopted signs signed ends ended end over begins began begun reached reach reaches
    agreed agree agrees deal votes voted chooses chose chosen names named collapses collapsed collapse resumes
    resume resumed reopens reopened reopen confirms confirmed identified rescued rescue recovered contained
    extinguished concedes concede claims victory resigns resigned resign quits quit steps fired sacked ousted
    settles settled settlement verdict ruling rules ruled rise rises rose hits hit reaches lands landed landfall
    lifted restored tied underway crowned returns returned back cleared opens opened closed cancels cancelled
    canceled falls fell declared secures secured survives survived ratified defeated defeats suspended triumphs
    triumph topples toppled sworn selects selected awarded appointed docks docked finds located surrenders
    surrendered extradited overturned quashed deported impeached weakens weakened strengthens evacuated grounded
    struck strikes kills finished finish finishes completed completes sinks sank burns burned derails
    splashes""".split()
)
"""What a later headline of a running story has: the awaited thing happened, or the next stage began."""


RETROSPECT = frozenset(
    """remembered remember remembers anniversary history memories memorial commemorated decades recalled recalls
    recall lessons legacy archive revisited centenary explained explainer guide profile star award awards design
    museum""".split()
)
"""A headline that looks back or aside: not the next stage of the story."""


TOLL = frozenset(
    """kill die dead death victim injur hurt wound casualti fatal miss trap strand displac evacu arrest detain flee
    fled home hous household peopl custom infect case hectar acr patient toll surviv resid student famili power
    rescu ill sick drown bodi outag hospit build collaps charg vote seat goal point medal mile magnitud""".split()
)
"""Stems counted anew as a story runs: tolls, outages, cases, votes."""


RUNNING = frozenset("""day week month hour night round stage leg game match set session""".split())
"""What is counted through while a story runs: the second day, the fourth day."""


HEDGES = frozenset(
    """may might could can would should possible possibly potential potentially likely unlikely perhaps probably
    maybe suggest suggests suggested appear appears appeared seem seems seemed reportedly allegedly alleged
    apparently supposed supposedly purported purportedly unconfirmed rumored rumoured rumour rumor suspected
    suspects suspect fears feared fear believed thought tipped eyed considers considering hopes hints hint""".split()
)
"""Words that hold a title back from certainty."""


CLAIMING = frozenset(
    """say says said claim claims claimed allege alleges alleged insist insists insisted accuse accuses accused deny
    denies denied argue argues argued maintain maintains contend contends assert asserts believe believes warn warns
    warned suggest suggests according blame blames blamed""".split()
)
"""Verbs that lay a statement at somebody's door."""


STUDY = frozenset(
    """study survey poll report data figures census research audit analysis review trial inquiry scientists
    researchers""".split()
)
"""Sources that are no party to a quarrel: their saying so is no claim."""


DOUBT = frozenset(
    """questions question doubts doubt disputes dispute challenges challenge denies deny refutes debunks
    whether""".split()
)
"""Verbs and nouns of doubt."""


NEGATIONS = frozenset(
    """not no never none nobody nothing neither nor without cannot fails fail failed refuses refuse refused denies
    deny denied isn't wasn't aren't weren't don't doesn't didn't won't can't couldn't wouldn't shouldn't hasn't
    haven't hadn't isnt wasnt arent werent dont doesnt didnt wont cant couldnt wouldnt""".split()
)
"""Words that deny."""


QUANTIFIERS = frozenset(
    """all every most many some few several half majority nearly almost only none each entire whole thousands
    hundreds dozens millions""".split()
)
"""Scope words: swapping or dropping one changes of how many a title is true."""

STAGES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    name: (frozenset(early.split()), frozenset(late.split()))
    for name, (early, late) in {
        "trial": (
            "trial jury court verdict charges charged accused suspect deliberate deliberating hearing case "
            "testify prosecutors judge rule challenge challenges sues sued lawsuit suit seek demand",
            "convicted convict guilty acquitted acquit cleared clear sentenced sentence jailed jail verdict "
            "freed fined appeal strikes struck upholds upheld overturns overturned blocks blocked halts halted "
            "rules ruled awarded wins loses loss dismissed dismisses",
        ),
        "search": (
            "missing search searching searchers hunt lost trapped feared stranded looking unaccounted buried "
            "stuck adrift aground adrift sinking capsized overdue buried reach reached digging dig rubble",
            "found find rescued rescue body bodies dead safe alive recovered recover wreckage located locate "
            "freed pulled free dies die ashore brought surface surfaced reached hauled",
        ),
        "vote": (
            "poll polls election vote voting debate debates bill candidates candidate campaign referendum ballot "
            "ballots senate"
            " parliament council push runoff count ahead leads results district districts goes tally counting",
            "elected elect wins win won passes pass passed approves approve approved votes voted rejects reject "
            "rejected defeats president"
            " concedes concede victory adopts adopt triumphs chooses choose backs mayor sworn elects elect "
            "reelected re-elected ousts",
        ),
        "strike": (
            "strike strikes striking walkout dispute threatens threaten talks offer pickets union unions ballot "
            "reject rejects",
            "walk deal accept accepts agreement agreed end ends ended begins begin began tied off settled settle "
            "accepted averted called"
            " suspended resume resumes return starts",
        ),
        "standoff": (
            "held hold hostages hostage siege standoff captive captives kidnapped seized barricaded surrounded",
            "freed free ends end released release surrenders surrender killed escape escaped rescued over stormed",
        ),
        "storm": (
            "nears near approaches approach heads head looms warning forecast braces brace threatens gathers "
            "churns brews evacuation evacuate evacuated alert looms warned rumbles erupts flood rising",
            "landfall hits hit kills lashes batters strikes passes weakens floods power damage makes slams "
            "return returns calms calm recedes dead leaves dies cleared wrecks homeless",
        ),
        "investigation": (
            "hunt hunts seek seeks sought manhunt shooting robbery murder suspect wanted probe investigate "
            "investigates gunman theft"
            " police flees questioned raid raids search missing alleged",
            "arrested arrest charged charge caught captured custody detained held named confesses surrenders "
            "identified sentenced jailed convicted extradited",
        ),
        "closure": (
            "closed close closes shut grounded halted suspended blocked stopped delays stranded",
            "reopens reopen reopened resumes resume resumed lifted restored cleared clears restarts flying "
            "running back",
        ),
        "fire": (
            "fire blaze wildfire burns burning rages raging flames fires",
            "contained contain out extinguished control doused survivors rebuilt",
        ),
        "talks": (
            "talks negotiations negotiators meet summit discuss hours deadline bid offer",
            "deal agreement agreed accord pact collapse collapses fail fails reached signed sign broke breakdown "
            "breakthrough",
        ),
        "launch": (
            "launch countdown liftoff delayed postponed rocket probe mission landing opening",
            "launches launched lifts lands landed orbit opens opened docks arrives splashes",
        ),
        "illness": (
            "hospital critical ill coma injured stranded sick wounded hospitalised hospitalized surgery treated "
            "operate operates operated surgeons collapses collapsed shot stabbed ward treatment",
            "dies died dead death recovers recovered discharged home leaves released out walks funeral buried",
        ),
        "contest": (
            "final semifinal match leads lead race title bid favourite favorite shortlist nominees nominated "
            "face faces meet round",
            "wins win won champion champions crowned beats beat winner loses lost title lifts takes",
        ),
        "takeover": (
            "bid offer talks considers mulls eyes seeks merger takeover",
            "buys bought buy agrees acquires sold merges completes rejects clinches seals",
        ),
        "post": (
            "candidate candidates nominee pressure calls resign vacancy search favourite shortlist",
            "resigns resigned quits quit named appointed steps sacked sworn hired chosen elected",
        ),
    }.items()
}
"""How running stories go: words of an earlier headline, words of a later one."""

COMMON = frozenset(
    """say says new man woman men women people police city town government state country day week year years two
    three four first last still after before over will may""".split()
)
"""Words that many stories share: alone they do not make two titles one story."""
