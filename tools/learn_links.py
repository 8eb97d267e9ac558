"""Learns the weights of links.toml from labelled links: prints its [weights.*] and [decision.*], and how they do.

    python tools/learn_links.py OUT LABELS.jsonl [LABELS.jsonl ...]

OUT is a folder made by `make all` over the labelled reports; a line of LABELS has kind, a_doc, a_start, a_end, b_doc
and b (list of start, end), in offsets of the reports' texts (a doc is a report's file name without its ending).
Figures come from cross-validation: each pair of reports is judged by weights learnt on the others (each eighth of the
labels where there is one pair only), beside the cosine of TF-IDF over characters, the nearest sentence, best threshold.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from pipeline import profiles
from pipeline.diff.links import ROLES
from pipeline.diff.links_evidence import FEATURES, evidence
from pipeline.diff.links_passages import Passage, sentences_of
from pipeline.diff.links_rules import rules_of
from pipeline.diff.links_senses import senses_of
from pipeline.diff.links_shared import Pairing, pairing_of
from pipeline.diff.links_sides import Side
from pipeline.diff.links_sources import sources_of
from pipeline.diff.links_wording import wordings_of
from pipeline.profiles import Profile

LEAST = 0.4
TABLES = ("reports", "sections", "sentences", "topics", "quantities")


class Example(NamedTuple):
    """A labelled sentence with every sentence of the later report: which tell of it, what speaks for each."""

    fold: str
    right: np.ndarray
    features: np.ndarray
    plain: np.ndarray
    """Cosine of TF-IDF over two and three characters."""


class Weights(NamedTuple):
    """What ``links.toml`` keeps: weights of features, then of the best sentence's strength and its lead."""

    features: np.ndarray
    bias: float
    judge: np.ndarray
    judge_bias: float

    def strength(self, features: np.ndarray) -> np.ndarray:
        """How much speaks for each sentence."""
        return features @ self.features + self.bias

    def score(self, features: np.ndarray) -> float:
        """How surely the best sentence is right."""
        return float(1 / (1 + np.exp(-(_best(self.strength(features)) @ self.judge + self.judge_bias))))


def _best(strength: np.ndarray) -> np.ndarray:
    ordered = np.sort(strength)
    return np.array([ordered[-1], ordered[-1] - ordered[-2]])


def pairings(out: Path, labels: Sequence[dict], kind: str) -> Iterator[tuple[Pairing, Profile, list[dict]]]:
    """Every two labelled reports, their profile, and their labels of a kind."""
    tables = {name: pd.read_parquet(out / name) for name in TABLES}
    reports = tables["reports"]
    doc_of = {Path(source).stem: i for source, i in zip(reports["source"], reports["report_id"], strict=True)}
    genre = dict(zip(reports["report_id"], reports["profile"], strict=True))
    sources = sources_of(tables)
    for a, b in sorted({(label["a_doc"], label["b_doc"]) for label in labels}):
        profile = profiles.load(genre[doc_of[a]])
        rules = rules_of(profile)
        told = [sentences_of(sources[doc_of[doc]], rules) for doc in (a, b)]
        ready = wordings_of(told, senses_of(profile), rules)
        mine = [label for label in labels if (label["kind"], label["a_doc"], label["b_doc"]) == (kind, a, b)]
        yield pairing_of(ready[0], ready[1], *ROLES[kind]), profile, mine


def examples(out: Path, labels: Sequence[dict], kind: str) -> list[Example]:
    """The labelled sentences of a kind; labels whose sentence the tables don't have are left out."""
    made: list[Example] = []
    for pair, _, labelled in pairings(out, labels, kind):
        features = np.stack(list(evidence(pair).values()), axis=2)
        told = [side.wording.sentences.text for side in (pair.a, pair.b)]
        words = TfidfVectorizer(analyzer="char", ngram_range=(2, 3)).fit([text for texts in told for text in texts])
        mine, theirs = passages(pair.a), passages(pair.b)
        sides = [words.transform([passage.text for passage in side]) for side in (mine, theirs)]
        plain = (sides[0] @ sides[1].T).toarray()
        for label in labelled:
            at = [n for n, p in enumerate(mine) if touches(p, label["a_start"], label["a_end"])]
            right = [any(touches(p, t["start"], t["end"]) for t in label["b"]) for p in theirs]
            made += [Example(label["a_doc"], np.array(right), features[at[0]], plain[at[0]])] if at else []
    folds = sorted({example.fold for example in made})
    return made if len(folds) > 2 else [e._replace(fold=str(n % 8)) for n, e in enumerate(made)]


