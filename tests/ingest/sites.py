"""Renders invented reports as Chinese government sites of many systems and years serve them: a second set, by another author."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape
from urllib.parse import quote

from tests.ingest.bodies import Body

LINKS = "".join(f"<li><a href='/col/col{n}/index.html' target='_blank'>{name}</a></li>" for n, name in enumerate(
    ("网站首页", "市情概况", "新闻中心", "政府信息公开", "网上办事", "政民互动", "公共数据", "专题集锦", "法定主动公开内容", "规划计划", "统计信息", "财政资金")))  # fmt: skip
OTHERS = "".join(
    f"<li><span>[{y}-02-{y % 28 + 1:02}]</span><a href='t{y}.shtml'>某某县人民政府关于{y - 1}年度法治政府建设情况的报告</a></li>"
    for y in range(2016, 2025)
)
NEWS = "".join(f"<div class='item'><h4><a href='/{n}.html'>{t}</a></h4><p>{s}</p><span>0{n + 1}-1{n}</span></div>" for n, (t, s) in enumerate((
    ("全市经济运行分析会召开", "会议强调，要坚定信心、鼓足干劲，抓好重点项目建设，全力以赴拼经济、抓发展，确保实现首季开门红。"),
    ("市领导调研安全生产工作", "市领导一行先后来到工业园区、商业综合体，实地察看消防设施运行情况，要求压紧压实各方责任，坚决守牢安全底线。"),
    ("我市三项工作获省通报表扬", "近日，省政府办公厅印发通报，对落实重大政策措施真抓实干成效明显的地方予以表扬，我市三项工作榜上有名。"))))  # fmt: skip
BOTTOM = (
    "<div class='foot'><div>网站地图 | 关于我们 | 隐私声明 | 使用帮助</div><div>主办单位：某某市人民政府办公室　维护单位：某某市大数据管理局</div>"
    "<div>备案序号：某ICP备10200000号-3　网站标识码：3200000001　某公网安备32000002000010号</div><div>您是第<em>1234567</em>位访问者　建议使用1920*1080分辨率/IE9.0或以上浏览器访问</div></div>"
)
HEADER = "<div class='head'><a href='/'><img src='logo.png' alt='某某市人民政府'></a><span>无障碍浏览</span> <span>长者模式</span> <span>登录</span> <span>注册</span><input placeholder='请输入搜索内容'></div>"


def shell(inner: str, title: str, head: str = "", charset: str = "CHARSET") -> str:
    return f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta http-equiv="Content-Type" content="text/html; charset={charset}">\n<title>{title}</title>\n{head}</head>\n<body>\n{inner}\n</body>\n</html>'


def is_row(text: str) -> bool:
    return "\t" in text


def blocks(body: Body, one: Callable[[str], str]) -> str:
    """The paragraphs with ``one`` around each; rows of cells as a table."""
    out: list[str] = []
    rows: list[str] = []
    for text in (*body.paragraphs, ""):
        if is_row(text):
            rows.append(text)
            continue
        if rows:
            out.append(table(rows))
            rows = []
        if text:
            out.append(one(escape(text)))
    return "\n".join(out)


def table(rows: Sequence[str]) -> str:
    cells = (
        "".join(f"<td style='border:1px solid'><p><span>{c}</span></p></td>" for c in row.split("\t")) for row in rows
    )
    return f"<table border=1 cellspacing=0><tbody>{''.join(f'<tr>{row}</tr>' for row in cells)}</tbody></table>"


def plain(body: Body) -> str:
    return blocks(body, lambda p: f"<p>　　{p}</p>")


def styled(text: str) -> str:
    """A paragraph as pasted from Word: Latin and digits in spans of their own."""
    runs, run, latin = [], "", False
    for char in text + "\0":
        if run and (char.isascii() != latin or char == "\0"):
            runs.append(
                f"<span lang=EN-US style='font-family:Times New Roman'>{run}</span>"
                if latin
                else f"<span\nstyle='font-family:仿宋_GB2312;mso-ascii-font-family:Times'>{run}</span>"
            )
            run = ""
        latin, run = char.isascii(), run + char
    return (
        f"<p class=MsoNormal style='text-indent:32.0pt;line-height:28.0pt'>{''.join(runs)}<span lang=EN-US><o:p></o:p></span></p>"
        "<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>"
    )


def day(body: Body, form: str) -> str:
    return datetime.fromisoformat(body.published).strftime(form)


# --- content systems -------------------------------------------------------------------------------------------------


def trs_wcm(body: Body) -> str:
    """TRS WCM: meta of the article, a style sheet inside the body, Custom_UnionStyle."""
    head = f'<meta name="SiteName" content="{body.region}人民政府"><meta name="ArticleTitle" content="{body.title}"/><meta name="PubDate" content="{body.published} 10:21:33"/><meta name="ContentSource" content="市司法局"/><meta name="ColumnName" content="法治政府建设年度报告"/>'
    inner = f"{HEADER}<div class='dqwz'>当前位置：<a href='../'>首页</a> > <a href='./'>政务公开</a> > 法治政府建设年度报告</div><div class='xl'><div class='xl_tit'>{body.title}</div><div class='xl_bar'><span>发布时间：{body.published}</span><span>来源：市司法局</span><span>字号：【大】【中】【小】</span><span>打印本页</span></div><div class='xl_con'><div class='view TRS_UEDITOR trs_paper_default trs_web'><div class=TRS_Editor><style type='text/css'>.TRS_Editor P{{line-height:2;font-size:12pt;}}</style><div class='Custom_UnionStyle'>{plain(body)}</div></div></div></div><div class='xl_fj'><script>var fj='';</script>附件：</div></div>{BOTTOM}"
    return shell(inner, f"{body.title}_法治政府建设年度报告_{body.region}人民政府", head)


def hanweb(body: Body) -> str:
    """大汉 jcms: comments around the content, an index table above, tools and neighbours below."""
    head = f"<meta name='ArticleTitle' content='{body.title}'><meta name='PubDate' content='{body.published} 09:08'><meta name='Maketime' content='{body.published} 09:01:02'><meta name='ContentSource' content=''>"
    rows = f"<table class='xxgk_table' width='100%'><tr><td><b>索 引 号：</b></td><td>014000000/2023-00087</td><td><b>分　　类：</b></td><td>司法、法治 / 报告</td></tr><tr><td><b>发布机构：</b></td><td>{body.region}人民政府</td><td><b>成文日期：</b></td><td>{body.published[:4]}-01-05</td></tr><tr><td><b>名　　称：</b></td><td colspan=3>{body.title}</td></tr><tr><td><b>文　　号：</b></td><td>无</td><td><b>关 键 词：</b></td><td>法治；报告</td></tr></table>"
    inner = f"<ul class='menu'>{LINKS}</ul>{rows}<table align=center><tr><td class='title' align='center'>{body.title}</td></tr><tr><td align=center>发布日期：{day(body, '%Y-%m-%d %H:%M')}　　浏览次数：<script>document.write(1)</script>　　字体：[ <a>大</a> <a>中</a> <a>小</a> ]</td></tr><tr><td><div id=zoom class='bt_content'><!--<$[信息内容]>begin--><!--ZJEG_RSS.content.begin--><meta name='ContentStart'>{blocks(body, lambda p: f'<p style=text-indent:2em>{p}</p>')}<meta name='ContentEnd'><!--ZJEG_RSS.content.end--><!--<$[信息内容]>end--></div></td></tr><tr><td align=right>【打印本页】 【关闭窗口】</td></tr></table>{BOTTOM}"
    return shell(inner, f"{body.region}人民政府 法治政府建设 {body.title}", head)


def ucap_tags(body: Body) -> str:
    """开普: elements of its own around headline and body."""
    inner = f"{HEADER}<div class='article'><h1 class='title'><ucaptitle>{body.title}</ucaptitle></h1><p class='time'>发布日期：{day(body, '%Y-%m-%d %H:%M')} 信息来源：<span id='ly'>市政府办公室</span> 浏览次数：<span id='vc'>加载中...</span> 字体：<a>[大]</a> <a>[中]</a> <a>[小]</a></p><div id='zoomcon'><ucapcontent>{plain(body)}</ucapcontent></div><p class='ly'>责任编辑：<span>系统管理员</span></p></div><div class='share'>分享：<a>微信</a> <a>微博</a></div>{BOTTOM}"
    return shell(inner, f"{body.title} - {body.region}人民政府")


def boda(body: Body) -> str:
    """博达: a form around everything, clicks by a script, neighbours below."""
    inner = f"<div class='nav'>{LINKS}</div><table class='winstyle1'><tr><td>当前位置: <a>首页</a>&gt;&gt;<a>法治建设</a>&gt;&gt;正文</td></tr></table><form name='_newscontent_fromname'><div class='con'><h1 align='center'>{body.title}</h1><div align='center' class='sj'>{day(body, '%Y年%m月%d日 %H:%M')}&nbsp;&nbsp;&nbsp;点击：[<span id='dynclicks'></span>]</div><div id='vsb_content_2'><div class='v_news_content'>{blocks(body, lambda p: f'<p class=vsbcontent_start style=text-indent:2em>{p}</p>')}</div></div><p align='right'>【<a href='javascript:window.opener=null;window.close();'>关闭窗口</a>】</p><div class='pn'>上一条：<a>{body.region}2018年政务公开工作要点</a><br>下一条：<a>没有了</a></div></div></form>{BOTTOM}"
    return shell(
        inner,
        f"{body.title}-{body.region}人民政府门户网站",
        f"<META Name='keywords' Content='{body.region}人民政府' />",
    )


def govcn(body: Body) -> str:
    """After the central government's site: pages-title, pages-date, the body in pages_content."""
    inner = f"{HEADER}<div class='BreadcrumbNav'>首页 &gt; 政务公开 &gt; 正文</div><div class='article oneColumn pub_border'><h1>{body.title}</h1><div class='pages-date'>{body.published} 10:21 <span class='font'>来源： {body.region}政府网</span><span class='font'>【字体：<a>大</a> <a>中</a> <a>小</a>】</span><div class='pages_print'><span>打印</span></div><div class='share'><a>微信</a></div></div><div class='pages_content' id='UCAP-CONTENT'>{plain(body)}<div class='editor'><span>责任编辑：</span>刘某</div></div><div class='related'><h2>相关稿件</h2><ul>{OTHERS}</ul></div></div><div class='mpage-only'>扫一扫在手机打开当前页</div>{BOTTOM}"
    return shell(inner, f"{body.title}_政务公开_某某网")


