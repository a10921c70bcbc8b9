"""Builds the word tables of ``auditor/checks/reuse/data``. Needs numpy and scipy; the auditor itself does not.

    python -m auditor.training.reuse_words rarity ../shared            -> rarity.txt
    python -m auditor.training.reuse_words synonyms /usr/share/wordnet -> synonyms.txt

Rarity is counted over the paragraphs of the news text in the shared benches. The synonyms come from the WordNet 3.0
database files (Debian's ``wordnet-base`` installs them; ``data/LICENSE-WordNet``) and from our own lexicon: words that
share a synset, derived forms, one step up or down, similar adjectives, sisters under a narrow parent, and words whose
walks over WordNet's links and glosses end in the same places.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auditor.checks.reuse.words import PARTICLES, weight_of
from auditor.text import STOPWORDS, stem, tokenize

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "auditor/checks/reuse/data"
LEXICON = ROOT / "auditor/lexicon"

POS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
KINDS = {"@": "parent", "&": "similar", "$": "group", "*": "similar", ">": "similar", "^": "similar"}
CREDIT = {"same": 0.9, "derived": 0.9, "pertains": 0.8, "group": 0.7, "parent": 0.6, "similar": 0.6, "sister": 0.4}
WALK = {"@": 2, "~": 1, "&": 2, "+": 2, "\\": 2, "$": 2, "^": 1, "*": 1, ">": 1, "=": 1, ";c": 0.5, "-c": 0.3, "!": 0.3}
WALK |= {"#p": 0.7, "%p": 0.7, "#m": 0.7, "%m": 0.7, "#s": 0.7, "%s": 0.7}

# A neighbour by walks has cosine >= NEAREST and earns WALKED times it. A common word keeps KEEP neighbours, a rare one
# KEEP_RARE; a rare neighbour needs RARE credit. Chosen by cross-validation of the model (auditor.training.reuse).
NEAREST, WALKED, KEEP, KEEP_RARE, RARE = 0.5, 0.7, 60, 10, 0.5

Near = dict[str, dict[str, float]]


# --- rarity -----------------------------------------------------------------------------------------------------


def news(shared: Path) -> Iterator[str]:
    """Paragraphs of news text."""
    bench = shared / "bench"
    texts: set[str] = set()
    with gzip.open(bench / "fnc1/train.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts.update(json.loads(line)["body"] for line in lines)
    with gzip.open(bench / "rewrite/mrpc_train.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts.update("{a}\n{b}".format(**json.loads(line)) for line in lines)
    for path in (bench / "claims_train").glob("*.json"):
        texts.add(json.loads(path.read_text("utf-8"))["source"]["text"])
    for text in texts:
        yield from (line for line in text.splitlines() if line.strip())


def write_rarity(shared: Path) -> None:
    """Tenths of log(paragraphs / paragraphs with the stem), for stems in at least four paragraphs."""
    counts: Counter[str] = Counter()
    total = 0
    for paragraph in news(shared):
        total += 1
        counts.update({t.stem for t in tokenize(paragraph) if t.text[0].islower() and t.norm not in STOPWORDS})
    bands: dict[int, list[str]] = defaultdict(list)
    for word, count in counts.items():
        if count >= 4 and word.isalpha() and word.isascii():
            band = int(10 * math.log(total / count) / math.log(total / 4))
            if band < 10:
                bands[band].append(word)
    head = [
        "# How rare a stem is in English news, in tenths of log(paragraphs / paragraphs with it); one not listed: 10.",
        "# Counted by auditor.training.reuse_words.",
    ]
    body = [f"{band} {' '.join(sorted(words))}" for band, words in sorted(bands.items())]
    (DATA / "rarity.txt").write_text("\n".join(head + body) + "\n", "utf-8")


# --- WordNet ----------------------------------------------------------------------------------------------------


@dataclass
class Synset:
    """A synset: its words, its pointers (sign, target, which word to which), and the words of its gloss."""

    words: list[str]
    gloss: str
    pointers: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class WordNet:
    """``senses``: word -> synset -> rank of that sense, from 0; only the senses worth keeping."""

    synsets: dict[str, Synset]
    senses: dict[str, dict[str, int]]

    def known(self, ident: str) -> list[str]:
        """The words of a synset for which it is no odd sense."""
        return [w for w in self.synsets[ident].words if ident in self.senses.get(w.lower(), ())]

    def factor(self, word: str, ident: str) -> float:
        """How usual this sense of the word is."""
        return 1.0 if self.senses[word.lower()][ident] < 3 else 0.85


def read_wordnet(folder: Path) -> WordNet:
    """The database files of a WordNet folder."""
    synsets: dict[str, Synset] = {}
    senses: dict[str, dict[str, int]] = defaultdict(dict)
    for name, pos in POS.items():
        for line in (folder / f"data.{name}").read_text("utf-8").splitlines():
            if line.startswith(" "):
                continue
            head, _, gloss = line.partition(" | ")
            parts = head.split()
            count = int(parts[3], 16)
            synset = Synset([parts[4 + 2 * i].split("(")[0] for i in range(count)], gloss.split('"')[0])
            at = 4 + 2 * count
            for i in range(int(parts[at])):
                sign, offset, target, numbers = parts[at + 1 + 4 * i : at + 5 + 4 * i]
                synset.pointers.append((sign, ("a" if target == "s" else target) + offset, numbers))
            synsets[pos + parts[0]] = synset
        for line in (folder / f"index.{name}").read_text("utf-8").splitlines():
            if line.startswith(" "):
                continue
            parts = line.split()
            pointers = int(parts[3])
            for rank, offset in enumerate(parts[6 + pointers :][: max(4, int(parts[5 + pointers]))]):
                senses[parts[0]][pos + offset] = rank
    return WordNet(synsets, senses)


def key_of(word: str) -> str | None:
    """The table's key for a word: its stem, or ``stem+particle``; None for other compounds and for names."""
    if any(c.isupper() or c.isdigit() or c in "'." for c in word):
        return None
    parts = re.split(r"[-_ ]", word)
    if len(parts) == 1 and len(word) > 1 and word not in STOPWORDS:
        return stem(word)
    if len(parts) == 2 and parts[1] in PARTICLES and parts[0] not in STOPWORDS:
        return f"{stem(parts[0])}+{parts[1]}"
    return None


