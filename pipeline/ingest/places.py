"""Which place a report is about, decided from its title, issuer, phrases, signature and the names it mentions.

What can't be decided from one report alone is left to :mod:`pipeline.ingest.resolve` as candidates.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.ingest.clues import HEAD, Clue, Evidence, clues_of
from pipeline.ingest.divisions import Division, Divisions, divisions, short_name
from pipeline.ingest.nation import body_outside, national_office
from pipeline.ingest.placerules import Rules, rules_of
from pipeline.profiles import Profile

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Place:
    """What one report says of its place. ``candidates``: codes it may have where the text does not decide."""

    region: str = UNKNOWN
    code: str | None = None
    level: str = UNKNOWN
    parent: str | None = None
    department: str = ""
    candidates: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


def place_of(evidence: Evidence, profile: Profile) -> Place:
    """The place of one report."""
    table = divisions(profile)
    rules = rules_of(profile)
    if (office := national_office(evidence, rules)) is not None:
        return Place(rules["nation"]["name"], None, "department" if office else "nation", None, office)
    if outside := body_outside(evidence, rules):
        return Place(outside[0], None, outside[1])
    clues = list(clues_of(evidence, table, rules))
    chosen = _strongest(clues)
    if chosen is None:
        chosen = _most_mentioned(evidence, table, rules)
    if chosen is None:
        return Place()
    return _placed(chosen, clues, evidence, table, rules)


# --- which of the places named ---------------------------------------------------------------------------------------


def _strongest(clues: Sequence[Clue]) -> Clue | None:
    votes: Counter[str] = Counter()
    for clue in clues:
        votes[short_name(clue.names[-1])] += clue.weight
    if not votes:
        return None
    best = max(votes.values())
    winner = next(short_name(c.names[-1]) for c in clues if votes[short_name(c.names[-1])] == best)
    mine = [c for c in clues if short_name(c.names[-1]) == winner]
    return max(mine, key=lambda c: (len(c.names), c.weight, len(c.names[-1]), bool(c.department)))


def _most_mentioned(evidence: Evidence, table: Divisions, rules: Rules) -> Clue | None:
    """No place is named as the report's own: the one mentioned most among those of the kind that it calls itself."""
    kind = own_kind(evidence.text, rules)
    counts: Counter[str] = Counter()
    for name, count in evidence.mentioned(table).items():
        rows = table.named(name, evidence.year) or table.called(name, evidence.year)
        # a name that is also a word (城区, 新城) speaks only where the places around it are named too
        near = [
            row
            for row in rows
            if kind
            and row.name.endswith(kind)
            and short_name(row.name) != row.name
            and _support(row, (), evidence, table)
        ]
        for full in {row.name for row in near}:
            counts[full] += count * (3 if name == full else 1)
    if not counts:
        return None
    (name, most), *others = counts.most_common(2)
    if most < 5 or (others and others[0][1] * 2 > most):
        return None
    return Clue((name,), 1)


def own_kind(text: str, rules: Rules) -> str:
    """The kind of place (区, 县, 市 ...) that the report calls itself; empty where it does not say."""
    counts = {kind: sum(map(text.count, words)) for kind, words in rules["self"].items()}
    opening = re.search("代表([省市县区旗州镇乡])人?民?政府", text[:HEAD])
    if opening:
        counts[opening[1]] = counts.get(opening[1], 0) + 1000
    best = max(counts.values(), default=0)
    return next((kind for kind, count in counts.items() if count == best), "") if best >= 3 else ""


# --- its code --------------------------------------------------------------------------------------------------------


