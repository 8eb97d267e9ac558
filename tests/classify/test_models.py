"""The models are trained once, kept in a file, and the same when they come from there."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from pipeline.classify import models
from pipeline.profiles import load


@pytest.fixture(autouse=True)
def fresh():
    models._models_of.cache_clear()
    yield
    models._models_of.cache_clear()


def same(a, b):
    """Whether two models answer alike: all their numbers are the same."""
    return all(_plain(x) == _plain(y) for x, y in ((a.roles, b.roles), (a.topics, b.topics)))


def _plain(model):
    values = {**vars(model), **vars(model.linear)}
    del values["linear"]
    return {k: (v.dtype, v.shape, v.tobytes()) if isinstance(v, np.ndarray) else v for k, v in values.items()}


def test_models_from_their_file_are_those_that_were_trained(tmp_path, monkeypatch):
    trained = models._models_of(load("openness"), tmp_path)
    (path,) = tmp_path.glob("*.npz")
    models._models_of.cache_clear()
    monkeypatch.setattr(models, "train", None)
    monkeypatch.setattr(models, "train_roles", None)
    again = models._models_of(load("openness"), tmp_path)
    assert again is not trained
    assert same(again, trained)
    assert pickle.loads(pickle.dumps(again)).topics.codes == trained.topics.codes
    assert [*tmp_path.iterdir()] == [path]


def test_a_broken_file_is_made_again(tmp_path):
    profile = load("openness")
    trained = models._models_of(profile, tmp_path)
    (path,) = tmp_path.glob("*.npz")
    path.write_bytes(path.read_bytes()[:500])
    models._models_of.cache_clear()
    assert same(models._models_of(profile, tmp_path), trained)
    assert same(models._kept(path), trained)


def test_another_example_gives_another_file():
    profile = load("openness")
    name = next(n for n in profile.lists if n.startswith("examples/"))
    other = replace(profile, lists={**profile.lists, name: (*profile.lists[name], "新的例子")})
    assert models._fingerprint(other) != models._fingerprint(profile)
    unread = replace(profile, lists={**profile.lists, "words/none": ("词",)})
    assert models._fingerprint(unread) == models._fingerprint(profile)


def test_a_folder_that_cannot_be_written_does_not_matter(tmp_path):
    (tmp_path / "file").write_text("")
    assert models._models_of(load("other"), tmp_path / "file" / "below").topics is None


def test_old_files_go(tmp_path):
    profile = load("other")
    for number in range(models.KEPT + 2):
        (tmp_path / f"other-{number:016x}.npz").write_bytes(b"")
    models._models_of(profile, tmp_path)
    assert len([*tmp_path.glob("other-*.npz")]) == models.KEPT