def put(near: Near, a: str | None, b: str | None, credit: float) -> None:
    """Joins two keys both ways, keeping the higher credit."""
    if a and b and a != b:
        near[a][b] = max(near[a].get(b, 0.0), credit)
        near[b][a] = max(near[b].get(a, 0.0), credit)


def links(net: WordNet) -> Near:
    """What WordNet joins directly, one derived form away included, opposites taken out."""
    near: Near = defaultdict(dict)
    apart: set[tuple[str | None, str | None]] = set()
    children: dict[str, list[str]] = defaultdict(list)
    for ident, synset in net.synsets.items():
        words = net.known(ident)
        for i, a in enumerate(words):
            for b in words[i + 1 :]:
                credit = CREDIT["same"] * min(net.factor(a, ident), net.factor(b, ident))
                put(near, key_of(a), key_of(b), credit)
        for sign, target, numbers in synset.pointers:
            if sign == "@":
                children[target].append(ident)
            if sign in KINDS:
                for a in words:
                    for b in net.known(target):
                        credit = CREDIT[KINDS[sign]] * min(net.factor(a, ident), net.factor(b, target))
                        put(near, key_of(a), key_of(b), credit)
            elif sign in ("+", "\\", "!") and numbers != "0000":
                one = key_of(synset.words[int(numbers[:2], 16) - 1])
                two = key_of(net.synsets[target].words[int(numbers[2:], 16) - 1])
                if sign == "!":
                    apart |= {(one, two), (two, one)}
                else:
                    put(near, one, two, CREDIT["derived" if sign == "+" else "pertains"])
    for below in children.values():
        if len(below) <= 12:
            for i, first in enumerate(below):
                for second in below[i + 1 :]:
                    for a in net.known(first):
                        for b in net.known(second):
                            put(near, key_of(a), key_of(b), CREDIT["sister"])
    return without(through_derived(near), apart)


