"""Reports of one genre -> the labels of their sections and items, their passages, and the second topics.

What many headings and sentences need is looked up for all of them at once; what is then decided is decided one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from pipeline.classify import cues
from pipeline.classify.corrections import Correction, of_report, placed
from pipeline.classify.decide import PLAIN, TopicLabel, body_of, decide, head_of, open_to_model, topics_of_sections
from pipeline.classify.evidence import Evidence
from pipeline.classify.models import Models
from pipeline.classify.passages import Passage, Turns, passages_of, turns_of
from pipeline.classify.reading import Given, Item, Paper
from pipeline.classify.roles import RoleLabel, roles_of_sections
from pipeline.classify.scheme import NONE, Topics, certain, roles_of, topics_of
from pipeline.classify.shares import SAYS, Ink, Second, Span, second_topic, second_topics, totals
from pipeline.profiles import Profile
from pipeline.spotting import Ints
from pipeline.stage import Context

PASSAGE = 0.95
"""Score of the role of an item inside a passage that has turned."""


@dataclass(frozen=True, eq=False)
class Labelled:
    """A section or an item with its labels."""

    id: str
    start: int
    end: int
    role: RoleLabel
    topic: TopicLabel
    inside: str | None


@dataclass(eq=False)
class Report:
    """A report and what was found out about it; ``seconds``: part -> second topic of an undivided one."""

    given: Given
    ink: Ink
    corrected: dict[str, Correction]
    lost: list[Correction]
    roles: dict[str, RoleLabel]
    labelled: list[Labelled] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    seconds: dict[str, Second] = field(default_factory=dict)


def label(given: Sequence[Given], profile: Profile, models: Models, context: Context) -> list[Report]:
    """The labels of reports of one genre."""
    evidence = Evidence(topics_of(profile), models.topics)
    paper = Paper([g.text for g in given])
    reports = [
        _report(g, Ink(paper.inked[base : base + len(g.text) + 1]), profile, models, context)
        for g, base in zip(given, paper.base.tolist(), strict=False)
    ]
    _announce(reports, evidence)
    for report in reports:
        report.labelled = _sections(report, evidence)
    _find_passages(reports, paper, turns_of(profile))
    for report in reports:
        report.labelled += _items(report, evidence)
    _find_seconds(reports, paper, evidence.topics)
    return reports


def _report(given: Given, ink: Ink, profile: Profile, models: Models, context: Context) -> Report:
    corrected, lost = placed(given.nodes, of_report(context.labels, given.id))
    by_hand = {id: c.role for id, c in corrected.items() if c.role}
    roles = roles_of_sections(given.nodes, roles_of(profile), given.year, models.roles, given.text, by_hand)
    return Report(given, ink, corrected, lost, roles)


def _announce(reports: Sequence[Report], evidence: Evidence) -> None:
    """Ask at once what will be asked of headings, items and texts."""
    items = [(_words(item, r.given.text)) for r in reports for item in r.given.items]
    evidence.read([*(n.heading for r in reports for n in r.given.nodes), *(head for head, _ in items)])
    pairs = [(n.heading, body_of(n, r.given.text)) for r in reports for n in open_to_model(r.given.nodes, r.roles, evidence)]  # fmt: skip
    pairs += [(head, words) for head, words in items if certain(evidence.topics, evidence.points(head)) is None]
    evidence.weigh(pairs)


def _words(item: Item, text: str) -> tuple[str, str]:
    """What stands for an item's heading, and all of it."""
    words = text[item.body : item.end]
    return head_of(words), words


def _sections(report: Report, evidence: Evidence) -> list[Labelled]:
    by_hand = {id: c.topic for id, c in report.corrected.items() if c.topic in (*evidence.topics.codes, NONE)}
    nodes, roles = report.given.nodes, report.roles
    topics = topics_of_sections(nodes, report.given.text, roles, evidence, by_hand)
    return [Labelled(n.id, n.start, n.end, roles[n.id], topics[n.id], n.parent) for n in nodes]


