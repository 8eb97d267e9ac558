"""Nil results: what a report says did not happen (零事故, 无一败诉, 未发生…). They state no figure, so are no quantities."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from pipeline.extract.columns import Columns
from pipeline.profiles import Profile

ABSENCE_FILES = ("absences",)
OPENING = "“"


@dataclass(frozen=True)
class _Form:
    """One way of saying it: its name, its pattern, and whether the words before it name what did not happen."""

    name: str
    pattern: re.Pattern[str]
    subject: bool


@dataclass(frozen=True)
class _Words:
    """What stops the words before a pattern, how far they reach, and what is left away at either end."""

    inside: re.Pattern[str]
    reach: int
    lead: tuple[str, ...]
    tail: tuple[str, ...]


@cache
def _known(profile: Profile) -> tuple[_Words, tuple[_Form, ...]]:
    entries = dict(profile.data["absences"])
    what = entries.pop("what")
    words = _Words(re.compile(what["stop"]), what["reach"], tuple(what["lead"]), tuple(what["tail"]))
    forms = tuple(
        _Form(entry["form"], re.compile(entry["pattern"].replace("%s", what["stop"])), entry.get("subject", False))
        for entry in entries.values()
    )
    return words, forms


def read_absences(
    report: Mapping[str, Any], sentences: Columns, topics: Columns, profile: Profile
) -> list[dict[str, Any]]:
    """Rows of the table ``absences`` of one report, in the order of the text; those of plan sections have period plan."""
    text, rows = report["text"], list[dict[str, Any]]()
    found = sorted(_found(text, profile), key=lambda row: row[:2])
    if not found:
        return []
    year = None if pd.isna(report["year"]) else int(report["year"])
    plans = {section for section, role in zip(topics["section_id"], topics["role"], strict=True) if role == "plan"}
    ids, sections, starts, ends = (list(sentences[c]) for c in ("sentence_id", "section_id", "start", "end"))
    for first, last, what, form in found:
        i = bisect_right(starts, first) - 1
        if i < 0 or first >= ends[i] or (rows and first < rows[-1]["end"]):
            continue
        plan = sections[i] in plans
        rows.append({"report_id": report["report_id"], "sentence_id": ids[i], "start": first, "end": last,
                     "raw": text[first:last], "what": what, "form": form, "period": "plan" if plan else "year",
                     "ref_year": year + plan if year else None})  # fmt: skip
    return rows


def absences_of(text: str, profile: Profile) -> list[str]:
    """What a bare text says did not happen, in its order; for examples and tests."""
    return [what for _, _, what, _ in sorted(_found(text, profile))]


def _found(text: str, profile: Profile) -> Iterator[tuple[int, int, str, str]]:
    """Start and end in the text, what did not happen, and how that is said."""
    words, forms = _known(profile)
    for form in forms:
        for match in form.pattern.finditer(text):
            what = _without(match.groupdict().get("what") or "", words)
            start = _back(text, match.start(), words) if form.subject else match.start()
            subject = _without(text[start : match.start()].rstrip(OPENING), words)
            what = subject + (what if what not in words.tail else "")
            if len(what) >= 2:
                yield start, match.end(), what, form.name


def _back(text: str, at: int, words: _Words) -> int:
    """Where the words begin that stand before a position, over an opening quotation mark."""
    start = at - 1 if text[at - 1 : at] == OPENING else at
    low = max(0, start - words.reach)
    while start > low and words.inside.match(text, start - 1):
        start -= 1
    return start


def _without(what: str, words: _Words) -> str:
    """Words without those at either end that name nothing."""
    before = None
    while what != before:
        before = what
        what = what.removeprefix(next((w for w in words.lead if what.startswith(w)), ""))
        what = what.removesuffix(next((w for w in words.tail if what.endswith(w)), ""))
    return what or before or ""


def check_absences(profile: Profile) -> list[str]:
    """Complaints about ``absences.toml``: the entry, what failed, and the fix."""
    out = []
    for name, entry in profile.data["absences"].items():
        for example in entry.get("examples", ()):
            text, _, expected = example.partition(" => ")
            if (given := " ".join(absences_of(text, profile))) != expected:
                out.append(f"absences.toml [{name}]: “{text}” gives “{given}”, not “{expected}”: mend the pattern")
        for text in entry.get("counterexamples", ()):
            if given := " ".join(absences_of(text, profile)):
                out.append(
                    f"absences.toml [{name}]: “{text}” must give nothing, but gives “{given}”: narrow the pattern"
                )
    return out
