"""Known bodies through the page layouts that sites serve, in five encodings: the body comes back."""

from __future__ import annotations

import email.mime.multipart
import email.mime.text
import json

import pytest

from tests.ingest.bodies import BODIES, FAZHI, Body
from tests.ingest.layouts import ENCODINGS, LAYOUTS, encoded, facts, page, trs
from tests.ingest.measure import f1, kept_as_lines

CASES = [(name, body, encoding) for name in LAYOUTS for body in BODIES for encoding in ENCODINGS]
QUICK = [case for n, case in enumerate(CASES) if n % 4 == 0]  # every layout, body and encoding in some of them


def right(row: dict, body: Body) -> None:
    assert f1(row["text"], body.text) >= 0.985  # a title inside the body counts as part of it
    assert kept_as_lines(row["text"], body.paragraphs) == 1.0
    found = {name: row[name] for name in ("title", "published", "profile", "region", "year")}
    assert found == {name: getattr(body, name) for name in found}


@pytest.mark.parametrize(("name", "body", "encoding"), QUICK, ids=[f"{n}-{b.profile}-{e}" for n, b, e in QUICK])
def test_body_comes_back(one, name, body, encoding):
    right(one("a.html", encoded(LAYOUTS[name](body), encoding)), body)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "body", "encoding"), CASES, ids=[f"{n}-{b.profile}-{e}" for n, b, e in CASES])
def test_every_body_comes_back(one, name, body, encoding):
    right(one("a.html", encoded(LAYOUTS[name](body), encoding)), body)


@pytest.mark.parametrize(
    ("encoding", "stated"), [("gb18030", "utf-8"), ("utf-8", "gb2312"), ("utf-8", "iso-8859-1"), ("gbk", "big5")]
)
def test_false_charset(one, encoding, stated):
    right(one("a.htm", encoded(trs(FAZHI), encoding, stated)), FAZHI)


def test_mhtml(one):
    message = email.mime.multipart.MIMEMultipart("related")
    message["Snapshot-Content-Location"] = "https://www.example.gov.cn/art/1.html"
    message.attach(email.mime.text.MIMEText(trs(FAZHI).replace("CHARSET", "utf-8"), "html", "utf-8"))
    message.attach(email.mime.text.MIMEText("<p>广告。</p>", "html", "utf-8"))
    row = one("a.mhtml", message.as_bytes())
    right(row, FAZHI)
    assert (row["format"], row["url"]) == ("mhtml", "https://www.example.gov.cn/art/1.html")


NO_BODY = {
    "script fills it": "<h1>TITLE</h1>FACTS<div id='content'></div><script src='/load.js'></script>",
    "frame": "<h1>TITLE</h1>FACTS<iframe src='/body.html'></iframe>",
    "attachment": "<h1>TITLE</h1>FACTS<div class='content'><p>附件：<a href='/a.pdf'>TITLE.pdf</a></p></div>",
    "picture": "<h1>TITLE</h1>FACTS<div id='zoom'><p><img src='1.jpg'></p><p><img src='2.jpg'></p></div>",
    "wants a script": "<h1>TITLE</h1><noscript>您的浏览器没有启用脚本，请启用后刷新页面，以便正常浏览本网站的全部内容。</noscript>",
    "abstracts only": "<h1>TITLE</h1>FACTS<div class='c'></div>"
    + "<div class='list'>"
    + "<p>县政府召开常务会议，听取有关工作情况汇报，研究部署下一阶段重点任务，要求各部门压实责任，狠抓落实，确保完成全年目标。</p>"
    * 4
    + "</div>",
    "gone": "<h1>404</h1><p>抱歉，您访问的页面不存在或已被删除。</p>",
}


@pytest.mark.parametrize("name", NO_BODY)
def test_page_without_a_body_is_refused(refusal, name):
    html = page(FAZHI, NO_BODY[name].replace("TITLE", FAZHI.title).replace("FACTS", facts(FAZHI)))
    assert refusal("a.html", encoded(html, "utf-8")) == "no_body"


def test_readings_over_characters_are_left_out(one):
    html = trs(FAZHI).replace("法治政府", "<ruby>法<rt>fǎ</rt>治<rt>zhì</rt></ruby>政府")
    assert kept_as_lines(one("a.html", encoded(html, "utf-8"))["text"], FAZHI.paragraphs) == 1.0


def test_a_script_full_of_menus_does_not_hide_the_body(one):
    menu = json.dumps([f"<li>栏目{n}</li>政务公开与政务服务导航" for n in range(900)], ensure_ascii=False)
    html = trs(FAZHI).replace(
        "</body>", f"<script>var menu = {menu};var all = '{'导航栏目名称' * 2000}';</script></body>"
    )
    right(one("a.html", encoded(html, "utf-8")), FAZHI)
