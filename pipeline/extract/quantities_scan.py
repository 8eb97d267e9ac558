"""Where the numbers stand, and which of them state a quantity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np

from pipeline.extract.finder import Seen
from pipeline.extract.numbers import EXACT, LONGEST, read_chinese, read_mixed, scale
from pipeline.extract.quantities_excluded import closed, stands
from pipeline.extract.quantities_figure import FRONT, NEAR, OWN, Figure
from pipeline.extract.quantities_rules import BREAK, CHINESE, Rules

LARGEST = Decimal(10) ** 24
ONE = Decimal(1)
FINE = Decimal("0.0001")
LIST = 6  # numbers that one ratio has at most
RATIO = 48  # characters before a ratio in which a word for proportions stands (由8:45:47调整为…)
COLONS = frozenset(":：∶︰")


def figures(text: str, rules: Rules) -> list[Figure]:
    """All quantities of a text, in order, with value, unit and what the number itself says of its exactness."""
    seen = rules.openings.seen(text)
    within = closed(text, rules, seen)
    found = [
        f for m in _numerals(text, rules, seen) if (f := _candidate(m, rules)) and abs(f.value or Decimal(0)) <= LARGEST
    ]
    if found:
        starts = np.array([figure.start for figure in found])
        words, clauses = seen.behind(rules.breaks, starts), seen.behind(rules.clauses, starts)
        lows = starts - NEAR, starts - FRONT, np.maximum(clauses, starts - OWN)
        masks = np.array(seen.near(np.concatenate(lows), np.tile(starts, len(lows)))).reshape(len(lows), -1)
        around = zip(*masks.tolist(), words.tolist(), clauses.tolist(), strict=True)
        for figure, one in zip(found, around, strict=True):
            figure.near, figure.close, figure.told, figure.words_low, figure.clause_low = one
    kept = [stands(text, f, rules, within) for f in found]
    _settle(text, found, kept, rules)
    return [f for f, keep in zip(found, kept, strict=True) if keep and f.value is not None]


def _numerals(text: str, rules: Rules, seen: Seen) -> Iterator[re.Match[str]]:
    """Every numeral with its unit; the long pattern is only tried where a numeral stands."""
    at = 0
    for start in seen.of(rules.numerals.bit)[0]:
        if start < at or not (numeral := rules.numeral.match(text, start)):
            continue
        at = numeral.end()
        if text[start] in CHINESE and rules.behind_numerals.isdisjoint(text[start + 1 : at + 1]):
            continue  # no unit of theirs behind them: they count nothing
        if match := rules.scan.match(text, start):
            at = match.end()
            yield match


def _candidate(match: re.Match[str], rules: Rules) -> Figure | None:
    if match.end() - match.start() > 2 * LONGEST:
        return None
    if match["fraction"]:
        return _fraction(match, rules)
    if match["zh"]:
        return _chinese(match, rules)
    value = read_mixed(match["arabic"])
    if value is None or (match["space"] == "\n" and match.string[match.start() - 1 : match.start()] in "\n"):
        return None
    if not match["scale"]:
        return _figure(match, rules, value, _own_scale(match["arabic"]), match.end("arabic"), False)
    factor = scale(match["scale"])
    return _figure(
        match, rules, EXACT.multiply(value, factor), factor * _own_scale(match["arabic"]), match.end("scale"), False
    )


def _own_scale(digits: str) -> Decimal:
    if digits.isascii():
        return ONE
    return scale("".join(c for c in digits if c in "百千万亿"))


def _fraction(match: re.Match[str], rules: Rules) -> Figure | None:
    top, bottom = (int(part) for part in re.split("[/／]", match["fraction"]))
    if not 0 < top < bottom:
        return None
    value = _percent(Decimal(top), Decimal(bottom))
    approx = rules.behind.get(match["fbehind"] or "", "")
    return Figure(
        match.start(),
        match.end(),
        match.end("fraction"),
        match.end("fraction"),
        value,
        "%",
        Decimal(1),
        False,
        approx,
        "fraction",
    )


def _percent(top: Decimal, bottom: Decimal) -> Decimal:
    """A fraction as a percentage, to four places."""
    return EXACT.multiply(EXACT.divide(top, bottom), Decimal(100)).quantize(FINE).normalize(EXACT)


def _chinese(match: re.Match[str], rules: Rules) -> Figure | None:
    if match["of"]:
        return _chinese_fraction(match, rules)
    unit = match["unit"]
    if not unit and match["zh"][-1] in "亿万" and match.string.startswith(rules.unitless["landmark"], match.end("zh")):
        end = match.end("zh")
        return Figure(match.start(), end, end, end, read_chinese(match["zh"]), "", Decimal(1), True)
    if not unit or unit not in rules.chinese_units:
        return None
    value = read_chinese(match["zh"])
    if value is None or (value < 2 and unit not in rules.of_one):
        return None
    factor = scale(match["scale"] or "")
    figure = _figure(match, rules, EXACT.multiply(value, factor), Decimal(1), match.end("zh"), True)
    vague = not set(match["zh"]) - set("百千万亿十") and len(match["zh"]) <= 2 and match["zh"] != "十"
    figure.form = "round" if vague else "plain"
    return figure


def _chinese_fraction(match: re.Match[str], rules: Rules) -> Figure | None:
    """三分之一 as a percentage; 百分之三 as 3 %, 千分之三 as 3 ‰."""
    of = match["of"]
    bottom = read_chinese(match["zh"])
    top = read_mixed(of) if of[0].isdigit() else read_chinese(of)
    if not bottom or top is None:
        return None
    unit, value = {100: ("%", top), 1000: ("‰", top)}.get(int(bottom), ("%", _percent(top, bottom)))
    end = match.end("of")
    approx = rules.behind.get(match["behind"] or "", "") if not match["unit"] else ""
    if approx:
        end = match.end("behind")
    return Figure(
        match.start(), end, match.end("of"), match.end("of"), value, unit, Decimal(1), True, approx, "fraction"
    )


def _figure(m: re.Match[str], rules: Rules, value: Decimal, factor: Decimal, digits_end: int, zh: bool) -> Figure:
    unit, times = rules.read_as.get(m["unit"] or "", (m["unit"], ONE))
    approx = rules.behind.get(m["behind"] or "") or ("more" if m["about"] or m["about2"] else "")
    if unit:
        end = m.end()
    elif m["behind"] and (m["scale"] or factor != 1):
        end = m.end("behind")
    else:
        end = m.end("about2") if m["about2"] else m.end("scale") if m["scale"] else max(digits_end, m.end("about"))
    unit_end = m.end("unit") if m["unit"] else digits_end
    value = value if times is ONE else EXACT.multiply(value, times)
    return Figure(m.start(), end, digits_end, unit_end, value, unit, factor, zh, approx)


def _settle(text: str, found: list[Figure], kept: list[bool], rules: Rules) -> None:
    """From right to left: numbers without a unit take it from the next of their list or stand as ratio or bare number."""
    for i in range(len(found) - 1, -1, -1):
        figure = found[i]
        following = found[i + 1] if i + 1 < len(found) else None
        gap = text[figure.end : following.start] if following and following.start - figure.end <= 2 else None
        if gap is not None and following is not None and rules.joined.fullmatch(gap):
            following.linked = True
            kept[i] = kept[i] and (kept[i + 1] or figure.unit is not None)
            if figure.unit is None and kept[i]:
                _share_unit(figure, following)
        if figure.unit is None and kept[i]:
            kept[i] = _unitless(text, figure, found, kept, i, rules)
    negative = rules.kinds["negative"]
    for figure in found:
        if figure.close & negative.bit:
            figure.negative = bool(negative.pattern.search(text, max(0, figure.start - 4), figure.start))


def _share_unit(figure: Figure, following: Figure) -> None:
    figure.unit = following.unit
    if figure.scaled == 1 and figure.value is not None and following.scaled != 1:
        figure.value = EXACT.multiply(figure.value, following.scaled)
        figure.scaled = following.scaled


def _unitless(text: str, figure: Figure, found: list[Figure], kept: list[bool], i: int, rules: Rules) -> bool:
    if figure.chinese:
        return False
    if _in_ratio(text, found, i, rules):
        figure.unit, figure.form = "", "ratio"
        return True
    if rules.bare.match(text, figure.end):
        figure.unit = ""
        return True
    if _stated(text, figure, rules.unitless):
        figure.unit = ""
        return True
    return False


def _stated(text: str, figure: Figure, words: dict[str, Any]) -> bool:
    """Whether a bare number states something: it is large, or a decimal that its clause ends with."""
    before, behind = text[max(0, figure.start - 3) : figure.start], text[figure.end : figure.end + 4]
    closes = not behind or behind[0] in BREAK
    if figure.scaled != 1:
        return closes or not behind.startswith(words["not"])
    if not closes and not behind.startswith(words["moves"]):
        return False
    if "." not in text[figure.start : figure.end]:
        return False
    return before.endswith(words["rate"]) or (before.endswith(words["decimal"]) and text[figure.start] != "0")


def _in_ratio(text: str, found: list[Figure], i: int, rules: Rules) -> bool:
    """Whether a colon joins the number to another, and the first of them stands behind a word for proportions."""
    first = i
    while (
        first > max(0, i - LIST)
        and found[first].start - found[first - 1].end == 1
        and text[found[first].start - 1] in COLONS
    ):
        first -= 1
    after = found[i].end < len(text) and text[found[i].end] in COLONS
    if first == i and not (after and i + 1 < len(found) and found[i + 1].start == found[i].end + 1):
        return False
    start = found[first].start
    return bool(rules.kinds["ratio"].search(text, max(0, start - RATIO), start))
