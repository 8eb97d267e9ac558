"""Reads and writes ``data/processed``: the only module that opens it.

Layout of a processed folder::

    <table>/<step>-<shard>.parquet   rows of one step and shard; pandas.read_parquet(<table>) reads the table whole
    site/ charts/ exports/           what publish made
    .duizhao/                        state: what was made of what (see pipeline.engine); safe to delete

Every file is written beside its place and moved there in one step, so that no reader ever sees half a file, and a
killed run leaves at worst a file whose name starts with ``.tmp-``. A machine that stops may lose what was moved but had
not reached its disk: :meth:`Store.writing` notices that, and what was written since is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import arrow, values
from pipeline.arrow import digest
from pipeline.folders import folder_of, is_local
from pipeline.tables import TABLES, conform

STATE = ".duizhao"
FORMAT = "5"
"""Of the state that pipeline.engine and pipeline.shards keep; one of another format is forgotten."""
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


FEW_PLACES = 256
"""Up to so many places lie in 16 shards: what a shard costs whatever it holds would else weigh too much."""


def shard_of(place: str, digits: int = 2) -> str:
    """The shard that holds all years and genres of a place (see :func:`region_key`): hexadecimal digits of its hash."""
    return hashlib.sha256(place.encode()).hexdigest()[:digits]


def digits_for(places: int) -> int:
    """Digits of a shard's name in a corpus of so many places: 16 shards for few, 256 for more."""
    return 1 if places <= FEW_PLACES else 2


def places_of(reports: pd.DataFrame) -> pd.Series:
    """What names the place of each report in the store: see :func:`region_key`."""
    return reports["region_code"].fillna(reports["region"])


def region_key(region_code: str | None, region: str) -> str:
    """What names a place in the store: its code, or its name where it has none."""
    return region_code if isinstance(region_code, str) and region_code else region


