"""Properties of a comparison, on reports made of the labelled series' sentences, repeated ones included."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.diff.document import documents
from pipeline.diff.pairs import compared
from tests.diff.series_gold import series

HEADINGS = ["一、依法履行职能", "二、规范行政执法", "三、化解矛盾纠纷", "四、强化监督", "五、普法宣传"]
POOL = sorted({s for name in ("first", "second", "third") for text in series(name)[0].values()
               for s in re.split(r"(?<=。)|\n", text) if len(s) > 15 and s.endswith("。")})  # fmt: skip
part = st.lists(st.sampled_from(POOL), min_size=2, max_size=9)
report = st.lists(part, min_size=2, max_size=5).map(
    lambda parts: [(heading, "none", said) for heading, said in zip(HEADINGS, parts, strict=False)]
)


@pytest.fixture(scope="session")
def changes_of(tables_of, known_profiles):
    def run(a, b):
        ready = documents(tables_of({"id": "a", "sections": a}, {"id": "b", "sections": b}), known_profiles)
        return compared([(ready["a"], ready["b"], "year")])["changes"]

    return run


@settings(max_examples=15, deadline=None)
@given(made=report)
def test_a_report_against_itself_is_only_same(changes_of, made):
    assert set(changes_of(made, made)["op"]) == {"same"}


@settings(max_examples=15, deadline=None)
@given(a=report, b=report)
def test_naming_the_other_report_first_mirrors_the_changes(changes_of, a, b):
    turn = {"added": "removed", "removed": "added"}
    sides = [f"{side}_{what}" for side in "ab" for what in ("start", "end")]
    there = changes_of(a, b)[[*sides, "op"]]
    back = changes_of(b, a)[[*sides[2:], *sides[:2], "op"]]
    mirrored = [(*map(str, row[:4]), turn.get(row[4], row[4])) for row in back.itertuples(index=False, name=None)]
    assert sorted((*map(str, row[:4]), row[4]) for row in there.itertuples(index=False, name=None)) == sorted(mirrored)


@settings(max_examples=15, deadline=None)
@given(said=st.lists(st.sampled_from(POOL), min_size=6, max_size=30, unique=True), order=st.permutations(range(5)))
def test_shuffled_sections_give_moved_never_added_or_removed(changes_of, said, order):
    made = [(HEADINGS[k], "none", said[k::5]) for k in range(5)]
    assert set(changes_of(made, [made[k] for k in order])["op"]) <= {"same", "moved"}
