"""Renders invented reports in ways that mend-and-patch sites have: typed text, templates in scripts, titles in pieces, calls to follow."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape

from tests.ingest.bodies import Body
from tests.ingest.sites import BOTTOM, HEADER, LINKS, NEWS, OTHERS, blocks, day, plain, shell, table


def _head(body: Body) -> str:
    return f"<h1>{body.title}</h1><div class='fb'>发布日期：{body.published}</div>"


def typed(body: Body) -> str:
    """Typed text whose line ends show by a style; no paragraphs, no breaks."""
    text = "\n".join("　　" + escape(p) for p in body.paragraphs)
    return shell(f"{HEADER}{_head(body)}<div style='white-space: pre-wrap;'>{text}</div>{BOTTOM}", body.title)


def typed_without_style(body: Body) -> str:
    """Typed text with line ends and indents that the page forgets to keep."""
    text = "\r\n".join("　　" + escape(p) for p in body.paragraphs)
    return shell(f"{HEADER}{_head(body)}<div class='newstext'>{text}</div>{BOTTOM}", body.title)


def hard_wrapped(body: Body) -> str:
    """Lines of 38 characters, each with a break: an e-mail pasted in."""
    lines = []
    for text in body.paragraphs:
        text = "　　" + text
        lines += [escape(text[i : i + 38]) for i in range(0, len(text), 38)]
    return shell(f"{HEADER}{_head(body)}<div class='mail'>{'<br>'.join(lines)}</div>{BOTTOM}", body.title)


def script_template(body: Body) -> str:
    """The body as markup in a script of type text/template."""
    return shell(
        f"{HEADER}{_head(body)}<div id=c></div><script type='text/template' id='tpl'>{plain(body)}</script>{BOTTOM}",
        body.title,
    )


def data_island(body: Body) -> str:
    """The body in a CDATA section of a data island."""
    return shell(
        f"{HEADER}{_head(body)}<div id=c></div><script type='text/xml'><datastore><record><![CDATA[{plain(body)}]]></record></datastore></script>{BOTTOM}",
        body.title,
    )


def added_up(body: Body) -> str:
    """The body put together by a script, paragraph by paragraph."""
    script = "".join(f"html += '<p>{escape(p)}</p>';\n" for p in body.paragraphs)
    return shell(
        f"{HEADER}{_head(body)}<div id=c></div><script>var html='';\n{script}$('#c').html(html);</script>{BOTTOM}",
        body.title,
    )


def paragraphs_in_json(body: Body) -> str:
    """Paragraphs as an array of blocks."""
    data = {
        "blocks": [{"type": "p", "text": p} for p in body.paragraphs],
        "title": body.title,
        "publishDate": body.published,
    }
    return shell(
        f"<div id=app></div><script>window.__STATE__={json.dumps(data, ensure_ascii=False)}</script>", "政府网"
    )


def title_in_pieces(body: Body) -> str:
    """The title over three centred paragraphs inside the body's element; the window's title is the site's."""
    cut = body.title.find("2")
    cut = cut if cut > 0 else 4
    pieces = "".join(f"<p align=center><b>{piece}</b></p>" for piece in (body.title[:cut], body.title[cut:]))
    return shell(
        f"{HEADER}<ul>{LINKS}</ul><div class='info'>时间：{body.published} 来源：本站</div><div id=zoom>{pieces}{plain(body)}</div>{BOTTOM}",
        "某某市人民政府",
    )


def title_only_in_window(body: Body) -> str:
    """The headline is a picture; the window's title has it in the middle."""
    return shell(
        f"{HEADER}<img src=title.png><div>发布时间：{body.published}</div><div class='m'>{plain(body)}</div>{BOTTOM}",
        f"某某县人民政府网站 - 法治建设 - {body.title}",
    )


def split_day(body: Body) -> str:
    """Day and month in elements of their own."""
    return shell(
        f"{HEADER}<div class='rq'><b>{day(body, '%d')}</b><span>{day(body, '%Y-%m')}</span></div><h2>{body.title}</h2><div class='c'>{plain(body)}</div>{BOTTOM}",
        body.title,
    )


def weekday(body: Body) -> str:
    """The day with a weekday; a clock of today above."""
    return shell(
        f"<div>2026年11月20日 星期五 晴</div>{HEADER}<h2>{body.title}</h2><p class='d'>{day(body, '%Y年%m月%d日')} 星期三 09:15　|　来源：办公室　|　点击量：32</p><div class='c'>{plain(body)}</div>{BOTTOM}",
        body.title,
    )


def changed_later(body: Body) -> str:
    """Made, published and changed on three days."""
    return shell(
        f"{HEADER}<h2>{body.title}</h2><p>更新时间：2025-12-01 08:00　成文日期：2018-01-02　发布时间：{body.published}　作者：张某</p><div class='c'>{plain(body)}</div>{BOTTOM}",
        body.title,
        "<meta name='lastmodifieddate' content='2025-12-01'>",
    )


def wechat_calls(body: Body) -> str:
    """A WeChat article with calls to follow and to share inside its body."""
    text = blocks(body, lambda p: f"<p>{p}</p>")
    inner = f"<h1 class='rich_media_title' id='activity-name'>重磅！{body.title}（全文）</h1><em id='publish_time'>{day(body, '%Y年%m月%d日 %H:%M')}</em><div id='js_content'><p>点击上方蓝字关注我们</p><p>▼</p>{text}<p>— END —</p><p>来源：某某发布</p><p>往期推荐</p><p><a>县委召开会议</a></p><p>点个“在看”，让更多人看到</p></div>"
    return shell(inner, "")


