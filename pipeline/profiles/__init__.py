"""Profiles: what is known of a genre of report, as data files that carry their own examples.

A profile is a folder of ``*.toml`` files and ``*.txt`` word lists (sub-folders allowed). ``language/`` is not a
genre: it holds what is common to all official Chinese prose (numerals, units, heading marks, divisions), and every
profile inherits its files. A file of the same name in a genre's folder is merged over it: tables key by key, arrays
appended. Nothing here knows what the files mean; the stage that reads a file does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.profiles.files import HERE, ProfileError, files_of, read_list

__all__ = ["HERE", "LANGUAGE", "Profile", "ProfileError", "ids", "load", "load_all", "read_list"]

LANGUAGE = "language"


@dataclass(frozen=True)
class Profile:
    """One genre: ``data`` maps a TOML file's stem to its content, ``lists`` a word list's stem to its lines.

    Files in a sub-folder are known as ``folder/stem``. Lists keep file order; blank lines and ``#`` comments are gone.
    """

    id: str
    data: Mapping[str, Any]
    lists: Mapping[str, tuple[str, ...]]

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def name(self) -> str:
        """Chinese name of the genre."""
        return str(self.data["profile"]["name"])

    @property
    def name_en(self) -> str:
        """English name of the genre."""
        return str(self.data["profile"]["name_en"])


def ids(root: Path = HERE) -> list[str]:
    """The genres there are: folders with a ``profile.toml``, sorted."""
    return sorted(p.parent.name for p in root.glob("*/profile.toml"))


@cache
def load(profile_id: str, root: Path = HERE) -> Profile:
    """Read one profile, with what it inherits from ``language/``.

    Raises :class:`ProfileError` where the folder is missing or a file is not TOML in UTF-8.
    """
    folder = root / profile_id
    if not (folder / "profile.toml").is_file():
        known = ", ".join(ids(root))
        raise ProfileError(f"profile {profile_id}: no file {folder / 'profile.toml'}; there are: {known}")
    (data, lists), (own_data, own_lists) = _folder(root / LANGUAGE), files_of(folder)
    merged = {stem: _merged(data.get(stem), content) for stem, content in own_data.items()}
    joined = {stem: (*lists.get(stem, ()), *lines) for stem, lines in own_lists.items()}
    return Profile(profile_id, {**data, **merged}, {**lists, **joined})


_folder = cache(files_of)
"""What all genres inherit is read once; nobody changes what is read."""


def load_all(root: Path = HERE) -> dict[str, Profile]:
    """Every genre by its id."""
    return {profile_id: load(profile_id, root) for profile_id in ids(root)}


def _merged(below: Any, above: Any) -> Any:
    if isinstance(below, dict) and isinstance(above, dict):
        return {k: _merged(below[k], above[k]) if k in below and k in above else (above if k in above else below)[k]
                for k in [*below, *(k for k in above if k not in below)]}  # fmt: skip
    if isinstance(below, list) and isinstance(above, list):
        return [*below, *above]
    return above