def govcn_document(body: Body) -> str:
    """After the central government's documents: spaced labels in nested tables, the body in td.b12c."""
    rows = f"<table class='bd1'><tr><td><b>索 引 号：</b></td><td>000014349/2020-00003</td><td><b>主题分类：</b></td><td>司法\\法治</td></tr><tr><td><b>发文机关：</b></td><td>{body.region}</td><td><b>成文日期：</b></td><td>2018年12月01日</td></tr><tr><td><b>标　　题：</b></td><td colspan=3>{body.title}</td></tr><tr><td><b>发文字号：</b></td><td>云政发〔2020〕1号</td><td><b>发布日期：</b></td><td>{day(body, '%Y年%m月%d日')}</td></tr><tr><td><b>主 题 词：</b></td><td></td></tr></table>"
    inner = f"{HEADER}<table width=800 align=center><tr><td>{rows}</td></tr><tr><td class='b12c' id='UCAP-CONTENT'>{plain(body)}</td></tr></table>{BOTTOM}"
    return shell(inner, f"{body.title}_信息公开_政府网")


def epoint_zw(body: Body) -> str:
    """新点: an info block of list items, 信息时间."""
    facts = f"<ul class='ewb-info-list'><li>索引号：370000/2022-00012</li><li>公开责任部门：{body.region}政府办公室</li><li>公开日期：{body.published}</li><li>主题分类：综合政务</li></ul>"
    inner = f"{HEADER}<div class='ewb-main'>{facts}<div class='article-info'><h2 class='ewb-article-tt'>{body.title}</h2><div class='ewb-article-sources'>【信息时间：{day(body, '%Y/%m/%d')}　阅读次数：<span>23</span>】【我要打印】【关闭】</div><div class='ewb-article-info'>{blocks(body, lambda p: f'<div style=text-indent:2em>{p}</div>')}</div></div></div>{BOTTOM}"
    return shell(inner, body.title)


