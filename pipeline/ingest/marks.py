"""What lines of a report begin and end with: marks of items, and the stops that close a sentence."""

from __future__ import annotations

import re

ITEM = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章节部条]|\d{1,2}[.．、](?!\d)|[①-⑳⒈-⒛⑴-⒇]|——|\[\d{1,2}\]|附件\d?：)"
)
"""The beginning of a heading or of an item in a list.

>>> [bool(ITEM.match(line)) for line in ("一、回顾", "（二）执法", "3.复议", "——教育", "2021年")]
[True, True, True, True, False]
"""
ENDS = "。！？；：!?"
"""Behind one of these a paragraph may end."""
