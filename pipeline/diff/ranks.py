"""Each place's rank among its peers, for every indicator and year.

Peers are the places of one level under the same parent, and the groups that the user states in ``groups.csv``. The value
of a year is the one that the place's own report on that year states (of several, the one without a narrower scope, then
the first). Ranks count from the highest value, whatever is better; ties share the mean rank and say so; a value that is
approximate keeps its mark; a peer without a value stands in the table without a rank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.diff.years import foremost, place_of
from pipeline.stage import Context, Step
from pipeline.store import shard_of
from pipeline.tables import Tables, frame

MEASURES = ("level", "change", "share")
PERIODS = ("year", "cumulative")
Row = dict[Any, Any]
KEY = ["profile", "indicator", "measure", "ref_year"]


@dataclass(frozen=True)
class Stated:
    """What one shard knows: its places (profile, place, region, level, parent_code) and their stated values."""

    places: pd.DataFrame
    values: pd.DataFrame


def survey(tables: Tables, context: Context) -> Stated:
    """Places and stated values of a shard."""
    reports = tables["reports"]
    dated = reports[reports["year"].notna() & (reports["region"] != "unknown")]
    dated = dated.assign(place=place_of(dated))
    last = dated.sort_values(["year", "report_id"]).groupby(["profile", "place"], sort=True).tail(1)
    chosen = [foremost(same) for _, same in dated.groupby(["profile", "place", "year"], sort=True)]
    mine = dated[dated["report_id"].isin(chosen)][["report_id", "place", "year"]]
    values = tables["observations"].merge(mine, on="report_id")
    values = values[
        (values["ref_year"] == values["year"]) & values["measure"].isin(MEASURES) & values["period"].isin(PERIODS)
    ]
    values = values.assign(narrow=values["scope"] != "").sort_values(["narrow", "start"], kind="stable")
    values = values.drop_duplicates(["place", *KEY])[[*KEY, "place", "report_id", "value", "approx"]]
    return Stated(last[["profile", "place", "region", "level", "parent_code"]].reset_index(drop=True),
                  values.reset_index(drop=True))  # fmt: skip


def merge(partials: Sequence[Stated], context: Context) -> dict[str, list[Row]]:
    """Shard -> rows of ``ranks`` of its places."""
    places = pd.concat([p.places for p in partials], ignore_index=True) if partials else pd.DataFrame()
    values = pd.concat([p.values for p in partials], ignore_index=True) if partials else pd.DataFrame()
    found: dict[str, list[Row]] = defaultdict(list)
    for group, members in peer_groups(places, context.groups):
        ranked = ranks(group, members, values[values["place"].isin(members["place"])])
        for row in ranked.to_dict("records"):
            found[shard_of(row.pop("place"))].append(row)
    return dict(sorted(found.items()))


def peer_groups(places: pd.DataFrame, stated: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, pd.DataFrame]]:
    """(name, members) of every group of two or more places with reports of one genre."""
    if places.empty:
        return
    known = places[places["parent_code"].notna() | (places["level"] == "province")]
    above = known["parent_code"].where(known["parent_code"].notna(), "")
    for (_, parent, level), members in known.groupby(["profile", above, "level"], sort=True):
        if len(members) > 1:
            yield f"{parent}/{level}", members
    for name, wanted in sorted(stated.items()):
        chosen = places[places["place"].isin(wanted) | places["region"].isin(wanted)]
        for _, members in chosen.groupby("profile", sort=True):
            if len(members) > 1:
                yield name, members


def ranks(group: str, members: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """A row for every member and figure that two or more members state (and ``place``)."""
    values = values[values["profile"] == members["profile"].iloc[0]]
    shared = values.groupby(KEY, sort=True)["place"].nunique()
    wanted = shared[shared > 1].index.to_frame(index=False)
    rows = wanted.merge(members[["place", "region"]], how="cross").merge(values, on=[*KEY, "place"], how="left")
    by = rows.groupby(KEY, sort=False)["value"]
    stated = rows["value"].notna()
    same = rows.groupby([*KEY, "value"], dropna=False)["place"].transform("size")
    return rows.assign(group=group, rank=by.rank(ascending=False, method="average"),
                       percentile=by.rank(method="max", pct=True), tied=stated & (same > 1))  # fmt: skip


def select(found: dict[str, list[Row]], shard: str) -> list[Row]:
    """The rows of a shard's places."""
    return found.get(shard, [])


def run(tables: Tables, context: Context) -> Tables:
    """The shard's rows, as they were ranked over the corpus."""
    return {"ranks": frame("ranks", context.corpus or ())}


STEP = Step("diff.ranks", reads=("reports", "observations"), writes=("ranks",), run=run, per="region", survey=survey,
            merge=merge, select=select)  # fmt: skip
