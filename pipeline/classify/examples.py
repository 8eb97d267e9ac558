"""The training examples of a profile: ``examples/<topic>.txt``, one heading (with its passage) a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.classify.scheme import topics_of
from pipeline.profiles import Profile

FOLDER = "examples/"
ENOUGH = 40
"""Examples that every topic needs."""


@dataclass(frozen=True)
class Example:
    """A heading, the text under it (often none) and its topic."""

    heading: str
    text: str
    topic: str


def examples_of(profile: Profile) -> list[Example]:
    """All examples of a profile, in the order of its files."""
    return lines_of(profile, FOLDER)


def lines_of(profile: Profile, folder: str) -> list[Example]:
    """The lines of a folder of examples: one file a class, one heading (with its passage) a line."""
    return [
        _parsed(line, name.removeprefix(folder))
        for name, lines in sorted(profile.lists.items())
        if name.startswith(folder)
        for line in lines
    ]


def _parsed(line: str, topic: str) -> Example:
    heading, _, text = line.partition("。")
    return Example(heading, text, topic)


def complaints(profile: Profile) -> Iterator[str]:
    """What is wrong with the example files: too few, twice the same line, a topic that there is not."""
    known = {*topics_of(profile).codes, "none"}
    found: dict[str, list[str]] = {}
    for example in examples_of(profile):
        found.setdefault(example.topic, []).append(example.heading)
    for topic, headings in found.items():
        where = f"{profile.id}: {FOLDER}{topic}.txt"
        if topic not in known:
            yield f"{where}: topics.toml has no such topic; rename the file"
        if len(headings) < ENOUGH:
            yield f"{where}: {len(headings)} examples; a topic needs {ENOUGH}"
        for heading in sorted({h for h in headings if headings.count(h) > 1}):
            yield f"{where}: 「{heading}」 stands there twice; remove one"
    if found:
        for topic in sorted(known - set(found)):
            yield f"{profile.id}: {FOLDER}{topic}.txt is missing; write {ENOUGH} examples"
