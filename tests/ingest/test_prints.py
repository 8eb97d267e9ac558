"""Fingerprints: what is the same, what is nearly the same, and by how much."""

from __future__ import annotations

from random import Random

import pytest

from pipeline.ingest.prints import LEAST, SHINGLE, STRETCH, bare, likeness, same_hash, sketch
from tests.ingest.bodies import FAZHI


def text(seed: int, sentences: int = 300) -> list[str]:
    draw = Random(seed)
    return ["".join(chr(draw.randrange(0x4E00, 0x5E00)) for _ in range(20)) for _ in range(sentences)]


def shingles(words: str) -> set[str]:
    return {words[i : i + SHINGLE] for i in range(len(words) - SHINGLE + 1)}


def test_white_space_and_punctuation_do_not_tell_texts_apart():
    spaced = FAZHI.text.replace("，", " ,\n").replace("。", "")
    assert same_hash(bare(spaced)) == same_hash(bare(FAZHI.text))
    assert same_hash(bare(FAZHI.text + "一")) != same_hash(bare(FAZHI.text))
    assert "".join(map(chr, bare("2021年，（甲）A_b\U00020000。"))) == "2021年甲Ab\U00020000"


@pytest.mark.parametrize("kept", [0.3, 0.8, 0.9, 0.97])
def test_likeness_estimates_the_share_of_common_shingles(kept):
    errors = []
    for seed in range(8):
        a, draw = text(seed), Random(seed)
        b = [sentence for sentence in a if draw.random() < kept]
        mine, theirs = shingles("".join(a)), shingles("".join(b))
        true = len(mine & theirs) / len(mine | theirs)
        errors.append(likeness(sketch(bare("。".join(a))), sketch(bare("。".join(b)))) - true)
    assert abs(sum(errors)) / len(errors) < 0.04 and max(map(abs, errors)) < 0.15


def test_a_long_text_is_hashed_shingle_by_shingle():
    base, wrap = 0x9E3779B97F4A7C15, 1 << 64
    words = bare("".join(text(3, 2 * STRETCH // 20 + 100))).tolist()
    hashes = set()
    for start in range(len(words) - SHINGLE + 1):
        if words[start] % 4 == 0:
            summed = sum(code * pow(base, n + 1, wrap) for n, code in enumerate(words[start : start + SHINGLE])) % wrap
            hashes.add(((summed ^ summed >> 32) * base % wrap) >> 32)
    least = sorted(hashes)[:LEAST]
    assert sketch(bare("".join(map(chr, words)))) == "".join(f"{n:08x}" for n in least)


def test_likeness_of_short_texts_is_exact():
    a, b = "".join(text(1, 3)), "".join(text(2, 3))
    assert likeness(sketch(bare(a)), sketch(bare(a + a))) > 0.5
    assert likeness(sketch(bare(a)), sketch(bare(b))) == 0
    assert likeness(sketch(bare(a)), sketch(bare(a))) == likeness(sketch(bare("甲")), sketch(bare(""))) == 1
