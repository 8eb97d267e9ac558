"""Reads plain text."""

from __future__ import annotations

from pipeline.ingest.encoding import decode
from pipeline.ingest.legibility import common_characters
from pipeline.ingest.reading import Document
from pipeline.profiles import Profile


def read_plain(data: bytes, profile: Profile) -> Document:
    """A text file's lines, as they stand."""
    text, encoding, doubts = decode(data, common_characters(profile))
    return Document(text, "txt", encoding, doubts=doubts)
