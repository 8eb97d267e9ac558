"""Text -> sentences: up to 。！？； or a line's end, but not inside a quotation or a bracket that goes on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pipeline.spotting import Ints, codes_of

BREAKS = "\r\n\u2028\u2029\x0b\x0c\x85"
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
SHORT = 4
"""Marks or blanks in a row that are passed one by one; more, which are rare, by a look at the whole text."""
FARTHEST = 400
"""A quotation or bracket longer than this was not closed where it should have been, and protects nothing."""
MARKS = re.compile("[" + re.escape("".join(OPENING) + "".join(CLOSING)) + ENDS + "]")

QUOTATIONS = set("“‘「『")
SLOGAN = 12
SPEAKER = re.compile(r"[^。！？；，：“”\s]{0,12}(?:说|道|表示|指出|强调|介绍|坦言|感慨)[。！，]")
"""Who said it, behind what was said."""

Span = tuple[int, int]
Kinds = NDArray[np.uint16]
END, OPENS, CLOSES, BREAK, BLANK, TAIL = (1 << bit for bit in range(6))
"""What a character can be, as bits; above them the number of the pair that it opens or closes."""
PAIR_SHIFT = 6


def _kinds() -> NDArray[np.uint16]:
    kinds = np.zeros(0xFFFF + 1, np.uint16)
    for opening, closing in OPENING.items():
        number = list(OPENING.values()).index(min(closing, TWINS.get(closing, closing)))
        kinds[ord(opening)], kinds[ord(closing)] = OPENS | number << PAIR_SHIFT, CLOSES | number << PAIR_SHIFT
    for letters, kind in ((ENDS, END | TAIL), (TAILS, TAIL), (BREAKS, BREAK), (BLANKS, BLANK)):
        kinds[[ord(letter) for letter in letters]] |= kind
    return kinds


KINDS = _kinds()


def sentences(text: str, headings: Iterable[Span] = ()) -> list[Span]:
    """The spans of the sentences, without the blanks around them; a heading with the mark behind it is one of them.

    >>> text = "他说：“要严。要实。”全区落实。共办结3.5万件；满意率100%"
    >>> [text[a:b] for a, b in sentences(text)]
    ['他说：“要严。要实。”', '全区落实。', '共办结3.5万件；', '满意率100%']
    """
    (found,) = sentences_of([text], [headings])
    return [(start, end) for start, end in found.tolist()]


def sentences_of(texts: Sequence[str], headings: Sequence[Iterable[Span]]) -> list[NDArray[np.int64]]:
    """The same of many texts at once: for each one the spans of its sentences, a row each.

    Runs of characters between line breaks and headings are cut behind end marks, all of them by array operations; only
    runs where an end mark may stand in a quotation or a bracket are walked through.
    """
    whole = "\n".join([*texts, ""])
    base = np.cumsum([0, *(len(text) + 1 for text in texts)])
    named = [(at + start, at + _behind_heading(text, end))
             for at, text, mine in zip(base.tolist(), texts, headings, strict=False) for start, end in mine]  # fmt: skip
    heads = np.array(named, np.int64).reshape(-1, 2)
    kinds = KINDS.take(codes_of(whole), mode="clip")
    opens, closes = _runs(kinds, heads)
    spans = np.concatenate([_trimmed(kinds, *_parted(whole, kinds, opens, closes)), heads])
    spans = spans[np.argsort(spans[:, 0], kind="stable")]
    edges = np.searchsorted(spans[:, 0], base)
    return [spans[a:b] - at for a, b, at in zip(edges[:-1], edges[1:], base.tolist(), strict=False)]


def _behind_heading(text: str, end: int) -> int:
    while end < len(text) and text[end] in ENDS + "：:":
        end += 1
    return end


def _runs(kinds: Kinds, heads: NDArray[np.int64]) -> tuple[Ints, Ints]:
    """Where the runs of characters begin and end that hold neither a line break nor a part of a heading."""
    on = np.zeros(len(kinds) + 2, bool)
    on[1:-1] = (kinds & BREAK) == 0
    for start, end in heads.tolist():
        on[start + 1 : end + 1] = False
    edges = np.flatnonzero(on[1:] != on[:-1])
    return edges[::2], edges[1::2]


def _parted(text: str, kinds: Kinds, opens: Ints, closes: Ints) -> tuple[Ints, Ints]:
    """The runs, cut where sentences end."""
    marks, run = _inside(np.flatnonzero((kinds & (END | OPENS | CLOSES)) > 0), opens, closes)
    tangled = _tangled(kinds, marks, run, len(opens))
    ends = ((kinds[marks] & END) > 0) & ~tangled[run]
    cuts = np.minimum(_behind_tails(kinds, marks[ends] + 1), closes[run[ends]])
    walked = [cut for i in np.flatnonzero(tangled).tolist() for cut in _cuts(text, int(opens[i]), int(closes[i]))]
    begins = np.zeros(len(kinds) + 1, bool)
    for places in (opens, cuts, walked):
        begins[places] = True
    starts, run = _inside(np.flatnonzero(begins), opens, closes)
    return starts, np.minimum(np.append(starts[1:], len(kinds)), closes[run])


def _inside(places: Ints, opens: Ints, closes: Ints) -> tuple[Ints, Ints]:
    """Those of the places (in order) that stand in a run, and in which one."""
    first = np.append(np.searchsorted(places, opens), len(places))
    places, run = places[first[0] :], np.repeat(np.arange(len(opens)), np.diff(first))
    inside = places < closes[run]
    return places[inside], run[inside]


def _tangled(kinds: Kinds, marks: Ints, run: Ints, runs: int) -> NDArray[np.bool_]:
    """The runs in which some opening mark is not closed by the very next mark."""
    pair = kinds[marks] >> PAIR_SHIFT
    opening = (kinds[marks] & OPENS) > 0
    closed = np.zeros(len(marks), bool)
    closed[:-1] = ((kinds[marks[1:]] & CLOSES) > 0) & (pair[1:] == pair[:-1]) & (run[1:] == run[:-1])
    found = np.zeros(runs, bool)
    found[run[opening & ~closed]] = True
    return found


def _behind_tails(kinds: Kinds, places: Ints) -> Ints:
    """For each place the first one from there on that belongs to no sentence before it."""
    return _passed(kinds, TAIL, places, 1)


def _passed(kinds: Kinds, kind: int, places: Ints, step: int) -> Ints:
    """For each place the first one from there on (``step``: 1 or -1) where no character of a kind stands."""
    found, there = places.copy(), np.arange(len(places))
    for _ in range(SHORT):
        there = there[(found[there] >= 0) & (found[there] < len(kinds))]
        there = there[(kinds[found[there]] & kind) > 0]
        found[there] += step
    if len(there):
        others = np.concatenate([[-1], np.flatnonzero((kinds & kind) == 0), [len(kinds)]])
        side: Literal["left", "right"] = "left" if step > 0 else "right"
        found[there] = others[np.searchsorted(others, places[there], side) - (step < 0)]
    return found


def _trimmed(kinds: Kinds, starts: Ints, ends: Ints) -> NDArray[np.int64]:
    """The spans without the blanks around them; none that is all blank."""
    spans = np.stack([_passed(kinds, BLANK, starts, 1), _passed(kinds, BLANK, ends - 1, -1) + 1], axis=1)
    return spans[spans[:, 0] < spans[:, 1]]


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
