"""Text -> sentences: up to 。！？； or a line's end, but not inside a quotation or a bracket that goes on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
BLANKS = " \t\u3000\xa0\ufeff\u200b\u2002\u2003\u2009"
ENDS = "。！？；"
OPENING = dict(zip("“‘《（(「『【〔", "”’》）)」』】〕", strict=True))
"""Opening mark -> closing mark."""
CLOSING = set(OPENING.values())
TAILS = ENDS + "”’"
"""What belongs to the sentence that it follows: more end marks, and quotation marks that were never opened."""
TWINS = {")": "）", "）": ")"}
GOES_ON = set("，、；：。！？,;:的地得等和与及或之为是了中")
"""Behind a closing quotation mark these go on with the sentence."""
QUOTING = set("：:，,。；！？")
"""A quotation behind one of these is a quoted sentence: its end is the end of the sentence around it."""
FARTHEST = 400
"""A quotation or bracket longer than this was not closed where it should have been, and protects nothing."""
MARKS = re.compile("[" + re.escape("".join(OPENING) + "".join(CLOSING)) + ENDS + "]")

QUOTATIONS = set("“‘「『")
SLOGAN = 12
SPEAKER = re.compile(r"[^。！？；，：“”\s]{0,12}(?:说|道|表示|指出|强调|介绍|坦言|感慨)[。！，]")
"""Who said it, behind what was said."""

Span = tuple[int, int]


def sentences(text: str, headings: Iterable[Span] = ()) -> list[Span]:
    """The spans of the sentences, without the blanks around them; a heading with the mark behind it is one of them.

    >>> text = "他说：“要严。要实。”全区落实。共办结3.5万件；满意率100%"
    >>> [text[a:b] for a, b in sentences(text)]
    ['他说：“要严。要实。”', '全区落实。', '共办结3.5万件；', '满意率100%']
    """
    out: list[Span] = []
    at = 0
    for start, end in headings:
        out += _of_lines(text, at, start)
        at = _behind_heading(text, end)
        out.append((start, at))
    return out + list(_of_lines(text, at, len(text)))


def _behind_heading(text: str, end: int) -> int:
    while end < len(text) and text[end] in ENDS + "：:":
        end += 1
    return end


def _of_lines(text: str, start: int, end: int) -> Iterator[Span]:
    for line in LINE.finditer(text, start, end):
        at = line.start()
        for cut in (*_cuts(text, at, line.end()), line.end()):
            bare = text[at:cut]
            left = len(bare) - len(bare.lstrip(BLANKS))
            right = at + len(bare.rstrip(BLANKS))
            if at + left < right:
                yield at + left, right
            at = cut


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Where a line is cut: behind the end marks that stand in nothing, and behind quotations that end a sentence."""
    marks = [m.start() for m in MARKS.finditer(text, start, end)]
    partner = _pairs(text, marks)
    cuts: list[int] = []
    closes = -1
    for at in marks:
        if at < closes:
            continue
        if at in partner:
            closes = partner[at]
            if _ends_there(text, at, closes, start, end):
                cuts.append(closes + 1)
            continue
        if text[at] in ENDS:
            cut = at + 1
            while cut < end and text[cut] in TAILS:
                cut += 1
            cuts.append(cut)
    return cuts


def _pairs(text: str, marks: list[int]) -> dict[int, int]:
    """Opening mark -> closing mark, outermost pairs; marks without a partner are in none."""
    partner: dict[int, int] = {}
    open_: list[int] = []
    for at in marks:
        mark = text[at]
        if mark in OPENING:
            open_.append(at)
        elif mark in CLOSING:
            for depth in range(len(open_) - 1, max(-1, len(open_) - 5), -1):
                wanted = OPENING[text[open_[depth]]]
                if mark == wanted or TWINS.get(mark) == wanted:
                    if at - open_[depth] <= FARTHEST:
                        partner[open_[depth]] = at
                    del open_[depth:]
                    break
    return partner


def _ends_there(text: str, opening: int, closing: int, start: int, end: int) -> bool:
    """Whether a quotation or bracket that ends in an end mark ends the sentence around it, too.

    Brackets do where they stand alone; quotations where they are quoted speech, and not a slogan used as a name or
    speech whose speaker follows.
    """
    last, after = text[closing - 1], text[closing + 1 : closing + 2]
    if last not in ENDS or closing + 1 >= end or after in GOES_ON:
        return False
    first = opening == start or text[opening - 1] in ENDS + BLANKS
    if text[opening] not in QUOTATIONS:
        return first
    if SPEAKER.match(text, closing + 1, min(end, closing + 30)):
        return False
    slogan = first and last != "。" and closing - opening < SLOGAN and "，" not in text[opening:closing]
    return not (slogan and after not in QUOTATIONS) and (last == "。" or first or text[opening - 1] in QUOTING)
