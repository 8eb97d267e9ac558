"""MHTML as browsers, Word and mail programs write it."""

from __future__ import annotations

import base64
import quopri
from email.header import Header

import pytest

from tests.ingest.bodies import BODIES, FAZHI
from tests.ingest.layouts import NAV, encoded, page, trs
from tests.ingest.measure import f1, kept_as_lines

ADDRESS = "http://www.yunling.gov.cn/art/2022/3/18/art_1.html"
EMPTY = page(FAZHI, f"<ul>{NAV}</ul><iframe src='cid:frame'></iframe>")


def part(html: bytes, coding: str, charset: str = "", location: str = ADDRESS, more: str = "") -> bytes:
    body = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes, "8bit": bytes}[coding](html)
    named = f'; charset="{charset}"' if charset else ""
    head = (
        f"Content-Type: text/html{named}\nContent-Transfer-Encoding: {coding}\nContent-Location: {location}\n{more}\n"
    )
    return head.encode() + body + b"\n"


def mhtml(
    *parts: bytes, head: str = "From: <Saved by Blink>\nSnapshot-Content-Location: " + ADDRESS + "\n", start: str = ""
) -> bytes:
    kind = f'{head}MIME-Version: 1.0\nContent-Type: multipart/related;\n\ttype="text/html";{start}\n\tboundary="----=_B"\n\n'
    return (kind.encode() + b"".join(b"------=_B\n" + p for p in parts) + b"------=_B--\n").replace(b"\n", b"\r\n")


PICTURE = (
    b"Content-Type: image/png\nContent-Transfer-Encoding: base64\nContent-Location: http://a.cn/x.png\n\niVBORw0KGgo=\n"
)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(
    ("coding", "charset", "stated"),
    [
        ("quoted-printable", "utf-8", "utf-8"),
        ("quoted-printable", "gb18030", "gb2312"),
        ("base64", "gb18030", ""),
        ("base64", "utf-8", "gb2312"),
        ("8bit", "gb18030", "utf-8"),
        ("base64", "utf-16", "unicode"),
    ],
)
def test_codings_and_charsets(one, body, coding, charset, stated):
    html = trs(body).encode("utf-16") if charset == "utf-16" else encoded(trs(body), charset)
    row = one("a.mht", mhtml(part(html, coding, stated), PICTURE))
    assert f1(row["text"], body.text) >= 0.99
    assert kept_as_lines(row["text"], body.paragraphs) >= 0.97
    assert (row["title"], row["published"], row["url"], row["format"]) == (body.title, body.published, ADDRESS, "mhtml")


def test_the_body_in_a_frame(one):
    frames = (
        part(encoded(EMPTY, "utf-8"), "base64"),
        part(encoded(trs(FAZHI), "utf-8"), "base64", location="cid:frame"),
    )
    for order in (frames, frames[::-1]):
        row = one("a.mhtml", mhtml(*order))
        assert kept_as_lines(row["text"], FAZHI.paragraphs) >= 0.97


def test_frames_of_news_leave_the_page_alone(one):
    news = page(FAZHI, "<div>" + "<p>某地召开会议，部署近期重点工作，要求各单位抓好落实。</p>" * 12 + "</div>")
    row = one(
        "a.mht",
        mhtml(part(encoded(trs(FAZHI), "utf-8"), "base64"), part(encoded(news, "utf-8"), "base64", location="cid:n")),
    )
    assert kept_as_lines(row["text"], FAZHI.paragraphs) >= 0.97


def test_the_part_that_the_container_names_comes_first(one):
    other = part(encoded(trs(BODIES[1]), "utf-8"), "base64", location="cid:o", more="Content-ID: <o>\n")
    named = part(encoded(trs(FAZHI), "utf-8"), "base64", more="Content-ID: <main>\n")
    assert one("a.mht", mhtml(other, named, start='\n\tstart="<main>";'))["title"] == FAZHI.title


def test_subject_serves_as_the_pages_title(one):
    bare = "<html><body>" + "".join(f"<p>{p}</p>" for p in FAZHI.paragraphs) + "</body></html>"
    head = f"Subject: {Header(FAZHI.title, 'utf-8').encode()}\n"
    assert one("a.mht", mhtml(part(bare.encode(), "base64", "utf-8"), head=head))["title"] == FAZHI.title


def test_a_single_part_is_a_page_too(one):
    html = encoded(trs(FAZHI), "gb18030")
    data = (
        b"MIME-Version: 1.0\nContent-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(html)
    )
    assert one("a.mht", data)["title"] == FAZHI.title


def test_no_page_and_no_body(refusal):
    assert refusal("a.mht", mhtml(PICTURE)) == "broken"
    assert refusal("a.mht", mhtml(part(encoded(EMPTY, "utf-8"), "base64"))) == "no_body"
