"""Run every entry of the files about quantities against its own examples and counterexamples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.profiles import Profile

YEAR = 2020


def check_quantities(profile: Profile) -> list[str]:
    """Complaints about the data files that quantities are read with: file, entry, what failed, and the fix."""
    return [
        *_complaints(profile, "units", _raws),
        *_excluded(profile),
        *_complaints(profile, "approximators", _approx),
        *_complaints(profile, "kinds", _kind, "base", _base),
        *_complaints(profile, "periods", _period),
        *_complaints(profile, "names", _name),
    ]


def _rows(profile: Profile, text: str) -> list[dict[str, Any]]:
    from pipeline.extract.quantities import quantities_of

    return quantities_of(text, profile, YEAR)


def _raws(rows: list[dict[str, Any]]) -> str:
    return " ".join(row["raw"] for row in rows)


def _approx(rows: list[dict[str, Any]]) -> str:
    return rows[0]["approx"] if rows else "nothing found"


def _kind(rows: list[dict[str, Any]]) -> str:
    return f"{rows[-1]['kind']} {rows[-1]['decimal']}" if rows else "nothing found"


def _base(rows: list[dict[str, Any]]) -> str:
    return str(rows[-1]["base"]) if rows else "nothing found"


def _period(rows: list[dict[str, Any]]) -> str:
    return " ".join(str(rows[-1][k]) for k in ("period", "ref_year") if rows[-1][k] is not None) if rows else "nothing"


def _name(rows: list[dict[str, Any]]) -> str:
    return rows[-1]["name"] if rows else "nothing found"


def _entries(profile: Profile, file: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, value in profile.data[file].items():
        for i, entry in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(entry, dict):
                yield (f"{key} {i + 1}" if isinstance(value, list) else key), entry


def _complaints(profile: Profile, file: str, shown: Any, other: str = "", otherwise: Any = None) -> list[str]:
    """Complaints about a file's entries; the entry ``other`` has its examples shown another way."""
    out = []
    for name, entry in _entries(profile, file):
        show = otherwise if name == other else shown
        for example in entry.get("examples", ()):
            text, _, expected = example.partition(" => ")
            if (given := show(_rows(profile, text))) != expected:
                out.append(
                    f"{file}.toml [{name}]: “{text}” gives “{given}”, not “{expected}”: mend the entry or the example"
                )
        for text in entry.get("counterexamples", ()):
            if given := _raws(_rows(profile, text)):
                out.append(f"{file}.toml [{name}]: “{text}” must give no figure, but gives “{given}”")
    return out


def _excluded(profile: Profile) -> list[str]:
    out = []
    for name, entry in _entries(profile, "numbers_not"):
        for example in entry["examples"]:
            text, _, besides = example.partition(" => ")
            if (given := _raws(_rows(profile, text))) != besides:
                out.append(
                    f"numbers_not.toml [{name}]: “{text}” must give “{besides}”, but gives “{given}”: mend the pattern"
                )
        for text in entry["counterexamples"]:
            if not _rows(profile, text):
                out.append(
                    f"numbers_not.toml [{name}]: “{text}” must give a figure, but gives none: narrow the pattern"
                )
    return out
