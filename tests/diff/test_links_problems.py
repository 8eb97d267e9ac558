"""The same shortcoming year after year, in changing words: how many are followed, and how surely."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from pipeline import profiles
from pipeline.diff.links import ROLES, Nearest, followed, nearest, unrivalled
from pipeline.diff.links_passages import Passage, Sentences
from pipeline.diff.links_rules import rules_of
from pipeline.diff.links_senses import senses_of
from pipeline.diff.links_shared import pairing_of
from pipeline.diff.links_wording import wordings_of

SERIES = tomllib.loads(Path(__file__).with_name("problem_series.toml").read_text("utf-8"))["place"]


def _segmented(text: str) -> list[str]:
    """The longest words known at each place, as a segmenter would find them."""
    known, words = senses_of(profiles.load("fazhi")).number, []
    while text:
        size = next((n for n in (5, 4, 3, 2) if text[:n] in known), 1)
        words.append(text[:size])
        text = text[size:]
    return words


def _year(items: list[list[str]]) -> tuple[Sentences, dict[int, str]]:
    passages = [
        Passage(100 * n, 100 * n + len(said), "problems", "none", said.replace("，", ","))
        for n, (_, said) in enumerate(items)
    ]
    return Sentences.of(passages, [_segmented(said) for _, said in items]), {
        100 * n: mark for n, (mark, _) in enumerate(items)
    }


def counts(place: dict) -> tuple[int, int, int]:
    """(right, drawn, wanted) links of a place's year pairs."""
    rules, senses = rules_of(profiles.load("fazhi")), senses_of(profiles.load("fazhi"))
    right = drawn = wanted = 0
    years = [_year(items) for items in place["years"]]
    ready = wordings_of([sentences for sentences, _ in years], senses, rules)
    for (a, a_marks), (b, b_marks) in pairwise(zip(ready, [marks for _, marks in years], strict=True)):
        wanted += len(set(a_marks.values()) & set(b_marks.values()))
        pair = pairing_of(a, b, *ROLES["problem"])
        lengths = [len(said) for said in b.sentences.text]
        near = unrivalled(nearest("problem", pair, rules), lengths, rules.decisions["problem"])
        for found in followed(pair, near):
            drawn += len(found.results)
            right += sum(a_marks[found.passage.start] == b_marks[result.start] for result in found.results)
    return right, drawn, wanted


def test_one_shortcoming_comes_of_one_unless_two_are_sure():
    near = Nearest(np.array([2, 2, 1, -1, 2, 0, 0]), np.array([0.7, 0.97, 0.6, 0.2, 0.96, 0.6, 0.9]))
    kept = unrivalled(near, [80, 20, 30], {"sure": 0.95, "several": 60})
    assert kept.at.tolist() == [-1, 2, 1, -1, 2, 0, 0]


@pytest.mark.parametrize("place", SERIES, ids=lambda place: place["name"])
def test_recurring_shortcomings_are_followed(place):
    right, drawn, wanted = counts(place)
    assert 2 * right / (drawn + wanted) >= 0.7, f"{right} right, {drawn} drawn, {wanted} wanted"


def test_recurring_shortcomings_are_followed_over_all():
    right, drawn, wanted = map(sum, zip(*(counts(place) for place in SERIES), strict=True))
    assert 2 * right / (drawn + wanted) >= 0.8, f"{right} right, {drawn} drawn, {wanted} wanted"
