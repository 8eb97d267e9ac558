"""What sentences share, by arrays, held against the same counted word by word and pair by pair."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product

import numpy as np
import pytest

from pipeline import profiles
from pipeline.diff import links_evidence, links_grams, links_kinds, links_native, links_shared, links_sides
from pipeline.diff.links_evidence import evidence, weighed
from pipeline.diff.links_grams import APART, BITS, CODES, RAREST, REACH, clauses_of
from pipeline.diff.links_kernel import COMMON, SHORT
from pipeline.diff.links_kinds import kinds_of
from pipeline.diff.links_passages import Figure, Passage, Sentences
from pipeline.diff.links_rules import rules_of
from pipeline.diff.links_senses import senses_of
from pipeline.diff.links_shared import Pairing, cosines, over_others, topics
from pipeline.diff.links_sides import side_of
from pipeline.diff.links_wording import wordings_of
from pipeline.diff.links_words import STEP

A = [
    "建成云岭文化中心,新建文化站3个。",
    "推进政务公开和政务服务,公开政务信息86条。",
    "获评省级示范县。",
    "推进依法行政。",
]
B = [
    "文化艺术中心建成开放,文化文化站增至5个!",
    "政务公开平台上线",
    "连续3年获评省级示范县,推进政务服务。",
    "其他工作。",
]
WORDS = {"文化": 0.5, "云岭": 1.0, "政务": 0.5, "公开": 0.5, "示范县": 0.8, "推进": 0.1}
CHOSEN = [0, 1, 2], [0, 1, 2]
"""The last sentence of each report is left out, so that what isn't chosen must not count."""


def _report(texts: list[str], indicator: str) -> Sentences:
    figure = Figure("3个", 3.0, "个", "level", "exact", "文化站", indicator)
    passages = [
        Passage(n, n, "plan", "culture" if n == 0 else "none", text, (figure,) if n == 0 else ())
        for n, text in enumerate(texts)
    ]
    return Sentences.of(passages, [[word for word in WORDS if word in text] for text in texts])


@pytest.fixture(scope="module")
def pair() -> Pairing:
    profile = profiles.load("gwr")
    ready = wordings_of([_report(A, "stations"), _report(B, "stations")], senses_of(profile), rules_of(profile))
    return Pairing(*(side_of(wording, numbers) for wording, numbers in zip(ready, CHOSEN, strict=True)))


def _grams(clause: str) -> Counter[int]:
    found: Counter[int] = Counter()
    for run in re.findall("[一-鿿]+", clause):
        for at, apart in product(range(len(run)), range(1, REACH + 1)):
            if at + apart < len(run):
                code = (ord(run[at]) * 31337 + ord(run[at + apart])) % CODES
                found[code] += 1 if apart == 1 else APART
    return found


def _times(clause: str) -> Counter[int]:
    found: Counter[int] = Counter()
    for run in re.findall("[一-鿿]+", clause):
        pairs = [
            (at, at + apart) for at, apart in product(range(len(run)), range(1, REACH + 1)) if at + apart < len(run)
        ]
        found.update((ord(run[i]) * 31337 + ord(run[j])) % CODES for i, j in pairs)
    return found


@pytest.fixture(scope="module")
def told() -> tuple[list[list[Counter[int]]], list[list[Counter[int]]], dict[int, float]]:
    """Weights of pairs in each clause of each chosen sentence of both reports, and the squared weight of each pair."""
    sides = [[re.split(r"[,。!]", texts[n]) for n in chosen] for texts, chosen in zip((A, B), CHOSEN, strict=True)]
    clauses = [clause for side in sides for sentence in side for clause in sentence]
    held: Counter[int] = sum((_times(clause) for clause in clauses), Counter())
    general = senses_of(profiles.load("gwr")).weight
    count = len(clauses)
    scale = np.sqrt(RAREST / np.log((count + 2) / 1.5))
    weight = {code: (np.log((count + 2) / (n + 0.5)) * scale * general[code]) ** 2 for code, n in held.items()}
    a, b = ([[_grams(clause) for clause in sentence] for sentence in side] for side in sides)
    return a, b, weight


