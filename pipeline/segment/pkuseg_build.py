"""The decoder's arrays out of a model: its feature strings taken apart, its weights put where the kernel looks.

See :mod:`pipeline.segment.pkuseg_table` for what the arrays hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.segment.pkuseg_entries import dictionary, openings
from pipeline.segment.pkuseg_table import (
    FIRST_CHAR,
    LETTER,
    LONGEST,
    NODE_BITS,
    NUMBER,
    PLACES,
    SPACE,
    TAGS,
    UNKNOWN,
    TableError,
    Tables,
    slots,
)

SINGLE_FORMS = ("c.", "c-1.", "c1.", "c-2.", "c2.")
PAIR_FORMS = ("c-1c.", "cc1.", "c-2c-1.")
WORD_FORMS = ("w-1.", "w1.")
LINK_FORMS = ("ww.l.", "ww.r.")

Forms = Mapping[str, list[tuple[str, int]]]
"""Form -> the text behind it and the feature's number."""


def build(
    features: Mapping[str, Any],
    weights: NDArray[np.float64],
    normal: Mapping[str, str],
    entries: Iterable[str],
) -> Tables:
    """The arrays of a model.

    ``features``: its word list (``unigram``), feature numbers and tag numbers; ``normal``: characters that features
    write in another way (digits, letters, marks); ``entries``: the dictionary whose words are joined afterwards.
    """
    index: dict[str, int] = features["feature_to_idx"]
    if len(features["tag_to_idx"]) != TAGS:
        raise TableError(f"{len(features['tag_to_idx'])} tags, expected {TAGS}")
    scores = _whole(weights)
    node, edges = (
        scores[: len(index) * TAGS].reshape(-1, TAGS),
        scores[len(index) * TAGS :],
    )
    forms = _by_form(index)
    numbers = _numbers(forms)
    spelled = _Spelling(numbers, normal)
    singles = np.zeros((len(numbers) + FIRST_CHAR, len(SINGLE_FORMS), TAGS))
    for column, form in enumerate(SINGLE_FORMS):
        for text, feature in forms[form]:
            singles[spelled.one(text), column] = node[feature] / PLACES
    singles[[UNKNOWN, SPACE]] = 0
    words, nodes, steps = _trie(forms, set(features["unigram"]), spelled)
    entries = sorted({word for word in entries if word})
    pair_keys, pairs = _pairs(forms, node, spelled, nodes, openings(entries, spelled.chars))
    link_keys, links = _links(forms, node, words)
    entry_slots, entry_starts, spelling = dictionary(entries)
    return Tables(
        chars=spelled.chars,
        singles=singles.reshape(len(singles), -1),
        pair_slots=slots(pair_keys, np.arange(len(pair_keys))),
        pairs=pairs,
        step_slots=slots(np.array([*steps], np.uint64), np.array([*steps.values()], np.int64)),
        words=_word_weights(forms, node, words),
        link_slots=slots(link_keys, np.arange(len(link_keys))),
        links=links,
        start=node[index["$$"]].copy(),
        # the reference adds weights to a matrix of ones; a row is the tag before, a column the tag behind
        edges=np.ascontiguousarray(1.0 + edges.reshape(TAGS, TAGS).T / PLACES),
        begins=np.array(["B" in tag for tag in sorted(features["tag_to_idx"], key=features["tag_to_idx"].get)]),
        entry_slots=entry_slots,
        entry_starts=entry_starts,
        spelling=spelling,
    )


def _whole(weights: NDArray[np.float64]) -> NDArray[np.int32]:
    whole = np.rint(weights * PLACES).astype(np.int32)
    if not np.array_equal(whole / PLACES, weights):
        raise TableError(f"weights are no whole multiples of 1/{PLACES}")
    return whole


def _by_form(index: Mapping[str, int]) -> Forms:
    """Feature numbers by form, under the text behind it."""
    forms: dict[str, list[tuple[str, int]]] = {
        form: [] for form in (*SINGLE_FORMS, *PAIR_FORMS, *WORD_FORMS, *LINK_FORMS)
    }
    for feature, number in index.items():
        end = feature.find(".") + 1
        if feature.startswith("ww."):
            end = len("ww.l.")
        if feature[:end] in forms:
            forms[feature[:end]].append((feature[end:], number))
        elif feature != "$$":
            raise TableError(f"feature of an unknown form: {feature!r}")
    return forms


def _numbers(forms: Forms) -> dict[str, int]:
    """Every single character that stands in a feature, numbered in code point order."""
    found = {char for form in SINGLE_FORMS for text, _ in forms[form] for char in text if len(text) == 1}
    for form in (*PAIR_FORMS, *WORD_FORMS, *LINK_FORMS):
        found.update(*(text for text, _ in forms[form]))
    return {char: FIRST_CHAR + order for order, char in enumerate(sorted(found))}


