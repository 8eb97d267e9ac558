"""One indicator: all places and years, every value a link to its sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from pipeline.publish.corpus import Corpus, Row, present
from pipeline.publish.pages.region import MEASURES, value


def present_in(corpus: Corpus) -> list[tuple[str, str]]:
    """(profile, indicator) of all observations, in the order of the registries."""
    seen = Counter(map(tuple, corpus.read("observations")[["profile", "indicator"]].itertuples(index=False)))
    order = {(p, key): n for p in corpus.profiles for n, key in enumerate(corpus.indicators(p))}
    return sorted(seen, key=lambda s: (s[0], order.get(s, 999), s[1]))


def listing(corpus: Corpus) -> dict[str, Any]:
    """Values of indicators.html."""
    counts = corpus.read("observations").groupby(["profile", "indicator"]).size()
    groups: dict[str, list[dict[str, str]]] = {}
    for profile, key in present_in(corpus):
        entry = corpus.indicators(profile).get(key, {})
        groups.setdefault(corpus.profiles[profile].name, []).append({
            "href": f"indicator/{profile}-{key}.html", "label": f"{entry.get('name', key)} {entry.get('name_en', '')}",
            "note": f"{counts[profile, key]} 个观测值 / observations"})  # fmt: skip
    return {
        "heading": {"zh": "指标", "en": "Indicators"},
        "groups": [{"name": n, "entries": e} for n, e in groups.items()],
    }


def view(corpus: Corpus, profile: str, key: str, charts: Mapping[str, list[dict[str, str]]]) -> dict[str, Any]:
    """Values of indicator.html."""
    entry = corpus.indicators(profile).get(key, {})
    rows = [
        o for o in corpus.rows("observations", key, "indicator") if o["profile"] == profile and present(o["ref_year"])
    ]
    measures = []
    for measure in MEASURES:
        for unit in sorted({o["unit"] for o in rows if o["measure"] == measure}):
            mine = [o for o in rows if o["measure"] == measure and o["unit"] == unit]
            zh, en = corpus.label("measure", measure)
            measures.append({"measure": measure, "zh": zh, "en": en, "unit": unit, **_matrix(corpus, mine)})
    return {"id": key, "name": entry.get("name", key), "name_en": entry.get("name_en", key), "definition": entry.get("definition", ""),
            "charts": [{**c, "href": f"../{c['href']}"} for c in charts.get(f"indicator/{profile}-{key}", [])],
            "measures": measures}  # fmt: skip


def _matrix(corpus: Corpus, observations: list[Row]) -> dict[str, Any]:
    years = sorted({int(o["ref_year"]) for o in observations})
    rows: dict[str, dict[str, Any]] = {}
    for o in observations:
        slug = o["region_code"] or o["region"]
        row = rows.setdefault(
            slug, {"region": o["region"], "href": f"../region/{slug}.html", "cells": [[] for _ in years]}
        )
        row["cells"][years.index(int(o["ref_year"]))].append(value(corpus, o, "../"))
    return {"years": years, "rows": [rows[slug] for slug in sorted(rows)]}
