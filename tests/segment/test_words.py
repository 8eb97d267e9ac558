"""Words: through spaCy, by any segmenter, with the profile's terms whole and the words around them unbroken."""

import numpy as np
import pytest
import spacy

from pipeline import profiles
from pipeline.profiles import Profile
from pipeline.segment import words
from pipeline.segment.spacy_words import language
from pipeline.segment.terms import Terms
from pipeline.segment.words import cutter, segmenter_version, words_of

TEXTS = ["深化“放管服”改革，推进 依法行政。", "", "  全年办理行政复议案件12件。\n", "　", "甲"]


def profile(*terms, **data):
    return Profile("test", data, {"words/test": terms})


def joined(text, segmenter, *terms):
    return " ".join(cutter(segmenter, profile(*terms))([text]).to_pylist()[0])


@pytest.mark.parametrize("segmenter", ["char", "jieba", "pkuseg"])
def test_words_are_the_text_without_white_space(segmenter, model_folder):
    cut = cutter(segmenter, profile("放管服"))(TEXTS).to_pylist()
    assert ["".join(found) for found in cut] == ["".join(text.split()) for text in TEXTS]
    assert cutter(segmenter, profile("放管服"))(TEXTS[:1]).to_pylist() == cut[:1]
    assert "放管服" in cut[0]


def test_no_texts_no_words():
    assert cutter("char", profile())([]).to_pylist() == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # edges agree with words': joined
        ("推进最多跑一次改革", "推进 最多跑一次 改革"),
        ("实行双随机、一公开监管", "实行 双随机、一公开 监管"),
        # a word straddles an edge, and the term is likely: read again
        ("深化放管服改革", "深化 放管服 改革"),
        ("固定资产投资额增长", "固定资产投资 额 增长"),
        # a word straddles an edge, and the term stands there by chance: left alone
        ("老年人口比重", "老年 人口 比重"),
        ("企事业单位改革", "企事业 单位 改革"),
        ("提供强大数据支撑", "提供 强大 数据 支撑"),
        # inside a word: left alone
        ("建设大数据库", "建设 大数据库"),
    ],
)
def test_terms_stay_whole_and_break_no_neighbour(model_folder, text, words):
    terms = (
        "最多跑一次",
        "双随机、一公开",
        "放管服",
        "固定资产投资",
        "政协提案",
        "老年人",
        "事业单位",
        "大数据",
        "行政许可",
    )
    assert joined(text, "pkuseg", *terms) == words


def test_of_two_terms_the_longer_stands():
    assert joined("放管服改革", "char", "放管服", "放管服改革") == "放管服改革"


def test_terms_that_share_a_word_are_read_together(model_folder):
    assert joined("深化河长制湖长制改革", "pkuseg", "河长制", "湖长制") == "深化 河长制 湖长制 改革"


def test_other_segmenters_leave_a_straddled_term_alone():
    def kept(starts, ends):
        found = Terms(["乙丙"]).keep_whole("甲乙丙", (np.array(starts), np.array(ends)), None)
        return [column.tolist() for column in found]

    assert kept([0, 2], [2, 3]) == [[0, 2], [2, 3]]
    assert kept([0, 1, 2], [1, 2, 3]) == [[0, 1], [1, 3]]


def test_terms_are_no_patterns():
    assert joined("互联网+监管", "char", "互联网+", "a|b") == "互联网+ 监 管"


@pytest.mark.parametrize("text", [text for text in TEXTS if text] + ["a b", " a  b ", "甲 \n乙", "甲　乙　 丙"])
def test_documents_are_as_spacy_makes_them(reference, text):
    own = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "pkuseg"}}})
    own.tokenizer.pkuseg_seg = reference._pkuseg
    doc, expected = language("pkuseg", profile())(text), own(text)
    assert doc.text == text
    assert [(t.text, t.whitespace_) for t in doc] == [(t.text, t.whitespace_) for t in expected]


def test_a_profile_can_name_components():
    @spacy.Language.component("test_pairs")
    def pairs(doc):
        with doc.retokenize() as retokenizer:
            for i in range(0, len(doc) - 1, 2):
                retokenizer.merge(doc[i : i + 2])
        return doc

    named = profile(**{"words/components": {"components": [{"factory": "test_pairs"}]}})
    assert cutter("char", named)(["甲乙丙丁", "戊"]).to_pylist() == [["甲乙", "丙丁"], ["戊"]]


def test_without_the_model_the_way_on_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("DUIZHAO_MODEL", str(tmp_path / "none"))
    words_of.cache_clear()
    try:
        with pytest.raises(words.SetupError, match="make setup"):
            cutter("pkuseg", profile())
    finally:
        words_of.cache_clear()


@pytest.mark.parametrize("segmenter", ["char", "jieba", "pkuseg"])
def test_versions_tell_segmenters_apart(segmenter):
    assert segmenter in segmenter_version(segmenter)


# --- the lists ------------------------------------------------------------------------------------------------------

LISTS = sorted(profiles.HERE.rglob("words/*.txt"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: f"{path.parent.parent.name}/{path.stem}")
def test_a_list_can_be_reviewed(path):
    lines = path.read_text("utf-8").splitlines()
    terms = profiles.read_list(path)
    assert lines[0].startswith("# "), "a header says what the list is for"
    assert list(terms) == sorted(set(terms)), "sorted by code point, each term once"
    assert [t for t in terms if len(t) < 3 or t != "".join(t.split())] == [], "three characters at least, no space"


@pytest.mark.parametrize("profile_id", profiles.ids())
def test_no_term_stands_in_two_lists_of_a_profile(profile_id):
    terms = [
        t for stem, listed in profiles.load(profile_id).lists.items() if stem.startswith(words.LISTS) for t in listed
    ]
    assert len(terms) > 100
    assert sorted(t for t in set(terms) if terms.count(t) > 1) == []
