"""Links as columns of their table, many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pandas as pd

from pipeline.diff.links_passages import Sentences
from pipeline.tables import frame, from_arrays

NO_FIGURES = "[]"


@dataclass(frozen=True)
class Rows:
    """Links of one kind: sentences of ``a`` and those of ``b`` that they lead to, by number; -1 where there is none.

    ``figures``, ``met``: as the table's columns; empty where links of the kind have none.
    """

    kind: str
    a: Sentences
    b: Sentences
    mine: np.ndarray
    told: np.ndarray
    score: np.ndarray
    status: Sequence[str]
    figures: Sequence[str] = ()
    met: Sequence[bool | None] = ()


def table_of(rows: Sequence[Rows]) -> pd.DataFrame:
    """The ``links`` table of all of them, in order."""
    rows = [some for some in rows if len(some.mine)]
    if not rows:
        return frame("links")
    counts = [len(some.mine) for some in rows]

    def repeated(values: Sequence[str]) -> np.ndarray:
        return np.repeat(np.array(values, dtype=object), counts)

    none = np.concatenate([some.told for some in rows]) < 0
    met = list(chain.from_iterable(some.met or [None] * len(some.mine) for some in rows))
    columns = {
        "kind": repeated([some.kind for some in rows]),
        "a_report": repeated([some.a.report_id for some in rows]),
        "a_start": _offsets((some.a.start, some.mine) for some in rows),
        "a_end": _offsets((some.a.end, some.mine) for some in rows),
        "b_report": repeated([some.b.report_id for some in rows]),
        "b_start": pd.arrays.IntegerArray(_offsets((some.b.start, some.told) for some in rows), none),
        "b_end": pd.arrays.IntegerArray(_offsets((some.b.end, some.told) for some in rows), none.copy()),
        "status": _texts(some.status for some in rows),
        "score": np.concatenate([some.score for some in rows]),
        "figures": _texts(some.figures or [NO_FIGURES] * len(some.mine) for some in rows),
        "met": pd.array(met, dtype=pd.BooleanDtype()),
    }
    return from_arrays("links", columns)


def _offsets(parts: Iterable[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    return np.concatenate([offsets[numbers] for offsets, numbers in parts])


def _texts(parts: Iterable[Sequence[str]]) -> np.ndarray:
    return np.array(list(chain.from_iterable(parts)), dtype=object)
