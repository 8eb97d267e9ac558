"""The model as flat arrays that are memory-mapped: built once at set-up, shared by all processes that cut words.

pkuseg scores a character's tag by the features around it, each a string looked up in a dictionary of 2.6 million.
Those strings are of five forms only, made of characters and of words of the model's word list, so that small numbers
name them exactly and no string is hashed:

=========  ==========================================  =====================================================
array      key                                         what stands there
=========  ==========================================  =====================================================
chars      code point                                  character's number: 0 unknown, 1 white space
singles    number                                      weights of c, c-1, c1, c-2, c2
pairs      two numbers                                 weights of c-1c, cc1, c-2c-1; trie node of the two
steps      trie node, number                           next node; nodes below ``len(words)`` are words
words      word                                        weights of w-1, w1
links      two words                                   weights of ww.l, ww.r
entries    digest of a dictionary word                 where it stands in ``spelling``
=========  ==========================================  =====================================================

Keyed arrays have a table of slots (``pair_slots`` ...): open addressing, one 64-bit slot ``key << BITS | value + 1``,
0 where it is empty. Weights are whole ten-thousandths, as the model was written; divided by 10,000 they are the
model's own doubles, which is checked when the table is built.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

FORMAT = 2
"""Raised when the arrays change, so that older ones are built again."""

TAGS = 5
PLACES = 10_000
VALUE_BITS = 24
LONGEST = 6
"""Words of the model's word list have two to six characters in features."""
UNKNOWN, SPACE, NUMBER, LETTER = range(4)
FIRST_CHAR = 4
BEGIN, INSIDE, FIXED = 1, 2, 4
"""Bits of a condition on a character: a word begins here; goes on here; is not to be joined with others."""
SINGLE_FORMS = ("c.", "c-1.", "c1.", "c-2.", "c2.")
PAIR_FORMS = ("c-1c.", "cc1.", "c-2c-1.")
WORD_FORMS = ("w-1.", "w1.")
LINK_FORMS = ("ww.l.", "ww.r.")
GOLDEN = 0x9E3779B97F4A7C15
"""Fibonacci hashing's multiplier (2**64 / golden ratio)."""


BASE = 0xD6E8FEB86659FD93
"""Multiplier of the digest of a dictionary word: the polynomial of its code points, each one more than it is."""


class TableError(ValueError):
    """A model that these tables can't express; spacy-pkuseg itself then cuts the words."""


class Tables(NamedTuple):
    """The arrays, in the order in which the kernel takes them."""

    chars: NDArray[np.uint16]
    singles: NDArray[np.float64]
    pair_slots: NDArray[np.uint64]
    pairs: NDArray[np.int32]
    step_slots: NDArray[np.uint64]
    words: NDArray[np.int32]
    link_slots: NDArray[np.uint64]
    links: NDArray[np.int32]
    start: NDArray[np.int32]
    edges: NDArray[np.float64]
    begins: NDArray[np.bool_]
    entry_slots: NDArray[np.uint64]
    entry_starts: NDArray[np.int32]
    spelling: NDArray[np.uint32]


def folder_in(place: Path) -> Path:
    """Where in the model's folder the arrays are, so that another format stays there for who uses it."""
    return place / f"table-{FORMAT}"


