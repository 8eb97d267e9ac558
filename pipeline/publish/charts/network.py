"""Who shares passages with whom: places on a circle, an arrow from the earlier report's place to the later one's."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch

from pipeline.publish.charts.style import COLOURS, INK, empty, new_figure, said, styled


def reuse_network(edges: pd.DataFrame, title: str, english: bool = False) -> Figure:
    """Arrows as wide as the characters shared.

    ``edges``: columns earlier, later (places), passages, characters.
    """
    data = edges.dropna()
    if data.empty:
        return empty(title, english)
    places = list(dict.fromkeys([*data["earlier"], *data["later"]]))
    with styled():
        figure = new_figure(7, 6, title, english, said("箭头由较早的报告指向较晚的报告，粗细为相同字数", "arrows point from the earlier report to the later one; width: characters shared", english))  # fmt: skip
        axes = figure.add_subplot()
        axes.set_axis_off()
        axes.set_aspect("equal")
        spots = {p: (math.sin(2 * math.pi * n / len(places)), math.cos(2 * math.pi * n / len(places))) for n, p in enumerate(places)}  # fmt: skip
        widest = data["characters"].max()
        for edge in data.itertuples():
            if edge.earlier != edge.later:
                axes.add_patch(FancyArrowPatch(spots[edge.earlier], spots[edge.later], connectionstyle="arc3,rad=0.15", arrowstyle="-|>", mutation_scale=12,
                                               shrinkA=9, shrinkB=9, linewidth=0.6 + 4 * edge.characters / widest, color=COLOURS[0], alpha=0.75))  # fmt: skip
        for place, (x, y) in spots.items():
            axes.scatter([x], [y], s=70, color=COLOURS[1], zorder=3)
            axes.text(1.1 * x, 1.1 * y, place, ha="left" if x > 0.1 else "right" if x < -0.1 else "center", va="center", color=INK, fontsize=9.5)  # fmt: skip
        axes.set_xlim(-1.5, 1.5)
        axes.set_ylim(-1.25, 1.25)
    return figure