def sudy(body: Body) -> str:
    """苏迪: arti_ classes, labels in spans."""
    inner = f"{HEADER}<div class='article'><h1 class='arti_title'>{body.title}</h1><p class='arti_metas'><span class='arti_publisher'>发布者：办公室</span><span class='arti_update'>发布时间：{body.published}</span><span class='arti_views'>浏览次数：<span>10</span></span></p><div class='entry'><div class='read'><div class='wp_articlecontent'>{plain(body)}</div></div></div></div><div id='wp_news_w8'><h3>最新发布</h3><ul>{OTHERS}</ul></div>{BOTTOM}"
    return shell(inner, body.title)


def founder(body: Body) -> str:
    """翔宇: the paper's own elements, an introductory title above and a subtitle below the headline."""
    inner = f"{HEADER}<div class='detail'><p class='yinti'>依法行政 建设法治政府</p><h1><founder-title>{body.title}</founder-title></h1><p class='futi'></p><div class='ly'>{day(body, '%Y-%m-%d %H:%M:%S')}　某某日报</div><founder-content>{plain(body)}</founder-content></div>{BOTTOM}"
    return shell(inner, f"{body.title}--某某新闻网")


# --- old pages -------------------------------------------------------------------------------------------------------


def asp_2009(body: Body) -> str:
    """Nested tables and FONT, paragraphs as <br> with blanks, the body in one cell without a name."""
    text = blocks(body, lambda p: f"&nbsp;&nbsp;&nbsp; {p}<BR>")
    return f"<html><head><meta http-equiv='Content-Type' content='text/html; charset=CHARSET'><title>::{body.region}政府信息网::</title></head><body topmargin=0><table width=778 align=center><tr><td background=top.gif height=120></td></tr><tr><td>{LINKS}</td></tr></table><table width=778 align=center><tr><td width=180 valign=top><table><tr><td>热点文章</td></tr><tr><td><font size=2>{OTHERS}</font></td></tr></table></td><td valign=top><table width='100%'><tr><td>您现在的位置：&nbsp;<a>{body.region}政府信息网</a>&nbsp;&gt;&gt;&nbsp;<a>工作报告</a>&nbsp;&gt;&gt;&nbsp;正文</td></tr><tr><td align=center><font color=red size=4><strong>{body.title}</strong></font></td></tr><tr><td align=center>作者：佚名&nbsp;&nbsp;&nbsp;&nbsp;文章来源：本站原创&nbsp;&nbsp;&nbsp;&nbsp;点击数：<script>document.write(3)</script>&nbsp;&nbsp;&nbsp;&nbsp;更新时间：{day(body, '%Y-%m-%d')}</td></tr><tr><td id=fontsize><font size=3 style='line-height:150%'>{text}</font></td></tr><tr><td align=right>文章录入：admin&nbsp;&nbsp;&nbsp;&nbsp;责任编辑：admin</td></tr><tr><td><li>上一篇文章： <a>关于转发通知的函</a><br><li>下一篇文章： 没有了</td></tr><tr><td align=right>【<a>发表评论</a>】【<a>加入收藏</a>】【<a>告诉好友</a>】【<a>打印此文</a>】【<a>关闭窗口</a>】</td></tr></table></td></tr></table><table align=center><tr><td>| <a>设为首页</a> | <a>加入收藏</a> | <a>联系站长</a> |</td></tr><tr><td>版权所有 {body.region}人民政府 Copyright 2009</td></tr></table></body></html>"


