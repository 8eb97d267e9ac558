"""The topic of each section and item: rules where the heading is certain, else what heading and text say together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.classify.roles import Node, RoleLabel
from pipeline.classify.scheme import NONE, Topics, best_two, votes

MARGIN = 1.0
"""How far the first topic's points must lead for the rules to be certain."""
ENOUGH = 2.0
"""How many points the first topic needs for the rules to be certain."""
CONFIDENT = 0.5
"""Below this probability of the first topic the answer is none."""
PARENT = 1.0
"""What a parent's topic adds to its children's points."""
TEXT = 1500
"""Characters of a section's text that are looked at."""
FIRST = re.compile(r"[^。！；\n]*")


class Judge(Protocol):
    """What decides where the heading's words don't: heading, text and the parent's topic -> {topic: probability}."""

    def __call__(self, heading: str, text: str, parent: str) -> Mapping[str, float]:
        """Probability of each topic."""
        ...


def without_judge(heading: str, text: str, parent: str) -> Mapping[str, float]:
    """The rules alone: what their words leave open stays open."""
    return {}


@dataclass(frozen=True)
class TopicLabel:
    """A topic, its probability and how it was decided (rule, model, parent)."""

    topic: str
    score: float
    by: str


def topics_of_sections(nodes: Sequence[Node], text: str, roles: Mapping[str, RoleLabel], topics: Topics,
                       judge: Judge) -> dict[str, TopicLabel]:  # fmt: skip
    """The topic of every section of a report, by section id; the sections come in reading order."""
    labels: dict[str, TopicLabel] = {}
    with_children = {n.parent for n in nodes}
    for node in nodes:
        role = roles[node.id]
        above = labels[node.parent].topic if node.parent in labels else NONE
        if not topics.codes or node.level == 0 or role.role in ("preamble", "closing", "other"):
            labels[node.id] = TopicLabel(NONE, SCORES["rule"], "rule")
        elif role.named and (label := container(node.heading, role, topics)):
            labels[node.id] = label
        else:
            body = text[node.body : min(node.end, node.body + TEXT)]
            labels[node.id] = decide(
                node.heading, body, above, topics, judge, divided=node.id in with_children and node.level == 1
            )
    return labels


SCORES = {"rule": 0.97, "parent": 0.6}


def container(heading: str, role: RoleLabel, topics: Topics) -> TopicLabel | None:
    """The label of a heading that names its role: the role's own topic or none, unless the words name a topic clearly."""
    code, points, second = best_two(votes(topics, heading))
    if role.topic != NONE:
        return TopicLabel(role.topic, SCORES["rule"], "rule")
    if points >= 3 and points - second >= MARGIN:
        return TopicLabel(code, SCORES["rule"], "rule")
    return TopicLabel(NONE, SCORES["rule"], "rule")


def decide(heading: str, body: str, above: str, topics: Topics, judge: Judge, divided: bool = False) -> TopicLabel:
    """The topic of one section; ``divided``: a top section with sub-sections, which may well be about all and nothing."""
    points = votes(topics, heading)
    if above != NONE:
        points[above] = points.get(above, 0.0) + PARENT
    code, first, second = best_two(points)
    if first >= ENOUGH + (PARENT if code == above else 0) and first - second >= MARGIN:
        return TopicLabel(code, SCORES["rule"], "rule")
    found = judge(heading, body, above)
    code, probability, _ = best_two(found)
    if probability >= CONFIDENT + (0.3 if divided else 0.0):
        return TopicLabel(code, probability, "model")
    return (
        TopicLabel(above, SCORES["parent"], "parent") if above != NONE else TopicLabel(NONE, 1 - probability, "model")
    )


def head_of(item: str) -> str:
    """What stands for a heading in an inline item: its first clauses, up to the first full stop."""
    match = FIRST.match(item)
    return match[0][:60] if match else ""
