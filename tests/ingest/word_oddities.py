"""What Word and WPS put into a file beside plain paragraphs: a case each, the XML and the lines that the page shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.ingest.word_files import NS, docx, run

MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


@dataclass(frozen=True)
class Case:
    """A body's XML with the parts beside it, and its lines as printed."""

    body: str
    lines: tuple[str, ...]
    numbers: str = ""
    styles: str = f"<w:styles {NS}/>"
    change: Callable[[bytes], bytes] = field(default=lambda data: data)

    def file(self) -> bytes:
        return self.change(docx(self.body, self.numbers, self.styles))


def p(inner: str, props: str = "") -> str:
    """A paragraph: plain text, or ready XML where it begins with a tag."""
    return f"<w:p>{f'<w:pPr>{props}</w:pPr>' if props else ''}{inner if inner.startswith('<') else run(inner)}</w:p>"


def item(text: str, level: int = 0, list_id: int = 1, mark: str = "") -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>{mark}')


def styled(text: str, style: str, more: str = "") -> str:
    return p(text, f'<w:pStyle w:val="{style}"/>{more}')


def lvl(n: int, number_format: str, text: str, more: str = "", start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def lists(shapes: dict[int, str], nums: dict[int, tuple[int, str]]) -> str:
    """``numbering.xml``: shapes by id, and lists by id with their shape and overrides."""
    abstract = "".join(f'<w:abstractNum w:abstractNumId="{n}">{inner}</w:abstractNum>' for n, inner in shapes.items())
    made = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{shape}"/>{more}</w:num>' for n, (shape, more) in nums.items()
    )
    return f"<w:numbering {NS}>{abstract}{made}</w:numbering>"


def style(name: str, props: str = "", *, based: str = "", title: str = "", run_props: str = "", more: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"{more}><w:name w:val="{title or name}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + (f"<w:pPr>{props}</w:pPr>" if props else "")
        + (f"<w:rPr>{run_props}</w:rPr>" if run_props else "")
        + "</w:style>"
    )


def styles(*inner: str) -> str:
    return f"<w:styles {NS}>{''.join(inner)}</w:styles>"


def restart(n: int, start: int = 1) -> str:
    return f'<w:lvlOverride w:ilvl="{n}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def field_char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def complex_field(code: str, result: str) -> str:
    return f'{field_char("begin")}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>{field_char("separate")}{result}{field_char("end")}'


def cell(text: str, props: str = "") -> str:
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{''.join(p(t) if t else '<w:p/>' for t in text.split('|'))}</w:tc>"


