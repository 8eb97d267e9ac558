"""Set phrases of official prose, which are said by all and count for no passage: where they stand in texts.

The phrases are data: ``reuse.toml`` of the profile, each with its examples.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np

from pipeline.diff.ragged import bounds
from pipeline.diff.reuse_text import FILE, Span
from pipeline.profiles import Profile
from pipeline.spotting import Spotter, codes_of

REACH = 120
"""Characters around a word of a set phrase in which the phrase is looked for."""
_BETWEEN = "\0"
"""Stands between texts that are looked through together; no word holds it."""


class Formula(NamedTuple):
    """A set phrase, and words that tell where it is tried: around them, or (``opening``) where they open it."""

    pattern: re.Pattern[str]
    words: Sequence[str]
    opening: bool

    def spans(self, text: str, places: Iterable[Span]) -> Iterator[Span]:
        """Where it stands in a text, given the places of its words in order."""
        done = 0
        for start, end in places:
            if not self.opening:
                hits: Iterable[re.Match[str] | None] = self.pattern.finditer(
                    text, max(done, start - REACH), end + REACH
                )
            else:
                hits = [self.pattern.match(text, start)] if start >= done else []
            for hit in filter(None, hits):
                done = hit.end()
                yield hit.span()


class Formulas(NamedTuple):
    """The set phrases of a genre, with all their words."""

    formulas: Sequence[Formula]
    words: Sequence[str]
    spotter: Spotter

    def spans(self, texts: Sequence[str]) -> Iterator[tuple[int, Span]]:
        """Where set phrases stand, with the number of the text: their words are rare, and looked for in all texts at once."""
        start, word = self.spotter.find(codes_of(_BETWEEN.join(texts)))
        begin = bounds([len(text) + len(_BETWEEN) for text in texts])
        text = np.searchsorted(begin, start, side="right") - 1
        stop = start - begin[text] + np.array([len(said) for said in self.words], dtype=np.int64)[word]
        for formula in self.formulas:
            mine = np.flatnonzero(np.isin(word, [self.words.index(said) for said in formula.words]))
            mine = mine[np.lexsort((stop[mine], start[mine]))]
            places = zip(*(column[mine].tolist() for column in (text, start - begin[text], stop)), strict=True)
            for k, here in groupby(places, key=itemgetter(0)):
                yield from ((k, span) for span in formula.spans(texts[k], (place[1:] for place in here)))


def set_phrases(texts: Sequence[str], genres: Sequence[Profile]) -> list[list[Span]]:
    """Where set phrases stand in each text, by its own genre."""
    found: list[list[Span]] = [[] for _ in texts]
    for genre in dict.fromkeys(genres):
        mine = [k for k, other in enumerate(genres) if other is genre]
        for k, span in _formulas(genre).spans([texts[k] for k in mine]):
            found[mine[k]].append(span)
    return found


@cache
def _formulas(profile: Profile) -> Formulas:
    return _compiled(profile.data[FILE]["formula"])


def _compiled(entries: Iterable[Mapping[str, Any]]) -> Formulas:
    formulas = [Formula(re.compile(e["pattern"]), e.get("near") or e["opening"], "opening" in e) for e in entries]
    words = sorted({word for formula in formulas for word in formula.words})
    return Formulas(formulas, words, Spotter(words))


def check(profile: Profile) -> list[str]:
    """Complaints about set phrases of ``reuse.toml`` that miss an example or take a counterexample."""
    complaints = []
    for entry in profile.data[FILE]["formula"]:
        where = f"reuse.toml, [[formula]] {entry['name']}"
        if "near" not in entry and "opening" not in entry:
            complaints.append(f"{where}: has neither near nor opening: name words one of which each phrase holds")
            continue
        known, pattern = _compiled([entry]), re.compile(entry["pattern"])
        missed = [t for t in entry["examples"] if not pattern.search(t)]
        passed = [t for t in entry["examples"] if pattern.search(t) and not any(known.spans([t]))]
        taken = [t for t in entry["counterexamples"] if pattern.search(t)]
        complaints += [f"{where}: not found in example {t}: widen the pattern" for t in missed]
        complaints += [f"{where}: not tried in example {t}: add a word of it to near or opening" for t in passed]
        complaints += [f"{where}: found in counterexample {t}: narrow the pattern" for t in taken]
    return complaints
