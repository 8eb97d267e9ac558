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

from pipeline.diff.document import documents
from pipeline.diff.masking import masks_of, plain, without_figures
from pipeline.diff.pairs import READS, WITHOUT, compared
from pipeline.diff.shingles import codes, minhash, shingle_hashes
from pipeline.diff.years import foremost, place_of
from pipeline.profiles import Profile
from pipeline.stage import Context, Step
from pipeline.store import region_key, shard_of
from pipeline.tables import Tables

NEAREST = 6
SKETCH, WIDTH = 64, 5
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
    known = reports[reports["year"].notna() & (reports["region"] != "unknown")]
    found = []
    for _, same in known.groupby(["profile", place_of(known), "year"], sort=True):
        report = same[same["report_id"] == foremost(same)].iloc[0]
        if any(_groups_of(*_membership(report), context.groups)):
            found.append(_peer(report, context.profiles))
    return found


def _membership(report: pd.Series) -> tuple[Group, str, str]:
    parent = report["parent_code"] if isinstance(report["parent_code"], str) else ""
    place = region_key(report["region_code"], report["region"])
    return (report["profile"], int(report["year"]), report["level"], parent), place, report["region"]


def _peer(report: pd.Series, profiles: Mapping[str, Profile]) -> Peer:
    masks = masks_of(profiles.get(report["profile"], profiles["other"]))
    text = without_figures(plain(report["text"], masks), masks)
    group, place, region = _membership(report)
    sketch = minhash(shingle_hashes(codes(text), WIDTH), SKETCH)
    return Peer(group, place, region, report["report_id"], shard_of(place), sketch)


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
    wanted: Sequence[tuple[str, str]] = context.corpus or []
    if not wanted:
        return compared([])
    elsewhere = sorted({b for _, b in wanted} - set(tables["reports"]["report_id"]))
    read = tables
    if elsewhere:
        read = {name: pd.concat([tables[name], context.rows(name, elsewhere)], ignore_index=True) for name in READS}
    ready = documents(read, context.profiles, {report_id for pair in wanted for report_id in pair})
    return compared((ready[a], ready[b], "peer") for a, b in wanted)


STEP = Step("diff.peers", reads=READS, writes=("pairs", "changes"), run=run, per="region", files=("masking",), without=WITHOUT,
            survey=survey, merge=merge, select=select)  # fmt: skip
