"""The tables of the information-disclosure report in the ways in which places print, paste and save them."""

import random
import time

import pandas as pd
import pytest

from pipeline import profiles
from pipeline.extract.tables import cells_of, read_tables, with_cells
from pipeline.extract.tables_cells import Cell, aligned
from pipeline.extract.tables_check import check_tables
from pipeline.extract.tables_rules import tables_of
from pipeline.profiles import Profile

OPENNESS = profiles.load("openness")
KNOWN = tables_of(OPENNESS)
TABLES = {table.id: table for table in KNOWN.tables}
APPLICANTS = list(TABLES["requests"].layouts[0])
TITLE = "三、收到和处理政府信息公开申请情况"
HEAD = [
    "申请人情况",
    "自然人",
    "法人或其他组织",
    "总计",
    "商业企业",
    "科研机构",
    "社会公益组织",
    "法律服务机构",
    "其他",
]
END = "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"
# What the form prints before a row, and the row's name.
ROWS = [
    (["一、本年新收政府信息公开申请数量"], "本年新收政府信息公开申请数量"),
    (["二、上年结转政府信息公开申请数量"], "上年结转政府信息公开申请数量"),
    (["三、本年度办理结果", "（一）予以公开"], "予以公开"),
    (["（二）部分公开（区分处理的，只计这一情形，不计其他情形）"], "部分公开"),
    (["（三）不予公开", "1.属于国家秘密"], "不予公开·属于国家秘密"),
    (["2.其他法律行政法规禁止公开"], "不予公开·其他法律行政法规禁止公开"),
    (["3.危及“三安全一稳定”"], "不予公开·危及“三安全一稳定”"),
    (["（四）无法提供", "1.本机关不掌握相关政府信息"], "无法提供·本机关不掌握相关政府信息"),
    (["（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"], "其他处理·申请人无正当理由逾期不补正"),
    (["3.其他"], "其他处理·其他"),
    (["（七）总计"], "办理结果总计"),
    (["四、结转下年度继续办理"], "结转下年度继续办理"),
]  # fmt: skip


def figures(seed):
    chance = random.Random(seed)
    parts = [[chance.choice([0, 0, chance.randrange(1, 2500)]) for _ in range(6)] for _ in ROWS]
    return [[*row, sum(row)] for row in parts]


def rows(join, number=str, label=lambda labels: labels):
    def render(values):
        lines = [join.join(HEAD)]
        lines += [join.join([*label(labels), *map(number, row)]) for (labels, _), row in zip(ROWS, values, strict=True)]
        return "\n".join([TITLE, *lines, END])

    return render


def wrapped(labels):
    return [*labels[:-1], labels[-1][:6] + "\n" + labels[-1][6:]]


def merged(labels):
    """Labels of merged cells, as PDF gives them: with the empty cells that they cover."""
    return [*labels, *[""] * (3 - len(labels))]


