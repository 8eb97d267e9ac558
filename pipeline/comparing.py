"""``pipeline compare A B …``: any reports of the corpus, or any files, on one page: two side by side, more as a table."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import profiles
from pipeline.alignment_page import alignment_page, wide
from pipeline.diff.alignment import alignment
from pipeline.diff.document import documents
from pipeline.diff.pairs import READS
from pipeline.diff.pairs import compare as compared
from pipeline.intake import ingest_folder
from pipeline.publish.corpus import Corpus, nothing
from pipeline.publish.exports.document import pair_docx
from pipeline.publish.site import pair_page
from pipeline.runs import run_stage, settings_of
from pipeline.store import Store
from pipeline.tables import Tables
from pipeline.workers import workers

NEEDED = ("segment", "classify", "extract")


class NotComparable(ValueError):
    """A name that stands for no report or for several; the message says which there are."""


def compare(a: str, b: str, out: Path, segmenter: str, word: bool = False) -> tuple[str, bytes]:
    """The page, or the Word document, that sets two reports side by side: (file name, bytes).

    ``a`` and ``b`` are both files, or both reports of the corpus in ``out`` (id, file name, or "place year").
    Raises :class:`NotComparable`.
    """
    with _reports((a, b), out, segmenter) as (store, (first, second)):
        return _page(store, first, second, word)


def compare_many(names: Sequence[str], out: Path, segmenter: str, csv: bool = False) -> tuple[str, bytes]:
    """Three reports or more as an alignment table, a page or CSV: (file name, bytes).

    ``names`` as in :func:`compare`; columns stand in the order given. Raises :class:`NotComparable`.
    """
    with _reports(names, out, segmenter) as (store, ids):
        tables: Tables = {name: store.read(name) for name in READS}
        ready = documents(tables, profiles.load_all(), ids)
        reports = tables["reports"].set_index("report_id").loc[list(ids)]
        heads = [f"{r.region} {'' if pd.isna(r.year) else int(r.year)}".strip() for r in reports.itertuples()]
        table = alignment([ready[report_id] for report_id in ids])
        made = wide(table, ids, heads)
        if csv:
            return "alignment.csv", made.to_csv(index=False).encode("utf-8-sig")
        return "alignment.html", alignment_page(table, ids, heads).encode()


@contextmanager
def _reports(names: Sequence[str], out: Path, segmenter: str) -> Iterator[tuple[Store, tuple[str, ...]]]:
    """The store that holds the reports that are named, and their ids; files are read into a store of their own."""
    if all(Path(name).is_file() for name in names):
        with tempfile.TemporaryDirectory(prefix="duizhao-") as folder:
            yield _from_files([Path(name) for name in names], Path(folder), segmenter)
        return
    store = Store(out)
    reports = store.read("reports")
    if reports.empty:
        said = " 和 ".join(names)
        raise NotComparable(
            f"{said} 不都是文件，{out} 中也没有报告 / not files, and no reports in {out}: 先运行 make all"
        )
    yield store, tuple(_found(name, reports) for name in names)


def _found(name: str, reports: pd.DataFrame) -> str:
    stems = reports["source"].map(lambda s: Path(s).stem)
    years = reports["year"].map(lambda y: "" if pd.isna(y) else str(int(y)))
    hit = reports[(reports["report_id"] == name) | (reports["source"] == name) | (stems == name)
                  | (reports["region"] + " " + years == name) | (reports["region"] + years == name)]  # fmt: skip
    if len(hit) != 1:
        among = hit if len(hit) else reports
        some = "、".join(f"{r.region} {r.year}（{r.report_id}）" for r in among.head(8).itertuples())
        word = "不止一份报告 / several reports" if len(hit) else "没有这份报告 / no such report"
        raise NotComparable(f"{name}：{word}；有 / there are: {some}{' …' if len(among) > 8 else ''}")
    return str(hit["report_id"].iloc[0])


def _from_files(paths: Sequence[Path], folder: Path, segmenter: str) -> tuple[Store, tuple[str, ...]]:
    raw, settings = folder / "raw", settings_of(folder / "out", segmenter)
    for side, path in enumerate(paths):
        (raw / str(side)).mkdir(parents=True)
        shutil.copyfile(path, raw / str(side) / path.name)
    store = Store(settings.out)
    with workers() as mapper:
        ingest_folder(raw, settings, mapper)
        ids = {r.source.split("/")[0]: r.report_id for r in store.read("reports").itertuples()}
        for side, path in enumerate(paths):
            if str(side) not in ids:
                raise NotComparable(f"{path}：{_reason(store, str(side))}")
        for stage in NEEDED:
            run_stage(stage, settings, mapper)
    return store, tuple(ids[str(side)] for side in range(len(paths)))


def _reason(store: Store, side: str) -> str:
    rejected = store.read("rejected")
    mine = rejected[rejected["source"].str.startswith(f"{side}/")]
    return " ".join(mine[["reason", "detail"]].iloc[0]) if len(mine) else "未能读出报告 / no report could be read"


def _page(store: Store, a: str, b: str, word: bool) -> tuple[str, bytes]:
    tables: Tables = {name: store.read(name) for name in ("reports", "sections", "items", "topics", "sentences", "quantities",
                                                          "observations", "problems")}  # fmt: skip
    known = profiles.load_all()
    made = compared(_only(tables, a), _only(tables, b), known)

    def read(table: str) -> pd.DataFrame:
        return made[table] if table in made else tables[table] if table in tables else store.read(table)

    corpus = Corpus(read, known, nothing)
    row: dict[str, Any] = {str(k): v for k, v in made["pairs"].iloc[0].to_dict().items()}
    return (
        (f"{a}~{b}.docx", pair_docx(corpus, row)) if word else (f"{a}~{b}.html", pair_page(corpus, row, alone=True)[1])
    )


def _only(tables: Tables, report_id: str) -> Tables:
    return {name: rows[rows["report_id"] == report_id].reset_index(drop=True) for name, rows in tables.items()}
