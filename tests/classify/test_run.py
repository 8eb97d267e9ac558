"""The step on a report of two sections and an inline item."""

from pipeline.classify import STEPS
from pipeline.profiles import load_all
from pipeline.stage import Context
from pipeline.tables import frame

TEXT = "各位代表：\n一、2019年工作回顾\n（一）生态建设取得新成效。一是加强污染防治。关停企业3家。\n"


def tables():
    at = [TEXT.index(h) for h in ("一、2019", "（一）")]
    section = {"report_id": "r", "parent_id": None, "number": "", "level": 0, "heading": ""}
    rows = [
        section | {"section_id": "r:s0", "order": 0, "heading_start": 0, "heading_end": 0, "start": 0, "end": at[0]},
        section | {"section_id": "r:s1", "order": 1, "heading": "2019年工作回顾", "level": 1, "heading_start": at[0],
                   "heading_end": at[1] - 1, "start": at[0], "end": len(TEXT)},
        section | {"section_id": "r:s2", "parent_id": "r:s1", "order": 2, "heading": "生态建设取得新成效", "level": 2,
                   "heading_start": at[1], "heading_end": TEXT.index("。"), "start": at[1], "end": len(TEXT)},
    ]  # fmt: skip
    item = {"report_id": "r", "item_id": "r:i0", "section_id": "r:s2", "order": 0, "marker": "一是",
            "start": TEXT.index("一是"), "end": len(TEXT)}  # fmt: skip
    report = {"report_id": "r", "profile": "gwr", "region": "云岭县", "level": "county", "year": 2019, "title": "报告",
              "source": "a.txt", "format": "txt", "sha256": "0", "text": TEXT, "term": False, "also": []}  # fmt: skip
    return {"reports": frame("reports", [report]), "sections": frame("sections", rows),
            "items": frame("items", [item]), "sentences": frame("sentences")}  # fmt: skip


def test_one_row_for_every_section_and_item():
    out = STEPS[0].run(tables(), Context(load_all()))
    found = out["topics"].set_index("section_id")
    assert found["role"].to_dict() == {
        "r:s0": "preamble",
        "r:s1": "achievements",
        "r:s2": "achievements",
        "r:i0": "achievements",
    }
    assert found["topic"].to_dict() == {"r:s0": "none", "r:s1": "none", "r:s2": "environment", "r:i0": "environment"}
    assert out["topic_shares"]["chars"].sum() == sum(not c.isspace() for c in TEXT)
