"""The downloader against a server on this machine only: manners, failures, limits, conditions, attachments."""

from __future__ import annotations

import csv
import doctest
import gzip
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

import pytest

from pipeline.fetch import RECORD, Fetcher, ListError, Manners, attached, fetch, polite, read_urls, record, urls_by_file
from tests.ingest.bodies import FAZHI
from tests.ingest.layouts import encoded, page, trs

PAGE = encoded(trs(FAZHI), "gb18030", "utf-8")
EMPTY = encoded(
    page(FAZHI, f"<h1>{FAZHI.title}</h1><p>附件：<a href='/files/报告.pdf'>报告</a> <a href='javascript:x'>x</a></p>"),
    "utf-8",
)

NAMED = encoded(
    page(
        FAZHI,
        f"<h1>{FAZHI.title}</h1><p>附件：<a href='/files/二〇二一年.docx'>全文</a> <a href='/files/down.jsp?id=3&amp;name=a.pdf'>PDF</a> <a href='/files/x?id=4'>图解.pdf</a> <a href='/page.html'>解读</a></p>",
    ),
    "gb18030",
    "utf-8",
)


class Site(BaseHTTPRequestHandler):
    asked: Counter[str]
    times: list[float]
    robots = b"User-agent: *\nDisallow: /secret/\n"

    def do_GET(self) -> None:
        self.asked[self.path] += 1
        self.times.append(time.monotonic())
        name = self.path.strip("/").split("/")[0].split(".")[0].replace("%", "_") or "index"
        getattr(self, f"on_{name}", self.on_missing)()

    def reply(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for key, value in {
            "Content-Type": "text/html",
            "Content-Length": str(len(body)),
            **{k.replace("_", "-"): v for k, v in headers.items()},
        }.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)

    def on_robots(self) -> None:
        self.reply(200, self.robots, Content_Type="text/plain")

    def on_missing(self) -> None:
        self.reply(404)

    def on_page(self) -> None:
        if self.headers.get("If-None-Match") == '"v1"':
            self.reply(304)
        else:
            self.reply(200, PAGE, ETag='"v1"')

    def on_moved(self) -> None:
        self.reply(302, Location="/page.html")

    def on_loop(self) -> None:
        self.reply(302, Location="/loop")

    def on_busy(self) -> None:
        self.reply(503, Retry_After="0") if self.asked[self.path] < 3 else self.reply(200, PAGE)

    def on_cut(self) -> None:
        self.reply(200, PAGE[:1000], Content_Length=str(len(PAGE)))

    def on_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * 65536)
        except OSError:
            pass

    def on_drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(200):
                self.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            pass

    def on_silent(self) -> None:
        time.sleep(2)

    def on_attached(self) -> None:
        self.reply(200, EMPTY)

    def on_files(self) -> None:
        self.reply(200, b"%PDF-1.4 ...", Content_Type="application/pdf")

    def on_named(self) -> None:
        self.reply(200, NAMED, ETag='"n1"') if not self.headers.get("If-None-Match") else self.reply(304)

    def on_toward(self) -> None:
        self.reply(302, Location="/secret/a.html")

    def on_away(self) -> None:
        self.reply(302, Location="file:///etc/passwd")

    def on_packed(self) -> None:
        self.reply(200, gzip.compress(PAGE), Content_Encoding="gzip")

    def on_bomb(self) -> None:
        self.reply(200, gzip.compress(bytes(5_000_000)), Content_Encoding="gzip")

    def on_huge(self) -> None:
        self.reply(200, b"x", Content_Length=str(10**9))

    on_secret = on_page

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site():
    Site.asked, Site.times = Counter(), []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def run(site, folder, *paths, **manners):
    fetcher = Fetcher(
        Manners(
            **{"delay": 0.0, "timeout": 1.0, "longest": 1.0, "largest": 500_000, "tries": 3, "fresh": 0.0, **manners}
        )
    )
    return list(fetch([{"url": site + path} for path in paths], folder, fetcher))


def test_page_and_its_provenance(site, tmp_path):
    (line,) = run(site, tmp_path, "/page.html")
    assert (line["status"], (tmp_path / line["file"]).read_bytes()) == ("200", PAGE)
    with (tmp_path / RECORD).open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == [line]
    assert urls_by_file(tmp_path) == {line["file"]: site + "/page.html"}


def test_second_run_asks_conditionally_and_keeps_the_file(site, tmp_path):
    (first,) = run(site, tmp_path, "/page.html")
    (second,) = run(site, tmp_path, "/page.html")
    assert (second["status"], second["sha256"]) == ("304", first["sha256"])
    (tmp_path / first["file"]).unlink()
    assert run(site, tmp_path, "/page.html")[0]["status"] == "200" and (tmp_path / first["file"]).is_file()


