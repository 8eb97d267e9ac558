"""A text that stands twice in one file (a page that prints its body again) is kept once."""

from __future__ import annotations

import re
from collections import defaultdict

from pipeline.ingest.reading import Doubt

_LABEL = re.compile(r"^[【\[]?(?:内容)?(?:摘要|导语|提要|简介)[】\]]?\s*[:：]?\s*")
LEAST_LINES = 6
LEAST_SHARE = 0.85
LONG = 30
"""Characters of a line that is not likely to recur by chance."""


def once(text: str) -> tuple[str, tuple[Doubt, ...]]:
    """The text without its second copy, and a doubt that says so."""
    lines = _without_summary(text.split("\n"))
    text = "\n".join(lines)
    cut = _second_copy(lines)
    if cut is None:
        return text, ()
    start, end = cut
    kept = "\n".join(lines[:start] + lines[end:])
    return kept, (Doubt("body_twice", f"正文在文件中出现两次，已删去第二次（原第 {start + 1}—{end} 行）"),)


def _without_summary(lines: list[str]) -> list[str]:
    """Drop a line at the head that only repeats how a line below it begins (a page's 摘要)."""
    for number, line in enumerate(lines[:4]):
        bare = _LABEL.sub("", line).rstrip("….")
        if len(bare) >= LONG and any(other.startswith(bare) for other in lines[number + 1 : number + 8]):
            return lines[:number] + lines[number + 1 :]
    return lines


def _second_copy(lines: list[str]) -> tuple[int, int] | None:
    """(first, last + 1) line of a run that repeats what stands above it, nearly whole."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        if len(line) >= LONG:
            places[line].append(number)
    repeated = {n: found[0] for found in places.values() if len(found) == 2 for n in found[1:]}
    if len(repeated) < LEAST_LINES:
        return None
    start, end = min(repeated), max(repeated) + 1
    first = min(repeated.values())
    copied = sum(len(lines[n]) for n in repeated)
    long_lines = sum(len(line) for line in lines[start:end] if len(line) >= LONG)
    original = sum(len(line) for line in lines[first:start] if len(line) >= LONG)
    if copied < LEAST_SHARE * long_lines or copied < LEAST_SHARE * original:
        return None
    back = 0
    while start - back - 1 > first and first - back - 1 >= 0 and lines[start - back - 1] == lines[first - back - 1]:
        back += 1
    last = max(repeated, key=lambda n: n)
    while end < len(lines) and repeated[last] + end - last < start and lines[end] == lines[repeated[last] + end - last]:
        end += 1
    return start - back, end
