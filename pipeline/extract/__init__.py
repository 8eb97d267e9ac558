"""Extract: sentences -> quantities, observations, citations, keywords.

Three steps: the figures and citations of each report, its word counts, and the keywords of each place's reports, which
need the year before and the whole corpus' vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from pipeline.extract import vocabulary
from pipeline.extract.absences import ABSENCE_FILES, check_absences, read_absences
from pipeline.extract.citations import check_citations, read_citations
from pipeline.extract.columns import ByReport
from pipeline.extract.coverage import read_coverage
from pipeline.extract.indicators_carry import carry_names
from pipeline.extract.indicators_check import check_indicators
from pipeline.extract.keywords import (
    Other,
    Terms,
    against_peers,
    chars_of,
    check_word_lists,
    count_terms,
    counts_in,
    keywords,
    peer_group,
    year_before,
)
from pipeline.extract.observations import outside_glossaries, read_observations
from pipeline.extract.quantities import QUANTITY_FILES, check_quantities, read_quantities
from pipeline.extract.tables import read_tables, with_cells
from pipeline.extract.tables_check import check_tables
from pipeline.profiles import Profile
from pipeline.stage import Context, Step
from pipeline.store import region_key, shard_of
from pipeline.tables import Tables, frame, from_arrays

FIGURES = ("quantities", "absences", "observations", "coverage", "citations")
REPORT = ("report_id", "profile", "region_code", "region", "level", "text")
"""The columns of a report that its figures depend on, besides the year."""
PARTS = {
    "sentences": ("sentence_id", "section_id", "start", "end"),
    "sections": ("heading", "heading_end", "start", "end"),
    "topics": ("section_id", "role"),
    "passages": ("start", "end", "role"),
}
"""The columns of a report's parts that figures are read with."""


def check(profile: Profile) -> list[str]:
    """Complaints about the profile files that this stage reads: entries that fail their own examples."""
    checks = (check_quantities, check_absences, check_indicators, check_tables, check_citations, check_word_lists)
    return [complaint for one in checks for complaint in one(profile)]


# --- figures and citations of each report ---------------------------------------------------------------------------


def run_figures(tables: Tables, context: Context) -> Tables:
    """Quantities, nil results, observations, coverage and citations of each report."""
    made: dict[str, list[dict[str, Any]]] = {name: [] for name in FIGURES}
    parts = {name: ByReport(tables[name], columns) for name, columns in PARTS.items()}
    for report in _records(tables["reports"], REPORT):
        profile = context.profiles[report["profile"]]
        sentences, sections, topics, passages = (part.of(report["report_id"]) for part in parts.values())
        quantities = read_quantities(report, sentences, sections, topics, profile, passages)
        carry_names(quantities, report["text"], profile)
        quantities = with_cells(quantities, read_tables(report, sentences, profile))
        told = outside_glossaries(quantities, sections, profile)
        spans = dict(zip(sentences["sentence_id"], zip(sentences["start"], sentences["end"], strict=True), strict=True))
        observations = read_observations(report, told, spans, profile)
        made["quantities"] += quantities
        made["absences"] += read_absences(report, sentences, topics, profile)
        made["observations"] += observations
        made["coverage"] += read_coverage(report["report_id"], report["text"], observations, profile)
        made["citations"] += read_citations(report["report_id"], report["text"], profile)
    return {name: frame(name, rows) for name, rows in made.items()}


def _records(reports: pd.DataFrame, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    values = {column: reports[column].tolist() for column in columns}
    values["year"] = [None if pd.isna(year) else int(year) for year in reports["year"]]
    return (dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True))


# --- word counts of each report -------------------------------------------------------------------------------------


def run_terms(tables: Tables, context: Context) -> Tables:
    """Words and themed phrases of each report, counted."""
    words = {report_id: group["words"] for report_id, group in tables["sentences"].groupby("report_id", sort=False)}
    reports = tables["reports"]
    owners: list[str] = []
    pairs: list[tuple[str, str]] = []
    counts: list[int] = []
    for report_id, profile, text in zip(reports["report_id"], reports["profile"], reports["text"], strict=True):
        found = count_terms(text, words.get(report_id, ()), context.profiles[profile])
        owners += [report_id] * len(found)
        pairs += found
        counts += found.values()
    terms, themes = zip(*pairs, strict=True) if pairs else ((), ())
    columns = {"report_id": owners, "term": terms, "theme": themes}
    strings = {name: np.array(values, dtype=object) for name, values in columns.items()}
    return {"terms": from_arrays("terms", {**strings, "count": np.array(counts, np.int64)})}


