"""``pipeline page WHAT``: the pages of a place, a report, a pair or an indicator, made when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from pipeline import profiles
from pipeline.publish.corpus import Corpus
from pipeline.publish.ondemand import Wanted, files, wanted_by
from pipeline.store import Store

KEYS = ("report_id", "a_report", "b_report", "other_report_id")
WHOLE = ("reports", "pairs", "observations", "rejected")
SIDES = ("pairs", "links", "reuse", "findings")
KINDS = ("region", "report", "pair", "indicator")


class NoSuchPage(ValueError):
    """A name that stands for no place, report, pair or indicator; the message says what does."""


def page(names: Sequence[str], out: Path) -> list[Path]:
    """Make the pages that the names ask for in OUT/site; the first page of each name. Raises :class:`NoSuchPage`."""
    store, known = Store(out), profiles.load_all()
    reports, pairs, stated = (store.read(table) for table in ("reports", "pairs", "observations"))
    first, wanted = [], Wanted()
    for name in names:
        mine = wanted_by(name, reports, pairs, stated, known)
        if not mine.names():
            raise NoSuchPage(_refusal(name, reports, out))
        first.append(store.folder / "site" / f"{mine.names()[0]}.html")
        for kind in ("regions", "reports", "pairs", "indicators"):
            setattr(wanted, kind, list(dict.fromkeys([*getattr(wanted, kind), *getattr(mine, kind)])))
    there = made_before(store)
    now = {*there, *wanted.names(), "index"}
    corpus = Corpus(_reader(store, wanted), known, made=now.__contains__)
    for path, data in files(corpus, wanted, there):
        store.write_product(path, data)
    return first


def made_before(store: Store) -> list[str]:
    """Names of the pages of places, reports, pairs and indicators that are in the site."""
    site = store.folder / "site"
    return sorted(
        p.relative_to(site).with_suffix("").as_posix() for kind in KINDS for p in (site / kind).glob("*.html")
    )


def _reader(store: Store, wanted: Wanted) -> Callable[[str], pd.DataFrame]:
    """Reads of the long tables only the rows that the pages show."""
    ids = set(wanted.reports)
    slugs = set(wanted.regions)

    @cache
    def read(table: str) -> pd.DataFrame:
        if table in WHOLE:
            return store.read(table)
        if table == "changes":
            return store.among(table, {"pair_id": set(wanted.pairs)})
        if table == "sentences":
            return store.among(table, {"report_id": ids | others()})
        if table == "coverage" and wanted.indicators:
            return store.read(table)
        return store.among(table, dict.fromkeys(KEYS, ids))

    def others() -> set[str]:
        found = {str(i) for t in SIDES if t != "pairs" for c in KEYS if c in read(t) for i in read(t)[c].dropna()}
        return found if slugs else set()

    return read


def _refusal(name: str, reports: pd.DataFrame, out: Path) -> str:
    some = "、".join(f"{r.region} {r.year}" for r in reports.head(6).itertuples())
    return (f"{name}：不是地区、报告、对照或指标 / no such place, report, pair or indicator in {out}；"
            f"例如 / such as: {some}；对照写作 / a pair: 甲~乙；未配对的两份报告用 compare / others: compare A B")  # fmt: skip


def lines(paths: list[Path]) -> Iterator[str]:
    """What the command says of the pages it made."""
    for path in paths:
        yield f"已写入 / written: {path}"
