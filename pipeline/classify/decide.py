"""The topic of each section and item: rules where the heading is certain, else what heading and text say together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.classify.model import Model
from pipeline.classify.roles import Node, RoleLabel
from pipeline.classify.scheme import LEAD, NONE, Topics, best_two, certain, votes

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


@dataclass(frozen=True)
class TopicLabel:
    """A topic, its probability and how it was decided (rule, model, parent)."""

    topic: str
    score: float
    by: str


def topics_of_sections(nodes: Sequence[Node], text: str, roles: Mapping[str, RoleLabel], topics: Topics,
                       model: Model | None, fixed: Mapping[str, str] | None = None) -> dict[str, TopicLabel]:  # fmt: skip
    """The topic of every section of a report, by section id; the sections come in reading order.

    ``fixed``: topics that a person has given, by section id.
    """
    labels: dict[str, TopicLabel] = {}
    with_children = {n.parent for n in nodes}
    for node in nodes:
        role = roles[node.id]
        above = labels[node.parent].topic if node.parent in labels else NONE
        if fixed and node.id in fixed:
            labels[node.id] = TopicLabel(fixed[node.id], 1.0, "label")
        elif not topics.codes or node.level == 0 or role.role in PLAIN:
            labels[node.id] = TopicLabel(NONE, SCORES["rule"], "rule")
        elif role.plain:
            labels[node.id] = TopicLabel(role.topic, SCORES["rule"], "rule")
        elif role.named:
            labels[node.id] = container(node.heading, role, topics)
        else:
            body = text[node.body : min(node.end, node.body + TEXT)]
            labels[node.id] = decide(
                node.heading, body, above, topics, model, divided=node.id in with_children and node.level == 1
            )
    return labels


def container(heading: str, role: RoleLabel, topics: Topics) -> TopicLabel:
    """The label of a heading that names its role: the role's own topic or none, unless the words name a topic clearly."""
    code, points, second = best_two(votes(topics, heading))
    clear = points >= CLEAR and points - second >= LEAD
    return TopicLabel(role.topic if role.topic != NONE else code if clear else NONE, SCORES["rule"], "rule")


def decide(
    heading: str, body: str, above: str, topics: Topics, model: Model | None, divided: bool = False
) -> TopicLabel:
    """The topic of one section; ``divided``: a top section with sub-sections, which may well be about all and nothing."""
    points = votes(topics, heading)
    if above != NONE:
        points[above] = points.get(above, 0.0) + topics.keeps[above]
    if sure := certain(topics, points, above):
        code, lead = sure
        return TopicLabel(code, model.rule_score(lead) if model else SCORES["rule"], "rule")
    found = model.probabilities(heading, body, points) if model else {}
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
