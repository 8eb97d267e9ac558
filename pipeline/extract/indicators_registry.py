"""The registry of a profile, compiled: its indicators in order, and the contexts and habits that they share.

``profiles/<id>/indicators.toml`` holds the indicators, ``profiles/language/indicators.toml`` what all genres share.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from pipeline.profiles import Profile, ProfileError

FILE = "indicators"
MEASURES = ("level", "change", "share")
_NOTHING = r"(?!)"


@dataclass(frozen=True)
class Unit:
    """What a unit as written becomes."""

    name: str
    factor: float = 1.0


@dataclass(frozen=True)
class Setting:
    """A context that shuts a figure out: a pattern, and where it is looked for (name, clause, behind, around, lead)."""

    where: str
    told: str
    undated: bool = False
    """It shuts out no figure whose own year is stated."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when it is first asked: few reports ask all of them. Raises ``ProfileError``."""
        try:
            return re.compile(self.told)
        except re.error as error:
            raise ProfileError(f"indicators.toml [context]: {self.told} is no regular expression: {error}") from error


@dataclass(frozen=True, eq=False)
class Indicator:
    """One compiled entry of the registry."""

    id: str
    topic: str
    units: Mapping[str, Unit]
    measures: frozenset[str]
    several: bool
    whole: bool
    pattern: re.Pattern[str]
    exclude: re.Pattern[str] | None
    despite: re.Pattern[str] | None
    near: re.Pattern[str] | None
    carried: re.Pattern[str] | None
    subject: re.Pattern[str]
    mention: re.Pattern[str]
    shut: tuple[Setting, ...]


@dataclass(frozen=True, eq=False)
class Registry:
    """A profile's indicators in order, and one pattern that any of their names has to meet."""

    indicators: Mapping[str, Indicator]
    any_name: re.Pattern[str]
    yearly: re.Pattern[str]
    outside: Mapping[str, re.Pattern[str]]
    own: re.Pattern[str]
    standing: re.Pattern[str]
    nouns: re.Pattern[str] | None
    actor: re.Pattern[str]
    rate: str
    glossary: re.Pattern[str]
    part: re.Pattern[str]

    def deed(self, name: str, kind: str) -> str:
        """A name without the clause that leads to it and without who did it: what was done, to what.

        A count has no rate: one in its name is of the figure before (审结率100%，审结61件).
        """
        deed = self.actor.sub("", name.rpartition("：")[2])
        return deed.replace(self.rate, "") if kind == "level" else deed


@cache
def registry(profile: Profile) -> Registry:
    """Compile a profile's registry once. Raises ``ProfileError`` naming the entry that cannot be used."""
    data = profile.data.get(FILE, {})
    settings = {
        key: Setting(e["where"], e["pattern"], e.get("undated", False)) for key, e in data.get("context", {}).items()
    }
    made = {key: _indicator(key, entry, settings, profile.id) for key, entry in data.get("indicator", {}).items()}
    return Registry(
        indicators=made,
        any_name=re.compile("|".join(f"(?:{i.pattern.pattern})" for i in made.values()) or _NOTHING),
        yearly=_shared(data, "base", "yearly"),
        outside={level: re.compile(pattern) for level, pattern in data.get("outside", {}).items()},
        own=_shared(data, "own"),
        standing=_shared(data, "standing"),
        nouns=_shared(data, "nouns") if "nouns" in data else None,
        actor=_shared(data, "actor"),
        rate=data.get("rate", {}).get("mark", ""),
        glossary=_shared(data, "glossary", "heading"),
        part=_shared(data, "part"),
    )


def _shared(data: Mapping[str, Any], habit: str, key: str = "pattern") -> re.Pattern[str]:
    """The pattern of a habit that indicators share; where a profile states none, one that is found nowhere."""
    return re.compile(data.get(habit, {}).get(key, _NOTHING))


def _indicator(key: str, entry: Mapping[str, Any], settings: Mapping[str, Setting], profile: str) -> Indicator:
    where = f"{profile}/indicators.toml [indicator.{key}]"
    try:
        patterns = "|".join(entry["patterns"]) if not entry.get("table") else _NOTHING
        return Indicator(
            id=key,
            topic=entry["topic"],
            units={written: _unit(value) for written, value in entry["units"].items()},
            measures=frozenset(entry.get("measures", ["level", "change"])),
            several=entry.get("several", False),
            whole=entry.get("whole", False),
            pattern=re.compile(patterns),
            exclude=re.compile("|".join(entry["exclude"])) if entry.get("exclude") else None,
            despite=re.compile(entry["despite"]) if "despite" in entry else None,
            near=re.compile(entry["near"]) if "near" in entry else None,
            carried=re.compile("|".join(entry["carried"])) if "carried" in entry else None,
            subject=re.compile(entry.get("subject", patterns)),
            mention=re.compile(entry.get("mention", entry.get("subject", patterns))),
            shut=_together([settings[name] for name in entry.get("contexts", [])]),
        )
    except KeyError as missing:
        raise ProfileError(f"{where}: {missing} is missing or unknown; see the file's head for the keys") from missing
    except re.error as error:
        raise ProfileError(f"{where}: a pattern is not a regular expression: {error}") from error


def _together(settings: Sequence[Setting]) -> tuple[Setting, ...]:
    """Those that look at the same place as one, in the order in which places are first named."""
    alike: dict[tuple[str, bool], list[str]] = {}
    for one in settings:
        alike.setdefault((one.where, one.undated), []).append(f"(?:{one.told})")
    return tuple(Setting(where, "|".join(every), undated) for (where, undated), every in alike.items())


def _unit(value: str | Mapping[str, Any]) -> Unit:
    return Unit(value) if isinstance(value, str) else Unit(value["unit"], value["factor"])
