"""Year against year: which reports of a place are compared with which earlier one."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pipeline.diff.document import documents
from pipeline.diff.pairs import READS, compared
from pipeline.stage import Context, Step
from pipeline.tables import Tables


def run(tables: Tables, context: Context) -> Tables:
    """Compare every report of the shard with the year before of the same place and genre."""
    ready = documents(tables, context.profiles)
    return compared((ready[a], ready[b], "year") for a, b in year_pairs(tables["reports"]))


def year_pairs(reports: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """(earlier, later) report ids, by place, genre and year.

    Each report is paired with the annual report of the latest earlier year there is (the year before, unless that is
    missing from the corpus). A term report, which looks back over several years, and the annual report of the same year
    are two reports: each is paired with that annual report. A year that has a term report only lends it; of several
    annual reports of one year (a re-issue), the longest lends itself. Reports whose year is unknown are not paired.
    """
    dated = reports[reports["year"].notna() & (reports["region"] != "unknown")]
    place = dated["region_code"].where(dated["region_code"].notna(), dated["region"])
    for _, mine in sorted(dated.groupby(["profile", place], sort=True), key=lambda group: group[0]):
        yield from _consecutive(mine)


def _consecutive(mine: pd.DataFrame) -> Iterator[tuple[str, str]]:
    lender: str | None = None
    for _, same_year in mine.groupby("year", sort=True):
        ordered = same_year.assign(size=same_year["text"].str.len()).sort_values(
            ["term", "size", "report_id"], ascending=[True, False, True]
        )
        if lender is not None:
            yield from ((lender, report_id) for report_id in sorted(ordered["report_id"]))
        lender = str(ordered["report_id"].iloc[0])


STEP = Step("diff.pairs", reads=READS, writes=("pairs", "changes"), run=run, per="region", files=("masking",))
