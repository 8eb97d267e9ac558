"""Bytes to text: which character encoding a file is in, whatever it says of itself."""

from __future__ import annotations

import codecs

from pipeline.ingest.legibility import ILLEGIBLE, chinese_count, count_of, legibility
from pipeline.ingest.reading import Doubt, Refused

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LEGACY = ("gb18030", "big5hkscs")
SAMPLE = 200_000
_CP1252 = {
    bytes([n]).decode("cp1252"): bytes([n]) for n in range(0x80, 0xA0) if n not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_STRANGE = "".join([*map(chr, range(0x80, 0x100)), *_CP1252])
"""What UTF-8 is full of when it is taken for Latin-1."""
_BEGIN_LATIN = ("\x80".encode()[0], "\xff".encode()[0])
"""What Latin letters with accents and their like begin with in UTF-8."""
LEAST = 200
"""Strange characters of a text that was taken for Latin-1."""


def decode(data: bytes, common: frozenset[str]) -> tuple[str, str, tuple[Doubt, ...]]:
    """The text, the encoding's name, and doubts. Raises :class:`Refused` (garbled) for bytes that no encoding fits."""
    for bom, name in BOMS:
        if data.startswith(bom):
            return data.decode(name, "replace").removeprefix("\ufeff"), name, ()
    if wide := _wide(data, common):
        return data.decode(wide, "replace"), wide, ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _best(data, common)
    # of the two or three bytes of a Chinese character, each taken for a letter, the first always gives a Latin one
    latin = sum(map(data.count, _BEGIN_LATIN))
    return _once_more(text, "utf-8", common) if 3 * latin >= LEAST else (text, "utf-8", ())


def _once_more(text: str, name: str, common: frozenset[str]) -> tuple[str, str, tuple[Doubt, ...]]:
    """Undo a decoding as Latin-1 that was saved as UTF-8 (æ³•æ²» for 法治): whole texts only."""
    sample = text[:SAMPLE]
    strange = count_of(_STRANGE, sample)
    if strange < LEAST or strange < 5 * chinese_count(sample):
        return text, name, ()
    raw = b"".join(
        _CP1252[char] if char in _CP1252 else char.encode("latin-1") if char <= "\xff" else char.encode("utf-8")
        for char in text
    )
    for real in ("utf-8", "gb18030"):
        fixed = raw.decode(real, "replace")
        if _score(fixed[:SAMPLE], common) > 2 * ILLEGIBLE - 0.1:
            return (
                fixed,
                f"{real} as latin-1",
                (Doubt("mojibake_mended", "整篇乱码（误作 Latin-1 解码）已还原；请核对"),),
            )
    return text, name, ()


def _wide(data: bytes, common: frozenset[str]) -> str:
    """UTF-16 without a mark: zero bytes, and Chinese prose when two bytes are taken for a character."""
    sample = data[:4000]
    if 0 not in sample:
        return ""
    tried = [(_score(sample.decode(name, "replace"), common), name) for name in ("utf-16-le", "utf-16-be")]
    score, name = max(tried)
    return name if score > ILLEGIBLE else ""


def _best(data: bytes, common: frozenset[str]) -> tuple[str, str, tuple[Doubt, ...]]:
    """Not UTF-8 throughout: the reading that looks most like Chinese prose."""
    tried = [(_score(data[:SAMPLE].decode(name, "replace"), common), name) for name in (*LEGACY, "utf-8")]
    mixed = _by_lines(data[:SAMPLE])
    score, name = max(tried)
    if _score(mixed, common) > score + 0.02:
        text, name = _by_lines(data), "utf-8+gb18030"
    else:
        text = data.decode(name, "replace")
    if chinese_count(text) >= 30 and legibility(text, common) < ILLEGIBLE:
        raise Refused("garbled", "无法识别字符编码，或文件不是文本。请重新从网站保存，或另存为 UTF-8 文本后再试")
    lost = text.count("\ufffd")
    if name == "utf-8+gb18030":
        return text, name, (Doubt("mixed_encoding", "文件混用 UTF-8 与 GB18030，已逐行分别解码"),)
    return (
        text,
        name,
        (Doubt("bad_bytes", f"有 {lost} 处字节不合 {name} 编码，已用 U+FFFD 标出；请核对原文"),) if lost else (),
    )


def _score(text: str, common: frozenset[str]) -> float:
    return legibility(text, common) - 5 * text.count("\ufffd") / (len(text) or 1)


def _by_lines(data: bytes) -> str:
    return "\n".join(_line(line) for line in data.split(b"\n"))


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("gb18030", "replace")
