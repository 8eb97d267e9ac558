"""A ZIP of reports: each member is read as a file of its own, with what manifests inside and outside state of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import PurePosixPath

from pipeline.ingest.archive import members
from pipeline.ingest.manifest import ManifestError, read_manifest
from pipeline.ingest.reading import Reading, Refused
from pipeline.ingest.saved import page_parts
from pipeline.ingest.sniff import kind

Facts = Mapping[str, str]
INSIDE = "!/"
"""Between the source of a ZIP and the name of a member."""
_BESIDE = {"manifest.csv", "labels.csv", "groups.csv", "readme.md"}


def stated_of_members(source: str, manifest: Mapping[str, Facts]) -> dict[str, str]:
    """Lines of a manifest beside the ZIP that name its members (``a.zip/b.docx`` or ``a.zip!/b.docx``), to be read with it."""
    found = {}
    for name, facts in manifest.items():
        for joint in (INSIDE, "/"):
            if name.startswith(source + joint):
                found[INSIDE + name[len(source + joint) :]] = json.dumps(facts, ensure_ascii=False, sort_keys=True)
                break
    return found


def read_bundle(source: str, data: bytes, facts: Facts, read: Callable[[str, bytes, Facts], Reading]) -> Reading:
    """Each member's reading. Raises :class:`Refused` for a ZIP that can't be opened; a ZIP inside a ZIP is refused."""
    reading = Reading()
    content = dict(members(data))
    inside = _manifests(source, content, reading)
    whole = {name: value for name, value in facts.items() if not name.startswith(INSIDE)}
    parts = page_parts(content)
    for name, held in content.items():
        place = f"{source}{INSIDE}{name}"
        if name in parts or PurePosixPath(name).name.lower() in _BESIDE or PurePosixPath(name).name.startswith("~$"):
            continue
        if isinstance(held, Refused):
            reading.add(refusal(place, b"", held))
        elif kind(name, held) == "zip":
            reading.add(refusal(place, held, Refused("unsupported", "压缩包里的压缩包不再打开。请先解压这一层")))
        else:
            own = json.loads(facts.get(INSIDE + name, "{}"))
            reading.add(read(place, held, {**whole, **inside.get(name, {}), **own}))
    return reading


def _manifests(source: str, content: Mapping[str, bytes | Refused], reading: Reading) -> dict[str, Facts]:
    """What each ``manifest.csv`` in the ZIP states of the files beside and below it; one that can't be used is a refusal."""
    found: dict[str, Facts] = {}
    for name, held in content.items():
        if PurePosixPath(name).name.lower() == "manifest.csv" and isinstance(held, bytes):
            folder = name[: -len("manifest.csv")]
            try:
                found |= {folder + member: facts for member, facts in read_manifest(held).items()}
            except ManifestError as error:
                reading.add(refusal(f"{source}{INSIDE}{name}", held, Refused("unreadable", str(error))))
    return found


def refusal(source: str, data: bytes, refused: Refused) -> Reading:
    """The reading of a file that is refused."""
    row = {"source": source, "sha256": sha256(data).hexdigest(), "reason": refused.reason, "detail": refused.detail}
    return Reading(rejected=[row])
