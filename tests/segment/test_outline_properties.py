"""Outlines: a known tree, written out in any habit of numbering, is read back; and what must hold of any text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.profiles import load
from pipeline.segment.headings import outline

NUMERALS = "一二三四五六七八九十"
HABITS = {
    "part": ("第{c}部分 ", "第{c}部分：", "第{c}篇　"),
    "chapter": ("第{c}章 ", "第{c}章　"),
    "cn": ("{c}、", "{c}、 ", "{c}.", "{c}．", "{c} 、"),
    "cn_paren": ("（{c}）", "({c})", "（{c})", "( {c} ) ", "（{c}）、", "〔{c}〕"),
    "num": ("{n}.", "{n}、", "{n}．", "{n}. ", "{n} 、"),
    "num_paren": ("（{n}）", "({n})", "{n}）", "({n}) "),
    "circled": ("{r}", "{r} "),
}
TOPICS = [
    "加强党的领导",
    "规范行政执法",
    "优化营商环境",
    "化解矛盾纠纷",
    "深化普法宣传",
    "健全制度体系",
    "强化监督考核，提升治理效能",
    "落实“三项制度”",
]
BODIES = (
    "县政府召开会议3次，研究解决问题12个。",
    "全年办理案件56件，办结率100%。一是加强学习；二是严格执法。",
    "出台《云岭县管理办法》等文件4件，1.5万人受益。",
)

Tree = list[tuple[str, "Tree"]]


def trees(depth: int) -> st.SearchStrategy[Tree]:
    """Trees of topics, two to five siblings at each level."""
    below = st.just([]) if depth == 1 else st.one_of(st.just([]), trees(depth - 1))
    return st.lists(st.tuples(st.sampled_from(TOPICS), below), min_size=2, max_size=5)


@st.composite
def reports(draw: st.DrawFn) -> tuple[str, list[tuple[int, str]]]:
    """A report, and its headings with their levels."""
    kinds = list(HABITS)
    first = draw(st.integers(0, 4))
    levels = [kinds[i] for i in sorted(draw(st.sets(st.integers(first, len(kinds) - 1), min_size=1, max_size=4)))]
    if draw(st.booleans()) and "num" in levels and "cn_paren" in levels:
        a, b = levels.index("cn_paren"), levels.index("num")
        levels[a], levels[b] = levels[b], levels[a]
    marks = [draw(st.sampled_from(HABITS[kind])) for kind in levels]
    run_on = [draw(st.booleans()) for _ in levels]
    indent, gap = draw(st.sampled_from(["", "　　", "    "])), draw(st.sampled_from(["\n", "\r\n", "\n\n"]))
    tree = draw(trees(len(levels)))
    lines: list[str] = ["云岭县2020年法治政府建设情况报告", "现将有关情况报告如下："] * draw(st.integers(0, 1))
    wanted: list[tuple[int, str]] = []

    def write(siblings: Tree, level: int) -> None:
        for i, (topic, below) in enumerate(siblings):
            mark = marks[level].format(c=NUMERALS[i], n=i + 1, r=chr(0x2460 + i))
            wanted.append((level + 1, topic))
            body = draw(st.sampled_from(BODIES))
            if run_on[level]:
                lines.append(f"{mark}{topic}。{body}")
            else:
                lines.extend((f"{mark}{topic}", body))
            write(below, level + 1)

    write(tree, 0)
    return gap.join(indent + line for line in lines), wanted


@settings(max_examples=200, deadline=None)
@given(reports())
def test_a_tree_is_read_back_from_any_habit(report):
    text, wanted = report
    assert [(s.level, s.heading) for s in outline(text, load("fazhi")) if s.level] == wanted


LONG_TOPICS = [
    *TOPICS,
    "健全矛盾纠纷多元化解机制，维护社会和谐稳定大局，建设更高水平的平安云岭",
    "深入推进“放管服”改革和数字政府建设，全面提升政务服务效能",
]
LONG_BODIES = (
    "县政府高度重视法治政府建设工作，将其纳入经济社会发展总体规划和年度工作计划，召开会议3次，研究解决问题12个。",
    "全年办理案件56件，办结率100%，出台《云岭县管理办法》等文件4件，1.5万人受益，群众满意度进一步提高，各项工作取得新的进展。",
)


def wrapped(paragraph: str, width: int) -> list[str]:
    """The lines of an indented paragraph, broken at a width as a word processor breaks them."""
    lines, line, used = [], "　　", 2.0
    for c in paragraph:
        size = 0.5 if c < "\x7f" else 1
        if used + size > width and c not in "，。；、：”》）":
            lines.append(line)
            line, used = "", 0
        line, used = line + c, used + size
    return [*lines, line]


@st.composite
def wrapped_reports(draw: st.DrawFn) -> tuple[str, list[tuple[int, str]]]:
    """A hard-wrapped report of two levels, and its headings with their levels."""
    width, run_on = draw(st.integers(22, 42)), draw(st.tuples(st.booleans(), st.booleans()))
    lines: list[str] = []
    wanted: list[tuple[int, str]] = []
    for i in range(draw(st.integers(3, 5))):
        for level, mark in [
            (1, f"{NUMERALS[i]}、"),
            *((2, f"（{NUMERALS[j]}）") for j in range(draw(st.integers(1, 4)))),
        ]:
            topic, body = draw(st.sampled_from(LONG_TOPICS)), draw(st.sampled_from(LONG_BODIES))
            wanted.append((level, topic))
            for paragraph in [f"{mark}{topic}。{body}"] if run_on[level - 1] else [f"{mark}{topic}", body]:
                lines += wrapped(paragraph, width)
    return "\n".join(lines), wanted


@settings(max_examples=100, deadline=None)
@given(wrapped_reports())
def test_a_tree_is_read_back_from_a_hard_wrapped_text(report):
    text, wanted = report
    assert [(s.level, s.heading) for s in outline(text, load("fazhi")) if s.level] == wanted


NOISE = st.text(
    st.sampled_from("一二三、（）().1２①第部分章条附件目录：。；，“”年工作回顾存在的问题 　\r\n\t【】[]"), max_size=120
)


@settings(max_examples=200, deadline=None)
@given(NOISE)
def test_every_character_is_in_exactly_one_innermost_section(text):
    tree = outline(text, load("gwr"))
    assert tree[0].start == 0
    assert max(s.end for s in tree) == len(text)
    for i, section in enumerate(tree):
        following = tree[i + 1].start if i + 1 < len(tree) else len(text)
        assert section.start <= following <= section.end or section.end == following
        if i and section.level:
            assert section.start == section.heading_start < section.heading_end <= section.end
        if section.parent is not None:
            above = tree[section.parent]
            assert above.start < section.start
            assert section.end <= above.end
            assert above.level == section.level - 1
    assert tree[0].end == (tree[1].start if len(tree) > 1 else len(text))
