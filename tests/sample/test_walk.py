"""The whole walk over the sample corpus, from raw files to findings, against what its authors planted there."""

from __future__ import annotations

import datetime
import json
import re
import tomllib

import pandas as pd
import pytest

from pipeline.inputs import Settings
from pipeline.intake import ingest_folder
from pipeline.runs import run_stage
from pipeline.stages import STAGES
from pipeline.store import Store
from pipeline.workers import workers
from tests.conftest import ROOT

EXPECTED = tomllib.loads((ROOT / "tests" / "sample" / "expected.toml").read_text("utf-8"))
REPORTS = {r["file"]: r for r in EXPECTED["report"]}


def marked(kind: str) -> list:
    """The expected rows of a kind; a known failure is a strict xfail, so that fixing it is noticed."""
    return [
        pytest.param(row, marks=pytest.mark.xfail(strict=True, reason=row["known"])) if "known" in row else row
        for row in EXPECTED[kind]
    ]


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """Every table of the sample corpus, made anew in a folder of its own."""
    out = tmp_path_factory.mktemp("processed")
    settings = Settings(str(out))
    with workers() as mapper:
        ingest_folder(ROOT / "data" / "raw", settings, mapper)
        for stage in STAGES:
            assert run_stage(stage, settings, mapper).failed == []
    store = Store(out)
    return store.read


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


class Texts:
    """Finds a quote, free of white space, in a report and gives its offsets."""

    def __init__(self, tables):
        reports = tables("reports")
        self.text = dict(zip(reports["report_id"], reports["text"], strict=True))
        self.ids = dict(zip(reports["source"], reports["report_id"], strict=True))

    def span(self, file: str, quote: str) -> tuple[str, int, int]:
        report_id = self.ids[file]
        places = [i for i, c in enumerate(self.text[report_id]) if not c.isspace()]
        at = bare(self.text[report_id]).index(bare(quote))
        return report_id, places[at], places[at + len(bare(quote)) - 1] + 1


@pytest.fixture(scope="module")
def texts(tables):
    return Texts(tables)


def touch(row, prefix: str, span: tuple[str, int, int]) -> bool:
    report = row[f"{prefix}report_id"] if prefix in ("", "other_") else row[f"{prefix}report"]
    if report != span[0] or pd.isna(row[f"{prefix}start"]):
        return False
    return max(row[f"{prefix}start"], span[1]) < min(row[f"{prefix}end"], span[2])


@pytest.mark.parametrize("file", REPORTS)
def test_who_when_what(tables, file):
    want = REPORTS[file]
    row = tables("reports").set_index("source").loc[file]
    assert (row["profile"], row["region"], row["year"], bare(row["title"])) == (
        want["profile"], want["region"], want["year"], bare(want["title"]),
    )  # fmt: skip
    if "published" in want:
        assert datetime.date.fromisoformat(row["published"][:10]) == want["published"]


@pytest.mark.parametrize("file", REPORTS)
def test_top_headings(tables, texts, file):
    report_id = texts.ids[file]
    rows = tables("sections").query("report_id == @report_id and level == 1")
    text = texts.text[report_id]
    assert [bare(text[s:e]) for s, e in zip(rows["heading_start"], rows["heading_end"], strict=True)] == [
        bare(h) for h in REPORTS[file]["headings"]
    ]


def found_observations(tables, texts) -> list[tuple[str, dict, bool]]:
    table = tables("observations")
    seen = {
        (r.report_id, r.indicator, r.measure, int(r.ref_year), round(r.value, 4))
        for r in table.itertuples()
        if not pd.isna(r.ref_year)
    }
    return [
        (file, o, (texts.ids[file], o["indicator"], o["measure"], o["ref_year"], round(o["value"], 4)) in seen)
        for file, report in REPORTS.items()
        for o in report["observations"]
    ]


def test_observations(tables, texts):
    found = found_observations(tables, texts)
    missed = [f"{file}: {o['indicator']} {o['ref_year']} {o['raw']} in {o['in']}" for file, o, hit in found if not hit]
    assert len(missed) <= 0.08 * len(found), "\n".join(missed)


