"""Dates as pages and reports write them, to ISO 8601."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

_DIGIT = str.maketrans("〇零一二三四五六七八九○Ｏ0", "00123456789000")
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s?(?:年|[-/.])\s?(\d{1,2})\s?(?:月|[-/.])\s?(\d{1,2})(?!\d)|(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)"
)
_CHINESE_DATE = re.compile(
    r"([二一][〇零○Ｏ0九][〇零○Ｏ一二三四五六七八九0]{2})\s?年\s?([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)


def first_date(text: str) -> str | None:
    """The first full date in the text.

    >>> first_date("发布时间：2021-3-10 08:00"), first_date("二〇二〇年一月十五日")
    ('2021-03-10', '2020-01-15')
    """
    for match in _DATE.finditer(text):
        parts = match.groups()
        if found := _iso(*(int(p) for p in (parts[:3] if parts[0] else parts[3:]))):
            return found
    if spelled := _CHINESE_DATE.search(text):
        return _iso(int(spelled[1].translate(_DIGIT)), _small(spelled[2]), _small(spelled[3]))
    return None


def signed_day(text: str) -> str | None:
    """The last day that stands alone on a line near the end of a text: that under the signature.

    >>> signed_day("特此报告。\\n云岭县人民政府\\n2022年3月10日")
    '2022-03-10'
    """
    lines = text.split("\n")
    near = reversed(lines[max(len(lines) * 2 // 3, 1) :])
    return next((day for line in near if len(line.strip()) <= 24 and (day := first_date(line))), None)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _small(text: str) -> int:
    """Chinese numerals below 100."""
    tens, mark, ones = text.rpartition("十")
    return (int(tens.translate(_DIGIT) or 1) * 10 if mark else 0) + int(ones.translate(_DIGIT) or 0)


def of_epoch(seconds: str) -> str | None:
    """The day in China of a Unix time.

    >>> of_epoch("1614556800")
    '2021-03-01'
    """
    if not seconds.isdigit():
        return None
    return (datetime.fromtimestamp(int(seconds), timezone(timedelta(hours=8)))).date().isoformat()


def arabic_years(text: str) -> str:
    """Years in Chinese numerals to digits; the length stays.

    >>> arabic_years("二〇二〇年度")
    '2020年度'
    """
    return re.sub(r"[二一][〇零○Ｏ九][〇零○Ｏ一二三四五六七八九]{2}(?=\s?年)", lambda m: m[0].translate(_DIGIT), text)
