"""How legible text is: the share of its Chinese characters that are common in official prose.

Right text has 35 to 60 common characters in 100 Chinese ones; text decoded the wrong way, or a PDF's text layer of
wrong glyphs, has hardly any.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.profiles import Profile
from pipeline.spotting import Ints, codes_of

_CHINESE = re.compile("[\u3400-\u9fff\ue000-\uf8ff\U00020000-\U0010ffff]+")
ILLEGIBLE = 0.22
"""Below this share of common characters, text is taken for garbled."""
LONG = 400
"""Characters from which a look-up in a table costs less than a pattern."""
KEPT = 1_000_000
"""Characters up to which a text's code points are kept for a while."""
_CHINESE_BIT, _COMMON_BIT, _LOST_BIT = 1, 2, 4


@lru_cache(maxsize=4)
def _characters(simplified: str, traditional: str) -> frozenset[str]:
    return frozenset((simplified + traditional).replace("\n", ""))


def common_characters(profile: Profile) -> frozenset[str]:
    """The characters that official prose is mostly made of."""
    data: Any = profile.data["characters"]
    return _characters(data["frequent"], data["frequent_traditional"])


def is_chinese(char: str) -> bool:
    """A Chinese character (extension planes and private use included, since garbled text is full of them)."""
    return "\u3400" <= char <= "\u9fff" or "\ue000" <= char <= "\uf8ff" or char >= "\U00020000"


def chinese(text: str) -> str:
    """The Chinese characters of a text, without what stands between them.

    >>> chinese("2021年，abc法")
    '年法'
    """
    return "".join(_CHINESE.findall(text))


def chinese_count(text: str) -> int:
    """Number of Chinese characters.

    >>> chinese_count("2021年，abc")
    1
    """
    return len(chinese(text)) if len(text) < LONG else _count_in_long(text)


@lru_cache(maxsize=4)
def _count_in_long(text: str) -> int:
    return int(np.count_nonzero(_kinds(frozenset())[codes(text)] & _CHINESE_BIT))


def chinese_counts(texts: Sequence[str]) -> list[int]:
    """:func:`chinese_count` of each of many texts, none of them empty, at once."""
    if not texts:
        return []
    starts = np.cumsum([0, *map(len, texts[:-1])])
    found = _kinds(frozenset())[codes_of("".join(texts))] & _CHINESE_BIT
    counts: list[int] = np.add.reduceat(found, starts, dtype=np.int64).tolist()
    return counts


def legibility(text: str, common: frozenset[str]) -> float:
    """Share of common ones among the Chinese characters (replacement characters count as uncommon); 1 without any."""
    kinds = _kinds(common)[codes(text)]
    known = np.count_nonzero(kinds & _COMMON_BIT)
    every = np.count_nonzero(kinds & (_CHINESE_BIT | _LOST_BIT))
    return float(known / every) if every else 1.0


def codes(text: str) -> Ints:
    """The code points of a text, not to be written to; as wide as places in a table are, by which look-ups are twice as quick."""
    # a report's text is asked for several times in turn; larger ones are not worth the room
    return _kept_codes(text) if len(text) <= KEPT else codes_of(text).astype(np.int64)


@lru_cache(maxsize=4)
def _kept_codes(text: str) -> Ints:
    return codes_of(text).astype(np.int64)


def count_of(characters: str, text: str) -> int:
    """How many characters of a text are among these."""
    return int(np.count_nonzero(_members(characters)[codes(text)]))


@lru_cache(maxsize=8)
def _members(characters: str) -> NDArray[np.bool_]:
    members = np.zeros(0x110000, dtype=np.bool_)
    members[[ord(char) for char in characters]] = True
    return members


@lru_cache(maxsize=4)
def _kinds(common: frozenset[str]) -> NDArray[np.uint8]:
    """For each code point, whether it is a Chinese character, a common one among them, or the mark of a lost one."""
    kinds = np.zeros(0x110000, dtype=np.uint8)
    for first, last in ((0x3400, 0x9FFF), (0xE000, 0xF8FF), (0x20000, 0x10FFFF)):
        kinds[first : last + 1] |= _CHINESE_BIT
    kinds[[ord(char) for char in common if is_chinese(char)]] |= _COMMON_BIT
    kinds[0xFFFD] |= _LOST_BIT
    return kinds
