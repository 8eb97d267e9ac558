import tomllib

import pandas as pd
import pytest

from pipeline import profiles
from pipeline.extract.discover import discover, render
from pipeline.extract.indicators_check import check_indicators
from pipeline.profiles import Profile

GWR = profiles.load("gwr")


def figures(*rows):
    columns = ["report_id", "name", "unit", "kind", "indicator"]
    data = pd.DataFrame(rows, columns=columns)
    return data.assign(start=4, end=6)


UNMATCHED = figures(
    ("a", "新增养老床位", "张", "level", None),
    ("b", "全年新增养老床位", "张", "level", None),
    ("c", "共新增各类养老床位", "张", "level", None),
    ("a", "新增养老床位", "张", "level", None),
    ("a", "某种罕见之物", "只", "level", None),
    ("a", "地区生产总值", "元", "level", "gdp"),
    ("b", "地区生产总值", "元", "level", "gdp"),
    ("c", "地区生产总值", "元", "level", "gdp"),
)


def test_recurring_names_are_clustered_and_known_figures_left_out():
    (found,) = discover(UNMATCHED, GWR)
    assert (found.name, len(found.reports), len(found.places)) == ("新增养老床位", 3, 4)


@pytest.mark.parametrize(("least", "count"), [(1, 1), (3, 1), (4, 0)])
def test_a_proposal_needs_enough_reports(least, count):
    assert len(discover(UNMATCHED, GWR, least)) == count


def test_units_keep_figures_apart():
    mixed = figures(*[(r, "建设停车场", unit, "level", None) for r in "abc" for unit in ("个", "平方米")])
    assert len(discover(mixed, GWR)) == 2


def test_the_proposal_is_toml_that_the_registry_reads_once_examples_are_written():
    text = render(discover(UNMATCHED, GWR), {"a": "全年养老床位12张。", "b": "x" * 9, "c": "y" * 9})
    assert "# 3 reports, 4 figures" in text
    assert "全年养老床位12张。" in text
    entry = tomllib.loads(text)["indicator"]["new_1"]
    entry |= {"name_en": "Beds", "definition": "床位",
              "examples": [{"text": "新增养老床位12张。", "value": 12.0, "measure": "level", "year": 2020}],
              "counterexamples": ["新增停车位12个。"]}  # fmt: skip
    data = {**GWR.data["indicators"], "indicator": {"beds": entry}}
    assert check_indicators(Profile("toy-discover", {**GWR.data, "indicators": data}, GWR.lists)) == []
