"""Each place's rank among its peers, for every indicator and year.

Peers are the places of one level under the same parent, and the groups that the user states in ``groups.csv``. The value
of a year is the one that the place's own report on that year states (of several, the one without a narrower scope, then
the first). Ranks count from the highest value, whatever is better; ties share the mean rank and say so; a value that is
approximate keeps its mark; a peer without a value stands in the table without a rank.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.diff.document import without
from pipeline.diff.ragged import Numbers, bounds, stretches
from pipeline.diff.ranking import Place, order_of, peer_groups
from pipeline.diff.years import Dated, dated, foremost
from pipeline.stage import Context, Step
from pipeline.tables import Tables, Values, frame, from_arrays

NEEDED = {
    "reports": ("profile", "region_code", "region", "level", "parent_code", "year", "text", "term"),
    "observations": ("indicator", "measure", "ref_year", "period", "scope", "start", "approx", "value"),
}
MEASURES = ("change", "level", "share")
APPROX = ("exact", "more", "less", "about")
PERIODS = ("year", "cumulative")
Ranked = dict[str, Values]
"""Columns of ``ranks``."""
VALUE = np.dtype([("place", "i4"), ("report", "i4"), ("indicator", "i2"), ("measure", "i1"), ("year", "i2"),
                  ("approx", "i1"), ("value", "f8")])  # fmt: skip
"""A stated value: names are numbers (places in lists), since the values of all shards meet in one process."""


class Stated(NamedTuple):
    """What one shard knows: places, the reports that stand for their years, names of indicators, values (packed)."""

    places: list[Place]
    reports: list[str]
    indicators: list[str]
    values: bytes


class Whole(NamedTuple):
    """What all shards know; the values by place."""

    places: list[Place]
    reports: list[str]
    indicators: list[str]
    values: NDArray[np.void]


def survey(tables: Tables, context: Context) -> Stated:
    """Places and stated values of a shard."""
    reports = dated(tables["reports"])
    places = _places(tables["reports"], reports)
    number = {(place.profile, place.place): k for k, place in enumerate(places)}
    chosen = foremost(reports)
    standing = {report.rank[2]: k for k, report in enumerate(chosen)}
    found = _values(tables["observations"], {report.rank[2]: report.year for report in chosen})
    indicators = sorted({indicator for _, indicator, _ in found})
    of_indicator = {name: k for k, name in enumerate(indicators)}
    values = [
        (number[chosen[k][:2]], k, of_indicator[indicator], MEASURES.index(measure), chosen[k].year, APPROX.index(approx), value)
        for (report_id, indicator, measure), (_, approx, value) in found.items() for k in (standing[report_id],)
    ]  # fmt: skip
    packed = zlib.compress(np.array(values, dtype=VALUE).tobytes(), 1)
    return Stated(places, [report.rank[2] for report in chosen], indicators, packed)


def _places(table: pd.DataFrame, reports: Iterable[Dated]) -> list[Place]:
    latest: dict[tuple[str, str], Dated] = {}
    for report in sorted(reports, key=lambda r: (r.year, r.rank[2])):
        latest.pop(report[:2], None)  # so that the latest of all stands last
        latest[report[:2]] = report
    regions, levels, parents = (table[name].tolist() for name in ("region", "level", "parent_code"))
    return [
        Place(
            profile, place, regions[r.row], levels[r.row], parents[r.row] if isinstance(parents[r.row], str) else None
        )
        for (profile, place), r in latest.items()
    ]


def _values(observations: pd.DataFrame, year_of: dict[str, int]) -> dict[tuple[str, str, str], tuple[Any, str, float]]:
    """What each report states about its own year: (report, indicator, measure) -> how far from first choice, approx, value."""
    names = ("report_id", "indicator", "measure", "period", "scope", "start", "approx", "value")
    columns = (observations[name].tolist() for name in names)
    found: dict[tuple[str, str, str], tuple[Any, str, float]] = {}
    for year, (report_id, indicator, measure, period, scope, start, approx, value) in zip(
        observations["ref_year"].fillna(-1).tolist(), zip(*columns, strict=True), strict=True
    ):
        if year_of.get(report_id) == year and measure in MEASURES and period in PERIODS:
            key, choice = (report_id, indicator, measure), (scope != "", start)
            if key not in found or choice < found[key][0]:
                found[key] = choice, approx, value
    return found


# --- over the corpus --------------------------------------------------------------------------------------------------


class _Ranked(NamedTuple):
    """Rows of ranks as numbers: of the group, the figure (see ``_figure``), the place and the value (-1: none stated)."""

    group: NDArray[np.int32]
    figure: NDArray[np.int32]
    place: NDArray[np.int32]
    value: NDArray[np.int32]
    rank: NDArray[np.float32]
    percentile: NDArray[np.float64]
    tied: NDArray[np.bool_]


class Ranks(Mapping[str, Ranked]):
    """Shard -> columns of ``ranks`` for its places, made when they are asked for: strings take ten times the memory."""

    def __init__(self, whole: Whole, groups: Sequence[str], found: Sequence[_Ranked], shard_of: Callable[[str], str]):
        columns: list[Any] = [np.concatenate(column) for column in zip(*found, strict=True)]
        place = columns[_Ranked._fields.index("place")] if found else np.zeros(0, dtype=np.int32)
        shards = {k: shard_of(whole.places[k].place) for k in np.unique(place).tolist()}
        names = sorted(set(shards.values()))
        numbers = {name: k for k, name in enumerate(names)}
        shard = np.array([numbers[shards[k]] if k in shards else -1 for k in range(len(whole.places))], dtype=np.int16)[
            place
        ]
        order = np.argsort(shard, kind="stable")
        edges = bounds(np.bincount(shard, minlength=len(names))).tolist()
        self._rows = {name: order[first:stop] for name, (first, stop) in zip(names, pairwise(edges), strict=True)}
        self._columns, self._whole, self._groups = columns, whole, groups

    def __getitem__(self, shard: str) -> Ranked:
        rows = self._rows[shard]
        return _columns(_Ranked(*[column[rows] for column in self._columns]), self._whole, self._groups)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def merge(partials: Sequence[Stated], context: Context) -> Ranks:
    """The ranks of all places in all their groups."""
    whole = _joined(partials)
    at = np.searchsorted(whole.values["place"], np.arange(len(whole.places) + 1))
    groups: list[str] = []
    found: list[_Ranked] = []
    for name, members in peer_groups(whole.places, context.groups):
        found.append(_ranked(len(groups), np.array(members), whole.values, at))
        groups.append(name)
    return Ranks(whole, groups, found, context.shard_of)


def _joined(partials: Iterable[Stated]) -> Whole:
    given = list(partials)
    indicators = sorted({name for partial in given for name in partial.indicators})
    number = {name: k for k, name in enumerate(indicators)}
    places: list[Place] = []
    reports: list[str] = []
    values = [np.zeros(0, dtype=VALUE)]
    for partial in given:
        mine = np.frombuffer(zlib.decompress(partial.values), dtype=VALUE).copy()
        mine["place"] += len(places)
        mine["report"] += len(reports)
        mine["indicator"] = np.array([number[name] for name in partial.indicators], dtype="i2")[mine["indicator"]]
        values.append(mine)
        places += partial.places
        reports += partial.reports
    whole = np.concatenate(values)
    return Whole(places, reports, indicators, whole[np.argsort(whole["place"], kind="stable")])


_YEARS = 10_000


def _figure(values: NDArray[np.void]) -> Numbers:
    """One number for indicator, measure and year, in the order of their names."""
    kind = values["indicator"].astype(np.int64) * len(MEASURES) + values["measure"]
    return np.asarray(kind * _YEARS + values["year"])


def _ranked(group: int, members: Numbers, values: NDArray[np.void], at: Numbers) -> _Ranked:
    """A row for every member and every figure that two or more members state."""
    many = at[members + 1] - at[members]
    mine = stretches(at[members], many)
    member = np.repeat(np.arange(len(members)), many)
    figures, row, count = np.unique(_figure(values[mine]), return_inverse=True, return_counts=True)
    shared = np.flatnonzero(count[row] > 1)
    figures, row = figures[count > 1], (np.cumsum(count > 1) - 1)[row]
    cell = np.full((len(figures), len(members)), -1, dtype=np.int64)
    cell[row[shared], member[shared]] = mine[shared]
    stated = np.full(cell.shape, np.nan)
    stated[cell >= 0] = values["value"][cell[cell >= 0]]
    order = order_of(stated)
    rows = (np.full(cell.size, group), np.repeat(figures, len(members)), np.tile(members, len(figures)), cell.ravel())
    group_, figure, place, value = (column.astype(np.int32) for column in rows)
    rank = order.rank.ravel().astype(np.float32)  # whole or half numbers
    return _Ranked(group_, figure, place, value, rank, order.percentile.ravel(), order.tied.ravel())


def _columns(ranked: _Ranked, whole: Whole, groups: Sequence[str]) -> Ranked:
    kind, year = np.divmod(ranked.figure, _YEARS)
    indicator, measure = np.divmod(kind, len(MEASURES))
    missing = ranked.value < 0
    values = whole.values[ranked.value]
    places = [whole.places[k] for k in ranked.place.tolist()]
    report = [
        None if none else whole.reports[k] for k, none in zip(values["report"].tolist(), missing.tolist(), strict=True)
    ]
    approx = [None if none else APPROX[k] for k, none in zip(values["approx"].tolist(), missing.tolist(), strict=True)]
    names: dict[str, Sequence[Any]] = {
        "group": [groups[k] for k in ranked.group.tolist()], "profile": [p.profile for p in places],
        "indicator": [whole.indicators[k] for k in indicator.tolist()], "measure": [MEASURES[k] for k in measure.tolist()],
        "region": [p.region for p in places], "report_id": report, "approx": approx,
    }  # fmt: skip
    return {
        **{name: np.array(column, dtype=object) for name, column in names.items()},
        "ref_year": year.astype(np.int64), "value": np.where(missing, np.nan, values["value"]),
        "rank": ranked.rank.astype(np.float64), "percentile": ranked.percentile, "tied": ranked.tied,
    }  # fmt: skip


def select(found: Ranks, shard: str) -> Ranked | None:
    """The rows of a shard's places."""
    return found.get(shard)


def run(tables: Tables, context: Context) -> Tables:
    """The shard's rows, as they were ranked over the corpus."""
    return {"ranks": from_arrays("ranks", context.corpus) if context.corpus else frame("ranks")}


STEP = Step("diff.ranks", reads=tuple(NEEDED), writes=("ranks",), run=run, per="region", survey=survey, merge=merge,
            select=select, without=without(NEEDED))  # fmt: skip
