"""Profiles: every entry holds on its own examples; word lists can be reviewed; the loader tells what is wrong."""

import json

import pytest

from pipeline import profiles, stages
from pipeline.profiles import ProfileError, files


@pytest.mark.parametrize("stage", ["ingest", *stages.STAGES])
def test_every_entry_holds_on_its_own_examples(stage):
    from importlib import import_module

    module = import_module(f"pipeline.{stage}")
    assert [c for profile in profiles.load_all().values() for c in module.check(profile)] == []


def test_a_broken_file_is_named(tmp_path):
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "profile.toml").write_text("id = ", "utf-8")
    with pytest.raises(ProfileError, match=r"profile\.toml: not TOML"):
        profiles.load("x", tmp_path)


def test_an_unknown_profile_names_those_there_are():
    with pytest.raises(ProfileError, match="fazhi, gwr"):
        profiles.load("nonsense")


def test_a_genre_adds_to_the_language(tmp_path):
    for folder, text in (("language", "words = ['a']\n[t]\nx = 1\ny = 2"), ("g", "words = ['b']\n[t]\ny = 3")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "rules.toml").write_text(text, "utf-8")
    (tmp_path / "g" / "profile.toml").write_text("name = 'G'", "utf-8")
    assert profiles.load("g", tmp_path).data["rules"] == {"words": ["a", "b"], "t": {"x": 1, "y": 3}}


def test_comments_and_blank_lines_of_a_list_are_gone(tmp_path):
    (tmp_path / "l.txt").write_text("# head\n\n甲\n乙 # why\n", "utf-8")
    assert profiles.read_list(tmp_path / "l.txt") == ("甲", "乙")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A profile's folder in a package of its own, where what is read of it is kept, too."""
    monkeypatch.setattr(files, "HERE", tmp_path)
    monkeypatch.setattr(files, "KEPT", tmp_path)
    (tmp_path / "g").mkdir()
    (tmp_path / "g" / "rules.toml").write_text("n = 1\nwords = ['甲', 'a\\b']", "utf-8")
    (tmp_path / "g" / "l.txt").write_text("甲\n", "utf-8")
    return tmp_path / "g"


def test_what_was_kept_of_a_folder_is_what_stands_there(folder):
    first = files.files_of(folder)
    kept = folder.parent / "profile-g.json"
    assert files.files_of(folder) == first == ({"rules": {"n": 1, "words": ["甲", "a\\b"]}}, {"l": ("甲",)})
    mark, _, lists = json.loads(kept.read_text("utf-8"))
    kept.write_text(json.dumps([mark, {"rules": {"n": 5}}, lists]), "utf-8")
    assert files.files_of(folder)[0] == {"rules": {"n": 5}}, "nothing is parsed that is known"


@pytest.mark.parametrize("name", ["rules.toml", "l.txt", "sub/new.txt"])
def test_a_folder_that_changed_is_read_anew(folder, name):
    before = files.files_of(folder)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("n=2", "utf-8")
    after = files.files_of(folder)
    assert after != before
    assert after == files.files_of(folder)


def test_what_was_kept_but_is_not_whole_is_not_trusted(folder):
    read = files.files_of(folder)
    kept = folder.parent / "profile-g.json"
    kept.write_bytes(kept.read_bytes()[:-9])
    assert files.files_of(folder) == read


def test_nothing_need_be_kept(folder, monkeypatch):
    monkeypatch.setattr(files, "KEPT", folder / "l.txt")  # no folder
    assert files.files_of(folder) == files.files_of(folder)
    (folder / "rules.toml").write_text("day = 2021-03-01", "utf-8")
    assert files.files_of(folder)[0]["rules"]["day"].isoformat() == "2021-03-01", "what JSON has not"
