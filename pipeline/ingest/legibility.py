"""How legible text is: the share of its Chinese characters that are common in official prose.

Right text has 35 to 60 common characters in 100 Chinese ones; text decoded the wrong way, or a PDF's text layer of
wrong glyphs, has hardly any.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from pipeline.profiles import Profile

_CHINESE = re.compile("[\u3400-\u9fff\ue000-\uf8ff\U00020000-\U0010ffff]+")
ILLEGIBLE = 0.22
"""Below this share of common characters, text is taken for garbled."""


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
    return len(chinese(text))


def legibility(text: str, common: frozenset[str]) -> float:
    """Share of common ones among the Chinese characters (replacement characters count as uncommon); 1 without any."""
    read = chinese(text)
    known = sum(map(common.__contains__, read))
    every = len(read) + text.count("\ufffd")
    return known / every if every else 1.0
