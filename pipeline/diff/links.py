"""An item followed into the next report: what was planned, what was short, what is reported every year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.diff.links_evidence import weighed
from pipeline.diff.links_figures import figures_json, kept
from pipeline.diff.links_passages import REVIEW, SHORT, Passage, sentences_of
from pipeline.diff.links_problems import owned_up, problem_rows
from pipeline.diff.links_rows import Rows, table_of
from pipeline.diff.links_rules import Rules, rules_of
from pipeline.diff.links_senses import Senses, senses_of
from pipeline.diff.links_shared import Pairing, pairing_of
from pipeline.diff.links_sources import NEEDLESS, Source, sources_of
from pipeline.diff.links_status import is_commitment, status_of
from pipeline.diff.links_wording import Wording, wordings_of
from pipeline.profiles import Profile
from pipeline.stage import Context, Step
from pipeline.tables import Tables

BOTH = (*REVIEW, SHORT)
ROLES = {"plan": (("plan",), REVIEW), "counterpart": (BOTH, BOTH)}
"""Kind -> the roles of sentences followed, and of those that they are followed to."""


class Nearest(NamedTuple):
    """For each sentence of a the number in its report of that of b that tells of it (-1: none), and how surely (0 to 1).

    ``further``: (place among the sentences of a, number of one of b) where further sentences of b tell of it.
    """

    at: np.ndarray
    score: np.ndarray
    further: np.ndarray = np.zeros((0, 2), dtype=np.int64)


class Found(NamedTuple):
    """A sentence of the earlier report, the sentences of the later one that tell of it, and how surely (0 to 1)."""

    passage: Passage
    results: tuple[Passage, ...]
    score: float


def run(tables: Tables, context: Context) -> Tables:
    """Links of every year pair of the shard's places."""
    pairs, reports = tables["pairs"], tables["reports"]
    columns = (reports[name].tolist() for name in ("report_id", "profile", "region_code", "region"))
    place_of = {
        i: (genre, code if isinstance(code, str) else name) for i, genre, code, name in zip(*columns, strict=True)
    }
    wanted: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for a, b, relation in zip(*(pairs[name].tolist() for name in ("a_report", "b_report", "relation")), strict=True):
        if relation == "year" and b in place_of:
            wanted.setdefault(place_of[b], []).append((a, b))
    sources = sources_of(tables) if wanted else {}
    rows: list[Rows] = []
    for genre, place in sorted(wanted):
        profile = context.profiles.get(genre, context.profiles["other"])
        rows += _place_rows(sources, wanted[genre, place], profile)
    return {"links": table_of(rows)}


def _place_rows(sources: Mapping[str, Source], pairs: Sequence[tuple[str, str]], profile: Profile) -> Iterator[Rows]:
    rules, senses = rules_of(profile), senses_of(profile)
    ids = sorted({report_id for pair in pairs for report_id in pair})
    wordings = wordings_of([sentences_of(sources[report_id], rules) for report_id in ids], senses, rules)
    ready = dict(zip(ids, wordings, strict=True))
    owned = dict(zip(ids, owned_up([wording.sentences for wording in wordings], rules), strict=True))
    for a, b in pairs:
        yield from pair_links(ready[a], ready[b], rules, senses)
        yield problem_rows(owned[a], owned[b], rules)


def pair_links(a: Wording, b: Wording, rules: Rules, senses: Senses) -> Iterator[Rows]:
    """Links of two reports' sentences: commitments, then what both reviews report."""
    yield _plans(pairing_of(a, b, *ROLES["plan"]), rules, senses)
    pair = pairing_of(a, b, *ROLES["counterpart"])
    near = nearest("counterpart", pair, rules)
    linked = np.flatnonzero(near.at >= 0)
    yield _rows("counterpart", pair, linked, near.at[linked], near.score[linked], ["same"] * len(linked))


