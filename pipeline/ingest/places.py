"""Which place a report is about, decided from its title, issuer, phrases, signature and the names it mentions.

What can't be decided from one report alone is left to :mod:`pipeline.ingest.resolve` as candidates.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pipeline.ingest.divisions import Division, Divisions, divisions, short_name
from pipeline.profiles import Profile

UNKNOWN = "unknown"
HEAD, TAIL = 800, 400
WEIGHTS = {"issuer": 8, "title": 10, "head": 8, "tail": 8, "site": 4, "path": 3}
_YEARS = re.compile(r"(?:19|20)\d{2}\s?年?(?:度)?|\d{1,2}月份?|\d{1,2}日|工作报告_?\d*$")


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


@dataclass(frozen=True)
class Clue:
    """A place named in a telling position: names from the outermost in, and a department of it."""

    names: tuple[str, ...]
    weight: int
    department: str = ""


@dataclass(frozen=True)
class Evidence:
    """All that tells the place."""

    title: str
    text: str
    issuer: str = ""
    site: str = ""
    path: str = ""
    year: int | None = None
    mentioned: Counter[str] = field(default_factory=Counter)


def place_of(evidence: Evidence, profile: Profile) -> Place:
    """The place of one report."""
    table = divisions(profile)
    rules = profile.data["places"]
    evidence.mentioned.update(name for _, name in table.mentions(evidence.text))
    clues = list(_clues(evidence, table, rules))
    chosen = _strongest(clues)
    if chosen is None:
        chosen = _most_mentioned(evidence, table, rules)
    if chosen is None:
        return Place()
    return _placed(chosen, clues, evidence, table, rules)


# --- where a place is named ------------------------------------------------------------------------------------------


def _clues(evidence: Evidence, table: Divisions, rules: Mapping[str, Any]) -> Iterator[Clue]:
    for source, text in (("title", _bare_title(evidence.title, rules)), ("issuer", evidence.issuer), ("site", evidence.site)):
        if text and (found := named_in(text, table, rules)):
            yield Clue(found[0], WEIGHTS[source], found[1])
    for part in re.split(r"[/\\_\-\s.（）()]", _YEARS.sub(" ", evidence.path)):
        if part and (found := named_in(part, table, rules)):
            yield Clue(found[0], WEIGHTS["path"])
    for source, text in (("head", evidence.text[:HEAD]), ("tail", evidence.text[-TAIL:])):
        for phrase in _phrases(rules):
            for match in phrase.finditer(text):
                name = next((g for g in match.groups() if g), "")
                if names := chain(name, table, rules):
                    yield Clue(names, WEIGHTS[source])


def _bare_title(title: str, rules: Mapping[str, Any]) -> str:
    """The title without years, and without what stands before a place's name."""
    text = _YEARS.sub("", title)
    for word in rules["before"]:
        text = text.replace(word, "")
    return text


@lru_cache(maxsize=8)
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    place = r"([\u4e00-\u9fff]{1,24}?(?:省|市|县|区|旗|州|盟|镇|乡|街道|街道办事处))"
    return tuple(re.compile(p.replace("{place}", place)) for p in patterns)


def _phrases(rules: Mapping[str, Any]) -> tuple[re.Pattern[str], ...]:
    return _compiled(tuple(entry["pattern"] for entry in rules["phrase"]))


def chain(name: str, table: Divisions, rules: Mapping[str, Any]) -> tuple[str, ...]:
    """A name like 平江市青石区 cut into its places, the outermost first; empty for a bare 区 or 县."""
    found: list[str] = []
    position = 0
    kinds = _kinds(rules)
    while position < len(name):
        known = next((n for n in table.starts.get(name[position : position + 2], ()) if name.startswith(n, position)), "")
        if known and not _is_cut(name, position + len(known), known, table) and (position + len(known) == len(name) or known in table.by_name or _rest_is_place(name[position + len(known) :])):
            found.append(known)
            position += len(known)
            continue
        match = re.compile(f"[\\u4e00-\\u9fff]{{1,8}}?(?:{kinds})(?![\\u4e00-\\u9fff]?(?:{kinds})$)").match(name, position)
        if not match or match.end() - position < 2:
            break
        found.append(match[0])
        position = match.end()
    return tuple(found) if found and len(found[-1]) > 1 else ()


