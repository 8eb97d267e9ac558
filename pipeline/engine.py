"""Runs a step over the shards of a store: in this process, in local processes, or on a Dask cluster.

What is made again is decided here, by content:

* per "report": a report's rows are made again when its input rows, the step's code, the profile files it reads, or the
  part of the corpus value that ``select`` gives it changed. The other reports' rows are kept as they are.
* per "region": a shard's rows are made again when any of that changed for the shard, or when rows of other shards that
  it read (through ``Context.rows``) changed.

State of a (step, shard) is written last; before its tables are touched, the state of what will be made again is
dropped. So a run that is killed at any moment leaves nothing that a later run would wrongly take as done.
"""

from __future__ import annotations

import json
import pickle
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from pipeline import fingerprint, profiles
from pipeline.stage import Context, Step
from pipeline.store import Store, content_digest, digest, row_digests
from pipeline.tables import Tables, conform, frame


@dataclass(frozen=True)
class Settings:
    """What a run depends on besides files: kept small, since it travels to every worker."""

    out: str
    segmenter: str = "pkuseg"
    segmenter_version: str = ""


@dataclass
class Done:
    """What one shard of a step cost: units seen, units made again, units that failed, doubts raised."""

    units: int = 0
    made: int = 0
    failed: list[str] = field(default_factory=list)
    doubts: int = 0

    def __iadd__(self, other: Done) -> Done:
        self.units += other.units
        self.made += other.made
        self.failed += other.failed
        self.doubts += other.doubts
        return self


Map = Callable[[Callable[..., Any], Sequence[tuple[Any, ...]], str], Iterable[Any]]
"""map(function, argument tuples, label) -> results in order; see pipeline.workers."""


# --- running a step over all shards ---------------------------------------------------------------------------------


def run_step(step: Step, upstream: Sequence[Step], settings: Settings, mapper: Map) -> Done:
    """Bring one step up to date in all shards; ``upstream`` are the steps that ran before it, in order."""
    store = Store(settings.out)
    shards = store.shards("reports", "ingest")
    static = _static(step, settings)
    if step.survey:
        _survey(step, upstream, shards, settings, static, mapper)
    tasks = [(step, tuple(upstream), shard, settings, static) for shard in shards]
    total = Done()
    for done in mapper(run_shard, tasks, step.name):
        total += done
    _forget_other_shards(store, step, shards)
    return total


def _forget_other_shards(store: Store, step: Step, shards: Sequence[str]) -> None:
    for table in {*step.writes, "problems"}:
        for shard in set(store.shards(table, step.name)) - set(shards):
            store.drop_state("units", step.name, shard)
            store.remove(table, step.name, shard)


def _static(step: Step, settings: Settings) -> str:
    modules = {f.__module__ for f in (step.run, step.survey, step.merge, step.select) if f}
    code = [fingerprint.code_of(module) for module in sorted(modules)]
    groups = json.dumps(Store(settings.out).load_state("groups") or {}) if step.per == "region" else ""
    return digest(*code, fingerprint.files_of(profiles.load_all(), step.files), _words(settings), groups)


def _words(settings: Settings) -> str:
    return f"{settings.segmenter} {settings.segmenter_version}"


# --- map and reduce over the corpus ---------------------------------------------------------------------------------


def _survey(
    step: Step, upstream: Sequence[Step], shards: Sequence[str], settings: Settings, static: str, mapper: Map
) -> None:
    store = Store(settings.out)
    marks = list(mapper(survey_shard, [(step, tuple(upstream), s, settings, static) for s in shards], f"{step.name} …"))
    whole = digest(static, *marks)
    if (
        store.load_state("corpus", step.name) == whole
        and store.state.joinpath("corpus", f"{step.name}.pickle").exists()
    ):
        return
    partials = (store.load_value("survey", f"{step.name}-{shard}") for shard in shards)
    merge = step.merge or (lambda found, _: list(found))
    store.drop_state("corpus", step.name)
    store.save_value("corpus", step.name, value=merge(list(partials), _context(settings)))
    store.save_state("corpus", step.name, value=whole)


def survey_shard(step: Step, upstream: Sequence[Step], shard: str, settings: Settings, static: str) -> str:
    """Bring one shard's partial result up to date; returns what it was made of."""
    store = Store(settings.out)
    mark = digest(static, _whole(_input_digests(store, step, upstream, shard)))
    if store.load_state("survey", f"{step.name}-{shard}") != mark:
        assert step.survey is not None
        store.drop_state("survey", f"{step.name}-{shard}")
        value = step.survey(_read(store, step, upstream, shard), _context(settings))
        store.save_value("survey", f"{step.name}-{shard}", value=value)
        store.save_state("survey", f"{step.name}-{shard}", value=mark)
    return mark


# --- one shard ------------------------------------------------------------------------------------------------------


def run_shard(step: Step, upstream: Sequence[Step], shard: str, settings: Settings, static: str) -> Done:
    """Bring one step up to date in one shard."""
    runner = _run_reports if step.per == "report" else _run_region
    return runner(step, upstream, shard, settings, static)


