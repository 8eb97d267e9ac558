"""What does not add up: inside a report, against the report before it, and passages with another place's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import pandas as pd

from pipeline.diff.document import without
from pipeline.diff.findings_conflicts import conflicts
from pipeline.diff.findings_figures import COLUMNS, Row, Told, finding, patterns_of, told
from pipeline.diff.findings_growth import growths
from pipeline.diff.findings_growth_checked import growth_disagrees
from pipeline.diff.findings_jumps import jumps, jumps_told
from pipeline.diff.findings_meetings import Levels, levels_of
from pipeline.diff.findings_parts import parts_do_not_sum
from pipeline.diff.findings_rates import rates_contradict
from pipeline.diff.findings_relations import relations_broken
from pipeline.diff.findings_stale import Taken, repeated, stale, taken_over, telling_figures
from pipeline.diff.findings_things import with_things
from pipeline.diff.findings_years import findings_against_past, misquotes
from pipeline.profiles import Profile
from pipeline.stage import Context, Step
from pipeline.tables import Tables, frame

T = TypeVar("T")


def run(tables: Tables, context: Context) -> Tables:
    """Findings of every place of the shard."""
    reports = tables["reports"]
    known = told(tables)
    keys = zip(
        reports["profile"], reports["region_code"].where(reports["region_code"].notna(), reports["region"]), strict=True
    )
    place = dict(zip(reports["report_id"], keys, strict=True))
    mine: dict[Place, list[Told]] = {}
    for report_id in sorted(known, key=lambda i: (known[i].year is not None, known[i].year or 0, i)):
        mine.setdefault(place[report_id], []).append(known[report_id])
    taken = _by_place(taken_over(tables["pairs"], tables["changes"]), place)
    passages = _by_place(_with_names(tables["reuse"]), place)
    rows: list[Row] = []
    for genre, region in sorted(mine):
        profile = context.profiles.get(genre, context.profiles["other"])
        rows += _place_findings(mine[genre, region], taken.get((genre, region), ()), profile)
        rows += foreign_names(known, passages.get((genre, region), ()))
    return {"findings": frame("findings", rows)}


Place = tuple[str, str]
"""A genre, and the code or name of a region."""


def _by_place(rows: Iterable[tuple[str, str, T]], place: Mapping[str, Place]) -> dict[Place, list[tuple[str, str, T]]]:
    """What is told of two reports (earlier, later, what), by the place of the later."""
    found: dict[Place, list[tuple[str, str, T]]] = {}
    for row in rows:
        if row[1] in place:
            found.setdefault(place[row[1]], []).append(row)
    return found


def _place_findings(reports: Sequence[Told], taken: Iterable[Taken], profile: Profile) -> Iterator[Row]:
    patterns = patterns_of(profile)
    reports = [with_things(report, patterns) for report in reports]
    by_id = {report.report_id: report for report in reports}
    levels = levels_of(reports, patterns)
    found: list[Row] = []
    for report in reports:
        found += _report_findings(report, reports, levels, profile)
    found += jumps(reports, patterns)
    telling = {report.report_id: telling_figures(report, patterns) for report in reports}
    for a, b, spans in taken:
        if a in by_id:
            rows = list(stale(by_id[a], by_id[b], spans, telling))
            found += rows
            found += repeated(by_id[a], by_id[b], telling, [(row["start"], row["end"]) for row in rows], patterns)
    yield from _told_once(found)


def _report_findings(
    report: Told, reports: Sequence[Told], levels: Mapping[str, Levels], profile: Profile
) -> Iterator[Row]:
    patterns = patterns_of(profile)
    changes = list(growths(report, patterns))
    yield from parts_do_not_sum(report, patterns)
    yield from rates_contradict(report, patterns)
    yield from growth_disagrees(
        report, [g for g in changes if not misquotes(report, g, reports, levels, patterns)], patterns
    )
    yield from jumps_told(report, changes, patterns)
    yield from conflicts(report, patterns)
    yield from relations_broken(report, profile, patterns)
    yield from findings_against_past(report, changes, reports, levels, patterns)


LEAST_TELLING = ("relation_broken", "jump")
"""What is left out where more is said."""


def _told_once(rows: Sequence[Row]) -> Iterator[Row]:
    """Without relations and jumps of figures of most of which something more telling is said."""
    telling: dict[str, list[Row]] = {}
    for row in rows:
        if row["type"] not in LEAST_TELLING:
            telling.setdefault(row["report_id"], []).append(row)
    for row in rows:
        others = telling.get(row["report_id"], ()) if row["type"] in LEAST_TELLING else ()
        half = (row["end"] - row["start"]) / 2
        if not any(min(row["end"], other["end"]) - max(row["start"], other["start"]) > half for other in others):
            yield row


def _with_names(reuse: pd.DataFrame) -> Iterator[tuple[str, str, Row]]:
    """Passages in which names of the other place stand, with their reports."""
    for row in reuse[reuse["foreign_names"].map(len) > 0].to_dict("records") if len(reuse) else ():
        yield row["a_report"], row["b_report"], {str(name): value for name, value in row.items()}


def foreign_names(reports: Mapping[str, Told], passages: Iterable[tuple[str, str, Row]]) -> Iterator[Row]:
    """Passages taken over in which another place's name was left standing."""
    seen: set[tuple[str, int]] = set()
    for a, b, row in passages:
        later = reports[b]
        for name in row["foreign_names"]:
            at = later.text.find(name, row["b_start"], row["b_end"])
            if at < 0 or (b, at) in seen:
                continue
            seen.add((b, at))
            why = (
                f"与另一报告相同的段落中留有外地地名“{name}”，未能解释。",
                f"Another place's name ({name}) stands in a passage that another report has too; unexplained.",
            )
            other = {"other_report_id": a, "other_start": row["a_start"], "other_end": row["a_end"]}
            yield finding("foreign_place_name", later, (row["b_start"], row["b_end"]), why, "strong", **other)


NEEDED = {
    "reports": ("profile", "region_code", "region", "level", "year", "text"),
    "sentences": ("sentence_id", "start", "end"),
    "quantities": ("sentence_id", *COLUMNS),
    "pairs": ("pair_id", "a_report", "b_report"),
    "changes": ("pair_id", "a_start", "a_end", "b_start", "b_end", "op", "similarity"),
    "reuse": ("a_report", "a_start", "a_end", "b_report", "b_start", "b_end", "foreign_names"),
}
STEP = Step(
    "diff.findings",
    reads=tuple(NEEDED),
    writes=("findings",),
    run=run,
    per="region",
    without=without(NEEDED),
    files=("findings", "indicators"),
)
