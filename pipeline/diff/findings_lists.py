"""Which figures are the parts of which total: marked by 其中, in brackets, by what was decided, before or behind their total."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from itertools import dropwhile, takewhile

from pipeline.diff.findings_divided import CLOSE, MOST, divided, listed_behind, slipped
from pipeline.diff.findings_figures import Figure, Patterns, Told
from pipeline.diff.findings_summed import Group, label, summed_up, with_sum_told

_ASIDE = re.compile("（[^（）]{0,12}）")
_CLAUSE = re.compile("[，,、][^，,。；;、（()）\n]{1,16}")


def lists(report: Told, patterns: Patterns) -> Iterator[Group]:
    """Each total with its parts; where a count behind some parts is told as their sum and is nearer to it, that is the total."""
    for total, parts in _lists(report, patterns):
        yield (total, parts) if total > parts[0] else with_sum_told(report, total, parts, patterns)


def _lists(report: Told, patterns: Patterns) -> Iterator[Group]:
    """Each total with its parts; a list goes on as long as figures of the same unit are joined by 、."""
    marked = dict(_marked(report, patterns["rest"]))
    yield from marked.values()
    listed = {part.start for _, parts in marked.values() for part in parts}
    before: Sequence[Figure] = ()
    joined: Sequence[Figure] = ()
    for figures in report.sentences:
        if len(figures) > 2:
            yield from _of_sentence(report, before, figures, marked.keys(), listed, patterns)
        joined = [*joined, *figures] if joined and _goes_on(report, joined[-1], figures[0]) else figures
        if joined is not figures and report.text[figures[-1].sentence[1] - 1] not in "；;":
            yield from _over_semicolons(report, joined, patterns)
        before = figures


def _of_sentence(
    report: Told,
    before: Sequence[Figure],
    figures: Sequence[Figure],
    marked: Collection[int],
    listed: set[int],
    patterns: Patterns,
) -> Iterator[Group]:
    """Totals with parts that nothing marks as such; ``marked``: where totals start whose parts are marked, which are ``listed``."""
    used: set[int] = set()
    for number, total in enumerate(figures):
        told = not total.lead or patterns["maybe_sum"].search(total.lead)
        if number > 1 and told and total.start not in used:
            yield from summed_up(report, figures[: number + 1], listed | used, patterns)
        if total.start in marked or total.start in used or total.part_of is not None:
            continue
        made = list(_unmarked(report, total, figures[number + 1 :], patterns))
        used |= {part.start for _, parts in made for part in parts}
        yield from made
    if not used:
        made = list(_of_sentence_before(report, before, figures, patterns))
        yield from made
        behind = None if made else listed_behind(report, before, figures, patterns)
        if behind:
            yield behind
        elif not made:
            yield from (group for group in divided(report, figures, patterns) if group[0].start not in marked)


def _goes_on(report: Told, last: Figure, first: Figure) -> bool:
    """Whether a semicolon joins two sentences."""
    return report.text[last.sentence[1] - 1] in "；;" and "\n" not in report.text[last.end : first.start]


def _over_semicolons(report: Told, figures: Sequence[Figure], patterns: Patterns) -> Iterator[Group]:
    """Parts each told in a sentence of its own behind 其中 or a colon: 清理文件88件：保留52件；修改24件；废止12件."""
    for total, parts in divided(report, figures, patterns):
        between = report.text[total.end : parts[0].start]
        apart = 1 < len({part.sentence for part in parts}) == len(parts)
        if apart and patterns["parts_follow"].search(between):
            yield total, parts


def _marked(report: Told, rest: re.Pattern[str]) -> Iterator[tuple[int, Group]]:
    at = {f.start: f for f in report.figures}
    groups: dict[int, list[Figure]] = {}
    for figure in report.figures:
        if figure.part_of is not None and figure.part_of in at:
            groups.setdefault(figure.part_of, []).append(figure)
    for start, given in groups.items():
        labels = [label(report, at[start], given, i) for i in range(len(given))]
        breaks = (i for i, said in enumerate(labels) if i and re.search("[；;]", said) and not rest.match(said))
        parts = given[: next(breaks, len(given))]
        for figure in report.figures:
            joined = report.text[parts[-1].end : figure.start]
            goes_on = figure.start > parts[-1].start and figure.unit == parts[-1].unit and figure.kind == "level"
            if goes_on and re.fullmatch("、[^，,。；;、\n]{1,16}", joined):
                parts.append(figure)
        yield start, (at[start], parts + _overflow(report, at[start], parts))


def _overflow(report: Told, total: Figure, parts: Sequence[Figure]) -> list[Figure]:
    """The counts behind the parts with which these come near to the total, though they don't fit into it (46件，其中24件、23件)."""
    place = bisect_left(report.figures, parts[-1].start, key=lambda f: f.start)
    short = total.value - sum(part.value for part in parts)
    said, left, end = list[Figure](), short, parts[-1].end
    for figure in report.figures[place + 1 : place + 1 + MOST]:
        between, end = report.text[end : figure.start], figure.end
        if (
            left <= 0
            or figure.unit != total.unit
            or figure.kind != "level"
            or not _CLAUSE.fullmatch(_ASIDE.sub("", between))
        ):
            break
        said.append(figure)
        left -= figure.value
    near = -left <= short or slipped(total, [*parts, *said], left)
    return said if said and 0 < -left <= CLOSE * total.value and near else []


