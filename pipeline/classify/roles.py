"""The role of each section: from its heading, from the year it names, else from its parent or the heading before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.classify.scheme import Roles, tidy

YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Node:
    """What the classifier sees of a section: its place in the tree, its heading and its text."""

    id: str
    parent: str | None
    level: int
    heading: str
    start: int
    body: int
    end: int


@dataclass(frozen=True)
class RoleLabel:
    """A role, how it was decided, and how sure that is; ``named``: the heading itself names the role."""

    role: str
    by: str
    score: float
    named: bool = False
    topic: str = "none"


SCORE = {"rule": 0.99, "parent": 0.97, "order": 0.85}


def roles_of_sections(nodes: Sequence[Node], roles: Roles, year: int | None) -> dict[str, RoleLabel]:
    """The role of every section of a report, by section id; the sections come in reading order."""
    labels: dict[str, RoleLabel] = {}
    tops = {n.id for n in nodes if n.level == 0}
    before = ""
    year = year or _year_said(nodes, roles)
    for node in nodes:
        if node.level == 0:
            labels[node.id] = RoleLabel("other" if node.heading else "preamble", "rule", SCORE["rule"], named=True)
        elif node.parent is None or node.parent in tops:
            labels[node.id] = _top(node, roles, year, before)
            before = labels[node.id].role
        else:
            labels[node.id] = _child(node, roles, labels[node.parent], year)
    return labels


def _top(node: Node, roles: Roles, year: int | None, before: str) -> RoleLabel:
    if label := named_role(node.heading, roles, year):
        return label
    return RoleLabel(roles.after.get(before, roles.default) if before else roles.default, "rule", SCORE["order"])


def _child(node: Node, roles: Roles, parent: RoleLabel, year: int | None) -> RoleLabel:
    heading = re.sub(r"\s", "", tidy(node.heading))
    for role in roles.roles:
        if any(p.fullmatch(heading) for p in role.within):
            return RoleLabel(role.id, "rule", SCORE["rule"], named=True, topic=role.topic)
    return RoleLabel(parent.role, "parent", min(parent.score, SCORE["parent"]))


def named_role(heading: str, roles: Roles, year: int | None) -> RoleLabel | None:
    """The role that a heading names, if it names one: the match that ends last wins, then the longer one."""
    heading = re.sub(r"\s", "", tidy(heading))
    found = {}
    for role in roles.roles:
        spans = [m.span() for p in role.headings for m in p.finditer(heading)]
        if spans:
            found[role] = max((end, end - start) for start, end in spans)
    by_year = _by_year(heading, roles, year)
    if by_year and not found:
        return RoleLabel(by_year, "rule", SCORE["rule"], named=True)
    if not found:
        return None
    role = max(found, key=lambda r: (r.id == by_year, found[r]))
    return RoleLabel(role.id, "rule", SCORE["rule"], named=True, topic=role.topic)


def _year_said(nodes: Sequence[Node], roles: Roles) -> int | None:
    """The year that the first heading of a review names (2019年工作回顾), for a report whose year is not known."""
    for node in nodes:
        label = named_role(node.heading, roles, None)
        years = YEAR.findall(node.heading)
        if label and label.role == "achievements" and years:
            return max(map(int, years))
    return None


def _by_year(heading: str, roles: Roles, year: int | None) -> str:
    """achievements or plan, where a heading such as 2019年工作 says it by its year; else empty."""
    if year is None or len(set(YEAR.findall(heading))) != 1:
        return ""
    for pattern in roles.year_headings:
        if match := pattern.search(heading):
            return "achievements" if int(match["year"]) <= year else "plan"
    return ""
