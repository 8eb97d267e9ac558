"""Method and reliability: what this run read, refused and doubted, with what, and how well that was measured to work."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from pipeline.profiles import Profile
from pipeline.publish.corpus import Both, Corpus
from pipeline.tables import TABLES

MOST_REFUSED = 500
NOT_KNOWLEDGE = ("labels",)
"""Files that only say what pages call things: they change no table."""
STAGE_OF = {"documents": "ingest", "headings": "segment", "sections": "classify", "quantities": "extract", "panel": "extract",
            "links": "diff", "findings": "diff", "reuse": "diff"}  # fmt: skip
"""The stage that answers for a measure, by the measure's first part."""

_N, _F = r"(\d+)", r"([\d.]+)"
SAMPLES = (
    (rf"P {_F} R {_F} \({_N} right of {_N} labelled, {_N} given\)", r"查准率 \1，查全率 \2（标注 \4，读对 \3，读出 \5）"),
    (rf"P {_F} \({_N} of {_N} links drawn from labelled items\) R {_F} \({_N} of {_N} linked labels\)",
     r"查准率 \1（\3 条中 \2 条对），查全率 \4（\6 条标注中 \5 条）"),
    (rf"of {_N} found", r"读出的 \1 处"), (rf"of {_N}", r"标注 \1 处"), (rf"over {_N} classes", r"\1 类的平均"),
    (rf"{_N} of {_N} not mentioned", r"\2 项未提及的计划中 \1 项"), (rf"{_N} of {_N} given on the labelled reports", r"标注报告上给出 \2 处，\1 处对"),
    (rf"{_N} of {_N}", r"\2 中 \1"), ("share of label text found again", "标注文字在正文中找回的比例"),
)  # fmt: skip
"""How score.py words the sample of a measure, and the same in Chinese."""


def digest(profile: Profile) -> str:
    """What a profile's files say, in 12 characters: two runs with the same digest knew the same of the genre."""
    data = {name: content for name, content in profile.data.items() if name not in NOT_KNOWLEDGE}
    text = json.dumps([data, profile.lists], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


def view(corpus: Corpus, run: Mapping[str, Any]) -> dict[str, Any]:
    """Values of method.html."""
    counts = [{"name": t.name, "zh": t.zh, "en": t.row, "rows": f"{corpus.count(t.name):,}"} for t in TABLES.values()]
    refused = corpus.read("rejected").to_dict("records")
    return {
        "run": list(run.get("shown", [])),
        "profiles": [{"id": p.id, "name": corpus.genre(p.id), "digest": digest(p)} for p in corpus.profiles.values()],
        "counts": counts,
        "rejected": [{**r, "reason": corpus.label("reason", r["reason"])} for r in refused[:MOST_REFUSED]],
        "rejected_in_all": len(refused),
        "doubts": _doubts(corpus),
        "accuracy": _accuracy(corpus, run["accuracy"]) if run.get("accuracy") else None,
    }


def _doubts(corpus: Corpus) -> list[dict[str, Any]]:
    found = []
    for (stage, code), rows in corpus.read("problems").groupby(["stage", "code"], sort=True):
        first = rows.iloc[0]
        known = first["report_id"] in corpus.reports
        found.append({"stage": corpus.label("stage", stage), "code": code, "name": corpus.label("problem", code), "count": len(rows),
                      "example": first["detail"], "source": first["source"],
                      "href": corpus.href(first["report_id"], first["start"]) if known else ""})  # fmt: skip
    return found


def _accuracy(corpus: Corpus, measured: Mapping[str, Any]) -> dict[str, Any]:
    """What tools/measure.py found, by stage, indicator and topic; every indicator of this corpus, measured or not."""
    known = {row["indicator"]: row for row in measured["indicators"]}
    none = {"labelled": 0, "right": 0, "given": 0}
    seen = corpus.read("observations").groupby(["profile", "indicator"], sort=True).size()
    return {
        "version": measured["version"],
        "documents": [(corpus.genre(p), n) for p, n in sorted(measured["documents"].items())],
        "same": {p.id: measured["profiles"].get(p.id) == digest(p) for p in corpus.profiles.values()},
        "stages": [{**row, "value": f"{row['value']:.3f}", "name": corpus.label("measured", row["measure"]),
                    "stage": corpus.label("stage", STAGE_OF.get(row["measure"].partition(".")[0], "")), "sample": _sample(row["sample"])} for row in measured["stages"]],
        "indicators": [{"name": corpus.indicator(profile, key), "genre": corpus.genre(profile), "count": int(count), **known.get(key, none),
                        "interval": interval(**{k: known.get(key, none)[k] for k in ("right", "labelled")})}
                       for (profile, key), count in seen.items()],
        "topics": [{**row, "name": corpus.topic(row["profile"], row["topic"]), "genre": corpus.genre(row["profile"]),
                    **{k: f"{row[k]:.2f}" for k in ("precision", "recall", "f1")}} for row in measured["topics"]],
    }  # fmt: skip


def _sample(words: str) -> Both:
    """The sample behind a measure in both languages.

    >>> _sample("P 0.821 (32 of 39 links drawn from labelled items) R 0.667 (32 of 48 linked labels)")[0]
    '查准率 0.821（39 条中 32 条对），查全率 0.667（48 条标注中 32 条）'
    """
    for pattern, chinese in SAMPLES:
        if re.fullmatch(pattern, words):
            return [re.sub(pattern, chinese, words), words]
    return [words, words]


def interval(right: int, labelled: int) -> str:
    """The 95 % interval of a share (Wilson 1927): few labels tell little.

    >>> interval(2, 2), interval(31, 31), interval(0, 0)
    ('34–100%', '89–100%', '')
    """
    if not labelled:
        return ""
    z = 1.96
    share, more = right / labelled, z * z / labelled
    middle, half = share + more / 2, z * ((share * (1 - share) + more / 4) / labelled) ** 0.5
    return f"{max(0.0, middle - half) / (1 + more):.0%}–{min(1.0, (middle + half) / (1 + more)):.0%}".replace("%–", "–")
