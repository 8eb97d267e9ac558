"""A page's elements, looked through once: what is asked for again and again is found by its name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any, Literal, NamedTuple

from lxml.cssselect import CSSSelector

from pipeline.ingest.blocks import Shown, lines, name_of, shown_by

LONG = 200
"""Characters of an attribute from which it may hold a body."""
_SIMPLE = re.compile(r"[.#]?[\w-]+")
_BEGUN = re.compile(r"\[id\^=([\w-]+)\]")
_NEEDED = re.compile(r"[\w-]*([.#][\w-]+)|([\w-]+)$")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none", re.I)


class Page:
    """The elements of a tree by what they are called.

    ``nodes``: all of them in order, held so that no later walk over the page makes them anew; ``names``: their classes
    (``.x``), ids (``#x``) and tags, and the empty name, which is that of any element; ``named``: those with a class or
    an id; ``unshown``: those whose own style keeps them from being shown; ``laden``: those with a long attribute.
    """

    def __init__(self, tree: Any):
        self.tree = tree
        self.nodes: list[Any] = list(tree.iter())
        self._called: defaultdict[str, list[Any]] = defaultdict(list)
        self.named: set[Any] = set()
        self.unshown: dict[Any, None] = {}
        self.laden: list[Any] = []
        self._whole = True
        for node in self.nodes:
            self._called[str(node.tag)].append(node)
            if attributes := node.items():
                self._note(node, attributes)
        self.names = frozenset(["", *(name if name[0] in ".#" else name_of(name) for name in self._called)])

    def _note(self, node: Any, attributes: list[tuple[str, str]]) -> None:
        for name, value in attributes:
            if name == "class":
                self.named.add(node)
                for group in dict.fromkeys(value.split()):
                    self._called[f".{group}"].append(node)
            elif name == "id":
                self.named.add(node)
                self._called[f"#{value}"].append(node)
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
        return [node for tag in tags for node in self._called.get(tag, ())]

    def holds(self, node: Any) -> bool:
        """Whether the element still is part of the page: what stands around a body is taken out on the way."""
        return next((above for above in node.iterancestors() if above is self.tree), node) is self.tree

    def select(self, css: str) -> list[Any]:
        """The elements that a CSS selector finds, in order."""
        alternatives, needed = _alternatives(css)
        if self.names.isdisjoint(needed):
            return []
        parts = [part for part in alternatives if part.needs in self.names]
        if any(part.kind == "other" for part in parts):
            found: Any = _selector(",".join(part.css for part in parts))(self.tree)
            return list(found)
        lists = [nodes for part in parts for nodes in self._named(part) if nodes]
        return (
            lists[0] if len(lists) == 1 else sorted({n for nodes in lists for n in nodes}, key=self._places.__getitem__)
        )

    def _named(self, part: _Alternative) -> Iterator[list[Any]]:
        if part.kind == "name":
            yield self._called.get(part.name, [])
        else:
            yield from (nodes for name, nodes in self._called.items() if name.startswith(part.name))

    @cached_property
    def _places(self) -> dict[Any, int]:
        return {node: place for place, node in enumerate(self.nodes)}


@lru_cache(maxsize=512)
def _hides(style: str) -> bool:
    return _HIDDEN_STYLE.search(style) is not None


def needed_by(css: str) -> frozenset[str]:
    """Names one of which a page must have for a CSS selector to find anything."""
    return _alternatives(css)[1]


class _Alternative(NamedTuple):
    """One of a selector's alternatives: ``name``: the name that it is, or (``start``) that an id begins with; ``needs``: the
    name that a page must have for it."""

    css: str
    kind: Literal["name", "start", "other"]
    name: str
    needs: str


@lru_cache(maxsize=512)
def _alternatives(css: str) -> tuple[tuple[_Alternative, ...], frozenset[str]]:
    """The alternatives of a selector, and all that they need."""
    found = tuple(_alternative(part.strip()) for part in css.split(","))
    return found, frozenset(part.needs for part in found)


def _alternative(css: str) -> _Alternative:
    if _SIMPLE.fullmatch(css):
        name = css if css[0] in ".#" else css.lower()
        return _Alternative(css, "name", name, name)
    if begun := _BEGUN.fullmatch(css):
        return _Alternative(css, "start", f"#{begun[1]}", "")
    needed = _NEEDED.match(css)
    return _Alternative(css, "other", "", (needed[1] or needed[2].lower()) if needed else "")


@lru_cache(maxsize=256)
def _selector(css: str) -> CSSSelector:
    return CSSSelector(css, translator="html")
