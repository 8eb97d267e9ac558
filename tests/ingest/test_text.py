"""Text clean-up: each step on its own, and that right text passes untouched."""

from __future__ import annotations

import doctest
import importlib

import pytest

from pipeline.ingest.clean import ODD, character_steps, clean, letter_spacing, trimmed
from pipeline.ingest.encoding import decode
from pipeline.ingest.furniture import without_furniture
from pipeline.ingest.legibility import LONG, chinese_count, common_characters, is_chinese, legibility
from pipeline.ingest.reading import Refused
from pipeline.ingest.traditional import is_traditional
from pipeline.ingest.twice import once
from pipeline.ingest.walk import tidy
from pipeline.ingest.wraps import unwrapped
from tests.ingest.bodies import BODIES, FAZHI, GWR
from tests.ingest.measure import f1, kept_as_lines
from tests.ingest.site_bodies import PREFECTURE, SITE_BODIES, WORK

MODULES = ("clean", "dates", "divisions", "hidden", "legibility", "numerals", "sniff", "wraps")


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    result = doctest.testmod(importlib.import_module(f"pipeline.ingest.{name}"))
    assert result.attempted and not result.failed


@pytest.mark.parametrize(("raw", "wanted"), [
    ("法\u200b治\ufeff政\u00ad府", "法治政府"),
    ("⼀、⽐较⼈⺠⻓期", "一、比较人民长期"),
    ("２０２１年ＧＤＰ增长８．５％，", "2021年GDP增长8．5％，"),
    ("1 9 9 8 年\n2 0 2 1年", "1998年\n2021年"),
    ("政 府 工 作 报 告", "政府工作报告"),
    ("（ 2 0 2 1 年 ）", "（2021年）"),
    ("　　望　川　区　2020年度工作总结", "望川区2020年度工作总结"),
    ("区长　张　某", "区长　张　某"),
    ("甲\r\n乙\r丙\u2028丁", "甲\n乙\n丙\n丁"),
    ("　　一、甲　 \n\n \n\t乙", "一、甲\n乙"),
    ("法\u00a0治", "法 治"),
])  # fmt: skip
def test_steps(language, raw, wanted):
    assert clean(raw, language) == wanted


def test_steps_that_are_left_out_would_change_nothing(language):
    """What no pattern of odd characters finds, the steps for characters leave alone, wherever it stands."""
    plain = "".join(f"法{char}" for code in range(0x110000) if not ODD.search(char := chr(code)))
    for step in character_steps(language):
        assert step(plain) == plain


def test_long_texts_are_counted_as_short_ones_are(language):
    common = common_characters(language)
    every = "".join(map(chr, range(0x20000, 0x110000, 257))) + "".join(map(chr, range(0x3000, 0x10000)))
    assert len(every) > LONG
    assert chinese_count(every) == sum(map(is_chinese, every)) == sum(map(chinese_count, every))
    known, lost = sum(char in common for char in every), every.count("\ufffd")
    assert legibility(every, common) == pytest.approx(known / (chinese_count(every) + lost))


@pytest.mark.parametrize("line", ["0 0 0 0 1", "共 12 件，其中 3 件", "A B C D E", "受理 5 起、办结 4 起"])
def test_spaces_that_stay(line):
    assert letter_spacing(line) == line


@pytest.mark.parametrize("body", BODIES)
def test_right_text_passes_untouched(language, body):
    assert clean(body.text, language) == body.text
    assert without_furniture(body.text, language) == body.text
    assert once(body.text) == (body.text, ())
    assert tidy(body.text, language) == (body.text, [])


@pytest.mark.parametrize("columns", [30, 36, 40])
def test_hard_wraps_are_undone(columns):
    lines = []
    for text in GWR.paragraphs:
        text = "　　" + text
        lines += [text[i : i + columns] for i in range(0, len(text), columns)]
    assert [line.strip("　") for line in unwrapped("\n".join(lines)).split("\n")] == list(GWR.paragraphs)


def wrapped(paragraphs, columns: int, indent: str, between: str) -> str:
    """Paragraphs broken every so many columns; a Chinese character takes two."""
    pieces = []
    for text in paragraphs:
        lines, used = [""], 0
        for char in indent + text:
            size = 1 if char < "\u1100" else 2
            if used + size > columns:
                lines, used = [*lines, ""], 0
            lines[-1] += char
            used += size
        pieces.append("\n".join(lines))
    return between.join(pieces)


