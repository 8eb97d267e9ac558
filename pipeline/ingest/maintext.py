"""A page's body: from the element that its content system is known to use, else from the one that holds the prose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from pipeline.ingest.apart import apart_by_name, is_furniture, pruned
from pipeline.ingest.blocks import tag_of
from pipeline.ingest.edges import HEAD, ITEM, is_salutation, is_signature, is_site_talk, without_headline
from pipeline.ingest.page import Page, needed_by
from pipeline.ingest.weights import NOTHING, Weights, prose_of, weigh
from pipeline.profiles import Profile

LEAST_PROSE = 150
"""Chinese characters in prose below which what is left of a page is no body."""
KNOWN_SHARE = 0.6
"""A known element is the body if it holds this share of the page's prose."""
MOST = 0.85
"""The general extractor goes down into an element that holds this share of the page's prose."""
ALONE = 0.4
"""It also goes down into one with this share where nothing beside it reads like more of the body."""
FIRST = 5
"""Lines of a body among which its own title may stand."""
_INLINE = frozenset(["p", "span", "font", "strong", "b"])


def body_lines(page: Page, profile: Profile, headlines: Sequence[str] = ()) -> list[str]:
    """The lines of the page's body; empty where the page shows none. ``headlines``: texts that may be the page's title.

    What stands in the body without being part of it is taken out of the page.
    """
    weights = weigh(page, apart_by_name(page, profile))
    if weights[page.tree].prose < LEAST_PROSE:  # whatever its elements are called, the page's text is somewhere
        weights = weigh(page, lambda node: False)
    total = weights[page.tree].prose
    if not total:
        return []
    chosen = _known(page, weights, total, profile) or _general(page, weights, total, profile)
    chosen = _with_edges(chosen, page, profile)
    found = [line for element in chosen for line in page.lines(pruned(element, page, weights, profile))]
    titles = {"".join(title.split()) for title in headlines}
    named = not titles.isdisjoint("".join(line.split()) for line in found[:HEAD])
    return without_headline(found, titles, _own_lines(chosen, page, weights) if named else (), profile)


def sites_of(profile: Profile, page: Page) -> list[Mapping[str, Any]]:
    """The content systems whose body the page may have."""
    return [site for site, needed in _sites(profile) if not page.names.isdisjoint(needed)]


@lru_cache(maxsize=8)
def _sites(profile: Profile) -> list[tuple[Mapping[str, Any], frozenset[str]]]:
    return [(site, needed_by(site["body"])) for site in profile.data["sites"]["site"]]


def _known(page: Page, weights: Weights, total: int, profile: Profile) -> list[Any]:
    for site in sites_of(profile, page):
        found = _outermost(page.select(site["body"]))
        if found and sum(weights[element].prose for element in found) >= KNOWN_SHARE * total:
            return found
    return []


def _outermost(elements: Sequence[Any]) -> list[Any]:
    inside = set(elements)
    return [e for e in elements if not any(above in inside for above in e.iterancestors())]


# --- the general extractor -------------------------------------------------------------------------------------------


def _general(page: Page, weights: Weights, total: int, profile: Profile) -> list[Any]:
    node = page.tree
    while True:
        best = max(node, key=lambda child: weights[child].prose, default=None)
        if best is None or tag_of(best) in _INLINE:
            break
        if weights[best].prose < MOST * total and not _is_alone(best, node, page, weights, profile):
            break
        node = best
    return _with_siblings(node, page, weights, profile)


def _is_alone(best: Any, node: Any, page: Page, weights: Weights, profile: Profile) -> bool:
    """Whether nothing beside the child reads like more of the body."""
    if weights[best].prose < max(ALONE * weights[node].prose, 1):
        return False
    loose = prose_of(node.text) + sum(prose_of(child.tail) for child in node)
    return loose < 0.05 * weights[best].prose and not any(
        _continues(other, best, page, weights, True, profile) for other in node if other is not best
    )


def _with_siblings(node: Any, page: Page, weights: Weights, profile: Profile) -> list[Any]:
    """The element, and what stands beside it or its ancestors and reads like more of the body."""
    before: list[Any] = []
    after: list[Any] = []
    current, near = node, True
    # a headline inside says that nothing of the body stands before
    begun = next(node.iter("h1", "h2"), None) is not None
    while current is not page.tree and current.getparent() is not None:
        if not begun:
            before = [
                s
                for s in reversed(list(current.itersiblings(preceding=True)))
                if _continues(s, current, page, weights, near, profile)
            ] + before
        after += [s for s in current.itersiblings() if _continues(s, current, page, weights, near, profile)]
        current, near = current.getparent(), current is node
    return [*before, node, *after]


def _continues(node: Any, body: Any, page: Page, weights: Weights, near: bool, profile: Profile) -> bool:
    """Reads like more of the body: items or long sentences; farther off, items alone count (a site's notices have none)."""
    weight = weights.get(node, NOTHING)
    if is_furniture(node, page, profile) or (
        weight.prose and weight.prose < 0.34 * weights[body].prose and is_site_talk(page.lines(node), profile)
    ):
        return False
    if node.get("class") and (tag_of(node), node.get("class")) == (tag_of(body), body.get("class")):
        return weight.linked <= 0.2 * weight.prose + 20
    if weight.prose < 40 or weight.linked > 0.2 * weight.prose:
        return False
    found = page.lines(node)
    return any(ITEM.match(line) for line in found) or (near and any("。" in line and len(line) > 60 for line in found))


# --- its edges and what is not part of it ----------------------------------------------------------------------------


def _with_edges(chosen: list[Any], page: Page, profile: Profile) -> list[Any]:
    """Whom it is addressed to and who signed it, where these stand in elements of their own beside it."""
    before, after = chosen[0].getprevious(), chosen[-1].getnext()
    head = [before] if before is not None and tag_of(before) and is_salutation(page.lines(before), profile) else []
    tail = []
    while after is not None and tag_of(after) and is_signature(page.lines(after), profile):
        tail.append(after)
        after = after.getnext()
    return [*head, *chosen, *tail]


def _own_lines(chosen: Sequence[Any], page: Page, weights: Weights) -> set[str]:
    """What stands at the head of the body's own paragraphs, without white space; headings aside."""
    headings = {"".join("".join(h.itertext()).split()) for element in chosen for h in element.iter("h1")}
    return {"".join(line.split()) for element in chosen for line in _core_lines(element, page, weights)} - headings


def _core_lines(element: Any, page: Page, weights: Weights) -> list[str]:
    """The first lines of the element that holds most paragraphs as its direct children; none where they are nested deeper."""
    half = 0.5 * weights[element].prose
    direct = {
        node: prose_of(node.text)
        + sum(prose_of(c.tail) + (weights[c].prose if _is_leaf(c) else 0) for c in node if c in weights)
        for node in element.iter()
        if weights.get(node, NOTHING).prose >= half
    }
    best = max(direct, key=lambda node: direct[node], default=None)
    return page.lines(best, FIRST) if best is not None and direct[best] >= half else []


def _is_leaf(node: Any) -> bool:
    return not len(node) or not any(
        tag_of(child) in ("p", "div", "table", "section", "ul", "td") for child in node.iterdescendants()
    )
