"""What is set aside before two passages are compared: spacing, numbering, figures.

The patterns are data: ``masking.toml`` of the profile, each with its examples.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.profiles import Profile

FILE = "masking"
FIGURE = "0"
_BETWEEN = "\0"
"""Stands between texts that are brought to one width together; no mark is changed by it, nor it by any."""
_LINE = "\n"
"""Stands between plain texts, which hold no white space; patterns take its sides for a text's beginning and end."""
_CIRCLED = {0x2460 + i: f"({i + 1})" for i in range(20)}
_IS_CIRCLED = re.compile("[①-⑳]")
_WIDE = {chr(ord(sign) + 0xFEE0): sign for sign in ",;:()%!?"}
_QUOTES = {"“": '"', "”": '"', "‘": "'", "’": "'", "﹒": ".", "●": "·", "•": "·", "—": "-", "﹣": "-"}


@dataclass(frozen=True, eq=False)
class Masks:
    """The compiled patterns of a profile: numbering in front of a sentence, and figures; told apart by what they are."""

    marker: re.Pattern[str]
    figures: tuple[re.Pattern[str], ...]


@cache
def masks_of(profile: Profile) -> Masks:
    """Compile the patterns of a profile's ``masking.toml``."""
    data = profile.data[FILE]
    marker = "|".join(f"(?:{entry['pattern']})" for entry in data["marker"])
    # one after the other: an alternative of all would be tried at every character
    return Masks(re.compile(marker), tuple(_figure(entry["pattern"]) for entry in data["figure"]))


def _figure(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)


def even(text: str) -> str:
    """The text with one width and kind of each mark.

    >>> even("（一）“放管服”，１２％")
    '(一)"放管服",12%'
    """
    # NFKC does the same with wide marks; without them most texts need none of it, and it is slow
    return _replaced(unicodedata.normalize("NFKC", _replaced(_circles_opened(text), _WIDE)), _QUOTES)


def _circles_opened(text: str) -> str:
    return text.translate(_CIRCLED) if _IS_CIRCLED.search(text) else text


def _replaced(text: str, signs: Mapping[str, str]) -> str:
    # hot: str.translate asks its table for every character, a search for a sign is next to nothing
    for sign, other in signs.items():
        text = text.replace(sign, other)
    return text


def plain(text: str, masks: Masks) -> str:
    """The wording of a sentence: one width and kind of each mark, no spacing, no numbering in front.

    Two sentences with the same plain text say the same; whether the line is printed as （一） or (二) is no difference.
    """
    return _unnumbered(_unspaced(even(text)), masks)


def plains(texts: Sequence[str], masks: Masks) -> list[str]:
    """The plain wordings of several sentences, faster than one by one."""
    found = _unspaced(_evens(texts)).split(_BETWEEN)
    if len(found) != len(texts):  # none at all, or one that holds the sign between them
        return [plain(text, masks) for text in texts]
    return [_unnumbered(text, masks) for text in found]


def _evens(texts: Sequence[str]) -> str:
    """The texts with :func:`even` marks, with the sign between them."""
    text = _replaced(_circles_opened(_BETWEEN.join(texts)), _WIDE)
    if not unicodedata.is_normalized("NFKC", text):  # to look is quick, to do it is not: most sentences need none of it
        text = _BETWEEN.join([unicodedata.normalize("NFKC", part) for part in text.split(_BETWEEN)])
    return _replaced(text, _QUOTES)


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _unnumbered(text: str, masks: Masks) -> str:
    number = masks.marker.match(text)
    return text[number.end() :] if number and number.end() < len(text) else text


def without_figures(text: str, masks: Masks) -> str:
    """Plain text with each figure replaced by one 0, so that sentences that differ in figures only are equal."""
    for figure in masks.figures:
        text = figure.sub(FIGURE, text)
    return text


def without_figures_in(texts: Sequence[str], masks: Masks) -> list[str]:
    """The same for several plain texts, faster than one by one."""
    found = without_figures(_LINE.join(texts), masks).split(_LINE)
    return found if len(found) == len(texts) else [without_figures(text, masks) for text in texts]


def check(profile: Profile) -> list[str]:
    """Complaints about entries of ``masking.toml`` that don't do what their examples say."""
    complaints = []
    for kind in ("marker", "figure"):
        for entry in profile.data[FILE][kind]:
            pattern = entry["pattern"]
            masks = (
                Masks(re.compile(pattern), ()) if kind == "marker" else Masks(re.compile("(?!)"), (_figure(pattern),))
            )
            where = f"masking.toml, [[{kind}]] {entry['name']}"
            for text, wanted in entry["examples"]:
                if (got := without_figures(plain(text, masks), masks)) != plain(wanted, masks):
                    complaints.append(f"{where}: example {text} gives {got}, not {wanted}: mend the pattern")
            for text in entry["counterexamples"]:
                if (got := without_figures(plain(text, masks), masks)) != text:
                    complaints.append(f"{where}: counterexample {text} becomes {got}: narrow the pattern")
    return complaints
