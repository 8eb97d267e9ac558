import time

import pytest

from pipeline import profiles
from pipeline.extract.citations import check_citations, kind_of, read_citations, rules

PROFILE = profiles.load("fazhi")

SPANS = [
    ("落实《云岭县政务公开办法》。", [("《云岭县政务公开办法》", "云岭县政务公开办法", "", "local")]),
    (
        "《关于印发〈应急预案〉的通知》",
        [("《关于印发〈应急预案〉的通知》", "关于印发〈应急预案〉的通知", "", "notice")],
    ),
    (
        "《关于印发《应急预案》的通知》",
        [("《关于印发《应急预案》的通知》", "关于印发《应急预案》的通知", "", "notice")],
    ),
    (
        "《关于加强监督的意见》（云发〔2021〕5号）要求",
        [("《关于加强监督的意见》（云发〔2021〕5号）", "关于加强监督的意见", "云发〔2021〕5号", "policy")],
    ),
    (
        "根据云政发[2021]5号《关于加强监督的意见》",
        [("云政发[2021]5号《关于加强监督的意见》", "关于加强监督的意见", "云政发[2021]5号", "policy")],
    ),
    ("按照云府规〔2020〕3号文件执行", [("云府规〔2020〕3号", "", "云府规〔2020〕3号", "number")]),
    (
        "《行政处罚法》《行政许可法》",
        [("《行政处罚法》", "行政处罚法", "", "law"), ("《行政许可法》", "行政许可法", "", "law")],
    ),
    (
        "《中华人民共和国\u3000行政复议法》",
        [("《中华人民共和国\u3000行政复议法》", "中华人民共和国行政复议法", "", "law")],
    ),
    ("没有合上的《标题，后面又有《宪法》。", [("《宪法》", "宪法", "", "law")]),
    ("《断行\n的标题》", []),
    ("》反了《", []),
    ("《》", []),
]


@pytest.mark.parametrize(("text", "want"), SPANS)
def test_citations_of_a_text(text, want):
    rows = read_citations("r", text, PROFILE)
    assert [(text[r["start"] : r["end"]], r["title"], r["doc_number"], r["kind"]) for r in rows] == want


@pytest.mark.parametrize("profile", profiles.ids())
def test_every_entry_holds_on_its_examples(profile):
    assert check_citations(profiles.load(profile)) == []


@pytest.mark.parametrize(("title", "kind"), [("云岭县“十四五”规划纲要（2021—2025年）", "plan"), ("云岭新闻", "other")])
def test_brackets_behind_a_title_do_not_decide(title, kind):
    assert kind_of(title, rules(PROFILE)) == kind


@pytest.mark.parametrize("piece", ["《", "》", "委", "〔2020〕", "令第12", "《a》"])
def test_a_megabyte_of_marks_takes_linear_time(piece):
    start = time.process_time()
    read_citations("r", piece * (300_000 // len(piece)), PROFILE)
    assert time.process_time() - start < 3