LAYOUTS = {
    "tabs": rows("\t"),
    "merged cells": rows("\t", label=merged),
    "bars": rows(" | "),
    "blanks": rows("  "),
    "single blanks": rows(" "),
    "one cell a line": rows("\n"),
    "wrapped labels": rows("\t", label=wrapped),
    "units in cells": rows("\t", lambda n: f"{n}件"),
    "thousands": rows("\t", lambda n: f"{n:,}"),
    "full width": rows("\t", lambda n: "".join(chr(ord(c) + 0xFEE0) for c in str(n))),
    "blanks for zero": rows("\t", lambda n: str(n) if n else "", label=merged),
    "dashes for zero": rows("\t", lambda n: str(n) if n else "—"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", range(4))
def test_the_matrix_reads_back_in_every_layout(layout, seed):
    values = figures(seed)
    found = {f.key: int(f.cell.value) for f in cells_of(LAYOUTS[layout](values), TABLES["requests"], KNOWN)}
    want = {
        f"{name}·{column}": value
        for (_, name), row in zip(ROWS, values, strict=True)
        for column, value in zip(APPLICANTS, row, strict=True)
    }
    assert {key: value for key, value in found.items() if value} == {key: value for key, value in want.items() if value}


def test_a_title_named_in_the_introduction_is_passed_over():
    text = "报告包括收到和处理政府信息公开申请情况、存在的主要问题等。\n" + LAYOUTS["tabs"](figures(1))
    assert len(cells_of(text, TABLES["requests"], KNOWN)) == len(ROWS) * len(APPLICANTS)


@pytest.mark.parametrize("join", ["\t", "\n", " ", "|"])
def test_the_table_of_disputes_reads_back_with_and_without_lines(join):
    head = [
        "行政复议",
        "行政诉讼",
        *["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"],
        "未经复议直接起诉",
        "复议后起诉",
    ]
    text = "\n".join(
        [
            "四、政府信息公开行政复议、行政诉讼情况",
            join.join(head),
            join.join(map(str, range(15))),
            "五、存在的主要问题及改进情况",
        ]
    )
    found = [int(f.cell.value) for f in cells_of(text, TABLES["disputes"], KNOWN)]
    assert found == list(range(15))


def test_a_page_number_in_a_table_is_passed_over():
    text = (
        "四、政府信息公开行政复议、行政诉讼情况\n6\n结果维持\n"
        + "\t".join(map(str, range(15)))
        + "\n五、存在的主要问题"
    )
    assert [int(f.cell.value) for f in cells_of(text, TABLES["disputes"], KNOWN)] == list(range(15))


@pytest.mark.parametrize(("labels", "name"), ROWS)
def test_a_label_whose_end_was_wrapped_behind_its_numbers_is_known(labels, name):
    label = labels[-1]
    cut = len(label) - 2 if len(label) > 12 else len(label)
    text = f"{TITLE}\n{label[:cut]}\t1\t0\t0\t0\t0\t0\t1\n{label[cut:]}\n{END}"
    assert {f.row.name for f in cells_of(text, TABLES["requests"], KNOWN)} == {name}


def test_disputes_with_a_figure_missing_are_not_guessed():
    text = "四、政府信息公开行政复议、行政诉讼情况\n" + "\t".join(map(str, range(14))) + "\n五、存在的主要问题"
    assert cells_of(text, TABLES["disputes"], KNOWN) == []


def quantities(text, **changes):
    report = {"report_id": "r", "year": 2020, "text": text, **changes}
    starts = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
    sentences = pd.DataFrame({"sentence_id": [f"t{i}" for i in range(len(starts))], "start": starts})
    return read_tables(report, sentences, OPENNESS)


def test_a_cell_is_a_quantity_with_its_evidence():
    text = "第二十条第（八）项\n信息内容\t本年收费金额（单位：万元）\n行政事业性收费\t530.6\n三、收到和处理"
    (row,) = quantities(text)
    assert text[row["start"] : row["end"]] == row["raw"] == "530.6"
    assert (row["value"], row["unit"], row["decimal"]) == (5306000.0, "元", "5306000")
    assert (row["indicator"], row["ref_year"], row["sentence_id"]) == ("administrative_fees", 2020, "t2")


def test_parts_of_a_row_are_parts_of_its_total():
    found = quantities(LAYOUTS["tabs"](figures(2)))
    total = next(row for row in found if row["name"] == "本年新收政府信息公开申请数量·总计")
    parts = [row for row in found if row["part_of"] == total["start"]]
    assert [row["name"].rpartition("·")[2] for row in parts] == APPLICANTS[:-1]
    assert total["part_of"] is None
    assert total["indicator"] == "disclosure_requests"


def test_what_was_read_as_prose_gives_way_to_the_cell():
    cells = [{"start": 10, "end": 12, "name": "甲·乙"}, {"start": 20, "end": 22, "name": "甲·丙"}]
    prose = [{"start": a, "end": b, "name": "甲"} for a, b in ((0, 4), (11, 14), (12, 14), (21, 22))]
    assert [(row["start"], row["end"]) for row in with_cells(prose, cells)] == [(0, 4), (10, 12), (12, 14), (20, 22)]


def run(*values):
    return [Cell(i, i + 1, "" if v is None else str(v), v) for i, v in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "placed"),
    [
        ((1, 2, 3), [("a", 1), ("b", 2), ("sum", 3)]),
        ((None, None, 2, None, 2), [("a", 2), ("sum", 2)]),
        ((None, 2, 2), [("b", 2), ("sum", 2)]),
        ((None, 3, None), []),
        ((1, 2, 3, 4), []),
        ((), []),
    ],
)
def test_blank_cells_are_placed_by_the_sum(values, placed):
    assert [(column, cell.value) for column, cell in aligned(run(*values), ("a", "b", "sum"), "sum")] == placed


def test_profiles_without_tables_have_none():
    assert tables_of(profiles.load("gwr")) is None
    assert quantities("无表") == []


def test_the_profile_s_tables_hold_on_their_examples():
    assert check_tables(OPENNESS) == []


def test_a_wrong_example_and_an_unknown_indicator_are_told():
    entry = OPENNESS.data["tables"]["table"]["fees"]
    wrong = {
        **entry,
        "examples": [{"text": entry["examples"][0]["text"], "cells": {}}],
        "indicators": {"行政许可·甲": "nobody"},
    }
    data = {**OPENNESS.data, "tables": {"look": OPENNESS.data["tables"]["look"], "table": {"fees": wrong}}}
    told = "\n".join(check_tables(Profile("toy-tables", data, OPENNESS.lists)))
    assert "nobody is not in indicators.toml" in told
    assert "no row and column make" in told
    assert "should give {}" in told


@pytest.mark.parametrize(
    "text",
    [
        "主动公开政府信息情况" * 40000,
        "收到和处理政府信息公开申请情况\n" + "1 " * 40000,
        TITLE + "一、本年新收\t" * 9000,
    ],
)
def test_pages_of_titles_or_numbers_take_little_time(text):
    began = time.process_time()
    quantities(text)
    assert time.process_time() - began < 4
