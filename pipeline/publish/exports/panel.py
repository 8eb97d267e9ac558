"""The panel for Stata: a row a place and year, a variable an indicator and measure, with labels."""

from __future__ import annotations

import io

import pandas as pd

from pipeline.publish.corpus import Corpus

MEASURES = ("level", "change", "share")
KEYS = ["profile", "region_code", "region", "ref_year"]
LONGEST_NAME = 32
LONGEST_LABEL = 80
STAMP = pd.Timestamp(2000, 1, 1).to_pydatetime()
"""The same tables give the same bytes."""


def panel(corpus: Corpus) -> pd.DataFrame:
    """Places × years, long: the keys, indicator, measure, unit, value and approx, one row of each.

    Where several reports state a figure, the report of that very year wins, then the earliest statement.
    """
    table = corpus.read("observations")
    table = table[table["measure"].isin(MEASURES) & table["ref_year"].notna()]
    years = {i: r["year"] for i, r in corpus.reports.items()}
    late = (table["report_id"].map(years) != table["ref_year"]).fillna(True)
    table = table.assign(late=late, region_code=table["region_code"].fillna(""))
    table = table.sort_values(["late", "report_id", "start"], kind="stable")
    chosen = table.drop_duplicates([*KEYS, "indicator", "measure", "unit"])
    return chosen[[*KEYS, "indicator", "measure", "unit", "value", "approx"]]


def stata_panel(corpus: Corpus) -> bytes:
    """The panel as a Stata 15 file (Unicode): a variable an indicator, measure and unit, and one that marks approximate values.

    Variables are labelled in both languages; where an indicator stands in two units, each has a variable of its own.
    """
    long, taken = panel(corpus), set(KEYS)
    wide = long[KEYS].drop_duplicates().sort_values(KEYS).set_index(KEYS)
    labels = {"profile": "体裁 genre", "region_code": "行政区划代码 GB/T 2260 code", "region": "地区 place", "year": "年份 year"}  # fmt: skip
    made = {}
    sizes = long.groupby(["indicator", "measure", "unit"], sort=False).size().reset_index(name="n")
    for key, measure, unit in sizes.sort_values(["indicator", "measure", "n"], ascending=[True, True, False], kind="stable")[
        ["indicator", "measure", "unit"]
    ].itertuples(index=False):  # fmt: skip
        mine = long[(long["indicator"] == key) & (long["measure"] == measure) & (long["unit"] == unit)].set_index(KEYS)
        name = _name(f"{key}_{measure}", taken)
        zh, en = next((corpus.indicator(p, key) for p in corpus.profiles if key in corpus.indicators(p)), [key, key])
        label = f"{zh}（{corpus.label('measure', measure)[0]}，{unit}）{en}"
        made[name], labels[name] = mine["value"], label[:LONGEST_LABEL]
        inexact = _name(f"{name[: LONGEST_NAME - 2]}_a", taken)
        made[inexact], labels[inexact] = mine["approx"].ne("exact").astype(float), f"{zh}：约数为 1 / 1 = approximate"[:LONGEST_LABEL]  # fmt: skip
    data = (
        pd.concat([wide, pd.DataFrame(made, index=wide.index)], axis=1)
        .reset_index()
        .rename(columns={"ref_year": "year"})
    )
    data["year"] = data["year"].astype("int32")
    buffer = io.BytesIO()
    data.to_stata(buffer, write_index=False, version=118, variable_labels=labels, time_stamp=STAMP)
    return buffer.getvalue()


def _name(wanted: str, taken: set[str]) -> str:
    """A variable's name in Stata's 32 characters, different from all before."""
    name, number = wanted[:LONGEST_NAME], 2
    while name in taken:
        end = f"_{number}"
        name, number = wanted[: LONGEST_NAME - len(end)] + end, number + 1
    taken.add(name)
    return name
