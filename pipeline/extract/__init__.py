"""Extract: sentences -> quantities, observations, citations, keywords.

Three steps: the figures and citations of each report, its word counts, and the keywords of each place's reports, which
need the year before and the whole corpus' vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.arrow import coded, spelled
from pipeline.extract import vocabulary
from pipeline.extract.absences import ABSENCE_FILES, check_absences, read_absences
from pipeline.extract.citations import check_citations, read_citations
from pipeline.extract.columns import ByReport
from pipeline.extract.coverage import read_coverage
from pipeline.extract.indicators_carry import carry_names
from pipeline.extract.indicators_check import check_indicators
from pipeline.extract.keywords import Place, Uses, keywords, peer_group, years_before
from pipeline.extract.observations import outside_glossaries, read_observations
from pipeline.extract.quantities import QUANTITY_FILES, check_quantities, read_quantities
from pipeline.extract.tables import read_tables, with_cells
from pipeline.extract.tables_check import check_tables
from pipeline.extract.terms import chars_of, check_word_lists, count_terms
from pipeline.extract.vocabulary_parts import Member, Part, hashes
from pipeline.profiles import Profile
from pipeline.stage import Context, Step
from pipeline.store import region_key
from pipeline.tables import TABLES, Tables, frame, from_arrays

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
    made: dict[str, list[dict[str, Any]]] = {name: [] for name in FIGURES if name != "coverage"}
    coverage: dict[str, list[Any]] = {}
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
        for column, values in read_coverage(report["report_id"], report["text"], observations, profile).items():
            coverage.setdefault(column, []).extend(values)
        made["citations"] += read_citations(report["report_id"], report["text"], profile)
    return {
        "coverage": _of_lists("coverage", coverage),
        **{name: frame(name, rows, arrow=True) for name, rows in made.items()},
    }


def _of_lists(name: str, columns: Mapping[str, list[Any]]) -> pd.DataFrame:
    return from_arrays(name, {c: np.array(values, object) for c, values in columns.items()}) if columns else frame(name)


def _records(reports: pd.DataFrame, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    values = {column: reports[column].tolist() for column in columns}
    values["year"] = [None if pd.isna(year) else int(year) for year in reports["year"]]
    return (dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True))


# --- word counts of each report -------------------------------------------------------------------------------------


def run_terms(tables: Tables, context: Context) -> Tables:
    """Words and themed phrases of each report, counted."""
    reports, sentences = tables["reports"], tables["sentences"]
    words, made = coded(sentences["words"]), []
    for profile, mine in reports.groupby("profile", sort=False):
        ids = mine["report_id"].to_numpy(dtype=object)
        owners = pd.Index(ids).get_indexer(sentences["report_id"])
        found = count_terms(mine["text"].tolist(), words, owners, context.profiles[str(profile)])
        themes, theme = np.unique(np.array(found.themes, object), return_inverse=True)
        columns = {"report_id": spelled(ids, found.reports), "term": spelled(found.terms, found.numbers),
                   "theme": spelled(themes, theme[found.numbers]), "count": found.counts}  # fmt: skip
        made.append(from_arrays("terms", columns))
    return {"terms": pd.concat(made, ignore_index=True) if made else frame("terms")}


# --- keywords of each place's reports -------------------------------------------------------------------------------

PLACED = ("report_id", "profile", "region_code", "region", "level", "parent_code", "text")
"""The columns of a report that its keywords depend on, besides the year."""


def survey_terms(tables: Tables, context: Context) -> list[Part]:
    """What the corpus takes in of one shard's reports."""
    reports, rows = list(_records(tables["reports"], PLACED)), _Rows.of(tables["terms"])
    alike: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for report in reports:
        shard = context.shard_of(region_key(report["region_code"], report["region"]))
        alike.setdefault((shard, report["profile"]), []).append(report)
    return [
        vocabulary.survey(shard, profile, [_member(report) for report in mine], owners, rows.hashes[terms], counts)
        for (shard, profile), mine in alike.items()
        for _, owners, terms, counts in [rows.taken(_ids(mine))]
    ]


def merge_terms(found: Sequence[list[Part]], context: Context) -> dict[str, vocabulary.Whole]:
    """The whole corpus' vocabulary."""
    return vocabulary.merge(part for shard in found for part in shard)


