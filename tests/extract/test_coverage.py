from pipeline import profiles
from pipeline.extract.coverage import read_coverage
from pipeline.extract.indicators import registry

GWR = profiles.load("gwr")


def test_stated_mentioned_and_absent_are_told_apart():
    rows = read_coverage("r", "进出口总额保持增长。", [{"indicator": "gdp"}, {"indicator": "gdp"}], GWR)
    status = {row["indicator"]: (row["status"], row["count"]) for row in rows}
    assert status["gdp"] == ("stated", 2)
    assert status["trade_total"] == ("not_stated", 0)
    assert status["pm25"] == ("absent", 0)


def test_every_indicator_has_its_row_in_order():
    assert [row["indicator"] for row in read_coverage("r", "", [], GWR)] == list(registry(GWR).indicators)
