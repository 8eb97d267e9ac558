"""What ingest read of each file, kept from run to run.

A reading lies in ``.duizhao/readings`` under its mark: the hash of all that it depends on (the file's name and bytes,
what is stated of it, the code and data of ingest). So a reading never changes; another one takes its place, and what
is wanted no longer is removed at the end. Its first line holds the light rows, the second the texts.

``index.pickle`` beside them tells, for each file, what it looked like (size, times) when it was read, and the light rows.
A file that still looks the same is not opened at all. Where the index is missing or behind, files are hashed and their
readings found by mark: it saves time and decides nothing.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.store import Store, write_atomically

FOLDER, INDEX = "readings", "index"
SETTLED = 2 * 10**9
"""Nanoseconds since its last change from which a file's times tell that it did not change: clocks of discs tick slowly."""

Light = dict[str, list[dict[str, Any]]]
"""Rows in the making without text: reports, rejected, problems (see ``pipeline.ingest.Reading``)."""
Look = tuple[int, ...]


class Kept(NamedTuple):
    """One file's reading, as the index holds it; ``look`` is None where it could not be trusted."""

    look: Look | None
    facts: Mapping[str, str]
    mark: str
    light: Light


def look_of(path: Path | str) -> Look | None:
    """Size, times and number of a file; None where it is gone, or changed so lately that the times may not tell."""
    try:
        seen = os.stat(path)
    except OSError:
        return None
    if time.time_ns() - max(seen.st_mtime_ns, seen.st_ctime_ns) < SETTLED:
        return None
    return seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino


def _place(store: Store, mark: str) -> Path:
    return store.state / FOLDER / mark[:1] / f"{mark}.json"


def keep(store: Store, mark: str, reading: Light) -> Light:
    """Write a reading; returns its light rows."""
    texts = [row["text"] for row in reading["reports"]]
    reports = [{name: value for name, value in row.items() if name != "text"} for row in reading["reports"]]
    light = {**reading, "reports": reports}
    lines = (json.dumps(part, ensure_ascii=False) for part in (light, texts))
    write_atomically(_place(store, mark), "\n".join(lines).encode("utf-8", "surrogatepass"), durable=False)
    return light


def light_of(store: Store, mark: str) -> Light | None:
    """The light rows of a reading that is there."""
    try:
        with _place(store, mark).open("rb") as file:
            found: Light = json.loads(file.readline().decode("utf-8", "surrogatepass"))
            return found
    except (FileNotFoundError, json.JSONDecodeError):
        return None


def texts_of(store: Store, mark: str) -> list[str]:
    """The texts of a reading, in the order of its reports."""
    with _place(store, mark).open("rb") as file:
        file.readline()
        texts: list[str] = json.loads(file.readline().decode("utf-8", "surrogatepass"))
        return texts


class Readings:
    """All readings of a folder. ``static``: the content of ingest's code and data; with another all is read again."""

    def __init__(self, store: Store, static: str):
        self.store, self.static = store, static
        index = store.load_value(FOLDER, INDEX) or {"static": "", "files": {}}
        self._there = set(_marks(store))
        same = index["static"] == static
        self.files = {source: Kept(*kept) for source, kept in index["files"].items()} if same else {}
        self._changed = not same

    def holds(self, raw: str, source: str, facts: Mapping[str, str]) -> bool:
        """Whether the reading of a file is up to date, as far as can be told without opening it."""
        kept = self.files.get(source)
        return (
            kept is not None
            and kept.look is not None
            and kept.facts == facts
            and kept.mark in self._there
            and kept.look == look_of(f"{raw}/{source}")
        )

    def members(self) -> set[str]:
        """The sources of all that was read, members of ZIP files included."""
        lights = (kept.light for kept in self.files.values())
        return {row["source"] for light in lights for row in (*light["reports"], *light["rejected"])}

    def update(self, read: Mapping[str, Kept], sources: Iterable[str]) -> None:
        """Take over what was read just now, and forget all files but ``sources``."""
        self._changed |= bool(read) or set(self.files) != set(sources)
        self.files = {source: read.get(source) or self.files[source] for source in sources}
        if self._changed:
            files = {source: tuple(kept) for source, kept in self.files.items()}
            self.store.save_value(FOLDER, INDEX, value={"static": self.static, "files": files})
        wanted = {kept.mark for kept in self.files.values()}
        for mark in self._there - wanted:
            _place(self.store, mark).unlink(missing_ok=True)


def _marks(store: Store) -> Iterable[str]:
    """The marks of all readings that are there."""
    folder = store.state / FOLDER
    if folder.exists():
        for part in folder.iterdir():
            if len(part.name) == 1:
                yield from (path.stem for path in part.iterdir() if path.suffix == ".json")
