"""Asks sites for pages one request at a time: robots.txt, a delay a host, retries with back-off, limits of size and time."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
import urllib.robotparser
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

AGAIN = {408, 425, 429, 500, 502, 503, 504}
MOVED = {301, 302, 303, 307, 308}
MOST_MOVES = 5


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
    fresh: float = 6 * 3600.0
    """Seconds in which a page is not asked for again: a run that was stopped goes on where it was."""


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
        for _ in range(MOST_MOVES + 1):
            rules = self._rules(url)
            if not rules.can_fetch(self.manners.agent, url):
                return Answer(0, detail="robots.txt 不允许 / disallowed by robots.txt")
            asked_for = min(float(rules.crawl_delay(self.manners.agent) or 0), self.manners.patience)
            answer = self._patiently(url, conditions or {}, max(self.manners.delay, asked_for))
            target = _target(url, answer)
            if target is None:
                return answer
            url = target
        return Answer(0, detail="转向太多次 / too many redirects")

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
            for _ in range(MOST_MOVES):
                if target := _target(place, answer):
                    answer = self._patiently(target, {}, self.manners.delay)
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
            with _OPENER.open(request, timeout=self.manners.timeout) as reply:
                return self._body(reply)
        except urllib.error.HTTPError as error:
            return Answer(error.code, headers=_lower(error.headers), detail=str(error.reason))
        except (TimeoutError, urllib.error.URLError, HTTPException, OSError, ValueError, zlib.error) as error:
            return Answer(0, detail=f"{type(error).__name__}: {error}")

    def _body(self, reply: Any) -> Answer:
        """Read piece by piece, so that an endless or dripping body ends at the limits."""
        headers, most = _lower(reply.headers), self.manners.largest
        stated = int(length) if (length := headers.get("content-length", "")).isdigit() else 0
        too_large = Answer(413, detail=f"超过 {most} 字节 / larger than the limit")
        if stated > most:
            return too_large
        pieces: list[bytes] = []
        size, start = 0, self.clock()
        while piece := reply.read1(65536):
            pieces.append(piece)
            size += len(piece)
            if size > most:
                return too_large
            if self.clock() - start > self.manners.longest:
                return Answer(0, detail=f"超过 {self.manners.longest} 秒 / took longer than the limit")
        if size < stated:
            return Answer(0, detail=f"只收到 {size}/{stated} 字节 / cut off")
        body = _unpacked(b"".join(pieces), headers.get("content-encoding", ""), most)
        return Answer(reply.status, body, headers, address=reply.geturl())


def _target(url: str, answer: Answer) -> str | None:
    """Where a redirect leads: web addresses only."""
    if answer.status not in MOVED or not answer.headers.get("location"):
        return None
    # headers are bytes read as Latin-1, while sites write Chinese addresses in UTF-8
    place = answer.headers["location"].encode("latin-1", "ignore").decode("utf-8", "replace")
    target = urljoin(url, place)
    return target if urlsplit(target).scheme in ("http", "https") else None


class _Stay(urllib.request.HTTPRedirectHandler):
    """Redirects are followed by the fetcher, which asks the other host's robots.txt first."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_Stay)


def _unpacked(body: bytes, coding: str, largest: int) -> bytes:
    """The body without the packing that a site uses though not asked to. Raises ValueError, zlib.error."""
    if coding.strip().lower() not in ("gzip", "deflate"):
        return body
    opener = zlib.decompressobj(zlib.MAX_WBITS | 32)
    found = opener.decompress(body, largest + 1)
    if len(found) > largest:
        raise ValueError("larger than the limit")
    return found


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
