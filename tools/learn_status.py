"""Learns what tells a kept commitment: prints [weights.status] of links.toml, and how it does.

    python tools/learn_status.py OUT LABELS.jsonl [LABELS.jsonl ...]

OUT and LABELS are as for learn_links.py; a label's status is delivered or progress, others are left out. A label may
have a weight (1: as much as any other). Both outcomes count alike, however many labels have them. A status is learnt
from the sentences that links find where one of them is labelled, else from those labelled. Figures come from
leave-one-pair-out: each pair of reports is judged by weights learnt on the others.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from learn_links import pairings, passages, regression, touches

from pipeline.diff.links import followed, nearest
from pipeline.diff.links_figures import kept
from pipeline.diff.links_rules import rules_of
from pipeline.diff.links_senses import senses_of
from pipeline.diff.links_signs import SIGNS, signs

STRICTNESS = 0.1


class Example(NamedTuple):
    """A labelled commitment: its pair, its signs, whether it was kept, whether links find what tells of it."""

    fold: str
    signs: np.ndarray
    delivered: bool
    found: bool
    weight: float


def examples(out: Path, labels: Sequence[dict]) -> list[Example]:
    """The labelled commitments that some sentence tells of."""
    made = []
    for pair, profile, labelled in pairings(out, labels, "plan"):
        rules, senses = rules_of(profile), senses_of(profile)
        told, theirs = followed(pair, nearest("plan", pair, rules)), passages(pair.b)
        for label in (label for label in labelled if label["status"] in ("delivered", "progress")):
            right = [p for p in theirs if any(touches(p, t["start"], t["end"]) for t in label["b"])]
            mine = [found for found in told if touches(found.passage, label["a_start"], label["a_end"])]
            if not mine or not right:
                continue
            hit = any(result in right for result in mine[0].results)
            results = mine[0].results if hit else tuple(right)
            values = signs(mine[0].passage, results, kept(mine[0].passage, results, rules), rules, senses)
            row, good = np.array([values[name] for name in SIGNS]), label["status"] == "delivered"
            made.append(Example(label["a_doc"], row, good, hit, label.get("weight", 1.0)))
    return made


def learnt(made: Sequence[Example]) -> tuple[np.ndarray, float]:
    """Weights of the signs, and the bias."""
    good, counts = np.array([e.delivered for e in made]), np.array([e.weight for e in made])
    counts[~good] *= counts[good].sum() / counts[~good].sum()
    return regression(np.array([e.signs for e in made]), good, STRICTNESS, counts)


def report(made: Sequence[Example]) -> None:
    """Print what leave-one-pair-out says of the commitments whose results links find."""
    right: list[bool] = []
    for fold in sorted({e.fold for e in made}):
        weights, bias = learnt([e for e in made if e.fold != fold])
        judged = [(e.signs @ weights + bias > 0) == e.delivered for e in made if e.fold == fold and e.found]
        right += judged
        print(f"# status {fold}: {sum(judged)} of {len(judged)}, {np.mean(judged):.3f}")
    print(f"# status all: {np.mean(right):.3f}")


def main(out: Path, labels: Sequence[dict]) -> None:
    """Print the table for links.toml and how it does."""
    made = examples(out, labels)
    report(made)
    weights, bias = learnt(made)
    print(f"[weights.status]\nbias = {bias:.2f}")
    print(*(f"{name} = {weight:.2f}" for name, weight in zip(SIGNS, weights, strict=True)), sep="\n")


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        [json.loads(line) for path in sys.argv[2:] for line in Path(path).read_text("utf-8").splitlines()],
    )