def run_keywords(tables: Tables, context: Context) -> Tables:
    """Terms of each report with their weights, against the same place's year before and against its peers."""
    rows, made = _Rows.of(tables["terms"]), []
    alike: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for report in _records(tables["reports"], PLACED):
        alike.setdefault((report["profile"], region_key(report["region_code"], report["region"])), []).append(report)
    for (profile, _), mine in alike.items():
        members = [_member(report) for report in mine]
        at, owners, terms, counts = rows.taken(_ids(mine))
        used = np.flatnonzero(np.bincount(terms, minlength=len(rows.hashes)))
        which = np.searchsorted(used, terms)
        place = Place(
            years_before(_ids(mine), [member.year for member in members]),
            [member.group for member in members],
            np.array([member.chars for member in members], np.int64),
        )
        known = (context.corpus or {}).get(profile, vocabulary.EMPTY)
        made.append((at, keywords(Uses(owners, which, counts, rows.hashes[used]), place, known)))
    return {"keywords": _joined(tables["terms"], made)}


def _ids(reports: Sequence[dict[str, Any]]) -> list[str]:
    return [report["report_id"] for report in reports]


def _member(report: dict[str, Any]) -> Member:
    group = peer_group(report["parent_code"], report["level"], report["year"])
    return Member(report["report_id"], group, report["year"], chars_of(report["text"]))


@dataclass(frozen=True)
class _Rows:
    """The table ``terms`` as arrays, a number for a term and a hash for each number, and where each report's rows stand."""

    hashes: np.ndarray
    terms: np.ndarray
    counts: np.ndarray
    places: Mapping[str, np.ndarray]

    @classmethod
    def of(cls, terms: pd.DataFrame) -> _Rows:
        said = coded(terms["term"])
        reports, ids = pd.factorize(terms["report_id"].to_numpy(dtype=object))
        order = np.argsort(reports, kind="stable")
        edges = np.searchsorted(reports[order], np.arange(1, len(ids)))
        places = dict(zip(ids, np.split(order, edges), strict=True)) if len(ids) else {}
        return cls(hashes(said.values), said.numbers, terms["count"].to_numpy(), places)

    def taken(self, ids: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """The rows of some reports, in their order: where they stand, whose they are (by place), terms, counts."""
        found = [self.places.get(i, np.empty(0, np.int64)) for i in ids]
        at = np.concatenate(found)
        return at, np.repeat(np.arange(len(ids)), [len(one) for one in found]), self.terms[at], self.counts[at]


def _joined(terms: pd.DataFrame, made: Sequence[tuple[np.ndarray, dict[str, np.ndarray]]]) -> pd.DataFrame:
    """The rows of ``terms`` with what was made for them, in their order."""
    if not len(terms):
        return frame("keywords")
    order = np.argsort(np.concatenate([at for at, _ in made]), kind="stable")
    columns = {name: np.concatenate([found[name] for _, found in made])[order] for name in made[0][1]}
    years = {y: pd.arrays.IntegerArray(columns[y], columns[y] == 0) for y in ("first_seen", "peak", "last_seen")}
    given = {column: terms[column].array for column in ("report_id", "term", "theme", "count")}
    return from_arrays("keywords", {**given, **columns, **years})


def _all_but(table: str, *columns: str) -> tuple[str, ...]:
    """The other columns of a table, for a step that is given these; of reports always the source, by which failures are told."""
    return tuple(f"{table}.{c.name}" for c in TABLES[table].columns if c.name not in columns)


STEPS: tuple[Step, ...] = (
    Step(
        "extract.figures",
        reads=("reports", "sections", "topics", "passages", "sentences"),
        writes=FIGURES,
        run=run_figures,
        without=(
            *_all_but("reports", "source", "year", *REPORT),
            *(c for table, columns in PARTS.items() for c in _all_but(table, "report_id", *columns)),
        ),
        files=tuple(dict.fromkeys((*QUANTITY_FILES, *ABSENCE_FILES, "indicators", "tables", "citations"))),
    ),
    Step(
        "extract.terms",
        reads=("reports", "sentences"),
        writes=("terms",),
        run=run_terms,
        without=(
            *_all_but("reports", "report_id", "source", "profile", "text"),
            *_all_but("sentences", "report_id", "words"),
        ),
        coded=("sentences.words",),
        files=("themes/", "stopwords"),
    ),
    Step(
        "extract.keywords",
        reads=("reports", "terms"),
        writes=("keywords",),
        per="region",
        run=run_keywords,
        without=_all_but("reports", "source", *PLACED, "year"),
        coded=("terms.term", "terms.theme"),
        survey=survey_terms,
        merge=merge_terms,
        select=vocabulary.select,
    ),
)
