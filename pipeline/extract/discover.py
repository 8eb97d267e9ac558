"""Figures that many reports state and no indicator takes: proposals for the registry (see discover_entry)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from pipeline.extract.tables import is_cell
from pipeline.profiles import Profile

ALIKE = 85.0
"""Similarity (0 to 100) from which two names are taken for one figure."""
CHANGE = "change"
NEAREST = 5
"""Known names that a name is held against."""

_BRACKETS = re.compile(r"[（(〔\[“”\"《》].*?[）)〕\]”\"》]|[（(“”\"《》]")
_NOT_A_NAME = re.compile(r"[^一-龥A-Za-z0-9.]")


@dataclass
class Proposal:
    """A figure that recurs: its names, where it stands, how it is measured."""

    names: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    reports: set[str] = field(default_factory=set)
    places: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its commonest name; of several the shortest."""
        return min(self.names, key=lambda n: (-self.names[n], len(n), n))

    def add(self, name: str, row: Mapping[str, object]) -> None:
        """Count one more figure."""
        self.names[name] += 1
        self.units[str(row["unit"])] += 1
        self.kinds[str(row["kind"])] += 1
        self.reports.add(str(row["report_id"]))
        self.places.append((str(row["report_id"]), int(str(row["start"])), int(str(row["end"]))))

    def absorb(self, other: Proposal) -> None:
        """Take in another proposal of the same figure."""
        self.names += other.names
        self.units += other.units
        self.kinds += other.kinds
        self.reports |= other.reports
        self.places += other.places


def discover(quantities: pd.DataFrame, profile: Profile, min_reports: int = 3) -> list[Proposal]:
    """Clusters of unmatched figures that at least ``min_reports`` reports state, the most widespread first.

    ``quantities``: rows of the table, of reports of this profile. Names are compared without the words that say only
    how much, since when or by how much it changed (``[discover]`` of ``indicators.toml``).
    """
    filler = re.compile(profile.data["indicators"]["discover"]["filler"])
    by_name: dict[tuple[str, str], Proposal] = defaultdict(Proposal)
    columns = ["report_id", "start", "end", "unit", "kind", "name"]
    for row in quantities.loc[quantities["indicator"].isna(), columns].to_dict("records"):
        if not is_cell({"name": row["name"]}) and len(bare := bare_name(str(row["name"]), filler)) >= 3:
            by_name[bare, _family(row)].add(bare, {str(k): v for k, v in row.items()})
    found = [p for p in _clusters(by_name) if len(p.reports) >= min_reports]
    return sorted(found, key=lambda p: (-len(p.reports), -len(p.places), p.name))


def bare_name(name: str, filler: re.Pattern[str]) -> str:
    """A quantity's name without brackets, marks and filler words."""
    return filler.sub("", _NOT_A_NAME.sub("", _BRACKETS.sub("", name)))


def _family(row: Mapping[object, object]) -> str:
    """What cannot be one figure is not compared: a change goes with any unit, a share only with a share."""
    return CHANGE if row["kind"] == "change" else str(row["unit"])


def _clusters(by_name: Mapping[tuple[str, str], Proposal]) -> list[Proposal]:
    heads: dict[str, dict[str, Proposal]] = defaultdict(dict)
    for (name, family), proposal in sorted(by_name.items(), key=lambda item: (-len(item[1].reports), item[0])):
        known = heads[family]
        near = process.extract(name, known.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=NEAREST)
        same = next((other for other, _, _ in near if _is_longer(name, other)), None)
        if same:
            known[same].absorb(proposal)
        elif len(proposal.reports) > 1:
            known[name] = proposal
    _join_changes(heads)
    return [proposal for known in heads.values() for proposal in known.values()]


def _join_changes(heads: Mapping[str, dict[str, Proposal]]) -> None:
    """Put changes to the levels of the same name, the commonest of several."""
    for name, change in list(heads.get(CHANGE, {}).items()):
        levels = [known[name] for family, known in sorted(heads.items()) if family != CHANGE and name in known]
        if levels:
            level = max(levels, key=lambda p: len(p.reports))
            units = level.units.copy()
            level.absorb(change)
            level.units = units
            del heads[CHANGE][name]


def _is_longer(name: str, other: str) -> bool:
    """One says no more than the other with a word put in; 万元GDP水耗 and 万元GDP能耗 are two figures."""
    return int(Indel.distance(name, other)) == abs(len(name) - len(other))
