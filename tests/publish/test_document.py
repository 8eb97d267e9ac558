import io

import docx
import pytest

from pipeline.publish.exports.document import pair_docx


@pytest.fixture(scope="module")
def made(corpus):
    return pair_docx(corpus, corpus.read("pairs").to_dict("records")[0])


def test_the_passages_stand_side_by_side_with_marks_that_are_not_colour_alone(made):
    figures, sides = docx.Document(io.BytesIO(made)).tables
    assert [c.text for c in figures.rows[1].cells][1:] == ["12件", "15件", "+25.0%"]
    op, a, b = sides.rows[1].cells
    assert op.text == "修改" and a.text.startswith("收到复议申请12件") and b.text.startswith("收到复议申请15件")
    assert [r.text for r in a.paragraphs[0].runs if r.font.strike] == ["12"]
    assert [r.text for r in b.paragraphs[0].runs if r.font.underline] == ["15"]
    assert [row.cells[0].text for row in sides.rows[2:]] == ["新增", "移动"]


def test_text_is_never_markup(made):
    assert "<script>" in docx.Document(io.BytesIO(made)).tables[1].rows[1].cells[1].text


def test_the_same_pair_gives_the_same_file(made, corpus):
    assert pair_docx(corpus, corpus.read("pairs").to_dict("records")[0]) == made
