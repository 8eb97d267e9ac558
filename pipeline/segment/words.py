"""Sentences -> words by pkuseg's model, by jieba, or by single characters, with a profile's terms whole.

A profile's ``words/*.txt`` are terms that stay whole; its ``words/components.toml`` may name spaCy components (the
user's own, or spaCy's) that go over the words: then, and only then, words go through :mod:`pipeline.segment.spacy_words`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipeline.profiles import Profile
from pipeline.segment import pkuseg_decoder
from pipeline.segment.pkuseg_decoder import Decoder, Spans
from pipeline.segment.terms import Terms
from pipeline.setup import model
from pipeline.setup.errors import SetupError
from pipeline.setup.model import segmenter_version
from pipeline.spotting import Codes, codes_of, is_blank

LISTS = "words/"
COMPONENTS = "words/components"

__all__ = ["Cutter", "Words", "cutter", "segmenter_version", "words_of"]

Cutter = Callable[[Sequence[str]], pa.ListArray]
"""Texts -> the words of each, in order, white space left out."""


def cutter(segmenter: str, profile: Profile) -> Cutter:
    """The function that cuts texts of this genre into words."""
    if not profile.data.get(COMPONENTS, {}).get("components"):
        return words_of(segmenter, terms_of(profile)).cut_all
    # spaCy takes a second to import and its documents cost more than the words: only where components go over them
    from pipeline.segment.spacy_words import by_pipeline, language

    return by_pipeline(language(segmenter, profile))


def terms_of(profile: Profile) -> tuple[str, ...]:
    """The terms that stay whole in this genre."""
    return tuple(term for stem, listed in profile.lists.items() if stem.startswith(LISTS) for term in listed)


@lru_cache(maxsize=8)
def words_of(segmenter: str, terms: tuple[str, ...]) -> Words:
    """The words of a segmenter with these terms whole; loaded once a process."""
    spans, decoder = _segmenter(segmenter)
    return Words(spans, Terms(list(terms)), decoder)


class Words:
    """Where the words of a text stand, and the words of many texts at once."""

    def __init__(self, spans: Callable[[str], Spans], terms: Terms, decoder: Decoder | None) -> None:
        self._spans, self._terms, self._decoder = spans, terms, decoder

    def spans(self, text: str) -> Spans:
        """Starts and ends of the words; white space stands in none."""
        return self._terms.keep_whole(text, self._spans(text), self._decoder)

    def cut_all(self, texts: Sequence[str]) -> pa.ListArray:
        """The words of each text, cut in one go: a line's end parts words in every segmenter.

        No string is made for a word: their starts and the texts' letters are all that Arrow needs.
        """
        joined = "\n".join(texts)
        starts, _ = self.spans(joined)
        codes = codes_of(joined)
        # without white space each word ends where the next one begins
        bytes_before = np.concatenate([[0], np.cumsum(_width(codes) * ~is_blank(codes), dtype=np.int64)])
        letters = "".join(joined.split()).encode("utf-8", "surrogatepass")
        edges = np.append(bytes_before[starts], len(letters)).astype(np.int32)
        words = pa.StringArray.from_buffers(len(starts), pa.py_buffer(edges), pa.py_buffer(letters))
        ends = np.cumsum([len(text) + 1 for text in texts], dtype=np.int64)
        first = np.searchsorted(starts, np.concatenate([[0], ends])).astype(np.int32)
        return pa.ListArray.from_arrays(pa.array(first), words)


def _width(codes: Codes) -> NDArray[np.uint8]:
    """How many bytes each character takes in UTF-8."""
    found = np.ones(len(codes), np.uint8)
    for first in (0x80, 0x800, 0x10000):
        found += codes >= first
    return found


def _segmenter(name: str) -> tuple[Callable[[str], Spans], Decoder | None]:
    """The function that finds words, and the decoder that settles straddled terms, where there is one."""
    if name == "char":
        return _characters, None
    if name == "jieba":
        import jieba

        jieba.setLogLevel("ERROR")
        return lambda text: _without_space(jieba.cut(text)), None
    place = model.folder()
    if not model.is_ready(place):
        raise SetupError(f"没有分词模型，请先运行 make setup / no word model in {place}: run `make setup`")
    decoder = pkuseg_decoder.load(place)
    return decoder.spans, decoder


def _characters(text: str) -> Spans:
    places = np.flatnonzero(~is_blank(codes_of(text)))
    return places, places + 1


def _without_space(words: Iterable[str]) -> Spans:
    found = list(words)
    ends = np.cumsum([len(word) for word in found], dtype=np.int64)
    starts = np.concatenate([[0], ends[:-1]])[: len(found)]
    inked = np.array([not word.isspace() for word in found], bool)
    return starts[inked], ends[inked]
