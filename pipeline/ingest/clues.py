"""Where a report names its place: title, issuer, site, path, and phrases at its head and tail."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.ingest.divisions import Divisions
from pipeline.ingest.placerules import Rules

HEAD, TAIL = 800, 400
WEIGHTS = {"issuer": 8, "title": 10, "head": 8, "tail": 8, "site": 4, "path": 3}
_YEARS = re.compile(r"(?:19|20)\d{2}\s?年?(?:度)?|\d{1,2}月份?|\d{1,2}日|工作报告_?\d*$")


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

    def mentioned(self, table: Divisions) -> Counter[str]:
        """How often the text names each place of the table."""
        return _mentioned(self.text, table)


@lru_cache(maxsize=1)
def _mentioned(text: str, table: Divisions) -> Counter[str]:
    return Counter(name for _, name in table.mentions(text))


def clues_of(evidence: Evidence, table: Divisions, rules: Rules) -> Iterator[Clue]:
    """Every place that the report names as its own, in any telling position."""
    for source, text in (
        ("title", bare_title(evidence.title, rules)),
        ("issuer", evidence.issuer),
        ("site", evidence.site),
    ):
        if text and (found := named_in(text, table, rules)):
            yield Clue(found[0], WEIGHTS[source], found[1])
    for part in re.split(r"[/\\_\-\s.（）()]", _YEARS.sub(" ", evidence.path)):
        if part and (found := named_in(part, table, rules)):
            yield Clue(found[0], WEIGHTS["path"])
    for source, text in (("head", evidence.text[:HEAD]), ("tail", evidence.text[-TAIL:])):
        for phrase in rules.phrases:
            for match in phrase.finditer(text):
                name = next((g for g in match.groups() if g), "")
                if names := chain(name, table, rules):
                    yield Clue(names, WEIGHTS[source], _department(match[0].strip().partition(name)[2], rules))


def bare_title(title: str, rules: Mapping[str, Any], keep: Collection[str] = ()) -> str:
    """The title without years, and without what stands before a place's name."""
    text = _YEARS.sub("", title)
    for word in rules["before"]:
        if word not in keep:
            text = text.replace(word, "")
    return text


def chain(name: str, table: Divisions, rules: Rules) -> tuple[str, ...]:
    """A name like 平江市青石区 cut into its places, the outermost first; empty for a bare 区 or 县."""
    found: list[str] = []
    position = 0
    if name.startswith(tuple(rules["not_names"])):
        return ()
    while position < len(name):
        known = next(
            (n for n in table.starts.get(name[position : position + 2], ()) if name.startswith(n, position)), ""
        )
        if (
            known
            and not _is_cut(name, position + len(known), known, table)
            and (
                position + len(known) == len(name)
                or known in table.by_name
                or _rest_is_place(name[position + len(known) :])
            )
        ):
            found.append(known)
            position += len(known)
            continue
        match = rules.link.match(name, position)
        if not match or match.end() - position < 2:
            break
        found.append(match[0])
        position = match.end()
    return tuple(found) if found and len(found[-1]) > 1 else ()


def _is_cut(text: str, end: int, known: str, table: Divisions) -> bool:
    """A short name with a kind of place behind it is the start of another name: 平江市 is not 平江县."""
    return known not in table.by_name and text[end : end + 1] in tuple("省市县区旗州盟镇乡")


def _is_end(text: str, position: int, name: str, table: Divisions) -> bool:
    """Whether a name of one character and its kind is but the end of a longer one that is in no table: 城区 in 泉城区.

    By itself it begins a text, or stands behind a mark, a word, or the place around it.
    """
    before = re.search("[\u4e00-\u9fff]*$", text[max(0, position - 4) : position])[0]  # type: ignore[index]
    if len(name) > 2 or not before or before[-1] in "省市县区旗州盟":
        return False
    if any(before[start:] in table.by_short for start in range(len(before) - 1)):
        return False
    return len(before) == 1 or name[-1] == "区"  # a verb has two characters, and hardly stands before 城区 or 矿区


def _rest_is_place(rest: str) -> bool:
    return len(rest) >= 2 and rest[-1] in "市县区旗镇乡道"


def named_in(text: str, table: Divisions, rules: Rules) -> tuple[tuple[str, ...], str] | None:
    """The first place named in a short text such as a title, with the places around it and the department behind it."""
    for position, name in table.mentions(text):
        if _is_cut(text, position + len(name), name, table) or _is_end(text, position, name, table):
            continue
        if name in table.by_name or _rest_is_place_at(text, position + len(name)) or position == 0:
            names, end = _run(text, position, table, rules)
            return names, _department(text[end:], rules)
    match = rules.unknown.search(text)
    if not match:
        return None
    names = chain(match[1], table, rules)
    return (names, _department(text[match.end(1) :], rules)) if names else None


def _rest_is_place_at(text: str, end: int) -> bool:
    return bool(re.match(r"[\u4e00-\u9fff]{1,6}(?:市|县|区|旗|镇|乡|街道)", text[end : end + 8]))


def _run(text: str, start: int, table: Divisions, rules: Rules) -> tuple[tuple[str, ...], int]:
    """Names that follow one another without a break."""
    names: list[str] = []
    end = start
    while True:
        known = next((n for n in table.starts.get(text[end : end + 2], ()) if text.startswith(n, end)), "")
        if not known or (names and known not in table.by_name) or _is_cut(text, end + len(known), known, table):
            break
        names.append(known)
        end += len(known)
    end, inner = _inner(text, end, names, rules)
    return (*names, *inner), end


def _inner(text: str, end: int, names: Sequence[str], rules: Rules) -> tuple[int, tuple[str, ...]]:
    """A zone, town or street in no table that stands right behind the names, perhaps with their government between."""
    match = rules.inner.match(text, end)
    if not match:
        return end, ()
    # a zone named only as such, or behind a city's short name, bears the city's name: 某市高新区, 某经济技术开发区
    is_zone = match[1].endswith(tuple(rules["zones"])) and names
    joined = is_zone and (match[1] in rules["zones"] or names[-1][-1] not in "省市县区旗州盟")
    return match.end(), (names[-1] + match[1] if joined else match[1],)


def _department(rest: str, rules: Rules) -> str:
    match = rules.department.match(rest)
    return match[1] if match else ""
