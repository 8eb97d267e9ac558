"""Place against place: which reports of one year are compared, since they are peers.

Peers are the reports of one genre, year and level under the same parent region, and those of one genre and year in a
group that the user states in ``groups.csv``. In a group of up to 7 each is compared
with each; in a larger one, each with the 6 whose text is most like its own, by a MinHash sketch of the whole report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.diff.pairs import READS, WITHOUT, compare_pairs
from pipeline.diff.shingles import minhash, shingle_hashes
from pipeline.diff.years import dated, foremost
from pipeline.spotting import codes_of
from pipeline.stage import Context, Step
from pipeline.tables import Tables, empty

NEAREST = 6
SKETCH, WIDTH = 64, 5
IDEOGRAPHS = range(0x3400, 0xA000)
Group = tuple[str, int, str, str]
"""Genre, year, level, code of the parent region."""
Chosen = dict[str, list[tuple[str, str]]]
"""Shard -> pairs of reports (the one of the lower code first) that it compares."""


class Peer(NamedTuple):
    """A report as a member of its group."""

    group: Group
    place: str
    region: str
    report_id: str
    shard: str
    sketch: NDArray[np.uint32]


def survey(tables: Tables, context: Context) -> list[Peer]:
    """The reports of a shard that may have peers, with their sketches: one report a place and year."""
    reports = tables["reports"]
    levels, parents, regions, texts = (reports[name].tolist() for name in ("level", "parent_code", "region", "text"))
    found = []
    for report in foremost(dated(reports)):
        k = report.row
        group = (report.profile, report.year, levels[k], parents[k] if isinstance(parents[k], str) else "")
        if any(_groups_of(group, report.place, regions[k], context.groups)):
            sketch = minhash(shingle_hashes(_ideographs(texts[k]), WIDTH), SKETCH)
            found.append(Peer(group, report.place, regions[k], report.rank[2], context.shard_of(report.place), sketch))
    return found


def _ideographs(text: str) -> NDArray[np.uint32]:
    """The text without marks, spaces, letters and figures: what two reports say, however it is set."""
    characters = codes_of(text)
    return characters[(characters >= IDEOGRAPHS.start) & (characters < IDEOGRAPHS.stop)]


def merge(partials: Sequence[list[Peer]], context: Context) -> Chosen:
    """Pairs of peers by the shard that compares them: that of the lower code."""
    groups: dict[Group, list[Peer]] = defaultdict(list)
    for peer in (p for partial in partials for p in partial):
        for group in _groups_of(peer.group, peer.place, peer.region, context.groups):
            groups[group].append(peer)
    chosen: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for members in groups.values():
        for a, b in peer_pairs(sorted(members, key=lambda p: (p.place, p.report_id))):
            chosen[a.shard].add((a.report_id, b.report_id))
    return {shard: sorted(pairs) for shard, pairs in sorted(chosen.items())}


def _groups_of(group: Group, place: str, region: str, stated: Mapping[str, tuple[str, ...]]) -> Iterator[Group]:
    genre, year, level, parent = group
    if parent or level == "province":
        yield group
    for name, members in stated.items():
        if place in members or region in members:
            yield (genre, year, "stated", name)


def peer_pairs(members: Sequence[Peer]) -> Iterator[tuple[Peer, Peer]]:
    """Each with its nearest; with each where the group is small."""
    sketches = np.array([p.sketch for p in members])
    wanted: set[tuple[int, int]] = set()
    for at in range(len(members)):
        alike = (sketches == sketches[at]).mean(axis=1)
        alike[at] = -1
        nearest = np.argsort(-alike, kind="stable")[: min(NEAREST, len(members) - 1)]
        wanted.update((min(at, int(other)), max(at, int(other))) for other in nearest)
    for i, j in sorted(wanted):
        yield members[i], members[j]


def select(chosen: Chosen, shard: str) -> list[tuple[str, str]]:
    """The pairs that a shard compares."""
    return chosen.get(shard, [])


def run(tables: Tables, context: Context) -> Tables:
    """Compare the shard's reports with their peers, which may lie in other shards."""
    here = set(tables["reports"]["report_id"]) if context.corpus else set()
    wanted = [(a, b) for a, b in context.corpus or () if a in here]
    if not wanted:
        return empty("pairs", "changes")
    elsewhere = sorted({b for _, b in wanted} - here)
    read = tables
    if elsewhere:
        read = {name: pd.concat([tables[name], context.rows(name, elsewhere)], ignore_index=True) for name in READS}
    return compare_pairs(read, context.profiles, wanted, "peer")


STEP = Step("diff.peers", reads=READS, writes=("pairs", "changes"), run=run, per="region", files=("masking",), without=WITHOUT,
            survey=survey, merge=merge, select=select)  # fmt: skip
