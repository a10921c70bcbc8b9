"""Pages that a search brought: the sole one that fits is taken, and nothing else. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from auditor.records import Attempt, FetchStatus, Reference
from auditor.sources.matching import Agreement, TitleLikeness, days_apart, outlet_agreement, title_likeness
from auditor.sources.resolve import Desk, Resolution
from auditor.text import match_key
from auditor.urls import canonical_url, is_web_url

MIN_WORDS = 5
"""A title of fewer words does not tell a page without its outlet."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page that a search names. ``published`` is an ISO date, ``outlet`` a name, where the search gives them."""

    url: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class _Weighed:
    candidate: Candidate
    likeness: TitleLikeness
    objection: str
    apart: int | None


def choose(reference: Reference, candidates: Iterable[Candidate], resolver: str, desk: Desk) -> Resolution:
    """The sole candidate of the cited outlet with the cited title and a date in the window, otherwise none.

    An equal title counts before a near one. Several that fit alike are ``ambiguous`` unless exactly one of them is of
    the cited day. The best candidates are listed in the trail, each with what speaks against it.
    """
    weighed = [_weigh(reference, c, desk) for c in _distinct(candidates)]
    weighed.sort(key=lambda w: (-w.likeness, bool(w.objection), w.apart if w.apart is not None else 9999))
    fitting = [w for w in weighed if not w.objection]
    best = [w for w in fitting if w.likeness is fitting[0].likeness] if fitting else []
    if len(best) > 1:
        same_day = [w for w in best if w.apart == 0]
        if len(same_day) == 1 and len(reference.date or "") >= 10:
            best = same_day
    shown = [w for w in weighed if w.likeness > TitleLikeness.OTHER][: desk.options.max_candidates]
    listed = tuple(
        Attempt(resolver, w.candidate.url, w.objection or "fits, but so do others") for w in shown if w not in best[:1]
    )
    if len(best) == 1:
        title = "title" if best[0].likeness is TitleLikeness.EQUAL else "nearly the title"
        why = f"the only page found of the cited outlet with {title} and a date in the window"
        found = Attempt(resolver, best[0].candidate.url, why)
        return Resolution(FetchStatus.OK, why, best[0].candidate.url, trail=(found, *listed))
    if best:
        why = f"{len(best)} pages found fit as well as each other"
        trail = tuple(Attempt(resolver, w.candidate.url, "fits, but so do others") for w in best)
        return Resolution(FetchStatus.AMBIGUOUS, why, trail=(*trail[: desk.options.max_candidates], *listed)[:20])
    why = f"{len(weighed)} pages found, none of which fits" if weighed else "nothing was found"
    return Resolution(FetchStatus.NOT_RESOLVED, why, trail=(*listed, Attempt(resolver, None, why)))


def _distinct(candidates: Iterable[Candidate]) -> list[Candidate]:
    seen: dict[str, Candidate] = {}
    for candidate in candidates:
        if is_web_url(candidate.url):
            seen.setdefault(canonical_url(candidate.url), candidate)
    return list(seen.values())


def _weigh(reference: Reference, candidate: Candidate, desk: Desk) -> _Weighed:
    likeness = title_likeness(reference.title, candidate.title, bar=desk.options.title_bar)
    cited = reference.date or desk.article_date
    apart = days_apart(cited, candidate.published)
    return _Weighed(candidate, likeness, _objection(reference, candidate, likeness, apart, desk), apart)


def _objection(
    reference: Reference, candidate: Candidate, likeness: TitleLikeness, apart: int | None, desk: Desk
) -> str:
    """What speaks against the candidate, or nothing."""
    if likeness < TitleLikeness.NEAR:
        return f"its title is another one: {(candidate.title or '')[:120]!r}"
    if reference.outlet:
        agreement = outlet_agreement(reference.outlet, candidate.outlet, candidate.url, desk.registry())
        if agreement is not Agreement.AGREE:
            return f"it is not known to be of {reference.outlet[:80]}"
    elif likeness < TitleLikeness.EQUAL or len(match_key(reference.title or "").split()) < MIN_WORDS:
        return "the reference names no outlet, and the title alone does not tell"
    limit = desk.options.days if reference.date else 31
    if apart is not None and apart > limit:
        return f"it is of another date ({(candidate.published or '')[:10]})"
    if apart is None and reference.date and likeness < TitleLikeness.EQUAL:
        return "its date is unknown, and its title only nearly the cited one"
    return ""
