"""A proposal of ``discover`` as an entry that the registry takes when it is pasted: proved on sentences of its own.

Ids and English names are put together from the words of ``[discover]`` in ``language/indicators.toml``; what a person
should look at again (definition, topic, patterns) is told in the comment above each entry.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.extract.discover import Proposal
from pipeline.extract.indicators_check import YEAR, all_observed, observed
from pipeline.extract.indicators_registry import FILE, MEASURES
from pipeline.extract.word_lists import any_of
from pipeline.profiles import Profile

SHOWN = 3
CONTEXT = (40, 12)
LONGEST_ID = 5
"""Words of an id."""
VALUE = 12.0

Entry = dict[str, Any]


def render(proposals: Iterable[Proposal], texts: Mapping[str, str], profile: Profile) -> str:
    """The proposals as entries for ``indicators.toml``; ``texts``: report_id -> text, for the places shown.

    What no sentence of its own proves is told in a comment and left to a person.
    """
    known: dict[str, Entry] = {}
    parts = []
    for proposal in proposals:
        key = _free(id_of(proposal.name, profile), {*profile.data[FILE].get("indicator", {}), *known})
        entry = entry_of(proposal, key, texts, profile)
        if other := _taken(proposal.name, known):
            parts.append(_comment(proposal, texts) + f"# {proposal.name}: fits {other} above too; narrow one by hand\n")
        elif not entry["examples"]:
            parts.append(_comment(proposal, texts) + f"# {proposal.name}: no example proves it; write one by hand\n")
        else:
            known[key] = entry
            parts.append(_comment(proposal, texts) + _toml(key, entry))
    return "\n".join(parts)


def _taken(name: str, known: Mapping[str, Entry]) -> str:
    return next((key for key, entry in known.items() if re.search("|".join(entry["patterns"]), name)), "")


def entry_of(proposal: Proposal, key: str, texts: Mapping[str, str], profile: Profile) -> Entry:
    """The entry of one proposal, with the examples that it gives as part of the profile's registry."""
    habits = profile.data[FILE]["discover"]
    unit = proposal.units.most_common(1)[0][0] or habits["bare"]
    entry: Entry = {
        "name": proposal.name,
        "name_en": " ".join(_words(proposal.name, profile)).capitalize() or proposal.name,
        "definition": habits["definition"].format(name=proposal.name),
        "topic": _topic(proposal, texts, profile),
        "unit": unit,
        "units": dict.fromkeys(sorted(proposal.units), unit),
        "measures": [m for m in MEASURES if proposal.kinds[m]],
        "patterns": [re.escape(name) for name, _ in proposal.names.most_common(SHOWN)],
        "expected": {"min": 0} if not proposal.kinds["change"] else {},
        "examples": [],
        "counterexamples": list(habits["counterexamples"]),
    }
    tried = _with(profile, key, entry)
    unit = proposal.units.most_common(1)[0][0]
    entry["examples"] = [
        {"text": text, "value": VALUE, "measure": measure, "year": YEAR}
        for measure in entry["measures"]
        if (text := _example(proposal.name, unit, measure, key, (profile, tried)))
    ]
    entry["measures"] = [example["measure"] for example in entry["examples"]]
    return entry


def _example(name: str, unit: str, measure: str, key: str, profiles: tuple[Profile, Profile]) -> str:
    """The first sentence that gives the figure in the new registry, and none in the old one."""
    old, new = profiles
    for template in old.data[FILE]["discover"]["templates"][measure]:
        text = str(template).format(name=name, unit=unit)
        if (measure, YEAR, VALUE) in observed(text, key, new) and not all_observed(text, old):
            return text
    return ""


def _with(profile: Profile, key: str, entry: Entry) -> Profile:
    """The profile with the entry as its whole registry."""
    data = {**profile.data[FILE], "indicator": {key: entry}}
    return Profile(f"{profile.id}+{key}", {**profile.data, FILE: data}, profile.lists)


# --- ids, names, topics ---------------------------------------------------------------------------------------------


def id_of(name: str, profile: Profile) -> str:
    """An id out of the English words for what the name holds; ``figure`` where no word is known.

    >>> from pipeline.profiles import load
    >>> id_of("新增养老床位", load("gwr"))
    'new_elderly_care_beds'
    """
    words = [part for word in _words(name, profile) for part in re.findall("[a-z0-9]+", word.lower())]
    return "_".join(dict.fromkeys(words[:LONGEST_ID])) or "figure"


def _words(name: str, profile: Profile) -> list[str]:
    words = profile.data[FILE]["discover"]["words"]
    return [words[hit] for hit in re.findall(any_of(words), name)]


def _free(key: str, taken: set[str]) -> str:
    return next(k for n in range(1, len(taken) + 2) if (k := key if n == 1 else f"{key}_{n}") not in taken)


def _topic(proposal: Proposal, texts: Mapping[str, str], profile: Profile) -> str:
    """The topic whose cues weigh most in the name and around the places shown."""
    around = proposal.name * SHOWN + "".join(_around(texts[r], a, b) for r, a, b in _shown(proposal, texts))
    weights = Counter({
        topic: sum(weight * around.count(cue) for cue, weight in entry.get("cues", {}).items())
        for topic, entry in profile.data.get("topics", {}).get("topics", {}).items()
    })  # fmt: skip
    best = min(weights, key=lambda topic: (-weights[topic], topic), default="")
    return best if best and weights[best] > 0 else "none"


# --- as text --------------------------------------------------------------------------------------------------------


def _comment(proposal: Proposal, texts: Mapping[str, str]) -> str:
    lines = [f"# {len(proposal.reports)} reports, {len(proposal.places)} figures; check definition, topic and patterns"]
    lines += [f"#   {report}: {_around(texts[report], start, end)}" for report, start, end in _shown(proposal, texts)]
    return "\n".join(lines) + "\n"


def _toml(key: str, entry: Entry) -> str:
    lines = [f"[indicator.{key}]"]
    for name, value in entry.items():
        if name == "examples":
            lines += ["examples = [", *(f"    {_value(example)}," for example in value), "]"]
        elif name == "patterns":
            lines.append("patterns = [" + ", ".join(f"'{pattern}'" for pattern in value) + "]")
        elif value:
            lines.append(f"{name} = {_value(value)}")
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k if k.isascii() and k.isidentifier() else _value(k)} = {_value(v)}" for k, v in value.items()) + " }"  # fmt: skip
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _shown(proposal: Proposal, texts: Mapping[str, str]) -> list[tuple[str, int, int]]:
    first: dict[str, tuple[str, int, int]] = {}
    for place in sorted(proposal.places):
        if place[0] in texts:
            first.setdefault(place[0], place)
    return list(first.values())[:SHOWN]


def _around(text: str, start: int, end: int) -> str:
    before, behind = CONTEXT
    return re.sub(r"\s+", " ", text[max(0, start - before) : end + behind]).strip()