def _unmarked(report: Told, total: Figure, behind: Sequence[Figure], patterns: Patterns) -> Iterator[Group]:
    """Parts that no 其中 marks: in brackets, a list that ends in the rest, what was decided upon all that came in."""
    levels = dropwhile(lambda f: f.kind == "change", behind)
    parts = list(takewhile(lambda f: _may_be_part(f, total), levels))
    if len(parts) < 2:
        return
    labels = [label(report, total, parts, i) for i in range(len(parts))]
    if labels[0].startswith("、"):  # the total is one of a list itself
        return
    count = _bracketed(report, total, parts, patterns) or _closed(labels, patterns)
    if not count and behind[0] is parts[0]:
        count = _decided(total, labels, patterns)
    if count:
        yield total, parts[:count]


def _may_be_part(figure: Figure, total: Figure) -> bool:
    alike = figure.unit == total.unit and figure.kind == "level" and figure.period != "other"
    return alike and figure.value <= total.value


def _bracketed(report: Told, total: Figure, parts: Sequence[Figure], patterns: Patterns) -> int:
    """How many parts stand in a bracket that holds nothing else: 203件（民事142件、刑事61件）."""
    if report.text[total.end : total.end + 1] not in ("（", "("):
        return 0
    inside = list(takewhile(lambda f: not re.search("[)）]", report.text[total.end : f.start]), parts))
    closed = len(inside) > 1 and report.text[inside[-1].end : inside[-1].end + 1] in ("）", ")")
    return len(inside) if closed else 0


def _closed(labels: Sequence[str], patterns: Patterns) -> int:
    """How many parts a list has that says how it was divided, or that ends in the rest (、其他12件)."""
    rest = next((i for i, said in enumerate(labels) if patterns["rest"].match(said)), -1)
    if rest >= 2 and all(said.startswith("、") for said in labels[1:rest]):
        return rest + 1
    if len(labels) < 3 or not patterns["divided"].search(labels[0]):
        return 0
    return 1 + sum(1 for _ in takewhile(patterns["listed_on"].fullmatch, labels[1:]))


def _decided(total: Figure, labels: Sequence[str], patterns: Patterns) -> int:
    """How many parts tell what was decided upon all that came in, or how all that was decided was decided."""
    came_in = bool(patterns["intake"].search(total.lead))
    fits = patterns["intake_outcome" if came_in else "decision"]
    if not came_in and fits.search(total.lead):  # itself one of the decisions
        return 0
    count = sum(1 for _ in takewhile(fits.search, labels))
    turned_down = any(patterns["negated"].search(said) for said in labels[:count])
    return count if (came_in and count >= 2 and turned_down) or (not came_in and count >= 3) else 0


def _of_sentence_before(
    report: Told, before: Sequence[Figure], figures: Sequence[Figure], patterns: Patterns
) -> Iterator[Group]:
    """Parts in a sentence of their own: 清理文件214件。其中：保留152件，废止62件; 审结案件中，维持17件，撤销3件."""
    begin, end = figures[0].sentence[0], figures[0].start
    opening = patterns["of_before"].match(report.text, begin, end)
    divided_so = opening is None and patterns["divided"].match(report.text, begin, end)
    parts = list(takewhile(lambda f: f.unit == figures[0].unit and f.kind == "level", figures))
    if (
        not (opening or divided_so)
        or len(parts) < 3
        or not before
        or "\n" in report.text[before[-1].end : figures[0].start]
    ):
        return
    if not all(patterns["listed_on"].fullmatch(label(report, parts[0], parts, i)) for i in range(1, len(parts))):
        return
    most = max(part.value for part in parts)
    alike = [f for f in before if f.kind == "level" and f.unit == parts[0].unit and f.value > most]
    named = [f for f in alike if opening and opening.group(1) and opening.group(1)[:2] in f.lead]
    if named or alike:
        yield (named or alike)[-1], parts
