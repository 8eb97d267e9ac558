"""Lines over years: an indicator in several places, small multiples of several indicators, lifelines of terms."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from pipeline.publish.charts.style import COLOURS, LINES, MARKERS, SOFT, empty, new_figure, said, scaled, source, styled

LABELLED = 7
"""At most this many lines have a colour and a name of their own; more can't be told apart."""
PALE = "#b9c0cc"
LONGEST_NAME = 34


def indicator_lines(observations: pd.DataFrame, title: str, unit: str = "", english: bool = False) -> Figure:
    """One indicator and measure over years, a line a place.

    ``observations``: columns region, ref_year, value, approx, and ``own`` where it is known (the report is about that
    very year). Approximate values have an open marker; years without a value are bridged by dots; where a place and
    year have several values (restated later, or on another basis), the line follows the year's own report and the
    others are crosses.
    """
    data = observations.dropna(subset=["ref_year", "value"])
    if data.empty:
        return empty(title, english)
    with styled():
        figure = new_figure(8, 4.2, title, english)
        axes = figure.add_subplot()
        size, word = scaled(data["value"].tolist(), english)
        places = data.groupby("region")["ref_year"].nunique().sort_values(ascending=False, kind="stable").index
        for place, region in enumerate(places):
            _line(axes, data[data["region"] == region], place, region, size)
        _years(axes, data["ref_year"])
        axes.set_ylabel(f"{word}{unit}")
        if len(places) > 1:
            figure.legend(loc="outside right upper", fontsize=8.5)
        axes.set_title(_key(data, english), loc="right", fontsize=7.5, color=SOFT)
    return figure


