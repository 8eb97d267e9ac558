"""Runs ingest over a folder of files: what was read of each file is kept, then all is resolved together.

1. ``read`` every file (in parallel); what it gave is kept (pipeline.readings) and read again only when the file's
   bytes, its line of the manifest, or the code and data of ingest changed.
2. ``resolve`` looks at the light columns of all readings at once (no text): which place, which duplicates, which id.
3. ``assemble`` the shards of the ``reports`` table whose reports changed.
"""

from __future__ import annotations

import contextlib
import json
import marshal
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any

from pipeline import fingerprint, ingest, profiles, reader, stated
from pipeline.arrow import row_digests
from pipeline.engine import Map
from pipeline.inputs import Settings, UnusableInput, outputs_of
from pipeline.readings import Kept, Readings, keep, light_of, look_of, texts_of
from pipeline.shards import Done
from pipeline.store import Store, digest, digits_for, region_key, shard_of
from pipeline.tables import frame

FILES = (
    "profile",
    "characters",
    "divisions",
    "furniture",
    "not_reports",
    "page",
    "places",
    "recognise",
    "report_marks",
    "simplified",
    "sites",
)
"""Profile files that ingest reads: a change there reads every file again."""
BATCH, SHARED = 16, 32
"""Most files that are read in one task, and tasks that they are shared among where they are fewer: some take long."""


def ingest_folder(raw: Path, settings: Settings, mapper: Map, profile: str = "") -> Done:
    """Bring the tables ``reports``, ``rejected`` and ``problems`` (of ingest) up to date with the files below ``raw``."""
    store = Store(settings.out)
    sources = _sources(raw)
    if not sources:
        raise UnusableInput(
            f"{raw}：没有可读取的文件 / no file in this folder. 请放入报告，或用 RAW=文件夹 指定 / put reports there or give RAW="
        )
    store.save_state("groups", value=stated.read_groups(raw))
    labels = stated.read_labels(raw)
    manifest = stated.read_manifest(raw)
    facts = stated.facts_by_file(raw, sources, manifest, profile)
    code = fingerprint.code_of("pipeline.ingest")
    static = digest(code, fingerprint.files_of(profiles.load_all(), FILES), *ingest.abilities())
    readings = Readings(store, static)
    made = _read(raw, sources, facts, readings, settings, mapper)
    unmet = stated.lines_without_file(manifest, sources, readings.members()) if manifest else ()
    return _resolve(store, readings, [ingest.no_such_file(name) for name in unmet], made, mapper, settings, labels)


def _sources(raw: Path) -> list[str]:
    if not raw.is_dir():
        raise UnusableInput(f"{raw}：没有这个文件夹 / no such folder. 请检查 RAW= / check RAW=")
    found = [*_below(str(raw))]
    return sorted(set(found) - ingest.page_parts(found))


def _below(raw: str) -> Iterator[str]:
    """The report files in a folder and in those inside it."""
    todo = [(raw, "")]
    while todo:
        folder, start = todo.pop()
        with contextlib.suppress(OSError), os.scandir(folder) as entries:  # one that can't be opened holds nothing
            for entry in entries:
                if not entry.is_dir():
                    if _is_report_file(entry.name):
                        yield start + entry.name
                elif not entry.is_symlink() and not entry.name.startswith("."):
                    todo.append((entry.path, f"{start}{entry.name}/"))


def _is_report_file(name: str) -> bool:
    """Not hidden files, nor what people keep beside their reports: manifest, labels, groups, a README."""
    return not name.startswith((".", "~$")) and name.lower() not in stated.BESIDE


# --- 1. reading -----------------------------------------------------------------------------------------------------


