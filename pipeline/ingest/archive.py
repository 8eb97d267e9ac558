"""Opens ZIP containers safely: members are counted, bounded in size, and read into memory only; nothing is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from pipeline.ingest.reading import Refused

MEMBER_LIMIT = 60_000_000
TOTAL_LIMIT = 400_000_000
MEMBERS_LIMIT = 5000
RATIO_LIMIT = 400
"""A member that unpacks to more than this many times its packed size (and over a million bytes) is a bomb."""


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The container. Raises :class:`Refused` where it is cut off, is no ZIP, or has too many members."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, IndexError) as error:
        raise Refused("broken", f"文件不完整或已损坏（{error}）。请重新下载") from error
    if len(archive.infolist()) > MEMBERS_LIMIT:
        raise Refused("too_large", f"压缩包内文件超过 {MEMBERS_LIMIT} 个。请分成几个压缩包")
    return archive


def members_of(data: bytes) -> int:
    """How many files a ZIP of reports holds; 0 for any other file."""
    if not data.startswith(b"PK"):
        return 0
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, IndexError):
        return 0
    return 0 if {"[Content_Types].xml", "OFD.xml"} & set(names) else min(len(names), MEMBERS_LIMIT)


def read_member(archive: zipfile.ZipFile, name: str, limit: int = MEMBER_LIMIT) -> bytes:
    """One member's bytes. Raises :class:`Refused` for what is missing, damaged, encrypted or too large."""
    try:
        info = archive.getinfo(name)
        if info.flag_bits & 1:
            raise Refused("encrypted", "压缩包设有密码。请解除密码后重新放入")
        packed = max(info.compress_size, 1)
        if info.file_size > limit or (info.file_size > 1_000_000 and info.file_size > RATIO_LIMIT * packed):
            raise Refused("too_large", f"{name} 解压后为 {info.file_size} 字节，超过限制，疑为压缩炸弹")
        with archive.open(info) as file:
            content = file.read(limit + 1)
    except (
        KeyError,
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise Refused("broken", f"文件不完整或已损坏（{name}：{error}）。请重新下载") from error
    if len(content) > limit:
        raise Refused("too_large", f"{name} 解压后超过 {limit} 字节")
    return content


def members(data: bytes) -> Iterator[tuple[str, bytes | Refused]]:
    """Each file in a ZIP by name, in order of names: its bytes, or why it is refused."""
    archive = open_zip(data)
    total = 0
    for info in sorted(archive.infolist(), key=lambda i: _name(i)):
        name = _name(info)
        if info.is_dir() or name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith("."):
            continue
        try:
            content = read_member(archive, info.filename)
            total += len(content)
            if total > TOTAL_LIMIT:
                raise Refused("too_large", f"压缩包解压后超过 {TOTAL_LIMIT} 字节。请分成几个压缩包")
            yield name, content
        except Refused as refused:
            yield name, refused


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name; Chinese systems write GBK names without saying so, which ZIP takes for code page 437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename
