"""Word files: the numbers that Word prints come back, open changes are read as accepted."""

from __future__ import annotations

import pytest

from pipeline.ingest.numerals import numeral
from pipeline.ingest.word import read_docx
from tests.ingest.bodies import FAZHI
from tests.ingest.measure import f1, kept_as_lines
from tests.ingest.word_files import NS, deleted, docx, inserted, numbering, paragraph, run, table
from tests.ingest.word_oddities import CASES

CHINESE = numbering([("chineseCountingThousand", "%1、"), ("japaneseCounting", "（%2）"), ("decimal", "%3.")])
DELETED_MARK = '<w:rPr><w:del w:id="9" w:author="a"/></w:rPr>'


def lines(language, body: str, numbers: str = CHINESE) -> list[str]:
    return read_docx(docx(body, numbers), language).text.split("\n")


def test_three_levels(language):
    body = (
        paragraph("甲", 0)
        + paragraph("乙", 1)
        + paragraph("丙", 2)
        + paragraph("丁", 2)
        + paragraph("戊", 1)
        + paragraph("己", 0)
        + paragraph("庚", 1)
    )
    assert lines(language, body) == ["一、甲", "（一）乙", "1.丙", "2.丁", "（二）戊", "二、己", "（一）庚"]


def test_numbers_of_styles_and_their_parents(language):
    assert lines(language, paragraph("甲", style="H1") + paragraph("乙", style="H2")) == ["一、甲", "（一）乙"]


def test_a_second_list_on_the_same_shape_starts_anew(language):
    assert lines(language, paragraph("甲", 0) + paragraph("乙", 0) + paragraph("丙", 0, list_id="2")) == [
        "一、甲",
        "二、乙",
        "一、丙",
    ]


def test_number_switched_off(language):
    assert lines(language, paragraph("甲", 0, style="H1", list_id="0")) == ["甲"]


@pytest.mark.parametrize(("number_format", "n", "printed"), [
    ("chineseCountingThousand", 11, "十一"), ("chineseCountingThousand", 101, "一百零一"), ("japaneseCounting", 23, "二十三"),
    ("chineseCounting", 10, "十"), ("ideographDigital", 10, "一〇"), ("chineseLegalSimplified", 12, "壹拾贰"), ("ideographTraditional", 3, "丙"),
    ("decimalEnclosedCircle", 3, "③"), ("decimalZero", 7, "07"), ("lowerLetter", 27, "aa"), ("upperRoman", 9, "IX"), ("bullet", 5, ""), ("unheard", 4, "4"),
])  # fmt: skip
def test_number_formats(number_format, n, printed):
    assert numeral(n, number_format) == printed


def test_open_changes_are_read_as_accepted(language):
    runs = run("受理申请") + deleted("12件") + inserted("13件") + run("。")
    moved = f'<w:moveFrom w:id="3">{run("旧")}</w:moveFrom><w:moveTo w:id="4">{run("新")}</w:moveTo>'
    body = (
        paragraph("", runs=runs)
        + paragraph("", runs=moved)
        + f'<w:ins w:id="5" w:author="a">{paragraph("整段新增。")}</w:ins>'
    )
    document = read_docx(docx(body), language)
    assert document.text.split("\n") == ["受理申请13件。", "新", "整段新增。"]
    assert [d.code for d in document.doubts] == ["tracked_changes"]


def test_paragraph_whose_mark_is_deleted_runs_on(language):
    assert lines(language, paragraph("上半", mark=DELETED_MARK) + paragraph("下半。")) == ["上半下半。"]


def test_paragraph_deleted_whole_takes_no_number(language):
    gone = paragraph("", 0, runs=deleted("没有"), mark=DELETED_MARK)
    assert lines(language, paragraph("甲", 0) + gone + paragraph("乙", 0)) == ["一、甲", "二、乙"]


def test_tables_are_rows_and_layout_tables_paragraphs(language):
    long = "全年共办理案件。" * 60
    assert lines(language, table([["项目", "数量"], ["复议", "12"]])) == ["项目\t数量", "复议\t12"]
    assert lines(language, table([["甲", long]])) == ["甲", long]


def test_text_box_is_read_once(language):
    box = f"<w:txbxContent>{paragraph('框内文字')}</w:txbxContent>"
    runs = f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    assert lines(language, paragraph("", runs=run("框外") + runs)) == ["框外", "框内文字"]


def test_custom_number_format_of_newer_word(language):
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="chineseCounting"/></mc:Choice></mc:AlternateContent><w:lvlText w:val="第%1章 "/></w:lvl>'
    numbers = f'<w:numbering {NS}><w:abstractNum w:abstractNumId="7">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    assert lines(language, paragraph("甲", 0), numbers) == ["第一章 甲"]


def test_whole_report(one):
    parts = [paragraph(FAZHI.title)]
    for text in FAZHI.paragraphs:
        for level, mark in enumerate(("一二三", "（", "12")):
            if text[0] in mark and ("、" in text[:2] or "）" in text[:4] or "." in text[:2]):
                bare = (
                    text.split("、", 1)[1]
                    if level == 0
                    else text.split("）", 1)[1]
                    if level == 1
                    else text.split(".", 1)[1]
                )
                parts.append(paragraph(bare, level))
                break
        else:
            parts.append(paragraph(text))
    row = one("报告.docx", docx("".join(parts), CHINESE))
    assert f1(row["text"], FAZHI.title + FAZHI.text) == 1.0
    assert kept_as_lines(row["text"], FAZHI.paragraphs) == 1.0
    assert (row["title"], row["year"], row["region"], row["profile"]) == (FAZHI.title, 2021, "云岭县", "fazhi")


@pytest.mark.parametrize("name", CASES)
def test_oddities(language, name):
    assert tuple(read_docx(CASES[name].file(), language).text.split("\n")) == CASES[name].lines


def test_fields_that_do_not_end_hide_nothing(language):
    begun = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> TOC </w:instrText><w:fldChar w:fldCharType="separate"/></w:r>'
    assert lines(language, paragraph("", runs=begun) + paragraph("甲。")) == ["甲。"]
