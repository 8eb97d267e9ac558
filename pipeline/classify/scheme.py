"""A profile's roles and topics as compiled tables: what a heading's words say, before anything else is looked at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import add

from pipeline.profiles import Profile

NONE = "none"
CLAUSE = re.compile(r"[，,；;：:。！!\s]+|[—–-]{2,}|·")
QUOTES = str.maketrans({**dict.fromkeys("“”‘’\"'「」『』《》"), "＋": "+"})
LEAD = 1.0
"""How far the first topic's points must lead for the rules to be certain."""
ENOUGH = 2.0
"""How many points of its own the first topic needs for the rules to be certain."""
KEEPS = 1.0
"""What a section's topic adds to the points of its sub-sections, unless the topic says otherwise (keeps)."""
LATER_CLAUSE = 0.6
"""What a word in a heading's second or later clause counts: the first clause names the subject, the next its purpose."""


@dataclass(frozen=True)
class Role:
    """One role: the headings that name it, the sub-headings that take it whatever stands above, its topic.

    ``hints``: wording of a top heading that makes the role likelier, no more. ``next``: how often a top section of it is followed by one of each role.
    """

    id: str
    headings: tuple[re.Pattern[str], ...]
    within: tuple[re.Pattern[str], ...]
    hints: tuple[re.Pattern[str], ...]
    topic: str
    next: Mapping[str, float]


@dataclass(frozen=True)
class Roles:
    """All roles of a profile.

    ``plain``: headings without a topic; ``periods``: name of a span of years -> its first and last one; ``start``: how
    common each role is as the first section.
    """

    roles: tuple[Role, ...]
    year_headings: tuple[re.Pattern[str], ...]
    plain: tuple[re.Pattern[str], ...]
    periods: Mapping[str, tuple[int, int]]
    start: Mapping[str, float]

    @property
    def follows(self) -> Mapping[str, Mapping[str, float]]:
        """role -> how often a top section of it is followed by one of each role."""
        return {role.id: role.next for role in self.roles}


@dataclass(frozen=True)
class Topics:
    """All topics of a profile: codes in the file's order, word -> {code: weight}, what a topic adds to sub-sections.

    ``index``: first two letters of a word -> (rank, word), the longest word ranked first.
    """

    codes: tuple[str, ...]
    cues: Mapping[str, Mapping[str, float]]
    keeps: Mapping[str, float]
    index: Mapping[str, tuple[tuple[int, str], ...]]


@cache
def roles_of(profile: Profile) -> Roles:
    """The roles of a profile (those of all official reports, and its own)."""
    data = profile.data.get("roles", {})
    roles = tuple(
        Role(
            role_id,
            tuple(re.compile(p) for p in entry.get("headings", ())),
            tuple(re.compile(p) for p in entry.get("within", ())),
            tuple(re.compile(p) for p in entry.get("hints", ())),
            entry.get("topic", NONE),
            entry.get("next", {}),
        )
        for role_id, entry in data.get("roles", {}).items()
    )
    years = tuple(re.compile(p) for p in data.get("year_headings", ()))
    plain = tuple(re.compile(p) for p in data.get("plain_headings", ()))
    periods = {name: (first, last) for name, (first, last) in data.get("periods", {}).items()}
    return Roles(roles, years, plain, periods, data.get("start", {}))


@cache
def topics_of(profile: Profile) -> Topics:
    """The topics of a profile; none where it has no ``topics.toml``."""
    entries = profile.data.get("topics", {}).get("topics", {})
    cues: dict[str, dict[str, float]] = {}
    for code, entry in entries.items():
        for word, weight in entry.get("cues", {}).items():
            cues.setdefault(word, {})[code] = float(weight)
    longest_first = dict(sorted(cues.items(), key=lambda cue: (-len(cue[0]), cue[0])))
    keeps = {code: float(entry.get("keeps", KEEPS)) for code, entry in entries.items()}
    index: dict[str, tuple[tuple[int, str], ...]] = {}
    for rank, word in enumerate(longest_first):
        index[word[:2]] = (*index.get(word[:2], ()), (rank, word))
    return Topics(tuple(entries), longest_first, keeps, index)


def tidy(heading: str) -> str:
    """A heading without quotation marks; spaced-out letters (政 府 工 作) are drawn together.

    >>> tidy("政 府 工 作 报 告"), tidy("“放管服”改革  优化服务")
    ('政府工作报告', '放管服改革  优化服务')
    """
    heading = heading.translate(QUOTES).strip()
    if len(heading.split(None, 1)) < 2:
        return heading
    gaps = len(re.findall(r"(?<=\S)\s(?=\S)", heading))
    return re.sub(r"\s", "", heading) if gaps and gaps >= 0.4 * len(re.findall(r"\S", heading)) else heading


def votes(topics: Topics, heading: str) -> dict[str, float]:
    """Points that the words of a heading give to each topic; a longer word hides the shorter ones inside it.

    >>> from pipeline.profiles import load
    >>> votes(topics_of(load("fazhi")), "强化行政执法监督，促进公正文明执法")["enforcement"] > 3
    True
    """
    text = tidy(heading)
    points: dict[str, float] = {}
    for clause, word in _hits(topics, text, clauses := _clauses(text)):
        factor = 1.0 if clause == clauses[0] else LATER_CLAUSE
        for code, weight in topics.cues[word].items():
            points[code] = points.get(code, 0.0) + factor * weight
    return points


def _clauses(text: str) -> list[int]:
    """Where each clause starts."""
    starts = [0, *(m.end() for m in CLAUSE.finditer(text))]
    return starts[1:] if len(starts) > 1 and CLAUSE.match(text) else starts


def _hits(topics: Topics, text: str, clauses: Sequence[int]) -> Iterator[tuple[int, str]]:
    """(start of its clause, cue) of the cues found, longest first, none inside another; each counts once a clause."""
    index = topics.index
    starts = [(at, index[pair]) for at, pair in enumerate(map(add, text, text[1:])) if pair in index]
    found = [(rank, at, word) for at, words in starts for rank, word in words if text.startswith(word, at)]
    if not found:
        return
    taken = bytearray(len(text))
    seen = set()
    for _, at, word in sorted(found):
        key = (clauses[bisect_right(clauses, at) - 1] if at >= clauses[0] else clauses[0], word)
        if key not in seen and not any(taken[at : at + len(word)]):
            taken[at : at + len(word)] = bytes([1]) * len(word)
            seen.add(key)
            yield key


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