def _find_passages(reports: Sequence[Report], paper: Paper, turns: Turns) -> None:
    _, start, end, first = _sentences(reports, paper)
    tried = turns.among(paper, start, end)
    for report, offset in zip(reports, first, strict=False):
        given = report.given
        mine = {i: tried[offset + i] for i in range(len(given.sentences.start)) if offset + i in tried}
        roles = {part.id: part.role.role for part in report.labelled}
        report.passages = passages_of(given.text, given.sentences, roles, turns, mine)


def _sentences(reports: Sequence[Report], paper: Paper) -> tuple[Ints, Ints, Ints, list[int]]:
    """The sentences of all reports: number of the report, start and end in the paper; where each report's begin."""
    counts = [len(r.given.sentences.start) for r in reports]
    report = np.repeat(np.arange(len(reports)), counts)
    none = np.zeros(0, np.int64)
    start = np.concatenate([none, *(r.given.sentences.start for r in reports)]) + paper.base[report]
    end = np.concatenate([none, *(r.given.sentences.end for r in reports)]) + paper.base[report]
    return report, start, end, np.cumsum([0, *counts]).tolist()


def _items(report: Report, evidence: Evidence) -> list[Labelled]:
    """Items have the role of the passage they begin in, else their section's, and a topic of their own."""
    sections = {part.id: part for part in report.labelled}
    found = []
    for item in report.given.items:
        section = sections.get(item.section)
        role = RoleLabel(section.role.role if section else "other", "parent", section.role.score if section else 0.5)
        turned = (p for p in report.passages if p.section_id == item.section and p.start <= item.start < p.end)
        if inside := next(turned, None):
            role = RoleLabel(inside.role, "rule", PASSAGE)
        topic = TopicLabel(NONE, 1.0, "rule")
        if evidence.topics.codes and section and role.role not in PLAIN:
            topic = decide(*_words(item, report.given.text), section.topic.topic, evidence)
        found.append(Labelled(item.id, item.start, item.end, role, topic, item.section))
    return found


def _find_seconds(reports: Sequence[Report], paper: Paper, topics: Topics) -> None:
    """Second topics: by sub-sections and items where a part has any, else by its sentences."""
    leaves: list[tuple[Report, int, Labelled]] = []
    for report, base in zip(reports, paper.base.tolist(), strict=False):
        inner: dict[str, list[Labelled]] = {}
        for part in report.labelled:
            if part.inside:
                inner.setdefault(part.inside, []).append(part)
        for part in report.labelled:
            if part.topic.topic == NONE:
                continue
            if part.id in inner:
                report.seconds[part.id] = _by_parts(part, inner[part.id], report.ink)
            else:
                leaves.append((report, base, part))
    leaves.sort(key=lambda leaf: leaf[1] + leaf[2].start)
    for (report, _, part), second in zip(leaves, _by_sentences(leaves, reports, paper, topics), strict=True):
        report.seconds[part.id] = second


def _by_parts(part: Labelled, inner: Sequence[Labelled], ink: Ink) -> Second:
    nested = [Span(p.start, p.end, "", p.topic.topic) for p in (part, *inner)]
    return second_topic(part.topic.topic, {topic: count for (_, topic), count in totals(nested, ink).items()})


def _by_sentences(
    leaves: Sequence[tuple[Report, int, Labelled]], reports: Sequence[Report], paper: Paper, topics: Topics
) -> list[Second]:
    """The second topic of undivided parts given in order; a sentence belongs to the part that it stands in whole."""
    opens = np.array([base + part.start for _, base, part in leaves], np.int64)
    closes = np.array([base + part.end for _, base, part in leaves], np.int64)
    _, start, end, _ = _sentences(reports, paper)
    part = np.searchsorted(opens, start, "right") - 1
    own = np.flatnonzero((part >= 0) & (end <= closes[part])) if len(leaves) else np.zeros(0, np.int64)
    start, end, part = start[own], end[own], part[own]
    said = cues.points(topics.ready, cues.parts(paper.codes, start, np.minimum(end, start + SAYS)))
    ink = paper.inked[end] - paper.inked[start]
    return second_topics(said, part, ink, [part.topic.topic for _, _, part in leaves], topics.codes)
