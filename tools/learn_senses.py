"""Learns which words are used alike from the sentences of reports: prints pipeline/profiles/language/links/senses.txt.

    python tools/learn_senses.py OUT [OUT ...]

Each OUT is a folder made by `make all`. Words that stand together within REACH words of a sentence are counted, counts
become positive pointwise mutual information (contexts smoothed, Levy, Goldberg and Dagan 2015, Improving
Distributional Similarity with Lessons Learned from Word Embeddings, TACL 3), and that matrix is cut to SIZE dimensions
by singular values. Words of one place only are names and are left out, and so are words that name a place.
"""

from __future__ import annotations

import base64
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.utils.extmath import randomized_svd

from pipeline import profiles

SIZE, REACH, LEAST, RARELY = 32, 8, 6, 20
HEAD = """# What is known of words of official prose, for telling that two sentences speak of one thing in other words: a word, how
# rare it is among sentences (0 to 99), and {size} numbers (one byte each, base64) that are alike for words used alike.
# Made by tools/learn_senses.py; not written by hand."""
_ENDING = re.compile("(?:特别行政区|(?:[一-鿿]+族)*自治[区州县旗]|地区|[省市区县旗盟])$")
Sentences = list[tuple[str, list[str]]]
"""Place and words of each sentence."""


def sentences_of(out: Path) -> Sentences:
    """The words of every sentence of a corpus that are no figures, with the sentence's place."""
    reports = pd.read_parquet(out / "reports", columns=["report_id", "profile", "region"]).set_index("report_id")
    place = (reports["profile"] + reports["region"].fillna("")).to_dict()
    table = pd.read_parquet(out / "sentences", columns=["report_id", "start", "words"])
    table = table.sort_values(["report_id", "start"])
    return [
        (place[report], [w for w in words if len(w) > 1 and not w[0].isdigit()])
        for report, words in zip(table["report_id"], table["words"], strict=True)
    ]


def place_names(count: Mapping[str, int]) -> set[str]:
    """Words that name a place or something after it (某河): a division's name in full, or words that begin with a short one.

    Short are the names of provinces and prefectures, and of a district or county where it is at all often named in full:
    what else is left of such names (资源, 合作) are words of every day.
    """
    divisions = [line.split()[:2] for line in profiles.load("other").lists["divisions"]]
    cut = {name: _ENDING.sub("", name) for _, name in divisions}
    short = tuple(
        cut[name]
        for code, name in divisions
        if len(cut[name]) > 1 and (code.endswith("00") or RARELY * count.get(name, 0) > count.get(cut[name], 0))
    )
    return {word for word in count if len(cut.get(word, "").removesuffix("城")) > 1 or word.startswith(short)}


def vocabulary(sentences: Sentences) -> dict[str, int]:
    """Words said often enough and in more than one place, numbered in order; places' names are left out."""
    count = Counter(word for _, words in sentences for word in words)
    for name in place_names(count):
        del count[name]
    places: dict[str, set[str]] = {}
    for place, words in sentences:
        for word in words:
            places.setdefault(word, set()).add(place)
    return {w: n for n, w in enumerate(sorted(w for w, c in count.items() if c >= LEAST and len(places[w]) > 1))}


def together(sentences: Sentences, known: dict[str, int]) -> csr_matrix:
    """How often two words stand together; nearer ones count more."""
    seen: Counter[tuple[int, int]] = Counter()
    for _, words in sentences:
        numbers = [known[word] for word in words if word in known]
        for i, left in enumerate(numbers):
            for apart, right in enumerate(numbers[i + 1 : i + 1 + REACH], 1):
                if left != right:
                    seen[left, right] += apart**-0.5
                    seen[right, left] += apart**-0.5
    rows, columns = zip(*seen, strict=True)
    return csr_matrix((list(seen.values()), (rows, columns)), shape=(len(known), len(known)))


def vectors(counts: csr_matrix) -> np.ndarray:
    """Words as rows of length one: positive mutual information, cut by singular values."""
    totals = np.asarray(counts.sum(axis=1)).ravel()
    contexts = totals**0.75 / (totals**0.75).sum()
    cells = counts.tocoo()
    value = np.log(cells.data / (totals[cells.row] * contexts[cells.col]))
    positive = value > 0
    shape = (len(totals), len(totals))
    matrix = csr_matrix((value[positive], (cells.row[positive], cells.col[positive])), shape=shape)
    left, strength, _ = randomized_svd(matrix, SIZE, random_state=0)
    found = left * np.sqrt(strength)
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


def lines(sentences: Sentences) -> Iterable[str]:
    """The lines of senses.txt."""
    known = vocabulary(sentences)
    held = Counter(word for _, words in sentences for word in set(words))
    unseen = np.log((len(sentences) + 2) / 0.5)
    found = np.rint(vectors(together(sentences, known)) * 127).astype(np.int8)
    for word, number in known.items():
        rare = np.log((len(sentences) + 2) / (held[word] + 0.5)) / unseen
        yield f"{word} {round(99 * rare)} {base64.b64encode(found[number].tobytes()).decode()}"


if __name__ == "__main__":
    print(HEAD.format(size=SIZE))
    print(*lines([sentence for out in sys.argv[1:] for sentence in sentences_of(Path(out))]), sep="\n")
