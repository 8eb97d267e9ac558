"""Commitments whose results are told in other words, among results of other things in the same field."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline import profiles
from pipeline.diff.links import ROLES, followed, nearest
from pipeline.diff.links_figures import kept
from pipeline.diff.links_passages import Figure, Passage, Sentences
from pipeline.diff.links_rules import rules_of
from pipeline.diff.links_senses import senses_of
from pipeline.diff.links_shared import pairing_of
from pipeline.diff.links_status import status_of
from pipeline.diff.links_wording import wordings_of

PAIRS = tomllib.loads(Path(__file__).with_name("plan_pairs.toml").read_text("utf-8"))["pair"]
SENSES = senses_of(profiles.load("gwr"))
RULES = rules_of(profiles.load("gwr"))


def _words(text: str) -> list[str]:
    """The longest words known at each place, as a segmenter would find them."""
    words = []
    while text:
        size = next((n for n in (5, 4, 3, 2) if text[:n] in SENSES.number), 1)
        words.append(text[:size])
        text = text[size:]
    return words


def _sentences(role: str, sentences: list[str]) -> Sentences:
    even = [said.replace("，", ",").replace("“", '"').replace("”", '"') for said in sentences]
    return Sentences.of([Passage(n, n, role, "none", said) for n, said in enumerate(even)], [_words(s) for s in even])


def _status(plan: Passage, results: Sequence[Passage]) -> str:
    return status_of(plan, results, kept(plan, results, RULES), RULES, SENSES)


def judged(pair: dict) -> list[tuple[str, str, str, str]]:
    """(result wanted, result found, status wanted, status found) of each commitment."""
    reports = _sentences("plan", [said for said, _, _ in pair["plan"]]), _sentences("achievements", pair["review"])
    sides = pairing_of(*wordings_of(reports, SENSES, RULES), *ROLES["plan"])
    found = followed(sides, nearest("plan", sides, RULES))
    return [
        (wanted, "".join(r.text for r in f.results), status, _status(f.passage, f.results))
        for f, (_, wanted, status) in zip(found, pair["plan"], strict=True)
    ]


def f1(rows: list[tuple[str, str, str, str]]) -> float:
    right = sum(bool(wanted) and wanted in found for wanted, found, _, _ in rows)
    return 2 * right / (sum(bool(found) for _, found, _, _ in rows) + sum(bool(wanted) for wanted, _, _, _ in rows))


def test_results_told_in_other_words_are_found():
    """Floors are what was measured: they may rise, not fall."""
    rows = [row for pair in PAIRS for row in judged(pair)]
    assert f1(rows) >= 0.7, rows


def test_what_is_not_told_stays_silent():
    silent = [found for pair in PAIRS for wanted, found, _, _ in judged(pair) if not wanted]
    assert sum(not found for found in silent) >= 0.6 * len(silent), silent


def test_status_of_what_is_found():
    graded = [(a, b) for pair in PAIRS for wanted, found, a, b in judged(pair) if wanted and wanted in found]
    assert sum(a == b for a, b in graded) >= 0.75 * len(graded), graded


def _figure(name: str, value: float, approx: str = "exact") -> Figure:
    return Figure(f"{value:g}", value, "人", "level", approx, name, "")


@pytest.mark.parametrize(
    ("promised", "reported", "met"),
    [(_figure("新增就业", 9000), _figure("城镇新增就业", 9860), [True]),
     (_figure("新增就业", 9000), _figure("新增就业", 8000), [False]),
     (_figure("失业人数", 300, "less"), _figure("失业人数", 280), [True]),
     (_figure("新增就业", 9000), _figure("接待游客", 9860), [])],
)  # fmt: skip
def test_figures_promised_are_held_against_figures_reported(promised, reported, met):
    plan, result = (Passage(0, 1, "plan", "none", "", (figure,)) for figure in (promised, reported))
    assert [k.met for k in kept(plan, [result], RULES)] == met
