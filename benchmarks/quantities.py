"""Quantities beside Microsoft's Recognizers-Text and JioNLP: what each finds in the same sentences, and how fast.

    python benchmarks/quantities.py [FOLDER OF TEXTS]

The sentences are the marked ones of tests/extract/cases (invented; some of them hold numbers that count nothing).
Speed is characters a second of CPU on one core: over the sentences, and for this project also over the texts of a
folder (quantities alone, and with their observations). The contenders live in an environment of their own below
build/, made at first use; where it can't be made the reason is printed and they are left out.
"""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
HOME = ROOT / "build" / "benchmark-quantities"
PYTHON = HOME / ("Scripts" if sys.platform == "win32" else "bin") / "python"
PINS = ("recognizers-text-suite==1.0.2a2", "emoji==1.7.0", "jionlp==1.5.31")
SECONDS = 3.0

Found = tuple[int, int, str, str]
"""Start, end, the value as a plain decimal ("" for none), the unit."""


# --- contenders: these run in their own environment ----------------------------------------------------------------


def recognizers() -> Callable[[str], list[Found]]:
    """Numbers, percentages and money of Microsoft's Recognizers-Text (its Chinese has no counts with measure words)."""
    number = importlib.import_module("recognizers_number").NumberRecognizer("zh-cn")
    money = importlib.import_module("recognizers_number_with_unit").NumberWithUnitRecognizer("zh-cn")
    models = [money.get_currency_model(), number.get_percentage_model(), number.get_number_model()]

    def read(text: str) -> list[Found]:
        found: list[Found] = []
        for model in models:
            for result in model.parse(text):
                start, end = result.start, result.end + 1
                if not any(start < f[1] and f[0] < end for f in found):
                    found.append((start, end, *_resolved(result.resolution or {})))
        return sorted(found)

    return read


def _resolved(resolution: dict[str, Any]) -> tuple[str, str]:
    value = str(resolution.get("value") or "")
    unit = {"Chinese yuan": "元", "United States dollar": "美元"}.get(str(resolution.get("unit") or ""), "")
    return (value.rstrip("%"), "%") if value.endswith("%") else (value, unit)


def jionlp() -> Callable[[str], list[Found]]:
    """Money of JioNLP, which reads no counts and no shares."""
    find = importlib.import_module("jionlp").ner.extract_money

    def read(text: str) -> list[Found]:
        rows = find(text, with_parsing=True)
        return [(*row["offset"], str(row["detail"]["num"]), str(row["detail"]["case"])) for row in rows]

    return read


CONTENDERS = {"Recognizers-Text": recognizers, "JioNLP": jionlp}


def answer(name: str) -> None:
    """Read sentences from the standard input; write what the contender finds in each, and its speed."""
    texts = json.load(sys.stdin)
    read = CONTENDERS[name]()
    found = [read(text) for text in texts]
    json.dump({"found": found, "speed": speed(read, texts)}, sys.stdout)


def ask(name: str, texts: list[str]) -> dict[str, Any]:
    """A contender's answer, from its own environment; its last line is the answer, whatever it prints before."""
    asked = subprocess.run(
        [PYTHON, __file__, "--contender", name], input=json.dumps(texts), capture_output=True, text=True
    )
    if asked.returncode:
        raise RuntimeError((asked.stderr.strip().splitlines() or ["no reason given"])[-1])
    return dict(json.loads(asked.stdout.strip().splitlines()[-1]))


def prepare() -> str:
    """Make the contenders' environment where there is none; returns why that failed, or nothing."""
    if (HOME / "ready").exists():
        return ""
    venv.create(HOME, with_pip=True, clear=True)
    made = subprocess.run([PYTHON, "-m", "pip", "install", "-q", *PINS], capture_output=True, text=True)
    if made.returncode:
        return next((line for line in made.stderr.splitlines() if line.startswith("ERROR")), "pip failed")
    (HOME / "ready").touch()
    return ""


# --- this project ----------------------------------------------------------------------------------------------------


def ours() -> Callable[[str], list[dict[str, Any]]]:
    """This project's rows of a bare sentence: with unit, kind, exactness, period, name and whole."""
    profile = _project("pipeline.profiles").load("fazhi")
    quantities = _project("pipeline.extract.quantities")
    return lambda text: quantities.quantities_of(text, profile, 2020)


def _project(module: str) -> Any:
    for place in (ROOT, ROOT / "tests" / "extract"):
        if str(place) not in sys.path:
            sys.path.insert(0, str(place))
    return importlib.import_module(module)


