"""Trains the embedded scorer: ``python -m auditor.training.embedded ../shared/bench`` (needs the ``[train]`` extra).

``examples`` reads and shapes the data, ``changes`` alters sentences whose truth is known, ``fit`` trains the encoder,
``export`` writes what ships: the quantised network, its vocabulary, and the card that says what it was made of.
"""
