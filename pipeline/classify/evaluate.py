"""How good the labels are: against labelled headings (a gold folder) and on the shipped examples, by cross-validation.

Four ways are compared: the rules alone, the model alone, both (what the pipeline uses) and a count of keywords.
Intervals are bootstrapped over documents, since headings of one document are not independent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from pipeline.classify.decide import CONFIDENT, TopicLabel, topics_of_sections
from pipeline.classify.examples import examples_of
from pipeline.classify.linear import FOLDS
from pipeline.classify.model import Model, train
from pipeline.classify.outlines import outlines_of
from pipeline.classify.roles import Node, RoleLabel, roles_of_sections
from pipeline.classify.run import models_of
from pipeline.classify.scheme import NONE, Topics, best_two, counted, roles_of, topics_of
from pipeline.profiles import Profile

METHODS = ("both", "rules", "model", "keywords")
DRAWS = 1000


@dataclass(frozen=True)
class Case:
    """One labelled heading: its document, what is right, and what each method answered with its probability."""

    doc: str
    role: str
    role_given: str
    topic: str
    given: Mapping[str, TopicLabel]
    role_score: float = 1.0


def evaluate(profiles: Mapping[str, Profile], gold: Path | None = None) -> tuple[str, dict]:
    """Evaluate every profile; a printable text, and the same as a dict."""
    found: dict[str, dict] = {}
    for profile_id, profile in sorted(profiles.items()):
        if not examples_of(profile):
            continue
        found[f"{profile_id}: examples, {FOLDS}-fold"] = measures(cross_validated(profile))
        if gold and (cases := labelled_cases(profile, gold)):
            found[f"{profile_id}: {gold.name}"] = measures(cases)
    return "\n\n".join(_printed(name, values) for name, values in found.items()), found


# --- cases ----------------------------------------------------------------------------------------------------------


def cross_validated(profile: Profile) -> list[Case]:
    """Every shipped example, answered by a model that was not trained on it; an example counts as a document."""
    topics, examples = topics_of(profile), examples_of(profile)
    cases = []
    for fold in range(FOLDS):
        model = train(topics, [e for i, e in enumerate(examples) if i % FOLDS != fold])
        for i in range(fold, len(examples), FOLDS):
            e = examples[i]
            node = Node("0", None, 2, e.heading, 0, 0, len(e.text))
            roles = {"0": RoleLabel("achievements", "rule", 1.0)}
            given = {m: _answers([node], e.text, roles, topics, model, m)["0"] for m in METHODS}
            cases.append(Case(str(i), "", "", e.topic, given))
    return cases


def labelled_cases(profile: Profile, folder: Path) -> list[Case]:
    """The labelled headings of a folder of outlines or of a gold folder; see pipeline.classify.outlines."""
    topics, models = topics_of(profile), models_of(profile)
    cases = []
    for outline in outlines_of(folder, profile.id):
        roles = roles_of_sections(outline.nodes, roles_of(profile), outline.year, models.roles, outline.text)
        given = {m: _answers(outline.nodes, outline.text, roles, topics, models.topics, m) for m in METHODS}
        for node in outline.nodes:
            if node.id in outline.right and node.id not in outline.optional:
                role, topic = outline.right[node.id]
                answers = {m: given[m][node.id] for m in METHODS}
                cases.append(Case(outline.name, role, roles[node.id].role, topic, answers, roles[node.id].score))
    return cases


def _answers(
    nodes: Sequence[Node], text: str, roles: Mapping[str, RoleLabel], topics: Topics, model: Model | None, method: str
) -> dict[str, TopicLabel]:
    if method in ("both", "rules"):
        return topics_of_sections(nodes, text, roles, topics, model if method == "both" else None)
    answer = _by_model if method == "model" else _by_keywords
    return {n.id: answer(n, text[n.body : n.end], topics, model) for n in nodes}


def _by_model(node: Node, body: str, topics: Topics, model: Model | None) -> TopicLabel:
    assert model is not None
    code, probability, _ = best_two(replace(model, trust=0.0).probabilities(node.heading, body, {}))
    return TopicLabel(code if probability >= CONFIDENT else NONE, probability, "model")


def _by_keywords(node: Node, body: str, topics: Topics, model: Model | None) -> TopicLabel:
    """The baseline: the topic whose words occur most often in heading and text."""
    plain = replace(topics, cues={w: dict.fromkeys(c, 1.0) for w, c in topics.cues.items()})
    code, count, _ = best_two(counted(plain, node.heading + body))
    return TopicLabel(code, count / (1 + count), "rule")


# --- measures -------------------------------------------------------------------------------------------------------


def measures(cases: Sequence[Case]) -> dict:
    """Per class, confusion, reliability, and the comparison of methods with 95% intervals over documents."""
    roles = [c for c in cases if c.role]
    compared = {}
    for method in METHODS:
        value = macro_f1(cases, method)
        low, high = bootstrap(cases, partial(macro_f1, method=method))
        gain = bootstrap(cases, partial(_ahead, method=method))
        compared[method] = {"macro_f1": value, "low": low, "high": high, "both_minus": gain}
    return {
        "headings": len(cases), "documents": len({c.doc for c in cases}),
        "role_accuracy": sum(c.role == c.role_given for c in roles) / len(roles) if roles else None,
        "methods": compared, "classes": per_class(cases), "confusion": confusion(cases), "reliability": reliability(cases),
    }  # fmt: skip


def per_class(cases: Sequence[Case], method: str = "both") -> dict[str, dict[str, float]]:
    """Precision, recall, F1 and number of every topic that is labelled; labels of none are left out, as in scoring."""
    pairs = [(c.topic, c.given[method].topic) for c in cases if c.topic != NONE]
    found = {}
    for code in sorted({gold for gold, _ in pairs}):
        hits = sum(g == code == p for g, p in pairs)
        given, right = sum(p == code for _, p in pairs), sum(g == code for g, _ in pairs)
        found[code] = {"precision": hits / given if given else 0.0, "recall": hits / right,
                       "f1": 2 * hits / (given + right), "n": right}  # fmt: skip
    return found


def macro_f1(cases: Sequence[Case], method: str) -> float:
    """Mean F1 over the topics that are labelled."""
    return float(np.mean([c["f1"] for c in per_class(cases, method).values()] or [0.0]))


def _ahead(cases: Sequence[Case], method: str) -> float:
    return macro_f1(cases, "both") - macro_f1(cases, method)


def confusion(cases: Sequence[Case]) -> dict[str, dict[str, int]]:
    """labelled topic -> given topic -> headings, the right ones aside."""
    table: dict[str, dict[str, int]] = {}
    for case in cases:
        given = case.given["both"].topic
        if given != case.topic:
            row = table.setdefault(case.topic, {})
            row[given] = row.get(given, 0) + 1
    return table


def reliability(cases: Sequence[Case]) -> list[tuple[float, float, int]]:
    """(mean stated probability, share that was right, headings) in ten bins of probability."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for case in cases:
        label = case.given["both"]
        bins.setdefault(min(int(label.score * 10), 9), []).append((label.score, label.topic == case.topic))
    return [
        (float(np.mean([s for s, _ in b])), float(np.mean([r for _, r in b])), len(b)) for _, b in sorted(bins.items())
    ]