def jsp_2012(body: Body) -> str:
    """Upper case, unclosed <P>, <FONT> around runs, a bracketed date."""
    text = blocks(
        body, lambda p: f"<P><FONT face=宋体>　　{p[: len(p) // 3]}</FONT><FONT face=宋体>{p[len(p) // 3 :]}</FONT>"
    )
    return f"<HTML><HEAD><TITLE>{body.title}</TITLE><META http-equiv=Content-Type content='text/html; charset=CHARSET'></HEAD><BODY><CENTER><TABLE width=960><TBODY><TR><TD>{LINKS}</TD></TR></TBODY></TABLE><TABLE width=960><TBODY><TR><TD class=bt20 align=middle>{body.title}</TD></TR><TR><TD align=middle>[{body.published}]</TD></TR><TR><TD><HR SIZE=1></TD></TR><TR><TD class=p14><DIV align=left>{text}</DIV></TD></TR></TBODY></TABLE><TABLE><TR><TD>地址：某某路8号 邮编：300000 电话：0000-8888888</TD></TR><TR><TD>{body.region}人民政府办公室主办</TD></TR></TABLE></CENTER></BODY></HTML>"


def plain_text_cell(body: Body) -> str:
    """Text with source line ends in a table cell, each line its own <br>, one blank line between paragraphs."""
    text = blocks(body, lambda p: f"<br>\r\n　　{p}<br>\r\n")
    return shell(
        f"<table><tr><td>{LINKS}</td></tr></table><table><tr><td class=title_b>{body.title}</td></tr><tr><td>日期：{day(body, '%Y.%m.%d')}　作者：　来源：</td></tr><tr><td class=nei>{text}</td></tr></table>{BOTTOM}",
        f"{body.region}政务网",
    )


