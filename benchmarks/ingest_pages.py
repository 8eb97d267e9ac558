"""Main text of generated pages: ours beside trafilatura and readability, in character F1, whole paragraphs and pages a second;
and the throughput of ingest by format.

Run from the repository's root: ``python benchmarks/ingest_pages.py``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent.parent))

import trafilatura
from readability import Document

from pipeline import ingest, profiles
from pipeline.ingest.blocks import lines, parse
from tests.ingest.bodies import BODIES
from tests.ingest.layouts import LAYOUTS, encoded
from tests.ingest.measure import f1, kept_as_lines
from tests.ingest.pdf_files import report_pdf
from tests.ingest.word_files import docx, paragraph

KNOWN = profiles.load_all()


def ours(page: bytes) -> str:
    reading = ingest.read("a.html", page, KNOWN, {})
    return str(reading.reports[0]["text"]) if reading.reports else ""


def by_trafilatura(page: bytes) -> str:
    return trafilatura.extract(page.decode("utf-8"), include_tables=True, favor_recall=True) or ""


def by_readability(page: bytes) -> str:
    return "\n".join(lines(parse(Document(page.decode("utf-8")).summary())))


def main() -> None:
    """Print both tables."""
    pages = [(body, encoded(layout(body), "utf-8")) for layout in LAYOUTS.values() for body in BODIES]
    extractors: dict[str, Callable[[bytes], str]] = {
        "duizhao": ours,
        "trafilatura": by_trafilatura,
        "readability": by_readability,
    }
    print(f"{'':12} {'F1':>6} {'lines':>6} {'pages/s':>8}   ({len(pages)} pages)")
    for name, extract in extractors.items():
        start = perf_counter()
        found = [(body, extract(page)) for body, page in pages]
        seconds = perf_counter() - start
        score = sum(f1(text, body.text) for body, text in found) / len(found)
        kept = sum(kept_as_lines(text, body.paragraphs) for body, text in found) / len(found)
        print(f"{name:12} {score:6.4f} {kept:6.3f} {len(pages) / seconds:8.1f}")
    body = BODIES[1]
    files = {"a.txt": body.text.encode(), "a.html": encoded(LAYOUTS["trs"](body), "utf-8"), "a.docx": docx("".join(map(paragraph, body.paragraphs))),
             "a.pdf": report_pdf(body.title, body.paragraphs)}  # fmt: skip
    for name, data in files.items():
        for count in (10, 100):
            start = perf_counter()
            for _ in range(count):
                ingest.read(name, data, KNOWN, {})
            seconds = perf_counter() - start
            print(f"{name:8} {count:4} files {seconds:6.2f} s {count / seconds:7.1f} files/s")


if __name__ == "__main__":
    main()
