"""The stage as a step: tables of a batch of reports -> topics, passages, topic_shares, and doubts about corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.classify.corrections import Correction, of_report, placed
from pipeline.classify.decide import PLAIN, TopicLabel, decide, head_of, topics_of_sections
from pipeline.classify.model import Model
from pipeline.classify.models import Models, models_of
from pipeline.classify.passages import Passage, passages_of
from pipeline.classify.roles import Node, RoleLabel, roles_of_sections
from pipeline.classify.scheme import NONE, Topics, roles_of, topics_of
from pipeline.classify.shares import Ink, Span, second_topic, sentence_parts, totals
from pipeline.stage import Context
from pipeline.tables import Tables, frame

Row = dict[str, Any]
PASSAGE = 0.95
"""Score of the role of an item inside a passage that has turned."""


@dataclass(frozen=True)
class Labelled:
    """A section or an item with its labels."""

    id: str
    start: int
    end: int
    role: RoleLabel
    topic: TopicLabel
    inside: str | None


def classify(tables: Tables, context: Context) -> Tables:
    """Labels for every section and inline item of the reports, and the characters that each topic takes."""
    rows: list[Row] = []
    shares: list[Row] = []
    doubts: list[Row] = []
    turned: list[Row] = []
    for report, sections, items, sentences in _reports(tables):
        topics = topics_of(context.profiles[report.profile])
        nodes = [_node(s) for s in sorted(sections, key=lambda s: s.order)]
        corrected, lost = placed(nodes, of_report(context.labels, report.report_id))
        doubts += [_doubt(report, c, "label_lost", "正文中没有这个标题 / no such heading") for c in lost]
        doubts += [_doubt(report, c, "label_topic", f"{report.profile} 没有主题 {c.topic} / has no such topic")
                   for c in corrected.values() if c.topic not in ("", NONE, *topics.codes)]  # fmt: skip
        labelled = [*_sections(report, nodes, corrected, context)]
        passages = _passages(report, labelled, sentences, context)
        labelled += _items(report, items, labelled, passages, topics, _models(report, context).topics)
        ink = Ink(report.text)
        rows.extend(_topic_rows(report, labelled, sentences, topics, ink))
        shares.extend(_share_rows(report, labelled, passages, ink))
        turned.extend({"report_id": report.report_id, **vars(p)} for p in passages)
    return {
        "topics": frame("topics", rows),
        "passages": frame("passages", turned),
        "topic_shares": frame("topic_shares", shares),
        "problems": frame("problems", doubts),
    }


def survey(tables: Tables, context: Context) -> None:
    """Nothing is taken from the corpus: models are trained on the profiles' examples (see pipeline.classify.models)."""


def merge(partials: Sequence[None], context: Context) -> dict[str, Models]:
    """The models of every profile."""
    return {id: models_of(profile) for id, profile in sorted(context.profiles.items())}


def _models(report: Any, context: Context) -> Models:
    return (context.corpus or {}).get(report.profile, Models(None, None))


def _reports(tables: Tables) -> Iterator[tuple[Any, ...]]:
    """Each report with its sections, items and sentences in reading order."""
    parts = []
    for name in ("sections", "items", "sentences"):
        rows = tables[name].sort_values(["report_id", "start"], kind="stable")
        parts.append({str(key): list(found.itertuples()) for key, found in rows.groupby("report_id", sort=False)})
    for report in tables["reports"].itertuples():
        yield report, *(part.get(str(report.report_id), []) for part in parts)


def _sections(
    report: Any, nodes: list[Node], corrected: Mapping[str, Correction], context: Context
) -> Iterator[Labelled]:
    profile, models = context.profiles[report.profile], _models(report, context)
    year = None if pd.isna(report.year) else int(report.year)
    by_hand = {id: c.role for id, c in corrected.items() if c.role}
    roles = roles_of_sections(nodes, roles_of(profile), year, models.roles, report.text, by_hand)
    by_hand = {id: c.topic for id, c in corrected.items() if c.topic in (*topics_of(profile).codes, NONE)}
    topics = topics_of_sections(nodes, report.text, roles, topics_of(profile), models.topics, by_hand)
    for node in nodes:
        yield Labelled(node.id, node.start, node.end, roles[node.id], topics[node.id], node.parent)


