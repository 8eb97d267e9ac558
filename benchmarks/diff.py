"""Alignment beside TF-IDF cosine alone, difflib and CollateX, and reuse beside a plain MinHash, on edits that are known.

Run from the repository's root: ``python benchmarks/diff.py [--quick]``. Reports are made of the invented sentences of
tests/diff/series and then edited: figures, wording, moves, additions, removals; or a passage is planted in another
place's report. CollateX and datasketch are no part of the project: the first run makes an environment of their own in
build/bench-diff (from PyPI); without it their lines say so. Times are of one process.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from statistics import mean
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from diff_edits import Edited, edited_report, planted_corpus, sentences
from diff_methods import OURS, by_cosine, by_difflib, by_us, reuse_by_us

from pipeline import profiles

ENVIRONMENT = Path("build/bench-diff")
OTHERS = ("collatex==2.3", "levenshtein==0.27.5", "datasketch==2.0.0")
PATIENCE = 60
"""Seconds after which CollateX is stopped; a quarter with --quick."""
SIZES = (1_000, 4_000, 12_000)
Pairs = set[tuple[int, int]]


def environment() -> Path | None:
    """The interpreter that has the libraries of others; None where they can't be fetched."""
    python = ENVIRONMENT / "bin" / "python"
    ready = ENVIRONMENT / "ready"
    if not ready.exists():
        venv.create(ENVIRONMENT, with_pip=True)
        if subprocess.run([python, "-m", "pip", "install", "-q", *OTHERS], capture_output=True, check=False).returncode:
            return None
        ready.touch()
    return python


def elsewhere(python: Path | None, what: str, given: Any) -> Any:
    """What benchmarks/diff_others.py makes of a request, in the other environment; None where it takes too long."""
    if python is None:
        return None
    command = [python, Path(__file__).with_name("diff_others.py"), what]
    try:
        done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, timeout=PATIENCE * 20, check=True)  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    return json.loads(done.stdout)


# --- alignment --------------------------------------------------------------------------------------------------------


def align_table(rounds: int, python: Path | None, patience: int) -> None:
    known = profiles.load("fazhi")
    methods: dict[str, Callable[[Edited], tuple[Pairs, float] | None]] = {
        OURS: lambda e: by_us(e, known),
        "TF-IDF cosine": by_cosine,
        "difflib": by_difflib,
        "CollateX": lambda e: _collatex(e, python, patience),
    }
    print("| characters | method | recall | recall of moved | precision | seconds a pair |\n|---|---|---|---|---|---|")
    for size in SIZES:
        cases = [edited_report(size, Random(seed)) for seed in range(rounds)]
        for name, method in methods.items():
            some = cases[:1] if name == "CollateX" else cases
            found = [method(case) for case in some]
            print(f"| {size:,} | {name} | {_line(some, found)} |", flush=True)


def _line(cases: Sequence[Edited], found: Sequence[tuple[Pairs, float] | None]) -> str:
    if any(one is None for one in found):
        return "- | - | - | stopped (out of patience), or not installed"
    recall, moved, precision, seconds = [], [], [], []
    for case, one in zip(cases, found, strict=True):
        assert one is not None
        pairs, took = one
        recall.append(len(pairs & case.pairs) / len(case.pairs))
        moved.append(len(pairs & case.moved) / max(1, len(case.moved)))
        precision.append(len(pairs & case.pairs) / max(1, len(pairs)))
        seconds.append(took)
    return f"{mean(recall):.3f} | {mean(moved):.3f} | {mean(precision):.3f} | {mean(seconds):.3f}"


def _collatex(case: Edited, python: Path | None, patience: int) -> tuple[Pairs, float] | None:
    answer = elsewhere(python, "collatex", {"a": case.a, "b": case.b, "patience": patience})
    return None if not answer else ({(i, j) for i, j in answer["pairs"]}, answer["seconds"])


# --- reuse ------------------------------------------------------------------------------------------------------------


def reuse_table(reports: int, python: Path | None) -> None:
    print("\n| edited | method | recall | precision | seconds |\n|---|---|---|---|---|")
    known = profiles.load_all()
    for share in (0.0, 0.1, 0.2):
        corpus = planted_corpus(reports, share, Random(7))
        start = process_time()
        found = reuse_by_us(corpus, known)
        print(f"| {share:.0%} | {OURS} | {_hits(corpus.planted, found)} | {process_time() - start:.1f} |", flush=True)
        answer = elsewhere(python, "minhash", {"texts": corpus.texts})
        said = (
            f"{_hits(corpus.planted, answer['found'])} | {answer['seconds']:.1f}" if answer else "- | - | not installed"
        )
        print(f"| {share:.0%} | plain MinHash | {said} |", flush=True)


def _hits(planted: Sequence[Sequence[Any]], found: Sequence[Sequence[Any]]) -> str:
    """Recall and precision of (report, start, end, report, start, end), sides in either order, as the shared score does."""
    hit = {k for k, want in enumerate(planted) if any(_same(want, one) for one in found)}
    right = sum(any(_same(want, one) for want in planted) for one in found)
    return f"{len(hit) / len(planted):.3f} | {right / max(1, len(found)):.3f}"


def _same(want: Sequence[Any], one: Sequence[Any]) -> bool:
    sides = (one[:3], one[3:])
    return any(_touch(want[:3], s) and _touch(want[3:], t) for s, t in (sides, sides[::-1]))


def _touch(x: Sequence[Any], y: Sequence[Any]) -> bool:
    common = min(x[2], y[2]) - max(x[1], y[1])
    return x[0] == y[0] and common >= 0.5 * min(x[2] - x[1], y[2] - y[1])


def main() -> None:
    quick = "--quick" in sys.argv[1:]
    python = environment()
    print(f"{len(sentences())} invented sentences / 虚构语句\n")
    align_table(2 if quick else 10, python, 15 if quick else PATIENCE)
    reuse_table(60 if quick else 200, python)


if __name__ == "__main__":
    main()
