"""Pages that a browser saved "complete": the page beside a folder of its styles, scripts and pictures."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

_FOLDERS = ("_files", ".files")
_PAGES = (".html", ".htm", ".shtml", ".mhtml")


def page_parts(names: Collection[str]) -> set[str]:
    """Files that only serve a saved page; frames are not among them, since a body may be in one.

    >>> sorted(page_parts(["a.html", "a_files/x.css", "a_files/f.html", "b_files/y.png"]))
    ['a_files/x.css']
    """
    known = set(names)
    inside = (name for name in names if any(f"{end}/" in name for end in _FOLDERS))
    return {name for name in inside if not name.lower().endswith(_PAGES) and _serves(PurePosixPath(name), known)}


def _serves(path: PurePosixPath, known: set[str]) -> bool:
    return any(
        str(folder.with_name(folder.name[: -len(end)] + page)) in known
        for folder in path.parents
        for end in _FOLDERS
        if folder.name.endswith(end) and len(folder.name) > len(end)
        for page in _PAGES
    )
