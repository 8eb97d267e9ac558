"""What several kinds of page show: a cell of a panel with its evidence, the charts of a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.publish.corpus import Both, Corpus, Row, both

Charts = Mapping[str, list[dict[str, Any]]]
"""Page name -> charts to show on it."""


def beside(charts: Charts, page: str, root: str) -> list[dict[str, Any]]:
    """The charts of a page, with links that lead to them from there."""
    return [{**c, "href": root + c["href"], "href_en": root + c["href_en"]} for c in charts.get(page, [])]


def values(corpus: Corpus, observations: list[Row], root: str) -> list[dict[str, Any]]:
    """A cell of a panel: each value once, however many reports say it; the report of that very year first.

    ``restated``: another value is stated for the same place, year and measure.
    """
    seen: dict[tuple[float, str], dict[str, Any]] = {}
    for o in sorted(observations, key=lambda o: (corpus.reports[o["report_id"]]["year"] != o["ref_year"], o["report_id"], o["start"])):  # fmt: skip
        seen.setdefault((o["value"], o["approx"]), value(corpus, o, root))
    return [{**v, "restated": len({amount for amount, _ in seen}) > 1} for v in seen.values()]


def value(corpus: Corpus, observation: Row, root: str, unit: Both | None = None) -> dict[str, Any]:
    """An observation or quantity as a cell: its mark of approximation, its value, the link to its sentence."""
    mark, words = corpus.label("approx", observation["approx"])
    return {"href": corpus.href(observation["report_id"], observation["start"], root), "mark": mark, "mark_en": words,
            "restated": False, "text": both(observation["value"], unit), "said_in": corpus.name(observation["report_id"])}  # fmt: skip
