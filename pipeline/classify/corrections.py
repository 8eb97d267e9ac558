"""Corrections by hand find their sections again, and win over rules and models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.classify.roles import Node


@dataclass(frozen=True)
class Correction:
    """What a person says of the heading at a place: its role, its topic; empty where nothing is said."""

    start: int
    end: int
    heading: str
    role: str
    topic: str


def placed(nodes: Sequence[Node], corrections: Sequence[Correction]) -> tuple[dict[str, Correction], list[Correction]]:
    """Section id -> its correction, and the corrections that found none.

    A heading is known by where it starts and its words; where the text has shifted, by its words alone if no other
    section is headed so.
    """
    headed: dict[str, list[Node]] = {}
    for node in nodes:
        headed.setdefault(_words(node.heading), []).append(node)
    found: dict[str, Correction] = {}
    lost = []
    for correction in corrections:
        same = headed.get(_words(correction.heading), []) if correction.heading else list(nodes)
        here = [n for n in same if n.start == correction.start and n.level > 0]
        if not here and len(same) == 1 and correction.heading:
            here = same
        if here:
            found[here[0].id] = correction
        else:
            lost.append(correction)
    return found, lost


def _words(heading: str) -> str:
    return "".join(heading.split())


def of_report(labels: Mapping[str, Sequence[Sequence]], report_id: str) -> list[Correction]:
    """The corrections of one report, of what ``Context.labels`` holds."""
    return [Correction(int(r[0]), int(r[1]), str(r[2]), str(r[3]), str(r[4])) for r in labels.get(report_id, ())]