def _run_reports(step: Step, upstream: Sequence[Step], shard: str, settings: Settings, static: str) -> Done:
    store = Store(settings.out)
    inputs = _input_digests(store, step, upstream, shard)
    ids = sorted(inputs["reports"])
    corpus = store.load_value("corpus", step.name) if step.survey else None
    parts = {i: step.select(corpus, i) if step.select else corpus for i in ids}
    seen = {id(part): _mark(part) for part in {id(p): p for p in parts.values()}.values()}  # most share one part
    of_part = {i: seen[id(parts[i])] for i in ids}
    labels = _labels(store) if step.labels else {}
    said = {i: json.dumps(labels[i], ensure_ascii=False) if i in labels else "" for i in ids}
    marks = {i: digest(static, of_part[i], said[i], *(inputs[t].get(i, "") for t in step.reads)) for i in ids}
    state = store.load_state("units", step.name, shard) or {"marks": {}, "digests": {}, "failed": []}
    stale = [i for i in ids if state["marks"].get(i) != marks[i]]
    if not stale and set(state["marks"]) == set(ids):
        return Done(len(ids), 0, state["failed"], state.get("doubts", 0))
    fresh = set(ids) - set(stale)
    store.save_state("units", step.name, shard, value={**state, "marks": {i: marks[i] for i in fresh}})
    tables, failed = _made(step, _read(store, step, upstream, shard), stale, parts, of_part, settings)
    failed += [i for i in state["failed"] if i in fresh]
    return _keep(store, step, shard, tables, fresh, marks, failed, len(stale))


def _made(step: Step, tables: Tables, stale: Sequence[str], parts: dict[str, Any], of_part: dict[str, str],
          settings: Settings) -> tuple[Tables, list[str]]:  # fmt: skip
    """Rows of the stale reports. Reports with the same part of the corpus go in one batch; one that fails is set aside."""
    batches: dict[str, list[str]] = {}
    for unit in stale:
        batches.setdefault(of_part[unit], []).append(unit)
    made: list[Tables] = []
    failed: list[str] = []
    for units in batches.values():
        context = _context(settings, parts[units[0]])
        todo = [units]
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
                    made.append(_failure(step, tables, batch[0], error))
    return _joined(step, made), sorted(failed)


def _keep(store: Store, step: Step, shard: str, new: Tables, fresh: set[str], marks: dict[str, str],
          failed: Sequence[str], made: int) -> Done:  # fmt: skip
    digests: dict[str, dict[str, str]] = {}
    doubts = 0
    for table in (*step.writes, *(() if "problems" in step.writes else ("problems",))):
        rows = new[table]
        if fresh:
            old = store.read_shard(table, shard, [step.name])
            rows = conform(table, pd.concat([old[old["report_id"].isin(list(fresh))], rows], ignore_index=True))
        rows = rows.sort_values("report_id", kind="stable", ignore_index=True)
        digests[table] = row_digests(_written(store, step, table, shard, rows))
        doubts += len(rows) if table == "problems" else 0
    value = {"marks": marks, "digests": digests, "failed": failed, "doubts": doubts}
    store.save_state("units", step.name, shard, value=value)
    return Done(len(marks), made, list(failed), doubts)


def _written(store: Store, step: Step, table: str, shard: str, rows: pd.DataFrame) -> pa.Table:
    data = store.write(table, step.name, shard, rows)
    if table not in step.writes and not len(rows):
        store.remove(table, step.name, shard)  # most steps raise no doubts: thousands of empty files
    return data


def _run_region(step: Step, upstream: Sequence[Step], shard: str, settings: Settings, static: str) -> Done:
    store = Store(settings.out)
    inputs = _input_digests(store, step, upstream, shard)
    corpus = store.load_value("corpus", step.name) if step.survey else None
    part = step.select(corpus, shard) if step.select else corpus
    mark = digest(static, _mark(part), _whole(inputs))
    state = store.load_state("units", step.name, shard)
    count = len(inputs["reports"])
    if state and state["mark"] == mark and _unchanged(store, state["foreign"], upstream):
        return Done(count, 0, state["failed"], state["doubts"])
    store.drop_state("units", step.name, shard)
    foreign = _Foreign(store, upstream)
    tables = _read(store, step, upstream, shard)
    failed: list[str] = []
    try:
        new = _joined(step, [_checked(step, step.run(tables, _context(settings, part, foreign)))])
    except Exception as error:
        failed = [f"shard {shard}"]
        first = str(tables["reports"]["report_id"].iloc[0]) if "reports" in tables and len(tables["reports"]) else ""
        new = _joined(step, [_failure(step, tables, first, error)])
    digests = {}
    for table, rows in new.items():
        digests[table] = {"*": content_digest(_written(store, step, table, shard, rows))}
    value = {
        "mark": mark,
        "foreign": foreign.seen,
        "digests": digests,
        "failed": failed,
        "doubts": len(new["problems"]),
    }
    store.save_state("units", step.name, shard, value=value)
    return Done(count, count, failed, len(new["problems"]))


