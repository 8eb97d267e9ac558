"""What is set aside before two passages are compared."""

import unicodedata
from itertools import product

import numpy as np
import pytest

from pipeline.diff.align import heaviest_chain
from pipeline.diff.masking import even, masks_of, plain, plains


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["（一）全年，共受理１２件。", "", "  二是\n抓落实"],
        ["一", "\u0301二"],
        ["甲\0乙", "丙"],
        ["\0", "\0"],
    ],
)
def test_many_sentences_are_set_as_each_alone(texts, known_profiles):
    masks = masks_of(known_profiles["other"])
    assert plains(texts, masks) == [plain(text, masks) for text in texts]


@pytest.mark.parametrize("sign", "，；：（）％！？")
def test_wide_marks_become_what_normal_form_makes_of_them(sign):
    for before, after in product("甲é=", ("", "\u0338", "\u0301", "１")):
        text = before + sign + after
        assert even(text) == unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize(
    ("places", "weights", "chain"),
    [
        ([], [], []),
        ([2, 1, 0], [1, 1, 1], [0]),  # of chains that weigh the same, the first
        ([1, 0, 2], [1, 1, 1], [0, 2]),
        ([0, 1, 2], [1, 5, 1], [0, 1, 2]),
        ([3, 0, 1, 2], [5, 1, 1, 1], [0]),
    ],
)
def test_the_heaviest_chain_of_matches(places, weights, chain):
    assert heaviest_chain(np.array(places, dtype=int), np.array(weights, dtype=float)) == chain
