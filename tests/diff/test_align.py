import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.diff.align import align, heaviest_chain
from pipeline.diff.document import documents
from pipeline.diff.pairs import compared

POOL = (
    "全年受理行政复议申请12件，审结11件，纠错率8.3%。",
    "组织开展行政执法人员培训3期，参训人员460人次。",
    "建立健全重大行政决策合法性审查制度，聘请法律顾问6名。",
    "深入推进政务公开，主动公开政府信息5200余条。",
    "新建公共法律服务站9个，解答群众法律咨询1800人次。",
    "清理规范性文件34件，废止5件，修改2件。",
    "少数部门对法治建设重视不够，执法力量薄弱。",
    "下一步，我们将压实法治建设第一责任人职责。",
    "调解矛盾纠纷740起，成功率达到98%以上。",
    "推行证明事项告知承诺制，取消证明材料41项。",
    "一是加强组织领导。",
    "积极回应人大代表建议27件，办复率100%。",
)
HEADINGS = (
    ("一、依法履行职能", "functions"),
    ("二、规范行政执法", "enforcement"),
    ("三、化解矛盾纠纷", "disputes"),
    ("四、强化监督", "oversight"),
)
sections = st.lists(
    st.tuples(st.sampled_from(HEADINGS), st.lists(st.sampled_from(POOL), min_size=1, max_size=5, unique=True)),
    min_size=1, max_size=4, unique_by=lambda s: s[0],
).map(lambda made: [(heading, topic, rows) for (heading, topic), rows in made])  # fmt: skip


@pytest.fixture(scope="session")
def changes_of(tables_of, known_profiles):
    def run(a, b, **given):
        ready = documents(tables_of({"id": "a", "sections": a}, {"id": "b", "sections": b, **given}), known_profiles)
        return compared([(ready["a"], ready["b"], "year")])["changes"]

    return run


def spans(changes, side):
    rows = changes[changes[f"{side}_start"].notna()]
    return sorted(zip(rows[f"{side}_start"].astype(int), rows[f"{side}_end"].astype(int), strict=True))


@settings(max_examples=25, deadline=None)
@given(a=sections)
def test_a_report_against_itself_is_only_same(changes_of, a):
    assert set(changes_of(a, a)["op"]) == {"same"}


@settings(max_examples=25, deadline=None)
@given(a=sections, b=sections)
def test_naming_the_other_report_first_mirrors_the_changes(changes_of, a, b):
    turn = {"added": "removed", "removed": "added"}
    there = changes_of(a, b)
    back = changes_of(b, a)
    assert seen(there, "a", "b") == seen(back.assign(op=back["op"].map(lambda op: turn.get(op, op))), "b", "a")


def seen(rows, first, second):
    return {
        str(tuple(row))
        for row in rows[[f"{first}_start", f"{first}_end", f"{second}_start", f"{second}_end", "op"]].to_numpy()
    }


@settings(max_examples=25, deadline=None)
@given(a=st.lists(st.sampled_from(POOL), min_size=4, max_size=12, unique=True), order=st.randoms(use_true_random=False))
def test_shuffled_sections_give_moved_never_added_or_removed(changes_of, a, order):
    made = [(*HEADINGS[k], a[k::4]) for k in range(4)]
    shuffled = list(made)
    order.shuffle(shuffled)
    ops = set(changes_of(made, shuffled)["op"])
    assert ops <= {"same", "moved"}
    assert ("moved" in ops) == (shuffled != made)


@settings(max_examples=25, deadline=None)
@given(a=sections, b=sections)
def test_every_sentence_of_both_stands_in_exactly_one_row(changes_of, tables_of, a, b):
    changes = changes_of(a, b)
    for side, given_sections in (("a", a), ("b", b)):
        sentences = tables_of({"id": side, "sections": given_sections})["sentences"]
        found = spans(changes, side)
        assert all(left[1] <= right[0] for left, right in itertools.pairwise(found))
        for start, end in zip(sentences["start"], sentences["end"], strict=True):
            assert sum(s <= start and end <= e for s, e in found) == 1
    assert changes["order"].tolist() == list(range(len(changes)))


ONE = [("一、依法履行职能", "functions", POOL[:3])]
CASES = {
    "new figures": ("全年受理行政复议申请12件，审结11件。", "全年受理行政复议申请9件，审结9件。", "figures"),
    "new wording": ("深入推进政务公开，主动公开政府信息。", "持续深化政务公开，主动公开政府信息。", "edited"),
    "another list number": ("一是加强组织领导，压实责任。", "三是加强组织领导，压实责任。", "same"),
    "another width of marks": ("加强组织领导，压实“第一责任”。", '加强组织领导,压实"第一责任"。', "same"),
    "another unit": ("全年培训执法人员460人次。", "全年培训执法人员460小时。", "edited"),
}


