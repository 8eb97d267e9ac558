"""Numbers that state no quantity: in names, dates, slogans, ranks, or without the company that they need."""

from __future__ import annotations

from bisect import bisect_right

from pipeline.extract.finder import Seen
from pipeline.extract.quantities_figure import Figure, front_approx
from pipeline.extract.quantities_rules import Rules


def closed(text: str, rules: Rules, seen: Seen) -> tuple[list[int], list[int]]:
    """Starts and ends of the stretches in which no number counts."""
    spans = rules.spans.spans(text, seen)
    if opening := rules.opens.match(text):
        spans.append(opening.span())
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(spans):
        if ends and start < ends[-1]:
            ends[-1] = max(end, ends[-1])
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends


def stands(text: str, figure: Figure, rules: Rules, within: tuple[list[int], list[int]]) -> bool:
    """Whether nothing around the number says that it is no quantity."""
    at = bisect_right(within[0], figure.start) - 1
    if at >= 0 and figure.start < within[1][at]:
        return False
    if figure.form == "fraction":
        return True
    for where, pattern in rules.exclusions.of(figure.chinese, figure.unit or ""):
        if where == "before":
            if pattern.search(text, max(0, figure.start - 8), figure.start):
                return False
        elif where == "digits":
            if pattern.search(text[figure.start : figure.digits_end]):
                return False
        elif pattern.match(text, figure.digits_end if where == "after" else figure.unit_end):
            return False
    return _meant(text, figure, rules)


def _meant(text: str, figure: Figure, rules: Rules) -> bool:
    """Time, scores and round Chinese numerals count only in the right company."""
    timed = figure.unit in rules.time or figure.unit == rules.score
    if not timed and figure.form != "round":
        return True
    before = figure.words(text)
    if figure.unit == rules.score:
        return bool(rules.score_context.search(before))
    if timed:
        cut = rules.time_behind.match(text, figure.end)
        return bool(cut or (rules.time_context.search(before) and not before.endswith(rules.time_not)))
    return bool(figure.approx or front_approx(text, figure, rules) or before.endswith(rules.unitless["round"]))
