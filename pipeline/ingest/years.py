"""The year a report is about, which is neither the year of its publication nor always the one in its title."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.ingest.dates import arabic_years, signed_day
from pipeline.ingest.furniture import compiled
from pipeline.ingest.genre import Parts
from pipeline.profiles import Profile

_NAMED = re.compile("《[^《》]{4,80}》")
"""Laws and plans that a report names bear years of their own."""
FIRST, LAST = 1949, 2100


def year_of(parts: Parts, published: str | None, profile: Profile) -> tuple[int | None, bool]:
    """The year reported on (None where nothing tells it), and whether the evidence agrees."""
    votes: Counter[int] = Counter()
    for rule in profile.data["recognise"].get("year", ()):
        text = _NAMED.sub("", arabic_years(parts[rule["where"]]))
        for match in list(compiled(rule["pattern"]).finditer(text))[:3]:
            votes[int(match["y"]) + rule["offset"]] += rule["weight"]
    if not votes:
        votes.update(_by_date(parts.text, published))
    votes = Counter({year: weight for year, weight in votes.items() if FIRST <= year <= LAST})
    if not votes:
        return None, True
    (year, most), *others = sorted(votes.items(), key=lambda v: (-v[1], -v[0]))
    return year, not others or most >= 2 * others[0][1]


def _by_date(text: str, published: str | None) -> Counter[int]:
    """From the date under the report, else the date of publication: until June it is about the year before."""
    found = signed_day(text) or published
    if not found:
        return Counter()
    year, month = int(found[:4]), int(found[5:7])
    return Counter({year - (month <= 7): 1})


def is_term(parts: Parts, profile: Profile) -> bool:
    """Whether the report looks back over a whole term of office."""
    return any(
        compiled(rule["pattern"]).search(parts[rule["where"]]) for rule in profile.data["recognise"].get("term", ())
    )