# --- what steps are given -------------------------------------------------------------------------------------------


class _Foreign:
    """Rows of reports of other shards, read on demand; remembers what was read, so that a change there is noticed."""

    def __init__(self, store: Store, upstream: Sequence[Step]):
        self.store, self.upstream = store, upstream
        self.seen: dict[str, str] = {}
        self._read: dict[tuple[str, str], pd.DataFrame] = {}

    def __call__(self, table: str, report_ids: Sequence[str]) -> pd.DataFrame:
        places = self.store.load_state("report_shards") or {}
        wanted: dict[str, list[str]] = {}
        for report_id in report_ids:
            wanted.setdefault(places[report_id], []).append(report_id)
        found = []
        for shard, ids in sorted(wanted.items()):
            rows = self._shard(table, shard)
            found.append(rows[rows["report_id"].isin(ids)])
            digests = _table_digests(self.store, table, self.upstream, shard)
            self.seen.update({f"{table}/{shard}/{i}": digests.get(i, "") for i in ids})
        return pd.concat(found, ignore_index=True) if found else frame(table)

    def _shard(self, table: str, shard: str) -> pd.DataFrame:
        if (table, shard) not in self._read:
            self._read[table, shard] = self.store.read_shard(table, shard, _writers(table, self.upstream))
        return self._read[table, shard]


def _unchanged(store: Store, foreign: dict[str, str], upstream: Sequence[Step]) -> bool:
    known: dict[tuple[str, str], dict[str, str]] = {}
    for key, seen in foreign.items():
        table, shard, report_id = key.split("/", 2)
        if (table, shard) not in known:
            known[table, shard] = _table_digests(store, table, upstream, shard)
        if known[table, shard].get(report_id, "") != seen:
            return False
    return True


def _writers(table: str, upstream: Sequence[Step]) -> list[str]:
    return ["ingest"] * (table in ("reports", "problems")) + [
        s.name for s in upstream if table in s.writes or table == "problems"
    ]


def _read(store: Store, step: Step, upstream: Sequence[Step], shard: str) -> Tables:
    return {table: store.read_shard(table, shard, _writers(table, upstream)) for table in step.reads}


def _input_digests(store: Store, step: Step, upstream: Sequence[Step], shard: str) -> dict[str, dict[str, str]]:
    return {t: _table_digests(store, t, upstream, shard) for t in {**dict.fromkeys(step.reads), "reports": None}}


def _whole(inputs: dict[str, dict[str, str]]) -> str:
    return json.dumps(inputs, sort_keys=True)


def _table_digests(store: Store, table: str, upstream: Sequence[Step], shard: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for writer in _writers(table, upstream):
        state = store.load_state("units", writer, shard) or {"digests": {}}
        for unit, value in state["digests"].get(table, {}).items():
            found[unit] = digest(found[unit], value) if unit in found else value
    return found


def _context(settings: Settings, part: Any = None, rows: Any = None) -> Context:
    groups = {name: tuple(places) for name, places in (Store(settings.out).load_state("groups") or {}).items()}
    given = {"rows": rows} if rows else {}
    labels = _labels(Store(settings.out))
    return Context(profiles.load_all(), part, segmenter=settings.segmenter, groups=groups, labels=labels, **given)


def _labels(store: Store) -> dict[str, list[list[Any]]]:
    return store.load_state("labels") or {}


def _mark(part: Any) -> str:
    if part is None:
        return ""
    return digest(pickle.dumps(part, protocol=5))


def _only(tables: Tables, units: Sequence[str]) -> Tables:
    wanted = list(units)
    return {name: rows[rows["report_id"].isin(wanted)].reset_index(drop=True) for name, rows in tables.items()}


def _checked(step: Step, tables: Tables) -> Tables:
    if strange := set(tables) - {*step.writes, "problems"}:
        raise ValueError(f"step {step.name} returned tables that it does not declare: {', '.join(sorted(strange))}")
    if missing := set(step.writes) - set(tables):
        raise ValueError(f"step {step.name} did not return: {', '.join(sorted(missing))}")
    return {name: conform(name, rows) for name, rows in tables.items()}


def _joined(step: Step, made: Sequence[Tables]) -> Tables:
    names = dict.fromkeys((*step.writes, "problems"))
    return {
        name: conform(name, pd.concat([m[name] for m in made if name in m] or [frame(name)], ignore_index=True))
        for name in names
    }


def _failure(step: Step, tables: Tables, report_id: str, error: Exception) -> Tables:
    """No rows but a problem: what failed, and the last line of the traceback."""
    reports = tables.get("reports", frame("reports"))
    hit = reports[reports["report_id"] == report_id]
    place = traceback.extract_tb(error.__traceback__)[-1]
    detail = f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"
    row = {"source": str(hit["source"].iloc[0]) if len(hit) else "", "report_id": report_id, "stage": step.name,
           "code": "failed", "detail": f"本环节处理失败，已搁置，其余报告照常处理 / set aside: {detail}"}  # fmt: skip
    return {**{name: frame(name) for name in step.writes}, "problems": frame("problems", [row])}