def _is_cut(text: str, end: int, known: str, table: Divisions) -> bool:
    """A short name with a kind of place behind it is the start of another name: 平江市 is not 平江县."""
    return known not in table.by_name and text[end : end + 1] in tuple("省市县区旗州盟镇乡")


def _rest_is_place(rest: str) -> bool:
    return len(rest) >= 2 and rest[-1] in "市县区旗镇乡道"


def _kinds(rules: Mapping[str, Any]) -> str:
    every = [kind for kinds in rules["kinds"].values() for kind in kinds]
    return "|".join(sorted(every, key=lambda k: (-len(k), k)))


def named_in(text: str, table: Divisions, rules: Mapping[str, Any]) -> tuple[tuple[str, ...], str] | None:
    """The first place named in a short text such as a title, with the places around it and the department behind it."""
    for position, name in table.mentions(text):
        if _is_cut(text, position + len(name), name, table):
            continue
        if name in table.by_name or _rest_is_place_at(text, position + len(name)) or position == 0:
            names, end = _run(text, position, table, rules)
            return names, _department(text[end:], rules)
    match = _unknown_name(rules).search(text)
    if not match:
        return None
    names = chain(match[1], table, rules)
    return (names, _department(text[match.end(1) :], rules)) if names else None


def _rest_is_place_at(text: str, end: int) -> bool:
    return bool(re.match(r"[\u4e00-\u9fff]{1,6}(?:市|县|区|旗|镇|乡|街道)", text[end : end + 8]))


def _run(text: str, start: int, table: Divisions, rules: Mapping[str, Any]) -> tuple[tuple[str, ...], int]:
    """Names that follow one another without a break."""
    names: list[str] = []
    end = start
    while True:
        known = next((n for n in table.starts.get(text[end : end + 2], ()) if text.startswith(n, end)), "")
        if not known or (names and known not in table.by_name) or _is_cut(text, end + len(known), known, table):
            break
        names.append(known)
        end += len(known)
    follows = "|".join([*rules["after"], *(f"[\\u4e00-\\u9fff]{{2,12}}{d}" for d in rules["departments"])])
    if match := re.compile(f"([\\u4e00-\\u9fff]{{1,6}}?(?:市|县|区|旗|镇|乡|街道))(?=办事处|{follows})").match(text, end):
        zone = match[1] in rules["zones"] and names
        names.append(names[-1] + match[1] if zone else match[1])
        end = match.end()
    return tuple(names), end


@lru_cache(maxsize=4)
def _unknown(kinds: str, follows: str) -> re.Pattern[str]:
    return re.compile(f"(?:^|关于|[在（(《“、，\\s—-])([\\u4e00-\\u9fff]{{1,12}}?(?:{kinds}))(?={follows})")


def _unknown_name(rules: Mapping[str, Any]) -> re.Pattern[str]:
    return _unknown(_kinds(rules), "|".join([*rules["after"], *(f"[\\u4e00-\\u9fff]{{2,12}}{d}" for d in rules["departments"]), "$"]))


def _department(rest: str, rules: Mapping[str, Any]) -> str:
    ends = "|".join(rules["departments"])
    match = re.match(f"(?!人民政府|政府|法治|人大)([\\u4e00-\\u9fff、]{{1,14}}?(?:{ends}))(?=关于|法治|依法|工作|政府|政务|信息|推进|贯彻|落实|[（(\\s]|$)", rest)
    return match[1] if match else ""


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


