"""A font that can draw Chinese, for the charts: one of the system's, else the one that the package mplfonts brings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from pipeline.setup.errors import SetupError

FAMILIES = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans CJK JP",
    "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei",
)  # fmt: skip
"""Sans-serif families with simplified Chinese, best first."""

PACKAGED = "NotoSansCJKsc-Regular.otf"
SAMPLE = "对照法治政府建设年度报告县区行政复议诉讼调解案件万元个百分点增长率较上年％—·、，（）《》“”①Aa09%"
"""What charts commonly hold; a font without one of these characters is passed over."""


@cache
def chinese_font() -> Path:
    """The font file that charts use; see :func:`ensure`."""
    return ensure()


def ensure() -> Path:
    """The first font that draws all of :data:`SAMPLE`; raises :class:`SetupError` where there is none."""
    tried = []
    for path in _candidates():
        missing = missing_glyphs(path, SAMPLE)
        if not missing:
            return path
        tried.append(f"{path.name}: 缺 lacks {''.join(sorted(missing))[:12]}")
    raise SetupError(
        "没有找到能显示中文的字体，图表无法绘制 / no font here can draw Chinese: "
        + ("; ".join(tried) or "none of the known ones is installed")
        + "\n请安装 install `pip install mplfonts`，或系统字体 or a system font (Debian: fonts-noto-cjk)"
    )


def missing_glyphs(path: Path, text: str) -> set[str]:
    """Characters of ``text`` that the font can't draw: not in its character map, or mapped to the empty glyph."""
    from matplotlib.ft2font import FT2Font

    try:
        charmap = FT2Font(str(path)).get_charmap()
    except (OSError, RuntimeError):
        return set(text)
    return {char for char in text if not char.isspace() and not charmap.get(ord(char))}


def _candidates() -> Iterator[Path]:
    """Font files in order of choice; several weights of a family stand regular first."""
    from matplotlib.font_manager import fontManager

    for family in FAMILIES:
        entries = [e for e in fontManager.ttflist if e.name == family and e.style == "normal"]
        yield from (Path(e.fname) for e in sorted(entries, key=lambda e: (abs(_weight(e.weight) - 400), e.fname)))
    if (spec := find_spec("mplfonts")) and spec.submodule_search_locations:
        packaged = Path(spec.submodule_search_locations[0]) / "fonts" / PACKAGED
        if packaged.is_file():
            yield packaged


def _weight(weight: object) -> int:
    """matplotlib gives weights as numbers or names."""
    return weight if isinstance(weight, int) else {"regular": 400, "normal": 400}.get(str(weight), 700)
