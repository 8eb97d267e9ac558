"""Random sequences of adding, changing, deleting, editing a profile, dying and running again: always the same tables.

A state machine: after each sequence a last run must end in what a run from scratch over the same files makes, byte for
byte. A run dies at a random write, as a kill does (nothing behind it happens), or is refused by a full disk.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from benchmarks.generate import block
from pipeline import profiles, readings, store
from pipeline.inputs import Settings
from pipeline.intake import ingest_folder
from pipeline.runs import run_stage
from pipeline.stages import STAGES
from pipeline.store import Store
from pipeline.workers import workers

FEW, MANY = 20, 200
PLACES, YEARS = 3, (2015, 2016, 2017)
NAMES = st.sampled_from([(place, year) for place in range(PLACES) for year in YEARS])


class Killed(BaseException):
    """Not an Exception: nothing may catch it on the way, as nothing catches a kill."""


def pages(seed: int) -> dict[tuple[int, int], str]:
    """Short reports of neighbouring places: (place, year) -> page."""
    places: dict[str, int] = {}
    found = {}
    for place, year, page, _ in block(seed, 0, 400):
        number = places.setdefault(place, len(places))
        if number < PLACES and year in YEARS:
            found[number, year] = page
    return found


VERSIONS = [pages(1), pages(2)]


def edited(known: dict[str, profiles.Profile], file: str) -> dict[str, profiles.Profile]:
    """The profiles after somebody's edit of a file: an entry more, or a word less."""
    changed = dict(known)
    for name, profile in known.items():
        if file in profile.data:
            entries = {**profile.data[file], "an entry that was added": {}}
            changed[name] = replace(profile, data={**profile.data, file: entries})
        elif file in profile.lists:
            changed[name] = replace(profile, lists={**profile.lists, file: profile.lists[file][1:]})
    return changed


class Soak(RuleBasedStateMachine):
    """A folder of reports and its tables, and what people and machines do to them."""

    def __init__(self) -> None:
        super().__init__()
        self.top = Path(tempfile.mkdtemp(prefix="soak-"))
        self.raw, self.out = self.top / "raw", self.top / "out"
        self.raw.mkdir()
        self.known = profiles.load_all()

    @initialize()
    def begin(self) -> None:
        for name in [(0, 2015), (0, 2016), (1, 2016)]:
            self.put(name, 0)
        self.walk(self.out)

    @rule(name=NAMES, version=st.sampled_from([0, 1]))
    def put(self, name: tuple[int, int], version: int) -> None:
        """Add a report, or change the one that is there."""
        (self.raw / f"{name[0]}-{name[1]}.html").write_text(VERSIONS[version][name], "utf-8")

    @rule(name=NAMES)
    @precondition(lambda self: len(list(self.raw.iterdir())) > 1)
    def delete(self, name: tuple[int, int]) -> None:
        (self.raw / f"{name[0]}-{name[1]}.html").unlink(missing_ok=True)
        if not any(self.raw.iterdir()):
            self.put((0, 2015), 0)

    @rule(file=st.sampled_from(["indicators", "masking", "stopwords"]), undo=st.booleans())
    def edit_profile(self, file: str, undo: bool) -> None:
        self.known = profiles.load_all() if undo else edited(self.known, file)

    @rule()
    def run_again(self) -> None:
        self.walk(self.out)

    @rule(writes=st.integers(0, 120), full=st.booleans())
    def die(self, writes: int, full: bool) -> None:
        """A run that ends after so many writes, killed or for want of room."""
        real, left = store.write_atomically, writes

        def failing(path: Path, data: bytes | list[bytes], durable: bool = True) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                if not full:
                    whole = data if isinstance(data, bytes) else b"".join(data)
                    (path.parent / ".tmp-half").write_bytes(whole[: len(whole) // 2])  # what a kill may leave behind
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) if full else Killed
            real(path, data, durable)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(store, "write_atomically", failing)
            patch.setattr("pipeline.readings.write_atomically", failing)
            with contextlib.suppress(Killed, OSError):
                self.walk(self.out)

    @rule(name=NAMES, writes=st.integers(20, 120))
    def die_over_a_change_that_is_taken_back(self, name: tuple[int, int], writes: int) -> None:
        """What the state told before the change must not be believed of what the dead run made."""
        path = self.raw / f"{name[0]}-{name[1]}.html"
        before = path.read_text("utf-8") if path.exists() else VERSIONS[0][name]
        path.write_text(VERSIONS[0][name] if before == VERSIONS[1][name] else VERSIONS[1][name], "utf-8")
        self.die(writes, full=False)
        path.write_text(before, "utf-8")

    def walk(self, out: Path) -> None:
        """What `make diff` does, in this process."""
        given = Settings(str(out), "char")
        with pytest.MonkeyPatch.context() as patch, Store(out).writing(), workers(1) as mapper:
            patch.setattr(profiles, "load_all", lambda: self.known)
            patch.setattr(store, "FEW_PLACES", PLACES - 1)  # the third place gives all shards other names
            patch.setattr(readings, "SETTLED", 0)  # so that files written just now are not opened again either
            ingest_folder(self.raw, given, mapper)
            for stage in STAGES:
                assert run_stage(stage, given, mapper).failed == []

    def teardown(self) -> None:
        try:
            self.walk(self.out)
            self.walk(self.top / "scratch")
            assert tables(self.out) == tables(self.top / "scratch")
        finally:
            shutil.rmtree(self.top)


def tables(out: Path) -> dict[str, bytes]:
    """Every table file by its name."""
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.glob("*/[!.]*.parquet"))}


@pytest.mark.parametrize("sequences", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
def test_any_history_ends_as_a_run_from_scratch(sequences: int) -> None:
    run_state_machine_as_test(
        Soak,
        settings=settings(max_examples=sequences, stateful_step_count=6, deadline=None, derandomize=True, database=None,
                          suppress_health_check=list(HealthCheck)),
    )  # fmt: skip
