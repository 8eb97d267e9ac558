"""What a step is given in one shard, and of what content it is: rows, their digests, rows of other shards, its context.

What a step wrote in a shard is summed up in two places of the state: ``units/<step>/<shard>`` tells each report's
content (or the shard's, for a step per region), ``steps/<step>`` the content of each shard in one file, so that a run
sees at once where there is nothing to do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import profiles
from pipeline.folders import is_local
from pipeline.stage import Context, Step
from pipeline.store import Store, digest, shard_of
from pipeline.tables import Tables, frame

Digests = dict[str, dict[str, str]]
"""Table -> report (or "*" for a whole shard) -> digest of its rows."""


class UnusableInput(ValueError):
    """The folder, or a file that states something about it, can't be used; the message says which and what to do."""


@dataclass(frozen=True)
class Settings:
    """What a run depends on besides files: kept small, since it travels to every worker."""

    out: str
    segmenter: str = "pkuseg"
    segmenter_version: str = ""


def writers(table: str, upstream: Sequence[Step]) -> list[str]:
    """The steps that wrote a table, in order."""
    first = ["ingest"] * (table in ("reports", "problems"))
    return first + [s.name for s in upstream if table in s.writes or table == "problems"]


class Shard(Tables):
    """The tables of one shard that a step reads, each opened when it is first asked for."""

    def __init__(self, store: Store, step: Step, upstream: Sequence[Step], shard: str):
        super().__init__()
        self._store, self._step, self._upstream, self._shard = store, step, upstream, shard

    def __missing__(self, table: str) -> pd.DataFrame:
        """Read the table."""
        if table not in self._step.reads:
            raise KeyError(f"step {self._step.name} does not declare that it reads {table}")
        without, coded = _columns(self._step.without, table), _columns(self._step.coded, table)
        self[table] = self._store.read_shard(table, self._shard, writers(table, self._upstream), without, coded=coded)
        return self[table]

    def whole(self) -> Tables:
        """All of the tables."""
        return {table: self[table] for table in self._step.reads}


def _columns(named: Sequence[str], table: str) -> frozenset[str]:
    """Those of the named columns ("table.column") that are of this table."""
    return frozenset(c.partition(".")[2] for c in named if c.startswith(f"{table}."))


def input_digests(store: Store, step: Step, upstream: Sequence[Step], shard: str) -> Digests:
    """The content of those rows."""
    return {t: table_digests(store, t, upstream, shard) for t in _tables(step)}


def _tables(step: Step) -> list[str]:
    return list({**dict.fromkeys(step.reads), "reports": None})


def table_digests(store: Store, table: str, upstream: Sequence[Step], shard: str) -> dict[str, str]:
    """Report -> digest of its rows in a table, whoever wrote them."""
    found: dict[str, str] = {}
    for writer in writers(table, upstream):
        state = store.load_state("units", writer, shard) or {"digests": {}}
        for unit, value in state["digests"].get(table, {}).items():
            found[unit] = digest(found[unit], value) if unit in found else value
    return found


def whole(digests: Digests) -> str:
    """One text for the content of several tables."""
    return json.dumps(digests, sort_keys=True)


def outputs_of(digests: Digests) -> dict[str, str]:
    """Table -> digest of all its rows in a shard."""
    return {table: digest(json.dumps(found, sort_keys=True)) for table, found in digests.items()}


class States(dict[str, dict[str, Any]]):
    """Step -> shard -> what the step said of it when it made it; read when first asked for.

    Holds while nobody else writes to the folder: for a stage.
    """

    def __init__(self, store: Store):
        super().__init__()
        self._store = store

    def __missing__(self, step: str) -> dict[str, Any]:
        """Read what the step said."""
        self[step] = self._store.load_state("steps", step) or {}
        return self[step]

    def keep(self, step: str, said: dict[str, Any]) -> None:
        """Write what the step says now."""
        self._store.save_state("steps", step, value=said)
        self[step] = said


