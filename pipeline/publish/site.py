"""The static site: every page from its view and its template. Opens from the file system, asks nothing of a network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.publish.corpus import Corpus, region_slug
from pipeline.publish.pages import findings, indicator, method, overview, pair, region, report, reuse, search

NAVIGATION = (
    ("index", "总览", "Overview"),
    ("indicators", "指标", "Indicators"),
    ("pairs", "对照", "Comparisons"),
    ("findings", "疑点", "Findings"),
    ("reuse", "沿用", "Reuse"),
    ("search", "检索", "Search"),
    ("method", "方法", "Method"),
)
Charts = Mapping[str, list[dict[str, str]]]
"""Page name -> charts to show on it: [{"href": path from the site's top, "title": what is seen}]."""


@cache
def _environment() -> Environment:
    # StrictUndefined: a page with a hole is a defect of ours and must not be published
    return Environment(loader=PackageLoader("pipeline.publish"), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)  # fmt: skip


def render(template: str, path: str, title: str, alone: bool = False, **view: Any) -> tuple[str, bytes]:
    """One page: (path inside the site, bytes). A page that stands ``alone`` carries its style and script itself."""
    root = "../" * path.count("/")
    here = path.removesuffix(".html")
    text = _environment().get_template(template).render(
        root=root, here=here, page_title=title, navigation=NAVIGATION, alone=_carried() if alone else None, **view
    )  # fmt: skip
    return f"site/{path}", text.encode("utf-8", "replace")


def site_files(corpus: Corpus, run: Mapping[str, Any], charts: Charts) -> Iterator[tuple[str, bytes]]:
    """Every page and asset of the site."""
    yield from assets()
    yield render("index.html", "index.html", "总览", charts=charts.get("index", []), **overview.view(corpus))
    yield render("findings.html", "findings.html", "疑点", **findings.view(corpus))
    yield render("reuse.html", "reuse.html", "沿用", **reuse.view(corpus))
    yield render("method.html", "method.html", "方法", **method.view(corpus, run))
    yield render("pairs.html", "pairs.html", "对照", **pair.listing(corpus))
    yield render("list.html", "indicators.html", "指标", **indicator.listing(corpus))
    yield from search_pages(corpus)
    for report_id in corpus.reports:
        yield report_page(corpus, report_id)
    for slug in dict.fromkeys(region_slug(r) for r in corpus.reports.values()):
        place = region.view(corpus, slug, charts)
        yield render("region.html", f"region/{slug}.html", place["name"], region=place)
    for row in corpus.read("pairs").to_dict("records"):
        yield pair_page(corpus, {str(key): value for key, value in row.items()})
    for profile, key in indicator.present_in(corpus):
        shown = indicator.view(corpus, profile, key, charts)
        yield render("indicator.html", f"indicator/{profile}-{key}.html", shown["name"], indicator=shown)


def report_page(corpus: Corpus, report_id: str) -> tuple[str, bytes]:
    """The page of one report."""
    return render(
        "report.html", f"report/{report_id}.html", corpus.name(report_id), report=report.view(corpus, report_id)
    )


def pair_page(corpus: Corpus, row: Mapping[str, Any]) -> tuple[str, bytes]:
    """The side-by-side page of one row of ``pairs``."""
    shown = pair.view(corpus, row)
    return render("pair.html", f"pair/{row['pair_id']}.html", shown["title"], pair=shown)


def single_page(corpus: Corpus, row: Mapping[str, Any]) -> bytes:
    """A side-by-side page in one file, to be kept or sent without the site."""
    shown = pair.view(corpus, row)
    return render("pair.html", "pair.html", shown["title"], alone=True, pair=shown)[1]


def _carried() -> dict[str, Markup]:
    found = {name.rpartition("/")[2]: data.decode("utf-8") for name, data in assets()}
    return {"style": Markup(found["style.css"]), "script": Markup(found["site.js"])}


def search_pages(corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    """The search page and the sentences it looks through, in scripts so that it works from the file system."""
    shards = dict(search.shards(corpus))
    yield render("search.html", "search.html", "检索", shards=list(shards))
    for name, data in shards.items():
        yield f"site/{name}", data


def assets() -> Iterator[tuple[str, bytes]]:
    """Style sheet and script."""
    for item in sorted(resources.files("pipeline.publish").joinpath("assets").iterdir(), key=lambda i: i.name):
        yield f"site/assets/{item.name}", item.read_bytes()
