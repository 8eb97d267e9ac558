"""Heat maps: the share of topics over years, the similarity of reports."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pipeline.publish.charts.style import empty, new_figure, said, styled


def topic_heat(shares: pd.DataFrame, names: dict[str, str], title: str, english: bool = False) -> Figure:
    """Share of the text under each topic, a row a topic, a column a year.

    ``shares``: columns year, topic, share (0 to 1; several rows of a cell are added up). ``names``: topic -> label, in
    the order wanted.
    """
    data = shares.dropna(subset=["year"]).pivot_table(index="topic", columns="year", values="share", aggfunc="sum")
    data = data.reindex([t for t in names if t in data.index])
    if data.empty:
        return empty(title, english)
    with styled():
        figure = new_figure(2.4 + 0.62 * data.shape[1], 1.4 + 0.34 * data.shape[0], title, english)
        axes = figure.add_subplot()
        _cells(axes, data.to_numpy(dtype=float) * 100, "{:.0f}", "Blues", 0, max(20.0, float(np.nanmax(data)) * 100))
        axes.set_xticks(range(data.shape[1]), [f"{y:.0f}" for y in data.columns])
        axes.set_yticks(range(data.shape[0]), [names[t] for t in data.index])
        axes.set_title(
            said("各主题占全文字数的百分比", "per cent of the report's characters", english), loc="left", fontsize=8.5
        )
    return figure


def similarity_heat(matrix: pd.DataFrame, title: str, english: bool = False) -> Figure:
    """Similarity (0 to 1) between reports: a square frame whose index and columns are labels; missing cells stay blank."""
    if matrix.empty:
        return empty(title, english)
    size = max(3.2, 0.45 * len(matrix) + 1.8)
    with styled():
        figure = new_figure(size + 1, size, title, english)
        axes = figure.add_subplot()
        _cells(axes, matrix.to_numpy(dtype=float), "{:.2f}", "Blues", 0, 1)
        axes.set_xticks(range(len(matrix.columns)), list(matrix.columns), rotation=90, fontsize=8)
        axes.set_yticks(range(len(matrix.index)), list(matrix.index), fontsize=8)
    return figure


def _cells(axes: Axes, values: np.ndarray, form: str, colours: str, low: float, high: float) -> None:
    axes.grid(visible=False)
    axes.imshow(values, cmap=colours, vmin=low, vmax=high, aspect="auto")
    for row, column in np.ndindex(*values.shape):
        value = values[row, column]
        if not np.isnan(value):
            dark = value > low + 0.6 * (high - low)
            axes.text(
                column,
                row,
                form.format(value),
                ha="center",
                va="center",
                fontsize=7.5,
                color="white" if dark else "#1c2230",
            )
