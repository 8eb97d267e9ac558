"""The sentences of a report as links see them: their role, their wording, the figures that they state."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.diff.links_rules import Rules
from pipeline.diff.links_sources import Source
from pipeline.diff.masking import even

_LABEL = re.compile(r'["《]([^"《》]{2,20})["》]')
_SPACE = re.compile(r"\s+")
_BETWEEN = "\x00"
"""Stands in no report, is no space, and evens to itself."""
Sentence = tuple[str, int, int, list[str]]
"""Its section, its start and end, its words."""


@dataclass(frozen=True)
class Figure:
    """A quantity that a sentence states; ``indicator`` is empty where the registry doesn't know it."""

    raw: str
    value: float
    unit: str
    kind: str
    approx: str
    name: str
    indicator: str


@dataclass(frozen=True)
class Passage:
    """A sentence: where it stands, its section's labels, its text without spaces, its words and labels, its figures."""

    start: int
    end: int
    role: str
    topic: str
    text: str
    words: frozenset[str]
    figures: tuple[Figure, ...] = ()

    @property
    def indicators(self) -> frozenset[str]:
        """The ids of the figures that the registry knows."""
        return frozenset(figure.indicator for figure in self.figures if figure.indicator)


def passages_of(source: Source, rules: Rules) -> list[Passage]:
    """The sentences of a report in reading order, headings aside, each with the role that its own words give it."""
    labels = _labels(source)
    sentences = _sentences(source)
    roles = _Roles(source.text, rules)
    figures = _figures(source, [start for _, start, _, _ in sentences])
    named = _items(source, sentences)
    wordings = _evened([source.text[start:end] for _, start, end, _ in sentences])
    out: list[Passage] = []
    for (section_id, start, end, words), wording in zip(sentences, wordings, strict=True):
        role, topic = labels.get(section_id, ("other", "none"))
        role = roles.role_of(section_id, role, wording, start, end)
        if role == "plan" and start in named and rules.patterns["firm"].search(named[start]):
            wording = f"{_SPACE.sub('', even(named[start]))};{wording}"
        terms = frozenset([w for w in words if len(w) > 1 and not w[0].isdigit()] + _LABEL.findall(wording))
        out.append(Passage(start, end, role, topic, wording, terms, tuple(figures.get(start, ()))))
    return out


def _sentences(source: Source) -> list[Sentence]:
    alone = _lone_headings(source)
    return [sentence for sentence in zip(*source.of("sentences"), strict=True) if sentence[1] not in alone]


def _evened(texts: Sequence[str]) -> list[str]:
    """Each text evened and without spaces, all at one go."""
    return _SPACE.sub("", even(_BETWEEN.join(texts))).split(_BETWEEN) if texts else []


class _Roles:
    """Roles of sentences in reading order, where one section holds several: shortcomings, then what will be done.

    In a section of problems or plans each turn of the words holds until the next; in a section of achievements a
    shortcoming owned up to holds to the end of its line.
    """

    def __init__(self, text: str, rules: Rules) -> None:
        self.text, self.rules = text, rules
        self.section, self.turned, self.until = "", "", -1

    def role_of(self, section: str, role: str, wording: str, start: int, end: int) -> str:
        """The role of the next sentence."""
        if section != self.section:
            self.section, self.turned, self.until = section, "", -1
        if role not in ("problems", "plan", "achievements", "duties"):
            return "problems" if start < self.until else role
        confessed = self.rules.patterns["confession"].search(wording)
        if role in ("problems", "plan"):
            if confessed:
                self.turned = "problems"
            elif self.rules.patterns["turn"].search(wording):
                self.turned = "plan"
            return self.turned or role
        if confessed:
            self.until = max(self.until, _line_end(self.text, end))
        return "problems" if start < self.until else role


def _lone_headings(source: Source) -> set[int]:
    """Where headings start that fill their line; one that runs on into its paragraph often names the commitment."""
    text = source.text
    _, headings, starts, ends = source.of("sections")
    spans = [(start, end) for heading, start, end in zip(headings, starts, ends, strict=True) if heading != ""]
    return {start for start, end in spans if not text[end : _line_end(text, end)].strip("。 　")}


def _items(source: Source, sentences: Sequence[Sentence]) -> dict[int, str]:
    """Start of a sentence -> the heading that names its object, where one or two sentences are all that it heads."""
    rows = zip(*source.of("sections"), strict=True)
    headings = {section: (start, heading) for section, heading, start, _ in rows if heading != ""}
    bodies: dict[str, list[int]] = {}
    for section, start, _, _ in sentences:
        if section in headings and start > headings[section][0]:
            bodies.setdefault(section, []).append(start)
    return {start: headings[section][1] for section, starts in bodies.items() if len(starts) <= 2 for start in starts}


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _labels(source: Source) -> dict[str, tuple[str, str]]:
    return {section: (role, topic) for section, role, topic in zip(*source.of("topics"), strict=True)}


def _figures(source: Source, starts: Sequence[int]) -> dict[int, list[Figure]]:
    """The figures of a report by the start of their sentence."""
    out: dict[int, list[Figure]] = {}
    for at, raw, value, unit, kind, approx, *names in zip(*source.of("quantities"), strict=True):
        if place := bisect_right(starts, at):
            unit, name, indicator = ("" if pd.isna(text) else text for text in (unit, *names))
            out.setdefault(starts[place - 1], []).append(Figure(raw, value, unit, kind, approx, name, indicator))
    return out
