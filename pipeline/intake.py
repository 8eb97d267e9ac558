"""Runs ingest over a folder of files: what was read of each file is kept, then all is resolved together.

1. ``read`` every file (in parallel); what it gave is kept under ``.duizhao/readings`` and read again only when the
   file's bytes, its line of the manifest, or the code and data of ingest changed.
2. ``resolve`` looks at the light columns of all readings at once (no text): which place, which duplicates, which id.
3. ``assemble`` the shards of the ``reports`` table whose reports changed.
"""

from __future__ import annotations

import csv
import json
import os
import signal
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline import fingerprint, ingest, profiles, reader
from pipeline.arrow import row_digests
from pipeline.engine import Map, code_of
from pipeline.fetch import urls_by_file
from pipeline.inputs import Settings, UnusableInput, outputs_of
from pipeline.shards import Done
from pipeline.store import Store, digest, region_key, shard_of, write_atomically
from pipeline.tables import frame

SECONDS_A_FILE, SECONDS_A_PART = 60, 10
"""How long a file may take to be read, and how much longer for each file in a ZIP and each page that OCR reads."""
TAME = 1_000_000
"""Bytes from which a file is read in a process of its own."""
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
MANIFEST, GROUPS, LABELS = "manifest.csv", "groups.csv", "labels.csv"
BATCH = 16


def ingest_folder(raw: Path, settings: Settings, mapper: Map, profile: str = "") -> Done:
    """Bring the tables ``reports``, ``rejected`` and ``problems`` (of ingest) up to date with the files below ``raw``."""
    store = Store(settings.out)
    sources = _sources(raw)
    if not sources:
        raise UnusableInput(
            f"{raw}：没有可读取的文件 / no file in this folder. 请放入报告，或用 RAW=文件夹 指定 / put reports there or give RAW="
        )
    store.save_state("groups", value=read_groups(raw))
    labels = read_labels(raw)
    facts = _facts(raw, sources, profile)
    static = digest(
        code_of(store, ["pipeline.ingest"]), fingerprint.files_of(profiles.load_all(), FILES), *ingest.abilities()
    )
    batches = [sources[i : i + BATCH] for i in range(0, len(sources), BATCH)]
    tasks = [(str(raw), batch, {s: facts[s] for s in batch}, settings, static) for batch in batches]
    made = sum(mapper(read_files, tasks, "ingest"))
    _forget(store, sources)
    return _resolve(store, sources, made, mapper, settings, labels)


def _sources(raw: Path) -> list[str]:
    if not raw.is_dir():
        raise UnusableInput(f"{raw}：没有这个文件夹 / no such folder. 请检查 RAW= / check RAW=")
    found = []
    for folder, folders, files in os.walk(raw):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        found += [Path(folder, name).relative_to(raw).as_posix() for name in files if _is_report_file(name)]
    return sorted(set(found) - ingest.page_parts(found))


def _is_report_file(name: str) -> bool:
    """Not hidden files, nor what people keep beside their reports: manifest, labels, groups, a README."""
    return not name.startswith((".", "~$")) and name.lower() not in (
        "manifest.csv",
        "labels.csv",
        "groups.csv",
        "readme.md",
    )


def _facts(raw: Path, sources: Sequence[str], profile: str) -> dict[str, dict[str, str]]:
    """What is stated of each file: the address it was fetched from, its line of the manifest, the genre asked for."""
    path = raw / MANIFEST
    try:
        manifest = ingest.read_manifest(path.read_bytes()) if path.exists() else {}
    except ingest.ManifestError as error:
        raise UnusableInput(f"{path}：{error}") from error
    fetched = {source: {"url": url} for source, url in urls_by_file(raw).items()}
    asked = {"profile": profile} if profile else {}
    members = {s: ingest.stated_of_members(s, manifest) for s in sources if s.lower().endswith(".zip")}
    return {s: {**fetched.get(s, {}), **manifest.get(s, {}), **members.get(s, {}), **asked} for s in sources}