def passages(side: Side) -> list[Passage]:
    """Its sentences, one by one."""
    return [side.wording.sentences.passage(n) for n in side.numbers.tolist()]


def touches(passage: Passage, start: int, end: int) -> bool:
    """Whether a sentence is the one labelled, give or take half of it."""
    a, b = passage.start, passage.end
    return min(b, end) - max(a, start) > 0.5 * min(end - start, b - a)


def regression(
    x: np.ndarray, y: np.ndarray, strictness: float, counts: np.ndarray | None = None
) -> tuple[np.ndarray, float]:
    """Weights and bias of a logistic regression on features of one spread; ``counts``: how much each example does."""
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    model = LogisticRegression(C=strictness, max_iter=3000).fit((x - mean) / spread, y, sample_weight=counts)
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - weights @ mean)


def _features(made: Sequence[Example]) -> tuple[np.ndarray, float]:
    return regression(np.concatenate([e.features for e in made]), np.concatenate([e.right for e in made]), 0.05)


def fitted(made: Sequence[Example]) -> Weights:
    """Weights that tell right sentences from others, and then, on sentences not learnt from, when the best is right."""
    seen, good = [], []
    for fold in sorted({e.fold for e in made}):
        weights, bias = _features([e for e in made if e.fold != fold])
        for e in (e for e in made if e.fold == fold):
            strength = e.features @ weights + bias
            seen.append(_best(strength))
            good.append(bool(e.right[strength.argmax()]))
    good += [False, True]
    seen += [np.zeros(2), np.ones(2) * 5]
    return Weights(*_features(made), *regression(np.array(seen), np.array(good), 0.3))


def f1(made: Sequence[Example], scores: Sequence[float], best: Sequence[int], least: float) -> tuple[float, float]:
    """F1 of the best sentences whose score is at least this, and the share of silent labels left silent."""
    drawn = [s >= least for s in scores]
    hits = sum(d and bool(e.right[b]) for d, e, b in zip(drawn, made, best, strict=True))
    silent = [not d for d, e in zip(drawn, made, strict=True) if not e.right.any()]
    linked = sum(bool(e.right.any()) for e in made)
    return round(2 * hits / max(sum(drawn) + linked, 1), 3), round(float(np.mean(silent)), 3) if silent else 1.0


def report(kind: str, made: Sequence[Example]) -> None:
    """Print what cross-validation says."""
    folds = sorted({e.fold for e in made})
    left_out = {fold: fitted([e for e in made if e.fold != fold]) for fold in folds}
    plain = [float(e.plain.max()) for e in made]
    nearest = [int(e.plain.argmax()) for e in made]
    threshold = max(np.arange(0, 0.5, 0.01), key=lambda t: f1(made, plain, nearest, t)[0])
    for fold in [None, *(folds if not folds[0].isdigit() else [])]:
        mine = [e for e in made if fold in (None, e.fold)]
        scores = [left_out[e.fold].score(e.features) for e in mine]
        best = [int(left_out[e.fold].strength(e.features).argmax()) for e in mine]
        mine_plain = [float(e.plain.max()) for e in mine], [int(e.plain.argmax()) for e in mine]
        print(f"# {kind} {fold or 'all'}: {len(mine)} labels, F1 and silent {f1(mine, scores, best, LEAST)};"
              f" TF-IDF alone {f1(mine, *mine_plain, threshold)}")  # fmt: skip


def main(out: Path, labels: list[dict]) -> None:
    """Print the tables for links.toml and how they do; when a sentence is enough is learnt from silent labels only."""
    for kind in ROLES:
        made = examples(out, labels, kind)
        if not made:
            continue
        report(kind, made)
        learnt = fitted(made)
        print(f"[weights.{kind}]\nbias = {learnt.bias:.2f}")
        weighed = zip(FEATURES, learnt.features, strict=True)  # a genre without concepts has none to weigh
        print(*(f"{name} = {weight:.2f}" for name, weight in weighed if weight), sep="\n")
        if any(not example.right.any() for example in made):
            strength, lead = learnt.judge
            print(f"\n[decision.{kind}]\nbias = {learnt.judge_bias:.2f}\nstrength = {strength:.2f}\nlead = {lead:.2f}\n"
                  f"least = {LEAST}\n")  # fmt: skip


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        [json.loads(line) for path in sys.argv[2:] for line in Path(path).read_text("utf-8").splitlines()],
    )
