"""The title of a report, as it stands in the page or at the head of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pipeline.ingest.clean import letter_spacing
from pipeline.ingest.facts import facts_of
from pipeline.ingest.furniture import compiled
from pipeline.profiles import Profile

LONGEST = 90
HEAD_LINES = 8
_CUT = re.compile(r"\s*(?:[-_—|–]{1,2}|\s-\s|>>|::)\s*")
_END = re.compile(r"[。；：:，,]$|[〔\[（(](?:19|20)\d\d[〕\])）]第?\d+号|文件$")
_BROKEN = re.compile("(?<=[\u4e00-\u9fff）》”])[ \t\u3000]*(?:\n|  )\\s*(?=[\u4e00-\u9fff（《“\\d])")
_YEAR = re.compile(r"(?:19|20)\d\d|二[〇○零]")
_PLACE = re.compile("[省市县区旗州镇乡局委]")
_DATED = re.compile(r"^[（(].{0,40}[)）]$")
_ITEM = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|[—–-]{1,4})")
_NOISE = re.compile(r"^(?:首页|标题|名称)[:：]?\s*")


def title_of(text: str, stated: Mapping[str, str], profiles: Mapping[str, Profile]) -> str:
    """The best candidate; empty where none is a title."""
    ranked = sorted(
        (
            (_rank(candidate, trust, stated, profiles), -order, candidate)
            for order, (candidate, trust) in enumerate(_candidates(text, stated, profiles))
        ),
        reverse=True,
    )
    return ranked[0][2] if ranked and ranked[0][0] > 0 else ""


def _candidates(text: str, stated: Mapping[str, str], profiles: Mapping[str, Profile]) -> Iterable[tuple[str, int]]:
    if "meta_title" in stated:
        yield _tidy(stated["meta_title"]), 5
    for line in stated.get("headlines", "").split("\n"):
        yield _tidy(line), 4
    for line in stated.get("short_lines", "").split("\n"):
        for kind, _, value in facts_of(line, profiles["other"]):
            if kind == "title":
                yield _tidy(value), 4
    yield from (
        (_tidy(line), 2)
        for line in stated.get("plain_lines", "").split("\n")
        if not _END.search(line) and not _ITEM.match(line)
    )
    yield from ((line, 3) for line in head_titles(text, profiles))
    if "html_title" in stated:
        parts = _CUT.split(stated["html_title"])
        yield from ((_tidy(part), 3 if part == parts[0] else 1) for part in parts)
        yield from ((_tidy(piece), 1) for part in parts for piece in part.split(" ") if " " in part)
    if "doc_title" in stated:
        yield _tidy(stated["doc_title"]), 1


def head_titles(text: str, profiles: Mapping[str, Profile]) -> list[str]:
    """Lines at the head that may be the title; a title broken over two or three lines is joined."""
    lines = text.split("\n")[:HEAD_LINES]
    found = []
    for number, line in enumerate(lines):
        if len(line) > 200 or (len(line) > 40 and "。" in line):
            break
        if not _may_be_title(line):
            continue
        joined = line
        for below in lines[number + 1 : number + 3]:
            if len(joined) > 60 or fits(joined, profiles) or not _may_be_title(below) or _DATED.match(below):
                break
            joined += below
            found.append(joined)
        found.append(line)
    return found


def fits(title: str, profiles: Mapping[str, Profile]) -> bool:
    """Whether it speaks like the title of a report of some genre."""
    signs = [s for p in profiles.values() for s in p.data.get("recognise", {}).get("sign", ())]
    return any(
        compiled(sign["pattern"]).search(title) for sign in signs if sign["where"] == "title" and sign["weight"] > 0
    )


def _may_be_title(line: str) -> bool:
    return len(line) <= LONGEST and not _END.search(line) and not _ITEM.match(line) and "\t" not in line


def _tidy(title: str) -> str:
    """On one line, without a label or book marks around it."""
    joined = _BROKEN.sub("", title.strip())
    closed = letter_spacing(_NOISE.sub("", " ".join(joined.split())))
    return closed[1:-1] if closed.startswith("《") and closed.endswith("》") and closed.count("《") == 1 else closed


def _rank(title: str, trust: int, stated: Mapping[str, str], profiles: Mapping[str, Profile]) -> int:
    """0: no title. Else the more it speaks like a report's title, and the more its place is trusted, the higher."""
    if not 4 <= len(title) <= LONGEST or not re.search("[\u4e00-\u9fff]{3}", title):
        return 0
    speaks = fits(title, profiles)
    if not speaks and trust < 4:
        return 0
    known = title in stated.get("html_title", "")
    return (
        trust
        + 10 * speaks
        + 2 * ("报告" in title)
        + 2 * bool(_YEAR.search(title))
        + bool(_PLACE.search(title))
        + 2 * known
        - 4 * (" " in title)
    )
