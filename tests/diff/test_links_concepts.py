"""Terms that stand for one thing."""

from __future__ import annotations

import numpy as np

from pipeline import profiles
from pipeline.diff import links_concepts, links_native
from pipeline.diff.links_concepts import Common, Concepts, common, shared
from pipeline.diff.links_passages import Passage, Sentences
from pipeline.diff.links_rules import rules_of
from pipeline.diff.links_senses import senses_of
from pipeline.diff.links_shared import pairing_of
from pipeline.diff.links_wording import wordings_of

KNOWN = Concepts({"training": ["培训", "轮训"], "staff": ["执法人员"], "centre": ["培训中心"]})


def test_a_longer_word_hides_the_shorter_ones_inside_it():
    assert KNOWN.named("建设培训中心") == ["centre"]
    assert KNOWN.named("执法人员轮训") == ["staff", "training"]


def test_of_words_that_overlap_the_first_is_meant():
    chain = Concepts({"first": ["行政执法"], "second": ["执法监督"], "third": ["监督检查"], "fourth": ["检查"]})
    assert chain.named("行政执法监督检查") == ["first", "third"]
    assert chain.named("执法监督检查") == ["fourth", "second"]


def test_concepts_are_told_text_by_text():
    assert KNOWN.of(["轮训", "", "培训执法人员"]).tolist() == [[1, 0, 0], [0, 0, 0], [1, 1, 0]]
    assert Concepts({}).of(["轮训"]).shape == (1, 0)


def test_a_word_ends_with_its_text():
    assert KNOWN.of(["培训", "中心培训", "中", "轮"]).tolist() == [[1, 0, 0], [1, 0, 0], [0, 0, 0], [0, 0, 0]]
    assert KNOWN.of(["\U00020000培训中心\U00020000"]).tolist() == [[0, 0, 1]]
    assert Concepts({"one": ["路"], "two": ["路网", "路"]}).of(["路路网"]).tolist() == [[1, 1]]


def test_machine_code_tells_concepts_as_numba_does(monkeypatch):
    texts = ["轮训", "", "培训执法人员", "建设培训中心培", "执法人"]
    kept = KNOWN.of(texts)
    monkeypatch.setattr(links_concepts, "speak", links_native.speak_by_numba)
    assert (KNOWN.of(texts) == kept).all() and kept.any()


def _common(plan: str, *results: str) -> Common:
    profile = profiles.load("fazhi")
    sides = [
        Sentences.of([Passage(n, n, role, "none", text) for n, text in enumerate(texts)], [[text] for text in texts])
        for role, texts in (("plan", [plan]), ("achievements", results))
    ]
    return common(pairing_of(*wordings_of(sides, senses_of(profile), rules_of(profile)), ["plan"], ["achievements"]))


def test_rarer_concepts_weigh_more():
    found = _common("加强法律援助。", "帮农民工讨薪。", "开展普法宣讲。", "举办普法讲座。", "开展宪法宣传。")
    assert np.argmax(found.weight[0]) == 0
    assert found.weight[0, 1:].max() == 0
    assert 0 < found.cosine[0, 0] < 1


def test_what_has_no_other_word_is_missed_where_it_is_not_said():
    found = _common("开展重大决策后评估。", "公布重大决策目录。", "对2项重大决策进行评估。")
    assert found.weight[0, 0] < 0 < found.weight[0, 1]


def test_how_things_are_weighs_less_than_which_they_are():
    known = Concepts({"review": ["复议"], "hands": ["力量"]}, aspects=["hands"])
    a, b = known.of(["复议力量"]) > 0, known.of(["复议", "力量"]) > 0
    found = shared(a, b, known.worth)
    assert found.weight[0, 1] == found.weight[0, 0] / 2
