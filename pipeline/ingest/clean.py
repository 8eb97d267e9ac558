"""Text clean-up: small steps from text to text, in the order of the table ``STEPS`` at the end.

None of them changes what the text says; what can't be decided from the text alone is left for ``garbled`` and
``twice`` to mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.ingest.legibility import codes
from pipeline.ingest.wraps import apart, unwrapped
from pipeline.profiles import Profile

Step = Callable[[str], str]

_BREAKS = "\u2028\u2029\x0b\x0c\x85"
_UNSEEN = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\ufe00-\ufe0f\x00-\x08\x0e-\x1f\x7f"
_BLANKS = "\u00a0\u2000-\u200a\u202f\u205f"
_LOOK_ALIKES = "\u2e3a\u2e3b\u2f00-\u2fdf\u2e80-\u2ef3\uf900-\ufaff"
_WIDE = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
ODD = re.compile(f"[\r{_BREAKS}{_UNSEEN}{_BLANKS}{_LOOK_ALIKES}{_WIDE}{_TONED}]")
"""Any character that the steps for single characters are about; most texts have none (see :func:`_odd`)."""
_LINE_ENDS = re.compile(f"\r\n?|[{_BREAKS}]")
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
_SPACES = re.compile(f"[{_BLANKS}]")
_EACH_BLANK = [chr(code) for code in range(0xA0, 0x2060) if _SPACES.match(chr(code))]
_COMPATIBLE = re.compile(f"[{_LOOK_ALIKES}]")
_FULL_WIDTH = re.compile(f"[{_WIDE}]")
_SPACED_YEAR = re.compile(r"(?<![\d ])([12]) ?([09]) ?(\d) ?(\d) ?(?=年)")
_SPACED_TITLE = re.compile(r"^(?:[\u4e00-\u9fff\d（）()〇]{1,2}[ \u3000]{1,6}){3,}[\u4e00-\u9fff\d（）()]{1,2}$")
_SPACED_START = re.compile(r"^(?:[\u4e00-\u9fff][ \u3000]{1,3}){2,}(?=[\u4e00-\u9fff\d])")
_TONE = re.compile(f"[{_TONED}]")
_PINYIN = re.compile(
    f"(?<=[\u4e00-\u9fff])(?:[（(]? ?(?<![A-Za-z])[a-zü]{{0,4}}[{_TONED}][a-zü]{{0,3}}(?![A-Za-z]) ?[)）]?)+"
)
_PADDING = " \t\u3000"


def line_ends(text: str) -> str:
    r"""One line feed behind each line.

    >>> line_ends("a\r\nb\rc")
    'a\nb\nc'
    """
    return _LINE_ENDS.sub("\n", text)


def invisible(text: str) -> str:
    """Drop zero-width and control characters.

    >>> invisible("法\u200b治")
    '法治'
    """
    return _INVISIBLE.sub("", text)


def spaces(text: str) -> str:
    """Odd blanks become plain ones.

    >>> spaces("法\u00a0治")
    '法 治'
    """
    return _SPACES.sub(" ", text) if any(blank in text for blank in _EACH_BLANK) else text


def full_width(text: str) -> str:
    """Full-width digits and letters become plain ones; punctuation stays.

    >>> full_width("２０２１年，ＧＤＰ增长５％")
    '2021年，GDP增长5％'
    """
    return _FULL_WIDTH.sub(lambda m: chr(ord(m[0]) - 0xFEE0), text)


def radicals(table: Mapping[str, str]) -> Step:
    """Kangxi radicals and other look-alikes become the characters they stand for.

    >>> radicals({})("\u2f00\u4e2a")
    '一个'
    """

    def step(text: str) -> str:
        return _COMPATIBLE.sub(lambda m: table.get(m[0]) or unicodedata.normalize("NFKC", m[0]), text)

    return step


def letter_spacing(text: str) -> str:
    r"""Close up spaced years and lines that are spaced throughout.

    >>> letter_spacing("政 府 工 作 报 告\n1 9 9 8 年，共 3 件")
    '政府工作报告\n1998年，共 3 件'
    """
    lines = (_closed(line) if " " in line or "\u3000" in line.strip(_PADDING) else line for line in text.split("\n"))
    return "\n".join(lines)


def _closed(line: str) -> str:
    bare = line.strip(_PADDING)
    if len(bare) < 200 and _SPACED_TITLE.match(bare) and not re.fullmatch(r"[\d\s]+", bare):
        return re.sub(r"\s", "", bare)
    if len(bare) < 60 and (start := _SPACED_START.match(bare)):
        bare = re.sub(r"\s", "", start[0]) + bare[start.end() :]
        return _SPACED_YEAR.sub(r"\1\2\3\4", bare)
    return _SPACED_YEAR.sub(r"\1\2\3\4", line)


def pinyin(text: str) -> str:
    """Drop readings with tone marks that stand among the characters.

    >>> pinyin("法(fǎ)治(zhì)政府 zhèng fǔ 建设，café")
    '法治政府建设，café'
    """
    return _PINYIN.sub("", text) if _TONE.search(text) else text


def trimmed(text: str) -> str:
    r"""One paragraph a line: without padding around it, without blank lines.

    >>> trimmed("　　一、甲\n\n  乙 ")
    '一、甲\n乙'
    """
    lines = (line.strip(_PADDING) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def steps(profile: Profile) -> tuple[Step, ...]:
    """The steps in order: first those for single characters, then those for lines."""
    return (*character_steps(profile), letter_spacing, apart, unwrapped, trimmed)


def character_steps(profile: Profile) -> tuple[Step, ...]:
    """The steps that change nothing in a text without odd characters."""
    return (line_ends, spaces, invisible, radicals(profile.data["characters"]["radicals"]), full_width, pinyin)


@cache
def _odd() -> NDArray[np.bool_]:
    """For each code point, whether it is one of :data:`ODD`: a text's characters are looked up faster than searched."""
    found = np.zeros(0x110000, dtype=np.bool_)
    found[[code for code in range(0x10000) if ODD.match(chr(code))]] = True
    return found


def clean(text: str, profile: Profile) -> str:
    """Run all steps that can matter."""
    every = steps(profile)
    for step in every if _odd()[codes(text)].any() else every[len(character_steps(profile)) :]:
        text = step(text)
    return text
