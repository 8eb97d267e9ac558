"""The cells of a table as text: in rows with tabs, bars or blanks between them, or one below the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.extract.numbers import read_arabic
from pipeline.extract.tables_rules import Tables


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: where it stands, its text, its value where it is a number, its unit where one is written in it."""

    start: int
    end: int
    text: str
    value: Decimal | None = None
    unit: str = ""

    @property
    def blank(self) -> bool:
        """Nothing is in it."""
        return not self.text


def lines_of(text: str, low: int, high: int, known: Tables) -> Iterator[list[Cell]]:
    """The cells of each line between two places, empty ones included."""
    while low < high:
        end = text.find("\n", low, high)
        end = high if end < 0 else end
        yield list(_cells(text, low, end, known))
        low = end + 1


def _cells(text: str, low: int, high: int, known: Tables) -> Iterator[Cell]:
    at = low
    for gap in known.apart.finditer(text, low, high):
        yield from _piece(text, at, gap.start(), known)
        at = gap.end()
    yield from _piece(text, at, high, known)


def _piece(text: str, low: int, high: int, known: Tables) -> Iterator[Cell]:
    """One cell, or a label with the numbers that only blanks set apart from it."""
    while low < high and text[low].isspace():
        low += 1
    while high > low and text[high - 1].isspace():
        high -= 1
    written = text[low:high]
    if known.blank.fullmatch(written):
        yield Cell(low, high, "")
        return
    numbers = known.numbers.search(written)
    label = written[: numbers.start()].rstrip() if numbers else written
    if label:
        yield Cell(low, low + len(label), label)
    if numbers:
        for hit in known.number.finditer(text, low + numbers.start(), high):
            yield Cell(hit.start(), hit.end(), hit.group(), read_arabic(hit["digits"]), hit["unit"] or "")


def aligned(run: Sequence[Cell], columns: Sequence[str], total: str) -> list[tuple[str, Cell]]:
    """The numbers of a row under their columns; nothing where blank cells leave it open.

    Blank cells may belong to the label, and those at a line's end are lost: of all ways to put the run under the columns
    the first one counts in which the parts make the total.
    """
    numbers = [cell for cell in run if cell.value is not None]
    width = len(columns)
    if len(numbers) == width:
        return list(zip(columns, numbers, strict=True))
    if width == 1 or not numbers or len(numbers) > width:
        return []
    first = next(i for i, cell in enumerate(run) if cell.value is not None)
    last = max(i for i, cell in enumerate(run) if cell.value is not None)
    for offset in range(max(len(run) - width, 0), -width, -1):
        if offset <= first and last < offset + width:
            placed = [(columns[i - offset], run[i]) for i in range(first, last + 1) if run[i].value is not None]
            if _adds_up(placed, total) if total else len(run) == width:
                return placed
    return []


def _adds_up(placed: Sequence[tuple[str, Cell]], total: str) -> bool:
    """Whether the cells outside the total column make the total; a total without parts proves nothing."""
    values = {column: cell.value or Decimal(0) for column, cell in placed}
    return len(values) > 1 and total in values and 2 * values[total] == sum(values.values())
