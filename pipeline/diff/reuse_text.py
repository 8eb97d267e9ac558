"""A report's text as reuse sees it: letters only, with names of its own place, kinds of places and figures masked."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.diff.shingles import Hashes, shingle_hashes
from pipeline.profiles import Profile
from pipeline.spotting import codes_of

FILE = "reuse"
WIDTH = 7
"""Characters of a shingle."""
REACH = 120
"""Characters around a word of a set phrase in which the phrase is looked for."""
WORDING = 13
"""Least characters to a figure in a sentence: below that it is a list of figures."""
_DIGIT, _POINT, _END = 1, 2, 3
FIGURE, _KIND, _PLACE = ord("0"), ord("区"), 0xE000
BREAK = 0x200000
"""Codes from here on stand for characters of a set phrase: each is like no other."""
_SUFFIX = re.compile("(?:自治区|自治州|自治县|自治旗|地区|新区|[省市州盟区县旗镇乡])$")


@dataclass(frozen=True)
class Masked:
    """The masked characters, and where each stands in the report's text."""

    characters: NDArray[np.uint32]
    origin: NDArray[np.int32]

    def shingles(self) -> Hashes:
        """Hashes of all shingles, by where they start in ``characters``."""
        return shingle_hashes(self.characters, WIDTH)


def masked(text: str, names: Sequence[str], profile: Profile, headings: Iterable[tuple[int, int]] = ()) -> Masked:
    """The letters of a text; each name one sign, each run of numerals one sign, each kind of place one sign.

    Set phrases, headings and sentences that list figures are like nothing elsewhere: they read alike every year.
    """
    found = _clipped(text)
    table = _table(profile)
    mapped = table.masked[found]
    if pattern := _either(tuple(names)):
        for hit in pattern.finditer(text):
            mapped[hit.start() : hit.end()] = 0
            mapped[hit.start()] = _PLACE
    aside = _lists_of_figures(table.kind[found])
    for start, end in (*set_phrases(text, profile), *headings):
        aside[start:end] = True
    unlike = BREAK + (zlib.crc32(text.encode("utf-8", "surrogatepass")) & 0xFFFFFFF)  # each text has its own start
    where = np.flatnonzero(aside & (mapped != 0))
    mapped[where] = where.astype(np.uint32) + np.uint32(unlike)
    origin = np.flatnonzero(mapped)
    kept = mapped[origin]
    figure = kept == FIGURE
    single = np.ones(len(kept), dtype=bool)
    single[1:] = ~(figure[1:] & figure[:-1])
    return Masked(kept[single], origin[single].astype(np.int32))


def _clipped(text: str) -> NDArray[np.uint16]:
    """Character codes as far as tables tell them: those beyond 16 bits as the last."""
    pairs = text.encode("utf-16-le", "surrogatepass")
    if len(pairs) == 2 * len(text):
        return np.frombuffer(pairs, dtype=np.uint16)
    return np.minimum(codes_of(text), 0xFFFF).astype(np.uint16)


