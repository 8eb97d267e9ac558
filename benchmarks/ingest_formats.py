"""Throughput of ingest by format: files and megabytes a second, accuracy, and how time grows with ten times the files.

Run from the repository's root: ``python benchmarks/ingest_formats.py [--files 20]``. Each format is read through the
whole of ingest in this process, by the processor's clock; the last two columns are the seconds of the first run and those of ten times the files
divided by them (at most 11 is wanted). The last line runs the stage with its store on a folder of all formats.
"""

from __future__ import annotations

import argparse
import base64
import io
import sys
import tempfile
import zipfile
from pathlib import Path
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).parent.parent))

from pipeline import ingest, profiles
from pipeline.inputs import Settings
from pipeline.intake import ingest_folder
from pipeline.workers import workers
from tests.ingest.bodies import BODIES, Body
from tests.ingest.layouts import LAYOUTS, encoded
from tests.ingest.measure import f1
from tests.ingest.pdf_files import report_pdf
from tests.ingest.word_files import docx, paragraph

REPEATS = 6
"""Times that an invented body is repeated, to the length of a real report."""


def body(n: int) -> Body:
    """A report of about six thousand characters, another for each number."""
    model = BODIES[n % 2]
    more = [f"第{n}之{turn}项：{text}" for turn in range(REPEATS) for text in model.paragraphs if "。" in text]
    return Body(
        model.title,
        model.published,
        model.profile,
        model.region,
        model.year,
        (*model.paragraphs[:3], *more, *model.paragraphs[3:]),
    )


def made(kind: str, n: int) -> bytes:
    """A file of the format."""
    report = body(n)
    html = encoded(LAYOUTS["trs"](report), "utf-8")
    if kind == "html":
        return html
    if kind == "html (gbk)":
        return encoded(LAYOUTS["trs"](report), "gb18030")
    if kind == "mhtml":
        return (
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
            + base64.encodebytes(html)
            + b"--b--"
        )
    if kind == "docx":
        return docx("".join(map(paragraph, (report.title, *report.paragraphs))))
    if kind.startswith("pdf"):
        return report_pdf(report.title, report.paragraphs, 2 if "two" in kind else 1, 10.5 if "two" in kind else 14)
    if kind == "zip":
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.html", html)
        return out.getvalue()
    return f"{report.title}\n{report.text}".encode("gb18030" if "gbk" in kind else "utf-8")


KINDS = {"txt": ".txt", "txt (gbk)": ".txt", "html": ".html", "html (gbk)": ".html", "mhtml": ".mht", "docx": ".docx", "zip": ".zip", "pdf": ".pdf", "pdf (two columns)": ".pdf"}  # fmt: skip


def by_format(files: int) -> None:
    known = profiles.load_all()
    print(f"{'format':18} {'files/s':>8} {'MB/s':>7} {'chars/s':>9} {'F1':>7} {'seconds':>8} {'10x':>6}")
    for kind, suffix in KINDS.items():
        texts = [made(kind, n) for n in range(files)]
        ingest.read(f"a{suffix}", texts[0], known, {})
        start = process_time()
        readings = [ingest.read(f"{n}{suffix}", data, known, {}) for n, data in enumerate(texts)]
        once = process_time() - start
        start = process_time()
        for n in range(10 * files):
            ingest.read(f"{n}{suffix}", texts[n % files], known, {})
        ten = process_time() - start
        found = [reading.reports[0]["text"] if reading.reports else "" for reading in readings]
        score = sum(f1(text, body(n).title + body(n).text) for n, text in enumerate(found)) / files
        size, chars = sum(map(len, texts)), sum(map(len, found))
        print(
            f"{kind:18} {files / once:8.1f} {size / once / 1e6:7.2f} {chars / once:9.0f} {score:7.4f} {once:8.2f} {ten / once:6.2f}"
        )


def whole_stage(files: int) -> None:
    """The stage with its store, on ``files`` of each format and on ten times as many."""
    seconds = []
    for count in (files, 10 * files):
        with tempfile.TemporaryDirectory() as folder:
            raw = Path(folder, "raw")
            for kind, suffix in KINDS.items():
                place = raw / kind
                place.mkdir(parents=True)
                for n in range(count):
                    (place / f"{n}{suffix}").write_bytes(made(kind, n))
            with workers() as mapper:
                start = perf_counter()
                done = ingest_folder(raw, Settings(Path(folder, "out")), mapper)
                seconds.append(perf_counter() - start)
            print(f"stage: {count * len(KINDS)} files, {done.units} reports kept, {seconds[-1]:.2f} s")
    print(f"ten times the files take {seconds[1] / seconds[0]:.2f} times as long")


def main() -> None:
    """Print the table, then the growth of the whole stage."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--files", type=int, default=20)
    files = parser.parse_args().files
    by_format(files)
    whole_stage(max(2, files // 4))


if __name__ == "__main__":
    main()
