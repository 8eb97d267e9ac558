"""The font of the charts draws Chinese, and one that doesn't is found out."""

from pathlib import Path

import matplotlib
import pytest

from pipeline.setup import SetupError, fonts

LATIN = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


def test_the_font_here_draws_chinese():
    assert fonts.missing_glyphs(fonts.ensure(), fonts.SAMPLE) == set()
    assert fonts.chinese_font() == fonts.ensure()


def test_a_latin_font_lacks_chinese_and_nothing_else():
    assert fonts.missing_glyphs(LATIN, "法治 abc") == {"法", "治"}


def test_what_is_no_font_draws_nothing(tmp_path):
    (tmp_path / "x.ttf").write_bytes(b"no font")
    assert fonts.missing_glyphs(tmp_path / "x.ttf", "法a") == {"法", "a"}


@pytest.mark.parametrize("there", [[], [LATIN]])
def test_without_a_font_set_up_fails_and_says_what_to_install(monkeypatch, there):
    monkeypatch.setattr(fonts, "_candidates", lambda: iter(there))
    with pytest.raises(SetupError, match="mplfonts"):
        fonts.ensure()


def test_a_font_that_lacks_something_is_passed_over(monkeypatch):
    found = fonts.ensure()
    monkeypatch.setattr(fonts, "_candidates", lambda: iter([LATIN, found]))
    assert fonts.ensure() == found