@pytest.mark.parametrize("case", CASES)
def test_op_of_one_sentence(changes_of, case):
    a, b, op = CASES[case]
    changes = changes_of([*ONE, ("二、其他", "none", [a])], [*ONE, ("二、其他", "none", [b])])
    assert changes["op"].tolist() == ["same"] * 3 + [op]


def test_a_renamed_section_is_found_by_its_content(changes_of):
    a = [("一、依法履行职能", "none", POOL[:3]), ("二、规范行政执法", "none", POOL[3:6])]
    b = [("一、转变政府作风", "none", POOL[:3]), ("二、规范行政执法", "none", POOL[3:6])]
    assert set(changes_of(a, b)["op"]) == {"same"}


def test_a_section_moved_and_renamed_is_moved(changes_of):
    a = [(*HEADINGS[0], POOL[:3]), (*HEADINGS[1], POOL[3:6]), (*HEADINGS[2], POOL[8:10])]
    b = [(*HEADINGS[1], POOL[3:6]), (*HEADINGS[2], POOL[8:10]), ("四、转变职能", "functions", POOL[:3])]
    assert changes_of(a, b)["op"].value_counts().to_dict() == {"same": 5, "moved": 3}


def test_a_sentence_that_goes_to_another_section_is_moved(changes_of):
    a = [(*HEADINGS[0], POOL[:3]), (*HEADINGS[1], POOL[3:6])]
    b = [(*HEADINGS[0], POOL[:2]), (*HEADINGS[1], POOL[2:6])]
    assert changes_of(a, b)["op"].tolist() == ["same", "same", "moved", "same", "same", "same"]


def test_a_section_split_in_two_moves_nothing(changes_of):
    a = [("一、依法履行职能", "none", POOL[:6])]
    b = [("一、依法履行职能", "none", POOL[:3]), ("二、推进公开服务", "none", POOL[3:6])]
    assert set(changes_of(a, b)["op"]) == {"same"}


def test_a_split_sentence_is_one_row(changes_of):
    whole = "修订行政规范性文件管理办法并开展专项清理，同时组织评查行政处罚案卷。"
    halves = ["修订行政规范性文件管理办法并开展专项清理。", "同时组织评查行政处罚案卷。"]
    changes = changes_of([("一、制度", "none", [whole, POOL[0]])], [("一、制度", "none", [*halves, POOL[0]])])
    assert changes["op"].tolist() == ["edited", "same"]
    assert changes.loc[0, "b_end"] - changes.loc[0, "b_start"] == len("\n".join(halves))


def test_removed_stands_behind_the_sentence_that_it_followed(changes_of):
    changes = changes_of([("一、制度", "none", POOL[:4])], [("一、制度", "none", [POOL[0], POOL[1], POOL[3]])])
    assert changes["op"].tolist() == ["same", "same", "removed", "same"]


def test_nothing_is_removed_where_the_later_text_is_doubtful(tables_of, known_profiles):
    from pipeline.tables import frame

    tables = tables_of(
        {"id": "a", "sections": ONE}, {"id": "b", "sections": [("一、依法履行职能", "functions", POOL[:1])]}
    )
    doubt = {"source": "b.txt", "report_id": "b", "stage": "ingest", "code": "mojibake", "detail": "乱码"}
    tables["problems"] = frame("problems", [doubt])
    ready = documents(tables, known_profiles)
    assert compared([(ready["a"], ready["b"], "year")])["changes"]["op"].tolist() == ["same", "unclear", "unclear"]
    assert compared([(ready["b"], ready["a"], "year")])["changes"]["op"].tolist() == ["same", "unclear", "unclear"]


def test_reports_without_sentences_can_be_compared(tables_of, known_profiles):
    ready = documents(tables_of({"id": "a", "sections": ONE}, {"id": "b", "sections": []}), known_profiles)
    assert len(align(ready["b"], ready["b"])) == 0
    assert compared([(ready["a"], ready["b"], "year")])["changes"]["op"].tolist() == ["removed"] * 3


@given(places=st.permutations(list(range(7))))
def test_heaviest_chain_is_increasing_and_longest(places):
    chain = [places[k] for k in heaviest_chain(np.array(places), np.ones(7))]
    longest = max(n for n in range(8) for c in itertools.combinations(places, n) if list(c) == sorted(c))
    assert chain == sorted(chain) and len(chain) == longest