def _plans(pair: Pairing, rules: Rules, senses: Senses) -> Rows:
    """A row for each result of a commitment, and for each commitment without any."""
    near = nearest("plan", pair, rules)
    told = [(n, f) for n, f in enumerate(followed(pair, near)) if f.results or is_commitment(f.passage, rules)]
    found = [f for _, f in told]
    figures = [kept(f.passage, f.results, rules) for f in found]
    status = [status_of(f.passage, f.results, k, rules, senses) for f, k in zip(found, figures, strict=True)]
    met = [all(figure.met for figure in k) if k else None for k in figures]
    place = {n: at for at, (n, _) in enumerate(told)}
    first = [(n, at) for n, at in enumerate(near.at.tolist()) if n in place]
    cells = sorted([*first, *map(tuple, near.further.tolist())], key=lambda cell: cell[0])
    rows, at = np.array(cells, dtype=np.int64).reshape(-1, 2).T
    places = [place[n] for n in rows.tolist()]
    written = [*map(figures_json, figures)]
    return _rows("plan", pair, rows, at, near.score[rows],
                 [status[n] for n in places], [written[n] for n in places], [met[n] for n in places])  # fmt: skip


def _rows(kind: str, pair: Pairing, rows: np.ndarray, at: np.ndarray, score: np.ndarray, status: Sequence[str],
          figures: Sequence[str] = (), met: Sequence[bool | None] = ()) -> Rows:  # fmt: skip
    """The links of some rows of a: the sentences of b that they lead to, how surely, and what became of them."""
    a, b = pair.a.wording.sentences, pair.b.wording.sentences
    return Rows(kind, a, b, pair.a.numbers[rows], at, score, status, figures, met)


def strengths(kind: str, pair: Pairing, rules: Rules) -> np.ndarray:
    """How much speaks for every two sentences telling of one item: (sentences of a, of b); both sides have some."""
    return weighed(pair, rules.weights[kind])


def nearest(kind: str, pair: Pairing, rules: Rules) -> Nearest:
    """Each sentence of a with the sentence of b that most speaks for, if enough does, and with others about as strong.

    Whether it is enough is judged by how strong that sentence is and by its lead over the next best.
    """
    rows = np.arange(len(pair.a.numbers))
    if not len(rows) or not len(pair.b.numbers):
        return Nearest(np.full(len(rows), -1), np.zeros(len(rows)))
    strength, judge = strengths(kind, pair, rules), rules.decisions[kind]
    best = strength.argmax(axis=1)
    first = strength[rows, best]
    strength[rows, best] = -np.inf
    second = strength.max(axis=1) if strength.shape[1] > 1 else first
    score = 1 / (1 + np.exp(-(judge["bias"] + judge["strength"] * first + judge["lead"] * (first - second))))
    sure = score >= judge["least"]
    near = Nearest(np.where(sure, pair.b.numbers[best], -1), np.round(score, 4))
    if "further" not in judge:
        return near
    least = np.where(sure, np.maximum(first - judge["behind"], judge["further"]), np.inf)
    row, column = np.nonzero(strength >= least[:, None])
    return near._replace(further=np.stack([row, pair.b.numbers[column]], axis=1))


def followed(pair: Pairing, near: Nearest) -> list[Found]:
    """The same as sentences, one by one."""
    a, b = pair.a.wording.sentences, pair.b.wording.sentences
    results: list[list[int]] = [[at] if at >= 0 else [] for at in near.at.tolist()]
    for row, at in near.further.tolist():
        results[row].append(at)
    return [
        Found(a.passage(n), tuple(b.passage(at) for at in told), score)
        for n, told, score in zip(pair.a.numbers.tolist(), results, near.score.tolist(), strict=True)
    ]


STEP = Step(
    "diff.links",
    reads=("reports", "sections", "topics", "sentences", "quantities", "pairs"),
    writes=("links",),
    run=run,
    per="place",
    without=NEEDLESS,
    coded=("sentences.words",),
    files=("links", "links/senses", "links/shortcomings"),
)
