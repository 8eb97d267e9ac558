"""The same shortcoming year after year, in changing words: how many are followed, and how surely."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline import profiles
from pipeline.diff.links import ROLES, nearest
from pipeline.diff.links_passages import Passage
from pipeline.diff.links_rules import rules_of
from pipeline.diff.links_senses import senses_of
from pipeline.diff.links_wording import Wording, pairing_of, wording_of

SERIES = tomllib.loads(Path(__file__).with_name("problem_series.toml").read_text("utf-8"))["place"]


def _segmented(text: str) -> frozenset[str]:
    """The longest words known at each place, as a segmenter would find them."""
    known, words = senses_of(profiles.load("fazhi")).number, []
    while text:
        size = next((n for n in (5, 4, 3, 2) if text[:n] in known), 1)
        words.append(text[:size])
        text = text[size:]
    return frozenset(word for word in words if len(word) > 1)


def _year(items: list[list[str]]) -> tuple[Wording, dict[int, str]]:
    passages = [
        Passage(100 * n, 100 * n + len(said), "problems", "none", said.replace("，", ","), _segmented(said))
        for n, (_, said) in enumerate(items)
    ]
    return wording_of(passages, senses_of(profiles.load("fazhi")), rules_of(profiles.load("fazhi"))), {
        100 * n: mark for n, (mark, _) in enumerate(items)
    }


def counts(place: dict) -> tuple[int, int, int]:
    """(right, drawn, wanted) links of a place's year pairs."""
    profile = profiles.load("fazhi")
    right = drawn = wanted = 0
    ready = [_year(items) for items in place["years"]]
    for (a, a_marks), (b, b_marks) in pairwise(ready):
        wanted += len(set(a_marks.values()) & set(b_marks.values()))
        for found in nearest("problem", pairing_of(a, b, *ROLES["problem"], senses_of(profile)), rules_of(profile)):
            drawn += len(found.results)
            right += sum(a_marks[found.passage.start] == b_marks[result.start] for result in found.results)
    return right, drawn, wanted


@pytest.mark.parametrize("place", SERIES, ids=lambda place: place["name"])
def test_recurring_shortcomings_are_followed(place):
    right, drawn, wanted = counts(place)
    assert 2 * right / (drawn + wanted) >= 0.7, f"{right} right, {drawn} drawn, {wanted} wanted"


def test_recurring_shortcomings_are_followed_over_all():
    right, drawn, wanted = map(sum, zip(*(counts(place) for place in SERIES), strict=True))
    assert 2 * right / (drawn + wanted) >= 0.8, f"{right} right, {drawn} drawn, {wanted} wanted"
