"""What a figure is called: what was counted and what was done to it, complete though the sentence leaves parts out.

A figure's own words are its clause without numbers and without words that name nothing. Where they name nothing by
themselves (受理9件, 增长12%, 其中成功708起), the noun that governs them is taken from the figure, clause or sentence
before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extract.quantities_rules import Rules
from pipeline.extract.quantities_scan import Figure

STOP = re.compile(r"[，；。：！？!?;\n（）()]|,(?!\d\d\d)|:(?!\d)|——")
SPLIT = re.compile(r"、|以及|和|及|与|，|；")
TITLES = re.compile(r"(?:《[^》\n]{1,120}》[、和及与]?)+等?(?=.)")
NOISE = re.compile(r"[“”\"'‘’\s　【】\[\]·]+")
LONGEST = 48
REACH = 160


@dataclass(slots=True)
class Governor:
    """What governs a figure that names nothing itself: its full name, and the noun alone."""

    full: str = ""
    noun: str = ""


def set_names(text: str, start: int, end: int, row: list[Figure], rules: Rules, opening: Governor) -> Governor:
    """Fill ``name`` for the figures of one sentence; returns what governs the next one."""
    governor = Governor(opening.full, opening.noun)
    outer: list[Governor] = []
    carried = ""
    at = 0
    for low, high, opener in _clauses(text, start, end, row):
        if opener in "（(" and opener:
            outer.append(Governor(governor.full, governor.noun))
        first = at
        while at < len(row) and row[at].start < high:
            at += 1
        inside = row[first:at]
        if not inside:
            own = _clean(text[max(low, high - REACH) : high], rules)
            if len(own) >= 4 and not _is_dependent(own, rules):
                governor = Governor(own[-LONGEST:], _noun(own, rules))
        for i, figure in enumerate(inside):
            before, after, listed = _own(text, low, high, inside, i)
            own = _join(_clean(before, rules, True), _clean(after, rules))
            part = "其中" in before or "其中" in text[max(low - 4, start) : low] or bool(outer)
            if not listed:
                carried = _verb(own, rules)
            elif _is_grade(own):
                own = own + re.split("[级类型]", governor.noun)[-1]
            elif carried and own and not rules.names["carry"].match(own) and not _is_dependent(own, rules):
                own = carried + own
            opens = low == start and i == 0 and "投资" in own and _is_dependent(own, rules)
            figure.name = "" if opens else _named(own, part, listed, governor, outer, rules)
            if figure is inside[-1] and (not figure.name or (before.endswith("等") and not carried)):
                figure.name = _join(own, _forward(text, high, end, row[at : at + 8], rules))
            figure.name = (figure.name or own)[: 2 * LONGEST].removesuffix("等")
            if not _is_dependent(own, rules) and not (part and outer):
                governor = Governor(figure.name, _noun(own if not part else figure.name, rules))
            elif not listed:
                governor.full = figure.name or governor.full
        if high < end and text[high] in "）)" and outer:
            governor = outer.pop()
    return governor


def _clauses(text: str, start: int, end: int, row: list[Figure]) -> list[tuple[int, int, str]]:
    """The clauses of a sentence with the mark that opens each; brackets without a figure do not divide."""
    numbered = [(f.start, f.end) for f in row]
    cuts: list[tuple[int, str]] = []
    at = 0
    for mark in STOP.finditer(text, start, end):
        while at < len(numbered) and numbered[at][1] <= mark.start():
            at += 1
        if at < len(numbered) and numbered[at][0] <= mark.start():
            continue
        cuts.append((mark.start(), mark.group()))
    cuts = _open_brackets(cuts, numbered)
    out, low, opener = [], start, ""
    for position, mark in cuts:
        out.append((low, position, opener))
        low, opener = position + len(mark), mark
    out.append((low, end, opener))
    return out


def _open_brackets(cuts: list[tuple[int, str]], numbered: list[tuple[int, int]]) -> list[tuple[int, str]]:
    out: list[tuple[int, str]] = []
    skip_until = -1
    for i, (position, mark) in enumerate(cuts):
        if position <= skip_until:
            continue
        if mark in "（(":
            close = next((p for p, m in cuts[i + 1 : i + 12] if m in "）)"), None)
            if close is not None and not any(position < s < close for s, _ in numbered):
                skip_until = close
                continue
        out.append((position, mark))
    return out


def _own(text: str, low: int, high: int, inside: list[Figure], i: int) -> tuple[str, str, bool]:
    """The words before and behind a figure that are its own, and whether it stands in a list behind another."""
    figure = inside[i]
    if i == 0:
        before, listed = text[max(low, figure.start - REACH) : figure.start], False
    else:
        _, before, listed = _between(text[max(inside[i - 1].end, figure.start - REACH) : figure.start])
    reach = figure.end + REACH
    if i + 1 < len(inside):
        return before, _between(text[figure.end : min(inside[i + 1].start, reach)])[0], listed
    return before, text[figure.end : min(high, reach)], listed


def _between(gap: str) -> tuple[str, str, bool]:
    """Share the words between two figures: what belongs to the first, what to the second, and whether a list divides."""
    cut = SPLIT.search(gap)
    if cut:
        return gap[: cut.start()], gap[cut.end() :], True
    return gap, gap, False


def _clean(words: str, rules: Rules, before: bool = False) -> str:
    """Words without those at either end that name nothing."""
    words = NOISE.sub("", TITLES.sub("", words))
    lead = rules.names["lead"].match(words)
    if lead:
        words = words[lead.end() :]
    if before:
        words = _strip(words, rules.names["trail"])
    return words[-LONGEST:] if before else words[:LONGEST].rstrip("、，的")


def _strip(words: str, tails: tuple[str, ...]) -> str:
    stripped = True
    while stripped and words:
        stripped = False
        for tail in tails:
            if words.endswith(tail):
                words, stripped = words[: -len(tail)], True
                break
    return words


def _join(before: str, after: str) -> str:
    if not after or after == before:
        return before
    return before + after


def _is_dependent(own: str, rules: Rules) -> bool:
    return bool(rules.names["dependent"].fullmatch(own))


def _is_grade(own: str) -> bool:
    """Whether the words only grade the noun of the figure before: 国家级荣誉9项、省级7项."""
    return own.endswith(("级", "类", "型")) and len(own) <= 6


def _noun(own: str, rules: Rules) -> str:
    """The noun that governs later figures: without light verbs in front and plain predicates behind."""
    light = rules.names["light"].match(own)
    bare = own[light.end() :] if light and len(own) - light.end() >= 2 else own
    noun = _strip(bare, rules.names["ends"])
    return noun if len(noun) >= 2 else bare


def _verb(own: str, rules: Rules) -> str:
    verb = rules.names["carry"].match(own)
    return verb.group() if verb and verb.end() < len(own) else ""


def _named(own: str, part: bool, listed: bool, governor: Governor, outer: list[Governor], rules: Rules) -> str:
    dependent = _is_dependent(own, rules)
    if outer:
        return _under(outer[-1], own)
    if own.startswith("占"):
        return governor.full + own
    if listed and not own:
        return governor.full
    if not dependent and not part:
        return own
    if not governor.noun:
        return own if not dependent else ""
    return _under(governor, own)


def _under(governor: Governor, own: str) -> str:
    """The governing noun and what was done to it, without saying the noun twice."""
    return own if governor.noun and governor.noun in own else governor.noun + own


def _forward(text: str, at: int, end: int, row: list[Figure], rules: Rules) -> str:
    """The next clause's words, for a figure that opens its sentence: 投资3700万元，改造背街小巷11条."""
    stop = STOP.search(text, at + 1, min(end, at + REACH))
    high = min(stop.start() if stop else end, at + REACH)
    words = text[at + 1 : high]
    for figure in reversed([f for f in row if f.end <= high]):
        words = words[: figure.start - at - 1] + words[figure.end - at - 1 :]
    return _clean(words, rules, True)
