"""The topic of each section and item: rules where the heading is certain, else what heading and text say together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.classify.evidence import Evidence
from pipeline.classify.roles import Node, RoleLabel
from pipeline.classify.scheme import LEAD, NONE, best_two, certain

PLAIN = ("preamble", "closing", "other")
"""Roles whose sections and items have no topic."""
SCORES = {"rule": 0.97, "parent": 0.75}
"""What a rule without a model, and at least what a topic taken over from above, is believed."""
CLEAR = 3.0
"""Points from which the words of a heading that names its role (民生实事一览表) name a topic, too."""
CONFIDENT = 0.5
"""Below this probability of the first topic the answer is none."""
TEXT = 1500
"""Characters of a section's text that are looked at."""
FIRST = re.compile(r"[^。！；\n]*")


class TopicLabel(NamedTuple):
    """A topic, its probability and how it was decided (rule, model, parent)."""

    topic: str
    score: float
    by: str


RULED = TopicLabel(NONE, SCORES["rule"], "rule")


def topics_of_sections(
    nodes: Sequence[Node],
    text: str,
    roles: Mapping[str, RoleLabel],
    evidence: Evidence,
    fixed: Mapping[str, str] | None = None,
) -> dict[str, TopicLabel]:
    """The topic of every section of a report, by section id; the sections come in reading order.

    ``fixed``: topics that a person has given, by section id.
    """
    labels: dict[str, TopicLabel] = {}
    with_children = {n.parent for n in nodes}
    for node in nodes:
        role = roles[node.id]
        if fixed and node.id in fixed:
            labels[node.id] = TopicLabel(fixed[node.id], 1.0, "label")
        elif not evidence.topics.codes or node.level == 0 or role.role in PLAIN:
            labels[node.id] = RULED
        elif role.plain:
            labels[node.id] = TopicLabel(role.topic, SCORES["rule"], "rule")
        elif role.named:
            labels[node.id] = container(node.heading, role, evidence)
        else:
            above = labels[node.parent].topic if node.parent in labels else NONE
            divided = node.id in with_children and node.level == 1
            labels[node.id] = decide(node.heading, body_of(node, text), above, evidence, divided)
    return labels


def body_of(node: Node, text: str) -> str:
    """What is looked at of a section's text."""
    return text[node.body : min(node.end, node.body + TEXT)]


def container(heading: str, role: RoleLabel, evidence: Evidence) -> TopicLabel:
    """The label of a heading that names its role: the role's own topic or none, unless the words name a topic clearly."""
    code, points, second = best_two(evidence.points(heading))
    clear = points >= CLEAR and points - second >= LEAD
    return TopicLabel(role.topic if role.topic != NONE else code if clear else NONE, SCORES["rule"], "rule")


def open_to_model(nodes: Sequence[Node], roles: Mapping[str, RoleLabel], evidence: Evidence) -> list[Node]:
    """Sections whose topic the words of their headings do not settle, whatever stands above them."""
    return [
        node
        for node in nodes
        if node.level and not (role := roles[node.id]).named and not role.plain and role.role not in PLAIN
        if certain(evidence.topics, evidence.points(node.heading)) is None
    ]  # fmt: skip


def decide(heading: str, body: str, above: str, evidence: Evidence, divided: bool = False) -> TopicLabel:
    """The topic of one section; ``divided``: a top section with sub-sections, which may well be about all and nothing."""
    topics, model = evidence.topics, evidence.model
    points = evidence.points(heading)
    if above != NONE:
        points[above] = points.get(above, 0.0) + topics.keeps[above]
    if sure := certain(topics, points, above):
        code, lead = sure
        return TopicLabel(code, model.rule_score(lead) if model else SCORES["rule"], "rule")
    found = evidence.probabilities(heading, body, points)
    code, first, _ = best_two(found)
    probability = model.calibrated(first) if model else 0.0
    if code != NONE and probability >= CONFIDENT + (0.3 if divided else 0.0):
        return TopicLabel(code, probability, "model")
    if above != NONE:
        return TopicLabel(above, max(found.get(above, 0.0), SCORES["parent"]), "parent")
    return TopicLabel(NONE, found.get(NONE, 0.5), "model")


def head_of(item: str) -> str:
    """What stands for a heading in an inline item: its first clauses, up to the first full stop."""
    match = FIRST.match(item)
    return match[0][:60] if match else ""
