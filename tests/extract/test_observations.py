import pandas as pd
import pytest

from pipeline import profiles
from pipeline.extract.indicators_registry import registry
from pipeline.extract.observations import outside_glossaries, read_observations

GWR = profiles.load("gwr")
TEXT = "地区生产总值数。" + "其" * 60


def quantity(value, **changes):
    return {
        "sentence_id": "t", "start": 6, "end": 7, "value": value, "unit": "元", "kind": "level", "approx": "exact",
        "period": "year", "ref_year": 2020, "name": "地区生产总值", "base": "", "scope": "", "indicator": None,
        "part_of": None, **changes,
    }  # fmt: skip


def observe(*quantities, **changes):
    report = {"report_id": "r", "profile": "gwr", "region": "云岭县", "region_code": None, "level": "county",
              "year": 2020, "text": TEXT, **changes}  # fmt: skip
    return read_observations(report, list(quantities), {"t": (0, len(TEXT))}, GWR)


def values(rows):
    return [(row["measure"], row["ref_year"], row["value"]) for row in rows]


CHANGE = {"kind": "change", "unit": "%"}
CASES = [
    ("level", [quantity(5e10)], [("level", 2020, 5e10)]),
    ("change", [quantity(8.1, **CHANGE)], [("change", 2020, 8.1)]),
    ("target", [quantity(7.0, period="plan", ref_year=2021, **CHANGE)], [("target_change", 2021, 7.0)]),
    ("target level", [quantity(6e10, period="plan", ref_year=2021)], [("target_level", 2021, 6e10)]),
    ("far target", [quantity(9e10, period="plan", ref_year=2025)], []),
    ("last year's figure", [quantity(4e10, period="other", ref_year=2019)], [("level", 2019, 4e10)]),
    ("a span", [quantity(4e10, period="other", ref_year=None)], []),
    ("against 2010", [quantity(86.0, base="2010年", **CHANGE)], []),
    ("against the year before", [quantity(8.0, base="2019年", **CHANGE)], [("change", 2020, 8.0)]),
    ("against last year", [quantity(8.0, base="上年", **CHANGE)], [("change", 2020, 8.0)]),
    ("a part of a total", [quantity(5e10), quantity(3e10, start=8, end=9, part_of=6)], [("level", 2020, 5e10)]),
    ("a part of the place, told after it", [quantity(5e10), quantity(3e10, start=50, end=51)], [("level", 2020, 5e10)]),
    (
        "a part of the place, told before the figure that grows",
        [quantity(3e10), quantity(5e10, start=50, end=54), quantity(8.1, start=57, end=60, **CHANGE)],
        [("level", 2020, 5e10), ("change", 2020, 8.1)],
    ),
    (
        "another basis",
        [quantity(5e10), quantity(4.2e10, start=50, end=51)],
        [("level", 2020, 5e10), ("level", 2020, 4.2e10)],
    ),
    ("points", [quantity(2.0, kind="change", unit="个百分点")], []),
    ("wrong unit", [quantity(5.0, unit="家")], []),
    ("another area", [quantity(5e12, scope="全市")], []),
    ("own area", [quantity(5e10, scope="全县")], [("level", 2020, 5e10)]),
    ("twice", [quantity(5e10), quantity(5e10, start=7)], [("level", 2020, 5e10)]),
    ("threshold and figure", [quantity(5e10, approx="more"), quantity(5.12e10)], [("level", 2020, 5.12e10)]),
    ("figure and rounding", [quantity(5.1234e10), quantity(5.12e10)], [("level", 2020, 5.1234e10)]),
    ("two values", [quantity(5.12e10), quantity(5.31e10)], [("level", 2020, 5.12e10), ("level", 2020, 5.31e10)]),
    ("two currencies", [quantity(5e10), quantity(5e10, unit="美元")], [("level", 2020, 5e10)] * 2),
    (
        "rough range",
        [quantity(6.0, **CHANGE), quantity(6.5, approx="about", start=8, end=9, **CHANGE)],
        [("change", 2020, 6.0), ("change", 2020, 6.5)],
    ),
    ("range", [quantity(6.5, **CHANGE), quantity(7.0, **CHANGE)], [("change", 2020, 6.5), ("change", 2020, 7.0)]),
]


@pytest.mark.parametrize(("quantities", "want"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_observations(quantities, want):
    assert values(observe(*quantities)) == want


def test_the_whole_city_is_a_county_level_citys_own():
    assert observe(quantity(5e10, scope="全市"), region="云岭市")
    assert not observe(quantity(5e10, scope="全省"), region="云岭市")


def test_the_quantity_learns_its_indicator_and_the_row_keeps_its_evidence():
    mine, other = quantity(5e10), quantity(5.0, unit="家")
    row = observe(mine, other)[0]
    assert (mine["indicator"], other["indicator"]) == ("gdp", None)
    assert (row["report_id"], row["start"], row["end"], row["region"]) == ("r", 6, 7, "云岭县")


def test_a_profile_without_a_registry_observes_nothing():
    other = profiles.load("other")
    report = {"report_id": "r", "profile": "other", "region": "", "region_code": None, "level": "county", "year": 2020,
              "text": TEXT}  # fmt: skip
    assert read_observations(report, [quantity(1.0)], {"t": (0, 1)}, other) == []
    assert registry(other).indicators == {}


def test_what_stands_behind_of_which_is_a_part():
    assert values(
        observe(quantity(5e10, start=0, end=2), quantity(4.9e10, start=5, end=7), text="甲乙，其中丙丁" + TEXT)
    ) == [("level", 2020, 5e10)]


def test_a_part_of_the_place_is_no_figure_of_the_indicator():
    own, part = quantity(5e10), quantity(3e10, start=50, end=51)
    observe(own, part)
    assert (own["indicator"], part["indicator"]) == ("gdp", None)


def test_sections_that_explain_words_state_nothing():
    sections = pd.DataFrame(
        [{"heading": "工作回顾", "start": 0, "end": 5}, {"heading": "名词解释", "start": 5, "end": 9}]
    )
    rows = [quantity(1.0, start=2), quantity(2.0, start=6)]
    assert outside_glossaries(rows, sections, GWR) == rows[:1]
