"""Two reports compared: one row of ``pairs`` with the measures, and rows of ``changes`` that hold every sentence of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import pandas as pd
from rapidfuzz.distance import Indel, LCSseq

from pipeline.diff import similarity, wording
from pipeline.diff.align import Match, align
from pipeline.diff.document import Document, documents
from pipeline.profiles import Profile
from pipeline.tables import Tables, frame

READS = ("reports", "sections", "topics", "sentences", "quantities", "problems")
"""Tables that a comparison reads."""
Row = dict[str, Any]
BATCH = 64
UNCHANGED = ("same", "figures", "moved")
"""In order: sums of floats must not depend on the order of a set."""


def compare(a: Tables, b: Tables, profiles: Mapping[str, Profile], relation: str = "asked") -> Tables:
    """Compare any two reports, each given as tables with the rows of that one report: ``pairs`` and ``changes``."""
    (first,), (second,) = documents(a, profiles).values(), documents(b, profiles).values()
    return compared([(first, second, relation)])


def compared(wanted: Iterable[tuple[Document, Document, str]]) -> Tables:
    """``pairs`` and ``changes`` of documents paired by a relation."""
    made = [_batch(batch) for batch in _batches(wanted)] or [_batch([])]
    return {name: pd.concat([tables[name] for tables in made], ignore_index=True) for name in ("pairs", "changes")}


def _batches(wanted: Iterable[tuple[Document, Document, str]]) -> Iterator[list[tuple[Document, Document, str]]]:
    # a row of changes takes ten times the memory as a dict that it takes in a table
    source = iter(wanted)
    while batch := list(islice(source, BATCH)):
        yield batch


def _batch(wanted: Sequence[tuple[Document, Document, str]]) -> Tables:
    pairs: list[Row] = []
    changes: list[Row] = []
    for a, b, relation in wanted:
        matches = align(a, b)
        rows = change_rows(a, b, matches)
        pairs.append(_pair_row(a, b, relation, matches, rows))
        changes += rows
    return {"pairs": frame("pairs", pairs), "changes": frame("changes", changes)}


def doubts(changes: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``problems`` for reports against which nothing can be said to be added or removed: text may be lost."""
    sources = dict(zip(reports["report_id"], reports["source"], strict=True))
    rows = []
    for pair, unclear in changes[changes["op"] == "unclear"].groupby("pair_id", sort=True):
        row = unclear.iloc[0]
        lost = row["b_report"] if pd.isna(row["b_start"]) else row["a_report"]
        detail = f"文本可能不完整，对照 {pair} 中有 {len(unclear)} 处无法判断是新增还是删除 / text may be lost: unclear changes"
        rows.append(
            {"source": sources.get(lost, ""), "report_id": lost, "stage": "diff", "code": "unclear", "detail": detail}
        )
    return frame("problems", rows)


# --- changes ----------------------------------------------------------------------------------------------------------


def change_rows(a: Document, b: Document, matches: list[Match]) -> list[Row]:
    """Every sentence of both reports exactly once, in the order of a side-by-side view.

    ``op`` tells the wording first: same, figures (only the figures differ), edited; where the wording is the same and
    it stands elsewhere (out of order, or in a section that answers to another one): moved. What has no counterpart is
    added or removed; where the report that lacks it is doubtful (its text may have been lost), it is ``unclear``.
    """
    named = {"pair_id": pair_id(a, b), "a_report": a.report_id, "b_report": b.report_id}
    rows = sorted([*_matched(a, b, matches), *_left_over(a, b, matches)], key=lambda keyed: keyed[0])
    return [{**named, **row, "order": order} for order, (_, row) in enumerate(rows)]


def pair_id(a: Document, b: Document) -> str:
    """The name of a pair in the tables."""
    return f"{a.report_id}~{b.report_id}"


Keyed = tuple[tuple[int, int, int], Row]


def _matched(a: Document, b: Document, matches: list[Match]) -> Iterator[Keyed]:
    for match in matches:
        a_text, b_text = (_joined(d.plain, run) for d, run in ((a, match.a), (b, match.b)))
        same = a_text == b_text
        figures = not same and _joined(a.masked, match.a) == _joined(b.masked, match.b)
        op = "figures" if figures else "edited" if not same else "same" if match.in_place else "moved"
        alike = 1.0 if same else Indel.normalized_similarity(a_text, b_text)
        row = {**_side("a", a, match.a), **_side("b", b, match.b), "op": op, "similarity": alike}
        yield (match.b[0], 0, 0), {**row, "edits": None if same else _edits(a, b, match)}


