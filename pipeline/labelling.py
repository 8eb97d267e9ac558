"""Corrections by hand: sheets of uncertain sections go out, filled sheets come back as ``labels.csv`` beside the reports.

``labels.csv`` is kept by people, like ``groups.csv``, and read again on every run. Its columns: see
``pipeline.classify.label.COLUMNS``; only source, heading_start, heading_end, role_right and topic_right are needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import profiles
from pipeline.classify import label
from pipeline.classify.scheme import NONE, roles_of, topics_of
from pipeline.store import Store

LABELS = "labels.csv"


class BadSheet(ValueError):
    """A sheet that can't be used; the message names the file, the line and what to do."""


def read_sheet(path: Path) -> pd.DataFrame:
    """A filled sheet, all cells as text; a coder left out is the file's name. Raises :class:`BadSheet`."""
    try:
        sheet = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise BadSheet(f"{path}：不是 UTF-8 编码的 CSV / not a CSV in UTF-8: {error}") from error
    if missing := [c for c in label.NEEDED if c not in sheet.columns]:
        raise BadSheet(f"{path}：缺少列 / lacks columns: {', '.join(missing)}")
    for column in ("heading", "coder"):
        sheet[column] = sheet[column] if column in sheet.columns else ""
    sheet["coder"] = sheet["coder"].where(sheet["coder"] != "", path.stem)
    _check(sheet, path)
    return sheet


def _check(sheet: pd.DataFrame, path: Path) -> None:
    known = profiles.load_all().values()
    allowed = {
        "role_right": {"", *(role.id for p in known for role in roles_of(p).roles)},
        "topic_right": {"", NONE, *(code for p in known for code in topics_of(p).codes)},
        "heading_start": None, "heading_end": None,
    }  # fmt: skip
    for column, values in allowed.items():
        for line, value in enumerate(sheet[column], start=2):
            if not (value.strip() in values if values else value.strip().isdigit()):
                expected = ", ".join(sorted(values - {""})) if values else "a number"
                raise BadSheet(f"{path} 第 {line} 行，{column}：“{value}” 无效 / line {line}: not one of: {expected}")


def corrections(raw: Path) -> dict[str, list[list[Any]]]:
    """What ``labels.csv`` beside the reports says: source -> [heading_start, heading_end, heading, role, topic]."""
    path = raw / LABELS
    if not path.exists():
        return {}
    found: dict[str, list[list[Any]]] = {}
    for row in label.import_labels(read_sheet(path)).itertuples():
        found.setdefault(str(row.source), []).append(
            [int(row.heading_start), int(row.heading_end), row.heading, row.role, row.topic]
        )
    return found


def exported(out: Path, n: int, every: bool = False) -> str:
    """The sheet of the ``n`` least certain sections (or of ``n`` drawn evenly from all), as CSV text."""
    store = Store(out)
    tables = {name: store.read(name) for name in ("reports", "sections", "topics")}
    sheet = label.export_spread(tables, n) if every else label.export_uncertain(tables, n)
    text = StringIO()
    sheet.to_csv(text, index=False, lineterminator="\n")
    return text.getvalue()


def imported(sheets: Sequence[Path], raw: Path) -> tuple[int, int]:
    """Add the filled lines of sheets to ``labels.csv``; a coder's later answer replaces the earlier one.

    Returns how many lines were added or replaced, and how many headings are corrected now.
    """
    path = raw / LABELS
    filled = [read_sheet(sheet) for sheet in sheets]
    filled = [s[(s["role_right"].str.strip() != "") | (s["topic_right"].str.strip() != "")] for s in filled]
    before = [read_sheet(path)] if path.exists() else []
    kept = pd.concat([*before, *filled], ignore_index=True)[label.KEPT]
    kept = kept.drop_duplicates([*label.KEY, "coder"], keep="last").sort_values(
        ["source", "heading_start", "coder"], key=lambda c: c.astype(int) if c.name == "heading_start" else c,
        kind="stable")  # fmt: skip
    raw.mkdir(parents=True, exist_ok=True)
    path.write_text(kept.to_csv(index=False, lineterminator="\n"), "utf-8-sig")
    return sum(map(len, filled)), len(label.import_labels(kept))


def agreement(sheets: Sequence[Path]) -> tuple[dict[str, float | None], int]:
    """Krippendorff's alpha of the coders of several sheets, and how many headings more than one of them labelled."""
    together = pd.concat([read_sheet(sheet) for sheet in sheets], ignore_index=True)
    shared = together[together["topic_right"] != ""].groupby(label.KEY)["coder"].nunique()
    return label.agreement(together), int((shared > 1).sum())
