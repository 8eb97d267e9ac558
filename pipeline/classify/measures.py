"""Figures of how good labels are: per class, what is taken for what, how far probabilities can be believed.

Intervals are bootstrapped over documents, since headings of one document are not independent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from pipeline.classify.decide import TopicLabel
from pipeline.classify.scheme import NONE

METHODS = ("both", "rules", "model", "keywords")
DRAWS = 1000


@dataclass(frozen=True)
class Case:
    """One labelled heading: its document, what is right, and what each method answered with its probability."""

    doc: str
    role: str
    role_given: str
    topic: str
    given: Mapping[str, TopicLabel]
    role_score: float = 1.0


def measures(cases: Sequence[Case]) -> dict:
    """Per class, confusion, reliability, and the comparison of methods with 95% intervals over documents."""
    roles = [c for c in cases if c.role]
    compared = {}
    for method in METHODS:
        value = macro_f1(cases, method)
        low, high = bootstrap(cases, partial(macro_f1, method=method))
        gain = bootstrap(cases, partial(_ahead, method=method))
        compared[method] = {"macro_f1": value, "low": low, "high": high, "both_minus": gain}
    topics = [(c.topic, c.given["both"].topic, c.given["both"].score) for c in cases]
    found = [(c.role, c.role_given, c.role_score) for c in roles]
    return {
        "headings": len(cases), "documents": len({c.doc for c in cases}), "methods": compared,
        "role_accuracy": sum(c.role == c.role_given for c in roles) / len(roles) if roles else None,
        "topics": _tables(topics), "roles": _tables(found) if roles else None,
    }  # fmt: skip


def _tables(answers: Sequence[tuple[str, str, float]]) -> dict:
    pairs = [(right, given) for right, given, _ in answers]
    return {"classes": per_class(pairs), "confusion": confusion(pairs), "reliability": reliability(answers)}


def per_class(pairs: Sequence[tuple[str, str]]) -> dict[str, dict[str, float]]:
    """Precision, recall, F1 and number of every class that is labelled; labels of none are left out, as in scoring.

    ``pairs``: what is right, what was given.
    """
    pairs = [pair for pair in pairs if pair[0] != NONE]
    found = {}
    for code in sorted({right for right, _ in pairs}):
        hits = sum(r == code == g for r, g in pairs)
        given, right = sum(g == code for _, g in pairs), sum(r == code for r, _ in pairs)
        found[code] = {"precision": hits / given if given else 0.0, "recall": hits / right,
                       "f1": 2 * hits / (given + right), "n": right}  # fmt: skip
    return found


def macro_f1(cases: Sequence[Case], method: str) -> float:
    """Mean F1 over the topics that are labelled."""
    classes = per_class([(c.topic, c.given[method].topic) for c in cases])
    return float(np.mean([c["f1"] for c in classes.values()] or [0.0]))


def _ahead(cases: Sequence[Case], method: str) -> float:
    return macro_f1(cases, "both") - macro_f1(cases, method)


def confusion(pairs: Sequence[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """what is right -> what was given -> how often, the right ones aside."""
    table: dict[str, dict[str, int]] = {}
    for right, given in pairs:
        if given != right:
            row = table.setdefault(right, {})
            row[given] = row.get(given, 0) + 1
    return table


def reliability(answers: Sequence[tuple[str, str, float]]) -> list[tuple[float, float, int]]:
    """(mean stated probability, share that was right, answers) in ten bins of probability."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for right, given, stated in answers:
        bins.setdefault(min(int(stated * 10), 9), []).append((stated, given == right))
    return [
        (float(np.mean([s for s, _ in b])), float(np.mean([r for _, r in b])), len(b)) for _, b in sorted(bins.items())
    ]


def bootstrap(cases: Sequence[Case], measure: Callable[[Sequence[Case]], float]) -> tuple[float, float]:
    """The 95% interval of a measure, drawing whole documents."""
    by_doc: dict[str, list[Case]] = {}
    for case in cases:
        by_doc.setdefault(case.doc, []).append(case)
    docs, random = list(by_doc.values()), np.random.default_rng(0)
    draws = min(DRAWS, max(100, 100_000 // max(1, len(cases))))
    values = [measure([c for i in random.integers(len(docs), size=len(docs)) for c in docs[i]]) for _ in range(draws)]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
