"""A report's text as reuse sees it: letters only, with names of its own place, kinds of places and figures masked."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.diff import kernels
from pipeline.diff.shingles import Hashes
from pipeline.profiles import Profile
from pipeline.spotting import codes_of

FILE = "reuse"
WIDTH = 7
"""Characters of a shingle."""
WORDING = 13
"""Least characters to a figure in a sentence: below that it is a list of figures."""
DIGIT, POINT, END = 1, 2, 3
FIGURE, _KIND, PLACE = ord("0"), ord("区"), 0xE000
LISTED, LISTS = 0x10000, 0xE0000
"""Codes from the first on, so many, stand for characters of a list of figures together with the figure in front."""
BREAK = 0x200000
"""Codes from here on stand for characters of a set phrase: each is like no other."""
Span = tuple[int, int]
"""Where something starts in a text and where it ends."""
_SUFFIX = re.compile("(?:自治区|自治州|自治县|自治旗|地区|新区|[省市州盟区县旗镇乡])$")


@dataclass(frozen=True)
class Masked:
    """The masked characters, and where each stands in the report's text.

    ``shingles``: hashes of all shingles, by where they start in ``characters``; ``anchors``: where those start that are
    the least of a window (see :mod:`pipeline.diff.reuse_anchors`).
    """

    characters: NDArray[np.uint32]
    origin: NDArray[np.int32]
    shingles: Hashes
    anchors: NDArray[np.int64]


def masked(text: str, names: Sequence[str], profile: Profile, read_alike: Iterable[Span] = ()) -> Masked:
    """The letters of a text; each name one sign, each run of numerals one sign, each kind of place one sign.

    What reads alike every year (set phrases, headings) is like nothing elsewhere; sentences that list figures are like those
    with the same figures only.
    """
    codes, table = _clipped(text), _table(profile)
    named, alike = list(_named(text, names)), list(read_alike)
    spans = np.array([*named, *alike], dtype=np.int64).reshape(-1, 2)
    unlike = BREAK + (zlib.crc32(text.encode("utf-8", "surrogatepass")) & 0xFFFFFFF)  # each text has its own start
    size = len(codes)
    sizes = np.array([size, len(named), len(alike), unlike, 0], dtype=np.int64)
    characters, origin = np.empty(size, dtype=np.uint32), np.empty(size, dtype=np.int32)
    mixed, shingles = np.empty((2, size), dtype=np.uint64)
    aside, anchors = np.zeros(size, dtype=np.uint8), np.empty(size, dtype=np.int64)
    many = kernels.kernel("look")(
        sizes, codes, table.masked, table.kind, spans, aside, characters, origin, mixed, shingles, anchors
    )
    # copies, since many texts are held at once
    return Masked(characters[:many].copy(), origin[:many].copy(), shingles[: max(many - WIDTH + 1, 0)].copy(),
                  anchors[: sizes[4]].copy())  # fmt: skip


def _clipped(text: str) -> NDArray[np.uint16]:
    """Character codes as far as tables tell them: those beyond 16 bits as the last."""
    pairs = text.encode("utf-16-le", "surrogatepass")
    if len(pairs) == 2 * len(text):
        return np.frombuffer(pairs, dtype=np.uint16)
    return np.minimum(codes_of(text), 0xFFFF).astype(np.uint16)


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


def _named(text: str, names: Sequence[str]) -> Iterator[Span]:
    """Where one of the names stands, the first of them that does at a place."""
    done = 0
    for start in sorted({at for opening in {name[:2] for name in names} for at in _stand(text, opening)}):
        name = next((name for name in names if text.startswith(name, start)), "") if start >= done else ""
        if name:
            done = start + len(name)
            yield start, done


def _stand(text: str, word: str) -> Iterator[int]:
    """Where a word stands; nothing finds the places of few words faster than one by one."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


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
    for sign, signs in ((DIGIT, "0123456789０１２３４５６７８９"), (POINT, ".,．"), (END, "。！？\n")):
        kinds[[ord(c) for c in signs]] = sign
    return _Tables(table, kinds)
