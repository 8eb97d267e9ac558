"""Ways to run many independent tasks: one after the other, in local processes, or on a Dask cluster.

Each gives a ``map(function, argument tuples, label)`` that yields results in the order of the tasks and shows a
progress bar on stderr.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from tqdm import tqdm

Function = Callable[..., Any]
Tasks = Sequence[tuple[Any, ...]]


def _bar(results: Iterable[Any], total: int, label: str) -> Iterator[Any]:
    yield from tqdm(
        results, total=total, desc=label, unit="shard", file=sys.stderr, leave=False, disable=None if total else True
    )


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
            if len(tasks) < 2:
                return _here(function, tasks, label)
            if not pool:
                # started when there is work to share, since each process imports all libraries anew;
                # spawn: fork is unsafe once numerical libraries have started threads
                context = multiprocessing.get_context("spawn")
                pool.append(stack.enter_context(ProcessPoolExecutor(jobs, mp_context=context)))
            return _bar(pool[0].map(_call, [(function, *task) for task in tasks]), len(tasks), label)

        yield mapper


def _call(task: tuple[Any, ...]) -> Any:
    return task[0](*task[1:])


@contextlib.contextmanager
def _dask(scheduler: str) -> Iterator[Callable[[Function, Tasks, str], Iterator[Any]]]:
    from distributed import Client

    with Client(scheduler) as client:

        def mapper(function: Function, tasks: Tasks, label: str) -> Iterator[Any]:
            futures = [client.submit(_call, (function, *task), pure=False, retries=3) for task in tasks]
            return _bar((future.result() for future in futures), len(tasks), label)

        yield mapper
