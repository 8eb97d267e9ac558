import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.diff import reuse_chains
from pipeline.diff.reuse_chains import REACH, Chains, Runs, chains
from pipeline.diff.reuse_meetings import DRIFT
from pipeline.diff.reuse_text import WIDTH

LEAST = 20
steps = st.lists(st.tuples(st.sampled_from([1, 1, 1, 2, 9, 30, 50]), st.integers(-20, 20)), max_size=40)


def seeds_of(made):
    """Places in b that go up, each with its place in a: near the diagonal, or on another one."""
    b = np.cumsum([0, *(step for step, _ in made)])[: len(made)]
    a = b + 1000 + np.array([aside if abs(aside) > 10 else 0 for _, aside in made], dtype=np.int64)
    _, once = np.unique(a, return_index=True)
    return a[np.sort(once)], b[np.sort(once)]


def one_by_one(a, b):
    """The spans of chains, place by place: of those that go on, the one that was opened first is gone on with."""
    found, runs = [], []
    for i, j in zip(a.tolist(), b.tolist(), strict=True):
        if runs and runs[-1][2:] == [i - 1, j - 1]:
            runs[-1][2:] = i, j
        else:
            runs.append([i, j, i, j])
    for i, j, i_last, j_last in runs:
        for chain in found:
            a_gap, b_gap = i - chain[2], j - chain[3]
            if 0 < a_gap <= REACH and b_gap <= REACH and abs(a_gap - b_gap) <= DRIFT:
                chain[2:] = i_last, j_last
                break
        else:
            found.append([i, j, i_last, j_last])
    return [[i, i_last + WIDTH, j, j_last + WIDTH] for i, j, i_last, j_last in found]


def long(spans):
    return sorted(span for span in spans if span[3] - span[2] >= LEAST)


@pytest.fixture(autouse=True, scope="module")
def all_count():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reuse_chains, "DENSE", 0)
        yield


@given(st.lists(steps, min_size=1, max_size=4))
def test_chains_are_those_that_are_found_place_by_place(given_pairs):
    pairs = [seeds_of(made) for made in given_pairs]
    found = chains(pairs, LEAST)
    for k, (a, b) in enumerate(pairs):
        mine = found.chosen(np.flatnonzero(found.pair == k))
        assert long(mine.spans().tolist()) == long(one_by_one(a, b))


def test_two_texts_with_nothing_in_common_have_no_chain():
    none = np.zeros(0, dtype=np.int64)
    assert not len(chains([(none, none)], LEAST).first)
    assert not len(chains([], LEAST).first)


def test_a_chain_is_parted_at_its_widest_gap_and_a_single_run_is_not():
    starts = np.array([0, 10, 40, 55, 300])
    runs = Runs(np.zeros(5, dtype=np.int64), starts, starts, starts + 2, starts + 2)
    halves = Chains(runs, np.array([0, 4]), np.array([4, 5])).halves()
    assert halves.first.tolist() == [0, 2] and halves.stop.tolist() == [2, 4]


@pytest.mark.parametrize(("apart", "shift", "bridged"), [(9, 18, True), (9, 30, False), (40, 18, False)])
def test_two_chains_with_a_clause_between_them_are_tried_as_one(apart, shift, bridged):
    b = np.concatenate([np.arange(20), np.arange(20) + 20 + WIDTH + apart])
    a = b + np.repeat([0, shift], 20)
    found = chains([(a, b)], LEAST)
    assert found.bridged(1).spans().tolist() == found.spans().tolist()
    spans = found.bridged(100).spans().tolist()
    assert ([0, a[-1] + WIDTH, 0, b[-1] + WIDTH] in spans) == bridged and len(spans) == 2 + bridged
