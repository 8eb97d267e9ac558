"""Publish: tables -> charts, site, exports.

:func:`products` yields every file as (relative path, bytes); writing them is the store's business.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import resources
from typing import Any
from urllib.parse import quote

import pandas as pd

from pipeline.profiles import Profile
from pipeline.publish.charts.style import save
from pipeline.publish.corpus import Corpus
from pipeline.publish.exports import exports
from pipeline.publish.gallery import Gallery, Plate
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
    wanted = list(Gallery(corpus).plates())
    drawn_files = mapper(drawn, [(plate,) for plate in wanted], "publish")  # workers draw while pages are made here
    yield from site_files(corpus, run, shown_on(wanted))
    yield from exports(corpus, run)
    for files in drawn_files:
        yield from files


def shown_on(wanted: Iterable[Plate]) -> dict[str, list[dict[str, Any]]]:
    """Page -> the charts that stand on it."""
    shown: dict[str, list[dict[str, Any]]] = {}
    for plate in wanted:
        shown.setdefault(plate.page, []).append(
            {"href": f"charts/{quote(plate.name)}.svg", "href_en": f"charts/{quote(plate.name)}.en.svg", "title": plate.title}
        )  # fmt: skip
    return shown


def drawn(plate: Plate) -> list[tuple[str, bytes]]:
    """The files of a chart: PNG and SVG in both languages, and the SVG once more for the site."""
    files = []
    for name, draw in ((plate.name, plate.draw), (f"{plate.name}.en", plate.draw_en)):
        figure = draw()
        svg = save(figure, "svg")
        files += [(f"charts/{name}.svg", svg), (f"site/charts/{name}.svg", svg), (f"charts/{name}.png", save(figure, "png"))]  # fmt: skip
    return files


def measured() -> dict[str, Any]:
    """What tools/measure.py found out about the stages, as it is shipped."""
    found: dict[str, Any] = json.loads(resources.files("pipeline.publish").joinpath("measured.json").read_text("utf-8"))
    return found
