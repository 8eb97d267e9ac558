"""List numbers as Word prints them: a count in a number format to its text."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


def chinese(n: int, digits: str = _DIGITS, units: str = "十百千", short_ten: bool = True) -> str:
    """Counting numerals up to 9999.

    >>> [chinese(n) for n in (1, 10, 11, 20, 21, 105, 110)]
    ['一', '十', '十一', '二十', '二十一', '一百〇五', '一百一十']
    """
    if not 0 < n < 10000:
        return str(n)
    text, zero = "", False
    for power in (3, 2, 1, 0):
        digit = n // 10**power % 10
        if digit:
            text += (digits[0] if zero else "") + digits[digit] + (units[power - 1] if power else "")
            zero = False
        elif text:
            zero = True
    return text[1:] if short_ten and 10 <= n < 20 else text


def roman(n: int) -> str:
    """Roman numerals.

    >>> roman(14)
    'XIV'
    """
    out = ""
    for value, sign in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
                        (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):  # fmt: skip
        out += sign * (n // value)
        n %= value
    return out


def letters(n: int) -> str:
    """A, B, ... Z, AA, BB, as Word counts."""
    return chr(64 + (n - 1) % 26 + 1) * ((n - 1) // 26 + 1) if n > 0 else ""


def circled(n: int) -> str:
    """①, ② ... up to 50, then plain."""
    if 1 <= n <= 20:
        return chr(0x2460 + n - 1)
    if 21 <= n <= 35:
        return chr(0x3251 + n - 21)
    return chr(0x32B1 + n - 36) if 36 <= n <= 50 else str(n)


def _with_ling(n: int) -> str:
    return chinese(n, short_ten=True).replace("〇", "零")


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "decimalFullWidth": str,
    "decimalFullWidth2": str,
    "decimalHalfWidth": str,
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "decimalEnclosedFullstop": lambda n: chr(0x2488 + n - 1) if 0 < n <= 20 else str(n),
    "decimalEnclosedParen": lambda n: chr(0x2474 + n - 1) if 0 < n <= 20 else str(n),
    "numberInDash": lambda n: f"- {n} -",
    "zeros1": lambda n: f"{n:02}",
    "zeros2": lambda n: f"{n:03}",
    "zeros3": lambda n: f"{n:04}",
    "chineseCounting": chinese,
    "chineseCountingThousand": _with_ling,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": _with_ling,
    "japaneseCounting": chinese,
    "japaneseDigitalTenThousand": lambda n: "".join(_DIGITS[int(d)] for d in str(n)),
    "ideographDigital": lambda n: "".join(_DIGITS[int(d)] for d in str(n)),
    "taiwaneseDigital": lambda n: "".join(_DIGITS[int(d)] for d in str(n)),
    "chineseLegalSimplified": lambda n: chinese(n, _LEGAL, "拾佰仟", short_ten=False),
    "ideographLegalTraditional": lambda n: chinese(n, "零壹貳參肆伍陸柒捌玖", "拾佰仟", short_ten=False),
    "japaneseLegal": lambda n: chinese(n, "零壱弐参四伍六七八九", "拾百阡", short_ten=False),
    "ideographTraditional": lambda n: _STEMS[n - 1] if 0 < n <= 10 else str(n),
    "ideographZodiac": lambda n: _BRANCHES[n - 1] if 0 < n <= 12 else str(n),
    "ideographEnclosedCircle": lambda n: chr(0x3280 + n - 1) if 0 < n <= 10 else str(n),
    "upperLetter": letters,
    "lowerLetter": lambda n: letters(n).lower(),
    "upperRoman": roman,
    "lowerRoman": lambda n: roman(n).lower(),
    "none": lambda n: "",
    "bullet": lambda n: "",
}


def numeral(n: int, number_format: str) -> str:
    """The count in a Word number format; plain digits for a format not known."""
    return FORMATS.get(number_format, str)(n)