class Contents:
    """The content of every table in every shard, as the steps upstream summed it up."""

    def __init__(self, states: States, upstream: Sequence[Step]):
        self.upstream = upstream
        self._states = states
        self._writers: dict[str, list[str]] = {}

    def of(self, *tables: str, shard: str) -> str:
        """Digest of tables' rows in a shard, whoever wrote them."""
        return digest(*(found for table in tables for found in self._found(table, shard)))

    def _found(self, table: str, shard: str) -> list[str]:
        """What the writers of a table say of its rows, each in its place."""
        if table not in self._writers:
            self._writers[table] = writers(table, self.upstream)
        known = (self._states[name].get(shard) for name in self._writers[table])
        return [made["outputs"].get(table, "") if made else "" for made in known]

    def of_inputs(self, step: Step, shard: str) -> str:
        """Digest of all that a step reads in a shard."""
        return self.of(*_tables(step), shard=shard)

    def hold(self, seen: Mapping[str, str]) -> bool:
        """Whether tables of other shards ("table/shard") still are what a step saw of them."""
        return all(self.of_key(key) == value for key, value in seen.items())

    def of_key(self, key: str) -> str:
        """Digest of what "table/shard" names."""
        table, shard = key.split("/")
        return self.of(table, shard=shard)


class Foreign:
    """Rows of reports of other shards, read on demand; remembers what was read, so that a change there is noticed."""

    def __init__(self, store: Store, step: Step, upstream: Sequence[Step]):
        self.store, self.step, self.upstream = store, step, upstream
        self.seen: dict[str, str] = {}
        """"table/shard/report" -> digest of the rows that were read."""

    def __call__(self, table: str, report_ids: Sequence[str]) -> pd.DataFrame:
        """The rows of these reports in a table."""
        places = _report_shards(self.store)
        wanted: dict[str, list[str]] = {}
        for report_id in report_ids:
            wanted.setdefault(places[report_id], []).append(report_id)
        found = []
        for shard, ids in sorted(wanted.items()):
            steps, without = writers(table, self.upstream), _columns(self.step.without, table)
            found.append(self.store.read_shard(table, shard, steps, without, only=ids))
            digests = table_digests(self.store, table, self.upstream, shard)
            self.seen.update({f"{table}/{shard}/{i}": digests.get(i, "") for i in ids})
        return pd.concat(found, ignore_index=True) if found else frame(table)


def _report_shards(store: Store) -> dict[str, str]:
    """Report -> its shard. A process reads it once while the file stays the same: it names all reports of the corpus."""
    path = store.state_path("report_shards")
    if not is_local(path):
        return store.load_state("report_shards") or {}
    seen = path.stat()  # the file is replaced, never written to
    return _read_report_shards(store.folder, seen.st_ino, seen.st_mtime_ns)


@lru_cache(maxsize=1)
def _read_report_shards(folder: Path, *_seen: int) -> dict[str, str]:
    return Store(folder).load_state("report_shards") or {}


def unchanged(store: Store, foreign: Mapping[str, str], upstream: Sequence[Step]) -> bool:
    """Whether the rows of other shards that a step read are still the same."""
    known: dict[tuple[str, str], dict[str, str]] = {}
    for key, seen in foreign.items():
        table, shard, report_id = key.split("/", 2)
        if (table, shard) not in known:
            known[table, shard] = table_digests(store, table, upstream, shard)
        if known[table, shard].get(report_id, "") != seen:
            return False
    return True


def context_of(settings: Settings, part: Any = None, rows: Any = None) -> Context:
    """What a step is given besides its tables."""
    store = Store(settings.out)
    groups = {name: tuple(places) for name, places in (store.load_state("groups") or {}).items()}
    given = {"rows": rows} if rows else {}
    labels = labels_of(store)
    layout = store.load_state("layout") or {}
    return Context(profiles.load_all(), part, segmenter=settings.segmenter, groups=groups, labels=labels,
                   shard_of=partial(shard_of, **layout), **given)  # fmt: skip


def labels_of(store: Store) -> dict[str, list[list[Any]]]:
    """Corrections by hand, by report."""
    return store.load_state("labels") or {}
