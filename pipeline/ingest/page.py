"""A page's elements, looked through once: what is asked for again and again is found by its name."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property, lru_cache
from typing import Any

from lxml.cssselect import CSSSelector

from pipeline.ingest.blocks import name_of

LONG = 200
"""Characters of an attribute from which it may hold a body."""
_SIMPLE = re.compile(r"([.#]?)([\w-]+)")
_NEEDED = re.compile(r"[\w-]*[.#]([\w-]+)|([\w-]+)$")


class Page:
    """The elements of a tree by what they are called.

    ``nodes``: all of them in order, held so that no later walk over the page makes them anew; ``names``: all classes, ids and
    element names, and the empty name, which is that of any element; ``styled``: those with a style of their own;
    ``laden``: those with a long attribute.
    """

    def __init__(self, tree: Any):
        self.tree = tree
        self.nodes: list[Any] = list(tree.iter())
        self._called: defaultdict[tuple[str, str], list[Any]] = defaultdict(list)
        self.styled: list[Any] = []
        self.laden: list[Any] = []
        for node in self.nodes:
            self._called["", node.tag].append(node)
            if attributes := node.items():
                self._note(node, attributes)
        self.names = frozenset(["", *(name_of(name) if not mark else name for mark, name in self._called)])

    def _note(self, node: Any, attributes: list[tuple[str, str]]) -> None:
        for name, value in attributes:
            if name == "class":
                for group in dict.fromkeys(value.split()):
                    self._called[".", group].append(node)
            elif name == "id":
                self._called["#", value].append(node)
            elif name == "style":
                self.styled.append(node)
            if len(value) > LONG and (not self.laden or self.laden[-1] is not node):
                self.laden.append(node)

    def tagged(self, *tags: str) -> list[Any]:
        """The elements with one of these tags, tag by tag."""
        return [node for tag in tags for node in self._called.get(("", tag), ())]

    def holds(self, node: Any) -> bool:
        """Whether the element still is part of the page: what stands around a body is taken out on the way."""
        return next((above for above in node.iterancestors() if above is self.tree), node) is self.tree

    def select(self, css: str) -> list[Any]:
        """The elements that a CSS selector finds, in order."""
        parts = [part for part in _alternatives(css)[0] if part[2] in self.names]
        if not parts:
            return []
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
