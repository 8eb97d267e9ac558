"""Level, change or share, with the sign of a change; and how exact the figure is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pipeline.extract.quantities_figure import FRONT, WORDS, Figure, front_approx
from pipeline.extract.quantities_rules import Rules


def set_kind(text: str, figure: Figure, previous: Figure | None, rules: Rules) -> None:
    """Fill ``kind``, and make the value negative where it falls."""
    kinds = rules.kinds
    turned = _turn(text, figure, rules)
    if not turned and figure.linked and previous and previous.kind == "change" and _alike(previous, figure, rules):
        turned = "fall" if previous.value is not None and previous.value < 0 else "rise"
    if not turned and kinds["behind"].match(text, figure.end):
        turned = "rise"
    if turned or figure.unit in kinds["always"]:
        figure.kind = "change"
    elif _is_share(text, figure, kinds):
        figure.kind = "share"
    else:
        figure.kind = "level"
    if figure.value is not None and ((turned == "fall") != figure.negative):
        figure.value = -abs(figure.value) or Decimal(0)


def _is_share(text: str, figure: Figure, kinds: dict[str, Any]) -> bool:
    if figure.unit in kinds["share"] or figure.form in ("fraction", "ratio") or figure.unit == kinds["multiple"]:
        return True
    return figure.unit == "" and text[figure.start - 1 : figure.start] == kinds["rate_end"]


def _alike(previous: Figure, figure: Figure, rules: Rules) -> bool:
    share = rules.kinds["share"] | rules.kinds["always"]
    return previous.unit == figure.unit or (previous.unit in share and figure.unit in share)


def _turn(text: str, figure: Figure, rules: Rules) -> str:
    """rise, fall or nothing, by the last word of rising or falling before the number."""
    kinds = rules.kinds
    if not figure.told & (kinds["turn"].bit | kinds["rate"].bit):
        return ""
    before = figure.words(text)
    if figure.unit in kinds["share"] and (rate := kinds["rate"].search(figure.told, before)):
        return "rise" if rate["rise"] else "fall"
    last = None
    for match in kinds["turn"].finditer(figure.told, before):
        last = match
    if last is None or last["no"] or kinds["rate_of"].match(before, last.end()):
        return ""
    if last.group() in kinds["work"] and figure.unit not in kinds["worked"]:
        return ""
    which = "rise" if last["rise"] else "fall"
    gap = before[last.end() :].strip()
    if kinds["gap"].fullmatch(gap.rstrip("-－−—")):
        return which
    if figure.unit not in kinds["share"] and kinds["fall_of"].fullmatch(before, last.start()):
        return "fall"
    compared = kinds["compared"].search(before, 0, last.start())
    if compared and len(gap) <= 12 and not gap.endswith(kinds["to"]) and figure.unit not in kinds["share"]:
        return which
    return ""


def set_base(text: str, figure: Figure, previous: Figure | None, rules: Rules) -> None:
    """Fill ``base`` of a change or a share, where it is stated and is no named year (those are the periods' work)."""
    if figure.base or figure.kind == "level":
        return
    before = figure.clause(text, WORDS)
    points = figure.kind == "change" and figure.unit in rules.kinds["always"]
    for kind in ("points", figure.kind) if points else (figure.kind,):
        for pattern in rules.kinds["base"][kind]:
            if found := pattern.search(before):
                figure.base = found["base"]
                return
    if figure.linked and previous and previous.kind == figure.kind:
        figure.base = previous.base


def _shares_front(text: str, previous: Figure, rules: Rules) -> bool:
    """Whether what stands in front of a number holds for the one joined to it: 超过3至5件, 分别超过60%、70%."""
    return text[previous.end] in rules.ranges or rules.each in text[max(0, previous.start - FRONT) : previous.start]


def set_approx(text: str, figure: Figure, previous: Figure | None, rules: Rules) -> None:
    """Fill ``approx``: what stands behind or inside the number decides, then what stands in front."""
    if not figure.approx:
        figure.approx = front_approx(text, figure, rules, figure.unit in rules.kinds["share"])
    if not figure.approx and figure.linked and previous and previous.end == figure.start - 1:
        figure.approx = previous.approx if _shares_front(text, previous, rules) else ""
    if (
        figure.approx
        and figure.unit in rules.kinds["always"]
        and rules.beyond.search(text, max(0, figure.start - FRONT), figure.start)
    ):
        figure.approx = ""
    figure.approx = figure.approx or "exact"
