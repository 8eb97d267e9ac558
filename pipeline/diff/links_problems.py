"""The same shortcoming year after year: what a report owns up to, found again in the next one in whatever words.

A shortcoming is told in a line or two, and what it is short of is one of some dozens of things (hands, knowledge of the
law, roads, income); ``links/shortcomings.toml`` holds the words for each. Two sentences tell of one shortcoming where
they are short of the same things, more than of what the other sentences around them are, and share wording beside the
words in which every shortcoming is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from pipeline.diff.links_concepts import shared
from pipeline.diff.links_owning import owned_in_a_row
from pipeline.diff.links_passages import REVIEW, SHORT, Sentences
from pipeline.diff.links_rows import Rows
from pipeline.diff.links_rules import Rules
from pipeline.diff.links_shared import over_others
from pipeline.spotting import codes_of

_LETTERS = range(0x4E00, 0xA000)


class Told(NamedTuple):
    """Sentences of a report by number, what each speaks of (sentences, concepts), and its pairs of letters.

    ``length``: how many characters of each are about the matter.
    """

    numbers: np.ndarray
    concepts: np.ndarray
    pairs: np.ndarray
    length: np.ndarray

    def of(self, some: np.ndarray) -> Told:
        """Some of them, by place."""
        return Told(*(column[some] for column in self))


@dataclass(frozen=True)
class Owned:
    """What a report owns up to, and what it says was overcome.

    ``sought``: no passage owns up to anything; ``short`` is what lacks something by its own words, wherever it stands.
    """

    sentences: Sentences
    short: Told
    settled: Told
    sought: bool = False


class Again(NamedTuple):
    """For each sentence the number of the one that tells of the same (-1: none), and how surely (0 to 1)."""

    at: np.ndarray
    score: np.ndarray


def owned_up(reports: Sequence[Sentences], rules: Rules) -> list[Owned]:
    """The shortcomings of a place's reports, read all at one go."""
    owning = [_short(report, rules) for report in reports]
    short = [some or _lacking(report, rules) for some, report in zip(owning, reports, strict=True)]
    found = [part for parts in zip(short, _settled(reports, rules), strict=True) for part in parts]
    texts = [text for part in found for text in part.values()]
    told = Told(
        np.array([n for part in found for n in part], dtype=np.int64),
        rules.shortcomings.of(texts) > 0,
        _pairs([rules.patterns["hollow"].sub("|", text) for text in texts]),
        np.array([*map(len, texts)], dtype=np.int64),
    )
    means = _means(texts, told.concepts, rules)
    edges = pairwise(accumulate(map(len, found), initial=0))
    parts = [told.of(start + np.flatnonzero(means[start:end])) for start, end in edges]
    sought = [not some for some in owning]
    return [Owned(*some) for some in zip(reports, parts[::2], parts[1::2], sought, strict=True)]


def problem_rows(a: Owned, b: Owned, rules: Rules) -> Rows:
    """What became of each shortcoming of a: recurring in b; or resolved, with the sentence that says so, if any does.

    What was sought for want of a passage counts only where the other report owns up to it too.
    """
    if a.sought and b.sought:
        return Rows("problem", a.sentences, b.sentences, *(np.zeros(0, dtype=np.int64),) * 3, [])
    again = unrivalled(told_again(a.short, b.short, rules), b.short.length, rules.decisions["problem"])
    ended = told_again(a.short, b.settled, rules)
    recurs = again.at >= 0  # what is still owned up to isn't overcome, whatever was done about it
    at = np.where(recurs, _number(b.short, again.at), _number(b.settled, ended.at))
    score = np.where(recurs, again.score, ended.score)
    status = np.where(recurs, "recurring", "resolved")
    kept = recurs | (not a.sought)
    return Rows(
        "problem", a.sentences, b.sentences, a.short.numbers[kept], at[kept], score[kept], status[kept].tolist()
    )


def told_again(a: Told, b: Told, rules: Rules) -> Again:
    """Each sentence of a with that of b which most likely tells of the same, by its place among b's, if it is likely."""
    rows = np.arange(len(a.numbers))
    if not len(rows) or not len(b.numbers):
        return Again(np.full(len(rows), -1), np.zeros(len(rows)))
    strength = _strength(a, b, rules)
    best = strength.argmax(axis=1)
    score = 1 / (1 + np.exp(-strength[rows, best]))
    return Again(np.where(score >= rules.decisions["problem"]["least"], best, -1), np.round(score, 4))


