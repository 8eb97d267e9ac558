"""A page's lines: where they end, and what stands in links."""

from __future__ import annotations

import pytest

from pipeline.ingest.blocks import lines, parse, shown_by


@pytest.mark.parametrize(("html", "shown", "unlinked"), [
    ("<p>甲<a href=x>乙</a>丙</p><p>丁</p>", ["甲乙丙", "丁"], ["甲丙", "丁"]),
    ("<div>甲<a><div>乙</div>丙</a>丁</div>", ["甲", "乙", "丙丁"], ["甲丁"]),
    ("<a>甲<b>乙</b></a><script>丙</script>丁<br>戊", ["甲乙丁", "戊"], ["丁", "戊"]),
    ("<ul><li><a>甲</a></li><li>乙</li></ul>", ["甲", "乙"], ["乙"]),
    ("<p>甲</p> \n <p>\u3000</p>\n<p>\u3000\u3000乙\n</p>", ["甲", "\u3000\u3000乙"], ["甲", "\u3000\u3000乙"]),
    ("<p>\n  \u3000\u3000甲</p>", ["甲"], ["甲"]),
    ("<p>甲\n    乙 c\n  d</p>", ["甲乙 c d"], ["甲乙 c d"]),
    ("<table><tr><td>甲<td>1<tr><td>乙<td><a>2</a></table>丙", ["甲\t1", "乙\t2", "丙"], ["甲\t1", "乙\t2", "丙"]),
    ("<pre>甲\n乙</pre>", ["甲", "乙"], ["甲", "乙"]),
])  # fmt: skip
def test_lines(html, shown, unlinked):
    tree = parse(f"<html><body>{html}</body></html>")
    assert shown_by(tree)[:2] == (shown, unlinked)
    assert lines(tree) == shown


def test_only_the_first_lines_may_be_asked_for():
    tree = parse("<p>甲<p>乙<p>丙<p>丁")
    assert lines(tree, 2) == ["甲", "乙"]
    assert lines(tree, 9) == ["甲", "乙", "丙", "丁"]


def test_what_stands_behind_an_element_is_not_of_it():
    tree = parse("<div><p>甲</p>乙</div>丙")
    assert lines(tree.find(".//p")) == ["甲"]
    assert lines(tree.find(".//div")) == ["甲", "乙"]