@pytest.mark.parametrize("columns", [60, 72, 90, 120])
@pytest.mark.parametrize(("indent", "between"), [("　　", "\n"), ("    ", "\n"), ("", "\n\n")])
@pytest.mark.parametrize("body", (*BODIES, PREFECTURE, WORK), ids=lambda body: body.region)
def test_hard_wraps_of_any_width_are_undone(body, columns, indent, between):
    text = trimmed(unwrapped(wrapped(body.paragraphs, columns, indent, between)))
    assert kept_as_lines(text, body.paragraphs) >= 0.95 - 0.1 * (not indent)


def test_page_numbers_in_wrapped_text_are_dropped():
    lines = wrapped(PREFECTURE.paragraphs, 72, "　　", "\n").split("\n")
    paged = [piece for n, line in enumerate(lines) for piece in ([line, "", f"- {n // 12 + 1} -", ""] if n % 12 == 11 else [line])]  # fmt: skip
    assert kept_as_lines(trimmed(unwrapped("\n".join(paged))), PREFECTURE.paragraphs) == 1.0


@pytest.mark.parametrize("body", (*BODIES, *SITE_BODIES), ids=lambda body: body.region)
def test_text_that_is_not_wrapped_is_left_alone(body):
    assert unwrapped(body.text) == body.text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_encodings(language, encoding):
    text, name, doubts = decode(FAZHI.text.encode(encoding), common_characters(language))
    assert text == FAZHI.text and not doubts and name


def test_big5(language):
    text = (
        "雲嶺縣人民政府二○二一年度法治政府建設工作報告，全年共辦理行政處罰案件，調解糾紛，開展普法宣傳教育，依法行政水準不斷提高。"
        * 5
    )
    assert decode(text.encode("big5"), common_characters(language))[:2] == (text, "big5hkscs")


def test_lines_of_two_encodings(language):
    lines = FAZHI.text.split("\n")
    data = b"\n".join(line.encode("gb18030" if n % 3 == 0 else "utf-8") for n, line in enumerate(lines))
    text, _, doubts = decode(data, common_characters(language))
    assert text == FAZHI.text and [d.code for d in doubts] == ["mixed_encoding"]


@pytest.mark.parametrize("real", ["utf-8", "gb18030"])
@pytest.mark.parametrize("wrong", ["latin-1", "cp1252"])
def test_whole_text_decoded_as_latin_1_and_saved_again(language, real, wrong):
    raw = FAZHI.text.encode(real)
    bad = "".join(bytes([b]).decode(wrong, "ignore") or chr(b) for b in raw)
    text, _, doubts = decode(bad.encode("utf-8"), common_characters(language))
    assert text == FAZHI.text and [d.code for d in doubts] == ["mojibake_mended"]


def test_traditional_characters_are_noted_and_kept(read):
    text = (
        "雲嶺縣人民政府2021年度法治政府建設工作報告\n"
        + "2021年，全縣開展普法宣傳，辦理行政處罰案件，調解糾紛，依法行政水準不斷提高。" * 20
    )
    reading = read("a.txt", text.encode(), profile="fazhi")
    assert "traditional" in [p["code"] for p in reading.problems] and "辦理行政處罰" in reading.reports[0]["text"]


@pytest.mark.parametrize("encoding", ["big5", "utf-8"])
@pytest.mark.parametrize("body", (*BODIES, PREFECTURE, WORK), ids=lambda body: body.region)
def test_reports_in_traditional_characters_are_known_and_kept_as_written(read, language, body, encoding):
    table = {ord(pair[1]): pair[0] for pair in language.lists["simplified"] if pair[0] not in "乾幹餘麽"}
    text = f"{body.title}\n{body.text}".translate(table).replace("　", " ")
    text = text.encode(encoding, "ignore").decode(encoding)
    reading = read("a.txt", text.encode(encoding))
    (row,) = reading.reports
    assert (row["profile"], row["year"]) == (body.profile, body.year)
    assert row["title"] == text.split("\n")[0] and f1(row["text"], text) > 0.99
    assert "traditional" in [p["code"] for p in reading.problems]


@pytest.mark.parametrize("body", BODIES)
def test_simplified_text_is_not_noted_as_traditional(read, body):
    assert [p["code"] for p in read("a.txt", f"{body.title}\n{body.text}".encode()).problems] == []


def test_line_ends_are_no_traditional_characters(language):
    assert not is_traditional("\n".join(["规范执法"] * 300), language)
    assert is_traditional("\n".join(["規範執法"] * 300), language)


