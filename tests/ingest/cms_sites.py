"""Renders invented reports through common content systems that are not made for governments, and by hand."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from tests.ingest.bodies import Body
from tests.ingest.sites import BOTTOM, HEADER, LINKS, OTHERS, blocks, day, plain, shell


def phpcms(body: Body) -> str:
    """Source and day inside the headline's element."""
    return shell(
        f"<div class='crumbs'>首页 &gt; 公开 &gt; 正文</div><div id='Article'><h1>{body.title}<br /><span>{body.published} 10:12:13&nbsp;&nbsp;&nbsp;来源：&nbsp;&nbsp;&nbsp;评论：<a>0</a> 点击：</span></h1><div class='content'>{plain(body)}</div><p class='f14'><strong>上一篇：</strong><a>无</a><br /><strong>下一篇：</strong><a>无</a></p></div>{BOTTOM}",
        f"{body.title} - 法治 - 某某网",
    )


def dedecms(body: Body) -> str:
    """Labels in <small>, the body in a table's cell."""
    return shell(
        f"<div class='viewbox'><div class='title'><h2>{body.title}</h2></div><div class='info'><small>时间:</small>{body.published} 09:21<small>来源:</small>未知 <small>作者:</small>admin <small>点击:</small>56次</div><div class='content'><table width='100%'><tr><td>{plain(body)}</td></tr></table></div><div class='handle'><div class='digg'>顶一下 (0) 0%</div><div class='actbox'><ul><li><a>收藏</a></li><li><a>挑错</a></li><li><a>推荐</a></li><li><a>打印</a></li></ul></div></div></div><div class='dede_comment'><h5>最新评论</h5><a>查看所有评论</a></div>{BOTTOM}",
        f"{body.title}_{body.region}门户",
    )


def aspnet(body: Body) -> str:
    """Labels of a web form: lblTitle, lblDate, lblContent, with a view state."""
    state = "/wEPDwUKMTY1NDU2" + "dGVzdA" * 200
    return shell(
        f"<form><input type='hidden' name='__VIEWSTATE' value='{state}'><table><tr><td align=center><span id='ctl00_lblTitle' style='font-size:18pt'>{body.title}</span></td></tr><tr><td align=center>发布人：<span id='lblUser'>管理员</span> 发布日期：<span id='lblDate'>{day(body, '%Y/%m/%d 0:00:00')}</span> 点击次数：<span id='lblHit'>77</span></td></tr><tr><td><span id='lblContent'>{plain(body)}</span></td></tr></table></form>{BOTTOM}",
        "信息浏览",
    )


def one_cell(body: Body) -> str:
    """Headline, facts, rule, text and tools in one cell, told apart by breaks."""
    text = blocks(body, lambda p: f"　　{p}<br>")
    return f"<html><head><title>{body.region}</title></head><body><table width=770 align=center><tr><td><center><b>{body.title}</b></center><br>发布时间：{day(body, '%Y-%m-%d')}　阅读：102<br><hr>{text}<br><br>【<a href='javascript:window.close()'>关闭</a>】</td></tr></table></body></html>"


def tagged_meta(body: Body) -> str:
    """Line breaks written into the meta title."""
    cut = len(body.title) // 2
    head = f"<meta name='ArticleTitle' content='{escape(body.title[:cut] + '<br/>' + body.title[cut:], quote=True)}'><meta name='PubDate' content='{body.published}'>"
    return shell(
        f"{HEADER}<div class='t'>{body.title[:cut]}<br>{body.title[cut:]}</div><div class='con8'>{plain(body)}</div>{BOTTOM}",
        "正文",
        head,
    )


def short_meta(body: Body) -> str:
    """Meta and window titles are short for the list, the whole title stands over the text."""
    year = next(y for y in range(2025, 1990, -1) if str(y) in body.title)
    short = f"{year}年政府工作报告" if body.profile == "gwr" else f"{year}年法治政府建设报告"
    head = f"<meta name='ArticleTitle' content='{short}'><meta name='PubDate' content='{body.published}'>"
    return shell(
        f"{HEADER}<h1>{body.title}</h1><div>发布日期：{body.published}</div><div class='con8'>{plain(body)}</div>{BOTTOM}",
        f"{short}-{body.region}政府网",
        head,
    )


def wordpress(body: Body) -> str:
    """Article, entry-title, entry-meta, entry-content, sidebar of archives."""
    return shell(
        f"<header class='site-header'><p class='site-title'>某某发布</p></header><article class='post'><header class='entry-header'><h1 class='entry-title'>{body.title}</h1><div class='entry-meta'><time class='entry-date' datetime='{body.published}T08:00:00+08:00'>{day(body, '%Y年%m月%d日')}</time> <span class='author'>管理员</span></div></header><div class='entry-content'>{plain(body)}</div><footer class='entry-footer'>标签：<a>法治</a></footer></article><aside><h2>归档</h2><ul>{OTHERS}</ul></aside><footer>由某某提供支持</footer>",
        f"{body.title} | 某某发布",
    )


