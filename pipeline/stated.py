"""What the user states beside the reports: manifest.csv, groups.csv and labels.csv, and what fetching noted of files."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline import ingest
from pipeline.fetch import urls_by_file
from pipeline.inputs import UnusableInput

MANIFEST, GROUPS, LABELS = "manifest.csv", "groups.csv", "labels.csv"
BESIDE = frozenset([MANIFEST, GROUPS, LABELS, "readme.md"])
"""Files that people keep beside their reports."""
Facts = dict[str, str]


def read_manifest(raw: Path) -> dict[str, Facts]:
    """The facts of the manifest by file. Raises :class:`UnusableInput` naming the line that can't be used."""
    path = raw / MANIFEST
    try:
        return ingest.read_manifest(path.read_bytes()) if path.exists() else {}
    except ingest.ManifestError as error:
        raise UnusableInput(f"{path}：{error}") from error


def facts_by_file(
    raw: Path, sources: Sequence[str], manifest: Mapping[str, Facts], profile: str = ""
) -> dict[str, Facts]:
    """What is stated of each file: the address it was fetched from, its line of the manifest, the genre asked for."""
    fetched = {source: {"url": url} for source, url in urls_by_file(raw).items()}
    asked = {"profile": profile} if profile else {}
    members = {s: ingest.stated_of_members(s, manifest) for s in sources if s.lower().endswith(".zip")}
    return {s: {**fetched.get(s, {}), **manifest.get(s, {}), **members.get(s, {}), **asked} for s in sources}


def lines_without_file(manifest: Mapping[str, Facts], sources: Collection[str], read: Collection[str]) -> Iterator[str]:
    """Names in the manifest that are neither a file nor a member of one; ``read``: all that was read, members included."""
    known = {*sources, *read}
    bundles = {source for source in sources if source.lower().endswith(".zip")}
    for name in manifest:
        inside = (f"{b}!/{name[len(b) + 1 :]}" for b in bundles if name.startswith(f"{b}/"))
        if name not in known and not any(member in known for member in inside):
            yield name


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
