"""Main text of generated pages: ours beside trafilatura and readability on the same pages in the same run, in character F1,
whole paragraphs, refusals of pages without a body, and throughput; then the throughput of ingest by format.

Run from the repository's root: ``python benchmarks/ingest_pages.py``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parent.parent))

import trafilatura
from readability import Document

from pipeline import ingest, profiles
from pipeline.ingest.blocks import lines, parse
from tests.ingest.bodies import BODIES, Body
from tests.ingest.cms_sites import CMS_SITES
from tests.ingest.layouts import LAYOUTS, encoded
from tests.ingest.measure import f1, kept_as_lines
from tests.ingest.more_sites import MORE_SITES
from tests.ingest.pdf_files import report_pdf
from tests.ingest.shells import about_reports, no_bodies
from tests.ingest.site_bodies import PREFECTURE, SITE_BODIES, WORK
from tests.ingest.sites import SITES
from tests.ingest.word_files import docx, paragraph

KNOWN = profiles.load_all()
LEAST_TEXT = 200
"""Characters from which what an extractor gives back of a page without a body counts as taken for one."""
Extract = Callable[[bytes], str]


@dataclass(frozen=True)
class Page:
    """A page, and the report in it."""

    body: Body
    data: bytes


def ours(page: bytes) -> str:
    reading = ingest.read("a.html", page, KNOWN, {})
    return str(reading.reports[0]["text"]) if reading.reports else ""


def by_trafilatura(page: bytes) -> str:
    return trafilatura.extract(page.decode("utf-8"), include_tables=True, favor_recall=True) or ""


def by_readability(page: bytes) -> str:
    return "\n".join(lines(parse(Document(page.decode("utf-8")).summary())))


EXTRACTORS: dict[str, Extract] = {"duizhao": ours, "trafilatura": by_trafilatura, "readability": by_readability}


def page_sets() -> dict[str, list[Page]]:
    """Generated pages by the set of layouts that they come from."""
    sets = {
        "layouts": (LAYOUTS, BODIES),
        "sites": (SITES, SITE_BODIES),
        "more sites": (MORE_SITES, SITE_BODIES),
        "cms sites": (CMS_SITES, SITE_BODIES),
    }
    return {
        name: [Page(body, encoded(layout(body), "utf-8")) for layout in layouts.values() for body in bodies]
        for name, (layouts, bodies) in sets.items()
    }


def text_of_pages() -> None:
    """F1, share of paragraphs on a line of their own, pages and characters a second of processor time."""
    for name, pages in page_sets().items():
        print(f"\n{name} ({len(pages)} pages)\n{'':12} {'F1':>7} {'lines':>7} {'pages/s':>9} {'chars/s':>10}")
        for extractor, extract in EXTRACTORS.items():
            start = process_time()
            found = [(page.body, extract(page.data)) for page in pages]
            seconds = process_time() - start
            score = sum(f1(text, body.text) for body, text in found) / len(found)
            kept = sum(kept_as_lines(text, body.paragraphs) for body, text in found) / len(found)
            characters = sum(len(page.body.text) for page in pages)
            print(f"{extractor:12} {score:7.4f} {kept:7.4f} {len(pages) / seconds:9.1f} {characters / seconds:10.0f}")


def facts_of_pages() -> None:
    """Share of pages with the right title, day, year, place and genre."""
    names = ("title", "published", "year", "region", "profile")
    print(f"\n{'':12} " + " ".join(f"{name:>9}" for name in names))
    for name, pages in page_sets().items():
        rows = [ingest.read("a.html", page.data, KNOWN, {}).reports for page in pages]
        right = [[bool(row) and str(row[0][key]).endswith(str(getattr(page.body, key))) for key in names]
                 for page, row in zip(pages, rows, strict=True)]  # fmt: skip
        print(f"{name:12} " + " ".join(f"{sum(column) / len(pages):9.4f}" for column in zip(*right, strict=True)))


def refusals() -> None:
    """Pages without a body, and pages about a report: how many each extractor takes for a text."""
    shells = [
        encoded(page, "utf-8")
        for b in (PREFECTURE, WORK)
        for make in (no_bodies, about_reports)
        for page in make(b).values()
    ]
    print(f"\nnot a report ({len(shells)} pages): taken for one")
    for name, extract in EXTRACTORS.items():
        print(f"{name:12} {sum(len(extract(page)) >= LEAST_TEXT for page in shells):5}")


def formats() -> None:
    """Files a second by format, for ten and a hundred files."""
    body = BODIES[1]
    files = {
        "a.txt": body.text.encode(),
        "a.html": encoded(LAYOUTS["trs"](body), "utf-8"),
        "a.docx": docx("".join(map(paragraph, body.paragraphs))),
        "a.pdf": report_pdf(body.title, body.paragraphs),
    }
    print()
    for name, data in files.items():
        for count in (10, 100):
            start = process_time()
            for _ in range(count):
                ingest.read(name, data, KNOWN, {})
            seconds = process_time() - start
            print(f"{name:8} {count:4} files {seconds:6.2f} s {count / seconds:7.1f} files/s")


if __name__ == "__main__":
    text_of_pages()
    facts_of_pages()
    refusals()
    formats()
