"""Whatever the patterns, what is found together is what each finds alone; a cue is near wherever its pattern matches."""

import random
import re

import pytest

from pipeline import profiles
from pipeline.extract.finder import ANY, Cue, Cues, Finder, Openings
from pipeline.extract.quantities_rules import rules

PATTERNS = [
    r"\d{2,3}年",
    r"[^，]第?[一二]条?",
    r"(?<!不)予|给(?=予)",
    r"截至|^目前|(?:全|本)年?$",
    r"\S{3}\s",
    r"“.{0,3}?”",
    r"\W\D?a*b",
]
LETTERS = "一二年第条予不给目前截至全本“”，。 \n12ab𝟏\ud800"


def texts(count):
    chosen = random.Random(1)
    return ["".join(chosen.choices(LETTERS, k=chosen.randrange(20))) for _ in range(count)]


def test_what_is_found_together_is_what_each_finds_alone():
    patterns = [re.compile(pattern) for pattern in PATTERNS]
    finder = Finder(patterns)
    for text in texts(3000):
        assert sorted(finder.spans(text)) == sorted(hit.span() for p in patterns for hit in p.finditer(text)), text


def test_a_cue_is_near_wherever_its_pattern_matches():
    patterns = [re.compile(pattern) for pattern in PATTERNS]
    openings = Openings(patterns)
    for text in texts(3000):
        low = len(text) // 3
        near = Cues(openings, text).near(low, len(text))
        for bit, pattern in enumerate(patterns):
            cue, part = Cue(pattern, 1 << bit), text[low:]  # cut off, so that ^ and look-behinds see other neighbours
            assert (cue.search(near, part) is None) == (pattern.search(part) is None), (text, pattern)


def test_a_cue_that_is_not_near_is_not_tried():
    cue = Cue(re.compile("年"), 2)
    assert cue.search(1, "年") is None and list(cue.finditer(1, "年")) == []
    assert cue.search(ANY, "年") and len(list(cue.finditer(3, "年年"))) == 2


@pytest.mark.parametrize("profile", ["fazhi", "gwr"])
def test_numbers_that_do_not_count_are_found_alike(profile):
    finder = rules(profiles.load(profile)).spans
    chosen, letters = random.Random(2), '0129/.-:：+＋·“”‘一二年是（）()《》〔〕号 \n\t。；，A𝟏好第"'
    for _ in range(3000):
        text = "".join(chosen.choices(letters, k=chosen.randrange(30)))
        assert sorted(finder.spans(text)) == sorted(h.span() for p in finder.patterns for h in p.finditer(text)), text
