"""The static site: every page from its view and its template. Opens from the file system, asks nothing of a network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from pipeline.publish.corpus import TERM, Both, Corpus, region_slug
from pipeline.publish.pages import findings, indicator, method, overview, pair, region, report, reuse, search
from pipeline.publish.pages.cells import Charts

NAVIGATION = (
    ("index", "总览", "Overview"),
    ("indicators", "指标", "Indicators"),
    ("pairs", "对照", "Comparisons"),
    ("findings", "疑点", "Findings"),
    ("reuse", "沿用", "Reuse"),
    ("search", "检索", "Search"),
    ("method", "方法", "Method"),
)
TITLES = {name: f"{zh} {en}" for name, zh, en in NAVIGATION}
UNKNOWN_YEAR = "年份不明"


def t(zh: object, en: object) -> Markup:
    """The same in two languages; the switch on the page hides one."""
    if zh == en:
        return escape(zh)
    return Markup('<span class="zh">{}</span><span class="en" lang="en">{}</span>').format(zh, en)


def both(pair: Both) -> Markup:
    """A [Chinese, English] pair."""
    return t(*pair)


def named(label: object) -> Markup:
    """A report's short name; the words in it that are ours are in both languages."""
    text = escape(label)
    return text.replace(TERM, t(TERM, "(term)")).replace(UNKNOWN_YEAR, t(UNKNOWN_YEAR, "year unknown"))


def link(href: str, label: object, title: str = "") -> Markup:
    """A link, or its words alone where the page is not made; where it may be made later, site.js finds the place."""
    words = label if isinstance(label, Markup) else named(label)
    if not href:
        return Markup(words)
    if href[0] == "!":
        return Markup('<span data-page="{}">{}</span>').format(href[1:], words)
    told = Markup(' title="{}"').format(title) if title else ""
    return Markup('<a href="{}"{}>{}</a>').format(href, told, words)


@cache
def _environment() -> Environment:
    # StrictUndefined: a page with a hole is a defect of ours and must not be published
    made = Environment(loader=PackageLoader("pipeline.publish"), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    made.globals.update(t=t, both=both, link=link)
    made.filters["named"] = named
    return made


def render(template: str, path: str, title: str, alone: bool = False, few: str = "", **view: Any) -> tuple[str, bytes]:
    """One page: (path inside the site, bytes). A page that stands ``alone`` carries its style and script itself.

    ``few``: the name of a place where the site's other pages are made on demand only, for an example of the command.
    """
    root = "../" * path.count("/")
    here = path.removesuffix(".html")
    text = _environment().get_template(template).render(
        root=root, here=here, page_title=title, navigation=NAVIGATION, alone=_carried() if alone else None, few=few, **view
    )  # fmt: skip
    return f"site/{path}", text.encode("utf-8", "replace")


def site_files(corpus: Corpus, run: Mapping[str, Any], charts: Charts) -> Iterator[tuple[str, bytes]]:
    """Every page and asset of the site."""
    yield from front_pages(corpus, run, charts)
    for report_id in corpus.reports:
        yield report_page(corpus, report_id)
    for slug in dict.fromkeys(region_slug(r) for r in corpus.reports.values()):
        yield region_page(corpus, slug, charts)
    for row in corpus.read("pairs").to_dict("records"):
        yield pair_page(corpus, {str(key): value for key, value in row.items()})
    for profile, key in indicator.present_in(corpus):
        yield indicator_page(corpus, profile, key, charts)


def front_pages(corpus: Corpus, run: Mapping[str, Any], charts: Charts, few: str = "") -> Iterator[tuple[str, bytes]]:
    """The pages that tell of the whole corpus, and what all pages need."""
    yield from assets()
    for name, view in (
        ("index", {"charts": charts.get("index", []), **overview.view(corpus)}),
        ("findings", findings.view(corpus)),
        ("reuse", reuse.view(corpus, charts)),
        ("method", method.view(corpus, run)),
        ("pairs", pair.listing(corpus)),
        ("indicators", indicator.listing(corpus)),
    ):
        yield render(f"{name}.html", f"{name}.html", TITLES[name], few=few, **view)
    yield from search_pages(corpus)
    if few:
        yield made_script([])


def made_script(names: list[str]) -> tuple[str, bytes]:
    """The pages made on demand so far; site.js turns the words that wait for them into links."""
    text = json.dumps(names, ensure_ascii=False, indent=0).replace("<", "\\u003c")
    return "site/assets/made.js", f"window.duizhaoMade={text};\n".encode("utf-8", "replace")


def report_page(corpus: Corpus, report_id: str) -> tuple[str, bytes]:
    """The page of one report."""
    return render("report.html", f"report/{report_id}.html", corpus.name(report_id), report=report.view(corpus, report_id))  # fmt: skip


def region_page(corpus: Corpus, slug: str, charts: Charts) -> tuple[str, bytes]:
    """The page of one place."""
    place = region.view(corpus, slug, charts)
    return render("region.html", f"region/{slug}.html", place["name"], region=place)


def indicator_page(corpus: Corpus, profile: str, key: str, charts: Charts) -> tuple[str, bytes]:
    """The page of one indicator."""
    shown = indicator.view(corpus, profile, key, charts)
    return render("indicator.html", f"indicator/{profile}-{key}.html", " ".join(shown["name"]), indicator=shown)


def pair_page(corpus: Corpus, row: Mapping[str, Any], alone: bool = False) -> tuple[str, bytes]:
    """The side-by-side page of one row of ``pairs``; ``alone`` in one file, to be kept or sent without the site."""
    shown = pair.view(corpus, row)
    labels = {op: _op_label(op, name) for op, name in shown["names"].items()}  # thousands of rows show one of seven
    title = f"{shown['a']['label']} 与 {shown['b']['label']}"
    return render("pair.html", f"pair/{row['pair_id']}.html", title, alone=alone, pair=shown, labels=labels)


def _op_label(op: str, name: Both) -> Markup:
    parts = _environment().get_template("parts.html").module
    return Markup(parts.op_label(op, name))  # type: ignore[attr-defined]


def _carried() -> dict[str, Markup]:
    found = {name.rpartition("/")[2]: data.decode("utf-8") for name, data in assets()}
    return {"style": Markup(found["style.css"]), "script": Markup(found["site.js"])}


def search_pages(corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    """The search page and the sentences it looks through, in scripts so that it works from the file system."""
    shards = dict(search.shards(corpus))
    yield render("search.html", "search.html", TITLES["search"], shards=list(shards))
    for name, data in shards.items():
        yield f"site/{name}", data


def assets() -> Iterator[tuple[str, bytes]]:
    """Style sheet and script."""
    for item in sorted(resources.files("pipeline.publish").joinpath("assets").iterdir(), key=lambda i: i.name):
        yield f"site/assets/{item.name}", item.read_bytes()
