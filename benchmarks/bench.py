"""The pipeline's speed, memory and growth on generated reports, beside a straightforward script in the same run.

Run from the repository's root: ``make bench [SIZES="100 1000"]`` (or 10000, 100000 where there is time). For each size:
the corpus is generated (benchmarks/generate.py), ``make diff`` (all stages but publish) runs over it from nothing, once
more with nothing changed, and once more with one report added; up to 1,000 reports, also on a Dask cluster of one and of two
workers on loopback, and the straightforward script (benchmarks/straightforward.py) runs over the same reports. Writes ``benchmarks/README.md`` with tables and a chart; nothing in it is typed.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import psutil
from distributed import LocalCluster

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks import generate

HERE = Path(__file__).parent
ROOT = HERE.parent
WORK = ROOT / "build" / "bench"
STAGES = ("ingest", "segment", "classify", "extract", "diff")
JOBS = os.cpu_count() or 1
CHARACTERS = 8000
SCRIPT_UP_TO = 1000
MANY = 3_000_000


@dataclass
class Run:
    """A command's seconds, the most memory that it and its children held at once (bytes), and its output."""

    seconds: float
    memory: int
    output: str


@dataclass
class Size:
    """All that was measured at one number of reports."""

    reports: int
    characters: int
    whole: Run
    again: Run
    added: Run
    bytes: dict[str, int]
    """Bytes below the processed folder: the tables, and of the state the readings, each step's partial results and values."""
    stages: dict[str, float] = field(default_factory=dict)
    script: dict[str, float] | None = None
    after: float = 0.0
    """Seconds of the whole once more, behind the script: neighbours on the machine come and go."""
    clusters: dict[int, list[float]] = field(default_factory=dict)
    """Number of Dask workers -> seconds of each run."""


def measured(command: Sequence[str], **environment: str) -> Run:
    """Run the command to its end. Memory is the proportional share (shared pages counted once) of the whole tree."""
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               env={**os.environ, **environment})  # fmt: skip
    peak, ended = [0], threading.Event()

    def watch() -> None:
        while not ended.wait(1):  # to look takes hundredths of a second, and holds up the processes looked at
            peak[0] = max(peak[0], sum(_held(process.pid)))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    output, errors = process.communicate()
    seconds = time.perf_counter() - began
    ended.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: {errors[-2000:]}")
    return Run(seconds, peak[0], output)


def _held(pid: int) -> Iterator[int]:
    try:
        top = psutil.Process(pid)
        for process in [top, *top.children(recursive=True)]:
            yield process.memory_full_info().pss
    except psutil.Error:
        return  # a process that ended meanwhile


def make(raw: Path, out: Path, *engine: str) -> Run:
    """All stages up to diff, by the real Makefile; the environment at hand stands in for set-up."""
    settings = [f"RAW={raw}", f"OUT={out}", f"PY={sys.executable}", *(engine or (f"JOBS={JOBS}",))]
    return measured(["make", "-o", "setup", "diff", *settings])


