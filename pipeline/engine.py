"""Runs a step over the shards of a store: in this process, in local processes, or on a Dask cluster.

What is made again is decided by content:

* per "report": a report's rows are made again when its input rows, the step's code, the profile files it reads, or the
  corpus value changed. The other reports' rows are kept as they are.
* per "place": the same, of all reports of a place together.
* per "region": a shard's rows are made again when any of that changed for the shard (of the corpus value, the part that
  ``select`` gives it), or when rows of other shards that it read (through ``Context.rows``) changed.

Here shards are told apart by the content of whole tables, so that those where nothing changed cost nothing; what in a
shard is made again is decided there (pipeline.shards). Map and reduce over the corpus go the same way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pipeline import fingerprint, inputs, profiles
from pipeline.inputs import Contents, Settings, States
from pipeline.shards import Done, Part, run_shard, survey_shard
from pipeline.stage import Step
from pipeline.store import Store, digest

Map = Callable[[Callable[..., Any], Sequence[tuple[Any, ...]], str], Iterable[Any]]
"""map(function, argument tuples, label) -> results in order; see pipeline.workers."""
ALL = "all"
"""The name of the one part of a corpus value that all shards share."""


def run_step(
    step: Step, upstream: Sequence[Step], settings: Settings, mapper: Map, states: States | None = None
) -> Done:
    """Bring one step up to date in all shards; ``upstream`` are the steps that ran before it, in order.

    ``states``: what steps said, for all steps of a stage; one is read anew where none is given.
    """
    store = Store(settings.out)
    states = States(store) if states is None else states
    shards = store.shards("reports", "ingest")
    contents = Contents(states, upstream)
    static = _static(step, settings)
    labels = json.dumps(inputs.labels_of(store), sort_keys=True) if step.labels else ""
    parts = _survey(step, contents, shards, settings, static, mapper) if step.survey else {}
    marks = {s: digest(static, labels, *_content(parts.get(s, Part())), contents.of_inputs(step, s)) for s in shards}
    known = states[step.name]
    fresh = {s: known[s] for s in shards if _holds(known.get(s), marks[s], contents)}
    stale = store.largest_first([s for s in shards if s not in fresh])
    if stale or set(known) != set(shards):
        states.keep(step.name, fresh)  # before anything is touched: see pipeline.shards
    tasks = [(step, tuple(upstream), s, settings, static, parts.get(s, Part())) for s in stale]
    total = Done(sum(f["units"] for f in fresh.values()), 0, [], sum(f["doubts"] for f in fresh.values()))
    total.failed += [unit for f in fresh.values() for unit in f["failed"]]
    for shard, done in zip(stale, mapper(run_shard, tasks, step.name), strict=True):
        total += done
        fresh[shard] = _summary(done, marks[shard], contents)
    if stale:
        states.keep(step.name, fresh)
    _forget_other_shards(store, step, shards)
    return total


def _content(part: Part) -> tuple[str, str]:
    return part.digest, json.dumps(dict(part.aside), sort_keys=True)


def _holds(known: Mapping[str, Any] | None, mark: str, contents: Contents) -> bool:
    return known is not None and known["mark"] == mark and contents.hold(known["foreign"])


def _summary(done: Done, mark: str, contents: Contents) -> dict[str, Any]:
    read = sorted({"/".join(key.split("/", 2)[:2]) for key in done.foreign})
    return {"mark": mark, "units": done.units, "failed": done.failed, "doubts": done.doubts, "outputs": done.outputs,
            "foreign": {key: contents.of_key(key) for key in read}}  # fmt: skip


def _forget_other_shards(store: Store, step: Step, shards: Sequence[str]) -> None:
    for table in {*step.writes, "problems"}:
        for shard in set(store.shards(table, step.name)) - set(shards):
            store.drop_state("units", step.name, shard)
            store.remove(table, step.name, shard)


def _static(step: Step, settings: Settings) -> str:
    modules = {f.__module__ for f in (step.run, step.survey, step.merge, step.select) if f}
    code = fingerprint.code_of(*sorted(modules))
    groups = json.dumps(Store(settings.out).load_state("groups") or {}) if step.per == "region" else ""
    return digest(code, fingerprint.files_of(profiles.load_all(), step.files), _words(settings), groups)


def _words(settings: Settings) -> str:
    return f"{settings.segmenter} {settings.segmenter_version}"


# --- map and reduce over the corpus ---------------------------------------------------------------------------------


def _survey(
    step: Step, contents: Contents, shards: Sequence[str], settings: Settings, static: str, mapper: Map
) -> dict[str, Part]:
    """Bring the corpus value up to date; shard -> the part of it that the shard is given."""
    store = Store(settings.out)
    partials = _partials(step, contents, shards, settings, static, mapper)
    whole = digest(static, json.dumps([(s, partials[s]["value"]) for s in shards]))
    state = store.load_state("corpus", step.name)
    if state is None or state["whole"] != whole:
        store.drop_state("corpus", step.name)
        state = {"whole": whole, "parts": _merged(step, store, shards, settings, state["parts"] if state else {})}
        store.save_state("corpus", step.name, value=state)
    parts = state["parts"]
    names = {shard: shard if shard in parts else ALL for shard in shards}
    return {shard: Part(name, parts[name], partials[shard]["aside"]) for shard, name in names.items()}


def _merged(
    step: Step, store: Store, shards: Sequence[str], settings: Settings, there: Mapping[str, str]
) -> dict[str, str]:
    """The corpus value made again, kept in parts; ``there``: the content of the parts that lie there."""
    found = [store.load_value("survey", step.name, shard) for shard in shards]
    value = step.merge(found, inputs.context_of(settings)) if step.merge else found
    if step.select is None:
        return {ALL: store.save_value("corpus", step.name, ALL, value=value)}
    # each shard is given its part in a file of its own: no worker reads the whole
    return {
        s: store.save_value("corpus", step.name, s, value=step.select(value, s), there=there.get(s, "")) for s in shards
    }


def _partials(
    step: Step, contents: Contents, shards: Sequence[str], settings: Settings, static: str, mapper: Map
) -> dict[str, Any]:
    """Bring every shard's partial result up to date; shard -> its content, and the reports that it was made without."""
    store = Store(settings.out)
    marks = {s: digest(static, contents.of_inputs(step, s)) for s in shards}
    known = store.load_state("survey", step.name) or {}
    fresh = {s: known[s] for s in shards if s in known and known[s]["mark"] == marks[s]}
    stale = store.largest_first([s for s in shards if s not in fresh])
    if stale:
        store.save_state("survey", step.name, value=fresh)
        tasks = [(step, tuple(contents.upstream), s, settings) for s in stale]
        for shard, made in zip(stale, mapper(survey_shard, tasks, f"{step.name} …"), strict=True):
            fresh[shard] = {"mark": marks[shard], **made}
        store.save_state("survey", step.name, value=fresh)
    return fresh
