"""Passages used again: taken over from one's own earlier report or from another's.

A passage counts from 60 characters, with names of places, years and numbers aside. What many places of the corpus share
(of up to 256 that are asked: see reuse_candidates) is the genre's wording or a superior's, and no reuse. The earlier report by date is ``a``. For each
passage of the later report one source is named: the most alike, then one's own, then the most recent.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from pipeline.diff.ragged import bounds
from pipeline.diff.reuse_anchors import Anchors, Described, Ints, gather
from pipeline.diff.reuse_candidates import AT_ONCE, GENRE, Met, Shared, meet
from pipeline.diff.reuse_meetings import LEAST, Said, meetings
from pipeline.diff.reuse_passages import Passage, Text, both_sides, common, counts
from pipeline.diff.reuse_phrases import set_phrases
from pipeline.diff.reuse_text import WIDTH, masked, names_of, parents_of
from pipeline.stage import Context, Step
from pipeline.store import region_key
from pipeline.tables import Tables, frame

BEFORE = 12
"""Nearest earlier reports of its own place with an anchor that each report is held against."""
HEADING = 40
"""Most characters of a heading; longer ones are sentences that a number opens."""
Offer = tuple[Passage, Text, Text, int]
"""A passage, its source, the later report that may have it from there, and how many places share it."""


def survey(tables: Tables, context: Context) -> Anchors:
    """Anchors of a shard's reports."""
    return _gathered(_texts(tables["reports"], tables["sections"], context))


def _gathered(texts: Iterable[Text]) -> Anchors:
    return gather([(Described(t.date, t.report_id, t.place, t.shard, t.genre), t.shingles[t.anchors], t.anchors)
                   for t in texts])  # fmt: skip


def merge(partials: Sequence[Anchors], context: Context) -> Met:
    """Candidates between places, and what many places share."""
    return meet(partials)


def select(found: Met, shard: str) -> Shared:
    """The candidates of a shard's reports, and which of their anchors many places share."""
    return found.of(shard)


def run(tables: Tables, context: Context) -> Tables:
    """Verify the candidates of the shard's reports, place by place: exact spans by alignment."""
    shared: Shared = context.corpus or Shared()
    lent = _lent(tables, shared, context)
    rows: list[dict[str, Any]] = []
    texts = _texts(tables["reports"], tables["sections"], context)
    for _, own in itertools.groupby(texts, key=lambda text: text.place):
        rows += _place_rows({text.report_id: text for text in own}, lent, shared)
    return {"reuse": frame("reuse", sorted(rows, key=lambda row: str(row["b_report"])))}


def _lent(tables: Tables, shared: Shared, context: Context) -> dict[str, Text]:
    """The reports of other places, of this shard and others, that may have lent a passage to those of this shard."""
    reports, sections = tables["reports"], tables["sections"]
    wanted = {earlier for later in reports["report_id"] for earlier in shared.earlier.get(later, ())}
    texts = list(_texts(reports[reports["report_id"].isin(wanted)], sections, context))
    if elsewhere := sorted(wanted - set(reports["report_id"])):
        texts += _texts(context.rows("reports", elsewhere), context.rows("sections", elsewhere), context)
    return {text.report_id: text for text in texts}


def _place_rows(own: Mapping[str, Text], lent: Mapping[str, Text], shared: Shared) -> Iterator[dict[str, Any]]:
    texts = {**lent, **own}
    named = [*_own_pairs(_gathered(own.values()), shared)]
    named += [(earlier, later) for later in own for earlier in shared.earlier.get(later, ())]
    pairs = [(texts[earlier], texts[later]) for earlier, later in named]
    for later, offers in itertools.groupby(_offers(pairs, shared), key=lambda offer: offer[2].report_id):
        yield from _rows(own[later], offers)


def _offers(pairs: Sequence[tuple[Text, Text]], shared: Shared) -> Iterator[Offer]:
    """The passages that pairs (earlier, later) have in common, later report by later report, the best source first.

    Without those that many places share.
    """
    found = common(pairs)
    texts = {text.report_id: text for _, text in pairs}
    number = {report_id: k for k, report_id in enumerate(texts)}
    later = np.array([number[text.report_id] for _, text in pairs], dtype=np.int64)[found.pair]
    least = np.array([1 if source.place == text.place else 2 for source, text in pairs], dtype=np.int64)[found.pair]
    spread = least.copy()
    for k, text in enumerate(texts.values()):
        mine = np.flatnonzero(later == k)
        spread[mine] = _spread(text, found.b_first[mine], found.b_stop[mine], least[mine], shared)
    likeness = np.rint(found.alike * (found.b_stop - found.b_first) / 12)
    sources = sorted(range(len(pairs)), key=lambda k: _standing(*pairs[k]))
    order = np.lexsort((-found.b_first, np.argsort(sources)[found.pair], -likeness, later))
    order = order[spread[order] < GENRE]
    for pair, *passage, places in zip(*(column[order].tolist() for column in (*found, spread)), strict=True):
        yield Passage(*passage), *pairs[pair], places


