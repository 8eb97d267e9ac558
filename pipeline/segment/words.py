"""Sentences -> words, through a spaCy ``Language``, by pkuseg's model, by jieba, or by single characters.

A profile's ``words/*.txt`` are terms that stay whole; its ``words/components.toml`` may name spaCy components (the
user's own, or spaCy's) that go over the words: ``[[components]]`` with ``factory`` and, where needed, ``config``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer
from spacy.vocab import Vocab

from pipeline.profiles import Profile
from pipeline.segment import pkuseg_decoder
from pipeline.segment.pkuseg_decoder import Decoder, Spans
from pipeline.segment.terms import Terms
from pipeline.setup import model
from pipeline.setup.errors import SetupError
from pipeline.setup.model import segmenter_version

LISTS = "words/"
COMPONENTS = "words/components"
TOKENIZER = "duizhao.words.v1"

__all__ = ["Cutter", "WordTokenizer", "create_tokenizer", "cutter", "language", "segmenter_version"]

Cutter = Callable[[Sequence[str]], list[list[str]]]
"""Texts -> the words of each, in order, white space left out."""


def cutter(segmenter: str, profile: Profile) -> Cutter:
    """The function that cuts texts of this genre into words."""
    nlp = language(segmenter, profile)

    def by_pipeline(texts: Sequence[str]) -> list[list[str]]:
        return [[token.text for token in doc if not token.is_space] for doc in nlp.pipe(texts)]

    tokenizer = nlp.tokenizer
    # spaCy's documents cost more than the words; they are made only for components to go over
    return tokenizer.cut_all if isinstance(tokenizer, WordTokenizer) and not nlp.pipe_names else by_pipeline


@lru_cache(maxsize=8)
def language(segmenter: str, profile: Profile) -> Language:
    """The spaCy pipeline of a segmenter and genre, loaded once a process; components can be added to it."""
    terms = [term for stem, listed in profile.lists.items() if stem.startswith(LISTS) for term in listed]
    tokenizer = {"@tokenizers": TOKENIZER, "segmenter": segmenter, "terms": terms}
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": tokenizer}})
    for component in profile.data.get(COMPONENTS, {}).get("components", []):
        nlp.add_pipe(component["factory"], config=component.get("config", {}))
    return nlp


@spacy.registry.tokenizers(TOKENIZER)
def create_tokenizer(segmenter: str, terms: list[str]) -> Callable[[Language], WordTokenizer]:
    """What spaCy's configuration calls: the tokenizer of a segmenter, with terms that stay whole."""
    spans, decoder = _segmenter(segmenter)
    return lambda nlp: WordTokenizer(nlp.vocab, spans, Terms(terms), decoder)


class WordTokenizer(DummyTokenizer):
    """Words as spaCy's tokens; white space becomes tokens as spaCy's own Chinese tokenizer makes them."""

    def __init__(self, vocab: Vocab, spans: Callable[[str], Spans], terms: Terms, decoder: Decoder | None) -> None:
        self.vocab = vocab
        self._spans, self._terms, self._decoder = spans, terms, decoder

    def spans(self, text: str) -> Spans:
        """Starts and ends of the words; white space stands in none."""
        return self._terms.keep_whole(text, self._spans(text), self._decoder)

    def cut_all(self, texts: Sequence[str]) -> list[list[str]]:
        """The words of each text, cut in one go: a line's end parts words in every segmenter."""
        starts, ends = self.spans("\n".join(texts))
        out, word, at = [], 0, 0
        for text in texts:
            until = bisect_left(starts, at + len(text), word)
            pairs = zip(starts[word:until], ends[word:until], strict=True)
            out.append([text[start - at : end - at] for start, end in pairs])
            word, at = until, at + len(text) + 1
        return out

    def __call__(self, text: str) -> Doc:
        """The text as a document."""
        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        starts, ends = self.spans(text)
        for start, end in [*zip(starts, ends, strict=True), (len(text), len(text))]:
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
    places = [i for i, char in enumerate(text) if not char.isspace()]
    return places, [i + 1 for i in places]


def _without_space(words: Iterable[str]) -> Spans:
    starts, ends, at = [], [], 0
    for word in words:
        if not word.isspace():
            starts.append(at)
            ends.append(at + len(word))
        at += len(word)
    return starts, ends
