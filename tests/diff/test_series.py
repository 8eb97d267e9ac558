"""Findings and reuse on the labelled series: recall and precision by the rule of the shared score, with floors.

Figures when a series was first run, before anything was mended for it, are in series/README.md.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from rapidfuzz.distance import Indel

from pipeline.intake import ingest_folder
from pipeline.runs import run_stage, settings_of
from pipeline.stages import STAGES
from pipeline.store import Store
from pipeline.workers import workers
from tests.diff.series_gold import Span, labels, series, write

FLOORS = {
    "first": {"findings": (1.0, 1.0), "reuse": (1.0, 1.0)},
    "second": {"findings": (0.92, 1.0), "reuse": (1.0, 1.0)},
    "third": {"findings": (0.94, 1.0), "reuse": (1.0, 1.0)},
    "fourth": {"findings": (0.94, 1.0), "reuse": (1.0, 1.0)},
    "fifth": {"findings": (0.96, 0.96), "reuse": (0.93, 0.92)},
    "sixth": {"findings": (0.88, 0.92), "reuse": (1.0, 1.0)},
    "seventh": {"findings": (0.92, 0.92), "reuse": (1.0, 1.0)},
    "eighth": {"findings": (0.87, 0.96), "reuse": (1.0, 1.0)},
    "ninth": {"findings": (0.90, 0.98), "reuse": (1.0, 1.0)},
    "tenth": {"findings": (0.92, 0.98), "reuse": (1.0, 1.0)},
    "eleventh": {"findings": (0.94, 0.98), "reuse": (1.0, 1.0)},
    "twelfth": {"findings": (0.80, 0.93), "reuse": (1.0, 1.0)},
}
"""Series -> table -> least recall, least precision."""
SIDES = {"findings": ("", "other_"), "reuse": ("a_", "b_")}


@pytest.fixture(scope="module", params=FLOORS)
def made(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    write(request.param, folder / "raw", folder / "gold")
    settings = settings_of(folder / "out", "char")
    with workers() as mapper:
        ingest_folder(folder / "raw", settings, mapper)
        for stage in STAGES:
            run_stage(stage, settings, mapper)
    return request.param, Store(settings.out)


def carried(span: Span, text: str, read: str) -> Span:
    """A labelled span in the offsets of the text as ingest read it."""
    where = [-1] * len(text)
    for op in Indel.opcodes(text, read):
        if op.tag == "equal":
            where[op.src_start : op.src_end] = range(op.dest_start, op.dest_end)
    kept = [at for at in where[span.start : span.end] if at >= 0]
    return replace(span, start=kept[0], end=kept[-1] + 1)


def touches(row: dict, sides: tuple[str, ...], want: Span, report_id: str) -> bool:
    """Whether a side of a row and a labelled span have at least half of the shorter in common."""
    for side in sides:
        names = ("report_id" if side in ("", "other_") else "report", "start", "end")
        report, start, end = (row.get(f"{side}{name}") for name in names)
        if report == report_id and not pd.isna(start):
            common = min(end, want.end) - max(start, want.start)
            if common >= 0.5 * min(end - start, want.end - want.start):
                return True
    return False


def right(row: dict, table: str, sides: list[Span], ids: dict[str, str]) -> bool:
    """Whether a row is what a label says: its type, and one side (a finding) or every side (a passage) of it."""
    found = [touches(row, SIDES[table], span, ids[span.doc]) for span in sides]
    return all(found) if table == "reuse" else any(found) and row["type"] == sides[0].type


@pytest.mark.slow
@pytest.mark.parametrize("table", ["findings", "reuse"])
def test_planted_is_found_and_look_alikes_are_left_alone(made, table):
    name, store = made
    texts, spans = series(name)
    reports = store.read("reports")
    read = {source.removesuffix(".txt"): text for source, text in zip(reports["source"], reports["text"], strict=True)}
    placed = labels([carried(span, texts[span.doc], read[span.doc]) for span in spans]).values()
    wanted = [s for s in placed if (s[0].type in ("own", "other")) == (table == "reuse")]
    ids = {
        source.removesuffix(".txt"): report_id
        for source, report_id in zip(reports["source"], reports["report_id"], strict=True)
    }
    assert ids.keys() == texts.keys()
    rows = store.read(table).to_dict("records")
    hits = [any(right(row, table, sides, ids) for row in rows) for sides in wanted]
    kept = [any(right(row, table, sides, ids) for sides in wanted) for row in rows]
    recall, precision = sum(hits) / len(hits), sum(kept) / len(kept)
    missed = [sides[0].label for sides, hit in zip(wanted, hits, strict=True) if not hit]
    extra = [(row.get("why"), row.get("b_report")) for row, good in zip(rows, kept, strict=True) if not good]
    assert recall >= FLOORS[name][table][0], missed
    assert precision >= FLOORS[name][table][1], extra


def test_marks_are_taken_out_and_nest():
    from tests.diff.series_gold import unmarked

    text, spans = unmarked("d", "甲⟦ro1,st1|乙⟦fp1|丙⟧⟧丁")
    assert text == "甲乙丙丁"
    assert {(s.label, s.start, s.end) for s in spans} == {("fp1", 2, 3), ("ro1", 1, 3), ("st1", 1, 3)}
