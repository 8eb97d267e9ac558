"""One place over the years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from pipeline.publish.corpus import Corpus, Row, number, present, region_slug
from pipeline.publish.pages import findings, pair

MOST_CITED = 40
MEASURES = ("level", "change", "share", "target_level", "target_change")


def view(corpus: Corpus, slug: str, charts: Mapping[str, list[dict[str, str]]]) -> dict[str, Any]:
    """Values of region.html."""
    reports = [r for r in corpus.reports.values() if region_slug(r) == slug]
    ids = {r["report_id"] for r in reports}
    pairs = [r for r in corpus.read("pairs").to_dict("records") if r["relation"] == "year" and r["b_report"] in ids]
    links = [link for i in ids for link in corpus.rows("links", i, "a_report")]
    mine = [f for i in sorted(ids) for f in corpus.rows("findings", i)]
    return {
        "name": reports[0]["region"], "code": reports[0]["region_code"],
        "genres": _genres(corpus, reports),
        "pairs": [pair.summary(corpus, p, "../") for p in pairs],
        "charts": [{**c, "href": f"../{c['href']}"} for c in charts.get(f"region/{slug}", [])],
        "panels": [_panel(corpus, reports, profile) for profile in dict.fromkeys(r["profile"] for r in reports)],
        "plans": _by_year([_link(corpus, x) for x in _ordered(corpus, links, "plan")]),
        "problems": [_link(corpus, x) for x in _ordered(corpus, links, "problem") if x["status"] == "recurring"],
        "findings": findings.shown(corpus, mine, "../"),
        "citations": _citations(corpus, reports),
    }  # fmt: skip


def _genres(corpus: Corpus, reports: list[Row]) -> list[dict[str, Any]]:
    """The place's reports by genre, each a link that is its year."""
    found: dict[str, list[dict[str, str]]] = {}
    for r in reports:
        label = corpus.name(r["report_id"]).partition(" ")[2]
        found.setdefault(corpus.genre(r["profile"]), []).append(
            {"href": f"../report/{r['report_id']}.html", "label": label}
        )
    return [{"name": name, "reports": mine} for name, mine in found.items()]


def _by_year(links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Links of one kind by the year of the first report, with a count of each status."""
    years: dict[str, list[dict[str, Any]]] = {}
    for link in links:
        years.setdefault(link["year"], []).append(link)
    return [{"year": year, "links": mine, "counts": list(Counter((x["status_zh"], x["status_en"]) for x in mine).items())}
            for year, mine in years.items()]  # fmt: skip


def _ordered(corpus: Corpus, links: list[Row], kind: str) -> list[Row]:
    return sorted(
        (x for x in links if x["kind"] == kind), key=lambda x: (corpus.name(x["a_report"]), x["a_report"], x["a_start"])
    )


def _panel(corpus: Corpus, reports: list[Row], profile: str) -> dict[str, Any]:
    registry = corpus.indicators(profile)
    cells: dict[tuple[str, str, str], dict[int, list[Row]]] = {}
    for report in reports:
        if report["profile"] == profile:
            for o in corpus.rows("observations", report["report_id"]):
                if present(o["ref_year"]):
                    by_year = cells.setdefault((o["indicator"], o["measure"], o["unit"]), {})
                    by_year.setdefault(int(o["ref_year"]), []).append(o)
    years = sorted({y for row in cells.values() for y in row})
    order = {key: place for place, key in enumerate(registry)}
    indicators: dict[str, dict[str, Any]] = {}
    for key, measure, unit in sorted(cells, key=lambda c: (order.get(c[0], 999), c[0], MEASURES.index(c[1]), c[2])):
        entry = indicators.setdefault(key, {"name": registry.get(key, {}).get("name", key),
                                            "href": f"../indicator/{profile}-{key}.html", "rows": []})  # fmt: skip
        found = cells[key, measure, unit]
        entry["rows"].append({"measure": corpus.label("measure", measure)[0], "unit": unit,
                              "cells": [[value(corpus, o, "../") for o in found.get(y, [])] for y in years]})  # fmt: skip
    return {"profile": profile, "name": corpus.genre(profile), "years": years, "indicators": list(indicators.values())}


def value(corpus: Corpus, observation: Row, root: str) -> dict[str, str]:
    """An observation as a cell: its mark of approximation, its value, the link to its sentence."""
    return {"href": corpus.href(observation["report_id"], observation["start"], root),
            "mark": corpus.label("approx", observation["approx"])[0], "text": number(observation["value"])}  # fmt: skip


def _link(corpus: Corpus, link: Row) -> dict[str, Any]:
    zh, en = corpus.label("status", link["status"])
    linked = present(link["b_start"])
    return {
        "year": corpus.name(link["a_report"]).split(" ")[1], "status": link["status"], "status_zh": zh, "status_en": en,
        "a_href": corpus.href(link["a_report"], link["a_start"], "../"), "a_text": corpus.quote(link["a_report"], link["a_start"], link["a_end"]),
        "b_href": corpus.href(link["b_report"], link["b_start"], "../") if linked else "",
        "b_text": corpus.quote(link["b_report"], link["b_start"], link["b_end"]) if linked else "",
    }  # fmt: skip


def _citations(corpus: Corpus, reports: list[Row]) -> list[dict[str, Any]]:
    seen: dict[tuple[str, str], dict[int, str]] = {}
    for report in reports:
        for c in corpus.rows("citations", report["report_id"]):
            year = int(report["year"]) if present(report["year"]) else 0
            years = seen.setdefault((c["title"] or c["doc_number"], c["kind"]), {})
            years.setdefault(year, corpus.href(report["report_id"], c["start"], "../"))
    most = sorted(seen.items(), key=lambda s: (-len(s[1]), s[0]))[:MOST_CITED]
    return [{"title": title, "kind": kind, "years": "、".join(map(str, sorted(years))), "href": years[min(years)]}
            for (title, kind), years in most]  # fmt: skip