def bare_breaks(body: Body) -> str:
    """Text and breaks directly in <body>, nothing else."""
    text = blocks(body, lambda p: f"　　{p}<br>\n")
    return f"<html><head><meta charset='CHARSET'><title>{body.title}</title></head><body><h3>{body.title}</h3>{day(body, '%Y-%m-%d')}<br>\n{text}</body></html>"


def centred(body: Body) -> str:
    """Everything in <center>, paragraphs as <div align=left>."""
    return shell(
        f"<center><img src=top.jpg><br>{LINKS}<h4>{body.title}</h4>({body.published})<br>{blocks(body, lambda p: f'<div align=left>　　{p}</div>')}<br>版权所有：{body.region}</center>",
        body.title,
    )


def class_hidden(body: Body) -> str:
    """A copy for print that a style sheet hides."""
    return shell(
        f"{HEADER}<h1>{body.title}</h1><div>发布日期：{body.published}</div><div id='printArea' class='hide'>{blocks(body, lambda p: f'<div>{p}</div>')}</div><div class='show'>{plain(body)}</div>{BOTTOM}",
        body.title,
        "<style>.hide{display:none}</style>",
    )


def right_signed(body: Body) -> str:
    """The signature in a block that floats right; a note to the editor below."""
    text = plain(Body("", "", "", "", 0, body.paragraphs[:-2]))
    last = "".join(f"<p>{p}</p>" for p in body.paragraphs[-2:])
    return shell(
        f"{HEADER}<h1>{body.title}</h1><div>发布日期：{body.published}</div><div class='text'>{text}<div style='float:right;text-align:center' class='bottom-sign'>{last}</div><div style='clear:both'></div></div><div class='xx'>编辑：赵某　审核：钱某</div>{BOTTOM}",
        body.title,
    )


def numbered_pages(body: Body) -> str:
    """Pages of one document with page breaks in the text and a list of page numbers."""
    half = len(body.paragraphs) // 2
    first, second = (plain(Body("", "", "", "", 0, part)) for part in (body.paragraphs[:half], body.paragraphs[half:]))
    return shell(
        f"{HEADER}<h1>{body.title}</h1><div>发布日期：{body.published}</div><div id='UCAP-CONTENT'>{first}<p>#PAGE_BREAK#</p>{second}</div><div class='pages'>共2页 第1页 <a>1</a> <a>2</a> <a>下一页</a></div>{BOTTOM}",
        body.title,
    )


def icons(body: Body) -> str:
    """Icon fonts, an accessibility bar and a cookie note around; facts with icons instead of labels."""
    return shell(
        f"<div class='cookie'>本网站使用Cookie以提升您的使用体验，继续浏览即表示您同意我们使用Cookie。</div>{HEADER}<h2>{body.title}</h2><div><i>&#xe601;</i>{body.published}<i>&#xe602;</i>1024<i>&#xe603;</i>市司法局</div><div class='rich'>{plain(body)}</div>{BOTTOM}",
        body.title,
    )


def big_headings(body: Body) -> str:
    """Headings as <h1>, the title as <p>."""
    text = blocks(body, lambda p: f"<h1>{p}</h1>" if len(p) < 24 and p[1:2] == "、" else f"<p>{p}</p>")
    return shell(
        f"{HEADER}<p class='tt' align=center>{body.title}</p><p align=center>日期：{body.published}</p><div class='tx'>{text}</div>{BOTTOM}",
        body.title,
    )


def quoted(body: Body) -> str:
    """The body in a blockquote in a details element, the day in English order of signs."""
    return shell(
        f"{HEADER}<h1>{body.title}</h1><p>发布时间： {day(body, '%Y.%m.%d')}</p><details open><summary>正文</summary><blockquote>{plain(body)}</blockquote></details>{BOTTOM}",
        body.title,
    )


def mobile(body: Body) -> str:
    """A page for telephones: no doctype, sections, an opener for the app."""
    return f"<meta charset=CHARSET><title>{body.title}</title><div class='app-open'>打开APP，阅读体验更佳</div><section class='hd'><div class='tit'>{body.title}</div><div class='meta'><span>某某发布</span><span>{body.published} 18:00</span></div></section><section class='bd'>{plain(body)}</section><div class='app-open'>展开全文</div><div>特别声明：本文为某某发布客户端上传并授权发布，仅代表该作者观点。</div>"


CMS_SITES: dict[str, Callable[[Body], str]] = {
    f.__name__: f
    for f in (
        phpcms, dedecms, aspnet, one_cell, tagged_meta, short_meta, wordpress, bare_breaks, centred, class_hidden, right_signed, numbered_pages,
        icons, big_headings, quoted, mobile,
    )
}  # fmt: skip
