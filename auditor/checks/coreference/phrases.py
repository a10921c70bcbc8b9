"""Descriptions of a party: those that stand beside its name, and noun phrases that may stand for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from auditor import lexicon
from auditor.checks.reading import Name, Reading, Word, is_past

_DEFINITE = frozenset("the its his her their our this that".split())
DETERMINERS = _DEFINITE | {"a", "an"}
COMPLEMENTS = frozenset("of at for in from with".split())
_RELATIVES = frozenset("who which that whose where".split())
_CLAUSES = _RELATIVES | frozenset("and but as when until while after before because".split())
BE = frozenset("is was became becomes remains remained".split())
PAST = frozenset("former ex past previous late outgoing".split())
APART = PAST | frozenset(
    """acting interim deputy vice assistant junior senior second first rival other another incoming opposing visiting
    new co""".split()
)
"""Words that tell one holder of a part from another: ``the former mayor`` is not ``the mayor``."""
BODIES = frozenset(
    """company firm group business corporation organisation organization manufacturer maker carmaker producer operator
    utility retailer supplier developer contractor carrier airline bank lender insurer club team side union ministry
    department agency authority council committee commission board court university college school hospital museum
    party charity foundation association federation institute institution newspaper broadcaster publisher start-up
    startup brewery refinery shipyard yard chain cooperative co-operative regulator watchdog parliament government
    league parent subsidiary consortium partnership venture fund brand outlet platform service society academy
    laboratory lab centre center church orchestra band theatre theater festival distributor wholesaler importer exporter
    processor miner driller builder brewer airport port railway network""".split()
)
"""What no person is called."""
PEOPLE = frozenset("lawyer professional official leader politician expert academic scientist person worker".split())
_NOT_HEADS = frozenset(
    """year years month week day time part way side place case thing people man woman men women one ones rest other
    others number percent cent morning evening night today yesterday tomorrow north south east west home town city
    village country region street road spring summer autumn winter friday""".split()
)
_ORGANISATION = frozenset(
    """authority council university college company agency group party union court ministry department bank club
    association institute office commission committee board inc ltd corp plc society foundation trust school hospital
    museum church network times post news tribune herald gazette police army guild federation service services partners
    holdings systems energy airlines air motors press radio television centre center laboratory council's government
    parliament senate congress house street road bridge river lake mount valley island bay port city county province
    region district north south east west festival cup prize award tour league championship park tower hall palace
    programme program fund forum summit agreement treaty act museum theatre theater orchestra band awards prizes games
    records studios pictures productions schools colleges universities clubs studies research engineering song album
    series magazine journal institution laboratories industries technologies solutions""".split()
)


def gap_after(reading: Reading, at: int) -> str:
    """What stands between the words at ``at`` and ``at + 1``; a full stop at the end."""
    words = reading.words
    return reading.text[words[at].end : words[at + 1].start] if at + 1 < len(words) else "."


def owns(word: Word) -> bool:
    """Whether the word says whose: ``the club's``."""
    return word.text.endswith(("'s", "’s", "s'", "s’"))


def is_head(reading: Reading, word: Word) -> bool:
    """Whether a noun phrase may end with the word: no noun follows it, and it owns nothing."""
    if word.norm in _NOT_HEADS or owns(word) or word.norm.endswith(("ing", "ly")):
        return False
    gap = gap_after(reading, word.at).strip()
    if word.at + 1 >= len(reading.words) or gap:
        return gap[:1] not in ("-", "'", "’")  # the nurses' union, the president's brother-in-law
    follow = reading.words[word.at + 1]
    if follow.norm in _RELATIVES:
        return False  # the nurse who found her
    return not follow.content or is_past(follow) or follow.norm.endswith("ly") or may_be_verb(follow)


def may_be_verb(word: Word) -> bool:
    """Whether the word's form lets it be a verb in the present, or it tells something."""
    return bool(lexicon.REPORTING_VERBS & set(lexicon.lemmas(word.norm))) or (
        word.norm.endswith("s") and not word.capital and not owns(word)
    )


def opening(reading: Reading, head: int) -> int | None:
    """Where the noun phrase with the head at ``head`` begins, after ``the``, ``its`` or an owner; None for others."""
    words = reading.words
    at = head
    while at > 0 and head - at < 5:
        before = words[at - 1]
        if gap_after(reading, at - 1).strip() not in ("", "-"):
            return None
        if before.norm in _DEFINITE:
            return at if not (at - 1 > 0 and words[at - 2].norm in _DEFINITE) else None
        if owns(before):
            return at - 1
        if not before.content or before.quoted or (is_past(before) and before.norm not in APART):
            return None
        at -= 1
    return None


def complement_of(reading: Reading, head: int) -> frozenset[str]:
    """The stems of ``of the league`` and ``for the police`` after the head at ``head``."""
    words = reading.words
    if head + 1 >= len(words) or words[head + 1].norm not in ("of", "for", "from") or gap_after(reading, head).strip():
        return frozenset()
    out = set()
    for word in words[head + 2 : head + 6]:
        if gap_after(reading, word.at - 1).strip():
            break
        if word.content:
            if is_past(word):
                break
            out.add(word.stem)
        elif word.norm not in ("the", "a", "an", "of"):
            break
    return frozenset(out)


