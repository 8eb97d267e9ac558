"""A profile's roles and topics as compiled tables: what a heading's words say, before anything else is looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.classify.cues import PLUS, QUOTES, Cues, cues_of, points, together
from pipeline.profiles import Profile

NONE = "none"
TIDY = str.maketrans({**dict.fromkeys(QUOTES), PLUS[0]: PLUS[1]})
LEAD = 1.0
"""How far the first topic's points must lead for the rules to be certain."""
ENOUGH = 2.0
"""How many points of its own the first topic needs for the rules to be certain."""
KEEPS = 1.0
"""What a section's topic adds to the points of its sub-sections, unless the topic says otherwise (keeps)."""


@dataclass(frozen=True)
class Role:
    """One role: the headings that name it, the sub-headings that take it whatever stands above, its topic.

    ``hints``: wording of a top heading that makes the role likelier, no more. ``next``: how often a top section of it is followed by one of each role.
    """

    id: str
    headings: tuple[re.Pattern[str], ...]
    within: re.Pattern[str]
    hints: re.Pattern[str]
    topic: str
    next: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Roles:
    """All roles of a profile.

    ``plain``: headings without a topic; ``periods``: name of a span of years -> its first and last one; ``start``: how
    common each role is as the first section.
    """

    roles: tuple[Role, ...]
    year_headings: tuple[re.Pattern[str], ...]
    plain: re.Pattern[str]
    periods: Mapping[str, tuple[int, int]]
    start: Mapping[str, float]

    @property
    def follows(self) -> Mapping[str, Mapping[str, float]]:
        """role -> how often a top section of it is followed by one of each role."""
        return {role.id: role.next for role in self.roles}


@dataclass(frozen=True)
class Topics:
    """All topics of a profile: codes in the file's order, word -> {code: weight}, what a topic adds to sub-sections.

    ``ready``: the words as arrays, to be found in many texts at once.
    """

    codes: tuple[str, ...]
    cues: Mapping[str, Mapping[str, float]]
    keeps: Mapping[str, float]
    ready: Cues


@cache
def roles_of(profile: Profile) -> Roles:
    """The roles of a profile (those of all official reports, and its own)."""
    data = profile.data.get("roles", {})
    roles = tuple(
        Role(
            role_id,
            tuple(re.compile(p) for p in entry.get("headings", ())),
            _any(entry.get("within", ())),
            _any(entry.get("hints", ())),
            entry.get("topic", NONE),
            entry.get("next", {}),
        )
        for role_id, entry in data.get("roles", {}).items()
    )
    years = tuple(re.compile(p) for p in data.get("year_headings", ()))
    plain = _any(data.get("plain_headings", ()))
    periods = {name: (first, last) for name, (first, last) in data.get("periods", {}).items()}
    return Roles(roles, years, plain, periods, data.get("start", {}))


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    """A pattern that fits where one of these does; without any, nowhere."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)")


@cache
def topics_of(profile: Profile) -> Topics:
    """The topics of a profile; none where it has no ``topics.toml``."""
    entries = profile.data.get("topics", {}).get("topics", {})
    found: dict[str, dict[str, float]] = {}
    for code, entry in entries.items():
        for word, weight in entry.get("cues", {}).items():
            found.setdefault(word, {})[code] = float(weight)
    longest_first = dict(sorted(found.items(), key=lambda cue: (-len(cue[0]), cue[0])))
    keeps = {code: float(entry.get("keeps", KEEPS)) for code, entry in entries.items()}
    return Topics(tuple(entries), longest_first, keeps, cues_of(tuple(entries), longest_first))


def squeezed(heading: str) -> str:
    """A heading without quotation marks and white space.

    >>> squeezed("政 府 工 作 报 告"), squeezed("“放管服”改革  优化服务")
    ('政府工作报告', '放管服改革优化服务')
    """
    return "".join(heading.translate(TIDY).split())


def votes(topics: Topics, heading: str) -> dict[str, float]:
    """Points that the words of a heading give to each topic; a longer word hides the shorter ones inside it.

    >>> from pipeline.profiles import load
    >>> votes(topics_of(load("fazhi")), "强化行政执法监督，促进公正文明执法")["enforcement"] > 3
    True
    """
    return votes_of(topics, [heading])[0]


def votes_of(topics: Topics, headings: Sequence[str]) -> list[dict[str, float]]:
    """The same of many headings at once, which costs each of them a tenth."""
    rows = points(topics.ready, together(headings)).tolist()
    return [{code: n for code, n in zip(topics.codes, row, strict=True) if n} for row in rows]


def best_two(points: Mapping[str, float]) -> tuple[str, float, float]:
    """The first code, its points and those of the second; ``none`` where nothing has points."""
    order = sorted(points.items(), key=lambda item: (-item[1], item[0]))
    if not order:
        return NONE, 0.0, 0.0
    return order[0][0], order[0][1], order[1][1] if len(order) > 1 else 0.0


def certain(topics: Topics, points: Mapping[str, float], above: str = NONE) -> tuple[str, float] | None:
    """The topic that the rules are certain of with its lead over the second; ``above``: what the parent's topic added."""
    code, first, second = best_two(points)
    own = first - (topics.keeps.get(above, 0.0) if code == above else 0.0)
    return (code, first - second) if own >= ENOUGH and first - second >= LEAD else None
