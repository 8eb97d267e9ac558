"""Downloads the pages that a list names, politely: what a site forbids is left alone, and nobody is asked twice in a hurry.

``urls.csv`` has a column ``url`` and optionally ``file`` (the name below the folder). For each address the page is
written below the folder, and a line of provenance goes to ``.fetched.csv`` there: url, time, status, sha256, file,
etag, modified, detail. A second run asks conditionally and fetches only what changed or is missing. A page without a
body brings the documents that it links to.

``polite`` asks sites, ``attached`` finds the documents of a page, ``record`` keeps lists, names and provenance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pipeline.fetch.attached import attachments
from pipeline.fetch.polite import Answer, Fetcher, Manners
from pipeline.fetch.record import (
    RECORD,
    ListError,
    file_name,
    inside,
    is_intact,
    read_record,
    read_urls,
    urls_by_file,
    write_record,
)
from pipeline.store import write_atomically

__all__ = ["RECORD", "Answer", "Fetcher", "ListError", "Manners", "fetch", "read_urls", "urls_by_file"]

Line = Mapping[str, str]


def fetch(urls: Sequence[Line], folder: Path, fetcher: Fetcher | None = None) -> Iterator[dict[str, str]]:
    """Fetch the addresses one after the other; yields each line of provenance as it is recorded."""
    fetcher = fetcher or Fetcher()
    record = read_record(folder)
    for row in urls:
        for line in _fetch_one(row["url"], row.get("file", ""), folder, record, fetcher):
            record[line["url"]] = line
            write_record(folder, record)
            yield line


def _fetch_one(
    url: str, name: str, folder: Path, record: Mapping[str, Line], fetcher: Fetcher
) -> Iterator[dict[str, str]]:
    before = record.get(url, {})
    intact = is_intact(before, folder)
    if intact and _age(before) < fetcher.manners.fresh:
        yield {**before, "detail": "不久前已取过 / fetched not long ago"}
        body, address, place = inside(folder, before["file"]).read_bytes(), url, before["file"]
    else:
        answer = fetcher.get(url, _conditions(before) if intact else {})
        if answer.status == 304:
            yield {**before, "time": _now(), "status": "304", "detail": "没有变化 / not modified"}
            body, address, place = inside(folder, before["file"]).read_bytes(), url, before["file"]
        elif answer.status != 200 or not answer.body:
            yield _line(url, answer, before.get("file", ""))
            return
        else:
            place = name or before.get("file") or file_name(url, answer.headers.get("content-type", ""))
            write_atomically(inside(folder, place), answer.body)
            yield _line(url, answer, place)
            body, address = answer.body, answer.address
    if b"<" in body[:2000] and not body.startswith(b"%PDF-"):
        yield from _fetch_attached(body, address, place, folder, record, fetcher)


def _fetch_attached(
    body: bytes, address: str, place: str, folder: Path, record: Mapping[str, Line], fetcher: Fetcher
) -> Iterator[dict[str, str]]:
    """The documents of a page without a body, beside it; those that are there already are not asked for again."""
    for number, (link, suffix) in enumerate(attachments(body, address).items(), 1):
        if is_intact(record.get(link, {}), folder):
            continue
        answer = fetcher.get(link)
        beside = f"{place.rpartition('.')[0] or place}-{number}{suffix}" if answer.status == 200 and answer.body else ""
        if beside:
            write_atomically(inside(folder, beside), answer.body)
        yield _line(link, answer, beside)


def _conditions(before: Line) -> dict[str, str]:
    """Ask only for what changed."""
    asked = {"If-None-Match": before.get("etag", ""), "If-Modified-Since": before.get("modified", "")}
    return {name: value for name, value in asked.items() if value}


def _age(before: Line) -> float:
    try:
        return (datetime.now(UTC) - datetime.fromisoformat(before.get("time", ""))).total_seconds()
    except ValueError:
        return float("inf")


def _line(url: str, answer: Answer, place: str) -> dict[str, str]:
    sha = hashlib.sha256(answer.body).hexdigest() if answer.body else ""
    return {"url": url, "time": _now(), "status": str(answer.status), "sha256": sha, "file": place, "etag": answer.headers.get("etag", ""),
            "modified": answer.headers.get("last-modified", ""), "detail": answer.detail}  # fmt: skip


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
