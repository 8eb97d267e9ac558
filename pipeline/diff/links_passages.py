"""Sentences made ready for linking: their role, their clauses and the rare wording that names things."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.diff.links_rules import Rules
from pipeline.diff.masking import even
from pipeline.tables import Tables

GRAM_SIZES = (2, 3)
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
    indicators: frozenset[str]

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
    """The sentences of a report in reading order. Shortcomings owned up to inside another section get role problems."""
    report = tables["reports"].set_index("report_id").loc[report_id]
    text = str(report["text"])
    labels = _labels(tables["topics"], report_id)
    named = _indicators(tables["quantities"], report_id)
    mine = tables["sentences"][tables["sentences"]["report_id"] == report_id].sort_values("start", kind="stable")
    out: list[Passage] = []
    confessed_until = -1
    for sentence_id, section_id, start, end in zip(
        mine["sentence_id"], mine["section_id"], mine["start"], mine["end"], strict=True
    ):
        role, topic = labels.get(section_id, ("other", "none"))
        wording = _SPACE.sub("", even(text[start:end]))
        if start >= confessed_until and role in ("achievements", "duties") and rules.confession.search(wording):
            confessed_until = _line_end(text, end)
        if start < confessed_until:
            role = "problems"
        clauses = tuple(g for clause in _CLAUSE.split(wording) if (g := grams(clause)))
        out.append(Passage(start, end, role, topic, wording, clauses, frozenset(named.get(sentence_id, ()))))
    return out


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _labels(topics: pd.DataFrame, report_id: str) -> dict[str, tuple[str, str]]:
    mine = topics[topics["report_id"] == report_id]
    return dict(zip(mine["section_id"], zip(mine["role"], mine["topic"], strict=True), strict=True))


def _indicators(quantities: pd.DataFrame, report_id: str) -> Mapping[str, list[str]]:
    mine = quantities[(quantities["report_id"] == report_id) & quantities["indicator"].notna()]
    return {str(k): list(v) for k, v in mine.groupby("sentence_id")["indicator"]}


def gram_weights(reports: Iterable[Sequence[Passage]]) -> dict[str, float]:
    """How rare each gram is among the sentences of a place's reports: log(sentences / sentences that hold it)."""
    seen: Counter[str] = Counter()
    count = 0
    for passages in reports:
        for passage in passages:
            seen.update(passage.grams)
            count += 1
    return {gram: math.log((count + 1) / (n + 0.5)) for gram, n in seen.items()}
