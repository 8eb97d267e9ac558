"""CollateX and a plain MinHash on what stands on standard input; run by diff.py in an environment of their own."""

from __future__ import annotations

import json
import re
import signal
import sys
from collections import Counter
from time import process_time
from typing import Any

WINDOW, STEP, SHINGLE, ALIKE = 120, 40, 5, 0.5


def collatex(given: dict[str, Any]) -> dict[str, Any]:
    """Tokens of two witnesses collated; a sentence answers to the one that most of its tokens stand beside."""
    from collatex import collate

    start = process_time()
    signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(int(given["patience"]))
    witnesses = [{"id": side, "tokens": [{"t": t, "s": k} for k, said in enumerate(given[side]) for t in _tokens(said)]}
                 for side in "ab"]  # fmt: skip
    table = collate({"witnesses": witnesses}, segmentation=False)
    votes: Counter[tuple[int, int]] = Counter()
    for column in table.columns:
        a, b = (column.tokens_per_witness.get(side) for side in "ab")
        if a and b:
            votes[(a[0].token_data["s"], b[0].token_data["s"])] += a[0].token_string == b[0].token_string
    best: dict[int, tuple[int, int]] = {}
    for (i, j), count in votes.items():
        if count * 2 >= len(_tokens(given["b"][j])):
            best[j] = max(best.get(j, (0, 0)), (count, i))
    return {"pairs": [[i, j] for j, (_, i) in best.items()], "seconds": process_time() - start}


def _give_up(*_: Any) -> None:
    print("null")
    sys.exit(0)


def _tokens(said: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?|[一-龥]{1,2}|\S", said)


def minhash(given: dict[str, Any]) -> dict[str, Any]:
    """Windows of 120 characters, shingles of 5, 128 permutations, LSH at a Jaccard of 0.5; windows that meet are joined."""
    from datasketch import MinHash, MinHashLSH

    start = process_time()
    index, windows = MinHashLSH(threshold=ALIKE, num_perm=128), {}
    for report, text in given["texts"].items():
        for at in range(0, max(1, len(text) - WINDOW + STEP), STEP):
            part = text[at : at + WINDOW]
            sketch = MinHash(num_perm=128)
            sketch.update_batch([part[k : k + SHINGLE].encode() for k in range(len(part) - SHINGLE + 1)])
            windows[(report, at)] = sketch
            index.insert((report, at), sketch)
    met = [(*one, *other) for one, sketch in windows.items() for other in index.query(sketch)
           if one[0] < other[0] and sketch.jaccard(windows[other]) >= ALIKE]  # fmt: skip
    found: list[list[Any]] = []
    for a, i, b, j in sorted(met, key=lambda m: (m[0], m[2], m[1], m[3])):
        last = found[-1] if found else None
        if last and last[0] == a and last[3] == b and i <= last[2] and j <= last[5]:
            last[2], last[5] = i + WINDOW, max(last[5], j + WINDOW)
        else:
            found.append([a, i, i + WINDOW, b, j, j + WINDOW])
    return {"found": found, "seconds": process_time() - start}


if __name__ == "__main__":
    print(json.dumps({"collatex": collatex, "minhash": minhash}[sys.argv[1]](json.load(sys.stdin))))
