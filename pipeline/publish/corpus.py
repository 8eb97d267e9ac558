"""The tables as pages need them: rows of a report at hand, and a link to the sentence behind every row."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from pipeline.profiles import Profile

Row = dict[str, Any]


def present(value: Any) -> bool:
    """Whether a cell holds a value."""
    return value is not None and value is not pd.NA and value == value


@dataclass(frozen=True)
class Corpus:
    """All tables, read once. ``read(table)`` gives a whole table; ``profiles`` by id."""

    read: Callable[[str], pd.DataFrame]
    profiles: Mapping[str, Profile]
    linked: bool = True
    """Whether pages of the reports stand beside the page that is made; without them no link leads to a sentence."""

    @cached_property
    def reports(self) -> dict[str, Row]:
        """Reports by id, in order of profile, region and year."""
        rows = self.read("reports").to_dict("records")
        rows.sort(
            key=lambda r: (r["profile"], r["region_code"] or "~", r["region"], r["year"] if present(r["year"]) else 0)
        )
        return {r["report_id"]: r for r in rows}

    def rows(self, table: str, value: str, key: str = "report_id") -> list[Row]:
        """Rows of one report (or with a value in another column), in their table's order."""
        return self._grouped(table, key).get(value, [])

    def _grouped(self, table: str, key: str) -> dict[str, list[Row]]:
        cache: dict[tuple[str, str], dict[str, list[Row]]] = self.__dict__.setdefault("_groups", {})
        if (table, key) not in cache:
            groups: dict[str, list[Row]] = {}
            for row in self.read(table).to_dict("records"):
                groups.setdefault(row[key], []).append(row)
            cache[table, key] = groups
        return cache[table, key]

    @cached_property
    def labels(self) -> Mapping[str, Mapping[str, list[str]]]:
        """Codes of the tables -> [Chinese, English]."""
        found: Mapping[str, Mapping[str, list[str]]] = next(iter(self.profiles.values())).data["labels"]
        return found

    def label(self, kind: str, code: Any) -> list[str]:
        """[Chinese, English] of a code; the code itself where it has no label."""
        return self.labels.get(kind, {}).get(str(code), [str(code), str(code)])

    # --- names and links ----------------------------------------------------------------------------------------

    def name(self, report_id: str) -> str:
        """A report in a few characters: place and year."""
        report = self.reports[report_id]
        year = int(report["year"]) if present(report["year"]) else "年份不明"
        return f"{report['region']} {year}" + ("（届末）" if report["term"] else "")

    def indicators(self, profile: str) -> Mapping[str, Mapping[str, Any]]:
        """The registry of a profile by id, in its order."""
        return self._entries(profile, "indicators", "indicator")

    def topics(self, profile: str) -> Mapping[str, Mapping[str, Any]]:
        """The topics of a profile by code, in their order."""
        return self._entries(profile, "topics", "topics")

    def _entries(self, profile: str, file: str, key: str) -> Mapping[str, Mapping[str, Any]]:
        known = self.profiles.get(profile)
        found: Mapping[str, Mapping[str, Any]] = known.data.get(file, {}).get(key, {}) if known else {}
        return found

    def genre(self, profile: str) -> str:
        """Chinese name of a genre; its id where it is not known."""
        return self.profiles[profile].name if profile in self.profiles else profile

    def topic(self, profile: str, code: str) -> str:
        """Chinese name of a topic."""
        return str(self.topics(profile).get(code, {}).get("name", "" if code == "none" else code))

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        table = self.read("sentences")
        return {str(i): rows.tolist() for i, rows in table.groupby("report_id", sort=False)["start"]}

    def anchor(self, report_id: str, start: int) -> str:
        """The anchor of the sentence that holds a character."""
        starts = self._starts.get(report_id, [])
        place = bisect_right(starts, start) - 1
        return f"t{starts[place]}" if place >= 0 else "main"

    def href(self, report_id: str, start: Any, root: str = "") -> str:
        """Link from a page (``root`` leads to the site's top) to the sentence behind a row."""
        if not self.linked:
            return ""
        if not present(start):
            return f"{root}report/{report_id}.html"
        return f"{root}report/{report_id}.html#{self.anchor(report_id, int(start))}"

    def quote(self, report_id: str, start: Any, end: Any, longest: int = 160) -> str:
        """The text of a passage, cut where it is long."""
        text = str(self.reports[report_id]["text"])[int(start) : int(end)].strip()
        return text if len(text) <= longest else text[: longest - 1] + "…"


def region_slug(report: Mapping[str, Any]) -> str:
    """File name of a place's page: its code, or its name where it has none."""
    return str(report["region_code"] or report["region"])


def number(value: Any) -> str:
    """A value as people write it: 3206.57亿, 1.2万, 98.5.

    >>> number(320657000000.0), number(12.0), number(-3.5), number(10000.0)
    ('3206.57亿', '12', '-3.5', '1万')
    """
    value = float(value)
    for size, word in ((1e8, "亿"), (1e4, "万")):
        if abs(value) >= size:
            return f"{round(value / size, 4):.10g}{word}"
    return f"{round(value, 4):.10g}"
