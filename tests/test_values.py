import mmap

import numpy as np

from pipeline import values
from pipeline.store import Store


def same(one, other):
    return one["k"] == other["k"] and all(
        np.array_equal(a, b) and a.dtype == b.dtype for a, b in zip(one["arrays"], other["arrays"], strict=True)
    )


VALUE = {"k": ("县", [1, None]), "arrays": [np.arange(5, dtype=np.uint64), np.zeros(0, np.int16), np.array([["甲"]], object),
                                            np.arange(12).reshape(3, 4)[:, 1:]]}  # fmt: skip


def test_a_value_comes_back_with_its_arrays():
    assert same(values.loads(b"".join(values.dumps(VALUE))), VALUE)


def test_the_same_value_gives_the_same_digest_and_another_another(tmp_path):
    store = Store(tmp_path)
    first, again = store.save_value("survey", "a", value=VALUE), store.save_value("survey", "b", value=VALUE)
    assert first == again != store.save_value("survey", "c", value={**VALUE, "arrays": VALUE["arrays"][:3]})


def test_a_value_that_lies_there_already_is_not_written_again(tmp_path):
    store = Store(tmp_path)
    path = store.state / "survey" / "a.pickle"
    first = store.save_value("survey", "a", value=VALUE)
    before = path.stat().st_ino
    assert store.save_value("survey", "a", value=VALUE) == first and path.stat().st_ino == before
    other = {**VALUE, "k": ("区", [1, None])}  # as many bytes
    assert store.save_value("survey", "a", value=other) != first and same(store.load_value("survey", "a"), other)


def test_what_is_done_to_a_value_from_a_file_stays_out_of_the_file(tmp_path):
    store = Store(tmp_path)
    store.save_value("survey", "a", value=VALUE)
    store.load_value("survey", "a")["arrays"][0][:] = 7
    assert same(store.load_value("survey", "a"), VALUE)


def test_a_value_that_is_read_outlives_its_file(tmp_path):
    store = Store(tmp_path)
    store.save_value("survey", "a", value=VALUE)
    found = store.load_value("survey", "a")
    store.save_value("survey", "a", value=None)
    assert same(found, VALUE) and store.load_value("survey", "a") is None


def test_an_array_that_memory_let_go_of_is_read_again(tmp_path):
    store = Store(tmp_path)
    store.save_value("survey", "a", value=VALUE)
    found = store.load_value("survey", "a")
    found["arrays"][0][:] = 7
    values.let_go(found["arrays"][0])
    assert found["arrays"][0].tolist() == [7] * 5 if not hasattr(mmap, "MADV_DONTNEED") else same(found, VALUE)
    values.let_go(np.arange(3))


def test_bytes_of_another_format_are_no_value():
    assert values.loads(b"\x80\x05N." + bytes(64)) is None
