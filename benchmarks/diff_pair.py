"""Time of diff for one pair of reports of about 12,000 characters, step by step, on one core.

Run from the repository's root: ``python benchmarks/diff_pair.py OUT``, where OUT holds tables made by the stages before
(``make diff OUT=…``). The pair of one place and consecutive years whose texts are nearest to 12,000 characters is taken.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import process_time

from pipeline import profiles
from pipeline.diff import STEPS
from pipeline.diff.years import year_pairs
from pipeline.stage import Context
from pipeline.store import Store
from pipeline.tables import Tables, frame

SIZE = 12_000
ROUNDS = 3


def the_pair(store: Store) -> tuple[str, str]:
    reports = store.read("reports")
    sizes = dict(zip(reports["report_id"], reports["text"].str.len(), strict=True))
    return min(year_pairs(reports), key=lambda p: (abs(sizes[p[0]] - SIZE) + abs(sizes[p[1]] - SIZE), p))


def main() -> None:
    store = Store(Path(sys.argv[1]))
    pair = the_pair(store)
    known = profiles.load_all()
    best: dict[str, float] = {}
    for _ in range(ROUNDS):
        made: Tables = {}
        for step in STEPS:
            tables = {name: _mine(made[name] if name in made else store.read(name), pair) for name in step.reads}
            start = process_time()
            context = Context(known)
            if step.survey and step.merge:
                whole = step.merge([step.survey(tables, context)], context)
                parts = whole.values() if step.select and isinstance(whole, dict) else []
                context = Context(known, _joined(list(parts)) if step.select else whole)
            rows = step.run(tables, context)
            took = process_time() - start
            best[step.name] = min(took, best.get(step.name, took))
            made |= {name: found for name, found in rows.items() if name != "problems" and len(found)}
        made |= {name: frame(name) for name in ("pairs", "changes", "reuse", "links") if name not in made}
    for name, took in best.items():
        print(f"{name:<16}{took:.3f} s")
    print(f"{'together':<16}{sum(best.values()):.3f} s for {' and '.join(pair)}")


def _mine(rows, pair):  # type: ignore[no-untyped-def]
    if "report_id" in rows and "a_report" not in rows:
        return rows[rows["report_id"].isin(pair)].reset_index(drop=True)
    return (
        rows[rows["a_report"].isin(pair) & rows["b_report"].isin(pair)].reset_index(drop=True)
        if "a_report" in rows
        else rows
    )


def _joined(parts):  # type: ignore[no-untyped-def]
    if all(isinstance(p, dict) for p in parts):
        return {k: v for p in parts for k, v in p.items()}
    return [one for p in parts for one in p]


if __name__ == "__main__":
    main()
