"""A page's elements, looked through once: what is asked for again and again is found by its name."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property, lru_cache
from typing import Any

from lxml.cssselect import CSSSelector

from pipeline.ingest.blocks import Shown, lines, name_of, shown_by

LONG = 200
"""Characters of an attribute from which it may hold a body."""
_SIMPLE = re.compile(r"([.#]?)([\w-]+)")
_NEEDED = re.compile(r"[\w-]*[.#]([\w-]+)|([\w-]+)$")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none", re.I)


class Page:
    """The elements of a tree by what they are called.

    ``nodes``: all of them in order, held so that no later walk over the page makes them anew; ``names``: all classes, ids and
    element names, and the empty name, which is that of any element; ``named``: those with a class or an id; ``unshown``:
    those whose own style keeps them from being shown; ``laden``: those with a long attribute.
    """

    def __init__(self, tree: Any):
        self.tree = tree
        self.nodes: list[Any] = list(tree.iter())
        self._called: defaultdict[tuple[str, str], list[Any]] = defaultdict(list)
        self.named: set[Any] = set()
        self.unshown: dict[Any, None] = {}
        self.laden: list[Any] = []
        self._whole = True
        for node in self.nodes:
            self._called["", node.tag].append(node)
            if attributes := node.items():
                self._note(node, attributes)
        self.names = frozenset(["", *(name_of(name) if not mark else name for mark, name in self._called)])

    def _note(self, node: Any, attributes: list[tuple[str, str]]) -> None:
        for name, value in attributes:
            if name == "class":
                self.named.add(node)
                for group in dict.fromkeys(value.split()):
                    self._called[".", group].append(node)
            elif name == "id":
                self.named.add(node)
                self._called["#", value].append(node)
            elif name == "style" and _hides(value):
                self.unshown[node] = None
            if len(value) > LONG and (not self.laden or self.laden[-1] is not node):
                self.laden.append(node)

    @cached_property
    def shown(self) -> Shown:
        """What the page showed before anything was taken out of it."""
        return shown_by(self.tree)

    def lines(self, node: Any, most: int | None = None) -> list[str]:
        """The lines of an element (``most``: only the first so many), looked up where nothing was taken out of the page."""
        if self._whole and (span := self.shown.spans.get(node)):
            return self.shown.lines[slice(*span)][:most]
        return lines(node, most)[:most]

    def drop(self, node: Any) -> None:
        """Take an element out of the page; the text behind it stays."""
        parent, before = node.getparent(), node.getprevious()
        if node.tail and before is None:
            parent.text = (parent.text or "") + node.tail
        elif node.tail:
            before.tail = (before.tail or "") + node.tail
        parent.remove(node)
        self._whole = False

    def tagged(self, *tags: str) -> list[Any]:
        """The elements with one of these tags, tag by tag."""
        return [node for tag in tags for node in self._called.get(("", tag), ())]

    def holds(self, node: Any) -> bool:
        """Whether the element still is part of the page: what stands around a body is taken out on the way."""
        return next((above for above in node.iterancestors() if above is self.tree), node) is self.tree

    def select(self, css: str) -> list[Any]:
        """The elements that a CSS selector finds, in order."""
        alternatives, needed = _alternatives(css)
        if self.names.isdisjoint(needed):
            return []
        parts = [part for part in alternatives if part[2] in self.names]
        if any(mark is None for _, mark, _ in parts):
            found: Any = _selector(",".join(bare for bare, _, _ in parts))(self.tree)
            return list(found)
        lists = [self._called.get((str(mark), name), []) for _, mark, name in parts]
        lists = [nodes for nodes in lists if nodes]
        return (
            lists[0] if len(lists) == 1 else sorted({n for nodes in lists for n in nodes}, key=self._places.__getitem__)
        )

    @cached_property
    def _places(self) -> dict[Any, int]:
        return {node: place for place, node in enumerate(self.nodes)}


@lru_cache(maxsize=512)
def _hides(style: str) -> bool:
    return _HIDDEN_STYLE.search(style) is not None


def needed_by(css: str) -> frozenset[str]:
    """Names one of which a page must have for a CSS selector to find anything."""
    return _alternatives(css)[1]


@lru_cache(maxsize=512)
def _alternatives(css: str) -> tuple[tuple[tuple[str, str | None, str], ...], frozenset[str]]:
    """The alternatives of a selector: each as it stands, its mark (``.`` class, ``#`` id, nothing for an element; None where it
    is more than a name), and the name that a page must have for it; and all these names."""
    found: list[tuple[str, str | None, str]] = []
    for part in css.split(","):
        bare = part.strip()
        if simple := _SIMPLE.fullmatch(bare):
            found.append((bare, simple[1], simple[2] if simple[1] else simple[2].lower()))
            continue
        name = _NEEDED.match(bare)
        found.append((bare, None, (name[1] or name[2].lower()) if name else ""))
    return tuple(found), frozenset(name for _, _, name in found)


@lru_cache(maxsize=256)
def _selector(css: str) -> CSSSelector:
    return CSSSelector(css, translator="html")
