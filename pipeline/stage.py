"""What a stage is made of: steps, each a plain function of tables, and the context it is given.

A :class:`Step` declares what it reads and writes and per which unit its rows are made, so that the engine can split
the work into shards, run it anywhere and make only those units again whose inputs changed. A step never opens a file.

Where a step needs something of the whole corpus (word weights, training examples, candidates for reuse), it says so
as map and reduce: ``survey`` takes one shard's tables to a small partial result, ``merge`` takes all partial results
to one corpus value, ``select`` picks from that value what one shard uses. Only a change in what ``select`` returns
makes a shard's rows again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from pipeline.profiles import Profile
from pipeline.store import shard_of
from pipeline.tables import Tables


def _no_rows(table: str, report_ids: Sequence[str]) -> pd.DataFrame:
    raise LookupError(f"no rows of other shards at hand: {table} of {', '.join(report_ids)}")


@dataclass(frozen=True)
class Context:
    """What a step is given besides its tables.

    ``profiles``: id -> profile, always with ``other``. ``corpus``: what ``select`` returned for this shard, None where
    the step surveys nothing. ``rows(table, report_ids)``: rows of reports of other shards, for steps that compare
    across regions. ``segmenter``: how words are made (pkuseg, jieba or char). ``groups``: peer groups that the user
    states in groups.csv, name -> codes or names of places. ``labels``: corrections by hand (labels.csv), report_id ->
    [heading_start, heading_end, heading, role, topic]. ``shard_of(place)``: the shard that holds a place, for what a
    survey says of places.
    """

    profiles: Mapping[str, Profile]
    corpus: Any = None
    rows: Callable[[str, Sequence[str]], pd.DataFrame] = field(default=_no_rows, compare=False)
    segmenter: str = "pkuseg"
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[str, Sequence[Sequence[Any]]] = field(default_factory=dict)
    shard_of: Callable[[str], str] = field(default=shard_of, compare=False)


Run = Callable[[Tables, Context], Tables]


@dataclass(frozen=True)
class Step:
    """One step of a stage.

    ``per`` "report": ``run`` is given any batch of reports, and each report's rows depend on that report alone.
    ``per`` "place": ``run`` is given any places with all their reports, and a place's rows depend on its reports alone.
    ``per`` "region": ``run`` is given all places of a shard, and may read rows of other shards (``Context.rows``).
    ``labels``: a report's rows depend on its corrections by hand, too.
    ``without``: columns ("table.column") that it does not need, so that they are not read; words are the dearest.
    ``coded``: columns that it is given with a number for each distinct string, which cost less: see ``arrow.coded``.
    ``files``: the profile files (stems, as in ``Profile.data``) that it reads; empty means none.
    """

    name: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    run: Run
    per: Literal["report", "place", "region"] = "report"
    files: tuple[str, ...] = ()
    labels: bool = False
    without: tuple[str, ...] = ()
    coded: tuple[str, ...] = ()
    survey: Callable[[Tables, Context], Any] | None = None
    merge: Callable[[Sequence[Any], Context], Any] | None = None
    select: Callable[[Any, str], Any] | None = None
    """(corpus value, shard) -> the part that the shard's rows depend on; without it, each depends on the whole value."""
