"""The stage as a step: tables of a batch of reports -> topics, passages, topic_shares, and doubts about corrections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.classify.batch import Report, label
from pipeline.classify.corrections import Correction
from pipeline.classify.models import Models, models_of
from pipeline.classify.reading import Given, given_of
from pipeline.classify.scheme import NONE, topics_of
from pipeline.classify.shares import Span, totals
from pipeline.profiles import Profile
from pipeline.stage import Context
from pipeline.tables import Tables, frame

Row = dict[str, Any]
BATCH = 64
"""Reports that are looked at together: enough that one costs little, few enough for memory."""


def classify(tables: Tables, context: Context) -> Tables:
    """Labels for every section and inline item of the reports, and the characters that each topic takes."""
    rows: dict[str, list[Row]] = {name: [] for name in ("topics", "passages", "topic_shares", "problems")}
    for report in _labelled(given_of(tables), context):
        profile = context.profiles[report.given.row["profile"]]
        rows["topics"] += _topic_rows(report)
        rows["passages"] += [{"report_id": report.given.id, **p._asdict()} for p in report.passages]
        rows["topic_shares"] += _share_rows(report)
        rows["problems"] += _doubts(report, profile)
    return {name: frame(name, made, arrow=True) for name, made in rows.items()}


def survey(tables: Tables, context: Context) -> None:
    """Nothing is taken from the corpus: models are trained on the profiles' examples (see pipeline.classify.models)."""


def merge(partials: Sequence[None], context: Context) -> dict[str, Models]:
    """The models of every profile."""
    return {id: models_of(profile) for id, profile in sorted(context.profiles.items())}


def _labelled(given: Sequence[Given], context: Context) -> Iterator[Report]:
    """The reports with their labels, in order; those of one genre are looked at together."""
    genres: dict[str, list[int]] = {}
    for i, report in enumerate(given):
        genres.setdefault(report.row["profile"], []).append(i)
    found: dict[int, Report] = {}
    for genre, all_places in genres.items():
        models = (context.corpus or {}).get(genre, Models(None, None))
        for start in range(0, len(all_places), BATCH):
            places = all_places[start : start + BATCH]
            made = label([given[i] for i in places], context.profiles[genre], models, context)
            found.update(zip(places, made, strict=True))
    return (found[i] for i in range(len(given)))


def _topic_rows(report: Report) -> Iterator[Row]:
    for part in report.labelled:
        second, share = report.seconds.get(part.id, (None, None))
        yield {"report_id": report.given.id, "section_id": part.id, "role": part.role.role, "topic": part.topic.topic,
               "score": round(part.topic.score, 4), "by": part.topic.by, "role_score": part.role.score,
               "role_by": part.role.by, "topic2": second, "share2": share}  # fmt: skip


def _share_rows(report: Report) -> Iterator[Row]:
    row = report.given.row
    whole = report.ink(0, len(report.given.text))
    spans = [Span(p.start, p.end, p.role.role, p.topic.topic) for p in report.labelled]
    if report.passages:
        topics = {part.id: part.topic.topic for part in report.labelled}
        spans += [Span(p.start, p.end, p.role, topics[p.section_id]) for p in report.passages]
    for (role, topic), count in sorted(totals(spans, report.ink).items()):
        yield {"report_id": row["report_id"], "profile": row["profile"], "region": row["region"], "year": row["year"],
               "role": role, "topic": topic, "chars": count, "share": round(count / whole, 6)}  # fmt: skip


def _doubts(report: Report, profile: Profile) -> Iterator[Row]:
    known = ("", NONE, *topics_of(profile).codes)
    for correction in report.lost:
        yield _doubt(report, correction, "label_lost", "正文中没有这个标题 / no such heading")
    for correction in report.corrected.values():
        if correction.topic not in known:
            why = f"{profile.id} 没有主题 {correction.topic} / has no such topic"
            yield _doubt(report, correction, "label_topic", why)


def _doubt(report: Report, correction: Correction, code: str, why: str) -> Row:
    detail = (
        f"labels.csv，“{correction.heading}”（{correction.start}）：{why}；请修改或删去该行 / mend or remove the line"
    )
    return {"source": report.given.row["source"], "report_id": report.given.id, "stage": "classify", "code": code,
            "detail": detail}  # fmt: skip
