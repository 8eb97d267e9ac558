"""An item followed into the next report: what was planned, what was short, what is reported every year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.diff.links_evidence import evidence
from pipeline.diff.links_passages import Passage, passages_of
from pipeline.diff.links_rules import Rules, rules_of
from pipeline.diff.links_senses import Senses, senses_of
from pipeline.diff.links_sources import Source, sources_of
from pipeline.diff.links_status import Kept, figures_json, is_commitment, is_settled, kept, status_of
from pipeline.diff.links_wording import Pairing, Wording, chosen, pairing_of, wording_of
from pipeline.profiles import Profile
from pipeline.stage import Context, Step
from pipeline.tables import Tables, frame

Row = dict[str, Any]
REVIEW = ("achievements", "duties")
BOTH = (*REVIEW, "problems")
ROLES = {"plan": (("plan",), REVIEW), "problem": (("problems",), ("problems",)), "counterpart": (BOTH, BOTH)}
"""Kind -> the roles of sentences followed, and of those that they are followed to."""


@dataclass(frozen=True)
class Found:
    """A sentence of the earlier report, the sentences of the later one that tell of it, and how surely (0 to 1)."""

    passage: Passage
    results: tuple[Passage, ...]
    score: float


def run(tables: Tables, context: Context) -> Tables:
    """Links of every year pair of the shard's places."""
    pairs = tables["pairs"][tables["pairs"]["relation"] == "year"]
    reports = tables["reports"]
    place = reports["region_code"].where(reports["region_code"].notna(), reports["region"])
    sources = sources_of(tables) if len(pairs) else {}
    rows: list[Row] = []
    for (genre, _), mine in reports.groupby([reports["profile"], place], sort=True):
        wanted = pairs[pairs["b_report"].isin(list(mine["report_id"]))]
        if len(wanted):
            profile = context.profiles.get(str(genre), context.profiles["other"])
            rows += _place_rows(sources, wanted, profile)
    return {"links": frame("links", rows)}


def _place_rows(sources: Mapping[str, Source], pairs: pd.DataFrame, profile: Profile) -> Iterator[Row]:
    rules, senses = rules_of(profile), senses_of(profile)
    ids = sorted({*pairs["a_report"], *pairs["b_report"]})
    ready = {report_id: wording_of(passages_of(sources[report_id], rules), senses, rules) for report_id in ids}
    for a, b in zip(pairs["a_report"], pairs["b_report"], strict=True):
        for kind, link in pair_links(ready[a], ready[b], rules, senses):
            yield {"kind": kind, "a_report": a, "b_report": b, **link}


def pair_links(a: Wording, b: Wording, rules: Rules, senses: Senses) -> Iterator[tuple[str, Row]]:
    """(kind, link) of two reports' sentences: commitments, then shortcomings, then what both reviews report."""
    for found in nearest("plan", pairing_of(a, b, *ROLES["plan"], senses), rules):
        if found.results or is_commitment(found.passage, rules):
            status = status_of(found.passage, found.results, rules, senses)
            yield from _rows("plan", found, status, kept(found.passage, found.results))
    yield from _problems(a, b, rules, senses)
    for found in nearest("counterpart", pairing_of(a, b, *ROLES["counterpart"], senses), rules):
        if found.results:
            yield from _rows("counterpart", found, "same")


def _problems(a: Wording, b: Wording, rules: Rules, senses: Senses) -> Iterator[tuple[str, Row]]:
    mine = [n for n, passage in enumerate(a.passages) if passage.role == "problems" and passage.words]
    settled = [n for n, p in enumerate(b.passages) if p.role in REVIEW and p.words and is_settled(p, rules)]
    ended = nearest("problem", chosen(a, b, mine, settled, senses), rules)
    again = nearest("problem", pairing_of(a, b, *ROLES["problem"], senses), rules)
    for still, end in zip(again, ended, strict=True):
        recurs = bool(still.results) and still.score >= end.score
        yield from _rows("problem", still if recurs else end, "recurring" if recurs else "resolved")


def nearest(kind: str, pair: Pairing, rules: Rules) -> list[Found]:
    """Each sentence of a with the sentence of b that most speaks for, if enough does.

    Whether it is enough is judged by how strong that sentence is and by its lead over the next best.
    """
    if not pair.a.passages or not pair.b.passages:
        return [Found(passage, (), 0.0) for passage in pair.a.passages]
    learnt, judge = rules.weights[kind], rules.decisions[kind]
    told = [learnt[name] * found for name, found in evidence(pair).items() if name in learnt]
    strength = np.sum(told, axis=0) + learnt["bias"]
    best, rows = strength.argmax(axis=1), np.arange(len(strength))
    second = np.partition(strength, -2, axis=1)[:, -2] if strength.shape[1] > 1 else strength[:, 0]
    lead = strength[rows, best] - second
    scores = 1 / (1 + np.exp(-(judge["bias"] + judge["strength"] * strength[rows, best] + judge["lead"] * lead)))
    return [
        Found(passage, (pair.b.passages[at],) if score >= judge["least"] else (), round(float(score), 4))
        for passage, at, score in zip(pair.a.passages, best, scores, strict=True)
    ]


def _rows(kind: str, found: Found, status: str, figures: Sequence[Kept] = ()) -> Iterator[tuple[str, Row]]:
    a = {"a_start": found.passage.start, "a_end": found.passage.end, "status": status, "score": found.score,
         "figures": figures_json(figures), "met": all(figure.met for figure in figures) if figures else None}  # fmt: skip
    for result in found.results or (None,):
        b = {"b_start": result.start if result else None, "b_end": result.end if result else None}
        yield kind, {**a, **b}


STEP = Step(
    "diff.links",
    reads=("reports", "sections", "topics", "sentences", "quantities", "pairs"),
    writes=("links",),
    run=run,
    per="region",
    files=("links", "links/senses"),
)
