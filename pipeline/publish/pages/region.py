"""One place over the years."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from pipeline.publish.corpus import Corpus, Row, present, region_slug
from pipeline.publish.pages import findings, pair
from pipeline.publish.pages.cells import Charts, beside, values

MOST_CITED = 40
MOST_REUSED = 30
MEASURES = ("level", "change", "share", "target_level", "target_change")
STATUSES = ("delivered", "progress", "not_mentioned")


def view(corpus: Corpus, slug: str, charts: Charts) -> dict[str, Any]:
    """Values of region.html."""
    reports = [r for r in corpus.reports.values() if region_slug(r) == slug]
    ids = {r["report_id"] for r in reports}
    pairs = corpus.read("pairs").to_dict("records")
    links = [link for i in ids for link in corpus.rows("links", i, "a_report")]
    mine = [f for i in sorted(ids) for f in corpus.rows("findings", i)]
    return {
        "name": reports[0]["region"], "code": reports[0]["region_code"], "level": corpus.label("level", reports[0]["level"]),
        "genres": _genres(corpus, reports),
        "pairs": [pair.summary(corpus, p, "../") for p in pairs if p["relation"] == "year" and p["b_report"] in ids],
        "peers": [pair.summary(corpus, p, "../") for p in pairs if p["relation"] == "peer" and {p["a_report"], p["b_report"]} & ids],
        "charts": beside(charts, f"region/{slug}", "../"),
        "panels": [_panel(corpus, reports, profile) for profile in dict.fromkeys(r["profile"] for r in reports)],
        "plans": _by_year(corpus, [_link(corpus, x) for x in _ordered(corpus, links, "plan")]),
        "problems": _chains(corpus, _ordered(corpus, links, "problem")),
        "reused": _reused(corpus, ids),
        "findings": findings.shown(corpus, mine, "../"),
        "absences": _absences(corpus, reports),
        "citations": _citations(corpus, reports),
    }  # fmt: skip


def _genres(corpus: Corpus, reports: list[Row]) -> list[dict[str, Any]]:
    """The place's reports by genre, each a link that is its year."""
    found: dict[str, dict[str, Any]] = {}
    for r in reports:
        label = corpus.name(r["report_id"])[len(r["region"]) + 1 :]
        genre = found.setdefault(r["profile"], {"name": corpus.genre(r["profile"]), "reports": []})
        genre["reports"].append({"href": corpus.href(r["report_id"], None, "../"), "label": label})
    return list(found.values())


