"""Ways to run many independent tasks: one after the other, in local processes, or on a Dask cluster.

Each gives a ``map(function, argument tuples, label)`` that yields results in the order of the tasks and shows a
progress bar on stderr.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import forkserver
from typing import Any

from tqdm import tqdm

Function = Callable[..., Any]
Tasks = Sequence[tuple[Any, ...]]
FORKS = "forkserver" in multiprocessing.get_all_start_methods()
"""Not on Windows."""
FEW = 8
"""Tasks up to which it is not worth it to start workers: a task takes about a tenth of the time of a start."""


HANDS = 8
"""Tasks go to a thread of a cluster in so many handfuls: each message costs some milliseconds, here and there, but a
thread that is done must find work left."""


def _bar(results: Iterable[Any], total: int, label: str) -> Iterator[Any]:
    yield from tqdm(
        results, total=total, desc=label, unit="shard", file=sys.stderr, leave=False, disable=None if total else True
    )


def prepare(jobs: int, module: str, at_once: bool) -> None:
    """Name a module that workers need; ``at_once`` begins to import it, in a process of its own, and does not wait for it.

    Workers are copies of that process (where the system can do that), so that none imports anything by itself. Else it
    starts with the first workers, if there are any: a run with little to make has none, and would be slowed down by it.
    """
    if jobs > 1 and FORKS:
        multiprocessing.get_context("forkserver").set_forkserver_preload([module])
        if at_once:
            forkserver.ensure_running()


def collect_seldom() -> None:
    """Let Python look for garbage seldom, never again at what is there now, and not at the end, when all goes anyway.

    Tables of words and rows are millions of objects without cycles, so that looking often is in vain, and dear; what
    steps make of a place or a pair hangs on no cycles either, and goes by itself.
    """
    gc.freeze()
    gc.set_threshold(1_000_000, 10, 10)
    atexit.register(gc.freeze)


@contextlib.contextmanager
def workers(jobs: int = 1, scheduler: str | None = None) -> Iterator[Callable[[Function, Tasks, str], Iterator[Any]]]:
    """A map over tasks: in this process (jobs=1), in ``jobs`` processes, or on the Dask scheduler at an address."""
    if scheduler:
        with _dask(scheduler) as mapper:
            yield mapper
    elif jobs > 1:
        with _processes(jobs) as mapper:
            yield mapper
    else:
        yield _here


def _here(function: Function, tasks: Tasks, label: str) -> Iterator[Any]:
    return _bar((function(*task) for task in tasks), len(tasks), label)


@contextlib.contextmanager
def _processes(jobs: int) -> Iterator[Callable[[Function, Tasks, str], Iterator[Any]]]:
    with contextlib.ExitStack() as stack:
        pool: list[ProcessPoolExecutor] = []

        def mapper(function: Function, tasks: Tasks, label: str) -> Iterator[Any]:
            if len(tasks) < 2 or (not pool and len(tasks) <= FEW):
                return _here(function, tasks, label)
            if not pool:
                # started when there is work to share; not by a plain fork of this process, which is unsafe once
                # numerical libraries have started threads
                context = multiprocessing.get_context("forkserver" if FORKS else "spawn")
                pool.append(stack.enter_context(ProcessPoolExecutor(jobs, context, _leave_with_parent)))
            return _bar(pool[0].map(_call, [(function, *task) for task in tasks]), len(tasks), label)

        yield mapper


def _leave_with_parent() -> None:
    """End this worker when the process that started it is gone, however it went: nobody else would end it."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _call(task: tuple[Any, ...]) -> Any:
    return task[0](*task[1:])


@contextlib.contextmanager
def _dask(scheduler: str) -> Iterator[Callable[[Function, Tasks, str], Iterator[Any]]]:
    from distributed import Client

    with Client(scheduler) as client:

        def mapper(function: Function, tasks: Tasks, label: str) -> Iterator[Any]:
            threads = sum(client.nthreads().values())  # none yet, where a cluster grows with its work
            count = min(len(tasks), HANDS * threads or len(tasks))
            # dealt like cards: the large tasks come first, and no hand may hold them all
            futures = [client.submit(_each, function, tasks[n::count], pure=False, retries=3) for n in range(count)]
            return _bar(_in_order(futures, len(tasks)), len(tasks), label)

        yield mapper


def _each(function: Function, tasks: Tasks) -> list[Any]:
    return [function(*task) for task in tasks]


def _in_order(dealt: Sequence[Any], total: int) -> Iterator[Any]:
    """The results of tasks dealt in turn to so many futures; one is waited for when its first result comes up."""
    hands: list[list[Any]] = []
    for n in range(total):
        if n < len(dealt):
            hands.append(dealt[n].result())
        yield hands[n % len(dealt)][n // len(dealt)]
