"""Passages used again: taken over from one's own earlier report or from another's.

A passage counts from 60 characters, with names of places, years and numbers aside. What many places of the corpus share
(see reuse_candidates) is the genre's wording or a superior's, and no reuse. The earlier report by date is ``a``. For each
passage of the later report one source is named: the most alike, then one's own, then the most recent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.diff.reuse_candidates import GENRE, Anchors, Described, Found, anchors, gather, meet
from pipeline.diff.reuse_passages import Passage, Text, once, passages, written
from pipeline.diff.reuse_text import WIDTH, Masked, masked, names_of, parents_of
from pipeline.diff.shingles import Hashes
from pipeline.profiles import Profile
from pipeline.stage import Context, Step
from pipeline.store import region_key, shard_of
from pipeline.tables import Tables, frame

HEADING = 40
"""Most characters of a heading; longer ones are sentences that a number opens."""


def survey(tables: Tables, context: Context) -> Anchors:
    """Anchors of a shard's reports."""
    made = _texts(tables["reports"], tables["sections"], context.profiles)
    rows = [(Described(t.date, t.report_id, t.place, shard_of(t.place), t.genre), t.shingles) for t in made.values()]
    return gather(rows)


def merge(partials: Sequence[Anchors], context: Context) -> dict[str, dict[str, Found]]:
    """Candidates by shard and later report."""
    return meet(partials)


def select(found: dict[str, dict[str, Found]], shard: str) -> dict[str, Found]:
    """The candidates of a shard's reports."""
    return found.get(shard, {})


def run(tables: Tables, context: Context) -> Tables:
    """Verify the candidates of the shard's reports: exact spans by alignment."""
    wanted: Mapping[str, Found] = context.corpus or {}
    needed = {*wanted, *(e for found in wanted.values() for e in found.earlier)}
    here = tables["reports"][tables["reports"]["report_id"].isin(list(needed))]
    texts = _texts(here, tables["sections"], context.profiles)
    if elsewhere := sorted(needed - set(texts)):
        texts |= _texts(context.rows("reports", elsewhere), context.rows("sections", elsewhere), context.profiles)
    rows = [row for later in sorted(wanted) for row in _rows(texts[later], wanted[later], texts)]
    return {"reuse": frame("reuse", rows)}


def _texts(reports: pd.DataFrame, sections: pd.DataFrame, profiles: Mapping[str, Profile]) -> dict[str, Text]:
    made = {}
    headings: dict[str, list[tuple[int, int]]] = {}
    for report_id, start, end in zip(
        *(sections[c] for c in ("report_id", "heading_start", "heading_end")), strict=True
    ):
        if end - start <= HEADING:
            headings.setdefault(report_id, []).append((start, end))
    for report in reports[reports["year"].notna()].to_dict("records"):
        profile = profiles.get(report["profile"], profiles["other"])
        code = report["region_code"] if isinstance(report["region_code"], str) else None
        own = names_of(report["region"])
        names = names_of(report["region"], parents_of(code, profile))
        aside = tuple(headings.get(report["report_id"], ()))
        published = report["published"] if isinstance(report["published"], str) else ""
        place = region_key(code, report["region"])
        if place == "unknown":
            place = report["report_id"]
        date = (f"{int(report['year']):04d}", published)
        made[report["report_id"]] = Text(report["report_id"], date, place, report["profile"], tuple(names), tuple(own),
                                         report["text"], *_prepared(report["text"], tuple(names), profile, aside))  # fmt: skip
    return made


@lru_cache(256)
def _prepared(
    text: str, names: tuple[str, ...], profile: Profile, headings: tuple[tuple[int, int], ...]
) -> tuple[Masked, Hashes, Hashes, NDArray[np.int64]]:
    # the same report is an earlier one for many shards: that many are kept, some 60 MB
    made = masked(text, names, profile, headings)
    return (made, *once(made.shingles()))


def _rows(later: Text, found: Found, texts: Mapping[str, Text]) -> Iterator[dict[str, Any]]:
    """One row for each passage of the later report that was used before, with its best source."""
    at = anchors(later.shingles)
    counts = found.spread(later.shingles[at])
    offers = []
    for source in (texts[e] for e in found.earlier):
        for passage in passages(source, later):
            spread = _spread(passage, 1 if source.place == later.place else 2, at, counts)
            offers += [(passage, source, spread)] if spread < GENRE else []

    def rank(offer: tuple[Passage, Text, int]) -> tuple[Any, ...]:
        passage, source, _ = offer
        length = passage.b_stop - passage.b_first
        return (
            -round(passage.alike * length / 12),
            source.place != later.place,
            [-int(source.date[0])],
            source.report_id,
        )

    taken: list[Passage] = []
    for passage, source, spread in sorted(offers, key=rank):
        if all(_overlap(passage, other) <= 0.3 for other in taken):
            taken.append(passage)
            yield _row(passage, source, later, spread)


def _overlap(one: Passage, other: Passage) -> float:
    common = min(one.b_stop, other.b_stop) - max(one.b_first, other.b_first)
    return max(0, common) / (one.b_stop - one.b_first)


def _spread(passage: Passage, least: int, at: NDArray[np.int64], counts: NDArray[np.int64]) -> int:
    """Places that share the passage: the median over its anchors, given where anchors stand and how many share each."""
    first, stop = np.searchsorted(at, (passage.b_first, passage.b_stop - WIDTH + 1))
    shared = np.sort(np.maximum(counts[first:stop], least))
    size = len(shared)  # np.median takes longer than all else of a passage
    return int(shared[(size - 1) // 2] + shared[size // 2]) // 2 if size else least


def _row(passage: Passage, source: Text, later: Text, spread: int) -> dict[str, Any]:
    a_start, a_end = written(source, passage.a_first, passage.a_stop)
    b_start, b_end = written(later, passage.b_first, passage.b_stop)
    own = source.place == later.place
    said = later.text[b_start:b_end]
    foreign = [] if own else _foreign(said, source.own, later.names)
    return {
        "a_report": source.report_id, "a_start": a_start, "a_end": a_end,
        "b_report": later.report_id, "b_start": b_start, "b_end": b_end, "similarity": passage.alike,
        "relation": "own" if own else "other", "foreign_names": foreign, "spread": spread,
    }  # fmt: skip


def _foreign(said: str, theirs: Iterable[str], ours: Sequence[str]) -> list[str]:
    """Names of the other place that stand in the later passage, the fullest form of each."""
    found = [name for name in theirs if name in said and not any(name in our for our in ours)]
    return [name for name in found if not any(name != other and name in other for other in found)]


_NEEDLESS = (
    *(f"reports.{c}" for c in ("level", "issuer", "title", "url", "format", "encoding", "parent_code", "also")),
    *(f"sections.{c}" for c in ("section_id", "parent_id", "order", "number", "heading", "level", "start", "end")),
)

STEP = Step("diff.reuse", reads=("reports", "sections"), writes=("reuse",), run=run, per="region",
            without=_NEEDLESS, files=("reuse", "divisions"), survey=survey, merge=merge, select=select)  # fmt: skip
