import numpy as np
import pandas as pd
import pytest

from pipeline import profiles
from pipeline.arrow import coded
from pipeline.extract.terms import chars_of, check_word_lists, count_terms, phrases_of, theme_of
from pipeline.profiles import Profile

TOY = Profile(
    "toy of terms",
    {},
    {"themes/disputes": ("行政复议", "调解", "调解员"), "themes/digital": ("数据",), "stopwords": ("进行",)},
)


def counted(texts, words, profile=TOY):
    """(report, term, theme, count) of each row; ``words``: of each report's sentences."""
    owners = np.repeat(np.arange(len(texts)), [len(sentences) for sentences in words])
    said = coded(pd.Series([sentence for sentences in words for sentence in sentences], dtype=object))
    found = count_terms(texts, said, owners, profile)
    rows = zip(found.reports.tolist(), found.numbers.tolist(), found.counts.tolist(), strict=True)
    return [(report, found.terms[number], found.themes[number], count) for report, number, count in rows]


def phrases(texts, profile):
    """The themed phrases in each text."""
    known, found = list(theme_of(profile)), phrases_of(texts, profile)
    return [[known[which] for where, which in zip(*found, strict=True) if where == i] for i in range(len(texts))]


def test_themed_phrases_are_counted_by_longest_match_and_once():
    assert counted(["调解员调解行政复议"], [[["调解", "员", "调解", "行政", "复议"]]]) == [
        (0, "复议", "", 1),
        (0, "行政", "", 1),
        (0, "行政复议", "disputes", 1),
        (0, "调解", "disputes", 1),
        (0, "调解员", "disputes", 1),
    ]


def test_reports_are_counted_apart():
    texts = ["复议数", "据复议复议", "", "数据"]
    words = [[["复议"]], [["复议", "复议"]], [], [["数据"]]]
    assert counted(texts, words) == [(0, "复议", "", 1), (1, "复议", "", 2), (3, "数据", "digital", 1)]


def test_words_of_other_reports_are_not_counted():
    said = coded(pd.Series([["复议"], ["普法", "复议"]]))
    found = count_terms([""], said, np.array([0, -1]), TOY)
    assert (found.terms, found.counts.tolist()) == (["复议"], [1])


@pytest.mark.parametrize("word", ["进行", "的", "2020年", "二〇二〇年", "十二", "，", "三项", "第一", "12"])
def test_words_that_say_nothing_are_left_out(word):
    assert counted([word], [[[word]]]) == []


@pytest.mark.parametrize("word", ["三农", "百姓", "万众创新", "PM2.5", "一体化"])
def test_words_with_numerals_that_say_something_stay(word):
    assert counted([word], [[[word]]]) == [(0, word, "", 1)]


@pytest.mark.parametrize("terms", [("一", "一二", "一二三"), ("甲.乙", "甲(丙"), ("行政", "行政复议", "行业"), ("a",)])
def test_the_longest_term_wins_in_any_list(terms):
    profile = Profile(f"toy of {terms}", {}, {"themes/x": terms})
    assert phrases([*terms, *(term + "外" for term in terms)], profile) == [[term] for term in terms] * 2


def test_phrases_do_not_overlap():
    profile = Profile("toy of overlaps", {}, {"themes/x": ("执法监督", "监督机制", "机制")})
    assert phrases(["执法监督机制"], profile) == [["执法监督", "机制"]]


def test_a_profile_without_lists_counts_words():
    assert counted(["复议"], [[["复议"]]], Profile("toy without lists", {}, {})) == [(0, "复议", "", 1)]


def test_white_space_is_no_character():
    assert chars_of(" 复 议\n\u3000普法\u00a0") == 4


@pytest.mark.parametrize("profile", profiles.ids())
def test_word_lists_are_sorted_and_a_term_has_one_theme(profile):
    assert check_word_lists(profiles.load(profile)) == []


@pytest.mark.parametrize(
    ("terms", "told"),
    [(("乙乙", "丙丙", "甲甲"), "not sorted"), (("甲甲", "甲甲"), "twice"), (("甲",), "single character")],
)
def test_a_bad_word_list_is_told(terms, told):
    assert any(told in line for line in check_word_lists(Profile("toy", {}, {"themes/x": terms})))


def test_a_term_in_two_themes_is_told():
    both = Profile("toy", {}, {"themes/x": ("甲甲",), "themes/y": ("甲甲",)})
    assert any("themes/x.txt" in line and "keep it in one" in line for line in check_word_lists(both))
