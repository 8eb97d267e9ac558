"""The sentences of a report as links see them: their role, their wording, the figures that they state."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

import pandas as pd

from pipeline.diff.links_rules import Rules
from pipeline.diff.masking import even
from pipeline.tables import Tables

_LABEL = re.compile(r'["《]([^"《》]{2,20})["》]')
_SPACE = re.compile(r"\s+")


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


def passages_of(tables: Tables, report_id: str, rules: Rules) -> list[Passage]:
    """The sentences of a report in reading order, headings aside, each with the role that its own words give it."""
    report = tables["reports"].set_index("report_id").loc[report_id]
    text = str(report["text"])
    labels = _labels(tables["topics"], report_id)
    alone = _lone_headings(tables["sections"], report_id, text)
    mine = tables["sentences"][tables["sentences"]["report_id"] == report_id].sort_values("start", kind="stable")
    mine = mine[~mine["start"].isin(alone)]
    roles = _Roles(text, rules)
    figures = _figures(tables["quantities"], report_id, list(mine["start"]))
    named = _items(tables["sections"], report_id, mine)
    out: list[Passage] = []
    columns = (mine["section_id"], mine["start"], mine["end"], mine["words"])
    for section_id, start, end, words in zip(*columns, strict=True):
        role, topic = labels.get(section_id, ("other", "none"))
        wording = _SPACE.sub("", even(text[start:end]))
        role = roles.role_of(section_id, role, wording, start, end)
        if role == "plan" and start in named and rules.patterns["firm"].search(named[start]):
            wording = f"{_SPACE.sub('', even(named[start]))};{wording}"
        terms = frozenset([w for w in words if len(w) > 1 and not w[0].isdigit()] + _LABEL.findall(wording))
        out.append(Passage(start, end, role, topic, wording, terms, tuple(figures.get(start, ()))))
    return out


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
        confessed = self.rules.patterns["confession"].search(wording)
        if role in ("problems", "plan"):
            if confessed:
                self.turned = "problems"
            elif self.rules.patterns["turn"].search(wording):
                self.turned = "plan"
            return self.turned or role
        if role in ("achievements", "duties") and confessed:
            self.until = max(self.until, _line_end(self.text, end))
        return "problems" if start < self.until else role


def _lone_headings(sections: pd.DataFrame, report_id: str, text: str) -> list[int]:
    """Where headings start that fill their line; one that runs on into its paragraph often names the commitment."""
    mine = sections[(sections["report_id"] == report_id) & (sections["heading"] != "")]
    spans = zip(mine["heading_start"], mine["heading_end"], strict=True)
    return [start for start, end in spans if not text[end : _line_end(text, end)].strip("。 　")]


def _items(sections: pd.DataFrame, report_id: str, sentences: pd.DataFrame) -> dict[int, str]:
    """Start of a sentence -> the heading that names its object, where one or two sentences are all that it heads."""
    held = sections[(sections["report_id"] == report_id) & (sections["heading"] != "")]
    headings = dict(zip(held["section_id"], zip(held["heading_start"], held["heading"], strict=True), strict=True))
    bodies: dict[str, list[int]] = {}
    for section, start in zip(sentences["section_id"], sentences["start"], strict=True):
        if section in headings and start > headings[section][0]:
            bodies.setdefault(section, []).append(start)
    return {start: headings[section][1] for section, starts in bodies.items() if len(starts) <= 2 for start in starts}


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _labels(topics: pd.DataFrame, report_id: str) -> dict[str, tuple[str, str]]:
    mine = topics[topics["report_id"] == report_id]
    return dict(zip(mine["section_id"], zip(mine["role"], mine["topic"], strict=True), strict=True))


def _figures(quantities: pd.DataFrame, report_id: str, starts: list[int]) -> dict[int, list[Figure]]:
    """The figures of a report by the start of their sentence."""
    mine = quantities[quantities["report_id"] == report_id].sort_values("start", kind="stable")
    names = ("raw", "value", "unit", "kind", "approx", "name", "indicator")
    columns = [mine[name].fillna("") if name in ("unit", "name", "indicator") else mine[name] for name in names]
    out: dict[int, list[Figure]] = {}
    for at, *values in zip(mine["start"], *columns, strict=True):
        if place := bisect_right(starts, at):
            out.setdefault(starts[place - 1], []).append(Figure(*values))
    return out
