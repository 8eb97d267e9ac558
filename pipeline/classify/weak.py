"""Would the user's own corpus make a better teacher? Headings that the rules are certain of, as extra examples.

Not part of a run: trained on the corpus, one new report would change the labels of all others. ``evaluate --weak OUT``
measures what it would gain; on the corpora tried so far the model alone gained, rules and model together did not.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.classify.decide import topics_of_sections
from pipeline.classify.evidence import Evidence
from pipeline.classify.examples import Example, examples_of
from pipeline.classify.linear import READ
from pipeline.classify.measures import Case, bootstrap, macro_f1
from pipeline.classify.model import train
from pipeline.classify.models import models_of
from pipeline.classify.outlines import outlines_of
from pipeline.classify.roles import roles_of_sections
from pipeline.classify.scheme import certain, roles_of, topics_of, votes
from pipeline.profiles import Profile
from pipeline.tables import Tables

MOST = 60
"""Weak examples of one topic that are taken."""


def weak_examples(tables: Tables, profile: Profile, without: frozenset[str] = frozenset()) -> list[Example]:
    """Sub-headings whose words alone make the rules certain, each once, with their text, in the order of the tables.

    ``without``: file names (stems) of reports left out, since they are asked later.
    """
    topics = topics_of(profile)
    texts = {r.report_id: r.text for r in tables["reports"].itertuples()
             if r.profile == profile.id and Path(r.source).stem not in without}  # fmt: skip
    found: dict[str, dict[str, Example]] = {}
    for row in tables["sections"].itertuples():
        if row.level < 2 or row.report_id not in texts or not (sure := certain(topics, votes(topics, row.heading))):
            continue
        mine = found.setdefault(sure[0], {})
        if len(mine) < MOST and row.heading not in mine:
            text = texts[row.report_id][row.heading_end : min(row.end, row.heading_end + READ)]
            mine[row.heading] = Example(row.heading, text, sure[0])
    return [example for topic in sorted(found) for example in found[topic].values()]


def gain(profile: Profile, folders: Sequence[Path], tables: Tables) -> str:
    """What weak labels of a corpus would add to macro-F1 on labelled folders, with its 95% interval over documents."""
    outlines = [outline for folder in folders for outline in outlines_of(folder, profile.id)]
    weak = weak_examples(tables, profile, frozenset(o.name for o in outlines))
    if not outlines or not weak:
        return f"{profile.id}: weak labels: {len(weak)}, labelled documents: {len(outlines)}; nothing to compare"
    topics, models = topics_of(profile), models_of(profile)
    taught = {"both": train(topics, [*examples_of(profile), *weak]), "without": models.topics}
    cases = []
    for o in outlines:
        roles = roles_of_sections(o.nodes, roles_of(profile), o.year, models.roles, o.text)
        given = {
            name: topics_of_sections(o.nodes, o.text, roles, Evidence(topics, model)) for name, model in taught.items()
        }
        asked = [n for n in o.nodes if n.id in o.right and n.id not in o.optional]
        cases += [Case(o.name, "", "", o.right[n.id][1], {k: given[k][n.id] for k in taught}) for n in asked]
    low, high = bootstrap(cases, _gained)
    return (f"{profile.id}: {len(weak)} weak labels: topic macro-F1 {macro_f1(cases, 'both'):.3f} with them, "
            f"{macro_f1(cases, 'without'):.3f} without, gain [{low:+.3f}, {high:+.3f}], {len(cases)} headings")  # fmt: skip


def _gained(cases: Sequence[Case]) -> float:
    return macro_f1(cases, "both") - macro_f1(cases, "without")
