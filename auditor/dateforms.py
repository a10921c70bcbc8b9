"""The shapes of dates in English text: month and day names, and the pattern that finds a mention of any kind."""

from __future__ import annotations

import re

MONTH_NAMES = tuple("January February March April May June July August September October November December".split())
DAY_NAMES = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
"""As they are written; those of ``strftime`` follow the machine's language."""
MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        "january,jan february,feb march,mar april,apr may june,jun july,jul august,aug september,sept,sep october,oct "
        "november,nov december,dec".split(),
        1,
    )
    for name in names.split(",")
}
DAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        "monday,mon tuesday,tues,tue wednesday,wed thursday,thurs,thur,thu friday,fri saturday,sat sunday,sun".split()
    )
    for name in names.split(",")
}
SMALL: dict[str, int] = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
    )
} | {"a": 1, "an": 1, "twenty": 20, "thirty": 30}
QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 14)}
CENTURIES: dict[str, int] = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first".split(),
        1,
    )
}

_MONTH = (
    r"(?P<{0}>january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?"
).format
_DAY = r"(?P<{0}>[0-3]?\d)(?:st|nd|rd|th)?".format
_YEAR = r"(?P<{0}>1[0-9]\d\d|20\d\d|2100)(?![\d,]\d|\s?(?:%|per\s?cent|km|miles|people))".format
_FULL_DAY = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_WEEKDAY = (rf"(?P<{{0}}>{_FULL_DAY}|(?:mon|tues?|wed|thurs?|thu|fri|sat|sun)\b\.?)").format
_PART = (r"(?:(?P<{0}>early|mid|late|the beginning of|the start of|the middle of|the end of)[- ])?").format
_COUNT = r"\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
_NEAR = (
    r"the day before yesterday|the day after tomorrow|yesterday|today|tomorrow|tonight|last night|overnight"
    r"|this (?:morning|afternoon|evening|week|month|year|weekend)|(?:last|next) (?:week|month|year|weekend)"
)

# name of the shape -> how it is written; the order is the order of preference at one place
_SHAPES = {
    "iso": r"(?P<iy>\d{4})-(?P<im>0[1-9]|1[0-2])(?:-(?P<id>\d\d))?(?![\d-])",
    "num": r"(?P<na>\d{1,2})[/.](?P<nb>\d{1,2})(?:[/.](?P<nc>\d{4}|\d\d))?(?![\d/%]|\.\d)",
    # 6 May 1965, Saturday 22 November, the 6th of May, 3 to 21 May
    "dm": (
        rf"(?:{_WEEKDAY('dmw')},?\s)?(?:the\s)?(?:{_DAY('dm0')}\s?(?:-|to|and)\s?)?{_DAY('dmd')}\s(?:of\s)?"
        rf"{_MONTH('dmm')}(?:,?\s{_YEAR('dmy')})?(?!\w)"
    ),
    # May 6, 1965; May 6; Saturday, May 6
    "md": (
        rf"(?:{_WEEKDAY('mdw')},?\s)?{_MONTH('mdm')}\s(?:the\s)?{_DAY('mdd')}"
        rf"(?!\d|[.:,]\d|\s?(?:%|per\s?cent|people|million))"
        rf"(?:\s?(?:-|to|and)\s?{_DAY('md1')}(?!\d))?(?:,?\s{_YEAR('mdy')})?(?!\w)"
    ),
    # May 2020, early May, last May, November
    "my": (
        rf"{_PART('myp')}(?:(?P<mywhich>last|next|this|this coming)\s)?{_MONTH('mym')}"
        rf"(?:,?\s(?:of\s)?{_YEAR('myy')}|\s(?P<myrel>last|next|this)\syear)?(?!\w)"
    ),
    "quarter": (
        r"(?:the\s)?(?:(?P<qn>first|second|third|fourth|last|final)[- ](?P<qw>quarter|half)|q(?P<q2>[1-4]))"
        r"(?:\s(?:of\s)?(?:(?P<qy>(?:19|20)\d\d)|(?P<qrel>this|last|next)\syear))"
    ),
    "season": (
        rf"{_PART('sp')}(?:(?P<swhich>last|next|this|that)\s|the\s|in\s)?(?P<sn>spring|summer|autumn|fall|winter)"
        r"(?:\s(?:of\s)?(?P<sy>(?:18|19|20)\d\d)|\s(?P<srel>last|next|this)\syear)?\b"
    ),
    "weekday": (
        r"(?:(?P<ww>last|next|this|this coming|the previous|the following)\s)?"
        rf"(?P<wd>{_FULL_DAY})s?(?:\s(?P<wafter>last|next)\sweek)?\b"
    ),
    "nth": (
        r"(?:(?<=on )|(?<=by )|(?<=until )|(?<=from )|(?<=since ))the (?P<nd>[0-3]?\d)(?:st|nd|rd|th)"
        r"(?! (?:century|floor|minute|birthday|anniversary|time|day|edition|hole|lap|stage|round|place))\b"
    ),
    "near": rf"(?:{_NEAR})\b",
    "ago": (
        r"(?:(?:about|around|some|nearly|almost|just over|more than|roughly|over)\s)?"
        rf"(?P<an>{_COUNT})\s(?P<au>day|week|fortnight|month|year|decade|century|centurie|hour|minute)s?\sago\b"
    ),
    "century": (
        r"(?:the\s)?(?P<cp>early |mid-?|late )?"
        rf"(?P<cn>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(reversed(CENTURIES))})[- ]century\b"
    ),
    "decade": r"(?:the\s)?(?P<dp>early |mid-?|late )?(?P<dy>1[5-9]\d0|20\d0)'?s\b",
    "span": r"(?P<sp1>(?:1[5-9]|20)\d\d)\s?[-/]\s?(?P<sp2>(?:1[5-9]|20)\d\d|\d\d)(?![\d-])",
    "year": rf"{_PART('yp')}{_YEAR('yy')}(?![\w/]|-\d)",
}
NAMES = tuple(_SHAPES)
PATTERN = re.compile(r"(?<![\w.,/])(?:" + "|".join(f"(?P<{name}>{shape})" for name, shape in _SHAPES.items()) + ")")
"""Matches one mention in folded, lower-case text; the group named after its shape is set."""
