"""What the reader of quantities knows, compiled once from a profile's data files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from pipeline.extract.exclusions import Exclusions
from pipeline.extract.finder import Cue, Finder, Openings
from pipeline.extract.names_rules import rules_of_names
from pipeline.extract.word_lists import any_of, longest_first
from pipeline.profiles import Profile

QUANTITY_FILES = ("units", "approximators", "numbers_not", "kinds", "periods", "names")

ARABIC = r"(?:(?<![\d.,])\d{1,3}(?:[ \u2009\xa0]\d{3})+(?!\d)|\d+(?:[,，]\d{3}(?!\d))*)(?:[.．]\d+)?"
BREAK = frozenset("，。；：、,;:！？!?\n（）()“”")
"""What ends the words that a figure stands with."""
CLAUSE = BREAK - frozenset("、“”")
"""What ends its clause."""
CHINESE = "零〇一二三四五六七八九十百千万亿两"
SCALE = "(?:千(?![瓦伏克米卡帕])|百(?!分)|[万亿])"


CUES = {
    "periods": (
        "plan.sentence", "plan.clause", "other.year", "other.last", "other.holds", "other.since", "other.span", "other.mean",
        "other.part", "other.start", "other.series", "cumulative.clause", "cumulative.grown", "cumulative.weak",
        "cumulative.sentence",
    ),
    "kinds": ("turn", "rate", "negative"),
    "names": ("scope",),
}  # fmt: skip
"""The patterns that are asked for before every figure: see :class:`pipeline.extract.finder.Cue`."""
TOGETHER = {
    "other.not_a_year": ("other.span", "other.mean", "other.part"),
    "other.years": ("other.year", "other.last"),
    "other.spans": ("other.holds", "other.since"),
    "cumulative.cues": ("cumulative.clause", "cumulative.grown", "cumulative.weak", "cumulative.sentence"),
}
"""Cues to periods, any of which is asked for at once, by their bits."""
WORDS_OF_PERIODS = (("other", "opens"), ("other", "names"), ("other", "not_then"), ("cumulative", "goes_on"))


@dataclass(frozen=True, eq=False)
class Rules:
    """All patterns and words, ready for use."""

    scan: re.Pattern[str]
    openings: Openings
    """Of all that is looked for in a text in one pass: ``spans``, ``numerals``, ``front``, and those of :data:`CUES`."""
    spans: Finder
    opens: re.Pattern[str]
    numeral: re.Pattern[str]
    """A digit, or a whole run of Chinese numerals."""
    numerals: Cue
    """A digit, or Chinese numerals and what lets them count."""
    breaks: Cue
    clauses: Cue
    """The marks of :data:`BREAK` and of :data:`CLAUSE`."""
    behind_numerals: frozenset[str]
    exclusions: Exclusions
    chinese_units: frozenset[str]
    time: frozenset[str]
    money: frozenset[str]
    of_one: frozenset[str]
    read_as: dict[str, tuple[str, Decimal]]
    bare: re.Pattern[str]
    joined: re.Pattern[str]
    unitless: dict[str, Any]
    time_context: re.Pattern[str]
    time_behind: re.Pattern[str]
    score_context: re.Pattern[str]
    score: str
    time_not: str
    front: tuple[tuple[str, Cue], ...]
    fronts: int
    """The bits of all of them."""
    not_front: re.Pattern[str]
    behind: dict[str, str]
    beyond: re.Pattern[str]
    ranges: frozenset[str]
    each: str
    kinds: dict[str, Any]
    periods: dict[str, Any]
    names: dict[str, Any]


@cache
def rules(profile: Profile) -> Rules:
    """Compile a profile's files."""
    data = profile.data
    units, approx = data["units"], data["approximators"]
    behind = _behind_numerals(units)
    known: dict[str, Any] = {
        "periods": _compiled(data["periods"]),
        "kinds": _kinds(data["kinds"]),
        "names": rules_of_names(data["names"]),
    }
    return Rules(
        scan=_scan(units, approx),
        opens=re.compile("|".join(e["opens"] for e in data["numbers_not"].values() if "opens" in e)),
        numeral=re.compile(f"[{CHINESE}\\d](?:(?<=\\d)|[{CHINESE}]*+)"),
        behind_numerals=behind,
        exclusions=Exclusions(data["numbers_not"]),
        chinese_units=frozenset(w for u in units["unit"] if u.get("zh") for w in u["words"]),
        time=_class(units, "time"),
        money=_class(units, "money"),
        of_one=frozenset(units["one"]["words"]),
        read_as={k: (v["unit"], Decimal(v["times"])) for k, v in units["read_as"].items()},
        bare=re.compile(any_of(units["bare"]["words"])),
        joined=re.compile(units["joined"]["pattern"]),
        unitless=_unitless(units["unitless"]),
        time_context=re.compile(units["time_context"]["pattern"]),
        time_behind=re.compile(units["time_context"]["behind"]),
        score_context=re.compile(units["score_context"]["pattern"]),
        score=units["score_context"]["unit"],
        time_not=units["time_context"]["not"],
        not_front=re.compile(any_of(approx["exact"]["not"]) + "$"),
        behind={w: k for k in ("more", "less", "about") for w in approx[k]["behind"]},
        beyond=re.compile(approx["exact"]["beyond"]),
        ranges=frozenset(approx["between"]["ranges"]),
        each=approx["between"]["each"],
        **_together(list(_spans(data["numbers_not"])), _counting(behind), approx, known),
        **known,
    )


