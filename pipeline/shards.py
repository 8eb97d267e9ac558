"""Makes one step's rows in one shard: only those whose inputs changed, and without those of a report that fails.

State of a (step, shard) is written last; before its tables are touched, the state of what will be made again is
dropped. So a run that is killed at any moment leaves nothing that a later run would wrongly take as done.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from pipeline import arrow, inputs
from pipeline.inputs import Digests, Settings
from pipeline.stage import Context, Step
from pipeline.store import Store, digest, places_of
from pipeline.tables import TABLES, Tables, frame

Made = dict[str, pa.Table]
"""Table name -> rows as they are written."""


@dataclass
class Done:
    """What one or more shards of a step cost: units seen, units made again, units that failed, doubts raised."""

    units: int = 0
    made: int = 0
    failed: list[str] = field(default_factory=list)
    doubts: int = 0
    outputs: dict[str, str] = field(default_factory=dict)
    """Of one shard: table -> digest of its rows."""
    foreign: dict[str, str] = field(default_factory=dict)
    """Of one shard: "table/shard/report" -> digest of the rows of other shards that were read."""

    def __iadd__(self, other: Done) -> Done:
        self.units += other.units
        self.made += other.made
        self.failed += other.failed
        self.doubts += other.doubts
        return self


@dataclass(frozen=True)
class Part:
    """What a shard is given of the corpus value: the name and content of its part, and reports that the survey failed on."""

    name: str = ""
    digest: str = ""
    aside: Mapping[str, str] = field(default_factory=dict)
    """Report -> why."""

    def load(self, store: Store, step: Step) -> Any:
        """The part itself, or None where the step surveys nothing."""
        return store.load_value("corpus", step.name, self.name) if self.name else None


def run_shard(step: Step, upstream: Sequence[Step], shard: str, settings: Settings, static: str, part: Part) -> Done:
    """Bring one step up to date in one shard."""
    runner = _run_region if step.per == "region" else _run_units
    return runner(step, upstream, shard, settings, static, part)


def survey_shard(step: Step, upstream: Sequence[Step], shard: str, settings: Settings) -> dict[str, Any]:
    """Make one shard's partial result: its content, and the reports that the survey fails on, left out of it."""
    store, context = Store(settings.out), inputs.context_of(settings)
    tables = inputs.Shard(store, step, upstream, shard)
    assert step.survey is not None
    aside: dict[str, str] = {}
    try:
        value = step.survey(tables, context)
    except Exception:
        for unit in tables["reports"]["report_id"]:
            try:
                step.survey(_only(tables.whole(), [unit]), context)
            except Exception as error:
                aside[unit] = _told(error)
        if not aside:
            raise
        value = step.survey(_without(tables.whole(), aside), context)
    return {"value": store.save_value("survey", step.name, shard, value=value), "aside": aside}


def _run_units(step: Step, upstream: Sequence[Step], shard: str, settings: Settings, static: str, part: Part) -> Done:
    """Reports, or places with all their reports, that are made each by itself."""
    store = Store(settings.out)
    given = inputs.input_digests(store, step, upstream, shard)
    ids = sorted(given["reports"])
    labels = inputs.labels_of(store) if step.labels else {}
    said = {i: json.dumps(labels[i], ensure_ascii=False) if i in labels else "" for i in ids}
    marks = {
        i: digest(static, part.digest, part.aside.get(i, ""), said[i], *(given[t].get(i, "") for t in step.reads))
        for i in ids
    }
    tables = inputs.Shard(store, step, upstream, shard)
    if step.per == "place":
        marks = _of_places(marks, tables["reports"])
    state = store.load_state("units", step.name, shard) or {"marks": {}, "digests": {}, "failed": []}
    stale = [i for i in ids if state["marks"].get(i) != marks[i]]
    if not stale and set(state["marks"]) == set(ids):
        outputs = inputs.outputs_of(state["digests"])
        return Done(len(ids), 0, state["failed"], state.get("doubts", 0), outputs)
    fresh = set(ids) - set(stale)
    store.save_state("units", step.name, shard, value={**state, "marks": {i: marks[i] for i in fresh}})
    made, failed = (_made if step.per == "report" else _made_of_places)(step, tables.whole(), stale, settings, part)
    failed += [i for i in state["failed"] if i in fresh]
    return _keep(store, step, shard, made, fresh, marks, failed, len(stale))


