"""Proves every entry of the registry on its own examples and counterexamples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.extract.indicators_carry import carry_names
from pipeline.extract.indicators_registry import FILE, MEASURES
from pipeline.extract.observations import read_observations
from pipeline.extract.quantities import read_quantities
from pipeline.profiles import Profile
from pipeline.tables import frame

YEAR = 2020
"""The year that the examples' report is about."""

_SENTENCE = re.compile(r"[^。！？；]+[。！？；]?")
_RELATION = re.compile(r"((?:\w+(?: \+ \w+)* )?)(<=|>=|=) (\w+(?: \+ \w+)*)")
"""What a relation looks like; without a left side it speaks of the indicator that it stands with."""
_REQUIRED = ("name", "name_en", "definition", "topic", "unit", "units", "patterns", "examples", "counterexamples")
_HABITS = ("nouns", "actor", "glossary")
"""What indicators share besides contexts, with examples of its own."""
_OF_TABLES = _REQUIRED[:-3]
"""What an indicator needs that stands in tables alone; tables.toml proves it."""


def check_indicators(profile: Profile) -> list[str]:
    """Complaints about ``indicators.toml``: file, entry, what failed, what to do."""
    data = profile.data.get(FILE, {})
    return [
        f"indicators.toml {complaint}"
        for complaint in (
            *_missing_keys(data),
            *_contexts(data),
            *_relations(data),
            *_carried(profile),
            *(c for key, entry in data.get("indicator", {}).items() for c in _examples(key, entry, profile)),
        )
    ]


def _missing_keys(data: Mapping[str, Any]) -> Iterator[str]:
    for key, entry in data.get("indicator", {}).items():
        for required in _REQUIRED if not entry.get("table") else _OF_TABLES:
            if not entry.get(required):
                yield f"[indicator.{key}]: {required} is missing; add it"
        if strange := set(entry.get("measures", ())) - set(MEASURES):
            yield f"[indicator.{key}]: unknown measures {sorted(strange)}; known: {', '.join(MEASURES)}"


def _contexts(data: Mapping[str, Any]) -> Iterator[str]:
    entries = {f"context.{key}": entry for key, entry in data.get("context", {}).items()}
    entries |= {habit: data[habit] for habit in _HABITS if habit in data}
    for key, entry in entries.items():
        pattern = re.compile(entry["heading" if "heading" in entry else "pattern"])
        for text in entry["examples"]:
            if not pattern.search(text):
                yield f"[{key}]: is not found in {text!r}; widen the pattern"
        for text in entry["counterexamples"]:
            if pattern.search(text):
                yield f"[{key}]: is found in {text!r}; narrow the pattern"


def _carried(profile: Profile) -> Iterator[str]:
    carry = profile.data.get(FILE, {}).get("carry", {})
    for example in (*carry.get("examples", ()), *carry.get("counterexamples", ())):
        names = [row["name"] for row in read(example["text"], profile, "achievements")[1]]
        if len(names) != len(example["names"]) or any(w not in n for w, n in zip(example["names"], names, strict=True)):
            yield f"[carry]: {example['text']} gives the names {names}; they should hold {example['names']}"


def _relations(data: Mapping[str, Any]) -> Iterator[str]:
    known = data.get("indicator", {})
    for key, entry in known.items():
        for relation in entry.get("relations", []):
            read = _RELATION.fullmatch(relation)
            sides = (read[1], read[3]) if read else ("",)
            ids = [one for side in sides for one in side.strip().split(" + ") if one]
            if not ids or any(one not in known for one in ids):
                yield (
                    f"[indicator.{key}]: relation {relation!r} is not '<= id', '= id + id' or 'id + id = id + id' of known "
                    "indicators"
                )


def _examples(key: str, entry: Mapping[str, Any], profile: Profile) -> Iterator[str]:
    for example in entry.get("examples", []):
        want = (example["measure"], example["year"], example["value"])
        got = observed(example["text"], key, profile, plan=example.get("plan", False))
        if want not in got:
            others = {row["indicator"] for row in all_observed(example["text"], profile, example.get("plan", False))}
            taken = f" (taken by {', '.join(sorted(others - {key}))}: the first that fits)" if others - {key} else ""
            yield (
                f"[indicator.{key}]: {example['text']} should give {want}, gives {got}{taken}; fix patterns, units, "
                "exclude or the order of entries"
            )
    for text in entry.get("counterexamples", []):
        if got := observed(text, key, profile):
            yield f"[indicator.{key}]: {text} should give nothing, gives {got}; narrow patterns or add to exclude"


def observed(text: str, indicator: str, profile: Profile, plan: bool = False) -> list[tuple[str, int | None, float]]:
    """(measure, year, value) of an indicator's observations in a text, read as part of a report on :data:`YEAR`."""
    rows = all_observed(text, profile, plan)
    return [(row["measure"], row["ref_year"], row["value"]) for row in rows if row["indicator"] == indicator]


def all_observed(text: str, profile: Profile, plan: bool = False) -> list[dict[str, Any]]:
    """All observations in a text, read as part of a report on :data:`YEAR`."""
    report, quantities, spans = read(text, profile, "plan" if plan else "achievements")
    return read_observations(report, quantities, spans, profile)


def read(text: str, profile: Profile, role: str) -> tuple[dict[str, Any], list[dict[str, Any]], dict[str, Any]]:
    """A report on :data:`YEAR` made of a text in a section of that role, its quantities, its sentences' spans."""
    report = {"report_id": "r", "profile": profile.id, "region": "云岭县", "region_code": None, "level": "county",
              "year": YEAR, "term": False, "text": text}  # fmt: skip
    spans = {f"r:t{i}": hit.span() for i, hit in enumerate(_SENTENCE.finditer(text))}
    sentences = [
        {"report_id": "r", "sentence_id": key, "section_id": "r:s0", "start": a, "end": b, "words": []}
        for key, (a, b) in spans.items()
    ]
    section = {"report_id": "r", "section_id": "r:s0", "order": 0, "number": "", "heading": "", "level": 0,
               "heading_start": 0, "heading_end": 0, "start": 0, "end": len(text)}  # fmt: skip
    topic = {"report_id": "r", "section_id": "r:s0", "role": role, "topic": "none", "score": 1.0, "by": "rule",
             "role_score": 1.0, "role_by": "rule"}  # fmt: skip
    tables = frame("sentences", sentences), frame("sections", [section]), frame("topics", [topic])
    quantities = read_quantities(report, *tables, profile)
    carry_names(quantities, text, profile)
    return report, quantities, spans
