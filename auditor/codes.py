"""The one register of finding codes: what each means, why it matters, and what to do. Weights are policy, not here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.errors import UsageError
from auditor.records import Severity


@dataclass(frozen=True, slots=True)
class CodeInfo:
    """A documented finding. ``severity`` is the default; a policy may set another."""

    code: str
    title: str
    severity: Severity
    what: str
    why: str
    instead: str
    status: str = "stable"


def _register(*infos: CodeInfo) -> dict[str, CodeInfo]:
    return {info.code: info for info in infos}


CODES: dict[str, CodeInfo] = _register(
    # --- the article ---
    CodeInfo(
        "ART001",
        "the article is cut off",
        Severity.MINOR,
        "The last sentence of the body stops in the middle.",
        "A text that was assembled and cut by a machine often ends so; what followed cannot be checked.",
        "Audit the whole article, or publish it whole.",
    ),
    CodeInfo(
        "ART002",
        "sentences without a citation",
        Severity.INFO,
        "Sentences of the body carry no marker, although others do.",
        "A reader cannot tell where such a sentence comes from; the audit cannot check it.",
        "Cite a source for each statement of fact.",
    ),
    # --- its references ---
    CodeInfo(
        "REF001",
        "a marker has no reference",
        Severity.MAJOR,
        "The body cites a number that the reference list does not have.",
        "The sentence looks sourced and is not.",
        "Add the entry, or take the marker out.",
    ),
    CodeInfo(
        "REF002",
        "a reference has no marker",
        Severity.INFO,
        "The list has an entry that no sentence cites.",
        "It lends weight to the article without backing any of its sentences.",
        "Cite it where it is used, or list it as further reading.",
    ),
    CodeInfo(
        "REF003",
        "two references are duplicates",
        Severity.MINOR,
        "Two entries have the same address, or the same title and outlet.",
        "One source then counts as two.",
        "Cite the first entry in both places.",
    ),
    CodeInfo(
        "REF004",
        "a number is used by two entries",
        Severity.MAJOR,
        "The list prints the same number in front of two different entries.",
        "Nobody can tell which one a marker means.",
        "Number the list again.",
    ),
    CodeInfo(
        "REF005",
        "the list skips a number",
        Severity.INFO,
        "The numbers of the list have a gap.",
        "An entry may have been lost.",
        "Put the entry back, or number the list again.",
    ),
    CodeInfo(
        "REF006",
        "there is no reference list",
        Severity.MAJOR,
        "The body has markers and the page has no list that they could point to.",
        "None of its citations can be followed.",
        "Add the list.",
    ),
    # --- the cited pages ---
    CodeInfo(
        "SRC001",
        "a cited page could not be read",
        Severity.INFO,
        "The page of a reference was not found or not readable; the status says why.",
        "Claims that rest on it are neither supported nor refuted: they could not be checked.",
        "Give the address, or a saved copy with --sources.",
    ),
    CodeInfo(
        "SRC002",
        "a cited page is gone",
        Severity.MINOR,
        "The address of a reference answers that the page no longer exists.",
        "Readers cannot follow the citation any more.",
        "Cite an archived copy.",
    ),
    CodeInfo(
        "SRC003",
        "a reference fits several pages",
        Severity.MINOR,
        "More than one page has the outlet and the title of the reference; none was taken.",
        "A guess could judge the article by the wrong page.",
        "Give the address in the reference.",
    ),
    CodeInfo(
        "SRC004",
        "only a part of a cited page could be read",
        Severity.INFO,
        "The copy of the page stops in the middle, or a wall hides the rest.",
        "What the missing part says is unknown; an absence found in it is held with less confidence.",
        "Audit again with the whole page in --sources.",
    ),
    CodeInfo(
        "SRC005",
        "a page was read from an archive",
        Severity.INFO,
        "The live page was gone or had changed, so a snapshot was read; its date is given.",
        "The snapshot may differ from what the author saw.",
        "Compare the snapshot's date with the article's.",
    ),
    CodeInfo(
        "SRC006",
        "the address guard was lifted for a host",
        Severity.INFO,
        "The policy allows an address that is refused otherwise, such as one of an intranet.",
        "A report must say when a safety was off.",
        "Take the host out of network.allow_hosts when it is not needed.",
    ),
    CodeInfo(
        "SRC007",
        "a file of sources could be used only in part",
        Severity.INFO,
        "A recording or folder that was given was cut off, or held something that could not be used; the rest was.",
        "A page that is missing may have stood in the part that could not be read.",
        "Record again, or repair the file.",
    ),
    CodeInfo(
        "SRC008",
        "the live page and its archived copy differ",
        Severity.MINOR,
        "The page was changed after it was archived. The version nearer the article's date was judged; both are kept.",
        "Readers who follow the link see other words than those that were cited.",
        "Cite the archived copy.",
    ),
    CodeInfo(
        "SRC009",
        "a page was found by a search",
        Severity.INFO,
        "The reference gives no address, and one page alone had its outlet, title and date.",
        "It is very likely the page that was meant, and still a conclusion of the tool.",
        "Give the address in the reference.",
    ),
    # --- support ---
    CodeInfo(
        "SUP001",
        "the cited page contradicts the claim",
        Severity.CRITICAL,
        "The page speaks of the same matter and says otherwise; the changed thing is named.",
        "The citation makes a wrong statement look checked.",
        "Correct the sentence to what the page says.",
    ),
    CodeInfo(
        "SUP002",
        "the cited page supports only a part of the claim",
        Severity.MINOR,
        "The core stands on the page; a detail, a cause, a degree or a certainty does not.",
        "The citation seems to cover more than it does.",
        "Take the part out, or cite a page that has it.",
    ),
    CodeInfo(
        "SUP003",
        "the cited page does not say this",
        Severity.MAJOR,
        "The page was read and has no passage that states the claim.",
        "The citation is no evidence for the sentence.",
        "Cite the page that says it, or take the sentence out.",
    ),
    CodeInfo(
        "SUP004",
        "another reference would have been right",
        Severity.MAJOR,
        "The cited page does not state the claim; another page of the list does.",
        "A reader who follows the marker finds nothing and cannot know where to look.",
        "Cite the reference named.",
    ),
    CodeInfo(
        "SUP005",
        "a quotation was changed",
        Severity.CRITICAL,
        "Words between quotation marks differ from those on the cited page, or were cut so that their sense changed.",
        "A quotation promises somebody's very words.",
        "Quote word for word.",
    ),
    CodeInfo(
        "SUP006",
        "the cited pages disagree",
        Severity.MINOR,
        "One cited page states the claim and another cited page says otherwise.",
        "The reader should know that the sources differ.",
        "Say so in the sentence.",
    ),
    CodeInfo(
        "SUP007",
        "the cited page is in another language",
        Severity.INFO,
        "The claim and the page are written in different languages, so no verdict was given.",
        "The checks compare words; across languages they would mislead.",
        "Check this one by reading it.",
    ),
    # --- reuse ---
    CodeInfo(
        "REU001",
        "a sentence is copied word for word",
        Severity.MAJOR,
        "The sentence stands on the source's page in the same words, without quotation marks.",
        "It is somebody else's expression shown as the author's.",
        "Quote it, or say it in your own words.",
    ),
    CodeInfo(
        "REU002",
        "a sentence is copied with small changes",
        Severity.MAJOR,
        "The sentence is the source's with a few words changed, added or dropped.",
        "A few changed words do not make it one's own.",
        "Quote it, or say it in your own words.",
    ),
    CodeInfo(
        "REU003",
        "a sentence is patchwritten",
        Severity.MINOR,
        "The sentence follows the source clause by clause with synonyms or another order.",
        "Content, detail and build are taken over; only the words were exchanged.",
        "Sum up the point, or quote.",
    ),
    CodeInfo(
        "REU004",
        "a sentence is taken from a page that it does not cite",
        Severity.MAJOR,
        "The words, copied or reworded, are those of a page that this sentence does not name as its source: another "
        "one of the list, or one that is not in the list and was found in the library or the database.",
        "The origin is hidden from the reader.",
        "Credit the page that the words come from.",
    ),
    CodeInfo(
        "REU005",
        "much of the article is other people's words",
        Severity.MAJOR,
        "More of the article's words come from its sources than quotation or summary would bring with it.",
        "It is a compilation of other outlets' expression, not a report of its own.",
        "Quote what matters, sum up the rest in your own words.",
    ),
    # --- provenance ---
    CodeInfo(
        "PRV001",
        "references that are one story",
        Severity.MINOR,
        "Several references carry the same text under different names.",
        "They look like independent confirmation and are one source.",
        "Cite the original once.",
    ),
    CodeInfo(
        "PRV002",
        "a reference rests on another",
        Severity.INFO,
        "A cited page names another one as the source of its facts.",
        "Two citations then are one piece of evidence and its echo.",
        "Cite the page with the reporting.",
    ),
    CodeInfo(
        "PRV003",
        "claims rest on one anonymous source",
        Severity.INFO,
        "Several cited pages report what one unnamed official or briefing said.",
        "Many outlets, one unnamed voice: none of them could check it.",
        "Tell the reader that the source is unnamed and single.",
    ),
    CodeInfo(
        "PRV004",
        "references rest on each other in a circle",
        Severity.MAJOR,
        "The cited pages name one another as the source.",
        "Nobody in the circle has the fact at first hand.",
        "Find who reported it first.",
    ),
    # --- headlines and titles ---
    CodeInfo(
        "HDL001",
        "the headline exaggerates",
        Severity.MINOR,
        "The body has the matter, but smaller, milder or less certain.",
        "Most readers see the headline alone.",
        "Bring the headline down to what the body says.",
    ),
    CodeInfo(
        "HDL002",
        "the body contradicts the headline",
        Severity.CRITICAL,
        "The text under the headline says the opposite.",
        "Most readers see the headline alone.",
        "Correct the headline.",
    ),
    CodeInfo(
        "HDL003",
        "the body does not bear out the headline",
        Severity.MAJOR,
        "No sentence of the body states what the headline states.",
        "The headline's statement has no source at all.",
        "Write a headline that the body bears out.",
    ),
    CodeInfo(
        "HDL004",
        "the headline is a lure",
        Severity.MINOR,
        "The headline withholds the point or promises a sensation that the body does not have.",
        "It costs the reader time and tells nothing.",
        "Say the point in the headline.",
    ),
    CodeInfo(
        "HDL005",
        "the headline widens the scope",
        Severity.MAJOR,
        "What holds for a part, a place, a sample or animals is said of all.",
        "The statement is no longer the one that the body backs.",
        "Name the part.",
    ),
    CodeInfo(
        "HDL006",
        "the headline drops the attribution",
        Severity.MAJOR,
        "Somebody's claim, named and unproved in the body, is stated as fact.",
        "An allegation becomes a fact by leaving out who makes it.",
        "Say who says so.",
    ),
    CodeInfo(
        "HDL007",
        "a figure in the headline is wrong",
        Severity.MAJOR,
        "A figure in the headline differs from the body's.",
        "Figures are what readers remember.",
        "Take the body's figure.",
    ),
    CodeInfo(
        "HDL008",
        "the headline asks what the body does not answer",
        Severity.MINOR,
        "The headline is a question and the text has no answer to it.",
        "A question can suggest what nobody is able to state.",
        "State what is known.",
    ),
    CodeInfo(
        "HDL009",
        "the headline conflicts with the cited titles",
        Severity.MAJOR,
        "A word or figure of the headline differs from what the titles of the cited pages say.",
        "The sources' own headlines speak against this one.",
        "Check which is right and correct the headline.",
    ),
    CodeInfo(
        "HDL010",
        "a cited title was changed in meaning",
        Severity.MAJOR,
        "The title in the reference list is close to the page's own and means something else.",
        "The list shows the reader a headline that the outlet did not write.",
        "Print the page's own title.",
    ),
    CodeInfo(
        "HDL011",
        "the reference leads to another article",
        Severity.MAJOR,
        "The page found at the reference has a title of another story.",
        "The citation cannot be followed to what it names.",
        "Correct the address or the title.",
    ),
    CodeInfo(
        "HDL012",
        "the cited page has a newer headline",
        Severity.INFO,
        "The cited title is an earlier headline of the same running story.",
        "The page may say other things now than when it was cited.",
        "Compare with an archived copy of the day.",
    ),
    # --- checks of other packages ---
    CodeInfo(
        "EXT001",
        "an installed check failed",
        Severity.MINOR,
        "A check that another package brings ended in an error; the audit went on without it.",
        "What it would have found is missing.",
        "Mend or uninstall the package that brings the check.",
    ),
)


_OWN = re.compile(r"[A-Z]{3,8}\d{3}")


def is_own_code(code: str) -> bool:
    """Whether ``code`` may be that of a check from another package: shaped as ours, in a family that is not ours."""
    return bool(_OWN.fullmatch(code)) and code[:-3] not in {known[:-3] for known in CODES}


def describe(code: str) -> CodeInfo:
    """The register's entry for ``code`` (any case).

    Raises:
        UsageError: there is no such code; names the nearest ones.
    """
    from difflib import get_close_matches

    found = CODES.get(code.upper())
    if found is None:
        near = get_close_matches(code.upper(), CODES, n=3, cutoff=0.5)
        hint = f"; did you mean {', '.join(near)}?" if near else f"; there are {', '.join(CODES)}"
        raise UsageError(f"there is no finding code {code!r}{hint}")
    return found
