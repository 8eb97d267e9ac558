"""The models of a genre: trained once a change of its examples, and kept in a file that every later run reads.

Training takes a second and scikit-learn; reading takes milliseconds and numpy. The file stands beside the word model,
is named after all that training depends on, and holds numbers and names only: nothing in it is ever run.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.classify.examples import FOLDER, examples_of
from pipeline.classify.linear import Linear
from pipeline.classify.model import Model, train
from pipeline.classify.rolemodel import FOLDER as ROLES
from pipeline.classify.rolemodel import RoleModel, train_roles
from pipeline.classify.scheme import topics_of
from pipeline.profiles import Profile
from pipeline.setup import model as word_model

SOURCES = [Path(__file__).with_name(f"{name}.py") for name in ("examples", "linear", "model", "models", "rolemodel", "scheme")]  # fmt: skip
LIBRARIES = ("numpy", "scipy", "scikit-learn")
KEPT = 8
"""Files of one genre that are kept: versions of its examples, of several clones of the project."""


@dataclass(frozen=True, eq=False)
class Models:
    """What a profile's examples were made into; None where it has none."""

    roles: RoleModel | None
    topics: Model | None


def models_of(profile: Profile) -> Models:
    """The models of a profile: from their file, else trained, and kept there."""
    return _models_of(profile, word_model.folder() / "classify")


@cache
def _models_of(profile: Profile, folder: Path) -> Models:
    path = folder / f"{profile.id}-{_fingerprint(profile)}.npz"
    with contextlib.suppress(OSError, ValueError, KeyError, zipfile.BadZipFile):  # not there, or not whole
        return _kept(path)
    models = Models(train_roles(profile), train(topics_of(profile), examples_of(profile)))
    with contextlib.suppress(OSError):  # a folder that can't be written: trained again by the next run
        _keep(path, models)
    return models


def _fingerprint(profile: Profile) -> str:
    """What the models depend on: the examples, the topics' words, the code, the libraries that fit them."""
    lists = {name: lines for name, lines in profile.lists.items() if name.startswith((FOLDER, ROLES))}
    content = json.dumps([lists, profile.data.get("topics")], ensure_ascii=False, default=str)
    parts = (content, *(path.read_text("utf-8") for path in SOURCES), *map(version, LIBRARIES))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _keep(path: Path, models: Models) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(f".{os.getpid()}")
    with new.open("wb") as file:
        np.savez(file, **_written(models))
    os.replace(new, path)
    older = sorted(path.parent.glob(f"{path.name.rpartition('-')[0]}-*.npz"), key=lambda p: p.stat().st_mtime)
    for old in older[:-KEPT]:
        old.unlink(missing_ok=True)


def _kept(path: Path) -> Models:
    with np.load(path, allow_pickle=False) as arrays:
        return _read(arrays)


def _written(models: Models) -> dict[str, Any]:
    """The models as arrays, and one text for what is no array."""
    told: dict[str, Any] = {}
    arrays: dict[str, Any] = {}
    for name, model in (("roles", models.roles), ("topics", models.topics)):
        if model is not None:
            given = dict(vars(model))
            linear: Linear = given.pop("linear")
            told[name] = {**given, "balance": linear.balance}
            arrays |= {f"{name}_{part}": getattr(linear, part) for part in ("idf", "weights", "bias")}
    return {"told": np.array(json.dumps(told, ensure_ascii=False)), **arrays}


def _read(arrays: Mapping[str, Any]) -> Models:
    told = json.loads(str(arrays["told"]))
    made: dict[str, Any] = {}
    for name, given in told.items():
        values = {key: _tuples(value) for key, value in given.items()}
        balance = values.pop("balance")
        values["linear"] = Linear(balance, *(arrays[f"{name}_{part}"] for part in ("idf", "weights", "bias")))
        made[name] = RoleModel(**values) if name == "roles" else Model(**values)
    return Models(made.get("roles"), made.get("topics"))


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
