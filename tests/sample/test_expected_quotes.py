"""The sample's expected.toml is true of the files in data/raw, read here without the pipeline."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document

RAW = Path(__file__).parents[2] / "data" / "raw"
EXPECTED: dict[str, Any] = tomllib.loads((Path(__file__).parent / "expected.toml").read_text("utf-8"))
REPORTS: list[dict[str, Any]] = EXPECTED["report"]


def squeezed(text: str) -> str:
    """The text without white space, tags or character entities, in which quotes are looked for."""
    return re.sub(r"\s|&nbsp;", "", re.sub(r"<[^>]*>", "", text))


def source(name: str) -> str:
    """A sample file's characters, decoded by its form."""
    path = RAW / name
    if path.suffix == ".docx":
        return squeezed("".join(p.text for p in Document(str(path)).paragraphs))
    if path.suffix == ".pdf":
        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]
        return squeezed("".join(re.sub(r"— \d+ —", "", page) for page in pages))
    data = path.read_bytes()
    try:
        return squeezed(data.decode("utf-8"))
    except UnicodeDecodeError:
        return squeezed(data.decode("gb18030"))


def quotes() -> list[tuple[str, str]]:
    """Every (file, quote) the expected file names outside its reports."""
    found: list[tuple[str, str]] = []
    for kind in ("finding", "reuse"):
        for entry in EXPECTED[kind]:
            found += [(file, quote) for file, quote in entry["quotes"]]
    found += [(entry["file"], entry["quote"]) for entry in EXPECTED["not_a_finding"]]
    for entry in [*EXPECTED["link"], *EXPECTED["moved"], *EXPECTED["new_topic"]]:
        for side in ("a", "b"):
            quote = entry.get(f"{side}_quote") or entry.get(f"{side}_heading")
            if quote:
                found.append((entry[f"{side}_file"], quote))
    return found


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report["file"])
def test_report_says_what_is_expected(report: dict[str, Any]) -> None:
    text = source(report["file"])
    assert squeezed(report["title"]) in text
    automatic = report["file"].endswith(".docx")
    for heading in report["headings"]:
        assert squeezed(heading.split("、", 1)[1] if automatic else heading) in text
    assert len(report["observations"]) >= 5
    for row in report["observations"]:
        assert squeezed(row["in"]) in text
        assert row["in"].count(row["raw"]) == 1


@pytest.mark.parametrize(("file", "quote"), quotes())
def test_quote_stands_in_its_source(file: str, quote: str) -> None:
    assert squeezed(quote) in source(file)


def test_every_sample_file_is_expected() -> None:
    files = {
        str(path.relative_to(RAW))
        for path in RAW.rglob("*")
        if path.is_file() and path.name not in ("README.md", "groups.csv")
    }
    assert files == {report["file"] for report in REPORTS}
