"""The headline's figures against the body's: which count the same thing, and do they agree?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from auditor.checks.headline.alignment import Alignment, Sense
from auditor.checks.headline.fault import Fault
from auditor.checks.headline.terms import Term, likeness
from auditor.quantities import Quantity, comparable, parse_quantities, same_quantity
from auditor.records import HeadlineKind
from auditor.text import fold

_ROUNDING = 0.06
"""A headline may round this much with no hedge word; with one, 15 %."""
_HEDGED = 0.15
_OLD = re.compile(
    r"(?:from|than|against|instead of|compared with|compared to|versus|previous|last year's|replacing) (?:\S+ )?$"
)


_SCORE = re.compile(
    r"\d+\s?-\s?\d+|(?<![\d,.])(?<!from )\d{1,3} (?:votes |points |goals |games |sets )?to \d{1,3}(?![\d,.]*\d)"
    r"(?! (?:percent|years|days))"
)
_AGE = re.compile(
    r"(?:^|[^\W\d]), (\d{1,3})(?=,(?!\d)|$|\.(?!\d))"
    r"|\b(?:aged?|at|age of|is|was|turned|lives? to|lived to|reach(?:es|ed)?|(?:woman|man|boy|girl|dog) of) (\d{1,3})\b"
    r"(?! ?(?:%|percent|per)|[.,:]\d)"
    r"|\b(\d{1,3})-year-old"
)
_PAST_AGE = re.compile(r"\b(?:when|since|until|before) (?:\w+ ){1,3}(?:was|were|turned) (?:only |just )?$")
"""The age somebody had at another time: ``she took up running when she was 70``."""
_PEOPLE = frozenset(
    """people person men man women woman crew passengers residents workers dead hurt injured wounded killed rescued
    arrested children pupils students patients sailors miners hikers climbers soldiers villagers employees staff
    victims survivors officers players girls boys tourists drivers riders guests visitors participants adults adult
    died die dies kills kill rescue saved missing trapped detained evacuated homeless stranded protesters marchers
    members voters inmates refugees migrants""".split()
)


@dataclass(frozen=True, slots=True)
class Count:
    """A figure with the words it counts and its sentence. ``sort`` is ``score``, ``age``, ``people`` or empty.

    ``change`` is set of what something grew or shrank by: ``140,000 fewer``.
    """

    quantity: Quantity
    things: tuple[Term, ...]
    before: tuple[Term, ...]
    old: bool
    sort: str = ""
    sense: Sense | None = None
    change: bool = False


_CHANGES = frozenset("more fewer less extra additional another".split())
_RELATIONS = frozenset("before late later early earlier behind ahead old long longer".split())
"""After a length of time: what it is the length of."""
_STOPS = frozenset("to by and in on at as for is was were after with from that which who when if than".split())


def counts_of(text: str, terms: Sequence[Term], sense: Sense | None = None) -> list[Count]:
    """The figures of ``text`` in order with the content words around them."""
    if not any(t.value is not None or t.norm in _NUMBER_WORDS for t in terms):
        return []
    out = []
    text = text[: terms[-1].end]
    plain = fold(text)
    lower = plain.lower()
    scores = [found.span() for found in _SCORE.finditer(plain)]
    ages = {found.start(found.lastindex or 0) for found in _AGE.finditer(lower)}
    for quantity in parse_quantities(_around_figures(text, terms)):
        end, start = quantity.span.end, quantity.span.start
        things: list[Term] = []
        for term in [t for t in terms if t.start >= end][:6]:
            if term.value is not None or term.norm in _STOPS:
                break
            if term.content:
                things.append(term)
            elif things and term.norm not in ("of", "the", "more", "other"):
                break
        before = [t for t in terms if t.end <= start and t.content and t.value is None][-3:]
        old = bool(_OLD.search(lower[max(0, quantity.whole.start - 30) : quantity.whole.start]))
        sort = (
            "age" if start in ages and not quantity.unit else "score" if any(a <= start < b for a, b in scores) else ""
        )
        if sort == "age" and _PAST_AGE.search(lower[max(0, start - 60) : start]):
            continue
        if _ANOTHER_TIME.match(lower, end) or (sort != "score" and _labels(terms, quantity, things)):
            continue
        if quantity.unit == "day":
            following = next((t for t in terms if t.start >= end), None)
            if following is not None and following.norm in _RELATIONS:
                things = [following]
        if not sort and not quantity.unit and {t.norm for t in (*things[:2], *before[-1:])} & _PEOPLE:
            sort = "people"
        follows = next((t for t in terms if t.start >= end), None)
        change = follows is not None and follows.norm in _CHANGES and not quantity.unit
        out.append(Count(quantity, tuple(things[:3]), tuple(before), old, sort, sense, change))
    return out


_ANOTHER_TIME = re.compile(r" (?:ago|(?:earlier|later)(?! than))\b(?!$)")
"""After a length of time in running text; at the end of a headline, ``two weeks later`` says by how much."""


_BEHIND, _AHEAD = 5, 7


def _around_figures(text: str, terms: Sequence[Term]) -> str:
    """``text`` with all but the words around its figures blanked, places unchanged: what is parsed costs time."""
    keep = bytearray(len(terms))
    for at, term in enumerate(terms):
        if term.value is not None or term.norm in _NUMBER_WORDS:
            for i in range(max(0, at - _BEHIND), min(len(terms), at + _AHEAD)):
                keep[i] = 1
    out = []
    done = 0
    for at, term in enumerate(terms):
        if not keep[at]:
            out.append(text[done : term.start] if at and keep[at - 1] else " " * (term.start - done))
            out.append(" " * (term.end - term.start))
        else:
            out.append(text[done : term.end])
        done = term.end
    return "".join(out)


def _labels(terms: Sequence[Term], quantity: Quantity, things: list[Term]) -> bool:
    """Whether the figure is part of a name: ``Route 9``, ``Junction 14``. In a headline all words may be capital."""
    if quantity.unit or not quantity.text.isdecimal():
        return False
    words = [t for t in terms if t.content and t.value is None]
    if sum(t.capital for t in words) > 0.7 * len(words) and len(words) > 2:
        return terms[0].start == 0 and any(t.end + 1 == quantity.span.start and t.norm in _NUMBERED for t in words)
    before = next((t for t in reversed(terms) if t.end <= quantity.span.start), None)
    named = before is not None and before.capital and before.content and quantity.span.start - before.end == 1
    return named and not (things and things[0].start - quantity.span.end <= 1)


_NUMBERED = frozenset(
    """route junction exit gate line flight platform room highway road street article section bus tram train page
    chapter episode season stage group level phase version type model district ward lane hall pier berth terminal
    unit block number no""".split()
)
"""What is told apart by numbers."""
_NUMBER_WORDS = frozenset(
    """half third quarter thirds quarters dozen hundred thousand million billion twice double triple fifth tenth
    once""".split()
)


def find_wrong_number(headline: str, aligned: Alignment) -> Fault:
    """The most telling figure of the headline that the body gives otherwise; score 0 where all agree."""
    kind = HeadlineKind.NUMBER_WRONG
    worst = Fault(kind, 0.0, "")
    own = counts_of(headline, aligned.terms)
    worst = max((_wrong_date(aligned), _wrong_multiple(aligned)), key=lambda fault: fault.score)
    if not own:
        return worst
    body = [c for s in aligned.lines for c in counts_of(s.line.text, s.terms, s)]
    body += [c for s in aligned.near(0.4, 3) for c in _singles(s)]
    for count in own:
        fault = _judge(count, body, aligned, own)
        if fault.score > worst.score:
            worst = fault
    rate = _wrong_rate(headline, own, body)
    return max(worst, rate, key=lambda fault: fault.score)


_RATE = re.compile(r"^\W*(?:\w+\W+){0,3}?(?:a|per|each|every) (day|week|month|year|hour|minute)\b")
"""What follows a figure that is so much in a time."""


def _wrong_rate(headline: str, own: Sequence[Count], body: Sequence[Count]) -> Fault:
    """The headline has the figure by the year, the body by the month."""
    for count in own:
        said = _RATE.match(fold(headline[count.quantity.span.end :]).lower())
        if not said:
            continue
        for other in body:
            read = _rate_of(other)
            if read and read != said.group(1) and agrees(count.quantity, other.quantity) and other.sense:
                why = f"the headline says “a {said.group(1)}”, the body “a {read}”: “{other.sense.line.text[:200]}”"
                return Fault(HeadlineKind.NUMBER_WRONG, 0.75, why, other.sense)
    return Fault(HeadlineKind.NUMBER_WRONG, 0.0, "")


def _rate_of(count: Count) -> str:
    if count.sense is None:
        return ""
    text = fold(count.sense.line.text).lower()
    found = _RATE.match(text[count.quantity.span.end :]) or re.search(r"\b(?:each|every) (day|week|month|year)\b", text)
    return found.group(1) if found else ""


def _judge(count: Count, body: list[Count], aligned: Alignment, own: list[Count]) -> Fault:
    kind = HeadlineKind.NUMBER_WRONG
    none = Fault(kind, 0.0, "")
    rivals = [(_fit(count, other, aligned), other) for other in body if _comparable(count, other)]
    best_agree = max((fit for fit, c in rivals if agrees(count.quantity, c.quantity)), default=-1.0)
    if best_agree < 0.8 and count.sort != "score" and _derived(count, body):
        best_agree = 0.8
    if whole := _whole_lost(count, [c for _, c in rivals if c.quantity.value == count.quantity.value], aligned):
        return whole
    if _spoken(count, body):
        best_agree = max(best_agree, 0.7)
    against = [(f, c) for f, c in rivals if not agrees(count.quantity, c.quantity) and not _said(c, own)]
    if not against:
        return none
    fit, other = max(against, key=lambda pair: pair[0])
    if len(against) == 1 and best_agree < 0:
        fit += 0.15
    if best_agree >= 0.0 and fit < best_agree + 0.25:
        return none
    if not count.quantity.unit and count.quantity.value <= 12 and _same_thing(count, other) < 0.6 and not count.sort:
        fit *= 0.6
    read = other.quantity
    text = other.sense.line.text if other.sense else ""
    why = f"the headline says “{count.quantity.text}”, the body says “{read.text}”: “{text[:200]}”"
    return Fault(kind, max(0.0, min(0.97, fit - max(0.0, best_agree) * 0.3)), why, other.sense)


def _spoken(count: Count, body: list[Count]) -> bool:
    """Whether the body has the very figure anywhere and it is a telling one: three digits, or a decimal."""
    figure = count.quantity
    return figure.digits >= 3 and any(agrees(figure, c.quantity) for c in body)


_LOSSES = frozenset("lose shed add gain cut axe slash".split())


def _whole_lost(count: Count, alike: Sequence[Count], aligned: Alignment) -> Fault | None:
    """What something fell from, given as what was lost: the body says ``from 5,200 to 4,900``."""
    verb = next((t for t in reversed(aligned.terms) if t.end <= count.quantity.span.start), None)
    if not alike or verb is None or not {verb.norm, *verb.lemmas} & _LOSSES or not all(c.old for c in alike):
        return None
    sense = alike[0].sense
    text = sense.line.text[:200] if sense else ""
    why = f"the headline gives “{count.quantity.text}” as the change, the body as what it was before: “{text}”"
    return Fault(HeadlineKind.NUMBER_WRONG, 0.8, why, sense)


_TIMES = {
    **dict.fromkeys("double doubles doubled doubling twice twofold".split(), 2.0),
    **dict.fromkeys("treble trebles trebled triple triples tripled threefold thrice".split(), 3.0),
    **dict.fromkeys("quadruple quadruples quadrupled fourfold".split(), 4.0),
    **dict.fromkeys("halve halves halved halving".split(), 0.5),
    **dict.fromkeys("tenfold".split(), 10.0),
}


def _wrong_multiple(aligned: Alignment) -> Fault:
    """The headline says something trebled, the body that it doubled."""
    kind = HeadlineKind.NUMBER_WRONG
    said = next((t for t in aligned.terms if t.norm in _TIMES), None)
    if said is not None:
        for sense in aligned.near(0.4, 3):
            read = next((t for t in sense.terms if t.norm in _TIMES), None)
            if read is not None and _TIMES[read.norm] != _TIMES[said.norm]:
                why = f"the headline says “{said.text}”, the body “{read.text}”: “{sense.line.text[:200]}”"
                return Fault(kind, 0.75, why, sense)
    return Fault(kind, 0.0, "")


_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_MONTHS = frozenset("january february march april june july august september october november december".split())


def _wrong_date(aligned: Alignment) -> Fault:
    """A year, month or weekday of the headline where the nearest sentences have another and the body not this one."""
    kind = HeadlineKind.NUMBER_WRONG
    everything = {t.norm for s in aligned.lines for t in s.terms}
    for term in aligned.terms:
        sort = _date_sort(term)
        if not sort or term.norm in everything:
            continue
        for sense in aligned.near(0.5, 3):
            other = next((t for t in sense.terms if _date_sort(t) == sort), None)
            if other is not None:
                why = f"the headline says “{term.text}”, the body “{other.text}”: “{sense.line.text[:200]}”"
                return Fault(kind, min(0.85, 0.3 + 0.6 * aligned.covers[sense.number]), why, sense)
    return Fault(kind, 0.0, "")


def _date_sort(term: Term) -> str:
    if term.norm in _DAYS:
        return "day"
    if term.norm in _MONTHS:
        return "month"
    year = term.norm.isdecimal() and 3 <= len(term.norm) <= 4 and 100 <= int(term.norm) <= 2100
    return "year" if year else ""


_ONE = parse_quantities("one")[0]
_BEFORE_ONE = frozenset("of in on at for with from by as to into".split())


def _singles(sense: Sense) -> list[Count]:
    """``A cyclist died`` counts one: a person named with an indefinite article as the sentence's subject."""
    out = []
    for at, term in enumerate(sense.terms[:-1]):
        if term.norm not in ("a", "an", "another") or (at and sense.terms[at - 1].norm in _BEFORE_ONE):
            continue
        things = tuple(t for t in sense.terms[at + 1 : at + 4] if t.content and t.value is None)[:2]
        if at <= 2 and things and _is_person(things):
            out.append(Count(_ONE, things, (), False, "people", sense))
    return out


