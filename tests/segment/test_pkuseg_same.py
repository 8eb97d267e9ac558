"""The fast decoder gives spacy-pkuseg's words, token for token, whatever the text."""

import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import srsly

from pipeline.segment import pkuseg_build, pkuseg_decoder, pkuseg_native, pkuseg_table
from pipeline.segment.pkuseg_reference import ReferenceDecoder

POOLS = (
    "法治政府建设行政复议案件办理全市改革放管服的了和在",
    "0123456789.,%％－０９一二三四十百千万亿兆零几",
    "，。、；：“”《》（）—…·-_/|*:&",
    "ABCxyzＡｚ・",
    "😀🏳\ufe0f\u200d\U0001f1e8\U00020000𠮷",
    "\ud800\udfff\ud83d",
    "\x00\x1c\x85\u3000 \t\n\xa0\u2028\ufeff\u200b",
    "éßжあア한★①㎡",
)


def random_strings(count, seed=7):
    """Common and rare Chinese, digits, marks, emoji, white space of all kinds, halves of surrogate pairs."""
    rng = random.Random(seed)
    for _ in range(count):
        length, kind = rng.choice([1, 2, 3, 5, 8, 13, 30]), rng.random()
        if kind < 0.3:
            yield "".join(chr(rng.randrange(0x4E00, 0x9FFF)) for _ in range(length))
        elif kind < 0.4:
            yield "".join(chr(rng.randrange(0x110000)) for _ in range(length))
        else:
            yield "".join(rng.choice(rng.choice(POOLS)) for _ in range(length))


def strings_of_words(reference, count, seed=3):
    """Words of the dictionary and of the model's list side by side, so that joining and word features are met."""
    rng = random.Random(seed)
    lists = [sorted(reference._pkuseg.postprocesser.other_words), sorted(reference._pkuseg.feature_extractor.unigram)]
    for _ in range(count):
        yield "".join(rng.choice(rng.choice(lists)) for _ in range(rng.choice([1, 2, 4, 8])))


def listed(spans):
    return [column.tolist() for column in spans]


def differences(one, other, texts):
    return [text for text in texts if listed(one.spans(text)) != listed(other.spans(text))]


def forced_differences(one, other, texts, seed=5):
    rng = random.Random(seed)
    bits = (0, 0, 0, pkuseg_table.BEGIN, pkuseg_table.INSIDE, pkuseg_table.BEGIN | pkuseg_table.FIXED)
    pieces = [piece for piece in ("".join(text.split()) for text in texts) if piece]
    marks = [bytes(rng.choice(bits) for _ in piece) for piece in pieces]
    found = zip(pieces, marks, one.forced(pieces, marks), other.forced(pieces, marks), strict=True)
    return [given for *given, (a, x), (b, y) in found if (listed(a), x) != (listed(b), y)]


def read_leniently(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "surrogateescape")


# --- with the real model --------------------------------------------------------------------------------------------


def test_random_strings_are_cut_alike(fast, reference):
    assert differences(fast, reference, random_strings(3_000)) == []


def test_strings_of_dictionary_words_are_cut_alike(fast, reference):
    assert differences(fast, reference, strings_of_words(reference, 2_000)) == []


def test_conditions_are_met_alike(fast, reference):
    assert forced_differences(fast, reference, random_strings(500, seed=11)) == []


def test_whole_numbers_and_doubles_find_the_same_paths(fast, reference):
    pieces = ["".join(text.split()) for text in (*random_strings(2_000, seed=23), *strings_of_words(reference, 1_000))]
    pieces = [piece for piece in pieces if piece]
    by_doubles = fast.forced(pieces, [bytes(len(piece)) for piece in pieces])
    assert [p for p, (found, _) in zip(pieces, by_doubles, strict=True) if listed(found) != listed(fast.spans(p))] == []


def test_a_piece_too_long_for_whole_numbers_is_cut_alike(fast, reference):
    text = "".join(strings_of_words(reference, 400, seed=9)).replace(" ", "")
    assert len(text) > 2 * pkuseg_table.LONG
    assert differences(fast, reference, [text]) == []


