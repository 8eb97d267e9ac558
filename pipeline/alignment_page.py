"""The alignment of three reports or more as one page, and as one wide table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

OPS = {
    "first": ("首次出现", "new"),
    "same": ("相同", "same"),
    "figures": ("仅数字不同", "figures"),
    "edited": ("有修改", "edited"),
}
_STYLE = """
body{font:16px/1.6 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:1rem;color:#1a1a1a;background:#fff}
table{border-collapse:collapse;width:100%;table-layout:fixed}th,td{border:1px solid #888;padding:.4rem;vertical-align:top;text-align:left}
thead th{position:sticky;top:0;background:#fff}th[scope=row]{width:2.5rem}
.same{background:#f2f2f2}.figures{background:#fff6d6}.edited{background:#dceefb}.first{background:#e4f5e1}.absent{color:#595959}
.op{display:block;font-size:.75rem;color:#444}.scroll{overflow-x:auto}
"""


def wide(table: pd.DataFrame, ids: Sequence[str], heads: Sequence[str]) -> pd.DataFrame:
    """One line a row: its number, then for each report its passage and how it changed; empty where it has none."""
    cells = _cells(table)
    lines = []
    for row in range(int(table["row"].max()) + 1 if len(table) else 0):
        line: dict[str, Any] = {"row": row + 1}
        for number, (report_id, head) in enumerate(zip(ids, heads, strict=True), 1):
            cell = cells.get((row, report_id))
            line |= {f"{number} {head}": cell["text"] if cell else "", f"{number} op": cell["op"] if cell else "absent"}
        lines.append(line)
    return pd.DataFrame(lines)


def _cells(table: pd.DataFrame) -> dict[tuple[int, str], dict[str, Any]]:
    return {(int(c["row"]), str(c["report_id"])): {str(k): v for k, v in c.items()} for c in table.to_dict("records")}


def alignment_page(table: pd.DataFrame, ids: Sequence[str], heads: Sequence[str]) -> str:
    """One page without outer parts: a row a unit, a column a report, each cell with its passage and how it changed."""
    cells = _cells(table)
    last = int(table["row"].max()) + 1 if len(table) else 0
    body = "\n".join(_line(row, [cells.get((row, report_id)) for report_id in ids]) for row in range(last))
    columns = "".join(f'<th scope="col">{escape(head)}<br><small>{escape(i)}</small></th>'
                      for i, head in zip(ids, heads, strict=True))  # fmt: skip
    title = f"对照：{'、'.join(heads)}"
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>\n<body>'
        f"<main><h1>{escape(title)}</h1>\n<p>{_legend()}</p>\n"
        f'<div class="scroll" tabindex="0" role="region" aria-label="对照表 Alignment"><table><caption>'
        f'每行是相互对应的语句，单元格与其左侧最近一份相比 / <span lang="en">each row holds sentences that answer to one another; '
        f"a cell is compared with the nearest one to its left</span></caption>\n<thead><tr>"
        f'<th scope="col">行</th>{columns}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div></main></body></html>\n'
    )


def _line(row: int, cells: Sequence[dict[str, Any] | None]) -> str:
    return f'<tr><th scope="row">{row + 1}</th>{"".join(map(_cell, cells))}</tr>'


def _cell(cell: dict[str, Any] | None) -> str:
    if cell is None:
        return '<td class="absent">—<span class="op">无 / absent</span></td>'
    zh, en = OPS[cell["op"]]
    place = f"{cell['report_id']}:{cell['start']}-{cell['end']}"
    return f'<td class="{cell["op"]}" title="{escape(place)}"><span class="op">{zh} / {en}</span>{escape(cell["text"])}</td>'


def _legend() -> str:
    return "　".join(f'<span class="{op}">{zh} <span lang="en">{en}</span></span>' for op, (zh, en) in OPS.items())
