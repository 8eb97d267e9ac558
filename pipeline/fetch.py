"""Downloads the pages that a list names, politely: what a site forbids is left alone, and nobody is asked twice in a hurry.

``urls.csv`` has a column ``url`` and optionally ``file`` (the name below the folder). For each address the page is
written below the folder, and a line of provenance goes to ``.fetched.csv`` there: url, time, status, sha256, file,
etag, modified, detail. A second run asks conditionally and fetches only what changed or is missing. A page without a
body brings the documents that it links to.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import time
import urllib.error
import urllib.request
import urllib.robotparser
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from http.client import HTTPException
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from pipeline.ingest.blocks import parse
from pipeline.ingest.reading import Refused
from pipeline.ingest.webpage import read_html
from pipeline.profiles import load
from pipeline.store import write_atomically

RECORD = ".fetched.csv"
FIELDS = ("url", "time", "status", "sha256", "file", "etag", "modified", "detail")
ATTACHMENTS = (".pdf", ".docx", ".doc", ".wps", ".ofd", ".txt", ".zip")
MOST_ATTACHMENTS = 5
SUFFIXES = {"text/html": ".html", "application/pdf": ".pdf", "text/plain": ".txt", "application/zip": ".zip",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx", "application/msword": ".doc"}  # fmt: skip
AGAIN = {408, 425, 429, 500, 502, 503, 504}


class ListError(ValueError):
    """A list of addresses that can't be used; the message names the line."""


@dataclass(frozen=True)
class Manners:
    """How the downloader behaves."""

    agent: str = "duizhao-fetch/1 (research; polite)"
    delay: float = 2.0
    """Seconds between two requests to one host; more where its robots.txt asks for more."""
    timeout: float = 30.0
    longest: float = 180.0
    """Seconds that one download may take in all."""
    largest: int = 60_000_000
    tries: int = 3
    patience: float = 60.0
    """Seconds that a site may ask to be waited for."""