def _of_places(marks: Mapping[str, str], reports: pd.DataFrame) -> dict[str, str]:
    """One mark for all reports of a place: they are made again together."""
    together: dict[str, list[str]] = {}
    for report_id, place in sorted(zip(reports["report_id"], places_of(reports), strict=True)):
        together.setdefault(place, []).append(report_id)
    return {i: digest(*(marks[other] for other in ids)) for ids in together.values() for i in ids}


def _made_of_places(
    step: Step, tables: Tables, stale: Sequence[str], settings: Settings, part: Part
) -> tuple[Made, list[str]]:
    if not stale:
        return _joined(step, []), []
    context = inputs.context_of(settings, part.load(Store(settings.out), step))
    aside = {unit: why for unit, why in part.aside.items() if unit in stale}
    return _region_rows(step, _only(tables, stale), context, aside)


def _made(step: Step, tables: Tables, stale: Sequence[str], settings: Settings, part: Part) -> tuple[Made, list[str]]:
    """Rows of the stale reports, made in one batch; a report that fails is found by halving, and set aside."""
    context = inputs.context_of(settings, part.load(Store(settings.out), step))
    failed = [unit for unit in stale if unit in part.aside]
    made = [_failure(step, tables, unit, part.aside[unit]) for unit in failed]
    units = [unit for unit in stale if unit not in part.aside]
    todo = [units] if units else []
    while todo:
        batch = todo.pop()
        try:
            made.append(_checked(step, step.run(_only(tables, batch), context)))
        except Exception as error:
            if len(batch) > 1:
                middle = len(batch) // 2
                todo += [batch[middle:], batch[:middle]]
            else:
                failed.append(batch[0])
                made.append(_failure(step, tables, batch[0], _told(error)))
    return _joined(step, made), sorted(failed)


def _keep(store: Store, step: Step, shard: str, new: Made, fresh: set[str], marks: dict[str, str],
          failed: Sequence[str], made: int) -> Done:  # fmt: skip
    digests: Digests = {}
    doubts = 0
    for table in (*step.writes, *(() if "problems" in step.writes else ("problems",))):
        rows = new[table]
        if fresh:
            old = store.read_shard(table, shard, [step.name], only=fresh)
            rows = pa.concat_tables([arrow.to_arrow(table, old), rows])
        rows = arrow.by_report(rows, TABLES[table].key)
        _write(store, step, table, shard, rows)
        digests[table] = arrow.row_digests(rows, TABLES[table].key)
        doubts += rows.num_rows if table == "problems" else 0
    value = {"marks": marks, "digests": digests, "failed": failed, "doubts": doubts}
    store.save_state("units", step.name, shard, value=value)
    return Done(len(marks), made, list(failed), doubts, inputs.outputs_of(digests))


def _write(store: Store, step: Step, table: str, shard: str, rows: pa.Table) -> None:
    if rows.num_rows or table in step.writes:
        store.write(table, step.name, shard, rows)
    else:
        store.remove(table, step.name, shard)  # most steps raise no doubts: thousands of empty files


def _run_region(step: Step, upstream: Sequence[Step], shard: str, settings: Settings, static: str, part: Part) -> Done:
    store = Store(settings.out)
    given = inputs.input_digests(store, step, upstream, shard)
    mark = digest(static, part.digest, json.dumps(dict(part.aside)), inputs.whole(given))
    state = store.load_state("units", step.name, shard)
    count = len(given["reports"])
    if state and state["mark"] == mark and inputs.unchanged(store, state["foreign"], upstream):
        outputs = inputs.outputs_of(state["digests"])
        return Done(count, 0, state["failed"], state["doubts"], outputs, state["foreign"])
    store.drop_state("units", step.name, shard)
    foreign = inputs.Foreign(store, step, upstream)
    context = inputs.context_of(settings, part.load(store, step), foreign)
    made, failed = _region_rows(step, inputs.Shard(store, step, upstream, shard), context, part.aside)
    new = {table: arrow.by_report(rows, TABLES[table].key) for table, rows in made.items()}
    for table, rows in new.items():
        _write(store, step, table, shard, rows)
    digests = {table: arrow.row_digests(rows, TABLES[table].key) for table, rows in new.items()}
    doubts = new["problems"].num_rows
    value = {"mark": mark, "foreign": foreign.seen, "digests": digests, "failed": failed, "doubts": doubts}
    store.save_state("units", step.name, shard, value=value)
    return Done(count, count, failed, doubts, inputs.outputs_of(digests), foreign.seen)