def _placed(chosen: Clue, clues: Sequence[Clue], evidence: Evidence, table: Divisions, rules: Rules) -> Place:
    name, around = chosen.names[-1], chosen.names[:-1]
    # what the folder, the site or the signature name may be the place around it
    hints = (*around, *dict.fromkeys(n for clue in clues for n in clue.names if n not in chosen.names))
    department = chosen.department
    if _kind_of(name, rules) == "township":
        return _township(chosen, hints, evidence, table)
    rows = _rows(name, evidence, table, rules)
    is_apart = bool(department) and not (_is_zone(name, rules) and department in rules["governing"])
    if not rows:
        level = "department" if is_apart else _level_of(chosen, rules)
        return Place(name, None, level, _unique(around, hints, evidence, table), department, (), hints)
    best = _best(rows, hints, evidence, table)
    if best is None:
        codes = tuple(sorted(row.code for row in rows))
        return Place(name, None, "department" if is_apart else rows[0].level, None, department, codes, hints)
    level = "department" if is_apart else best.level
    return Place(best.name, best.code, level, table.parent(best.code), department, (), hints)


def _is_zone(name: str, rules: Rules) -> bool:
    return name.endswith(tuple(rules["zones"]))


def _level_of(chosen: Clue, rules: Rules) -> str:
    """The level of a place that is in no table, by its name; a 市 inside another 市 is a county."""
    kind = _kind_of(chosen.names[-1], rules)
    if kind != "open":
        return kind
    return "county" if chosen.names[-2:-1] and _kind_of(chosen.names[-2], rules) != "province" else "prefecture"


def _kind_of(name: str, rules: Rules) -> str:
    pairs = [(end, kind) for kind, ends in rules["kinds"].items() for end in ends]
    return next((kind for end, kind in sorted(pairs, key=lambda p: -len(p[0])) if name.endswith(end)), UNKNOWN)


def _rows(name: str, evidence: Evidence, table: Divisions, rules: Rules) -> list[Division]:
    if rows := table.named(name, evidence.year):
        return rows
    rows = table.called(name, evidence.year)
    if len(rows) < 2:
        return rows
    kind = own_kind(evidence.text, rules)
    return [row for row in rows if row.name.endswith(kind)] or rows


def _township(chosen: Clue, hints: Sequence[str], evidence: Evidence, table: Divisions) -> Place:
    parent = _unique(chosen.names[:-1], hints, evidence, table)
    around = table.name(parent, evidence.year) if parent else "".join(chosen.names[-2:-1])
    return Place(around + chosen.names[-1], None, "township", parent, chosen.department, (), tuple(hints))


def _unique(names: Sequence[str], hints: Sequence[str], evidence: Evidence, table: Divisions) -> str | None:
    """The code of the innermost of the names that stands for one place."""
    for name in reversed(names):
        rows = table.named(name, evidence.year) or table.called(name, evidence.year)
        if rows and (best := _best(rows, hints, evidence, table)):
            return best.code
    return None


def _best(rows: Sequence[Division], hints: Sequence[str], evidence: Evidence, table: Divisions) -> Division | None:
    """The one of several places of a name that the text speaks for by naming what lies around it."""
    if len(rows) == 1:
        return rows[0]
    scored = sorted(((_support(row, hints, evidence, table), row.code) for row in rows), reverse=True)
    if scored[0][0] >= 1 and scored[0][0] >= 2 * scored[1][0]:
        return next(row for row in rows if row.code == scored[0][1])
    return None


def _support(row: Division, hints: Sequence[str], evidence: Evidence, table: Divisions) -> float:
    score = 0.0
    mentioned = evidence.mentioned(table)
    for weight, code in zip((2.0, 1.0), table.above(row.code), strict=False):
        names = {d.name for d in table.by_code[code]}
        names |= {short_name(name) for name in names}
        score += weight * min(5, sum(mentioned[n] for n in names))
        score += 20 * weight * any(hint in names for hint in hints)
    # of two places of one name around each other (吉林省, 吉林市), what the report calls itself tells
    return score


def candidates_by_name(name: str, year: int | None, table: Divisions) -> list[Division]:
    """Places that a stated name may mean, for the manifest's words."""
    return table.named(name, year) or table.called(name, year)
