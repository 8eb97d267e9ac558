"""The tables as pages need them: rows of a report at hand, and a link to the sentence behind every row."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

import pandas as pd
import pyarrow as pa

from pipeline.profiles import Profile
from pipeline.tables import TABLES

Row = dict[str, Any]
Both = list[str]
"""The same in two languages: [Chinese, English]."""


def present(value: Any) -> bool:
    """Whether a cell holds a value."""
    return value is not None and value is not pd.NA and value == value


def everything(page: str) -> bool:
    """A site in which every page is made."""
    return True


def nothing(page: str) -> bool:
    """A page that stands alone."""
    return False


@dataclass(frozen=True)
class Corpus:
    """All tables, read once. ``read(table)`` gives a whole table; ``profiles`` by id.

    ``made`` tells whether a page of the site (``report/<id>``, ``region/<slug>``) stands beside the page being made:
    no link leads to one that does not.
    """

    read: Callable[[str], pd.DataFrame]
    profiles: Mapping[str, Profile]
    made: Callable[[str], bool] = everything
    later: bool = False
    """Whether a page that is not there may be made later: a link to it then waits in the page (see site.js)."""
    parts: Callable[[str], Iterable[pa.Table]] | None = None
    counted: Callable[[str], int] | None = None

    def chunks(self, table: str) -> Iterable[pa.Table]:
        """The rows of a table piece by piece, for what passes through them once."""
        if self.parts:
            return self.parts(table)
        return [pa.Table.from_pandas(self.read(table), schema=TABLES[table].schema, preserve_index=False)]

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return self.counted(table) if self.counted else len(self.read(table))

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

    # --- names in two languages ---------------------------------------------------------------------------------

    @cached_property
    def labels(self) -> Mapping[str, Mapping[str, Both]]:
        """Codes of the tables -> [Chinese, English]."""
        found: Mapping[str, Mapping[str, Both]] = next(iter(self.profiles.values())).data["labels"]
        return found

    def label(self, kind: str, code: Any) -> Both:
        """[Chinese, English] of a code; the code itself where it has no label."""
        return self.labels.get(kind, {}).get(str(code), [str(code), str(code)])

    def genre(self, profile: str) -> Both:
        """Name of a genre; its id where it is not known."""
        known = self.profiles.get(profile)
        return [known.name, known.name_en] if known else [profile, profile]

    def indicator(self, profile: str, key: str) -> Both:
        """Name of an indicator; its id where it is not in the registry."""
        return _named(self.indicators(profile).get(key, {}), key)

    def topic(self, profile: str, code: str) -> Both:
        """Name of a topic; nothing for none."""
        return ["", ""] if code == "none" else _named(self.topics(profile).get(code, {}), code)

    def name(self, report_id: str) -> str:
        """A report in a few characters: place and year."""
        report = self.reports[report_id]
        year = int(report["year"]) if present(report["year"]) else "年份不明"
        return f"{report['region']} {year}" + (TERM if report["term"] else "")

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

    # --- links --------------------------------------------------------------------------------------------------

    def page(self, name: str, root: str = "") -> str:
        """Link from a page (``root`` leads to the site's top) to another one; empty where that page is not made.

        A link that begins with ``!`` waits for a page that may be made later.
        """
        if self.made(name):
            return f"{root}{quote(name)}.html"
        return f"!{quote(name)}.html" if self.later else ""

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
        """Link to the sentence behind a row; empty where the report has no page."""
        page = self.page(f"report/{report_id}", root)
        return f"{page}#{self.anchor(report_id, int(start))}" if page and page[0] != "!" and present(start) else page

    def quote(self, report_id: str, start: Any, end: Any, longest: int = 160) -> str:
        """The text of a passage, cut where it is long."""
        text = str(self.reports[report_id]["text"])[int(start) : int(end)].strip()
        return text if len(text) <= longest else text[: longest - 1] + "…"


TERM = "（届末）"
"""Stands behind the year of a report that looks back over a whole term."""


def _named(entry: Mapping[str, Any], code: str) -> Both:
    name = str(entry.get("name", code))
    return [name, str(entry.get("name_en", name))]


def region_slug(report: Mapping[str, Any]) -> str:
    """File name of a place's page: its code, or its name where it has none.

    >>> region_slug({"region_code": None, "region": "青溪县"}), region_slug({"region_code": "", "region": "a/b"})
    ('青溪县', 'a-b-c14cdd')
    """
    name = str(report["region_code"] or report["region"])
    safe = re.sub(r"[^\w.-]", "-", name)
    return name if safe == name and name.strip(".") else f"{safe}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"


def number(value: Any) -> str:
    """A value as people write it: 3206.57亿, 1.2万, 98.5.

    >>> number(320657000000.0), number(12.0), number(-3.5), number(10000.0)
    ('3206.57亿', '12', '-3.5', '1万')
    """
    return _scaled(float(value), ((1e8, "亿"), (1e4, "万")))


def number_en(value: Any) -> str:
    """A value as readers of English write it.

    >>> number_en(320657000000.0), number_en(12.0), number_en(12345.0), number_en(-2.5e6)
    ('320.657 bn', '12', '12,345', '-2.5 m')
    """
    value = float(value)
    return f"{value:,.0f}" if 1e4 <= abs(value) < 1e6 else _scaled(value, ((1e9, " bn"), (1e6, " m")))


def _scaled(value: float, sizes: tuple[tuple[float, str], ...]) -> str:
    size, word = next(((size, word) for size, word in sizes if abs(value) >= size), (1.0, ""))
    return f"{round(value / size, 4):.10g}{word}"


def both(value: Any, unit: Both | None = None) -> Both:
    """A value in both languages, with its unit.

    >>> both(2e8, ["元", "yuan"]), both(5.0, ["%", "%"])
    (['2亿元', '200 m yuan'], ['5%', '5%'])
    """
    zh, en = unit or ["", ""]
    return [number(value) + zh, number_en(value) + (" " if en and en != "%" else "") + en]
