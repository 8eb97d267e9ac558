"""Two reports compared: one row of ``pairs`` with the measures, and rows of ``changes`` that hold every sentence of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.diff import similarity
from pipeline.diff.align import align
from pipeline.diff.changes import (
    ADDED,
    EDITED,
    FIGURES,
    MOVED,
    NONE,
    OPS,
    REMOVED,
    SAME,
    Aligned,
    Rows,
    edits_of,
    rows_of,
    similarity_of,
)
from pipeline.diff.document import NEEDED, Batch, Document, documents, without
from pipeline.diff.likeness_runs import longest
from pipeline.diff.ragged import Numbers
from pipeline.profiles import Profile
from pipeline.spotting import codes_of
from pipeline.tables import Tables, frame, from_arrays

READS = tuple(NEEDED)
"""Tables that a comparison reads."""
WITHOUT = without(NEEDED)
"""Columns of them that it does not."""
Wanted = tuple[Document, Document, str]
"""Two reports of one batch and their relation."""
TOGETHER = 64
"""Reports in a batch: enough that what arrays cost however long they are is shared, few enough for a small memory."""


def compare(a: Tables, b: Tables, profiles: Mapping[str, Profile], relation: str = "asked") -> Tables:
    """Compare any two reports, each given as tables with the rows of that one report: ``pairs`` and ``changes``."""
    first, second = (side["reports"]["report_id"].iloc[0] for side in (a, b))
    sides = [a] if first == second else [a, b]
    tables = {name: pd.concat([side[name] for side in sides], ignore_index=True) for name in READS}
    return compare_pairs(tables, profiles, [(first, second)], relation)


def compare_pairs(
    tables: Tables, profiles: Mapping[str, Profile], pairs: Iterable[tuple[str, str]], relation: str
) -> Tables:
    """``pairs`` and ``changes`` for pairs of reports of the tables; pairs that share reports had better stand together."""
    made = []
    for some in _batches(pairs):
        ready = documents(tables, profiles, {report_id for pair in some for report_id in pair})
        made.append(compared([(ready[a], ready[b], relation) for a, b in some]))
    if len(made) == 1:
        return made[0]
    return {
        name: pd.concat([frame(name), *(one[name] for one in made)], ignore_index=True) for name in ("pairs", "changes")
    }


def _batches(pairs: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    reports: set[str] = set()
    some: list[tuple[str, str]] = []
    for pair in pairs:
        if some and len(reports.union(pair)) > TOGETHER:
            yield some
            reports, some = set(), []
        reports.update(pair)
        some.append(pair)
    if some:
        yield some


def compared(wanted: Sequence[Wanted]) -> Tables:
    """``pairs`` and ``changes`` of documents of one batch paired by a relation."""
    aligned: list[Aligned] = [(a, b, align(a, b)) for a, b, _ in wanted]
    batch = wanted[0][0].batch
    rows = rows_of(batch, aligned)
    return {"pairs": _pairs(batch, wanted, rows), "changes": _changes(batch, wanted, rows)}


def doubts(changes: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``problems`` for reports against which nothing can be said to be added or removed: text may be lost."""
    sources = dict(zip(reports["report_id"], reports["source"], strict=True))
    rows = []
    doubtful = changes[changes["op"] == "unclear"]
    for pair, unclear in doubtful.groupby("pair_id", sort=True) if len(doubtful) else ():
        row = unclear.iloc[0]
        lost = row["b_report"] if pd.isna(row["b_start"]) else row["a_report"]
        detail = f"文本可能不完整，对照 {pair} 中有 {len(unclear)} 处无法判断是新增还是删除 / text may be lost: unclear changes"
        rows.append(
            {"source": sources.get(lost, ""), "report_id": lost, "stage": "diff", "code": "unclear", "detail": detail}
        )
    return frame("problems", rows)


# --- changes ----------------------------------------------------------------------------------------------------------


