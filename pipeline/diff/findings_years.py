"""What does not add up between a place's reports: past figures told anew, growth against last year's own report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from pipeline.diff.findings_figures import (
    Figure,
    Patterns,
    Row,
    Told,
    amount,
    finding,
    last_digit,
    other_side,
    show,
    written,
)
from pipeline.diff.findings_growth import Growth
from pipeline.diff.findings_growth_checked import ratio_why
from pipeline.diff.findings_growth_fits import holds
from pipeline.diff.findings_growth_said import TIMES
from pipeline.diff.findings_meetings import Claim, Levels, contradicting
from pipeline.diff.findings_things import (
    earlier,
    of_one_size,
    rounds_to,
    thing,
    unit_of,
    years_told,
)

NAMED = 2
"""Least letters that tell what is counted."""
SMALL = 10
"""Counts below this, of things that are no indicator, are told too differently from year to year."""
REVISED = 1.0
"""Percentage points: totals in money are revised a little after they were reported."""
BEHIND = 12
"""Characters behind a figure where its basis may stand: （按同口径）."""


def findings_against_past(
    now: Told, told: Sequence[Growth], reports: Sequence[Told], levels: Mapping[str, Levels], patterns: Patterns
) -> Iterator[Row]:
    """Findings of a report and its ``growths`` against earlier reports of its place, whichever year it speaks of."""
    quoted = {g.past.start for g in told if g.past}
    for growth in told:
        row = _growth(now, growth, reports, levels, patterns)
        if row:
            yield row
    for at, figure in enumerate(now.figures):
        row = None if figure.start in quoted else _quoted(now, at, reports, levels, patterns)
        if row:
            yield row


def misquotes(
    now: Told, growth: Growth, reports: Sequence[Told], levels: Mapping[str, Levels], patterns: Patterns
) -> bool:
    """Whether what is said of a growth fits last year's own report, but for the past level, which is another one here."""
    if growth.past is None or not (growth.delta or growth.rate):
        return False
    before, then = _then(now, growth, reports, levels, patterns)
    return before is not None and then is not None and _borne_out(replace(growth, past=None), then)


def _growth(
    now: Told, growth: Growth, reports: Sequence[Told], levels: Mapping[str, Levels], patterns: Patterns
) -> Row | None:
    before, then = _then(now, growth, reports, levels, patterns)
    if before is None or then is None:
        return None
    if growth.past is not None:
        return _restated(now, growth.past, before, then)
    if growth.delta is not None:
        return _delta(now, growth, before, then, patterns)
    return _rate(now, growth, before, then, patterns)


def _then(
    now: Told, growth: Growth, reports: Sequence[Told], levels: Mapping[str, Levels], patterns: Patterns
) -> tuple[Told | None, Figure | None]:
    """The report that a growth is held against, and the figure of it that contradicts what is said of the growth."""
    since = growth.since or (None if growth.past or now.year is None else now.year - 1)
    before = earlier(reports, since)
    claimed = _claimed(growth)
    mine = levels[now.report_id]
    if before is None or claimed is None or not growth.exact or not mine.counts(growth.level):
        return None, None
    claim = Claim(growth.level, thing(now, growth.level), claimed, partial(_borne_out, growth))
    worded = [_in_front(figure, patterns) for figure in (growth.level, growth.past) if growth.past and figure]
    claims = [claim, *(claim._replace(about=None, name=name) for name in worded if name)]
    then = contradicting(claims, mine, levels[before.report_id])
    return before, then if then and of_one_size(then, growth.level) else None


def _claimed(growth: Growth) -> float | None:
    """What a growth says that the level was the year before."""
    level, past, delta, rate = growth.level, growth.past, growth.delta, growth.rate
    if past is not None:
        return past.value
    if delta is not None:
        return level.value - delta.value
    share = 0.0 if rate is None else rate.value if rate.unit == TIMES else rate.value / 100
    return level.value / (1 + share) if rate and share > -1 else None


def _borne_out(growth: Growth, then: Figure) -> bool:
    """Whether the level that last year's report told fits what is stated of the growth since."""
    level, past, delta, rate = growth.level, growth.past, growth.delta, growth.rate
    if past is not None:
        return rounds_to(then, past)
    if delta is not None:
        return abs(level.value - then.value - delta.value) <= _spare(level, then, delta)
    return rate is not None and then.value > 0 and holds(rate, level, then)


def _spare(level: Figure, then: Figure, delta: Figure) -> float:
    """How far a stated difference may lie from that of the levels, by how they are written."""
    exact = unit_of(delta) == unit_of(level) and not (level.decimals or then.decimals or delta.decimals)
    return 0.0 if exact else 1.01 * max(map(last_digit, (level, then, delta)))


def _restated(now: Told, quoted: Figure, before: Told, then: Figure) -> Row | None:
    if rounds_to(then, quoted) or not of_one_size(then, quoted):
        return None
    gap = amount(abs(quoted.value - then.value), quoted)
    why = (
        f"“{then.name}”：本报告称{before.year}年为{quoted.raw}，{before.year}年报告为{then.raw}，相差{gap}，未能解释。",
        f"Quoted here for {before.year} as {show(quoted.value)}; the report of {before.year} says {show(then.value)}; unexplained.",
    )
    grade = "fair" if "元" in quoted.unit else "strong"
    return finding("restated", now, (quoted.start, quoted.end), why, grade,
                   **other_side(before, (then.start, then.end)))  # fmt: skip


