"""Two years or several places beside one another: dumbbells and ranked bars."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from pipeline.publish.charts.style import COLOURS, SOFT, empty, new_figure, said, scaled, styled

MOST_NAMED = 8


def dumbbell(values: pd.DataFrame, before: str, after: str, title: str, english: bool = False) -> Figure:
    """How far each figure moved between two reports, as a percentage of the earlier value.

    ``values``: columns name, before, after (same unit in a row). Rows whose earlier value is 0 are left out: they have
    no rate.
    """
    data = values.dropna(subset=["before", "after"])
    data = data[data["before"] != 0].assign(rate=lambda d: (d["after"] / d["before"] - 1) * 100)
    if data.empty:
        return empty(title, english)
    data = data.sort_values(["rate", "name"]).reset_index(drop=True)
    with styled():
        figure = new_figure(8, 1.4 + 0.3 * len(data), title, english)
        axes = figure.add_subplot()
        colours = [COLOURS[0] if r >= 0 else COLOURS[1] for r in data["rate"]]
        axes.hlines(data.index, 0, data["rate"], color=colours, linewidth=2)
        axes.scatter([0] * len(data), data.index, color="white", edgecolors=SOFT, zorder=3, label=before)
        axes.scatter(data["rate"], data.index, color=colours, zorder=3, label=after)
        for place, row in data.iterrows():
            axes.annotate(f"{_short(row['before'], english)} → {_short(row['after'], english)}", (row["rate"], place), xytext=(6 if row["rate"] >= 0 else -6, 0),
                          textcoords="offset points", va="center", ha="left" if row["rate"] >= 0 else "right", fontsize=7.5)  # fmt: skip
        axes.set_yticks(data.index, data["name"], fontsize=8.5)
        axes.margins(x=0.34, y=0.5 / len(data))
        axes.set_xlabel(said(f"{before} → {after} 变化（%）", f"change from {before} to {after}, %", english))
    return figure


def slope(values: pd.DataFrame, before: str, after: str, title: str, unit: str = "", english: bool = False) -> Figure:
    """Two years side by side, a line a place: who rose, who fell, who changed places.

    ``values``: columns name, before, after. Places without both values are left out.
    """
    data = values.dropna(subset=["before", "after"]).sort_values(["after", "name"]).reset_index(drop=True)
    if data.empty:
        return empty(title, english)
    size, word = scaled([*data["before"], *data["after"]], english)
    gap = (
        0.055 * (max(data["before"].max(), data["after"].max()) - min(data["before"].min(), data["after"].min())) / size
    )
    with styled():
        figure = new_figure(6, max(3.2, 1.6 + 0.24 * len(data)), title, english)
        axes = figure.add_subplot()
        for row in data.itertuples():
            rose = row.after >= row.before
            axes.plot([0, 1], [row.before / size, row.after / size], marker="o" if rose else "s", linestyle="-" if rose else "--",
                      color=COLOURS[0] if rose else COLOURS[1])  # fmt: skip
        for column, side, place in (("before", "right", -0.04), ("after", "left", 1.04)):
            ranked = data.sort_values([column, "name"])
            heights = _apart([v / size for v in ranked[column]], gap)
            for height, name, value in zip(heights, ranked["name"], ranked[column], strict=True):
                axes.text(place, height, f"{name} {value / size:.4g}", ha=side, va="center", fontsize=8)
        axes.set_xticks([0, 1], [before, after])
        axes.set_xlim(-0.6, 1.6)
        axes.yaxis.set_visible(False)
        axes.set_title(
            f"{word}{unit}" + said("；实线上升，虚线下降", "; solid: rose, dashed: fell", english),
            loc="left",
            fontsize=8.5,
        )
    return figure


def _apart(heights: list[float], gap: float) -> list[float]:
    """Rising heights of labels, pushed up where two would touch."""
    made: list[float] = []
    for height in heights:
        made.append(max(height, made[-1] + gap) if made else height)
    return made


def _short(value: float, english: bool) -> str:
    size, word = scaled([value], english)
    return f"{value / size:.4g}{said('', ' ', english)}{word}".strip() if size > 1 else f"{value:.5g}"


def ranked_bars(values: pd.DataFrame, title: str, unit: str = "", mine: str = "", english: bool = False) -> Figure:
    """Places ranked by a value; approximate values are hatched, places without a value are named below.

    ``values``: columns region, value (missing where none is stated), approx. ``mine``: a region to set off.
    """
    stated = values.dropna(subset=["value"]).sort_values(["value", "region"]).reset_index(drop=True)
    if stated.empty:
        return empty(title, english)
    silent = sorted(set(values["region"]) - set(stated["region"]))
    size, word = scaled(stated["value"].tolist(), english)
    with styled():
        figure = new_figure(7, 1.4 + 0.32 * len(stated), title, english)
        axes = figure.add_subplot()
        bars = axes.barh(
            stated.index,
            stated["value"] / size,
            color=[COLOURS[1] if r == mine else COLOURS[0] for r in stated["region"]],
        )
        for bar, approx in zip(bars, stated["approx"], strict=True):
            if approx != "exact":
                bar.set(hatch="///", edgecolor="white")
        axes.bar_label(bars, [f"{v / size:.4g}" for v in stated["value"]], padding=3, fontsize=8)
        axes.set_yticks(stated.index, stated["region"])
        axes.set_xlabel("；".join([f"{word}{unit}", *_notes(stated, silent, english)]))
    return figure


def _notes(stated: pd.DataFrame, silent: list[str], english: bool) -> list[str]:
    """What the bars don't say: that some are approximate, and who states nothing."""
    notes = [said("斜纹：约数", "hatched: approximate", english)] if (stated["approx"] != "exact").any() else []
    if silent:
        names = "、".join(silent[:MOST_NAMED]) + ("…" if len(silent) > MOST_NAMED else "")
        notes.append(said(f"未载明：{names}", f"not stated by {names}", english))
    return notes
