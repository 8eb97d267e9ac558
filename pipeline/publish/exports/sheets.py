"""CSV that Excel opens in Chinese without trouble, and one workbook with a sheet a table."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from pipeline.publish.corpus import Corpus, present
from pipeline.tables import TABLES

LEFT_OUT = ("terms", "sentences", "changes", "keywords")
"""Tables that are too long for a workbook; they are among the CSV files."""
MOST_ROWS = 60_000
"""Rows of one sheet; the first sheet says where there are more."""
LONGEST_CELL = 32_000
FORMULA = "^[=+\\-@\t\r]"
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
SIDES = {"report_id": "start", "a_report": "a_start", "b_report": "b_start", "other_report_id": "other_start"}
"""A column that names a report, and the column that says where in it."""


def harmless(column: pa.Array) -> pa.Array:
    """Cells that a spreadsheet will not take for a formula: text of a report is never markup.

    >>> harmless(pa.array(["=HYPERLINK(1)", "复议", None])).to_pylist()
    ["'=HYPERLINK(1)", '复议', None]
    """
    return pc.if_else(pc.match_substring_regex(column, FORMULA), pc.binary_join_element_wise("'", column, ""), column)


def flat(rows: pa.Table) -> pa.Table:
    """Rows as plain cells: lists joined by blanks, text made harmless."""
    made = []
    for column in rows.columns:
        if pa.types.is_list(column.type):
            column = pc.binary_join(column, " ")
        made.append(harmless(column) if pa.types.is_string(column.type) else column)
    return pa.table(dict(zip(rows.column_names, made, strict=True)))


def csv_files(corpus: Corpus) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Every table as CSV in UTF-8 with a byte order mark, which is what Excel looks for."""
    for name in TABLES:
        yield f"exports/csv/{name}.csv", _csv(corpus, name)


def _csv(corpus: Corpus, name: str) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf" + ",".join(c.name for c in TABLES[name].columns).encode() + b"\n"
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
    for part in corpus.chunks(name):
        sink = pa.BufferOutputStream()
        pyarrow.csv.write_csv(flat(part), sink, options)
        yield sink.getvalue().to_pybytes()


def workbook(corpus: Corpus) -> bytes:
    """One XLSX with a sheet a table; a report's id is a link to its page in the site, at the sentence of the row."""
    book = Workbook(write_only=True)
    _cover(book, corpus)
    for name, table in TABLES.items():
        if name in LEFT_OUT:
            continue
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for place in range(1, len(table.columns) + 1):
            sheet.column_dimensions[get_column_letter(place)].width = 18
        sheet.append([c.name for c in table.columns])
        for row in _rows(corpus, name):
            sheet.append([_cell(sheet, corpus, column, value, row) for column, value in row.items()])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cover(book: Workbook, corpus: Corpus) -> None:
    """The first sheet: what each sheet holds, how much of it, and where the rest is."""
    sheet = book.create_sheet("说明 README")
    for letter, width in zip("ABCDE", (16, 26, 40, 12, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append(["工作表 sheet", "一行是", "one row is", "行数 rows", "备注 note"])
    for name, table in TABLES.items():
        count, note = corpus.count(name), "报告编号链接到网页中的原句，请与 site 文件夹一并保存 / ids of reports lead to the sentence in ../site"  # fmt: skip
        if name in LEFT_OUT:
            note = f"太长，不在本工作簿内，见 / too long for a workbook, see csv/{name}.csv"
        elif count > MOST_ROWS:
            note = f"只有前 {MOST_ROWS} 行，全部见 / the first {MOST_ROWS} rows only; all are in csv/{name}.csv"
        cell = WriteOnlyCell(sheet, value=name)
        if name not in LEFT_OUT:
            cell.hyperlink = f"#'{name}'!A1"
            cell.font = Font(underline="single", color="0B4FA8")
        sheet.append([cell, table.zh, table.row, count, note])
    sheet.append([])
    sheet.append(["各列含义见 codebook.md / what each column means: codebook.md"])


def _rows(corpus: Corpus, name: str) -> Iterator[Mapping[str, Any]]:
    left = MOST_ROWS
    for part in corpus.chunks(name):
        yield from flat(part.slice(0, left)).to_pylist()
        left -= min(left, part.num_rows)
        if not left:
            return


def _cell(sheet: object, corpus: Corpus, column: str, value: object, row: Mapping[str, Any]) -> object:
    if not present(value):
        return None
    if column in SIDES and value in corpus.reports:
        href = corpus.href(str(value), row.get(SIDES[column]))
        cell = WriteOnlyCell(sheet, value=str(value))
        if href and href[0] != "!":
            cell.hyperlink = f"../site/{href}"
        return cell
    return NOT_XML.sub("\ufffd", value[:LONGEST_CELL]) if isinstance(value, str) else value
