"""Words as names use them: what is left away at either end, which of them name nothing alone, the noun and the verb."""

from __future__ import annotations

from functools import lru_cache

from pipeline.extract.quantities_rules import Rules

LONGEST = 48
REMEMBERED = 1 << 13
"""Words of which it is remembered what became of them: reports say the same of many figures, and the same each year."""


@lru_cache(REMEMBERED)
def clean(words: str, rules: Rules, tails: str = "") -> str:
    """Words without those at either end that name nothing; ``tails`` names the list for the end."""
    names = rules.names
    if "《" in words:
        words = names["titles"].sub("", words)
    if "（" in words or "(" in words:
        words = names["asides"].sub("", words)
    words = words.translate(names["noise"])
    if opening := names["lead"].match(words):
        words = words[opening.end() :]
    if tails:
        return strip(moved(words, rules), names[tails], rules)[-LONGEST:]
    return words[:LONGEST].rstrip("、，的:：∶")


def moved(words: str, rules: Rules) -> str:
    """Words without a predicate at their end that says how a figure moved: 由2015年的…增至."""
    return rules.names["move"].sub("", words) if words[-1:] in rules.names["move_ends"] else words


def strip(words: str, tails: dict[str, tuple[str, ...]], rules: Rules) -> str:
    """Words without any of the given endings (by their last character), as often as one stands there."""
    keep = rules.names["keep"]
    while words:
        for tail in tails.get(words[-1], ()):
            if words.endswith(tail) and not words.endswith(keep.get(words[-1], ())):
                words = words[: -len(tail)]
                break
        else:
            break
    return words


@lru_cache(REMEMBERED)
def leans(own: str, rules: Rules) -> bool:
    """Whether words name nothing by themselves."""
    return bool(rules.names["dependent"].fullmatch(own)) and not rules.names["compound"].search(own)


@lru_cache(REMEMBERED)
def noun_of(own: str, rules: Rules) -> str:
    """The noun that governs later figures: without light verbs in front and plain predicates behind."""
    light = rules.names["light"].match(own)
    bare = own[light.end() :] if light and len(own) - light.end() >= 2 else own
    for inner in rules.names["inner"].finditer(bare, 0, max(0, len(bare) - 4)):
        if inner.end() <= len(bare) - 4:
            bare = bare[inner.end() :]
            break
    noun = strip(bare, rules.names["rates"], rules)
    return noun if len(noun) >= 2 else bare


@lru_cache(REMEMBERED)
def verb_of(own: str, rules: Rules) -> str:
    """The verb that a list of objects shares, where the words open with one."""
    verb = rules.names["carry"].match(own)
    return verb.group() if verb and verb.end() < len(own) else ""
