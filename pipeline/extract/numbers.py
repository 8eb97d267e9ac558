"""Numerals to exact decimals: Arabic, full-width, Chinese, with thousands separators and 万 亿 multipliers.

Only :class:`decimal.Decimal` is used, never a float, so that what is written is what is read. Every reader takes time
linear in its input: a numeral longer than :data:`LONGEST` characters is nobody's count and is refused at once.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import lru_cache

EXACT = Context(prec=120)
LONGEST = 40
SCALES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
FINANCIAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億貳兩", "一二三四五六七八九十百千万亿二两")
_PLAIN = str.maketrans({"，": None, ",": None, "．": ".", "\u2009": None, "\xa0": None, " ": None})
_PIECE = re.compile(r"([\d.,，． \u2009\xa0]+)([十百千万亿]*)")


def read_arabic(text: str) -> Decimal | None:
    """Read digits with thousands separators, in half or full width.

    >>> read_arabic("１，２３４．５")
    Decimal('1234.5')
    """
    if len(text) > LONGEST:
        return None
    plain = text.translate(_PLAIN)
    return Decimal(plain) if plain.count(".") <= 1 and plain.strip(".") else None


@lru_cache(1024)
def scale(marks: str) -> Decimal:
    """The power of ten that a run of multipliers stands for.

    >>> scale("万亿")
    Decimal('1E+12')
    """
    return Decimal(1).scaleb(sum(SCALES[mark] for mark in marks), EXACT)


@lru_cache(1 << 12)
def read_mixed(text: str) -> Decimal | None:
    """Read Arabic digits with multipliers between and behind them.

    >>> read_mixed("1亿2000万")
    Decimal('120000000')
    """
    if len(text) > LONGEST:
        return None
    if text.isdecimal():
        return Decimal(text)
    total = Decimal(0)
    for digits, marks in _PIECE.findall(text):
        part = read_arabic(digits)
        if part is None:
            return None
        total = EXACT.add(total, EXACT.multiply(part, scale(marks)))
    return total


def read_chinese(text: str) -> Decimal | None:
    """Read a Chinese numeral; None where the characters make none (百百, 三四).

    >>> read_chinese("一百零五"), read_chinese("两万三千"), read_chinese("三点一四"), read_chinese("三四")
    (Decimal('105'), Decimal('23000'), Decimal('3.14'), None)
    """
    if not text or len(text) > LONGEST:
        return None
    whole, point, fraction = text.translate(FINANCIAL).partition("点")
    number = _read_whole(whole) if whole else None
    if number is None or (point and not (fraction and all(c in DIGITS for c in fraction))):
        return None
    tail = "".join(str(DIGITS[c]) for c in fraction)
    return Decimal(f"{number}.{tail}") if tail else Decimal(number)


def _read_whole(text: str) -> int | None:
    if all(c in DIGITS for c in text):
        return _read_digits(text)
    total = section = 0
    digit: int | None = None
    room = 4  # the next small mark must stand for less than 10**room: 百千 is no numeral
    last = 0  # the mark read last, for 三千五 = 3500
    for c in text:
        if c in DIGITS:
            if digit:
                return None
            digit = DIGITS[c]
            if digit == 0:
                last = 0
        elif SCALES[c] < 4:
            if SCALES[c] >= room:
                return None
            room = last = SCALES[c]
            section += (1 if digit is None else digit) * 10 ** SCALES[c]
            digit = None
        else:
            section += digit or 0
            if not section and not total and c != text[0]:
                return None
            total = _lift(total, section, SCALES[c], c == text[0])
            section, digit, room, last = 0, None, 4, SCALES[c]
    if digit and last > 1:
        digit *= 10 ** (last - 1)
    return total + section + (digit or 0)


def _lift(total: int, section: int, power: int, bare: bool) -> int:
    """Apply 万 or 亿: to the section before it, and for 亿 to all that stands before it (三万亿)."""
    if bare:
        return int(10**power)
    if power == 8 and total < 10**8:
        return int((total + section) * 10**8)
    if power == 4 and total >= 10**8:
        return int(total + section * 10**4)
    return int((total + section) * 10**power)


def _read_digits(text: str) -> int | None:
    """Digits read off one by one (二〇二〇); two in a row are a guess (三四个), not a number."""
    if len(text) == 1:
        return DIGITS[text]
    if len(text) == 2 and "〇" not in text and "零" not in text:
        return None
    return int("".join(str(DIGITS[c]) for c in text))


def plain(value: Decimal) -> str:
    """The shortest decimal notation of an exact value, without exponent.

    >>> plain(Decimal("3.20657E+11")), plain(Decimal("10.0"))
    ('320657000000', '10')
    """
    written = str(value)
    if written.isdecimal():
        return written
    return format(EXACT.normalize(value), "f") if value else "0"
