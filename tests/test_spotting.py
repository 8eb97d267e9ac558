"""Every place of every word, as looking for each of them everywhere would find it."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.spotting import Spotter, codes_of

LETTERS = "甲乙丙\U00020000"


@given(
    st.lists(st.text(LETTERS, min_size=1, max_size=5), unique=True, max_size=8), st.text(LETTERS + "丁\n", max_size=40)
)
def test_all_places_are_found(words, text):
    starts, found = Spotter(words).find(codes_of(text))
    everywhere = [(at, i) for at in range(len(text)) for i, word in enumerate(words) if text.startswith(word, at)]
    assert sorted(zip(starts.tolist(), found.tolist(), strict=True)) == everywhere
