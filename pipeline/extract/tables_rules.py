"""The statutory tables of a genre: what a profile's ``tables.toml`` says of their rows and columns, compiled.

A table is known by its rows' labels and its columns' names, not by how it is drawn: see :mod:`pipeline.extract.tables`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from pipeline.profiles import Profile, ProfileError

FILE = "tables"
JOINT = "·"
"""What joins row and column in the name of a cell's figure; the prose names nothing so."""


@dataclass(frozen=True)
class Row:
    """A row: its name, and what of a label tells it; an empty pattern is the only row of a table without labels."""

    name: str
    pattern: re.Pattern[str]
    unit: str


@dataclass(frozen=True)
class Table:
    """One statutory table: where it stands, its columns as printed over the years, its rows, what its cells mean."""

    id: str
    begin: re.Pattern[str]
    end: re.Pattern[str]
    unit: str
    layouts: tuple[tuple[str, ...], ...]
    total: str
    rows: tuple[Row, ...]
    cumulative: frozenset[str]
    indicators: Mapping[str, str]

    def key(self, row: Row, column: str) -> str:
        """What a cell is called: row and column, or the one of them that there is."""
        return JOINT.join(part for part in (row.name, column) if part)


@dataclass(frozen=True)
class Tables:
    """All tables of a profile, with how cells, numbers and notes on units look in any of them."""

    tables: tuple[Table, ...]
    apart: re.Pattern[str]
    number: re.Pattern[str]
    numbers: re.Pattern[str]
    blank: re.Pattern[str]
    note: re.Pattern[str]
    scales: Mapping[str, tuple[str, Decimal]]
    longest: int


@cache
def tables_of(profile: Profile) -> Tables | None:
    """A profile's statutory tables; None where it has none. Raises ``ProfileError`` naming what cannot be used."""
    data = profile.data.get(FILE, {})
    if not data.get("table"):
        return None
    look = data["look"]
    number = look["number"]
    return Tables(
        tables=tuple(_table(key, entry, profile.id) for key, entry in data["table"].items()),
        apart=re.compile(look["apart"]),
        number=re.compile(number),
        numbers=re.compile(rf"(?:^|(?<=\s))(?:{number})(?:\s+(?:{number}))*$".replace("(?P<digits>", "(?:").replace("(?P<unit>", "(?:")),
        blank=re.compile(look["blank"]),
        note=re.compile(look["unit_note"]),
        scales={written: (unit, Decimal(factor)) for written, (unit, factor) in look["scales"].items()},
        longest=look["longest"],
    )  # fmt: skip


def _table(key: str, entry: Mapping[str, Any], profile: str) -> Table:
    try:
        return Table(
            id=key,
            begin=re.compile(entry["begin"]),
            end=re.compile(entry["end"]),
            unit=entry["unit"],
            layouts=tuple(tuple(columns) for columns in entry["columns"]),
            total=entry.get("total", ""),
            rows=tuple(Row(r["name"], re.compile(r["pattern"]), r.get("unit", "")) for r in entry["rows"]),
            cumulative=frozenset(entry.get("cumulative", ())),
            indicators=entry.get("indicators", {}),
        )
    except KeyError as missing:
        raise ProfileError(
            f"{profile}/tables.toml [table.{key}]: {missing} is missing; see the file's head"
        ) from missing
    except re.error as error:
        raise ProfileError(f"{profile}/tables.toml [table.{key}]: not a regular expression: {error}") from error