def _is_person(things: Sequence[Term]) -> bool:
    return any(t.norm in _PEOPLE or t.norm.endswith(("er", "or", "ist", "man", "woman", "ian", "ee")) for t in things)


def _said(other: Count, own: list[Count]) -> bool:
    """Whether the headline gives the body's figure too: then it is no rival."""
    return any(agrees(c.quantity, other.quantity) for c in own)


def _comparable(a: Count, b: Count) -> bool:
    p, q = a.quantity, b.quantity
    if a.change and not b.change:
        return False
    if "score" in (a.sort, b.sort) and a.sort != b.sort:
        return a.sort == "score" and agrees(p, q)
    if "age" in (a.sort, b.sort) and a.sort != b.sort:
        return agrees(p, q)
    if p.unit == q.unit:
        return True
    if p.unit and q.unit:
        return bool({p.unit, q.unit} - {"share", "times", "ordinal", "clock"}) and comparable(p, q)
    sum_of_money = not a.things and not p.unit and p.value >= _MONEY  # a headline leaves the currency out
    return comparable(p, q) and (sum_of_money or agrees(p, q))


_MONEY = 100_000
"""From here on a bare figure of a headline may be a sum of money."""


def agrees(said: Quantity, read: Quantity) -> bool:
    """Whether a headline writer may give ``read`` as ``said``: equal, rounded, or within the hedge used."""
    if said.unit != read.unit and not comparable(said, read):
        return False
    if same_quantity(said, read):
        return True
    if said.unit == "ordinal" or said.unit == "clock":
        return said.value == read.value
    slack = _HEDGED if said.hedged or read.hedged else _ROUNDING if said.digits <= 2 and abs(read.value) >= 20 else 0.0
    if said.unit == "share":
        slack = max(slack, 0.12 if said.hedged or said.written == "fraction" or read.written == "fraction" else 0.0)
        if said.written == "%" and read.written == "%" and abs(said.value - read.value) < 0.0051 and said.digits <= 2:
            return True
    if read.low < read.high and read.low <= said.value <= read.high:
        return True
    if said.comparator.startswith(">") and said.value <= read.value <= said.value * 1.5:
        return True
    if said.comparator.startswith("<") and said.value * 0.7 <= read.value <= said.value:
        return True
    return abs(said.value - read.value) <= slack * max(abs(said.value), abs(read.value))


