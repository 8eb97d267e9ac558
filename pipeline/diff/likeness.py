"""How alike the sentences of two reports are, and their sections."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel

from pipeline.diff import kernels
from pipeline.diff.document import Document, Parts
from pipeline.diff.likeness_runs import likeness
from pipeline.diff.ragged import Numbers

Matrix = NDArray[np.floating]

STRONG = 0.5
"""Likeness of two sentences from which on they tell that their sections answer to each other."""
SECTION_NEEDS = 0.30
"""Least likeness of two sections that answer to each other."""


@dataclass(frozen=True)
class Alike:
    """Pairs of sentences of two reports that are alike: the sentence of each, how alike; by both sentences' order.

    ``common``: how many characters each sentence has in common with each of the other report.
    """

    a: Numbers
    b: Numbers
    likeness: NDArray[np.float32]
    common: NDArray[np.int32]


def alike_sentences(a: Document, b: Document, least: float) -> Alike:
    """All pairs of sentences at least so alike: 1 - Indel distance / characters of both, figures aside.

    Only pairs that have enough characters in common for it are compared, which is one in a hundred or fewer.
    """
    letters = a.batch.letters
    common, enough = letters.common(a.sentences, a.number, b.sentences, b.number, least)
    mine, theirs = np.divmod(enough, max(1, len(b)))
    runs = letters.runs(a.sentences.start + mine), letters.runs(b.sentences.start + theirs)
    alike = likeness(letters.codes, letters.kinds, *runs)
    found = alike >= least
    return Alike(mine[found], theirs[found], alike[found].astype(np.float32), common)


def match_sections(a: Document, b: Document, alike: Alike) -> Numbers:
    """For each part of ``a`` the part of ``b`` that answers to it, or -1: greedy one-to-one by heading, labels and content.

    Content is the share of the characters of both whose sentence has a like one in the other part; it decides alone where
    much was kept, so that a renamed section is found; heading and topic decide where all was written anew.
    """
    a_first, b_first = a.parts.first, b.parts.first
    a_size, b_size = (np.maximum(d.batch.letters.size[d.sentences], 1) for d in (a, b))
    strong = alike.likeness >= STRONG
    mine, theirs, how = alike.a[strong], alike.b[strong], alike.likeness[strong]
    of_a, of_b = np.zeros((len(a), len(b_first))), np.zeros((len(a_first), len(b)))
    np.maximum.at(of_a, (mine, b.part[theirs]), how)
    np.maximum.at(of_b, (a.part[mine], theirs), how)
    told = np.add.reduceat(of_a * a_size[:, None], a_first, axis=0) + np.add.reduceat(of_b * b_size, b_first, axis=1)
    content = told / (np.add.reduceat(a_size, a_first)[:, None] + np.add.reduceat(b_size, b_first))
    score = np.maximum(content, 0.55 * _label_likeness(a.parts, b.parts) + 0.45 * content)
    rows, columns = np.nonzero(score >= SECTION_NEEDS)
    home = np.full(len(a_first), -1, dtype=np.int64)
    chosen = greedy(rows, columns, score[rows, columns])
    home[rows[chosen]] = columns[chosen]
    return home


def _label_likeness(a: Parts, b: Parts) -> Matrix:
    headings = process.cdist(a.headings, b.headings, scorer=Indel.normalized_similarity, dtype=np.float32)
    topics = (a.labels[:, None] == b.labels).astype(np.float32)
    bare = np.logical_and.outer([not h for h in a.headings], [not h for h in b.headings])
    headings = np.where(bare, topics, headings)
    return np.where(a.named[:, None], 0.6 * headings + 0.4 * topics, 0.9 * headings + 0.1 * topics)


def greedy(rows: Numbers, columns: Numbers, score: Matrix) -> Numbers:
    """Which pairs of a row and a column to choose so that each stands in one: best score first; ties by position."""
    order = np.lexsort((columns, rows, -score))
    used = (np.zeros(int(side.max(initial=-1)) + 1, dtype=np.uint8) for side in (rows, columns))
    found = np.empty(len(order), dtype=np.int64)
    many = kernels.kernel("chosen")(np.array([len(order)]), rows[order], columns[order], *used, found)
    return order[found[:many]]
