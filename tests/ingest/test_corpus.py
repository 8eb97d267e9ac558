"""The shared corpus of real reports: place, year, level and genre of every file, traps as told, pages clean."""

from __future__ import annotations

import re

import pytest

from pipeline import ingest
from pipeline.ingest.blocks import parse
from pipeline.ingest.maintext import body_lines
from pipeline.ingest.page import Page

pytestmark = pytest.mark.corpus

PLACES = {"futian": ("440304", "county"), "hailar": ("150702", "county"), "luohu": ("440303", "county"), "nanshan": ("440305", "county"), "shenzhen": ("440300", "prefecture"),
          "yantian": ("440308", "county"), "longhua": ("440309", "county"), "xinhua": ("410402", "county"), "hongze": ("320813", "county")}  # fmt: skip
GENRES = {"gwr": "gwr", "fazhi": "fazhi", "openness": "openness"}


def test_every_report_of_the_corpus(shared, read):
    root = shared / "corpus" / "raw"
    rows = [
        row
        for path in sorted(root.rglob("*.*"))
        for row in read(path.relative_to(root).as_posix(), path.read_bytes()).reports
    ]
    found = ingest.resolve([{k: v for k, v in row.items() if k != "text"} for row in rows]).reports
    assert len(found) == len(list(root.rglob("*.*"))) == 68
    for row in found:
        genre, place, year = re.fullmatch(r"\w+/(\w+)-(\w+)-(\d{4}).*", row["source"]).groups()
        told = (row["profile"], row["region_code"], row["level"], row["year"])
        assert told == (GENRES[genre], *PLACES[place], int(year) - (genre == "gwr")), row["source"]
        assert row["term"] or "_b" not in row["source"]


def test_labelled_text_is_kept(shared, one):
    from tests.ingest.measure import bare

    for path in sorted((shared / "gold" / "docs").glob("*.txt")):
        label, text = bare(path.read_text("utf-8")), bare(one(path.name, path.read_bytes())["text"])
        assert len(text) >= 0.98 * len(label), path.name


@pytest.mark.parametrize(("name", "reason"), [("another-genre.txt", "not_a_report"), ("navigation-only.txt", "no_body"), ("text-layer-is-nonsense.pdf", "not_a_report")])  # fmt: skip
def test_traps_are_refused(shared, refusal, name, reason):
    assert refusal(name, (shared / "corpus" / "traps" / name).read_bytes()) == reason


def test_trap_of_mojibake_from_the_middle_is_read_with_its_lost_characters_marked(shared, read):
    reading = read("a.txt", (shared / "corpus" / "traps" / "mojibake-from-the-middle.txt").read_bytes())
    text = reading.reports[0]["text"]
    (mended,) = [p for p in reading.problems if p["code"] == "mojibake_mended"]
    assert mended["end"] - mended["start"] > 0.7 * len(text) and text.count("\ufffd") < 0.02 * len(text)
    assert "全面建设小康社会" in text[mended["start"] :] or "社会主义" in text[mended["start"] :]


def test_trap_of_two_bodies(shared, read):
    reading = read("a.txt", (shared / "corpus" / "traps" / "body-twice.txt").read_bytes())
    text = reading.reports[0]["text"]
    assert "body_twice" in [p["code"] for p in reading.problems]
    assert text.count(text.split("\n")[3]) == 1


@pytest.mark.parametrize(("name", "first", "last", "noise"), [
    ("shanxi-gov-news.html", "图为山西品牌丝路行", "（张巨峰）", ("分享", "责任编辑", "首页")),
    ("zhejiang-fgw-note.html", "1-10月", "（德清县发改局）", ("打印", "浏览", "首页")),
])  # fmt: skip
def test_saved_pages_come_out_clean(shared, language, name, first, last, noise):
    tree = parse((shared / "corpus" / "pages" / name).read_text("utf-8"))
    lines = [line.strip() for line in body_lines(Page(tree), language)]
    assert lines[0].startswith(first) and lines[-1].endswith(last)
    assert not any(word in line for word in noise for line in lines)
