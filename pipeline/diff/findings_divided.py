"""Parts that no word marks as such: counts behind a count that come near to it in sum, and are worded as a division.

The arithmetic is half of the evidence: a list whose sum lies far from the count in front of it is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, zip_longest

from pipeline.diff.findings_figures import Figure, Patterns, Told, in_multiples, last_digit, show
from pipeline.diff.findings_things import unit_of

CLOSE = 0.12
"""Furthest that the sum of the parts lies from the total, as a share of it;"""
BEYOND = 0.2
"""the same where a part says that it is the rest, and where several come to more than the total."""
LABEL = 26
"""Most characters in front of a part."""
NOUN = 10
"""Most characters of a part's name, with the mark in front."""
SAME_END = 3
"""Letters in which names of parts end alike: 第一产业增加值, 第二产业增加值."""
MOST = 10
"""Most parts."""
JOINS = ("、", "和", "及")
"""What joins the parts of a list."""
TAIL = 16
"""Characters behind the last part that may say what it is: 9项尚在推进."""


def divided(report: Told, figures: Sequence[Figure], patterns: Patterns) -> Iterator[tuple[Figure, list[Figure]]]:
    """Counts of one sentence, each with the counts behind it that seem to be all its parts."""
    for at, total in enumerate(figures[:-2]):
        if total.part_of is not None or not total.counted or not total.value:
            continue
        parts, labels = _run(report, total, figures[at + 1 :], patterns)
        gaps = [total.value - value for value in accumulate(part.value for part in parts)]
        if any(abs(gap) <= rounding([total, *parts[: n + 1]]) for n, gap in enumerate(gaps)):
            continue
        for count in range(len(parts), 1, -1):
            gap = gaps[count - 1] / total.value
            if abs(gap) <= BEYOND and _divides(report, total, parts[:count], labels, gap, patterns):
                if not _is_outcome(report, total, patterns):
                    yield total, parts[:count]
                break


def rounding(figures: Sequence[Figure]) -> float:
    """By how much the sum of rounded figures may be off (0.5 beside 3.12 is 0.50); counts that are written out leave no room."""
    rounded = [f for f in figures if f.decimals or in_multiples(f)]
    return 0.5 * len(figures) * min(map(last_digit, rounded)) if rounded else 1e-6


def slipped(total: Figure, parts: Sequence[Figure], gap: float) -> bool:
    """Whether one digit written wrong, or two that changed places, in the total or in one part explains all of the gap."""
    meant = ((total, total.value - gap), *((part, part.value + gap) for part in parts))
    return any(value > 0 and _one_slip(show(figure.value), show(round(value, 6))) for figure, value in meant)


def _one_slip(x: str, y: str) -> bool:
    """Whether two numbers differ in one digit, or have two digits beside each other in the other order.

    >>> _one_slip("168", "186"), _one_slip("22", "24"), _one_slip("183", "158")
    (True, True, False)
    """
    apart = [n for n, pair in enumerate(zip(x, y, strict=False)) if pair[0] != pair[1]]
    if len(x) != len(y) or len(apart) > 2:
        return False
    swapped = len(apart) == 2 and apart[1] - apart[0] == 1 and sorted(x) == sorted(y)
    return len(apart) < 2 or swapped


def _run(report: Told, total: Figure, behind: Sequence[Figure], patterns: Patterns) -> tuple[list[Figure], list[str]]:
    """The counts of the total's unit right behind it with the words in front of each; past years', changes and parts of parts aside."""
    parts: list[Figure] = []
    labels: list[str] = []
    end = total.end
    for figure, after in zip_longest(behind, behind[1:]):
        if after and after.start == figure.end:  # 2期260人次: told by both, of which the second may be the total's unit
            continue
        label, end = report.text[end : figure.start], figure.end
        if (
            figure.kind != "level"
            or figure.period == "other"
            or _aside(label, patterns)
            or figure.part_of in {p.start for p in parts}
        ):
            continue
        if unit_of(figure) != unit_of(total) or figure.approx != "exact" or figure.value > total.value:
            break  # more than the whole is no part of it: see findings_relations
        if len(label) > LABEL or len(parts) == MOST:
            break
        parts.append(figure)
        labels.append(label)
    return parts, labels


def _is_outcome(report: Told, total: Figure, patterns: Patterns) -> bool:
    """Whether a count is itself part of what stands before it, or last year's."""
    opened = patterns["of_before"].match(report.text, total.sentence[0], total.start)
    return bool(opened) or any(
        patterns[name].search(total.lead) for name in ("decision", "kept", "turned_down", "last_year")
    )