@pytest.mark.parametrize("want", marked("finding"), ids=lambda w: w["type"])
def test_planted_findings(tables, texts, want):
    spans = [texts.span(*quote) for quote in want["quotes"]]
    rows = [r for r in tables("findings").to_dict("records") if r["type"] == want["type"]]
    assert any(touch(r, side, span) for r in rows for side in ("", "other_") for span in spans[-1:])


@pytest.mark.parametrize("want", EXPECTED["not_a_finding"], ids=lambda w: w["quote"][:12])
def test_look_alikes_are_no_findings(tables, texts, want):
    span = texts.span(want["file"], want["quote"])
    assert [r["why"] for r in tables("findings").to_dict("records") if touch(r, "", span)] == []


def test_hardly_anything_else_is_a_finding(tables):
    assert len(tables("findings")) <= 1.5 * len(EXPECTED["finding"])


@pytest.mark.parametrize("want", EXPECTED["reuse"], ids=lambda w: w["relation"])
def test_passages_used_again(tables, texts, want):
    earlier, later = (texts.span(*quote) for quote in want["quotes"])
    rows = [r for r in tables("reuse").to_dict("records") if r["relation"] == want["relation"]]
    assert any(touch(r, "a_", earlier) and touch(r, "b_", later) for r in rows)


@pytest.mark.parametrize("want", marked("link"), ids=lambda w: f"{w['kind']}-{w['status']}-{w['a_quote'][:10]}")
def test_plans_and_problems_are_followed(tables, texts, want):
    a = texts.span(want["a_file"], want["a_quote"])
    rows = [r for r in tables("links").to_dict("records") if r["kind"] == want["kind"] and touch(r, "a_", a)]
    if want.get("b_quote"):
        b = texts.span(want["b_file"], want["b_quote"])
        rows = [r for r in rows if touch(r, "b_", b)]
    assert want["status"] in [r["status"] for r in rows]


def test_the_section_moved_and_renamed_is_not_added_and_removed(tables, texts):
    for want in EXPECTED["moved"]:
        _, a_start, a_end = _section(tables, texts.span(want["a_file"], want["a_heading"]))
        b, b_start, b_end = _section(tables, texts.span(want["b_file"], want["b_heading"]))
        rows = tables("changes")
        rows = rows[(rows["a_report"] == texts.ids[want["a_file"]]) & (rows["b_report"] == b)]
        inside = rows[(rows["b_start"] >= b_start) & (rows["b_end"] <= b_end)]
        matched = inside[(inside["a_start"] >= a_start) & (inside["a_end"] <= a_end)]
        assert len(matched) >= 3, "sentences of the moved section are matched with each other"


def _section(tables, span: tuple[str, int, int]) -> tuple[str, int, int]:
    rows = tables("sections")
    row = rows[
        (rows["report_id"] == span[0]) & (rows["heading_start"] >= span[1] - 2) & (rows["heading_start"] < span[2])
    ].iloc[0]
    return span[0], row["start"], row["end"]


def test_every_row_shows_its_evidence(tables):
    text = dict(zip(tables("reports")["report_id"], tables("reports")["text"], strict=True))
    for row in tables("quantities").itertuples():
        assert text[row.report_id][row.start : row.end] == row.raw
    for name in ("sections", "sentences", "items", "citations", "observations"):
        for row in tables(name).itertuples():
            assert 0 <= row.start <= row.end <= len(text[row.report_id]), name
    for row in tables("changes").itertuples():
        for a0, a1, b0, b1 in json.loads(row.edits or "[]") if isinstance(row.edits, str) else []:
            assert row.a_start <= a0 <= a1 <= row.a_end and row.b_start <= b0 <= b1 <= row.b_end


def test_every_table_has_real_content(tables):
    for name in ("sections", "items", "topics", "topic_shares", "sentences", "keywords", "citations", "quantities", "observations",
                 "coverage", "pairs", "changes", "links", "reuse", "findings", "ranks"):  # fmt: skip
        assert len(tables(name)), name
