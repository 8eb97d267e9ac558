"""Whether a text can be a report at all: legible, long enough, mostly sentences, and marked like a report."""

from __future__ import annotations

from functools import lru_cache

from pipeline.ingest.furniture import compiled
from pipeline.ingest.legibility import ILLEGIBLE, chinese_count, common_characters, legibility
from pipeline.ingest.reading import Refused
from pipeline.profiles import Profile

TEXT_LIMIT = 3_000_000
LEAST_PROSE = 150
"""Chinese characters in sentences below which no text is a report."""
LONG_ENOUGH = 600
"""Chinese characters in sentences from which a text need not be marked like a report."""
LEAST_SHARE = 0.25
"""Of its Chinese characters a report has this share in sentences; menus have hardly any."""


@lru_cache(maxsize=2)
def prose(text: str) -> int:
    """Chinese characters in lines that hold sentences."""
    return chinese_count("\n".join(line for line in text.split("\n") if _is_sentence(line)))


def _is_sentence(line: str) -> bool:
    return "。" in line or "；" in line or (len(line) >= 60 and any(stop in line for stop in "，,、："))


def check_text(text: str, profile: Profile) -> None:
    """Raise :class:`Refused` for what can't be a report by its looks alone."""
    if not text.strip():
        raise Refused("no_text", "文件里没有文字")
    if len(text) > TEXT_LIMIT:
        raise Refused("too_large", f"文字有 {len(text)} 字，超过 {TEXT_LIMIT} 字。请只保留报告本身")
    if chinese_count(text) >= 30 and legibility(text, common_characters(profile)) < ILLEGIBLE:
        raise Refused("garbled", "文字多为乱码（字符编码或字体有误）。请重新从网站保存，或换用其他格式")
    if not body_prose(text, profile):
        raise Refused(
            "no_body", "只有导航、目录、摘要或零散文字，没有报告正文。请打开网页确认正文后重新保存，或下载附件"
        )


def body_prose(text: str, profile: Profile) -> int:
    """Chinese characters in sentences; 0 where there are not enough for a report. A short text must be marked like one."""
    held = prose(text)
    if held < LEAST_PROSE or held < LEAST_SHARE * chinese_count(text):
        return 0
    return held if held >= LONG_ENOUGH or points(text, profile) >= 2 else 0


def points(text: str, profile: Profile) -> int:
    """How far a text is marked like a report: numbered items, an opening, a signature."""
    return sum(
        mark["points"]
        for mark in profile.data["report_marks"]["mark"]
        if sum(1 for _ in zip(range(mark["least"]), compiled(mark["pattern"]).finditer(text), strict=False))
        >= mark["least"]
    )