def _by_year(corpus: Corpus, links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Links of one kind by the year of the first report, with a count of each status."""
    years: dict[str, list[dict[str, Any]]] = {}
    for link in links:
        years.setdefault(link["year"], []).append(link)
    made = []
    for year, mine in years.items():
        counts = Counter({x["a_href"]: x["status"] for x in mine}.values())  # several results may tell of one plan
        made.append({"year": year, "links": mine, "counts": [(*corpus.label("status", s), counts[s]) for s in STATUSES if counts[s]]})  # fmt: skip
    return made


def _ordered(corpus: Corpus, links: list[Row], kind: str) -> list[Row]:
    return sorted(
        (x for x in links if x["kind"] == kind), key=lambda x: (corpus.name(x["a_report"]), x["a_report"], x["a_start"])
    )


def _chains(corpus: Corpus, links: list[Row]) -> list[dict[str, Any]]:
    """Problems that stand in several years' reports, each with every place it stands; the most stubborn first.

    Passages that lead to one and the same passage of the next report are one problem.
    """
    groups: dict[tuple[str, int], set[tuple[str, int, int]]] = {}
    for link in links:
        if link["status"] == "recurring" and present(link["b_start"]):
            one, two = ((str(link[f"{s}_report"]), int(link[f"{s}_start"]), int(link[f"{s}_end"])) for s in "ab")
            merged = groups.get(one[:2], {one}) | groups.get(two[:2], {two})
            groups.update(dict.fromkeys((stand[:2] for stand in merged), merged))
    chains = []
    for members in {id(g): g for g in groups.values()}.values():
        order = {report_id: n for n, report_id in enumerate(corpus.reports)}
        stands = [_stand(corpus, *m) for m in sorted(members, key=lambda m: (order[m[0]], m[1]))]
        chains.append({"stands": stands, "times": len({report_id for report_id, *_ in members})})
    return sorted(chains, key=lambda c: (-c["times"], c["stands"][0]["year"], c["stands"][0]["text"]))


def _stand(corpus: Corpus, report_id: str, start: Any, end: Any) -> dict[str, str]:
    region = corpus.reports[report_id]["region"]
    return {"year": corpus.name(report_id)[len(region) + 1 :], "href": corpus.href(report_id, start, "../"),
            "text": corpus.quote(report_id, start, end)}  # fmt: skip


def _reused(corpus: Corpus, ids: set[str]) -> dict[str, Any]:
    """Passages that the place shares with other places, the longest first."""
    rows = [r for i in sorted(ids) for r in corpus.rows("reuse", i, "b_report") if r["relation"] == "other"]
    rows.sort(key=lambda r: (r["b_start"] - r["b_end"], r["b_report"], r["b_start"]))
    shown = [{"a_label": corpus.name(r["a_report"]), "a_href": corpus.href(r["a_report"], r["a_start"], "../"),
              "b_label": corpus.name(r["b_report"]), "b_href": corpus.href(r["b_report"], r["b_start"], "../"),
              "text": corpus.quote(r["b_report"], r["b_start"], r["b_end"]), "names": "、".join(r["foreign_names"])}
             for r in rows[:MOST_REUSED]]  # fmt: skip
    return {"rows": shown, "total": len(rows)}


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
        entry = indicators.setdefault(key, {"name": corpus.indicator(profile, key),
                                            "href": corpus.page(f"indicator/{profile}-{key}", "../"), "rows": []})  # fmt: skip
        found = cells[key, measure, unit]
        entry["rows"].append({"measure": corpus.label("measure", measure), "unit": corpus.label("unit", unit),
                              "cells": [values(corpus, found.get(y, []), "../") for y in years]})  # fmt: skip
    return {"profile": profile, "name": corpus.genre(profile), "years": years, "indicators": list(indicators.values())}


def _link(corpus: Corpus, link: Row) -> dict[str, Any]:
    linked = present(link["b_start"])
    region = corpus.reports[link["a_report"]]["region"]
    return {
        "year": corpus.name(link["a_report"])[len(region) + 1 :], "status": link["status"], "status_name": corpus.label("status", link["status"]),
        "figures": json.loads(link["figures"]) if present(link["figures"]) and link["figures"] else [],
        "a_href": corpus.href(link["a_report"], link["a_start"], "../"), "a_text": corpus.quote(link["a_report"], link["a_start"], link["a_end"]),
        "b_href": corpus.href(link["b_report"], link["b_start"], "../") if linked else "",
        "b_text": corpus.quote(link["b_report"], link["b_start"], link["b_end"]) if linked else "",
    }  # fmt: skip


def _absences(corpus: Corpus, reports: list[Row]) -> list[dict[str, Any]]:
    """What the reports say did not happen, with the years in which they say so; what is said most often first."""
    seen: dict[str, list[dict[str, Any]]] = {}
    for report in reports:
        for a in corpus.rows("absences", report["report_id"]):
            year = int(a["ref_year"]) if present(a["ref_year"]) else "—"
            seen.setdefault(a["what"], []).append(
                {"year": year, "href": corpus.href(report["report_id"], a["start"], "../")}
            )
    most = sorted(seen.items(), key=lambda s: (-len(s[1]), s[0]))[:MOST_CITED]
    return [{"what": what, "years": years} for what, years in most]


def _citations(corpus: Corpus, reports: list[Row]) -> list[dict[str, Any]]:
    seen: dict[tuple[str, str], dict[int, str]] = {}
    for report in reports:
        for c in corpus.rows("citations", report["report_id"]):
            year = int(report["year"]) if present(report["year"]) else 0
            years = seen.setdefault((c["title"] or c["doc_number"], c["kind"]), {})
            years.setdefault(year, corpus.href(report["report_id"], c["start"], "../"))
    most = sorted(seen.items(), key=lambda s: (-len(s[1]), s[0]))[:MOST_CITED]
    return [{"title": title, "kind": corpus.label("citation", kind),
             "years": [{"year": year or "—", "href": href} for year, href in sorted(years.items())]}
            for (title, kind), years in most]  # fmt: skip
