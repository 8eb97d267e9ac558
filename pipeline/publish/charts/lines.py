"""Lines over years: an indicator in several places, small multiples of several indicators, lifelines of terms."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from pipeline.publish.charts.style import COLOURS, LINES, MARKERS, SOFT, empty, new_figure, scaled, styled

LABELLED = 7
"""At most this many lines have a colour and a name of their own; more can't be told apart."""


def indicator_lines(observations: pd.DataFrame, title: str, unit: str = "") -> Figure:
    """One indicator and measure over years, a line a place.

    ``observations``: columns region, ref_year, value, approx. A year without a value breaks the line; approximate
    values have an open marker; several values of one place and year (restated, or on two bases) are all drawn.
    """
    data = observations.dropna(subset=["ref_year", "value"]).sort_values(["region", "ref_year", "value"])
    if data.empty:
        return empty(title)
    with styled():
        figure = new_figure(8, 4.2, title)
        axes = figure.add_subplot()
        size, word = scaled(data["value"].tolist())
        places = data.groupby("region")["ref_year"].nunique().sort_values(ascending=False, kind="stable").index
        for place, region in enumerate(places):
            _line(axes, data[data["region"] == region], place, region, size)
        _years(axes, data["ref_year"])
        axes.set_ylabel(f"{word}{unit}")
        if len(places) > 1:
            figure.legend(loc="outside right upper", fontsize=8.5)
        _explain_markers(axes, data)
    return figure


def _line(axes: Axes, data: pd.DataFrame, place: int, label: str, size: float) -> None:
    named = place < LABELLED
    colour = COLOURS[place % len(COLOURS)] if named else "#b9c0cc"
    style: dict[str, Any] = {
        "color": colour,
        "linestyle": LINES[place // len(COLOURS) % 4],
        "linewidth": 1.7 if named else 0.8,
    }
    by_year = data.groupby("ref_year")["value"].last() / size
    whole = by_year.reindex(range(int(by_year.index.min()), int(by_year.index.max()) + 1))
    # the line itself draws no marker (markevery), but the legend shows it: places are told apart without colour too
    axes.plot(whole.index.to_numpy(), whole.to_numpy(dtype=float), label=label if named else None,
              marker=MARKERS[place % len(MARKERS)], markersize=5, markevery=[], **style)  # fmt: skip
    for exact, filled in ((True, colour), (False, "white")):
        some = data[(data["approx"] == "exact") == exact]
        axes.scatter(some["ref_year"].astype(int), some["value"] / size, s=26, marker=MARKERS[place % len(MARKERS)], zorder=3,
                     facecolors=filled, edgecolors=colour)  # fmt: skip


def _years(axes: Axes, years: pd.Series) -> None:
    first, last = int(years.min()), int(years.max())
    axes.set_xlim(first - 0.5, last + 0.5)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=12))
    axes.xaxis.set_major_formatter("{x:.0f}")


def _explain_markers(axes: Axes, data: pd.DataFrame) -> None:
    notes = []
    if (data["approx"] != "exact").any():
        notes.append("空心：约数")
    if data.duplicated(["region", "ref_year"]).any():
        notes.append("同年多点：不同口径或重述")
    if notes:
        axes.text(0.995, 1.01, "；".join(notes), transform=axes.transAxes, ha="right", fontsize=7.5, color=SOFT)


def small_multiples(observations: pd.DataFrame, names: dict[str, str], title: str, columns: int = 3) -> Figure:
    """Several indicators of one place (or several), one small chart each, every one on a scale of its own.

    ``observations``: columns indicator, region, ref_year, value, approx, unit. ``names``: indicator -> title.
    """
    data = observations.dropna(subset=["ref_year", "value"])
    keys = [k for k in names if (data["indicator"] == k).any()]
    if not keys:
        return empty(title)
    rows = -(-len(keys) // columns)
    with styled():
        figure = new_figure(3.1 * columns, 0.9 + 1.9 * rows, title)
        for place, key in enumerate(keys):
            axes = figure.add_subplot(rows, columns, place + 1)
            mine = data[data["indicator"] == key].sort_values(["region", "ref_year"])
            size, word = scaled(mine["value"].tolist())
            for n, region in enumerate(mine["region"].unique()):
                _line(axes, mine[mine["region"] == region], n, region, size)
            _years(axes, data["ref_year"])
            axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
            axes.set_title(f"{names[key]}（{word}{mine['unit'].iloc[0]}）", loc="left", fontsize=9)
            axes.tick_params(labelsize=7.5)
        if data["region"].nunique() > 1:
            figure.legend(*figure.axes[0].get_legend_handles_labels(), loc="outside right upper", fontsize=8)
    return figure


def term_lifelines(rates: pd.DataFrame, title: str) -> Figure:
    """When terms are in use: a row a term, a dot a year, its area the rate per 10,000 characters.

    ``rates``: columns term, year, rate.
    """
    data = rates[rates["rate"] > 0].dropna(subset=["year"])
    if data.empty:
        return empty(title)
    order = data.groupby("term")["year"].agg(["min", "max"]).sort_values(["min", "max"], ascending=False).index
    places = {term: n for n, term in enumerate(order)}
    with styled():
        figure = new_figure(
            8, 1.2 + 0.28 * len(order), title, "点的面积：每万字次数。" + "来源：各报告原文；对照 Duizhao 整理"
        )
        axes = figure.add_subplot()
        for term, mine in data.groupby("term"):
            axes.hlines(places[term], mine["year"].min(), mine["year"].max(), color="#b9c0cc", linewidth=1)
        axes.scatter(
            data["year"].astype(int),
            data["term"].map(places),
            s=12 + 180 * data["rate"] / data["rate"].max(),
            color=COLOURS[0],
            zorder=3,
        )
        axes.set_yticks(range(len(order)), order, fontsize=8.5)
        axes.margins(y=0.6 / len(order))
        _years(axes, data["year"])
    return figure
