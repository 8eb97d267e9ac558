"""What the whole corpus knows of each term: in how many reports it stands, how often, since when, until when.

The engine collects it as map and reduce: :func:`survey`, :func:`merge`, :func:`select`. Terms are known by a 64-bit hash.

One more report must not make the keywords of all others again. Three rules see to that, and each is a function of the
corpus alone, so that what is made step by step equals what is made from scratch:

* Document frequencies, rates and peaks are those of a sample: the reports of a profile whose ids hash lowest, one in 16
  or fewer of a corpus above 1,024 reports (see ``vocabulary_parts.sample_size``). One more report enters it with that chance; then
  all keywords of the profile are made again, else none is for that. What it costs: a share p of reports that use a term
  is known to ``sqrt(p (1 - p) / size)``: 6 points of a hundred at most, 3 in corpora above 4,096 reports. A corpus up to
  the smallest size is its own sample.
* Peers are compared with peers alone: a report touches the keywords of its place's peers of its year.
* The first and the last year of a term come from all reports, since a sample would state them wrongly: a report touches
  the places that use a rare term of which it is the earliest or latest witness.

Rounding the frequencies to a coarse grid instead would not do: a report has some 600 terms, a term that d reports use
crosses a grid of step s (in logarithms) with a chance of 1 / (d s) and then touches d reports, so that whatever d is,
each term touches 1 / s reports: thousands in all, in every shard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from pipeline.extract.vocabulary_parts import Member, Part, hashes, sample_of, weights

_NO_YEAR = 0
_LATER = np.iinfo(np.int32).max


@dataclass(frozen=True)
class Peers:
    """The reports of one year that are compared with each other: their size, and how often they use each term."""

    chars: int
    terms: np.ndarray
    counts: np.ndarray

    def times(self, terms: np.ndarray) -> np.ndarray:
        """How often they use each of the hashed terms."""
        return _at(self.terms, self.counts, terms)


@dataclass(frozen=True)
class Vocabulary:
    """The part of a profile's vocabulary that a shard's terms use, and the shard's peer groups."""

    reports: int
    chars: int
    terms: np.ndarray
    columns: np.ndarray
    """One row a term: reports and times (of the sample), first, peak (of the sample), last year (0: no year known)."""
    peers: Mapping[str, Peers] = field(default_factory=dict)

    def seen(self, terms: np.ndarray) -> np.ndarray:
        """The columns of each of the hashed terms; zeros for terms that are not known."""
        return _at(self.terms, self.columns, terms)


@dataclass(frozen=True)
class Whole:
    """A profile's whole vocabulary: its columns as in :class:`Vocabulary`, what each shard uses of it, its peer groups."""

    reports: int
    chars: int
    terms: np.ndarray
    columns: np.ndarray
    used: Mapping[str, np.ndarray]
    """Shard -> places of its terms."""
    groups: Mapping[str, Peers]
    members: Mapping[str, Sequence[str]]
    """Shard -> the peer groups of its reports, sorted."""


def _at(known: np.ndarray, values: np.ndarray, terms: np.ndarray) -> np.ndarray:
    """The values of terms that are known, by their place in a sorted array; zeros for others."""
    if not len(known):
        return np.zeros((len(terms), *values.shape[1:]), np.int64)
    places = np.minimum(np.searchsorted(known, terms), len(known) - 1)
    found = known[places] == terms
    return np.where(found.reshape(-1, *[1] * (values.ndim - 1)), values[places], 0).astype(np.int64)


EMPTY = Vocabulary(0, 0, np.empty(0, np.uint64), np.empty((0, 5), np.int32))


# --- map ------------------------------------------------------------------------------------------------------------


def survey(shard: str, profile: str, members: Sequence[Member], owners: np.ndarray, terms: np.ndarray,
           counts: np.ndarray) -> Part:  # fmt: skip
    """Take in reports; ``owners``: the place among ``members`` of the report of each row of hashed terms and counts."""
    order = np.lexsort((terms, owners))
    owners, terms, counts = owners[order], terms[order], counts[order]
    years = np.array([member.year or _NO_YEAR for member in members], np.int32)
    known, which = np.unique(terms, return_inverse=True)
    first, last = np.full(len(known), _LATER, np.int32), np.full(len(known), _NO_YEAR, np.int32)
    dated = years[owners] != _NO_YEAR
    np.minimum.at(first, which[dated], years[owners[dated]])
    np.maximum.at(last, which[dated], years[owners[dated]])
    return Part(
        shard, profile, tuple(member.group for member in members), years, hashes(member.report_id for member in members),
        np.array([member.chars for member in members], np.int64), np.searchsorted(owners, np.arange(len(members) + 1)),
        terms, counts.astype(np.int32), known, first, last,
    )  # fmt: skip


# --- reduce ---------------------------------------------------------------------------------------------------------


def merge(parts: Iterable[Part]) -> dict[str, Whole]:
    """All parts to one value: profile -> its vocabulary."""
    by_profile: dict[str, list[Part]] = {}
    for part in parts:
        by_profile.setdefault(part.profile, []).append(part)
    return {profile: _merged(found) for profile, found in sorted(by_profile.items())}


def _merged(parts: Sequence[Part]) -> Whole:
    terms = np.unique(np.concatenate([part.known for part in parts]))
    first, last = np.full(len(terms), _LATER, np.int32), np.full(len(terms), _NO_YEAR, np.int32)
    used: dict[str, np.ndarray] = {}
    for part in parts:
        places = np.searchsorted(terms, part.known).astype(np.int32)
        first[places] = np.minimum(first[places], part.first)
        last[places] = np.maximum(last[places], part.last)
        used[part.shard] = places
    first[first == _LATER] = _NO_YEAR
    sample = sample_of(parts)
    reports, times, peak = weights(sample, terms)
    columns = np.column_stack([reports, times, first, np.where(peak, peak, first), last]).astype(np.int32)
    chars = sum(int(part.chars[i]) for part, i in sample)
    members = {part.shard: sorted(set(part.groups) - {""}) for part in parts}
    return Whole(len(sample), chars, terms, columns, used, _groups(parts), members)


def _groups(parts: Sequence[Part]) -> dict[str, Peers]:
    members: dict[str, list[tuple[Part, int]]] = {}
    for part in parts:
        for i, group in enumerate(part.groups):
            if group:
                members.setdefault(group, []).append((part, i))
    return {group: _together(mine) for group, mine in members.items()}


def _together(reports: Sequence[tuple[Part, int]]) -> Peers:
    """What reports use of all terms, summed up."""
    uses = [part.uses(i) for part, i in reports]
    terms, index = np.unique(np.concatenate([own for own, _ in uses]), return_inverse=True)
    counts = np.bincount(index, np.concatenate([often for _, often in uses]), len(terms)).astype(np.int32)
    return Peers(sum(int(part.chars[i]) for part, i in reports), terms, counts)


def select(corpus: Mapping[str, Whole], shard: str) -> dict[str, Vocabulary]:
    """Profile -> what a shard's terms use of its vocabulary."""
    return {
        profile: Vocabulary(
            whole.reports, whole.chars, whole.terms[places], whole.columns[places],
            {group: _used(whole.groups[group], whole.terms[places]) for group in whole.members[shard]},
        )
        for profile, whole in corpus.items()
        if (places := whole.used.get(shard)) is not None
    }  # fmt: skip


def _used(peers: Peers, terms: np.ndarray) -> Peers:
    mine = np.isin(peers.terms, terms, assume_unique=True)
    return Peers(peers.chars, peers.terms[mine], peers.counts[mine])
