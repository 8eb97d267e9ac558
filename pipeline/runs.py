"""One stage of one run: the lock, the way of working, the line of result, and what ``summary`` tells of them."""

from __future__ import annotations

import contextlib
import platform
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from pipeline import __version__
from pipeline.engine import Map, run_step
from pipeline.folders import is_local
from pipeline.inputs import Settings, States
from pipeline.setup.model import segmenter_version
from pipeline.shards import Done
from pipeline.stages import steps_of, upstream_of
from pipeline.store import Store, digest
from pipeline.workers import workers

ZH = {"ingest": "读取", "segment": "切分", "classify": "归类", "extract": "抽取", "diff": "对照", "publish": "发布"}
STAGES = tuple(ZH)
"""All stages in order, ingest and publish among them."""


def settings_of(out: Path, segmenter: str) -> Settings:
    """The settings that every worker is given."""
    return Settings(str(out), segmenter, segmenter_version(segmenter))


def run_stages(stages: tuple[str, str], raw: Path, profile: str, settings: Settings, jobs: int, scheduler: str,
               tell: Callable[[str], None], pages: Literal["auto", "all", "few"] = "auto") -> Iterator[str]:  # fmt: skip
    """Run the stages from the first to the last of two, with the same workers; yields each when it is done.

    ``profile`` is the genre asked for, ``tell`` is given a line a stage. Raises :class:`UnusableInput`.
    """
    first, last = (STAGES.index(stage) for stage in stages)
    with workers(jobs, scheduler or None) as mapper:
        for stage in STAGES[first : last + 1]:
            with _recorded(stage, settings, tell) as say:
                say(_made(stage, raw, profile, settings, mapper, pages))
            yield stage


def _made(
    stage: str, raw: Path, profile: str, settings: Settings, mapper: Map, pages: Literal["auto", "all", "few"]
) -> Done:
    if stage == "ingest":
        from pipeline.intake import ingest_folder  # here, as below: what a stage alone needs loads slowly

        return ingest_folder(raw, settings, mapper, profile)
    if stage == "publish":
        from pipeline.publishing import publish_all

        return publish_all(settings, mapper, pages)
    return run_stage(stage, settings, mapper)


@contextlib.contextmanager
def _recorded(stage: str, settings: Settings, tell: Callable[[str], None]) -> Iterator[Callable[[Done], None]]:
    """Hold the folder's lock; what is handed to the function given is kept, and told in one line."""
    store = Store(settings.out)
    began = time.monotonic()

    def say(done: Done) -> None:
        seconds = round(time.monotonic() - began, 1)
        store.save_state("runs", stage, value={"stage": stage, "units": done.units, "made": done.made,
                         "failed": done.failed, "doubts": done.doubts, "seconds": seconds,
                         "segmenter": settings.segmenter, "version": __version__,
                         "python": platform.python_version()})  # fmt: skip
        failed = f"，失败 {len(done.failed)} / failed" if done.failed else ""
        tell(f"{stage:<9} {ZH[stage]}：{done.units} 份报告 / reports，更新 {done.made} / made，"
                   f"存疑 {done.doubts} / doubts{failed}，{seconds} 秒 / s")  # fmt: skip

    with _locked(store, tell), store.writing():
        yield say


@contextlib.contextmanager
def _locked(store: Store, tell: Callable[[str], None]) -> Iterator[None]:
    """Two runs on one folder: the second waits for the first's stage to end."""
    store.state.mkdir(parents=True, exist_ok=True)
    # storage behind an address has no locks: there only runs of this machine are kept apart
    lock = FileLock(
        store.state / "lock"
        if is_local(store.state)
        else Path(tempfile.gettempdir(), f"duizhao-{digest(str(store.state))}")
    )
    try:
        lock.acquire(timeout=0)
    except Timeout:
        tell(f"另一个运行正在使用 {store.folder}，等待其完成 / another run is using it: waiting")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def run_stage(stage: str, settings: Settings, mapper: Map) -> Done:
    """Run all steps of a stage in order."""
    upstream, states = list(upstream_of(stage)), States(Store(settings.out))
    total = Done()
    for step in steps_of(stage):
        done = run_step(step, upstream, settings, mapper, states)
        upstream.append(step)
        total = Done(max(total.units, done.units), max(total.made, done.made), total.failed + done.failed,
                     total.doubts + done.doubts)  # fmt: skip
    return total


def summary_of(out: Path) -> tuple[str, list[str]]:
    """What the last run of each stage made, and the reports that were set aside."""
    store = Store(out)
    lines, failed = [], []
    runs: dict[str, Any] = {stage: store.load_state("runs", stage) or {} for stage in ZH}
    for stage, run in runs.items():
        failed += [f"{stage} {unit}" for unit in run.get("failed", [])]
    lines.append(
        f"完成 / done: {store.folder}/site/index.html （网页 / pages）, {store.folder}/charts, {store.folder}/exports"
    )
    if failed:
        lines.append(f"以下报告被搁置，原因见 problems 表 / set aside, see the problems table ({len(failed)}):")
        lines += [f"  {unit}" for unit in failed[:20]]
    return "\n".join(lines), failed
