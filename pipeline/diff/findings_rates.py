"""Rates that the counts beside them do not give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.diff.findings_figures import (
    Figure,
    Patterns,
    Row,
    Told,
    agrees,
    clause_start,
    finding,
    other_side,
    show,
)
from pipeline.diff.findings_rates_near import near_fraction
from pipeline.diff.findings_things import own_words, unit_of


def rates_contradict(report: Told, patterns: Patterns) -> Iterator[Row]:
    """Rates that no two counts around them give, where their wording says which two they are of, or two come near."""
    before: Sequence[Figure] = ()
    for figures in report.sentences:
        rates = [f for f in figures if f.kind == "share" and f.unit in ("%", "％") and f.period != "other"]
        around = [*before, *figures] if rates and _on_one_line(report, before, figures) else figures
        for rate in rates:
            if rate.start in report.aside or patterns["from_lead"].search(rate.lead):
                continue
            fraction = _fraction(report, figures, rate, patterns)
            if fraction is None or _given(figures, rate, fraction):
                fraction = near_fraction(report, around, rate, patterns) if fraction is None else None
            if fraction is None or _given(around, rate, fraction):
                continue
            if rate.period == "plan" and fraction[1].period != "plan":
                continue
            yield _row(report, rate, *fraction)
        before = figures


def _on_one_line(report: Told, before: Sequence[Figure], figures: Sequence[Figure]) -> bool:
    return bool(before) and "\n" not in report.text[before[-1].end : figures[0].start]


def _row(report: Told, rate: Figure, top: Figure, bottom: Figure) -> Row:
    given = f"{100 * top.value / bottom.value:.{max(rate.decimals, 1)}f}%"
    zh = f"{top.raw}÷{bottom.raw}={given}，与所称“{rate.name}”{rate.raw}不符，文中未能解释。"
    en = f"{show(top.value)} / {show(bottom.value)} = {given}, stated as {show(rate.value)}%; unexplained."
    near = bottom.sentence == rate.sentence
    begin = clause_start(report.text, min(top.start, bottom.start) if near else top.start)
    other = {} if near else other_side(report, (bottom.start, bottom.end))
    return finding("rate_contradicts_counts", report, (begin, max(rate.end, top.end)), (zh, en), "strong", **other)


def _fraction(
    report: Told, figures: Sequence[Figure], rate: Figure, patterns: Patterns
) -> tuple[Figure, Figure] | None:
    """Numerator and denominator of a rate, from the counts in front of it."""
    counts = [f for f in figures if f.kind == "level" and f.start < rate.start and f.value > 0][-4:]
    found = (
        _towards_target(report, counts, rate, patterns)
        or _share_of(report, counts, rate, patterns)
        or _of_a_whole(report, counts, rate, patterns)
        or _named(report, counts, rate, patterns)
    )
    if found is None:
        return None
    top, bottom = found
    fixed = bottom.counted or (bottom.approx == "exact" and bottom.period == "plan")  # a target is no result
    return found if top.counted and fixed and unit_of(top) == unit_of(bottom) else None


def _towards_target(
    report: Told, counts: Sequence[Figure], rate: Figure, patterns: Patterns
) -> tuple[Figure, Figure] | None:
    """What was done and what was to be done: 目标7000人，实际7210人，完成目标的103%; 7210人，完成目标7000人的103%."""
    if len(counts) > 1 and patterns["of_target"].search(counts[-1].lead):
        return (counts[-2], counts[-1]) if report.text[counts[-1].end : rate.start] == "的" else None
    if len(counts) < 2 or not patterns["of_target"].search(rate.lead):
        return None
    goal, done = counts[-2], counts[-1]
    return (done, goal) if patterns["target"].search(goal.lead) else None


def _share_of(report: Told, counts: Sequence[Figure], rate: Figure, patterns: Patterns) -> tuple[Figure, Figure] | None:
    """A part and the whole named behind it (31亿元，占支出40亿元的78%), or a part of a stated total (其中3件，占25%)."""
    if not counts:
        return None
    top = counts[-1]
    if len(counts) > 1 and patterns["share_of"].search(report.text[counts[-2].end : counts[-1].start]):
        between = report.text[counts[-1].end : rate.start]
        return (counts[-2], counts[-1]) if patterns["of_it"].fullmatch(between) else None
    if not patterns["bare_share"].fullmatch(report.text, top.end, rate.start):
        return None
    stated = next((f for f in counts if f.start == top.part_of), None)
    if stated is None and len(counts) > 1 and patterns["out_of"].match(report.text, counts[-2].end, top.start):
        stated = counts[-2]
    return (top, stated) if stated else None


def _of_a_whole(
    report: Told, counts: Sequence[Figure], rate: Figure, patterns: Patterns
) -> tuple[Figure, Figure] | None:
    """A part and the whole that the rate names, stated elsewhere in the report: 高新技术企业214家，占规上工业企业的35%."""
    if not counts or patterns["newly"].search(counts[-1].lead):
        return None
    top = counts[-1]
    named = patterns["share_of_named"].fullmatch(report.text, top.end, rate.start)
    if named is None and patterns["bare_share"].fullmatch(report.text, top.end, rate.start):
        named = patterns["among"].match(top.lead)
    if named is None:
        return None
    name = patterns["counted"].sub("", patterns["neutral"].sub("", named.group(1)))
    wholes = [f for f in report.figures if _is_whole(f, top, name, patterns)]
    here = [f for f in wholes if f.sentence == top.sentence] or [
        f for f in wholes if patterns["neutral"].sub("", f.name).endswith(name)
    ]
    return (top, here[0]) if len({f.value for f in here}) == 1 else None


def _is_whole(figure: Figure, top: Figure, name: str, patterns: Patterns) -> bool:
    """Whether a figure counts all of what a share is named to be of: 进驻政务大厅事项 of 占进驻事项."""
    rest = iter(patterns["neutral"].sub("", figure.name))
    return (
        figure.counted
        and figure.start != top.start
        and figure.ref_year == top.ref_year
        and unit_of(figure) == unit_of(top)
        and figure.value >= top.value
        and not patterns["newly"].search(figure.lead)
        and all(character in rest for character in name)
    )


def _named(report: Told, counts: Sequence[Figure], rate: Figure, patterns: Patterns) -> tuple[Figure, Figure] | None:
    """The count whose clause repeats the rate's word (办结 of 办结率), and the count of the same unit in front of it."""
    words = _words(f"{rate.name}|{rate.lead}", patterns)
    tops = [f for before, f in pairwise(counts) if any(_says(own_words(f, before), word) for word in words)]
    if not tops:
        return None
    place = counts.index(tops[-1])
    bottoms = [f for f in counts[:place] if unit_of(f) == unit_of(tops[-1])]
    bottoms = [f for f in bottoms if f.period != "other"] or bottoms
    bottoms = [f for f in bottoms if not patterns["carried_over"].search(f.lead)] or bottoms
    if not bottoms or tops[-1].value > bottoms[-1].value:
        return None
    whole = next((f for f in bottoms if f.start == bottoms[-1].part_of), None)
    several = sum(f.part_of == bottoms[-1].part_of for f in bottoms) > 1
    return tops[-1], whole if whole and several else bottoms[-1]


