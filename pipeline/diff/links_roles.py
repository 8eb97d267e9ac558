"""The role of each sentence where one section holds several: what was done, shortcomings, what will be done."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.diff.links_rules import Rules


class Roles:
    """Roles of sentences in reading order.

    What is said to those assembled (thanks, appeals, the year's watchword) is a closing wherever it stands.
    In a section of problems or plans each turn of the words holds until the next; in a section of achievements a
    shortcoming owned up to holds to the end of its line.
    """

    def __init__(self, text: str, wordings: Sequence[str], rules: Rules) -> None:
        self.text, self.wordings, self.rules = text, wordings, rules
        self.confessions = set(rules.found_in("confession", wordings))
        self.addresses = set(rules.found_in("address", wordings))
        self.section, self.turned, self.until = "", "", -1

    def role_of(self, n: int, section: str, role: str, start: int, end: int) -> str:
        """The role of sentence ``n``, the next one."""
        if section != self.section:
            self.section, self.turned, self.until = section, "", -1
        if role not in ("problems", "plan", "achievements", "duties"):
            return "problems" if start < self.until else role
        confessed = n in self.confessions
        if n in self.addresses and not confessed:
            return "closing"
        if role in ("problems", "plan"):
            if confessed:
                self.turned = "problems"
            elif self.rules.patterns["turn"].search(self.wordings[n]):
                self.turned = "plan"
            return self.turned or role
        if confessed:
            self.until = max(self.until, line_end(self.text, end))
        return "problems" if start < self.until else role


def line_end(text: str, at: int) -> int:
    """Where the line ends that ``at`` stands in."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end
