"""Learns when a result told in other words is sure enough: prints [decision.plan] of fazhi/links.toml, and how it does.

    python tools/learn_concepts.py [PAIRS.toml]

PAIRS are invented reports as in tests/diff/plan_pairs.toml, those of the genre are taken; words are cut by pkuseg.
The weights of concepts are set by hand, the decision is a logistic regression on the strength of the best sentence and
its lead over the next. Figures come from leave-one-pair-out: each pair is judged by what the others taught.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from pipeline import profiles
from pipeline.diff.links import ROLES, strengths
from pipeline.diff.links_passages import Passage, Sentences
from pipeline.diff.links_rules import rules_of
from pipeline.diff.links_senses import senses_of
from pipeline.diff.links_shared import pairing_of
from pipeline.diff.links_wording import wordings_of
from pipeline.diff.masking import even
from pipeline.segment.words import terms_of, words_of

GENRE, PAIRS = "fazhi", Path(__file__).parents[1] / "tests/diff/plan_pairs.toml"
STRICTNESS, LEAST = 0.3, 0.7


def judged(pair: Mapping) -> np.ndarray:
    """Of each commitment: strength of the best sentence, its lead, whether it is right, whether one is."""
    profile = profiles.load(GENRE)
    rules, senses, cut = rules_of(profile), senses_of(profile), words_of("pkuseg", terms_of(profile)).cut_all
    said = [[even(text) for text, _, _ in pair["plan"]], [even(text) for text in pair["review"]]]
    sides = [
        Sentences.of([Passage(n, n, role, "none", text) for n, text in enumerate(texts)], cut(texts).to_pylist())
        for role, texts in zip(("plan", "achievements"), said, strict=True)
    ]
    told = strengths("plan", pairing_of(*wordings_of(sides, senses, rules), *ROLES["plan"]), rules)
    right = np.array([[bool(wanted) and even(wanted) in text for text in said[1]] for _, wanted, _ in pair["plan"]])
    best, rows = told.argmax(axis=1), np.arange(len(told))
    ordered = np.sort(told, axis=1)
    return np.stack([ordered[:, -1], ordered[:, -1] - ordered[:, -2], right[rows, best], right.any(axis=1)], axis=1)


def main(path: Path) -> None:
    """Print the table and how it does."""
    pairs = [pair for pair in tomllib.loads(path.read_text("utf-8"))["pair"] if pair["genre"] == GENRE]
    tables = [judged(pair) for pair in pairs]
    for n, (pair, mine) in enumerate(zip(pairs, tables, strict=True)):
        others = np.concatenate([table for m, table in enumerate(tables) if m != n])
        drawn = _model(others).predict_proba(mine[:, :2])[:, 1] >= LEAST
        right, linked = drawn & (mine[:, 2] > 0), mine[:, 3] > 0
        print(f"# {pair['name']}: recall {right.sum()} of {linked.sum()}, precision {right.sum()} of {drawn.sum()},"
              f" silent {(~drawn & ~linked).sum()} of {(~linked).sum()}")  # fmt: skip
    model = _model(np.concatenate(tables))
    (strength, lead), bias = model.coef_[0], model.intercept_[0]
    print(f"[decision.plan]\nbias = {bias:.2f}\nstrength = {strength:.2f}\nlead = {lead:.2f}\nleast = {LEAST}")


def _model(table: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=STRICTNESS).fit(table[:, :2], table[:, 2])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)
