"""What does not add up: inside a report, against the report before it, and passages with another place's name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from pipeline.diff.findings_figures import Row, Told, finding, patterns_of, told
from pipeline.diff.findings_relations import relations_broken
from pipeline.diff.findings_within import findings_within
from pipeline.diff.findings_years import findings_between
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
    by_id = {report.report_id: report for report in reports}
    for report in reports:
        yield from findings_within(report, patterns)
        yield from relations_broken(report, profile, patterns)
    pairs = tables["pairs"]
    for a, b in zip(pairs["a_report"], pairs["b_report"], strict=True):
        if a in by_id and b in by_id:
            yield from findings_between(by_id[a], by_id[b], tables["changes"], patterns)
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
            why = f"与另一报告相同的段落中留有外地地名“{name}”，未能解释。"
            other = {"other_report_id": row["a_report"], "other_start": row["a_start"], "other_end": row["a_end"]}
            yield finding("foreign_place_name", later, (int(row["b_start"]), int(row["b_end"])), why, "strong", **other)


STEP = Step(
    "diff.findings",
    reads=("reports", "sentences", "quantities", "pairs", "changes", "reuse"),
    writes=("findings",),
    run=run,
    per="region",
    files=("findings", "indicators"),
)
