"""Cues in many texts at once: the longest first, once a clause, less in later clauses."""

from random import Random

import numpy as np
import pytest

from pipeline.classify.cues import _longest, cues_of, parts, points, together
from pipeline.spotting import codes_of

CODES = ("a", "b")
CUES = {"行政执法监督": {"b": 3.0}, "行政执法": {"a": 2.0}, "法监": {"b": 1.0}, "监督": {"b": 1.0, "a": 0.5}}


def said(*texts):
    return points(cues_of(CODES, CUES), together(texts)).tolist()


@pytest.mark.parametrize(
    ("text", "a", "b"),
    [
        ("行政执法", 2.0, 0.0),
        ("加强行政执法监督", 0.0, 3.0),  # the longer word hides the shorter inside it
        ("行政执法行政执法", 2.0, 0.0),  # once a clause
        ("行政执法，监督", 2.3, 0.6),  # less in a later clause
        ("，行政执法", 2.0, 0.0),  # what opens with a stop has its first clause behind it
        ("——行政执法", 2.0, 0.0),
        ("，——行政执法", 1.2, 0.0),
        ("推进—行政执法", 2.0, 0.0),  # one dash parts nothing
        ("推进·监督", 0.3, 0.6),
        ("行政“执法”", 2.0, 0.0),
        (" 行 政 执 法 ", 2.0, 0.0),
        ("行政 执法和其他一些工作", 0.0, 0.0),
        ("行政执法监", 2.0, 0.0),  # across its edge, too
        ("", 0.0, 0.0),
        ("“”", 0.0, 0.0),
        ("\n", 0.0, 0.0),
    ],
)
def test_points_of_one_text(text, a, b):
    assert said(text)[0] == pytest.approx([a, b])


def test_texts_do_not_touch_one_another():
    texts = ["行政执", "法监督", "，监督", "监督，", "", "监督", "行政执法"]
    assert said(*texts) == [said(text)[0] for text in texts]


def test_parts_of_a_text_are_texts():
    text = "加强行政执法监督，推进监督"
    start, end = np.array([2, 6, 0]), np.array([6, 8, 13])
    found = points(cues_of(CODES, CUES), parts(codes_of(text), start, end)).tolist()
    assert found == said("行政执法", "监督", text)


def test_a_profile_without_topics_says_nothing():
    assert points(cues_of((), {}), together(["行政执法", ""])).shape == (2, 0)


def test_hits_are_kept_as_if_looked_at_one_by_one():
    """Against the plain definition: in order, what overlaps none kept before it and counts for the first time."""
    draw = Random(7)
    for _ in range(300):
        clause = draw.randint(1, 20)
        drawn = sorted((-draw.randint(1, 6), draw.randint(0, 40)) for _ in range(draw.randint(0, 40)))
        hits = [(size, start, 100 * -size + start // clause) for size, start in drawn]
        kept, taken, seen = [], set(), set()
        for i, (size, start, once) in enumerate(hits):
            places = set(range(start, start - size))
            if once not in seen and not places & taken:
                kept.append(i)
                taken |= places
                seen.add(once)
        size, start, once = np.array(hits, np.int64).reshape(-1, 3).T
        assert _longest(start, start - size, once, 50).tolist() == kept
