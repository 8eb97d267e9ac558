"""Characters are counted once, under the innermost labels."""

from pipeline.classify.shares import Ink, Span, second_topic, totals


def test_every_character_counts_once_in_its_innermost_span():
    spans = [Span(0, 10, "plan", "a"), Span(2, 6, "plan", "b"), Span(3, 4, "plan", "c"), Span(12, 14, "plan", "a")]
    assert totals(spans, Ink("字" * 14)) == {("plan", "a"): 8, ("plan", "b"): 3, ("plan", "c"): 1}


def test_white_space_is_no_text():
    assert totals([Span(0, 4, "plan", "a")], Ink("一 \n二")) == {("plan", "a"): 2}


def test_a_second_topic_needs_a_quarter():
    assert second_topic("a", {"a": 60, "b": 40}) == ("b", 0.4)
    assert second_topic("a", {"a": 90, "b": 10}) == (None, None)
    assert second_topic("none", {"a": 50, "b": 50}) == (None, None)