def _product(x: Counter[int], y: Counter[int], weight: dict[int, float]) -> float:
    return sum(x[code] * y[code] * weight[code] for code in x.keys() & y.keys())


def _cells(a, b, value) -> np.ndarray:
    return np.array([[value(x, y) for y in b] for x in a])


def test_the_most_that_two_clauses_share(pair, told):
    a, b, weight = told
    best = _cells(a, b, lambda x, y: max(_product(c, d, weight) for c, d in product(x, y)))
    assert pair.shared.best == pytest.approx(best)
    assert (best > 0).any() and (best == 0).any()


def test_how_much_of_two_clauses_is_shared(pair, told):
    a, b, weight = told

    def alike(c, d):
        lengths = [np.sqrt(_product(e, e, weight)) for e in (c, d)]
        return _product(c, d, weight) / (lengths[0] * lengths[1] + SHORT)

    assert pair.shared.alike == pytest.approx(_cells(a, b, lambda x, y: max(alike(c, d) for c, d in product(x, y))))


def test_cosine_of_sentences_counts_what_clauses_repeat(pair, told):
    a, b, weight = told
    a, b = ([sum(sentence, Counter()) for sentence in side] for side in (a, b))
    cosine = _cells(
        a, b, lambda x, y: _product(x, y, weight) / np.sqrt(_product(x, x, weight) * _product(y, y, weight))
    )
    assert pair.shared.cosine == pytest.approx(cosine)


def test_what_is_told_of_an_award(pair):
    assert pair.shared.honour.tolist() == [[False, False, False], [False, False, False], [False, False, True]]


def test_the_rarest_word_that_two_sentences_share(pair):
    senses, known = senses_of(profiles.load("gwr")), pair.shared.name
    sides = [[{word for word in WORDS if word in texts[n]} for n in chosen] for texts, chosen in zip((A, B), CHOSEN, strict=True)]  # fmt: skip
    every, scale = [words for side in sides for words in side], np.sqrt(RAREST / np.log(8 / 1.5)) / RAREST
    weight = {w: np.log(8 / (sum(w in words for words in every) + 0.5)) * scale * senses.rarity_of(w) for w in WORDS}
    wanted = _cells(*sides, lambda x, y: max((weight[w] for w in x & y if weight[w] > COMMON), default=0.0))
    assert known == pytest.approx(wanted)
    assert len(set(wanted.ravel())) > 2


def test_figures_of_one_id_and_sections_of_one_topic(pair):
    first = [[1, 0, 0], [0, 0, 0], [0, 0, 0]]
    assert pair.shared.indicator.tolist() == first
    assert topics(pair.a, pair.b).tolist() == first


def test_each_cell_is_held_against_the_best_other_of_its_line():
    scores = np.array([[3.0, 1.0, 3.0], [2.0, 5.0, 0.0]])
    assert over_others(scores, 1).tolist() == [[0, -2, 0], [-3, 3, -5]]
    assert over_others(scores, 0).tolist() == [[1, -4, 3], [-1, 4, -3]]
    assert over_others(scores[:1], 0).tolist() == [[0, 0, 0]]


@pytest.mark.parametrize("kind", ["plan", "counterpart", "problem"])
@pytest.mark.parametrize("chosen", [([0, 1, 2], [0, 1, 2]), ([0, 2], [1]), ([1], [0, 2])], ids=str)
def test_features_are_summed_by_their_weights(pair, kind, chosen):
    """A side of one sentence has no rivals."""
    some = Pairing(*(side_of(side.wording, numbers) for side, numbers in zip((pair.a, pair.b), chosen, strict=True)))
    weights = rules_of(profiles.load("fazhi")).weights[kind]
    wanted = weights["bias"] + sum(weights.get(name, 0.0) * array for name, array in evidence(some).items())
    assert weighed(some, weights) == pytest.approx(wanted)


def test_cosines_are_exact_in_any_order(pair):
    a, b = pair.a.sense, pair.b.sense
    order = np.random.default_rng(0).permutation(a.shape[1])
    assert (cosines(a, b) == cosines(a[:, order], b[:, order])).all()
    assert (cosines(a, b) == np.einsum("ik,jk->ij", a, b)).all()


