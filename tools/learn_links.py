"""Learns the weights of links.toml from labelled links: prints the [weights.*] tables and what cross-validation says.

    python tools/learn_links.py OUT LABELS.jsonl

OUT is a folder made by `make all` over the labelled reports; a line of LABELS has kind, a_doc, a_start, a_end, b_doc
and b (list of start, end), in offsets of the reports' texts (a doc is a report's file name without its ending).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from pipeline import profiles
from pipeline.diff.links import REVIEW
from pipeline.diff.links_evidence import FEATURES, evidence
from pipeline.diff.links_passages import Passage, passages_of, rarity
from pipeline.diff.links_rules import rules_of

CHOSEN = {
    "plan": ("rare", "covered", "margin", "name", "second", "topic"),
    "counterpart": ("covered", "words", "mutual", "margin"),
}
"""Features of each kind: chosen by cross-validation, few because labels are few."""
ROLES = {"plan": (("plan",), REVIEW), "counterpart": ((*REVIEW, "problems"), (*REVIEW, "problems"))}
Example = tuple[np.ndarray, np.ndarray]
"""Features of one sentence with every sentence of the later report, and which of these report on it."""


def examples(out: Path, labels: list[dict], kind: str) -> list[Example]:
    """The labelled sentences of a kind; labels whose sentence the tables don't have are left out."""
    tables = {name: pd.read_parquet(out / name) for name in ("reports", "sections", "sentences", "topics")}
    reports = tables["reports"]
    doc_of = {Path(source).stem: i for source, i in zip(reports["source"], reports["report_id"], strict=True)}
    genre = dict(zip(reports["report_id"], reports["profile"], strict=True))
    place = dict(zip(reports["report_id"], zip(reports["profile"], reports["region"], strict=True), strict=True))
    made: list[Example] = []
    for a, b in sorted({(doc_of[r["a_doc"]], doc_of[r["b_doc"]]) for r in labels if r["kind"] == kind}):
        rules = rules_of(profiles.load(genre[a]))
        ready = {i: passages_of(tables, i, rules) for i in place if place[i] == place[a]}
        sides = [[p for p in ready[i] if p.role in roles] for i, roles in zip((a, b), ROLES[kind], strict=True)]
        features = evidence(sides[0], sides[1], rarity(ready.values()))[:, :, [FEATURES.index(f) for f in CHOSEN[kind]]]
        for label in (r for r in labels if r["kind"] == kind and (doc_of[r["a_doc"]], doc_of[r["b_doc"]]) == (a, b)):
            mine = [n for n, p in enumerate(sides[0]) if _touches(p, label["a_start"], label["a_end"])]
            right = np.array([any(_touches(p, t["start"], t["end"]) for t in label["b"]) for p in sides[1]])
            made += [(features[mine[0]], right)] if mine else []
    return made


def _touches(passage: Passage, start: int, end: int) -> bool:
    return min(passage.end, end) - max(passage.start, start) > 0.5 * min(end - start, passage.end - passage.start)


def fitted(made: list[Example]) -> LogisticRegression:
    """Weights that tell the right sentences from the others."""
    model = LogisticRegression(C=10, max_iter=1000)
    return model.fit(np.concatenate([x for x, _ in made]), np.concatenate([y for _, y in made]))


def cross_validated(made: list[Example], least: float) -> float:
    """F1 of the nearest sentence above a least score, each eighth judged by weights learnt on the rest."""
    right = drawn = 0
    for learn, judge in KFold(8, shuffle=True, random_state=0).split(made):
        model = fitted([made[i] for i in learn])
        for features, truth in (made[i] for i in judge):
            scores = model.predict_proba(features)[:, 1]
            drawn += scores.max() >= least
            right += scores.max() >= least and bool(truth[scores.argmax()])
    return 2 * right / (drawn + sum(bool(truth.any()) for _, truth in made))


def main(out: Path, labels: list[dict]) -> None:
    """Print the tables for links.toml and, for each least score, the cross-validated F1."""
    for kind, names in CHOSEN.items():
        made = examples(out, labels, kind)
        model = fitted(made)
        print(f"[weights.{kind}]\nbias = {model.intercept_[0]:.2f}")
        print(*(f"{name} = {weight:.2f}" for name, weight in zip(names, model.coef_[0], strict=True)), sep="\n")
        found = {least: round(cross_validated(made, least), 3) for least in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4)}
        print(f"# {len(made)} labels; F1 by least score: {found}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [json.loads(line) for line in Path(sys.argv[2]).read_text("utf-8").splitlines()])
