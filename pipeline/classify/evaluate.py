"""How good the labels are: against labelled headings (a gold folder) and on the shipped examples, by cross-validation.

Four ways are compared: the rules alone, the model alone, both (what the pipeline uses) and a count of keywords.
Intervals are bootstrapped over documents, since headings of one document are not independent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from pipeline.classify.decide import CONFIDENT, TopicLabel, topics_of_sections
from pipeline.classify.evidence import Evidence
from pipeline.classify.examples import examples_of
from pipeline.classify.linear import FOLDS, counted, folds
from pipeline.classify.measures import METHODS, Case, measures
from pipeline.classify.model import Model, train
from pipeline.classify.models import models_of
from pipeline.classify.outlines import outlines_of
from pipeline.classify.roles import Node, RoleLabel, roles_of_sections
from pipeline.classify.scheme import NONE, Topics, best_two, roles_of, topics_of
from pipeline.profiles import Profile

MOST = 3
"""Times that the baseline counts one word."""


def evaluate(profiles: Mapping[str, Profile], folders: Sequence[Path] = ()) -> tuple[str, dict]:
    """Evaluate every profile on its examples (cross-validated) and on labelled folders; a printable text, and a dict."""
    found: dict[str, dict] = {}
    for profile_id, profile in sorted(profiles.items()):
        if not examples_of(profile):
            continue
        found[f"{profile_id}: examples, {FOLDS}-fold"] = measures(cross_validated(profile))
        labelled = {folder.name: cases for folder in folders if (cases := labelled_cases(profile, folder))}
        found |= {f"{profile_id}: {name}": measures(cases) for name, cases in labelled.items()}
        if len(labelled) > 1:
            found[f"{profile_id}: all labelled"] = measures([c for cases in labelled.values() for c in cases])
    return "\n\n".join(_printed(name, values) for name, values in found.items()), found


# --- cases ----------------------------------------------------------------------------------------------------------


def cross_validated(profile: Profile) -> list[Case]:
    """Every shipped example, answered by a model that was not trained on it; an example counts as a document."""
    topics, examples = topics_of(profile), examples_of(profile)
    codes = sorted({e.topic for e in examples})
    answers = np.array([codes.index(e.topic) for e in examples])
    roles = {"0": RoleLabel("achievements", "rule", 1.0)}
    cases = []
    for known, asked in folds(counted([(e.heading, e.text) for e in examples]), answers):
        model = train(topics, [examples[i] for i in known])
        for i in asked:
            e = examples[i]
            node = Node("0", None, 2, e.heading, 0, 0, len(e.text))
            given = {m: _answers([node], e.text, roles, topics, model, m)["0"] for m in METHODS}
            cases.append(Case(str(i), "", "", e.topic, given))
    return cases


def labelled_cases(profile: Profile, folder: Path, methods: Sequence[str] = METHODS) -> list[Case]:
    """The labelled headings of a folder of outlines or of a gold folder; see pipeline.classify.outlines."""
    topics, models = topics_of(profile), models_of(profile)
    cases = []
    for outline in outlines_of(folder, profile.id):
        roles = roles_of_sections(outline.nodes, roles_of(profile), outline.year, models.roles, outline.text)
        given = {m: _answers(outline.nodes, outline.text, roles, topics, models.topics, m) for m in methods}
        for node in outline.nodes:
            if node.id in outline.right and node.id not in outline.optional:
                role, topic = outline.right[node.id]
                answers = {m: given[m][node.id] for m in methods}
                cases.append(Case(outline.name, role, roles[node.id].role, topic, answers, roles[node.id].score))
    return cases


def _answers(
    nodes: Sequence[Node], text: str, roles: Mapping[str, RoleLabel], topics: Topics, model: Model | None, method: str
) -> dict[str, TopicLabel]:
    if method in ("both", "rules"):
        return topics_of_sections(nodes, text, roles, Evidence(topics, model if method == "both" else None))
    answer = _by_model if method == "model" else _by_keywords
    return {n.id: answer(n, text[n.body : n.end], topics, model) for n in nodes}


def _by_model(node: Node, body: str, topics: Topics, model: Model | None) -> TopicLabel:
    assert model is not None
    code, probability, _ = best_two(Evidence(topics, replace(model, trust=0.0)).probabilities(node.heading, body, {}))
    return TopicLabel(code if probability >= CONFIDENT else NONE, probability, "model")


def _by_keywords(node: Node, body: str, topics: Topics, model: Model | None) -> TopicLabel:
    """The baseline: the topic whose words occur most often in heading and text."""
    text, times = node.heading + body, Counter[str]()
    for word, codes in topics.cues.items():
        times.update(dict.fromkeys(codes, min(text.count(word), MOST)))
    code, count, _ = best_two(+times)
    return TopicLabel(code, count / (1 + count), "rule")


def _printed(name: str, values: dict) -> str:
    lines = [f"{name}: {values['headings']} headings, {values['documents']} documents"]
    for method, m in values["methods"].items():
        low, high = m["both_minus"]
        lines.append(f"  {method:<9} topic macro-F1 {m['macro_f1']:.3f} [{m['low']:.3f}, {m['high']:.3f}]"
                     + (f"  both is ahead by [{low:+.3f}, {high:+.3f}]" if method != "both" else ""))  # fmt: skip
    lines += _table("topic", values["topics"])
    if values["roles"]:
        lines += [f"  role accuracy {values['role_accuracy']:.3f}", *_table("role", values["roles"])]
    return "\n".join(lines)


def _table(kind: str, values: dict) -> list[str]:
    lines = [f"  {kind} {code:<15} P {c['precision']:.3f} R {c['recall']:.3f} F1 {c['f1']:.3f} n {c['n']}"
             for code, c in values["classes"].items()]  # fmt: skip
    lines += [f"  {kind} {right} taken for " + ", ".join(f"{k} {n}" for k, n in sorted(row.items()))
              for right, row in sorted(values["confusion"].items())]  # fmt: skip
    return lines + [
        f"  {kind} stated {stated:.2f} right {right:.2f} n {n}" for stated, right, n in values["reliability"]
    ]
