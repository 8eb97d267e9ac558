"""The codebook: what every column, code, view, indicator and topic of this run means."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.docs import codebook as of_tables
from pipeline.publish.corpus import Corpus
from pipeline.publish.exports.duckdb_file import VIEWS

CODES = ("level", "role", "status", "measure", "approx", "coverage", "citation", "op", "relation", "finding", "grade", "problem", "reason")  # fmt: skip


def codebook(corpus: Corpus) -> str:
    """The tables' codebook, the codes in them, the database's views, then indicators and topics of every profile."""
    return "".join([of_tables(), *_files(), *_codes(corpus), *_views(), *_registries(corpus)])


def _files() -> Iterator[str]:
    yield "\n# 导出文件 / Files of this folder\n\n"
    for name, zh, en in (
        ("csv/*.csv", "各数据表，UTF-8（带 BOM），Excel 可直接打开；以 = + - @ 开头的文字前加 '", "the tables, UTF-8 with a byte order mark; text that begins with = + - @ is preceded by '"),
        ("duizhao.xlsx", "工作簿，每表一页，报告编号链接到原句", "a sheet a table; ids of reports lead to the sentence"),
        ("panel.dta", "Stata 面板：一行一地一年，变量为 指标_度量，_a 结尾者标记约数", "Stata panel: a row a place and year, variables indicator_measure; those ending in _a mark approximate values"),
        ("duizhao.duckdb", "DuckDB 数据库，含全部数据表和下列视图", "a DuckDB database with all tables and the views below"),
        ("run.json", "本次运行的版本、模型、体裁数据校验值与行数", "versions, model, digests of the profiles and counts of this run"),
    ):  # fmt: skip
        yield f"- `{name}`: {zh} / {en}\n"


def _codes(corpus: Corpus) -> Iterator[str]:
    yield "\n# 代码 / Codes\n"
    for kind in CODES:
        yield f"\n**{kind}**\n\n"
        for code, (zh, en) in corpus.labels.get(kind, {}).items():
            yield f"- `{code}`: {zh} / {en}\n" if zh else f"- `{code}`\n"


def _views() -> Iterator[str]:
    yield "\n# 视图 / Views of duizhao.duckdb\n\n"
    for name, (zh, en, _) in VIEWS.items():
        yield f"- `{name}`: {zh} / {en}\n"


def _registries(corpus: Corpus) -> Iterator[str]:
    for profile_id, profile in corpus.profiles.items():
        if entries := corpus.indicators(profile_id):
            yield f"\n# 指标 / Indicators: {profile.name} ({profile_id})\n\n| id | 名称 | name | unit | definition |\n| --- | --- | --- | --- | --- |\n"
            for key, e in entries.items():
                yield f"| {key} | {e.get('name', '')} | {e.get('name_en', '')} | {e.get('unit', '')} | {e.get('definition', '')} |\n"
        if topics := corpus.topics(profile_id):
            yield f"\n# 主题 / Topics: {profile.name} ({profile_id})\n\n| code | 名称 | name | definition |\n| --- | --- | --- | --- |\n"
            for code, e in topics.items():
                yield f"| {code} | {e.get('name', '')} | {e.get('name_en', '')} | {e.get('definition', '')} |\n"