def whole_reports(folder: Path) -> tuple[float, float]:
    """Characters a second for quantities, and for quantities and observations together, over the texts of a folder."""
    pandas, profile = importlib.import_module("pandas"), _project("pipeline.profiles").load("gwr")
    read = _project("pipeline.extract.quantities").read_quantities
    carry = _project("pipeline.extract.indicators_carry").carry_names
    observe = _project("pipeline.extract.observations").read_observations
    topics = pandas.DataFrame({"section_id": [], "role": []})
    sections = pandas.DataFrame({"heading": [], "heading_end": []})
    spent, more, done = 0.0, 0.0, 0
    for text in (path.read_text("utf-8", "replace") for path in sorted(folder.rglob("*.txt"))[:60]):
        report = {
            "report_id": "r",
            "text": text,
            "year": 2020,
            "region": "",
            "region_code": "",
            "profile": "gwr",
            "level": "",
        }
        bounds = [m.span() for m in re.finditer(r"[^。！？；\n]+[。！？；]?", text)]
        rows = [{"sentence_id": f"t{i}", "section_id": "s", "start": a, "end": b} for i, (a, b) in enumerate(bounds)]
        sentences = pandas.DataFrame(rows)
        begun = time.process_time()
        quantities = read(report, sentences, sections, topics, profile)
        read_by = time.process_time()
        carry(quantities, text, profile)
        observe(report, quantities, {row["sentence_id"]: (row["start"], row["end"]) for row in rows}, profile)
        spent, more, done = spent + read_by - begun, more + time.process_time() - begun, done + len(text)
    return done / spent, done / more


# --- measures ----------------------------------------------------------------------------------------------------------


def speed(read: Callable[[str], Any], texts: list[str]) -> float:
    """Characters a second of CPU time, over whole rounds of the texts."""
    begun, done = time.process_time(), 0
    while time.process_time() - begun < SECONDS:
        for text in texts:
            read(text)
            done += len(text)
    return done / (time.process_time() - begun)


def measure(cases: list[Any], found: list[list[Found]]) -> tuple[float, float, float, float]:
    """Precision and recall of the figures found, and of those the share with the right value and the right unit."""
    given = sum(map(len, found))
    labelled = sum(len(case.figures) for case in cases)
    pairs = [pair for case, rows in zip(cases, found, strict=True) for pair in _pairs(case.figures, rows)]
    value = sum(_same(figure.value, row[2]) for figure, row in pairs)
    unit = sum(figure.unit == row[3] for figure, row in pairs)
    hits = max(len(pairs), 1)
    return len(pairs) / max(given, 1), len(pairs) / labelled, value / hits, unit / hits


def _pairs(figures: tuple[Any, ...], rows: list[Found]) -> Iterator[tuple[Any, Found]]:
    left = list(rows)
    for figure in figures:
        row = next((row for row in left if row[0] < figure.end and figure.start < row[1]), None)
        if row:
            left.remove(row)
            yield figure, row


def _same(value: Any, given: str) -> bool:
    try:
        return abs(abs(float(value)) - abs(float(given))) <= 1e-6 * max(1.0, abs(float(value)))
    except ValueError:
        return False


def main() -> None:
    """Print the table."""
    marked = _project("test_quantities_provinces")
    cases = [*marked.read_cases("provinces.txt"), *marked.read_cases("law.txt")]
    texts, read = [case.text for case in cases], ours()
    rows = [read(text) for text in texts]
    mine = [[(r["start"], r["end"], r["decimal"], r["unit"]) for r in found] for found in rows]
    lines = [("this project", measure(cases, mine), speed(read, texts))]
    why = prepare()
    for name in CONTENDERS if not why else ():
        try:
            given = ask(name, texts)
            lines.append(
                (name, measure(cases, [[tuple(f) for f in found] for found in given["found"]]), given["speed"])
            )
        except (RuntimeError, ValueError, OSError) as error:
            print(f"{name} left out: {error}")
    print(f"| {len(texts)} invented sentences | precision | recall | value right | unit right | characters/s |")
    print("|---|---|---|---|---|---|")
    for name, (precision, recall, value, unit), rate in lines:
        print(f"| {name} | {precision:.3f} | {recall:.3f} | {value:.3f} | {unit:.3f} | {rate:,.0f} |")
    if why:
        print(f"Recognizers-Text and JioNLP left out: {why}")
    named = [not figure.wrong(row).count("name") for case, found in zip(cases, rows, strict=True)
             for figure in case.figures for row in found if row["start"] == figure.start]  # fmt: skip
    print(f"names that hold the words they must: {sum(named) / max(len(named), 1):.3f} of {len(named)} figures")
    if len(sys.argv) > 1:
        alone, together = whole_reports(Path(sys.argv[1]))
        print(f"whole reports: quantities {alone:,.0f} characters/s, with observations {together:,.0f} characters/s")


if __name__ == "__main__":
    answer(sys.argv[2]) if sys.argv[1:2] == ["--contender"] else main()
