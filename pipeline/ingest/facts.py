"""Lines of labels and values (发布日期：… 来源：… 浏览次数：…): what they state, and whether a line is nothing but that."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pipeline.profiles import Profile

LONGEST_LINE = 240
LONGEST_VALUE = 60
_DAY_FIRST = re.compile(
    r"[\s\[【（(]*(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?[\]】）)\s|]*"
)


@lru_cache(maxsize=4)
def _pattern(labels: tuple[str, ...], marks: str) -> re.Pattern[str]:
    spaced = (
        "\\s{0,6}".join(map(re.escape, label)) for label in sorted(labels, key=lambda label: (-len(label), label))
    )
    return re.compile(f"(?<![\\u4e00-\\u9fff])({'|'.join(spaced)})(?: *[:：]|{marks})")


@lru_cache(maxsize=8)
def _labels(profile: Profile) -> Mapping[str, str]:
    """Label -> kind."""
    return {label: kind for kind, labels in profile.data["page"]["labels"].items() for label in labels}


def may_state(line: str) -> bool:
    """Whether a line may hold a label and its value."""
    return ":" in line or "：" in line or "\t" in line


@lru_cache(maxsize=64)
def facts_of(line: str, profile: Profile) -> Sequence[tuple[str, str, str]]:
    """(kind, label, value) of every label in the line.

    The value ends where the next label begins. In a table's row the label is a cell of its own.
    """
    if len(line) > LONGEST_LINE or not may_state(line):
        return ()
    kinds = _labels(profile)
    marks = list(_pattern(tuple(kinds), "[:：\\s]*\\t" if "\t" in line else "[:：]").finditer(line))
    ends = [*(m.start() for m in marks[1:]), len(line)][: len(marks)]
    return [(kinds[label], label, line[m.end() : end].strip(" \t\u3000|[]【】()（）")) for m, end in zip(marks, ends, strict=True)
            for label in [re.sub(r"\s", "", m[1])]]  # fmt: skip


def is_facts_line(line: str, profile: Profile) -> bool:
    """Nothing but labels and short values, perhaps behind a day and time."""
    if not (":" in line or "：" in line) or "。" in line or "；" in line or "，" in line:
        return False
    if (day := _DAY_FIRST.match(line)) and day.end() < len(line):
        line = line[day.end() :]
    found = facts_of(line.replace("\t", " "), profile)
    if not found or any(len(value) > LONGEST_VALUE for _, _, value in found):
        return False
    first = _pattern(tuple(_labels(profile)), "[:：]").search(line)
    return first is not None and not line[: first.start()].strip(" \t\u3000[【(（")
