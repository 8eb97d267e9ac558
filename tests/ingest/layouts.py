"""Renders invented reports through the page layouts that government sites really serve."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from html import escape

from tests.ingest.bodies import Body

NAV = "".join(f"<li><a href='/c{i}/'>{name}</a></li>" for i, name in enumerate(
    ("首页", "走进云岭", "政务公开", "政务服务", "互动交流", "专题专栏", "数据开放", "领导之窗", "机构职能", "政策文件")))  # fmt: skip
SIDE = "".join(f"<li><a href='/art/{y}/3/1/art_{y}.html' title='{y}年'>某某乡人民政府{y}年度法治政府建设工作报告</a><span>{y + 1}-03-0{y % 9 + 1}</span></li>"
               for y in range(2014, 2024))  # fmt: skip
ABSTRACTS = "".join(f"<dl><dt><a href='/n{i}'>县政府召开第{i}次常务会议</a></dt><dd>会议听取了有关情况汇报，研究部署下一步工作，强调要压实责任、狠抓落实，确保完成全年目标任务。</dd></dl>"
                    for i in range(3))  # fmt: skip
TOOLS = "<div class='toolbar'>【字体：<a href='javascript:'>大</a> <a href='javascript:'>中</a> <a href='javascript:'>小</a>】【<a>打印</a>】【<a>关闭</a>】</div>"
SHARE = "<div class='bdsharebuttonbox'>分享到：<a>微信</a><a>微博</a><a>QQ空间</a></div>"
EDITOR = "<p class='editor'>（责任编辑：王某）</p>"
AROUND = (
    "<div class='prenext'><p>上一篇：<a href='/1'>云岭县2020年度法治政府建设工作报告</a></p><p>下一篇：没有了</p></div>"
)
RELATED = f"<div class='xgxx'><h3>相关报道</h3><ul>{SIDE}</ul></div>"
FOOT = "<div class='footer'><p>主办：云岭县人民政府办公室　承办：云岭县大数据中心　版权所有</p><p>某ICP备05000001号-1　公网安备 53000002000001号　网站标识码：5300000001</p><p>地址：云岭县振兴路1号　联系电话：0000-1234567</p></div>"


def facts(body: Body) -> str:
    return f"<div class='info'>来源：{body.region}人民政府办公室　发布日期：{body.published}　浏览次数：<span id='hits'>128</span></div>"


def page(body: Body, inner: str, head: str = "", title: str | None = None) -> str:
    name = f"{body.title}_{body.region}人民政府门户网站" if title is None else title
    return f"<!DOCTYPE html><html><head><meta charset='CHARSET'><title>{name}</title>{head}</head><body>{inner}</body></html>"


def paragraphs(body: Body, tag: str = "p", indent: str = "　　") -> str:
    return "".join(f"<{tag}>{indent}{escape(p)}</{tag}>\n" for p in body.paragraphs)


def trs(body: Body) -> str:
    """A TRS page: meta data, crumbs, body in TRS_Editor, list of related reports."""
    head = f"<meta name='ArticleTitle' content='{body.title}'><meta name='PubDate' content='{body.published} 09:30'><meta name='ContentSource' content='{body.region}人民政府'>"
    inner = f"<div class='nav'><ul>{NAV}</ul></div><div class='crumbs'>当前位置：<a>首页</a>&gt;<a>政务公开</a>&gt;<a>法治政府</a></div><h1>{body.title}</h1>{facts(body)}{TOOLS}<div class='view TRS_UEDITOR'><div class=TRS_Editor>{paragraphs(body)}</div></div>{EDITOR}{RELATED}{FOOT}"
    return page(body, inner, head)


def spans(body: Body) -> str:
    """Every run in its own styled span, headings strong, entities for blanks."""
    inner = "".join(
        f"<p style='text-indent:32pt'><span style='font-family:仿宋'>&nbsp;&nbsp;&nbsp;&nbsp;{escape(p[: len(p) // 2])}</span><span lang='EN-US'><b>{escape(p[len(p) // 2 :])}</b></span></p>"
        for p in body.paragraphs
    )
    return page(
        body,
        f"<div id='header'><ul>{NAV}</ul></div><div class='content'><h2 class='title'>{body.title}</h2>{facts(body)}<div id='zoom'>{inner}</div></div>{SHARE}{FOOT}",
    )


def breaks(body: Body) -> str:
    """No paragraphs at all: text and <br>."""
    inner = "<br><br>\r\n".join("　　" + escape(p) for p in body.paragraphs)
    return page(
        body,
        f"<table width='100%'><tr><td class='menu'>{NAV}</td></tr></table><div class='tit'>{body.title}</div>{facts(body)}<div class='nr'>{inner}</div>{AROUND}{FOOT}",
    )


def divs(body: Body) -> str:
    """Nested divs without telling names, side list in front of the body."""
    inner = "".join(f"<div><div>{escape(p)}</div></div>" for p in body.paragraphs)
    return page(
        body,
        f"<div class='a1'><ul>{NAV}</ul></div><div class='a2'><div class='a3'><h3>相关信息</h3><ul>{SIDE}</ul></div><div class='a4'><div class='a5'>{body.title}</div>{facts(body)}<div class='a6'>{inner}</div></div></div>{FOOT}",
    )


def tables(body: Body) -> str:
    """An old page made of nested tables, no doctype, upper case."""
    inner = "".join(f"<P>　　{escape(p)}</P>" for p in body.paragraphs)
    return f"""<HTML><HEAD><META http-equiv="Content-Type" content="text/html; charset=CHARSET"><TITLE>{body.region}政府网</TITLE></HEAD><BODY><TABLE width=1000><TR><TD colspan=2><TABLE><TR>{"".join(f"<TD><A href=#>{n}</A></TD>" for n in ("首页", "新闻", "公开", "服务"))}</TR></TABLE></TD></TR><TR><TD width=200><TABLE><TR><TD>{SIDE}</TD></TR></TABLE></TD><TD><TABLE><TR><TD align=center><FONT size=4><B>{body.title}</B></FONT></TD></TR><TR><TD align=center>发布时间：{body.published}　　点击数：356　　【字体：大 中 小】</TD></TR><TR><TD>{inner}</TD></TR><TR><TD align=right>【<A>打印</A>】【<A>关闭</A>】</TD></TR></TABLE></TD></TR><TR><TD colspan=2 align=center>主办单位：{body.region}人民政府　技术支持：某某公司<BR>某ICP备05000001号</TD></TR></TABLE></BODY></HTML>"""


def word_export(body: Body) -> str:
    """Word's own HTML: conditional comments, o:p, source lines wrapped at 70 characters."""

    def wrapped(text: str) -> str:
        return "\r\n".join(escape(text[i : i + 35]) for i in range(0, len(text), 35))

    inner = "".join(
        f"<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'><span\r\nstyle='font-size:16.0pt;font-family:仿宋_GB2312'>{wrapped(p)}<span lang=EN-US><o:p></o:p></span></span></p>\r\n"
        for p in body.paragraphs
    )
    return page(
        body,
        f"<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--><div class='bt'>{body.title}</div>{facts(body)}<div class=WordSection1 style='layout-grid:15.6pt'>{inner}</div>{FOOT}",
    )


