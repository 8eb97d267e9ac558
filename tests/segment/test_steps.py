"""Nothing is quadratic: twice the text takes twice the steps, whatever the text is made of."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from pipeline.profiles import load
from pipeline.segment.headings import outline
from pipeline.segment.items import items
from pipeline.segment.sentences import sentences

TEXTS = {
    "paragraphs": lambda n: "全县办理案件12件，办结率100%。\n" * n,
    "one line": lambda n: "全县办理案件12件，办结率100%。" * n,
    "no punctuation": lambda n: "全县办理案件" * n,
    "headings": lambda n: "（一）加强领导。开展检查5次。\n" * n,
    "open headings": lambda n: "一、加强领导，\n" * n,
    "counted": lambda n: "".join(f"{i % 90 + 1}.甲乙\n" for i in range(n)),
    "opening marks": lambda n: "“（《甲" * n,
    "closing marks": lambda n: "”）》甲" * n,
    "nested": lambda n: "（“甲。”）" * n,
    "items": lambda n: "一是甲；二是乙；三是丙；" * n,
    "blank lines": lambda n: " \n　\n" * n,
    "short lines": lambda n: "加强领导工作\n" * n,
    "contents": lambda n: "目录\n" + "".join(f"{i}、甲{i}\n" for i in range(n)) * 2,
}
READERS = {
    "outline": lambda text: outline(text, load("gwr")),
    "sentences": sentences,
    "items": lambda text: items(text, load("gwr")),
}


def steps(read: Callable[[str], object], text: str) -> int:
    """How many lines of Python are run."""
    count = 0

    def trace(frame, event, arg):
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("reader", READERS)
def test_twice_the_text_takes_twice_the_steps(reader, kind):
    read, text = READERS[reader], TEXTS[kind]
    read("一、甲\n")  # compile the profile's patterns first
    once, twice = (steps(read, text(n)) for n in (300, 600))
    assert twice <= 2.1 * once + 200