def _changes(batch: Batch, wanted: Sequence[Wanted], rows: Rows) -> pd.DataFrame:
    return from_arrays("changes", {
        "pair_id": _objects([pair_id(a, b) for a, b, _ in wanted])[rows.pair],
        "a_report": _objects([a.report_id for a, _, _ in wanted])[rows.pair],
        "b_report": _objects([b.report_id for _, b, _ in wanted])[rows.pair],
        **_offsets("a", batch, rows.a), **_offsets("b", batch, rows.b),
        "op": _objects(OPS)[rows.op], "similarity": similarity_of(batch, rows),
        "order": np.arange(len(rows.pair)) - np.searchsorted(rows.pair, rows.pair), "edits": edits_of(batch, rows),
    })  # fmt: skip


def pair_id(a: Document, b: Document) -> str:
    """The name of a pair in the tables."""
    return f"{a.report_id}~{b.report_id}"


def _objects(values: Sequence[Any]) -> NDArray[np.object_]:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made


def _offsets(name: str, batch: Batch, runs: Numbers) -> dict[str, Any]:
    none = runs[:, 0] == NONE
    first, last = np.where(none, 0, runs[:, 0]), np.where(none, 0, runs[:, 1] - 1)
    return {f"{name}_start": pd.arrays.IntegerArray(batch.start[first], none),
            f"{name}_end": pd.arrays.IntegerArray(batch.end[last], none.copy())}  # fmt: skip


# --- pairs ------------------------------------------------------------------------------------------------------------


def _pairs(batch: Batch, wanted: Sequence[Wanted], rows: Rows) -> pd.DataFrame:
    a_share, b_share = (_shares(batch, rows, runs, len(wanted)) for runs in (rows.a, rows.b))
    kept, in_order = (sizes.tolist() for sizes in _kept(batch, rows, len(wanted)))
    made = []
    shares = zip(a_share.tolist(), b_share.tolist(), strict=True)
    for (a, b, relation), (mine, theirs), words, least in zip(wanted, shares, kept, in_order, strict=True):
        made.append({
            "pair_id": pair_id(a, b), "a_report": a.report_id, "b_report": b.report_id, "relation": relation,
            "years_apart": None if a.year is None or b.year is None else b.year - a.year,
            "cosine": similarity.cosine(a.counts, b.counts),
            "jaccard": similarity.jaccard(a.counts, b.counts),
            "minimum_edit": similarity.minimum_edit(a.said, b.said, least),
            "simple": similarity.simple(words, len(a.said), len(b.said)),
            "same_share": theirs[SAME] + theirs[FIGURES] + theirs[MOVED],
            "edited_share": theirs[EDITED], "added_share": theirs[ADDED], "removed_share": mine[REMOVED],
        })  # fmt: skip
    return frame("pairs", made)


def _kept(batch: Batch, rows: Rows, pairs: int) -> tuple[Numbers, Numbers]:
    """Words of ``a`` that stand unchanged in the sentence of ``b`` that answers to theirs, of each pair: all, and in place."""
    matched, words = rows.matched, batch.words
    runs = (words.said_at[side[matched]] for side in (rows.a, rows.b))
    kept = longest(codes_of(words.said), words.kinds, *runs)
    of = rows.pair[matched]
    whole, in_place = (
        np.bincount(of, weights=found, minlength=pairs) for found in (kept, kept * rows.in_place[matched])
    )
    return whole.astype(np.int64), in_place.astype(np.int64)


def _shares(batch: Batch, rows: Rows, runs: Numbers, pairs: int) -> NDArray[np.float64]:
    """Share of one report's characters under each op, of each pair."""
    mine = np.flatnonzero(runs[:, 0] != NONE)
    size = batch.end[runs[mine, 1] - 1] - batch.start[runs[mine, 0]]
    sizes = np.bincount(rows.pair[mine] * len(OPS) + rows.op[mine], weights=size, minlength=pairs * len(OPS))
    sizes = sizes.reshape(pairs, len(OPS))
    return sizes / np.maximum(sizes.sum(axis=1, keepdims=True), 1)
