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


def test_a_passage_that_turns_is_a_row_and_its_items_have_its_role():
    text = "一、工作回顾\n完成投资3亿元。\n同时，我们也清醒地看到，还存在不少困难和问题：一是产业结构不优。二是民生欠账较多。\n"
    section = {"report_id": "r", "section_id": "r:s0", "parent_id": None, "number": "一、", "level": 1, "order": 0,
               "heading": "工作回顾", "heading_start": 0, "heading_end": 6, "start": 0, "end": len(text)}  # fmt: skip
    marks = [text.index("一是"), text.index("二是"), len(text) - 1]
    items = [{"report_id": "r", "item_id": f"r:i{i}", "section_id": "r:s0", "order": i, "marker": "一是",
              "start": marks[i], "end": marks[i + 1]} for i in range(2)]  # fmt: skip
    ends = [i + 1 for i, c in enumerate(text) if c == "。"]
    starts = [7, *(text.index(w) for w in ("同时", "二是"))]
    sentences = [{"report_id": "r", "sentence_id": f"r:t{i}", "section_id": "r:s0", "start": a, "end": b, "words": []}
                 for i, (a, b) in enumerate(zip(starts, ends, strict=True))]  # fmt: skip
    given = tables() | {"sections": frame("sections", [section]), "items": frame("items", items),
                        "sentences": frame("sentences", sentences)}  # fmt: skip
    given["reports"]["text"] = text
    out = STEPS[0].run(given, Context(load_all()))
    assert list(zip(out["passages"]["role"], out["passages"]["start"], strict=True)) == [
        ("problems", text.index("同时"))
    ]
    found = out["topics"].set_index("section_id")["role"].to_dict()
    assert found == {"r:s0": "achievements", "r:i0": "problems", "r:i1": "problems"}
    shares = out["topic_shares"].groupby("role")["chars"].sum()
    assert set(shares.index) == {"achievements", "problems"}
    assert shares.sum() == sum(not c.isspace() for c in text)
