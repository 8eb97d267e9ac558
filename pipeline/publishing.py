"""Runs publish: reads every table once, writes what it yields, removes what an earlier run left behind."""

from __future__ import annotations

import platform
from functools import cache
from typing import Any

from pipeline import __version__, profiles, publish
from pipeline.engine import Done, Map, Settings
from pipeline.store import Store

TOPS = ("site", "charts", "exports")


def publish_all(settings: Settings, mapper: Map) -> Done:
    """Make the site, the charts and the exports of a processed folder."""
    store = Store(settings.out)
    read = cache(store.read)
    names = set()
    for name, data in publish.products(read, profiles.load_all(), run_record(store, settings), mapper):
        store.write_product(name, data)
        names.add(name)
    for top in TOPS:
        store.keep_products(top, {n for n in names if n.startswith(f"{top}/")})
    return Done(len(read("reports")), len(names))


def run_record(store: Store, settings: Settings) -> dict[str, Any]:
    """What made these tables: versions, segmenter, stages; for the page on method and for run.json."""
    runs = {path.stem: store.load_state("runs", path.stem) for path in sorted((store.state / "runs").glob("*.json"))}
    return {
        "stages": runs,
        "shown": [
            ("版本", "Version", __version__),
            ("分词", "Segmenter", settings.segmenter_version),
            ("Python", "Python", platform.python_version()),
        ],
        "accuracy": publish.measured(),
    }
