"""Hostile and damaged input: never a crash, never a hang, nothing written, nothing fetched, always a reason."""

from __future__ import annotations

import io
import random
import socket
import time
import zipfile

import pytest

from pipeline.ingest import office
from tests.ingest.bodies import FAZHI
from tests.ingest.layouts import encoded, trs
from tests.ingest.pdf_files import pdf, report_pdf
from tests.ingest.word_files import NS, docx, numbering, paragraph

SECONDS = 20
"""Generous for a noisy machine; what is meant is that no input takes minutes."""


def zipped(**members: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def word(xml: str) -> bytes:
    return zipped(**{"word/document.xml": xml})


LAUGHS = '<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9))
REPORT = f"{FAZHI.title}\n{FAZHI.text}".encode()
MILLION = 1_000_000

CASES: dict[str, tuple[str, bytes, set[str]]] = {
    "empty": ("a.txt", b"", {"empty"}),
    "empty pdf": ("a.pdf", b"", {"empty"}),
    "zero bytes": ("a.docx", bytes(1000), {"empty"}),
    "noise": ("a.dat", random.Random(1).randbytes(200_000), {"unsupported", "garbled"}),
    "noise named pdf": ("a.pdf", random.Random(2).randbytes(200_000), {"unsupported", "garbled"}),
    "one long line": ("a.txt", "云岭县全年受理案件，".encode() * 400_000, {"too_large"}),
    "one long line of html": (
        "a.html",
        b"<p>" + "云岭县全年受理案件。".encode() * 150_000,
        {"not_a_report", "no_body"},
    ),
    "html nested deep": ("a.html", b"<div>" * 100_000 + "全年受理案件。".encode() * 200, {"no_body", "broken"}),
    "tables nested deep": (
        "a.html",
        b"<table><tr><td>" * 5_000 + "全年受理案件。".encode() * 200,
        {"no_body", "broken"},
    ),
    "a hundred thousand links": ("a.html", "<a href=x>全年受理案件12件。</a>".encode() * 100_000, {"no_body"}),
    "backslashes in a script": ("a.html", b'<script>var a="' + b"\\\\" * MILLION + b"</script>", {"no_body"}),
    "quotes in a script": ("a.html", b"<script>" + b"\"'" * MILLION + b"</script>", {"no_body"}),
    "labels without end": ("a.txt", ("发布日期：" * 40 + "\n").encode() * 1000, {"no_text", "no_body"}),
    "toolbars without end": ("a.txt", ("打印 " * 60 + "x\n").encode() * 2000, {"no_text", "no_body", "not_a_report"}),
    "spaced characters": ("a.txt", ("政 " * 90 + "\n").encode() * 2000, {"no_body", "not_a_report"}),
    "blank lines": ("a.txt", b"\n" * MILLION + "甲".encode(), {"no_body", "no_text"}),
    "billion laughs": (
        "a.docx",
        word(
            f"<!DOCTYPE d [{LAUGHS}]><w:document {NS}><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>"
        ),
        {"broken", "no_text"},
    ),
    "external entity": (
        "a.docx",
        word(
            f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document {NS}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
        ),
        {"broken", "no_text"},
    ),
    "word tables nested deep": (
        "a.docx",
        word(
            f"<w:document {NS}><w:body>{'<w:tbl><w:tr><w:tc>' * 2000}<w:p/>{'</w:tc></w:tr></w:tbl>' * 2000}</w:body></w:document>"
        ),
        {"broken", "no_text"},
    ),
    "word bomb": ("a.docx", word(" " * 80 * MILLION), {"too_large"}),
    "zip bomb": ("a.zip", zipped(**{"a.txt": bytes(80 * MILLION)}), {"too_large"}),
    "zip in a zip": ("a.zip", zipped(**{"b.zip": zipped(**{"a.txt": REPORT})}), {"unsupported"}),
    "empty zip": ("a.zip", zipped(), {"empty"}),
    "truncated docx": ("a.docx", docx(paragraph(FAZHI.text))[:-200], {"broken"}),
    "pdf head only": ("a.pdf", b"%PDF-1.7\n", {"broken"}),
    "a page of forty thousand characters": (
        "a.pdf",
        pdf([[(10 + i % 50 * 10, 10 + i // 50, 8, "甲") for i in range(40_000)]]),
        {"garbled", "no_body", "not_a_report"},
    ),
    "picture": ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(100), {"scanned"}),
    "word file with a password": (
        "a.docx",
        b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600),
        {"encrypted"},
    ),
    "pdf with a password": (
        "a.pdf",
        report_pdf(FAZHI.title, FAZHI.paragraphs).replace(
            b"/Root 1 0 R",
            b"/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"
            + b"41" * 32
            + b"> /U <"
            + b"42" * 32
            + b"> >>",
        ),
        {"encrypted"},
    ),
    "old word file": ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(600), {"unsupported", "broken"}),
}


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("ingest touched the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(autouse=True)
def no_libreoffice(monkeypatch):
    """It has tests of its own, and takes seconds to start."""
    monkeypatch.setattr(office, "libreoffice", lambda: None)


@pytest.mark.parametrize("name", CASES)
def test_refused_with_a_reason_in_time(refusal, name):
    source, data, reasons = CASES[name]
    start = time.process_time()
    assert refusal(source, data) in reasons
    assert time.process_time() - start < SECONDS


def test_zip_members_become_reports_or_refusals_and_nothing_is_written(read, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data = zipped(
        **{"../../up.txt": REPORT, "b/c.html": encoded(trs(FAZHI), "utf-8"), "d.txt": "", "__MACOSX/x.txt": REPORT}
    )
    reading = read("a.zip", data)
    assert [r["source"] for r in reading.reports] == ["a.zip!/../../up.txt", "a.zip!/b/c.html"]
    assert [(r["source"], r["reason"]) for r in reading.rejected] == [("a.zip!/d.txt", "empty")]
    assert list(tmp_path.rglob("*")) == []


def test_names_in_gbk_inside_a_zip(read):
    data = zipped(**{"xx.txt": REPORT}).replace(b"xx.txt", "县.txt".encode("gb18030"))
    assert [r["source"] for r in read("a.zip", data).reports] == ["a.zip!/县.txt"]


def test_external_entity_is_not_read(read):
    xml = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {NS}><w:body><w:p><w:r><w:t>{FAZHI.title}</w:t></w:r></w:p>{"".join(map(paragraph, FAZHI.paragraphs))}<w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
    reading = read("a.docx", word(xml))
    assert all("root:" not in r["text"] for r in reading.reports)


ORIGINALS = {
    "html": ("a.html", encoded(trs(FAZHI), "utf-8")),
    "gbk": ("a.html", encoded(trs(FAZHI), "gb18030")),
    "docx": ("a.docx", docx("".join(map(paragraph, FAZHI.paragraphs)), numbering([("decimal", "%1.")]))),
    "pdf": ("a.pdf", report_pdf(FAZHI.title, FAZHI.paragraphs)),
    "zip": ("a.zip", zipped(**{"x.html": trs(FAZHI), "y.txt": REPORT})),
    "mhtml": (
        "a.mht",
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n"
        + trs(FAZHI).encode()
        + b"\n--b--",
    ),
    "txt": ("a.txt", FAZHI.text.encode("gb18030")),
}


@pytest.mark.parametrize("name", ORIGINALS)
def test_cut_and_flipped(read, name):
    source, data = ORIGINALS[name]
    dice = random.Random(7)
    for turn in range(30):
        bad = bytearray(data[: dice.randrange(len(data))] if turn % 3 == 0 else data)
        for _ in range(dice.choice((1, 5, 50, 500)) if turn % 3 and bad else 0):
            bad[dice.randrange(len(bad))] = dice.randrange(256)
        start = time.process_time()
        reading = read(source, bytes(bad))
        assert reading.reports or reading.rejected
        assert time.process_time() - start < SECONDS
