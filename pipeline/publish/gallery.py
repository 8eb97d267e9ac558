"""Which charts a corpus gets, and on which pages they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from pipeline.publish import charts, titles
from pipeline.publish.corpus import Both, Corpus, Row, present, region_slug
from pipeline.publish.pages.reuse import edges

MOST_MULTIPLES = 12
MOST_IN_HEAT = 40
MOST_MOVED = 15
MOST_TERMS = 25
MOST_IN_NETWORK = 24
FEWEST_YEARS = 3
"""Of one place, fewer years than this make no line; the page of the place shows them side by side."""
FEWEST_RANKED = 4
"""Fewer places than this are read off the lines; a ranking of three says nothing more."""


@dataclass(frozen=True)
class Plate:
    """A chart to be drawn: its file name (below charts/, without ending), the page it stands on, its title, and how to
    draw it in either language."""

    name: str
    page: str
    title: Both
    draw: Callable[[], Figure]
    draw_en: Callable[[], Figure]


def _plate(name: str, page: str, title: Both, chart: Callable[..., Figure], *given: Any, **worded: Any) -> Plate:
    """A plate of a chart function; an argument that is a [Chinese, English] pair is given in the language drawn."""

    def bound(side: int) -> Callable[[], Figure]:
        return partial(chart, *(_side(g, side) for g in given), title=title[side], english=bool(side), **{k: _side(v, side) for k, v in worded.items()})  # fmt: skip

    return Plate(name, page, title, bound(0), bound(1))


def _side(value: Any, side: int) -> Any:
    if isinstance(value, dict):
        return {key: _side(one, side) for key, one in value.items()}
    return value[side] if isinstance(value, list) and len(value) == 2 else value


@dataclass(frozen=True)
class Gallery:
    """The charts of a corpus, by the page they stand on."""

    corpus: Corpus

    def plates(self) -> Iterator[Plate]:
        """Every chart of the corpus that has something to show."""
        for profile, key in sorted(set(map(tuple, self.observations[["profile", "indicator"]].to_numpy().tolist()))):
            yield from self.of_indicator(profile, key)
        for slug in dict.fromkeys(region_slug(r) for r in self.corpus.reports.values()):
            yield from self.of_region(slug)
        yield from self.of_corpus()

    def of_corpus(self) -> Iterator[Plate]:
        """The charts of the overview and of the page on reuse."""
        yield from self._similarity()
        yield from self._terms()
        yield from self._network()

    def of_few(self) -> Iterator[Plate]:
        """The charts of a corpus too large for the others."""
        yield from self._network()

    @cached_property
    def observations(self) -> pd.DataFrame:
        """Observations with a year, of levels, shares and changes (no targets); ``own``: said by that year's report."""
        table = self.corpus.read("observations")
        table = table[table["ref_year"].notna() & table["measure"].isin(["level", "share", "change"])]
        years = {i: r["year"] for i, r in self.corpus.reports.items() if present(r["year"])}
        levels = {i: r["level"] for i, r in self.corpus.reports.items()}
        return table.assign(own=table["report_id"].map(years) == table["ref_year"].astype(float), level=table["report_id"].map(levels))  # fmt: skip

    # --- an indicator -------------------------------------------------------------------------------------------

    def of_indicator(self, profile: str, key: str) -> Iterator[Plate]:
        """Lines over the years, the ranking of the last year, and how places moved since the year before."""
        table = self.observations
        table = table[
            (table["profile"] == profile) & (table["indicator"] == key) & (table["measure"].isin(["level", "share"]))
        ]
        name, page = self.corpus.indicator(profile, key), f"indicator/{profile}-{key}"
        for (measure, unit), rows in table.groupby(["measure", "unit"], sort=True):
            stem, shown = f"{profile}-{key}-{measure}-{_safe(unit)}", self.corpus.label("unit", unit)
            if rows["ref_year"].nunique() > (1 if rows["region"].nunique() > 1 else FEWEST_YEARS - 1):
                yield _plate(f"indicator-{stem}", page, titles.lines(name, rows), charts.indicator_lines, rows, unit=shown)  # fmt: skip
            yield from self._ranked(rows.sort_values("own", ascending=False, kind="stable"), stem, page, name, shown)

    def _ranked(self, rows: pd.DataFrame, stem: str, page: str, name: Both, unit: Both) -> Iterator[Plate]:
        rows = rows[rows["level"] == rows["level"].mode().iloc[0]]  # a city is no peer of its districts
        rows = rows.drop_duplicates(["region", "ref_year"])
        stated = rows.groupby("ref_year")["region"].nunique().loc[lambda n: n >= FEWEST_RANKED]
        if stated.empty:
            return
        year = int(stated.index.max())
        now = rows[rows["ref_year"] == year].reset_index(drop=True)
        silent = pd.DataFrame({"region": sorted(set(rows["region"]) - set(now["region"]))})
        yield _plate(f"ranked-{stem}", page, titles.ranking(name, year, now), charts.ranked_bars, pd.concat([now, silent]), unit=unit)  # fmt: skip
        before = rows[rows["ref_year"] == year - 1].set_index("region")["value"]
        both = pd.DataFrame({"name": now["region"], "after": now["value"], "before": now["region"].map(before)}).dropna()  # fmt: skip
        if len(both) >= FEWEST_RANKED:
            yield _plate(f"slope-{stem}", page, titles.slope(name, year - 1, year, both), charts.slope, both, str(year - 1), str(year), unit=unit)  # fmt: skip

    # --- a place ------------------------------------------------------------------------------------------------

    def of_region(self, slug: str) -> Iterator[Plate]:
        """Indicators over the years, topics by year, what moved between the last two reports."""
        reports = [r for r in self.corpus.reports.values() if region_slug(r) == slug]
        for profile in dict.fromkeys(r["profile"] for r in reports):
            mine = [r for r in reports if r["profile"] == profile]
            yield from self._multiples(slug, profile, mine[0]["region"], {r["report_id"] for r in mine})
            yield from self._topics(slug, profile, mine)
            pairs = [p for r in mine for p in self.corpus.rows("pairs", r["report_id"], "b_report") if p["relation"] == "year"]  # fmt: skip
            if pairs:
                yield from self._moved(slug, profile, pairs[-1])
            if present(mine[-1]["year"]):
                yield from self._among_peers(slug, profile, mine[-1])

    def _multiples(self, slug: str, profile: str, region: str, ids: set[str]) -> Iterator[Plate]:
        table = self.observations
        rows = table[table["report_id"].isin(ids) & (table["measure"] == "level")]
        often = rows.groupby("indicator")["ref_year"].nunique().loc[lambda n: n > 1].sort_values(ascending=False, kind="stable")  # fmt: skip
        if often.empty:
            return
        most = set(often.index[:MOST_MULTIPLES])
        names = {k: self.corpus.indicator(profile, k) for k in [*self.corpus.indicators(profile), *often.index] if k in most}  # fmt: skip
        usual = rows.groupby("indicator")["unit"].agg(lambda units: units.mode().iloc[0])
        shown = rows[rows["unit"] == rows["indicator"].map(usual)]
        units = shown.assign(unit=shown["unit"].map(lambda u: self.corpus.label("unit", u)[1]))
        title = titles.figures(region, self.corpus.genre(profile), len(names))
        yield _plate(f"region-{slug}-{profile}-figures", f"region/{slug}", title, charts.small_multiples, [shown, units], names)  # fmt: skip

    def _topics(self, slug: str, profile: str, reports: list[Row]) -> Iterator[Plate]:
        rows = pd.DataFrame([s for r in reports for s in self.corpus.rows("topic_shares", r["report_id"])], columns=["year", "topic", "share", "report_id"])  # fmt: skip
        rows = rows[(rows["topic"] != "none") & rows["year"].notna()]
        if rows["year"].nunique() < 2:
            return
        # two reports of one year (a yearly one and one of the term): their mean
        rows["share"] /= rows.groupby("year")["report_id"].transform("nunique")
        names = {code: self.corpus.topic(profile, code) for code in self.corpus.topics(profile)}
        title = titles.topics(reports[0]["region"], self.corpus.genre(profile), rows, names)
        yield _plate(f"region-{slug}-{profile}-topics", f"region/{slug}", title, charts.topic_heat, rows, names)

    def _moved(self, slug: str, profile: str, pair: Mapping[str, Any]) -> Iterator[Plate]:
        """What moved between a place's last two reports: its figures, its words."""
        a, b = (self.corpus.reports[pair[side]] for side in ("a_report", "b_report"))
        genre, page = self.corpus.genre(profile), f"region/{slug}"
        values = self._own_levels(a, b)
        if len(values) > 1:
            top = values["key"].iloc[0]
            title = titles.moved(b["region"], genre, a["year"], b["year"], values, self.corpus.indicator(profile, top))
            sides = [values.assign(name=values["key"].map(lambda k, s=s: self.corpus.indicator(profile, k)[s])) for s in (0, 1)]  # fmt: skip
            yield _plate(f"region-{slug}-{profile}-change", page, title, charts.dumbbell, sides, str(a["year"]), str(b["year"]))  # fmt: skip
        words = pd.DataFrame(self.corpus.rows("keywords", b["report_id"]), columns=["term", "keyness"])
        if words["keyness"].notna().any():
            title = titles.words(b["region"], genre, str(a["year"]), str(b["year"]), words)
            yield _plate(f"region-{slug}-{profile}-words", page, title, charts.keyness_bars, words, str(a["year"]), str(b["year"]))  # fmt: skip

    def _among_peers(self, slug: str, profile: str, report: Row) -> Iterator[Plate]:
        """The words that set a place's last report apart from those of its peers."""
        words = pd.DataFrame(self.corpus.rows("keywords", report["report_id"]), columns=["term", "peer_keyness"])
        words = words.rename(columns={"peer_keyness": "keyness"}).dropna()
        if len(words):
            title = titles.among_peers(report["region"], self.corpus.genre(profile), report["year"], words)
            yield _plate(f"region-{slug}-{profile}-peers", f"region/{slug}", title, charts.keyness_bars, words, ["同级各地", "its peers"], report["region"])  # fmt: skip

    def _own_levels(self, a: Row, b: Row) -> pd.DataFrame:
        """Levels that two reports state of their own years: key, before, after; what moved most first."""
        known, sides = self.corpus.indicators(b["profile"]), []
        for report in (a, b):
            columns = ["indicator", "measure", "unit", "ref_year", "value"]
            rows = pd.DataFrame(self.corpus.rows("observations", report["report_id"]), columns=columns)
            rows = rows[(rows["measure"] == "level") & (rows["ref_year"] == report["year"]) & rows["indicator"].isin(known)]  # fmt: skip
            sides.append(rows.drop_duplicates("indicator").set_index(["indicator", "unit"])["value"].astype(float))
        joined = pd.concat(sides, axis=1, keys=["before", "after"], join="inner").query(
            "before != 0 and before != after"
        )
        size = (joined["after"] / joined["before"] - 1).abs()
        joined = joined.assign(size=size).nlargest(MOST_MOVED, "size").reset_index()
        return joined.rename(columns={"indicator": "key"})[["key", "before", "after"]]

    # --- the corpus ---------------------------------------------------------------------------------------------

    def _similarity(self) -> Iterator[Plate]:
        pairs = self.corpus.read("pairs")
        for relation in ("year", "peer"):
            mine = pairs[pairs["relation"] == relation]
            paired = set(mine["a_report"]) | set(mine["b_report"])
            ids = [i for i in self.corpus.reports if i in paired]
            if 2 < len(ids) <= MOST_IN_HEAT:
                labels = {i: self.corpus.name(i) for i in ids}
                matrix = pd.DataFrame(float("nan"), index=ids, columns=ids)
                for a, b, value in mine[["a_report", "b_report", "cosine"]].itertuples(index=False):
                    matrix.loc[a, b] = matrix.loc[b, a] = value
                matrix = matrix.rename(index=labels, columns=labels)
                yield _plate(f"similarity-{relation}", "index", titles.similarity(relation, matrix), charts.similarity_heat, matrix)  # fmt: skip

    def _terms(self) -> Iterator[Plate]:
        keywords = self.corpus.read("keywords")
        themed = keywords[keywords["theme"] != ""]
        years = {i: r["year"] for i, r in self.corpus.reports.items() if present(r["year"])}
        profiles = {i: r["profile"] for i, r in self.corpus.reports.items()}
        data = themed.assign(year=themed["report_id"].map(years), profile=themed["report_id"].map(profiles))
        for profile, rows in data.groupby("profile", sort=True):
            rates = rows.groupby(["term", "year"], as_index=False)["per_10k_chars"].mean().rename(columns={"per_10k_chars": "rate"})  # fmt: skip
            varied = rates.groupby("term")["rate"].agg(["std", "size"]).query("size > 1").nlargest(MOST_TERMS, "std")
            if len(varied) and rates["year"].nunique() > 1:
                risen = rates[rates["term"].isin(varied.index)]
                yield _plate(f"terms-{profile}", "index", titles.terms(self.corpus.genre(profile), risen), charts.term_lifelines, risen)  # fmt: skip

    def _network(self) -> Iterator[Plate]:
        found = edges(self.corpus, self.corpus.read("reuse").to_dict("records"))[:MOST_IN_NETWORK]
        rows = pd.DataFrame([(a["region"], b["region"], n, c) for a, b, n, c in found], columns=["earlier", "later", "passages", "characters"])  # fmt: skip
        if len(rows) > 1:
            title = titles.network(len(rows), (rows["earlier"].iloc[0], rows["later"].iloc[0]))
            yield _plate("reuse-network", "reuse", title, charts.reuse_network, rows)


def _safe(text: str) -> str:
    """A unit as part of a file name."""
    return text.replace("/", "每").replace("%", "百分比")
