"""One report with its sections, its quantities and citations marked, an anchor at every sentence."""

from __future__ import annotations

from typing import Any

from pipeline.publish.corpus import Both, Corpus, Row, both, number, present, region_slug
from pipeline.publish.pages import pair

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
        "genre": corpus.genre(row["profile"]),
        "region_href": corpus.page(f"region/{region_slug(row)}", "../"),
        "problems": [{"name": corpus.label("problem", p["code"]), "detail": p["detail"]} for p in corpus.rows("problems", report_id)],
        "compared": _compared(corpus, report_id),
        "outline": [{"anchor": f"s{s['order']}", "heading": _heading(row, s), "level": s["level"], "labels": labels.get(s["section_id"], ["", ""])}
                    for s in sections if s["heading"]],
        "blocks": _blocks(corpus, row, sections, labels),
        "figures": _listed(corpus, row),
    }  # fmt: skip


def _compared(corpus: Corpus, report_id: str) -> list[dict[str, Any]]:
    """The comparisons that the report stands in."""
    rows = [*corpus.rows("pairs", report_id, "b_report"), *corpus.rows("pairs", report_id, "a_report")]
    return [s for s in (pair.summary(corpus, r, "../") for r in rows) if s["href"]]


def _listed(corpus: Corpus, report: Row) -> list[dict[str, Any]]:
    """Every quantity in a table, for readers who cannot point at a mark."""
    found = []
    for q in corpus.rows("quantities", report["report_id"]):
        known = present(q["indicator"])
        found.append({"anchor": corpus.anchor(report["report_id"], int(q["start"])), "name": q["name"], "raw": q["raw"],
                      "text": both(q["value"], corpus.label("unit", q["unit"])), "year": int(q["ref_year"]) if present(q["ref_year"]) else "—",
                      "indicator": corpus.indicator(report["profile"], q["indicator"]) if known else ["", ""],
                      "href": corpus.page(f"indicator/{report['profile']}-{q['indicator']}", "../") if known else ""})  # fmt: skip
    return found


def _heading(report: Row, section: Row) -> str:
    return str(report["text"][section["heading_start"] : section["heading_end"]]).strip()


def _labels(corpus: Corpus, profile: str, topic: Row) -> Both:
    """Role and topic of a section in both languages; the second topic of a mixed one as well."""
    names = [corpus.label("role", topic["role"]), corpus.topic(profile, topic["topic"])]
    if present(topic["topic2"]):
        names.append(corpus.topic(profile, topic["topic2"]))
    return [" · ".join(name[side] for name in names if name[side]) for side in (0, 1)]


def _blocks(corpus: Corpus, report: Row, sections: list[Row], labels: dict[str, Both]) -> list[dict[str, Any]]:
    """Headings and paragraphs in reading order; a paragraph is a run of sentences without a line break between."""
    report_id, text = report["report_id"], report["text"]
    marks = sorted(
        [*_figures(corpus, report_id, report["profile"]), *_citations(corpus, report_id)], key=lambda m: (m[0], -m[1])
    )
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


def _heading_block(report: Row, section: Row, labels: dict[str, Both]) -> dict[str, Any]:
    return {"heading": _heading(report, section), "anchor": f"s{section['order']}", "sentence": None, "tag": f"h{min(6, 1 + int(section['level']))}" if section["level"] else "p",
            "labels": labels.get(section["section_id"], ["", ""])}  # fmt: skip


def _figures(corpus: Corpus, report_id: str, profile: str) -> list[tuple[int, int, str, str]]:
    found = []
    for q in corpus.rows("quantities", report_id):
        zh = f"{q['name']} = {number(q['value'])}{q['unit']}"
        name = " / ".join(corpus.indicator(profile, q["indicator"])) if present(q["indicator"]) else ""
        found.append((int(q["start"]), int(q["end"]), "q", f"{zh} [{name}]" if name else zh))
    return found


def _citations(corpus: Corpus, report_id: str) -> list[tuple[int, int, str, str]]:
    return [
        (
            int(c["start"]),
            int(c["end"]),
            "c",
            f"{' / '.join(corpus.label('citation', c['kind']))} {c['doc_number']}".strip(),
        )
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
