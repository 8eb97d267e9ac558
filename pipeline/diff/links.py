"""An item followed into the next report: what was planned, what was short, what is reported every year."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from pipeline.diff.links_evidence import FEATURES, evidence
from pipeline.diff.links_passages import Passage, passages_of, rarity
from pipeline.diff.links_rules import Rules, rules_of
from pipeline.diff.links_status import is_commitment, is_settled, status_of
from pipeline.stage import Context, Step
from pipeline.tables import Tables, frame

Row = dict[str, Any]
REVIEW = ("achievements", "duties")


def run(tables: Tables, context: Context) -> Tables:
    """Links of every year pair of the shard's places."""
    pairs = tables["pairs"][tables["pairs"]["relation"] == "year"]
    reports = tables["reports"]
    place = reports["region_code"].where(reports["region_code"].notna(), reports["region"])
    rows: list[Row] = []
    for (genre, _), mine in reports.groupby([reports["profile"], place], sort=True):
        wanted = pairs[pairs["b_report"].isin(list(mine["report_id"]))]
        if len(wanted):
            rules = rules_of(context.profiles.get(str(genre), context.profiles["other"]))
            rows += _place_rows(tables, wanted, rules)
    return {"links": frame("links", rows)}


def _place_rows(tables: Tables, pairs: pd.DataFrame, rules: Rules) -> Iterator[Row]:
    ids = sorted({*pairs["a_report"], *pairs["b_report"]})
    ready = {report_id: passages_of(tables, report_id, rules) for report_id in ids}
    weights = rarity(ready.values())
    for a, b in zip(pairs["a_report"], pairs["b_report"], strict=True):
        for kind, link in pair_links(ready[a], ready[b], weights, rules):
            yield {"kind": kind, "a_report": a, "b_report": b, **link}


def pair_links(
    a: Sequence[Passage], b: Sequence[Passage], weights: Mapping[str, float], rules: Rules
) -> Iterator[tuple[str, Row]]:
    """(kind, link) of two reports' sentences: commitments, then shortcomings, then what both reviews report."""
    review = _of(b, REVIEW)
    plan = [p for p in _of(a, ("plan",)) if is_commitment(p, rules)]
    for passage, found, score in _nearest("plan", plan, review, weights, rules):
        yield "plan", _row(passage, found, status_of(passage, found, rules), score)
    shortcomings = _of(a, ("problems",))
    settled = [p for p in review if is_settled(p, rules)]
    ended = _nearest("problem", shortcomings, settled, weights, rules)
    for (passage, again, score), (_, end, _) in zip(
        _nearest("problem", shortcomings, _of(b, ("problems",)), weights, rules), ended, strict=True
    ):
        yield "problem", _row(passage, again or end, "recurring" if again else "resolved", score)
    for passage, found, score in _nearest(
        "counterpart", _of(a, (*REVIEW, "problems")), _of(b, (*REVIEW, "problems")), weights, rules
    ):
        if found:
            yield "counterpart", _row(passage, found, "same", score)


def _of(passages: Sequence[Passage], roles: Sequence[str]) -> list[Passage]:
    return [p for p in passages if p.role in roles and p.clauses]


def _nearest(
    kind: str, a: Sequence[Passage], b: Sequence[Passage], weights: Mapping[str, float], rules: Rules
) -> list[tuple[Passage, Passage | None, float]]:
    """Each passage of a with the passage of b that most speaks for, None where nothing speaks enough; and the score."""
    if not a or not b:
        return [(passage, None, 0.0) for passage in a]
    learnt = rules.weights[kind]
    strength = evidence(a, b, weights) @ np.array([learnt.get(f, 0.0) for f in FEATURES]) + learnt["bias"]
    best = strength.argmax(axis=1)
    out: list[tuple[Passage, Passage | None, float]] = []
    for number, passage in enumerate(a):
        score = round(1 / (1 + math.exp(-float(strength[number, best[number]]))), 4)
        out.append((passage, b[best[number]] if score >= rules.least[kind] else None, score))
    return out


def _row(a: Passage, b: Passage | None, status: str, score: float) -> Row:
    return {"a_start": a.start, "a_end": a.end, "b_start": b.start if b else None, "b_end": b.end if b else None,
            "status": status, "score": score}  # fmt: skip


STEP = Step(
    "diff.links",
    reads=("reports", "sections", "topics", "sentences", "pairs"),
    writes=("links",),
    run=run,
    per="region",
    files=("links",),
)