def word_2010(body: Body) -> str:
    """Word's paragraphs with every run in a span, empty paragraphs between."""
    return shell(
        f"{HEADER}<div class='w'><div class='t1'>{body.title}</div><div class='t2'>{body.published} 14:20:05　　来源：办公室　　点击：<span>5</span></div><div class='t3'><div class='Section1' style='layout-grid:15.6pt'>{blocks(body, styled)}</div></div></div>{BOTTOM}",
        body.title,
        "<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->",
    )


def no_container(body: Body) -> str:
    """Paragraphs directly in <body>."""
    return shell(
        f"<h2 align=center>{body.title}</h2><p align=center>（发布时间：{day(body, '%Y年%m月%d日')}）</p>{plain(body)}<hr><p align=center>{body.region}人民政府办公室　版权所有</p>",
        body.title,
    )


def double_breaks_in_font(body: Body) -> str:
    """Paragraphs told apart by <br><br> inside a <span>, title in the same span in bold."""
    text = blocks(body, lambda p: f"{p}<br/><br/>")
    return shell(
        f"<ul>{LINKS}</ul><div class='nr_bt'>{body.title}</div><div class='nr_sj'>发表时间：{body.published}</div><div class='nr_wz'><span style='font-size:16px'>{text}</span></div>{BOTTOM}",
        f"{body.title}|{body.region}",
    )


# --- tables of documents ---------------------------------------------------------------------------------------------


def catalogue_list(body: Body) -> str:
    """政府信息公开目录: facts as a definition list without colons."""
    pairs = (
        ("索引号", "MB1234567/2023-00015"),
        ("主题分类", "法治政府建设"),
        ("发布机构", f"{body.region}人民政府"),
        ("发文日期", "2019-01-01"),
        ("文件名称", body.title),
        ("发布时间", f"{body.published} 16:33"),
        ("文 号", ""),
    )
    facts = "<dl class='gk-info'>" + "".join(f"<dt>{k}</dt><dd>{v}</dd>" for k, v in pairs) + "</dl>"
    return shell(
        f"{HEADER}<div class='gk'>{facts}<div class='gk-tit'>{body.title}</div><div class='gk-con'>{plain(body)}</div></div>{BOTTOM}",
        f"{body.title}-政府信息公开",
    )


def catalogue_only_made(body: Body) -> str:
    """An old catalogue: the only date is 生成日期."""
    rows = f"<table class='tb'><tr><td>索引号:</td><td>K0-02-2019-001</td><td>主题分类:</td><td>政府工作报告</td></tr><tr><td>发布机构:</td><td>政府办</td><td>生成日期:</td><td>{body.published}</td></tr><tr><td>文号:</td><td>&nbsp;</td><td>名称:</td><td>{body.title}</td></tr><tr><td>内容概述:</td><td colspan=3>{body.title}</td></tr></table>"
    return shell(
        f"<div>{LINKS}</div>{rows}<div class='gkxx_nr'><p align='center'><b>{body.title}</b></p>{plain(body)}</div>{BOTTOM}",
        "政府信息公开目录",
    )


# --- WeChat and other feeds ------------------------------------------------------------------------------------------


def wechat_2023(body: Body) -> str:
    """WeChat of late: title in a span, createTime as text, calls to follow above and below."""
    text = blocks(body, lambda p: f"<section><p style='text-indent:2em'><span leaf=''>{p}</span></p></section>")
    inner = f"<div id='page-content' class='rich_media_area_primary'><h1 class='rich_media_title ' id='activity-name'>\n<span class='js_title_inner'>{body.title}</span>\n</h1><div id='meta_content' class='rich_media_meta_list'><span class='rich_media_meta rich_media_meta_nickname' id='profileBt'><a id='js_name'>{body.region}发布</a></span><em id='publish_time' class='rich_media_meta rich_media_meta_text'></em><em id='js_ip_wording_wrp'>某省</em></div><div class='rich_media_content js_underline_content' id='js_content' style='visibility: hidden; opacity: 0; '>{text}<p>来源：市司法局</p><p>编辑：小云　审核：老岭</p></div></div><div id='js_tags_preview_toast'>预览时标签不可点</div><div class='reward'>喜欢此内容的人还喜欢</div>"
    script = f"<script>var biz='';var createTime = '{body.published} 17:20';var msg_title = '{body.title}'.html(false);</script>"
    return shell(inner + script, "", f"<meta property='og:title' content='{body.title}'>")