def through_derived(near: Near) -> Near:
    """``near`` with what the derived forms of each word are near to: closure, close, shut."""
    wide: Near = defaultdict(dict, {a: dict(others) for a, others in near.items()})
    for a, others in near.items():
        for form in (b for b, credit in others.items() if credit >= 0.9 and a[:4] == b[:4]):
            for b, credit in near[form].items():
                put(wide, a, b, round(credit * 0.9, 2))
    return wide


def without(near: Near, apart: set[tuple[str | None, str | None]]) -> Near:
    """``near`` less the pairs of ``apart``."""
    for a, b in apart:
        if a and b:
            near.get(a, {}).pop(b, None)
    return near


def add_lexicon(near: Near) -> None:
    """Joins what our own lexicon lists: classes, families, and a general word with its particular ones."""
    for name, credit in (("synonyms.txt", 0.9), ("families.txt", 0.95), ("hypernyms.txt", 0.7)):
        for line in (LEXICON / name).read_text("utf-8").splitlines():
            if line.startswith("#"):
                continue
            general, colon, rest = line.partition(":")
            ours = [key_of(w.strip().lower()) for w in (rest if colon else line).split(",")]
            for i, a in enumerate(ours):
                for b in [key_of(general.strip())] if colon else ours[i + 1 :]:
                    put(near, a, b, credit)


# --- walks ------------------------------------------------------------------------------------------------------


def walk_vectors(net: WordNet) -> tuple[list[str], Any]:
    """(keys, unit vectors): where two steps over WordNet's links and glosses lead from each key, in 200 dimensions."""
    import numpy as np
    import scipy.sparse as sp

    ids = {ident: i for i, ident in enumerate(net.synsets)}
    keys: dict[str, int] = {}
    senses = [
        (keys.setdefault(key, len(keys)), ids[ident], 1 / (1 + net.senses[word][ident]))
        for ident in net.synsets
        for word in net.known(ident)
        if (key := key_of(word))
    ]
    glosses = {
        ident: {
            stem(w) for w in re.findall("[a-z]{3,}", s.gloss.lower() + " " + " ".join(s.words)) if w not in STOPWORDS
        }
        for ident, s in net.synsets.items()
    }
    spread = Counter(word for words in glosses.values() for word in words)
    told = [
        (ids[ident], keys[w], math.log(len(ids) / spread[w]))
        for ident, words in glosses.items()
        for w in sorted(words)
        if w in keys and spread[w] < 6000
    ]
    linked = [
        (ids[ident], ids[target], WALK[sign])
        for ident, s in net.synsets.items()
        for sign, target, _ in s.pointers
        if sign in WALK and target in ids
    ]

    def matrix(entries: list[tuple[int, int, float]], shape: tuple[int, int]) -> Any:
        rows, columns, values = zip(*entries)
        return sp.csr_matrix((values, (rows, columns)), shape=shape)

    def even(m: Any) -> Any:
        total = np.asarray(m.sum(1)).ravel()
        return sp.diags(1 / np.where(total == 0, 1, total)) @ m

    start = even(matrix(senses, (len(keys), len(ids))))
    link = matrix(linked, (len(ids), len(ids)))
    step = _prune(0.55 * even(link + link.T) + 0.45 * (even(matrix(told, (len(ids), len(keys)))) @ start), 60)
    once = _prune(start @ step, 200)
    reached = start + 0.7 * once + 0.5 * _prune(once @ step, 200)
    return list(keys), _compress(reached)


