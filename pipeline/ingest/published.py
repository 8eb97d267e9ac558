"""The day of publication: as labelled on the page, by its meta data or script, or as it stands under the title."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.ingest.dates import first_date, signed_day
from pipeline.ingest.facts import facts_of, may_state
from pipeline.ingest.reading import Document
from pipeline.ingest.scripted import published_beside
from pipeline.profiles import Profile

NEAR = 8
"""Lines under the title in which an unlabelled date is taken for that of publication."""
ABOVE = 2
"""Lines over the title in which it is looked for next."""
_IN_ADDRESS = re.compile(r"/t((?:19|20)\d\d)(\d\d)(\d\d)_\d+\.|/((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})/")
_DAY, _MONTH = re.compile(r"\d{1,2}日?"), re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}月?")
_RUN_TOGETHER = re.compile(r"(\d{1,2})日?\s*((?:19|20)\d\d)[-/.年](\d{1,2})月?")
_YEAR, _MONTH_DAY = re.compile(r"(?:19|20)\d\d年?"), re.compile(r"\d{1,2}[-/.月]\d{1,2}日?")
_WEAK = ("日期", "时间")


def published_of(document: Document, title: str, profile: Profile) -> str | None:
    """ISO date, or None. What says that it is the day of publication comes first, then days that pages show or hide
    beside the title; the day it was written, signed or delivered counts only where nothing else is known."""
    stated = document.stated
    shown = stated.get("short_lines", "").split("\n")
    lines = [*shown, *document.text.split("\n")[:10], *document.text.split("\n")[-6:]]
    label, labelled = next(iter(_labelled("published", lines, profile)), ("", None))
    if labelled and label not in _WEAK:
        return labelled
    return (
        first_date(stated.get("meta_published", ""))
        or labelled
        or published_beside(stated.get("script", ""), title)
        or _beside_title(shown, title, profile)
        or first_date(stated.get("time", ""))
        or _in_address(stated.get("url", ""))
        or next((day for _, day in _labelled("written", lines, profile)), None)
        or signed_day(document.text)
        or _delivered(document.text)
    )


def _delivered(text: str) -> str | None:
    """The day in the short lines at the head of a text: that of the meeting which a report was delivered to."""
    return next((day for line in text.split("\n")[:NEAR] if len(line) <= 80 and (day := first_date(line))), None)


def _labelled(wanted: str, lines: list[str], profile: Profile) -> list[tuple[str, str]]:
    """(label, date), the most telling label first; a value may stand on the line below its label."""
    order: list[str] = profile.data["page"]["labels"][wanted]
    found = [(label, date) for line, below in pairwise([*lines, ""]) if may_state(line)
             for kind, label, value in facts_of(line.strip(), profile)
             if kind == wanted and (date := first_date(value or below[:40]))]  # fmt: skip
    return sorted(found, key=lambda pair: order.index(pair[0]))


def _beside_title(lines: list[str], title: str, profile: Profile) -> str | None:
    """The first date in a short line under the title, else right above it, that is not labelled as something else."""
    bare = "".join(title.split())
    start = next((n for n, line in enumerate(lines) if bare and bare in "".join(line.split())), None)
    if start is None:
        return None
    below, above = lines[start + 1 : start + 1 + NEAR], lines[max(0, start - ABOVE) : start][::-1]
    return next((day for line in (*below, *above) if (day := _shown_day(line, profile))), None) or _in_two(
        [*lines[max(0, start - ABOVE) : start], *below]
    )


def _in_two(lines: list[str]) -> str | None:
    """A day that a page shows in two elements, as 15 over 2023-02 or 02-15 under 2023, perhaps run together."""
    for line in lines:
        if match := _RUN_TOGETHER.fullmatch(line.strip()):
            return first_date(f"{match[2]}-{match[3]}-{match[1]}")
    for first, second in pairwise(line.strip() for line in lines):
        for day, rest in ((first, second), (second, first)):
            if _DAY.fullmatch(day) and _MONTH.fullmatch(rest):
                return first_date(f"{rest.strip('年月-/.')}-{day.strip('日')}".replace("年", "-"))
            if _MONTH_DAY.fullmatch(day) and _YEAR.fullmatch(rest):
                return first_date(f"{rest.strip('年')}-{day.strip('日')}".replace("月", "-"))
    return None


def _shown_day(line: str, profile: Profile) -> str | None:
    if len("".join(line.split())) > 60 or "。" in line or "在" in line or "今天" in line:
        return None
    return None if any(kind == "written" for kind, _, _ in facts_of(line, profile)) else first_date(line)


def _in_address(url: str) -> str | None:
    """The day that content systems put into addresses: /art/2021/3/10/…, /202103/t20210310_123.html."""
    match = _IN_ADDRESS.search(url)
    return first_date("-".join(part for part in match.groups() if part)) if match else None
