"""The sentences that the search page looks through."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pipeline.publish.corpus import Corpus

MOST_CHARACTERS = 12_000_000
"""A corpus with more text than this is searched on the command line; a browser should not hold it."""


def shards(corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    """One script a place: its reports' names and their sentences. Nothing where the corpus is too large for a browser."""
    if sum(len(r["text"]) for r in corpus.reports.values()) > MOST_CHARACTERS:
        return
    places: dict[str, list[str]] = {}
    for report_id, report in corpus.reports.items():
        places.setdefault(f"{report['profile']}-{report['region_code'] or report['region']}", []).append(report_id)
    for number, ids in enumerate(places.values()):
        yield f"assets/text-{number}.js", _script([_entry(corpus, i) for i in ids])


def _entry(corpus: Corpus, report_id: str) -> list[object]:
    text = corpus.reports[report_id]["text"]
    sentences = [
        [int(s["start"]), text[int(s["start"]) : int(s["end"])].strip()] for s in corpus.rows("sentences", report_id)
    ]
    return [report_id, corpus.name(report_id), sentences]


def _script(entries: list[list[object]]) -> bytes:
    # "<" is escaped so that no text of a report can end the script or open a tag
    data = json.dumps(entries, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"(window.duizhaoText=window.duizhaoText||[]).push(...{data});\n".encode("utf-8", "replace")