def wechat_epoch(body: Body) -> str:
    """WeChat of 2017: ct in quotes, a bracketed column before the title."""
    seconds = int(datetime.fromisoformat(body.published + "T20:05:00+08:00").timestamp())
    text = blocks(body, lambda p: f"<p><span style='font-size:15px;'>{p}</span><br  /></p>")
    inner = f"<h2 class='rich_media_title' id='activity-name'>【法治建设】{body.title}</h2><div class='rich_media_content' id='js_content'>{text}</div><script>var ct=\"{seconds}\";var publish_time = \"{body.published}\" || \"\";</script>"
    return shell(inner, f"【法治建设】{body.title}")


def json_ld(body: Body) -> str:
    """Structured data with headline and date; the body in <article>."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": body.title,
        "datePublished": f"{body.published}T08:00:00+08:00",
    }
    return shell(
        f"<nav>{LINKS}</nav><article>{plain(body)}</article><footer>{BOTTOM}</footer>",
        f"{body.region}人民政府门户网站",
        f"<script type='application/ld+json'>{json.dumps(data, ensure_ascii=False)}</script>",
    )


# --- bodies that a script puts in -------------------------------------------------------------------------------------


def nuxt(body: Body) -> str:
    """An empty page with everything in window.__NUXT__, tags escaped."""
    data = {
        "data": [
            {
                "detail": {
                    "id": 9,
                    "title": body.title,
                    "publishTime": f"{body.published} 10:00:00",
                    "source": "市政府办",
                    "content": plain(body),
                }
            }
        ],
        "config": {"site": "某某市人民政府", "menu": ["首页", "政务公开"]},
    }
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003C").replace(">", "\\u003E").replace("/", "\\u002F")
    return shell(
        f"<div id='__nuxt'></div><script>window.__NUXT__={text};</script><script src='/_nuxt/a.js'></script>",
        "某某市人民政府",
    )


def initial_state(body: Body) -> str:
    """Redux state as JSON with the date in milliseconds."""
    ms = int(datetime.fromisoformat(body.published + "T09:00:00+08:00").timestamp()) * 1000
    data = {
        "article": {"articleTitle": body.title, "pubDate": ms, "body": blocks(body, lambda p: f"<div>{p}</div>")},
        "site": {"name": "某某政府网"},
    }
    return shell(
        f"<div id=root><div class=loading>加载中...</div></div><script>window.__INITIAL_STATE__ = {json.dumps(data)}</script>",
        "信息公开",
    )


def next_data(body: Body) -> str:
    """A JSON script element; facts are shown on the page."""
    data = {"props": {"pageProps": {"post": {"html": plain(body)}}}}
    return shell(
        f"<main><h1>{body.title}</h1><time datetime='{body.published}T08:00'>{body.published}</time><div id=c></div></main><script id='__NEXT_DATA__' type='application/json'>{json.dumps(data, ensure_ascii=False)}</script>{BOTTOM}",
        body.title,
    )


def percent_script(body: Body) -> str:
    """document.write(decodeURIComponent(...))."""
    return shell(
        f"<ul>{LINKS}</ul><h1>{body.title}</h1><div>发布日期：{body.published}</div><div id=nr></div><script>document.getElementById('nr').innerHTML=decodeURIComponent('{quote(plain(body))}');</script>{BOTTOM}",
        body.title,
    )


def base64_script(body: Body) -> str:
    """A Base64 string that a script decodes."""
    data = base64.b64encode(plain(body).encode()).decode()
    return shell(
        f"{HEADER}<h1>{body.title}</h1><p>时间：{body.published}</p><div id='con'></div><script>var s = new Base64();$('#con').html(s.decode(\"{data}\"));</script>{BOTTOM}",
        body.title,
    )


def frame_source(body: Body) -> str:
    """The body in a frame's srcdoc."""
    return shell(
        f'{HEADER}<h1>{body.title}</h1><p>发布日期：{body.published}</p><iframe srcdoc="{escape(f"<html><body>{plain(body)}</body></html>", quote=True)}"></iframe>{BOTTOM}',
        body.title,
    )


def vue_component(body: Body) -> str:
    """The body as an attribute of a component."""
    return shell(
        f'{HEADER}<h1>{body.title}</h1><p>发布日期：{body.published}</p><rich-text :html="\'x\'" content="{escape(plain(body), quote=True)}"></rich-text>{BOTTOM}',
        body.title,
    )


# --- structure -------------------------------------------------------------------------------------------------------


