"""The codebook: what every column and every indicator of this run's profiles means."""

from __future__ import annotations

from pipeline.docs import codebook as of_tables
from pipeline.publish.corpus import Corpus
from pipeline.publish.exports.database import VIEWS


def codebook(corpus: Corpus) -> str:
    """The tables' codebook, the database's views, then the indicators of every profile."""
    lines = [of_tables(), "\n# 视图 / Views of duizhao.duckdb\n\n"]
    lines += [f"- `{name}`: {meaning}\n" for name, (meaning, _) in VIEWS.items()]
    for profile_id, profile in corpus.profiles.items():
        entries = corpus.indicators(profile_id)
        if entries:
            lines.append(
                f"\n# 指标 / Indicators: {profile.name} ({profile_id})\n\n| id | 名称 | name | unit | definition |\n| --- | --- | --- | --- | --- |\n"
            )
            for key, e in entries.items():
                lines.append(
                    f"| {key} | {e.get('name', '')} | {e.get('name_en', '')} | {e.get('unit', '')} | {e.get('definition', '')} |\n"
                )
    return "".join(lines)