@dataclass
class Answer:
    """What came back: a status (0 where nothing did), the bytes, the headers, and what went wrong."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    detail: str = ""
    address: str = ""


@dataclass
class Fetcher:
    """Asks sites one request at a time, each host at its own pace."""

    manners: Manners = field(default_factory=Manners)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    asked: dict[str, float] = field(default_factory=dict)
    robots: dict[str, urllib.robotparser.RobotFileParser] = field(default_factory=dict)

    def get(self, url: str, conditions: Mapping[str, str] | None = None) -> Answer:
        """The page, after robots.txt was asked; failures that may pass are tried again, waiting longer each time."""
        rules = self._rules(url)
        if not rules.can_fetch(self.manners.agent, url):
            return Answer(0, detail="robots.txt 不允许 / disallowed by robots.txt")
        delay = max(self.manners.delay, min(float(rules.crawl_delay(self.manners.agent) or 0), self.manners.patience))
        return self._patiently(url, conditions or {}, delay)

    def _patiently(self, url: str, conditions: Mapping[str, str], delay: float) -> Answer:
        answer = Answer(0)
        for attempt in range(self.manners.tries):
            self._wait(url, delay)
            answer = self._once(url, conditions)
            if answer.status and answer.status not in AGAIN:
                break
            if attempt + 1 < self.manners.tries:
                asked_for = answer.headers.get("retry-after", "")
                self.sleep(min(float(asked_for) if asked_for.isdigit() else delay * 2**attempt, self.manners.patience))
        return answer

    def _wait(self, url: str, delay: float) -> None:
        host = urlsplit(url).netloc
        if host in self.asked and (left := self.asked[host] + delay - self.clock()) > 0:
            self.sleep(left)
        self.asked[host] = self.clock()

    def _rules(self, url: str) -> urllib.robotparser.RobotFileParser:
        """The host's robots.txt; none is freedom, a server's failure is a no."""
        parts = urlsplit(url)
        place = urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
        if place not in self.robots:
            rules = urllib.robotparser.RobotFileParser()
            answer = self._patiently(place, {}, self.manners.delay)
            rules.modified()
            if answer.status == 200:
                rules.parse(answer.body.decode("utf-8", "replace").splitlines())
            elif answer.status == 0 or answer.status >= 500:
                rules.disallow_all = True  # type: ignore[attr-defined]
            else:
                rules.allow_all = True  # type: ignore[attr-defined]
            self.robots[place] = rules
        return self.robots[place]

    def _once(self, url: str, conditions: Mapping[str, str]) -> Answer:
        request = urllib.request.Request(
            ascii_url(url), headers={"User-Agent": self.manners.agent, "Accept-Encoding": "identity", **conditions}
        )
        try:
            with urllib.request.urlopen(request, timeout=self.manners.timeout) as reply:
                return self._body(reply)
        except urllib.error.HTTPError as error:
            return Answer(error.code, headers=_lower(error.headers), detail=str(error.reason))
        except (TimeoutError, urllib.error.URLError, HTTPException, OSError, ValueError) as error:
            return Answer(0, detail=f"{type(error).__name__}: {error}")

    def _body(self, reply: object) -> Answer:
        """Read piece by piece, so that an endless or dripping body ends at the limits."""
        headers = _lower(reply.headers)  # type: ignore[attr-defined]
        pieces: list[bytes] = []
        size, start = 0, self.clock()
        while piece := reply.read1(65536):  # type: ignore[attr-defined]
            pieces.append(piece)
            size += len(piece)
            if size > self.manners.largest:
                return Answer(413, detail=f"超过 {self.manners.largest} 字节 / larger than the limit")
            if self.clock() - start > self.manners.longest:
                return Answer(0, detail=f"超过 {self.manners.longest} 秒 / took longer than the limit")
        stated = headers.get("content-length", "")
        if stated.isdigit() and size < int(stated):
            return Answer(0, detail=f"只收到 {size}/{stated} 字节 / cut off")
        return Answer(reply.status, b"".join(pieces), headers, address=reply.geturl())  # type: ignore[attr-defined]


def fetch(urls: Sequence[Mapping[str, str]], folder: Path, fetcher: Fetcher | None = None) -> Iterator[dict[str, str]]:
    """Fetch the addresses one after the other; yields each line of provenance as it is recorded."""
    fetcher = fetcher or Fetcher()
    record = read_record(folder)
    for row in urls:
        for line in _fetch_one(row["url"], row.get("file", ""), folder, record, fetcher):
            record[line["url"]] = line
            write_record(folder, record)
            yield line


def _fetch_one(
    url: str, name: str, folder: Path, record: Mapping[str, Mapping[str, str]], fetcher: Fetcher
) -> Iterator[dict[str, str]]:
    before = record.get(url, {})
    answer = fetcher.get(url, _conditions(before, folder))
    if answer.status == 304:
        yield {**before, "time": _now(), "status": "304", "detail": "没有变化 / not modified"}
        return
    if answer.status != 200 or not answer.body:
        yield _line(url, answer, before.get("file", ""))
        return
    place = name or before.get("file") or file_name(url, answer.headers.get("content-type", ""))
    write_atomically(_inside(folder, place), answer.body)
    yield _line(url, answer, place)
    for number, link in enumerate(attachments(answer)):
        found = fetcher.get(link, _conditions(record.get(link, {}), folder))
        if found.status == 200 and found.body:
            beside = f"{place.rpartition('.')[0]}-{number + 1}{_suffix(link)}"
            write_atomically(_inside(folder, beside), found.body)
            yield _line(link, found, beside)


def attachments(answer: Answer) -> list[str]:
    """Documents that a page without a body links to."""
    if "html" not in answer.headers.get("content-type", "html"):
        return []
    try:
        read_html(answer.body, load("other"))
        return []
    except Refused as refused:
        if refused.reason != "no_body":
            return []
    links = [
        urljoin(answer.address, str(a.get("href")))
        for a in parse(answer.body.decode("utf-8", "replace")).iter("a")
        if a.get("href")
    ]
    return list(
        dict.fromkeys(
            link for link in links if link.startswith(("http://", "https://")) and _suffix(link) in ATTACHMENTS
        )
    )[:MOST_ATTACHMENTS]


def _suffix(url: str) -> str:
    return Path(unquote(urlsplit(url).path)).suffix.lower()


def _conditions(before: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Ask only for what changed, where what was fetched is still there as it was."""
    place = before.get("file", "")
    if not place or not _inside(folder, place).is_file():
        return {}
    if hashlib.sha256(_inside(folder, place).read_bytes()).hexdigest() != before.get("sha256"):
        return {}
    asked = {"If-None-Match": before.get("etag", ""), "If-Modified-Since": before.get("modified", "")}
    return {name: value for name, value in asked.items() if value}


def _line(url: str, answer: Answer, place: str) -> dict[str, str]:
    sha = hashlib.sha256(answer.body).hexdigest() if answer.body else ""
    return {"url": url, "time": _now(), "status": str(answer.status), "sha256": sha, "file": place, "etag": answer.headers.get("etag", ""),
            "modified": answer.headers.get("last-modified", ""), "detail": answer.detail}  # fmt: skip


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def ascii_url(url: str) -> str:
    """The address with Chinese characters in its path escaped.

    >>> ascii_url("http://a.cn/报告.html?x=1")
    'http://a.cn/%E6%8A%A5%E5%91%8A.html?x=1'
    """
    parts = urlsplit(url)
    host = parts.netloc.encode("idna").decode("ascii") if not parts.netloc.isascii() else parts.netloc
    return urlunsplit(
        (
            parts.scheme,
            host,
            quote(parts.path, safe="/%:@!$&'()*+,;=~-._"),
            quote(parts.query, safe="=&%/?:@!$'()*+,;~-._"),
            "",
        )
    )


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
    known = Path(path).suffix.lower() in {*SUFFIXES.values(), *ATTACHMENTS, ".htm", ".shtml", ".mht"}
    return f"{re.sub(r'[^A-Za-z0-9.-]+', '_', parts.netloc)}/{path}{'' if known else suffix}"


def _inside(folder: Path, place: str) -> Path:
    path = (folder / place).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ListError(f"{place}：在文件夹之外 / would be written outside {folder}")
    return path


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