def _prune(m: Any, most: int) -> Any:
    """A sparse matrix with only the ``most`` largest entries of each row."""
    import numpy as np
    import scipy.sparse as sp

    m = m.tocsr()
    data, columns, ends = [], [], [0]
    for i in range(m.shape[0]):
        values, where = m.data[m.indptr[i] : m.indptr[i + 1]], m.indices[m.indptr[i] : m.indptr[i + 1]]
        if len(values) > most:
            top = np.argpartition(-values, most)[:most]
            values, where = values[top], where[top]
        data.append(values)
        columns.append(where)
        ends.append(ends[-1] + len(values))
    return sp.csr_matrix((np.concatenate(data), np.concatenate(columns), ends), shape=m.shape)


def _compress(reached: Any, dimensions: int = 200) -> Any:
    """Unit row vectors: positive pointwise mutual information, then a truncated SVD (Halko et al. 2011, seeded)."""
    import numpy as np
    import scipy.sparse as sp

    total = reached.sum()
    rows, columns = np.asarray(reached.sum(1)).ravel(), np.asarray(reached.sum(0)).ravel()
    m = reached.tocoo()
    chance = rows[m.row] * columns[m.col] ** 0.75 * total**0.25 + 1e-12
    values = np.log(np.maximum(m.data * total / chance, 1e-9))
    keep = values > 0
    ppmi = sp.csr_matrix((values[keep], (m.row[keep], m.col[keep])), shape=m.shape)
    basis = np.linalg.qr(ppmi @ np.random.default_rng(0).standard_normal((ppmi.shape[1], dimensions + 20)))[0]
    for _ in range(4):
        basis = np.linalg.qr(ppmi @ np.linalg.qr(ppmi.T @ basis)[0])[0]
    left, strength, _ = np.linalg.svd((ppmi.T @ basis).T, full_matrices=False)
    vectors = (basis @ left)[:, :dimensions] * np.sqrt(strength[:dimensions])
    return vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)


def add_walks(near: Near, keys: list[str], vectors: Any) -> None:
    """Joins every key with the common words whose walks end where its own do."""
    import numpy as np

    common = np.array([i for i, key in enumerate(keys) if rarity(key) < 1.0])
    for at in range(0, len(keys), 2000):
        cosines = vectors[at : at + 2000] @ vectors[common].T
        for i, j in zip(*np.where(cosines >= NEAREST)):
            put(near, keys[at + i], keys[common[j]], WALKED * float(cosines[i, j]))


# --- the table --------------------------------------------------------------------------------------------------


def rarity(key: str) -> float:
    """1 for a key whose verb or word is not in ``rarity.txt``."""
    return weight_of(key.partition("+")[0])


def write_synonyms(folder: Path) -> None:
    """One line a key: the key, then for each credit (tenths, after a square root) the keys that earn it."""
    net = read_wordnet(folder)
    near = links(net)
    add_lexicon(near)
    add_walks(near, *walk_vectors(net))
    lines = []
    for key in sorted(near):
        usable = [(c, o) for o, c in near[key].items() if rarity(o) < 1.0 or c >= RARE]
        if rarity(key) >= 1.0:
            usable = [(c, o) for c, o in usable if rarity(o) < 1.0 or c >= 0.85]
            if not any(c >= 0.6 and rarity(o) < 1.0 for c, o in usable):
                continue
        ranked = sorted(usable, key=lambda pair: (-pair[0], rarity(pair[1]), pair[1]))
        groups: dict[int, list[str]] = defaultdict(list)
        for credit, other in ranked[: KEEP if rarity(key) < 1.0 else KEEP_RARE]:
            groups[min(9, round(10 * math.sqrt(credit)))].append(other)
        if groups:
            lines.append(f"{key} " + " ".join(f"{g} {' '.join(groups[g])}" for g in sorted(groups, reverse=True)))
    out = DATA / "synonyms.txt"
    out.write_text("\n".join(sorted(lines)) + "\n", "utf-8")
    print(f"{len(lines)} keys, {out.stat().st_size / 1e6:.1f} MB")  # noqa: T201 - a tool that prints


if __name__ == "__main__":
    {"rarity": write_rarity, "synonyms": write_synonyms}[sys.argv[1]](Path(sys.argv[2]))