def tabbed_pages(body: Body) -> str:
    """A body in pages of one document: all but the first hidden."""
    third = len(body.paragraphs) // 3 + 1
    parts = [
        blocks(Body("", "", "", "", 0, body.paragraphs[i : i + third]), lambda p: f"<p>{p}</p>")
        for i in range(0, len(body.paragraphs), third)
    ]
    shown = "".join(
        f"<div class='pg' id='pg{n}' style='display:{'none' if n else 'block'}'>{part}</div>"
        for n, part in enumerate(parts)
    )
    return shell(
        f"{HEADER}<h1>{body.title}</h1><div>发布日期：{body.published}</div><div class='artcon'>{shown}</div><div class='pageno'><a>上一页</a> <a>1</a> <a>2</a> <a>3</a> <a>下一页</a></div>{BOTTOM}",
        body.title,
    )


def signed_apart(body: Body) -> str:
    """Salutation before and signature behind the paragraphs in blocks of their own."""
    paragraphs = list(body.paragraphs)
    last = Body("", "", "", "", 0, tuple(paragraphs[1:-2]))
    return shell(
        f"{HEADER}<div class='wrap'><h1>{body.title}</h1><div class='fbxx'><i>发布时间</i>：<i>{body.published}</i></div><div class='chenghu'>{paragraphs[0]}</div><div class='zhengwen'>{plain(last)}</div><div class='luokuan' style='text-align:right'><p>{paragraphs[-2]}</p><p>{paragraphs[-1]}</p></div></div><div class='xgyd'><b>相关阅读</b><ul>{OTHERS}</ul></div>{BOTTOM}",
        body.title,
    )


def misnamed(body: Body) -> str:
    """The body in elements whose names speak of furniture: printArea, side."""
    return shell(
        f"{HEADER}<div class='content-right side'><div id='print' class='share-box'><h3>{body.title}</h3><div class='tool'><span>时间：{body.published}</span></div><div class='main-comment'>{plain(body)}</div></div></div>{BOTTOM}",
        body.title,
    )


def linked_words(body: Body) -> str:
    """Key words of the body are links."""
    text = plain(body)
    for word in ("法治政府", "行政执法", "行政复议", "人大", "乡村振兴", "法律顾问"):
        text = text.replace(word, f"<a href='/s?q={quote(word)}' class='keyword'>{word}</a>")
    return shell(
        f"{HEADER}<h1>{body.title}</h1><div>发布日期：{body.published}</div><div class='neirong_main'>{text}</div>{BOTTOM}",
        body.title,
    )


def noise_inside(body: Body) -> str:
    """Hidden anti-copy text, a player, share buttons and a picture inside the body's element."""
    text = plain(body).replace("。</p>", "。<span style='display: none'>本文来自某某网</span></p>", 3)
    return shell(
        f"{HEADER}<div class='a'><h1>{body.title}</h1><div class='b'><span>{body.published} 08:30</span><span>来源：某某市司法局</span></div><div class='c'><div class='audio'>听全文</div>{text}<p style='text-align:center'><img src='1.jpg'></p><div class='bdsharebuttonbox'><a>分享到</a><a>一键分享</a></div></div></div>{BOTTOM}",
        body.title,
    )


def attachments_below(body: Body) -> str:
    """Attachment links and a download box below the body."""
    return shell(
        f"{HEADER}<h1>{body.title}</h1><div>发布日期：{body.published}</div><div class='article-con2'>{plain(body)}<p><a href='/a.docx'>{body.title}.docx</a></p></div><div class='fujian'>附件下载：<ul><li><a href='/a.pdf'>{body.title}.pdf</a></li></ul></div>{BOTTOM}",
        body.title,
    )


def news_around(body: Body) -> str:
    """Abstracts of news before and behind the body in blocks like it."""
    return shell(
        f"{HEADER}<div class='row'><div class='col'>{NEWS}</div><div class='col'><h1>{body.title}</h1><div>发布日期：{body.published}</div>{plain(body)}</div><div class='col'>{NEWS}</div></div>{BOTTOM}",
        body.title,
    )


def commented(body: Body) -> str:
    """Long comments of readers below."""
    said = "".join(
        f"<li><b>网友{n}</b><p>报告很全面，希望继续加大普法力度，把矛盾纠纷化解在基层，也希望政务服务再优化一些，让老百姓少跑路，为你们点赞。</p><span>回复</span></li>"
        for n in range(8)
    )
    return shell(
        f"{HEADER}<h1>{body.title}</h1><div>发布日期：{body.published}</div><div class='x'>{plain(body)}</div><div class='pinglun'><h3>网友留言</h3><ul>{said}</ul></div>{BOTTOM}",
        body.title,
    )


