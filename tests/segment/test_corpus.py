"""Headings against the hand-made labels: a floor that cannot fall quietly."""

from __future__ import annotations

import json
from collections import defaultdict

import pytest

from pipeline.profiles import load
from pipeline.segment.headings import Section, outline
from pipeline.segment.sentences import sentences

pytestmark = pytest.mark.corpus


def rows(path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def text_of(shared, doc: str) -> str:
    with (shared / "gold" / "docs" / f"{doc}.txt").open(encoding="utf-8", newline="") as file:
        return file.read()


def tree_of(shared, doc: str) -> list[Section]:
    return outline(text_of(shared, doc), load(doc.split("-")[0]))


def test_headings_are_found_at_their_level(shared):
    wanted = defaultdict(dict)
    for row in rows(shared / "gold" / "headings.jsonl"):
        if row["level"]:
            wanted[row["doc"]][row["start"]] = row
    right = level = given = labelled = 0
    for doc, labels in wanted.items():
        found = {s.heading_start: s for s in tree_of(shared, doc) if s.level}
        optional = {start for start, row in labels.items() if row.get("optional")}
        hits = [start for start in found if start in labels and start not in optional]
        right += len(hits)
        level += sum(found[start].level == labels[start]["level"] for start in hits)
        given += len(found.keys() - optional)
        labelled += len(labels) - len(optional)
    assert 2 * right / (given + labelled) >= 0.97
    assert level / right >= 0.98


def test_linked_sentences_are_cut_as_the_labels_cut_them(shared):
    cut = {}
    for row in rows(shared / "gold" / "links.jsonl"):
        spans = [
            (row["a_doc"], row["a_start"], row["a_end"]),
            *((row["b_doc"], b["start"], b["end"]) for b in row["b"]),
        ]
        for doc, start, end in spans:
            if doc not in cut:
                headings = [(s.heading_start, s.heading_end) for s in tree_of(shared, doc) if s.heading_end]
                cut[doc] = set(sentences(text_of(shared, doc), headings))
            assert (start, end) in cut[doc]
