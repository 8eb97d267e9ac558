"""A slip put into a sum or a rate that holds is found, in the wordings of the labelled series."""

from __future__ import annotations

import pytest

from tests.diff.arithmetic import relations, slipped
from tests.diff.one_report import findings_of
from tests.diff.series_gold import SERIES, series

UNSEEN = {"twelfth"}
"""Series that nothing was mended for: what was learned from the others is measured on these."""
FLOORS = {
    ("parts_do_not_sum", False): 0.83, ("rate_contradicts_counts", False): 0.88,
    ("parts_do_not_sum", True): 0.61, ("rate_contradicts_counts", True): 0.88,
}  # fmt: skip
"""Kind, whether of unseen series -> least share of slips found.

The rest are relations by chance, slips that make another total right, and wordings not understood.
"""


def test_relations_are_found_by_arithmetic_and_slips_break_them():
    text = "受理案件120件，其中维持65件、撤销30件、驳回25件，维持率54.2%。"
    found = list(relations(text))
    assert [r.type for r in found] == ["parts_do_not_sum", "rate_contradicts_counts"]
    assert "受理案件110件" in slipped(text, found[0].slips[0])
    assert list(relations(slipped(text, found[0].slips[0]))) == []


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "unseen"), FLOORS)
def test_slips_are_found(kind, unseen, known_profiles):
    made = missed = 0
    for name in sorted(
        folder.name for folder in SERIES.iterdir() if folder.is_dir() and (folder.name in UNSEEN) == unseen
    ):
        for doc, text in series(name)[0].items():
            genre, year = (
                doc.split("-")[0],
                int(doc[-4:]) - doc.startswith("gwr"),
            )  # a speech looks back on the year before
            for relation in relations(text):
                for number in relation.slips if relation.type == kind else ():
                    rows = findings_of(slipped(text, number), known_profiles, genre, year)
                    made += 1
                    missed += not any(_at(row, relation) for row in rows if row["type"] == kind)
    assert made > (10 if unseen else 30)
    assert 1 - missed / made >= FLOORS[kind, unseen], f"{made - missed} of {made}"


def _at(row, relation) -> bool:
    common = min(row["end"], relation.end) - max(row["start"], relation.start)
    return common >= 0.5 * min(row["end"] - row["start"], relation.end - relation.start)
