"""Pages made when asked for: which ones a name stands for, and their files with those they lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pipeline.profiles import Profile
from pipeline.publish import drawn, shown_on
from pipeline.publish.corpus import Corpus, region_slug
from pipeline.publish.gallery import Gallery
from pipeline.publish.site import indicator_page, made_script, pair_page, region_page, report_page

MOST_ALONG = 500
"""An indicator's page brings the reports that state it along, if they are no more than this."""


@dataclass
class Wanted:
    """The pages to make: places by slug, reports and pairs by id, indicators as (profile, id)."""

    regions: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    pairs: list[str] = field(default_factory=list)
    indicators: list[tuple[str, str]] = field(default_factory=list)

    def names(self) -> list[str]:
        """The pages' names inside the site."""
        return [*(f"region/{s}" for s in self.regions), *(f"pair/{p}" for p in self.pairs),
                *(f"indicator/{p}-{k}" for p, k in self.indicators), *(f"report/{r}" for r in self.reports)]  # fmt: skip


def wanted_by(name: str, reports: pd.DataFrame, pairs: pd.DataFrame, stated: pd.DataFrame, profiles: Mapping[str, Profile]) -> Wanted:  # fmt: skip
    """What a name asks for; nothing where it stands for nothing.

    ``name``: a place (name or code), a report (id, source or "place year"), a pair (pair_id, or two reports joined by
    ~), or an indicator (id or Chinese name). ``stated``: observations, at least profile, indicator and report_id.
    """
    if "~" in name:
        return _pair(name, reports, pairs)
    found = _reports(name, reports)
    if found:
        return Wanted(reports=found)
    place = reports[(reports["region"] == name) | (reports["region_code"] == name)]
    if len(place):
        ids = place["report_id"].tolist()
        between = pairs[(pairs["relation"] == "year") & pairs["b_report"].isin(ids)]
        return Wanted(regions=sorted({region_slug(r) for r in place.to_dict("records")}), reports=ids, pairs=between["pair_id"].tolist())  # fmt: skip
    keys = [(p.id, key) for p in profiles.values() for key, e in p.data.get("indicators", {}).get("indicator", {}).items()
            if name in (key, e.get("name"), e.get("name_en"))]  # fmt: skip
    seen = stated[stated["indicator"].isin({k for _, k in keys}) & stated["profile"].isin({p for p, _ in keys})]
    along = seen["report_id"].unique().tolist()
    known = set(map(tuple, seen[["profile", "indicator"]].to_numpy().tolist()))
    return Wanted(indicators=[k for k in keys if k in known], reports=along if len(along) <= MOST_ALONG else [])


def _reports(name: str, reports: pd.DataFrame) -> list[str]:
    years = reports["year"].map(lambda y: "" if pd.isna(y) else str(int(y)))
    stems = reports["source"].str.replace(r"^.*/|\.[^.]*$", "", regex=True)
    hit = reports[(reports["report_id"] == name) | (reports["source"] == name) | (stems == name)
                  | (reports["region"] + " " + years == name) | (reports["region"] + years == name)]  # fmt: skip
    found: list[str] = hit["report_id"].tolist()
    return found


def _pair(name: str, reports: pd.DataFrame, pairs: pd.DataFrame) -> Wanted:
    a, _, b = name.partition("~")
    one, two = _reports(a.strip(), reports), _reports(b.strip(), reports)
    hit = pairs[(pairs["a_report"].isin(one) & pairs["b_report"].isin(two)) | (pairs["a_report"].isin(two) & pairs["b_report"].isin(one))]  # fmt: skip
    return Wanted(pairs=hit["pair_id"].tolist(), reports=sorted({*hit["a_report"], *hit["b_report"]}))


def files(corpus: Corpus, wanted: Wanted, made: list[str]) -> Iterator[tuple[str, bytes]]:
    """The pages with their charts, and the list of all pages made on demand so far (``made``) and now."""
    gallery = Gallery(corpus)
    plates = [p for slug in wanted.regions for p in gallery.of_region(slug)]
    plates += [p for profile, key in wanted.indicators for p in gallery.of_indicator(profile, key)]
    charts = shown_on(plates)
    for slug in wanted.regions:
        yield region_page(corpus, slug, charts)
    for profile, key in wanted.indicators:
        yield indicator_page(corpus, profile, key, charts)
    for row in _rows(corpus, wanted.pairs):
        yield pair_page(corpus, row)
    for report_id in wanted.reports:
        yield report_page(corpus, report_id)
    for plate in plates:
        yield from drawn(plate)
    yield made_script(sorted({*made, *wanted.names()}))


def _rows(corpus: Corpus, pair_ids: list[str]) -> list[dict[str, Any]]:
    pairs = corpus.read("pairs")
    return [{str(k): v for k, v in row.items()} for row in pairs[pairs["pair_id"].isin(pair_ids)].to_dict("records")]
