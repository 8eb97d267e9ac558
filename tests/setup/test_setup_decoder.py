"""The fast decoder's tables are made once, of the model and the dictionary that are there."""

import json

import numpy as np
import pytest
import srsly

from pipeline import setup
from pipeline.segment import pkuseg_table
from pipeline.setup import decoder, model

TAGS = {"B": 0, "B_single": 1, "I": 2, "I_end": 3, "I_first": 4}


def put_model(place, weight):
    features = {"unigram": ["甲乙"], "bigram": [], "feature_to_idx": {"$$": 0, "c.甲": 1}, "tag_to_idx": TAGS}
    (place / "features.msgpack").write_bytes(srsly.msgpack_dumps(features))
    np.savez(place / "weights.npz", sizes=np.array([5, 2]), w=np.full(35, weight))


@pytest.fixture
def small_model(tmp_path, monkeypatch):
    """A model of two features; no kernel is compiled for it."""
    monkeypatch.setattr(decoder.pkuseg_decoder, "FastDecoder", lambda place: None)
    place = tmp_path / "model"
    place.mkdir()
    put_model(place, 0.5)
    return place


def test_tables_are_made_once(small_model):
    assert len([*decoder.ensure(small_model)]) == 1
    made = {path: path.stat().st_mtime_ns for path in pkuseg_table.folder_in(small_model).iterdir()}
    assert [*decoder.ensure(small_model)] == []
    assert {path: path.stat().st_mtime_ns for path in pkuseg_table.folder_in(small_model).iterdir()} == made
    assert pkuseg_table.load(pkuseg_table.folder_in(small_model)).start.tolist() == [5000] * 5


def test_another_dictionary_makes_them_again(small_model):
    assert [*decoder.ensure(small_model)]
    stamp = pkuseg_table.folder_in(small_model) / decoder.STAMP
    stamp.write_text(json.dumps({**json.loads(stamp.read_text("utf-8")), "dictionary": "another"}), "utf-8")
    assert not decoder.is_ready(small_model)


def test_a_model_that_cant_be_expressed_is_said_and_no_error(small_model):
    put_model(small_model, 0.123456789)
    assert "spacy-pkuseg" in [*decoder.ensure(small_model)][-1]
    assert not decoder.is_ready(small_model)


@pytest.mark.parametrize("segmenter", ["jieba", "char"])
def test_other_segmenters_need_no_model(segmenter, monkeypatch):
    monkeypatch.setattr(model, "ensure", lambda: pytest.fail("no model is asked for"))
    *_, line = setup.prepare(segmenter)
    assert "font" in line