def _by_report(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {str(report_id): group for report_id, group in rows.groupby("report_id", sort=False)}


# --- keywords of each place's reports -------------------------------------------------------------------------------

PLACED = ("report_id", "profile", "region_code", "region", "level", "parent_code", "text")


def survey_terms(tables: Tables, context: Context) -> list[vocabulary.Report]:
    """What the corpus takes in of one shard's reports."""
    rows = _by_report(tables["terms"])
    return [
        vocabulary.report_of(
            shard_of(region_key(report["region_code"], report["region"])),
            report["profile"],
            peer_group(report["parent_code"], report["level"], report["year"]),
            report["year"],
            report["report_id"],
            chars_of(report["text"]),
            _terms(rows.get(report["report_id"])).by_term,
        )
        for report in _records(tables["reports"], PLACED)
    ]


def merge_terms(found: Sequence[list[vocabulary.Report]], context: Context) -> dict[str, Any]:
    """The whole corpus' vocabulary."""
    return vocabulary.merge(report for shard in found for report in shard)


def run_keywords(tables: Tables, context: Context) -> Tables:
    """Terms of each report with their weights, against the same place's year before and against its peers."""
    rows, reports = _by_report(tables["terms"]), tables["reports"]
    before = year_before(reports)
    chars = {report_id: chars_of(text) for report_id, text in zip(reports["report_id"], reports["text"], strict=True)}
    terms = {report_id: _terms(rows.get(report_id)) for report_id in reports["report_id"]}
    placed = _records(reports, PLACED)
    groups = {r["report_id"]: peer_group(r["parent_code"], r["level"], r["year"]) for r in placed}
    made: list[dict[str, Any]] = []
    for report_id, profile in zip(reports["report_id"], reports["profile"], strict=True):
        if report_id not in rows:
            continue
        known = (context.corpus or {}).get(profile, vocabulary.EMPTY)
        mine, old = terms[report_id], before.get(report_id)
        earlier = Other(counts_in(terms[old], mine), chars[old]) if old else None
        own = [other for other, group in groups.items() if group and group == groups[report_id]]
        peers = known.peers.get(groups[report_id])
        others = against_peers(peers, mine, [(terms[o], chars[o]) for o in own]) if peers else None
        given = rows[report_id]
        made.append({
            **{column: given[column].to_numpy() for column in ("report_id", "term", "theme", "count")},
            **keywords(mine, chars[report_id], earlier, others, known),
        })  # fmt: skip
    columns = made[0] if made else {}
    return {"keywords": _joined({column: [part[column] for part in made] for column in columns})}


def _terms(rows: pd.DataFrame | None) -> Terms:
    """A report's rows of the table ``terms`` as arrays."""
    if rows is None:
        return Terms(np.empty(0, np.uint64), np.empty(0, np.int64), {})
    words, counts = rows["term"].tolist(), rows["count"].to_numpy()
    return Terms(vocabulary.hashes(words), counts, dict(zip(words, counts.tolist(), strict=True)))


def _joined(columns: dict[str, list[np.ndarray]]) -> pd.DataFrame:
    if not columns:
        return frame("keywords")
    whole = {name: np.concatenate(parts) for name, parts in columns.items()}
    years = {y: pd.arrays.IntegerArray(whole[y], whole[y] == 0) for y in ("first_seen", "peak", "last_seen")}
    return from_arrays("keywords", {**whole, **years})


STEPS: tuple[Step, ...] = (
    Step(
        "extract.figures",
        reads=("reports", "sections", "topics", "passages", "sentences"),
        writes=FIGURES,
        run=run_figures,
        without=("sentences.words",),
        files=tuple(dict.fromkeys((*QUANTITY_FILES, *ABSENCE_FILES, "indicators", "tables", "citations"))),
    ),
    Step(
        "extract.terms",
        reads=("reports", "sentences"),
        writes=("terms",),
        run=run_terms,
        files=("themes/", "stopwords"),
    ),
    Step(
        "extract.keywords",
        reads=("reports", "terms"),
        writes=("keywords",),
        per="region",
        run=run_keywords,
        survey=survey_terms,
        merge=merge_terms,
        select=vocabulary.select,
    ),
)