def two_columns(body: Body) -> str:
    """The body beside lists of other reports with abstracts; recommended reading below."""
    return page(
        body,
        f"<div class='top'><ul>{NAV}</ul></div><div class='wrap'><div class='left'><div class='sidebox'><h3>最新文章</h3><ul>{SIDE}</ul></div><div class='sidebox'><h3>要闻</h3>{ABSTRACTS}</div></div><div class='right'><h1 class='bt'>{body.title}</h1><p class='time'>时间：{body.published} 10:00:00　来源：本站　作者：管理员</p><div class='txt'>{paragraphs(body)}</div><div class='page'>扫一扫在手机打开当前页</div>{AROUND}</div></div>{FOOT}",
    )


def hidden_input(body: Body) -> str:
    """The body waits in a hidden field for a script."""
    return page(
        body,
        f"<div class='nav'>{NAV}</div><h1>{body.title}</h1>{facts(body)}<input type='hidden' id='c' value=\"{escape(paragraphs(body), quote=True)}\"><div id='content'></div><script>document.getElementById('content').innerHTML=document.getElementById('c').value</script>{FOOT}",
    )


def hidden_json(body: Body) -> str:
    """The body in a script's JSON, Chinese escaped."""
    data = json.dumps({"title": body.title, "publishDate": body.published, "content": paragraphs(body)})
    return page(
        body,
        f"<div id='app'></div><div class='nav'><ul>{NAV}</ul></div><h1>{body.title}</h1>{facts(body)}<script>window.__DATA__ = {data.replace('</', '<' + chr(92) + '/')};</script>{FOOT}",
    )


