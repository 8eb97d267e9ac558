"""Numerals rendered through every notation are read back exactly, in linear time."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.numbers import plain, read_arabic, read_chinese, read_mixed, scale

FULL = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
wholes = st.integers(0, 10**15 - 1)
decimals = st.decimals(0, 10**9, places=4, allow_nan=False, allow_infinity=False)


def chinese(number: int) -> str:
    """A whole number in Chinese numerals, the way it is written out."""
    if number == 0:
        return "零"
    sections = []
    while number:
        number, section = divmod(number, 10**4)
        sections.append(section)
    out = ""
    for power in range(len(sections) - 1, -1, -1):
        section = sections[power]
        if section:
            gap = out and (section < 1000 or (power + 1 < len(sections) and not sections[power + 1]))
            out += ("零" if gap else "") + four(section) + ["", "万", "亿", "万亿"][power]
    return out


def four(section: int) -> str:
    out = ""
    for mark, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, section = divmod(section, size)
        if digit:
            out += "零一二三四五六七八九"[digit] + mark
        elif out and section and not out.endswith("零"):
            out += "零"
    return out


@given(wholes)
def test_arabic_with_separators(number):
    assert read_arabic(f"{number:,}") == number
    assert read_arabic(f"{number:,}".translate(FULL)) == number


@given(decimals)
def test_decimals_stay_exact(number):
    text = format(number, "f")
    assert read_arabic(text) == number
    assert read_arabic(text.translate(FULL)) == number
    assert Decimal(plain(number)) == number


@given(decimals, st.sampled_from(["", "百", "千", "万", "十万", "百万", "千万", "亿", "十亿", "百亿", "万亿"]))
def test_multipliers(number, marks):
    exact = number * scale(marks)
    assert read_mixed(format(number, "f") + marks) == exact
    assert Decimal(plain(exact)) == exact


@given(st.integers(0, 10**12 - 1))
def test_chinese(number):
    assert read_chinese(chinese(number)) == number


@given(st.integers(0, 10**8), st.integers(0, 9999))
def test_chinese_decimals(whole, fraction):
    tail = "".join("零一二三四五六七八九"[int(d)] for d in f"{fraction:04}")
    assert read_chinese(f"{chinese(whole)}点{tail}") == Decimal(f"{whole}.{fraction:04}")


@pytest.mark.parametrize(
    ("text", "value"),
    [("两千三", 2300), ("一万五", 15000), ("十", 10), ("二十一", 21), ("二〇二〇", 2020), ("三万亿", 3 * 10**12), ("壹佰贰拾", 120),
     ("百", 100), ("一百零五", 105), ("一亿零三", 100000003), ("两万三千", 23000)],
)  # fmt: skip
def test_chinese_spellings(text, value):
    assert read_chinese(text) == value


@pytest.mark.parametrize("text", ["三四", "百百", "点五", "三点", "十百千万亿" * 20, ""])
def test_not_a_numeral(text):
    assert read_chinese(text) is None


@pytest.mark.parametrize("text", ["一十百千万亿" * 170_000, "9" * 1_000_000, "1,234" * 200_000])
def test_a_megabyte_is_refused_at_once(text):
    begun = time.process_time()
    assert (read_mixed if text[0].isdigit() else read_chinese)(text) is None
    assert time.process_time() - begun < 1
