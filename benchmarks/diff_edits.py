"""Reports that were edited in known ways, and a corpus with passages planted, made of the series' invented sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

SERIES = Path("tests/diff/series")
SECTION = 8
"""Sentences of a section."""
PASSAGE = 3
"""Sentences of a planted passage."""


@cache
def sentences() -> tuple[str, ...]:
    """Sentences of at least 12 characters, each once."""
    found: dict[str, None] = {}
    for path in sorted(SERIES.glob("*/*.txt")):
        text = re.sub(r"⟦[a-z0-9,]*\||⟧", "", path.read_text("utf-8"))
        found.update(dict.fromkeys(s for s in re.split(r"(?<=[。！？])|\n", text) if len(s) >= 12 and s.endswith("。")))
    return tuple(found)


@cache
def clauses() -> tuple[str, ...]:
    """Clauses of 6 to 20 characters without figures."""
    parts = (c for s in sentences() for c in re.split("[，；。：]", s))
    return tuple(dict.fromkeys(c for c in parts if 6 <= len(c) <= 20 and not re.search(r"\d", c)))


@dataclass
class Edited:
    """Two reports as sentences, the sections that these stand in, and which of ``a`` answers to which of ``b``."""

    a: list[str]
    b: list[str]
    a_section: list[int]
    b_section: list[int]
    pairs: set[tuple[int, int]] = field(default_factory=set)
    moved: set[tuple[int, int]] = field(default_factory=set)


def edited_report(size: int, random: Random) -> Edited:
    """A report of about ``size`` characters and its next edition: a quarter with new figures, a quarter reworded by a tenth
    to a half, a fifth kept, a tenth moved to another section, the rest replaced by other sentences."""
    pool = list(sentences())
    random.shuffle(pool)
    a: list[str] = []
    while sum(map(len, a)) < size and pool:
        a.append(pool.pop())
    while sum(map(len, a)) < size:  # more than the sentences there are: take them up again, edited
        a.append(reworded(random.choice(sentences()), random, 0.5))
    a_section = [k // SECTION for k in range(len(a))]
    sections = max(a_section) + 1
    made: list[list[tuple[str, int | None, bool]]] = [[] for _ in range(sections)]
    for k, said in enumerate(a):
        what = random.random()
        if what < 0.25:
            made[a_section[k]].append((refigured(said, random), k, False))
        elif what < 0.5:
            made[a_section[k]].append((reworded(said, random, random.uniform(0.1, 0.5)), k, False))
        elif what < 0.7:
            made[a_section[k]].append((said, k, False))
        elif what < 0.8 and sections > 1:
            made[random.choice([s for s in range(sections) if s != a_section[k]])].append((said, k, True))
        elif pool:
            made[a_section[k]].append((pool.pop(), None, False))
    rows = [(said, of, moved, s) for s, rows in enumerate(made) for said, of, moved in rows]
    out = Edited(a, [row[0] for row in rows], a_section, [row[3] for row in rows])
    out.pairs = {(of, j) for j, (_, of, _, _) in enumerate(rows) if of is not None}
    out.moved = {(of, j) for j, (_, of, moved, _) in enumerate(rows) if of is not None and moved}
    return out


def refigured(said: str, random: Random) -> str:
    """The sentence with other numbers."""
    return re.sub(r"\d+(?:\.\d+)?", lambda m: str(max(1, round(float(m[0]) * random.uniform(0.7, 1.4)))), said)


def reworded(said: str, random: Random, share: float) -> str:
    """The sentence with about a share of its characters changed: runs taken out, or replaced by words of others."""
    budget = max(2, round(share * len(said)))
    while budget > 0:
        length = min(budget, random.randint(2, 5))
        at = random.randrange(0, max(1, len(said) - length - 1))
        new = random.choice(clauses())[:length] if random.random() < 0.7 else ""
        said = said[:at] + new + said[at + length :]
        budget -= length
    return said


# --- reuse ------------------------------------------------------------------------------------------------------------


@dataclass
class Planted:
    """Texts by report, and planted passages: (report, start, end, later report, start, end)."""

    texts: dict[str, str]
    planted: list[tuple[str, int, int, str, int, int]]


def planted_corpus(reports: int, share: float, random: Random) -> Planted:
    """Reports of shuffled words, each with formulas that all share; every other one gives a passage to the next one.

    ``share``: how much of a passage is changed on the way.
    """
    formulas = random.sample([s for s in sentences() if len(s) > 60], 6)
    pool = [s for s in sentences() if s not in formulas and 20 * len(re.findall(r"\d+(?:\.\d+)?", s)) <= len(s)]
    words = re.findall("[一-龥]{2}", "".join(pool))
    texts = {f"r{k}": [_noise(words, random) for _ in range(40)] + [random.choice(formulas)] for k in range(reports)}
    wanted = []
    for k in range(0, reports - 1, 2):
        at = random.randrange(len(pool) - PASSAGE)
        passage = _distinct("".join(pool[at : at + PASSAGE]), k, words, random)
        changed = reworded(refigured(passage, random), random, share) if share else refigured(passage, random)
        for name, said in ((f"r{k}", passage), (f"r{k + 1}", changed)):
            texts[name].insert(random.randrange(40), said)
        wanted.append((f"r{k}", passage, f"r{k + 1}", changed))
    whole = {name: "\n".join(parts) for name, parts in texts.items()}
    planted = [(x, whole[x].index(p), whole[x].index(p) + len(p), y, whole[y].index(q), whole[y].index(q) + len(q))
               for x, p, y, q in wanted]  # fmt: skip
    return Planted(whole, planted)


def _distinct(passage: str, number: int, words: list[str], random: Random) -> str:
    """A passage of its own: the pool is small, so half of its words are exchanged once for all."""
    return re.sub("[一-龥]{2}", lambda m: random.choice(words) if random.random() < 0.5 else m[0], passage)


def _noise(words: list[str], random: Random) -> str:
    said = "".join(random.choice(words) for _ in range(random.randint(8, 24)))
    return f"{said}{random.randint(2, 900)}件。"
