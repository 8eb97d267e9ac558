"""Passages whose role is not their section's: problems owned up to in a review, plans behind problems, the last appeal.

The turns are data (``turns.toml``); each holds to the end of its paragraph, to the next turn or to the section's end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.profiles import Profile

NEAR_END = 0.1
"""Share of the text, at its end, in which an appeal may stand."""
LAST = 600
"""Characters at the end of a text in which it may stand, however short the text."""
LAST_LINES = 6
"""Sentences that an appeal may reach back to its address (各位代表！)."""
SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Turn:
    """One way in which a text turns to another role; ``needs``: words without which the pattern need not be tried."""

    role: str
    inside: tuple[str, ...]
    until: str
    near_end: bool
    needs: tuple[str, ...]
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Passage:
    """A stretch of one section that has another role."""

    section_id: str
    start: int
    end: int
    role: str


Sentence = tuple[str, int, int]
"""Innermost section, start, end."""


@cache
def turns_of(profile: Profile) -> tuple[tuple[Turn, ...], re.Pattern[str]]:
    """The turns of ``turns.toml``, in order, and what an address looks like."""
    data = profile.data["turns"]
    turns = (Turn(t["role"], tuple(t["in"]), t["until"], t.get("near_end", False), tuple(t.get("needs", ())),
                  re.compile(t["pattern"]))
             for t in data["turn"])  # fmt: skip
    return tuple(turns), re.compile(data["address"]["pattern"])


def passages_of(text: str, sentences: Sequence[Sentence], roles: Mapping[str, str], profile: Profile) -> list[Passage]:
    """The passages of a report; ``sentences`` in reading order, ``roles``: section_id -> role."""
    turns, address = turns_of(profile)
    body = max((end for section, _, end in sentences if roles.get(section) != "other"), default=0)
    given: list[str] = []
    mine: list[Sentence] = []
    for sentence in [*sentences, ("", 0, 0)]:
        if mine and mine[0][0] != sentence[0]:
            given += _within(
                text, mine, roles.get(mine[0][0], "other"), turns, address, body - max(LAST, NEAR_END * body)
            )
            mine = []
        mine.append(sentence)
    return list(_joined(sentences, given, roles))


def _within(
    text: str, sentences: Sequence[Sentence], role: str, turns: Sequence[Turn], address: re.Pattern[str], late: float
) -> list[str]:
    """The role of each sentence of one section."""
    given: list[str] = []
    now, until, line_ends = role, "", -1
    for _, start, end in sentences:
        words = SPACE.sub("", text[start:end])
        if until == "line" and start >= line_ends:
            now, until = role, ""
        for turn in turns:
            here = role in turn.inside or (now in turn.inside and until == "turn")
            allowed = here and turn.role != now and until != "end" and (start >= late or not turn.near_end)
            if allowed and turn.needs and not any(word in words for word in turn.needs):
                continue
            if allowed and turn.pattern.search(words):
                now, until, line_ends = turn.role, _holds(turn, words), _line_end(text, end)
                if turn.role == "closing":
                    _reach_back(given, text, sentences, address)
                break
        given.append(now)
    return given


def _holds(turn: Turn, words: str) -> str:
    """How long a turn holds: what introduces a list in paragraphs of its own holds on to the next turn."""
    return "turn" if turn.until == "line" and words[-1:] in "：:" else turn.until


def _reach_back(given: list[str], text: str, sentences: Sequence[Sentence], address: re.Pattern[str]) -> None:
    """Give the closing's role to the sentences before it, from the address that opens its lines."""
    for place in range(len(given) - 1, max(len(given) - LAST_LINES, 0) - 1, -1):
        _, start, end = sentences[place]
        if address.search(SPACE.sub("", text[start:end])):
            given[place:] = ["closing"] * (len(given) - place)
            return


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _joined(sentences: Sequence[Sentence], given: Sequence[str], roles: Mapping[str, str]) -> Iterator[Passage]:
    """Sentences of one section and role, one behind the other, as one passage; a section's own role is left out."""
    now: Passage | None = None
    for (section, start, end), role in zip(sentences, given, strict=True):
        if now and (section, role) == (now.section_id, now.role):
            now = Passage(section, now.start, end, role)
            continue
        if now and now.role != roles.get(now.section_id, "other"):
            yield now
        now = Passage(section, start, end, role)
    if now and now.role != roles.get(now.section_id, "other"):
        yield now


def complaints(profile: Profile) -> Iterator[str]:
    """Turns that fail on their own examples: which, on what, and what to do."""
    data = profile.data["turns"]
    for number, entry in enumerate([*data["turn"], data["address"]], start=1):
        pattern = re.compile(entry["pattern"])
        for text, wanted in [(t, True) for t in entry["examples"]] + [(t, False) for t in entry["counterexamples"]]:
            words = SPACE.sub("", text)
            needed = any(word in words for word in entry.get("needs", (words,)))
            if (needed and bool(pattern.search(words))) != wanted:
                yield f"{profile.id}: turns.toml, entry {number}: 「{text}」 is {'not ' * wanted}found; {'widen' if wanted else 'narrow'} its pattern"
