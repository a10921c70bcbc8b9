"""What the HTML page shows of an audit, worked out before any markup: cards, cells, figures, and safe addresses.

Names of elements are made from places in the audit (``a1c3``), never from what an article or page says.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from auditor.records import Audit, BlockKind, Finding, MatrixRow, Number, Source, Verdict
from auditor.report import _words as words
from auditor.report._cards import Card, Cards, Copied
from auditor.report._figures import Graph, Step, graph, waterfall
from auditor.report._layers import Names, Paragraph, paragraphs
from auditor.report._pieces import web_url
from auditor.text import match_key

LIKELY = 0.5
"""Below this a page that is not known to say anything of a sentence is shown as one that says nothing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one page does with one sentence. ``cited`` is the verdict where the sentence cites it.

    ``verdict`` is what is known of the page, cited or not; None where it was not read or not kept.
    """

    number: Number
    support: float | None
    cited: Verdict | None
    verdict: Verdict | None
    better: bool

    @property
    def nothing(self) -> bool:
        """Whether the page says nothing of the sentence."""
        if self.verdict is not None:
            return self.verdict is Verdict.NOT_IN_SOURCE
        return self.support is not None and self.support < LIKELY

    @property
    def level(self) -> str:
        """How strong the cell is coloured: 0 to 9, "n" where there is nothing, "-" where the page was not read."""
        if self.support is None:
            return "-"
        held = self.verdict in (None, Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED)
        return str(min(9, max(0, int(self.support * 10)))) if held and not self.nothing else "n"

    @property
    def shown(self) -> str:
        """The figure in the cell: a share where the page has something of the sentence, else nothing."""
        return "" if self.level in "n-" or self.support is None else f"{100 * self.support:.0f}"

    @property
    def sign(self) -> Verdict | None:
        """The verdict whose sign stands in the cell: that of a citation, and what speaks against the sentence."""
        against = (Verdict.CONTRADICTED, Verdict.PARTIALLY_SUPPORTED)
        return self.cited or (self.verdict if self.verdict in against else None)

    @property
    def said(self) -> str:
        """The cell in words."""
        if self.support is None:
            return "not read"
        known = words.VERDICTS[self.verdict] if self.verdict else "support"
        return f"{known}, {words.percent(self.support)}"


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence against every page."""

    card: Card
    cells: tuple[Cell, ...]


