"""Right claims that look wrong: of the rest, from the other end of a deed, on some Friday, by a title or an age."""

from __future__ import annotations

import pytest

from auditor.checks.alterations import find_alterations
from auditor.checks.alterations.base import CONTRADICTING, View
from auditor.checks.evidence import PageIndex, prepare
from auditor.records import Page

PAGE = """Justice Lena Marrow ruled on Monday that the lender comes first. Initials, the judge wrote, are not a receipt.
Two of the eleven wells in the valley have dried up since 2015. Ada Quill, who had bought the workshop from her uncle in
2009, wept. The film was first shown at a festival in Odern on 21 November 2014 and reached cinemas in February.
The second drawer of the desk was not discovered until 1957. Marked so far are 412 of the border's 486 kilometres. The
stallholders of Penha may trade on condition that gas is banned. The pianist had been on her way to give her first recital
in Marbury. The school at Lota cost a third less than the ministry had allowed for it. The playground comes with a
guarantee of 15 years, five more than that of its rival. In March, 29 of the 36 households of Block C stopped paying the
increase. The treasurer released 3,600 euros for twelve new ropes. Hail took nine tenths of the pears of Tasman. The repair
of the canal has cost 118 million francs so far, of which the canton paid 40 million. The novel was turned down by eleven
other houses. The wholesaler, which takes 60 per cent of the hams, expects sales to go up by a fifth next year. Children
ride the tram free on Saturdays from April. The bridge of Arne was named after Ravi Lenn, who died in 1996. Painting the
hall lasted until 1991, and the hall remains the largest that the firm ever painted. Sentrix Custody runs the jail of
Camber. Its regional director, Hamish Oyel, said the firm had asked twice for cooled air and been refused. Counsel Nadia Prok argued
that the first transfers had been meant as a loan; the tribunal under Emeka Strand did not accept that. The freighter
sat on the shoal for five days, and no oil leaked. The mayor, Henriette Sol, might register every fountain of Lisel.
Samples came from the tank, said Oyelaran Bishop, who runs the unit. Bishop cautioned that late cases would not surprise
her. She urged anyone with a cough who had visited the arcade to see a doctor. The walkout at Lundek began on 27 March, a
week after a roof fell in the north shaft. The line of Huac carries two trains a day, compared with five before the fall.
Repairs of the line cost 48 million soles, 11 million more than planned. Diab said that the jurors had argued over every
prize but that one. The north wing cost the city 6.3 million euros, 900,000 more than planned.
"""


def kinds(claim: str) -> set[str]:
    index = PageIndex(Page(PAGE, published="2023-07-03"))
    rated = find_alterations(View(index.find(prepare(claim, "2023-07-03"))))
    return {f.kind.value for f in rated if f.kind in CONTRADICTING and f.strength >= 0.3}


@pytest.mark.parametrize(
    "claim",
    [
        "Nine of the wells in the valley have not dried up since 2015.",
        "Ada Quill's uncle sold her the workshop in 2009.",
        "The film was first shown in Odern on a Friday.",
        "Lena Marrow wrote that initials are not a receipt.",
        "The second drawer of the desk was discovered in 1957.",
        "Of the border's 486 kilometres, 74 are not marked so far.",
        "The stallholders of Penha may trade without gas.",
        "The pianist had never yet given a recital in Marbury.",
        "The ministry had allowed half as much again for the school at Lota as it cost.",
        "The rival's playground comes with a guarantee of ten years.",
        "In March, seven households of Block C went on paying the increase.",
        "Each of the new ropes cost the treasurer 300 euros.",
        "Only a tenth of the pears of Tasman was left after the hail.",
        "The repair of the canal has cost 118 million francs so far, 78 million of them from other payers.",
        "The novel was turned down by a dozen houses.",
        "The wholesaler expects the sales of hams to go up by 20 per cent next year.",
        "The free Saturday tram for children begins this spring.",
        "Ravi Lenn gave the bridge of Arne its name after he died in 1996.",
        "Until 1991 the painting of the hall lasted, the largest that the firm ever painted.",
        "Sentrix Custody said it had asked twice for cooled air and been refused.",
        "Emeka Strand rejected the argument that the first transfers had been meant as a loan.",
        "The freighter's oil stayed where it was for the five days that she sat on the shoal.",
        "A roof fell in the north shaft of Lundek on 20 March.",
        "The line of Huac carries two trains a day, and its repair came out 11 million soles dearer than planned.",
        "Diab said that it was the one prize over which the jurors had not argued.",
        "The north wing cost the city 900,000 euros more than planned.",
        "Dr Bishop urged people with a cough who had been to the arcade to see a doctor.",
    ],
)
def test_a_right_claim_is_let_be(claim: str) -> None:
    assert kinds(claim) == set()


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("Nine of the eleven wells in the valley have dried up since 2015.", "number"),
        ("Two of the eleven wells in the valley have not dried up since 2015.", "negation"),
        ("Ada Quill, who had sold the workshop to her uncle in 2009, wept.", "antonym"),
        ("The film was first shown at a festival in Odern on a Monday.", "date"),
        ("The second drawer of the desk was not discovered in 1957.", "negation"),
        ("So far 412 of the border's 486 kilometres are not marked.", "negation"),
        ("The stallholders of Penha may not trade.", "negation"),
        ("The ministry had allowed a third less for the school at Lota than it cost.", "comparator"),
        ("The playground comes with a guarantee of twelve years, five more than that of its rival.", "number"),
        ("In March, 19 of the 36 households of Block C stopped paying the increase.", "number"),
        ("The treasurer released 4,800 euros for twelve new ropes.", "number"),
        ("Hail took three tenths of the pears of Tasman.", "number"),
        ("The wholesaler expects sales to go up by a third next year.", "number"),
        ("The line of Huac carries seven trains a day.", "number"),
        ("The walkout at Lundek began on 20 March.", "date"),
        ("Diab said that the jurors had not argued over every prize.", "negation"),
        ("The north wing cost the city 800,000 euros more than planned.", "number"),
        ("Emeka Strand argued that the first transfers had been meant as a loan.", "attribution"),
        ("The freighter sat on the shoal for five days, and oil leaked.", "negation"),
        ("Henriette Sol urged anyone with a cough who had visited the arcade to see a doctor.", "attribution"),
        ("Lena Marrow said the firm had asked twice for cooled air and been refused.", "attribution"),
        ("Ada Quill ruled on Monday that the lender comes first.", "entity"),
    ],
)
def test_its_wrong_twin_is_told(claim: str, kind: str) -> None:
    assert kind in kinds(claim)
