"""A number in the text on its way to becoming a quantity, and the words around it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.extract.finder import ANY
from pipeline.extract.quantities_rules import Rules

FRONT = 16  # characters in front of a number in which an approximator stands
NEAR = 160  # characters in front of a number in which any cue to its meaning stands
WORDS = 40  # characters of the words that it stands with
OWN = 60  # characters of its clause


@dataclass(slots=True)
class Figure:
    """A number in the text on its way to becoming a quantity."""

    start: int
    end: int
    digits_end: int
    unit_end: int
    value: Decimal | None
    unit: str | None
    scaled: Decimal
    chinese: bool
    approx: str = ""
    form: str = "plain"
    linked: bool = False
    negative: bool = False
    kind: str = ""
    period: str = ""
    ref_year: int | None = None
    name: str = ""
    part_of: int | None = None
    base: str = ""
    scope: str = ""
    near: int = ANY
    """The cues that can stand in the :data:`NEAR` characters before it."""
    close: int = ANY
    """Those that can stand in the :data:`FRONT` characters before it."""
    told: int = ANY
    """Those that can stand before it in its clause, in :data:`OWN` characters."""
    words_low: int = 0
    """Where the words that it stands with begin."""
    clause_low: int = 0
    """Where its clause begins."""

    def words(self, text: str) -> str:
        """The words right before it, at most :data:`WORDS` characters."""
        return text[max(self.words_low, self.start - WORDS) : self.start]

    def clause(self, text: str, reach: int = OWN) -> str:
        """What stands before it in its clause, at most ``reach`` characters."""
        return text[max(self.clause_low, self.start - reach) : self.start]


def front_approx(text: str, figure: Figure, rules: Rules, share: bool = False) -> str:
    """The approximator in front of a number: more, less, about or nothing; ``share``: also in front of what it is of."""
    if not figure.close & rules.fronts:
        return ""
    before = text[max(0, figure.start - FRONT) : figure.start]
    for approx, cue in rules.front:
        if (
            (hit := cue.search(figure.close, before))
            and (share or not hit["of"])
            and not rules.not_front.search(before[: hit.end(hit.lastgroup or 0)])
        ):
            return approx
    return ""
