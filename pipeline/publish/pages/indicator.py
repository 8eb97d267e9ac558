"""One indicator: all places and years, every value a link to its sentence."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pipeline.publish.corpus import Corpus, Row, present, region_slug
from pipeline.publish.pages.cells import Charts, beside, values
from pipeline.publish.pages.region import MEASURES


def present_in(corpus: Corpus) -> list[tuple[str, str]]:
    """(profile, indicator) of all observations, in the order of the registries."""
    seen = Counter(map(tuple, corpus.read("observations")[["profile", "indicator"]].itertuples(index=False)))
    order = {(p, key): n for p in corpus.profiles for n, key in enumerate(corpus.indicators(p))}
    return sorted(seen, key=lambda s: (s[0], order.get(s, 999), s[1]))


def listing(corpus: Corpus) -> dict[str, Any]:
    """Values of indicators.html."""
    table = corpus.read("observations")
    found = {
        key: (len(rows), rows["region"].nunique(), rows["ref_year"].dropna())
        for key, rows in table.groupby(["profile", "indicator"])
    }
    groups: dict[str, dict[str, Any]] = {}
    for profile, key in present_in(corpus):
        group = groups.setdefault(profile, {"id": profile, "name": corpus.genre(profile), "entries": []})
        count, places, years = found[profile, key]
        group["entries"].append({
            "href": corpus.page(f"indicator/{profile}-{key}"), "id": key, "name": corpus.indicator(profile, key),
            "count": count, "places": places, "years": f"{years.min()}–{years.max()}" if len(years) else "—"})  # fmt: skip
    return {"groups": list(groups.values())}


def view(corpus: Corpus, profile: str, key: str, charts: Charts) -> dict[str, Any]:
    """Values of indicator.html."""
    rows = [
        o for o in corpus.rows("observations", key, "indicator") if o["profile"] == profile and present(o["ref_year"])
    ]
    measures: list[dict[str, Any]] = []
    for measure in MEASURES:
        for unit in sorted({o["unit"] for o in rows if o["measure"] == measure}):
            mine = [o for o in rows if o["measure"] == measure and o["unit"] == unit]
            measures.append({"id": f"{measure}-{len(measures)}", "name": corpus.label("measure", measure),
                             "unit": corpus.label("unit", unit), **_matrix(corpus, mine)})  # fmt: skip
    return {"id": key, "name": corpus.indicator(profile, key), "definition": corpus.indicators(profile).get(key, {}).get("definition", ""),
            "genre": corpus.genre(profile), "coverage": _coverage(corpus, profile, key),
            "charts": beside(charts, f"indicator/{profile}-{key}", "../"), "measures": measures}  # fmt: skip


def _coverage(corpus: Corpus, profile: str, key: str) -> list[tuple[Any, ...]]:
    """How many reports state it, discuss its subject without a figure, or do not come to it."""
    mine = Counter(c["status"] for c in corpus.rows("coverage", key, "indicator")
                   if corpus.reports[c["report_id"]]["profile"] == profile)  # fmt: skip
    return [(*corpus.label("coverage", status), mine[status]) for status in ("stated", "not_stated", "absent") if mine[status]]  # fmt: skip


def _matrix(corpus: Corpus, observations: list[Row]) -> dict[str, Any]:
    years = sorted({int(o["ref_year"]) for o in observations})
    rows: dict[str, tuple[str, dict[int, list[Row]]]] = {}
    for o in observations:
        slug = region_slug(o)
        rows.setdefault(slug, (o["region"], {}))[1].setdefault(int(o["ref_year"]), []).append(o)
    return {"years": years, "rows": [
        {"region": region, "href": corpus.page(f"region/{slug}", "../"), "cells": [values(corpus, found.get(y, []), "../") for y in years]}
        for slug, (region, found) in sorted(rows.items())]}  # fmt: skip
