"""ZIP of reports: what manifests inside and beside it state reaches the member that they name."""

from __future__ import annotations

import doctest
import io
import zipfile

from pipeline.ingest import marks, saved, stated_of_members
from tests.ingest.bodies import BODIES, FAZHI

REPORT, OTHER = (f"{body.title}\n{body.text}" for body in BODIES)


def zipped(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2022, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def years(reading):
    return {row["source"]: row["year"] for row in reading.reports}


def test_manifest_beside_the_zip(read):
    lines = {
        "a.zip/b/x.txt": {"year": "2001"},
        "a.zip!/y.txt": {"year": "2002"},
        "aa.zip/y.txt": {"year": "2003"},
        "z.txt": {},
    }
    facts = stated_of_members("a.zip", lines)
    assert years(read("a.zip", zipped({"b/x.txt": REPORT, "y.txt": OTHER}), **facts)) == {
        "a.zip!/b/x.txt": 2001,
        "a.zip!/y.txt": 2002,
    }


def test_manifest_inside_the_zip_and_the_one_beside_it_wins(read):
    inside = "source,year,published\nx.txt,2001,2002-03-04\ny.txt,2005,\n"
    data = zipped({"b/manifest.csv": inside, "b/x.txt": REPORT, "b/y.txt": OTHER})
    reading = read("a.zip", data, **stated_of_members("a.zip", {"a.zip/b/y.txt": {"year": "2006"}}))
    assert years(reading) == {"a.zip!/b/x.txt": 2001, "a.zip!/b/y.txt": 2006}
    assert reading.reports[0]["published"] == "2002-03-04" and not reading.rejected


def test_a_line_for_the_zip_holds_for_all_members_that_have_none(read):
    data = zipped({"manifest.csv": "source,year\nx.txt,2001\n", "x.txt": REPORT, "y.txt": OTHER})
    assert years(read("a.zip", data, year="1999")) == {"a.zip!/x.txt": 2001, "a.zip!/y.txt": 1999}


def test_a_manifest_that_can_not_be_used_is_told_with_the_line(read):
    reading = read("a.zip", zipped({"manifest.csv": "source,year\nx.txt,20\n", "x.txt": REPORT, "README.md": "# x"}))
    assert [r["title"] for r in reading.reports] == [FAZHI.title]
    (row,) = reading.rejected
    assert row["source"] == "a.zip!/manifest.csv" and "第 2 行" in row["detail"]


def test_what_serves_a_saved_page_is_no_file_of_its_own(read):
    page = f"<html><body><h1>{FAZHI.title}</h1>{''.join(f'<p>{text}</p>' for text in FAZHI.paragraphs)}</body></html>"
    data = zipped(
        {
            "甲/报告.html": page,
            "甲/报告_files/a.js": "var a=1",
            "甲/报告_files/b/c.png": b"\x89PNG\r\n\x1a\n",
            "乙_files/x.css": "p{}",
        }
    )
    reading = read("a.zip", data)
    assert [row["source"] for row in reading.reports] == ["a.zip!/甲/报告.html"]
    assert [row["source"] for row in reading.rejected] == ["a.zip!/乙_files/x.css"]


def test_examples_in_docstrings():
    assert doctest.testmod(saved).failed == 0 and doctest.testmod(marks).failed == 0
