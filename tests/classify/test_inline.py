"""A report written as a few long paragraphs can still be compared by topic and role: its inline items carry both."""

import pytest

from pipeline.classify import STEPS as CLASSIFY
from pipeline.profiles import load_all
from pipeline.segment import STEPS as SEGMENT
from pipeline.stage import Context
from pipeline.tables import frame

TEXT = (
    "云岭县2017年度法治政府建设工作报告\n现将2017年度法治政府建设工作情况报告如下：\n一、推进法治政府建设主要工作举措\n"
    "一年来，我县主要做了以下工作。一是加强组织领导。调整充实领导小组，印发工作要点，压实主体责任。"
    "二是深化行政审批制度改革。取消审批事项23项，承接41项，企业开办时间压缩一半。"
    "三是加强规范性文件监督管理。审查文件36件，清理废止8件，备案率100%。"
    "四是畅通复议渠道。收到行政复议申请19件，受理17件，审结15件。\n"
    "二、存在问题及下步工作安排\n"
    "存在的主要问题：一是执法力量薄弱。乡镇没有专职执法人员。二是法治宣传不深入。形式比较单一，农村还有盲区。\n"
    "下一步，我们将重点做好以下工作：一是充实执法力量。招录执法人员20名，开展轮训。"
    "二是创新法治宣传。运用新媒体开展精准普法。\n"
)
ITEMS = [
    ("加强组织领导", "achievements", "leadership"),
    ("深化行政审批", "achievements", "functions"),
    ("加强规范性文件", "achievements", "rulemaking"),
    ("畅通复议", "achievements", "disputes"),
    ("执法力量薄弱", "problems", "enforcement"),
    ("法治宣传不深入", "problems", "publicity"),
    ("充实执法力量", "plan", "enforcement"),
    ("创新法治宣传", "plan", "publicity"),
]


@pytest.fixture(scope="module")
def made():
    report = {"report_id": "r", "profile": "fazhi", "region": "云岭县", "level": "county", "year": 2017, "title": "报告",
              "source": "a.txt", "format": "txt", "sha256": "0", "text": TEXT, "term": False, "also": []}  # fmt: skip
    context = Context(load_all(), segmenter="char")
    found = {"reports": frame("reports", [report])}
    for step in (*SEGMENT, *CLASSIFY):
        corpus = step.merge([step.survey(found, context)], context) if step.survey and step.merge else None
        found |= step.run(found, Context(load_all(), corpus, segmenter="char"))
    return found


def test_each_item_has_a_role_and_a_topic_of_its_own(made):
    topics = made["topics"].set_index("section_id")
    given = []
    for item in made["items"].itertuples():
        words = TEXT[item.start + len(item.marker) : item.end]
        given.append(next((head, *topics.loc[item.item_id, ["role", "topic"]]) for head, _, _ in ITEMS if words.startswith(head)))  # fmt: skip
    assert given == ITEMS


def test_the_shares_follow_the_items(made):
    shares = made["topic_shares"]
    assert {t for _, _, t in ITEMS} <= set(shares["topic"])
    assert set(shares["role"]) >= {"achievements", "problems", "plan"}
    assert shares["share"].sum() == pytest.approx(1, abs=1e-4)