def _words(name: str, patterns: Patterns) -> list[str]:
    """What a rate is a rate of, in the words that its numerator may use."""
    word = _last(patterns["rate_word"], name) or patterns["any_rate"].search(name)
    if not word or patterns["other_rate"].search(name):
        return []
    synonyms = [row for row in patterns["rate_synonyms"].pattern.split("|") if word.group(1) in row.split("=")]
    return [word.group(1), *(w for row in synonyms for w in row.split("="))]


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    """The match that starts last: 成功 in 受理纠纷成功率."""
    found = behind = pattern.search(words)
    while behind:
        found, behind = behind, pattern.search(words, behind.start() + 1)
    return found


def _says(words: str, word: str) -> bool:
    return re.search(rf"(?<![不未非应]){word}", words) is not None


def _given(figures: Sequence[Figure], rate: Figure, fraction: tuple[Figure, Figure]) -> bool:
    """Whether one of the two counts gives the rate with another count of the sentence, or with the sum of two."""
    if rate.value == 100:  # said of what was done in time, or of what was due
        return True
    top, bottom = fraction
    alike = [f for f in figures if f.kind == "level" and f.value > 0 and unit_of(f) == unit_of(top)]
    others = [f.value for f in alike if f.start not in (top.start, bottom.start)]
    values = [*others, *(x.value + y.value for x, y in pairwise(alike))]
    pairs = [(top.value, bottom.value), *((x, bottom.value) for x in values), *((top.value, y) for y in values)]
    pairs += [(bottom.value, y) for y in others]  # 12个断面中，优良11个，其中Ⅱ类5个，优良比例91.7%
    pairs = [(x, y) for x, y in pairs if x <= y or rate.value > 100]
    ratios = [100 * x / y for x, y in pairs]
    ratios += [100 * (1 - x / y) for x, y in pairs if x == top.value and y == bottom.value]
    approx = rate.approx if rate.approx == "about" else "exact"
    if any(agrees(rate.value, rate.decimals, ratio, approx) for ratio in ratios):
        return True
    below = [r for r in ratios[: len(pairs)] if r < 100 or rate.value > 100]
    return rate.approx in ("more", "less") and any(agrees(rate.value, rate.decimals, r, rate.approx) for r in below)
