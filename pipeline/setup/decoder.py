"""The fast decoder's tables: made of the model and of spacy-pkuseg's dictionary, and its compiled part, made once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from filelock import FileLock

from pipeline.segment import pkuseg_build, pkuseg_decoder, pkuseg_table
from pipeline.setup.model import WHEEL_SHA256, read_plain_pickle

STAMP = "made-of.json"


def ensure(place: Path) -> Iterator[str]:
    """Make the tables of the model in ``place`` and the machine code; yields lines of progress where there is work.

    A model that the tables can't express is no error: words then come from spacy-pkuseg itself.
    """
    if not is_ready(place):
        yield "建立快速分词表（约半分钟）/ building the fast decoder's tables (half a minute)"
        with FileLock(place.with_name(place.name + ".lock")):
            try:
                if not is_ready(place):
                    build(place)
            except pkuseg_table.TableError as error:
                yield f"快速分词不可用，将用 spacy-pkuseg / no fast decoder, spacy-pkuseg will do: {error}"
                return
    pkuseg_decoder.FastDecoder(place)  # compiles the kernel where its machine code is not there yet


def is_ready(place: Path) -> bool:
    """Whether the tables are there, made of this model and this dictionary."""
    try:
        return bool(json.loads((pkuseg_table.folder_in(place) / STAMP).read_text("utf-8")) == _made_of())
    except (OSError, ValueError):
        return False


def build(place: Path) -> None:
    """Build and keep the tables."""
    import srsly  # type: ignore[import-untyped]
    from spacy_pkuseg.feature_extractor import FeatureExtractor

    every = [chr(code) for code in range(0x110000)]
    normal = dict(zip(every, FeatureExtractor.normalize_text("".join(every)), strict=True))
    features = srsly.read_msgpack(place / "features.msgpack")
    with np.load(place / "weights.npz", allow_pickle=False) as arrays:
        weights = arrays["w"]
    entries = read_plain_pickle(_dictionary().read_bytes()).strip().split("\n")
    changed = {char: written for char, written in normal.items() if char != written}
    tables = pkuseg_build.build(features, weights, changed, entries)
    pkuseg_table.save(tables, pkuseg_table.folder_in(place))
    (pkuseg_table.folder_in(place) / STAMP).write_text(json.dumps(_made_of()), "utf-8")


def _made_of() -> dict[str, object]:
    dictionary = hashlib.sha256(_dictionary().read_bytes()).hexdigest()
    return {"format": pkuseg_table.FORMAT, "model": WHEEL_SHA256, "dictionary": dictionary}


def _dictionary() -> Path:
    """spacy-pkuseg's default dictionary, found without importing the package."""
    spec = find_spec("spacy_pkuseg")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "dicts" / "default.pkl"