def _aside(label: str, patterns: Patterns) -> bool:
    """Whether a count is last year's, or came over from it."""
    return any(patterns[name].search(label) for name in ("last_year", "carried_in"))


def _divides(
    report: Told, total: Figure, parts: Sequence[Figure], labels: Sequence[str], gap: float, patterns: Patterns
) -> bool:
    """Whether the words in front of the parts divide the total: 受理与不予受理, 优秀、合格与不合格; alike for each.

    ``gap`` is what the total has more than its parts, as a share of it.
    """
    labels = labels[: len(parts)]
    if labels[0].startswith(JOINS):  # the total is one of a list itself: 分别为8件、5件、3件
        return False
    if may_cross(labels, patterns) or _of_its_own(total, labels, patterns):
        return False
    last = labels[-1] + patterns["to_mark"].split(report.text[parts[-1].end : parts[-1].end + TAIL], maxsplit=1)[0]
    words = (*labels[:-1], last)
    if any(patterns["left_over"].search(said) for said in words):
        return True
    listed = len(parts) > 2 and all(said.startswith(JOINS) for said in labels[1:])
    if len(parts) > 2 and (
        listed or "其中" in labels[0] or labels[0][:1] in "：:" or patterns["divided"].search(labels[0])
    ):
        return True
    if abs(gap) > CLOSE and (gap > 0 or len(parts) == 2):
        return False
    if any(patterns["step"].search(said) for said in labels):  # what comes behind came out of it
        return False
    if any(patterns["kept"].search(said) for said in words):
        return True
    if any(patterns["turned_down"].search(said) for said in words):
        return gap < 0
    alike = _alike(labels, "元" in total.unit, patterns)
    return alike and (gap < 0 or len(parts) > 2 or slipped(total, parts, gap * total.value))


def may_cross(labels: Sequence[str], patterns: Patterns) -> bool:
    """Whether parts so named may count a thing twice; 新建 and 续建, which exclude each other, do not."""
    crossing = any(patterns["crossing"].search(said) for said in labels)
    return crossing and not patterns["contrasted"].search("|".join(labels))


def listed_behind(
    report: Told, before: Sequence[Figure], figures: Sequence[Figure], patterns: Patterns
) -> tuple[Figure, list[Figure]] | None:
    """The one total of the sentence before, with its parts where a sentence holds nothing but these: 种植类41份，养殖类28份，其他23份.

    No word joins them to it: only a slip in writing counts.
    """
    if len(figures) < 3 or not before or any(f.kind != "level" or f.unit != figures[0].unit for f in figures):
        return None
    apart = report.text[before[-1].sentence[1] : figures[0].sentence[0]].strip(" ")
    behind = report.text[figures[-1].end : figures[-1].sentence[1]].strip()
    starts = [figures[0].sentence[0], *(f.end for f in figures)]
    labels = [report.text[start : figure.start] for start, figure in zip(starts, figures, strict=False)]
    one_end = len({said[-SAME_END:] for said in labels}) == 1
    if apart or len(behind) > 1 or any(len(said) > NOUN for said in labels):
        return None
    if not one_end and any(patterns["acted"].search(said) for said in labels):
        return None
    wholes = [f for f in before if f.counted and f.unit == figures[0].unit and f.start not in report.aside]
    gap = sum(f.value for f in figures) - wholes[0].value if len(wholes) == 1 else 0.0
    if not gap or abs(gap) > CLOSE * wholes[0].value or not slipped(wholes[0], figures, -gap):
        return None
    listed = all(patterns["listed_on"].fullmatch(said) for said in labels[1:]) and not may_cross(labels, patterns)
    return (wholes[0], list(figures)) if listed else None


def _alike(labels: Sequence[str], money: bool, patterns: Patterns) -> bool:
    """Whether the parts are told in one way: joined by 、, or named by words that end alike (普通程序, 简易程序)."""
    if all(said.startswith(JOINS) for said in labels[1:]):
        return True
    if len(labels) > 2 and all(len(said) <= NOUN and not patterns["acted"].search(said) for said in labels):
        return True
    size = 3 if money else 2
    return len({said.rstrip("的")[-size:] for said in labels}) == 1 and len(labels[0]) > size


def _of_its_own(total: Figure, labels: Sequence[str], patterns: Patterns) -> bool:
    """Whether a part counts what the total's own words exclude: 受理20件，…，不予受理3件."""
    denied = [found.group(1) for said in labels for found in patterns["denied"].finditer(said)]
    words = patterns["denied"].sub("", "".join(labels))
    return any(word in total.lead and word not in words for word in denied)
