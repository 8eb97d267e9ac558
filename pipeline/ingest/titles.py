"""The title of a report, as it stands in the page or at the head of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from pipeline.ingest.clean import letter_spacing
from pipeline.ingest.facts import facts_of, may_state
from pipeline.ingest.furniture import compiled
from pipeline.ingest.scripted import titles
from pipeline.profiles import Profile

LONGEST = 90
HEAD_LINES = 8
_CUT = re.compile(r"\s*(?:(?<!\d)[-_—|–｜]{1,2}|[-_—|–｜]{1,2}(?!\d)|>>|::)\s*")
_ELLIPSIS = re.compile(r"(?:\.{2,}|…+)$")
_CLOSE = re.compile("(?<=[\u4e00-\u9fff]) (?=关于|\\d)|(?<=[年度]) (?=[\u4e00-\u9fff])")
_STOPS = "。；：:，,"
_END = re.compile(
    f"[{_STOPS}]$|"
    r"[〔\[（(](?:19|20)\d\d[〕\])）]第?\d+号|文件(?:之?[（(]?[一二三四五六七八九十\d]{1,3}[)）]?)?$|^附件|公开$|代表大会$|^第.{1,4}次会议"
)
_GOES_ON = re.compile(r"^(?:及|和|暨|与|并|、)")
_BROKEN = re.compile("(?<=[\u4e00-\u9fff）》”])[ \t\u3000]*(?:\n|  )\\s*(?=[\u4e00-\u9fff（《“\\d])")
_YEAR = re.compile(r"(?:19|20)\d\d|二[〇○零]")
_PLACE = re.compile("[省市县区旗州镇乡局委]")
_DATED = re.compile(r"^[（(].{0,40}[)）]$")
_ITEM = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|[—–-]{1,4})")
_NOISE = re.compile(r"^(?:首页|标题|名称)[:：]?\s*")


def title_of(text: str, stated: Mapping[str, str], profiles: Mapping[str, Profile]) -> str:
    """The best candidate; empty where none is a title."""
    candidates = list(dict.fromkeys(_candidates(text, stated, profiles)))
    whole = [title for title, _ in candidates]
    ranked = sorted(
        (
            (_rank(candidate, trust, stated, profiles), -order, candidate)
            for order, (candidate, trust) in enumerate(candidates)
            if not _ELLIPSIS.search(candidate) or not _is_cut(candidate, whole)
        ),
        reverse=True,
    )
    return _without_noise(ranked[0][2], profiles["other"]) if ranked and ranked[0][0] > 0 else ""


def _is_cut(title: str, others: Sequence[str]) -> bool:
    """Whether another candidate goes on where this one breaks off."""
    start = _ELLIPSIS.sub("", title)
    return any(other.startswith(start) and len(other) > len(start) and other != title for other in others)


def _candidates(text: str, stated: Mapping[str, str], profiles: Mapping[str, Profile]) -> Iterator[tuple[str, int]]:
    """(title, trust): a part behind a dash or bar is trusted less than the first."""
    other = profiles["other"]
    yield from _parts(stated.get("meta_title", ""), 5, other)
    for line in stated.get("headlines", "").split("\n"):
        yield from _parts(line, 4, other)
    for line in filter(may_state, stated.get("short_lines", "").split("\n")):
        for kind, _, value in facts_of(line, other):
            if kind == "title":
                yield _tidy(value, other), 4
    for line in titles(stated.get("script", "")):
        yield from _parts(line, 3, other)
    speaks = _speaking(tuple(profiles.values())).search
    yield from (
        (_tidy(line, other), 2)
        for line in stated.get("plain_lines", "").split("\n")
        if line[-1:] not in _STOPS and not _ITEM.match(line) and speaks(line) and not _END.search(line)
    )
    yield from ((_tidy(line, other), 3) for line in head_titles(text, profiles))
    html_title = stated.get("html_title", "")
    yield from _parts(html_title, 3, other)
    yield from ((_tidy(piece, other), 1) for piece in html_title.split(" ") if " " in html_title)
    if "doc_title" in stated:
        yield _tidy(stated["doc_title"], other), 1


def _parts(line: str, trust: int, profile: Profile) -> Iterator[tuple[str, int]]:
    first, *rest = _CUT.split(line)
    yield _tidy(first, profile), trust
    yield from ((_tidy(part, profile), 1) for part in rest)


def head_titles(text: str, profiles: Mapping[str, Profile]) -> list[str]:
    """Lines at the head that may be the title; a title broken over two or three lines is joined."""
    lines = text.split("\n")[:HEAD_LINES]
    found: list[str] = []
    for number, line in enumerate(lines):
        if len(line) > 200 or (len(line) > 40 and "。" in line):
            break
        if not _may_be_title(line):
            continue
        joined = line
        for below in lines[number + 1 : number + 3]:
            whole = fits(joined, profiles) and not _GOES_ON.match(below)
            if len(joined) > 60 or whole or not _may_be_title(below) or _DATED.match(below):
                break
            joined += below
            # of the same trust the earlier candidate wins, and a title is not whole before what goes on with it
            found.insert(0 if _GOES_ON.match(below) else len(found), joined)
        found.append(line)
    return found


def fits(title: str, profiles: Mapping[str, Profile]) -> bool:
    """Whether it speaks like the title of a report of some genre."""
    return _speaking(tuple(profiles.values())).search(title) is not None


@lru_cache(maxsize=4)
def _speaking(profiles: tuple[Profile, ...]) -> re.Pattern[str]:
    """What the titles of reports of these genres say."""
    signs = [s for p in profiles for s in p.data.get("recognise", {}).get("sign", ())]
    return re.compile("|".join(f"(?:{s['pattern']})" for s in signs if s["where"] == "title" and s["weight"] > 0))


def _may_be_title(line: str) -> bool:
    return len(line) <= LONGEST and not _END.search(line) and not _ITEM.match(line) and "\t" not in line


def _tidy(title: str, profile: Profile) -> str:
    """On one line, without a label, book marks or a channel's name around it; the dots of a cut one stay."""
    joined = _BROKEN.sub("", title.strip())
    closed = letter_spacing(_NOISE.sub("", " ".join(joined.split())))
    bare = closed[1:-1] if closed.startswith("《") and closed.endswith("》") and closed.count("《") == 1 else closed
    dots = _ELLIPSIS.search(bare)
    return _without_noise(bare, profile) + (dots[0] if dots else "")


def _without_noise(title: str, profile: Profile) -> str:
    for entry in profile.data["page"]["title_noise"]:
        title = compiled(entry["pattern"]).sub("", title)
    return _CLOSE.sub("", title)


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
        - 3 * bool(_ELLIPSIS.search(title))
        + 10 * speaks
        + 2 * ("报告" in title)
        + 2 * bool(_YEAR.search(title))
        + (4 if trust >= 3 else 1) * bool(_PLACE.search(title))
        + 2 * known
        - 4 * (" " in title)
    )
