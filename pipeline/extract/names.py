"""What a figure is called: what was counted and what was done to it, complete though the sentence leaves parts out.

A figure's own words are its clause without numbers and without words that name nothing. Where they name nothing by
themselves (受理9件, 增长12%, 其中成功708起), the noun that governs them is taken from the figure, clause or sentence
before; where a sentence only begins with them (投资3000万元，改造…), from the clause behind.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from pipeline.extract.names_clauses import REACH, Clause, clauses, own_words
from pipeline.extract.names_governor import CONTEXT, Governor, last_named, under
from pipeline.extract.names_shared import share_out
from pipeline.extract.names_words import LONGEST, clean, leans, moved, noun_of, strip, verb_of
from pipeline.extract.quantities_figure import Figure
from pipeline.extract.quantities_rules import Rules

HEAD = 2  # characters of the head noun that another general noun takes the place of: 进驻部门38家、事项1456项


@dataclass(slots=True)
class _Reader:
    """Walks the clauses of one sentence and keeps what governs the figure at hand."""

    text: str
    row: list[Figure]
    rules: Rules
    governor: Governor
    outer: list[Governor] = field(default_factory=list)
    carried: str = ""
    by_unit: dict[str, Governor] = field(default_factory=dict)
    """What governed figures of this unit last: 受理案件203宗，涉及劳动者456人，结案180宗."""
    ratio: str = ""
    run: str | None = None
    """The unit of a run of parts behind 其中; None outside of one."""
    unread: list[Clause] = field(default_factory=list)
    """Clauses without a figure since the last one with: only the last that names something governs."""
    last: Figure | None = None
    """The figure before, in this sentence."""
    opening: Governor = field(default_factory=lambda: Governor())
    """What governed before the sentence's first figure."""
    verb: str = ""
    """The verb that governed the clause before, for an object behind a comma."""

    def read(self, clause: Clause, end: int) -> None:
        """Name the figures of one clause."""
        if clause.opener in ("（", "("):
            self.settle()
            self.outer.append(self.governor)
        if clause.figures:
            self.settle()
        else:
            self.unread.append(clause)
        if clause.figures and self.last is None:
            self.opening = self.governor
        for i, figure in enumerate(clause.figures):
            self._name(figure, clause, i, end)
        if clause.high < end and self.text[clause.high] in "）)":
            self.settle()
            self.run = None
            if self.outer:
                self.governor = self.outer.pop()

    def settle(self) -> None:
        """Let the last clause without a figure that names something govern what follows."""
        if self.unread:
            self.governor = last_named(self.text, self.unread, self.rules) or self.governor
            self.unread.clear()

    def _name(self, figure: Figure, clause: Clause, i: int, end: int) -> None:
        names = self.rules.names
        before, after, listed = own_words(self.text, clause, i, self.rules)
        behind = self._behind(clean(after, self.rules), clause, i)
        own = clean(before, self.rules, "trail" if behind else "done") + behind
        if behind and len(own) - len(behind) <= 1 and not listed:
            own += self._shared_predicate(clause, i)
        if listed or not behind:
            own += self._rest(clause, i, own)
        if listed:
            own = self._listed(own)
        else:
            self.carried = verb_of(own, self.rules)
            own = self._object(own, clause, i)
        part = self._in_part(figure, before, own, clause.low)
        if figure.kind == "level" and not self.outer and own and self._leans(own) and figure.unit in self.by_unit:
            self.governor = self.by_unit[figure.unit]
        elif self._starts_anew(figure, own, part, listed):
            self.governor = self.opening
        opens = i == 0 and clause.opens and not self.governor.heading and names["outlay"] in own and self._leans(own)
        name = "" if opens else self._governed(own, figure, part, listed)
        bare = not name and (opens or len(own) <= 2)
        if bare or (
            before.endswith(names["rest"]) and not self.carried and clause.figures[-1].end - figure.end < CONTEXT
        ):
            name = (name or own) + self._forward(clause.high, end)
        if i and (not own or names["bare"].fullmatch(self.text[clause.figures[i - 1].end : figure.start])):
            name = self._same(figure, clause.figures[i - 1])
        if figure.form == "ratio" and self.ratio:
            name = self.ratio
        self.ratio = name if figure.form == "ratio" else ""
        self.last = figure
        figure.name = (name or own)[: 2 * LONGEST].removesuffix(names["rest"])
        self._govern(figure, own, part, listed)

    def _rest(self, clause: Clause, i: int, own: str) -> str:
        """The noun that closes a list for all of it: 扩大投资26条、稳外贸25条等措施."""
        rest, last = self.rules.names["rest"], clause.figures[-1]
        if (i + 1 == len(clause.figures) and i == 0) or not self.text.startswith(rest, last.end):
            return ""
        noun = clean(self.text[last.end + len(rest) : min(clause.high, last.end + HEAD * 5)], self.rules)
        return "" if noun in own or len(noun) > HEAD * 3 else noun

    def _shared_predicate(self, clause: Clause, i: int) -> str:
        """What stands behind the last of a list that opens its clause: 6个乡镇、12个部门开展督察, for the first of them."""
        words = ""
        for k in range(i + 1, min(len(clause.figures), i + 4)):
            before, after, listed = own_words(self.text, clause, k, self.rules)
            if not listed or before:
                break
            words += "、" + clean(after, self.rules)
        return words.rstrip("、") if self.rules.names["predicate"].search(words) else ""

    def _behind(self, words: str, clause: Clause, i: int) -> str:
        """The words behind a figure without how it moved, and without the rate that the next figure states of it."""
        words = moved(words, self.rules)
        if i + 1 < len(clause.figures) and clause.figures[i + 1].kind == "share":
            return self.rules.names["rate_next"].sub("", words) or words
        return words

    def _object(self, own: str, clause: Clause, i: int) -> str:
        """Own words with the verb of the clause before, where they are only one more object of it."""
        names, verb = self.rules.names, self.verb
        if i == 0:
            self.verb = self.carried if self.carried in names["over"] else ""
        if verb and i == 0 and not self.carried and clause.opener == "，" and names["objects"].search(own):
            self.verb = verb
            return own if verb in own or self._leans(own) else verb + own
        return own

    def _in_part(self, figure: Figure, before: str, own: str, low: int) -> bool:
        """Whether 其中 stands before the figure, or before the short items that it goes on."""
        part = self.rules.names["part"]
        if part in before or part in self.text[max(low - 4, 0) : low]:
            self.run = figure.unit
            return True
        if (
            self.run is not None
            and figure.kind == "level"
            and not (figure.unit == self.run and len(own) <= 8 and not verb_of(own, self.rules))
        ):
            self.run = None
        return bool(self.outer) or (self.run is not None and figure.kind == "level")

    def _listed(self, own: str) -> str:
        """Own words of a figure in a list, with the noun or the verb that the list shares."""
        names = self.rules.names
        if own.endswith(names["sorts"]) and len(own) <= 6:
            cut = max(self.governor.noun.rfind(sort) for sort in names["sorts"])
            return own + self.governor.noun[cut + 1 :]
        if names["generic"].fullmatch(own) and len(self.governor.full) >= 2 * HEAD:
            return self.governor.full[:-HEAD] + own
        if self.carried and own and not self.rules.names["carry"].match(own) and not self._leans(own):
            return self.carried + own
        return own

    def _governed(self, own: str, figure: Figure, part: bool, listed: bool) -> str:
        """The whole name; empty where nothing at hand governs words that name nothing."""
        governor = self.outer[-1] if self.outer else self.governor
        leans = self._leans(own)
        if own.startswith(self.rules.names["share"]):
            return governor.full + own
        if listed and not own:
            return governor.full
        if not leans and not part:
            return own
        if not governor.noun:
            return "" if leans else own
        if figure.kind == "change" and not part and governor.clause and self._moves(figure):
            governor = Governor(self.last.name, noun_of(self.last.name, self.rules)) if self.last else governor
        if figure.kind == "change" and not part and governor.full and not governor.clause:
            return strip(governor.full, self.rules.names["ends"], self.rules) + own
        return under(governor, own)

    def _starts_anew(self, figure: Figure, own: str, part: bool, listed: bool) -> bool:
        """Whether a verb with a general noun leans on no figure before: 接待群众186批次，收到申请152件."""
        if self.last is None or part or listed or figure.kind != "level" or figure.unit == self.last.unit:
            return False
        noun = own[len(verb_of(own, self.rules)) :]
        return noun != own and bool(self.rules.names["generic"].fullmatch(noun))

    def _same(self, figure: Figure, before: Figure) -> str:
        """The name of the figure before; of a total behind a rise (净增12家、达到76家) without the rise."""
        total = figure.kind == "level" and before.kind == "change"
        return strip(before.name, self.rules.names["ends"], self.rules) if total else before.name

    def _moves(self, figure: Figure) -> bool:
        """Whether the figure says how the one before it moved, over a remark between: 产量23亿斤，再创新高，增产1亿斤."""
        kinds = self.rules.kinds
        if self.last is None or self.last.kind == "change":
            return False
        return figure.unit == self.last.unit or figure.unit in kinds["share"] | kinds["always"]

    def _govern(self, figure: Figure, own: str, part: bool, listed: bool) -> None:
        """Let the figure govern what follows, where it names something."""
        if part and self.outer:
            return
        if not self._leans(own):
            self.governor = Governor(figure.name, self.governor.noun if part else noun_of(own, self.rules))
            if figure.kind == "level":
                self.by_unit[figure.unit or ""] = self.governor
        elif self.rules.names["generic"].search(own):
            self.governor = Governor(figure.name, figure.name)
        elif not listed and figure.name:
            self.governor = Governor(figure.name, self.governor.noun)

    def _leans(self, own: str) -> bool:
        return leans(own, self.rules)

    def _forward(self, at: int, end: int) -> str:
        """The next clause's words, for a figure that opens its sentence: 投资3700万元，改造背街小巷11条."""
        first = bisect_left(self.row, at, key=lambda f: f.start)
        high = next(
            (c for c in range(at + 1, min(end, at + REACH)) if self.text[c] in "，；。;\n"), min(end, at + REACH)
        )
        words = self.text[at + 1 : high]
        names = self.rules.names
        if words.startswith((names["part"], names["share"], names["same"])):
            return ""
        for figure in reversed([f for f in self.row[first : first + 12] if f.end <= high]):
            words = words[: figure.start - at - 1] + words[figure.end - at - 1 :]
        return clean(words, self.rules, "done")


def set_names(text: str, start: int, end: int, row: list[Figure], rules: Rules, opening: Governor) -> Governor:
    """Fill ``name`` for the figures of one sentence; returns what governs the next one."""
    reader = _Reader(text, row, rules, opening)
    for clause in clauses(text, start, end, row):
        reader.read(clause, end)
    reader.settle()
    share_out(text, row, rules)
    return reader.governor
