"""A page's body: from the element that its content system is known to use, else from the one that holds the prose."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml.cssselect import CSSSelector

from pipeline.ingest.blocks import SKIPPED, lines, tag_of
from pipeline.ingest.legibility import is_chinese
from pipeline.profiles import Profile

KNOWN_SHARE = 0.6
"""A known element is the body if it holds this share of the page's prose."""
MOST = 0.85
"""The general extractor goes down into an element that holds this share of the page's prose."""
_STOPS = "，。；！？"
_ITEM = re.compile(
    "^[\\s\u3000]*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章节部])"
)
_NEGATIVE = re.compile(
    r"(?<![a-z])(nav|menu|foot|footer|copyright|crumb\w*|position|sidebar|side|related|relate|share|bdshare\w*|qrcode|ewm|toolbar|tools?"
    r"|print|recommend|bottom|banquan|bqsm|statement|declare|hot|comment|pages?num|pager|pre_?next|prevnext|login|search|banner|dzq|xgxx|xgwz|xgbd|xglj|fenxiang|syp|xyp)(?![a-z])",
    re.I,
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none", re.I)


@dataclass(frozen=True)
class Weight:
    """What an element holds: Chinese characters in prose, and in links."""

    prose: int
    linked: int


Weights = Mapping[Any, Weight]


def body_lines(tree: Any, profile: Profile, headlines: Sequence[str] = ()) -> list[str]:
    """The lines of the page's body; empty where the page shows none. ``headlines``: texts that may be the page's title."""
    weights = weigh(tree)
    total = weights[tree].prose
    if not total:
        return []
    chosen = _known(tree, weights, total, profile) or _general(tree, weights, total)
    found = [line for element in chosen for line in lines(_pruned(element, weights))]
    return _without_headline(found, chosen, weights, headlines)


@lru_cache(maxsize=64)
def _selector(css: str) -> CSSSelector:
    return CSSSelector(css, translator="html")


def select(css: str, tree: Any) -> list[Any]:
    """The elements that a CSS selector finds."""
    found: Any = _selector(css)(tree)
    return list(found)


def weigh(tree: Any) -> dict[Any, Weight]:
    """What every element holds, children included."""
    found: dict[Any, Weight] = {}
    for node in _post_order(tree):
        prose = _prose(node.text)
        linked = 0
        for child in node:
            weight = found.get(child)
            if weight is not None:
                prose, linked = prose + weight.prose, linked + weight.linked
            prose += _prose(child.tail)
        if tag_of(node) == "a":
            prose, linked = 0, _count("".join(node.itertext()))
        if tag_of(node) in SKIPPED or _is_hidden(node) or not tag_of(node):
            prose, linked = 0, 0
        found[node] = Weight(prose, linked)
    return found


def _post_order(tree: Any) -> list[Any]:
    return list(tree.iter())[::-1]


def _prose(text: str | None) -> int:
    if not text:
        return 0
    count = _count(text)
    return count if count >= 40 or (count >= 8 and any(stop in text for stop in _STOPS)) else 0


def _count(text: str | None) -> int:
    return sum(map(is_chinese, text)) if text else 0


def _is_hidden(node: Any) -> bool:
    return bool(_HIDDEN_STYLE.search(node.get("style") or ""))


def _known(tree: Any, weights: Weights, total: int, profile: Profile) -> list[Any]:
    for site in profile.data["sites"]["site"]:
        found = _outermost(select(site["body"], tree))
        if found and sum(weights[element].prose for element in found) >= KNOWN_SHARE * total:
            return found
    return []


def _outermost(elements: Sequence[Any]) -> list[Any]:
    inside = set(elements)
    return [e for e in elements if not any(above in inside for above in e.iterancestors())]


def _general(tree: Any, weights: Weights, total: int) -> list[Any]:
    node = tree
    while True:
        best = max(node, key=lambda child: weights[child].prose, default=None)
        if best is None or weights[best].prose < MOST * total or tag_of(best) in ("p", "span", "font", "strong", "b"):
            break
        node = best
    return _with_siblings(node, tree, weights)


def _with_siblings(node: Any, tree: Any, weights: Weights) -> list[Any]:
    """The element, and what stands beside it or its ancestors and reads like more of the body."""
    before: list[Any] = []
    after: list[Any] = []
    current, near = node, True
    # a headline inside says that nothing of the body stands before
    begun = next(node.iter("h1", "h2"), None) is not None
    while current is not tree and current.getparent() is not None:
        if not begun:
            before = [
                s for s in reversed(list(current.itersiblings(preceding=True))) if _continues(s, current, weights, near)
            ] + before
        after += [s for s in current.itersiblings() if _continues(s, current, weights, near)]
        current, near = current.getparent(), current is node
    return [*before, node, *after]


def _continues(node: Any, body: Any, weights: Weights, near: bool) -> bool:
    """Reads like more of the body: items or long sentences; farther off, items alone count (a site's notices have none)."""
    weight = weights[node]
    if node.get("class") and (tag_of(node), node.get("class")) == (tag_of(body), body.get("class")):
        return weight.linked <= 0.2 * weight.prose + 20
    if weight.prose < 40 or weight.linked > 0.2 * weight.prose or _is_furniture(node):
        return False
    found = lines(node)
    return any(_ITEM.match(line) for line in found) or (near and any("。" in line and len(line) > 60 for line in found))


def _is_furniture(node: Any) -> bool:
    name = f"{node.get('class') or ''} {node.get('id') or ''}"
    return tag_of(node) in ("nav", "header", "footer", "aside") or bool(_NEGATIVE.search(name))


def _pruned(element: Any, weights: Weights) -> Any:
    """The element without lists of links, hidden parts and parts named as furniture."""
    whole = weights[element].prose
    for node in list(element.iter()):
        weight = weights.get(node)
        if node is element or weight is None or node.getparent() is None:
            continue
        if _is_hidden(node) or (_is_furniture(node) and weight.prose < 0.15 * whole) or _is_link_list(node, weight):
            node.drop_tree()
    return element


def _is_link_list(node: Any, weight: Weight) -> bool:
    if tag_of(node) not in ("ul", "ol", "div", "dl", "table", "section", "td"):
        return False
    links = len(list(node.iter("a")))
    short = weight.linked <= 7 * links and not weight.prose
    return links >= 3 and weight.linked > weight.prose and (weight.linked > 20 or short)


def _without_headline(found: list[str], chosen: Sequence[Any], weights: Weights, headlines: Sequence[str]) -> list[str]:
    """Drop the page's headline over the body; a title that stands among the body's own paragraphs stays."""
    titles = {"".join(title.split()) for title in headlines}
    headings = {"".join("".join(h.itertext()).split()) for element in chosen for h in element.iter("h1")}
    own = {"".join(line.split()) for element in chosen for line in _core_lines(element, weights)[:5]} - headings
    head = [line for line in found[:6] if "".join(line.split()) not in titles - own]
    return head + found[6:]


def _core_lines(element: Any, weights: Weights) -> list[str]:
    """The lines of the element that holds most paragraphs as its direct children; none where they are nested deeper."""
    direct = {
        node: _prose(node.text)
        + sum(_prose(c.tail) + (weights[c].prose if _is_leaf(c) else 0) for c in node if c in weights)
        for node in element.iter()
        if node in weights
    }
    best = max(direct, key=lambda node: direct[node], default=None)
    return lines(best) if best is not None and direct[best] >= 0.5 * weights[element].prose else []


def _is_leaf(node: Any) -> bool:
    return not any(tag_of(child) in ("p", "div", "table", "section", "ul", "td") for child in node.iterdescendants())
