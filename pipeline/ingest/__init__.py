"""Ingest: bytes of a file to reports, or to the reason why it is refused.

In reading order: ``sniff`` tells the kind of file; one reader a format (``webpage``, ``mhtml``, ``pdf``, ``word``,
``office``, ``plain``, ``bundle`` for ZIP) makes a ``Document``; ``clean``, ``garbled``, ``furniture`` and ``twice``
tidy its text; ``titles``, ``dates``, ``genre``, ``years``, ``places`` tell what it is. :func:`read` does all this for
one file and sees no other; :func:`resolve` decides over all files what only the corpus can tell (same-named
districts, duplicates, ids) without their texts; :func:`assemble` makes the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from pipeline import profiles as known_profiles
from pipeline.ingest.archive import members_of
from pipeline.ingest.bundle import stated_of_members
from pipeline.ingest.check import check
from pipeline.ingest.manifest import ManifestError, read_manifest
from pipeline.ingest.ocr import can_read, pages_of
from pipeline.ingest.office import libreoffice
from pipeline.ingest.reading import Doubt, Reading, Refused, Resolution, problem
from pipeline.ingest.resolve import DECIDED, resolve_rows
from pipeline.ingest.saved import page_parts
from pipeline.ingest.walk import read

if TYPE_CHECKING:  # the process that reads hard files (pipeline.reader) needs no tables, and they load slowly
    import pandas as pd

    from pipeline.stage import Step

__all__ = [
    "DECIDED",
    "STEPS",
    "ManifestError",
    "Reading",
    "Refused",
    "Resolution",
    "abilities",
    "assemble",
    "check",
    "no_such_file",
    "page_parts",
    "parts_of",
    "read",
    "read_manifest",
    "resolve",
    "stated_of_members",
    "unreadable",
]

STEPS: tuple[Step, ...] = ()


def unreadable(source: str, error: str, data: bytes | None = None) -> dict[str, list[dict[str, Any]]]:
    """The reading of a file that could not be opened, or that ingest failed on."""
    detail = f"文件无法读取：{error}。请检查权限与完整性，或重新下载"
    row = {"source": source, "sha256": sha256(data or b"").hexdigest(), "reason": "unreadable", "detail": detail}
    return Reading(rejected=[row]).as_dict()


def no_such_file(source: str) -> dict[str, Any]:
    """A doubt: a line of the manifest that names no file."""
    detail = "manifest.csv 写了这个文件，但没有找到它。请检查文件名与所在文件夹 / manifest.csv names a file that is not there"
    return problem(source, Doubt("manifest_no_file", detail))


def parts_of(data: bytes) -> int:
    """Members of a ZIP, or pages that OCR may have to read: each of them takes its time."""
    return members_of(data) + pages_of(data)


def abilities() -> tuple[str, ...]:
    """Optional programs at hand: a file refused for want of one is worth reading again once it is there."""
    at_hand = {"ocr": can_read(), "libreoffice": libreoffice() is not None}
    return tuple(name for name, there in at_hand.items() if there)


def resolve(rows: Sequence[Mapping[str, Any]]) -> Resolution:
    """Places, duplicates and ids, from the light rows of all readings."""
    return resolve_rows(rows, known_profiles.load("other"))


def assemble(rows: Sequence[Mapping[str, Any]], texts: Sequence[str]) -> pd.DataFrame:
    """The ``reports`` table of resolved rows and their texts in the same order."""
    from pipeline.tables import TABLES, frame

    columns = [c.name for c in TABLES["reports"].columns if c.name != "text"]
    made = [{**{name: row.get(name) for name in columns}, "text": text} for row, text in zip(rows, texts, strict=True)]
    return frame("reports", sorted(made, key=lambda row: str(row["report_id"])))
