"""The overview: which places and years there are, what is missing or late, what changed most, what does not add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from pipeline.publish.corpus import Corpus, Row, present, region_slug
from pipeline.publish.pages import findings, pair

MOST_PAIRS = 60
MOST_FINDINGS = 8
MOST_PLACES = 300
"""More places than this don't make a table that anyone reads: the overview then counts them by province."""


def view(corpus: Corpus) -> dict[str, Any]:
    """Values of index.html, the charts aside."""
    pairs = [r for r in corpus.read("pairs").to_dict("records") if r["relation"] == "year"]
    genres = list(dict.fromkeys(r["profile"] for r in corpus.reports.values()))
    return {
        "numbers": _numbers(corpus),
        "matrices": [_matrix(corpus, profile) for profile in genres],
        "attention": _attention(corpus),
        "pairs": [pair.summary(corpus, row) for row in pairs[:MOST_PAIRS]],
        "pairs_in_all": len(pairs),
        "findings": findings.shown(corpus, corpus.read("findings").to_dict("records"))[:MOST_FINDINGS],
    }


def _numbers(corpus: Corpus) -> list[dict[str, Any]]:
    counted = (("份报告", "reports", "reports", "#coverage"), ("句", "sentences", "sentences", "search.html"),
               ("个数量", "quantities", "quantities", "indicators.html"),
               ("个观测值", "observations", "observations", "indicators.html"), ("处疑点", "findings", "findings", "findings.html"),
               ("个文件被拒绝", "files refused", "rejected", "method.html#refused"),
               ("处读取存疑", "doubts in reading", "problems", "method.html#doubts"))  # fmt: skip
    return [{"zh": zh, "en": en, "value": f"{corpus.count(table):,}", "href": href} for zh, en, table, href in counted]


def _matrix(corpus: Corpus, profile: str) -> dict[str, Any]:
    """Places (or provinces, where there are very many places) × years of a genre."""
    reports = [r for r in corpus.reports.values() if r["profile"] == profile]
    known = sorted({int(r["year"]) for r in reports if present(r["year"])})
    years = [*range(known[0], known[-1] + 1)] if known else []
    places = len({region_slug(r) for r in reports})
    shown = {"profile": profile, "name": corpus.genre(profile), "years": years, "due": due(corpus, profile),
             "places": places, "undated": any(not present(r["published"]) for r in reports)}  # fmt: skip
    if places > MOST_PLACES:
        return {**shown, "rows": [], "provinces": _provinces(corpus, reports, years)}
    rows: dict[str, dict[str, Any]] = {}
    for r in reports:
        slug = region_slug(r)
        row = rows.setdefault(slug, {"region": r["region"], "href": corpus.page(f"region/{slug}"), "cells": [[] for _ in years], "undated": []})  # fmt: skip
        (row["cells"][years.index(int(r["year"]))] if present(r["year"]) else row["undated"]).append(_cell(corpus, r))
    return {**shown, "rows": list(rows.values()), "provinces": []}


def _provinces(corpus: Corpus, reports: list[Row], years: list[int]) -> list[dict[str, Any]]:
    """How many reports of each year a province has, and how many of them came late."""
    counts: dict[str, dict[int, list[int]]] = {}
    places: dict[str, set[str]] = {}
    for r in reports:
        code = str(r["region_code"] or "")[:2] or "?"
        places.setdefault(code, set()).add(region_slug(r))
        if present(r["year"]):
            seen = counts.setdefault(code, {}).setdefault(int(r["year"]), [0, 0])
            seen[0] += 1
            seen[1] += is_late(corpus, r)
    return [{"code": code, "places": len(places[code]), "cells": [counts.get(code, {}).get(y, [0, 0]) for y in years]}
            for code in sorted(places)]  # fmt: skip


def _attention(corpus: Corpus) -> list[dict[str, Any]]:
    """Places with years missing, late, doubtful or with figures that do not add up; those with most first."""
    groups: dict[tuple[str, str], list[Row]] = {}
    spans: dict[str, set[int]] = {}
    for r in corpus.reports.values():
        groups.setdefault((r["profile"], region_slug(r)), []).append(r)
        if present(r["year"]):
            spans.setdefault(r["profile"], set()).add(int(r["year"]))
    found = []
    for (profile, slug), reports in groups.items():
        years = {int(r["year"]) for r in reports if present(r["year"])}
        whole = range(min(spans[profile]), max(spans[profile]) + 1) if profile in spans else ()
        codes = Counter(p["code"] for r in reports for p in corpus.rows("problems", r["report_id"]))
        late = [r for r in reports if is_late(corpus, r)]
        unsettled = sum(len(corpus.rows("findings", r["report_id"])) for r in reports)
        row = {"missing": spans_of(y for y in whole if y not in years),
               "late": "、".join(f"{int(r['year'])}（{str(r['published'])[:10]}）" for r in late),
               "doubts": [(*corpus.label("problem", code), n) for code, n in sorted(codes.items())],
               "findings": unsettled}  # fmt: skip
        if any(row.values()):
            gaps = sum(y not in years for y in whole) + len(late) + unsettled
            found.append((-gaps, {"region": reports[0]["region"], "href": corpus.page(f"region/{slug}"), "genre": corpus.genre(profile), **row}))  # fmt: skip
    return [row for _, row in sorted(found, key=lambda f: f[0])][:MOST_PLACES]


def spans_of(years: Iterable[int]) -> str:
    """Years in few characters.

    >>> spans_of([2009, 2011, 2012, 2013])
    '2009、2011–2013'
    """
    spans: list[list[int]] = []
    for year in sorted(years):
        if spans and spans[-1][1] == year - 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return "、".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)


def due(corpus: Corpus, profile: str) -> str:
    """The day of the following year by which a genre's report must be published (MM-DD); empty where none is set."""
    known = corpus.profiles.get(profile)
    return str(known.data["profile"].get("due", "")) if known else ""


def is_late(corpus: Corpus, report: Row) -> bool:
    """Whether a report was published after the day that the rules set."""
    day = due(corpus, report["profile"])
    if not day or not (present(report["published"]) and present(report["year"])):
        return False
    return str(report["published"])[:10] > f"{int(report['year']) + 1}-{day}"


def _cell(corpus: Corpus, report: Row) -> dict[str, Any]:
    day, published = due(corpus, report["profile"]), present(report["published"])
    when = "" if not day else "late" if is_late(corpus, report) else "on_time" if published else "undated"
    return {"href": corpus.page(f"report/{report['report_id']}"), "title": report["title"], "when": when, "term": report["term"],
            "published": str(report["published"])[:10] if published else "", "chars": len("".join(report["text"].split()))}  # fmt: skip
