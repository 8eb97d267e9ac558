"""Quantities of invented sentences in the manner of many counties' reports."""

from __future__ import annotations

import time

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
        begun = time.perf_counter()
        read(part)
        return time.perf_counter() - begun

    small, large = seconds(text[: len(text) // 8]), seconds(text)
    assert large < 24 * small + 0.5


FULL = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
VALUES = st.decimals(1, 10**7, places=2, allow_nan=False, allow_infinity=False)


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