def bootstrap(cases: Sequence[Case], measure: Callable[[Sequence[Case]], float]) -> tuple[float, float]:
    """The 95% interval of a measure, drawing whole documents."""
    by_doc: dict[str, list[Case]] = {}
    for case in cases:
        by_doc.setdefault(case.doc, []).append(case)
    docs, random = list(by_doc.values()), np.random.default_rng(0)
    draws = min(DRAWS, max(100, 100_000 // max(1, len(cases))))
    values = [measure([c for i in random.integers(len(docs), size=len(docs)) for c in docs[i]]) for _ in range(draws)]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def _printed(name: str, values: dict) -> str:
    lines = [f"{name}: {values['headings']} headings, {values['documents']} documents"]
    if values["role_accuracy"] is not None:
        lines.append(f"  role accuracy {values['role_accuracy']:.3f}")
    for method, m in values["methods"].items():
        low, high = m["both_minus"]
        lines.append(f"  {method:<9} topic macro-F1 {m['macro_f1']:.3f} [{m['low']:.3f}, {m['high']:.3f}]"
                     + (f"  both is ahead by [{low:+.3f}, {high:+.3f}]" if method != "both" else ""))  # fmt: skip
    lines += [f"  {code:<15} P {c['precision']:.3f} R {c['recall']:.3f} F1 {c['f1']:.3f} n {c['n']}"
              for code, c in values["classes"].items()]  # fmt: skip
    lines += [f"  {gold} taken for " + ", ".join(f"{k} {n}" for k, n in sorted(row.items()))
              for gold, row in sorted(values["confusion"].items())]  # fmt: skip
    lines += [f"  stated {stated:.2f} right {right:.2f} n {n}" for stated, right, n in values["reliability"]]
    return "\n".join(lines)