def unrivalled(found: Again, lengths: np.ndarray, judge: Mapping[str, float]) -> Again:
    """Of several sentences of a that lead to one of b the surest, and any that are sure by themselves.

    Sentences of b of many characters (``lengths``) may tell of several things: they keep all.
    """
    best = np.zeros(len(lengths) + 1)
    np.maximum.at(best, found.at, found.score)
    best[np.flatnonzero(lengths > judge["several"])] = 0
    return found._replace(at=np.where(found.score >= np.minimum(best[found.at], judge["sure"]), found.at, -1))


def likeness(a: Told, b: Told, rules: Rules) -> dict[str, np.ndarray]:
    """What speaks for every two sentences telling of one shortcoming: name -> array (sentences of a, of b)."""
    concepts = shared(a.concepts, b.concepts, rules.shortcomings.worth)
    return {
        "concept": concepts.weight,
        "concepts": concepts.cosine,
        "concept_margin": over_others(concepts.cosine, 1),
        "concept_mutual": over_others(concepts.cosine, 0),
        "wording": np.sqrt(a.pairs @ b.pairs.T),
    }


def _strength(a: Told, b: Told, rules: Rules) -> np.ndarray:
    weights = rules.weights["problem"]
    found = (weights[name] * told for name, told in likeness(a, b, rules).items())
    strength: np.ndarray = sum(found, np.array(weights["bias"]))
    return strength


def _short(report: Sentences, rules: Rules) -> dict[int, str]:
    """Number -> what is left of each shortcoming's sentence without its introduction."""
    texts = {n: rules.patterns["lead"].sub("", report.text[n], count=1) for n in _unanswered(report, rules)}
    doing, lack = rules.patterns["doing"], rules.patterns["lack"]
    told = {n: text for n, text in texts.items() if lack.search(text) or not doing.search(text)}
    # what only says that there are shortcomings leaves open where they are told
    return told if not all(map(rules.patterns["announced"].search, told.values())) else {}


def _lacking(report: Sentences, rules: Rules) -> dict[int, str]:
    """Number -> what lacks something by its own words, or is named as what to act on, whatever the section is about."""
    found = rules.found(["lacking", "aimed"], report.text)
    told = {n: report.text[n] for n in owned_in_a_row(report.text, found["lacking"], rules)}
    for n in found["aimed"]:
        told[n] = "".join(rules.patterns["aimed"].findall(report.text[n]))
    return dict(sorted(told.items()))


def _unanswered(report: Sentences, rules: Rules) -> Iterator[int]:
    """The sentences that own up, one after another, up to the one that promises to put that right."""
    answered = -2
    for n in (n for n, role in enumerate(report.role) if role == SHORT):
        about = n - 1 == answered and not rules.patterns["numbered"].search(report.text[n])
        if about or rules.patterns["answer"].search(report.text[n]):
            answered = n
        else:
            yield n


def _settled(reports: Sequence[Sentences], rules: Rules) -> list[dict[int, str]]:
    """For each report: number -> what says that a shortcoming was overcome."""
    review = [(at, n) for at, report in enumerate(reports) for n, role in enumerate(report.role) if role in REVIEW]
    told: list[dict[int, str]] = [{} for _ in reports]
    for one in rules.found_in("settled", [reports[at].text[n] for at, n in review]):
        at, n = review[one]
        told[at][n] = reports[at].text[n]
    return told


def _means(texts: Sequence[str], concepts: np.ndarray, rules: Rules) -> np.ndarray:
    """Which texts say what is short, not merely that something is."""
    means = np.asarray(concepts.any(axis=1))
    for n in np.flatnonzero(~means).tolist():
        means[n] = not rules.patterns["announced"].search(texts[n])
    return means


def _number(told: Told, at: np.ndarray) -> np.ndarray:
    return np.append(told.numbers, -1)[at]


def _pairs(texts: Sequence[str]) -> np.ndarray:
    """Which pairs of letters side by side each text holds: 0 or 1 (texts, pairs of any of them)."""
    codes = codes_of("\n".join(texts)).astype(np.int64)
    letter = (codes >= _LETTERS.start) & (codes < _LETTERS.stop)
    starts = np.flatnonzero(letter[:-1] & letter[1:])
    kinds, kind = np.unique(codes[starts] << 16 | codes[starts + 1], return_inverse=True)
    held = np.zeros((len(texts), len(kinds)))
    held[np.cumsum(codes == ord("\n"))[starts], kind] = 1
    return held
