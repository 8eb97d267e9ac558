"""The sentences of a report as links see them: their role, their wording, the figures that they state."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.diff.links_roles import Roles, line_end
from pipeline.diff.links_rules import Rules
from pipeline.diff.links_sources import Source
from pipeline.diff.links_words import Words, words_of
from pipeline.diff.masking import even

REVIEW = ("achievements", "duties")
"""The roles of sentences that report."""
SHORT = "problems"
"""The role of sentences that own up to shortcomings."""
HEADING = "heading"
"""The role of a heading that runs on into its paragraph where it would be one of those."""
LABEL = re.compile(r'["《]([^"《》\n]{2,20})["》]')
"""What stands in quotes, or as a title: its text."""
_BETWEEN = "\x00"
"""Stands in no report, is no space, and evens to itself."""
Span = tuple[str, int, int, int]
"""A sentence's section, its start and end, its number among the sentences of its report."""


class Figure(NamedTuple):
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
    """A sentence: where it stands, its section's labels, its text without spaces, its figures."""

    start: int
    end: int
    role: str
    topic: str
    text: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Sentences:
    """The sentences of a report in reading order: a list for each of their sides, since a report has hundreds.

    ``words``: as they were cut, marks and all. ``labels``: (sentence, what it puts in quotes or names as a title).
    ``figures``: number of a sentence -> the figures that it states.
    """

    report_id: str
    start: np.ndarray
    end: np.ndarray
    role: Sequence[str]
    topic: Sequence[str]
    text: Sequence[str]
    words: Words
    labels: Sequence[tuple[int, str]]
    figures: Mapping[int, Sequence[Figure]]

    def passage(self, n: int) -> Passage:
        """One of them by itself."""
        return Passage(
            int(self.start[n]),
            int(self.end[n]),
            self.role[n],
            self.topic[n],
            self.text[n],
            tuple(self.figures.get(n, ())),
        )

    @staticmethod
    def of(passages: Sequence[Passage], words: Sequence[Sequence[str]], report_id: str = "") -> Sentences:
        """Sentences given one by one, and the words of each."""
        figures = {n: passage.figures for n, passage in enumerate(passages) if passage.figures}
        return Sentences(
            report_id, np.array([p.start for p in passages], dtype=np.int64), np.array([p.end for p in passages], dtype=np.int64),
            [p.role for p in passages], [p.topic for p in passages], [p.text for p in passages], words_of(pd.Series(words, dtype=object)), (), figures,
        )  # fmt: skip


def sentences_of(source: Source, rules: Rules) -> Sentences:
    """The sentences of a report in reading order, each with the role that its own words give it.

    Headings on a line of their own are left out, but those of shortcomings, which many reports list as such lines.
    """
    labels = {section: (role, topic) for section, role, topic in zip(*source.of("topics"), strict=True)}
    spans = _spans(source, {section for section, (role, _) in labels.items() if role == SHORT})
    named = _items(source, spans)
    headed = dict(zip(*source.of("sections")[2:], strict=True))
    texts = _evened([source.text[start:end] for _, start, end, _ in spans])
    told = [labels.get(section, ("other", "none")) for section, *_ in spans]
    roles, found, topics = Roles(source.text, texts, [role for role, _ in told], rules), [], []
    for n, ((section, start, end, _), (role, topic)) in enumerate(zip(spans, told, strict=True)):
        role = roles.role_of(n, section, role, start, end)
        # a heading that runs on into its paragraph names a field of work and reports nothing
        found.append(HEADING if role in REVIEW and headed.get(start, 0) >= end - 1 else role)
        topics.append(topic)
        if found[-1] == "plan" and start in named and rules.patterns["firm"].search(named[start]):
            texts[n] = f"{_unspaced(even(named[start]))};{texts[n]}"
    starts, ends, numbers = (np.array([span[at] for span in spans], dtype=np.int64) for at in (1, 2, 3))
    return Sentences(
        source.report_id, starts, ends, found, topics, texts, source.words.of(numbers), _labels(texts),
        _figures(source, starts),
    )  # fmt: skip


def _spans(source: Source, told: Collection[str]) -> list[Span]:
    """``told``: sections whose headings count as sentences."""
    alone = _lone_headings(source)
    found = enumerate(zip(*source.of("sentences"), strict=True))
    return [(section, start, end, at) for at, (section, start, end) in found if start not in alone or section in told]


def _evened(texts: Sequence[str]) -> list[str]:
    """Each text evened and without spaces, all at one go."""
    return _unspaced(even(_BETWEEN.join(texts))).split(_BETWEEN) if texts else []


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _lone_headings(source: Source) -> set[int]:
    """Where headings start that fill their line; one that runs on into its paragraph often names the commitment."""
    text = source.text
    _, headings, starts, ends = source.of("sections")
    spans = [(start, end) for heading, start, end in zip(headings, starts, ends, strict=True) if heading != ""]
    return {start for start, end in spans if not text[end : line_end(text, end)].strip("。 　")}


def _items(source: Source, spans: Sequence[Span]) -> dict[int, str]:
    """Start of a sentence -> the heading that names its object, where one or two sentences are all that it heads."""
    rows = zip(*source.of("sections"), strict=True)
    headings = {section: (start, heading) for section, heading, start, _ in rows if heading != ""}
    bodies: dict[str, list[int]] = {}
    for section, start, _, _ in spans:
        if section in headings and start > headings[section][0]:
            bodies.setdefault(section, []).append(start)
    return {start: headings[section][1] for section, starts in bodies.items() if len(starts) <= 2 for start in starts}


def _labels(texts: Sequence[str]) -> list[tuple[int, str]]:
    # most sentences have no label: to look for the signs is quicker than for the pattern
    quoting = ((n, text) for n, text in enumerate(texts) if '"' in text or "《" in text)
    return [(n, label) for n, text in quoting for label in LABEL.findall(text)]


def _figures(source: Source, starts: np.ndarray) -> dict[int, list[Figure]]:
    """The figures of a report by the number of their sentence."""
    out: dict[int, list[Figure]] = {}
    at, *columns = source.of("quantities")
    places = np.searchsorted(starts, at, "right").tolist()
    for place, row in zip(places, zip(*columns, strict=True), strict=True):
        if place:
            out.setdefault(place - 1, []).append(Figure._make(row))
    return out
