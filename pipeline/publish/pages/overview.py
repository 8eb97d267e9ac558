"""The overview: which places and years there are, what is missing or late, what changed most, what does not add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
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
        "attention": _attention(corpus),
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


def _attention(corpus: Corpus) -> list[dict[str, Any]]:
    """Places with years missing, late, doubtful or with figures that do not add up."""
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
        row = {"missing": spans_of(y for y in whole if y not in years),
               "late": "、".join(f"{int(r['year'])}（{str(r['published'])[:10]}）" for r in reports if is_late(r)),
               "doubts": "、".join(f"{corpus.label('problem', code)[0]} {n}" for code, n in sorted(codes.items())),
               "findings": sum(len(corpus.rows("findings", r["report_id"])) for r in reports)}  # fmt: skip
        if any(row.values()):
            found.append(
                {"region": reports[0]["region"], "href": f"region/{slug}.html", "genre": corpus.genre(profile), **row}
            )
    return found


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


def is_late(report: Row) -> bool:
    """Whether an annual report was published after the 1 April that the rules set."""
    if report["profile"] != "fazhi" or not (present(report["published"]) and present(report["year"])):
        return False
    return str(report["published"])[:10] > f"{int(report['year']) + 1}-04-01"


def _cell(report: Row) -> dict[str, Any]:
    return {"href": f"report/{report['report_id']}.html", "title": report["title"], "chars": len("".join(report["text"].split())),
            "late": is_late(report), "term": report["term"]}  # fmt: skip