def _together(
    stretches: list[re.Pattern[str]], counting: re.Pattern[str], approx: Any, known: dict[str, Any]
) -> dict[str, Any]:
    """What is looked for in one pass, each with its bit; the patterns of :data:`CUES` are made cues where they stand."""
    before = {k: _front(v, approx["between"]) for k, v in approx.items() if k in ("more", "less", "about")}
    asked = [(part, name, known[part][name]) for part, names in CUES.items() for name in names]
    marks = [re.compile(f"[{''.join(sorted(marks))}]") for marks in (BREAK, CLAUSE)]
    patterns = [*stretches, counting, *marks, *before.values(), *(pattern for *_, pattern in asked)]
    cues = [Cue(pattern, 1 << i) for i, pattern in enumerate(patterns)]
    taken = iter(cues)
    spans, numerals, breaks, clauses = Finder([next(taken) for _ in stretches]), *(next(taken) for _ in range(3))
    front = tuple((k, next(taken)) for k in before)
    for part, name, _ in asked:
        known[part][name] = next(taken)
    for whole, names in TOGETHER.items():
        known["periods"][whole] = sum(known["periods"][name].bit for name in names)
    return {"openings": Openings(cues), "spans": spans, "numerals": numerals, "breaks": breaks, "clauses": clauses,
            "front": front, "fronts": sum(cue.bit for _, cue in front)}  # fmt: skip


def _class(units: Any, name: str) -> frozenset[str]:
    return frozenset(w for u in units["unit"] if u["class"] == name for w in u["words"])


def _unitless(entry: Any) -> dict[str, Any]:
    return {
        "round": tuple(entry["round"]),
        "landmark": entry["landmark"],
        "large": tuple(entry["large"]),
        "decimal": tuple(entry["decimal"]),
        "rate": tuple(entry["rate"]),
        "moves": tuple(entry["moves"]),
        "not": tuple(entry["not"]),
    }


def _scan(units: Any, approx: Any) -> re.Pattern[str]:
    """One pattern that stands at every numeral and takes it whole, so that a scan is linear."""
    guards = units["not_before"]
    words = longest_first(*(u["words"] for u in units["unit"]))
    unit = "(?:" + "|".join(re.escape(w) + (f"(?!{guards[w]})" if guards.get(w) else "") for w in words) + ")"
    inner = f"{unit}(?:(?:/|每(?=立方|平方|公里|人|户|亩|公斤|天|月)){any_of(units['per']['words'])}){{0,2}}(?:[（(]{any_of(words)}[)）]次?)?"
    behind = any_of(w for k in ("more", "less", "about") for w in approx[k]["behind"])
    behind = f"(?!多[^，。；、\\d]{{0,3}}\\d){behind}"  # 比上年的312件多46件: more than the one before, by so much
    arabic = f"{ARABIC}(?:{SCALE}+(?:{ARABIC}{SCALE}+)*(?:(?<=[万亿])[1-9]\\d{{3}}(?![\\d.,，．%％年]))?)?"
    return re.compile(
        f"(?P<fraction>\\d+[/／]\\d+)(?![/／\\d年月])(?P<fbehind>{behind})?"
        f"|(?:(?P<arabic>{arabic})|(?P<zh>[{CHINESE}]+(?:点[{CHINESE}]+)?)(?:分之(?P<of>[{CHINESE}]+(?:点[{CHINESE}]+)?|{ARABIC}))?)"
        f"(?P<about>[余多]|来(?=[个家人名]))?(?:[ \\xa0](?=[万亿]))?(?P<scale>{SCALE}+)?(?P<about2>[余多])?"
        f"(?P<space>[ 　\\xa0\\n]?)(?P<unit>{inner})?(?P<behind>(?!多\\d){behind})?"  # 比上年的168个多35个
    )


