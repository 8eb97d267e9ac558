"""Quantities of invented sentences in the manner of many counties' reports."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import profiles
from pipeline.extract.numbers import plain, scale
from pipeline.extract.quantities import check_quantities, quantities_of

PROFILE = profiles.load("fazhi")


def read(text, **known):
    return quantities_of(text, PROFILE, known.pop("year", 2020), **known)


@pytest.mark.parametrize("profile", profiles.ids())
def test_every_entry_holds_on_its_examples(profile):
    assert check_quantities(profiles.load(profile)) == []


@pytest.mark.parametrize("text", ["一十百千万亿" * 15_000, "1,234," * 15_000, "9" * 100_000, "1/2/3" * 15_000, "（1）" * 15_000,
                                  "“1" * 40_000, "《1" * 40_000, "增长1%、" * 8_000, "分之三" * 25_000])  # fmt: skip
def test_time_is_linear(text):
    def seconds(part):
        begun = time.process_time()
        read(part)
        return time.process_time() - begun

    small, large = seconds(text[: len(text) // 8]), seconds(text)
    assert large < 24 * small + 0.5


FULL = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
VALUES = st.decimals(1, 10**7, places=2, allow_nan=False, allow_infinity=False)


SMALL = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A whole number below 10**8 written out: 20305 is 二万零三百零五."""
    if number >= 10**4:
        high, low = divmod(number, 10**4)
        gap = "零" if 0 < low < 1000 else ""
        return chinese(high) + "万" + (gap + chinese(low) if low else "")
    text, zero = "", False
    for power, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            text += ("零" if zero and text else "") + SMALL[digit] + mark
        zero = not digit if text else False
    return text


def grouped(digits: str, mark: str) -> str:
    """Thousands set apart: 1,234,567.8."""
    whole, point, rest = digits.partition(".")
    return f"{int(whole):,}".replace(",", mark) + point + rest


NOTATIONS = {
    "digits": str,
    "thousands": lambda v: grouped(str(v), ","),
    "full-width thousands": lambda v: grouped(str(v), ",").translate(FULL),
    "spaced thousands": lambda v: grouped(str(v), " "),
    "full-width digits": lambda v: str(v).translate(FULL),
    "ten thousands": lambda v: f"{plain(v.scaleb(-4))}万",
    "a space before the multiplier": lambda v: f"{plain(v.scaleb(-4))} 万",
    "hundred millions": lambda v: f"{plain(v.scaleb(-8))}亿",
    "mixed": lambda v: f"{int(v) // 10**4}万{int(v) % 10**4}" if v >= 10**4 and v == int(v) and int(v) % 10**4 >= 1000 else str(v),
    "written out": lambda v: chinese(int(v)) if v == int(v) and 3 <= v < 10**8 else str(v),
    "written out with a point": lambda v: chinese(int(v)) + "点" + "".join(SMALL[int(d)] for d in str(v).partition(".")[2])
    if v != int(v) and 2 <= v < 10**8 and "." in str(v) else str(v),
}  # fmt: skip


@pytest.mark.parametrize("notation", NOTATIONS)
@settings(max_examples=60, deadline=None)
@given(
    value=st.one_of(st.integers(2, 10**8 - 1).map(Decimal), VALUES.filter(lambda v: v >= 2)),
    unit=st.sampled_from(["件", "户", "人次"]),
)
def test_a_number_is_read_back_exactly_from_each_notation(notation, value, unit):
    text = NOTATIONS[notation](value)
    row = read(f"共{text}{unit}。")[0]
    assert (row["decimal"], row["unit"], row["raw"]) == (plain(value), unit, text + unit)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 99), st.integers(100, 999))
def test_shares_are_read_back_exactly_from_each_notation(top, bottom):
    percent = plain((Decimal(top) / bottom * 100).quantize(Decimal("0.0001")).normalize())
    assert [r["decimal"] for r in read(f"占{top}/{bottom}。")] == [percent]
    assert [r["decimal"] for r in read(f"占{chinese(bottom)}分之{chinese(top)}。")] == [percent]
    assert [(r["decimal"], r["unit"]) for r in read(f"占百分之{chinese(top)}，占千分之{chinese(top)}。")] == [
        (str(top), "%"),
        (str(top), "‰"),
    ]
    assert [(r["decimal"], r["unit"]) for r in read(f"占{top}‰、{top}％。")] == [(str(top), "‰"), (str(top), "%")]


@pytest.mark.slow
@pytest.mark.parametrize("text", ["一十百千万亿", "1,234,", "0123456789", "1 234 ", "1:2:", "一二三"])
def test_a_megabyte_takes_linear_time(text):
    def seconds(size):
        begun = time.process_time()
        read((text * (size // len(text) + 1))[:size])
        return time.process_time() - begun

    assert seconds(1_000_000) < 24 * seconds(125_000) + 1


@settings(max_examples=80, deadline=None)
@given(VALUES, st.sampled_from(["", "万", "亿", "万亿"]), st.sampled_from(["件", "元", "公里", "人次"]), st.booleans())
def test_every_notation_is_read_back_exactly(value, marks, unit, wide):
    text = f"{value:,}"
    row = read(f"共{text.translate(FULL) if wide else text}{marks}{unit}。")[0]
    assert (row["decimal"], row["unit"]) == (plain(value * scale(marks)), unit)


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        "0123456789.,/:-、，。；（）《》“”%％ 一二两十百千万亿零点分之成倍番余多近约其中共增长下降至个件元年月日第\n",
        max_size=60,
    )
)
def test_any_text_is_read_without_a_crash(text):
    for row in read(text):
        assert text[row["start"] : row["end"]] == row["raw"]
        assert row["raw"]
