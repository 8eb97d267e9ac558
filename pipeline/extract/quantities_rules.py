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
from pipeline.profiles import Profile

QUANTITY_FILES = ("units", "approximators", "numbers_not", "kinds", "periods", "names")

ARABIC = r"(?:(?<![\d.,])\d{1,3}(?:[ \u2009\xa0]\d{3})+(?!\d)|\d+(?:[,，]\d{3}(?!\d))*)(?:[.．]\d+)?"
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
    "other.spans": ("other.span", "other.mean", "other.part", "other.holds", "other.since"),
    "cumulative.cues": ("cumulative.clause", "cumulative.grown", "cumulative.weak", "cumulative.sentence"),
}
"""Cues to periods, any of which is asked for at once, by their bits."""
WORDS_OF_PERIODS = (("other", "opens"), ("other", "names"), ("other", "not_then"), ("cumulative", "goes_on"))


def any_of(words: Iterable[str]) -> str:
    """An alternation of literal words, the longest first.

    >>> any_of(["近", "接近"])
    '(?:接近|近)'
    """
    return "(?:" + "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w))) + ")"


@dataclass(frozen=True, eq=False)
class Rules:
    """All patterns and words, ready for use."""

    scan: re.Pattern[str]
    spans: Finder
    opens: re.Pattern[str]
    numeral: re.Pattern[str]
    """A digit, or a whole run of Chinese numerals."""
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
    openings: Openings
    """Of all cues: the front words, and those of :data:`CUES`."""


@cache
def rules(profile: Profile) -> Rules:
    """Compile a profile's files."""
    data = profile.data
    units, approx = data["units"], data["approximators"]
    front = [(k, _front(v, approx["between"])) for k, v in approx.items() if k in ("more", "less", "about")]
    known = {"periods": _compiled(data["periods"]), "kinds": _kinds(data["kinds"]), "names": _names(data["names"])}
    asked = [(part, name, known[part][name]) for part, names in CUES.items() for name in names]
    for i, (part, name, pattern) in enumerate(asked, start=len(front)):
        known[part][name] = Cue(pattern, 1 << i)
    for whole, names in TOGETHER.items():
        known["periods"][whole] = sum(known["periods"][name].bit for name in names)
    return Rules(
        scan=_scan(units, approx),
        spans=Finder(tuple(_spans(data["numbers_not"]))),
        opens=re.compile("|".join(e["opens"] for e in data["numbers_not"].values() if "opens" in e)),
        numeral=re.compile(f"[{CHINESE}\\d](?:(?<=\\d)|[{CHINESE}]*+)"),
        behind_numerals=_behind_numerals(units),
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
        front=tuple((k, Cue(pattern, 1 << i)) for i, (k, pattern) in enumerate(front)),
        fronts=(1 << len(front)) - 1,
        not_front=re.compile(any_of(approx["exact"]["not"]) + "$"),
        behind={w: k for k in ("more", "less", "about") for w in approx[k]["behind"]},
        beyond=re.compile(approx["exact"]["beyond"]),
        ranges=frozenset(approx["between"]["ranges"]),
        each=approx["between"]["each"],
        **known,
        openings=Openings([*(pattern for _, pattern in front), *(pattern for *_, pattern in asked)]),
    )


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
    words = sorted({w for u in units["unit"] for w in u["words"]}, key=lambda w: (-len(w), w))
    unit = "(?:" + "|".join(re.escape(w) + (f"(?!{guards[w]})" if guards.get(w) else "") for w in words) + ")"
    inner = f"{unit}(?:(?:/|每(?=立方|平方|公里|人|户|亩|公斤|天|月)){any_of(units['per']['words'])}){{0,2}}(?:[（(]{any_of(words)}[)）]次?)?"
    behind = any_of(w for k in ("more", "less", "about") for w in approx[k]["behind"])
    arabic = f"{ARABIC}(?:{SCALE}+(?:{ARABIC}{SCALE}+)*(?:(?<=[万亿])[1-9]\\d{{3}}(?![\\d.,，．%％年]))?)?"
    return re.compile(
        f"(?P<fraction>\\d+[/／]\\d+)(?![/／\\d年月])(?P<fbehind>{behind})?"
        f"|(?:(?P<arabic>{arabic})|(?P<zh>[{CHINESE}]+(?:点[{CHINESE}]+)?)(?:分之(?P<of>[{CHINESE}]+(?:点[{CHINESE}]+)?|{ARABIC}))?)"
        f"(?P<about>[余多]|来(?=[个家人名]))?(?:[ \\xa0](?=[万亿]))?(?P<scale>{SCALE}+)?(?P<about2>[余多])?"
        f"(?P<space>[ 　\\xa0\\n]?)(?P<unit>{inner})?(?P<behind>{behind})?"
    )


def _behind_numerals(units: Any) -> frozenset[str]:
    """What may stand behind Chinese numerals that count: the first characters of their units, and of what leads to one."""
    words = [word for unit in units["unit"] if unit.get("zh") for word in unit["words"]]
    return frozenset(word[0] for word in (*words, units["unitless"]["landmark"], *"点分余多来", *" \xa0\u3000\n"))


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


def _longest_first(*lists: list[str]) -> tuple[str, ...]:
    return tuple(sorted({word for words in lists for word in words}, key=lambda word: (-len(word), word)))


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


def _by_last(*lists: list[str]) -> dict[str, tuple[str, ...]]:
    """Endings by their last character, the longest first."""
    found: dict[str, list[str]] = {}
    for word in _longest_first(*lists):
        found.setdefault(word[-1], []).append(word)
    return {last: tuple(words) for last, words in found.items()}


def _names(entries: Any) -> dict[str, Any]:
    generic = entries["generic"]["words"]
    dependent = any_of([*entries["dependent"]["words"], *generic])
    return {
        "lead": re.compile(
            f"(?:{entries['lead']['base']}|{any_of(entries['lead']['words'])}|{entries['lead']['pattern']})+"
        ),
        "trail": _by_last(entries["trail"]["words"]),
        "keep": _by_last(entries["trail"]["keep"]),
        "move_ends": frozenset(entries["trail"]["move_ends"]),
        "move": re.compile(entries["trail"]["move"]),
        "done": _by_last(entries["trail"]["words"], entries["trail"]["done"]),
        "light": re.compile(f"(?:{any_of(entries['light']['words'])}|{entries['light']['pattern']})+"),
        "dependent": re.compile(f"(?:{dependent})*"),
        "inner": re.compile(any_of(entries["light"]["inner"])),
        "scope": re.compile(entries["scope"]["opens"] + any_of(entries["scope"]["words"])),
        "compound": re.compile(f"{any_of(generic)}{{2}}"),
        "generic": re.compile(any_of(generic)),
        "rates": _by_last(entries["ends"]["words"], entries["ends"]["rates"]),
        "ends": _by_last(entries["ends"]["words"]),
        "carry": re.compile(any_of(entries["carry"]["words"])),
        "over": frozenset(entries["carry"]["over"]),
        "objects": re.compile(entries["carry"]["objects"]),
        **_marks(entries["marks"]),
    }


def _marks(entry: Any) -> dict[str, Any]:
    patterns = ("titles", "asides", "predicate", "rate_next", "outcome", "split", "bare")
    return {
        **{name: entry[name] for name in ("part", "share", "rest", "outlay", "each", "same", "sum")},
        **{name: re.compile(entry[name]) for name in patterns},
        "sorts": tuple(entry["sorts"]),
        "noise": str.maketrans("", "", entry["noise"]),
    }
