"""Over the whole corpus: neighbours decide places, copies become one report, ids are stable, order never matters."""

from __future__ import annotations

import itertools

from pipeline import ingest
from pipeline.ingest.places import UNKNOWN
from tests.ingest.bodies import FAZHI, GWR
from tests.ingest.layouts import encoded, tables, trs
from tests.ingest.pdf_files import report_pdf
from tests.ingest.word_files import docx, paragraph

XINHUA = FAZHI.text.replace("云岭县", "新华区").replace("县", "区")


def light(readings):
    return [{k: v for k, v in row.items() if k != "text"} for reading in readings for row in reading.reports]


def txt(title, text):
    return f"{title}\n{text}".encode()


def test_neighbours_in_the_folder_decide(read):
    rows = light([read("a/1.txt", txt("平顶山市新华区2020年法治政府建设工作报告", XINHUA.replace("2021", "2020"))), read("a/2.txt", txt("新华区2021年法治政府建设工作报告", XINHUA)),
                  read("b/3.txt", txt("新华区2021年法治政府建设工作报告", XINHUA.replace("31件", "41件").replace("2316", "1100")))])  # fmt: skip
    found = ingest.resolve(rows)
    assert {r["source"]: r["region_code"] for r in found.reports} == {
        "a/1.txt": "410402",
        "a/2.txt": "410402",
        "b/3.txt": None,
    }
    assert next(r for r in found.reports if r["source"] == "b/3.txt")["region"] == UNKNOWN
    assert [(p["source"], p["code"]) for p in found.problems] == [("b/3.txt", "region_ambiguous")]


def test_one_report_in_four_forms_is_kept_once(read):
    rows = light([read("site1/a.html", encoded(trs(FAZHI), "utf-8")), read("site2/b.htm", encoded(tables(FAZHI), "gb18030")), read("c.pdf", report_pdf(FAZHI.title, FAZHI.paragraphs)),
                  read("d.docx", docx("".join(map(paragraph, (FAZHI.title, *FAZHI.paragraphs)))))])  # fmt: skip
    found = ingest.resolve(rows)
    assert [r["source"] for r in found.reports] == ["site1/a.html"]
    assert found.reports[0]["also"] == ["c.pdf", "d.docx", "site2/b.htm"]
    assert {(r["source"], r["reason"]) for r in found.rejected} == {
        (s, "duplicate") for s in ("c.pdf", "d.docx", "site2/b.htm")
    }


def test_two_reports_of_one_place_and_year_stay_two(read):
    other = (
        GWR.text.replace("过去一年", "过去五年")
        .replace("各位代表！成绩来之不易", "五年来，我们实干苦干")
        .replace("稳中求进", "开拓创新")
        + "\n"
        + FAZHI.text.replace("云岭县", "青石区") * 1
    )
    found = ingest.resolve(light([read("1.txt", txt(GWR.title, GWR.text)), read("2.txt", txt(GWR.title, other))]))
    assert (
        len(found.reports) == 2
        and len({r["report_id"] for r in found.reports}) == 2
        and len({(r["region"], r["year"]) for r in found.reports}) == 1
    )


def test_years_of_a_place_that_repeat_each_other_stay(read):
    later = FAZHI.text.replace("2022", "2023").replace("2021", "2022")
    found = ingest.resolve(
        light(
            [
                read("1.txt", txt(FAZHI.title, FAZHI.text)),
                read("2.txt", txt(FAZHI.title.replace("2021", "2022"), later)),
            ]
        )
    )
    assert sorted(r["year"] for r in found.reports) == [2021, 2022]


def test_unknown_places_with_nearly_one_text_stay_apart(read):
    nowhere = GWR.text.replace("平江市青石区", "").replace("青石区", "区").replace("新青石", "新城区")
    other = nowhere.replace("27个", "29个")
    found = ingest.resolve(
        light([read("1.txt", txt("政府工作报告", nowhere)), read("2.txt", txt("政府工作报告", other))])
    )
    assert [r["region"] for r in found.reports] == [UNKNOWN, UNKNOWN]


def test_order_of_files_does_not_matter(read):
    rows = light([read("a/1.html", encoded(trs(FAZHI), "utf-8")), read("a/2.txt", txt(FAZHI.title, FAZHI.text)), read("b/3.txt", txt("新华区2021年法治政府建设工作报告", XINHUA)),
                  read("b/4.txt", txt("平顶山市卫东区2021年法治政府建设工作报告", XINHUA.replace("新华", "卫东")))])  # fmt: skip
    first = ingest.resolve(rows)
    assert [r["source"] for r in first.rejected] == ["a/2.txt"]
    assert all(ingest.resolve(list(order)) == first for order in itertools.permutations(rows))


def test_ids_and_table(read):
    reading = read("a.txt", txt("深圳市盐田区2021年法治政府建设工作报告", FAZHI.text.replace("云岭县", "盐田区")))
    found = ingest.resolve(light([reading]))
    table = ingest.assemble(found.reports, [reading.reports[0]["text"]])
    assert table.loc[0, "report_id"].startswith("fazhi-440308-2021-") and len(table.loc[0, "report_id"]) == 24
    assert table.loc[0, "parent_code"] == "440300" and not any(c.startswith("_") for c in table.columns)


def test_columns_that_are_not_decided_stay_as_they_were_read(read):
    rows = light([read("a/1.html", encoded(trs(FAZHI), "utf-8")), read("a/2.txt", txt(FAZHI.title, FAZHI.text)), read("b/3.txt", txt("新华区2021年法治政府建设工作报告", XINHUA)),
                  read("b/4.txt", txt("平顶山市卫东区2021年法治政府建设工作报告", XINHUA.replace("新华", "卫东")))])  # fmt: skip
    before = {row["source"]: row for row in rows}
    changed = {
        name
        for row in ingest.resolve(rows).reports
        for name, value in row.items()
        if before[row["source"]].get(name, "missing") != value
    }
    assert "region_code" in changed and changed <= set(ingest.DECIDED)
