"""Figures that many reports state and no indicator takes: proposals for the registry, as TOML to paste and finish."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd
from rapidfuzz import fuzz, process

from pipeline.extract.indicators import MEASURES
from pipeline.profiles import Profile

ALIKE = 85.0
"""Similarity (0 to 100) from which two names are taken for one figure."""
SHOWN = 3
CONTEXT = (40, 12)

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
        if len(bare := bare_name(str(row["name"]), filler)) >= 3:
            by_name[bare, _family(row)].add(bare, {str(k): v for k, v in row.items()})
    found = [p for p in _clusters(by_name) if len(p.reports) >= min_reports]
    return sorted(found, key=lambda p: (-len(p.reports), -len(p.places), p.name))


def bare_name(name: str, filler: re.Pattern[str]) -> str:
    """A quantity's name without brackets, marks and filler words."""
    return filler.sub("", _NOT_A_NAME.sub("", _BRACKETS.sub("", name)))


def _family(row: Mapping[object, object]) -> str:
    """What cannot be one figure is not compared: a change goes with any unit, a share only with a share."""
    return "change" if row["kind"] == "change" else str(row["unit"])


def _clusters(by_name: Mapping[tuple[str, str], Proposal]) -> list[Proposal]:
    heads: dict[str, dict[str, Proposal]] = defaultdict(dict)
    for (name, family), proposal in sorted(by_name.items(), key=lambda item: (-len(item[1].reports), item[0])):
        known = heads[family]
        near = process.extractOne(name, known.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
        if near:
            known[near[0]].absorb(proposal)
        elif len(proposal.reports) > 1:
            known[name] = proposal
    return [proposal for known in heads.values() for proposal in known.values()]


def render(proposals: Iterable[Proposal], texts: Mapping[str, str]) -> str:
    """The proposals as entries for ``indicators.toml``; ``texts``: report_id -> text, for the places shown."""
    return "\n".join(_entry(number, proposal, texts) for number, proposal in enumerate(proposals, 1))


def _entry(number: int, proposal: Proposal, texts: Mapping[str, str]) -> str:
    unit = proposal.units.most_common(1)[0][0]
    measures = [m for m in MEASURES if proposal.kinds[m]]
    lines = [f"# {len(proposal.reports)} reports, {len(proposal.places)} figures"]
    lines += [f"#   {report}: {_around(texts[report], start, end)}" for report, start, end in _shown(proposal, texts)]
    lines += [
        f"[indicator.new_{number}]",
        f"name = {_quoted(proposal.name)}",
        'name_en = ""',
        'definition = ""',
        'topic = "none"',
        f"unit = {_quoted(unit)}",
        "units = { " + ", ".join(f"{_quoted(u)} = {_quoted(unit)}" for u in sorted(proposal.units)) + " }",
        f"measures = {json.dumps(measures)}",
        "patterns = [" + ", ".join(_quoted(re.escape(name)) for name, _ in proposal.names.most_common(SHOWN)) + "]",
        "examples = []  # short invented sentences: { text, value, measure, year }",
        "counterexamples = []",
    ]
    return "\n".join(lines) + "\n"


def _shown(proposal: Proposal, texts: Mapping[str, str]) -> list[tuple[str, int, int]]:
    first: dict[str, tuple[str, int, int]] = {}
    for place in sorted(proposal.places):
        if place[0] in texts:
            first.setdefault(place[0], place)
    return list(first.values())[:SHOWN]


def _around(text: str, start: int, end: int) -> str:
    before, behind = CONTEXT
    return re.sub(r"\s+", " ", text[max(0, start - before) : end + behind]).strip()


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