def _behind_numerals(units: Any) -> frozenset[str]:
    """What may stand behind Chinese numerals that count: the first characters of their units, and of what leads to one."""
    words = [word for unit in units["unit"] if unit.get("zh") for word in unit["words"]]
    return frozenset(word[0] for word in (*words, units["unitless"]["landmark"], *"点分余多来", *" \xa0\u3000\n"))


def _counting(behind: frozenset[str]) -> re.Pattern[str]:
    """A numeral that may count: a digit, or Chinese ones with one of these behind."""
    return re.compile(f"\\d|[{CHINESE}]+[{''.join(map(re.escape, sorted(behind)))}]")


def _spans(entries: Any) -> Iterable[re.Pattern[str]]:
    for entry in entries.values():
        spans = entry.get("spans", [])
        yield from map(re.compile, [spans] if isinstance(spans, str) else spans)
        if "opens" in entry:
            yield re.compile(f"\n(?:{entry['opens']})")


def _front(entry: Any, between: Any) -> re.Pattern[str]:
    long = any_of(word for word in entry["front"] if len(word) > 1)
    return re.compile(
        f"(?:(?P<word>{any_of(entry['front'])}){between['pattern']}|(?P<verb>{any_of(entry['with_verb'])}){between['verb']}"
        f"|(?P<of>{long}){between['of']})[-－+\\s]*$"
    )


def _compiled(entries: Any) -> dict[str, Any]:
    return (
        {f"{k}.{field}": re.compile(v) for k, e in entries.items() for field, v in e.items() if isinstance(v, str)}
        | {f"{k}.{field}": tuple(entries[k][field]) for k, field in WORDS_OF_PERIODS}
        | {
            "other.last_offset": entries["other"]["last_offset"],
            "cumulative.anew": entries["cumulative"]["anew"],
            "plan.horizons": entries["plan"]["horizons"],
            "other.lengths": entries["other"]["lengths"],
        }
    )


def _rate(change: Any) -> str:
    return f"(?:(?P<rise>{any_of(change['rate_rise'])})|{any_of(change['rate_fall'])}){change['rate_gap']}$"


def _kinds(entries: Any) -> dict[str, Any]:
    change = entries["change"]
    turn = f"(?:(?P<no>{any_of(change['not'])})|(?P<rise>{any_of(change['rise'])})|(?P<fall>{any_of(change['fall'])}))"
    return {
        "turn": re.compile(turn),
        "work": frozenset(entries["work"]["words"]),
        "rate": re.compile(_rate(change)),
        "fall_of": re.compile(change["fall_of"]),
        "negative": re.compile(f"{entries['negative']['before']}$"),
        "rate_end": entries["share"]["rate"],
        "rate_of": re.compile(change["rate_of"]),
        "to": tuple(change["to"]),
        "worked": frozenset(entries["work"]["units"]),
        "gap": re.compile(f"(?:{change['gap']})"),
        "behind": re.compile(change["behind"]),
        "always": frozenset(change["units_always"]),
        "compared": re.compile(entries["compared"]["pattern"]),
        "share": frozenset(entries["share"]["units"]),
        "multiple": entries["share"]["multiple"],
        "ratio": re.compile(entries["ratio"]["context"]),
        "base": {kind: tuple(map(re.compile, entries["base"][kind])) for kind in ("change", "points", "share")},
    }
