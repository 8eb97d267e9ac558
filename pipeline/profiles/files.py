"""A folder of profile files as read: TOML files and word lists, by stem.

What was read is kept beside the code, as Python keeps what it compiled, under the digest of the files' bytes: parsing
the TOML files of all profiles takes a tenth of a second, at the start of every process.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KEPT = HERE.parent / "__pycache__"
Files = tuple[dict[str, Any], dict[str, tuple[str, ...]]]
"""Stem -> content of a TOML file, stem -> lines of a word list; in a sub-folder ``folder/stem``."""


class ProfileError(ValueError):
    """A profile file that can't be used; the message names the file, the entry and the fix."""


def files_of(folder: Path) -> Files:
    """The content of a folder's TOML files and word lists. Raises :class:`ProfileError`."""
    found = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.suffix in (".toml", ".txt")}
    return _kept(folder, found) if folder.parent == HERE else _read(folder, found)


def _kept(folder: Path, found: dict[Path, bytes]) -> Files:
    """What an earlier process kept of these very files; else they are read, and that is kept."""
    mark, kept = _mark(folder, found), KEPT / f"profile-{folder.name}.json"
    with contextlib.suppress(OSError, ValueError):  # not there, or not whole
        by, data, lists = json.loads(kept.read_bytes())
        if by == mark:
            return data, {stem: tuple(lines) for stem, lines in lists.items()}
    read = _read(folder, found)
    with contextlib.suppress(OSError, TypeError):  # a folder that can't be written to; a date, which JSON has not
        new = kept.with_suffix(f".{os.getpid()}")
        new.write_text(json.dumps([mark, *read], ensure_ascii=False), "utf-8")
        os.replace(new, kept)
    return read


def _mark(folder: Path, found: dict[Path, bytes]) -> str:
    """What a folder's content depends on: names and bytes of its files, and how they are read."""
    hasher = hashlib.blake2b(Path(__file__).read_bytes(), digest_size=16)
    for path, content in found.items():
        hasher.update(f"\0{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        hasher.update(content)
    return hasher.hexdigest()


def _read(folder: Path, found: dict[Path, bytes]) -> Files:
    stems = {path: path.relative_to(folder).with_suffix("").as_posix() for path in found}
    data = {stems[p]: _toml(p, content) for p, content in found.items() if p.suffix == ".toml"}
    return data, {stems[p]: _lines(content.decode("utf-8")) for p, content in found.items() if p.suffix == ".txt"}


def read_list(path: Path) -> tuple[str, ...]:
    """The lines of a word list: stripped, without blank lines and ``#`` comments (whole lines or behind the word)."""
    return _lines(path.read_text("utf-8"))


def _lines(text: str) -> tuple[str, ...]:
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def _toml(path: Path, content: bytes) -> Any:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileError(f"{path}: not TOML in UTF-8: {error}") from error
