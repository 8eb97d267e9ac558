"""The documents that are made from ``tables.py``: the codebook and the READMEs' list of tables."""

from __future__ import annotations

from pipeline.tables import TABLES

OPEN, CLOSE = "<!-- tables: made by `python -m pipeline docs`, held by a test -->", "<!-- /tables -->"


def codebook() -> str:
    """docs/tables.md: every table with every column, in both languages."""
    parts = [
        "# 数据表 / Tables\n\nMade by `python -m pipeline docs` from `pipeline/tables.py`. A `?` behind a type: the value may be missing.\n"
    ]
    for table in TABLES.values():
        parts.append(
            f"\n## {table.name}\n\n一行是 / one row is: {table.zh} / {table.row}\n\n| column | type | unit | meaning | 含义 |\n| --- | --- | --- | --- | --- |\n"
        )
        for c in table.columns:
            parts.append(
                f"| {c.name} | {c.type}{'?' if c.optional else ''} | {c.unit} | {c.meaning.replace('|', '/')} | {c.zh} |\n"
            )
    return "".join(parts)


def listing(language: str) -> str:
    """The READMEs' list of tables: name, what a row is, the columns' names."""
    heads = {"en": ("table", "one row is", "columns"), "zh": ("表", "一行是", "列")}[language]
    lines = ["| " + " | ".join(heads) + " |", "| --- | --- | --- |"]
    for table in TABLES.values():
        row = table.row if language == "en" else table.zh
        lines.append(f"| {table.name} | {row} | {', '.join(c.name for c in table.columns)} |")
    return "\n".join(lines)


def with_listing(readme: str, language: str) -> str:
    """The README with its list of tables made anew. Raises ValueError where it has no place for it."""
    if OPEN not in readme or CLOSE not in readme:
        raise ValueError(f"the README has no lines {OPEN!r} and {CLOSE!r}")
    before, _, rest = readme.partition(OPEN)
    return f"{before}{OPEN}\n{listing(language)}\n{CLOSE}{rest.partition(CLOSE)[2]}"
