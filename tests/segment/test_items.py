"""Inline items: markers that count on, with their spans; look-alikes are none."""

import pytest

from pipeline.profiles import load
from pipeline.segment.items import items

CASES = [
    ("要求：一是严。二是实。三是快。", ["一是严。", "二是实。", "三是快。"]),
    ("存在不足：一是认识不够；二是力量不足。", ["一是认识不够；", "二是力量不足。"]),
    ("一是加强学习。培训3次。\n二是加强执法。检查5次。", ["一是加强学习。培训3次。", "二是加强执法。检查5次。"]),
    ("一要抓紧，二要抓实，三要抓好。", ["一要抓紧，", "二要抓实，", "三要抓好。"]),
    ("首先，加强领导。其次，完善制度。最后，强化考核。", ["首先，加强领导。", "其次，完善制度。", "最后，强化考核。"]),
    ("第一，提高认识。第二，抓好落实。", ["第一，提高认识。", "第二，抓好落实。"]),
    ("步骤为：①登记。②审查。③决定。", ["①登记。", "②审查。", "③决定。"]),
    ("包括：（1）登记；（2）审查。", ["（1）登记；", "（2）审查。"]),
    ("　　一是甲。　　二是乙。　", ["一是甲。", "二是乙。"]),
    ("一是甲。\n过渡段落。\n二是乙。", ["一是甲。", "二是乙。"]),
    ("其一，人少。其二，钱少。", ["其一，人少。", "其二，钱少。"]),
    ("一是严格执法。检查12次；二是甲；一是重新开始。二是继续。", None),
    ("一是严格执法。", []),
    ("一直是重点。二次开发。", []),
    ("统一是关键，第二是落实。", []),
    ("第一季度增长3%，第二季度增长5%。", []),
    ("新增1.5万人、2.6万户。", []),
    ("该项工作十分重要。最后要抓好落实。", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:12] for text, _ in CASES])
def test_items(text, expected):
    got = [text[i.start : i.end] for i in items(text, load("fazhi"))]
    assert got == (
        expected if expected is not None else ["一是严格执法。检查12次；", "二是甲；", "一是重新开始。", "二是继续。"]
    )


def test_the_marker_is_kept_as_it_is_written():
    assert [i.marker for i in items("首先，甲。其次，乙。", load("fazhi"))] == ["首先", "其次"]