def grid(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def tr(*cells: str, props: str = "") -> str:
    return f"<w:tr>{f'<w:trPr>{props}</w:trPr>' if props else ''}{''.join(cells)}</w:tr>"


CHAPTERS = lvl(0, "chineseCounting", "%1、") + lvl(1, "chineseCounting", "（%2）") + lvl(2, "decimal", "%3.")
DEL = '<w:del w:id="7" w:author="甲" w:date="2022-01-01T00:00:00Z"'
INS = '<w:ins w:id="8" w:author="甲" w:date="2022-01-01T00:00:00Z"'
GONE_MARK = f"<w:rPr>{DEL}/></w:rPr>"

CHANGES: dict[str, Case] = {
    "paragraph moved down stands once, where it went": Case(
        item("甲")
        + f'<w:moveFromRangeStart w:id="1" w:name="m1"/><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:moveFrom w:id="2"/></w:rPr></w:pPr><w:moveFrom w:id="3">{run("乙")}</w:moveFrom></w:p><w:moveFromRangeEnd w:id="1"/>'
        + item("丙")
        + f'<w:moveToRangeStart w:id="4" w:name="m1"/><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:moveTo w:id="5"/></w:rPr></w:pPr><w:moveTo w:id="6">{run("乙")}</w:moveTo></w:p><w:moveToRangeEnd w:id="4"/>'
        + item("丁"),
        ("一、甲", "二、丙", "三、乙", "四、丁"),
        lists({0: CHAPTERS}, {1: (0, "")}),
    ),
    "several marks deleted in a row": Case(
        p("全年办理", GONE_MARK) + p("案件", GONE_MARK) + p("12件。") + p("下一段。"),
        ("全年办理案件12件。", "下一段。"),
    ),
    "the first part of a paragraph keeps its number": Case(
        item("规范", mark=GONE_MARK) + p("执法") + item("监督"),
        ("一、规范执法", "二、监督"),
        lists({0: CHAPTERS}, {1: (0, "")}),
    ),
    "a deleted paragraph before a numbered one": Case(
        p(f"{DEL}><w:r><w:delText>旧段。</w:delText></w:r></w:del>", GONE_MARK) + item("执法"),
        ("一、执法",),
        lists({0: CHAPTERS}, {1: (0, "")}),
    ),
    "deleted and inserted rows of a table": Case(
        grid(
            tr(cell("项目"), cell("件数")),
            tr(cell("旧项"), cell("9"), props=f"{DEL}/>"),
            tr(cell("新项"), cell("10"), props=f"{INS}/>"),
        ),
        ("项目\t件数", "新项\t10"),
    ),
    "deletion inside an insertion": Case(
        p(run("共") + f"{INS}>{DEL}><w:r><w:delText>8</w:delText></w:r></w:del>{run('9')}</w:ins>" + run("件。")),
        ("共9件。",),
    ),
    "old properties in a change of formatting": Case(
        p(
            "甲",
            '<w:pPrChange w:id="1"><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>',
        )
        + item("乙"),
        ("甲", "一、乙"),
        lists({0: CHAPTERS}, {1: (0, "")}),
    ),
    "deleted text in plain text elements": Case(
        p(run("收到") + f"{DEL}>{run('三十')}</w:del>{INS}>{run('四十')}</w:ins>" + run("件。")), ("收到四十件。",)
    ),
    "inserted hyperlink and deleted field": Case(
        p(
            run("见")
            + f"{INS}><w:hyperlink>{run('附件')}</w:hyperlink></w:ins>"
            + f"{DEL}>{complex_field('REF a', '<w:r><w:delText>旧附件</w:delText></w:r>')}</w:del>"
            + run("。")
        ),
        ("见附件。",),
    ),
}

RUNS: dict[str, Case] = {
    "smart tags, links and custom XML around runs": Case(
        p(
            run("在")
            + f'<w:smartTag w:element="place">{run("云岭")}<w:smartTag w:element="x">{run("县")}</w:smartTag></w:smartTag>'
            + f"<w:hyperlink>{run('政府')}</w:hyperlink><w:customXml>{run('网站')}</w:customXml>"
        ),
        ("在云岭县政府网站",),
    ),
    "content controls, one still showing its prompt": Case(
        f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{p('甲段。')}</w:sdtContent></w:sdt>"
        + p(
            run("乙")
            + f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处输入文字。')}</w:sdtContent></w:sdt>"
            + f"<w:sdt><w:sdtPr/><w:sdtContent>{run('段。')}</w:sdtContent></w:sdt>"
        ),
        ("甲段。", "乙段。"),
    ),
    "table of contents in a content control": Case(
        f"<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr><w:sdtContent>{p('目录')}"
        + p("一、回顾\t1")
        + "</w:sdtContent></w:sdt>"
        + p("一、回顾"),
        ("一、回顾",),
    ),
    "table of contents as a field over paragraphs": Case(
        p(
            field_char("begin")
            + '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\h </w:instrText></w:r>'
            + field_char("separate")
            + f"<w:hyperlink>{run('一、回顾')}<w:r><w:tab/></w:r>{complex_field('PAGEREF _T1', run('1'))}</w:hyperlink>"
        )
        + p(f"<w:hyperlink>{run('二、打算')}<w:r><w:tab/></w:r>{complex_field('PAGEREF _T2', run('4'))}</w:hyperlink>")
        + p(field_char("end"))
        + p("一、回顾")
        + p("二、打算"),
        ("一、回顾", "二、打算"),
    ),
    "table of contents by its styles": Case(
        styled("目 录", "a9") + styled("一、回顾\t1", "10") + styled("（一）执法\t2", "20") + p("一、回顾"),
        ("一、回顾",),
        styles=styles(
            style("10", title="toc 1"), style("20", title="toc 2", based="10"), style("a9", title="TOC Heading")
        ),
    ),
    "simple and complex fields keep their results": Case(
        p(
            run("截至")
            + f"<w:fldSimple w:instr=' DATE '>{run('2021年')}</w:fldSimple>"
            + complex_field("REF x", run("12月"))
            + run("底。")
        ),
        ("截至2021年12月底。",),
    ),
    "a field in a field": Case(
        p(
            run("共")
            + field_char("begin")
            + "<w:r><w:instrText> IF </w:instrText></w:r>"
            + complex_field("DOCPROPERTY n", run("藏"))
            + field_char("separate")
            + run("12")
            + field_char("end")
            + run("件。")
        ),
        ("共12件。",),
    ),
    "readings above characters": Case(
        p(
            run("依")
            + f"<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>fa</w:t></w:r></w:rt><w:rubyBase>{run('法')}</w:rubyBase></w:ruby></w:r>"
            + run("行政")
        ),
        ("依法行政",),
    ),
    "hidden runs": Case(
        p(run("可见。") + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏。</w:t></w:r>")
        + p('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>不隐藏。</w:t></w:r>'),
        ("可见。", "不隐藏。"),
    ),
    "hidden by a style": Case(
        styled("批注段落", "Hid")
        + p('<w:r><w:rPr><w:rStyle w:val="h"/></w:rPr><w:t>藏</w:t></w:r><w:r><w:t>见。</w:t></w:r>'),
        ("见。",),
        styles=styles(
            style("Hid", run_props="<w:vanish/>"),
            '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>',
        ),
    ),
    "a hidden numbered paragraph takes no number": Case(
        item("甲")
        + '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p>'
        + item("乙"),
        ("一、甲", "二、乙"),
        lists({0: CHAPTERS}, {1: (0, "")}),
    ),
    "a heading that runs into its text (style separator)": Case(
        p("（一）执法。", "<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + p("全年检查。"), ("（一）执法。全年检查。",)
    ),
    "symbols of a font": Case(
        p(
            run("完成")
            + '<w:r><w:sym w:font="宋体" w:char="2460"/></w:r>'
            + '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
        ),
        ("完成①✓",),
    ),
    "hyphens that do not break, tabs, soft hyphens": Case(
        p(
            "<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t><w:softHyphen/><w:t>C</w:t><w:tab/><w:t>D</w:t><w:ptab/><w:t>E</w:t></w:r>"
        ),
        ("A-BC D E",),
    ),
    "notes and comments": Case(
        p(
            run("甲")
            + '<w:r><w:footnoteReference w:id="2"/></w:r><w:commentRangeStart w:id="0"/>'
            + run("乙")
            + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r><w:r><w:endnoteReference w:id="1"/></w:r>'
            + run("丙。")
        ),
        ("甲乙丙。",),
    ),
    "choice and fallback inside a paragraph": Case(
        p(
            run("甲")
            + f"<mc:AlternateContent><mc:Choice Requires='w14'>{run('乙')}</mc:Choice><mc:Fallback>{run('乙')}</mc:Fallback></mc:AlternateContent>"
        ),
        ("甲乙",),
    ),
    "choice and fallback between paragraphs": Case(
        p("甲")
        + f"<mc:AlternateContent><mc:Choice Requires='w14'>{p('乙')}</mc:Choice><mc:Fallback>{p('乙')}</mc:Fallback></mc:AlternateContent>"
        + p("丙"),
        ("甲", "乙", "丙"),
    ),
    "formula": Case(p(run("占比") + f"<m:oMath {MATH}><m:r><m:t>≥95%</m:t></m:r></m:oMath>"), ("占比≥95%",)),
    "page breaks and rendered page breaks": Case(
        p(
            run("前半")
            + "<w:r><w:lastRenderedPageBreak/><w:t>后半</w:t></w:r><w:r><w:br w:type='page'/></w:r><w:r><w:br w:type='column'/></w:r>"
        ),
        ("前半后半",),
    ),
    "soft break between paragraphs of a pasted page": Case(
        p(
            "<w:r><w:t>一、回顾</w:t><w:br/><w:t>全年完成任务。</w:t><w:br/><w:t>二、打算</w:t><w:br/><w:t>　　继续努力。</w:t></w:r>"
        ),
        ("一、回顾", "全年完成任务。", "二、打算", "　　继续努力。"),
    ),
    "soft break inside a sentence": Case(
        p(
            "<w:r><w:t>坚持把法治政府建设摆在全局工作的突出位置，认真贯彻上级决策部署，</w:t><w:br/><w:t>各项工作取得新进展。</w:t></w:r>"
        ),
        ("坚持把法治政府建设摆在全局工作的突出位置，认真贯彻上级决策部署，各项工作取得新进展。",),
    ),
    "right-to-left and embedded runs": Case(p(f"<w:bdo w:val='ltr'>{run('甲')}</w:bdo><w:dir>{run('乙')}</w:dir>"), ("甲乙",)),
    "strict file": Case(
        p("严格格式。"),
        ("严格格式。",),
        change=lambda data: _renamed(data),
    ),
}  # fmt: skip

TABLES: dict[str, Case] = {
    "merged cells": Case(
        grid(
            tr(cell("类别", '<w:vMerge w:val="restart"/>'), cell("数量", '<w:gridSpan w:val="2"/>')),
            tr(cell("", "<w:vMerge/>"), cell("上年"), cell("本年")),
            tr(cell("复议"), cell("10"), cell("12")),
        ),
        ("类别\t数量", "\t上年\t本年", "复议\t10\t12"),
    ),
    "cells of several paragraphs": Case(
        grid(tr(cell("事项|名称"), cell("数量|（件）")), tr(cell("复议"), cell("12"))),
        ("事项 名称\t数量 （件）", "复议\t12"),
    ),
    "rows and cells inside content controls": Case(
        grid(
            f"<w:sdt><w:sdtContent>{tr(cell('甲'), f'<w:sdt><w:sdtContent>{cell(chr(0x4E59))}</w:sdtContent></w:sdt>')}</w:sdtContent></w:sdt>",
            tr(cell("丙"), cell("丁")),
        ),
        ("甲\t乙", "丙\t丁"),
    ),
    "table in a table": Case(
        grid(tr(f"<w:tc>{p('前。')}{grid(tr(cell('甲'), cell('1')), tr(cell('乙'), cell('2')))}{p('后。')}</w:tc>")),
        ("前。", "甲\t1", "乙\t2", "后。"),
    ),
    "numbered cells count on": Case(
        grid(
            tr(f"<w:tc>{item('', 0)}</w:tc>", cell("复议")),
            tr(f"<w:tc>{item('', 0)}</w:tc>", cell("应诉")),
        ),
        ("1\t复议", "2\t应诉"),
        lists({0: lvl(0, "decimal", "%1")}, {1: (0, "")}),
    ),
    "text box with the letterhead, beside the text": Case(
        p("<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
          + p("云岭县人民政府文件") + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>")
        + p("正文第一段。"),
        ("云岭县人民政府文件", "正文第一段。"),
    ),
}  # fmt: skip

NUMBERS: dict[str, Case] = {
    "level known by the style that the level names": Case(
        styled("回顾", "1") + styled("执法", "2") + styled("复议", "2") + styled("打算", "1") + styled("培训", "2"),
        ("一、回顾", "（一）执法", "（二）复议", "二、打算", "（一）培训"),
        lists(
            {
                0: lvl(0, "chineseCounting", "%1、", '<w:pStyle w:val="1"/>')
                + lvl(1, "chineseCounting", "（%2）", '<w:pStyle w:val="2"/>')
            },
            {3: (0, "")},
        ),
        styles(
            style("1", '<w:numPr><w:numId w:val="3"/></w:numPr>'),
            style("2", '<w:numPr><w:numId w:val="3"/></w:numPr>', based="a"),
        ),
    ),
    "style says no list, its parent has one": Case(
        styled("回顾", "1") + styled("不编号", "3") + styled("打算", "1"),
        ("一、回顾", "不编号", "二、打算"),
        lists({0: CHAPTERS}, {1: (0, "")}),
        styles(
            style("1", '<w:numPr><w:numId w:val="1"/></w:numPr>'),
            style("3", '<w:numPr><w:numId w:val="0"/></w:numPr>', based="1"),
        ),
    ),
    "paragraph states the level, its style the list": Case(
        styled("回顾", "1") + styled("执法", "1", '<w:numPr><w:ilvl w:val="1"/></w:numPr>') + styled("打算", "1"),
        ("一、回顾", "（一）执法", "二、打算"),
        lists({0: CHAPTERS}, {1: (0, "")}),
        styles(style("1", '<w:numPr><w:numId w:val="1"/></w:numPr>')),
    ),
    "list of a numbering style": Case(
        item("甲", list_id=1) + item("乙", list_id=2) + item("丙", list_id=1),
        ("一、甲", "二、乙", "三、丙"),
        lists({0: '<w:styleLink w:val="L"/>' + CHAPTERS, 1: '<w:numStyleLink w:val="L"/>'}, {1: (0, ""), 2: (1, "")}),
    ),
    "lists that share a shape count on, until one is told to start anew": Case(
        item("甲", list_id=1)
        + item("乙", list_id=2)
        + item("丙", list_id=3)
        + item("丁", list_id=3)
        + item("戊", list_id=1),
        ("一、甲", "二、乙", "一、丙", "二、丁", "三、戊"),
        lists({0: CHAPTERS}, {1: (0, ""), 2: (0, ""), 3: (0, restart(0))}),
    ),
    "starts at another number": Case(
        item("甲") + item("乙"), ("第五章 甲", "第六章 乙"), lists({0: lvl(0, "chineseCounting", "第%1章", start=5)}, {1: (0, "")})
    ),
    "override starts at another number": Case(
        item("甲", list_id=2) + item("乙", list_id=2), ("七、甲", "八、乙"), lists({0: CHAPTERS}, {2: (0, restart(0, 7))})
    ),
    "override replaces a level": Case(
        item("甲", 0, 2) + item("乙", 1, 2) + item("丙", 1, 2),
        ("一、甲", "(1)乙", "(2)丙"),
        lists({0: CHAPTERS}, {2: (0, f'<w:lvlOverride w:ilvl="1">{lvl(1, "decimal", "(%2)")}</w:lvlOverride>')}),
    ),
    "legal numbering": Case(
        item("甲") + item("乙", 1) + item("丙", 1) + item("丁") + item("戊", 1),
        ("第一章 甲", "1.1 乙", "1.2 丙", "第二章 丁", "2.1 戊"),
        lists({0: lvl(0, "chineseCounting", "第%1章") + lvl(1, "decimal", "%1.%2", "<w:isLgl/>")}, {1: (0, "")}),
    ),
    "levels that print their parents": Case(
        item("甲") + item("乙", 1) + item("丙", 2) + item("丁", 2) + item("戊", 1) + item("己", 2),
        ("1 甲", "1.1 乙", "1.1.1 丙", "1.1.2 丁", "1.2 戊", "1.2.1 己"),
        lists(
            {0: lvl(0, "decimal", "%1") + lvl(1, "decimal", "%1.%2") + lvl(2, "decimal", "%1.%2.%3")}, {1: (0, "")}
        ),
    ),
    "a level that never restarts": Case(
        item("甲") + item("乙", 1) + item("丙") + item("丁", 1),
        ("一、甲", "1.乙", "二、丙", "2.丁"),
        lists(
            {0: lvl(0, "chineseCounting", "%1、") + lvl(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')},
            {1: (0, "")},
        ),
    ),
    "third level restarts after the first only": Case(
        item("甲") + item("乙", 1) + item("丙", 2) + item("丁", 1) + item("戊", 2) + item("己") + item("庚", 2),
        ("一、甲", "（一）乙", "1.丙", "（二）丁", "2.戊", "二、己", "1.庚"),
        lists(
            {
                0: lvl(0, "chineseCounting", "%1、")
                + lvl(1, "chineseCounting", "（%2）")
                + lvl(2, "decimal", "%3.", '<w:lvlRestart w:val="1"/>')
            },
            {1: (0, "")},
        ),
    ),
    "an empty numbered paragraph is counted": Case(
        item("甲") + p("<w:r/>", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>') + item("乙"),
        ("一、甲", "三、乙"),
        lists({0: CHAPTERS}, {1: (0, "")}),
    ),
    "bullets print nothing": Case(
        item("甲") + item("乙", 1), ("一、甲", "乙"), lists({0: lvl(0, "chineseCounting", "%1、") + lvl(1, "bullet", "\uf06c")}, {1: (0, "")})
    ),
    "number set off by a blank": Case(
        item("甲"), ("第1条 甲",), lists({0: lvl(0, "decimal", "第%1条", '<w:suff w:val="space"/>')}, {1: (0, "")})
    ),
    "number not set off": Case(
        item("是加强学习。") + item("是强化监督。"),
        ("一是加强学习。", "二是强化监督。"),
        lists({0: lvl(0, "japaneseCounting", "%1", '<w:suff w:val="nothing"/>')}, {1: (0, "")}),
    ),
    "custom format with a fallback": Case(
        item("甲"),
        ("001 甲",),
        lists(
            {
                0: '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>'
            },
            {1: (0, "")},
        ),
    ),
    "the default style carries the list": Case(
        p("甲") + p("乙"),
        ("1.甲", "2.乙"),
        lists({0: lvl(0, "decimal", "%1.")}, {1: (0, "")}),
        styles(style("a", '<w:numPr><w:numId w:val="1"/></w:numPr>', more=' w:default="1"')),
    ),
    "a list that is not there": Case(item("甲", list_id=99), ("甲",), lists({0: CHAPTERS}, {1: (0, "")})),
    **{
        f"{name} in {text}": Case(item("甲") + item("乙"), (first + "甲", second + "乙"), lists({0: lvl(0, name, text)}, {1: (0, "")}))
        for name, text, first, second in (
            ("chineseCounting", "（%1）", "（一）", "（二）"),
            ("chineseCountingThousand", "%1、", "一、", "二、"),
            ("japaneseCounting", "第%1、", "第一、", "第二、"),
            ("taiwaneseCounting", "%1、", "一、", "二、"),
            ("taiwaneseCountingThousand", "（%1）", "（一）", "（二）"),
            ("ideographTraditional", "%1、", "甲、", "乙、"),
            ("ideographZodiac", "%1、", "子、", "丑、"),
            ("ideographDigital", "%1、", "一、", "二、"),
            ("chineseLegalSimplified", "%1、", "壹、", "贰、"),
            ("ideographLegalTraditional", "%1、", "壹、", "貳、"),
            ("decimalEnclosedCircle", "%1", "①", "②"),
            ("decimalEnclosedCircleChinese", "%1", "①", "②"),
            ("decimalEnclosedFullstop", "%1", "⒈", "⒉"),
            ("decimalEnclosedParen", "%1", "⑴", "⑵"),
            ("ideographEnclosedCircle", "%1", "㊀", "㊁"),
            ("decimalZero", "%1．", "01．", "02．"),
            ("upperLetter", "%1．", "A．", "B．"),
            ("lowerRoman", "（%1）", "（i）", "（ii）"),
            ("numberInDash", "%1", "- 1 -", "- 2 -"),
        )
    },
}  # fmt: skip

CASES = {**CHANGES, **RUNS, **TABLES, **NUMBERS}


def _renamed(data: bytes) -> bytes:
    """The file with the namespace of strict Office Open XML."""
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            new.writestr(name, text)
    return out.getvalue()
