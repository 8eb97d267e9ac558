"""The same steps on a Dask cluster on loopback: the same bytes as here, also when a worker dies on the way."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from pipeline.inputs import Settings
from pipeline.intake import ingest_folder
from pipeline.runs import run_stage
from pipeline.store import Store
from pipeline.workers import workers
from tests.conftest import ROOT

pytestmark = [pytest.mark.cluster, pytest.mark.slow]
STAGES = ("segment", "classify")


def walk(out, scheduler=None) -> dict[str, bytes]:
    settings = Settings(str(out), "char")
    with workers(1, scheduler) as mapper:
        ingest_folder(ROOT / "data" / "raw", settings, mapper)
        for stage in STAGES:
            assert run_stage(stage, settings, mapper).failed == []
    folder = Store(out).folder
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.glob("*/*.parquet"))}


@pytest.fixture
def cluster():
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as made:
        yield made


def test_the_bytes_are_the_same_as_here(cluster, tmp_path):
    assert walk(tmp_path / "cluster", cluster.scheduler_address) == walk(tmp_path / "here")


def test_tables_behind_an_address_are_the_same(cluster, tmp_path):
    there = walk(f"file://{tmp_path}/there", cluster.scheduler_address)
    assert there == walk(tmp_path / "here")


def test_a_worker_that_dies_costs_time_only(cluster, tmp_path, monkeypatch):
    victims = [worker.pid for worker in cluster.workers.values()]
    save = Store.save_state

    def saving(self, *names, value):
        """One worker is killed when a step notes that it begins; its tasks are then on their way."""
        if names[0] == "steps" and names[1] != "ingest" and len(victims) == 2:
            threading.Timer(0.05, os.kill, (victims.pop(), signal.SIGKILL)).start()
        return save(self, *names, value=value)

    assert len(victims) == 2
    monkeypatch.setattr(Store, "save_state", saving)
    assert walk(tmp_path / "cluster", cluster.scheduler_address) == walk(tmp_path / "here")
    assert len(victims) == 1
