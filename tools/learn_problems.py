"""Learns when two sentences tell of one shortcoming: prints [weights.problem] of links.toml, and how the weights there do.

    python tools/learn_problems.py [PLACES.toml]

PLACES are invented ones as in tests/diff/problem_series.toml. The bias that is learnt is stricter than what reports need.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from pipeline import profiles
from pipeline.diff.links_passages import SHORT, Passage, Sentences
from pipeline.diff.links_problems import Told, likeness, owned_up, problem_rows
from pipeline.diff.links_rules import Rules, rules_of
from pipeline.diff.masking import even

PLACES = Path(__file__).parents[1] / "tests/diff/problem_series.toml"


def years_of(place: Mapping) -> list[tuple[list[str], Sentences]]:
    """Of each year what its sentences are marked with, and the sentences."""
    found = []
    for items in place["years"]:
        marks, said = zip(*items, strict=True)
        passages = [Passage(n, n + 1, SHORT, "none", even(text)) for n, text in enumerate(said)]
        found.append((list(marks), Sentences.of(passages, [[] for _ in said])))
    return found


def examples(place: Mapping, rules: Rules) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Of each two years the signs of every two sentences, and whether they are marked alike."""
    marks, reports = zip(*years_of(place), strict=True)
    told = [(marked, owned.short) for marked, owned in zip(marks, owned_up(reports, rules), strict=True)]
    for (a_marks, a), (b_marks, b) in pairwise(told):
        signs = np.stack([*likeness(a, b, rules).values()], axis=-1)
        same = np.array(_marks(a_marks, a))[:, None] == np.array(_marks(b_marks, b))
        yield signs.reshape(-1, signs.shape[-1]), same.reshape(-1)


def _marks(marks: list[str], told: Told) -> list[str]:
    return [marks[n] for n in told.numbers.tolist()]


def counts(place: Mapping, rules: Rules) -> np.ndarray:
    """(right, drawn, wanted) links by the weights of links.toml."""
    total = np.zeros(3, dtype=int)
    for (a_marks, a), (b_marks, b) in pairwise(years_of(place)):
        rows = problem_rows(*owned_up([a, b], rules), rules)
        links = [at for *at, status in zip(rows.mine, rows.told, rows.status, strict=True) if status == "recurring"]
        right = sum(a_marks[mine] == b_marks[theirs] for mine, theirs in links)
        total += right, len(links), len({*a_marks} & {*b_marks})
    return total


def main(path: Path) -> None:
    """Print the table and how it does."""
    rules = rules_of(profiles.load("gwr"))
    places = tomllib.loads(path.read_text("utf-8"))["place"]
    right, drawn, wanted = sum(counts(place, rules) for place in places)
    print(f"# as it is: recall {right} of {wanted}, precision {right} of {drawn}")
    signs, same = map(np.concatenate, zip(*(pair for place in places for pair in examples(place, rules)), strict=True))
    model = LogisticRegression(max_iter=1000).fit(signs, same)
    print(f"[weights.problem]\nbias = {model.intercept_[0]:.2f}")
    for name, weight in zip([*rules.weights["problem"]][1:], model.coef_[0], strict=True):
        print(f"{name} = {weight:.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PLACES)
