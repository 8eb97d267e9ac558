"""What a report says of last year is held against last year's own report: the invented claims of past_claims.toml."""

from __future__ import annotations

import doctest
import tomllib
from pathlib import Path

import pytest

from pipeline.diff import findings_meetings
from tests.diff.one_report import findings_over_years

CLAIMS = tomllib.loads((Path(__file__).parent / "past_claims.toml").read_text("utf-8"))["claim"]
NOT_YET = pytest.mark.xfail(strict=True, reason="not yet found")


def slipped(figure: str) -> str:
    """Another figure of as many decimals, a tenth more."""
    return f"{float(figure) * 1.1:.{len(figure.partition('.')[2])}f}"


@pytest.mark.parametrize("claim", [pytest.param(claim, id=claim["now"][:20]) for claim in CLAIMS])
def test_a_claim_that_agrees_gives_nothing(claim, known_profiles):
    assert findings_over_years([claim["then"], claim["now"]], known_profiles, claim["genre"]) == []


@pytest.mark.parametrize("claim", [pytest.param(claim, id=claim["now"][:20], marks=[NOT_YET] if claim.get("not_yet") else [])
                                   for claim in CLAIMS])  # fmt: skip
def test_the_same_claim_is_found_where_last_year_told_otherwise(claim, known_profiles):
    then = claim["then"].replace(claim["told"], slipped(claim["told"]), 1)
    found = findings_over_years([then, claim["now"]], known_profiles, claim["genre"])
    assert [(row["type"], row["report_id"], row["other_report_id"]) for row in found] == [
        (claim["type"], "r2021", "r2020")
    ]


@pytest.mark.parametrize(("then", "now"), [
    ("全年办结法律援助案件457件。", "受理法律援助案件502件，增长7.3%。"),
    ("城镇居民人均可支配收入38260元。", "农村居民人均可支配收入40290元，增长9.3%。"),
    ("区本级固定资产投资58.6亿元。", "固定资产投资361.8亿元，增长10.5%。"),
    ("上半年新设市场主体2104户。", "新设市场主体4015户，增长4%。"),
    ("累计培育法律明白人1392名。", "培育法律明白人212名，增长20%。"),
    ("计划培训执法人员1500人次。", "培训执法人员1415人次，增长5.6%。"),
    ("地区生产总值612.8亿元。", "地区生产总值648.1亿元，按不变价增长4.1%。"),
    ("公共预算收入98.4亿元。", "公共预算收入101.7亿元，同口径增长8.9%。"),
])  # fmt: skip
def test_another_thing_bears_no_claim_out_nor_contradicts_it(then, now, known_profiles):
    assert findings_over_years([then, now], known_profiles) == []


def test_examples_of_likeness():
    assert doctest.testmod(findings_meetings).failed == 0