def tools_inside(body: Body) -> str:
    """Tools, counters and notes of the site inside the body's element, above and below the text."""
    above = "<p>听全文</p><p>浏览字号：【大 中 小】</p><p>字号：A+ A A-</p><p>分享让更多人看到</p><p>【打印本页】【关闭窗口】【返回】</p><p>本文已被浏览 123 次</p>"
    below = "<p>点赞 0　收藏 0</p><p>已有0人参与评论</p><p>（责任编辑：李某 审核：王某）</p><p>信息来源：某某县司法局</p><p>【我要纠错】</p><p>保存本页</p><p>返回顶部</p><p>扫码分享</p>"
    return shell(f"{HEADER}{_head(body)}<div class='TRS_Editor'>{above}{plain(body)}{below}</div>{BOTTOM}", body.title)


def headed_items(body: Body) -> str:
    """A heading and its text in one paragraph, told apart by a break."""
    text, pending = "", ""
    for p in body.paragraphs:
        if "\t" in p:
            text += table([p])
        elif len(p) < 20 and not pending:
            pending = f"<strong>{p}</strong><br/>　　"
        else:
            text += f"<p>　　{pending}{p}</p>"
            pending = ""
    text += f"<p>{pending}</p>" if pending else ""
    return shell(f"{HEADER}{_head(body)}<div class='bodytxt'>{text}</div>{BOTTOM}", body.title)


def frameset_of_divs(body: Body) -> str:
    """Page builder: every paragraph in five nested divs of random names, side list between head and body."""
    text = "".join(
        f"<div class='x{i}'><div><div data-v-1a2b><div class='rt'><p><span>{escape(p)}</span></p></div></div></div></div>"
        for i, p in enumerate(body.paragraphs)
    )
    return shell(
        f"<div><div><div>{LINKS}</div></div></div><div><div>{_head(body)}</div><div><ul>{OTHERS}</ul></div><div>{text}</div></div><div><div>{NEWS}</div></div>{BOTTOM}",
        body.title,
    )


def heading_links(body: Body) -> str:
    """A table of contents with links to the headings above the text."""
    items = [p for p in body.paragraphs if p[:2] in ("一、", "二、", "三、", "四、", "五、")]
    toc = "<ul class='toc'>" + "".join(f"<li><a href='#h{i}'>{p}</a></li>" for i, p in enumerate(items)) + "</ul>"
    return shell(f"{HEADER}{_head(body)}<div class='wz'>{toc}{plain(body)}</div>{BOTTOM}", body.title)


def same_named_blocks(body: Body) -> str:
    """News, body and notice all in blocks of one class."""
    notice = (
        "为进一步提升网站服务质量，本网将于近期进行系统升级维护，届时部分栏目将暂停访问，由此给您带来的不便，敬请谅解。"
    )
    return shell(
        f"{HEADER}<div class='mod'>{NEWS}</div><div class='mod'>{_head(body)}{plain(body)}</div><div class='mod'><p>{notice}</p></div>{BOTTOM}",
        body.title,
    )


def cards_without_links(body: Body) -> str:
    """Abstracts of news whose links are scripts, beside the body."""
    cards = "".join(
        f"<div class='n' onclick='go({i})'><h5>{t}</h5><p>近日，我市{t}，市领导出席并讲话，要求各地各部门认真贯彻落实，确保各项任务落到实处、见到实效，为全市高质量发展作出新的更大贡献。</p></div>"
        for i, t in enumerate(("举办第三届农民丰收节", "开展防汛应急演练", "启动全民阅读活动", "推进老旧小区改造"))
    )
    return shell(
        f"{HEADER}<div class='l'>{cards}</div><div class='r'>{_head(body)}{plain(body)}</div>{BOTTOM}", body.title
    )


def date_in_numerals(body: Body) -> str:
    """A label with a bracket, the time with Chinese signs."""
    return shell(
        f"{HEADER}<div class='h'>{body.title}</div><div>（发布日期：{day(body, '%Y年%m月%d日 %H时%M分')}）</div><div class='c'>{plain(body)}</div>{BOTTOM}",
        body.title,
    )


def unlabelled_meta(body: Body) -> str:
    """Only meta data tell the day; the page shows a copyright year and a clock."""
    return shell(
        f"<div id=clock>2026-11-20 12:00:00</div>{HEADER}<div class='h'>{body.title}</div><div class='c'>{plain(body)}</div><div>Copyright 2010-2026</div>",
        body.title,
        f"<meta name='publishdate' content='{body.published}'><meta name='keywords' content='法治'>",
    )


MORE_SITES: dict[str, Callable[[Body], str]] = {
    f.__name__: f
    for f in (
        typed, typed_without_style, hard_wrapped, script_template, data_island, added_up, paragraphs_in_json, title_in_pieces, title_only_in_window,
        split_day, weekday, changed_later, wechat_calls, tools_inside, headed_items, frameset_of_divs, heading_links, same_named_blocks,
        cards_without_links, date_in_numerals, unlabelled_meta,
    )
}  # fmt: skip
