"""Words a second, start and memory of the fast decoder beside spacy-pkuseg and jieba, in the same run.

Run from the repository's root: ``python benchmarks/words.py [folder of .txt and .html files]`` (default: data/raw).
The second table shows what a user dictionary does: none, ours, and pkuseg's own.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from pipeline import profiles
from pipeline.segment import pkuseg_decoder
from pipeline.segment.terms import Spans, Terms
from pipeline.setup import model

Cut = Callable[[str], list[str]]
ROUNDS = 3
LEAST = 200_000
"""Characters cut at least; a smaller corpus is repeated."""


def texts_of(folder: Path) -> list[str]:
    texts = []
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".txt", ".html", ".htm")):
        data = path.read_bytes()
        try:
            texts.append(data.decode("utf-8"))
        except UnicodeDecodeError:
            texts.append(data.decode("gb18030", "replace"))
    return texts * (1 + LEAST // max(sum(map(len, texts)), 1)) if sum(map(len, texts)) < LEAST else texts


def listed(spans: Spans) -> list[list[int]]:
    """Starts and ends as plain numbers."""
    return [column.tolist() for column in spans]


# --- start and memory, each in a process of its own -----------------------------------------------------------------


def load(name: str) -> Cut:
    if name == "fast":
        decoder = pkuseg_decoder.load(model.folder())
        return lambda text: [text[a:b] for a, b in zip(*listed(decoder.spans(text)), strict=True)]
    if name == "jieba":
        import jieba

        jieba.setLogLevel("ERROR")
        return jieba.lcut
    import spacy_pkuseg

    return spacy_pkuseg.pkuseg(str(model.folder()), user_dict="default").cut


CHILD = """
import sys, time
from pathlib import Path
def memory():
    lines = [line.split() for line in open("/proc/self/smaps_rollup") if line[:4] in ("Rss:", "Pss:")]
    return " ".join(str(int(line[1]) // 1024) for line in lines)
start = time.perf_counter()
{load}
cut("依法行政")
print(time.perf_counter() - start, flush=True)
for path in sys.argv[2:]:
    for line in open(path, encoding="utf-8", errors="replace"):
        cut(line)
print("done", flush=True)
input()
print(memory(), flush=True)
input()
"""
LOADS = {
    "fast": """
import types
sys.modules["pipeline.segment"] = package = types.ModuleType("pipeline.segment")  # the decoder alone, without spaCy
package.__path__ = ["pipeline/segment"]
from pipeline.segment import pkuseg_decoder
decoder = pkuseg_decoder.load(Path(sys.argv[1]))
cut = lambda text: [text[a:b] for a, b in zip(*(column.tolist() for column in decoder.spans(text)))]""",
    "spacy-pkuseg": """
import spacy_pkuseg
cut = spacy_pkuseg.pkuseg(sys.argv[1], user_dict="default").cut""",
    "jieba": """
import jieba
jieba.setLogLevel("ERROR")
cut = jieba.lcut""",
}


def start_and_memory(name: str, files: list[Path], processes: int = 2) -> tuple[float, int, int]:
    """Seconds from import to the first words; resident and (with two processes) proportional memory in MB."""
    command = [sys.executable, "-c", CHILD.format(load=LOADS[name]), str(model.folder()), *map(str, files)]

    def start() -> subprocess.Popen[str]:
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    children = [start()]
    seconds = float(children[0].stdout.readline())  # alone, before the others start
    children += [start() for _ in range(processes - 1)]
    for child in children[1:]:
        child.stdout.readline()
    for child in children:
        child.stdout.readline()
    measured = []
    for child in children:
        child.stdin.write("\n")
        child.stdin.flush()
        measured.append([int(part) for part in child.stdout.readline().split()])
    for child in children:
        child.communicate("\n")
    return seconds, max(m[0] for m in measured), max(m[1] for m in measured)


# --- speed, in turns ------------------------------------------------------------------------------------------------


def speeds(cuts: dict[str, Cut], texts: list[str]) -> dict[str, float]:
    """Characters a second of processor time: the median of rounds in which all take turns."""
    chars, found = sum(map(len, texts)), {name: [] for name in cuts}
    for _ in range(ROUNDS):
        for name, cut in cuts.items():
            begin = process_time()
            for text in texts:
                cut(text)
            found[name].append(chars / (process_time() - begin))
    return {name: median(rates) for name, rates in found.items()}


# --- user dictionaries ----------------------------------------------------------------------------------------------


def spans_of(words: list[str], text: str) -> list[tuple[int, int]]:
    out, at = [], 0
    for word in words:
        at = text.index(word, at)
        out.append((at, at + len(word)))
        at += len(word)
    return out


def dictionaries(texts: list[str]) -> list[tuple[str, int, int, int]]:
    """For each way: terms that stand whole, terms met, words clear of any term that were cut otherwise than without."""
    import spacy_pkuseg

    lists = profiles.load("fazhi").lists
    terms = [term for stem, listed in lists.items() if stem.startswith("words/") for term in listed]
    ours, decoder = Terms(terms), pkuseg_decoder.load(model.folder())
    own = spacy_pkuseg.pkuseg(str(model.folder()), user_dict="default")
    own.preprocesser = spacy_pkuseg.Preprocesser(terms)
    pattern = re.compile("|".join(map(re.escape, sorted(terms, key=len, reverse=True))))
    ways: dict[str, Callable[[str, Spans], list[tuple[int, int]]]] = {
        "none": lambda text, free: list(zip(*listed(free), strict=True)),
        "ours": lambda text, free: list(zip(*listed(ours.keep_whole(text, free, decoder)), strict=True)),
        "pkuseg's own": lambda text, free: spans_of(own.cut(text), text),
    }
    rows = []
    for name, way in ways.items():
        whole = met = broken = 0
        for text in texts:
            free = decoder.spans(text)
            words, places = set(way(text, free)), [m.span() for m in pattern.finditer(text)]
            met += len(places)
            whole += sum(place in words for place in places)
            touched = {i for a, b in places for i in range(a, b)}
            clear = {w for w in zip(*listed(free), strict=True) if touched.isdisjoint(range(*w))}
            broken += len(clear - words)
        rows.append((name, whole, met, broken))
    return rows


def main() -> None:
    """Print both tables."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "data/raw")
    texts, names = texts_of(folder), ["spacy-pkuseg", "jieba", "fast"]
    files = sorted(p for p in folder.rglob("*") if p.suffix in (".txt", ".html", ".htm"))
    begin = perf_counter()
    rates = speeds({name: load(name) for name in names}, texts)
    print(f"{sum(map(len, texts)):,} characters of {folder}, {ROUNDS} rounds, {perf_counter() - begin:.0f} s")
    print(f"{'':13}{'chars/s':>12} {'ratio':>6} {'start s':>8} {'RSS MB':>7} {'PSS MB, two processes':>22}")
    for name in names:
        seconds, rss, pss = start_and_memory(name, files)
        ratio = rates[name] / rates["spacy-pkuseg"]
        print(f"{name:13}{rates[name]:12,.0f} {ratio:6.1f} {seconds:8.2f} {rss:7} {pss:22}")
    print(f"\n{'dictionary':13}{'terms whole':>12} {'of':>7} {'words clear of terms cut otherwise':>36}")
    for name, whole, met, broken in dictionaries(texts):
        print(f"{name:13}{whole:12,} {met:7,} {broken:36,}")


if __name__ == "__main__":
    main()