def _fit(count: Count, other: Count, aligned: Alignment) -> float:
    """How surely two figures count one thing, 0 to 1: the words counted, the unit, and the sentence around."""
    number = other.sense.number if other.sense else 0
    top = aligned.covers[aligned.ranked[0]] or 1.0
    context = aligned.covers[number] / top * min(1.0, top / 0.35)
    thing = _same_thing(count, other)
    p, q = count.quantity, other.quantity
    unit = 0.0
    if p.unit and p.unit == q.unit:
        unit = 0.2 if p.unit in ("share", "ordinal") else 0.3 if p.written == q.written or thing == 1.0 else 0.05
    if not count.things and not p.unit and not count.sort and p.value > 12 and other.sort in ("", "people"):
        thing = max(thing, 0.5)
    if count.sort and count.sort == other.sort:
        thing = max(thing, {"age": 0.8, "score": 0.7, "people": 0.6}[count.sort])
    fit = 0.5 * thing + unit + 0.4 * context
    if thing == 0 and count.things and other.things and not p.unit:
        fit -= 0.15
    return fit - (0.3 if other.old and not count.old else 0.0)


def _same_thing(count: Count, other: Count) -> float:
    both = [likeness(a, b) for a in count.things[:2] for b in other.things[:3]]
    if both and max(both) > 0:
        return max(both)
    around = [likeness(a, b) for a in (*count.things, *count.before) for b in (*other.things, *other.before)]
    return 0.7 * max(around, default=0.0)


