"""Quantities of invented sentences in the manner of many counties' reports."""

from __future__ import annotations

import time

import pytest

from pipeline import profiles
from pipeline.extract.quantities import check_quantities, quantities_of

PROFILE = profiles.load("fazhi")


def read(text, **known):
    return quantities_of(text, PROFILE, known.pop("year", 2020), **known)


@pytest.mark.parametrize("profile", profiles.ids())
def test_every_entry_holds_on_its_examples(profile):
    assert check_quantities(profiles.load(profile)) == []


@pytest.mark.parametrize("text", ["一十百千万亿" * 40_000, "1,234," * 40_000, "9" * 250_000, "1/2/3" * 40_000, "（1）" * 40_000,
                                  "“1" * 100_000, "《1" * 100_000, "增长1%、" * 20_000, "分之三" * 60_000])  # fmt: skip
def test_time_is_linear(text):
    def seconds(part):
        begun = time.perf_counter()
        read(part)
        return time.perf_counter() - begun

    small, large = seconds(text[: len(text) // 8]), seconds(text)
    assert large < 24 * small + 0.5
