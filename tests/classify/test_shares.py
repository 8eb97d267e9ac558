"""Characters are counted once, under the innermost labels."""

import numpy as np
import pytest

from pipeline.classify.reading import Paper
from pipeline.classify.shares import Ink, Span, second_topic, second_topics, totals


def ink(text):
    return Ink(Paper([text]).inked)


def test_every_character_counts_once_in_its_innermost_span():
    spans = [Span(0, 10, "plan", "a"), Span(2, 6, "plan", "b"), Span(3, 4, "plan", "c"), Span(12, 14, "plan", "a")]
    assert totals(spans, ink("字" * 14)) == {("plan", "a"): 8, ("plan", "b"): 3, ("plan", "c"): 1}


def test_white_space_is_no_text():
    assert totals([Span(0, 4, "plan", "a")], ink("一 \n二")) == {("plan", "a"): 2}


def test_a_second_topic_needs_a_quarter():
    assert second_topic("a", {"a": 60, "b": 40}) == ("b", 0.4)
    assert second_topic("a", {"a": 90, "b": 10}) == (None, None)
    assert second_topic("none", {"a": 50, "b": 50}) == (None, None)


@pytest.mark.parametrize(
    ("said", "part", "second"),
    [
        ([[0, 0], [0, 3], [0, 3]], [0, 0, 0], [("b", 0.6667)]),
        ([[0, 3], [0, 2.5], [0, 0]], [0, 0, 0], [("b", 0.6667)]),  # a sentence that is not clear goes on
        ([[0, 2.5], [0, 0], [0, 0]], [0, 0, 0], [(None, None)]),  # nothing before it: the part's own topic
        ([[0, 3], [0, 2.5], [0, 0]], [0, 1, 1], [("b", 1.0), (None, None)]),  # never on from another part
        ([], [], [(None, None)]),
    ],
)
def test_sentences_tell_the_second_topic_of_a_part(said, part, second):
    points = np.array(said, float).reshape(len(said), 2)
    found = second_topics(points, np.array(part, int), np.full(len(said), 10), ["a"] * len(second), ("a", "b"))
    assert found == second


def test_no_parts_no_second_topics():
    assert second_topics(np.zeros((0, 2)), np.zeros(0, int), np.zeros(0, int), [], ("a", "b")) == []
