"""The wording of many sentences at once, with their figures and without."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pipeline.diff.masking import FIGURE, Masks, plains, without_figures_in

Figure = tuple[int, int, int]
"""A sentence's number, and where in it a number starts and ends."""


def wordings(texts: Sequence[str], masks: Sequence[Masks]) -> list[str]:
    """The plain wording of each text, by the masks of its own report."""
    return _by_masks(texts, masks, plains)


def masked_wordings(
    plain: Sequence[str], raw: Sequence[str], masks: Sequence[Masks], figures: Iterable[Figure]
) -> list[str]:
    """The plain wording of each sentence without figures.

    ``figures``: those that quantities are known to state, since 近七成 and 20余万元 are figures no pattern tells; in order.
    """
    made = list(plain)
    aside = dict(_figures_aside(raw, figures))
    again = wordings(list(aside.values()), [masks[k] for k in aside])
    for k, wording in zip(aside, again, strict=True):
        made[k] = wording
    return _by_masks(made, masks, without_figures_in)


def _figures_aside(raw: Sequence[str], figures: Iterable[Figure]) -> dict[int, str]:
    """Sentences with figures replaced; of two that overlap, the first counts."""
    pieces: dict[int, list[str]] = {}
    here: dict[int, int] = {}
    for k, start, end in figures:
        last = here.get(k, 0)
        if start >= last:
            pieces.setdefault(k, []).append(raw[k][last:start])
            here[k] = max(end, start + 1)
    return {k: FIGURE.join([*found, raw[k][here[k] :]]) for k, found in pieces.items()}


def _by_masks(
    texts: Sequence[str], masks: Sequence[Masks], function: Callable[[Sequence[str], Masks], list[str]]
) -> list[str]:
    """What the function makes of each text by its own masks; of those that read alike it is asked once."""
    kinds = dict.fromkeys(masks)
    if len(kinds) == 1:
        return _once(texts, masks[0], function)
    made = [""] * len(texts)
    for kind in kinds:
        mine = [k for k, mask in enumerate(masks) if mask == kind]
        for k, text in zip(mine, _once([texts[k] for k in mine], kind, function), strict=True):
            made[k] = text
    return made


def _once(texts: Sequence[str], masks: Masks, function: Callable[[Sequence[str], Masks], list[str]]) -> list[str]:
    known = list(dict.fromkeys(texts))  # what was said the year before is often said again
    made = dict(zip(known, function(known, masks), strict=True))
    return [made[text] for text in texts]
