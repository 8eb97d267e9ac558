"""Year against year: which reports of a place are compared with which earlier one."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pipeline.diff.document import documents
from pipeline.diff.pairs import READS, compared, doubts
from pipeline.stage import Context, Step
from pipeline.tables import Tables


def run(tables: Tables, context: Context) -> Tables:
    """Compare every report of the shard with the year before of the same place and genre."""
    ready = documents(tables, context.profiles)
    made = compared((ready[a], ready[b], "year") for a, b in year_pairs(tables["reports"]))
    return {**made, "problems": doubts(made["changes"], tables["reports"])}


def year_pairs(reports: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """(earlier, later) report ids, by place, genre and year.

    Each report is paired with the annual report of the latest earlier year there is: the year before, unless that is
    missing from the corpus (``pairs.years_apart`` says how many years lie between). A term report, which looks back over
    several years, and the annual report of the same year are two reports: each is paired with that annual report. A year
    that has a term report only lends it; of several annual reports of one year (a re-issue), the longest lends itself.
    Reports whose year is unknown are not paired.
    """
    dated = reports[reports["year"].notna() & (reports["region"] != "unknown")]
    for _, mine in dated.groupby(["profile", place_of(dated)], sort=True):
        yield from _consecutive(mine)


def _consecutive(mine: pd.DataFrame) -> Iterator[tuple[str, str]]:
    lender: str | None = None
    for _, same_year in mine.groupby("year", sort=True):
        if lender is not None:
            yield from ((lender, report_id) for report_id in sorted(same_year["report_id"]))
        lender = foremost(same_year)


def foremost(same_year: pd.DataFrame) -> str:
    """The report that stands for a place and year: an annual one before a term report, then the longest."""
    sized = same_year.assign(size=same_year["text"].str.len())
    return str(sized.sort_values(["term", "size", "report_id"], ascending=[True, False, True])["report_id"].iloc[0])


def place_of(reports: pd.DataFrame) -> pd.Series:
    """What names the place of each report: its code, or its name where it has none."""
    return reports["region_code"].where(reports["region_code"].notna(), reports["region"])


STEP = Step(
    "diff.pairs", reads=READS, writes=("pairs", "changes", "problems"), run=run, per="region", files=("masking",)
)
