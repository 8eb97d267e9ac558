"""Names that a figure takes from the figures before it, so that the registry can know them.

Two habits of the prose: a growth behind its level leaves the subject out (生产总值450亿元，比上年增长8.9%; also with a
remark between: …1466亿元，继续居首，增长15.3%), and several subjects are told first, their figures after
(固定资产投资、零售总额分别为148亿元、77亿元，增长21%、9%).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from pipeline.profiles import Profile

Row = dict[str, Any]

_FAR = 80
"""Characters between two figures from which the second no longer leans on the first."""
_MODIFIER = 2
"""Characters up to which one of several subjects is only a modifier (城镇和农村居民人均收入) and takes the last's noun."""


_JOINTS = ("、", "和", "及", "与", "，")
"""What stands between the members of a list of figures."""


@dataclass(frozen=True)
class Habits:
    """The compiled ``[carry]`` of ``indicators.toml``."""

    between: re.Pattern[str]
    bare: re.Pattern[str]
    joint: re.Pattern[str]
    each: re.Pattern[str]
    remark: re.Pattern[str]
    prefix: re.Pattern[str]
    suffix: re.Pattern[str]
    tail: re.Pattern[str]
    both: tuple[str, str]


@cache
def habits(profile: Profile) -> Habits:
    """Compile the patterns once."""
    carry = profile.data["indicators"]["carry"]
    keys = ("between", "bare", "joint", "each", "remark", "prefix", "suffix", "tail")
    between, bare, joint, each, remark, prefix, suffix, tail = (re.compile(carry[key]) for key in keys)
    return Habits(between, bare, joint, each, remark, prefix, suffix, tail, (carry["both"][0], carry["both"][1]))


def carry_names(quantities: Sequence[Row], text: str, profile: Profile) -> None:
    """Complete the names of one report's quantities, in the order of the text."""
    how = habits(profile)
    for _, group in groupby(quantities, key=lambda q: q["sentence_id"]):
        rows = list(group)
        if len(rows) == 1:
            continue
        own = _share_out(rows, how) | _respectively(rows, text, how)
        lead: Row | None = None
        for row in rows:
            if lead and row["start"] not in own and _leans(lead, row, text, how):
                row["name"] = f"{_subject(lead['name'], how)}{how.bare.sub('', row['name'])}"
            if lead is None or row["kind"] != "level" or not how.remark.match(row["name"]):
                lead = row


def _respectively(rows: Sequence[Row], text: str, how: Habits) -> set[int]:
    """Give n changes told together the subjects of the n levels before them (甲7亿元、乙2亿元，分别增长9%和8%)."""
    own: set[int] = set()
    for first in range(2, len(rows) - 1):
        if rows[first]["kind"] != "change" or rows[first]["start"] in own:
            continue
        count = _listed(rows, first, text)
        levels = rows[max(first - count, 0) : first]
        if count < 2 or len(levels) < count or any(row["kind"] != "level" for row in levels):
            continue
        if how.each.fullmatch(text, levels[-1]["end"], rows[first]["start"]):
            for level, row in zip(levels, rows[first : first + count], strict=True):
                tail = how.tail.search(row["name"])
                row["name"] = _subject(level["name"], how) + (tail.group() if tail else "")
                own.add(row["start"])
    return own


def _listed(rows: Sequence[Row], first: int, text: str) -> int:
    """How many changes stand in one list from the first on."""
    count = 1
    while first + count < len(rows) and rows[first + count]["kind"] == "change":
        if text[rows[first + count - 1]["end"] : rows[first + count]["start"]] not in _JOINTS:
            break
        count += 1
    return count


def _leans(before: Mapping[str, Any], row: Mapping[str, Any], text: str, how: Habits) -> bool:
    if row["kind"] == "level" or row["start"] - before["end"] > _FAR or before["name"] in row["name"]:
        return False
    return bool(how.between.fullmatch(text, before["end"], row["start"]))


def _subject(name: str, how: Habits) -> str:
    return how.tail.sub("", name)


def _share_out(rows: Sequence[Row], how: Habits) -> set[int]:
    """Give each of n figures in a row that bear the same n subjects its own; returns where those figures start."""
    own: set[int] = set()
    for run in _runs(rows):
        if len(run) == 1:
            continue
        name = run[0]["name"]
        tail = how.tail.search(name)
        subjects = _subjects(how.tail.sub("", name).replace(*how.both), how)
        if len(run) == len(subjects) and all(len(s) > 1 for s in subjects):
            for row, subject in zip(run, subjects, strict=True):
                row["name"] = subject + (tail.group() if tail else "")
                own.add(row["start"])
    return own


def _subjects(names: str, how: Habits) -> list[str]:
    """The subjects that a name joins, each with what the first or the last says for all."""
    subjects = how.joint.split(names)
    first, last = how.prefix.match(subjects[0]), how.suffix.search(subjects[-1])
    prefix, suffix = first.group() if first else "", last.group() if last else ""
    return [
        ("" if subject.startswith(prefix) else prefix) + subject + (suffix if len(subject) <= _MODIFIER else "")
        for subject in subjects
    ]


def _runs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    for _, run in groupby(rows, key=lambda q: (q["name"], q["kind"])):
        yield list(run)