def h1_is_site(body: Body) -> str:
    """The site's name is the h1, the headline a styled paragraph inside the body's element."""
    return shell(
        f"<h1><a href='/'>某某市人民政府门户网站</a></h1><ul>{LINKS}</ul><div class='detail-main'><p style='text-align:center;font-size:22px'><strong>{body.title}</strong></p><p style='text-align:center;color:#999'>{day(body, '%Y-%m-%d')} 来源：办公室 阅读：321</p>{plain(body)}</div>{BOTTOM}",
        "某某市人民政府门户网站",
    )


def spaced_labels(body: Body) -> str:
    """Labels with wide blanks, the value in an element of its own."""
    return shell(
        f"{HEADER}<div class='d1'>{body.title}</div><div class='d2'><label>时　　间：</label><em>{day(body, '%Y-%m-%d %H:%M')}</em><label>来　　源：</label><em>县政府办</em></div><div class='d3'>{plain(body)}</div>{BOTTOM}",
        f"{body.title}-某某县人民政府",
    )


def date_below(body: Body) -> str:
    """The day stands behind the body."""
    return shell(
        f"{HEADER}<div class='d1'>{body.title}</div><div class='d3'>{plain(body)}</div><div class='d4'>信息来源：县司法局　发布时间：{body.published}　责任编辑：李某</div>{BOTTOM}",
        body.title,
    )


def cut_headline(body: Body) -> str:
    """The window's title and crumbs are cut, the meta title is the site's, the whole title stands in a div."""
    return shell(
        f"<div class='mbx'>首页 &gt; 工作报告 &gt; {body.title[:14]}...</div><div class='wzbt'>{body.title}</div><div>{day(body, '%Y年%m月%d日')}　　</div><div class='wznr1'>{plain(body)}</div>{BOTTOM}",
        f"{body.title[:14]}...",
        "<meta name='title' content='某某县人民政府网站'>",
    )


def suffixed_title(body: Body) -> str:
    """Meta and window titles with channel and site behind, a bracket of the channel before."""
    head = f"<meta name='title' content='{body.title}_政府工作报告_{body.region}人民政府'><meta property='og:title' content='[报告]{body.title} - {body.region}人民政府'>"
    return shell(
        f"{HEADER}<div class='q1'>[工作报告] {body.title}</div><div>发布日期：{body.published}</div><div class='q2'>{plain(body)}</div>{BOTTOM}",
        f"[工作报告]{body.title}_{body.region}人民政府",
        head,
    )


def banner_year(body: Body) -> str:
    """A frozen banner of another year, a clock, a copyright span."""
    return shell(
        f"<div class='t'>今天是 2025年3月7日 星期五 农历二月初八 多云 8℃</div><div class='b'>某某市2024年政府信息公开专栏</div><h1>{body.title}</h1><div class='s'>文章来源：本站 | 上传时间：{day(body, '%Y/%m/%d %H:%M:%S')} | 访问量：<b>78</b></div><div class='n'>{plain(body)}</div><div>Copyright © 2003-2025 版权所有</div>",
        body.title,
    )


def headline_twice(body: Body) -> str:
    """The title once for desktops, once for telephones, and again inside the body; the issuer's line above."""
    return shell(
        f"{HEADER}<h1 class='pc'>{body.title}</h1><h1 class='mobile'>{body.title}</h1><div>发布日期：{body.published}</div><div class='view'><p style='text-align:center'>{body.title}</p>{plain(body)}</div>{BOTTOM}",
        body.title,
    )


def source_date_split(body: Body) -> str:
    """Every fact in a table cell of its own, without labels; day and time apart."""
    return shell(
        f"{HEADER}<table><tr><td colspan=3>{body.title}</td></tr><tr><td>某某县人民政府网</td><td>{body.published}</td><td>16:45</td></tr></table><div class='txtbox'>{plain(body)}</div>{BOTTOM}",
        body.title,
    )


SITES: dict[str, Callable[[Body], str]] = {
    f.__name__: f
    for f in (
        trs_wcm, hanweb, ucap_tags, boda, govcn, govcn_document, epoint_zw, sudy, founder,
        asp_2009, jsp_2012, plain_text_cell, word_2010, no_container, double_breaks_in_font,
        catalogue_list, catalogue_only_made, wechat_2023, wechat_epoch, json_ld,
        nuxt, initial_state, next_data, percent_script, base64_script, frame_source, vue_component,
        tabbed_pages, signed_apart, misnamed, linked_words, noise_inside, attachments_below, news_around, commented,
        h1_is_site, spaced_labels, date_below, cut_headline, suffixed_title, banner_year, headline_twice, source_date_split,
    )
}  # fmt: skip