def _read(
    raw: Path,
    sources: Sequence[str],
    facts: Mapping[str, Mapping[str, str]],
    readings: Readings,
    settings: Settings,
    mapper: Map,
) -> int:
    """Bring the readings up to date; returns how many files were read."""
    stale = [source for source in sources if not readings.holds(f"{raw}/{source}", source, facts[source])]
    size = max(1, min(BATCH, len(stale) // SHARED))
    batches = [stale[i : i + size] for i in range(0, len(stale), size)]
    tasks = [(str(raw), batch, {s: facts[s] for s in batch}, settings, readings.static) for batch in batches]
    found: dict[str, Kept] = {}
    made = 0
    for kept, count in mapper(read_files, tasks, "ingest"):
        found |= kept
        made += count
    readings.update(found, sources)
    return made


def read_files(
    raw: str, sources: Sequence[str], facts: Mapping[str, Mapping[str, str]], settings: Settings, static: str
) -> tuple[dict[str, Kept], int]:
    """Read those of the files whose reading is not there; the readings of all of them, and how many were read."""
    store, known = Store(settings.out), profiles.load_all()
    found = {source: _read_file(Path(raw), source, facts[source], store, known, static) for source in sources}
    return {source: kept for source, (kept, _) in found.items()}, sum(made for _, made in found.values())


def _read_file(
    raw: Path, source: str, facts: Mapping[str, str], store: Store, known: Any, static: str
) -> tuple[Kept, bool]:
    look = look_of(raw / source)  # before it is read: what changes meanwhile looks different the next time
    try:
        data: bytes | None = (raw / source).read_bytes()
        error = ""
    except OSError as problem:
        data, error = None, problem.strerror or str(problem)
    mark = digest(static, source, json.dumps(facts, sort_keys=True), data if data is not None else f"!{error}")
    if there := light_of(store, mark):
        return Kept(look, facts, mark, there), False
    reading = ingest.unreadable(source, error) if data is None else reader.guarded(source, data, known, facts)
    return Kept(look, facts, mark, keep(store, mark, reading)), True


# --- 2. and 3. resolving and assembling -----------------------------------------------------------------------------

Row = dict[str, Any]


def _resolve(store: Store, readings: Readings, unmet: Sequence[Row], made: int, mapper: Map, settings: Settings,
             labels: Mapping[str, list[list[Any]]]) -> Done:  # fmt: skip
    resolution = ingest.resolve([row for kept in readings.files.values() for row in kept.light["reports"]])
    ids = {row["source"]: row["report_id"] for row in resolution.reports}
    lights = [kept.light for kept in readings.files.values()]
    problems = [*(row for light in lights for row in light["problems"]), *resolution.problems, *unmet]
    problems = [{**row, "report_id": ids.get(row["source"])} for row in problems]
    rejected = [*(row for light in lights for row in light["rejected"]), *resolution.rejected]
    doubts: dict[str | None, list[Row]] = {}
    for row in problems:
        doubts.setdefault(row["report_id"], []).append(row)
    digits = digits_for(len({_place(row) for row in resolution.reports}))
    store.save_state("layout", value={"digits": digits})
    shards = _by_shard(resolution.reports, digits)
    _assemble(
        store, {s: (rows, [d for r in rows for d in doubts.get(r["report_id"], [])]) for s, rows in shards.items()},
        settings, mapper,
    )  # fmt: skip
    rejected.sort(key=lambda row: (row["source"], row["reason"]))
    store.write("rejected", "ingest", "all", frame("rejected", rejected))
    store.write("problems", "ingest", "all", frame("problems", doubts.get(None, [])))
    store.save_state("labels", value={ids[source]: rows for source, rows in labels.items() if source in ids})
    store.save_state("report_shards", value={row["report_id"]: s for s, rows in shards.items() for row in rows})
    return Done(len(resolution.reports), made, [], len(problems) + len(rejected))


def _by_shard(rows: Sequence[Row], digits: int) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(_shard_of(_place(row), digits), []).append(row)
    return {shard: sorted(found[shard], key=lambda row: str(row["report_id"])) for shard in sorted(found)}


def _place(row: Row) -> str:
    return region_key(row["region_code"], row["region"])


_shard_of = lru_cache(maxsize=4096)(shard_of)


def _assemble(store: Store, shards: Mapping[str, tuple[list[Row], list[Row]]], settings: Settings, mapper: Map) -> None:
    """Write the shards of ``reports`` that are made of other rows than before, and remove those without rows."""
    marks = {shard: _mark(*rows) for shard, rows in shards.items()}
    known = store.load_state("steps", "ingest") or {}
    done = {shard: known[shard] for shard in shards if known.get(shard, {}).get("mark") == marks[shard]}
    stale = [shard for shard in shards if shard not in done]
    if stale or set(known) != set(shards):
        store.save_state("steps", "ingest", value=done)  # before anything is touched: see pipeline.shards
    tasks = [(settings, shard, *shards[shard]) for shard in stale]
    for shard, outputs in zip(stale, mapper(assemble_shard, tasks, "ingest …"), strict=True):
        done[shard] = {"mark": marks[shard], "outputs": outputs}
    for shard in set(store.shards("reports", "ingest")) - set(shards):
        store.drop_state("units", "ingest", shard)
        store.remove("reports", "ingest", shard)
        store.remove("problems", "ingest", shard)
    if stale or set(known) != set(shards):
        store.save_state("steps", "ingest", value=done)


def _mark(rows: Sequence[Row], doubts: Sequence[Row]) -> str:
    """Of what a shard's rows are made: readings, what was decided of them, and doubts."""
    made_of = itemgetter("_mark", "_part", *ingest.DECIDED)
    return digest(marshal.dumps(([made_of(row) for row in rows], [*doubts]), 2))


def assemble_shard(settings: Settings, shard: str, rows: Sequence[Row], doubts: Sequence[Row]) -> dict[str, str]:
    """Write one shard of ``reports`` and of ingest's ``problems``; returns the content of both: table -> digest."""
    store = Store(settings.out)
    store.drop_state("units", "ingest", shard)
    texts = [texts_of(store, row["_mark"])[row["_part"]] for row in rows]
    tables = {"reports": ingest.assemble(rows, texts), "problems": frame("problems", doubts)}
    digests = {table: row_digests(store.write(table, "ingest", shard, made)) for table, made in tables.items()}
    store.save_state("units", "ingest", shard, value={"digests": digests})
    return outputs_of(digests)