def hidden_base64(body: Body) -> str:
    """The body in Base64 in a data attribute."""
    data = base64.b64encode(paragraphs(body).encode()).decode()
    return page(
        body, f"<ul>{NAV}</ul><h1>{body.title}</h1>{facts(body)}<div id='box' data-content='{data}'></div>{FOOT}"
    )


def textarea(body: Body) -> str:
    """The body in a textarea that a script shows."""
    return page(
        body,
        f"<ul>{NAV}</ul><h1>{body.title}</h1>{facts(body)}<textarea style='display:none' id='t'>{escape(paragraphs(body))}</textarea>{FOOT}",
    )


def wechat(body: Body) -> str:
    """A WeChat article: sections, hidden until a script runs, the day as Unix time."""
    from datetime import datetime, timedelta, timezone

    epoch = int(
        datetime.fromisoformat(body.published).replace(hour=18, tzinfo=timezone(timedelta(hours=8))).timestamp()
    )
    inner = "".join(
        f"<section style='margin:0'><section><p><span style='letter-spacing:1px'>{escape(p)}</span></p></section></section>"
        for p in body.paragraphs
    )
    return page(
        body,
        f"<div class='rich_media_inner'><h1 class='rich_media_title' id='activity-name'>\n  {body.title}\n</h1><div id='meta_content'><span class='rich_media_meta'>{body.region}发布</span><em id='publish_time'></em></div><div class='rich_media_content' id='js_content' style='visibility: hidden; opacity: 0;'>{inner}</div><div class='rich_media_tool'>阅读 1024</div></div><script>var ct = \"{epoch}\"; var msg_title = '{body.title}';</script><div id='js_pc_qr_code'>微信扫一扫<br>关注该公众号</div>",
        title="",
    )


def document_table(body: Body) -> str:
    """A published document: table of index number and dates above the body."""
    rows = f"<table class='xxgk'><tr><td>索引号：</td><td>000014349/2022-00021</td><td>分类：</td><td>法治政府建设</td></tr><tr><td>发布机构：</td><td>{body.region}人民政府</td><td>成文日期：</td><td>2019-12-30</td></tr><tr><td>名称：</td><td>{body.title}</td><td>发布日期：</td><td>{body.published}</td></tr><tr><td>文号：</td><td></td><td>有效性：</td><td>有效</td></tr></table>"
    return page(
        body,
        f"<div id='nav'><ul>{NAV}</ul></div>{rows}<div class='xxgk_content_box'><p style='text-align:center'><strong>{body.title}</strong></p>{paragraphs(body)}</div>{TOOLS}{FOOT}",
    )


def split_body(body: Body) -> str:
    """The body in two sibling blocks of a page builder."""
    half = len(body.paragraphs) - 3
    first = Body(body.title, body.published, body.profile, body.region, body.year, body.paragraphs[:half])
    second = Body(body.title, body.published, body.profile, body.region, body.year, body.paragraphs[half:])
    return page(
        body,
        f"<header><nav><ul>{NAV}</ul></nav></header><main><article><h1>{body.title}</h1>{facts(body)}<div class='block'>{paragraphs(first)}</div><div class='block'>{paragraphs(second)}</div></article><aside><ul>{SIDE}</ul></aside></main><footer>{FOOT}</footer>",
    )


def pre(body: Body) -> str:
    """Typed text in a <pre>."""
    text = "\n".join("　　" + escape(p) for p in body.paragraphs)
    return page(body, f"<ul>{NAV}</ul><h1>{body.title}</h1>{facts(body)}<pre>{text}</pre>{FOOT}")


def headings(body: Body) -> str:
    """Headings as h2 and h3 beside the headline, an unlabelled date in <time>."""
    inner = "".join(
        f"<h{3 - (p[0] in '一二三')}>{p}</h{3 - (p[0] in '一二三')}>" if len(p) < 40 else f"<p>{p}</p>"
        for p in body.paragraphs
    )
    return page(
        body,
        f"<header>{NAV}</header><article><h1>{body.title}</h1><time>{body.published}</time>{inner}</article>{FOOT}",
    )


