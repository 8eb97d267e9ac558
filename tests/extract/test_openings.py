"""What an expression's matches can begin with: never less than its matches show, and not much more."""

import random
import re

import pytest

from pipeline import profiles
from pipeline.extract.openings import ALL, DEPTH, openings
from pipeline.extract.quantities_rules import rules

LETTERS = "ab1２年月[]-^\\{},|() \n\t，𝟏\ud800"


def held(letters):
    return {letter for letter in LETTERS[:-2] if letters >> ord(letter) & 1}


@pytest.mark.parametrize(
    ("pattern", "first", "second"),
    [
        ("ab", {"a"}, {"b"}),
        ("a?b", {"a", "b"}, None),
        ("a{2}", {"a"}, {"a"}),
        ("a{,1}b", {"a", "b"}, None),
        ("(?:a|年)月", {"a", "年"}, {"月"}),
        ("(?P<x>a)(月)", {"a"}, {"月"}),
        ("(?<=月)a(?!1)b$", {"a"}, {"b"}),
        ("(?>a++)b", {"a"}, {"a", "b"}),
        (r"\d\s", {"1", "２"}, {" ", "\n", "\t"}),
        (r"[\d月]\u5e74", {"1", "２", "月"}, {"年"}),
        ("[^年月]a", set(LETTERS[:-2]) - {"年", "月"}, {"a"}),
        (r"[a-b\d]\t", {"a", "b", "1", "２"}, {"\t"}),
        (r"[^\u5e74-\u6708\x61-b]a", set(LETTERS[:-2]) - set("年月ab"), {"a"}),
        (r"[]^-]\[", set("]^-"), {"["}),
        (r"[\]\-a][|()]", set("]-a"), set("|()")),
        (r"\{a{1}", {"{"}, {"a"}),
        (".a", set(LETTERS[:-2]) - {"\n"}, {"a"}),
    ],
)
def test_the_first_letters_of_a_match(pattern, first, second):
    found = openings(re.compile(pattern))
    assert held(found[0]) == first
    assert second is None or held(found[1]) == second


@pytest.mark.parametrize("pattern", ["(?i)a", r"(a)\1", "(?P<x>a)(?P=x)", "(a)?(?(1)b|c)"])
def test_of_what_is_not_read_anything_is_expected(pattern):
    assert openings(re.compile(pattern)) == (ALL,) * DEPTH


@pytest.mark.filterwarnings("ignore:Possible nested set")
def test_no_match_begins_with_another_letter():
    chosen = random.Random(3)
    signs = [*"ab1年月|()?*+", "[", "]", "[^", "a-b", r"\d", r"\S", "{2}", "{1,}", "(?:", "(?!", "(?<=", ".", "^", "$"]
    tried = 0
    while tried < 1500:
        try:
            pattern = re.compile("".join(chosen.choices(signs, k=chosen.randrange(1, 9))))
        except re.error:
            continue
        tried += 1
        found = openings(pattern)
        for _ in range(20):
            text = "".join(chosen.choices(LETTERS, k=6))
            for hit in pattern.finditer(text):
                for letters, letter in zip(found, hit.group(), strict=False):
                    assert letters >> min(ord(letter), 1 << 16) & 1, (pattern, text)


@pytest.mark.parametrize("profile", profiles.ids())
def test_all_patterns_of_a_profile_are_read(profile):
    known = rules(profiles.load(profile))
    cues = [*known.spans.cues, known.numerals, *(cue for _, cue in known.front)]
    assert [cue.pattern.pattern for cue in cues if openings(cue.pattern) == (ALL,) * DEPTH] == []
