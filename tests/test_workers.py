"""Tasks shared among processes: in order, the same as here, and few of them without starting any."""

from __future__ import annotations

import os
import time

import pytest

from pipeline.workers import FEW, workers


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


def test_what_a_task_raises_reaches_the_caller():
    with workers(2) as mapper, pytest.raises(ZeroDivisionError):
        list(mapper(divmod, [(1, n) for n in range(FEW + 1)], "told"))
