"""DOC, WPS and RTF: converted by LibreOffice where it is installed, else refused with the way to get it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
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

NO_NETWORK = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
"""Pictures and links that a file loads from elsewhere lead nowhere."""
_ITEM = '<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    + "".join(
        _ITEM.format(path=path, name=name, value=value)
        for path, name, value in (
            ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
            ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
            ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
            ("Writer/Content/Update", "Link", "2"),
            ("Common/Misc", "FirstRun", "false"),
        )
    )
    + "</oor:items>"
)
"""No macro runs, no link to elsewhere is followed, and no link is updated (2: never)."""


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
            "旧版 Word/WPS 文件需要 LibreOffice 才能读取：apt-get install libreoffice-writer-nogui；或在 Word 中另存为 .docx",
        )
    return replace(read_docx(_converted(program, data), profile), format="doc")


def _converted(program: str, data: bytes) -> bytes:
    """The file as .docx, made in a folder of its own that holds LibreOffice's profile too: no macros, no user's settings."""
    with tempfile.TemporaryDirectory(prefix="duizhao-") as folder:
        source = Path(folder, "in.rtf" if data.startswith(b"{\\rtf") else "in.doc")
        source.write_bytes(data)
        settings = Path(folder, "profile", "user", "registrymodifications.xcu")
        settings.parent.mkdir(parents=True)
        settings.write_text(SETTINGS, "utf-8")
        command = [
            program,
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            folder,
            str(source),
        ]
        try:
            _run(command, folder)
            return Path(folder, "in.docx").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise Refused(
                "broken", "LibreOffice 无法转换此文件（可能已损坏或加密）。请在 Word 中另存为 .docx"
            ) from error


def _run(command: list[str], folder: str) -> None:
    """Run it in a session of its own, so that past the deadline the program goes with all that it started."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **NO_NETWORK, "HOME": folder, "TMPDIR": folder},
        start_new_session=True,
    ) as process:
        try:
            process.wait(SECONDS)
        except BaseException:
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
            raise
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
