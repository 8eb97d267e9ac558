"""Pages put together by chance: body, headline, facts and furniture in random elements, places and words."""

from __future__ import annotations

import random

from tests.ingest.bodies import Body
from tests.ingest.sites import LINKS, NEWS, OTHERS, blocks

_NAMES = ("content", "main", "con", "text", "nr", "zw", "detail", "article", "box", "wrap", "inner", "left", "right", "mid", "xl", "cont", "page-con", "w1200", "gk", "body-box", "c1", "")  # fmt: skip
_FACTS = (
    "发布时间：{d}　来源：{s}　浏览次数：12", "来源：{s} 发布时间：{d} 10:21 字体：[大 中 小]", "[{d}] 来源：{s}", "{d} 09:30:00　{s}", "时间：{d}　点击：1024次",
    "发布日期：{d} 信息来源：{s} 作者：张某 打印", "【发布日期：{d}】【来源：{s}】【关闭】", "日期：{d} | 来源：{s} | 阅读量：33", "{d}", "发布机构：{s}　发布日期：{d}　成文日期：2015-01-01",
    "更新时间：{d} 15:00　责任编辑：王某", "发表时间：{d}　文章来源：{s}", "{s}　{d}　字号：大 中 小　【打印】",
)  # fmt: skip
_DAYS = ("%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d")
_TOP = (
    f"<ul class='nav'>{LINKS}</ul>", f"<div>{LINKS}</div>", "<div class='top'>欢迎访问某某市人民政府门户网站 <a>登录</a> <a>注册</a></div>", "<form><input><button>搜索</button></form>",
    "<div>今天是2026年11月20日 星期五</div>", "<div class='wz'>当前位置：<a>首页</a> &gt; <a>政务公开</a> &gt; <a>法治政府</a> &gt; 正文</div>", f"<div class='hot'><h3>热点</h3>{NEWS}</div>", "<img src=banner.jpg>",
)  # fmt: skip
_SIDE = (f"<div><h3>相关信息</h3><ul>{OTHERS}</ul></div>", f"<ul>{OTHERS}</ul>", f"<div class='tj'>{NEWS}</div>", "<div><p>领导之窗</p><p>机构设置</p><p>公告栏</p></div>", "")  # fmt: skip
_BELOW = (
    "<p>【打印本页】【关闭窗口】</p>", "<div>分享到：<a>微信</a> <a>微博</a></div>", "<p>责任编辑：李某</p>", "<p>上一篇：<a href='1'>关于召开会议的通知</a></p><p>下一篇：没有了</p>", f"<div><h4>相关阅读</h4><ul>{OTHERS}</ul></div>",
    "<p>扫一扫在手机打开当前页</p>", "<div>附件：<a href='a.pdf'>报告.pdf</a></div>", "<div class='pl'><h4>网友评论</h4><p>暂无评论</p></div>", "",
)  # fmt: skip
_FOOT = (
    "<div>主办：某某市人民政府办公室　承办：某某市大数据局　备案号：某ICP备12345678号</div>", "<div class='footer'><p>版权所有：某某市人民政府</p><p>网站标识码：3200000001</p><p>联系电话：0000-12345678</p></div>",
    "<table><tr><td>关于我们 | 网站地图 | 联系我们</td></tr><tr><td>Copyright 2020 某某市人民政府 All Rights Reserved</td></tr></table>", "",
)  # fmt: skip


def random_page(body: Body, seed: int) -> str:
    """A page whose shape the seed chooses."""
    chance = random.Random(seed)
    text = _text(body, chance)
    head = f"<{(tag := chance.choice(('h1', 'h2', 'h3', 'div', 'p', 'div', 'center')))} class='{chance.choice(('title', 'bt', 'tit', 't1', ''))}'>{body.title}</{tag}>"
    day = _day(body.published, chance.choice(_DAYS))
    facts = f"<div>{chance.choice(_FACTS).format(d=day, s=chance.choice(('市司法局', '某某市政府网', '本站', '办公室')))}</div>"
    below = "".join(chance.sample(_BELOW, chance.randint(0, 4)))
    if chance.random() < 0.3:
        main = _around(head + facts + text + below, chance)
    else:
        main = head + facts + _around(text, chance) + below
    for _ in range(chance.randint(0, 3)):
        main = _around(main, chance)
    side = chance.choice(_SIDE)
    middle = chance.choice((f"{side}{main}", f"{main}{side}", f"<div>{side}</div><div>{main}</div>", f"<table><tr><td>{side}</td><td>{main}</td></tr></table>"))  # fmt: skip
    top = "".join(chance.sample(_TOP, chance.randint(0, 4)))
    window = chance.choice((body.title, f"{body.title}_某某市人民政府", f"某某市人民政府 - {body.title}", f"{body.title} - 法治政府 - 某某网", "某某市人民政府门户网站"))  # fmt: skip
    meta = f"<meta name='PubDate' content='{body.published} 10:00'>" if chance.random() < 0.3 else ""
    meta += f"<meta name='ArticleTitle' content='{body.title}'>" if chance.random() < 0.3 else ""
    return f"<html><head><meta charset='CHARSET'><title>{window}</title>{meta}</head><body>{top}{middle}{chance.choice(_FOOT)}</body></html>"


def _day(day: str, form: str) -> str:
    year, month, date = day.split("-")
    return form.replace("%Y", year).replace("%m", month).replace("%d", date)


def _around(inner: str, chance: random.Random) -> str:
    tag, name = chance.choice(("div", "div", "section", "td", "article")), chance.choice(_NAMES)
    whole = f"<{tag} {chance.choice(('class', 'id'))}='{name}'>{inner}</{tag}>"
    return f"<table width=100%><tr>{whole}</tr></table>" if tag == "td" else whole


def _text(body: Body, chance: random.Random) -> str:
    indent = chance.choice(("", "　　", "&nbsp;&nbsp;&nbsp;&nbsp;", "&emsp;&emsp;"))
    style = chance.choice(("p", "p", "p", "div", "br", "brbr", "li", "pspan", "tr"))

    def one(paragraph: str) -> str:
        inner = _inline(paragraph, chance)
        return {
            "p": f"<p>{indent}{inner}</p>", "div": f"<div>{indent}{inner}</div>", "br": f"{indent}{inner}<br>", "brbr": f"{indent}{inner}<br/><br/>",
            "li": f"<li>{inner}</li>", "pspan": f"<p style='text-indent:2em'><span>{indent}{inner}</span></p><p>&nbsp;</p>", "tr": f"<table><tr><td>{indent}{inner}</td></tr></table>",
        }[style]  # fmt: skip

    return blocks(body, lambda p: one(p))


def _inline(text: str, chance: random.Random) -> str:
    if chance.random() < 0.6 or len(text) < 8 or "&" in text:
        return text
    start = chance.randrange(len(text) - 4)
    end = chance.randrange(start + 1, len(text))
    tag = chance.choice(("strong", "b", "span", "font", "a", "u", "em"))
    return f"{text[:start]}<{tag}{' href=/k' if tag == 'a' else ''}>{text[start:end]}</{tag}>{text[end:]}"