def _most_mentioned(evidence: Evidence, table: Divisions, rules: Mapping[str, Any]) -> Clue | None:
    """No place is named as the report's own: the one mentioned most among those of the kind that it calls itself."""
    kind = own_kind(evidence.text, rules)
    counts: Counter[str] = Counter()
    for name, count in evidence.mentioned.items():
        rows = table.named(name, evidence.year) or table.called(name, evidence.year)
        # a name that is also a word (城区, 新城) speaks only where the places around it are named too
        near = [row for row in rows if kind and row.name.endswith(kind) and short_name(row.name) != row.name and _support(row, (), evidence, table)]
        for full in {row.name for row in near}:
            counts[full] += count * (3 if name == full else 1)
    if not counts:
        return None
    (name, most), *others = counts.most_common(2)
    if most < 5 or (others and others[0][1] * 2 > most):
        return None
    return Clue((name,), 1)


def own_kind(text: str, rules: Mapping[str, Any]) -> str:
    """The kind of place (区, 县, 市 ...) that the report calls itself; empty where it does not say."""
    counts = {kind: sum(map(text.count, words)) for kind, words in rules["self"].items()}
    opening = re.search("代表([省市县区旗州镇乡])人?民?政府", text[:HEAD])
    if opening:
        counts[opening[1]] = counts.get(opening[1], 0) + 1000
    best = max(counts.values(), default=0)
    return next((kind for kind, count in counts.items() if count == best), "") if best >= 3 else ""


# --- its code --------------------------------------------------------------------------------------------------------


def _placed(chosen: Clue, clues: Sequence[Clue], evidence: Evidence, table: Divisions, rules: Mapping[str, Any]) -> Place:
    name = chosen.names[-1]
    hints = tuple(dict.fromkeys(n for c in [chosen, *clues] for n in c.names[:-1]))
    kind = _kind_of(name, rules)
    if kind == "township":
        return _township(chosen, hints, evidence, table)
    rows = _rows(name, evidence, table, rules)
    level = "department" if chosen.department else ""
    if not rows:
        parent = _unique(hints, evidence, table)
        shown = kind if kind != "open" else ("county" if len(chosen.names) > 1 and hints[-1:] != () and not hints[-1].endswith(("省", "自治区")) else "prefecture")
        return Place(name, None, level or shown, parent, chosen.department, (), hints)
    best = _best(rows, hints, evidence, table)
    if best is None:
        return Place(name, None, level or rows[0].level, None, chosen.department, tuple(sorted(r.code for r in rows)), hints)
    return Place(best.name, best.code, level or best.level, table.parent(best.code), chosen.department, (), hints)


def _kind_of(name: str, rules: Mapping[str, Any]) -> str:
    pairs = [(end, kind) for kind, ends in rules["kinds"].items() for end in ends]
    return next((kind for end, kind in sorted(pairs, key=lambda p: -len(p[0])) if name.endswith(end)), UNKNOWN)


def _rows(name: str, evidence: Evidence, table: Divisions, rules: Mapping[str, Any]) -> list[Division]:
    if rows := table.named(name, evidence.year):
        return rows
    rows = table.called(name, evidence.year)
    kind = own_kind(evidence.text, rules)
    return [row for row in rows if row.name.endswith(kind)] or rows


def _township(chosen: Clue, hints: Sequence[str], evidence: Evidence, table: Divisions) -> Place:
    parent = _unique(hints, evidence, table)
    around = table.name(parent, evidence.year) if parent else (hints[-1] if hints else "")
    return Place(around + chosen.names[-1], None, "township", parent, chosen.department, (), tuple(hints))


def _unique(hints: Sequence[str], evidence: Evidence, table: Divisions) -> str | None:
    """The code of the innermost place named around it."""
    for hint in reversed(hints):
        rows = table.named(hint, evidence.year) or table.called(hint, evidence.year)
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
    for weight, code in zip((2.0, 1.0), table.above(row.code), strict=False):
        names = {d.name for d in table.by_code[code]}
        names |= {short_name(name) for name in names}
        score += weight * min(5, sum(evidence.mentioned[n] for n in names))
        score += 20 * weight * any(hint in names for hint in hints)
    # of two places of one name around each other (吉林省, 吉林市), what the report calls itself tells
    return score


def candidates_by_name(name: str, year: int | None, table: Divisions) -> list[Division]:
    """Places that a stated name may mean, for the manifest's words."""
    return table.named(name, year) or table.called(name, year)