@pytest.mark.slow
def test_a_hundred_thousand_random_strings_are_cut_alike(fast, reference):
    assert differences(fast, reference, random_strings(100_000, seed=1)) == []
    assert differences(fast, reference, strings_of_words(reference, 20_000, seed=2)) == []
    assert forced_differences(fast, reference, random_strings(10_000, seed=4)) == []


@pytest.mark.slow
@pytest.mark.corpus
def test_the_whole_corpus_is_cut_alike(fast, reference, shared):
    files = [p for p in (shared / "corpus").rglob("*") if p.suffix in (".txt", ".html")]
    texts = [read_leniently(path) for path in files]
    assert sum(map(len, texts)) > 1_100_000
    assert differences(fast, reference, texts) == []


@pytest.mark.parametrize(
    "text", ["法治政府" * 20_000, "法" * 80_000, ("依法行政。 " * 20_000)], ids=["a word", "a character", "spaced"]
)
def test_a_text_of_more_than_one_chunk_is_cut_as_one(fast, text):
    starts, ends = fast.spans(text)
    assert "".join(text[a:b] for a, b in zip(starts, ends, strict=True)) == "".join(text.split())
    if " " in text:
        one = fast.spans(text[:6])
        assert starts.tolist() == [at + 6 * k for k in range(20_000) for at in one[0].tolist()]


def test_time_grows_with_length_only(fast):
    def seconds(text):
        begin = time.process_time()
        fast.spans(text)
        return time.process_time() - begin

    text = "推进全面依法治县深化行政执法体制改革" * 12_500
    short = min(seconds(text) for _ in range(3))
    assert seconds(text * 8) < 8 * short * 4


@pytest.mark.parametrize("text", ["", " ", "\n\u3000\t"])
def test_nothing_gives_no_words(fast, text):
    assert listed(fast.spans(text)) == [[], []]


def test_without_tables_spacy_pkuseg_stands_in_and_says_so_once(model_folder, fast, monkeypatch):
    def none(place):
        raise pkuseg_table.TableError("no tables")

    monkeypatch.setattr(pkuseg_table, "load", none)
    pkuseg_decoder.load.cache_clear()
    try:
        with pytest.warns(RuntimeWarning, match="spacy-pkuseg") as caught:
            fallback = pkuseg_decoder.load(model_folder)
            pkuseg_decoder.load(model_folder)
        assert len([w for w in caught if "spacy-pkuseg" in str(w.message)]) == 1
        assert differences(fallback, fast, random_strings(200)) == []
    finally:
        pkuseg_decoder.load.cache_clear()


# --- with small invented models: any weights, many ties, no download ------------------------------------------------

ALPHABET = ("甲", "乙", "丙", "&", "**Num", "**Letter")
WORDS = ("甲乙", "乙丙", "甲乙丙", "丙丙", "甲甲乙乙丙丙", "乙甲乙")
ENTRIES = ("甲乙丙", "丙3", "乙丙甲", "甲", "乙丙", "𠮷丙", "甲乙丙丙甲乙丙")
NORMAL = {"3": "**Num", "七": "**Num", "Ａ": "**Letter", "-": "&", "*": "&"}


