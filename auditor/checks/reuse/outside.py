"""Words of an article on pages that are not in its reference list: which of those pages can be their origin?

Every page here shares some runs of words with the article; most of them innocently. A page is no origin when it came
later, is the article itself or of its own outlet, is the story of a page that the list has, or is named in the text
that uses it. Of a sentence only what stands outside quotation marks counts, in a long unbroken run, and words that
several unrelated pages share belong to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from auditor.checks.reuse.find import COPIED, ReuseOptions, find_reuse
from auditor.checks.reuse.index import RUN, WINDOW, runs_of
from auditor.checks.reuse.match import Run, shared_runs
from auditor.checks.reuse.prepare import PreparedPage, PreparedSentence
from auditor.records import Copying, CopyingKind, Page
from auditor.text import match_key
from auditor.urls import canonical_url, registrable_domain

LONG_RUN = RUN + WINDOW - 1
"""Words of an unbroken run that the index never misses; in news so long a run outside quotation marks is hardly chance.
``tests/eval/outside.py`` has the figures."""

EXPRESSION = 5
"""Of the run so many words must be expression: a list of names and offices is nobody's."""

ALONE = (16, 7)
"""Where no other sentence is the page's, its run must have so many words, and so many of expression: two writers may
put one bare fact (a release, a score, a date) in the same dozen words."""

SURE = 0.8
"""A rewritten sentence without a long run counts only beside copied ones, and from this probability."""

ONE_STORY = 0.33
"""Share of the shorter page's runs from which two pages are one story; as ``ProvenanceOptions.same_text``."""

UNRELATED = 3
"""Words on so many pages that are different stories belong to everybody."""

WHOLE = 0.8
"""Share of the article's sentences from which a page without another outlet's name is the article itself."""

_DEFAULTS = ReuseOptions()
_ORDER = (CopyingKind.VERBATIM, CopyingKind.NEAR_VERBATIM, CopyingKind.PATCHWRITE)


@dataclass(frozen=True, slots=True)
class About:
    """What is known of the article. ``published`` is ISO; ``not_before`` a day (ISO) before which it was not written.

    ``credits`` is where a source of the whole text would be named: byline, opening, end.
    """

    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    not_before: str | None = None
    credits: str = ""


@dataclass(frozen=True, slots=True)
class Outside:
    """Sentence ``sentence`` has words of page ``page`` (both by number); ``dated``: the page is known to be older."""

    sentence: int
    page: int
    copying: Copying
    dated: bool


def find_outside(
    sentences: Sequence[PreparedSentence],
    pages: Sequence[Page],
    *,
    about: About,
    paragraphs: Sequence[str],
    listed: Sequence[Page] = (),
    held: Sequence[Sequence[Copying]] = (),
    options: ReuseOptions = _DEFAULTS,
) -> list[Outside]:
    """The likeliest origin of each sentence among ``pages``, where there is one; in the sentences' order.

    Args:
        sentences: the article's, prepared once and in order.
        pages: pages that share runs of words with it, none of them in its reference list.
        about: the article.
        paragraphs: for each sentence the text of the paragraph it stands in: where its source would be named.
        listed: the pages of the reference list.
        held: for each of them what ``find_reuse`` gives: words that the list has as well are credited there.
        options: as for ``find_reuse``.
    """
    sentences = [sentence.for_any_page() for sentence in sentences] if pages else []
    credited = [_best([column[n] for column in held]) for n in range(len(sentences))]
    desk = _Desk(sentences, about, paragraphs, credited, options)
    known = [set(runs_of(page.text)) for page in listed]
    found: list[_Candidate] = []
    for number, page in enumerate(pages):
        order = _order(page, about)
        if order is False or _is_own(page, about):
            continue
        runs = set(runs_of(page.text))
        if not any(_one_story(runs, other) for other in known):
            found += desk.read(number, page, runs, dated=order is True)
    return _choose(found, len(sentences))


@dataclass(frozen=True, slots=True)
class _Candidate:
    outside: Outside
    runs: set[int]
    published: str