def _delta(now: Told, growth: Growth, before: Told, then: Figure, patterns: Patterns) -> Row | None:
    assert growth.delta is not None
    level, delta = growth.level, growth.delta
    gap = level.value - then.value
    if "元" in level.unit and not _as_published(now, growth, before, then, patterns):
        return None
    why = (
        f"“{level.name}”{before.year}年报告为{then.raw}，本年为{level.raw}，{written(level)}-{written(then)}={amount(gap, level)}，"
        f"与所称增减{delta.raw}不符，未能解释。",
        f"Report of {before.year}: {show(then.value)}; now {show(level.value)}, a change of {show(round(gap, 6))}, "
        f"stated as {show(delta.value)}; unexplained.",
    )
    return finding("change_contradicts_levels", now, growth.span, why, "fair",
                   **other_side(before, (then.start, then.end)))  # fmt: skip


def _rate(now: Told, growth: Growth, before: Told, then: Figure, patterns: Patterns) -> Row | None:
    level, rate = growth.level, growth.rate
    assert rate is not None
    if level.kind != "level" or patterns["real_terms"].search(level.name):
        return None
    if "元" in level.unit and not _as_published(now, growth, before, then, patterns):
        return None
    if _says_past(now, level, before) or (not level.indicator and level.value < SMALL):
        return None
    why = ratio_why(level, then.value, written(then), rate, f"{before.year}年报告为{then.raw}，本年为{level.raw}，")
    grade = "weak" if "元" in level.unit else "fair"
    return finding("change_contradicts_levels", now, growth.span, why, grade,
                   **other_side(before, (then.start, then.end)))  # fmt: skip


def _as_published(now: Told, growth: Growth, before: Told, then: Figure, patterns: Patterns) -> bool:
    """Whether money may be held against last year's report: its growth is not in real terms, no basis is named, and it is far off."""
    level, said = growth.level, growth.delta or growth.rate
    claimed = _claimed(growth)
    assert said is not None
    words = now.text[level.end : said.end + BEHIND], before.text[then.end : then.end + BEHIND]
    if patterns["real_terms"].search(level.name) or any(patterns["not_comparable"].search(part) for part in words):
        return False
    return claimed is not None and 100 * abs(level.value / then.value - level.value / claimed) >= REVISED


def _says_past(now: Told, level: Figure, before: Told) -> bool:
    """Whether the report gives last year's level itself: then the two are held against each other as restated."""
    return any(f.indicator == level.indicator and f.ref_year == before.year and f.kind == "level"
               for f in now.figures if level.indicator)  # fmt: skip


def _quoted(
    now: Told, at: int, reports: Sequence[Told], levels: Mapping[str, Levels], patterns: Patterns
) -> Row | None:
    """A figure given here for an earlier year, in so many words, that differs from what the report of that year says."""
    figure = now.figures[at]
    words = figure.lead
    rate = figure.kind == "share" and patterns["rate_named"].search(words)
    if not (figure.kind == "level" or rate) or figure.approx != "exact" or figure.part_of is not None:
        return None
    since = years_told(words, now, patterns) if patterns["names_year"].search(words) else None
    before = earlier(reports, since) if since else None
    if before is None or any(patterns[name].search(words) for name in ("span_of_years", "partial", "moved")):
        return None
    then = contradicting(list(_claims_of(now, at, patterns)), levels[now.report_id], levels[before.report_id])
    return _restated(now, figure, before, then) if then else None


def _claims_of(now: Told, at: int, patterns: Patterns) -> Iterator[Claim]:
    """What a figure of an earlier year may be of: what its name and its clause say, the level of this year beside it."""
    figure = now.figures[at]
    fits = partial(rounds_to, y=figure)
    about = thing(now, figure)
    plain = (patterns["when"].sub("", about[0]), *about[1:]) if about else None
    yield Claim(figure, plain, figure.value, fits, patterns["when"].sub("", figure.name))
    if worded := _in_front(figure, patterns):
        yield Claim(figure, None, figure.value, fits, worded)
    front = now.figures[at - 1] if at else None
    if front and _same_count(front, figure) and front.ref_year == now.year:
        yield Claim(front, thing(now, front), figure.value, fits)
    behind = now.figures[at + 1] if at + 1 < len(now.figures) else None
    if behind and _same_count(figure, behind) and behind.ref_year == now.year and not _in_front(behind, patterns):
        yield Claim(behind, thing(now, behind), figure.value, fits)


def _in_front(figure: Figure, patterns: Patterns) -> str:
    """What a figure counts by the words in front of it in its clause, the year aside; empty where another figure is among them."""
    words = patterns["led_by"].sub("", patterns["when"].sub("", figure.lead))
    return "" if len(words) < NAMED or re.search("[0-9]", words) else words


def _same_count(front: Figure, figure: Figure) -> bool:
    """Whether a figure stands right behind another of its sentence that counts in its unit."""
    near = front.sentence == figure.sentence and figure.start - front.end <= BEHIND
    return near and unit_of(front) == unit_of(figure) and front.kind == figure.kind
