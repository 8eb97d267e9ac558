"""Laws and documents that a text names: 《titles》 and document numbers, with what kind of document each is.

What decides is in ``profiles/language/citations.toml``. A number beside a title belongs to it; a title inside a title
(《关于印发〈…〉的通知》) is part of the outer one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.profiles import Profile

FILE = "citations"
_SPACE = re.compile(r"\s+")
_TAIL = re.compile(r"(?:[（(〔\[][^（(〔\[]{0,30}[）)〕\]])+$")
"""Brackets that close a title (（试行）, （2021－2025年）): they do not decide its kind."""

Span = tuple[int, int]

_SERIAL = re.compile(r"号(?:(?<=\d号)|(?<=\d\s号))")
_BEFORE = 60
"""Characters before the last digit of a serial number that a document number may take."""
_BEHIND = 2
_NEAR = 5
"""Characters at most between a title and the number beside it."""


@dataclass(frozen=True)
class _Kind:
    name: str
    pattern: re.Pattern[str]
    never: re.Pattern[str] | None


@dataclass(frozen=True)
class Rules:
    """The compiled content of ``citations.toml``."""

    marks: re.Pattern[str]
    opening: str
    longest: int
    number: re.Pattern[str]
    lead: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    closing: re.Pattern[str]
    short: re.Pattern[str]
    drop: re.Pattern[str]
    kinds: tuple[_Kind, ...]


@cache
def rules(profile: Profile) -> Rules:
    """Compile a profile's citation rules once."""
    data = profile.data[FILE]
    title, beside = data["title"], data["beside"]
    lead = "|".join(sorted(map(re.escape, data["number"]["lead"]), key=len, reverse=True))
    return Rules(
        marks=re.compile(f"[{title['opening']}{title['closing']}]"),
        opening=title["opening"],
        longest=title["longest"],
        number=re.compile(data["number"]["pattern"]),
        lead=re.compile(f".*(?:{lead})(?=.)"),
        before=re.compile(beside["before"]),
        after=re.compile(beside["after"]),
        closing=re.compile(beside["closing"]),
        short=re.compile(data["short"]["lead"]),
        drop=re.compile(data["short"]["drop"]),
        kinds=tuple(_kind(entry) for entry in data["kinds"]),
    )


def _kind(entry: dict[str, Any]) -> _Kind:
    never = re.compile(entry["never"]) if entry.get("never") else None
    return _Kind(entry["kind"], re.compile(entry["pattern"]), never)


def read_citations(report_id: str, text: str, profile: Profile) -> list[dict[str, Any]]:
    """Rows of the table ``citations``, in the order of the text."""
    how = rules(profile)
    numbers = list(doc_numbers(text, how))
    free = dict.fromkeys(numbers)
    found: list[tuple[Span, str, str]] = []
    for span in titles(text, how):
        numbered = _number_beside(text, span, numbers, how)
        if numbered:
            free.pop(numbered, None)
        title = _SPACE.sub("", text[span[0] + 1 : span[1] - 1])
        found.append((_around(text, span, numbered, how), title, text[slice(*numbered)] if numbered else ""))
    found += [(span, "", text[slice(*span)]) for span in free]
    found.sort()
    works = _works(text, [(span, title) for span, title, _ in found], how)
    return [
        {"report_id": report_id, "start": span[0], "end": span[1], "title": title,
         "doc_number": _SPACE.sub("", number), "kind": kind_of(title, how) if title else "number", "work": work}
        for (span, title, number), work in zip(found, works, strict=True)
    ]  # fmt: skip


def _works(text: str, cited: Sequence[tuple[Span, str]], how: Rules) -> list[str]:
    """The document that each title means: a short form that the report introduces (以下简称《条例》) stands for the full one."""
    full: dict[str, str] = {}
    works: list[str] = []
    before = 0
    for (start, end), title in cited:
        work = how.drop.sub("", title)
        if works and works[-1] and how.short.fullmatch(text, before, start):
            full[title] = works[-1]
        works.append(full.get(title, work))
        before = end
    return works


