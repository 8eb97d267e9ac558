"""Reports in traditional characters: recognised by a simplified shadow of the same length, kept as they are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from pipeline.ingest.legibility import chinese_count, count_of
from pipeline.ingest.reading import Document
from pipeline.profiles import Profile

SHARE = 0.04
"""Share of characters that only traditional text has from which a text is taken for one."""


def is_traditional(text: str, profile: Profile) -> bool:
    """Whether the text is written in traditional characters."""
    count = count_of(profile.data["characters"]["frequent_traditional"].replace("\n", ""), text)
    return count > 0 and count >= SHARE * chinese_count(text)


def simplified(text: str, profile: Profile) -> str:
    """The text with each traditional character replaced by the simplified one that it stands for."""
    return text.translate(_table(profile.lists["simplified"]))


@lru_cache(maxsize=2)
def _table(pairs: tuple[str, ...]) -> Mapping[int, str]:
    return {ord(pair[0]): pair[1] for pair in pairs}


def shadow(document: Document, profile: Profile) -> Document:
    """The document in simplified characters, to recognise it by; itself where it is not in traditional ones."""
    if not is_traditional(document.text, profile):
        return document
    stated = {name: simplified(value, profile) for name, value in document.stated.items()}
    return replace(document, text=simplified(document.text, profile), stated=stated)


def as_written(title: str, sources: Iterable[str], profile: Profile) -> str:
    """A title that was found in the shadow, as it stands in the first source that has it."""
    for source in sources:
        place = simplified(source, profile).find(title)
        if place >= 0:
            return source[place : place + len(title)]
    return title
