"""PDF: wraps undone, columns in order, page numbers and running heads out, tables as rows, refusals with a reason."""

from __future__ import annotations

import pytest

from pipeline.ingest.clean import clean
from pipeline.ingest.layout import Line
from pipeline.ingest.pdf import read_pdf
from pipeline.ingest.reflow import paragraphs
from tests.ingest.bodies import BODIES, FAZHI, GWR
from tests.ingest.measure import f1, kept_as_lines
from tests.ingest.pdf_files import pdf, report_pdf, wrapped
from tests.ingest.pdf_pages import Setting, typeset

CASES = [
    (body, columns, size, head)
    for body in BODIES
    for columns, size, head in ((1, 16, ""), (1, 14, "云岭县政府公报"), (1, 12, ""), (2, 10.5, ""))
]


@pytest.mark.parametrize(("body", "columns", "size", "head"), CASES)
def test_report_comes_back(one, body, columns, size, head):
    row = one("a.pdf", report_pdf(body.title, body.paragraphs, columns, size, head))
    whole = (body.title, *body.paragraphs)
    assert f1(row["text"], "".join(whole)) >= 0.999
    assert kept_as_lines(row["text"], whole) == 1.0
    assert (row["title"], row["year"], row["region"]) == (body.title, body.year, body.region)


@pytest.mark.parametrize("size", [10.5, 12, 14])
def test_last_page_of_two_columns_with_little_text(language, size):
    whole = (*GWR.paragraphs, *FAZHI.paragraphs, *GWR.paragraphs[4:])
    text = read_pdf(report_pdf(GWR.title, whole, 2, size), language).text
    assert kept_as_lines(text, whole) >= 0.97


def test_tables_are_rows_in_reading_order(language):
    body = [(70, 780 - 24 * n, 14, text[:30]) for n, text in enumerate((FAZHI.title, *FAZHI.paragraphs[:12]))]
    cells = [("项目", "数量"), ("复议", "12")]
    placed = [(80 + 200 * c, 300 - 30 * r, 12, text) for r, row in enumerate(cells) for c, text in enumerate(row)]
    ruled = [(70, y, 470, y) for y in (320, 290, 260)] + [(x, 320, x, 260) for x in (70, 270, 470)]
    last = [(70, 200, 14, "以上数据为全年累计。")]
    text = read_pdf(pdf([[*body, *placed, *last]], [ruled]), language).text
    assert text.index("项目\t数量\n复议\t12") < text.index("以上数据")


def test_scan_is_refused(refusal):
    assert refusal("a.pdf", pdf([[], []])) == "scanned"


def test_wrong_glyphs_are_refused(refusal):
    text = "".join(chr(0x9000 + 7 * n % 0xA00) for n in range(900))
    lines = [(70, 780 - 20 * n, 12, text[n * 30 : n * 30 + 30]) for n in range(30)]
    assert refusal("a.pdf", pdf([lines])) == "garbled"


@pytest.mark.parametrize("cut", [0.1, 0.5])
def test_truncated(refusal, cut):
    data = report_pdf(FAZHI.title, FAZHI.paragraphs)
    assert refusal("a.pdf", data[: int(len(data) * cut)]) in ("broken", "scanned")


@pytest.mark.parametrize("body", BODIES)
def test_lines_cut_by_characters_leave_a_ragged_margin(body):
    """Digits are half as wide as characters: lines of equal count differ in width."""
    lines = []
    for first, text in wrapped(body.paragraphs, 31):
        wide = sum(6.5 if char.isascii() else 13 for char in text)
        lines.append(Line(text, 82 + 26 * first, 82 + 26 * first + wide, 0, 13, 13))
    assert paragraphs(lines) == list(body.paragraphs)


@pytest.mark.parametrize("body", BODIES)
def test_paragraphs_set_apart_by_space_alone(body):
    lines, top = [], 0.0
    for first, text in wrapped(body.paragraphs, 31, indent=0):
        top += 30 if first else 20
        lines.append(Line(text, 82, 82 + 13 * len(text), top, top + 13, 13))
    assert paragraphs(lines) == list(body.paragraphs)


def test_pdfium_reads_what_pdfminer_finds_no_characters_in(one, monkeypatch):
    monkeypatch.setattr("pipeline.ingest.pdf._chars", lambda page: [])
    row = one("a.pdf", report_pdf(FAZHI.title, FAZHI.paragraphs))
    assert kept_as_lines(row["text"], (FAZHI.title, *FAZHI.paragraphs)) == 1.0


def test_signs_that_fonts_share_come_back(language):
    assert clean("⸺⼈⺠⼾籍", language) == "——人民户籍"


WAYS = {
    "one column": Setting(),
    "large": Setting(size=16, leading=1.75, foot="第 {} 页 共 9 页", head="云岭县人民政府公报"),
    "tight": Setting(size=12, leading=1.2, foot="{}"),
    "no indents, space between": Setting(size=12, leading=1.3, space=8),
    "nothing hangs": Setting(size=14, hang=False, foot="-{}-"),
    "two columns": Setting(size=10.5, columns=2),
    "narrow gap": Setting(size=10.5, columns=2, gap=13, leading=1.4),
    "title in the left column": Setting(size=10.5, columns=2, title_across=False),
    "right column lower": Setting(size=10.5, columns=2, shift=5.5, foot="· {} ·", head="云岭政报 2022年第3期"),
    "two columns, space between": Setting(size=10, columns=2, space=6, leading=1.3, foot=""),
}


@pytest.mark.parametrize(("body", "times"), [(FAZHI, 1), (GWR, 3)], ids=["short", "long"])
@pytest.mark.parametrize("way", WAYS)
def test_ways_of_setting(one, way, body, times):
    more = [f"{text[:-1]}（第{turn}批）。" for turn in range(1, times) for text in body.paragraphs if len(text) > 60]
    whole = (*body.paragraphs[:-2], *more, *body.paragraphs[-2:])
    row = one("a.pdf", typeset(body.title, whole, WAYS[way]))
    assert f1(row["text"], body.title + "".join(whole)) >= 0.995
    assert kept_as_lines(row["text"], (body.title, *whole)) >= 0.95
    assert (row["title"], row["year"]) == (body.title, body.year)
