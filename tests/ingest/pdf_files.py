"""Writes PDF files by hand: Chinese text at given places, in a font that need not be embedded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

WIDTH, HEIGHT = 595, 842
Placed = tuple[float, float, float, str]
"""x, y from the bottom, size, text."""


def pdf(
    pages: Sequence[Iterable[Placed]],
    lines: Sequence[Iterable[tuple[float, float, float, float]]] = (),
    half_width: bool = False,
) -> bytes:
    """The file's bytes; ``lines``: ruled lines of each page; ``half_width``: Latin letters and digits are half as wide."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>"
    )
    objects.append(
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 %s/FontDescriptor 5 0 R >>"
        % (b"/W [1 95 500 814 939 500] " if half_width else b"")
    )
    objects.append(
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
    )
    kids = []
    for number, placed in enumerate(pages):
        stream = "".join(
            f"BT /F1 {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n" for x, y, size, text in placed
        )
        stream += "".join(f"{a} {b} m {c} {d} l S\n" for a, b, c, d in (lines[number] if number < len(lines) else ()))
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}endstream".encode())
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return (
        out
        + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    )


def wrapped(paragraphs: Sequence[str], per_line: int, indent: int = 2) -> list[tuple[bool, str]]:
    """Lines of a page as wide as ``per_line`` characters: (first of its paragraph, text)."""
    out = []
    for text in paragraphs:
        first, rest = text[: per_line - indent], text[per_line - indent :]
        out.append((True, first))
        out += [(False, rest[i : i + per_line]) for i in range(0, len(rest), per_line)]
    return out


def report_pdf(title: str, paragraphs: Sequence[str], columns: int = 1, size: float = 16, head: str = "") -> bytes:
    """A report as PDF: title, indented and wrapped paragraphs, page numbers, an optional running head."""
    gap = 24.0
    wide = (WIDTH - 140 - gap * (columns - 1)) / columns
    per_line, leading = int(wide // size), size * 1.6
    slots = [
        (page, column, row)
        for page in range(60)
        for column in range(columns)
        for row in range(int((HEIGHT - 200) // leading))
    ]
    pages: list[list[Placed]] = []
    for (page, column, row), (first, text) in zip(slots, wrapped(paragraphs, per_line), strict=False):
        while len(pages) <= page:
            number = f"- {len(pages) + 1} -"
            pages.append([(WIDTH / 2 - 20, 40, 12, number), *([(70, HEIGHT - 40, 9, head)] if head else [])])
        x = 70 + column * (wide + gap) + (2 * size if first else 0)
        pages[page].append((x, HEIGHT - 130 - row * leading, size, text))
    pages[0].insert(
        0,
        (
            (WIDTH - 22 * len(title)) / 2 if 22 * len(title) < WIDTH - 60 else 60,
            HEIGHT - 90,
            22 if 22 * len(title) < WIDTH - 60 else 18,
            title,
        ),
    )
    return pdf(pages)