def _joined(wordings: tuple[str, ...], run: list[int]) -> str:
    return "".join(wordings[k] for k in run)


def _side(name: str, document: Document, run: list[int]) -> Row:
    return {f"{name}_start": document.spans[run[0]][0], f"{name}_end": document.spans[run[-1]][1]}


def _edits(a: Document, b: Document, match: Match) -> str:
    first = last = 0
    if _is_solid(a, match.a) and _is_solid(b, match.b):
        first, last = wording.affixes(a.words[match.a[0]], b.words[match.b[0]])
    a_spans, b_spans = (_placed(d, run, first, last) for d, run in ((a, match.a), (b, match.b)))
    return wording.as_json(wording.marks(a.text, a_spans, b.text, b_spans))


def _is_solid(document: Document, run: list[int]) -> bool:
    """Whether a run is one sentence whose words stand side by side."""
    start, end = document.spans[run[0]]
    return len(run) == 1 and "".join(document.words[run[0]]) == document.text[start:end]


def _placed(document: Document, run: list[int], first: int, last: int) -> list[wording.Span]:
    """Where the words of a run stand, without the first and last ones."""
    if not first and not last:
        return [span for k in run for span in wording.placed(document.words[k], document.text, *document.spans[k])]
    words, (start, end) = document.words[run[0]], document.spans[run[0]]
    return wording.placed(words[first : len(words) - last], document.text, start + len("".join(words[:first])), end)


def _left_over(a: Document, b: Document, matches: list[Match]) -> Iterator[Keyed]:
    of_a = {i: m for m in matches for i in m.a}
    of_b = {j for m in matches for j in m.b}
    here = -1
    for i in range(len(a)):
        if (match := of_a.get(i)) is not None:
            here = match.b[-1] if match.in_place else here
        else:
            op = "unclear" if b.doubtful else "removed"
            yield (here, 1, i), {**_side("a", a, [i]), "op": op, "similarity": 0.0}
    for j in set(range(len(b))) - of_b:
        op = "unclear" if a.doubtful else "added"
        yield (j, 0, 0), {**_side("b", b, [j]), "op": op, "similarity": 0.0}


# --- pairs ------------------------------------------------------------------------------------------------------------


def _pair_row(a: Document, b: Document, relation: str, matches: list[Match], rows: list[Row]) -> Row:
    a_share, b_share = _shares(rows, "a"), _shares(rows, "b")
    return {
        "pair_id": pair_id(a, b), "a_report": a.report_id, "b_report": b.report_id, "relation": relation,
        "years_apart": None if a.year is None or b.year is None else b.year - a.year,
        "cosine": similarity.cosine(a.counts, b.counts),
        "jaccard": similarity.jaccard(a.counts, b.counts),
        "minimum_edit": similarity.minimum_edit(a.all_said, b.all_said),
        "simple": similarity.simple(_kept(a, b, matches), len(a.all_said), len(b.all_said)),
        "same_share": sum(b_share[op] for op in UNCHANGED),
        "edited_share": b_share["edited"], "added_share": b_share["added"], "removed_share": a_share["removed"],
    }  # fmt: skip


def _kept(a: Document, b: Document, matches: list[Match]) -> int:
    """Words of ``a`` that stand unchanged in the sentence of ``b`` that answers to theirs."""
    sides = ((_words(a, m.a), _words(b, m.b)) for m in matches)
    return sum(len(mine) if mine == theirs else LCSseq.similarity(mine, theirs) for mine, theirs in sides)


def _words(document: Document, run: list[int]) -> list[str]:
    return document.said[run[0]] if len(run) == 1 else [word for k in run for word in document.said[k]]


def _shares(rows: list[Row], side: str) -> Counter[str]:
    """Share of one report's characters under each op."""
    sizes: Counter[str] = Counter()
    for row in rows:
        if row.get(f"{side}_start") is not None:
            sizes[row["op"]] += row[f"{side}_end"] - row[f"{side}_start"]
    total = sum(sizes.values())
    return Counter({op: size / total for op, size in sizes.items()}) if total else sizes
