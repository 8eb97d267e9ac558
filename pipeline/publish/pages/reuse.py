"""Passages used again, and who takes from whom."""

from __future__ import annotations

from typing import Any

from pipeline.publish.corpus import Corpus, Row

MOST = 100


def view(corpus: Corpus) -> dict[str, Any]:
    """Values of reuse.html: passages of other places first, the longest on top."""
    rows = corpus.read("reuse").to_dict("records")
    groups = []
    for relation in ("other", "own"):
        mine = sorted((r for r in rows if r["relation"] == relation),
                      key=lambda r: (not len(r["foreign_names"]), r["b_start"] - r["b_end"], r["b_report"], r["b_start"]))  # fmt: skip
        if mine:
            zh, en = corpus.label("relation", relation)
            groups.append({"zh": zh, "en": en, "total": len(mine), "rows": [_shown(corpus, r) for r in mine[:MOST]]})
    return {"groups": groups, "network": _network(corpus, rows), "clusters": _clusters(corpus, rows)}


def _shown(corpus: Corpus, row: Row) -> dict[str, Any]:
    return {
        "a_href": corpus.href(row["a_report"], row["a_start"]), "a_label": corpus.name(row["a_report"]),
        "b_href": corpus.href(row["b_report"], row["b_start"]), "b_label": corpus.name(row["b_report"]),
        "similarity": f"{row['similarity']:.2f}", "names": "、".join(row["foreign_names"]),
        "text": corpus.quote(row["b_report"], row["b_start"], row["b_end"], 400),
    }  # fmt: skip


def _network(corpus: Corpus, rows: list[Row]) -> list[dict[str, Any]]:
    edges: dict[tuple[str, str], list[int]] = {}
    for r in rows:
        if r["relation"] == "other":
            edge = (corpus.reports[r["a_report"]]["region"], corpus.reports[r["b_report"]]["region"])
            seen = edges.setdefault(edge, [0, 0])
            seen[0] += 1
            seen[1] += int(r["b_end"] - r["b_start"])
    return [
        {"a": a, "b": b, "count": n, "chars": c}
        for (a, b), (n, c) in sorted(edges.items(), key=lambda e: (-e[1][1], e[0]))
    ]


def _clusters(corpus: Corpus, rows: list[Row]) -> list[dict[str, Any]]:
    """Reports of several places that hang together by shared passages, the largest group first."""
    shared = [(r["a_report"], r["b_report"], int(r["b_end"] - r["b_start"])) for r in rows if r["relation"] == "other"]
    groups: dict[str, set[str]] = {}
    for a, b, _ in shared:
        one, two = groups.setdefault(a, {a}), groups.setdefault(b, {b})
        if one is not two:
            one |= two
            groups.update(dict.fromkeys(two, one))
    found = []
    for members in {id(g): g for g in groups.values()}.values():
        mine = [size for a, _, size in shared if a in members]
        names = [{"href": f"report/{i}.html", "label": corpus.name(i)} for i in corpus.reports if i in members]
        found.append({"reports": names, "count": len(mine), "chars": sum(mine)})
    return sorted(found, key=lambda c: (-len(c["reports"]), -c["chars"], c["reports"][0]["label"]))
