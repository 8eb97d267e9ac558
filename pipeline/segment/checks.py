"""Runs every entry of the profile's heading and item habits against its own examples and counterexamples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.profiles import Profile
from pipeline.segment.headings_habits import habits, pattern, squeezed


def check(profile: Profile) -> list[str]:
    """Complaints about ``headings.toml`` and ``items.toml``: which entry fails on which example, and what to do."""
    return [f"{profile.id}: {complaint}" for complaint in (*_headings(profile), *_items(profile))]


def _headings(profile: Profile) -> Iterator[str]:
    data, rules = profile.data["headings"], habits(profile)
    for entry in data["mark"]:
        where = f"headings.toml [[mark]] {entry['kind']}"
        for text, wanted in _cases(entry):
            found = rules.mark_of(text)
            hit = found is not None and found[0].kind == entry["kind"]
            yield from _complaint(where, text, hit, wanted)
    for entry in data["name"]:
        for text, wanted in _cases(entry):
            yield from _complaint(f"headings.toml [[name]] {entry['id']}", text, rules.is_name(text), wanted)
    for entry in data["annex"]:
        yield from _whole(f"headings.toml [[annex]] {entry['id']}", entry, pattern(entry["pattern"]))
    yield from _whole("headings.toml [title]", data["title"], rules.title)
    yield from _whole("headings.toml [line]", data["line"], rules.no_heading)
    for key, compiled in (("before", rules.list_before), ("inside", rules.list_inside)):
        entry = {name: data["list"][f"{name}_{key}"] for name in ("examples", "counterexamples")}
        yield from _whole(f"headings.toml [list] {key}", entry, compiled, whole=key == "before")
    yield from _whole("headings.toml [contents]", data["contents"], rules.contents_line)


def _items(profile: Profile) -> Iterator[str]:
    opens = profile.data["items"]["opens"]
    for entry in profile.data["items"]["marker"]:
        for text in entry.get("examples", ()):
            if text[0] not in opens:
                yield f"items.toml [[marker]] {entry['id']}: 「{text}」 begins with none of opens; add its first character"
        yield from _whole(f"items.toml [[marker]] {entry['id']}", entry, pattern(entry["pattern"]), whole=False)


def _whole(where: str, entry: Mapping[str, Any], compiled: re.Pattern[str], whole: bool = True) -> Iterator[str]:
    for text, wanted in _cases(entry):
        fits = compiled.fullmatch if whole else compiled.match
        yield from _complaint(where, text, fits(text) is not None or fits(squeezed(text)) is not None, wanted)


def _cases(entry: Mapping[str, Any]) -> list[tuple[str, bool]]:
    return [(t, True) for t in entry.get("examples", ())] + [(t, False) for t in entry.get("counterexamples", ())]


def _complaint(where: str, text: str, hit: bool, wanted: bool) -> Iterator[str]:
    if hit != wanted:
        fix = "widen its pattern" if wanted else "narrow its pattern"
        yield f"{where}: 「{text}」 is {'not ' * wanted}matched; {fix}"
