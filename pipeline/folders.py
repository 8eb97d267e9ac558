"""Folders, at a path or behind an address of shared storage that fsspec knows."""

from __future__ import annotations

from pathlib import Path
from typing import cast


def folder_of(place: str | Path) -> Path:
    """The folder at a path, or behind an address (``s3://bucket/out``), which behaves as a path does.

    Addresses need the extra ``[dask]``, and what fsspec needs for that kind of storage.
    """
    if "://" not in str(place):
        return Path(place)
    from upath import UPath

    return cast(Path, UPath(str(place)))


def is_local(path: Path) -> bool:
    """Whether the path is one of this machine's file system."""
    return isinstance(path, Path)
