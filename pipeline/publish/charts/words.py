"""Words that set two groups of reports apart."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from pipeline.publish.charts.style import COLOURS, empty, new_figure, said, styled


def keyness_bars(
    keyness: pd.DataFrame, less: str, more: str, title: str, most: int = 12, english: bool = False
) -> Figure:
    """The terms most typical of either side: bars to the left for ``less``, to the right for ``more``.

    ``keyness``: columns term, keyness (signed log-likelihood; positive = more in ``more``).
    """
    data = keyness.dropna(subset=["keyness"]).sort_values(["keyness", "term"])
    data = pd.concat([data.head(most)[lambda d: d["keyness"] < 0], data.tail(most)[lambda d: d["keyness"] > 0]])
    data = data.drop_duplicates("term").reset_index(drop=True)
    if data.empty:
        return empty(title, english)
    with styled():
        figure = new_figure(7.5, 1.5 + 0.26 * len(data), title, english)
        axes = figure.add_subplot()
        axes.barh(data.index, data["keyness"], color=[COLOURS[0] if k > 0 else COLOURS[1] for k in data["keyness"]])
        axes.set_yticks(data.index, data["term"], fontsize=8.5)
        axes.axvline(0, color="#1c2230", linewidth=0.8)
        axes.set_xlabel(
            said(
                f"← {less} 更多　　对数似然值（带方向）　　{more} 更多 →",
                f"← more in {less}　　signed log-likelihood　　more in {more} →",
                english,
            )
        )
        axes.margins(y=0.5 / len(data))
    return figure


def keyness_of_groups(terms: pd.DataFrame, first: Collection[str], second: Collection[str]) -> pd.DataFrame:
    """Signed log-likelihood (Dunning 1993) of every word between two groups of reports, positive where the second has more.

    ``terms``: columns report_id, term, count (the table ``terms``). ``first``, ``second``: report ids. Gives columns
    term, keyness, ready for :func:`keyness_bars`.
    """
    groups = {0: set(first), 1: set(second)}
    rows = [terms[terms["report_id"].isin(ids)].groupby("term")["count"].sum() for ids in groups.values()]
    counts = pd.concat(rows, axis=1, keys=["a", "b"]).fillna(0.0)
    sizes = counts.sum()
    total = counts.sum(axis=1) / max(sizes.sum(), 1)
    score = sum(
        counts[side] * np.log((counts[side] / (sizes[side] * total)).where(counts[side] > 0, 1.0)) for side in "ab"
    )
    more = counts["b"] / max(sizes["b"], 1) >= counts["a"] / max(sizes["a"], 1)
    return pd.DataFrame({"term": counts.index, "keyness": (2 * score).where(more, -2 * score).to_numpy()})