def font_soup(body: Body) -> str:
    """Nested <font>, a blank <div> between paragraphs, the date spelled out."""
    inner = "".join(
        f"<div align=left><font face=仿宋 size=3><font color=#000>&nbsp; &nbsp; </font>{p}</font></div><div>&nbsp;</div>"
        for p in body.paragraphs
    )
    year, month, day = (int(part) for part in body.published.split("-"))
    return page(
        body,
        f"<div id=top>{NAV}</div><center><font size=5>{body.title}</font></center><center>{year}年{month}月{day}日 来源：{body.region}政府办</center><div class=neirong>{inner}</div>{FOOT}",
    )


def mixed_breaks(body: Body) -> str:
    """Some paragraphs in one <p> with <br/>, labels and values in spans of their own."""
    inner = "<p>" + "<br/>　　".join(body.paragraphs[:5]) + "</p><p>" + "</p><p>".join(body.paragraphs[5:]) + "</p>"
    return page(
        body,
        f"<div class=header>{NAV}</div><div class='main'><div class='title'>{body.title}</div><div class='date'><span>发布时间：</span><span>{body.published}</span><span>来源：</span><span>办公室</span></div><div class='con'>{inner}</div></div>{FOOT}",
    )


def popup(body: Body) -> str:
    """A hidden notice; the headline at the end of the window's title."""
    notice = (
        "温馨提示：您即将离开本网站，进入第三方网站，请注意保护个人信息安全。本网站不承担相关责任，感谢您的支持与理解。"
    )
    return page(
        body,
        f"<div style='display:none' id='pop'>{notice}</div><h1>{body.title}</h1>{facts(body)}<div id='xx'>{paragraphs(body)}</div>{FOOT}",
        title=f"{body.region}人民政府 法治政府建设 {body.title}",
    )


def banner(body: Body) -> str:
    """Today's date in the page's banner."""
    top = f"<div class='top'>今天是2026年11月20日 星期五 欢迎访问{body.region}人民政府网站！<form><input value='请输入关键字'></form></div>"
    return page(
        body,
        f"{top}{NAV}<h1>{body.title}</h1><div>发布时间:{body.published} 09:10:11</div><div class='xl'>{paragraphs(body)}</div>{FOOT}",
        title=f"{body.title} - 法治政府 - 某某政府网",
    )


def epoint(body: Body) -> str:
    """Headline, facts and body of one article block, a share bar inside."""
    top = f"<h3 class='article-title'>{body.title}</h3><div class='article-sources'><span>信息来源：办公室</span><span>发布时间：{body.published} 15:08</span><span>点击次数：<i>33</i></span></div>"
    return page(
        body,
        f"{NAV}<div class='ewb-article'>{top}<div class='ewb-article-content'>{paragraphs(body, 'div')}</div><div class='ewb-share'>{SHARE}</div></div>{RELATED}{FOOT}",
    )


def row_a_paragraph(body: Body) -> str:
    """A table with one row a paragraph."""
    inner = "".join(f"<tr><td>　　{p}</td></tr>" for p in body.paragraphs)
    return page(
        body,
        f"<table><tr><td>{NAV}</td></tr></table><table><tr><td align=center>{body.title}</td></tr><tr><td>发布日期：{body.published}</td></tr><tr><td><table>{inner}</table></td></tr></table>{FOOT}",
    )


def list_items(body: Body) -> str:
    """Paragraphs as list items."""
    return page(
        body, f"<ul>{NAV}</ul><h1>{body.title}</h1>{facts(body)}<ul class='c'>{paragraphs(body, 'li')}</ul>{FOOT}"
    )


def block_a_section(body: Body) -> str:
    """Each section in a block of its own."""
    blocks: list[str] = [""]
    for text in body.paragraphs:
        if text[:2] in ("一、", "二、", "三、"):
            blocks.append("")
        blocks[-1] += f"<p>{text}</p>"
    inner = "".join(f"<div class='sec'>{block}</div>" for block in blocks)
    return page(
        body,
        f"<nav>{NAV}</nav><div class='d'><h1>{body.title}</h1>{facts(body)}{inner}</div><div class='side'><h4>相关阅读</h4><ul>{SIDE}</ul></div>{FOOT}",
    )


