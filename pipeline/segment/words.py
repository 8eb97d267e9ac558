"""Sentences -> words, through a spaCy ``Language``, by pkuseg's model, by jieba, or by single characters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.metadata import version

import spacy
from spacy.language import Language

from pipeline.profiles import Profile
from pipeline.setup import SetupError, model

Cutter = Callable[[Sequence[str]], list[list[str]]]
"""Texts -> the words of each, in order, white space left out."""


def cutter(segmenter: str, profile: Profile) -> Cutter:
    """The function that cuts texts of this genre into words."""
    nlp = language(segmenter)

    def cut(texts: Sequence[str]) -> list[list[str]]:
        return [[token.text for token in doc if not token.is_space] for doc in nlp.pipe(texts)]

    return cut


@lru_cache(maxsize=3)
def language(segmenter: str) -> Language:
    """The spaCy pipeline of a segmenter, loaded once a process; components can be added to it."""
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": segmenter}}})
    if segmenter == "pkuseg":
        place = model.folder()
        if not model.is_ready(place):
            raise SetupError(f"没有分词模型，请先运行 make setup / no word model in {place}: run `make setup`")
        nlp.tokenizer.initialize(pkuseg_model=str(place))  # type: ignore[union-attr]
    return nlp


def segmenter_version(segmenter: str) -> str:
    """What the words depend on besides this code: library and model."""
    if segmenter == "jieba":
        return f"jieba {version('jieba')}"
    return "char" if segmenter == "char" else f"pkuseg {model.version()}, spacy-pkuseg {version('spacy-pkuseg')}"
