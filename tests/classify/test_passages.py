"""Where a text turns to another role inside a section."""

from pathlib import Path

import numpy as np
import pytest

from pipeline.classify.passages import complaints, passages_of, turns_of
from pipeline.classify.reading import Paper, Sentences
from pipeline.profiles import load

LINES = (Path(__file__).parent / "cases" / "passages.txt").read_text("utf-8").splitlines()


def blocks():
    """(role of the section, [(right role, sentence, whether it opens a paragraph)])."""
    found = []
    for line in LINES:
        if line.startswith("= "):
            found.append((line[2:], []))
        elif line and not line.startswith("%"):
            role, _, words = line.partition("|")
            found[-1][1].append((role, words.lstrip(">"), not words.startswith(">")))
    return found


def given(role, sentences):
    """The role that each sentence of a section is given, the section being all of the text."""
    text, spans = "", []
    for _, words, opens in sentences:
        text += ("\n" if opens and text else "") + words
        spans.append(("s", len(text) - len(words), len(text)))
    turns, paper = turns_of(load("fazhi")), Paper([text])
    start, end = (np.array(column) for column in list(zip(*spans, strict=True))[1:])
    sections = np.array(["s"] * len(spans), object)
    found = passages_of(text, Sentences(sections, start, end), {"s": role}, turns, turns.among(paper, start, end))
    return [next((p.role for p in found if p.start <= a < p.end), role) for _, a, _ in spans]


@pytest.mark.parametrize(("role", "sentences"), blocks(), ids=[f"{i}-{b[0]}" for i, b in enumerate(blocks())])
def test_each_sentence_has_its_role(role, sentences):
    assert given(role, sentences) == [right for right, _, _ in sentences]


def test_turns_hold_on_their_own_examples():
    assert list(complaints(load("fazhi"))) == []


def test_an_appeal_counts_only_near_the_end():
    sentences = [
        ("plan", "让我们为建设美好家园而努力奋斗！", True),
        *[("plan", "加快推进项目建设，完善配套设施。", True)] * 60,
    ]
    assert given("plan", sentences) == ["plan"] * 61
