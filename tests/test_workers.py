"""Tasks shared among processes: in order, the same as here, and few of them without starting any."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import psutil
import pytest

from pipeline.workers import FEW, workers
from tests.conftest import ROOT


def whose(number: int) -> tuple[int, int]:
    time.sleep(0.05 if number == 0 else 0)  # the first ends last
    return number, os.getpid()


@pytest.mark.parametrize(("count", "here"), [(0, True), (1, True), (FEW, True), (FEW + 1, False)])
def test_results_come_in_order_and_few_tasks_are_done_here(count, here):
    with workers(2) as mapper:
        found = list(mapper(whose, [(n,) for n in range(count)], "told"))
    assert [number for number, _ in found] == list(range(count))
    assert all((process == os.getpid()) == here for _, process in found)


def test_workers_that_were_started_take_few_tasks_too():
    with workers(2) as mapper:
        list(mapper(whose, [(n,) for n in range(FEW + 1)], "told"))
        few = list(mapper(whose, [(n,) for n in range(2)], "told"))
    assert os.getpid() not in {process for _, process in few}


def slow(number: int) -> None:
    print(os.getpid(), flush=True)
    time.sleep(60)


def test_workers_go_when_the_process_that_started_them_is_killed():
    code = "from pipeline.workers import *; from tests.test_workers import slow\n"
    code += "with workers(2) as mapper: list(mapper(slow, [(n,) for n in range(20)], 'told'))"
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        left = [psutil.Process(int(process.stdout.readline())) for _ in range(2)]
        process.kill()
        _, alive = psutil.wait_procs(left, timeout=10)
    assert not [worker for worker in alive if worker.status() != psutil.STATUS_ZOMBIE]


def test_what_a_task_raises_reaches_the_caller():
    with workers(2) as mapper, pytest.raises(ZeroDivisionError):
        list(mapper(divmod, [(1, n) for n in range(FEW + 1)], "told"))


@pytest.mark.parametrize("count", [0, 1, 5, 40])
def test_results_of_a_cluster_come_in_order_however_they_were_dealt(count):
    from distributed import LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None) as cluster,
        workers(1, cluster.scheduler_address) as mapper,
    ):
        found = list(mapper(whose, [(n,) for n in range(count)], "told"))
    assert [number for number, _ in found] == list(range(count))
