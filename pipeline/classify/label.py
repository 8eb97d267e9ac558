"""Labels by hand: uncertain sections out to a sheet, corrections back in, and how far coders agree.

A sheet holds ``source`` and the heading's offsets, so that a correction still finds its section when reports are
made again. A researcher fills the empty columns ``role_right``, ``topic_right`` and ``coder``.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import permutations

import pandas as pd

from pipeline.tables import Tables

SHOWN = 300
"""Characters of a section's text in the sheet."""
KEY = ["source", "heading_start", "heading_end"]
NEEDED = [*KEY, "role_right", "topic_right"]
KEPT = [*KEY, "heading", "role_right", "topic_right", "coder"]
COLUMNS = [*KEY, "heading", "text", "role", "topic", "score", "role_score", "role_right", "topic_right", "coder"]


def export_uncertain(tables: Tables, n: int) -> pd.DataFrame:
    """The ``n`` sections whose role or topic is least certain, the least certain first."""
    rows = _rows(tables)
    rows["doubt"] = rows[["score", "role_score"]].min(axis=1)
    return _sheet(rows.sort_values(["doubt", "source", "order"], kind="stable").head(n))


def export_spread(tables: Tables, n: int) -> pd.DataFrame:
    """``n`` sections spread evenly over all, in reading order: for labels that measure how good the pipeline is."""
    rows = _rows(tables).sort_values(["source", "order"], kind="stable")
    step = max(1.0, len(rows) / max(n, 1))
    return _sheet(rows.iloc[[int(i * step) for i in range(min(n, len(rows)))]])


def _rows(tables: Tables) -> pd.DataFrame:
    rows = tables["sections"].merge(tables["topics"], on=["report_id", "section_id"])
    rows = rows.merge(tables["reports"][["report_id", "source", "text"]], on="report_id")
    return rows[rows["level"] > 0].copy()


def _sheet(rows: pd.DataFrame) -> pd.DataFrame:
    spans = zip(rows["text"], rows["heading_end"], rows["end"], strict=True)
    rows = rows.assign(text=[t[a : min(b, a + SHOWN)].strip() for t, a, b in spans])
    for column in ("role_right", "topic_right", "coder"):
        rows[column] = ""
    return rows[COLUMNS].reset_index(drop=True)


def import_labels(sheet: pd.DataFrame) -> pd.DataFrame:
    """The corrections of a filled sheet: one row a heading with what most coders say, in the order of the sheet.

    Where coders are even, the first answer in the sheet stands. Raises ``ValueError`` for a sheet without the columns.
    """
    if missing := [c for c in NEEDED if c not in sheet.columns]:
        raise ValueError(f"标注表缺少列 / the sheet lacks columns: {', '.join(missing)}")
    rows = []
    for key, answers in sheet.fillna("").groupby(KEY, sort=False):
        role, topic = (_most(answers[c].astype(str).str.strip()) for c in ("role_right", "topic_right"))
        if role or topic:
            heading = answers["heading"].iloc[0] if "heading" in answers.columns else ""
            rows.append([*key, heading, role, topic])
    return pd.DataFrame(rows, columns=[*KEY, "heading", "role", "topic"])


def _most(answers: Iterable[str]) -> str:
    given = [a for a in answers if a]
    return max(dict.fromkeys(given), key=given.count, default="")


def agreement(sheet: pd.DataFrame) -> dict[str, float | None]:
    """Krippendorff's alpha between the coders of a sheet, for roles and for topics; None where too few overlap."""
    filled = sheet.fillna("")
    return {
        column.removesuffix("_right"): krippendorff_alpha(
            [dict(zip(unit["coder"], unit[column], strict=True)) for _, unit in filled.groupby(KEY, sort=False)]
        )
        for column in ("role_right", "topic_right")
    }


def krippendorff_alpha(units: Sequence[Mapping[Hashable, str]]) -> float | None:
    """Krippendorff's alpha for nominal labels: units are coder -> label, empty where a coder gave none.

    >>> krippendorff_alpha([{"a": "x", "b": "x"}, {"a": "y", "b": "y"}])
    1.0
    """
    coincidences: dict[tuple[str, str], float] = {}
    for unit in units:
        labels = [label for label in unit.values() if label]
        for pair in permutations(labels, 2):
            coincidences[pair] = coincidences.get(pair, 0.0) + 1 / (len(labels) - 1)
    totals: dict[str, float] = {}
    for (first, _), count in coincidences.items():
        totals[first] = totals.get(first, 0.0) + count
    n = sum(totals.values())
    expected = n * n - sum(t * t for t in totals.values())
    if not expected:
        return 1.0 if n else None  # all coders always say the same one label
    observed = sum(count for (a, b), count in coincidences.items() if a != b)
    return 1 - (n - 1) * observed / expected
