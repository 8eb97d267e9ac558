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
        # spawn: fork is unsafe once numerical libraries have started threads
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(jobs, mp_context=context) as pool:
            yield lambda function, tasks, label: _bar(
                pool.map(_call, [(function, *task) for task in tasks]), len(tasks), label
            )
    else:
        yield lambda function, tasks, label: _bar((function(*task) for task in tasks), len(tasks), label)


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