def _derived(count: Count, body: list[Count]) -> bool:
    """Whether two figures of one sentence make the headline's as share or sum: 207 of 812 is one in four."""
    by_sense: dict[int, list[Count]] = {}
    for c in body:
        if c.sense is not None and not c.quantity.unit:
            by_sense.setdefault(c.sense.number, []).append(c)
    for group in by_sense.values():
        for i, a in enumerate(group[:6]):
            for b in group[i + 1 : 6]:
                small, large = sorted((a.quantity.value, b.quantity.value))
                for value, unit, alike in (
                    (small / large if large else 0.0, "share", _of_one_lot(a, b)),
                    (small + large, "", min(_same_thing(count, a), _same_thing(count, b)) >= 0.6),
                    (large - small, "", a.old or b.old or count.change),
                ):
                    made = replace(
                        a.quantity, value=value, low=value, high=value, unit=unit, written="fraction", hedged=bool(unit)
                    )
                    if alike and unit == count.quantity.unit and agrees(count.quantity, made):
                        return True
    return False


def _of_one_lot(a: Count, b: Count) -> bool:
    """Whether one figure may be a part of the other: ``207 of the 812``, or both count the same things."""
    if a.sense is None:
        return False
    between = a.sense.line.text[a.quantity.span.end : b.quantity.span.start].lower()
    if re.search(r"\b(?:of|among)\b", between) and len(between) < 60:
        return True
    return max((likeness(x, y) for x in a.things for y in b.things), default=0.0) >= 0.6
