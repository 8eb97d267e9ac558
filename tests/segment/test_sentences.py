"""Sentences: a gold set of invented official prose with a floor, and what must hold of any text."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.segment import sentences as module
from pipeline.segment.sentences import sentences, sentences_of

FLOOR = 0.99


def cases() -> list[tuple[str, list[str]]]:
    """Text and its sentences, of each line of the gold set."""
    out = []
    for line in (Path(__file__).parent / "sentences.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            text = line.replace("⏎", "\n|").replace("□", "\u3000")
            out.append((text.replace("|", ""), [part.strip() for part in text.split("|") if part.strip()]))
    return out


CASES = cases()


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_the_gold_set_is_large_and_without_repeats():
    assert len(CASES) >= 300
    assert len({text for text, _ in CASES}) == len(CASES)


def test_the_gold_set_is_cut_as_it_should_be():
    right = given_ = wanted = 0
    wrong = []
    for text, expected in CASES:
        got = found(text)
        right += len(set(got) & set(expected))
        given_ += len(got)
        wanted += len(expected)
        if got != expected:
            wrong.append(f"{expected} but {got}")
    assert 2 * right / (given_ + wanted) >= FLOOR, "\n".join(wrong)


MIXED = st.text(st.sampled_from("甲乙丙1.5。！？；：，“”‘’《》（）() \u3000\n\r\t一是的"), max_size=80)


@given(MIXED)
def test_every_character_but_blanks_is_in_one_sentence(text):
    spans = sentences(text)
    assert spans == sorted(spans)
    assert all(a < b for a, b in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    inside = {i for a, b in spans for i in range(a, b)}
    assert all(c in " \u3000\n\r\t" for i, c in enumerate(text) if i not in inside)


@given(MIXED)
def test_a_sentence_never_begins_or_ends_with_a_blank_or_crosses_a_line(text):
    assert all(s == s.strip() and "\n" not in s for s in found(text))


@given(MIXED, MIXED)
def test_lines_are_cut_alone(first, second):
    assert found(first + "\n" + second) == found(first) + found(second)


@pytest.mark.parametrize(
    ("text", "heading", "expected"),
    [
        ("（一）加强领导。成立专班。", (0, 7), ["（一）加强领导。", "成立专班。"]),
        ("（一）党的建设：加强领导。", (0, 7), ["（一）党的建设：", "加强领导。"]),
        ("一、深入推进\n法治建设\n正文。", (0, 11), ["一、深入推进\n法治建设", "正文。"]),
    ],
)
def test_a_heading_is_a_sentence_of_its_own(text, heading, expected):
    assert [text[a:b] for a, b in sentences(text, [heading])] == expected


@given(st.text("甲乙。；，“”‘（）)《》\n\r ", max_size=60))
def test_runs_cut_by_arrays_are_cut_as_those_that_are_walked_through(text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_tangled", lambda kinds, marks, run, runs: np.ones(runs, bool))
        walked = sentences(text)
    assert sentences(text) == walked


@given(st.lists(st.text("甲。”“（） \n", max_size=20), max_size=4))
def test_many_texts_are_parted_as_each_alone(texts):
    found = sentences_of(texts, [[] for _ in texts])
    assert [[tuple(span) for span in mine.tolist()] for mine in found] == [sentences(text) for text in texts]


def test_long_runs_of_marks_and_blanks_are_passed_as_short_ones():
    for many in range(1, 12):
        text = "　" * many + "甲" + "。" * many + " " * many + "乙" + " " * many
        assert [text[a:b] for a, b in sentences(text)] == ["甲" + "。" * many, "乙"]
