"""Which encoding bytes are in, where nothing says so."""

from __future__ import annotations

import pytest

from pipeline.ingest.encoding import decode
from pipeline.ingest.legibility import common_characters


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", [b"", b"\x0a"], ids=["whole", "cut off inside a character"])
def test_utf_16_without_a_mark_and_hardly_a_zero_byte(language, name, end):
    text = "县政府工作报告\n" + "全年坚持依法行政，规范权力运行，落实行政执法公示制度，各项工作取得明显成效。" * 8
    found, encoding, _ = decode(text.encode(name) + end, common_characters(language))
    assert encoding == name and found.startswith(text)
