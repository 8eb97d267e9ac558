"""Passages used again, and who takes from whom."""

from __future__ import annotations

from typing import Any

from rapidfuzz.distance import Indel

from pipeline.publish.corpus import Corpus, Row, region_slug
from pipeline.publish.pages.cells import Charts, beside

MOST = 100
LONGEST = 400
MOST_EDGES = 200


def view(corpus: Corpus, charts: Charts) -> dict[str, Any]:
    """Values of reuse.html: passages of other places first; those with a foreign name on top, then the longest."""
    rows = corpus.read("reuse").to_dict("records")
    groups = []
    for relation in ("other", "own"):
        mine = sorted((r for r in rows if r["relation"] == relation),
                      key=lambda r: (not len(r["foreign_names"]), r["b_start"] - r["b_end"], r["b_report"], r["b_start"]))  # fmt: skip
        if mine:
            shown = [_shown(corpus, r) for r in mine[:MOST]]
            groups.append(
                {"id": relation, "name": corpus.label("relation", relation), "total": len(mine), "rows": shown}
            )
    return {
        "groups": groups,
        "network": _network(corpus, rows)[:MOST_EDGES],
        "clusters": _clusters(corpus, rows)[:MOST],
        "charts": beside(charts, "reuse", ""),
    }


def _shown(corpus: Corpus, row: Row) -> dict[str, Any]:
    a, b = (corpus.quote(row[f"{s}_report"], row[f"{s}_start"], row[f"{s}_end"], LONGEST) for s in "ab")
    left, right = _marked(a, b)
    return {
        "a_href": corpus.href(row["a_report"], row["a_start"]), "a_label": corpus.name(row["a_report"]), "a": left,
        "b_href": corpus.href(row["b_report"], row["b_start"]), "b_label": corpus.name(row["b_report"]), "b": right,
        "similarity": f"{row['similarity']:.2f}", "names": "、".join(row["foreign_names"]), "spread": int(row["spread"]),
    }  # fmt: skip


def _marked(a: str, b: str) -> tuple[list[tuple[bool, str]], list[tuple[bool, str]]]:
    """Both passages as (differs, text) pieces."""
    left, right = [], []
    for op in Indel.opcodes(a, b):
        differs = op.tag != "equal"
        left.append((differs, a[op.src_start : op.src_end]))
        right.append((differs, b[op.dest_start : op.dest_end]))
    return [p for p in left if p[1]], [p for p in right if p[1]]


def edges(corpus: Corpus, rows: list[Row]) -> list[tuple[Row, Row, int, int]]:
    """(report of the earlier place, report of the later place, passages, characters), most characters first."""
    found: dict[tuple[str, str], list[int]] = {}
    first: dict[str, Row] = {}
    for r in rows:
        if r["relation"] == "other":
            sides = [corpus.reports[r["a_report"]], corpus.reports[r["b_report"]]]
            for side in sides:
                first.setdefault(region_slug(side), side)
            seen = found.setdefault((region_slug(sides[0]), region_slug(sides[1])), [0, 0])
            seen[0] += 1
            seen[1] += int(r["b_end"] - r["b_start"])
    return [(first[a], first[b], n, c) for (a, b), (n, c) in sorted(found.items(), key=lambda e: (-e[1][1], e[0]))]


def _network(corpus: Corpus, rows: list[Row]) -> list[dict[str, Any]]:
    return [{"a": a["region"], "a_href": corpus.page(f"region/{region_slug(a)}"), "b": b["region"],
             "b_href": corpus.page(f"region/{region_slug(b)}"), "count": n, "chars": c} for a, b, n, c in edges(corpus, rows)]  # fmt: skip


def _clusters(corpus: Corpus, rows: list[Row]) -> list[dict[str, Any]]:
    """Reports of several places that hang together by shared passages, the largest group first."""
    shared = [(r["a_report"], r["b_report"], int(r["b_end"] - r["b_start"])) for r in rows if r["relation"] == "other"]
    groups: dict[str, set[str]] = {}
    for a, b, _ in shared:
        one, two = groups.setdefault(a, {a}), groups.setdefault(b, {b})
        if one is not two:
            one |= two
            groups.update(dict.fromkeys(two, one))
    order = {report_id: n for n, report_id in enumerate(corpus.reports)}
    sizes: dict[int, list[int]] = {}
    for a, _, size in shared:
        seen = sizes.setdefault(id(groups[a]), [0, 0])
        seen[0] += 1
        seen[1] += size
    found = []
    for key, members in {id(g): g for g in groups.values()}.items():
        names = [
            {"href": corpus.href(i, None), "label": corpus.name(i)} for i in sorted(members, key=order.__getitem__)
        ]
        found.append({"reports": names, "count": sizes[key][0], "chars": sizes[key][1]})
    return sorted(found, key=lambda c: (-len(c["reports"]), -c["chars"], c["reports"][0]["label"]))
