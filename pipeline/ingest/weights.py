"""How much prose and how many links each element of a page holds: what tells a body from menus and lists of news."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from pipeline.ingest.blocks import BLOCKS, SKIPPED, name_of, tag_of
from pipeline.ingest.legibility import chinese_count, chinese_counts
from pipeline.ingest.page import Page

LEAST = 8
"""Characters below which a piece of text is no prose."""
CARDS = 3
"""Elements beside one another, each a linked headline with an abstract, from which they are a list of news."""
_CARD_PROSE = 260
_MOST_PAGES = 20
_CARD_TITLE = 6
_CARD_TAGS = frozenset(["li", "div", "dl", "tr", "td", "article", "section"])
_STOP = re.compile("[，。；！？]")


class Weight(NamedTuple):
    """What an element holds: Chinese characters in prose, and in links."""

    prose: int
    linked: int


NOTHING = Weight(0, 0)
Weights = Mapping[Any, Weight]


def weigh(page: Page, is_apart: Callable[[Any], bool]) -> dict[Any, Weight]:
    """What each of a page's elements holds, children included; lists of news, hidden parts and those that are apart hold nothing."""
    inside, behind = _prose(page.nodes)
    found: dict[Any, Weight] = {}
    for node in reversed(page.nodes):
        prose = inside.get(node, 0)
        if not (prose or len(node) or name_of(node.tag) == "a") or is_hidden(node, page):
            found[node] = NOTHING
            continue
        weight = _weight(node, prose, behind, found)
        found[node] = Weight(0, weight.linked) if weight.prose and is_apart(node) else weight
    return found


def _weight(node: Any, prose: int, behind: Mapping[Any, int], found: dict[Any, Weight]) -> Weight:
    tag = name_of(node.tag)
    if not tag or tag in SKIPPED:
        return NOTHING
    if tag == "a":
        return Weight(0, chinese_count("".join(node.itertext())))
    if not len(node):
        return Weight(prose, 0) if prose else NOTHING
    linked = 0
    for card in _cards(node, found):
        found[card] = Weight(0, found[card].linked)
    for child in node:
        weight = found.get(child, NOTHING)
        prose, linked = prose + weight.prose + behind.get(child, 0), linked + weight.linked
    return Weight(prose, linked)


def _prose(nodes: Sequence[Any]) -> tuple[dict[Any, int], dict[Any, int]]:
    """:func:`prose_of` what stands in each element before its children, and right behind it; those without are left out."""
    inside = {n: text for n in nodes if (text := n.text) and len(text) >= LEAST and name_of(n.tag) not in SKIPPED}
    behind = {n: text for n in nodes if (text := n.tail) and len(text) >= LEAST}
    return _counted(inside), _counted(behind)


def _counted(texts: Mapping[Any, str]) -> dict[Any, int]:
    counts = zip(texts.items(), chinese_counts([*texts.values()]), strict=True)
    return {node: count for (node, text), count in counts if _is_prose(text, count)}


def prose_of(text: str | None) -> int:
    """Chinese characters of a piece of text that may be part of a sentence; 0 for labels and the like."""
    if not text or len(text) < LEAST:
        return 0
    count = chinese_count(text)
    return count if _is_prose(text, count) else 0


def _is_prose(text: str, count: int) -> bool:
    return count >= 40 or (count >= LEAST and _STOP.search(text) is not None)


def is_hidden(node: Any, page: Page) -> bool:
    """Hidden by its own style, and not as the later page of a text in pages."""
    return node in page.unshown and not _is_later_page(node, page)


def _is_later_page(node: Any, page: Page) -> bool:
    """Beside an element that is shown and named alike, but for a number."""
    name, parent = _name(node), node.getparent()
    if parent is None or tag_of(node) not in _CARD_TAGS or not any(name):
        return False
    near = islice(parent, _MOST_PAGES)
    return any(_name(other) == name and tag_of(other) == tag_of(node) and other not in page.unshown for other in near)


def _name(node: Any) -> tuple[str, str]:
    return node.get("class") or "", re.sub(r"\d+", "", node.get("id") or "")


def _cards(node: Any, found: Mapping[Any, Weight]) -> set[Any]:
    """Children that are each a linked headline with an abstract, where there are several."""
    if len(node) < CARDS:
        return set()
    likely = [
        child
        for child in node
        if (weight := found.get(child)) and 0 < weight.prose <= _CARD_PROSE and tag_of(child) in _CARD_TAGS
    ]
    if len(likely) < CARDS:
        return set()
    cards = [c for c in likely if c.get("onclick") or (found[c].linked >= _CARD_TITLE and _is_headed_by_link(c))]
    common = Counter(tag_of(c) for c in cards)
    return {c for c in cards if common[tag_of(c)] >= CARDS}


def _is_headed_by_link(node: Any) -> bool:
    """Whether a link that stands alone in its block comes before the prose."""
    link = next((a for a in node.iter("a") if chinese_count("".join(a.itertext())) >= _CARD_TITLE), None)
    if link is None:
        return False
    block = next(above for above in link.iterancestors() if tag_of(above) in BLOCKS or above is node)
    return len("".join("".join(block.itertext()).split())) <= 1.5 * len("".join("".join(link.itertext()).split())) + 12
