import pytest

from pipeline import profiles
from pipeline.extract.coverage import read_coverage
from pipeline.extract.indicators_registry import registry

GWR = profiles.load("gwr")


def covered(text, observations=()):
    """Indicator -> status and count."""
    found = read_coverage("r", text, observations, GWR)
    assert set(found["report_id"]) == {"r"}
    return dict(zip(found["indicator"], zip(found["status"], found["count"], strict=True), strict=True))


def test_stated_mentioned_and_absent_are_told_apart():
    status = covered("进出口总额保持增长。", [{"indicator": "gdp"}, {"indicator": "gdp"}])
    assert status["gdp"] == ("stated", 2)
    assert status["trade_total"] == ("not_stated", 0)
    assert status["pm25"] == ("absent", 0)


def test_every_indicator_has_its_row_in_order():
    assert list(covered("")) == list(registry(GWR).indicators)


@pytest.mark.parametrize(
    ("text", "indicator", "status"),
    [
        ("推动自主研发，高新产业占比提高。", "rd_share", "absent"),
        ("全社会研发投入占GDP比重稳步提高。", "rd_share", "not_stated"),
        ("农民专业合作社增收。" + "甲" * 40 + "居民收入增长。", "rural_income", "absent"),
    ],
)
def test_a_subject_is_named_within_a_clause(text, indicator, status):
    assert covered(text)[indicator] == (status, 0)
