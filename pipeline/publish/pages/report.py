"""One report with its sections, its quantities and citations marked, an anchor at every sentence."""

from __future__ import annotations

from typing import Any

from pipeline.publish.corpus import Corpus, Row, number, present

STOPS = "。．.：:；;"


def view(corpus: Corpus, report_id: str) -> dict[str, Any]:
    """Values of report.html."""
    row = corpus.reports[report_id]
    sections = corpus.rows("sections", report_id)
    labels = {t["section_id"]: _labels(corpus, row["profile"], t) for t in corpus.rows("topics", report_id)}
    return {
        **{key: row[key] for key in ("region", "published", "source", "url")},
        "title": row["title"] or corpus.name(report_id),
        "year": int(row["year"]) if present(row["year"]) else "—",
        "profile": corpus.genre(row["profile"]),
        "problems": [p["detail"] for p in corpus.rows("problems", report_id)],
        "outline": [{"anchor": f"s{s['order']}", "heading": _heading(row, s), "level": s["level"], "labels": labels.get(s["section_id"], "")}
                    for s in sections if s["heading"]],
        "blocks": _blocks(corpus, row, sections, labels),
    }  # fmt: skip


def _heading(report: Row, section: Row) -> str:
    return str(report["text"][section["heading_start"] : section["heading_end"]]).strip()


def _labels(corpus: Corpus, profile: str, topic: Row) -> str:
    names = [corpus.label("role", topic["role"])[0]]
    if topic["topic"] != "none":
        names.append(corpus.topic(profile, topic["topic"]))
    return " · ".join(names)


def _blocks(corpus: Corpus, report: Row, sections: list[Row], labels: dict[str, str]) -> list[dict[str, Any]]:
    """Headings and paragraphs in reading order; a paragraph is a run of sentences without a line break between."""
    report_id, text = report["report_id"], report["text"]
    marks = sorted([*_figures(corpus, report_id), *_citations(corpus, report_id)], key=lambda m: (m[0], -m[1]))
    headings = [(s["heading_start"], s) for s in sections if s["heading"]]
    blocks: list[dict[str, Any]] = []
    before = 0
    for sentence in corpus.rows("sentences", report_id):
        start, end = int(sentence["start"]), int(sentence["end"])
        shown = start
        while headings and headings[0][0] <= start:
            section = headings.pop(0)[1]
            blocks.append(_heading_block(report, section, labels))
            if section["heading_start"] == start:
                shown = _past_stops(text, int(section["heading_end"]), end)
                blocks[-1]["heading"] = text[start:shown].strip()
        if shown > start and not text[shown:end].strip():
            blocks[-1]["sentence"] = start  # the sentence is the heading: it stands once, and its anchor with it
            before = end
            continue
        if not blocks or blocks[-1]["heading"] or "\n" in text[before:start]:
            blocks.append({"heading": "", "sentences": []})
        pieces = _pieces(text, shown, end, marks)
        blocks[-1]["sentences"].append({"start": start, "pieces": pieces})
        before = end
    blocks += [_heading_block(report, section, labels) for _, section in headings]
    return blocks


def _past_stops(text: str, at: int, end: int) -> int:
    """Behind the stops that close a heading with text after it on its line."""
    while at < end and text[at] in STOPS:
        at += 1
    return at


def _heading_block(report: Row, section: Row, labels: dict[str, str]) -> dict[str, Any]:
    return {"heading": _heading(report, section), "anchor": f"s{section['order']}", "sentence": None, "tag": min(6, 2 + max(0, int(section["level"]) - 1)),
            "labels": labels.get(section["section_id"], "")}  # fmt: skip


def _figures(corpus: Corpus, report_id: str) -> list[tuple[int, int, str, str]]:
    found = []
    for q in corpus.rows("quantities", report_id):
        title = f"{q['name']} = {number(q['value'])}{q['unit']}"
        found.append(
            (int(q["start"]), int(q["end"]), "q", title + (f" [{q['indicator']}]" if present(q["indicator"]) else ""))
        )
    return found


def _citations(corpus: Corpus, report_id: str) -> list[tuple[int, int, str, str]]:
    return [
        (int(c["start"]), int(c["end"]), "c", f"{c['kind']} {c['doc_number']}".strip())
        for c in corpus.rows("citations", report_id)
    ]


def _pieces(text: str, start: int, end: int, marks: list[tuple[int, int, str, str]]) -> list[dict[str, str]]:
    """The sentence cut at its marks; ``marks`` is sorted and used up from its front. An overlapping mark is left out."""
    pieces, at = [], start
    while marks and marks[0][0] < end:
        left, right, kind, title = marks.pop(0)
        if left < at or right > end:
            continue
        if left > at:
            pieces.append({"kind": "", "text": text[at:left], "title": ""})
        pieces.append({"kind": kind, "text": text[left:right], "title": title})
        at = right
    if at < end:
        pieces.append({"kind": "", "text": text[at:end], "title": ""})
    return pieces
