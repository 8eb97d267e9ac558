"""A page's elements are found by name as a selector finds them on the tree."""

from __future__ import annotations

import pytest
from lxml.cssselect import CSSSelector

from pipeline.ingest.blocks import lines, parse
from pipeline.ingest.legibility import chinese_count, chinese_counts
from pipeline.ingest.page import Page

HTML = """<div id=a class="x y"><p class=y style="display:none">甲</p><H1 class="x x">乙</H1></div>
<section id=b><h2 class=title>丙</h2><div class=x id=vsb_content_2>丁</div></section>"""


@pytest.mark.parametrize(
    "css",
    [
        "h1",
        "H1",
        ".x",
        ".y, h1",
        "h1, .y, #b",
        "h2.title",
        "#a .y",
        "[id^=vsb_content]",
        "[id^=vsb_content], h1",
        ".none, #b, section .x",
        "#A",
        "p.title",
    ],
)
def test_elements_are_those_that_the_selector_finds_in_order(css):
    tree = parse(HTML)
    assert Page(tree).select(css) == CSSSelector(css, translator="html")(tree)


def test_what_was_taken_out_is_no_longer_held():
    page = Page(parse(HTML))
    [above], [below] = page.select("#a"), page.select("h1")
    assert all(map(page.holds, page.nodes))
    above.getparent().remove(above)
    assert not page.holds(above) and not page.holds(below) and page.holds(page.tree)


def test_elements_with_telling_attributes_are_known():
    long = f'<i data-a="{"文" * 300}" data-b="{"字" * 300}">乙</i>'
    page = Page(parse(f'<p style="color:red" id=a>甲</p><p style="display: none">丙</p><b class=c id=d>丁</b>{long}'))
    assert [node.text for node in page.unshown] == ["丙"]
    assert {node.text for node in page.named} == {"甲", "丁"}
    assert [node.tag for node in page.laden] == ["i"]


LINED = """<div id=a>甲<p>乙</p>丙<br>丁</div><table id=t><tr><td>一</td><td><p>1</p></td></tr><tr><td>二<td>2</table>
<ul id=b><li>戊<a href=x><b>己</b></a></li><li></li></ul><span>庚</span><div id=c><script>x</script></div>"""


def test_lines_of_an_element_are_those_that_it_shows_by_itself():
    page = Page(parse(LINED))
    for node in page.nodes:
        assert page.lines(node) == lines(node), node.tag
        assert page.lines(node, 1) == lines(node)[:1]


def test_lines_without_what_was_taken_out():
    page = Page(parse(LINED))
    [around], [inner] = page.select("#a"), page.select("#a p")
    assert page.lines(around) == ["甲", "乙", "丙", "丁"]
    page.drop(inner)
    assert page.lines(around) == ["甲丙", "丁"], "what stands behind it stays"
    assert page.lines(page.tree)[0] == "甲丙"


def test_characters_of_many_texts_are_counted_as_of_each():
    texts = ["2021年，法治", "abc", "\U00020000政", "。", "一" * 500]
    assert chinese_counts(texts) == [chinese_count(text) for text in texts]
    assert chinese_counts([]) == []
