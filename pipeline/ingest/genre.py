"""Which genre of report a text is, or that it is none: signs of the profiles are weighed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.ingest.furniture import compiled
from pipeline.ingest.reading import Refused
from pipeline.ingest.sanity import points
from pipeline.profiles import Profile

SURE = 10
HEAD = 700
_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[部章节])?.{2,40}$"
)


@dataclass(frozen=True)
class Parts:
    """The parts of a text that patterns are looked for in, by name: title, head, heading, text, name."""

    title: str
    head: str
    heading: str
    text: str
    name: str = ""

    def __getitem__(self, where: str) -> str:
        part: str = getattr(self, where)
        return part


def parts_of(title: str, text: str, name: str = "") -> Parts:
    """Cut a text into parts."""
    headings = [
        line
        for line in text.split("\n")
        if len(line) <= 60 and not line.endswith(("。", "；", "，")) and _HEADING.match(line)
    ]
    return Parts(title, title + "\n" + text[:HEAD], "\n".join(headings), text, name)


def score(parts: Parts, profile: Profile, *, beside_title: bool = False) -> int:
    """What the genre's signs add up to; ``beside_title``: those of the text alone."""
    signs = profile.data["recognise"]["sign"]
    return _sum((sign for sign in signs if not (beside_title and sign["where"] == "title")), parts)


def _sum(signs: Iterable[Mapping[str, Any]], parts: Parts) -> int:
    return sum(sign["weight"] for sign in signs if fits(sign, parts))


def fits(sign: Mapping[str, Any], parts: Parts) -> bool:
    """Whether a sign's pattern stands as often as it must in the part that it is looked for in."""
    pattern, least = compiled(sign["pattern"]), sign.get("least", 1)
    if least == 1:
        return pattern.search(parts[sign["where"]]) is not None
    return sum(1 for _ in zip(range(least), pattern.finditer(parts[sign["where"]]), strict=False)) >= least


def _best(parts: Parts, profiles: Mapping[str, Profile]) -> tuple[int, str]:
    """What the signs of a genre add up to at most, and its id.

    To search a whole text takes longest: that is done only for genres that can still come first by it.
    """
    known = {name: p.data["recognise"]["sign"] for name, p in profiles.items() if "recognise" in p.data}
    lower = {name: _sum((s for s in known[name] if s["where"] != "text"), parts) for name in known if name != "other"}
    found: list[tuple[int, str]] = []
    for name in sorted(lower, key=lambda name: (-lower[name], name)):
        rest = [sign for sign in known[name] if sign["where"] == "text"]
        upper = lower[name] + sum(max(sign["weight"], 0) for sign in rest)
        if not found or (upper, name) > max(found):
            found.append((lower[name] + _sum(rest, parts), name))
    return max(found, default=(0, "other"))


def genre_of(parts: Parts, profiles: Mapping[str, Profile]) -> str:
    """The profile's id. Raises :class:`Refused`: not_a_report for a text of another kind, no_body for one that its title alone
    calls a report."""
    other = profiles["other"]
    sure, best = _best(parts, profiles)
    for kind in other.data["not_reports"]["kind"]:
        if sure < SURE + kind["strength"] and fits(kind, parts):
            raise Refused(
                "not_a_report",
                f"这是{kind['zh']}，不是报告（依据：{kind['name']}）。如确为报告，请在 manifest.csv 中写明 profile",
            )
    found = best if sure >= SURE else "other" if score(parts, other) >= SURE else ""
    if not found:
        raise Refused(
            "not_a_report", "看不出是报告：标题与开头都没有报告的特征。如确为报告，请在 manifest.csv 中写明 profile"
        )
    if score(parts, profiles[found], beside_title=True) <= 0 and points(parts.text, other) <= 0:
        raise Refused(
            "no_body",
            "标题是报告，文字却不像报告：正文可能没有保存下来。请打开网页确认后重新保存；如确为报告，请在 manifest.csv 中写明 profile",
        )
    return found
