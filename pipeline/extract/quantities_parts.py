"""Which figure is a stated part of which: 其中…, and breakdowns that plainly add up."""

from __future__ import annotations

from pipeline.extract.names_words import noun_of
from pipeline.extract.quantities_figure import Figure
from pipeline.extract.quantities_rules import Rules

NEAR = 12  # figures looked at before and behind a total


def set_parts(text: str, row: list[Figure], rules: Rules) -> None:
    """Fill ``part_of`` for the figures of one sentence (or of sentences joined by a semicolon)."""
    for i, figure in enumerate(row):
        if i and rules.names["part"] in text[row[i - 1].end : figure.start]:
            _members(text, row, i, _whole(row, i, rules), rules)
    for i, figure in enumerate(row):
        if figure.part_of is None:
            _breakdown(text, row, i)


def _whole(row: list[Figure], i: int, rules: Rules) -> Figure | None:
    """The total that 其中 before figure ``i`` points at: the nearest of its unit that is no smaller."""
    part = row[i]
    nearest = [
        f for f in row[max(0, i - NEAR) : i] if f.unit == part.unit and f.kind == part.kind and f.value and part.value
    ]
    nearest = [f for f in nearest if f.value is not None and part.value is not None and f.value >= part.value]
    if not nearest:
        return None
    whole = nearest[-1]
    rival = nearest[-2] if len(nearest) > 1 else None
    if rival is not None and _is_outcome(whole, rules) and not _is_outcome(part, rules) and _rated(row, whole, i):
        return rival
    if (
        rival is not None
        and rival.part_of == whole.part_of
        and _twins(noun_of(rival.name, rules), noun_of(whole.name, rules))
    ):
        return None
    return whole


def _is_outcome(figure: Figure, rules: Rules) -> bool:
    """Whether a name ends in what became of the thing counted: 调解纠纷成功."""
    return bool(rules.names["outcome"].search(figure.name))


def _rated(row: list[Figure], whole: Figure, i: int) -> bool:
    """Whether a rate closes what was said of a figure: 调解326件，成功320件，成功率98%，其中重大纠纷26件."""
    return any(figure.kind == "share" and figure.start > whole.start for figure in row[max(0, i - 2) : i])


def _twins(a: str, b: str) -> bool:
    """Two totals side by side, named alike (来电投诉, 来邮投诉): 其中 reaches back over both."""
    return len(a) >= 4 and a != b and len(a) == len(b) and a[-2:] == b[-2:]


def _members(text: str, row: list[Figure], first: int, whole: Figure | None, rules: Rules) -> None:
    """The figures from ``first`` on that still fit into the total."""
    if whole is None or whole.value is None:
        return
    left = whole.value
    inside = _depth(text, row[first - 1].end, row[first].start)
    for figure in row[first : first + NEAR]:
        if figure.kind != whole.kind:
            continue
        if figure.unit != whole.unit or figure.value is None or figure.value > left:
            return
        if inside and figure is not row[first] and _closes(text, row[first].end, figure.start):
            return
        if figure is not row[first] and rules.names["sum"] in text[row[first].end : figure.start]:
            return
        left -= figure.value
        figure.part_of = whole.start


def _depth(text: str, start: int, end: int) -> bool:
    return any(c in "（(" for c in text[start:end])


def _closes(text: str, start: int, end: int) -> bool:
    return any(c in "）)" for c in text[start:end])


def _bracketed(text: str, start: int, end: int) -> bool:
    """Whether a bracket that holds more than these figures opens between them and is not closed."""
    between = text[start:end]
    return between[:1] not in "（(" and between.count("（") + between.count("(") > between.count("）") + between.count(
        ")"
    )


def _breakdown(text: str, row: list[Figure], i: int) -> None:
    """A total and the figures right behind it that add up to it exactly: 共收到103宗，不受理12宗，受理91宗."""
    whole = row[i]
    if whole.value is None or whole.kind != "level" or whole.value < 2:
        return
    left, members = whole.value, []
    for figure in row[i + 1 : i + 1 + NEAR]:
        if _bracketed(text, whole.end, figure.start):
            continue
        if figure.part_of is not None and figure.part_of != whole.start:
            continue
        if figure.unit != whole.unit or figure.kind != "level" or figure.value is None or figure.value > left:
            return
        left -= figure.value
        members.append(figure)
        if not left:
            break
    if not left and len(members) > 1 and all(m.part_of is None for m in members):
        for member in members:
            member.part_of = whole.start