def _doubt(report: Any, correction: Correction, code: str, why: str) -> Row:
    detail = (
        f"labels.csv，“{correction.heading}”（{correction.start}）：{why}；请修改或删去该行 / mend or remove the line"
    )
    return {"source": report.source, "report_id": report.report_id, "stage": "classify", "code": code,
            "detail": detail}  # fmt: skip


def _node(section: Any) -> Node:
    parent = None if section.parent_id is None or pd.isna(section.parent_id) else section.parent_id
    return Node(section.section_id, parent, int(section.level), section.heading or "", int(section.start),
                int(section.heading_end), int(section.end))  # fmt: skip


def _passages(report: Any, labelled: list[Labelled], sentences: list[Any], context: Context) -> list[Passage]:
    spans = [(s.section_id, int(s.start), int(s.end)) for s in sentences]
    roles = {part.id: part.role.role for part in labelled}
    return passages_of(report.text, spans, roles, context.profiles[report.profile])


def _items(
    report: Any, items: list[Any], labelled: list[Labelled], passages: list[Passage], topics: Topics,
    model: Model | None,
) -> Iterator[Labelled]:  # fmt: skip
    """Items have the role of the passage they begin in, else their section's, and a topic of their own."""
    sections = {part.id: part for part in labelled}
    for item in items:
        section = sections.get(item.section_id)
        role = RoleLabel(section.role.role if section else "other", "parent", section.role.score if section else 0.5)
        inside = next((p for p in passages if p.section_id == item.section_id and p.start <= item.start < p.end), None)
        if inside:
            role = RoleLabel(inside.role, "rule", PASSAGE)
        label = TopicLabel(NONE, 1.0, "rule")
        if topics.codes and section and role.role not in PLAIN:
            text = report.text[item.start + len(item.marker) : item.end]
            label = decide(head_of(text), text, section.topic.topic, topics, model)
        yield Labelled(item.item_id, item.start, item.end, role, label, item.section_id)


def _topic_rows(report: Any, labelled: list[Labelled], sentences: list[Any], topics: Topics, ink: Ink) -> Iterator[Row]:
    inner: dict[str, list[Labelled]] = {}
    for part in labelled:
        if part.inside:
            inner.setdefault(part.inside, []).append(part)
    spans = [(s.start, s.end) for s in sentences]
    for part in labelled:
        second, share = None, None
        if part.topic.topic != NONE:
            second, share = second_topic(part.topic.topic, _parts(report, part, inner, spans, topics, ink))
        yield {"report_id": report.report_id, "section_id": part.id, "role": part.role.role, "topic": part.topic.topic,
               "score": round(part.topic.score, 4), "by": part.topic.by, "role_score": part.role.score,
               "role_by": part.role.by, "topic2": second, "share2": share}  # fmt: skip


def _parts(report: Any, part: Labelled, inner: dict[str, list[Labelled]], spans: list[tuple[int, int]], topics: Topics,
           ink: Ink) -> dict[str, int]:  # fmt: skip
    """topic -> characters inside one section: by its sub-sections and items where it has any, else by its sentences."""
    if part.id in inner:
        nested = [Span(p.start, p.end, "", p.topic.topic) for p in (part, *inner[part.id])]
        return {topic: count for (_, topic), count in totals(nested, ink).items()}
    own = [s for s in spans if part.start <= s[0] and s[1] <= part.end]
    return sentence_parts(report.text, own, part.topic.topic, topics, ink)


def _share_rows(report: Any, labelled: list[Labelled], passages: list[Passage], ink: Ink) -> Iterator[Row]:
    whole = ink(0, len(report.text))
    spans = [Span(p.start, p.end, p.role.role, p.topic.topic) for p in labelled]
    topics = {part.id: part.topic.topic for part in labelled}
    spans += [Span(p.start, p.end, p.role, topics[p.section_id]) for p in passages]
    for (role, topic), count in sorted(totals(spans, ink).items()):
        yield {"report_id": report.report_id, "profile": report.profile, "region": report.region, "year": report.year,
               "role": role, "topic": topic, "chars": count, "share": round(count / whole, 6)}  # fmt: skip
