"""Runs publish: reads every table once, writes what it yields, removes what an earlier run left behind."""

from __future__ import annotations

import platform
from functools import cache
from typing import Any, Literal

from pipeline import __version__, profiles, publish
from pipeline.engine import Map
from pipeline.inputs import Settings
from pipeline.publish.corpus import Corpus, everything
from pipeline.shards import Done
from pipeline.store import Store

TOPS = ("site", "charts", "exports")


def publish_all(settings: Settings, mapper: Map, pages: Literal["auto", "all", "few"] = "auto") -> Done:
    """Make the site, the charts and the exports of a processed folder.

    ``pages``: all of them; the few that tell of the whole corpus; or, by itself, few where there are very many reports.
    Pages made on demand by an earlier run are removed: the tables have changed since.
    """
    store, known = Store(settings.out), profiles.load_all()
    run, read = run_record(store, settings), cache(store.read)
    few = pages == "few" or (pages == "auto" and store.count("reports") > publish.MOST_WHOLE)
    made = publish.FRONT.__contains__ if few else everything
    corpus = Corpus(read, known, made, few, store.parts, store.count)
    names = set()
    for name, data in publish.few_products(corpus, run) if few else publish.products(corpus, run, mapper):
        store.write_product(name, data)
        names.add(name)
    for top in TOPS:
        store.keep_products(top, {n for n in names if n.startswith(f"{top}/")})
    return Done(len(corpus.reports), len(names))


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
