"""The word model: pkuseg's mixed-domain model, fetched once and kept in a form that needs no trust.

``pip install spacy-pkuseg`` brings no model. The wheel of ``pkuseg`` 0.0.25 holds one; only its data is taken, so that
wheel serves on any system. The data was trained on corpora for research use: it is fetched, never redistributed.

The folder then holds ``features.msgpack`` and ``weights.npz``, which spacy-pkuseg reads, and the decoder's tables
(:mod:`pipeline.segment.pkuseg_table`). ``DUIZHAO_MODEL`` names another folder than the user's cache.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from filelock import FileLock

from pipeline.setup.errors import SetupError

WHEEL = "pkuseg-0.0.25-cp37-cp37m-manylinux1_x86_64.whl"
WHEEL_SHA256 = "6fc2f97d0f66cc6722cf772e65dbcde1b01d8cc53b66ac4aa7bce639de79588f"
INSIDE = "pkuseg/models/default"
PARTS = ("features.msgpack", "weights.npz")
STAMP = "model.json"

Download = Callable[[Path], None]
"""Puts the wheel into a folder, or raises :class:`SetupError`."""


def folder() -> Path:
    """Where the model is kept: ``DUIZHAO_MODEL``, else the user's cache, so that several clones share one."""
    named = os.environ.get("DUIZHAO_MODEL")
    return Path(named) if named else platformdirs.user_cache_path("duizhao") / f"pkuseg-{WHEEL_SHA256[:12]}"


def segmenter_version(segmenter: str) -> str:
    """What the words depend on besides the project's code: library and model; for run.json."""
    if segmenter == "jieba":
        return f"jieba {version('jieba')}"
    if segmenter == "char":
        return "char"
    return f"pkuseg-0.0.25-{WHEEL_SHA256[:12]}, spacy-pkuseg {version('spacy-pkuseg')}"


def is_ready(place: Path) -> bool:
    """Whether the model was put there whole, from the wheel that is pinned here."""
    try:
        stamp = json.loads((place / STAMP).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    sizes = {name: (place / name).stat().st_size if (place / name).is_file() else -1 for name in PARTS}
    return bool(stamp == {"wheel": WHEEL_SHA256, "sizes": sizes})


def ensure() -> Iterator[str]:
    """Make the model ready in :func:`folder`; yields lines of progress, the last says where it is."""
    place = folder()
    if not is_ready(place):
        yield f"下载分词模型（约 50 MB）/ fetching the word model: {place}"
        prepare_model(place)
    yield f"分词模型 / word model: {place}"


def prepare_model(place: Path, download: Download | None = None) -> Path:
    """Fetch, check and convert the model into ``place``; does nothing where it is ready.

    A wheel that is already there is used, so that a run that was stopped goes on where it was.
    """
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SetupError(
            f"无法写入模型文件夹 / can't write the model's folder {place}: {error}\n"
            "请用环境变量 DUIZHAO_MODEL 指定另一个文件夹 / name another one in DUIZHAO_MODEL"
        ) from error
    with FileLock(place.with_name(place.name + ".lock")):
        if not is_ready(place):
            wheel = _wheel(place, download or _download)
            _convert(wheel, place)
            wheel.unlink()
    return place


def _wheel(place: Path, download: Download) -> Path:
    """The wheel with the pinned digest: the one that is there, or a new one."""
    wheel = place / WHEEL
    if not (wheel.is_file() and _sha256(wheel) == WHEEL_SHA256):
        wheel.unlink(missing_ok=True)
        download(place)
    if not wheel.is_file():
        raise SetupError(_unreachable("下载后没有找到文件 / the file is not there after the download: " + WHEEL))
    if (found := _sha256(wheel)) != WHEEL_SHA256:
        wheel.unlink()
        raise SetupError(_unreachable(f"校验和不符 / wrong sha256 of {WHEEL}: {found}, 应为 expected {WHEEL_SHA256}"))
    return wheel


def _download(place: Path) -> None:
    """By pip, so that the user's own registry settings hold; pip shows the progress."""
    command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--no-input", "--no-deps",
               "--only-binary=:all:", "--python-version=3.7", "--implementation=cp", "--abi=cp37m",
               "--platform=manylinux1_x86_64", "--retries=2", "--timeout=20", f"--dest={place}",
               "pkuseg==0.0.25"]  # fmt: skip
    # a pip that can resume a broken download does so; an older one ignores the setting
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PIP_RESUME_RETRIES": "5"})
    if done.returncode:
        raise SetupError(_unreachable(_last_words(done.stderr)))


def _last_words(said: str) -> str:
    """What pip gave as the reason: its last line, and the last warning (of a connection) before it."""
    lines = said.strip().splitlines() or ["pip"]
    warnings = [line for line in lines[:-1] if line.startswith("WARNING")]
    return "; ".join(line[:240] for line in [*warnings[-1:], lines[-1]])


def _unreachable(cause: str) -> str:
    return (
        f"无法取得分词模型 / the word model can't be had: {cause}\n"
        "请检查 pip 的软件源设置后再运行 make setup；或改用不需要模型的分词：make all SEGMENTER=jieba（或 SEGMENTER=char）\n"
        "Check pip's registry settings and run `make setup` again, or go on without the model: "
        "`make all SEGMENTER=jieba` (or `SEGMENTER=char`)."
    )


def _convert(wheel: Path, place: Path) -> None:
    """Take the two files out of the wheel; the stamp is written last, so half a model never counts as one."""
    import srsly  # type: ignore[import-untyped]  # here: every run imports this module, none but the first converts

    with zipfile.ZipFile(wheel) as archive:
        features = read_plain_pickle(archive.read(f"{INSIDE}/features.pkl"))
        weights = archive.read(f"{INSIDE}/weights.npz")
    with np.load(io.BytesIO(weights), allow_pickle=False) as arrays:
        tags, known = (int(n) for n in arrays["sizes"])
        if known != len(features["feature_to_idx"]) or tags != len(features["tag_to_idx"]):
            raise SetupError(f"模型文件不完整 / the model's files don't fit one another: {known} features, {tags} tags")
    features["bigram"] = []  # only training needs them; they are a third of the memory
    _write(place / "features.msgpack", srsly.msgpack_dumps(features))
    _write(place / "weights.npz", weights)
    sizes = {name: (place / name).stat().st_size for name in PARTS}
    _write(place / STAMP, json.dumps({"wheel": WHEEL_SHA256, "sizes": sizes}).encode())


class _PlainUnpickler(pickle.Unpickler):
    """Knows dicts, lists, strings and numbers; anything that would be imported or called is refused."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name}: only plain data is read")


def read_plain_pickle(data: bytes) -> Any:
    """What a pickle holds, if that is plain data; raises :class:`pickle.UnpicklingError` for anything else."""
    return _PlainUnpickler(io.BytesIO(data)).load()


def _write(path: Path, data: bytes) -> None:
    new = path.with_name(path.name + ".new")
    new.write_bytes(data)
    os.replace(new, path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
