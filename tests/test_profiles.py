"""Profiles: every entry holds on its own examples; word lists can be reviewed; the loader tells what is wrong."""

import pytest

from pipeline import profiles, stages
from pipeline.profiles import ProfileError


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
