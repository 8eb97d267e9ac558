"""What ingest read of each file, kept from run to run.

A reading lies in ``.duizhao/readings`` under its mark: the hash of all that it depends on (the file's name and bytes,
what is stated of it, the code and data of ingest). So a reading never changes; another one takes its place, and what
is wanted no longer is removed at the end. Its first line holds the light rows, the second how many bytes each text
takes, and behind it stand the texts.

An index beside them tells, for each file, what it looked like (size, times) when it was read, and the light rows.
A file that still looks the same is not opened at all. Where the index is missing or behind, files are hashed and their
readings found by mark: it saves time and decides nothing. It lies in several parts, by the files' names, so that a new
file costs a part.
"""

from __future__ import annotations

import json
import os
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.folders import is_local
from pipeline.store import Store, write_atomically

FOLDER, INDEX, PARTS = "readings", "index", 16
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


def look_of(path: Path | str, now: int | None = None) -> Look | None:
    """Size, times and number of a file; None where it is gone, or changed so lately that the times may not tell.

    ``now``: a moment before this call, in nanoseconds, for callers that look at many files.
    """
    try:
        seen = os.stat(path)
    except OSError:
        return None
    if (now or time.time_ns()) - max(seen.st_mtime_ns, seen.st_ctime_ns) < SETTLED:
        return None
    return seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino


def _place(store: Store, mark: str) -> Path:
    return store.state / FOLDER / mark[:1] / f"{mark}.json"


def keep(store: Store, mark: str, reading: Light) -> Light:
    """Write a reading; returns its light rows, each with where its text is kept (``_mark``, ``_part``)."""
    texts = [row["text"] for row in reading["reports"]]
    reports = [
        {**{name: value for name, value in row.items() if name != "text"}, "_mark": mark, "_part": part}
        for part, row in enumerate(reading["reports"])
    ]
    light = {**reading, "reports": reports}
    written = [text.encode("utf-8", "surrogatepass") for text in texts]
    head = f"{json.dumps(light, ensure_ascii=False)}\n{json.dumps([*map(len, written)])}\n"
    write_atomically(_place(store, mark), [head.encode("utf-8", "surrogatepass"), *written], durable=False)
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
        return [file.read(size).decode("utf-8", "surrogatepass") for size in json.loads(file.readline())]


class Readings:
    """All readings of a folder. ``static``: the content of ingest's code and data; with another all is read again."""

    def __init__(self, store: Store, static: str):
        self.store, self.static = store, static
        self.files: dict[str, Kept] = {}
        self._there, self._now = set(_marks(store)), time.time_ns()
        self._behind: set[int] = set()
        """Parts of the index that were made of other files or code."""
        for part in range(PARTS):
            index = store.load_value(FOLDER, f"{INDEX}-{part:x}")
            if index is None or index["static"] != static:
                self._behind.add(part)
                continue
            self.files.update(zip(index["files"], map(Kept._make, index["files"].values()), strict=True))

    def holds(self, path: str, source: str, facts: Mapping[str, str]) -> bool:
        """Whether the reading of a file is up to date, as far as can be told without opening it."""
        kept = self.files.get(source)
        return (
            kept is not None
            and kept.look is not None
            and kept.facts == facts
            and kept.mark in self._there
            and kept.look == look_of(path, self._now)
        )

    def members(self) -> set[str]:
        """The sources of all that was read, members of ZIP files included."""
        lights = (kept.light for kept in self.files.values())
        return {row["source"] for light in lights for row in (*light["reports"], *light["rejected"])}

    def update(self, read: Mapping[str, Kept], sources: Sequence[str]) -> None:
        """Take over what was read just now, and forget all files but ``sources``."""
        self._behind |= {_part_of(source) for source in (*read, *(self.files.keys() - set(sources)))}
        self.files = {source: read.get(source) or self.files[source] for source in sources}
        parts: dict[int, dict[str, tuple[Any, ...]]] = {part: {} for part in self._behind}
        for source, kept in self.files.items() if parts else ():
            if (part := _part_of(source)) in parts:
                parts[part][source] = tuple(kept)
        for part, files in parts.items():
            self.store.save_value(FOLDER, f"{INDEX}-{part:x}", value={"static": self.static, "files": files})
        self._behind.clear()
        wanted = {kept.mark for kept in self.files.values()}
        for mark in self._there - wanted:
            _place(self.store, mark).unlink(missing_ok=True)


def _part_of(source: str) -> int:
    return zlib.crc32(source.encode("utf-8", "surrogatepass")) % PARTS


def _marks(store: Store) -> Iterator[str]:
    """The marks of all readings that are there."""
    folder = store.state / FOLDER
    for part in folder.iterdir() if folder.exists() else ():
        if len(part.name) == 1:
            names = os.listdir(part) if is_local(part) else [path.name for path in part.iterdir()]
            yield from (name.removesuffix(".json") for name in names if name.endswith(".json"))