def test_what_robots_forbid_is_never_asked_for(site, tmp_path):
    (line,) = run(site, tmp_path, "/secret/a.html")
    assert "robots" in line["detail"] and Site.asked["/secret/a.html"] == 0
    assert [p.name for p in tmp_path.rglob("*")] == [RECORD]


def test_redirects(site, tmp_path):
    moved, loop = run(site, tmp_path, "/moved", "/loop", tries=1)
    assert moved["status"] == "200" and loop["status"] != "200"


def test_busy_server_is_tried_again_a_missing_page_is_not(site, tmp_path):
    busy, missing = run(site, tmp_path, "/busy", "/missing")
    assert (busy["status"], missing["status"]) == ("200", "404")
    assert (Site.asked["/busy"], Site.asked["/missing"]) == (3, 1)


@pytest.mark.parametrize(
    ("path", "said"), [("/cut", "cut off"), ("/endless", "larger"), ("/drip", "longer"), ("/silent", "time")]
)
def test_bodies_that_do_not_end_well_are_not_kept(site, tmp_path, path, said):
    (line,) = run(site, tmp_path, path, tries=1)
    assert line["status"] != "200" and said in line["detail"] and not line["file"]
    assert [p.name for p in tmp_path.rglob("*")] == [RECORD]


def test_attachments_of_a_page_without_a_body(site, tmp_path):
    lines = run(site, tmp_path, "/attached.html")
    assert [line["status"] for line in lines] == ["200", "200"]
    assert (tmp_path / lines[1]["file"]).read_bytes().startswith(b"%PDF") and lines[1]["file"].endswith(
        "attached-1.pdf"
    )


def test_attachments_by_address_query_or_name_of_a_page_in_gbk(site, tmp_path):
    lines = run(site, tmp_path, "/named.html")
    assert [line["status"] for line in lines] == ["200"] * 4
    assert [line["file"].rpartition("-")[2] for line in lines[1:]] == ["1.docx", "2.pdf", "3.pdf"]
    assert Site.asked["/files/" + quote("二〇二一年") + ".docx"] == 1


def test_an_attachment_that_is_missing_is_fetched_though_its_page_has_not_changed(site, tmp_path):
    lines = run(site, tmp_path, "/named.html")
    (tmp_path / lines[2]["file"]).unlink()
    again = run(site, tmp_path, "/named.html")
    assert [line["status"] for line in again] == ["304", "200"] and again[1]["url"] == lines[2]["url"]


def test_a_run_that_was_stopped_goes_on_where_it_was(site, tmp_path):
    run(site, tmp_path, "/page.html")
    (line,) = run(site, tmp_path, "/page.html", fresh=3600.0)
    assert line["status"] == "200" and "long ago" in line["detail"] and Site.asked["/page.html"] == 1


def test_redirects_ask_robots_too_and_leave_the_web_nowhere(site, tmp_path):
    toward, away = run(site, tmp_path, "/toward", "/away")
    assert "robots" in toward["detail"] and Site.asked["/secret/a.html"] == 0
    assert away["status"] == "302" and not away["file"]


def test_packed_bodies_are_unpacked_up_to_the_limit(site, tmp_path):
    packed, bomb, huge = run(site, tmp_path, "/packed", "/bomb", "/huge", tries=1)
    assert (tmp_path / packed["file"]).read_bytes() == PAGE
    assert "larger" in bomb["detail"] and not bomb["file"] and "larger" in huge["detail"]


def test_a_host_is_not_hurried(site, tmp_path):
    run(site, tmp_path, "/page.html", "/busy", delay=0.2, tries=1)
    gaps = [b - a for a, b in zip(Site.times, Site.times[1:], strict=False)]
    assert len(gaps) == 2 and min(gaps) >= 0.15


def test_nothing_is_written_outside(site, tmp_path):
    with pytest.raises(ListError, match="outside"):
        list(fetch([{"url": site + "/page.html", "file": "../x.html"}], tmp_path / "in", Fetcher(Manners(delay=0.0))))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("address\nx\n", "第 1 行"),
        ("url\nhttp://a.cn/1\nftp://a.cn/2\n", "第 3 行"),
        ("url\nfile:///etc/passwd\n", "第 2 行"),
    ],
)
def test_lists_that_can_not_be_used(text, said):
    with pytest.raises(ListError, match=said):
        read_urls(text)


@pytest.mark.parametrize("module", [attached, polite, record])
def test_examples_in_docstrings(module):
    assert doctest.testmod(module).failed == 0
