"""Aligned sentences as rows of ``changes``: what became of each, and which words differ.

Each sentence of both reports stands in exactly one row. ``op`` tells the wording first: same, figures (only the figures
differ), edited; where the wording is the same and it stands elsewhere (out of order, or in a section that answers to another
one): moved. What has no counterpart is added or removed; where the report that lacks it is doubtful (its text may have
been lost), it is ``unclear``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import compute

from pipeline.diff import wording
from pipeline.diff.align import Matches
from pipeline.diff.document import Batch, Document
from pipeline.diff.letters import dense
from pipeline.diff.likeness_runs import likeness
from pipeline.diff.ragged import Numbers, bounds
from pipeline.spotting import codes_of

OPS = ("same", "figures", "moved", "edited", "added", "removed", "unclear")
SAME, FIGURES, MOVED, EDITED, ADDED, REMOVED, UNCLEAR = range(len(OPS))
Aligned = tuple[Document, Document, Matches]
NONE = -1


@dataclass(frozen=True)
class Rows:
    """Rows of several pairs, pair by pair, in the order of a side-by-side view.

    ``pair`` numbers the pairs. ``a`` and ``b`` are runs of sentences of the batch, one row (first, stop) each; -1 twice
    where a side is empty. ``op`` is an index into ``OPS``. ``in_place``: both sides stand in one order with all others in
    place.
    """

    pair: Numbers
    a: Numbers
    b: Numbers
    op: Numbers
    in_place: NDArray[np.bool_]

    @property
    def matched(self) -> Numbers:
        """The rows that have both sides."""
        return np.flatnonzero((self.a[:, 0] != NONE) & (self.b[:, 0] != NONE))


def rows_of(batch: Batch, pairs: Sequence[Aligned]) -> Rows:
    """The rows of aligned reports of one batch."""
    found = [_sides(*pair) for pair in pairs]
    a, b, op = (np.concatenate([rows[k] for rows in found]) for k in range(3))
    rows = Rows(np.repeat(np.arange(len(found)), [len(rows[2]) for rows in found]), a, b, op, op == SAME)
    _tell_wording(batch, rows)
    return rows


def _sides(a: Document, b: Document, matches: Matches) -> tuple[Numbers, Numbers, Numbers]:
    """Both sides of a pair's rows, in order, and what their places alone tell: same or moved, or the op of one side."""
    mine, theirs, in_place = matches.a, matches.b, matches.in_place
    gone, new = _free(mine, len(a)), _free(theirs, len(b))
    none = np.full((len(gone) + len(new), 2), NONE)
    behind = _behind(mine[in_place, 0], theirs[in_place, 1] - 1, len(a))[gone]
    sides = _in_batch(a, mine, _single(gone), none[: len(new)]), _in_batch(b, theirs, none[: len(gone)], _single(new))
    lone = np.repeat([UNCLEAR if b.doubtful else REMOVED, UNCLEAR if a.doubtful else ADDED], [len(gone), len(new)])
    op = np.concatenate([np.where(in_place, SAME, MOVED), lone])
    place = np.concatenate([theirs[:, 0], behind, new])
    order = np.lexsort((np.concatenate([np.zeros(len(mine)), gone + 1, np.zeros(len(new))]), place))
    return sides[0][order], sides[1][order], op[order]


def _in_batch(document: Document, *runs: Numbers) -> Numbers:
    """Runs of a report's sentences by their numbers in the batch."""
    joined = np.concatenate(runs)
    return np.where(joined == NONE, NONE, joined + document.sentences.start)


def _single(sentences: Numbers) -> Numbers:
    """A run for each sentence."""
    return np.column_stack([sentences, sentences + 1])


def _free(runs: Numbers, size: int) -> Numbers:
    """The sentences of a report that stand in none of the runs."""
    steps = np.zeros(size + 1, dtype=np.int64)
    steps[runs[:, 0]] += 1
    np.subtract.at(steps, runs[:, 1], 1)
    return np.flatnonzero(np.cumsum(steps[:-1]) == 0)


