"""Items followed into the next report: commitments, shortcomings, what both years report."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

import pandas as pd
import pytest

from pipeline import profiles
from pipeline.diff import links, links_rules
from pipeline.diff.links_evidence import FEATURES, evidence
from pipeline.diff.links_passages import sentences_of
from pipeline.diff.links_senses import senses_of
from pipeline.diff.links_shared import Pairing
from pipeline.diff.links_sides import side_of
from pipeline.diff.links_sources import sources_of
from pipeline.diff.links_status import status_of
from pipeline.diff.links_wording import wordings_of
from pipeline.stage import Context
from pipeline.tables import Tables, frame

FIRST = [
    (
        "主要工作",
        "disputes",
        ["全年收到行政复议申请86件，受理71件。", "建成乡镇公共法律服务工作站14个。", "开展民法典宣讲126场次。"],
    ),
    ("存在的问题", "none", ["执法人员法律知识更新不及时。", "案件听证场所尚未配备。", "下一步，将重点抓好以下工作："]),
    (
        "工作安排",
        "none",
        ["年内建成非诉讼纠纷解决中心。", "建设行政执法监督平台。", "建立典型案例库，每季度发布指导案例。"],
    ),
]
SECOND = [
    ("主要工作", "disputes", ["非诉讼纠纷解决中心6月挂牌运行。", "行政执法监督平台完成采购，目前正在进行系统调试。",
                          "收到行政复议申请104件，受理91件。", "听证场所不足的难题得到解决。", "举办民法典宣讲98场次。"]),
    ("存在的不足", "none", ["执法人员法律知识储备跟不上形势。", "数据共享仍有壁垒。"]),
]  # fmt: skip
ROLES = {"存在的问题": "problems", "存在的不足": "problems", "工作安排": "plan"}


def _words(tables: Tables) -> list[list[str]]:
    """The longest words known at each place of a sentence, as a segmenter would find them."""
    known = senses_of(profiles.load("fazhi")).number
    texts = dict(zip(tables["reports"]["report_id"], tables["reports"]["text"], strict=True))
    columns = (tables["sentences"][name] for name in ("report_id", "start", "end"))
    return [_longest(texts[report][start:end], known) for report, start, end in zip(*columns, strict=True)]


def _longest(text: str, known: Container[str]) -> list[str]:
    words = []
    while text:
        size = next((n for n in (5, 4, 3, 2) if text[:n] in known), 1)
        words.append(text[:size])
        text = text[size:]
    return words


@pytest.fixture
def two_years(tables_of) -> Tables:
    tables = tables_of({"id": "a", "year": 2020, "sections": FIRST}, {"id": "b", "year": 2021, "sections": SECOND})
    tables["sentences"]["words"] = _words(tables)
    role_of = {
        row["section_id"]: ROLES.get(row["heading"], "achievements") for row in tables["sections"].to_dict("records")
    }
    tables["topics"]["role"] = tables["topics"]["section_id"].map(role_of)
    shares = dict.fromkeys(
        ("cosine", "jaccard", "minimum_edit", "simple", "same_share", "edited_share", "added_share", "removed_share"),
        0.0,
    )
    pair = {"pair_id": "a~b", "a_report": "a", "b_report": "b", "relation": "year", **shares}
    return {**tables, "pairs": frame("pairs", [pair])}


@pytest.fixture
def found(two_years, known_profiles) -> list[tuple[str, str, str, str]]:
    texts = dict(zip(two_years["reports"]["report_id"], two_years["reports"]["text"], strict=True))
    rows = links.run(two_years, Context(known_profiles))["links"].to_dict("records")

    def said(row, side):
        start, end = row[f"{side}_start"], row[f"{side}_end"]
        return "" if pd.isna(start) else texts[side][int(start) : int(end)]

    return [(r["kind"], said(r, "a"), said(r, "b"), r["status"]) for r in rows]


CASES = [
    ("plan", "年内建成非诉讼纠纷解决中心。", "非诉讼纠纷解决中心6月挂牌运行。", "delivered"),
    ("plan", "建设行政执法监督平台。", "行政执法监督平台完成采购，目前正在进行系统调试。", "progress"),
    ("plan", "建立典型案例库，每季度发布指导案例。", "", "not_mentioned"),
    ("problem", "执法人员法律知识更新不及时。", "执法人员法律知识储备跟不上形势。", "recurring"),
    ("problem", "案件听证场所尚未配备。", "听证场所不足的难题得到解决。", "resolved"),
    ("counterpart", "全年收到行政复议申请86件，受理71件。", "收到行政复议申请104件，受理91件。", "same"),
]


@pytest.mark.parametrize("case", CASES, ids=[f"{c[0]}-{c[3]}" for c in CASES])
def test_items_are_followed(found, case):
    assert case in found


def test_what_no_sentence_reports_again_has_no_counterpart(found):
    assert not [row for row in found if row[0] == "counterpart" and "工作站" in row[1]]


def test_a_place_without_a_year_before_has_no_links(tables_of, known_profiles):
    tables = {**tables_of({"id": "a", "sections": FIRST}), "pairs": frame("pairs")}
    assert links.run(tables, Context(known_profiles))["links"].empty


@pytest.mark.parametrize(
    ("said", "role"),
    [("各位代表，过去一年的成绩来之不易。", "closing"), ("向全县人民表示衷心的感谢！", "closing"),
     ("今年是规划实施的开局之年。", "closing"), ("我们要以时不我待的干劲，干出一番事业。", "closing"),
     ("在县委的坚强领导下，我们较好完成了各项目标任务。", "closing"), ("发扬钉钉子的精神，改造农贸市场2个。", "achievements"),
     ("各位代表，我们清醒地认识到，发展中还存在不少困难和问题。", "problems"), ("办理代表建议96件。", "achievements")],
)  # fmt: skip
def test_what_is_said_to_those_assembled_reports_nothing(tables_of, known_profiles, said, role):
    tables = tables_of({"id": "a", "sections": [("主要工作", "none", ["开展普法宣讲。", said])]})
    sentences = sentences_of(sources_of(tables)["a"], links_rules.rules_of(known_profiles["gwr"]))
    assert sentences.role[-1] == role


def test_a_section_of_shortcomings_turns_to_plans(two_years, known_profiles):
    sentences = sentences_of(sources_of(two_years)["a"], links_rules.rules_of(known_profiles["fazhi"]))
    assert sentences.role[3:6] == ["problems", "problems", "plan"]


@pytest.mark.parametrize(
    ("result", "status"),
    [("综合服务中心建成启用。", "delivered"), ("综合服务中心建设稳步推进。", "progress"),
     ("综合服务中心正在办理前期手续。", "progress"), (None, "not_mentioned")],
)  # fmt: skip
def test_status(two_years, known_profiles, result, status):
    rules = links_rules.rules_of(known_profiles["fazhi"])
    plan = replace(sentences_of(sources_of(two_years)["a"], rules).passage(6), text="建设综合服务中心。")
    results = [replace(plan, text=result)] if result else []
    assert status_of(plan, results, (), rules, senses_of(known_profiles["fazhi"])) == status


def test_a_sentence_is_nearest_to_itself(two_years, known_profiles):
    profile = known_profiles["fazhi"]
    rules = links_rules.rules_of(profile)
    (wording,) = wordings_of([sentences_of(sources_of(two_years)["a"], rules)], senses_of(profile), rules)
    every = range(len(wording.sentences.text))
    features = evidence(Pairing(side_of(wording, every), side_of(wording, every)))
    assert list(features) == list(FEATURES)
    for name in ("rare", "like", "sense"):
        assert (features[name].argmax(axis=1) == list(every)).all(), name


def test_check_tells_of_a_broken_pattern(known_profiles):
    entry = {"pattern": "建成", "examples": ["竣工"], "counterexamples": ["建成"]}
    broken = replace(known_profiles["fazhi"], data={"links": {"pattern": {"done": entry}}})
    assert len(links_rules.check(broken)) == 2


def test_check_tells_of_needs_that_an_example_lacks(known_profiles):
    entry = {"pattern": "建成|竣工", "needs": ["建成"], "examples": ["建成", "竣工"], "counterexamples": []}
    broken = replace(known_profiles["fazhi"], data={"links": {"pattern": {"done": entry}}})
    assert [complaint.split(": ")[1] for complaint in links_rules.check(broken)] == [
        "example 竣工 has no word of needs"
    ]


def test_words_looked_for_first_lose_nothing(known_profiles):
    rules = links_rules.rules_of(known_profiles["fazhi"])
    for name in rules.needs:
        texts = ["全年办理案件86件。", *known_profiles["fazhi"].data["links"]["pattern"][name]["examples"], "问题。"]
        assert rules.found_in(name, texts) == [
            n for n, text in enumerate(texts) if rules.patterns[name].search(text)
        ], name


@pytest.mark.parametrize(("role", "read"), [("problems", ["执法力量不足。"]), ("achievements", [])])
def test_a_shortcoming_may_be_a_line_that_looks_like_a_heading(tables_of, known_profiles, role, read):
    tables = tables_of({"id": "a", "sections": [("", "none", ["执法力量不足。"])]})
    tables["sections"][["heading", "heading_start", "heading_end"]] = ["执法力量不足", 0, 6]
    tables["topics"]["role"] = role
    rules = links_rules.rules_of(known_profiles["fazhi"])
    assert list(sentences_of(sources_of(tables)["a"], rules).text) == read


def test_what_owns_up_on_a_line_of_its_own_announces_those_that_follow(tables_of, known_profiles):
    said = [
        "开展普法宣讲。",
        "同时，我们也看到差距：",
        "一是执法力量不足；",
        "二是案卷质量不高。",
        "全面推进依法行政。",
        "办理代表建议96件。",
    ]
    tables = tables_of({"id": "a", "sections": [("主要工作", "none", said)]})
    sentences = sentences_of(sources_of(tables)["a"], links_rules.rules_of(known_profiles["fazhi"]))
    assert list(sentences.role) == ["achievements", *["problems"] * 3, *["achievements"] * 2]


@pytest.mark.parametrize(("last", "listed"), [([], True), (["全年办理代表建议96件。"], False)])
def test_what_owns_up_at_a_sections_end_announces_the_sections_behind_it(tables_of, known_profiles, last, listed):
    first = ("主要工作", "none", ["开展普法宣讲。", "同时，我们也看到差距：", *last])
    behind = [("执法力量", "none", ["基层执法人员40名。"]), ("案卷质量", "none", ["案卷文书120份。"])]
    done = ("建议提案", "none", ["全面推进依法行政。"])
    tables = tables_of({"id": "a", "sections": [first, *behind, done]})
    sentences = sentences_of(sources_of(tables)["a"], links_rules.rules_of(known_profiles["fazhi"]))
    assert list(sentences.role)[2 + len(last) :] == [*["problems" if listed else "achievements"] * 2, "achievements"]