def _lists_of_figures(kind: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """The characters of sentences with more than one figure in ``WORDING`` characters (收到0件，受理0件，审结0件)."""
    aside = np.zeros(len(kind), dtype=bool)
    digits = np.flatnonzero(kind == _DIGIT)
    # a figure starts where no digit is in front, nor a point with a digit in front
    behind = np.r_[np.uint8(0), np.uint8(0), kind][digits[:, None] + np.arange(2)]
    starts = digits[(behind[:, 1] != _DIGIT) & ~((behind[:, 1] == _POINT) & (behind[:, 0] == _DIGIT))]
    borders = np.r_[0, np.flatnonzero(kind == _END) + 1, len(kind)]
    figures = np.diff(np.searchsorted(starts, borders))
    for at in np.flatnonzero((figures > 2) & (figures * WORDING > np.diff(borders))).tolist():
        aside[borders[at] : borders[at + 1]] = True
    return aside


def names_of(region: str, parents: Sequence[str] = ()) -> list[str]:
    """How a place and those above it may be called: 云岭县, 云岭; longest first.

    >>> names_of("云岭县", ["平江市"])
    ['云岭县', '平江市', '云岭', '平江']
    """
    full = [name for name in (region, *parents) if len(name) >= 2 and name != "unknown"]
    short = [_SUFFIX.sub("", name) for name in full]
    return sorted(dict.fromkeys([*full, *(s for s in short if len(s) >= 2)]), key=lambda n: -len(n))


def parents_of(code: str | None, profile: Profile) -> list[str]:
    """Names of the places above a code, by the table of divisions."""
    if not code:
        return []
    named = _divisions(profile)
    return [named[above] for above in (f"{code[:4]}00", f"{code[:2]}0000") if above != code and above in named]


@cache
def _divisions(profile: Profile) -> Mapping[str, str]:
    rows = (line.split("\t") for line in profile.lists.get("divisions", ()))
    return {row[0]: row[1] for row in rows if len(row) > 1 and row[0].endswith("00")}


@lru_cache(4096)
def _either(names: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(map(re.escape, names))) if names else None


class _Tables(NamedTuple):
    """By character code: the masked code, 0 for what is left out (spaces and marks); and the kind of sign."""

    masked: NDArray[np.uint32]
    kind: NDArray[np.uint8]


@cache
def _table(profile: Profile) -> _Tables:
    data = profile.data[FILE]
    table = np.array([code if chr(code).isalnum() else 0 for code in range(0x10000)], dtype=np.uint32)
    for wide in range(0xFF10, 0xFF5B):
        table[wide] = table[wide - 0xFEE0]
    for kind in data["kinds"]:
        table[ord(kind)] = _KIND
    for numeral in (*data["numerals"], *"０１２３４５６７８９％"):
        table[ord(numeral)] = FIGURE
    kinds = np.zeros(0x10000, dtype=np.uint8)
    for sign, signs in ((_DIGIT, "0123456789０１２３４５６７８９"), (_POINT, ".,．"), (_END, "。！？\n")):
        kinds[[ord(c) for c in signs]] = sign
    return _Tables(table, kinds)


def set_phrases(text: str, profile: Profile) -> Iterator[tuple[int, int]]:
    """Where set phrases stand; a phrase with ``near`` words is looked for around these only, since they are rare.

    One that opens with one of the words of ``opening`` is tried where these stand: elsewhere it cannot start.
    """
    for pattern, near, opening in _formulas(profile):
        if opening is not None:
            yield from _opened(text, pattern, opening)
        elif near is None:
            yield from (hit.span() for hit in pattern.finditer(text))
        else:
            yield from _around(text, pattern, near)


def _around(text: str, pattern: re.Pattern[str], near: Sequence[str]) -> Iterator[tuple[int, int]]:
    done = 0
    for start, end in sorted(_stand(text, near)):
        for hit in pattern.finditer(text, max(done, start - REACH), end + REACH):
            done = hit.end()
            yield hit.span()


def _stand(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where words stand; nothing finds them faster than one by one, since most stand nowhere."""
    for word in words:
        at = text.find(word)
        while at >= 0:
            yield at, at + len(word)
            at = text.find(word, at + len(word))


def _opened(text: str, pattern: re.Pattern[str], opening: Sequence[str]) -> Iterator[tuple[int, int]]:
    done = 0
    for start, _ in sorted(_stand(text, opening)):
        if start >= done and (hit := pattern.match(text, start)):
            done = hit.end()
            yield hit.span()


Formula = tuple[re.Pattern[str], Sequence[str] | None, Sequence[str] | None]
"""A set phrase, its ``near`` words, its ``opening`` words."""


@cache
def _formulas(profile: Profile) -> list[Formula]:
    entries = profile.data[FILE]["formula"]
    return [(re.compile(e["pattern"]), e.get("near"), e.get("opening")) for e in entries]


def check(profile: Profile) -> list[str]:
    """Complaints about set phrases of ``reuse.toml`` that miss an example or take a counterexample."""
    complaints = []
    for entry, (pattern, near, opening) in zip(profile.data[FILE]["formula"], _formulas(profile), strict=True):
        where = f"reuse.toml, [[formula]] {entry['name']}"
        missed = [t for t in entry["examples"] if not pattern.search(t)]
        far = [t for t in entry["examples"] if near and not any(word in t for word in near)]
        shut = [t for t in entry["examples"] if opening and not any(_opened(t, pattern, opening))]
        taken = [t for t in entry["counterexamples"] if pattern.search(t)]
        complaints += [f"{where}: not found in example {t}: widen the pattern" for t in missed]
        complaints += [f"{where}: example {t} holds none of the words of near: add one" for t in far]
        complaints += [f"{where}: example {t} does not open with a word of opening: add it" for t in shut]
        complaints += [f"{where}: found in counterexample {t}: narrow the pattern" for t in taken]
    return complaints
