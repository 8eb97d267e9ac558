"""Sentences made ready for linking: their role, their clauses and the rare wording that names things."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.diff.links_rules import Rules
from pipeline.diff.masking import even
from pipeline.tables import Tables

GRAM_SIZES = (2, 3)
RAREST = 8.0
_LABEL = re.compile(r'["《]([^"《》]{2,20})["》]')
_SPACE = re.compile(r"\s+")
_CLAUSE = re.compile(r"[,、;:。!?()\"《》<>]+")
_BREAK = re.compile(r"[^一-鿿A-Za-z]+")


@dataclass(frozen=True)
class Passage:
    """A sentence: where it stands, its section's labels, its wording, its clauses as multisets of character grams."""

    start: int
    end: int
    role: str
    topic: str
    text: str
    clauses: tuple[frozenset[str], ...]
    words: frozenset[str]

    @property
    def grams(self) -> frozenset[str]:
        """The grams of all clauses."""
        return frozenset().union(*self.clauses)


def grams(text: str) -> frozenset[str]:
    """Runs of two and three characters; figures and marks break a run.

    >>> sorted(grams("建成2座A桥"))
    ['A桥', '座A', '座A桥', '建成']
    """
    runs = _BREAK.split(text)
    return frozenset(run[i : i + n] for run in runs for n in GRAM_SIZES for i in range(len(run) - n + 1))


def passages_of(tables: Tables, report_id: str, rules: Rules) -> list[Passage]:
    """The sentences of a report in reading order, headings aside, each with the role that its own words give it."""
    report = tables["reports"].set_index("report_id").loc[report_id]
    text = str(report["text"])
    labels = _labels(tables["topics"], report_id)
    alone = _lone_headings(tables["sections"], report_id, text)
    mine = tables["sentences"][tables["sentences"]["report_id"] == report_id].sort_values("start", kind="stable")
    mine = mine[~mine["start"].isin(alone)]
    roles = _Roles(text, rules)
    out: list[Passage] = []
    columns = (mine["section_id"], mine["start"], mine["end"], mine["words"])
    for section_id, start, end, words in zip(*columns, strict=True):
        role, topic = labels.get(section_id, ("other", "none"))
        wording = _SPACE.sub("", even(text[start:end]))
        role = roles.role_of(section_id, role, wording, start, end)
        clauses = tuple(g for clause in _CLAUSE.split(wording) if (g := grams(clause)))
        terms = frozenset([w for w in words if len(w) > 1 and not w[0].isdigit()] + _LABEL.findall(wording))
        out.append(Passage(start, end, role, topic, wording, clauses, terms))
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


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _labels(topics: pd.DataFrame, report_id: str) -> dict[str, tuple[str, str]]:
    mine = topics[topics["report_id"] == report_id]
    return dict(zip(mine["section_id"], zip(mine["role"], mine["topic"], strict=True), strict=True))


def rarity(reports: Iterable[Sequence[Passage]]) -> dict[str, float]:
    """How rare each gram and word is among the sentences of a place's reports: log(sentences / those that hold it).

    Scaled half-way to what it would be in a place with many reports, where a name weighs RAREST: with few reports
    rare words are less surely names.
    """
    seen: Counter[str] = Counter()
    count = 0
    for passages in reports:
        for passage in passages:
            seen.update(passage.grams | passage.words)
            count += 1
    scale = math.sqrt(RAREST / math.log((count + 2) / 1.5))
    return {item: scale * math.log((count + 2) / (n + 0.5)) for item, n in seen.items()}
