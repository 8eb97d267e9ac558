"""What a page's scripts state of its article: titles and days of publication, in the order in which they stand."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.ingest.dates import first_date, of_epoch
from pipeline.ingest.hidden import unescaped
from pipeline.ingest.page import Page
from pipeline.profiles import Profile

MOST = 200
"""Facts of one page that are looked at."""


@lru_cache(maxsize=4)
def _pattern(keys: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, keys), key=lambda key: (-len(key), key)))
    return re.compile(
        rf"""(?<![\w.-])["']?(?:window\.)?({names})["']?\s*[:=]\s*(?:"((?:[^"\\]|\\.){{1,300}}+)"|'((?:[^'\\]|\\.){{1,300}}+)'|(\d{{10,13}})(?!\d))"""
    )


def script_facts(page: Page, profile: Profile) -> str:
    """Lines of kind, tab, value; kind is title or published (an ISO date)."""
    keys = {key: kind for kind, names in profile.data["page"]["script"].items() for key in names}
    pattern = _pattern(tuple(keys))
    found = []
    for node in page.tagged("script"):
        for match in pattern.finditer(node.text or ""):
            value = _value(keys[match[1]], match[2] or match[3] or match[4])
            if value:
                found.append(f"{keys[match[1]]}\t{value}")
    return "\n".join(found[:MOST])


def _value(kind: str, raw: str) -> str:
    if kind == "published":
        return first_date(raw) or of_epoch(raw[:10] if raw.isdigit() else "") or ""
    return " ".join(unescaped(raw).split())


def titles(stated: str) -> list[str]:
    """The titles among the facts."""
    return [value for kind, _, value in (line.partition("\t") for line in stated.split("\n")) if kind == "title"]


def published_beside(stated: str, title: str) -> str | None:
    """The day that stands nearest to the title among the facts, else the first."""
    facts = [line.partition("\t")[::2] for line in stated.split("\n")]
    days = [(number, value) for number, (kind, value) in enumerate(facts) if kind == "published"]
    bare = "".join(title.split())
    named = [n for n, (kind, value) in enumerate(facts) if kind == "title" and bare and bare in "".join(value.split())]
    if not days:
        return None
    # an article's day stands behind its title more often than before
    return min(days, key=lambda day: min(((abs(day[0] - n), day[0] < n) for n in named), default=(day[0], False)))[1]
