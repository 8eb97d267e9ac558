"""What does not add up: inside a report, against the report before it, and passages with another place's name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from pipeline.diff.findings_conflicts import conflicts
from pipeline.diff.findings_figures import Row, Told, finding, patterns_of, told
from pipeline.diff.findings_growth import growth_disagrees
from pipeline.diff.findings_jumps import jumps, jumps_told
from pipeline.diff.findings_parts import parts_do_not_sum
from pipeline.diff.findings_rates import rates_contradict
from pipeline.diff.findings_relations import relations_broken
from pipeline.diff.findings_stale import stale
from pipeline.diff.findings_things import with_things
from pipeline.diff.findings_years import findings_against_past
from pipeline.profiles import Profile
from pipeline.stage import Context, Step
from pipeline.tables import Tables, frame


def run(tables: Tables, context: Context) -> Tables:
    """Findings of every place of the shard."""
    reports = tables["reports"]
    place = reports["region_code"].where(reports["region_code"].notna(), reports["region"])
    rows: list[Row] = []
    for (genre, _), mine in reports.groupby([reports["profile"], place], sort=True):
        profile = context.profiles.get(str(genre), context.profiles["other"])
        rows += _place_findings(told(tables, mine), tables, profile)
    return {"findings": frame("findings", rows)}


def _place_findings(reports: Sequence[Told], tables: Tables, profile: Profile) -> Iterator[Row]:
    patterns = patterns_of(profile)
    reports = [with_things(report, patterns) for report in reports]
    by_id = {report.report_id: report for report in reports}
    for report in reports:
        yield from parts_do_not_sum(report, patterns)
        yield from rates_contradict(report, patterns)
        yield from growth_disagrees(report, patterns)
        yield from jumps_told(report, patterns)
        yield from conflicts(report, patterns)
        yield from relations_broken(report, profile, patterns)
        yield from findings_against_past(report, reports, patterns)
    yield from jumps(reports, patterns)
    pairs = tables["pairs"]
    for a, b in zip(pairs["a_report"], pairs["b_report"], strict=True):
        if a in by_id and b in by_id:
            yield from stale(by_id[a], by_id[b], tables["changes"], patterns)
    yield from foreign_names(by_id, tables["reuse"])


def foreign_names(reports: Mapping[str, Told], reuse: pd.DataFrame) -> Iterator[Row]:
    """Passages taken over in which another place's name was left standing."""
    seen: set[tuple[str, int]] = set()
    for row in reuse.to_dict("records"):
        later = reports.get(row["b_report"])
        for name in list(row["foreign_names"]) if later else []:
            assert later is not None
            at = later.text.find(name, int(row["b_start"]), int(row["b_end"]))
            if at < 0 or (later.report_id, at) in seen:
                continue
            seen.add((later.report_id, at))
            why = (
                f"与另一报告相同的段落中留有外地地名“{name}”，未能解释。",
                f"Another place's name ({name}) stands in a passage that another report has too; unexplained.",
            )
            other = {"other_report_id": row["a_report"], "other_start": row["a_start"], "other_end": row["a_end"]}
            yield finding("foreign_place_name", later, (int(row["b_start"]), int(row["b_end"])), why, "strong", **other)


STEP = Step(
    "diff.findings",
    reads=("reports", "sentences", "quantities", "pairs", "changes", "reuse"),
    writes=("findings",),
    run=run,
    per="region",
    without=("sentences.words", "changes.edits"),
    files=("findings", "indicators"),
)