def described_before(reading: Reading, name: Name) -> tuple[list[Word], list[Word]] | None:
    """``fisheries minister`` Renn, and ``the league's president``, Anneke Roos,"""
    words = reading.words
    last = name.first - len(name.title.split()) - 1 if name.title else name.first - 1
    if last < 0 or name.article:
        return None
    gap = gap_after(reading, last).strip()
    aside = gap == ","
    if gap not in ("", ",") or (aside and gap_after(reading, name.end - 1).strip()[:1] not in (",", ".", ")", ";")):
        return None
    phrase: list[Word] = []
    opened = False
    at = last
    while at >= 0 and len(phrase) < 6:
        word = words[at]
        if word.norm in DETERMINERS:
            opened = True
            if phrase and at > 1 and words[at - 1].norm in ("of", "for", "at"):  # a spokesman for the department
                head = words[at - 2]
                return ([head], phrase) if head.content and not head.capital and is_noun(head) else None
            break
        if word.quoted or not word.content or (is_past(word) and word.norm not in APART) or word.norm.endswith("ing"):
            break
        if at < last and gap_after(reading, at).strip() not in ("", "-"):
            break
        if word.capital and not owns(word) and (at or not (phrase or word.norm in reading.lower_words)):
            break
        phrase.insert(0, word)
        if owns(word):
            opened = True
            break
        at -= 1
    if not phrase or (aside and not opened) or not is_noun(phrase[-1]):
        return None
    if opened and not aside and len(name.parts) == 1 and not owns(phrase[0]):
        return None  # After the vote Roos left
    if not opened and not _is_part(phrase[-1]):
        return None  # to help companies like Roos
    return phrase, []


def _is_part(word: Word) -> bool:
    """Whether someone or something may bear the word before a name without an article: ``minister Renn``."""
    return (
        word.norm in lexicon.TITLES
        or word.norm in BODIES
        or word.norm.endswith(("er", "or", "ist", "ian", "man", "woman", "ess"))
        or bool(lexicon.kinds_of(word.norm) & PEOPLE)
        or word.norm in ("coach", "judge", "captain", "chief", "detective", "sergeant", "pilot", "counsel", "star")
    )


def described_after(reading: Reading, name: Name) -> tuple[list[Word], list[Word]] | None:
    """Anneke Roos, ``the president of the league``, and Anneke Roos is ``the president``."""
    words = reading.words
    at = name.end
    if at >= len(words):
        return None
    gap = gap_after(reading, at - 1).strip()
    if gap == "," and words[at].norm.isdigit() and gap_after(reading, at).strip() == ",":
        at += 1  # Anneke Roos, 54, a nurse
    if gap in (",", "(", "–", "—"):
        if words[at].norm == "who" and at + 1 < len(words) and words[at + 1].norm in BE:
            at += 2
    elif gap == "" and words[at].norm in BE:
        at += 1
        if at >= len(words) or words[at].norm not in DETERMINERS:
            return None
    else:
        return None
    if at < len(words) and words[at].norm in DETERMINERS:
        at += 1
    phrase: list[Word] = []
    while at < len(words) and len(phrase) < 6:
        word = words[at]
        if not word.content or word.quoted or (is_past(word) and phrase):
            break
        phrase.append(word)
        at += 1
        if gap_after(reading, at - 1).strip() not in ("", "-"):
            break
    if not phrase or phrase[-1].capital or not is_noun(phrase[-1]) or is_past(phrase[0]):
        return None
    ended = gap_after(reading, phrase[-1].at).strip()
    if ended == "," and any(n.first - len(n.title.split()) == at for n in reading.names):
        return None  # On Great Hollin, the mayor, Ioan Pryce,
    follow = words[at].norm if at < len(words) else ""
    if not ended and follow not in COMPLEMENTS | _RELATIVES and not (at < len(words) and is_past(words[at])):
        return None
    if not ended and at < len(words) and is_past(words[at]) and follow not in ("based", "owned", "run", "led", "named"):
        return None
    complement: list[Word] = []
    if not ended and follow in ("of", "at", "for"):
        for word in words[at : at + 10]:
            if word.at > at and (gap_after(reading, word.at - 1).strip() or is_past(word) or word.norm in _CLAUSES):
                break
            complement.append(word)
    return phrase, complement


def is_noun(word: Word) -> bool:
    """Whether the word may head a description, by its form: no plural, no past, no adverb; or joined by a hyphen."""
    return (
        word.norm.isalpha()
        and len(word.norm) > 2
        and not (word.norm.endswith("s") and not word.norm.endswith(("ss", "us", "is")))
        and word.norm not in _NOT_HEADS
        and not word.norm.endswith(("ing", "ly"))
        and not is_past(word)
        and not owns(word)
    ) or "-" in word.text


