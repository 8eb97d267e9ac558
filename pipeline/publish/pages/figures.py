"""Figures that differ between two reports: those of indicators, then all others of passages that were carried on."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from typing import Any

from pipeline.publish.corpus import Both, Corpus, Row, present
from pipeline.publish.pages.cells import value

LONGEST_NAME = 40


def of_indicators(corpus: Corpus, pair: Mapping[str, Any], root: str) -> list[dict[str, Any]]:
    """Indicators that both reports state for their own year, those that moved most first."""
    a, b = (_own(corpus, pair[side]) for side in ("a_report", "b_report"))
    profile = corpus.reports[pair["b_report"]]["profile"]
    found = []
    for key in a.keys() & b.keys():
        one, two = a[key], b[key]
        if one["value"] != two["value"] and one["unit"] == two["unit"]:
            sides = {
                side: value(corpus, o, root, corpus.label("unit", o["unit"])) for side, o in (("a", one), ("b", two))
            }
            row = {"name": corpus.indicator(profile, key[0]), "measure": corpus.label("measure", key[1]), **sides,
                   "change": _change(one["value"], two["value"], key[1] == "level")}  # fmt: skip
            found.append((-_rate(one["value"], two["value"]), key, row))
    return [row for *_, row in sorted(found, key=lambda f: f[:2])]


def _own(corpus: Corpus, report_id: str) -> dict[tuple[str, str], Row]:
    year = corpus.reports[report_id]["year"]
    found: dict[tuple[str, str], Row] = {}
    for o in corpus.rows("observations", report_id):
        if present(o["ref_year"]) and present(year) and int(o["ref_year"]) == int(year):
            found.setdefault((o["indicator"], o["measure"]), o)
    return found


def in_passages(corpus: Corpus, pair: Mapping[str, Any], changes: list[Row], root: str) -> list[dict[str, Any]]:
    """Quantities of one name, unit and kind that stand on both sides of an aligned passage with different values."""
    sides = [_Quantities(corpus, pair[side]) for side in ("a_report", "b_report")]
    found = []
    for change in changes:
        if change["op"] not in ("figures", "edited", "moved") or not present(change["a_start"]):
            continue
        a = sides[0].within(change["a_start"], change["a_end"])
        b = sides[1].within(change["b_start"], change["b_end"])
        if change["op"] == "figures" and len(a) == len(b):
            matched = [(x, y) for x, y in zip(a, b, strict=True) if (x["unit"], x["kind"]) == (y["unit"], y["kind"])]
        else:
            alone, other = _only(a), _only(b)
            matched = [(alone[key], other[key]) for key in alone if key in other]
        found += [(x, y) for x, y in matched if x["value"] != y["value"] and not present(y["indicator"])]
    found.sort(key=lambda f: (-_rate(f[0]["value"], f[1]["value"]), f[1]["start"]))
    return [{"name": str(y["name"])[:LONGEST_NAME], "a": value(corpus, x, root, corpus.label("unit", x["unit"])), "b": value(corpus, y, root, corpus.label("unit", y["unit"])),
             "change": _change(x["value"], y["value"], y["kind"] == "level")} for x, y in found]  # fmt: skip


class _Quantities:
    """A report's quantities by where they stand."""

    def __init__(self, corpus: Corpus, report_id: str):
        self.rows = sorted(corpus.rows("quantities", report_id), key=lambda q: q["start"])
        self.starts = [q["start"] for q in self.rows]

    def within(self, start: Any, end: Any) -> list[Row]:
        return self.rows[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def _only(quantities: list[Row]) -> dict[tuple[str, str, str], Row]:
    """Quantities by name, unit and kind; those of which a passage has several can't be told apart and are left out."""
    keys = [(q["name"], q["unit"], q["kind"]) for q in quantities]
    counts = Counter(keys)
    return {key: q for key, q in zip(keys, quantities, strict=True) if counts[key] == 1 and key[0]}


def _rate(before: float, after: float) -> float:
    return abs((after - before) / before) if before else float("inf")


def _change(before: float, after: float, relative: bool) -> Both:
    """By how much a value moved: a level in per cent of what it was, a rate in points."""
    if relative:
        return [f"{(after - before) / abs(before):+.1%}"] * 2 if before else ["—", "—"]
    return [f"{after - before:+.4g}"] * 2
