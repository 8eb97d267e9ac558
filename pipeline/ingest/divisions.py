"""The dated table of administrative divisions: codes by name, names and parents by code."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.ingest.legibility import LONG, codes
from pipeline.profiles import Profile
from pipeline.spotting import Ints

PAIR_BITS = 18
"""Size of the table of pairs: few of a text's pairs fall on one of a name by chance."""
_PEOPLES = (
    "壮族|回族|维吾尔|(?<!内)蒙古族?|藏族|羌族|彝族|苗族|侗族|土家族|布依族|傣族|景颇族|白族|哈尼族|傈僳族|朝鲜族|哈萨克族?|满族|瑶族|黎族|畲族|仡佬族|水族|纳西族|拉祜族|佤族|布朗族|怒族|独龙族|普米族|"
    "撒拉族|土族|裕固族|东乡族|保安族|锡伯族?|塔吉克族?|柯尔克孜族?|达斡尔族|毛南族|仫佬族|各族"
)
_SUFFIX = re.compile(
    f"(?:(?:{_PEOPLES})*自治(?:区|州|县|旗)|特别行政区|左旗|右旗|(?<!.自治)(?:省|市|地区|盟|林区|新区|区|县|旗))$"
)


@dataclass(frozen=True)
class Division:
    """One place under one name, with the first and last year that a source lists it."""

    code: str
    name: str
    first: int
    last: int

    @property
    def level(self) -> str:
        """province, prefecture or county."""
        return "province" if self.code.endswith("0000") else "prefecture" if self.code.endswith("00") else "county"

    def distance(self, year: int | None) -> int:
        """Years between the year and the division's time under this name."""
        if year is None:
            return 0 if self.last == OPEN else 1
        return max(0, self.first - year, year - self.last)


OPEN = 9999


@dataclass(frozen=True, eq=False)
class Divisions:
    """The table, indexed."""

    by_code: dict[str, tuple[Division, ...]]
    by_name: dict[str, tuple[Division, ...]]
    by_short: dict[str, tuple[Division, ...]]
    starts: dict[str, tuple[str, ...]]
    """First two characters -> names (full and short) that begin so, longest first."""
    pairs: NDArray[np.bool_]
    """Hash of two characters -> whether a name may begin with them."""

    def parent(self, code: str) -> str | None:
        """The code one level up; a county straight under its province where there is no prefecture between."""
        if code.endswith("0000"):
            return None
        prefecture = code[:4] + "00"
        return prefecture if not code.endswith("00") and prefecture in self.by_code else code[:2] + "0000"

    def name(self, code: str, year: int | None) -> str:
        """What the place was called in the year, or in the nearest year known."""
        return min(self.by_code[code], key=lambda d: (d.distance(year), -d.first)).name

    def above(self, code: str) -> list[str]:
        """Codes of the places around it, the nearest first."""
        found = []
        while (parent := self.parent(code)) is not None:
            found.append(parent)
            code = parent
        return found

    def named(self, name: str, year: int | None) -> list[Division]:
        """Places of that full name, one a code; where some bore it in the year, only those."""
        return _nearest(self.by_name.get(name, ()), year)

    def called(self, short: str, year: int | None) -> list[Division]:
        """Places of that short name (without 省, 市, 县, 区), one a code."""
        return _nearest(self.by_short.get(short, ()), year)

    def mentions(self, text: str) -> Iterable[tuple[int, str]]:
        """(place, name) of every name in the text, the longest where several begin."""
        end = 0
        for position in self._beginnings(text):
            if position >= end:
                begun = self.starts.get(text[position : position + 2], ())
                hit = next((name for name in begun if text.startswith(name, position)), "")
                if hit:
                    yield position, hit
                    end = position + len(hit)

    def _beginnings(self, text: str) -> Iterable[int]:
        """The places at which a name may begin, by a hash of its first two characters."""
        if len(text) < LONG:
            return range(len(text) - 1)
        found = codes(text)
        places: list[int] = np.flatnonzero(self.pairs[_pair_hash(found[:-1], found[1:])]).tolist()
        return places


def _nearest(rows: Sequence[Division], year: int | None) -> list[Division]:
    best: dict[str, Division] = {}
    for row in rows:
        if row.code not in best or row.distance(year) < best[row.code].distance(year):
            best[row.code] = row
    closest = min((row.distance(year) for row in best.values()), default=0)
    # sources are a year or two apart: a place renamed just then keeps both names for a while
    return [row for row in best.values() if row.distance(year) <= max(2, closest)]


def short_name(name: str) -> str:
    """The name without its kind.

    >>> [short_name(n) for n in ("盐田区", "内蒙古自治区", "恩施土家族苗族自治州", "城区")]
    ['盐田', '内蒙古', '恩施', '城区']
    """
    short = _SUFFIX.sub("", name)
    return short if len(short) >= 2 else name


def brief_name(name: str) -> str:
    """The name of an autonomous place as it is called for short, with its kind.

    >>> [brief_name(n) for n in ("恩施土家族苗族自治州", "积石山保安族东乡族撒拉族自治县", "盐田区")]
    ['恩施州', '积石山县', '']
    """
    return short_name(name) + name[-1] if re.search("自治[州县旗]$", name) else ""


def divisions(profile: Profile) -> Divisions:
    """The table of the profile."""
    return _table_of(profile)


@lru_cache(maxsize=8)
def _table_of(profile: Profile) -> Divisions:
    return _table(profile.lists["divisions"])


@lru_cache(maxsize=2)
def _table(rows: tuple[str, ...]) -> Divisions:
    code: dict[str, list[Division]] = defaultdict(list)
    name: dict[str, list[Division]] = defaultdict(list)
    short: dict[str, list[Division]] = defaultdict(list)
    starts: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        division = parse_row(row)
        code[division.code].append(division)
        name[division.name].append(division)
        short[short_name(division.name)].append(division)
        if brief := brief_name(division.name):
            name[brief].append(division)
    for known in sorted({*name, *short}, key=lambda n: (-len(n), n)):
        starts[known[:2]].append(known)
    begun = {key: tuple(found) for key, found in starts.items()}
    return Divisions(_frozen(code), _frozen(name), _frozen(short), begun, _pairs(begun))


def _pairs(starts: Iterable[str]) -> NDArray[np.bool_]:
    pairs = np.zeros(1 << PAIR_BITS, dtype=np.bool_)
    first, second = codes("".join(pair for pair in starts if len(pair) == 2)).reshape(-1, 2).T
    pairs[_pair_hash(first, second)] = True
    return pairs


def _pair_hash(first: Ints, second: Ints) -> Ints:
    found: Ints = ((first << 5) ^ (second * 40503)) & ((1 << PAIR_BITS) - 1)
    return found


def _frozen(index: dict[str, list[Division]]) -> dict[str, tuple[Division, ...]]:
    return {key: tuple(found) for key, found in index.items()}


def parse_row(row: str) -> Division:
    """One line of ``divisions.txt``. Raises ``ValueError``."""
    code, name, first, *last = row.split("\t")
    if not re.fullmatch(r"\d{6}", code):
        raise ValueError(f"{row!r}: the code has not six digits")
    return Division(code, name, int(first), int(last[0]) if last else OPEN)
