"""Trains what the embedded scorer ships: ``python -m auditor.training.embedded BENCH [-o FOLDER] [--work FOLDER]``.

BENCH is the folder of shared benchmarks. One pass over public pairs of sentences, pages with written claims, sentences
altered and public pages, drawn three times: the network learns the verdict, which words of a claim are wrong, what they
stand against, and of what kind the fault is. The encoder to start from is fetched as a package
(``auditor/training/embedded/start.py``). What was reached is kept in ``--work``, so that an interrupted training goes
on. Then the network is exported, and the fusion fitted on pages that it has not seen. Two cores need some two hours, a
GPU minutes; seeds are fixed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from auditor.checks.evidence import PageIndex
from auditor.checks.scorers.embedded import Network
from auditor.records import Page
from auditor.training.embedded import fusion
from auditor.training.embedded.changes import alter_page, pool_of
from auditor.training.embedded.examples import (
    LONG,
    SHORT,
    Example,
    Topic,
    document_pairs,
    kept_apart,
    read_lines,
    read_topics,
    short_pairs,
    text_of,
    topic_pairs,
)
from auditor.training.embedded.export import TOKENIZER, export, write_card
from auditor.training.embedded.fit import encode, load_tokenizer, train
from auditor.training.embedded.start import PACKAGE, start_weights
from auditor.training.support import PAGES, figures, read_rows

SEED = 7
RATE = 1e-4
TOPICS_APART, DOCUMENTS_APART = 0.2, 0.5
"""The shares of written pages, and of the pages of SummEdits and FactCheck-GPT, that the network never sees."""
SHOWN = 320
"""Pairs that the trained network is shown before its weights are rounded to eight bits."""
DOCUMENT_CLAIMS = 6
"""Claims made from one public page: many pages teach more than many claims."""
SURE = 0.97
"""From this probability on the features alone decide, and the network is not asked: see the figures in the card."""


def page_round(bench: Path, seed: int, *, repeat: int, share: float, documents: int, short: float) -> list[Example]:
    """Written pages, sentences altered, public pages with claims, and a share of the ``short`` pairs."""
    rng = random.Random(seed)  # noqa: S311 - an order of rows, nothing secret
    topics = seen_topics(bench)
    examples = list(topic_pairs(topics, rng, repeat=repeat))
    pools = [pool_of(PageIndex(topic.page)) for topic in topics]
    for at, topic in enumerate(topics):
        bases = [case["claim"] for case in topic.cases if case["label"] == "supported"]
        examples += alter_page(topic.page, pools[(at + 1) % len(topics)], share, rng, bases)
    examples += _altered_documents(bench, pools[0], documents, rng)
    examples += document_pairs(bench, DOCUMENTS_APART)
    examples += short_pairs(bench, rng, short)
    rng.shuffle(examples)
    return examples


def examples_of(bench: Path) -> list[Example]:
    """All there is to learn from: every short pair once, a share of them again, pages and changes drawn three times."""
    first = page_round(bench, 31, repeat=2, share=1.6, documents=1600, short=1.0)
    second = page_round(bench, 32, repeat=3, share=2.0, documents=1200, short=0.3)
    return first + second + page_round(bench, 33, repeat=2, share=1.2, documents=700, short=0.2)


def seen_topics(bench: Path) -> list[Topic]:
    """The written pages that are not kept apart."""
    topics = read_topics(bench / "claims_train") + read_topics(PAGES)
    return [topic for topic in topics if not kept_apart(topic.name, TOPICS_APART)]


def _altered_documents(bench: Path, pool: Any, count: int, rng: random.Random) -> list[Example]:
    paths = [bench / "train" / "cg2c_doc.jsonl.gz", bench / "defacto" / "train.jsonl.gz"]
    texts = list(dict.fromkeys(text_of(item) for path in paths for item in read_lines(path)))
    out: list[Example] = []
    for text in rng.sample(texts, min(count, len(texts))):
        page = Page(text)
        made = list(alter_page(page, pool, 0.9, rng))
        pool = pool_of(PageIndex(page))
        out += rng.sample(made, min(len(made), DOCUMENT_CLAIMS))
    return out


def main() -> None:
    """Trains, exports, fuses and writes."""
    parser = argparse.ArgumentParser(prog="auditor.training.embedded", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("bench", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=fusion.default_folder())
    parser.add_argument("--work", type=Path, default=Path("training"), help="where the states between rounds are kept")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    counts = _train(args.bench, args.work, args.output)
    _fuse(args.bench, args.output, counts)


def _train(bench: Path, work: Path, output: Path) -> dict[str, int]:
    """Rows by origin; the network's state in ``work``, the exported network in ``output``."""
    import torch

    from auditor.training.embedded.network import Reader

    start = start_weights(work, fusion.default_folder() / TOKENIZER)
    tokenizer, model = load_tokenizer(start), Reader(start, SEED)
    state, tally = work / "state.pt", work / "rows.json"
    if state.exists() and tally.exists():
        model.load_state_dict(torch.load(state, weights_only=True))
    else:
        examples = examples_of(bench)
        tally.write_text(json.dumps(Counter(e.origin for e in examples)), encoding="utf-8")
        train(model, encode(tokenizer, examples), rate=RATE, seed=SEED, kept=work / "part.pt")
        torch.save(model.state_dict(), state)
    rng = random.Random(SEED)  # noqa: S311 - an order of rows, nothing secret
    shown = rng.sample(list(topic_pairs(seen_topics(bench), rng, repeat=1)), SHOWN)
    export(model, start, output, encode(tokenizer, shown))
    counts: dict[str, int] = json.loads(tally.read_text(encoding="utf-8"))
    return counts


