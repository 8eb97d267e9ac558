"""What tells a kept commitment from one that goes on."""

from __future__ import annotations

import pytest

from pipeline import profiles
from pipeline.diff.links_figures import kept
from pipeline.diff.links_passages import Figure, Passage
from pipeline.diff.links_rules import rules_of
from pipeline.diff.links_senses import senses_of
from pipeline.diff.links_signs import SIGNS, signs, taken_up
from pipeline.diff.links_status import status_of

PROFILE = profiles.load("gwr")
RULES, SENSES = rules_of(PROFILE), senses_of(PROFILE)


def _passage(text: str, *figures: tuple[str, str, float, str]) -> Passage:
    told = (Figure(raw, value, unit, "level", "exact", name, "") for raw, name, value, unit in figures)
    return Passage(0, len(text), "plan", "none", text, tuple(told))


def _signs(plan: Passage, *results: Passage) -> dict[str, float]:
    return dict(signs(plan, results, kept(plan, results, RULES), RULES, SENSES))


def _status(plan: Passage, *results: Passage) -> str:
    return status_of(plan, results, kept(plan, results, RULES), RULES, SENSES)


@pytest.mark.parametrize(
    ("plan", "result", "status"),
    [("建成区体育公园。", "区体育公园建成开放。", "delivered"),
     ("建成区体育公园。", "区体育公园主体结构封顶。", "progress"),
     ("推进客运站扩建工程。", "客运站扩建工程有序推进。", "progress"),
     ("推进客运站扩建工程。", "客运站扩建工程竣工投用。", "delivered"),
     ("深入开展安全生产专项整治。", "开展安全生产专项整治18次，整改隐患320处。", "delivered"),
     ("自觉接受人大监督、政协监督，办好建议提案。", "自觉接受人大、政协监督，办理建议提案96件。", "delivered"),
     ("争创国家卫生县城。", "国家卫生县城创建稳步推进。", "progress"),
     ("建设智慧停车平台。", "智慧停车平台完成招标，目前正在调试。", "progress"),
     ("建成敬老院，新建图书馆，开通公交专线，改造农贸市场，扩建水厂。", "敬老院主体完工。", "progress")],
)  # fmt: skip
def test_status(plan, result, status):
    assert _status(_passage(plan), _passage(result.replace("，", ","))) == status


def test_without_a_result_nothing_is_told():
    assert _status(_passage("建成区体育公园。")) == "not_mentioned"


def test_a_target_missed_is_no_delivery():
    plan = _passage("新增学位3000个。", ("3000个", "新增学位", 3000, "个"))
    met, missed = (_passage(f"新增学位{n}个。", (f"{n}个", "新增学位", n, "个")) for n in (3200, 2100))
    assert [_status(plan, met), _status(plan, missed)] == ["delivered", "progress"]
    assert [_signs(plan, result)["missed"] for result in (met, missed)] == [0.0, 1.0]


def test_signs_are_named_and_lie_between_none_and_all():
    found = _signs(_passage("建成区体育公园,推进客运站扩建。"), _passage("客运站扩建加快推进。"))
    assert tuple(found) == SIGNS
    assert all(0 <= value <= 1 for name, value in found.items() if name != "firm")


def test_a_second_result_takes_up_what_the_first_leaves():
    plan = _passage("建成区体育公园,推进凤鸣路客运站扩建。")
    one, both = (_passage("体育公园开放。"),), (_passage("体育公园开放。"), _passage("凤鸣路客运站扩建工程竣工。"))
    assert _signs(plan, *both)["taken"] > _signs(plan, *one)["taken"]
    assert [each.result for each in taken_up(plan, both, RULES, SENSES)] == [result.text for result in both]


def test_a_beginning_that_was_promised_is_an_end():
    begun = _passage("凤鸣路客运站扩建主体封顶。")
    promised, more = (_signs(_passage(plan), begun) for plan in ("启动凤鸣路客运站扩建。", "建成凤鸣路客运站扩建。"))
    assert [found["partly"] for found in (promised, more)] == [0.0, 1.0]
    assert [found["under_way"] for found in (promised, more)] == [0.0, 1.0]


def test_what_the_plan_itself_calls_a_part_is_not_unfinished():
    assert _signs(_passage("建成凤鸣路客运站一期。"), _passage("凤鸣路客运站一期通车。"))["partly"] == 0.0


def test_plans_and_results_of_marks_alone_are_no_error():
    assert _status(_passage("。"), _passage("。")) in ("delivered", "progress")