def write_atomically(path: Path, data: bytes | Iterable[bytes | memoryview], durable: bool = True) -> None:
    """Write the file in one step: beside its place first, flushed to disk if ``durable``, then moved."""
    if not is_local(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_elsewhere(cast(Any, path), data)
        return
    name = f"{path.parent}/.tmp-{uuid.uuid4().hex}"
    try:
        with _new(name) as file:
            file.writelines([data] if isinstance(data, bytes) else data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _new(name: str) -> IO[bytes]:
    """A new file; its folder is made where it is not there, which is asked only then."""
    try:
        return open(name, "xb")
    except FileNotFoundError:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        return open(name, "xb")


def _write_elsewhere(path: Any, data: bytes | Iterable[bytes | memoryview]) -> None:
    # not every storage shows a file only when it is whole: under another name first
    beside = path.parent / f".tmp-{uuid.uuid4().hex}"
    with beside.open("wb") as file:
        file.writelines([data] if isinstance(data, bytes) else data)
    path.fs.mv(beside.path, path.path)


class Store:
    """One processed folder."""

    def __init__(self, folder: Path | str):
        self.folder = folder_of(folder)
        self.state = self.folder / STATE

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """While this is open, writes need not reach the disk one by one: they all have when it closes.

        A run that is killed loses nothing: what it moved into place stays there. Where the machine itself stopped
        meanwhile, the next run knows it by the mark left here, and forgets the state written since, so that all that
        it told of is made again.
        """
        if self.load_state("format") != FORMAT:
            for kept in ("units", "steps", "survey", "corpus", "readings"):
                _remove_tree(self.state / kept)
            self.save_state("format", value=FORMAT)
        mark = self.state / "writing"
        left = mark.read_text("utf-8") if mark.exists() else ""
        if left and left != _boot():
            since = mark.stat().st_mtime
            for path in self.state.glob("*/**/*"):
                if path.is_file() and path.stat().st_mtime >= since:
                    path.unlink()
        write_atomically(mark, _boot().encode())
        yield
        os.sync()
        mark.unlink()

    # --- tables -------------------------------------------------------------------------------------------------

    def path(self, table: str, step: str, shard: str) -> Path:
        """Where the rows of one step and shard lie."""
        return self.folder / table / f"{step}-{shard}.parquet"

    def write(self, table: str, step: str, shard: str, rows: pd.DataFrame | pa.Table) -> pa.Table:
        """Write rows that ``frame`` or ``conform`` gave, or ``arrow.checked``; returns them as Arrow."""
        data = rows if isinstance(rows, pa.Table) else arrow.to_arrow(table, rows)
        write_atomically(self.path(table, step, shard), arrow.to_parquet(table, data), durable=False)
        return data

    def read_shard(
        self,
        table: str,
        shard: str,
        steps: Iterable[str],
        without: frozenset[str] = frozenset(),
        only: Iterable[str] | None = None,
        coded: frozenset[str] = frozenset(),
    ) -> pd.DataFrame:
        """Rows of one shard (``only`` of some reports) that the given steps wrote, but for columns left out.

        Columns that are ``coded`` are given as :func:`pipeline.arrow.coded` takes them.
        """
        paths = [path for step in steps if (path := self.path(table, step, shard)).exists()]
        found = [arrow.read(path, table, without, only, coded) for path in paths]
        return pd.concat(found, ignore_index=True) if len(found) > 1 else found[0] if found else conform_empty(table)

    def read(self, table: str) -> pd.DataFrame:
        """The whole table, in the order of its files' names."""
        found = [arrow.read(p, table) for p in sorted((self.folder / table).glob("[!.]*.parquet"))]
        found = [f for f in found if len(f)]
        return conform(table, pd.concat(found, ignore_index=True)) if found else conform_empty(table)

    def parts(self, table: str) -> Iterator[pa.Table]:
        """The rows of a table file by file, in the order of :meth:`read`: for tables that memory should not hold."""
        schema = TABLES[table].schema
        for path in sorted((self.folder / table).glob("[!.]*.parquet")):
            data = arrow.parquet(path).read()
            if data.num_rows:
                missing = [pa.nulls(data.num_rows, f.type) if f.name not in data.column_names else data[f.name] for f in schema]  # fmt: skip
                yield pa.Table.from_arrays(missing, schema=schema)

    def among(self, table: str, keys: Mapping[str, Iterable[str]]) -> pd.DataFrame:
        """The rows that have one of the given values in one of the given columns; columns the table lacks count not."""
        known = [(c.name, "in", set(keys[c.name])) for c in TABLES[table].columns if keys.get(c.name)]
        found = []
        for path in sorted((self.folder / table).glob("[!.]*.parquet")) if known else ():
            source = path if is_local(path) else path.open("rb")
            data = pq.read_table(source, partitioning=None, filters=[[condition] for condition in known])
            if data.num_rows:
                found.append(arrow.from_arrow(table, data))
        return conform(table, pd.concat(found, ignore_index=True)) if found else conform_empty(table)

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return sum(arrow.parquet(p).metadata.num_rows for p in (self.folder / table).glob("[!.]*.parquet"))

    def remove(self, table: str, step: str, shard: str) -> None:
        """Remove the rows of one step and shard, if there are any."""
        self.path(table, step, shard).unlink(missing_ok=True)

    def shards(self, table: str, step: str) -> list[str]:
        """Shards that have a file of this table and step, sorted."""
        return sorted(p.stem.rpartition("-")[2] for p in (self.folder / table).glob(f"{step}-*.parquet"))

    def largest_first(self, shards: Iterable[str]) -> list[str]:
        """The shards by the size of their reports, so that no worker is left with a large one when all others are done."""
        sizes = {shard: self.path("reports", "ingest", shard).stat().st_size for shard in shards}
        return sorted(sizes, key=lambda shard: (-sizes[shard], shard))

    # --- state --------------------------------------------------------------------------------------------------

    def state_path(self, *names: str) -> Path:
        """Where a piece of state lies."""
        return self.state.joinpath(*names[:-1], names[-1] + ".json")

    def load_state(self, *names: str) -> Any:
        """A piece of state written by :meth:`save_state`, or None."""
        path = self.state_path(*names)
        try:
            return json.loads(path.read_text("utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return None

    def save_state(self, *names: str, value: Any) -> None:
        """Keep a piece of state (anything that JSON holds) under a name."""
        data = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        path = self.state_path(*names)
        write_atomically(path, data.encode("utf-8", "surrogatepass"), durable=False)

    def drop_state(self, *names: str) -> None:
        """Forget a piece of state."""
        self.state_path(*names).unlink(missing_ok=True)

    def load_value(self, *names: str) -> Any:
        """A Python value written by :meth:`save_value` in this folder, or None. The folder is our own: it is trusted.

        Arrays in it are read from the file when they are touched, so that a value may be larger than memory.
        """
        path = self.state.joinpath(*names[:-1], names[-1] + ".pickle")
        return values.loads(values.mapped(path) if is_local(path) else path.read_bytes()) if path.exists() else None

    def save_value(self, *names: str, value: Any, there: str = "") -> str:
        """Keep a Python value under a name; returns the digest of its bytes. ``there``: the digest of what surely lies there."""
        data = values.dumps(value)
        path = self.state.joinpath(*names[:-1], names[-1] + ".pickle")
        made = digest(*data)
        if made != there and not _lies_there(path, data):
            write_atomically(path, data, durable=False)
        return made

    # --- what publish makes -------------------------------------------------------------------------------------

    def write_product(self, name: str, data: bytes | Iterable[bytes]) -> None:
        """Write one file of the site, the charts or the exports; ``name`` is a relative path inside the folder.

        A file that memory should not hold is given in pieces.
        """
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise ValueError(f"{name} would be written outside {self.folder}")
        path = self.folder / name
        write_atomically(path, data, durable=False)

    def keep_products(self, top: str, names: set[str]) -> None:
        """Remove files below ``top`` that are not among ``names``, so that a deleted report leaves no page behind."""
        for path in sorted((self.folder / top).rglob("*"), reverse=True):
            if path.is_file() and path.relative_to(self.folder).as_posix() not in names:
                path.unlink()
            elif path.is_dir() and not any(path.iterdir()):
                path.rmdir()


def _lies_there(path: Path, data: Sequence[bytes | memoryview]) -> bool:
    """Whether a file holds these bytes already: to look is quicker by far than to replace it, which waits for the disk."""
    if not is_local(path) or not path.exists() or path.stat().st_size != sum(map(len, data)):
        return False
    with path.open("rb") as file:
        return all(file.read(len(piece)) == piece for piece in data)


def _remove_tree(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file():
            path.unlink()


def conform_empty(table: str) -> pd.DataFrame:
    """The table without rows."""
    return conform(table, pd.DataFrame(columns=[c.name for c in TABLES[table].columns]))


def _boot() -> str:
    """What names this run of the machine, so that a stop between two moments can be told."""
    # elsewhere than on Linux the moment of the start, to the minute, as far as the clocks tell it
    return BOOT_ID.read_text().strip() if BOOT_ID.exists() else str(round((time.time() - time.monotonic()) / 60))
