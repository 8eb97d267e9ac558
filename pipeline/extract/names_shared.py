"""Names that n changes take from the n figures before them: 收入3.2万元，支出2.1万元，分别增长8%和6%."""

from __future__ import annotations

from pipeline.extract.names_words import clean, strip
from pipeline.extract.quantities_figure import Figure
from pipeline.extract.quantities_rules import Rules


def share_out(text: str, row: list[Figure], rules: Rules) -> None:
    """Give n changes the names of the n figures before them: 收入3.2万元，支出2.1万元，分别增长8%和6%."""
    for i in range(2, len(row) - 1):
        gap = text[row[i - 1].end : row[i].start]
        if row[i].kind != "change" or rules.names["each"] not in gap:
            continue
        last = i
        while (
            last + 1 < len(row)
            and row[last + 1].kind == "change"
            and rules.names["bare"].fullmatch(text[row[last].end : row[last + 1].start])
        ):
            last += 1
        own, wholes = clean(gap, rules, "trail"), row[2 * i - last - 1 : i]
        if last == i or len(wholes) != last - i + 1 or not rules.names["dependent"].fullmatch(own):
            continue
        if all(figure.kind == "level" for figure in wholes):
            for figure, whole in zip(row[i : last + 1], wholes, strict=True):
                figure.name = strip(whole.name, rules.names["ends"], rules) + own
