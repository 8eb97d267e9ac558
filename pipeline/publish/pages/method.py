"""Method and reliability: what this run read, refused and doubted, and with what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pipeline.profiles import Profile
from pipeline.publish.corpus import Corpus
from pipeline.tables import TABLES


def digest(profile: Profile) -> str:
    """What a profile's files say, in 12 characters: two runs with the same digest knew the same of the genre."""
    content = json.dumps([profile.data, profile.lists], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(content.encode("utf-8")).hexdigest()[:12]


def view(corpus: Corpus, run: Mapping[str, Any]) -> dict[str, Any]:
    """Values of method.html."""
    counts = [
        {"name": t.name, "zh": t.zh, "en": t.row, "rows": f"{len(corpus.read(t.name)):,}"} for t in TABLES.values()
    ]
    problems = corpus.read("problems")
    doubts = []
    for (stage, code), rows in problems.groupby(["stage", "code"], sort=True):
        doubts.append({"stage": stage, "code": code, "count": len(rows), "example": rows["detail"].iloc[0]})
    return {
        "run": [
            *run.get("shown", {}).items(),
            *((f"体裁 profile {p.id}", f"{p.name}，{digest(p)}") for p in corpus.profiles.values()),
        ],
        "counts": counts,
        "rejected": corpus.read("rejected").to_dict("records"),
        "doubts": doubts,
        "accuracy": [{"sample": "", **a} for a in run.get("accuracy", [])],
    }