def _region_rows(step: Step, tables: Tables, context: Context, aside: Mapping[str, str]) -> tuple[Made, list[str]]:
    """Rows of places; where that fails, of each of its places, without the report that makes its place fail."""
    told = dict(aside)
    rest = _without(_whole(tables), aside) if aside else tables
    try:
        made = [_checked(step, step.run(rest, context))]
    except Exception:
        made, rest = [], _without(_whole(tables), aside)
        reports = rest["reports"]
        places = places_of(reports)
        for place in places.unique():
            rows, culprits = _survivors(step, _without(rest, reports["report_id"][places != place]), context)
            made += rows
            told |= culprits
    made += [_failure(step, tables, unit, why) for unit, why in told.items()]
    return _joined(step, made), sorted(told)


def _whole(tables: Tables) -> Tables:
    return tables.whole() if isinstance(tables, inputs.Shard) else tables


def _survivors(step: Step, tables: Tables, context: Context) -> tuple[list[Made], dict[str, str]]:
    """Rows of one place, and the reports set aside for it: one that fails alone is found by leaving each out in turn."""
    units: list[list[str]] = [[], *([unit] for unit in tables["reports"]["report_id"])]
    why = ""
    for left_out in units:
        try:
            return [_checked(step, step.run(_without(tables, left_out), context))], dict.fromkeys(left_out, why)
        except Exception as error:
            why = why or _told(error)
    return [], dict.fromkeys(tables["reports"]["report_id"], why)


# --- rows -----------------------------------------------------------------------------------------------------------


def _only(tables: Tables, units: Sequence[str]) -> Tables:
    """The rows of these reports."""
    if set(units) >= set(tables["reports"]["report_id"]):
        return tables
    wanted = list(units)
    return {name: rows[rows[TABLES[name].key].isin(wanted)].reset_index(drop=True) for name, rows in tables.items()}


def _without(tables: Tables, units: Iterable[str]) -> Tables:
    """The rows that name none of these reports."""
    left_out = set(units)
    if not left_out:
        return tables
    kept = {}
    for name, rows in tables.items():
        for column in ("report_id", "a_report", "b_report"):
            if left_out and column in rows:
                rows = rows[~rows[column].isin(left_out)]
        kept[name] = rows.reset_index(drop=True)
    return kept


def _checked(step: Step, tables: Tables) -> Made:
    if strange := set(tables) - {*step.writes, "problems"}:
        raise ValueError(f"step {step.name} returned tables that it does not declare: {', '.join(sorted(strange))}")
    if missing := set(step.writes) - set(tables):
        raise ValueError(f"step {step.name} did not return: {', '.join(sorted(missing))}")
    return {name: arrow.checked(name, rows) for name, rows in tables.items()}


def _joined(step: Step, made: Sequence[Made]) -> Made:
    found = {name: [m[name] for m in made if name in m] for name in dict.fromkeys((*step.writes, "problems"))}
    return {name: pa.concat_tables(rows) if rows else TABLES[name].schema.empty_table() for name, rows in found.items()}


def _told(error: Exception) -> str:
    """The last line of the traceback, and where it happened."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"


def _failure(step: Step, tables: Tables, report_id: str, detail: str) -> Made:
    """No rows but a problem."""
    reports = tables.get("reports", frame("reports"))
    hit = reports[reports["report_id"] == report_id]
    row = {"source": str(hit["source"].iloc[0]) if len(hit) else "", "report_id": report_id, "stage": step.name,
           "code": "failed", "detail": f"本环节处理失败，已搁置，其余报告照常处理 / set aside: {detail}"}  # fmt: skip
    return {"problems": arrow.checked("problems", frame("problems", [row]))}
