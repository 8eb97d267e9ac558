import tomllib

import pandas as pd
import pytest

from pipeline import profiles
from pipeline.extract.discover import discover
from pipeline.extract.discover_entry import render
from pipeline.extract.indicators_check import check_indicators
from pipeline.profiles import Profile

GWR = profiles.load("gwr")


def figures(*rows):
    columns = ["report_id", "name", "unit", "kind", "indicator"]
    data = pd.DataFrame(rows, columns=columns)
    return data.assign(start=4, end=6)


UNMATCHED = figures(
    ("a", "新增社区图书馆", "座", "level", None),
    ("b", "全年新增社区图书馆", "座", "level", None),
    ("c", "共新增各类社区图书馆", "座", "level", None),
    ("a", "新增社区图书馆", "座", "level", None),
    ("a", "某种罕见之物", "只", "level", None),
    ("a", "地区生产总值", "元", "level", "gdp"),
    ("b", "地区生产总值", "元", "level", "gdp"),
    ("c", "地区生产总值", "元", "level", "gdp"),
)


def test_recurring_names_are_clustered_and_known_figures_left_out():
    (found,) = discover(UNMATCHED, GWR)
    assert (found.name, len(found.reports), len(found.places)) == ("新增社区图书馆", 3, 4)


@pytest.mark.parametrize(("least", "count"), [(1, 1), (3, 1), (4, 0)])
def test_a_proposal_needs_enough_reports(least, count):
    assert len(discover(UNMATCHED, GWR, least)) == count


def test_units_keep_figures_apart():
    mixed = figures(*[(r, "建设停车场", unit, "level", None) for r in "abc" for unit in ("个", "平方米")])
    assert len(discover(mixed, GWR)) == 2


TEXTS = {"a": "全年社区图书馆12座。", "b": "x" * 9, "c": "y" * 9}


def pasted(text):
    """The registry of the work report with the proposals pasted in."""
    new = tomllib.loads(text).get("indicator", {})
    data = {**GWR.data["indicators"], "indicator": {**GWR.data["indicators"]["indicator"], **new}}
    return new, Profile("toy-pasted", {**GWR.data, "indicators": data}, GWR.lists)


def test_a_proposal_passes_its_check_when_it_is_pasted():
    text = render(discover(UNMATCHED, GWR), TEXTS, GWR)
    assert "# 3 reports, 4 figures" in text
    assert "全年社区图书馆12座。" in text
    new, profile = pasted(text)
    assert list(new) == ["new_community_libraries"]
    assert new["new_community_libraries"]["name_en"] == "New community libraries"
    assert check_indicators(profile) == []


def test_levels_and_changes_of_one_name_are_one_proposal():
    rows = [(r, "港口吞吐量", unit, kind, None) for r in "abc" for unit, kind in (("吨", "level"), ("%", "change"))]
    (found,) = discover(figures(*rows), GWR)
    new, profile = pasted(render([found], TEXTS, GWR))
    (entry,) = new.values()
    assert (entry["measures"], entry["units"]) == (["level", "change"], {"吨": "吨"})
    assert check_indicators(profile) == []


def test_a_word_put_in_is_the_same_figure_and_another_word_is_not():
    rows = [
        (r, name, "%", "change", None) for r in "abc" for name in ("万元产值水耗", "万元产值电耗", "万元工业产值水耗")
    ]
    assert sorted(p.name for p in discover(figures(*rows), GWR)) == ["万元产值水耗", "万元产值电耗"]


def test_names_that_fit_one_another_and_figures_without_proof_are_left_to_a_person():
    rows = [
        (r, name, unit, "level", None)
        for r in "abc"
        for name, unit in (("新建驿站", "座"), ("新建驿站", "处"), ("？？？", "处"))
    ]
    text = render(discover(figures(*rows), GWR), TEXTS, GWR)
    assert "fits newly_built above too" in text
    assert len(tomllib.loads(text)["indicator"]) == 1


def test_a_bare_number_gets_a_unit():
    text = render(discover(figures(*[(r, "某某指数", "", "level", None) for r in "abc"]), GWR), TEXTS, GWR)
    new, profile = pasted(text)
    assert all(entry["unit"] == "个" for entry in new.values())
    assert check_indicators(profile) == []


def test_cells_of_tables_are_not_proposed():
    assert discover(figures(*[(r, "予以公开·自然人", "件", "level", None) for r in "abc"]), GWR) == []