def test_machine_code_is_kept_and_gives_what_numba_gives(pair, monkeypatch):
    kept = pair.shared
    monkeypatch.setattr(links_shared, "share", links_native.share_by_numba)
    for mine, theirs in zip(kept, Pairing(pair.a, pair.b).shared, strict=True):
        assert (mine == theirs).all()


def _long(rows):
    return rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 0.3)


def test_what_sentences_and_their_neighbours_are_about(pair):
    senses = senses_of(profiles.load("gwr"))
    words = [[senses.number[w] for w in WORDS if w in A[n] and w in senses.number] for n in CHOSEN[0]]
    meaning = np.array([senses.vectors[mine].sum(axis=0) for mine in words])
    assert np.abs(pair.a.sense - _long(meaning)).max() <= STEP
    assert np.abs(pair.a.around - _long(meaning.sum(axis=0) - meaning)).max() <= STEP
    assert (pair.a.sense % STEP == 0).all() and pair.a.sense.any()


def test_machine_code_reads_texts_as_numba_does(monkeypatch):
    kept = kinds_of([clauses_of(texts) for texts in (A, B)])
    monkeypatch.setattr(links_grams, "grams", links_native.grams_by_numba)
    monkeypatch.setattr(links_kinds, "order", links_native.order_by_numba)
    again = kinds_of([clauses_of(texts) for texts in (A, B)])
    for mine, theirs in zip(kept[1], again[1], strict=True):
        assert all((vars(mine)[name] == vars(theirs)[name]).all() for name in vars(mine))


def test_pairs_of_characters_by_kind_stand_as_a_stable_sort_puts_them():
    told = clauses_of(A)
    codes, (kinds,) = kinds_of([told])
    order = np.argsort(told.code, kind="stable")
    assert (codes[kinds.kind] == told.code).all()
    assert (kinds.clause == told.clause[order]).all() and (kinds.packed & (REACH - 1) == told.apart[order]).all()
    assert (codes[kinds.packed >> BITS] == told.code[order]).all()
    assert kinds.first.tolist() == [*np.searchsorted(told.code[order], codes), len(order)]
    assert kinds.starts.tolist() == np.searchsorted(told.clause, np.arange(len(told.owner) + 1)).tolist()


@pytest.mark.parametrize(
    "texts", [[], [""], ["", "、"], ["好、", "\U00020000好人"], ["1", "", "好人好事办好。"]], ids=str
)
def test_each_clause_knows_its_text(texts):
    """A mark that ends a text opens a clause where another text follows."""
    told, joined = clauses_of(texts), "\n".join(texts)
    assert told.parted == re.sub("[,、;:。]", "\n", joined)
    assert told.place.tolist() == [told.parted[:at].count("\n") for at in range(len(joined))]
    last = told.parted.count("\n") - (joined[-1:] not in ("\n", "") and told.parted[-1:] == "\n")
    starts = [0, *(at + 1 for at, mark in enumerate(told.parted) if mark == "\n")][: last + 1 if joined else 0]
    assert told.owner.tolist() == [joined[:at].count("\n") for at in starts]


def test_machine_code_makes_sides_as_numba_does(pair, monkeypatch):
    monkeypatch.setattr(links_sides, "choose", links_native.choose_by_numba)
    again = side_of(pair.b.wording, pair.b.numbers.tolist())
    for name in ("owner", "held", "sense", "around"):
        assert (getattr(again, name) == getattr(pair.b, name)).all()
    assert (again.clauses, again.most) == (pair.b.clauses, pair.b.most)


def test_machine_code_weighs_as_numba_does(pair, monkeypatch):
    weights = rules_of(profiles.load("fazhi")).weights["plan"]
    kept = weighed(pair, weights)
    monkeypatch.setattr(links_evidence, "weigh", links_native.weigh_by_numba)
    assert (kept == weighed(pair, weights)).all()


def test_arrays_of_another_type_are_refused(pair):
    values = [array.astype(np.float32) for array in pair.a.arrays.values]
    with pytest.raises(TypeError, match="int32"):
        _ = links_native.Arrays(values, links_native.SIDE_TYPES).addresses
