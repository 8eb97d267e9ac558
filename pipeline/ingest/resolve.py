"""What only the whole corpus tells: the place of a report whose text leaves several, and which files are one report.

Works on light rows (no text) and gives the same answer whatever the order of files.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from pipeline.ingest.divisions import divisions
from pipeline.ingest.places import UNKNOWN
from pipeline.ingest.prints import likeness
from pipeline.ingest.reading import Doubt, Resolution, Row, problem
from pipeline.profiles import Profile

NEAR = 0.8
"""Shared shingles from which two texts of one place and year are one report."""
FORMATS = ("html", "mhtml", "docx", "txt", "doc", "ofd", "pdf", "image")
"""Of two files of one report the one of the earlier format is kept."""
DECIDED = ("report_id", "region_code", "region", "parent_code", "also", "url", "published", "issuer")
"""Columns that depend on other reports, too; all others stay as the file was read."""


def resolve_rows(rows: Sequence[Mapping[str, Any]], profile: Profile) -> Resolution:
    """Places, then duplicates, then ids."""
    ordered = [dict(row) for row in sorted(rows, key=itemgetter("source"))]
    problems = _decide_places(ordered, profile)
    kept, rejected = _once(ordered)
    _name(kept)
    ids = {row["source"]: row["report_id"] for row in kept}
    return Resolution(kept, rejected, [{**p, "report_id": ids[p["source"]]} for p in problems if p["source"] in ids])


# --- places ----------------------------------------------------------------------------------------------------------


def _decide_places(rows: Sequence[Row], profile: Profile) -> list[Row]:
    """Choose among candidates what the neighbours (same folder, same site) are; else the place is unknown."""
    around = _neighbours(rows) if any(row.get("_candidates") for row in rows) else {}
    table = divisions(profile)
    problems = []
    for row in rows:
        if not row.get("_candidates"):
            if row["region"] == UNKNOWN:
                detail = "看不出是哪个地区的报告。请在 manifest.csv 中写明 region 或 region_code"
                problems.append(problem(row["source"], Doubt("region_unknown", detail)))
            continue
        chosen = _by_neighbours(row, around, table)
        if chosen:
            row.update(region_code=chosen, region=table.name(chosen, row["year"]), parent_code=table.parent(chosen))
            continue
        places = "、".join(
            f"{table.name(table.parent(c) or c, row['year'])}{table.name(c, row['year'])}" for c in row["_candidates"]
        )
        detail = f"“{row['region']}”可能是 {places}，正文不足以判断。请在 manifest.csv 中写明 region_code"
        problems.append(problem(row["source"], Doubt("region_ambiguous", detail)))
        row["region"] = UNKNOWN
    return problems


def _neighbours(rows: Sequence[Row]) -> dict[str, Counter[str]]:
    """Folder or site -> codes of the places that its reports are surely about."""
    around: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.get("region_code"):
            for key in _keys(row):
                around[key][row["region_code"]] += 1
    return around


def _keys(row: Row) -> list[str]:
    folder = row["source"].rpartition("/")[0]
    return [f"site {row['_host']}"] * bool(row.get("_host")) + [f"folder {folder}"]


def _by_neighbours(row: Row, around: Mapping[str, Counter[str]], table: Any) -> str | None:
    candidates = row["_candidates"]
    for key in _keys(row):
        seen = around.get(key, Counter())
        if len(own := [c for c in candidates if seen[c]]) == 1:
            return str(own[0])
        parents = {table.parent(code) for code in seen} | {a for code in seen for a in [code] if a.endswith("00")}
        if len(near := [c for c in candidates if table.parent(c) in parents]) == 1:
            return str(near[0])
    return None


# --- duplicates ------------------------------------------------------------------------------------------------------


def _once(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """One row a report: copies are noted in ``also`` and refused as duplicates."""
    rejected: list[Row] = []
    by_hash: dict[str, Row] = {}
    by_place: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    kept, others = _alone(rows)
    for row in kept:
        row["also"] = []
    for row in sorted(others, key=_precedence):
        # of places unknown it may be two that copied each other
        near = by_place[_place(row)] if row["region"] != UNKNOWN else ()
        alike = (r for r in near if likeness(r["_prints"], row["_prints"], NEAR) >= NEAR)
        first = by_hash.get(row["_same"]) or next(alike, None)
        if first is None:
            row["also"] = []
            kept.append(row)
            by_hash[row["_same"]] = row
            by_place[_place(row)].append(row)
            continue
        first["also"].append(row["source"])
        for name in ("url", "published", "issuer"):
            first[name] = first.get(name) or row.get(name)
        detail = f"与 {first['source']} 是同一份报告，只保留一份"
        rejected.append({"source": row["source"], "sha256": row["sha256"], "reason": "duplicate", "detail": detail})
    for row in kept:
        row["also"].sort()
        del row["_prints"]  # a large one, of no use any more
    return kept, sorted(rejected, key=lambda r: str(r["source"]))


def _alone(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows that no other can be the same report as, and the others."""
    places = [_place(row) for row in rows]
    of_text, of_place = Counter(row["_same"] for row in rows), Counter(places)
    found: tuple[list[Row], list[Row]] = ([], [])
    for row, place in zip(rows, places, strict=True):
        found[of_text[row["_same"]] > 1 or of_place[place] > 1].append(row)
    return found


def _precedence(row: Row) -> tuple[Any, ...]:
    """Known places and years first, then the more trustworthy format, the longer text, the name."""
    return (
        row["region"] == UNKNOWN,
        row["year"] is None,
        FORMATS.index(row["format"]) if row["format"] in FORMATS else 99,
        -row["_chars"],
        row["source"],
    )


def _place(row: Row) -> tuple[Any, ...]:
    return (row["profile"], row["region_code"] or row["region"], row["year"], row["level"])


# --- ids -------------------------------------------------------------------------------------------------------------


def _name(rows: Sequence[Row]) -> None:
    """Give each report its id; ids are unique even where six digits of a hash are not."""
    named: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        place = row["region_code"] or _unlisted(row["region"])
        row["report_id"] = f"{row['profile']}-{place}-{row['year'] or 0:04}-{row['_text_sha'][:6]}"
        named[row["report_id"]].append(row)
    for name, alike in named.items():
        if len(alike) > 1:
            for number, row in enumerate(sorted(alike, key=itemgetter("_text_sha", "source"))[1:], 2):
                row["report_id"] = f"{name}-{number}"


@lru_cache(maxsize=4096)
def _unlisted(region: str) -> str:
    """What stands for the code of a place that has none."""
    return "x" + hashlib.sha1(region.encode()).hexdigest()[:6]
