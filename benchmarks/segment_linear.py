"""Time of the text's outline, sentences and items for one and four times the text: 4.0 is linear, 16 quadratic.

Run from the repository's root: ``python benchmarks/segment_linear.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

from pipeline.profiles import load
from pipeline.segment.headings import outline
from pipeline.segment.items import items
from pipeline.segment.sentences import sentences

SIZE = 1_250_000
"""Characters of the small text; the large one has 5 MB of text and more."""
UNITS = {
    "paragraphs": "全县办理案件12件，办结率100%。\n",
    "one line": "全县办理案件12件，办结率100%。",
    "no punctuation": "全县办理案件",
    "headings": "（一）加强领导。开展检查5次。\n",
    "opening marks": "“（《甲",
    "closing marks": "”）》甲",
    "blank lines": " \n　\n",
    "items": "一是甲；二是乙；三是丙；",
}


def seconds(read: Callable[[str], object], text: str) -> float:
    """Processor time of one reading."""
    start = process_time()
    read(text)
    return process_time() - start


def main() -> None:
    """Print a line for each reader and kind of text."""
    profile = load("gwr")
    readers: dict[str, Callable[[str], object]] = {
        "outline": lambda text: outline(text, profile),
        "sentences": sentences,
        "items": lambda text: items(text, profile),
    }
    print(f"{'reader':10} {'text':16} {'chars':>10} {'seconds':>8} {'x4':>6}")
    for name, read in readers.items():
        for kind, unit in UNITS.items():
            text = unit * (SIZE // len(unit))
            small, large = seconds(read, text), seconds(read, text * 4)
            print(f"{name:10} {kind:16} {4 * len(text):10} {large:8.2f} {large / max(small, 1e-6):6.1f}")


if __name__ == "__main__":
    main()
