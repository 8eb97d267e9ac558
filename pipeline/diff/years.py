"""Year against year: which reports of a place are compared with which earlier one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from pipeline.diff.pairs import READS, WITHOUT, compare_pairs, doubts
from pipeline.stage import Context, Step
from pipeline.store import region_key
from pipeline.tables import Tables


def run(tables: Tables, context: Context) -> Tables:
    """Compare every report of the shard with the year before of the same place and genre."""
    made = compare_pairs(tables, context.profiles, year_pairs(tables["reports"]), "year")
    return {**made, "problems": doubts(made["changes"], tables["reports"])}


def year_pairs(reports: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """(earlier, later) report ids, by place, genre and year.

    Each report is paired with the annual report of the latest earlier year there is: the year before, unless that is
    missing from the corpus (``pairs.years_apart`` says how many years lie between). A term report, which looks back over
    several years, and the annual report of the same year are two reports: each is paired with that annual report. A year
    that has a term report only lends it; of several annual reports of one year (a re-issue), the longest lends itself.
    Reports whose year is unknown are not paired.
    """
    mine: dict[tuple[str, str], dict[int, list[_Rank]]] = {}
    for report in dated(reports):
        mine.setdefault((report.profile, report.place), {}).setdefault(report.year, []).append(report.rank)
    for _, by_year in sorted(mine.items()):
        yield from _consecutive(by_year)


_Rank = tuple[bool, int, str]
"""Whether it is a term report, its length (negative), its id: the least of a place and year stands for them."""


class Dated(NamedTuple):
    """A report whose place and year are known: which row of ``reports`` it is, and what tells it from its like."""

    profile: str
    place: str
    year: int
    rank: _Rank
    row: int


def dated(reports: pd.DataFrame) -> list[Dated]:
    """The reports of known place and year, in the order of the table."""
    known = (reports["year"].notna() & (reports["region"] != "unknown")).tolist()
    years = reports["year"].fillna(0).tolist()
    names = ("profile", "region_code", "region", "term", "text", "report_id")
    rows = zip(*(reports[name].tolist() for name in names), strict=True)
    return [
        Dated(profile, region_key(code, region), years[k], (bool(term), -len(text), report_id), k)
        for k, (profile, code, region, term, text, report_id) in enumerate(rows)
        if known[k]
    ]


def foremost(reports: Sequence[Dated]) -> list[Dated]:
    """The report that stands for each place and year, an annual one before a term report, then the longest: by place."""
    best: dict[tuple[str, str, int], Dated] = {}
    for report in reports:
        key = report[:3]
        if key not in best or report.rank < best[key].rank:
            best[key] = report
    return [best[key] for key in sorted(best)]


def _consecutive(by_year: Mapping[int, Sequence[_Rank]]) -> Iterator[tuple[str, str]]:
    lender: str | None = None
    for _, ranks in sorted(by_year.items()):
        if lender is not None:
            yield from ((lender, report_id) for report_id in sorted(report_id for _, _, report_id in ranks))
        lender = min(ranks)[2]


STEP = Step(
    "diff.pairs",
    reads=READS,
    writes=("pairs", "changes", "problems"),
    run=run,
    per="place",
    files=("masking",),
    without=WITHOUT,
    coded=("sentences.words",),
)