def test_a_title_over_another_years_body_is_doubtful(read):
    reading = read("a.txt", f"云岭县2016年度法治政府建设工作报告\n{FAZHI.text}".encode())
    assert "title_year" in [p["code"] for p in reading.problems]


def test_bytes_of_no_encoding(language):
    with pytest.raises(Refused, match="garbled"):
        decode(bytes(range(256)) * 40, common_characters(language))


def test_mojibake_that_lost_nothing_is_mended(language):
    bad = ("全县调解组织化解矛盾纠纷工作取得新的进展" * 4).encode("utf-8").decode("gb18030")
    text, (doubt,) = tidy(f"{FAZHI.paragraphs[3]}\n{bad}\n{FAZHI.paragraphs[5]}", language)
    assert text.split("\n") == [
        FAZHI.paragraphs[3],
        "全县调解组织化解矛盾纠纷工作取得新的进展" * 4,
        FAZHI.paragraphs[5],
    ]
    assert doubt.code == "mojibake_mended" and text[doubt.start : doubt.end] == text.split("\n")[1]


@pytest.mark.parametrize("wrong", ["gbk", "gb18030", "cp936"])
@pytest.mark.parametrize("body", BODIES)
def test_mojibake_from_the_middle_on_is_mended_where_certain_and_marked_where_not(read, body, wrong):
    half = len(body.paragraphs) // 2
    lines = ["　　" + p for p in body.paragraphs]
    bad = "\n".join(lines[half:]).encode("utf-8").decode(wrong, "replace")
    reading = read("a.txt", ("\n".join([body.title, *lines[:half]]) + "\n" + bad).encode("utf-8"))
    (row,) = reading.reports
    assert f1(row["text"], f"{body.title}{body.text}") > 0.93
    places = {p["start"] for p in reading.problems if p["code"] == "mojibake"}
    lost = {n for n, char in enumerate(row["text"]) if char == "\ufffd"}
    assert places == set(sorted(lost)[:20])
    mended = [row["text"][p["start"] : p["end"]] for p in reading.problems if p["code"] == "mojibake_mended"]
    assert sum(map(len, mended)) > 0.9 * len("".join(body.paragraphs[half:]))


def test_mojibake_that_lost_too_much_is_kept_and_marked_with_its_place(language):
    bad = ("全面推进法治政府建设，" * 9).encode("utf-8").decode("gb18030", "replace")[::2]
    text, (doubt,) = tidy(f"{FAZHI.paragraphs[3]}\n{bad}\n{FAZHI.paragraphs[5]}", language)
    assert bad in text and doubt.code == "mojibake"
    inside = text[doubt.start : doubt.end]
    assert legibility(inside, common_characters(language)) < 0.2 and len(inside) > 0.9 * len(bad)


def test_text_that_is_mostly_garbled_for_good_is_read_when_the_rest_is_a_report(read):
    bad = (FAZHI.text * 4).encode("utf-8").decode("gb18030", "replace")[::2]
    reading = read("a.txt", f"{FAZHI.title}\n{FAZHI.text}\n{bad}".encode())
    assert len(reading.reports) == 1
    text, marked = reading.reports[0]["text"], [p for p in reading.problems if p["code"] == "mojibake"]
    assert sum(p["end"] - p["start"] for p in marked) > 0.8 * len(bad)
    assert FAZHI.paragraphs[-4] in text


def test_body_that_stands_twice_is_kept_once():
    text, doubts = once(f"{FAZHI.title}\n{FAZHI.text}\n{FAZHI.text}")
    assert text == f"{FAZHI.title}\n{FAZHI.text}" and [d.code for d in doubts] == ["body_twice"]


def test_formulas_that_recur_are_no_second_copy():
    lines = list(GWR.paragraphs)
    text = "\n".join([*lines, lines[6], "另一段话，讲的是不同的事情，字数也超过三十个字，不应当被当作重复内容删去。"])
    assert once(text)[0] == text


def test_furniture_goes_and_the_signature_stays(language):
    text = "\n".join(
        [
            "首页 > 政务公开",
            FAZHI.title,
            "来源：县司法局 发布日期：2022-03-18 浏览次数：12",
            FAZHI.text,
            "【打印】【关闭】",
            "上一篇：没有了",
            "相关链接",
            "某乡2020年法治政府建设报告",
        ]
    )
    assert without_furniture(text, language) == f"{FAZHI.title}\n{FAZHI.text}"
