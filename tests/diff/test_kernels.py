"""The kernels of pairs held against what they stand for, as machine code and as numba compiles them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Indel, LCSseq

from pipeline.diff import kernels, reuse_meetings, wording
from pipeline.diff.letters import dense
from pipeline.diff.likeness_runs import likeness, longest
from pipeline.diff.ragged import bounds
from pipeline.diff.reuse_anchors import WINDOW
from pipeline.diff.reuse_meetings import APART, DRIFT, STRETCH
from pipeline.diff.reuse_passages import _seeds
from pipeline.diff.reuse_text import BREAK, FIGURE, LISTED, LISTS, PLACE, WIDTH, WORDING, masked
from pipeline.diff.shingles import shingle_hashes
from pipeline.spotting import codes_of

few = st.lists(st.tuples(st.text("甲乙丙丁", max_size=12), st.text("甲乙丙丁", max_size=12)), max_size=6)
listing = st.text("甲县0９", max_size=12).map(lambda said: f"９９甲{said}９９乙{said}{'乙' * 30}0９丙{said}。")


def _runs(said: list[tuple[str, str]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    at = bounds([len(side) for pair in said for side in pair])
    runs = np.column_stack([at[:-1], at[1:]])
    return codes_of("".join(side for pair in said for side in pair)), runs[::2], runs[1::2]


def _told(said: list[tuple[str, str]]) -> list[list[tuple[int, ...]]]:
    marks, many = wording.all_changed(*_runs(said))
    assert many.sum() == len(marks)
    cuts = bounds(many).tolist()
    return [[tuple(mark) for mark in marks[i:j].tolist()] for i, j in pairwise(cuts)]


@settings(max_examples=100, deadline=None)
@given(said=few, times=st.integers(1, 30))
def test_the_longest_common_subsequence_is_that_of_rapidfuzz(said, times):
    said = [(a * times, b * times) for a, b in said for _ in range(2)]
    codes, a, b = _runs(said)
    codes, kinds = dense(codes)
    wanted = [(LCSseq.similarity(*pair), Indel.normalized_similarity(*pair)) for pair in said]
    runs = codes.astype(np.uint32), kinds, a, b
    assert list(zip(longest(*runs).tolist(), likeness(*runs).tolist(), strict=True)) == wanted


@settings(max_examples=200, deadline=None)
@given(said=few)
def test_what_changed_is_what_rapidfuzz_tells(said):
    assert _told(said) == [wording.changed(a, b) for a, b in said]


def test_long_passages_are_looked_at_one_by_one(monkeypatch):
    said = [("甲乙丙", "甲丁丙"), ("甲乙丙丁" * 4, "丁乙丙乙甲" * 4), ("", "甲"), ("乙" * 9, "甲" * 9), ("甲乙", "乙")]
    whole = _told(said)
    monkeypatch.setattr(wording, "ROOM", 40)
    assert _told(said) == whole == [wording.changed(a, b) for a, b in said]


@settings(max_examples=200, deadline=None)
@given(
    text=st.text("甲乙丙县0９.,，。\n𠀀", max_size=80) | listing,
    names=st.sampled_from([(), ("甲乙县", "甲乙")]),
    alike=st.integers(0, 80),
)
def test_a_text_is_masked_as_character_by_character(known_profiles, text, names, alike):
    spans = [(alike // 2, min(alike, len(text)))]
    found = masked(text, names, known_profiles["fazhi"], spans)
    wanted = _masked(text, names, {at for span in spans for at in range(*span)})
    assert found.origin.tolist() == [at for at, _ in wanted]
    codes = found.characters.tolist()
    for code, (_, told) in zip(codes, wanted, strict=True):
        assert LISTED <= code < LISTED + LISTS if isinstance(told, tuple) else min(code, BREAK) == told
    listed = {(code, told) for code, (_, told) in zip(codes, wanted, strict=True) if isinstance(told, tuple)}
    assert len(listed) == len({code for code, _ in listed}) == len({told for _, told in listed})
    assert len({code for code in codes if code >= BREAK}) == sum(told == BREAK for _, told in wanted)
    hashes = shingle_hashes(found.characters, WIDTH)
    assert found.shingles.tolist() == hashes.tolist()
    windows = range(max(1, len(hashes) - WINDOW + 1)) if len(hashes) else ()
    least = {start + int(hashes[start : start + WINDOW].argmin()) for start in windows}
    assert found.anchors.tolist() == sorted(least)


def _masked(text: str, names: tuple[str, ...], aside: set[int]) -> list[tuple[int, int | tuple[int, str]]]:
    """Where each masked character stands, and its code; of a list of figures the last telling one, and the character."""
    listed = set(_listed(text)) - aside
    named = {at: hit.start() for hit in re.finditer("|".join(names) or "(?!)", text) for at in range(*hit.span())}
    found: list[tuple[int, int | tuple[int, str]]] = []
    value = figure = ""
    for at, letter in enumerate(text.replace("９", "9")):
        if at in listed and letter in "09":
            value += letter
        elif at in listed and value and letter not in ".,":
            figure, value = value if value.strip("0")[1:] else figure, ""
        if letter in ".,，。\n" or named.get(at, at) != at or ord(letter) > 0xFFFF:
            continue
        code = PLACE if at in named else {"0": FIGURE, "9": FIGURE, "县": ord("区")}.get(letter, ord(letter))
        if at in listed and figure:
            found.append((at, (int(figure), letter if code == FIGURE else chr(code))))
            continue
        code = BREAK if at in aside | listed else code
        if code != FIGURE or not found or found[-1][1] != FIGURE:
            found.append((at, code))
    return found


def _listed(text: str) -> Iterator[int]:
    """What belongs to lists of figures: all of them but for what goes on for long without a figure."""
    for sentence in re.finditer(r"[^。\n]*[。\n]?", text):
        figures = len(re.findall(r"[0９]+(?:[.,][0９]+)*", sentence[0]))
        if figures > 2 and figures * WORDING > len(sentence[0]):
            for part in re.finditer(r"[0９]|[^0９]+", sentence[0]):
                if len(part[0]) < 2 * WORDING:
                    yield from range(sentence.start() + part.start(), sentence.start() + part.end())


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 30), max_size=30), min_size=1, max_size=4), st.sampled_from([1, 2**59, 2**64 - 59])
)
def test_common_shingles_are_those_that_both_texts_have_once(texts, factor):
    hashes = [np.array([value * factor % 2**64 for value in text], dtype=np.uint64) for text in texts]
    pairs = [(i, j) for i in range(len(texts)) for j in range(len(texts)) if i != j]
    found = _seeds(hashes, np.array(pairs, dtype=np.int64).reshape(-1, 2))
    for (i, j), (a, b) in zip(pairs, found, strict=True):
        once = {value for value in texts[i] if texts[i].count(value) == 1 == texts[j].count(value)}
        wanted = [(texts[i].index(value), at) for at, value in enumerate(texts[j]) if value in once]
        assert list(zip(a.tolist(), b.tolist(), strict=True)) == wanted


meetings = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 200), st.integers(0, 30)), max_size=80
)


@settings(max_examples=200, deadline=None)
@given(met=meetings, many=st.integers(1, 9), part=st.sampled_from([1, 8, 1 << 14]))
def test_pairs_that_meet_twice_in_a_stretch_are_close(met, many, part):
    met = sorted({(later + many * k << 32 | earlier, at << 32 | at + apart) for later, earlier, at, apart in met
                  for k in range(5)})  # fmt: skip
    wanted = {pair for k, (pair, here) in enumerate(met) for other, there in met[max(k - WINDOW + 1, 0) : k]
              if pair == other and APART <= (here >> 32) - (there >> 32) <= STRETCH
              and abs((here >> 32) - (there >> 32) - (here % 2**32 - there % 2**32)) <= DRIFT}  # fmt: skip
    random = np.random.default_rng(many).permutation(len(met))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reuse_meetings, "PART", part)
        found = reuse_meetings.close(np.array(met, dtype=np.int64).reshape(-1, 2)[random])
    assert sorted(found.tolist()) == sorted(wanted)


@settings(max_examples=30, deadline=None)
@given(said=few)
def test_numba_alone_gives_the_same(said):
    codes, a, b = _runs(said)
    kinds = int(codes.max(initial=0)) + 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "kernel", kernels.by_numba)
        assert _told(said) == [wording.changed(a, b) for a, b in said]
        assert longest(codes, kinds, a, b).tolist() == [LCSseq.similarity(*pair) for pair in said]


def test_an_array_that_a_kernel_does_not_read_is_refused():
    sizes = np.zeros(2, dtype=np.int64)
    with pytest.raises(TypeError, match="uint32"):
        kernels.kernel("changed")(sizes, *(np.zeros(2) for _ in range(6)))