def load(place: Path) -> Tables:
    """The arrays of a folder, memory-mapped; raises :class:`TableError` where they are not there, or of another form."""
    try:
        stamp = json.loads((place / "table.json").read_text("utf-8"))
        if stamp["format"] != FORMAT:
            raise TableError(f"{place}: format {stamp['format']}, expected {FORMAT}")
        arrays = (np.load(place / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in Tables._fields)
        return Tables(*map(np.ascontiguousarray, arrays))  # the kernel takes addresses, so rows must follow rows
    except (OSError, KeyError, ValueError) as error:
        raise TableError(f"{place}: {error}") from error


def save(tables: Tables, place: Path) -> None:
    """Write the arrays; the stamp comes last, so half a table never counts as one."""
    place.mkdir(parents=True, exist_ok=True)
    for name, array in tables._asdict().items():
        np.save(place / f"new-{name}.npy", array, allow_pickle=False)
        os.replace(place / f"new-{name}.npy", place / f"{name}.npy")
    (place / "table.json").write_text(json.dumps({"format": FORMAT}), "utf-8")


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
    pair_keys, pairs = _pairs(forms, node, spelled, nodes)
    link_keys, links = _links(forms, node, words)
    entry_slots, entry_starts, spelling = _dictionary(entries)
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


def slots(keys: NDArray[np.uint64], values: NDArray[np.int64]) -> NDArray[np.uint64]:
    """An open-addressing table, a third to two thirds full; keys below 2**40, values below 2**24 - 1.

    A key may come twice, for who looks it up then compares more than the key.
    """
    bits = max(4, int(len(keys) * 3 // 2).bit_length())
    table = np.zeros(1 << bits, np.uint64)
    place = keys.astype(np.uint64) * np.uint64(GOLDEN) >> np.uint64(64 - bits)
    content = keys.astype(np.uint64) << np.uint64(VALUE_BITS) | (values + 1).astype(np.uint64)
    while len(place):
        first = np.unique(place, return_index=True)[1]
        first = first[table[place[first]] == 0]
        table[place[first]] = content[first]
        left = np.ones(len(place), bool)
        left[first] = False
        place, content = (
            (place[left] + np.uint64(1)) & np.uint64((1 << bits) - 1),
            content[left],
        )
    return table


def _whole(weights: NDArray[np.float64]) -> NDArray[np.int32]:
    whole = np.rint(weights * PLACES).astype(np.int32)
    if not np.array_equal(whole / PLACES, weights):
        raise TableError(f"weights are no whole multiples of 1/{PLACES}")
    return whole


def _by_form(index: Mapping[str, int]) -> dict[str, list[tuple[str, int]]]:
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


def _numbers(forms: Mapping[str, list[tuple[str, int]]]) -> dict[str, int]:
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


def _trie(
    forms: Mapping[str, list[tuple[str, int]]], listed: set[str], spelled: _Spelling
) -> tuple[dict[str, int], dict[int, int], dict[int, int]]:
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
    forms: Mapping[str, list[tuple[str, int]]],
    node: NDArray[np.int32],
    spelled: _Spelling,
    nodes: Mapping[int, int],
) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """Keys, and rows of 16: the three forms' weights and the trie node of the two characters (-1 for none).

    Features are numbered by how common they are; rows in that order share pages and cache lines with their likes.
    """
    found: dict[int, list[tuple[int, int]]] = {key: [] for key in nodes}
    for column, form in enumerate(PAIR_FORMS):
        for text, feature in forms[form]:
            first, second = spelled.two(text)
            if first and second:
                found.setdefault(first << 16 | second, []).append((column, feature))
    common_first = sorted(
        found,
        key=lambda key: min((feature for _, feature in found[key]), default=len(node)),
    )
    rows = np.zeros((len(found), 16), np.int32)
    for row, key in enumerate(common_first):
        for column, feature in found[key]:
            rows[row, column * TAGS : (column + 1) * TAGS] = node[feature]
        rows[row, 15] = nodes.get(key, -1)
    return np.array(common_first, np.uint64), rows


def _word_weights(
    forms: Mapping[str, list[tuple[str, int]]],
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
    forms: Mapping[str, list[tuple[str, int]]],
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


def _dictionary(
    entries: Iterable[str],
) -> tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.uint32]]:
    """Slots by digest (see the kernel's ``digest``), and the words one behind another to be compared in full."""
    words = sorted({word for word in entries if word})
    spelling = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
    starts = np.concatenate([[0], np.cumsum([len(word) for word in words])]).astype(np.int32)
    lengths = np.diff(starts)
    digests = np.zeros(len(words), np.uint64)
    for place in range(int(lengths.max(initial=0))):
        longer = lengths > place
        digests[longer] = digests[longer] * np.uint64(BASE) + spelling[starts[:-1][longer] + place] + np.uint64(1)
    return (
        slots(digests * np.uint64(GOLDEN) >> np.uint64(VALUE_BITS), np.arange(len(words))),
        starts,
        spelling,
    )
