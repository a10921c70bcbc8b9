"""Pages that a search brought: the sole one that fits is taken, and nothing else. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from auditor.records import Attempt, FetchStatus, Reference
from auditor.sources.matching import (
    TitleLikeness,
    date_in_url,
    days_apart,
    published_by,
    title_likeness,
)
from auditor.sources.resolve import Candidate, Desk, Resolution
from auditor.text import match_key
from auditor.urls import canonical_url, is_web_url

MIN_WORDS = 5
"""A title of fewer words does not tell a page without its outlet."""


@dataclass(frozen=True, slots=True)
class _Weighed:
    candidate: Candidate
    likeness: TitleLikeness
    objection: str
    apart: int | None


def choose(reference: Reference, candidates: Iterable[Candidate], resolver: str, desk: Desk) -> Resolution:
    """The sole candidate of the cited outlet with the cited title and a date in the window, otherwise none.

    An equal title counts before a near one. Several that fit alike are ``ambiguous`` unless exactly one of them is of
    the cited day. The best candidates are listed in the trail, each with what speaks against it. The find is ``sure``
    where title and day are the very ones cited.
    """
    pool = _named(_distinct(candidates))
    weighed = [_weigh(reference, c, desk) for c in pool]
    weighed.sort(key=lambda w: (-w.likeness, bool(w.objection), w.apart if w.apart is not None else 9999))
    best = _best(reference, [w for w in weighed if not w.objection])
    shown = [w for w in weighed if w.likeness > TitleLikeness.OTHER][: desk.options.max_candidates]
    listed = tuple(
        Attempt(resolver, w.candidate.url, w.objection or "fits, but another fits better")
        for w in shown
        if w not in best
    )
    found = replace(_decided(best, resolver, listed, len(weighed)), candidates=tuple(pool))
    return replace(found, sure=bool(best) and best[0].likeness is TitleLikeness.EQUAL and best[0].apart == 0)


def _decided(best: Sequence[_Weighed], resolver: str, listed: tuple[Attempt, ...], count: int) -> Resolution:
    if len(best) > 1:
        why = f"{len(best)} pages found fit as well as each other: {_listed(best)}"
        trail = tuple(Attempt(resolver, w.candidate.url, "fits, but so do others") for w in best[:10])
        return Resolution(FetchStatus.AMBIGUOUS, why, trail=trail + listed)
    if not best:
        why = f"{count} pages found, none of which fits" if count else "nothing was found"
        return Resolution(FetchStatus.NOT_RESOLVED, why, trail=(*listed, Attempt(resolver, None, why)))
    sole = best[0]
    if sole.candidate.hidden:
        why = "the page is listed, but its address is not given"
        return Resolution(FetchStatus.NOT_RESOLVED, why, trail=(Attempt(resolver, sole.candidate.url, why), *listed))
    title = "title" if sole.likeness is TitleLikeness.EQUAL else "nearly the title"
    why = f"the only page found of the cited outlet with {title} and a date in the window"
    url = sole.candidate.url
    return Resolution(FetchStatus.OK, why, url, trail=(Attempt(resolver, url, why), *listed))


def _listed(weighed: Sequence[_Weighed]) -> str:
    more = f" and {len(weighed) - 3} more" if len(weighed) > 3 else ""
    return ", ".join(w.candidate.url[:200] for w in weighed[:3]) + more


def _best(reference: Reference, fitting: list[_Weighed]) -> list[_Weighed]:
    """Those that fit best: by title, then by the cited day; a hidden one is no second page beside its open twin."""
    best = [w for w in fitting if w.likeness is fitting[0].likeness] if fitting else []
    if len(reference.date or "") >= 10:
        same_day = [w for w in best if w.apart == 0]
        if same_day and all(w.candidate.hidden for w in same_day):
            same_day += [w for w in best if w.apart is None]
        best = same_day or best
    opened = [w for w in best if not w.candidate.hidden]
    return [w for w in best if not w.candidate.hidden or not any(_twins(w, o) for o in opened)]


def _twins(one: _Weighed, other: _Weighed) -> bool:
    return one.apart == other.apart or other.apart is None or one.apart is None


def _distinct(candidates: Iterable[Candidate]) -> list[Candidate]:
    """One candidate an address; what one search leaves open, such as the date, another may say."""
    seen: dict[str, Candidate] = {}
    for candidate in candidates:
        if not is_web_url(candidate.url):
            continue
        key = canonical_url(candidate.url)
        known = seen.get(key)
        if known is None:
            seen[key] = candidate
        else:
            cut = (known.title or "").endswith(("...", "…"))
            seen[key] = replace(
                known,
                url=min(known.url, candidate.url, key=len),  # the page itself, not its AMP or tracked form
                title=candidate.title if cut or not known.title else known.title,
                published=known.published or candidate.published,
                outlet=known.outlet or candidate.outlet,
                site=known.site or candidate.site,
            )
    return list(seen.values())


def _named(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates with the outlet's name where another candidate tells whose site it is."""
    names = {_host(c.site): c.outlet for c in candidates if c.site and c.outlet}
    return [replace(c, outlet=c.outlet or names.get(_host(c.url))) for c in candidates]


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""


def _weigh(reference: Reference, candidate: Candidate, desk: Desk) -> _Weighed:
    likeness = title_likeness(reference.title, candidate.title, bar=desk.options.title_bar)
    cited = reference.date or desk.article_date
    apart = days_apart(cited, candidate.published or date_in_url(candidate.url))
    return _Weighed(candidate, likeness, _objection(reference, candidate, likeness, apart, desk), apart)


def _objection(
    reference: Reference, candidate: Candidate, likeness: TitleLikeness, apart: int | None, desk: Desk
) -> str:
    """What speaks against the candidate, or nothing."""
    if likeness < TitleLikeness.NEAR:
        return f"its title is another one: {(candidate.title or '')[:120]!r}"
    if reference.outlet:
        address = candidate.site if candidate.hidden else candidate.url
        if not published_by(reference.outlet, candidate.outlet, address, desk.registry()):
            return f"it is not known to be of {reference.outlet[:80]}"
    elif likeness < TitleLikeness.EQUAL or len(match_key(reference.title or "").split()) < MIN_WORDS:
        return "the reference names no outlet, and the title alone does not tell"
    limit = desk.options.days if reference.date else 31
    if apart is not None and apart > limit:
        return f"it is of another date ({(candidate.published or '')[:10]})"
    if apart is None and reference.date and likeness < TitleLikeness.EQUAL:
        return "its date is unknown, and its title only nearly the cited one"
    return ""
