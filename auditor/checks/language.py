"""Which of the usual languages a text is in, by its commonest words and its script. Enough to tell that two differ."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

# The commonest function words; words that two of the languages share are left out of both.
_WORDS = {
    "en": "the of and to in is was that for it with as his he be at by this had not are but from or have an they which "
    "you were her she there been their has would will said more than who after",
    "fr": "le les des du et est une dans pour qui par plus pas sur au avec ce sont cette aux ont ses nous mais comme "
    "leur été était elle il sa",
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat "
    "dass sie nach wird bei einer um am sind noch wie einem über",
    "es": "el los las del una por con para su al lo más pero sus le ya fue este ha porque esta entre cuando muy sin "
    "sobre también hasta hay donde quien desde todo",
    "it": "il di che è per una della sono del nel dei alla le gli con anche ha più delle si al dalla nella questo ma "
    "era stato come lo",
    "pt": "o os as um uma da do das dos em não para com por mais foi ao se na no que à pelo pela são também como mas "
    "ser está seu sua",
    "nl": "de het een van en dat op te zijn niet met voor aan er om ook als bij nog uit naar maar heeft hij wordt door "
    "over worden werd deze",
    "sv": "och att det som en på är av för med till den har de inte om ett han var jag från vi så kan när",
    "pl": "i w na z się nie do to że jest o jak za od po przez są dla tym przy był było",
    "tr": "ve bir bu için da de ile olarak çok daha olan gibi kadar sonra ise en her",
    "id": "yang dan di dari untuk dengan pada ini itu dalam tidak akan oleh juga sebagai karena mereka telah",
}
_TABLE: dict[str, list[str]] = {}
for _code, _listed in _WORDS.items():
    for _word in _listed.split():
        _TABLE.setdefault(_word, []).append(_code)
_SCRIPTS = (
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
)
_SAMPLE = 20_000
SHORT = 12
"""In so few words one that only one language has is enough, if none of another's stands beside it."""
_LINKS = frozenset("de la le les du des del da do dos di van von der den el al bin y e i o a".split())
"""Words that names of other languages bring into any text."""
_ENGLISH_TOO = frozenset("over no die men man van war hat per era con sin plus pour come son dan ten tot".split())
"""Words of other languages that are English ones besides: in a headline, which has few, they tell nothing."""
MIN_SHARE = 0.1
"""In running text of any of these languages more than a fifth of the words are in its list; half of that is asked."""


def guess_language(text: str) -> str | None:
    """The ISO 639-1 code of the text's language, by its first 20,000 characters; None where that does not show."""
    return _guess(text[:_SAMPLE])


@lru_cache(maxsize=256)
def _guess(text: str) -> str | None:
    sample = text.lower()
    if not sample.isascii():
        letters = sum(ch.isalpha() for ch in sample)
        for code, pattern in _SCRIPTS:
            if letters and len(pattern.findall(sample)) > 0.3 * letters:
                return code
    words = re.findall(r"[^\W\d_]+", sample)
    if len(words) < 3:
        return None
    passed_over = _LINKS | _ENGLISH_TOO if len(words) <= SHORT else frozenset()
    votes = Counter(code for word in words if word not in passed_over for code in _TABLE.get(word, ()))
    if not votes:
        return None
    (code, count), *rest = votes.most_common(2)
    if len(words) <= SHORT and not rest:
        return code
    if count < MIN_SHARE * len(words) or count < 3 or (rest and rest[0][1] > 0.7 * count):
        return None
    return code