def _behind(mine: Numbers, theirs: Numbers, size: int) -> Numbers:
    """For each sentence of ``a`` the last one of ``b`` that answers to it or to the nearest before it; -1 before the first."""
    nearest = np.full(size, -1, dtype=np.int64)
    nearest[mine] = np.arange(len(mine))
    return np.concatenate([theirs, [NONE]])[np.maximum.accumulate(nearest)]


def _tell_wording(batch: Batch, rows: Rows) -> None:
    matched = rows.matched
    same = _equal(batch.plain, batch.plain_id, rows.a[matched], rows.b[matched])
    rows.op[matched[~same]] = EDITED
    rest = matched[~same]
    figures = _equal(batch.masked, batch.masked_id, rows.a[rest], rows.b[rest])
    rows.op[rest[figures]] = FIGURES


def _equal(wordings: Sequence[str], ids: Numbers, a: Numbers, b: Numbers) -> NDArray[np.bool_]:
    """Which runs have the same wording."""
    equal = ids[a[:, 0]] == ids[b[:, 0]]
    for k in np.flatnonzero((a[:, 1] - a[:, 0] > 1) | (b[:, 1] - b[:, 0] > 1)).tolist():
        equal[k] = "".join(wordings[slice(*a[k])]) == "".join(wordings[slice(*b[k])])
    return equal


def similarity_of(batch: Batch, rows: Rows) -> NDArray[np.float64]:
    """1 - Indel distance / characters of the two sides' plain wordings; 0 for a side alone."""
    found = np.where(rows.op <= MOVED, 1.0, 0.0)
    differ = np.flatnonzero((rows.op == FIGURES) | (rows.op == EDITED))
    codes, kinds = dense(codes_of("".join(batch.plain)))
    at = bounds([len(wording) for wording in batch.plain])
    found[differ] = likeness(codes.astype(np.uint32), kinds, at[rows.a[differ]], at[rows.b[differ]])
    return found


def edits_of(batch: Batch, rows: Rows) -> NDArray[np.object_]:
    """The words that differ in each row whose two sides do, as the ``edits`` column keeps them; None for the others."""
    found = np.full(len(rows.op), None, dtype=object)
    differ = np.flatnonzero((rows.op == FIGURES) | (rows.op == EDITED))
    words = batch.words
    a, b = words.token_at[rows.a[differ]], words.token_at[rows.b[differ]]
    marks, many = wording.all_changed(words.tokens, a, b)
    spans = [
        _stretch(batch, np.repeat(runs, many, axis=0), part) for runs, part in ((a, marks[:, :2]), (b, marks[:, 2:]))
    ]
    found[differ] = _told(np.concatenate(spans, axis=1), many)
    return found


def _told(spans: Numbers, many: Numbers) -> NDArray[np.object_]:
    """Rows of numbers as JSON: so many of them each time as one list."""
    numbers = [pa.array(column).cast(pa.string()) for column in spans.T]
    one = compute.binary_join_element_wise(*numbers, ",")
    lists = pa.ListArray.from_arrays(pa.array(bounds(many), pa.int32()), one)
    opened, closed = (pa.array(np.where(many > 0, 2 * sign, sign).astype(object), pa.string()) for sign in "[]")
    told = compute.binary_join_element_wise(opened, compute.binary_join(lists, "],["), closed, "")
    return told.to_numpy(zero_copy_only=False)


def _stretch(batch: Batch, run: Numbers, part: Numbers) -> Numbers:
    """Where part of a run's tokens stands in the text; an empty one in front of the token that follows, else at the end."""
    start, end = np.append(batch.words.token_start, 0), np.append(batch.words.token_end, 0)
    first, stop = (run[:, 0] + part[:, k] for k in (0, 1))
    last = np.where(run[:, 0] < run[:, 1], end[run[:, 1] - 1], 0)
    begin = np.where(first < run[:, 1], start[first], last)
    return np.column_stack([begin, np.where(first < stop, end[stop - 1], begin)])