class _Spelling:
    """Characters, pairs and words as features write them -> numbers; UNKNOWN for what no text can give."""

    def __init__(self, numbers: Mapping[str, int], normal: Mapping[str, str]) -> None:
        self._given = {"**Num": NUMBER, "**Letter": LETTER}
        self._given.update({c: n for c, n in numbers.items() if c not in normal or normal[c] == c})
        every = {**{char: char for char in numbers}, **normal}
        self.chars = np.zeros(0x110000, np.uint16)
        for char, written in every.items():
            self.chars[ord(char)] = self._given.get(written, UNKNOWN)
        self.chars[[code for code in range(0x110000) if chr(code).isspace()]] = SPACE

    def one(self, text: str) -> int:
        return self._given.get(text, UNKNOWN)

    def two(self, text: str) -> tuple[int, int]:
        first, _, second = text.partition(".")
        return self.one(first), self.one(second)

    def all(self, word: str) -> list[int]:
        return [self.one(char) for char in word]


def _trie(forms: Forms, listed: set[str], spelled: _Spelling) -> tuple[dict[str, int], dict[int, int], dict[int, int]]:
    """Words that features name -> number; first two characters -> node; (node, character) -> next node."""
    named = {text: feature for form in WORD_FORMS for text, feature in forms[form]}
    named.update(
        (word, named.get(word, feature)) for form in LINK_FORMS for link, feature in forms[form] for word in _both(link)
    )
    usable = [w for w in named if w in listed and 2 <= len(w) <= LONGEST and UNKNOWN not in spelled.all(w)]
    usable.sort(key=lambda word: (named[word], word))
    words = {word: number for number, word in enumerate(usable)}
    node_of = dict(words)
    for word in usable:
        for end in range(2, len(word)):
            node_of.setdefault(word[:end], len(node_of))
    nodes, steps = {}, {}
    for prefix, node in node_of.items():
        ids = spelled.all(prefix)
        if len(ids) == 2:
            nodes[ids[0] << 16 | ids[1]] = node
        else:
            steps[node_of[prefix[:-1]] << 16 | ids[-1]] = node
    return words, nodes, steps


def _both(link: str) -> list[str]:
    """The two words of a ww feature; a star can't be part of a word, since texts never keep one."""
    parts = link.split("*")
    if len(parts) == 2 and all(parts):
        return parts
    if "**noWord" in link or not all((parts[0], parts[-1])):
        raise TableError(f"feature of an unknown form: {link!r}")
    return []


def _pairs(
    forms: Forms,
    node: NDArray[np.int32],
    spelled: _Spelling,
    nodes: Mapping[int, int],
    lengths: Mapping[int, int],
) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """Keys, and rows of 16: the three forms' weights; the trie node of the two characters (one more than it is, 0 for
    none) and, above it, the lengths of dictionary words that they open.

    Features are numbered by how common they are; rows in that order share pages and cache lines with their likes.
    """
    found: dict[int, list[tuple[int, int]]] = {key: [] for key in (*nodes, *lengths)}
    for column, form in enumerate(PAIR_FORMS):
        for text, feature in forms[form]:
            first, second = spelled.two(text)
            if first and second:
                found.setdefault(first << 16 | second, []).append((column, feature))
    common_first = sorted(
        found,
        key=lambda key: min((feature for _, feature in found[key]), default=len(node)),
    )
    if max(nodes.values(), default=0) + 1 >= 1 << NODE_BITS:
        raise TableError(f"{len(nodes)} openings of words, more than there is room for")
    rows = np.zeros((len(found), 16), np.int32)
    packed = [lengths.get(key, 0) << NODE_BITS | nodes.get(key, -1) + 1 for key in common_first]
    rows[:, 15] = np.array(packed, np.uint32).view(np.int32)
    for row, key in enumerate(common_first):
        for column, feature in found[key]:
            rows[row, column * TAGS : (column + 1) * TAGS] = node[feature]
    return np.array(common_first, np.uint64), rows


def _word_weights(
    forms: Forms,
    node: NDArray[np.int32],
    words: Mapping[str, int],
) -> NDArray[np.int32]:
    rows = np.zeros((len(words), len(WORD_FORMS) * TAGS), np.int32)
    for column, form in enumerate(WORD_FORMS):
        for word, feature in forms[form]:
            if word in words:
                rows[words[word], column * TAGS : (column + 1) * TAGS] = node[feature]
    return rows


def _links(
    forms: Forms,
    node: NDArray[np.int32],
    words: Mapping[str, int],
) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    found: dict[int, list[int]] = {}
    for column, form in enumerate(LINK_FORMS):
        for link, feature in forms[form]:
            pair = _both(link)
            if pair and all(word in words for word in pair):
                found.setdefault(words[pair[0]] << 20 | words[pair[1]], [-1, -1])[column] = feature
    rows = np.zeros((len(found), len(LINK_FORMS) * TAGS), np.int32)
    for row, hits in enumerate(found.values()):
        for column, feature in enumerate(hits):
            if feature >= 0:
                rows[row, column * TAGS : (column + 1) * TAGS] = node[feature]
    return np.array([*found], np.uint64), rows
