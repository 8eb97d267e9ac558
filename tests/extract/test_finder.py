"""Whatever the patterns, what is found together is what each finds alone; a cue is near wherever its pattern matches."""

import random
import re

import numpy as np
import pytest

from pipeline import profiles
from pipeline.extract.finder import ANY, Cue, Finder, Openings
from pipeline.extract.quantities_rules import rules

PATTERNS = [
    r"\d{2,3}年",
    r"[^，]第?[一二]条?",
    r"(?<!不)予|给(?=予)",
    r"截至|^目前|(?:全|本)年?$",
    r"\S{3}\s",
    r"“.{0,3}?”",
    r"\W\D?a*b",
    r"(?>一|二)+条",
    r"(?i)A年",
    r"(予|给)\1",
]
LETTERS = "一二年第条予不给目前截至全本“”，。 \n12ab𝟏\ud800"


def texts(count):
    chosen = random.Random(1)
    return ["".join(chosen.choices(LETTERS, k=chosen.randrange(20))) for _ in range(count)]


def cues(patterns):
    return [Cue(re.compile(pattern), 1 << i) for i, pattern in enumerate(patterns)]


def found_alone(wanted, text):
    return sorted(hit.span() for cue in wanted for hit in cue.pattern.finditer(text))


def test_what_is_found_together_is_what_each_finds_alone():
    known = cues(PATTERNS)
    openings, wanted = Openings(known), known[1:]
    finder = Finder(wanted)
    for text in texts(3000):
        assert sorted(finder.spans(text, openings.seen(text))) == found_alone(wanted, text), text


def test_a_cue_is_near_wherever_its_pattern_matches():
    known = cues(PATTERNS)
    openings = Openings(known)
    for text in texts(3000):
        lows, highs = np.array([len(text) // 3, 0]), np.array([len(text), len(text) // 2])
        for low, high, near in zip(lows, highs, openings.seen(text).near(lows, highs), strict=True):
            for cue in known:
                part = text[low:high]  # cut off, so that ^ and look-behinds see other neighbours
                assert (cue.search(near, part) is None) == (cue.pattern.search(part) is None), (text, cue)


def test_no_cue_is_near_where_none_can_begin():
    openings = Openings(cues(["年", "月"]))
    assert openings.seen("日日年日月").near(np.array([0, 2, 3, 5]), np.array([2, 3, 5, 9])) == [0, 1, 2, 0]
    assert openings.seen("").near(np.array([0]), np.array([4])) == [0]


def test_a_cue_that_is_not_near_is_not_tried():
    cue = Cue(re.compile("年"), 2)
    assert cue.search(1, "年") is None and list(cue.finditer(1, "年")) == []
    assert cue.search(ANY, "年") and len(list(cue.finditer(3, "年年"))) == 2


@pytest.mark.parametrize("profile", ["fazhi", "gwr"])
def test_numbers_that_do_not_count_are_found_alike(profile):
    known = rules(profiles.load(profile))
    chosen, letters = random.Random(2), '0129/.-:：+＋·“”‘一二年是（）()《》〔〕号 \n\t。；，A𝟏好第"'
    for _ in range(3000):
        text = "".join(chosen.choices(letters, k=chosen.randrange(30)))
        assert sorted(known.spans.spans(text, known.openings.seen(text))) == found_alone(known.spans.cues, text), text