def clustered(raw: Path, out: Path, count: int) -> float:
    """Seconds from nothing with so many Dask workers on loopback, which have done nothing before."""
    shutil.rmtree(out, ignore_errors=True)
    with LocalCluster(n_workers=count, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        return make(raw, out, "ENGINE=dask", f"SCHEDULER={cluster.scheduler_address}").seconds


def size(reports: int) -> Size:
    """Measure one number of reports, from nothing."""
    raw, out = WORK / f"raw-{reports}", WORK / f"out-{reports}"
    for folder in (raw, out):
        shutil.rmtree(folder, ignore_errors=True)
    characters = generate.write(raw, reports, CHARACTERS)
    print(f"{reports:,} reports, {characters:,} characters …", flush=True)
    whole = make(raw, out)
    stages = {s: json.loads((out / ".duizhao/runs" / f"{s}.json").read_text("utf-8"))["seconds"] for s in STAGES}
    again = make(raw, out)
    newcomer = next(page for _, _, page, _ in generate.block(0, 12_000, CHARACTERS))
    (raw / "one-more.html").write_text(newcomer, "utf-8")
    added = make(raw, out)
    (raw / "one-more.html").unlink()
    found = Size(reports, characters, whole, again, added, _bytes(out), stages)
    if reports <= SCRIPT_UP_TO:
        script = measured([sys.executable, str(HERE / "straightforward.py"), str(raw)])
        found.script = json.loads(script.output)["seconds"]
        shutil.rmtree(out)
        found.after = make(raw, out).seconds
        for count in (1, 2, 2, 1):
            found.clusters.setdefault(count, []).append(clustered(raw, out, count))
    shutil.rmtree(out)
    return found


def _bytes(out: Path) -> dict[str, int]:
    found: dict[str, int] = {}
    for path in (p for p in out.rglob("*") if p.is_file()):
        parts = path.relative_to(out).parts
        name = (
            "tables"
            if parts[0] != ".duizhao"
            else "/".join(parts[1:3] if parts[1] in ("survey", "corpus") else parts[1:2])
        )
        found[name] = found.get(name, 0) + path.stat().st_size
    return found


# --- the page -------------------------------------------------------------------------------------------------------


def exponent(reports: Sequence[int], seconds: Sequence[float]) -> str:
    """The power of the number of reports that the seconds grow with: the slope of a line through their logarithms."""
    return f"{np.polyfit(np.log(reports), np.log(np.maximum(seconds, 1e-3)), 1)[0]:.2f}" if len(reports) > 1 else "–"


def page(sizes: Sequence[Size]) -> str:
    """``benchmarks/README.md``."""
    memory = psutil.virtual_memory().total / 2**30
    lines = [
        "# Benchmarks",
        "",
        "Made by `make bench`; figures are of the machine that ran it: "
        f"{_processor()}, {JOBS} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}. "
        f"Generated reports of about {CHARACTERS:,} characters; {JOBS} processes; from nothing to the tables, without the site.",
        "Seconds depend on the machine and on what else it does; the ratio compares two runs over the same reports in the same hour.",
        "",
        "| reports | characters | seconds | reports a second | characters a second | peak memory (MB) | disk (MB) | nothing changed (s) | one report added (s) | of the full run |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for s in sizes:
        t = s.whole.seconds
        lines.append(
            f"| {s.reports:,} | {s.characters:,} | {t:.1f} | {s.reports / t:.1f} | {s.characters / t:,.0f} | {s.whole.memory / 1e6:.0f} "
            f"| {sum(s.bytes.values()) / 1e6:.0f} | {s.again.seconds:.1f} | {s.added.seconds:.1f} | {s.added.seconds / t:.1%} |"
        )
    lines += ["", "## Stages", "", "Seconds a stage (without starting Python), and the exponent of growth in the number of reports.", "",
              "| reports | " + " | ".join(STAGES) + " |", "|---:|" + "---:|" * len(STAGES)]  # fmt: skip
    lines += [f"| {s.reports:,} | " + " | ".join(f"{s.stages[k]:.1f}" for k in STAGES) + " |" for s in sizes]
    counts = [s.reports for s in sizes]
    lines.append("| exponent | " + " | ".join(exponent(counts, [s.stages[k] for s in sizes]) for k in STAGES) + " |")
    beside = [s for s in sizes if s.script]
    if beside:
        parts = list(beside[0].script or {})
        lines += ["", "## Beside a straightforward script", "",
                  "One process; trafilatura, spacy-pkuseg through spaCy, regular expressions, scikit-learn, difflib "
                  "(`benchmarks/straightforward.py`); it makes fewer tables. The pipeline runs once before it and once behind it, and is "
                  "taken at the mean of both. Seconds:", "",
                  "| reports | " + " | ".join(parts) + " | script | pipeline before | pipeline behind | times faster |",
                  "|---:|" + "---:|" * (len(parts) + 4)]  # fmt: skip
        for s in beside:
            script = s.script or {}
            total, mean = sum(script.values()), (s.whole.seconds + s.after) / 2
            lines.append(f"| {s.reports:,} | " + " | ".join(f"{script[k]:.1f}" for k in parts)
                         + f" | {total:.1f} | {s.whole.seconds:.1f} | {s.after:.1f} | {total / mean:.1f} |")  # fmt: skip
        lines += ["", "## On a Dask cluster", "", "A scheduler and its workers on loopback, from nothing, the workers' start not counted; "
                  "in the order one, two, two, one. Seconds:", "",
                  "| reports | one worker | two workers | times faster |", "|---:|---:|---:|---:|"]  # fmt: skip
        for s in beside:
            one, two = s.clusters[1], s.clusters[2]
            lines.append(f"| {s.reports:,} | {_listed(one)} | {_listed(two)} | {sum(one) / sum(two):.2f} |")
    lines += ["", *many(sizes[-1])]
    return "\n".join([*lines, "", "![Seconds by number of reports](growth.svg)", ""])


def _listed(seconds: Sequence[float]) -> str:
    return ", ".join(f"{one:.1f}" for one in seconds)


def many(s: Size) -> list[str]:
    """What three million reports would take, by arithmetic from the largest size measured."""
    times = MANY / s.reports
    hours = s.whole.seconds * JOBS * times / 3600
    part = {
        name.partition("/")[2].removesuffix(".json"): held
        for name, held in s.bytes.items()
        if name.startswith("survey/")
    }
    gathered = {step: held * times for step, held in part.items() if held * times > 1e8}
    gb = {
        name: sum(v for k, v in s.bytes.items() if k.startswith(name)) * times / 1e9
        for name in ("tables", "readings", "survey")
    }
    return [
        f"## {MANY:,} reports (all townships and departments, twenty years)",
        "",
        f"By arithmetic from the {s.reports:,} reports above, in proportion where the exponents are near one:",
        "",
        f"- **Computing**: {hours:,.0f} core hours; {hours / 64:,.1f} hours on 64 cores. At 0.05 USD a core hour, {hours * 0.05:,.0f} USD.",
        f"- **Storage**: tables {gb['tables']:,.0f} GB, readings of the files {gb['readings']:,.0f} GB, partial results {gb['survey']:,.0f} GB.",
        "- **Shuffle**: a step that surveys the corpus has one process look at its partial results to merge them: "
        + "; ".join(f"{step} {held / 1e9:,.1f} GB" for step, held in sorted(gathered.items(), key=lambda kv: -kv[1]))
        + ". They are mapped from their files and met range by range of hashes, above some 200,000 reports in turns, so that they "
        "cost time and not memory. Nothing else crosses shards but the rows of peers and of the sources of reuse.",
        "- **What breaks first**: `ingest`, which resolves duplicates and places over the light columns of all readings at once in one "
        f"process; then the folders of readings ({MANY:,} files). The way on is to resolve by province.",
        f"- 256 shards hold {MANY / 256:,.0f} reports each: {s.characters / s.reports * MANY / 256 / 1e9:.2f} G characters of text in one task, "
        "too many; the number of shards would have to grow to some 8,192.",
    ]


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    found = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")] if info.exists() else []  # fmt: skip
    return found[0] if found else platform.machine()


def chart(sizes: Sequence[Size], path: Path) -> None:
    """Seconds by number of reports, on logarithmic axes: each stage, the whole, the script, and a line of proportion."""
    figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
    counts = [s.reports for s in sizes]
    for stage, style in zip(STAGES, ("o", "s", "^", "v", "D"), strict=True):
        axes.loglog(counts, [max(s.stages[stage], 0.05) for s in sizes], marker=style, lw=1, label=stage)
    axes.loglog(counts, [s.whole.seconds for s in sizes], marker="*", lw=2.5, color="black", label="whole")
    if beside := [s for s in sizes if s.script]:
        seconds = [sum((s.script or {}).values()) for s in beside]
        axes.loglog([s.reports for s in beside], seconds, marker="x", lw=2, ls="--", color="grey", label="script")
    low = sizes[0].whole.seconds / sizes[0].reports
    axes.loglog(counts, [low * n for n in counts], ls=":", color="grey", label="in proportion")
    axes.set_xlabel("reports")
    axes.set_ylabel("seconds")
    axes.set_title(f"From nothing to the tables, {JOBS} processes")
    axes.legend(fontsize=8)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def main(*numbers: str) -> None:
    """Measure the sizes given, the smallest first; after each, write the page and its chart of those measured."""
    sizes: list[Size] = []
    for number in sorted(map(int, numbers or ("100", "1000"))):
        sizes.append(size(number))
        (HERE / "README.md").write_text(page(sizes), "utf-8")
        chart(sizes, HERE / "growth.svg")
    print((HERE / "README.md").read_text("utf-8"))


if __name__ == "__main__":
    main(*sys.argv[1:])
