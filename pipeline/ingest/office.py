"""DOC, WPS and RTF: converted by LibreOffice where it is installed, else refused with the way to get it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from pipeline.ingest.reading import Document, Refused
from pipeline.ingest.word import read_docx
from pipeline.profiles import Profile

SECONDS = 45
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream that holds a .docx with a password, inside the container of the old .doc."""


def libreoffice() -> str | None:
    """The program's place, where it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def read_doc(data: bytes, profile: Profile) -> Document:
    """The converted file's paragraphs. Raises :class:`Refused` (unsupported) without LibreOffice."""
    if ENCRYPTED in data:
        raise Refused("encrypted", "Word 文件设有打开密码。请解除密码后重新放入")
    program = libreoffice()
    if program is None:
        raise Refused(
            "unsupported",
            "旧版 Word/WPS 文件需要 LibreOffice 才能读取：apt-get install libreoffice-writer；或在 Word 中另存为 .docx",
        )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in.doc")
        source.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "docx",
            "--outdir",
            folder,
            str(source),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
            made = Path(folder, "in.docx").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise Refused(
                "broken", "LibreOffice 无法转换此文件（可能已损坏或加密）。请在 Word 中另存为 .docx"
            ) from error
    return replace(read_docx(made, profile), format="doc")
