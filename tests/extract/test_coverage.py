import pytest

from pipeline import profiles
from pipeline.extract.coverage import read_coverage
from pipeline.extract.indicators_registry import registry

GWR = profiles.load("gwr")


def test_stated_mentioned_and_absent_are_told_apart():
    rows = read_coverage("r", "进出口总额保持增长。", [{"indicator": "gdp"}, {"indicator": "gdp"}], GWR)
    status = {row["indicator"]: (row["status"], row["count"]) for row in rows}
    assert status["gdp"] == ("stated", 2)
    assert status["trade_total"] == ("not_stated", 0)
    assert status["pm25"] == ("absent", 0)


def test_every_indicator_has_its_row_in_order():
    assert [row["indicator"] for row in read_coverage("r", "", [], GWR)] == list(registry(GWR).indicators)


@pytest.mark.parametrize(
    ("text", "indicator", "status"),
    [
        ("推动自主研发，高新产业占比提高。", "rd_share", "absent"),
        ("全社会研发投入占GDP比重稳步提高。", "rd_share", "not_stated"),
        ("农民专业合作社增收。" + "甲" * 40 + "居民收入增长。", "rural_income", "absent"),
    ],
)
def test_a_subject_is_named_within_a_clause(text, indicator, status):
    assert {row["indicator"]: row["status"] for row in read_coverage("r", text, [], GWR)}[indicator] == status