# --- names and subjects ---------------------------------------------------------------------------------------------


def is_person(name: Name) -> bool:
    """Whether a name is more likely a person's: two or three words, none of an organisation's or a place's."""
    if name.title:
        return True
    if name.article:
        return False
    return 2 <= len(name.parts) <= 4 and not (_ORGANISATION & set(name.parts)) and not name.text.isupper()


def first_subject(reading: Reading) -> Word | None:
    """``He`` or ``she`` before which nobody does anything, quotations left out."""
    for word in reading.words:
        if word.quoted:
            continue
        if word.norm in ("he", "she"):
            return word
        if is_past(word) or lexicon.REPORTING_VERBS & set(lexicon.lemmas(word.norm)) or word.norm in BE:
            return None
    return None


def indefinite_subject(reading: Reading) -> Word | None:
    """The head of ``A game dealer accused of ... told``: a person's description that opens a sentence."""
    words = reading.words
    start = next((w.at for w in words[:4] if w.norm in ("a", "an")), None)
    if start is None or any(not w.capital and w.content for w in words[:start]):
        return None
    head = None
    for word in words[start + 1 : start + 6]:
        if not word.content or (is_past(word) and word.norm not in APART):
            break
        head = word
    return head if head is not None and is_noun(head) and head.norm not in BODIES else None


def does_something(words: Sequence[Word]) -> bool:
    """Whether an opening ``it`` does something: ``It said``, ``It had``; not ``It is known``, ``It rained``."""
    if len(words) < 2:
        return False
    follow = words[1].norm
    return follow in _HAVE or (is_past(words[1]) and follow not in _NOBODY_DOES)


_HAVE = frozenset("has had will would plans says expects".split())
_NOBODY_DOES = frozenset("was been were is became emerged took rained snowed happened followed seemed".split())


def stranger(reading: Reading, pronoun: str, described: Collection[int]) -> bool:
    """Whether the sentence tells what somebody without a name does whom the pronoun may mean: ``a woman``, ``his
    brother``, ``another expert``, ``the Dane``. ``described`` are the places of words that describe who is named."""
    words = reading.words
    if _opens_with_nationality(words):
        return True
    for word in words:
        if word.quoted or word.at in described or not word.at:
            continue
        if is_past(word) and not word.capital and not lexicon.REPORTING_VERBS & set(lexicon.lemmas(word.norm)):
            return False
        kin = word.norm in _KIN[pronoun] or word.norm in _SOMEONE
        if not kin and not (word.norm in lexicon.TITLES or lexicon.kinds_of(word.norm) & PEOPLE):
            continue
        for before in reversed(words[max(0, word.at - 3) : word.at]):
            if before.norm in _UNKNOWN or (kin and (before.norm in DETERMINERS or owns(before))):
                return True
            if not before.content or before.capital:
                break
    return False


def _opens_with_nationality(words: Sequence[Word]) -> bool:
    """``The Dane left in March``: somebody whose name stands elsewhere."""
    if len(words) < 3 or words[0].norm != "the" or not words[1].capital or words[1].quoted:
        return False
    told = words[1].norm in _NATIONS or (len(words[1].norm) > 6 and words[1].norm.endswith(_OF_A_NATION))
    return told and not words[2].capital and (is_past(words[2]) or words[2].norm in ("is", "was", "has", "had", "will"))


_NATIONS = frozenset(
    """dane swede finn pole turk scot serb croat czech greek swiss thai briton frenchman englishman dutchman irishman
    welshman frenchwoman englishwoman dutchwoman irishwoman welshwoman spaniard icelander new-zealander filipino
    german russian korean cuban kenyan libyan iraqi afghan saudi""".split()
)
_OF_A_NATION = ("ian", "ean", "ese", "ican", "lander")
"""How the names of most nations' people end."""


def newcomers(reading: Reading, heads: Collection[str], described: Collection[int]) -> set[str]:
    """Those of the stems ``heads`` that somebody else is too: ``another expert``, ``a second judge``."""
    words = reading.words
    out: set[str] = set()
    for word in words:
        if word.stem not in heads or word.at in described:
            continue
        leads = [w.norm for w in words[max(0, word.at - 4) : word.at] if not w.content or w.norm in APART]
        if leads and (leads[-1] in _UNKNOWN or leads[-1] in APART - PAST):
            out.add(word.stem)
    return out


_UNKNOWN = frozenset("a an another one".split())
_KIN = {
    "he": frozenset("man boy husband father son brother uncle nephew grandfather widower gentleman guy".split()),
    "she": frozenset("woman girl wife mother daughter sister aunt niece grandmother widow lady".split()),
}
"""What a person is called by sex or kinship."""
_SOMEONE = frozenset(
    """friend colleague neighbour neighbor partner child passenger witness victim suspect relative cousin assistant
    predecessor successor opponent teenager pensioner resident patient student person""".split()
)
