"""The language of a text from its most frequent words: light, and honest about not knowing."""

from __future__ import annotations

import re

_WORDS = {
    "en": "the of and to in is that for was with as he by his this had not are but from have they said",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch",
    "fr": "le la les de des et en un une du que est pour qui dans par plus pas au sur il",
    "es": "el la los las de y que en un una del se por con para su al lo como más",
    "it": "il di che è e la per un in non sono una con da della del si al le dei",
    "pt": "o a os as de que e do da em um para com uma não no na por mais dos",
    "nl": "de het een van en in dat op te voor met zijn niet aan er maar om ook is",
    "pl": "w i na z się do że nie jest o jak po to co za od są oraz przez",
    "sv": "och i att det som en på är av för med den till inte om ett han var",
    "da": "og i at det er en på til af for med den ikke som der de har et blev",
    "no": "og i det er på som en til av for med at ikke den har de et om ble",
    "fi": "ja on ei se että oli kun mutta ole hän ovat myös joka kuin sen tai",
    "cs": "a se v na je že s z do o i ale jako po by to za pro jsou který",
    "tr": "ve bir bu da de için ile çok olarak daha ne gibi olan kadar sonra",
    "ro": "și de la în a cu pe că din o un care nu este mai pentru sau",
    "hu": "a az és hogy nem is egy meg de ez volt csak már még mint",
    "id": "yang dan di dengan untuk dari ini itu pada tidak dalam akan oleh",
    "uk": "і в на не що з до у та як за це від про для було",
    "ru": "и в не на я что он с как это по но из у за от так было",
}
_SETS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
_SCRIPT_SHARE = 0.2
_WORD_SHARE = 0.12


def guess_language(text: str) -> str | None:
    """The two-letter code of the language of ``text``, or None where it is too short or none stands out."""
    sample = text[:4000]
    letters = sum(map(str.isalpha, sample)) or 1
    for language, script in _SCRIPTS:
        if len(script.findall(sample)) > _SCRIPT_SHARE * letters:
            return language
    words = re.findall(r"[^\W\d_]+", sample.lower())
    if len(words) < 8:
        return None
    counts = {language: sum(w in known for w in words) for language, known in _SETS.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= _WORD_SHARE * len(words) else None