def boxes(body: Body) -> str:
    """A box about the place in front of the body's box, both of one class."""
    about = (
        f"{body.region}位于某省中部，总面积2300平方公里，辖10个乡镇，人口42万，是国家级生态县、全国文明城市提名城市。"
    )
    return page(
        body,
        f"<div class='box'><p>{about}</p></div><div class='box'><h1>{body.title}</h1>{facts(body)}{paragraphs(body)}</div>{FOOT}",
    )


def comments(body: Body) -> str:
    """Readers' comments below."""
    said = "<p>网友甲：希望县里把法治建设工作做得更好，继续为老百姓办实事，解决好大家反映的问题。</p>" * 2
    return page(
        body,
        f"<h1>{body.title}</h1>{facts(body)}<div id='c1'>{paragraphs(body)}</div><div class='comment'><h4>网友评论</h4>{said}</div>{FOOT}",
    )


def two_copies(body: Body) -> str:
    """One copy for desktops, one for telephones."""
    return page(
        body,
        f"<h1>{body.title}</h1>{facts(body)}<div class='pc'>{paragraphs(body)}</div><div class='mobile'>{paragraphs(body)}</div>{FOOT}",
    )


def abstract(body: Body) -> str:
    """An abstract above that is the first paragraph again."""
    return page(
        body,
        f"<h1>{body.title}</h1>{facts(body)}<div class='abstract'>摘要：{body.paragraphs[0]}</div><div class='ct'>{paragraphs(body)}</div>{FOOT}",
    )


def xhtml(body: Body) -> str:
    """An XML declaration in front, a namespace."""
    html = page(body, f"<ul>{NAV}</ul><h1>{body.title}</h1>{facts(body)}<div>{paragraphs(body)}</div>{FOOT}")
    return '<?xml version="1.0" encoding="CHARSET"?>\n' + html.replace(
        "<html>", '<html xmlns="http://www.w3.org/1999/xhtml">'
    )


def bare_date(body: Body) -> str:
    """Source and date under the title, neither labelled."""
    return page(
        body,
        f"<ul>{NAV}</ul><div class='tt'>{body.title}</div><div><span class='ly'>县司法局</span> <span class='rq'>{body.published.replace('-', '/')}</span></div><div>{paragraphs(body)}</div>{FOOT}",
    )


def broken_title(body: Body) -> str:
    """A headline in two lines, the window's title is the site's."""
    cut = body.title.find("府") + 1
    return page(
        body,
        f"<ul>{NAV}</ul><h1>{body.title[:cut]}<br/>\n{body.title[cut:]}</h1>{facts(body)}<div id=zoom>{paragraphs(body)}</div>{FOOT}",
        title="政府网",
    )


def cut_title(body: Body) -> str:
    """The window's title is cut short."""
    return page(
        body,
        f"<ul>{NAV}</ul><p class='t'>{body.title}</p>{facts(body)}<div id=zoom>{paragraphs(body)}</div>{FOOT}",
        title=body.title[:12] + "...",
    )


def statement(body: Body) -> str:
    """A long copyright statement below, in a block without a telling name."""
    said = "版权声明：凡本网注明来源的所有作品，均为本网合法拥有版权或有权使用的作品，未经本网授权不得转载、摘编或利用其它方式使用，违反上述声明者，本网将追究其相关法律责任。"
    inner = f"<div class='x1'><div class='x2'><h2>{body.title}</h2>{facts(body)}<div class='x3'>{paragraphs(body)}</div></div></div>"
    return page(body, f"<ul>{NAV}</ul>{inner}<div class='x4'><p>{said}</p></div>{FOOT}")


LAYOUTS: dict[str, Callable[[Body], str]] = {
    f.__name__: f
    for f in (
        trs,
        spans,
        breaks,
        divs,
        tables,
        word_export,
        two_columns,
        hidden_input,
        hidden_json,
        hidden_base64,
        textarea,
        wechat,
        document_table,
        split_body,
        pre,
        headings,
        font_soup,
        mixed_breaks,
        popup,
        banner,
        epoint,
        row_a_paragraph,
        list_items,
        block_a_section,
        boxes,
        comments,
        two_copies,
        abstract,
        xhtml,
        bare_date,
        broken_title,
        cut_title,
        statement,
    )
}

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "gbk")


def encoded(html: str, encoding: str, stated: str | None = None) -> bytes:
    """The page's bytes; ``stated`` is what it says of itself."""
    return html.replace("CHARSET", stated or encoding.replace("utf-8-sig", "utf-8")).encode(
        encoding, "xmlcharrefreplace"
    )
