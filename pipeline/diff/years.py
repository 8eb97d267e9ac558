"""Year against year: which reports of a place are compared with which earlier one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from pipeline.diff.document import documents
from pipeline.diff.pairs import READS, WITHOUT, compared, doubts
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
    mine: dict[tuple[str, str], dict[int, list[_Rank]]] = {}
    places = zip(dated["profile"], place_of(dated), dated["year"], strict=True)
    for (genre, place, year), rank in zip(places, _ranks(dated), strict=True):
        mine.setdefault((genre, place), {}).setdefault(int(year), []).append(rank)
    for _, by_year in sorted(mine.items()):
        yield from _consecutive(by_year)


_Rank = tuple[bool, int, str]
"""Whether it is a term report, its length (negative), its id: the least of a place and year stands for them."""


def _ranks(reports: pd.DataFrame) -> list[_Rank]:
    given = zip(reports["term"], reports["text"], reports["report_id"], strict=True)
    return [(bool(term), -len(text), report_id) for term, text, report_id in given]


def _consecutive(by_year: Mapping[int, Sequence[_Rank]]) -> Iterator[tuple[str, str]]:
    lender: str | None = None
    for _, ranks in sorted(by_year.items()):
        if lender is not None:
            yield from ((lender, report_id) for report_id in sorted(report_id for _, _, report_id in ranks))
        lender = min(ranks)[2]


def foremost(same_year: pd.DataFrame) -> str:
    """The report that stands for a place and year: an annual one before a term report, then the longest."""
    return min(_ranks(same_year))[2]


def place_of(reports: pd.DataFrame) -> pd.Series:
    """What names the place of each report: its code, or its name where it has none."""
    return reports["region_code"].where(reports["region_code"].notna(), reports["region"])


STEP = Step(
    "diff.pairs",
    reads=READS,
    writes=("pairs", "changes", "problems"),
    run=run,
    per="region",
    files=("masking",),
    without=WITHOUT,
)