class View:
    """One audit made ready for the template. ``key`` begins the name of each of its elements.

    ``MOST`` is how many grave findings stand open before the article; the others are folded behind a line.
    """

    MOST = 12

    def __init__(self, audit: Audit, key: str) -> None:
        self.audit = audit
        self.key = key
        self.document = audit.article.document
        self.name = words.article_name(audit)
        self.verdict = words.verdict_sentence(audit)
        self.tally = words.tally(audit)
        self.findings = words.by_severity(f for f in audit.findings if f.suppressed is None)
        self.aside = words.by_severity(f for f in audit.findings if f.suppressed is not None)
        self.unread = words.unread_sources(audit)
        self.partly_read = words.partly_read(audit)
        self._card_keys = {claim.claim.id: f"{key}c{i}" for i, claim in enumerate(audit.claims, 1)}
        self._source_keys: dict[Number, str] = {}
        for i, source in enumerate(audit.sources, 1):
            self._source_keys.setdefault(source.reference.number, f"{key}r{i}")

    def card_key(self, claim: str | None) -> str:
        """The name of the claim's card, or an empty string where there is no such claim."""
        return self._card_keys.get(claim or "", "")

    def source_key(self, number: Number | None) -> str:
        """The name of the reference's row, or an empty string where there is none."""
        return "" if number is None else self._source_keys.get(number, "")

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """The article as read, its furniture and its reference list left out."""
        return paragraphs(self.audit, Names(self.card_key, self.source_key, lambda claim: self._parts.get(claim, {})))

    @cached_property
    def _parts(self) -> dict[str, dict[Number, Verdict]]:
        """What is said of the parts of each claim that has several, by the numbers cited for them."""
        return {
            card.id: {n: part.verdict for part in card.parts if part.verdict for n in part.numbers}
            for card in self.cards
            if card.verdict is not Verdict.SUPPORTED  # otherwise the pages have it together
        }

    @cached_property
    def furniture(self) -> int:
        """How many blocks were left out as page furniture."""
        return sum(block.kind is BlockKind.FURNITURE for block in self.document.blocks)

    @cached_property
    def cards(self) -> list[Card]:
        """One card a claim, in the article's order."""
        about: dict[str, list[Finding]] = {}
        for finding in self.findings:
            about.setdefault(finding.claim or "", []).append(finding)
        make = Cards(self.audit, self.source_key, self._support)
        return [
            make.card(self.card_key(c.claim.id), i, c, about.get(c.claim.id, []))
            for i, c in enumerate(self.audit.claims, 1)
        ]

    @cached_property
    def _rows_by_claim(self) -> dict[str, dict[Number, float | None]]:
        numbers = self.audit.matrix_references
        return {row.claim: dict(zip(numbers, row.support, strict=False)) for row in self.audit.matrix}

    def _support(self, claim: str, number: Number) -> float | None:
        return self._rows_by_claim.get(claim, {}).get(number)

    @cached_property
    def matrix(self) -> list[Row]:
        """The heat map: a row a claim, a cell a reference."""
        known = {card.id: (card, audited) for card, audited in zip(self.cards, self.audit.claims, strict=True)}
        rows = []
        for row in self.audit.matrix:
            if row.claim in known:
                card, audited = known[row.claim]
                cited = {number: check.verdict for number, check in audited.checks}
                rows.append(Row(card, self._cells(row, cited, audited.better_references)))
        return rows

    def _cells(self, row: MatrixRow, cited: dict[Number, Verdict], better: tuple[Number, ...]) -> tuple[Cell, ...]:
        numbers = self.audit.matrix_references
        verdicts = row.verdicts if len(row.verdicts) == len(row.support) else (None,) * len(row.support)
        return tuple(
            Cell(number, support, cited.get(number), cited.get(number) or verdict, number in better)
            for number, support, verdict in zip(numbers, row.support, verdicts, strict=False)
        )

    @cached_property
    def copied(self) -> list[Copied]:
        """Every copied sentence with its origin: the cited ones, then the others."""
        make = Cards(self.audit, self.source_key, self._support)
        found = [card.copied for card in self.cards if card.copied]
        for i, copying in self.audit.uncited_copying:
            if i < len(self.audit.article.uncited):
                text = self.audit.article.uncited[i].text
                found += [c for c in [make.copied(text, copying, "", ())] if c]
        found += [make.from_outside(origin, self.card_key(origin.claim)) for origin in self.audit.origins]
        return found

    @cached_property
    def steps(self) -> list[Step]:
        """The score's terms as a waterfall."""
        return waterfall(self.audit.score)

    def reasons(self, why: str) -> list[str]:
        """The reasons of a score's part, one a line."""
        return re.split(r", (?=−\d)|; ", why)[:40]

    @cached_property
    def _read(self) -> list[Source]:
        return [source for source in self.audit.sources if words.was_read(source)]

    @cached_property
    def graph(self) -> Graph | None:
        """Who rests on whom, or None where every page read stands alone."""
        size = len(self._read)
        clusters = [[i for i in cluster if i < size] for cluster in self.audit.provenance.clusters]
        return graph([c for c in clusters if c], self.audit.provenance.rests_on)

    def node(self, i: int) -> tuple[Number, str, str]:
        """The number, name and row of the ``i``-th page read."""
        source = self._read[i]
        return source.reference.number, words.source_name(source), self.source_key(source.reference.number)

    @cached_property
    def alone(self) -> list[int]:
        """The pages read that share no story and rest on none, by their place among those read."""
        drawn = {i for box in self.graph.boxes for i in box.members} if self.graph else set()
        return [i for i in range(len(self._read)) if i not in drawn]

    @cached_property
    def one_story(self) -> list[list[Number]]:
        """The groups of references that are one story."""
        return [group for group in words.cluster_numbers(self.audit) if len(group) > 1]

    @cached_property
    def wrong(self) -> list[Card]:
        """The cards of the sentences that do not hold, the most serious first."""
        order = [Verdict.CONTRADICTED, Verdict.NOT_IN_SOURCE, Verdict.PARTIALLY_SUPPORTED]
        return sorted((c for c in self.cards if c.verdict in order), key=lambda c: order.index(c.verdict))

    @cached_property
    def first(self) -> str:
        """The card that is open when the page is: the most serious one."""
        return next((card.key for card in (*self.wrong, *self.cards)), "")

    @cached_property
    def url(self) -> str | None:
        """The article's address where a reader may follow it."""
        return web_url(self.document.url)

    @cached_property
    def language(self) -> str:
        """The article's language as an HTML attribute, or an empty string where it is no language tag."""
        tag = self.document.language or ""
        return tag if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", tag) else ""

    @cached_property
    def of(self) -> str:
        """Tells this audit's landmarks from those of another one on the page."""
        return "" if self.key == "a1" else f" ({self.key[1:]})"

    @cached_property
    def headline_faults(self) -> list[str]:
        """What is wrong with the headline, each in a sentence without the headline's own words before it."""
        check = self.audit.headline
        faults = []
        if check is not None and check.verdict != "ok":
            faults.append(check.why or words.HEADLINES.get(check.kind, check.kind.value))
        faults += [f.message for f in self.findings if f.code == "HDL009"]  # the cited titles against it
        return faults

    @cached_property
    def copied_by(self) -> list[tuple[str, int]]:
        """How many sentences were copied from each source, the most first."""
        return Counter(c.name if c.number is None else f"[{c.number}] {c.name}" for c in self.copied).most_common()

    @cached_property
    def copied_how(self) -> list[str]:
        """How many of the copied sentences are taken word for word, and how many reworded."""
        how = Counter(words.COPYING[c.kind] for c in self.copied)
        return [words.listed([f"{n} {said}" for said, n in how.most_common()])] if how else []

    @cached_property
    def sources_read(self) -> int:
        """How many cited pages were read."""
        return len(self._read)

    def sentence(self, claim: str | None) -> str:
        """The words of a claim, or an empty string."""
        return self._texts.get(claim or "", "")

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {c.claim.id: c.claim.text for c in self.audit.claims}

    def place(self, card: str) -> int:
        """The place of a card, from 1."""
        return int(card.rpartition("c")[2])

    def first_place(self, number: Number) -> int:
        """The place in the list, from 1, of the first reference with this number."""
        return int(self.source_key(number).rpartition("r")[2] or 0)

    def source_label(self, number: Number) -> str:
        """The name of a reference's source."""
        source = self.audit.source(number)
        return words.source_name(source) if source else ""

    def safe(self, source: Source) -> str | None:
        """Where a reader can open the source, or None."""
        page = source.page
        return web_url((page.archive_url or page.url) if page else None) or web_url(source.url)

    def first_of(self, verdict: Verdict) -> str:
        """The first card with ``verdict``, or an empty string."""
        return next((card.key for card in self.cards if card.verdict is verdict), "")

    def page_title(self, source: Source) -> str:
        """The page's own title where it reads otherwise than the cited one; an empty string where it is the same."""
        title = (source.page.title if source.page else None) or ""
        return title if match_key(title) != match_key(source.reference.title or "") else ""

    def title_note(self, number: Number) -> str:
        """What is odd about the cited title, or an empty string."""
        check = next((check for n, check in self.audit.titles if n == number), None)
        if check is None or check.kind in words.HARMLESS_TITLES:
            return ""
        said = words.TITLES.get(check.kind, check.kind.value)
        return f"{said}: {check.why}" if check.why else said

    def resting(self, source: Source) -> list[str]:
        """The cards of the claims that cite ``source``."""
        number = source.reference.number
        return [self.card_key(c.claim.id) for c in self.audit.claims if number in c.claim.cites]
