"""Publish: tables -> charts, site, exports.

:func:`products` yields every file as (relative path, bytes); writing them is the store's business.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import resources
from typing import Any
from urllib.parse import quote

from pipeline.publish.charts.style import save
from pipeline.publish.corpus import Corpus
from pipeline.publish.exports import exports
from pipeline.publish.gallery import Gallery, Plate
from pipeline.publish.site import front_pages, site_files

Map = Callable[[Callable[..., Any], Sequence[tuple[Any, ...]], str], Iterable[Any]]
Files = Iterator[tuple[str, bytes | Iterable[bytes]]]

MOST_WHOLE = 500
"""A corpus of more reports gets the overview, the lists and the exports; its other pages are made on demand."""
FRONT = {"index", "indicators", "pairs", "findings", "reuse", "search", "method"}


def plain_map(function: Callable[..., Any], tasks: Sequence[tuple[Any, ...]], label: str) -> Iterable[Any]:
    """One task after the other, in this process."""
    return (function(*task) for task in tasks)


def products(corpus: Corpus, run: Mapping[str, Any], mapper: Map = plain_map) -> Files:
    """All files that publish makes of the tables."""
    wanted = list(Gallery(corpus).plates())
    pictures = mapper(drawn, [(plate,) for plate in wanted], "publish")  # workers draw while pages are made here
    yield from site_files(corpus, run, shown_on(wanted))
    yield from exports(corpus, run)
    for files in pictures:
        yield from files


def few_products(corpus: Corpus, run: Mapping[str, Any]) -> Files:
    """The files of a corpus too large for a page a report: the front pages and the exports."""
    example = next((str(r["region"]) for r in corpus.reports.values()), "")
    wanted = list(Gallery(corpus).of_few())
    yield from front_pages(corpus, run, shown_on(wanted), example)
    yield from exports(corpus, run)
    for plate in wanted:
        yield from drawn(plate)


def shown_on(wanted: Iterable[Plate]) -> dict[str, list[dict[str, Any]]]:
    """Page -> the charts that stand on it."""
    shown: dict[str, list[dict[str, Any]]] = {}
    for plate in wanted:
        name = f"charts/{quote(plate.name)}"
        shown.setdefault(plate.page, []).append(
            {"href": f"{name}.svg", "href_en": f"{name}.en.svg", "title": plate.title}
        )
    return shown


def drawn(plate: Plate) -> list[tuple[str, bytes]]:
    """The files of a chart: PNG and SVG, SVG in English, and both SVGs once more for the site."""
    figure, english = plate.draw(), plate.draw_en()
    files = [(f"charts/{plate.name}.svg", save(figure, "svg")), (f"charts/{plate.name}.en.svg", save(english, "svg"))]
    return [
        *files,
        *((f"site/{name}", data) for name, data in files),
        (f"charts/{plate.name}.png", save(figure, "png")),
    ]


def measured() -> dict[str, Any]:
    """What tools/measure.py found out about the stages, as it is shipped."""
    text = resources.files("pipeline.publish").joinpath("measured.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
