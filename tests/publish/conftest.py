"""A small corpus of tables, made by hand: two places, two years, with text that would like to be markup."""

from __future__ import annotations

import json

import pytest

from pipeline import profiles
from pipeline.publish.corpus import Corpus
from pipeline.tables import TABLES, frame

EVIL = '<script>alert("1")</script>'
TEXT = {
    (
        "云岭县",
        2020,
    ): f"一、工作成效\n收到复议申请12件，其中受理9件。{EVIL}依据《行政复议法》办理。\n二、工作计划\n建成中心一处。",
    ("云岭县", 2021): "一、工作成效\n收到复议申请15件，其中受理9件。中心一处已经建成。\n二、工作计划\n继续努力。",
    ("青溪县", 2020): "一、工作成效\n收到复议申请7件。\n二、工作计划\n继续努力。",
}
CODES = {"云岭县": "999901", "青溪县": None}


BLANK = {"string": "", "int": 0, "float": 0.0, "bool": False, "words": []}
PLAIN = {t.name: {c.name: BLANK[c.type] for c in t.columns if not c.optional} for t in TABLES.values()}
"""Values for the columns that a test does not speak of, those added later among them."""


def rid(place: str, year: int) -> str:
    return f"fazhi-{CODES[place] or 'xabcdef'}-{year}-000000"


def _tables() -> dict:
    rows: dict[str, list[dict]] = {name: [] for name in TABLES}
    for (place, year), text in TEXT.items():
        report = rid(place, year)
        rows["reports"].append({
            "report_id": report, "profile": "fazhi", "region_code": CODES[place], "region": place, "level": "county", "year": year,
            "title": f"{place}{year}年法治政府建设年度报告{EVIL if year == 2021 else ''}", "published": f"{year + 1}-05-01",
            "source": f'a "{place}".html', "url": "javascript:alert(1)", "format": "html", "sha256": "0", "text": text, "term": False, "also": [],
        })  # fmt: skip
        at, section = 0, ""
        for order, line in enumerate(text.split("\n")):
            start, at = at, at + len(line) + 1
            if line[1] == "、":
                section = f"{report}:s{order}"
                rows["sections"].append({"report_id": report, "section_id": section, "order": order, "number": line[0], "heading": line[2:],
                                         "level": 1, "heading_start": start, "heading_end": start + len(line), "start": start, "end": len(text)})  # fmt: skip
                rows["topics"].append({"report_id": report, "section_id": section, "role": "achievements", "topic": "disputes", "score": 1.0,
                                       "by": "rule", "role_score": 1.0, "role_by": "rule"})  # fmt: skip
                continue
            rows["sentences"].append({"report_id": report, "sentence_id": f"{report}:t{order}", "section_id": section, "start": start,
                                      "end": start + len(line), "words": list(line)})  # fmt: skip
        where = text.index("件") - 2 if year != 2020 or place != "青溪县" else text.index("件") - 1
        value = float(text[where : text.index("件")])
        span = {"report_id": report, "start": where, "end": text.index("件") + 1}
        rows["quantities"].append({**span, "sentence_id": f"{report}:t1", "raw": text[where : span["end"]], "value": value, "unit": "件",
                                   "kind": "level", "approx": "exact", "period": "year", "ref_year": year, "name": f"收到复议申请{EVIL}",
                                   "indicator": "reconsideration_received", "base": "", "scope": "", "decimal": str(int(value))})  # fmt: skip
        rows["observations"].append({**span, "region_code": CODES[place], "region": place, "profile": "fazhi", "measure": "level",
                                     "indicator": "reconsideration_received", "ref_year": year, "value": value, "unit": "件",
                                     "approx": "exact", "period": "year", "scope": ""})  # fmt: skip
        rows["topic_shares"].append({"report_id": report, "profile": "fazhi", "region": place, "year": year, "role": "achievements",
                                     "topic": "disputes", "chars": 10, "share": 0.5})  # fmt: skip
    a, b = rid("云岭县", 2020), rid("云岭县", 2021)
    ta, tb = TEXT["云岭县", 2020], TEXT["云岭县", 2021]
    pair = f"{a}~{b}"
    rows["pairs"].append({"pair_id": pair, "a_report": a, "b_report": b, "relation": "year", "cosine": 0.5, "jaccard": 0.5,
                          "minimum_edit": 0.5, "simple": 0.5, "same_share": 0.2, "edited_share": 0.4, "added_share": 0.2, "removed_share": 0.1})  # fmt: skip
    sa, sb, ea, eb = ta.index("收到"), tb.index("收到"), ta.index("\n二"), tb.index("\n二")
    edits = [[ta.index("12"), ta.index("12") + 2, tb.index("15"), tb.index("15") + 2]]
    rows["changes"] += [
        {"pair_id": pair, "a_report": a, "a_start": sa, "a_end": ea, "b_report": b, "b_start": sb, "b_end": eb, "op": "edited",
         "similarity": 0.8, "order": 0, "edits": json.dumps(edits)},
        {"pair_id": pair, "a_report": a, "b_report": b, "b_start": tb.index("继续"), "b_end": len(tb), "op": "added", "similarity": 0.0, "order": 1},
        {"pair_id": pair, "a_report": a, "a_start": ta.index("建成"), "a_end": len(ta), "b_report": b, "b_start": tb.index("中心"), "b_end": eb,
         "op": "moved", "similarity": 0.9, "order": 2},
    ]  # fmt: skip
    rows["links"].append({"kind": "plan", "a_report": a, "a_start": ta.index("建成"), "a_end": len(ta), "b_report": b,
                          "b_start": tb.index("中心"), "b_end": eb, "status": "delivered", "score": 0.9, "met": False,
                          "figures": json.dumps([{"name": f"中心{EVIL}", "promised": "一处", "promised_value": 2.0, "reported": "1处", "reported_value": 1.0, "unit": "处", "met": False}])})  # fmt: skip
    for start in (sa, ta.index("依据")):  # two passages that both come back as one
        rows["links"].append({"kind": "problem", "a_report": a, "a_start": start, "a_end": start + 6, "b_report": b,
                              "b_start": sb, "b_end": sb + 6, "status": "recurring", "score": 0.5, "figures": "[]"})  # fmt: skip
    rows["findings"].append(
        {"type": "parts_do_not_sum", "report_id": a, "start": sa, "end": ea, "why": f"9 ≠ 12 {EVIL}", "grade": "strong"}
    )
    rows["citations"].append(
        {
            "report_id": a,
            "start": ta.index("《"),
            "end": ta.index("》") + 1,
            "title": "行政复议法",
            "doc_number": "",
            "kind": "law",
        }
    )
    rows["absences"].append({"report_id": a, "start": sa, "end": ea, "what": f"纠正{EVIL}", "ref_year": 2020})
    rows["rejected"].append(
        {"source": f"=cmd|' /C calc'!A0{EVIL}", "sha256": "0", "reason": "empty", "detail": "0 字节"}
    )
    rows["problems"].append({"source": "x", "report_id": a, "stage": "ingest", "code": "late", "detail": f"迟 {EVIL}"})
    return {name: frame(name, [{**PLAIN[name], **row} for row in found]) for name, found in rows.items()}


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    tables = _tables()
    return Corpus(tables.__getitem__, profiles.load_all())


@pytest.fixture(scope="session")
def built(corpus) -> dict[str, bytes]:
    """Every file that publish makes of the small corpus."""
    from pipeline import publish

    made = publish.products(corpus, {"shown": [["版本", "Version", "0"]], "accuracy": publish.measured()})
    return {name: data if isinstance(data, bytes) else b"".join(data) for name, data in made}
