"""The overview: which places and years there are, what is missing or late, what changed most, what does not add up."""

from __future__ import annotations

from typing import Any

from pipeline.publish.corpus import Corpus, Row, present, region_slug
from pipeline.publish.pages import findings, pair

MOST_PAIRS = 60
MOST_FINDINGS = 8


def view(corpus: Corpus) -> dict[str, Any]:
    """Values of index.html, the charts aside."""
    pairs = [r for r in corpus.read("pairs").to_dict("records") if r["relation"] == "year"]
    return {
        "numbers": _numbers(corpus),
        "matrices": [
            _matrix(corpus, profile) for profile in dict.fromkeys(r["profile"] for r in corpus.reports.values())
        ],
        "pairs": [pair.summary(corpus, row) for row in pairs[:MOST_PAIRS]],
        "findings": findings.shown(corpus, corpus.read("findings").to_dict("records"))[:MOST_FINDINGS],
    }


def _numbers(corpus: Corpus) -> list[dict[str, Any]]:
    counted = (("份报告", "reports", "reports"), ("句", "sentences", "sentences"), ("个数量", "quantities", "quantities"),
               ("个观测值", "observations", "observations"), ("处疑点", "findings", "findings"),
               ("个文件被拒绝", "files refused", "rejected"), ("处存疑", "doubts", "problems"))  # fmt: skip
    return [{"zh": zh, "en": en, "value": f"{len(corpus.read(table)):,}"} for zh, en, table in counted]


def _matrix(corpus: Corpus, profile: str) -> dict[str, Any]:
    reports = [r for r in corpus.reports.values() if r["profile"] == profile]
    known = sorted({int(r["year"]) for r in reports if present(r["year"])})
    years = [*range(known[0], known[-1] + 1)] if known else []
    rows: dict[str, dict[str, Any]] = {}
    for r in reports:
        slug = region_slug(r)
        row = rows.setdefault(
            slug, {"region": r["region"], "href": f"region/{slug}.html", "cells": [[] for _ in years]}
        )
        if present(r["year"]):
            row["cells"][years.index(int(r["year"]))].append(_cell(r))
    named = corpus.profiles.get(profile)
    return {"profile": profile, "name": named.name if named else profile, "name_en": named.name_en if named else profile,
            "years": years, "rows": list(rows.values())}  # fmt: skip


def _cell(report: Row) -> dict[str, Any]:
    late = present(report["published"]) and str(report["published"])[:10] > f"{int(report['year']) + 1}-04-01"
    return {"href": f"report/{report['report_id']}.html", "title": report["title"], "chars": len("".join(report["text"].split())),
            "late": late and report["profile"] == "fazhi", "term": report["term"]}  # fmt: skip
