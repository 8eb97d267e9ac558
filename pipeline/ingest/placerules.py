"""What ``places.toml`` says of how places are named, with the patterns that are made of it once."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import Any

from pipeline.profiles import Profile

_NAME = "[\\u4e00-\\u9fff]"


class Rules(dict[str, Any]):
    """The file's content, and patterns."""

    @cached_property
    def phrases(self) -> tuple[re.Pattern[str], ...]:
        """The phrases that name a place, in the file's order."""
        place = f"({_NAME}{{1,24}}?(?:省|市|县|区|旗|州|盟|镇|乡|街道|街道办事处))"
        return tuple(re.compile(entry["pattern"].replace("{place}", place)) for entry in self["phrase"])

    @cached_property
    def link(self) -> re.Pattern[str]:
        """One name of those that follow one another in 平江市青石区."""
        return re.compile(f"{_NAME}{{1,8}}?(?:{self._kinds})(?!{_NAME}?(?:{self._kinds})$)")

    @cached_property
    def unknown(self) -> re.Pattern[str]:
        """The name of a place that is in no table, by what stands around it."""
        return re.compile(
            f"(?:^|关于|[在（(《“、，\\s—-])({_NAME}{{1,12}}?(?:{self._kinds}))(?={'|'.join([*self._follows, '$'])})"
        )

    @cached_property
    def inner(self) -> re.Pattern[str]:
        """A zone, town or street right behind other names, perhaps with their government between."""
        kinds = "|".join(self._ends(kind) for kind in "市县区旗镇乡") + "|街道"
        zones = "|".join(sorted(self["zones"], key=lambda z: (-len(z), z)))
        return re.compile(
            f"(?:人民政府(?={_NAME}{{2,6}}(?:街道|镇|乡)))?((?:{_NAME}{{1,4}}?)?(?:{zones})|{_NAME}{{1,6}}?(?:{kinds}))"
            f"(?=办事处|{'|'.join(self._follows)}|$)"
        )

    @cached_property
    def department(self) -> re.Pattern[str]:
        """A department right behind its place."""
        return re.compile(
            "(?!法治|人大|政府工作|政府信息|人民政府(?:关于|工作|信息|$))"
            f"([\\u4e00-\\u9fff、]{{1,18}}?(?:{'|'.join(self['departments'])}))"
            "(?=关于|法治|依法|工作|政府|政务|信息|推进|贯彻|落实|[（(\\s]|$)"
        )

    @cached_property
    def _follows(self) -> tuple[str, ...]:
        """What may stand behind a place's name in a title."""
        return (*self["after"], f"{_NAME}{{2,12}}(?:{'|'.join(self['departments'])})")

    @cached_property
    def _kinds(self) -> str:
        """The ends of places' names, each where it does not begin another word: 市, but not that of 市场."""
        every = [kind for kinds in self["kinds"].values() for kind in kinds]
        return "|".join(self._ends(kind) for kind in sorted(every, key=lambda k: (-len(k), k)))

    def _ends(self, kind: str) -> str:
        others = self["not_before"].get(kind[-1], ())
        return f"{kind}(?!{'|'.join(others)})" if others else kind


@lru_cache(maxsize=8)
def rules_of(profile: Profile) -> Rules:
    """The rules of a profile."""
    return Rules(profile.data["places"])