def _fuse(bench: Path, output: Path, counts: dict[str, int]) -> None:
    """The second regression and the card; the figures are of pages that neither has seen."""
    write_card(output, {"sure": SURE})
    card = json.loads((output / "card.json").read_text(encoding="utf-8"))
    rows = read_rows(bench)
    apart = fusion.unseen(rows, TOPICS_APART, DOCUMENTS_APART)
    fused = fusion.with_model(apart, Network(output, card))
    weights, together, error = fusion.fuse(fused, rows)
    chances, _ = fusion.cross_validate(apart, rows)
    alone = figures(apart, chances)
    calibration = {"fused": error, "features alone": fusion.calibration(apart, chances)}
    (output / "fusion.json").write_text(json.dumps({"figures": together, **weights}, indent=1) + "\n", encoding="utf-8")
    sets = {**SHORT, **LONG}
    facts = {
        "sure": SURE,
        "seed": SEED,
        "start": f"e5-small (MIT), as {PACKAGE} carries it",
        "rows": dict(sorted(counts.items())),
        "licences": {**sets, **DOCUMENTS},
        "note": NOTE,
        "held_out": {"fused": together, "features alone": alone, "calibration": calibration},
        "limits": LIMITS,
    }
    write_card(output, facts)
    sys.stdout.write(json.dumps(facts["held_out"], indent=1) + "\n")


DOCUMENTS = {
    "pages": "written for this project (Apache 2.0) and its shared claims_train",
    "defacto/train": "MIT (annotations)",
    "wice/subclaim_partial": "ODC-BY 1.0 (annotations), CC BY-SA (claims)",
    "factcheckgpt/dev": "Apache 2.0",
    "summedits": "Apache 2.0",
}

NOTE = "The weights that ship were trained on two cores in some hundred minutes."
LIMITS = (
    "English only. Trained on invented news pages, Wikipedia sentences and small public sets. Reads 256 tokens: of a "
    "long page it sees the sentences that come closest. Good at paraphrase and absence, fair at "
    "what is changed where the words stay close; most changes are named by typed rules, which it never overrules in "
    "silence. Not made for verse, law or code."
)

if __name__ == "__main__":
    main()