def titles(text: str, how: Rules) -> Iterator[Span]:
    """Spans of the outermost 《…》, marks included. A mark without its partner is passed over."""
    opened: list[int] = []
    closed: list[Span] = []
    for mark in how.marks.finditer(text, text.find(how.opening)) if how.opening in text else ():
        here = mark.start()
        if opened and (here - opened[-1] > how.longest or "\n" in text[opened[-1] : here]):
            opened.clear()
        if not opened:
            yield from closed
            closed.clear()
        if mark.group() == how.opening:
            opened.append(here)
        elif opened:
            start = opened.pop()
            closed = [span for span in closed if span[0] < start]
            closed += [(start, here + 1)] if here - start > 1 else []
    yield from closed


def doc_numbers(text: str, how: Rules) -> Iterator[Span]:
    """Spans of document numbers, without the sentence's own words in front."""
    for low, high in _near_numbers(text):
        for hit in how.number.finditer(text, low, high):
            lead = how.lead.match(text, hit.start(), _issuer_end(hit))
            yield (lead.end() if lead else hit.start()), hit.end()


def _near_numbers(text: str) -> Iterator[Span]:
    """The stretches in which a document number can stand: those that end in a serial number (33号)."""
    # the whole pattern costs a look at every character; few of them stand before a serial number
    low = high = 0
    for serial in _SERIAL.finditer(text):
        before = serial.start() - (1 if text[serial.start() - 1].isdecimal() else 2) - _BEFORE
        if high and before > high:
            yield low, high
            low = before
        elif not high:
            low = max(before, 0)
        high = serial.end() + _BEHIND
    if high:
        yield low, min(high, len(text))


def _issuer_end(hit: re.Match[str]) -> int:
    """Where the issuer's name ends: the lead words are looked for in it alone."""
    year = re.search(r"[^一-龥]|令", hit.group())
    return hit.start() + year.start() if year else hit.end()


def _number_beside(text: str, title: Span, numbers: Sequence[Span], how: Rules) -> Span | None:
    place = bisect_left(numbers, title)
    for behind in numbers[place : place + 1]:
        if behind[0] - title[1] <= _NEAR and how.after.fullmatch(text, title[1], behind[0]):
            return behind
    for front in numbers[max(place - 1, 0) : place]:
        if title[0] - front[1] <= _NEAR and how.before.fullmatch(text, front[1], title[0]):
            return front
    return None


def _around(text: str, title: Span, number: Span | None, how: Rules) -> Span:
    if not number:
        return title
    end = max(title[1], number[1])
    behind = how.closing.match(text, end) if number[0] > title[1] else None
    return min(title[0], number[0]), behind.end() if behind else end


def kind_of(title: str, how: Rules) -> str:
    """The kind of document that a title names."""
    bare = _TAIL.sub("", title).strip("”’〉》")
    for kind in how.kinds:
        if kind.pattern.search(bare) and not (kind.never and kind.never.search(bare)):
            return kind.name
    return "other"


def check_citations(profile: Profile) -> list[str]:
    """Complaints about ``citations.toml``: examples and counterexamples that do not come out as they say."""
    how, data = rules(profile), profile.data[FILE]
    wrong = []
    for entry in data["kinds"]:
        for title in entry["examples"]:
            if (got := kind_of(title, how)) != entry["kind"]:
                wrong.append(
                    f"citations.toml [[kinds]] {entry['kind']}: 《{title}》 comes out as {got}; fix a pattern or the order"
                )
        for title in entry["counterexamples"]:
            if kind_of(title, how) == entry["kind"]:
                wrong.append(
                    f"citations.toml [[kinds]] {entry['kind']}: 《{title}》 should not be one; narrow the pattern"
                )
    for example in data["number"]["examples"]:
        numbers = [example["text"][slice(*span)] for span in doc_numbers(example["text"], how)]
        if numbers != [example["number"]]:
            wrong.append(f"citations.toml [number]: {example['text']} gives {numbers}; fix pattern or lead")
    for example in data["short"]["examples"]:
        works = [row["work"] for row in read_citations("", example["text"], profile)]
        if works != example["works"]:
            wrong.append(f"citations.toml [short]: {example['text']} means {works}; fix lead or drop")
    for text in data["number"]["counterexamples"]:
        if numbers := [text[slice(*span)] for span in doc_numbers(text, how)]:
            wrong.append(f"citations.toml [number]: {text} gives {numbers}; narrow the pattern")
    return wrong
