"""CSV that Excel opens in Chinese without trouble, and one workbook with a sheet a table."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from pipeline.publish.corpus import Corpus, present
from pipeline.tables import TABLES

LEFT_OUT = ("terms", "sentences", "changes", "keywords")
"""Tables that are too long for a workbook; they are among the CSV files."""
MOST_ROWS = 200_000
LONGEST_CELL = 32_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: object) -> object:
    """A cell that a spreadsheet will not take for a formula: text of a report is never markup.

    A lone minus before a figure is left alone, since numbers are written as numbers.

    >>> harmless("=HYPERLINK(1)"), harmless("复议"), harmless(-3)
    ("'=HYPERLINK(1)", '复议', -3)
    """
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return value


def flat(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows as plain cells: lists joined by blanks, text made harmless."""
    made = rows.copy()
    for column in made.columns:
        if made[column].dtype == object or pd.api.types.is_string_dtype(made[column]):
            made[column] = [" ".join(v) if isinstance(v, list) else harmless(v) for v in made[column].map(_listed)]
    return made


def _listed(value: object) -> object:
    return list(value) if hasattr(value, "__len__") and not isinstance(value, str) else value  # type: ignore[call-overload]


def csv_files(corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    """Every table as CSV in UTF-8 with a byte order mark, which is what Excel looks for."""
    for name in TABLES:
        yield f"exports/csv/{name}.csv", flat(corpus.read(name)).to_csv(index=False).encode("utf-8-sig", "replace")


def workbook(corpus: Corpus) -> bytes:
    """One XLSX with a sheet a table; a report's id is a link to its page in the site, at the sentence of the row."""
    book = Workbook(write_only=True)
    for name, table in TABLES.items():
        if name in LEFT_OUT:
            continue
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for place in range(1, len(table.columns) + 1):
            sheet.column_dimensions[get_column_letter(place)].width = 18
        sheet.append([c.name for c in table.columns])
        for row in flat(corpus.read(name).head(MOST_ROWS)).to_dict("records"):
            sheet.append([_cell(sheet, corpus, str(key), value, row) for key, value in row.items()])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cell(sheet: object, corpus: Corpus, column: str, value: object, row: dict[object, object]) -> object:
    if not present(value):
        return None
    if column in ("report_id", "a_report", "b_report") and value in corpus.reports:
        prefix = {"a_report": "a_", "b_report": "b_"}.get(column, "")
        cell = WriteOnlyCell(sheet, value=str(value))
        cell.hyperlink = "../site/" + corpus.href(str(value), row.get(f"{prefix}start"))
        return cell
    return value[:LONGEST_CELL] if isinstance(value, str) else value
