"""Which charts a corpus gets, and on which pages they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import pandas as pd
from matplotlib.figure import Figure

from pipeline.publish import charts
from pipeline.publish.corpus import Corpus, Row, present, region_slug

MOST_MULTIPLES = 12
MOST_IN_HEAT = 40
MOST_MOVED = 15
MOST_TERMS = 25
FEWEST_RANKED = 4
"""Fewer places than this are read off the lines; a ranking of three says nothing more."""


@dataclass(frozen=True)
class Plate:
    """A chart to be drawn: its file name (below charts/, without ending), the page it stands on, its title."""

    name: str
    page: str
    title: str
    draw: Callable[[], Figure]


def plates(corpus: Corpus) -> Iterator[Plate]:
    """Every chart of the corpus that has something to show."""
    yield from _indicator_plates(corpus)
    yield from _rank_plates(corpus)
    yield from _region_plates(corpus)
    yield from _change_plates(corpus)
    yield from _similarity_plates(corpus)
    yield from _term_plates(corpus)


def _own_year(corpus: Corpus) -> pd.DataFrame:
    """Observations with a year, of levels, shares and changes (no targets)."""
    table = corpus.read("observations")
    return table[table["ref_year"].notna() & table["measure"].isin(["level", "share", "change"])]


def _indicator_plates(corpus: Corpus) -> Iterator[Plate]:
    for (profile, key, measure, unit), rows in _own_year(corpus).groupby(
        ["profile", "indicator", "measure", "unit"], sort=True
    ):
        if measure == "change" or rows["ref_year"].nunique() < 2:
            continue
        name = corpus.indicators(profile).get(key, {}).get("name", key)
        years = f"{rows['ref_year'].min()}–{rows['ref_year'].max()}"
        title = f"{name}，{years}（{rows['region'].nunique()} 个地区）"
        number = "" if len(rows) == len(_same(corpus, profile, key, measure)) else f"-{unit}"
        yield Plate(f"indicator-{profile}-{key}-{measure}{_safe(number)}", f"indicator/{profile}-{key}", title,
                    partial(charts.indicator_lines, rows, title, unit))  # fmt: skip


def _same(corpus: Corpus, profile: str, key: str, measure: str) -> pd.DataFrame:
    table = _own_year(corpus)
    return table[(table["profile"] == profile) & (table["indicator"] == key) & (table["measure"] == measure)]


def _safe(text: str) -> str:
    """A unit as part of a file name."""
    return text.replace("/", "每").replace("%", "百分比")


def _rank_plates(corpus: Corpus) -> Iterator[Plate]:
    """Places of one level in the last year that enough of them state, and how they moved since the year before."""
    table = _own_year(corpus)
    table = table[table["measure"] != "change"].drop_duplicates(
        ["profile", "indicator", "measure", "unit", "region", "ref_year"]
    )
    table = table.assign(level=table["report_id"].map({i: r["level"] for i, r in corpus.reports.items()}))
    for (profile, key, measure, unit), rows in table.groupby(["profile", "indicator", "measure", "unit"], sort=True):
        rows = rows[rows["level"] == rows["level"].mode().iloc[0]]  # a city is no peer of its districts
        stated = rows.groupby("ref_year")["region"].nunique().loc[lambda n: n >= FEWEST_RANKED]
        if stated.empty:
            continue
        year, page = int(stated.index.max()), f"indicator/{profile}-{key}"
        name = f"{profile}-{key}-{measure}-{_safe(unit)}"
        label = corpus.indicators(profile).get(key, {}).get("name", key)
        now = rows[rows["ref_year"] == year]
        title = f"{label}，{year} 年各地排序"
        silent = pd.DataFrame({"region": sorted(set(rows["region"]) - set(now["region"]))})
        yield Plate(f"ranked-{name}", page, title, partial(charts.ranked_bars, pd.concat([now, silent]), title, unit))
        before = rows[rows["ref_year"] == year - 1].set_index("region")["value"]
        both = pd.DataFrame(
            {"name": now["region"], "after": now["value"], "before": now["region"].map(before)}
        ).dropna()
        if len(both) >= FEWEST_RANKED:
            title = f"{label}，{year - 1} 年到 {year} 年"
            yield Plate(
                f"slope-{name}", page, title, partial(charts.slope, both, str(year - 1), str(year), title, unit)
            )


def _change_plates(corpus: Corpus) -> Iterator[Plate]:
    """What moved between a place's last two reports: its figures, its words."""
    pairs = [r for r in corpus.read("pairs").to_dict("records") if r["relation"] == "year"]
    last = {(corpus.reports[r["b_report"]]["profile"], region_slug(corpus.reports[r["b_report"]])): r for r in pairs}
    for (profile, slug), pair in last.items():
        a, b = (corpus.reports[pair[side]] for side in ("a_report", "b_report"))
        values = _own_levels(corpus, a, b)
        if len(values) > 1:
            title = f"{b['region']}：{corpus.genre(profile)} {a['year']} 年到 {b['year']} 年变动最大的数字"
            yield Plate(f"region-{slug}-{profile}-change", f"region/{slug}", title,
                        partial(charts.dumbbell, values, str(a["year"]), str(b["year"]), title))  # fmt: skip
        words = pd.DataFrame(corpus.rows("keywords", b["report_id"]), columns=["term", "keyness"])
        if words["keyness"].notna().any():
            title = f"{b['region']}：{corpus.genre(profile)} {a['year']} 年与 {b['year']} 年各自偏重的词"
            yield Plate(f"region-{slug}-{profile}-words", f"region/{slug}", title,
                        partial(charts.keyness_bars, words, str(a["year"]), str(b["year"]), title))  # fmt: skip


