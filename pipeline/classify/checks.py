"""Runs every entry of a profile's roles and topics against its own examples and counterexamples."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.classify import examples, passages
from pipeline.classify.roles import named_role
from pipeline.classify.scheme import best_two, roles_of, topics_of, votes
from pipeline.profiles import Profile


def check(profile: Profile) -> list[str]:
    """Complaints about ``roles.toml`` and ``topics.toml``: which entry fails on which example, and what to do."""
    return [*_role_complaints(profile), *_topic_complaints(profile), *examples.complaints(profile),
            *passages.complaints(profile)]  # fmt: skip


def _role_complaints(profile: Profile) -> Iterator[str]:
    roles = roles_of(profile)
    for role_id, entry in profile.data.get("roles", {}).get("roles", {}).items():
        if "name" not in entry:
            yield f"{profile.id}: roles.toml [roles.{role_id}]: unknown role; roles are fixed, edit the existing ones"
        for heading, wanted in _cases(entry):
            label = named_role(heading, roles, None)
            if ((label.role if label else "") == role_id) != wanted:
                yield (f"{profile.id}: roles.toml [roles.{role_id}]: 「{heading}」 is {'not ' * wanted}matched as {role_id}"
                       f" (got {label.role if label else 'nothing'}); {_fix(wanted)} headings")  # fmt: skip


def _topic_complaints(profile: Profile) -> Iterator[str]:
    topics = topics_of(profile)
    for code, entry in profile.data.get("topics", {}).get("topics", {}).items():
        for key in ("name", "name_en", "definition", "examples", "counterexamples", "cues"):
            if not entry.get(key):
                yield f"{profile.id}: topics.toml [topics.{code}]: {key} is missing; add it"
        for heading, wanted in _cases(entry):
            got, points, second = best_two(votes(topics, heading))
            if (got == code and points > second) != wanted:
                yield (f"{profile.id}: topics.toml [topics.{code}]: 「{heading}」 is {'not ' * wanted}given {code} by its words"
                       f" (got {got}, {points:g} against {second:g}); {_fix(wanted)} cues")  # fmt: skip


def _cases(entry: dict) -> list[tuple[str, bool]]:
    return [(h, True) for h in entry.get("examples", ())] + [(h, False) for h in entry.get("counterexamples", ())]


def _fix(wanted: bool) -> str:
    return "widen its" if wanted else "narrow its"
