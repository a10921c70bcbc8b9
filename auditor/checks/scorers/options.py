"""What a user may set about scorers that bring a model, with the reason for each default."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ScorerOptions:
    """How models are asked: the policy's ``[scorer]`` table. ``lexical`` needs none of it.

    Attributes:
        model: the model that ``openai:BASE_URL`` asks for, where the spec does not end in ``#MODEL``; a server that
            has only one takes any name.
        timeout: seconds for one answer of such a server; a large model on a small machine thinks for a minute.
        concurrency: how many answers are waited for at once.
        page_characters: how much of a page a question holds, some 6,000 tokens; of a longer page the passages that
            come closest to the claim.
        input_price: what a million tokens read cost; with it a run's record has the cost.
        output_price: what a million tokens written cost.
        currency: of these prices.
        download: whether ``hf:MODEL`` may fetch a model from the hub. Off, it must be a folder, or on this machine.
        window_tokens: the length of the windows in which ``hf:MODEL`` reads a page, claim included. Most encoders
            are made for 512.
        max_windows: how many windows of a page are read at most, those that share most with the claim.
        threads: of a model on this machine; 0 leaves it to the library.
    """

    model: str = ""
    timeout: float = field(default=60.0, metadata={"min": 0.01, "max": 3600})
    concurrency: int = field(default=4, metadata={"min": 1, "max": 64})
    page_characters: int = field(default=24_000, metadata={"min": 500, "max": 2_000_000})
    input_price: float = field(default=0.0, metadata={"min": 0, "max": 1_000_000})
    output_price: float = field(default=0.0, metadata={"min": 0, "max": 1_000_000})
    currency: str = "USD"
    download: bool = False
    window_tokens: int = field(default=512, metadata={"min": 32, "max": 32_768})
    max_windows: int = field(default=16, metadata={"min": 1, "max": 10_000})
    threads: int = field(default=0, metadata={"min": 0, "max": 256})
