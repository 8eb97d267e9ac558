"""Reports of the whole country and its offices, and of bodies that are in no table of divisions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pipeline.ingest.clues import Evidence, bare_title
from pipeline.ingest.furniture import compiled

HEAD = 300
_BEFORE_OFFICE = re.compile(r"^(?:年度?|关于|中华人民共和国|[\s《])+")


def national_office(evidence: Evidence, rules: Mapping[str, Any]) -> str | None:
    """The office of the whole country that the report is from; empty for the country's own, None for none."""
    nation = rules["nation"]
    if any(words in evidence.text[:HEAD] for words in nation["speaks"]):
        return ""
    title = _BEFORE_OFFICE.sub("", bare_title(evidence.title, rules, keep=rules["vertical"]))
    match = compiled("|".join(sorted(nation["offices"], key=lambda name: (-len(name), name)))).match(title)
    if match is None or _is_local(title[match.end() :], rules):
        return None
    return "" if match[0] == nation["offices"][0] else match[0]


def _is_local(rest: str, rules: Mapping[str, Any]) -> bool:
    """Whether a place stands right behind the office: 国家税务总局某市税务局."""
    kinds = [end for ends in rules["kinds"].values() for end in ends]
    return bool(compiled(f"[\u4e00-\u9fff]{{1,10}}?(?:{'|'.join(kinds)}).{{0,8}}(?:局|委员会|支行|办公室)").match(rest))


def body_outside(evidence: Evidence, rules: Mapping[str, Any]) -> tuple[str, str] | None:
    """(name, level) of a body that is a place of its own, where the title begins with it and names no place in it."""
    for name, level in rules["bodies"].items():
        _, found, rest = evidence.title.partition(name)
        if found and not compiled("第[一二三四五六七八九十]+师|[\u4e00-\u9fff]{2,6}市").match(rest):
            return name, level
    return None
