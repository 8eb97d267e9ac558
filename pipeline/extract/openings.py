"""What a match of a regular expression can begin with: the characters at its first places, read off the expression.

Only the syntax that :mod:`re` documents is read. What a class ([^，。], \\d) holds is asked of :mod:`re` itself, and where
an expression says something that is not read here, its matches are taken to begin with anything: that costs time, never
a match.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_

DEPTH = 3
"""Characters from a match's beginning that are looked at."""
END = 1 << 16
"""Stands for the text's end, and for characters of higher planes."""
Letters = int
"""Which characters: a bit for each code point up to :data:`END`."""
ALL: Letters = (1 << END + 1) - 1

_ATOM = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]|\\(?:x..|u.{4}|U.{8}|.)|.", re.DOTALL)
"""What stands for one character, or for a place between two."""
_NAMED = re.compile(r"\[(?P<others>\^?)(?P<letters>[^\\\[\]^-]+)\]")
"""A class that names its characters one by one."""
_LETTER = r"\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\[^\w\s]|[^\\\[\]^-]"
_PART = re.compile(rf"(?P<kind>\\[dsw])|(?P<low>{_LETTER})(?:-(?P<high>{_LETTER}))?")
_CLASS = re.compile(rf"\[(?P<others>\^?)(?P<parts>(?:{_PART.pattern.replace('?P<', '?P<_')})+)\]")
"""A class of characters, ranges and kinds of characters."""
_PLACES = frozenset(("^", "$", r"\b", r"\B", r"\A", r"\Z"))
_REFERENCE = re.compile(r"\\\d")
_GROUP = re.compile(r"\((?:\?(?:P<\w+>|[:>]|(?P<around><?[=!]))|(?!\?))")
"""Where a group begins; ``around``: it looks ahead or behind."""
_QUANTIFIER = re.compile(r"(?:(?P<sign>[*+?])|\{(?=[\d,])(?P<least>\d*)(?P<comma>,?)(?P<most>\d*)\})[?+]?")
_SIGNS = {"*": (0, DEPTH), "+": (1, DEPTH), "?": (0, 1)}


class _Strange(ValueError):
    """Syntax that is not read here."""


@dataclass(frozen=True)
class _Head:
    """What a piece of a pattern can begin with: how many characters it takes (as far as looked at), and which."""

    lengths: frozenset[int]
    letters: tuple[Letters, ...]

    def then(self, other: _Head) -> _Head:
        """This piece and the next one."""
        if self.lengths == {DEPTH}:
            return self
        letters = list(self.letters)
        for length in self.lengths:
            for at in range(length, DEPTH):
                letters[at] |= other.letters[at - length]
        return _Head(frozenset(min(a + b, DEPTH) for a in self.lengths for b in other.lengths), tuple(letters))

    def either(self, other: _Head) -> _Head:
        """This piece or that one."""
        return _Head(self.lengths | other.lengths, tuple(map(or_, self.letters, other.letters)))

    def repeated(self, least: int, most: int) -> _Head:
        """This piece so many times."""
        head = _NOTHING
        for _ in range(least):
            head = head.then(self)
        longer = head
        for _ in range(most - least):
            longer = longer.then(self)
            head = head.either(longer)
        return head


_NOTHING = _Head(frozenset({0}), (0,) * DEPTH)
_ANYTHING = _Head(frozenset(range(DEPTH + 1)), (ALL,) * DEPTH)


def openings(pattern: re.Pattern[str]) -> tuple[Letters, ...]:
    r"""Which characters can stand at the first :data:`DEPTH` places of a match; behind its end any.

    >>> [bool(letters >> ord("年") & 1) for letters in openings(re.compile(r"去?年(?!末)|\d"))]
    [True, True, True]
    >>> [bool(letters >> ord("末") & 1) for letters in openings(re.compile(r"去?年(?!末)"))]
    [False, True, True]
    """
    if pattern.flags != re.UNICODE:
        return _ANYTHING.letters
    try:
        return _Reader(pattern.pattern).whole().then(_ANYTHING).letters
    except _Strange:
        return _ANYTHING.letters


class _Reader:
    """Reads an expression from left to right."""

    def __init__(self, pattern: str) -> None:
        self._pattern, self._at = pattern, 0

    def whole(self) -> _Head:
        """The whole expression."""
        head = self._choice()
        if self._at < len(self._pattern):
            raise _Strange(self._pattern)
        return head

    def _choice(self) -> _Head:
        head = self._sequence()
        while self._pattern.startswith("|", self._at):
            self._at += 1
            head = head.either(self._sequence())
        return head

    def _sequence(self) -> _Head:
        head = _NOTHING
        while self._at < len(self._pattern) and self._pattern[self._at] not in "|)":
            head = head.then(self._quantified(self._group() if self._pattern[self._at] == "(" else self._one()))
        return head

    def _quantified(self, piece: _Head) -> _Head:
        told = _QUANTIFIER.match(self._pattern, self._at)
        if not told:
            return piece
        self._at = told.end()
        if told["sign"]:
            return piece.repeated(*_SIGNS[told["sign"]])
        least = int(told["least"] or 0)
        most = int(told["most"] or DEPTH) if told["comma"] else least
        return piece.repeated(min(least, DEPTH), min(most, DEPTH))

    def _group(self) -> _Head:
        opening = _GROUP.match(self._pattern, self._at)
        if not opening:
            raise _Strange(self._pattern)
        self._at = opening.end()
        head = self._choice()
        self._at += 1  # the bracket that closes it
        return _NOTHING if opening["around"] else head

    def _one(self) -> _Head:
        atom = _ATOM.match(self._pattern, self._at)
        if not atom or _REFERENCE.match(atom.group()):
            raise _Strange(self._pattern)
        self._at = atom.end()
        return (
            _NOTHING if atom.group() in _PLACES else _Head(frozenset({1}), (_letters(atom.group()), *[0] * (DEPTH - 1)))
        )


@cache
def _letters(atom: str) -> Letters:
    """The characters that a character, an escape or a class stands for; of higher planes any might be one of a class."""
    if len(atom) == 1 and atom != ".":
        return 1 << min(ord(atom), END)
    if named := _NAMED.fullmatch(atom):
        letters = reduce(or_, (1 << min(ord(letter), END) for letter in named["letters"]))
        return ALL ^ letters | 1 << END if named["others"] else letters
    letters = 1 << END
    if told := _CLASS.fullmatch(atom):
        held = reduce(or_, map(_part, _PART.finditer(told["parts"])))
        return letters | (ALL ^ held if told["others"] else held)
    for run in re.finditer(f"(?:{atom})+", _every_character()):
        letters |= (1 << run.end()) - (1 << run.start())
    return letters


def _part(part: re.Match[str]) -> Letters:
    """The characters of a part of a class, without those of higher planes."""
    if part["kind"]:
        return _letters(part["kind"]) & ~(1 << END)
    low = _code(part["low"])
    return (1 << (_code(part["high"]) if part["high"] else low) + 1) - (1 << low)


def _code(letter: str) -> int:
    return min(int(letter[2:], 16) if letter[:2] in (r"\u", r"\x") else ord(letter[-1]), END)


@cache
def _every_character() -> str:
    return "".join(map(chr, range(END)))
