"""Cells of statutory tables become quantities: row and column name the figure.

What a table's rows and columns are is in the profile's ``tables.toml``. A table is read as a stream of labels and runs of
numbers, so that it does not matter whether a row stands on one line or its cells one below the other, whether cells are
merged, and whether a label was wrapped: a run of numbers belongs to the row whose label was told last before it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, islice
from typing import Any

from pipeline.extract.columns import Columns
from pipeline.extract.numbers import plain
from pipeline.extract.tables_cells import Cell, aligned, lines_of
from pipeline.extract.tables_rules import JOINT, Row, Table, Tables, tables_of
from pipeline.profiles import Profile

_LABEL = 200
"""Characters of a label that are kept; rows of a form have shorter ones."""
_TITLES = 20
"""Places that name a table's title and are looked at; the introduction and headings name it a few times."""


@dataclass(frozen=True)
class Found:
    """A cell of a table with its row and column, and the cell of its row's total."""

    table: Table
    row: Row
    column: str
    cell: Cell
    total: Cell | None

    @property
    def key(self) -> str:
        """Row and column."""
        return self.table.key(self.row, self.column)


def read_tables(report: Mapping[str, Any], sentences: Columns, profile: Profile) -> list[dict[str, Any]]:
    """Rows of table ``quantities`` for the cells of one report's statutory tables, with their indicators."""
    known = tables_of(profile)
    if known is None:
        return []
    ids, starts = list(sentences["sentence_id"]), list(sentences["start"])
    rows = []
    for table in known.tables:
        notes = _notes(report["text"], table, known)
        for found in cells_of(report["text"], table, known):
            place = max(bisect_right(starts, found.cell.start) - 1, 0)
            rows.append(_quantity(report, ids[place], found, notes, known))
    return sorted(rows, key=lambda row: row["start"])


def with_cells(quantities: Sequence[dict[str, Any]], cells: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Quantities of the prose and of tables' cells in one, in order; what was read of both is the cell's."""
    if not cells:
        return list(quantities)
    taken = {row["start"]: row["end"] for row in cells}
    starts = sorted(taken)

    def free(row: dict[str, Any]) -> bool:
        before = bisect_right(starts, row["end"] - 1) - 1
        return before < 0 or taken[starts[before]] <= row["start"]

    return sorted([*filter(free, quantities), *cells], key=lambda row: row["start"])


def is_cell(quantity: Mapping[str, Any]) -> bool:
    """Whether a quantity is a table's cell: then row and column name it."""
    return JOINT in quantity["name"]


def cells_of(text: str, table: Table, known: Tables) -> list[Found]:
    """The named cells of one table; where its title is named more than once, of the place that holds most."""
    best: list[Found] = []
    for low, high in _places(text, table, known):
        lines = list(lines_of(text, low, high, known))
        for columns in _layouts(text[low:high], table):
            found = list(_unlabelled(lines, table, columns) if _plain(table) else _labelled(lines, table, columns))
            best = max(best, found, key=len)
            if found:
                break
    return best


def _places(text: str, table: Table, known: Tables) -> Iterator[tuple[int, int]]:
    for title in islice(table.begin.finditer(text), _TITLES):
        low, high = title.end(), min(len(text), title.end() + known.longest)
        end = table.end.search(text, low, high)
        yield low, end.start() if end else high


def _layouts(text: str, table: Table) -> list[tuple[str, ...]]:
    """The ways in which its columns were printed: those whose names are all here before those that are assumed."""
    bare = "".join(text.split())
    return sorted(table.layouts, key=lambda columns: not all(column.rpartition(JOINT)[2] in bare for column in columns))


def _plain(table: Table) -> bool:
    return len(table.rows) == 1 and not table.rows[0].pattern.pattern


def _unlabelled(lines: Sequence[Sequence[Cell]], table: Table, columns: tuple[str, ...]) -> Iterator[Found]:
    """The cells of a table whose only row has no label: all its numbers, or a run of them, as many as the columns."""
    told = [cell for line in lines for cell in line if not cell.blank]
    runs = [[cell for cell in told if cell.value is not None]]
    runs += [list(run) for number, run in groupby(told, key=lambda cell: cell.value is not None) if number]
    whole = next((run for run in runs if len(run) == len(columns)), [])
    for column, cell in zip(columns, whole, strict=False):
        yield Found(table, table.rows[0], column, cell, None)


def _labelled(lines: Sequence[Sequence[Cell]], table: Table, columns: tuple[str, ...]) -> Iterator[Found]:
    for label, run in _runs(lines, len(columns)):
        row = _row(label, table)
        placed = aligned(run, columns, table.total) if row else []
        totals = [cell for column, cell in placed if column == table.total]
        for column, cell in placed:
            assert row is not None
            yield Found(table, row, column, cell, totals[0] if totals and column != table.total else None)


def _runs(lines: Sequence[Sequence[Cell]], width: int) -> Iterator[tuple[str, list[Cell]]]:
    """Each run of numbers (and blank cells) with the label before it."""
    label, run = "", list[Cell]()
    for line in lines:
        for cell in line:
            if cell.value is not None or (cell.blank and label):
                run.append(cell)
                continue
            if cell.blank:
                continue
            if any(c.value is not None for c in run):
                yield label, run
                label = ""
            run = []
            label = (label + "".join(cell.text.split()))[-_LABEL:]
        told = sum(cell.value is not None for cell in run)
        if told and (told >= width or any(not cell.blank and cell.value is None for cell in line)):
            yield label, run
            label, run = "", []
        elif not told:
            run = []
    if run:
        yield label, run


def _row(label: str, table: Table) -> Row | None:
    """The row whose words end last in the label."""
    best, place = None, (-1, 0)
    for row in table.rows:
        for hit in row.pattern.finditer(label):
            if (hit.end(), len(hit.group())) > place:
                best, place = row, (hit.end(), len(hit.group()))
    return best


# --- a cell as a quantity -------------------------------------------------------------------------------------------


def _notes(text: str, table: Table, known: Tables) -> list[tuple[int, str]]:
    """Where the table notes the unit of its figures (单位：万元), and which."""
    return [
        (low + hit.start(), hit["unit"])
        for low, high in _places(text, table, known)
        for hit in known.note.finditer(text[low:high])
    ]


def _quantity(report: Mapping[str, Any], sentence_id: str, found: Found, notes: Sequence[tuple[int, str]],
              known: Tables) -> dict[str, Any]:  # fmt: skip
    cell = found.cell
    noted = next((unit for start, unit in reversed(notes) if start < cell.start), "")
    unit, factor = known.scales.get(cell.unit or noted, (cell.unit, Decimal(1)))
    value = (cell.value or Decimal(0)) * factor
    period = "cumulative" if found.column in found.table.cumulative else "year"
    return {
        "report_id": report["report_id"], "sentence_id": sentence_id, "start": cell.start, "end": cell.end,
        "raw": report["text"][cell.start : cell.end], "value": float(value), "unit": unit or found.row.unit or found.table.unit,
        "kind": "level", "approx": "exact", "period": period, "ref_year": report["year"], "name": found.key,
        "part_of": found.total.start if found.total else None,
        "indicator": found.table.indicators.get(found.key), "base": "", "scope": "", "decimal": plain(value),
    }  # fmt: skip
