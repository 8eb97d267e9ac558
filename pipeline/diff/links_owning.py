"""Shortcomings that no heading and no confession announces, told by their own words, several in a row.

A drafter who owns up to something says what is too little, late or weak, time after time, and tells of nothing done;
one such sentence by itself may be a phrase (不是没有困难), two in a row hardly ever are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.diff.links_rules import Rules

NOWHERE = -99.0
"""The score of what is no sentence."""


ENDS = tuple(",;。:!")
"""Sentences end so; headings and rows of tables don't."""


class Owning:
    """How much each sentence of a report owns up to, by its words: above 0 it rather does than not."""

    def __init__(self, texts: Sequence[str], rules: Rules) -> None:
        self.texts, self.patterns, self.weights = texts, rules.patterns, rules.weights["owning"]
        self._scores: dict[int, float] = {}

    def __call__(self, n: int) -> float:
        """The score of sentence ``n``, whether there is such a one or not."""
        if n not in self._scores:
            self._scores[n] = self._score(self.texts[n]) if 0 <= n < len(self.texts) else NOWHERE
        return self._scores[n]

    def run(self, n: int) -> list[int]:
        """The sentences around ``n`` that own up to something as it does, in reading order."""
        return [*reversed([*self._onwards(n, -1)]), n, *self._onwards(n, 1)]

    def most(self, n: int) -> float:
        """No less than the score of sentence ``n``, and told sooner."""
        text = self.texts[n]
        lacks, hedges = (len(self.patterns[name].findall(text)) for name in ("lacking", "hedged"))
        return self.weights["lacking"] * lacks / _clauses(text) + self._hedged(hedges)

    def _score(self, text: str) -> float:
        if text[-1:] not in ENDS:
            return NOWHERE
        left = self.patterns["overcome"].sub("", text)
        lacks = len(self.patterns["lacking"].findall(left))
        hedges, deeds = (len(self.patterns[name].findall(text)) for name in ("hedged", "deed"))
        clauses = _clauses(text)
        said = self.weights["lacking"] * lacks - self.weights["deed"] * min(deeds, clauses)
        return said / clauses + self._hedged(hedges)

    def _hedged(self, hedges: int) -> float:
        return self.weights["hedged"] * min(hedges, 2) + self.weights["bias"]

    def _onwards(self, n: int, step: int) -> Iterator[int]:
        least, gap = self.weights["least"], self.weights["gap"]
        while self(n + step) > least or (self(n + step) > gap and self(n + 2 * step) > 0):
            n += step
            yield n


def owned_in_a_row(texts: Sequence[str], lacking: Iterable[int], rules: Rules) -> set[int]:
    """The numbers of the sentences that own up to something by their own words; ``lacking``: those that lack something.

    Two are enough, or one where a turn of words (但, 我们深知) opens it or stands before it.
    """
    owns, found, aware = Owning(texts, rules), set[int](), rules.patterns["aware"]
    for n in lacking:
        if n in found or owns.most(n) <= 0 or owns(n) <= 0:
            continue
        run = owns.run(n)
        # who tells of something done there isn't owning up
        turned = owns(run[0] - 1) >= owns.weights["bias"] and aware.search(texts[run[0] - 1]) is not None
        if turned or sum(owns(other) > 0 for other in run) > 1 or aware.search(texts[run[0]]):
            found.update(range(run[0] - turned, run[-1] + 1))
    return found


def _clauses(text: str) -> int:
    return max(1, sum(map(text.count, ",;。")))
