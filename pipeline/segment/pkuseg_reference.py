"""spacy-pkuseg behind the decoder's two methods: what the fast decoder is measured by, and what stands in for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
from spacy_pkuseg import inference, pkuseg

from pipeline.segment.pkuseg_decoder import Spans
from pipeline.segment.pkuseg_table import BEGIN, FIXED, INSIDE


class ReferenceDecoder:
    """spacy-pkuseg with its default dictionary, as ``spacy.blank("zh")`` loads it."""

    def __init__(self, place: Path) -> None:
        self._pkuseg = pkuseg(str(place), user_dict="default")

    def spans(self, text: str) -> Spans:
        """The words of a text; white space stands in none of them."""
        found: list[tuple[int, int]] = []
        for piece in re.finditer(r"\S+", text):
            found += _offsets(self._pkuseg.cut(piece.group()), piece.start())
        return _spans(found)

    def forced(self, pieces: Sequence[str], marks: Sequence[bytes]) -> list[tuple[Spans, float]]:
        """The words of pieces without white space under conditions (a byte a character), and their paths' scores."""
        return [self._forced(piece, given) for piece, given in zip(pieces, marks, strict=True)]

    def _forced(self, piece: str, marks: bytes) -> tuple[Spans, float]:
        tags, score = _best_path(*self._scores(piece), self._allowed(marks))
        begins = [0, *(i for i, tag in enumerate(tags) if i and "B" in self._pkuseg.idx_to_tag[tag]), len(piece)]
        words = [(piece[a:b], bool(marks[a] & FIXED)) for a, b in pairwise(begins)]
        joined: list[str] = []
        for fixed, run in groupby(words, key=lambda word: word[1]):
            texts = [text for text, _ in run]
            joined += texts if fixed else self._pkuseg.postprocesser(texts)
        return _spans(list(_offsets(joined, 0))), score

    def _scores(self, piece: str) -> tuple[np.ndarray, np.ndarray]:
        extractor, crf = self._pkuseg.feature_extractor, self._pkuseg.model
        nodes = list(extractor.normalize_text(piece))
        features = [extractor.get_node_features_idx(i, nodes) for i in range(len(nodes))]
        return inference.getLogYY(features, crf.n_tag, crf.n_feature * crf.n_tag, crf.w, 1.0)

    def _allowed(self, marks: bytes) -> np.ndarray:
        """For each character the tags that its mark allows."""
        begins = np.array(["B" in self._pkuseg.idx_to_tag[tag] for tag in range(self._pkuseg.n_tag)])
        return np.array(
            [begins == bool(mark & BEGIN) if mark & (BEGIN | INSIDE) else np.ones(len(begins), bool) for mark in marks]
        )


def _spans(words: list[tuple[int, int]]) -> Spans:
    starts, ends = np.array(words, np.int64).reshape(-1, 2).T
    return starts, ends


def _offsets(words: list[str], at: int) -> Iterator[tuple[int, int]]:
    for word in words:
        yield at, at + len(word)
        at += len(word)


def _best_path(node: np.ndarray, edge: np.ndarray, allowed: np.ndarray) -> tuple[list[int], float]:
    """Tags of the best path, from the last character to the first; of equal ones the later tag, as pkuseg has it."""
    best = np.where(allowed[-1], node[-1], -np.inf)
    pointers = []
    for i in range(len(node) - 2, -1, -1):
        scores = (best[None, :] + node[i][:, None]) + edge
        behind = scores.shape[1] - 1 - scores[:, ::-1].argmax(axis=1)
        pointers.append(behind)
        best = np.where(allowed[i], scores[np.arange(len(scores)), behind], -np.inf)
    tags = [int(best.argmax())]
    for behind in reversed(pointers):
        tags.append(int(behind[tags[-1]]))
    return tags, float(best.max())
