"""The role of each section: from its heading and the year it names; else from its text and its neighbours, or its parent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.classify.rolemodel import RoleModel
from pipeline.classify.scheme import Roles, squeezed
from pipeline.classify.sequence import posteriors

YEAR = re.compile(r"(?:19|20)\d\d")


class Node(NamedTuple):
    """What the classifier sees of a section: its place in the tree, its heading and its text."""

    id: str
    parent: str | None
    level: int
    heading: str
    start: int
    body: int
    end: int


class RoleLabel(NamedTuple):
    """A role, how it was decided, and how sure that is.

    ``named``: the heading names the role (and perhaps a topic); ``plain``: it says nothing besides.
    """

    role: str
    by: str
    score: float
    named: bool = False
    topic: str = "none"
    plain: bool = False


REMEMBERED = 20_000
"""Headings whose answer is kept, since places and years repeat them."""
SCORE = {"rule": 0.99, "parent": 0.97}
UNSURE = 0.4
"""Below this probability of the likeliest role the answer is ``other`` rather than a guess."""
YEAR_SAYS = 20.0
"""How much likelier a plan is where a heading names a later year, and a review where it names the year reported on."""
HINT = 6.0
"""How much likelier a role is where the heading has one of its hints."""


def roles_of_sections(
    nodes: Sequence[Node],
    roles: Roles,
    year: int | None,
    model: RoleModel | None = None,
    text: str = "",
    fixed: Mapping[str, str] | None = None,
) -> dict[str, RoleLabel]:
    """The role of every section of a report, by section id; the sections come in reading order.

    ``fixed``: roles that a person has given, by section id.
    """
    by_hand = {id: RoleLabel(role, "label", 1.0, named=True) for id, role in (fixed or {}).items()}
    titles = {n.id for n in nodes if n.level == 0}
    tops = [n for n in nodes if n.level > 0 and (n.parent is None or n.parent in titles)]
    labels = {n.id: RoleLabel("other" if n.heading else "preamble", "rule", SCORE["rule"], True) for n in nodes
              if n.level == 0}  # fmt: skip
    labels |= _tops(tops, roles, _year(tops, roles, year), model, text, by_hand)
    for node in nodes:
        if node.id not in labels:
            labels[node.id] = by_hand.get(node.id) or _child(node, roles, labels[str(node.parent)])
    return labels


def _tops(
    tops: Sequence[Node],
    roles: Roles,
    year: int | None,
    model: RoleModel | None,
    text: str,
    by_hand: Mapping[str, RoleLabel],
) -> dict[str, RoleLabel]:
    """Roles of the top sections: certain where the heading names one, elsewhere by text, year and neighbours."""
    named = [by_hand.get(node.id) or named_role(node.heading, roles, year) for node in tops]
    said = [
        {label.role: 1.0} if label else _said(node, roles, year, model, text)
        for node, label in zip(tops, named, strict=True)
    ]
    if all(named):
        return {node.id: label for node, label in zip(tops, named, strict=True) if label}
    found = {}
    likely = posteriors(said, [label is not None for label in named], roles.start, roles.follows)
    for node, label, chances in zip(tops, named, likely, strict=True):
        role = max(chances, key=lambda r: chances[r])
        sure = chances[role]
        found[node.id] = label or RoleLabel(role if sure >= UNSURE else "other", "model", round(sure, 4))
    return found


def _said(node: Node, roles: Roles, year: int | None, model: RoleModel | None, text: str) -> Mapping[str, float]:
    """Likelihood of each role by a section's own words; empty where they say nothing."""
    said = dict(model.chances(node.heading, text[node.body : node.end])) if model else {}
    heading = squeezed(node.heading)
    times = {role.id: HINT for role in roles.roles if role.hints.search(heading)}
    spans = [(int(y), int(y)) for y in YEAR.findall(heading)]
    spans += [span for name, span in roles.periods.items() if name in heading]
    if year and spans and all(first > year for first, _ in spans):
        times["plan"] = YEAR_SAYS
    elif year and spans and all(last <= year for _, last in spans):
        times["achievements"] = YEAR_SAYS
    if not times:
        return said
    return {role.id: times.get(role.id, 1.0) * (said.get(role.id, 0.0) if said else 1.0) for role in roles.roles}


def _child(node: Node, roles: Roles, parent: RoleLabel) -> RoleLabel:
    label, plain = _below(node.heading, roles)
    return label or RoleLabel(parent.role, "parent", min(parent.score, SCORE["parent"]), plain=plain)


@lru_cache(maxsize=REMEMBERED)
def _below(heading: str, roles: Roles) -> tuple[RoleLabel | None, bool]:
    """The role that a sub-heading takes whatever stands above it, if it takes one; whether it says nothing besides."""
    words = squeezed(heading)
    for role in roles.roles:
        if role.within.fullmatch(words):
            return RoleLabel(role.id, "rule", SCORE["rule"], True, role.topic, plain=True), True
    return None, roles.plain.search(words) is not None


@lru_cache(maxsize=REMEMBERED)
def named_role(heading: str, roles: Roles, year: int | None) -> RoleLabel | None:
    """The role that a heading names, if it names one: the match that ends last wins, then the longer one."""
    heading = squeezed(heading)
    found = []
    for role in roles.roles:
        spans = [m.span() for p in role.headings for m in p.finditer(heading)]
        if spans:
            end, length = max((end, end - start) for start, end in spans)
            found.append((end, length, role))
    best = max(found, key=lambda f: f[:2])[2] if found else None
    by_year = _by_year(heading, roles, year)
    if by_year and (best is None or best.id in ("achievements", "plan")):
        best = next(r for r in roles.roles if r.id == by_year)
    return RoleLabel(best.id, "rule", SCORE["rule"], named=True, topic=best.topic) if best else None


def _year(tops: Sequence[Node], roles: Roles, year: int | None) -> int | None:
    """The year reported on, as the top headings tell it, whatever the report's title says.

    Where they start with a year and go on with the next one (2019年工作回顾, 2020年工作安排) it is the former; where no
    year is known, the last one that a review names.
    """
    if year is None:
        reviews = [n for n in tops if (r := named_role(n.heading, roles, None)) and r.role == "achievements"]
        return max((int(y) for n in reviews for y in YEAR.findall(n.heading)), default=None)
    named = [int(years.pop()) for n in tops if len(years := set(YEAR.findall(n.heading))) == 1]
    late = named[:1] == [year - 1] and max(named) == year
    return year - 1 if late else year


def _by_year(heading: str, roles: Roles, year: int | None) -> str:
    """achievements or plan, where a heading such as 2019年工作 says it by its year; else empty."""
    if year is None or len(set(YEAR.findall(heading))) != 1:
        return ""
    for pattern in roles.year_headings:
        if match := pattern.search(heading):
            return "achievements" if int(match["year"]) <= year else "plan"
    return ""
