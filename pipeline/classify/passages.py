"""Passages whose role is not their section's: problems owned up to in a review, plans behind problems, the last appeal.

The turns are data (``turns.toml``); each holds to the end of its paragraph, to the next turn or to the section's end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from pipeline.classify.reading import Paper, Sentences
from pipeline.profiles import Profile, ProfileError
from pipeline.spotting import Ints, Spotter

NEAR_END = 0.1
"""Share of the text, at its end, in which an appeal may stand."""
LAST = 600
"""Characters at the end of a text in which it may stand, however short the text."""
LAST_LINES = 6
"""Sentences that an appeal may reach back to its address (各位代表！)."""


@dataclass(frozen=True)
class Turn:
    """One way in which a text turns to another role; ``needs``: words of which one must stand in a sentence that turns."""

    role: str
    inside: tuple[str, ...]
    until: str
    near_end: bool
    needs: tuple[str, ...]
    pattern: re.Pattern[str]


class Passage(NamedTuple):
    """A stretch of one section that has another role."""

    section_id: str
    start: int
    end: int
    role: str


Sentence = tuple[str, int, int]
"""Innermost section, start, end."""


@dataclass(frozen=True, eq=False)
class Turns:
    """The turns of ``turns.toml``, in order, and what an address looks like; ``spotter`` finds the words they need."""

    turns: tuple[Turn, ...]
    address: re.Pattern[str]
    words: tuple[str, ...]
    spotter: Spotter

    def among(self, paper: Paper, start: Ints, end: Ints) -> dict[int, list[Turn]]:
        """Sentence (by its place in order) -> the turns whose words stand in it; few sentences have any.

        ``start``, ``end``: of the sentences in the paper, in order.
        """
        first, last = paper.inked[start], paper.inked[end]
        at, word = self.spotter.find(paper.squeezed)
        sentence = np.searchsorted(first, at, "right") - 1
        # of sentences that hold white space alone several start at one place
        inside = (sentence >= 0) & (at < last[sentence]) if len(start) else np.zeros(len(at), bool)
        found: dict[int, set[str]] = {}
        for i, number in zip(sentence[inside].tolist(), word[inside].tolist(), strict=True):
            found.setdefault(i, set()).add(self.words[number])
        return {i: [turn for turn in self.turns if not said.isdisjoint(turn.needs)] for i, said in found.items()}


@cache
def turns_of(profile: Profile) -> Turns:
    """The turns of a profile."""
    data = profile.data["turns"]
    if any(not t.get("needs") for t in data["turn"]):
        raise ProfileError(f"{profile.id}: turns.toml: a [[turn]] has no needs; list the words that a turn must hold")
    turns = tuple(
        Turn(t["role"], tuple(t["in"]), t["until"], t.get("near_end", False), tuple(t["needs"]), re.compile(t["pattern"]))
        for t in data["turn"]
    )  # fmt: skip
    words = tuple(sorted({word for turn in turns for word in turn.needs}))
    return Turns(turns, re.compile(data["address"]["pattern"]), words, Spotter(words))


def passages_of(
    text: str, sentences: Sentences, roles: Mapping[str, str], turns: Turns, tried: Mapping[int, list[Turn]]
) -> list[Passage]:
    """The passages of a report.

    ``sentences`` in reading order, ``roles``: section_id -> role, ``tried``: sentence -> the turns that it may take.
    """
    names, starts, ends = (column.tolist() for column in (sentences.section, sentences.start, sentences.end))
    body = next(
        (end for name, end in zip(reversed(names), reversed(ends), strict=True) if roles.get(name) != "other"), 0
    )
    late = body - max(LAST, NEAR_END * body)
    found: list[Passage] = []
    done = 0
    for place in sorted(tried):
        role = roles.get(names[place], "other")
        if place < done or not any(role in turn.inside for turn in tried[place]):
            continue  # a section's first turn is one that its own role allows
        first, done = _section_around(names, place)
        mine = list(zip(names[first:done], starts[first:done], ends[first:done], strict=True))
        maybe = {i - first: tried[i] for i in range(place, done) if i in tried}
        found += _joined(mine, _within(text, mine, role, maybe, turns.address, late), role)
    return found


def _section_around(names: Sequence[str], place: int) -> tuple[int, int]:
    """The sentences of one section, one behind the other, that a sentence stands among."""
    first, last = place, place + 1
    while first and names[first - 1] == names[place]:
        first -= 1
    while last < len(names) and names[last] == names[place]:
        last += 1
    return first, last


def _within(
    text: str,
    sentences: Sequence[Sentence],
    role: str,
    tried: Mapping[int, list[Turn]],
    address: re.Pattern[str],
    late: float,
) -> list[str]:
    """The role of each sentence of one section."""
    given: list[str] = []
    now, until, line_ends = role, "", -1
    for place, (_, start, end) in enumerate(sentences):
        if until == "line" and start >= line_ends:
            now, until = role, ""
        for turn in tried.get(place, ()):
            here = role in turn.inside or (now in turn.inside and until == "turn")
            allowed = here and turn.role != now and until != "end" and (start >= late or not turn.near_end)
            if allowed and turn.pattern.search(words := _squeezed(text[start:end])):
                now, until, line_ends = turn.role, _holds(turn, words), _line_end(text, end)
                if turn.role == "closing":
                    _reach_back(given, text, sentences, address)
                break
        given.append(now)
    return given


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _holds(turn: Turn, words: str) -> str:
    """How long a turn holds: what introduces a list in paragraphs of its own holds on to the next turn."""
    return "turn" if turn.until == "line" and words[-1:] in "：:" else turn.until


def _reach_back(given: list[str], text: str, sentences: Sequence[Sentence], address: re.Pattern[str]) -> None:
    """Give the closing's role to the sentences before it, from the address that opens its lines."""
    for place in range(len(given) - 1, max(len(given) - LAST_LINES, 0) - 1, -1):
        _, start, end = sentences[place]
        if address.search(_squeezed(text[start:end])):
            given[place:] = ["closing"] * (len(given) - place)
            return


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _joined(sentences: Sequence[Sentence], given: Sequence[str], own: str) -> Iterator[Passage]:
    """Sentences of one section and role, one behind the other, as one passage; the section's own role is left out."""
    for role, group in groupby(zip(sentences, given, strict=True), key=itemgetter(1)):
        if role != own:
            mine = [sentence for sentence, _ in group]
            yield Passage(mine[0][0], mine[0][1], mine[-1][2], role)


def complaints(profile: Profile) -> Iterator[str]:
    """Turns that fail on their own examples: which, on what, and what to do."""
    data = profile.data["turns"]
    for number, entry in enumerate([*data["turn"], data["address"]], start=1):
        pattern = re.compile(entry["pattern"])
        for text, wanted in [(t, True) for t in entry["examples"]] + [(t, False) for t in entry["counterexamples"]]:
            words = _squeezed(text)
            needed = any(word in words for word in entry.get("needs", (words,)))
            if (needed and bool(pattern.search(words))) != wanted:
                yield f"{profile.id}: turns.toml, entry {number}: 「{text}」 is {'not ' * wanted}found; {'widen' if wanted else 'narrow'} its pattern"
