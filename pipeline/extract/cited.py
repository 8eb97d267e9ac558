"""Who cites what, since when: each document that the reports name, with its first and last year and its reports."""

from __future__ import annotations

import pandas as pd

COLUMNS = ("work", "kind", "first", "last", "regions", "reports", "earliest")


def cited(citations: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """One row a document, the most widespread first.

    ``first`` and ``last`` are years reported on, ``earliest`` the places whose reports of the first year cite it.

    >>> reports = pd.DataFrame([{"report_id": "a", "region": "甲县", "year": 2019}, {"report_id": "b", "region": "乙县", "year": 2020}])
    >>> rows = pd.DataFrame({"report_id": ["a", "b"], "work": ["宪法", "宪法"], "kind": ["law", "law"]})
    >>> cited(rows, reports).to_numpy().tolist()
    [['宪法', 'law', 2019, 2020, 2, 2, '甲县']]
    """
    named = citations.loc[citations["work"] != "", ["report_id", "work", "kind"]].drop_duplicates(["report_id", "work"])
    told = named.merge(reports[["report_id", "region", "year"]], on="report_id").sort_values(["work", "year", "region"])
    rows = [
        (work, group["kind"].iloc[0], group["year"].min(), group["year"].max(), group["region"].nunique(), len(group),
         "、".join(dict.fromkeys(group.loc[group["year"] == group["year"].min(), "region"])))
        for work, group in told.groupby("work", sort=True)
    ]  # fmt: skip
    made = pd.DataFrame(rows, columns=list(COLUMNS))
    return made.sort_values(["regions", "reports", "work"], ascending=[False, False, True], ignore_index=True)


def citing(citations: pd.DataFrame, reports: pd.DataFrame, title: str) -> pd.DataFrame:
    """The reports that cite documents whose name holds ``title``: work, year, region, report_id, start."""
    hits = citations.loc[citations["work"].str.contains(title, regex=False), ["report_id", "work", "start"]]
    told = hits.merge(reports[["report_id", "region", "year"]], on="report_id")
    told = told.sort_values(["work", "year", "region", "start"])[["work", "year", "region", "report_id", "start"]]
    return told.drop_duplicates(["work", "report_id"], ignore_index=True)
