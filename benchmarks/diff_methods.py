"""The ways of aligning and of finding reuse that run in the project's own environment."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from time import process_time
from typing import Any

import numpy as np
from diff_edits import Edited, Planted

from pipeline.diff import reuse
from pipeline.diff.align import align
from pipeline.diff.document import documents
from pipeline.profiles import Profile
from pipeline.stage import Context
from pipeline.tables import Tables, empty, frame

OURS = "Duizhao"
Answer = tuple[set[tuple[int, int]], float]
LEAST = 0.35
"""Least cosine of two sentences; the best of 0.2, 0.25 … 0.6 on other seeds."""


def by_us(case: Edited, profile: Profile) -> Answer:
    """Alignment as the pipeline does it; headings tell nothing here."""
    start = process_time()
    made = documents(_tables(case), {"other": profile})
    matches = align(made["a"], made["b"])
    runs = zip(matches.a.tolist(), matches.b.tolist(), strict=True)
    found = {(i, j) for mine, theirs in runs for i in range(*mine) for j in range(*theirs)}
    return found, process_time() - start


def _tables(case: Edited) -> Tables:
    """The sentences of both sides as tables; headings, labels and quantities are unknown."""
    made = empty("sections", "topics", "quantities", "problems")
    reports, sentences = [], []
    for name, said, section in (("a", case.a, case.a_section), ("b", case.b, case.b_section)):
        ends = np.cumsum([len(s) for s in said]).tolist()
        known = {"report_id": name, "profile": "other", "region": "", "level": "", "title": "", "source": "", "format": "",
                 "sha256": "", "term": False, "also": [], "text": "".join(said)}  # fmt: skip
        reports.append(known)
        sentences += [{"report_id": name, "sentence_id": "", "section_id": str(part), "start": end - len(s), "end": end, "words": []}
                      for s, part, end in zip(said, section, ends, strict=True)]  # fmt: skip
    return {**made, "reports": frame("reports", reports), "sentences": frame("sentences", sentences)}


def by_cosine(case: Edited) -> Answer:
    """For each sentence of b the nearest of a by TF-IDF on characters' 2-3-grams, each of a once, best first."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    start = process_time()
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 3)).fit_transform([*case.a, *case.b])
    alike = (vectors[: len(case.a)] @ vectors[len(case.a) :].T).toarray()
    used: set[int] = set()
    found = set()
    for j in np.argsort(-alike.max(axis=0)):
        i = int(alike[:, j].argmax())
        if alike[i, j] >= LEAST and i not in used:
            used.add(i)
            found.add((i, int(j)))
    return found, process_time() - start


def by_difflib(case: Edited) -> Answer:
    """Equal sentences by difflib on sentences; inside a replaced stretch, the closest by difflib on characters."""
    start = process_time()
    found = set()
    for tag, a1, a2, b1, b2 in difflib.SequenceMatcher(None, case.a, case.b, autojunk=False).get_opcodes():
        if tag == "equal":
            found |= set(zip(range(a1, a2), range(b1, b2), strict=True))
        elif tag == "replace":
            for j in range(b1, b2):
                ratios = {
                    i: difflib.SequenceMatcher(None, case.a[i], case.b[j], autojunk=False).ratio()
                    for i in range(a1, a2)
                }
                best = max(ratios, key=lambda i: (ratios[i], -i))
                found |= {(best, j)} if ratios[best] >= 0.5 else set()
    return found, process_time() - start


def reuse_by_us(corpus: Planted, known: Mapping[str, Profile]) -> list[tuple[Any, ...]]:
    """Reuse as the pipeline does it."""
    rows = [{"report_id": name, "profile": "fazhi", "region_code": f"99{k:04d}", "region": f"第{k}县", "level": "county",
             "year": 2018 + k % 2, "title": "", "source": name, "format": "txt", "sha256": "", "text": text, "term": False,
             "also": []} for k, (name, text) in enumerate(corpus.texts.items())]  # fmt: skip
    tables = {"reports": frame("reports", rows), "sections": frame("sections")}
    context = Context(known)
    merged = reuse.merge([reuse.survey(tables, context)], context)
    found = reuse.run(tables, Context(known, merged.whole()))["reuse"]
    return list(
        found[["a_report", "a_start", "a_end", "b_report", "b_start", "b_end"]].itertuples(index=False, name=None)
    )
