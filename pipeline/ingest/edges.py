"""The short lines at a report's edges: whom it is addressed to, who signed it and when, and the headline over it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from pipeline.ingest.facts import is_facts_line
from pipeline.ingest.furniture import compiled, is_furniture_line
from pipeline.profiles import Profile

ITEM = re.compile(
    "^[\\s\u3000]*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章节部])"
)
"""A numbered heading, with which a body has begun."""
HEAD = 6
"""Lines at the head of a page's body among which its headline may stand."""
_LONGEST_HEADLINE = 60
_MOST_OPENING = 3
_MOST_SIGNED = 6


def is_salutation(lines: Sequence[str], profile: Profile) -> bool:
    """A line or two that address somebody or tell the occasion."""
    pattern = compiled(profile.data["page"]["salutation"]["pattern"])
    return 0 < len(lines) <= _MOST_OPENING and all(
        pattern.fullmatch(line.strip()) and not is_facts_line(line, profile) for line in lines
    )


def is_signature(lines: Sequence[str], profile: Profile) -> bool:
    """A few short lines, the last a day in words or an office's name."""
    entry = profile.data["page"]["signature"]
    return 0 < len(lines) <= _MOST_SIGNED and all(compiled(entry["pattern"]).fullmatch(line.strip()) for line in lines)


def is_site_talk(lines: Sequence[str], profile: Profile) -> bool:
    """Whether the site speaks of itself: notices of maintenance, terms of use, calls to its readers."""
    pattern = compiled(profile.data["page"]["site_talk"]["pattern"])
    return any(pattern.search(line) for line in lines)


def without_headline(
    found: Sequence[str], titles: Collection[str], own: Collection[str], profile: Profile
) -> list[str]:
    """Drop the page's headline over the body; a title that stands among the body's ``own`` paragraphs stays.

    Whatever it stands among, a short line with the page's facts (来源, 日期) on the line below is the page's headline.
    """
    kept: list[str] = []
    for number, line in enumerate(found[:HEAD]):
        bare = "".join(line.split())
        if ITEM.match(bare):
            break
        if (bare in titles and bare not in own) or (
            len(bare) <= _LONGEST_HEADLINE and not kept and _are_facts(found[number + 1 : number + 2], profile)
        ):
            continue
        kept.append(line)
    else:
        number = HEAD
    return [*kept, *found[number:]]


def _are_facts(lines: Sequence[str], profile: Profile) -> bool:
    return bool(lines) and is_furniture_line(lines[0], ("any", "head"), profile)