def _spread(text: Text, first: Ints, stop: Ints, least: Ints, shared: Shared) -> Ints:
    """Places that share each passage of a text: the median over its anchors, each at least the places that it has for sure."""
    places = shared.spread(text.shingles[text.anchors])
    begin = np.searchsorted(text.anchors, first)
    size = np.searchsorted(text.anchors, stop - WIDTH + 1) - begin
    lower, upper = np.zeros((2, len(size)), dtype=np.int64)
    for many in (0, *range(AT_ONCE, GENRE)):  # of an anchor's places none is counted or so many
        so_few = bounds(places <= many)
        below = so_few[begin + size] - so_few[begin]
        step = 1 if many else AT_ONCE
        lower += step * (below <= (size - 1) // 2)
        upper += step * (below <= size // 2)
    return np.where(size > 0, (np.maximum(lower, least) + np.maximum(upper, least)) // 2, least)


def _standing(source: Text, later: Text) -> tuple[Any, ...]:
    """Of sources as alike, one's own comes first, then the most recent."""
    return source.place != later.place, -int(source.date[0]), source.report_id


def _own_pairs(here: Anchors, shared: Shared) -> Iterator[tuple[str, str]]:
    """Pairs (earlier, later) of reports of one place that may share a passage: those with a few rarer anchors in common."""
    rare = np.repeat(shared.spread(here.hashes) < GENRE, here.size)
    entry = np.repeat(np.arange(len(here.size)), here.size)[rare]
    report, at = (column[rare].astype(np.int64) for column in (here.report, here.at))
    said = Said(entry, report, report, at, np.ones(len(entry), dtype=bool))
    pairs, count = np.unique(meetings(said, BEFORE).pair, return_counts=True)
    for key in pairs[count >= LEAST].tolist():
        yield here.reports[key & 0xFFFFFFFF].report_id, here.reports[key >> 32].report_id


def _texts(reports: pd.DataFrame, sections: pd.DataFrame, context: Context) -> Iterator[Text]:
    """The reports whose year is known, place by place."""
    headings: dict[str, list[tuple[int, int]]] = {}
    spans = (sections[c].tolist() for c in ("report_id", "heading_start", "heading_end"))
    for report_id, start, end in zip(*spans, strict=True):
        if end - start <= HEADING:
            headings.setdefault(report_id, []).append((start, end))
    dated = reports[reports["year"].notna()]
    codes = [code if isinstance(code, str) else None for code in dated["region_code"].tolist()]
    keys = [region_key(code, region) for code, region in zip(codes, dated["region"].tolist(), strict=True)]
    columns = ("report_id", "profile", "region", "year", "published", "text")
    genres = [context.profiles.get(genre, context.profiles["other"]) for genre in dated["profile"].tolist()]
    phrases = set_phrases(dated["text"].tolist(), genres)
    given = zip(keys, codes, genres, phrases, *(dated[c].tolist() for c in columns), strict=True)
    for key, code, profile, said, report_id, genre, region, year, published, text in sorted(given, key=itemgetter(0)):
        names = tuple(names_of(region, parents_of(code, profile)))
        date = (f"{int(year):04d}", published if isinstance(published, str) else "")
        place = report_id if key == "unknown" else key
        letters = masked(text, names, profile, (*said, *headings.get(report_id, ())))
        yield Text(report_id, date, place, context.shard_of(key), genre, names, tuple(names_of(region)), text,
                   letters)  # fmt: skip


def _rows(later: Text, offers: Iterable[Offer]) -> Iterator[dict[str, Any]]:
    """One row for each passage of the later report that was used before, with its best source."""
    taken: list[Passage] = []
    for passage, source, _, spread in offers:
        if _overlaps(passage, taken):
            continue
        there, here = both_sides(passage, source, later)
        if counts(later.text[slice(*here)], source.text[slice(*there)]):
            taken.append(passage)
            yield _row(passage, source, later, (*there, *here), spread)


def _overlaps(one: Passage, taken: Sequence[Passage]) -> bool:
    """Whether a passage lies in one that is taken, by more than 0.3 of it."""
    enough = 0.3 * (one.b_stop - one.b_first)
    for other in taken:
        # hot, and that is why there is no min or max
        stop = one.b_stop if one.b_stop < other.b_stop else other.b_stop
        first = one.b_first if one.b_first > other.b_first else other.b_first
        if stop - first > enough:
            return True
    return False


def _row(passage: Passage, source: Text, later: Text, span: tuple[int, ...], spread: int) -> dict[str, Any]:
    a_start, a_end, b_start, b_end = span
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
