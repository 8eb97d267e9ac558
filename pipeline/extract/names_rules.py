"""What the reader of names knows, compiled from ``names.toml``."""

from __future__ import annotations

import re
from typing import Any

from pipeline.extract.word_lists import any_of, by_last


def rules_of_names(entries: Any) -> dict[str, Any]:
    """Patterns and words by what they are for."""
    generic = entries["generic"]["words"]
    dependent = any_of([*entries["dependent"]["words"], *generic])
    return {
        "lead": re.compile(
            f"(?:{entries['lead']['base']}|{any_of(entries['lead']['words'])}|{entries['lead']['pattern']})+"
        ),
        "trail": by_last(entries["trail"]["words"]),
        "keep": by_last(entries["trail"]["keep"]),
        "move_ends": frozenset(entries["trail"]["move_ends"]),
        "move": re.compile(entries["trail"]["move"]),
        "done": by_last(entries["trail"]["words"], entries["trail"]["done"]),
        "light": re.compile(f"(?:{any_of(entries['light']['words'])}|{entries['light']['pattern']})+"),
        "dependent": re.compile(f"(?:{dependent})*"),
        "inner": re.compile(any_of(entries["light"]["inner"])),
        "scope": re.compile(entries["scope"]["opens"] + any_of(entries["scope"]["words"])),
        "compound": re.compile(f"{any_of(generic)}{{2}}"),
        "generic": re.compile(any_of(generic)),
        "rates": by_last(entries["ends"]["words"], entries["ends"]["rates"]),
        "ends": by_last(entries["ends"]["words"]),
        "carry": re.compile(any_of(entries["carry"]["words"])),
        "over": frozenset(entries["carry"]["over"]),
        "objects": re.compile(entries["carry"]["objects"]),
        **_marks(entries["marks"]),
    }


def _marks(entry: Any) -> dict[str, Any]:
    patterns = ("titles", "asides", "predicate", "rate_next", "outcome", "split", "bare")
    return {
        **{name: entry[name] for name in ("part", "share", "rest", "outlay", "each", "same", "sum")},
        **{name: re.compile(entry[name]) for name in patterns},
        "sorts": tuple(entry["sorts"]),
        "noise": str.maketrans("", "", entry["noise"]),
    }