def _told(data: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of one place: the value of each year that the line follows, and the other values stated for a year."""
    own = data["own"] if "own" in data else pd.Series(True, index=data.index)
    ranked = data.assign(late=~own.fillna(False).astype(bool)).sort_values(["ref_year", "late"], kind="stable")
    ranked = ranked.drop_duplicates(["ref_year", "value"])
    first = ~ranked.duplicated("ref_year")
    return ranked[first], ranked[~first]


def _line(axes: Axes, data: pd.DataFrame, place: int, label: str, size: float) -> None:
    named = place < LABELLED
    colour = COLOURS[place % len(COLOURS)] if named else PALE
    style: dict[str, Any] = {"color": colour, "linestyle": LINES[place // len(COLOURS) % 4], "linewidth": 1.7 if named else 0.8}  # fmt: skip
    told, others = _told(data)
    by_year = told.set_index(told["ref_year"].astype(int))["value"].astype(float) / size
    whole = by_year.reindex(range(int(by_year.index.min()), int(by_year.index.max()) + 1))
    if whole.isna().any():
        axes.plot(by_year.index.to_numpy(), by_year.to_numpy(), color=colour, linestyle=(0, (1, 3)), linewidth=1)
    # the line itself draws no marker (markevery), but the legend shows it: places are told apart without colour too
    axes.plot(whole.index.to_numpy(), whole.to_numpy(dtype=float), label=label if named else None,
              marker=MARKERS[place % len(MARKERS)], markersize=5, markevery=[], **style)  # fmt: skip
    for exact, filled in ((True, colour), (False, "white")):
        some = told[(told["approx"] == "exact") == exact]
        axes.scatter(some["ref_year"].astype(int), some["value"] / size, s=26, marker=MARKERS[place % len(MARKERS)], zorder=3,
                     facecolors=filled, edgecolors=colour)  # fmt: skip
    axes.scatter(others["ref_year"].astype(int), others["value"] / size, s=24, marker="x", zorder=3, color=colour)


def _years(axes: Axes, years: pd.Series) -> None:
    first, last = int(years.min()), int(years.max())
    axes.set_xlim(first - 0.5, last + 0.5)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=12))
    axes.xaxis.set_major_formatter("{x:.0f}")


def _key(data: pd.DataFrame, english: bool) -> str:
    """What the marks of a chart mean, those that are in it."""
    notes = []
    if (data["approx"] != "exact").any():
        notes.append(said("空心：约数", "open: approximate", english))
    series = [c for c in ("indicator", "region") if c in data]
    spans = data.groupby(series)["ref_year"].agg(["min", "max", "nunique"])
    if (spans["max"] - spans["min"] + 1 > spans["nunique"]).any():
        notes.append(said("点线：其间未载明", "dotted: not stated in between", english))
    distinct = data.drop_duplicates([*series, "ref_year", "value"])
    if distinct.duplicated([*series, "ref_year"]).any():
        notes.append(said("×：另有数值（重述或口径不同）", "×: another value (restated, or another basis)", english))
    more = data["region"].nunique() - LABELLED
    if more > 0:
        notes.append(said(f"灰线：其余 {more} 地", f"grey: {more} more places", english))
    return said("；", "; ", english).join(notes)


def small_multiples(
    observations: pd.DataFrame, names: dict[str, str], title: str, columns: int = 3, english: bool = False
) -> Figure:
    """Several indicators of one place (or several), one small chart each, every one on a scale of its own.

    ``observations``: columns indicator, region, ref_year, value, approx, unit (and own, as in :func:`indicator_lines`).
    ``names``: indicator -> title.
    """
    data = observations.dropna(subset=["ref_year", "value"])
    keys = [k for k in names if (data["indicator"] == k).any()]
    if not keys:
        return empty(title, english)
    data = data[data["indicator"].isin(keys)]
    rows = -(-len(keys) // columns)
    with styled():
        height = 0.9 + 1.9 * rows
        figure = new_figure(3.1 * columns, height, title, english)
        grid = figure.add_gridspec(rows, columns)
        if data["region"].nunique() == 1:  # a plain grid: laying out a dozen charts by their labels takes a second
            figure.set_layout_engine("none")
            margins = {"left": 0.065, "right": 0.985, "top": 1 - 0.85 / height, "bottom": 0.6 / height}
            grid = figure.add_gridspec(rows, columns, **margins, wspace=0.24, hspace=0.62)
        for place, key in enumerate(keys):
            axes = figure.add_subplot(grid[place])
            mine = data[data["indicator"] == key].sort_values(["region", "ref_year"])
            size, word = scaled(mine["value"].tolist(), english)
            for n, region in enumerate(mine["region"].unique()):
                _line(axes, mine[mine["region"] == region], n, region, size)
            _years(axes, data["ref_year"])
            axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
            unit, name = f"{word}{mine['unit'].iloc[0]}".strip(), names[key]
            name = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
            axes.set_title(said(f"{name}（{unit}）", f"{name}\n({unit})", english) if unit else name, loc="left", fontsize=8.5 if english else 9)  # fmt: skip
            axes.tick_params(labelsize=7.5)
        if data["region"].nunique() > 1:
            figure.legend(*figure.axes[0].get_legend_handles_labels(), loc="outside right upper", fontsize=8)
        figure.supxlabel(source(english, _key(data, english)), fontsize=7.5, color=SOFT, x=0.02, ha="left")
    return figure


def term_lifelines(rates: pd.DataFrame, title: str, english: bool = False) -> Figure:
    """When terms are in use: a row a term, a dot a year, its area the rate per 10,000 characters.

    ``rates``: columns term, year, rate.
    """
    data = rates[rates["rate"] > 0].dropna(subset=["year"])
    if data.empty:
        return empty(title, english)
    order = data.groupby("term")["year"].agg(["min", "max"]).sort_values(["min", "max"], ascending=False).index
    places = {term: n for n, term in enumerate(order)}
    with styled():
        figure = new_figure(8, 1.2 + 0.28 * len(order), title, english,
                            said("点的面积：每万字次数", "area of a dot: times per 10,000 characters", english))  # fmt: skip
        axes = figure.add_subplot()
        for term, mine in data.groupby("term"):
            axes.hlines(places[term], mine["year"].min(), mine["year"].max(), color=PALE, linewidth=1)
        axes.scatter(data["year"].astype(int), data["term"].map(places), s=12 + 180 * data["rate"] / data["rate"].max(),
                     color=COLOURS[0], zorder=3)  # fmt: skip
        axes.set_yticks(range(len(order)), order, fontsize=8.5)
        axes.margins(y=0.6 / len(order))
        _years(axes, data["year"])
    return figure