def small_model(seed):
    rng = random.Random(seed)
    names = ["$$"]
    names += [form + a for form in pkuseg_build.SINGLE_FORMS for a in ALPHABET]
    names += [f"{form}{a}.{b}" for form in pkuseg_build.PAIR_FORMS for a in ALPHABET for b in ALPHABET]
    names += [form + word for form in pkuseg_build.WORD_FORMS for word in WORDS]
    names += [f"{form}{a}*{b}" for form in pkuseg_build.LINK_FORMS for a in WORDS for b in WORDS]
    names = ["$$", *sorted(rng.sample(names[1:], len(names) * 2 // 3))]
    tags = {"B": 0, "B_single": 1, "I": 2, "I_end": 3, "I_first": 4}
    few = rng.random() < 0.5  # few different weights make ties
    weights = [rng.choice([-0.1, 0.1, 0.3]) if few else round(rng.gauss(0, 2), 4) for _ in range((len(names) + 5) * 5)]
    features = {"unigram": [*WORDS, ""], "bigram": [], "tag_to_idx": tags}
    return {**features, "feature_to_idx": {name: i for i, name in enumerate(names)}}, np.array(weights)


@pytest.mark.parametrize("seed", range(12))
def test_any_model_is_decoded_alike(tmp_path, compiled, seed):
    features, weights = small_model(seed)
    (tmp_path / "features.msgpack").write_bytes(srsly.msgpack_dumps(features))
    np.savez(tmp_path / "weights.npz", sizes=np.array([5, len(features["feature_to_idx"])]), w=weights)
    pkuseg_table.save(pkuseg_build.build(features, weights, NORMAL, ENTRIES), pkuseg_table.folder_in(tmp_path))
    reference, decoder = ReferenceDecoder(tmp_path), pkuseg_decoder.FastDecoder(tmp_path, compiled)
    reference._pkuseg.postprocesser.other_words = set(ENTRIES)
    rng = random.Random(seed)
    texts = ["".join(rng.choice("甲乙丙甲乙丙3Ａ-𠮷x ") for _ in range(rng.randrange(1, 30))) for _ in range(200)]
    assert differences(decoder, reference, texts) == []
    assert forced_differences(decoder, reference, texts, seed) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tag_to_idx": {"B": 0, "I": 1}}, "tags"),
        ({"feature_to_idx": {"$$": 0, "x.甲": 1}}, "unknown form"),
        ({"feature_to_idx": {"$$": 0, "ww.l.**noWord*甲乙": 1}}, "unknown form"),
    ],
)
def test_a_model_that_the_tables_cant_express_is_refused(change, message):
    features = {**small_model(0)[0], **change}
    with pytest.raises(pkuseg_table.TableError, match=message):
        pkuseg_build.build(features, np.zeros((len(features["feature_to_idx"]) + 5) * 5), NORMAL, ENTRIES)


def test_weights_that_are_no_ten_thousandths_are_refused():
    features, weights = small_model(0)
    with pytest.raises(pkuseg_table.TableError, match="multiples"):
        pkuseg_build.build(features, weights + 1e-7, NORMAL, ENTRIES)


def look_up(table, key):
    """As the kernel does: from the key's home on, until an empty slot."""
    at = (key * pkuseg_table.GOLDEN % 2**64) * len(table) >> 64
    while slot := int(table[at]):
        if slot >> pkuseg_table.VALUE_BITS == key:
            return slot % 2**pkuseg_table.VALUE_BITS - 1
        at = (at + 1) % len(table)
    return None


def test_every_key_is_found_in_its_table_and_no_other():
    keys = np.unique(np.random.default_rng(1).integers(0, 1 << 40, 5_400).astype(np.uint64))
    table = pkuseg_table.slots(keys, np.arange(len(keys)))
    assert len(table) == 8192
    assert [look_up(table, int(key)) for key in keys] == [*range(len(keys))]
    assert [key for key in range(2_000) if key not in keys and look_up(table, key) is not None] == []


def test_the_kernel_is_compiled_for_the_tables_types():
    tables = pkuseg_build.build(*small_model(0), NORMAL, ENTRIES)
    assert tuple(str(array.dtype) for array in tables) == pkuseg_native.TABLE_TYPES


def test_the_machine_code_is_made_once_and_refers_to_nothing_outside(compiled, tmp_path):
    pkuseg_native.load(compiled)
    made = {path: path.stat().st_mtime_ns for path in compiled.iterdir()}
    pkuseg_native.load(compiled)
    assert {path: path.stat().st_mtime_ns for path in compiled.iterdir()} == made


def test_a_process_that_cuts_words_never_loads_numba(model_folder, fast):
    code = (
        "import sys; from pathlib import Path; from pipeline.segment import pkuseg_decoder;"
        "pkuseg_decoder.load(Path(sys.argv[1])).spans('依法行政'); assert 'numba' not in sys.modules"
    )
    subprocess.run([sys.executable, "-W", "error::RuntimeWarning", "-c", code, str(model_folder)], check=True)
