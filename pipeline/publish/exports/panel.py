"""The panel for Stata: a row a place and year, a variable an indicator and measure, with labels."""

from __future__ import annotations

import io

import pandas as pd

from pipeline.publish.corpus import Corpus

MEASURES = ("level", "change", "share")


def panel(corpus: Corpus) -> pd.DataFrame:
    """Places × years: region_code, region, profile, year, then ``<indicator>_<measure>``.

    Where several reports state a figure, the report of that very year wins, then the earliest statement.
    """
    table = corpus.read("observations")
    table = table[table["measure"].isin(MEASURES) & table["ref_year"].notna()]
    years = {i: r["year"] for i, r in corpus.reports.items()}
    own = (table["report_id"].map(years) != table["ref_year"]).fillna(True)
    table = table.assign(
        own=own, variable=table["indicator"] + "_" + table["measure"], region_code=table["region_code"].fillna("")
    )
    table = table.sort_values(["own", "report_id", "start"], kind="stable")
    keys = ["profile", "region_code", "region", "ref_year"]
    wide = table.drop_duplicates([*keys, "variable"]).pivot(index=keys, columns="variable", values="value")
    return wide.reset_index().rename(columns={"ref_year": "year"}).rename_axis(columns=None)


def stata_panel(corpus: Corpus) -> bytes:
    """The panel as a Stata 15 file (Unicode) with variable labels."""
    data = panel(corpus)
    data["year"] = data["year"].astype("int32")
    labels, names = {}, {}
    for column in data.columns[4:]:
        key, _, measure = column.rpartition("_")
        entry = next((e for p in corpus.profiles for k, e in corpus.indicators(p).items() if k == key), {})
        names[column] = f"{key[: 30 - len(measure)]}_{measure}"
        labels[names[column]] = (
            f"{entry.get('name', key)} {corpus.label('measure', measure)[0]} {entry.get('unit', '')}"[:80]
        )
    data = data.rename(columns=names)
    data = data.loc[:, ~data.columns.duplicated()]
    buffer = io.BytesIO()
    stamp = pd.Timestamp(2000, 1, 1).to_pydatetime()  # the same tables give the same bytes
    data.to_stata(buffer, write_index=False, version=118, variable_labels=labels, time_stamp=stamp)
    return buffer.getvalue()
