"""What of a page is no part of a body: elements named as furniture, forms, lists of links."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import islice
from typing import Any

from pipeline.ingest.blocks import tag_of
from pipeline.ingest.edges import ITEM, is_signature
from pipeline.ingest.page import Page
from pipeline.ingest.weights import Weight, Weights, is_hidden
from pipeline.profiles import Profile

_TAGS = frozenset(["nav", "header", "footer", "aside"])
_LISTS = frozenset(["ul", "ol", "div", "dl", "table", "section", "article", "td"])
_ENTRIES = frozenset(["li", "tr"])
LOOKS = 500
"""Elements of a page named as furniture that are looked into."""
LINKS = 4
"""Entries that are links and nothing else, beside one another, from which they are a menu."""


def apart_by_name(page: Page, profile: Profile) -> Callable[[Any], bool]:
    """Tells elements named as furniture and not structured like a report; looks into a bounded number of them."""
    looks = iter(range(LOOKS))

    def is_apart(node: Any) -> bool:
        named = is_furniture(node, page, profile) and next(looks, None) is not None
        return named and not any(ITEM.match(line) for line in page.lines(node))

    return is_apart


def is_furniture(node: Any, page: Page, profile: Profile) -> bool:
    """Named as what stands around a body."""
    return tag_of(node) in _TAGS or (node in page.named and _is_named("names", node, profile))


def _is_named(kind: str, node: Any, profile: Profile) -> bool:
    return _names(kind, profile).search(f"{node.get('class', '')} {node.get('id', '')}") is not None


@lru_cache(maxsize=8)
def _names(kind: str, profile: Profile) -> re.Pattern[str]:
    return re.compile(f"(?<![a-z])(?:{'|'.join(profile.data['page']['apart'][kind])})(?![a-z])", re.I)


def pruned(element: Any, page: Page, weights: Weights, profile: Profile) -> Any:
    """The element without lists of links and news, hidden parts and parts named as furniture."""
    whole = weights[element].prose
    apart: list[Any] = []
    below = [element]
    while below:
        for node in below.pop():
            weight = weights.get(node)
            if weight is None:
                continue
            if (
                is_hidden(node, page)
                or _is_link_list(node, weight)
                or _is_named_apart(node, page, weight, whole, profile)
            ):
                apart.append(node)
            elif len(node):
                below.append(node)
    for node in apart:
        page.drop(node)
    return element


def _is_named_apart(node: Any, page: Page, weight: Weight, whole: int, profile: Profile) -> bool:
    if weight.prose >= 0.15 * whole:
        return False
    placed = not weight.prose and ((node in page.named and _is_named("placed", node, profile)) or _is_form(node))
    return (placed or is_furniture(node, page, profile)) and not is_signature(page.lines(node), profile)


def _is_form(node: Any) -> bool:
    """A search box and the like, not the form that some systems put around a whole page."""
    return tag_of(node) in ("div", "form", "header") and next(node.iter("input", "select"), None) is not None


def _is_link_list(node: Any, weight: Weight) -> bool:
    if not weight.linked:
        return False
    if tag_of(node) in _ENTRIES:
        return _is_menu_entry(node, weight)
    if tag_of(node) not in _LISTS:
        return False
    links = len(list(node.iter("a")))
    short = weight.linked <= 7 * links and not weight.prose
    return links >= 3 and weight.linked > weight.prose and (weight.linked > 20 or short)


def _is_menu_entry(node: Any, weight: Weight) -> bool:
    """A link and nothing else, among others like it."""
    if weight.prose or node.getparent() is None or not _is_link_only(node):
        return False
    alike = (other for other in node.getparent() if tag_of(other) == tag_of(node) and _is_link_only(other))
    return sum(1 for _ in islice(alike, LINKS)) == LINKS


def _is_link_only(node: Any) -> bool:
    """A link with hardly more than a date beside it."""
    linked = sum(len("".join("".join(link.itertext()).split())) for link in node.iter("a"))
    return linked > 0 and len("".join("".join(node.itertext()).split())) <= linked + 12
