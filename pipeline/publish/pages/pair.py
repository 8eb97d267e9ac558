"""Two reports side by side: aligned rows, differing words marked, figures that changed listed first."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from typing import Any

from pipeline.publish.corpus import Both, Corpus, Row, present, region_slug
from pipeline.publish.pages import figures

LONGEST_ORIGIN = 24
MOST_FIGURES = 60
MOST_LISTED = 1000
OPS = ("figures", "edited", "moved", "added", "removed", "unclear", "same")
ONE_SIDED = {"added": ["仅乙有", "only in B"], "removed": ["仅甲有", "only in A"]}
"""What is new or gone a year later is, between two places, what only one of them says."""


def summary(corpus: Corpus, row: Mapping[str, Any], root: str = "") -> dict[str, Any]:
    """A pair in one line of a table."""
    return {
        "href": corpus.page(f"pair/{row['pair_id']}", root), "label": _label(corpus, row),
        "cosine": f"{row['cosine']:.2f}",
        **{key: f"{row[key + '_share']:.0%}" for key in ("same", "edited", "added", "removed")},
    }  # fmt: skip


def _label(corpus: Corpus, row: Mapping[str, Any]) -> str:
    a, b = corpus.name(row["a_report"]), corpus.name(row["b_report"])
    year = b[len(corpus.reports[row["b_report"]]["region"]) + 1 :]
    return f"{a} → {year}" if row["relation"] == "year" else f"{a} ↔ {b}"


def listing(corpus: Corpus) -> dict[str, Any]:
    """Values of pairs.html: one table a relation."""
    rows = corpus.read("pairs").to_dict("records")
    kinds = (("year", "逐年", "Year against year"), ("peer", "同级", "Peers of one year"))
    groups = []
    for kind, zh, en in kinds:
        mine = [r for r in rows if r["relation"] == kind]
        groups.append({"id": kind, "zh": zh, "en": en, "total": len(mine), "peers": kind == "peer",
                       "pairs": [summary(corpus, r) for r in mine[:MOST_LISTED]]})  # fmt: skip
    return {"groups": [g for g in groups if g["pairs"]]}


def view(corpus: Corpus, pair: Mapping[str, Any], root: str = "../") -> dict[str, Any]:
    """Values of pair.html."""
    changes = sorted(corpus.rows("changes", pair["pair_id"], "pair_id"), key=lambda c: c["order"])
    rows = _with_origins(_rows(corpus, pair, changes, root), changes)
    counts = Counter(c["op"] for c in changes)
    names = {op: _op_name(corpus, op, pair["relation"]) for op in OPS}
    stated = figures.of_indicators(corpus, pair, root)
    return {
        "a": _report(corpus, pair["a_report"], root), "b": _report(corpus, pair["b_report"], root),
        "numbers": _numbers(corpus, pair), "figures": stated, "peers": pair["relation"] == "peer",
        "others": figures.in_passages(corpus, pair, changes, root)[:MOST_FIGURES],
        "counts": [(op, names[op], counts[op]) for op in OPS if counts[op]], "names": names,
        "beside": _beside(corpus, pair, root),
        "sections": [r for r in rows if r["heading"]],
        "rows": rows,
    }  # fmt: skip


def _op_name(corpus: Corpus, op: str, relation: str) -> Both:
    return ONE_SIDED.get(op, corpus.label("op", op)) if relation == "peer" else corpus.label("op", op)


def _report(corpus: Corpus, report_id: str, root: str) -> dict[str, Any]:
    report = corpus.reports[report_id]
    return {"href": corpus.href(report_id, None, root), "label": corpus.name(report_id), "title": report["title"],
            "genre": corpus.genre(report["profile"]), "region": report["region"],
            "region_href": corpus.page(f"region/{region_slug(report)}", root)}  # fmt: skip


def _beside(corpus: Corpus, pair: Mapping[str, Any], root: str) -> list[dict[str, str]]:
    """Other comparisons of either report: the year before, the year after, the peers."""
    both_ids = (pair["a_report"], pair["b_report"])
    found = {row["pair_id"]: row for i in both_ids for side in ("a_report", "b_report") for row in corpus.rows("pairs", i, side)}  # fmt: skip
    found.pop(pair["pair_id"], None)
    return [
        {"href": s["href"], "label": s["label"]}
        for s in (summary(corpus, r, root) for r in found.values())
        if s["href"]
    ]


def _numbers(corpus: Corpus, pair: Mapping[str, Any]) -> list[dict[str, Any]]:
    shown = [
        (["余弦相似度", "cosine"], "cosine"),
        (["词集相似度", "Jaccard"], "jaccard"),
        (["沿用", "kept"], "same_share"),
    ]
    shown += [(_op_name(corpus, op, pair["relation"]), f"{op}_share") for op in ("edited", "added", "removed")]
    return [{"name": name, "value": f"{pair[key]:.2f}" if key in ("cosine", "jaccard") else f"{pair[key]:.0%}"}
            for name, key in shown]  # fmt: skip


def _rows(corpus: Corpus, pair: Mapping[str, Any], changes: list[Row], root: str) -> list[dict[str, Any]]:
    a, b = (_Side(corpus, pair[side], root) for side in ("a_report", "b_report"))
    rows = []
    for place, change in enumerate(changes):
        edits = json.loads(change["edits"]) if present(change["edits"]) and change["edits"] else []
        rows.append({
            "id": f"r{place}", "now": "", "origin": "", "op": change["op"], "heading": b.heading(change["b_start"]) or a.heading(change["a_start"]),
            "a": a.pieces(change["a_start"], change["a_end"], [e[:2] for e in edits]), "a_href": a.href(change["a_start"]),
            "b": b.pieces(change["b_start"], change["b_end"], [e[2:] for e in edits]), "b_href": b.href(change["b_start"]),
        })  # fmt: skip
    return rows


def _with_origins(rows: list[dict[str, Any]], changes: list[Row]) -> list[dict[str, Any]]:
    """The rows, and where a moved passage stood in the first report a short row that leads to where it stands now."""
    settled = sorted((c["a_end"], n) for n, c in enumerate(changes) if present(c["a_end"]) and c["op"] != "moved")
    ends = [end for end, _ in settled]
    origins: dict[int, list[dict[str, Any]]] = {}
    for place, change in enumerate(changes):
        if change["op"] == "moved" and present(change["a_start"]):
            after = bisect_right(ends, change["a_start"]) - 1
            rows[place]["origin"] = f"o{place}"
            origins.setdefault(settled[after][1] if after >= 0 else -1, []).append(_origin(rows[place]))
    made = [*origins.get(-1, [])]
    for place, row in enumerate(rows):
        made += [row, *origins.get(place, [])]
    return made


def _origin(moved: Mapping[str, Any]) -> dict[str, Any]:
    """The row that stands for a moved passage at its old place."""
    words = "".join(text for _, text in moved["a"])
    return {"id": moved["origin"], "op": "moved", "heading": "", "now": moved["id"],
            "words": words if len(words) <= LONGEST_ORIGIN else words[:LONGEST_ORIGIN] + "…"}  # fmt: skip


class _Side:
    """One report of the pair: its sections and text by offset."""

    def __init__(self, corpus: Corpus, report_id: str, root: str):
        self.corpus, self.report_id, self.root = corpus, report_id, root
        self.text = str(corpus.reports[report_id]["text"])
        self.headings = {
            s["heading_start"]: s["heading_end"] for s in corpus.rows("sections", report_id) if s["heading"]
        }

    def heading(self, start: Any) -> str:
        """The heading that starts at a character, if one does."""
        return self.text[int(start) : self.headings[start]].strip() if present(start) and start in self.headings else ""

    def href(self, start: Any) -> str:
        return self.corpus.href(self.report_id, start, self.root) if present(start) else ""

    def pieces(self, start: Any, end: Any, edits: list[list[int]]) -> list[tuple[bool, str]]:
        """The passage as (differs, text) pieces; a span of nothing is left out."""
        if not present(start):
            return []
        at, pieces = int(start), []
        for left, right in edits:
            pieces += [(False, self.text[at:left]), (True, self.text[left:right])]
            at = right
        pieces.append((False, self.text[at : int(end)]))
        return [p for p in pieces if p[1]]
