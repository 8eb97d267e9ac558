"""Which sentences of two reports are alike: none that is enough so may be passed over."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import process
from rapidfuzz.distance import Indel, LCSseq

from pipeline.diff import letters
from pipeline.diff.document import documents
from pipeline.diff.letters import letters_of
from pipeline.diff.likeness import alike_sentences

said = st.lists(st.text("依法行政机关审查复议件", min_size=1, max_size=12), min_size=1, max_size=8)


@settings(max_examples=40, deadline=None)
@given(a=said, b=said)
def test_alike_sentences_are_those_that_comparing_all_with_all_finds(tables_of, known_profiles, a, b):
    made = documents(
        tables_of({"id": "a", "sections": [("", "none", a)]}, {"id": "b", "sections": [("", "none", b)]}),
        known_profiles,
    )
    every = process.cdist(made["a"].masked, made["b"].masked, scorer=Indel.normalized_similarity, dtype=np.float32)
    every[every < 0.42] = 0
    found = np.zeros_like(every)
    alike = alike_sentences(made["a"], made["b"], 0.42)
    found[alike.a, alike.b] = alike.likeness
    assert (found == every).all()


@settings(max_examples=40, deadline=None)
@given(a=said, b=said)
def test_no_common_subsequence_is_longer_than_the_common_characters(a, b):
    common = _common(a, b)
    assert (common >= process.cdist(a, b, scorer=LCSseq.similarity)).all()
    bags = [[sum(min(s.count(c), t.count(c)) for c in set(s)) for t in b] for s in a]
    assert common.tolist() == bags


def test_rare_and_frequent_characters_count_alike(monkeypatch):
    a, b = ["法法法治", "行政", ""], ["治法法", "政行政", "件"]
    whole = _common(a, b)
    monkeypatch.setattr(letters, "FREQUENT", 64)
    rare = [chr(0x5000 + k) for k in range(90)]
    padded = _common([*a, "".join(rare)], [*b, "".join(rare[:40])])
    assert padded[:3, :3].tolist() == whole.tolist() == [[3, 0, 0], [0, 2, 0], [0, 0, 0]]
    assert padded[3, 3] == 40


def _common(a, b):
    different = list(dict.fromkeys([*a, *b]))
    said = np.array([different.index(sentence) for sentence in (*a, *b)], dtype=np.int64)
    made = letters_of(different, said, np.repeat([0, 1], [len(a), len(b)]), 2)
    return made.common(slice(0, len(a)), 0, slice(len(a), len(a) + len(b)), 1)[0]