class _Desk:
    """One article, against one page after the other."""

    def __init__(
        self,
        sentences: Sequence[PreparedSentence],
        about: About,
        paragraphs: Sequence[str],
        credited: Sequence[Copying | None],
        options: ReuseOptions,
    ) -> None:
        self._sentences, self._about, self._paragraphs = sentences, about, paragraphs
        self._credited, self._options = credited, options

    def read(self, number: int, page: Page, runs: set[int], *, dated: bool) -> list[_Candidate]:
        """The sentences that may be the page's."""
        ready = PreparedPage(page)
        found = find_reuse(self._sentences, ready, options=self._options)
        copied = [n for n, copying in enumerate(found) if copying.kind in COPIED]
        runs_of_each = {n: shared_runs(self._sentences[n], ready) for n in copied}
        long = {n for n, found_runs in runs_of_each.items() if self._is_long(self._sentences[n], found_runs)}
        if len(long) == 1 and not self._company(min(long), found):
            long = {n for n in long if self._is_long(self._sentences[n], runs_of_each[n], *ALONE)}
        if not long or _is_itself(page, self._about, len(copied) / len(self._sentences)):
            return []
        names = _names(page)
        if _named(names, self._about.credits):
            return []
        return [
            _Candidate(Outside(n, number, found[n], dated), runs, page.published or "9999")
            for n in copied
            if (n in long or (self._company(n, found) and found[n].score >= SURE))
            and len(self._sentences[n]) >= LONG_RUN
            and not _named(names, self._paragraphs[n])
            and _stronger(found[n], self._credited[n])
        ]

    @staticmethod
    def _company(number: int, found: Sequence[Copying]) -> bool:
        """Whether another sentence is the page's word for word or nearly so."""
        return any(c.kind in _ORDER[:2] and n != number for n, c in enumerate(found))

    @staticmethod
    def _is_long(
        sentence: PreparedSentence, runs: Sequence[Run], words: int = LONG_RUN, expression: int = EXPRESSION
    ) -> bool:
        """Whether one run is long enough, quotations, names and figures aside."""
        for run in runs:
            own = [i for i in range(run.at, run.at + run.length) if not _quoted(sentence, i)]
            if len(own) >= words and sum(sentence.kinds[i] == sentence.EXPRESSION for i in own) >= expression:
                return True
        return False


def _quoted(sentence: PreparedSentence, word: int) -> bool:
    return any(span.start <= sentence.starts[word] < span.end for span in sentence.quoted)


def _best(found: Sequence[Copying]) -> Copying | None:
    """The strongest reuse of a listed page; a marked quotation of it is as good as any."""
    real = [c for c in found if c.kind is not CopyingKind.NONE]
    return min(real, key=lambda c: _ORDER.index(c.kind) if c.kind in _ORDER else -1, default=None)


def _stronger(found: Copying, held: Copying | None) -> bool:
    """Whether words are nearer to this page than to any page of the list."""
    if held is None:
        return True
    return held.kind is CopyingKind.PATCHWRITE and found.kind is not CopyingKind.PATCHWRITE


def _choose(found: Sequence[_Candidate], sentences: int) -> list[Outside]:
    """For each sentence the closest page, the earliest among equals; none where unrelated pages share the words."""
    out = []
    for number in range(sentences):
        here = [c for c in found if c.outside.sentence == number]
        if here and _stories([c.runs for c in here]) < UNRELATED:
            best = min(here, key=lambda c: (_ORDER.index(c.outside.copying.kind), c.published, c.outside.page))
            out.append(best.outside)
    return out


def _stories(pages: Sequence[set[int]]) -> int:
    """How many of the pages are different stories."""
    apart: list[set[int]] = []
    for runs in pages:
        if not any(_one_story(runs, other) for other in apart):
            apart.append(runs)
    return len(apart)


def _one_story(one: set[int], other: set[int]) -> bool:
    return len(one & other) >= ONE_STORY * max(1, min(len(one), len(other)))


# --- the page and the article -----------------------------------------------------------------------------------


def _is_own(page: Page, about: About) -> bool:
    """Whether the page is the article's own address or outlet: nobody copies from himself."""
    urls = [url for url in (page.url, page.canonical_url) if url]
    if about.url and any(canonical_url(url) == canonical_url(about.url) for url in urls):
        return True
    if about.outlet and page.outlet and _name(about.outlet) == _name(page.outlet):
        return True
    home = registrable_domain(about.url) if about.url else None
    return home is not None and any(registrable_domain(url) == home for url in urls)


def _is_itself(page: Page, about: About, share: float) -> bool:
    """Whether the page is a copy or an older version of the article, which does not say where it is from."""
    if (about.outlet or about.url) and (page.outlet or page.url):
        return False  # both are known, and differ
    ours, theirs = set(match_key(about.title or "").split()), set(match_key(page.title or "").split())
    alike = not ours or not theirs or len(ours & theirs) >= 0.5 * len(ours | theirs)
    return alike and (share >= WHOLE or (bool(ours) and ours == theirs))


def _order(page: Page, about: About) -> bool | None:
    """True: the page was there before the article; False: it came later; None: not known."""
    ours, theirs = _time(about.published), _time(page.published)
    if ours and theirs and ours.tzinfo and theirs.tzinfo:
        return theirs <= ours
    floor = _day(about.published) or _day(about.not_before)
    day = _day(page.published)
    if day is None:
        seen = _day(page.archived_at) or _day(page.fetched_at)
        return True if floor and seen and seen <= floor else None
    if floor and day <= floor:
        return True
    return False if _day(about.published) else None


def _time(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text and len(text) > 10 else None
    except ValueError:
        return None


def _day(text: str | None) -> str | None:
    return text[:10] if text and re.match(r"\d{4}-\d\d-\d\d", text) else None


def _names(page: Page) -> list[str]:
    """What the page's outlet and the agency it carries are called."""
    return [bare for name in (page.outlet, page.wire_credit) if name and len(bare := _bare(name)) > 1]


def _bare(name: str) -> str:
    return re.sub(r"^the\s+", "", name.strip(), flags=re.I)


def _name(name: str) -> str:
    return match_key(_bare(name))


def _named(names: Sequence[str], text: str) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names)
