"""The order of peers by their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


class Order(NamedTuple):
    """For each row of values, each peer's rank and percentile (NaN where it has no value), and whether it shares them."""

    rank: Values
    percentile: Values
    tied: NDArray[np.bool_]


class Place(NamedTuple):
    """A place and genre, as its latest report tells it."""

    profile: str
    place: str
    region: str
    level: str
    parent: str | None


def order_of(values: Values) -> Order:
    """Ranks from the highest value of each row; equal values share the mean rank and the better percentile.

    >>> order_of(np.array([[50, 70, 50, np.nan]])).rank.tolist()
    [[2.5, 1.0, 2.5, nan]]
    """
    order = np.argsort(-values, axis=1, kind="stable")  # NaN comes last
    sorted_ = np.take_along_axis(values, order, axis=1)
    at = np.arange(values.shape[1])
    differ = sorted_[:, 1:] != sorted_[:, :-1]
    first = np.maximum.accumulate(np.where(np.insert(differ, 0, True, axis=1), at, 0), axis=1)
    last = np.where(np.append(differ, np.ones((len(values), 1), dtype=bool), axis=1), at, len(at))
    last = np.minimum.accumulate(last[:, ::-1], axis=1)[:, ::-1]
    stated = ~np.isnan(sorted_)
    many = stated.sum(axis=1, keepdims=True)
    rank = np.where(stated, (first + last) / 2 + 1, np.nan)
    percentile = np.where(stated, (many - first) / np.maximum(many, 1), np.nan)
    back = np.argsort(order, axis=1)
    return Order(*(np.take_along_axis(found, back, axis=1) for found in (rank, percentile, stated & (last > first))))


def peer_groups(places: Sequence[Place], stated: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, list[int]]]:
    """(name, numbers of the members) of every group of two or more places with reports of one genre."""
    by_parent: dict[tuple[str, str, str], list[int]] = {}
    for k, place in enumerate(places):
        if place.parent is not None or place.level == "province":
            by_parent.setdefault((place.profile, place.parent or "", place.level), []).append(k)
    for (_, parent, level), members in sorted(by_parent.items()):
        if len(members) > 1:
            yield f"{parent}/{level}", members
    for name, wanted in sorted(stated.items()):
        by_genre: dict[str, list[int]] = {}
        for k, place in enumerate(places):
            if place.place in wanted or place.region in wanted:
                by_genre.setdefault(place.profile, []).append(k)
        for _, members in sorted(by_genre.items()):
            if len(members) > 1:
                yield name, members
