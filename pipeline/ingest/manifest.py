"""``manifest.csv``: what the user states about files; its word wins over what ingest reads."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping

COLUMNS = {
    "source": "文件名（相对于 RAW 的路径）",
    "profile": "体裁",
    "region": "地区名称",
    "region_code": "六位行政区划代码",
    "level": "nation, province, prefecture, county, township, department",
    "issuer": "发布机关",
    "year": "报告所述年份",
    "title": "标题",
    "published": "发布日期 YYYY-MM-DD",
    "url": "网址",
    "term": "是否届末报告 true/false",
}
_RULES: Mapping[str, tuple[str, str]] = {
    "region_code": (r"\d{6}", "six digits, as 410402"),
    "year": (r"(?:19|20)\d\d", "a year of four digits, as 2020"),
    "published": (r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", "a date as 2021-03-10"),
    "level": (
        r"nation|province|prefecture|county|township|department|unknown",
        "nation, province, prefecture, county, township, department or unknown",
    ),
    "term": (r"true|false|1|0|是|否", "true or false"),
    "profile": (r"[a-z][a-z0-9_]*", "the id of a profile, as fazhi or gwr"),
}


class ManifestError(ValueError):
    """A manifest that can't be used; the message names the line, what stands there and what is expected."""


def read_manifest(data: bytes | str) -> dict[str, dict[str, str]]:
    """The facts by source. Raises :class:`ManifestError`."""
    rows = csv.reader(io.StringIO(_text(data), newline=""), strict=True)
    found: dict[str, dict[str, str]] = {}
    try:
        header = [name.strip() for name in next(rows, [])]
        _check_header(header)
        for cells in rows:
            if any(cell.strip() for cell in cells):
                facts = _facts(header, cells, rows.line_num)
                source = facts.pop("source").replace("\\", "/").removeprefix("./")
                if source in found:
                    raise ManifestError(
                        f"manifest.csv 第 {rows.line_num} 行：{source} 已在前面出现过，一个文件只写一行 / {source} stands twice"
                    )
                found[source] = facts
    except csv.Error as error:
        raise ManifestError(f"manifest.csv 第 {rows.line_num} 行：不是合法的 CSV（{error}） / not CSV") from error
    return found


def _text(data: bytes | str) -> str:
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ManifestError("manifest.csv 第 1 行：文件编码无法识别，请另存为 UTF-8 / save the file as UTF-8")


def _check_header(header: list[str]) -> None:
    known = ", ".join(COLUMNS)
    if "source" not in header:
        raise ManifestError(f"manifest.csv 第 1 行：缺少 source 列；可用的列：{known} / column source is missing")
    for name in header:
        if name not in COLUMNS:
            raise ManifestError(
                f"manifest.csv 第 1 行：不认识的列 {name!r}；可用的列：{known} / unknown column {name!r}"
            )


def _facts(header: list[str], cells: list[str], line: int) -> dict[str, str]:
    if len(cells) > len(header):
        raise ManifestError(
            f"manifest.csv 第 {line} 行：有 {len(cells)} 列，表头只有 {len(header)} 列 / more cells than columns"
        )
    facts = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
    if "source" not in facts:
        raise ManifestError(f"manifest.csv 第 {line} 行：source 为空 / source is empty")
    for name, (pattern, expected) in _RULES.items():
        if name in facts and not re.fullmatch(pattern, facts[name]):
            raise ManifestError(
                f"manifest.csv 第 {line} 行：{name} 为 {facts[name]!r}，应为 {expected} / expected {expected}"
            )
    return facts