def read_groups(raw: Path) -> dict[str, list[str]]:
    """The user's peer groups: ``groups.csv`` with the columns group and region (a code or a name), a place a line.

    Raises :class:`UnusableInput` naming the line where a column or value is missing.
    """
    path = raw / GROUPS
    if not path.exists():
        return {}
    found: dict[str, list[str]] = {}
    reader = csv.DictReader(path.read_text("utf-8-sig").splitlines())
    for row in reader:
        group, region = ((row.get(name) or "").strip() for name in ("group", "region"))
        if not group or not region:
            raise UnusableInput(
                f"{path} 第 {reader.line_num} 行：缺少 group 或 region / line {reader.line_num}: no group or no region"
            )
        found.setdefault(group, []).append(region)
    return {name: sorted(set(places)) for name, places in sorted(found.items())}


def read_labels(raw: Path) -> dict[str, list[list[Any]]]:
    """Corrections by hand (see pipeline.labelling); imported only where there are some, since classify loads slowly."""
    if not (raw / LABELS).exists():
        return {}
    from pipeline.labelling import BadSheet, corrections

    try:
        return corrections(raw)
    except BadSheet as error:
        raise UnusableInput(str(error)) from error


# --- 1. reading -----------------------------------------------------------------------------------------------------


def _place(store: Store, source: str) -> Path:
    name = digest(source)
    return store.state / "readings" / name[:2] / f"{name}.json"


def read_files(
    raw: str, sources: Sequence[str], facts: Mapping[str, Mapping[str, str]], settings: Settings, static: str
) -> int:
    """Read those of the files whose reading is out of date; returns how many were read."""
    store, known = Store(settings.out), profiles.load_all()
    return sum(_read_file(Path(raw), source, facts[source], store, known, static) for source in sources)


def _read_file(raw: Path, source: str, facts: Mapping[str, str], store: Store, known: Any, static: str) -> int:
    try:
        data: bytes | None = (raw / source).read_bytes()
        error = ""
    except OSError as problem:
        data, error = None, problem.strerror or str(problem)
    mark = digest(static, source, json.dumps(facts, sort_keys=True), data if data is not None else f"!{error}")
    place = _place(store, source)
    if _light(place).get("mark") == mark:
        return 0
    reading = ingest.unreadable(source, error) if data is None else _guarded(source, data, known, facts)
    texts = [row.pop("text") for row in reading["reports"]]
    lines = [json.dumps(part, ensure_ascii=False) for part in ({"mark": mark, **reading}, texts)]
    write_atomically(place, "\n".join(lines).encode("utf-8", "surrogatepass"), durable=False)
    return 1


def _guarded(source: str, data: bytes, known: Any, facts: Mapping[str, str]) -> dict[str, Any]:
    """What ingest reads of the file; one that takes too long or fails in an unforeseen way is refused, with that reason."""
    seconds = SECONDS_A_FILE + SECONDS_A_PART * ingest.parts_of(data)
    try:
        if not _is_tame(data):
            return reader.read(source, data, facts, seconds)
        with _time_limit(seconds):
            return ingest.read(source, data, known, facts).as_dict()
    except Exception as error:
        return ingest.unreadable(source, f"{type(error).__name__}: {error}", data)


def _is_tame(data: bytes) -> bool:
    """Whether an alarm is enough of a guard: for small files other than PDF, where alarms can be had."""
    alarms = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    return alarms and len(data) < TAME and b"%PDF-" not in data[:1024]


class _time_limit:
    """Raise TimeoutError after some seconds; for a process's main thread."""

    def __init__(self, seconds: float):
        self.seconds = seconds

    def __enter__(self) -> None:
        def stop(*_: Any) -> None:
            raise TimeoutError(f"读取超过 {self.seconds} 秒 / took longer than {self.seconds} s")

        self.before = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, self.seconds)

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self.before)


