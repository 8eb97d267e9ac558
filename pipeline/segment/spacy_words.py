"""The same words as a spaCy ``Language``, so that a profile's spaCy components can go over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import pyarrow as pa
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer
from spacy.vocab import Vocab

from pipeline.profiles import Profile
from pipeline.segment.words import COMPONENTS, Cutter, Words, terms_of, words_of

TOKENIZER = "duizhao.words.v1"


def by_pipeline(nlp: Language) -> Cutter:
    """The words of texts after all components of the pipeline."""

    def cut(texts: Sequence[str]) -> pa.ListArray:
        words = [[token.text for token in doc if not token.is_space] for doc in nlp.pipe(texts)]
        return pa.array(words, pa.list_(pa.string()))

    return cut


@lru_cache(maxsize=8)
def language(segmenter: str, profile: Profile) -> Language:
    """The spaCy pipeline of a segmenter and genre, loaded once a process; components can be added to it."""
    tokenizer = {"@tokenizers": TOKENIZER, "segmenter": segmenter, "terms": list(terms_of(profile))}
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": tokenizer}})
    for component in profile.data.get(COMPONENTS, {}).get("components", []):
        nlp.add_pipe(component["factory"], config=component.get("config", {}))
    return nlp


@spacy.registry.tokenizers(TOKENIZER)
def create_tokenizer(segmenter: str, terms: list[str]) -> Callable[[Language], WordTokenizer]:
    """What spaCy's configuration calls: the tokenizer of a segmenter, with terms that stay whole."""
    return lambda nlp: WordTokenizer(nlp.vocab, words_of(segmenter, tuple(terms)))


class WordTokenizer(DummyTokenizer):
    """Words as spaCy's tokens; white space becomes tokens as spaCy's own Chinese tokenizer makes them."""

    def __init__(self, vocab: Vocab, words: Words) -> None:
        self.vocab, self._words = vocab, words

    def __call__(self, text: str) -> Doc:
        """The text as a document."""
        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        starts, ends = self._words.spans(text)
        for start, end in [*zip(starts.tolist(), ends.tolist(), strict=True), (len(text), len(text))]:
            if words and at < start and text[at] == " ":
                spaces[-1] = True
                at += 1
            if at < start:
                words.append(text[at:start])
                spaces.append(False)
            if start < end:
                words.append(text[start:end])
                spaces.append(False)
            at = end
        return Doc(self.vocab, words=words, spaces=spaces)
