"""Publish: tables -> charts, site, exports.

:func:`products` yields every file as (relative path, bytes); writing them is the store's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from pipeline.profiles import Profile
from pipeline.publish.charts.style import save
from pipeline.publish.corpus import Corpus
from pipeline.publish.exports import exports
from pipeline.publish.gallery import plates
from pipeline.publish.site import site_files


def products(
    read: Callable[[str], pd.DataFrame], profiles: Mapping[str, Profile], run: Mapping[str, Any]
) -> Iterator[tuple[str, bytes]]:
    """All files that publish makes of the tables: charts first, since pages show them."""
    corpus = Corpus(read, profiles)
    shown: dict[str, list[dict[str, str]]] = {}
    for plate in plates(corpus):
        figure = plate.draw()
        yield f"charts/{plate.name}.png", save(figure, "png")
        drawing = save(figure, "svg")
        yield f"charts/{plate.name}.svg", drawing
        yield f"site/charts/{plate.name}.svg", drawing
        shown.setdefault(plate.page, []).append({"href": f"charts/{plate.name}.svg", "title": plate.title})
    yield from site_files(corpus, run, shown)
    yield from exports(corpus, run)