def _light(place: Path) -> dict[str, Any]:
    try:
        with place.open("rb") as file:
            found = json.loads(file.readline().decode("utf-8", "surrogatepass"))
            return found if isinstance(found, dict) else {}
    except (FileNotFoundError, json.JSONDecodeError):
        return {}


def _texts(place: Path) -> list[str]:
    with place.open("rb") as file:
        file.readline()
        texts: list[str] = json.loads(file.readline().decode("utf-8", "surrogatepass"))
        return texts


def _forget(store: Store, sources: Sequence[str]) -> None:
    wanted = {_place(store, source) for source in sources}
    for path in (store.state / "readings").rglob("*.json"):
        if path not in wanted:
            path.unlink()


# --- 2. and 3. resolving and assembling -----------------------------------------------------------------------------


def _resolve(store: Store, sources: Sequence[str], made: int, mapper: Map, settings: Settings,
             labels: Mapping[str, list[list[Any]]]) -> Done:  # fmt: skip
    readings = {source: _light(_place(store, source)) for source in sources}
    rows = [
        {**row, "_file": source, "_part": part}
        for source, r in readings.items()
        for part, row in enumerate(r["reports"])
    ]
    resolution = ingest.resolve(rows)
    shards = _by_shard(resolution.reports)
    ids = {row["source"]: row["report_id"] for row in resolution.reports}
    problems = [row for r in readings.values() for row in r["problems"]] + list(resolution.problems)
    problems = [{**row, "report_id": ids.get(row["source"])} for row in problems]
    rejected = [row for r in readings.values() for row in r["rejected"]] + list(resolution.rejected)
    doubts: dict[str | None, list[dict[str, Any]]] = {}
    for row in problems:
        doubts.setdefault(row["report_id"], []).append(row)
    tasks = [
        (settings, s, mine, [d for r in mine for d in doubts.get(r["report_id"], [])]) for s, mine in shards.items()
    ]
    made_of = zip(shards, mapper(assemble_shard, tasks, "ingest …"), strict=True)
    store.save_state("steps", "ingest", value={shard: {"outputs": outputs} for shard, outputs in made_of})
    for shard in set(store.shards("reports", "ingest")) - set(shards):
        store.drop_state("units", "ingest", shard)
        store.remove("reports", "ingest", shard)
        store.remove("problems", "ingest", shard)
    store.write(
        "rejected", "ingest", "all", frame("rejected", sorted(rejected, key=lambda r: (r["source"], r["reason"])))
    )
    store.write("problems", "ingest", "all", frame("problems", doubts.get(None, [])))
    store.save_state("labels", value={ids[source]: rows for source, rows in labels.items() if source in ids})
    store.save_state("report_shards", value={row["report_id"]: s for s, mine in shards.items() for row in mine})
    return Done(len(resolution.reports), made, [], len(problems) + len(rejected))


def _by_shard(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(shard_of(region_key(row["region_code"], row["region"])), []).append(dict(row))
    return {shard: sorted(found[shard], key=lambda row: str(row["report_id"])) for shard in sorted(found)}


def assemble_shard(
    settings: Settings, shard: str, rows: Sequence[dict[str, Any]], doubts: Sequence[dict[str, Any]]
) -> dict[str, str]:
    """Write one shard of ``reports`` and of ingest's ``problems``, unless they are already made of these rows.

    Returns the content of both: table -> digest.
    """
    store = Store(settings.out)
    mark = digest(json.dumps([rows, doubts], sort_keys=True, ensure_ascii=False, default=str))
    state = store.load_state("units", "ingest", shard)
    if state and state["mark"] == mark:
        return outputs_of(state["digests"])
    store.drop_state("units", "ingest", shard)
    texts = [_texts(_place(store, row["_file"]))[row["_part"]] for row in rows]
    tables = {"reports": ingest.assemble(rows, texts), "problems": frame("problems", doubts)}
    digests = {table: row_digests(store.write(table, "ingest", shard, made)) for table, made in tables.items()}
    store.save_state("units", "ingest", shard, value={"mark": mark, "digests": digests})
    return outputs_of(digests)
