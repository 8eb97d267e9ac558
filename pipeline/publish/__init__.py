"""Publish: tables -> charts, site, exports.

:func:`products` yields every file as (relative path, bytes); writing them is the store's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline.profiles import Profile
from pipeline.publish.charts.style import save
from pipeline.publish.corpus import Corpus
from pipeline.publish.exports import exports
from pipeline.publish.gallery import Plate, plates
from pipeline.publish.site import site_files

Map = Callable[[Callable[..., Any], Sequence[tuple[Any, ...]], str], Iterable[Any]]


def plain_map(function: Callable[..., Any], tasks: Sequence[tuple[Any, ...]], label: str) -> Iterable[Any]:
    """One task after the other, in this process."""
    return (function(*task) for task in tasks)


def products(
    read: Callable[[str], pd.DataFrame],
    profiles: Mapping[str, Profile],
    run: Mapping[str, Any],
    mapper: Map = plain_map,
) -> Iterator[tuple[str, bytes]]:
    """All files that publish makes of the tables."""
    corpus = Corpus(read, profiles)
    shown: dict[str, list[dict[str, str]]] = {}
    wanted = list(plates(corpus))
    charts = mapper(drawn, [(plate,) for plate in wanted], "publish")  # workers draw while pages are made here
    for plate in wanted:
        shown.setdefault(plate.page, []).append({"href": f"charts/{plate.name}.svg", "title": plate.title})
    yield from site_files(corpus, run, shown)
    yield from exports(corpus, run)
    for plate, (png, svg) in zip(wanted, charts, strict=True):
        yield f"charts/{plate.name}.png", png
        yield f"charts/{plate.name}.svg", svg
        yield f"site/charts/{plate.name}.svg", svg


def drawn(plate: Plate) -> tuple[bytes, bytes]:
    """The chart as PNG and as SVG."""
    figure = plate.draw()
    return save(figure, "png"), save(figure, "svg")