def _own_levels(corpus: Corpus, a: Row, b: Row) -> pd.DataFrame:
    """Levels that two reports state of their own years: name, before, after; those that moved most."""
    names = {key: entry["name"] for key, entry in corpus.indicators(b["profile"]).items()}
    sides = []
    for report in (a, b):
        rows = pd.DataFrame(
            corpus.rows("observations", report["report_id"]),
            columns=["indicator", "measure", "unit", "ref_year", "value"],
        )
        rows = rows[(rows["measure"] == "level") & (rows["ref_year"] == report["year"]) & rows["indicator"].isin(names)]
        sides.append(rows.drop_duplicates("indicator").set_index(["indicator", "unit"])["value"].astype(float))
    both = pd.concat(sides, axis=1, keys=["before", "after"], join="inner").query("before != 0 and before != after")
    both = both.assign(size=(both["after"] / both["before"] - 1).abs()).nlargest(MOST_MOVED, "size").reset_index()
    return both.assign(name=both["indicator"].map(names))[["name", "before", "after"]]


def _region_plates(corpus: Corpus) -> Iterator[Plate]:
    observations, shares = _own_year(corpus), corpus.read("topic_shares")
    places = {(r["profile"], r["region"]): region_slug(r) for r in corpus.reports.values()}
    for (profile, region), slug in places.items():
        named = corpus.genre(profile)
        rows = observations[
            (observations["region"] == region)
            & (observations["profile"] == profile)
            & (observations["measure"] == "level")
        ]
        often = rows.groupby("indicator")["ref_year"].nunique().loc[lambda n: n > 1]
        names = {k: e["name"] for k, e in corpus.indicators(profile).items() if k in often.index}
        names = {k: names[k] for k in often.sort_values(ascending=False, kind="stable").index if k in names}
        names = dict(list(names.items())[:MOST_MULTIPLES])
        if names:
            usual = rows.groupby("indicator")["unit"].agg(lambda units: units.mode().iloc[0])
            first = rows[rows["unit"] == rows["indicator"].map(usual)].drop_duplicates(["indicator", "ref_year"])
            title = f"{region}：{named}各项指标的变化"
            yield Plate(f"region-{slug}-{profile}-figures", f"region/{slug}", title,
                        partial(charts.small_multiples, first, names, title))  # fmt: skip
        mine = shares[(shares["region"] == region) & (shares["profile"] == profile) & (shares["topic"] != "none")]
        if mine["year"].nunique() > 1:
            topics = {code: corpus.topic(profile, code) for code in corpus.topics(profile)}
            title = f"{region}：{named}写了什么"
            yield Plate(f"region-{slug}-{profile}-topics", f"region/{slug}", title,
                        partial(charts.topic_heat, mine, topics, title))  # fmt: skip


def _similarity_plates(corpus: Corpus) -> Iterator[Plate]:
    pairs = corpus.read("pairs")
    for relation, words in (("year", "相邻年份"), ("peer", "同级地区")):
        mine = pairs[pairs["relation"] == relation]
        ids = [i for i in corpus.reports if i in set(mine["a_report"]) | set(mine["b_report"])]
        if 2 < len(ids) <= MOST_IN_HEAT:
            labels = {i: corpus.name(i) for i in ids}
            matrix = pd.DataFrame(float("nan"), index=ids, columns=ids)
            for a, b, value in mine[["a_report", "b_report", "cosine"]].itertuples(index=False):
                matrix.loc[a, b] = matrix.loc[b, a] = value
            matrix = matrix.rename(index=labels, columns=labels)
            title = f"{words}报告的余弦相似度"
            yield Plate(f"similarity-{relation}", "index", title, partial(charts.similarity_heat, matrix, title))


def _term_plates(corpus: Corpus) -> Iterator[Plate]:
    keywords = corpus.read("keywords")
    years = {i: r["year"] for i, r in corpus.reports.items() if present(r["year"])}
    profiles = {i: r["profile"] for i, r in corpus.reports.items()}
    data = keywords.assign(year=keywords["report_id"].map(years), profile=keywords["report_id"].map(profiles))
    for profile, rows in data[data["theme"] != ""].groupby("profile", sort=True):
        rates = (
            rows.groupby(["term", "year"], as_index=False)["per_10k_chars"]
            .mean()
            .rename(columns={"per_10k_chars": "rate"})
        )
        spread = rates.groupby("term")["rate"].agg(["std", "size"]).query("size > 1").nlargest(MOST_TERMS, "std").index
        if len(spread) and rates["year"].nunique() > 1:
            risen = rates[rates["term"].isin(spread)]
            title = f"{corpus.profiles[profile].name}：词语的兴起与消退"
            yield Plate(f"terms-{profile}", "index", title,
                        partial(charts.term_lifelines, risen, title))  # fmt: skip
