"""The role of each sentence where one section holds several: what was done, shortcomings, what will be done."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from pipeline.diff.links_owning import owned_in_a_row
from pipeline.diff.links_rules import Rules

IDLE = ("address", "naming", "exhortation", "preamble")
"""Patterns of sentences that report and promise nothing, wherever they stand."""
REPORTING = ("achievements", "duties")
"""Roles of sections among whose sentences shortcomings may stand that nothing announces."""


class Roles:
    """Roles of sentences in reading order.

    What is said to those assembled (thanks, appeals, what the year stands for) is a closing wherever it stands.
    In a section of problems or plans each turn of the words holds until the next; in a section of achievements a
    shortcoming owned up to holds to the end of its line; what fills its line announces those on the lines that follow,
    and where it ends its section, those in the sections right behind it: their （一） and （二） are under no heading of theirs.
    What is owned up to unannounced is a shortcoming as far as its own words go.
    """

    def __init__(self, text: str, wordings: Sequence[str], sections: Sequence[str], rules: Rules) -> None:
        """``sections``: the role of each sentence's section."""
        self.text, self.wordings, self.rules = text, wordings, rules
        found = rules.found(["confession", "lacking", *IDLE], wordings)
        self.confessions = set(found.pop("confession"))
        lacking = [n for n in found.pop("lacking") if sections[n] in REPORTING]
        self.owned = owned_in_a_row(wordings, lacking, rules)
        self.idle = set(chain.from_iterable(found.values()))
        self.section, self.role, self.turned, self.until = "", "", "", -1
        self.announced, self.listing = -2, False

    def role_of(self, n: int, section: str, role: str, start: int, end: int) -> str:
        """The role of sentence ``n``, the next one."""
        if section != self.section:
            opened = self.listing or self.announced == n - 1
            self.listing = opened and role == self.role and start < self.until
            self.section, self.role, self.turned = section, role, ""
            self.until = self.until if self.listing else -1
        if role not in ("problems", "plan", "achievements", "duties"):
            return "problems" if start < self.until else role
        confessed = n in self.confessions
        if role in ("problems", "plan"):
            if confessed:
                self.turned = "problems"
            elif self.rules.patterns["turn"].search(self.wordings[n]):
                self.turned = "plan"
            role = self.turned or role
        elif confessed:
            line = line_end(self.text, end)
            if line == end:
                self.announced = n
            self.until = max(self.until, len(self.text) if line == end else line)
        elif start < self.until and self._reports(n):
            self.until = start
        if n in self.idle and not confessed:
            return "closing"
        owned = n in self.owned and role in REPORTING
        return "problems" if owned or start < self.until else role

    def _reports(self, n: int) -> bool:
        """Whether a sentence behind a shortcoming tells of something done, not of one more."""
        found, text = self.rules.patterns, self.wordings[n]
        return bool(found["doing"].search(text) and not found["lack"].search(text))


def line_end(text: str, at: int) -> int:
    """Where the line ends that ``at`` stands in."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end
