"""Proves the statutory tables of a profile on their own examples."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.indicators_registry import FILE as REGISTRY
from pipeline.extract.tables import cells_of
from pipeline.extract.tables_rules import FILE, tables_of
from pipeline.profiles import Profile


def check_tables(profile: Profile) -> list[str]:
    """Complaints about ``tables.toml``: file, table, what failed, what to do."""
    return [f"tables.toml {complaint}" for complaint in (*_indicators(profile), *_examples(profile))]


def _indicators(profile: Profile) -> Iterator[str]:
    known = tables_of(profile)
    registry = profile.data.get(REGISTRY, {}).get("indicator", {})
    for table in known.tables if known else ():
        cells = {table.key(row, column) for row in table.rows for columns in table.layouts for column in columns}
        for key, indicator in table.indicators.items():
            if indicator not in registry:
                yield f"[table.{table.id}]: {indicator} is not in indicators.toml; add it there"
            if key not in cells:
                yield f"[table.{table.id}]: no row and column make {key!r}; see rows and columns"


def _examples(profile: Profile) -> Iterator[str]:
    known = tables_of(profile)
    if known is None:
        return
    for table in known.tables:
        entry = profile.data[FILE]["table"][table.id]
        if not entry.get("examples"):
            yield f"[table.{table.id}]: examples are missing; add a short invented table"
        for example in entry.get("examples", ()):
            found = {f.key: float(f.cell.value or 0) for f in cells_of(example["text"], table, known)}
            got = {key: value for key, value in found.items() if value or key in example["cells"]}
            if got != {key: float(value) for key, value in example["cells"].items()}:
                yield f"[table.{table.id}]: {example['text']!r} gives {got}; should give {example['cells']} and else zeros"
