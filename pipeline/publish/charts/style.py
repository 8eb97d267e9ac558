"""The one style of all charts: a Chinese font, colours that colour-blind readers can tell apart, a source line."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager

from pipeline.setup.fonts import chinese_font

# Okabe and Ito's palette (2008), told apart under the common forms of colour blindness; yellow is left out as too pale.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
LINES = ("-", "--", "-.", ":")
INK, SOFT, GRID = "#1c2230", "#566074", "#e3e7ee"


@cache
def font_family() -> str:
    """The family name of the Chinese font, known to matplotlib from now on."""
    path = str(chinese_font())
    fontManager.addfont(path)
    return str(FontProperties(fname=path).get_name())


@contextmanager
def styled() -> Iterator[None]:
    """The project's style, for as long as a chart is drawn or saved."""
    settings: Any = {
        "font.family": [font_family()], "axes.unicode_minus": False, "svg.fonttype": "path", "svg.hashsalt": "duizhao",
        "font.size": 10, "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": SOFT, "xtick.color": SOFT,
        "ytick.color": SOFT, "axes.grid": True, "grid.color": GRID, "axes.axisbelow": True, "axes.spines.top": False,
        "axes.spines.right": False, "figure.facecolor": "white", "axes.titlesize": 10, "legend.frameon": False,
    }  # fmt: skip
    with matplotlib.rc_context(settings):
        yield


def said(zh: str, en: str, english: bool) -> str:
    """The words of a chart in its language."""
    return en if english else zh


def source(english: bool, note: str = "") -> str:
    """The line under a chart: what its marks mean, then where its data come from."""
    told = said("来源：各报告原文；对照 Duizhao 整理", "Source: the reports themselves; made by 对照 Duizhao", english)
    return f"{note}{said('。', '. ', english)}{told}" if note else told


def new_figure(width: float, height: float, title: str, english: bool = False, note: str = "") -> Figure:
    """An empty figure (inches) with a title that says what is seen and a source line."""
    figure = Figure(figsize=(width, height), layout="constrained")
    shown = textwrap.wrap(title, int(width * (12 if english else 6.5)))
    figure.suptitle("\n".join(shown), fontsize=12, x=0.02, ha="left")
    figure.supxlabel(source(english, note), fontsize=7.5, color=SOFT, x=0.02, ha="left")
    return figure


def empty(title: str, english: bool = False) -> Figure:
    """A figure that says that there is nothing to draw."""
    with styled():
        figure = new_figure(6, 2, title, english)
        figure.text(0.5, 0.45, said("没有可画的数据", "nothing to draw", english), ha="center", color=SOFT)
    return figure


def save(figure: Figure, kind: str) -> bytes:
    """The figure as ``svg`` or as 300-dpi ``png``; the same figure always gives the same bytes.

    The canvases are asked directly: ``savefig`` draws everything once more before it draws.
    """
    buffer = io.BytesIO()
    with styled():
        if figure.get_layout_engine() is not None:
            figure.draw_without_rendering()
            figure.set_layout_engine("none")  # laid out once, not again for every format
        if kind == "png":
            figure.set_dpi(300)
            FigureCanvasAgg(figure).print_png(buffer, metadata={"Software": None}, pil_kwargs={"compress_level": 4})
        else:
            FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


SIZES = ((1e8, "亿"), (1e4, "万"))
SIZES_EN = ((1e9, "bn "), (1e6, "m "))


def scaled(values: list[float], english: bool = False) -> tuple[float, str]:
    """The multiplier that makes values readable, and its word: (1e8, "亿"), (1e4, "万") or (1, "")."""
    top = max((abs(v) for v in values), default=0)
    sizes = SIZES_EN if english else SIZES
    return next(((size, word) for size, word in sizes if top >= size), (1.0, ""))
