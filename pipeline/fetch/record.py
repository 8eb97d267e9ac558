"""What is to be fetched, what was fetched before, and under which names it lies below the folder."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipeline.store import write_atomically

RECORD = ".fetched.csv"
FIELDS = ("url", "time", "status", "sha256", "file", "etag", "modified", "detail")
DOCUMENTS = (".pdf", ".docx", ".doc", ".wps", ".ofd", ".txt", ".zip")
SUFFIXES = {"text/html": ".html", "application/pdf": ".pdf", "text/plain": ".txt", "application/zip": ".zip",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx", "application/msword": ".doc"}  # fmt: skip


class ListError(ValueError):
    """A list of addresses that can't be used; the message names the line."""


def read_urls(text: str) -> list[dict[str, str]]:
    """The addresses of a list. Raises :class:`ListError` naming the line."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    if "url" not in (rows.fieldnames or ()):
        raise ListError("第 1 行：缺少 url 列 / column url is missing")
    found = []
    for row in rows:
        url = (row["url"] or "").strip()
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
            raise ListError(f"第 {rows.line_num} 行：{url!r} 不是网址，应以 http:// 或 https:// 开头 / not an address")
        found.append({"url": url, "file": (row.get("file") or "").strip()})
    return found


def read_record(folder: Path) -> dict[str, dict[str, str]]:
    """What was fetched before, by address."""
    path = folder / RECORD
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["url"]: row for row in csv.DictReader(file)}


def urls_by_file(folder: Path) -> dict[str, str]:
    """Where each fetched file below the folder came from."""
    return {row["file"]: url for url, row in read_record(folder).items() if row.get("file")}


def write_record(folder: Path, record: Mapping[str, Mapping[str, str]]) -> None:
    """Keep the provenance of all addresses, sorted by address."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, FIELDS, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(record[url] for url in sorted(record))
    write_atomically(folder / RECORD, out.getvalue().encode())


def file_name(url: str, kind: str) -> str:
    """A name below the folder, by site: host/path in one part.

    >>> file_name("http://www.a.gov.cn/art/2021/3/1.html", "text/html")
    'www.a.gov.cn/art_2021_3_1.html'
    """
    parts = urlsplit(url)
    path = re.sub(r"[^\w.\-]+", "_", unquote(parts.path).strip("/"))[-120:] or "index"
    if parts.query:
        path += "_" + hashlib.sha256(parts.query.encode()).hexdigest()[:8]
    suffix = SUFFIXES.get(kind.partition(";")[0].strip().lower(), "")
    known = Path(path).suffix.lower() in {*SUFFIXES.values(), *DOCUMENTS, ".htm", ".shtml", ".mht"}
    return f"{re.sub(r'[^A-Za-z0-9.-]+', '_', parts.netloc)}/{path}{'' if known else suffix}"


def inside(folder: Path, place: str) -> Path:
    """The file's path. Raises :class:`ListError` for one that would lie elsewhere."""
    path = (folder / place).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ListError(f"{place}：在文件夹之外 / would be written outside {folder}")
    return path


def is_intact(before: Mapping[str, str], folder: Path) -> bool:
    """Whether what was fetched is still there as it was."""
    place = before.get("file", "")
    if not place or not inside(folder, place).is_file():
        return False
    return hashlib.sha256(inside(folder, place).read_bytes()).hexdigest() == before.get("sha256")
