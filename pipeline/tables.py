"""Every table's columns with their type, unit and meaning: the schema that all stages speak.

A stage takes and returns plain ``pandas.DataFrame`` objects; :func:`check` holds them to this schema at every stage
border, so that a missing or mistyped column stops the stage that made it and not the one that reads it.

Types: ``string``, ``int``, ``float``, ``bool``, ``words`` (a list of strings). A ``?`` behind the type means that the
value may be missing. Offsets are half-open character offsets into ``reports.text`` (Python string indices).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.internals import create_dataframe_from_blocks

Values = Any
"""The values of a column: a numpy array or a pandas extension array."""
Tables = dict[str, pd.DataFrame]
"""Table name -> rows; what a stage is given and what it gives back."""

ARROW = {
    "string": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "words": pa.list_(pa.string()),
}
PANDAS = {
    "string": np.dtype("object"),
    "int": np.dtype("int64"),
    "float": np.dtype("float64"),
    "bool": np.dtype("bool"),
    "words": np.dtype("object"),
}
PANDAS_OPTIONAL = {**PANDAS, "int": pd.Int64Dtype(), "bool": pd.BooleanDtype()}
"""The dtypes in memory; numbers that may be missing are pandas' nullable ones."""


class SchemaError(ValueError):
    """Rows that do not fit their table; the message names the table, the column and what was expected."""


@dataclass(frozen=True)
class Column:
    """One column: its type, whether a value may be missing, its unit where it has one, its meaning in two languages."""

    name: str
    type: str
    meaning: str
    zh: str
    unit: str = ""
    optional: bool = False

    @property
    def pandas_dtype(self) -> Any:
        """The dtype in memory."""
        return (PANDAS_OPTIONAL if self.optional else PANDAS)[self.type]


@dataclass(frozen=True)
class Table:
    """One table: what a row is, and its columns in order."""

    name: str
    row: str
    zh: str
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema that the Parquet files have."""
        return pa.schema([pa.field(c.name, ARROW[c.type], nullable=c.optional) for c in self.columns])

    @property
    def key(self) -> str:
        """The column that names the report that a row belongs to: the first of the two where there are two."""
        return next(c.name for c in self.columns if c.name in ("report_id", "a_report"))


def _table(name: str, row: str, zh: str, *columns: tuple[str, ...]) -> Table:
    made = []
    for column in columns:
        label, kind, meaning, chinese = column[:4]
        unit = column[4] if len(column) > 4 else ""
        made.append(Column(label, kind.rstrip("?"), meaning, chinese, unit, kind.endswith("?")))
    return Table(name, row, zh, tuple(made))


_REPORT = ("report_id", "string", "the report", "报告编号")
_START = ("start", "int", "where it starts in the report's text", "起始位置", "characters")
_END = ("end", "int", "where it ends (exclusive)", "结束位置（不含）", "characters")


def _side(prefix: str, optional: bool = False) -> list[tuple[str, ...]]:
    """The three columns that point at a passage of one of two reports: report, start, end."""
    mark = "?" if optional else ""
    which, zh = {"a_": ("the first (earlier) report", "甲（较早）"), "b_": ("the second (later) report", "乙（较晚）"),
                 "other_": ("the other side", "另一方")}[prefix]  # fmt: skip
    return [
        (f"{prefix}report" if prefix != "other_" else "other_report_id", f"string{mark}", which, f"{zh}报告"),
        (f"{prefix}start", f"int{mark}", f"start of the passage in {which}", f"{zh}起始位置", "characters"),
        (f"{prefix}end", f"int{mark}", f"end of the passage in {which}", f"{zh}结束位置", "characters"),
    ]


_ALL = (
    _table(
        "reports", "a report", "一份报告", _REPORT,
        ("profile", "string", "genre: a folder of pipeline/profiles, or other", "体裁"),
        ("region_code", "string?", "GB/T 2260 code of the place in the report's year", "行政区划代码"),
        ("region", "string", "the place the report is about; unknown where it can't be told", "地区"),
        ("level", "string", "nation, province, prefecture, county, township, department or unknown", "层级"),
        ("issuer", "string?", "who issued it", "发布机关"),
        ("year", "int?", "the year reported on (not the year of publication)", "报告所述年份"),
        ("title", "string", "title, as it stands in the document", "标题"),
        ("published", "string?", "date of publication, ISO 8601", "发布日期"),
        ("source", "string", "path below RAW (inside a ZIP: archive.zip!/member)", "来源文件"),
        ("url", "string?", "address it came from", "网址"),
        ("format", "string", "txt, html, mhtml, pdf, docx, doc, ofd, image", "格式"),
        ("encoding", "string?", "character encoding the bytes were read with", "字符编码"),
        ("sha256", "string", "SHA-256 of the source's bytes", "文件校验和"),
        ("text", "string", "the report's text, written once; all offsets point here", "正文"),
        ("parent_code", "string?", "GB/T 2260 code of the place one level up", "上级区划代码"),
        ("term", "bool", "looks back over a whole term of office (several years)", "是否为届末报告"),
        ("also", "words", "other sources of the same report", "同一报告的其他来源"),
    ),
    _table(
        "rejected", "a file refused", "被拒绝的文件",
        ("source", "string", "path below RAW", "来源文件"),
        ("sha256", "string", "SHA-256 of its bytes", "文件校验和"),
        ("reason", "string", "code of the reason: empty, broken, encrypted, scanned, no_text, no_body, garbled, not_a_report, unsupported, too_large, unreadable, duplicate", "原因代码"),
        ("detail", "string", "what was seen, and what to do", "说明"),
    ),
    _table(
        "problems", "a doubt", "存疑之处",
        ("source", "string", "path below RAW", "来源文件"),
        ("report_id", "string?", "the report, where there is one", "报告编号"),
        ("stage", "string", "the stage that doubts", "环节"),
        ("code", "string", "code of the doubt", "存疑代码"),
        ("detail", "string", "what was seen, where, and what to do", "说明"),
        ("start", "int?", "where it starts in the report's text", "起始位置", "characters"),
        ("end", "int?", "where it ends (exclusive)", "结束位置", "characters"),
    ),
    _table(
        "sections", "a section", "一个章节", _REPORT,
        ("section_id", "string", "report_id:s<order>", "章节编号"),
        ("parent_id", "string?", "the section around it", "上级章节"),
        ("order", "int", "position in the report, from 0; 0 is the text before the first heading", "顺序"),
        ("number", "string", "the number as written: 一, （三）, 2.", "序号"),
        ("heading", "string", "the heading without its number; empty for text before the first heading", "标题文字"),
        ("level", "int", "1 = top, 2 below it; 0 for the document's title and the text before the first heading", "层次"),
        ("heading_start", "int", "where the heading (with its number) starts", "标题起始", "characters"),
        ("heading_end", "int", "where the heading ends", "标题结束", "characters"),
        ("start", "int", "where the section starts (= heading_start)", "章节起始", "characters"),
        ("end", "int", "where the section ends, its sub-sections included", "章节结束（含下级）", "characters"),
    ),
    _table(
        "items", "an inline item (一是…)", "段内分项（一是…）", _REPORT,
        ("item_id", "string", "report_id:i<order>", "分项编号"),
        ("section_id", "string", "innermost section that holds it", "所在章节"),
        ("order", "int", "position in the report, from 0", "顺序"),
        ("marker", "string", "the marker as written: 一是, 二要, ①", "标记"),
        _START, _END,
    ),
    _table(
        "topics", "a section's (or item's) labels", "章节（分项）的角色与主题", _REPORT,
        ("section_id", "string", "the section, or the item_id of an inline item", "章节或分项编号"),
        ("role", "string", "preamble, achievements, duties, problems, plan, closing, other", "角色"),
        ("topic", "string", "the profile's topic code, or none", "主题"),
        ("score", "float", "calibrated probability of the topic", "主题概率"),
        ("by", "string", "rule or model (which decided the topic); inherited from above: parent; corrected by hand: label", "判定方式"),
        ("role_score", "float", "probability of the role", "角色概率"),
        ("role_by", "string", "rule, model, parent or label (which decided the role)", "角色判定方式"),
        ("topic2", "string?", "second topic of a mixed section", "次要主题"),
        ("share2", "float?", "share of the section's characters under the second topic", "次要主题占比", "0 to 1"),
    ),
    _table(
        "passages", "a passage whose role is not its section's", "与所在章节角色不同的段落", _REPORT,
        ("section_id", "string", "innermost section that holds it", "所在章节"),
        _START, _END,
        ("role", "string", "its role: problems owned up to in a review, plans behind problems, a closing appeal", "角色"),
    ),
    _table(
        "topic_shares", "characters a report gives to a topic", "各主题篇幅", _REPORT,
        ("profile", "string", "genre", "体裁"),
        ("region", "string", "place", "地区"),
        ("year", "int?", "the year reported on", "年份"),
        ("role", "string", "role of the sections counted", "角色"),
        ("topic", "string", "topic code", "主题"),
        ("chars", "int", "characters under the topic (white space aside)", "字数", "characters"),
        ("share", "float", "share of the report's characters", "占全文比例", "0 to 1"),
    ),
    _table(
        "sentences", "a sentence", "一个句子", _REPORT,
        ("sentence_id", "string", "report_id:t<order>", "句子编号"),
        ("section_id", "string", "innermost section that holds it", "所在章节"),
        _START, _END,
        ("words", "words", "its words", "分词"),
    ),
    _table(
        "terms", "a word's count in a report", "报告中各词的次数", _REPORT,
        ("term", "string", "the word, or a phrase of the profile's word lists", "词"),
        ("theme", "string", "theme of the profile's word lists; empty for other words", "词表主题"),
        ("count", "int", "how often it stands in the report", "次数"),
    ),
    _table(
        "keywords", "a term in a report", "报告中的一个词", _REPORT,
        ("term", "string", "the term", "词"),
        ("theme", "string", "theme of the profile's word lists; empty for other words", "词表主题"),
        ("count", "int", "how often it stands in the report", "次数"),
        ("per_10k_chars", "float", "occurrences per 10,000 characters", "每万字次数", "per 10,000 characters"),
        ("tfidf", "float", "TF-IDF against the reports of the same profile in the corpus", "TF-IDF"),
        ("keyness", "float?", "signed log-likelihood against the same region's year before", "关键性（对上年）"),
        ("log_odds", "float?", "log-odds ratio with a Dirichlet prior against the year before, as a z-score", "对数优势比（z值）"),
        ("peer_keyness", "float?", "signed log-likelihood against the peers' reports of the same year", "关键性（对同级）"),
        ("peer_log_odds", "float?", "log-odds ratio with a Dirichlet prior against the peers, as a z-score", "对数优势比（对同级，z值）"),
        ("first_seen", "int?", "first year of the term in the corpus (same profile)", "语料首见年份"),
        ("peak", "int?", "year of the highest rate in the corpus", "语料峰值年份"),
        ("last_seen", "int?", "last year of the term in the corpus", "语料末见年份"),
    ),
    _table(
        "citations", "a law or document named", "引用的法规文件", _REPORT, _START, _END,
        ("title", "string", "its title without the marks 《》", "名称"),
        ("doc_number", "string", "its document number (国发〔2015〕33号), empty where none stands", "文号"),
        ("kind", "string", "law, regulation, rule, local, policy, plan, notice, report, number, other", "类别"),
        ("work", "string", "the document meant: short forms written out, 中华人民共和国 left off; empty for a number alone", "所指文件"),
    ),
    _table(
        "quantities", "a quantity", "一个数量", _REPORT,
        ("sentence_id", "string", "the sentence it stands in", "所在句子"),
        _START, _END,
        ("raw", "string", "as it stands in the text", "原文"),
        ("value", "float", "value with the multiplier applied; a fall is negative", "数值"),
        ("unit", "string", "measure word without the multiplier", "单位"),
        ("kind", "string", "level, change or share", "类型"),
        ("approx", "string", "exact, more, less or about", "精确程度"),
        ("period", "string", "year, cumulative, plan or other", "时期"),
        ("ref_year", "int?", "the year that the figure is about", "所指年份"),
        ("name", "string", "what was counted and what was done to it", "名称"),
        ("part_of", "int?", "start of the total that it is an explicit part of", "所属总数的起始位置", "characters"),
        ("indicator", "string?", "id of the profile's indicator", "指标"),
        ("base", "string", "what a change or ratio is compared with, as stated (2010年, 上年)", "比较基准"),
        ("scope", "string", "area that the figure is about, as stated (全区, 区本级, 全市)", "范围"),
        ("decimal", "string", "the exact value as a decimal number", "精确十进制值"),
    ),
    _table(
        "observations", "an observation", "一个观测值",
        ("region_code", "string?", "GB/T 2260 code", "行政区划代码"),
        ("region", "string", "place", "地区"),
        ("profile", "string", "genre", "体裁"),
        ("indicator", "string", "indicator id", "指标"),
        ("measure", "string", "level, change, share, target_level or target_change", "度量"),
        ("ref_year", "int?", "the year that the figure is about", "所指年份"),
        ("value", "float", "value in the indicator's unit", "数值"),
        ("unit", "string", "unit", "单位"),
        ("approx", "string", "exact, more, less or about", "精确程度"),
        ("report_id", "string", "the report that states it", "报告编号"),
        _START, _END,
        ("period", "string", "year, cumulative, plan or other", "时期"),
        ("scope", "string", "area or basis as stated", "范围"),
    ),
    _table(
        "absences", "a nil result", "一项“零”结果", _REPORT,
        ("sentence_id", "string", "the sentence it stands in", "所在句子"),
        _START, _END,
        ("raw", "string", "as it stands in the text", "原文"),
        ("what", "string", "what did not happen", "未发生的事项"),
        ("form", "string", "how it is said: 零, 无一, 未, 无 or 为零", "表述形式"),
        ("period", "string", "year, or plan in a section of plans", "时期"),
        ("ref_year", "int?", "the year that it is about", "所指年份"),
    ),
    _table(
        "coverage", "an indicator in a report", "报告对指标的覆盖情况", _REPORT,
        ("indicator", "string", "indicator id", "指标"),
        ("status", "string", "stated (a figure), not_stated (its topic is discussed, no figure), absent (topic absent)", "状态"),
        ("count", "int", "observations of it in the report", "观测数"),
    ),
    _table(
        "pairs", "two reports compared", "一对报告",
        ("pair_id", "string", "a_report~b_report", "对照编号"),
        ("a_report", "string", "first (earlier) report", "甲报告"),
        ("b_report", "string", "second (later) report", "乙报告"),
        ("relation", "string", "year (same place, the latest earlier report), peer (same year, same parent) or asked (compare A B)", "关系"),
        ("years_apart", "int?", "years between the two: 1 = consecutive, more where reports are missing between them", "相隔年数", "years"),
        ("cosine", "float", "cosine of word counts", "余弦相似度", "0 to 1"),
        ("jaccard", "float", "Jaccard of word sets", "Jaccard 相似度", "0 to 1"),
        ("minimum_edit", "float", "1 - word edits / words of both", "最小编辑相似度", "0 to 1"),
        ("simple", "float", "share of both reports' words that stand unchanged in aligned sentences, after Lazy Prices", "简单相似度", "0 to 1"),
        ("same_share", "float", "share of b's characters that are the same (figures aside)", "相同占比", "0 to 1"),
        ("edited_share", "float", "share of b's characters that were edited", "修改占比", "0 to 1"),
        ("added_share", "float", "share of b's characters that are new", "新增占比", "0 to 1"),
        ("removed_share", "float", "share of a's characters that are gone", "删除占比", "0 to 1"),
    ),
    _table(
        "changes", "an aligned unit of a pair", "对照中的一个对齐单元",
        ("pair_id", "string", "the pair", "对照编号"),
        *_side("a_", True), *_side("b_", True),
        ("op", "string", "same, figures, edited, moved, added, removed; unclear where the other report may have lost text", "变化类型"),
        ("similarity", "float", "similarity of the two sides", "相似度", "0 to 1"),
        ("order", "int", "reading order of the rows in a side-by-side view", "显示顺序"),
        ("edits", "string?", "differing spans of an edited unit: JSON list of [a_start, a_end, b_start, b_end], in offsets of the texts; empty spans are insertions or deletions", "差异片段"),
    ),
    _table(
        "links", "an item followed into the next report; a plan with several results has a row for each", "追踪到下一份报告的事项（一项承诺有多处结果时各占一行）",
        ("kind", "string", "plan, problem or counterpart", "类别"),
        *_side("a_"), *_side("b_", True),
        ("status", "string?", "delivered, progress, not_mentioned; recurring, resolved; same", "状态"),
        ("score", "float", "strength of the link", "得分", "0 to 1"),
        ("figures", "string", "figures promised and reported for them, with whether they were met: JSON list", "承诺与兑现的数字"),
        ("met", "bool?", "all of these figures were met", "数字目标是否达到"),
    ),
    _table(
        "reuse", "a passage used again", "重复使用的段落",
        *_side("a_"), *_side("b_"),
        ("similarity", "float", "similarity with names and numbers masked", "相似度", "0 to 1"),
        ("relation", "string", "own or other", "关系"),
        ("foreign_names", "words", "another place's names left in the later passage", "遗留的外地地名"),
        ("spread", "int", "regions of the corpus that share the passage", "共用地区数"),
    ),
    _table(
        "findings", "something that does not add up", "对不上的地方",
        ("type", "string", "parts_do_not_sum, rate_contradicts_counts, change_contradicts_levels, restated, stale_figure, foreign_place_name, repeated_figure_conflict, relation_broken, jump", "类型"),
        _REPORT, _START, _END, *_side("other_", True),
        ("why", "string", "the arithmetic in words", "说明"),
        ("why_en", "string?", "the arithmetic in words, in English", "说明（英文）"),
        ("grade", "string", "strong, fair or weak", "把握程度"),
    ),
    _table(
        "ranks", "a place among its peers for an indicator", "指标的同级排名",
        ("group", "string", "peer group: parent code and level, or a group of groups.csv", "同级组"),
        ("profile", "string", "genre", "体裁"),
        ("indicator", "string", "indicator id", "指标"),
        ("measure", "string", "level, change or share", "度量"),
        ("ref_year", "int", "year", "年份"),
        ("region", "string", "place", "地区"),
        ("report_id", "string?", "report that states it; missing where no report does", "报告编号"),
        ("value", "float?", "value; missing where none is stated", "数值"),
        ("approx", "string?", "exact, more, less or about", "精确程度"),
        ("rank", "float?", "rank, 1 = the highest value; ties share the mean rank", "名次"),
        ("percentile", "float?", "share of peers at or below", "百分位", "0 to 1"),
        ("tied", "bool", "another peer has the same value", "是否并列"),
    ),
)  # fmt: skip

TABLES: Mapping[str, Table] = {table.name: table for table in _ALL}


def frame(name: str, rows: Iterable[Mapping[str, Any]] = (), arrow: bool = False) -> pd.DataFrame:
    """Make a table from row dicts, with exactly its columns in order; optional columns left out are missing.

    ``arrow``: strings that may not be missing as Arrow has them, which is quicker for rows that are only written.

    >>> frame("rejected", [{"source": "a.txt", "sha256": "0", "reason": "empty", "detail": "0 bytes"}]).shape
    (1, 4)
    """
    rows = list(rows)
    table = TABLES[name]
    _known(table, set().union(*rows))
    given = set().union(*rows[:1]) if rows else {c.name for c in table.columns}
    columns = (c for c in table.columns if c.name in given or c.optional)
    return _whole(table, {c.name: _packed(c, _values(rows, c.name), arrow) for c in columns}, len(rows))


def _values(rows: Sequence[Mapping[str, Any]], name: str) -> list[Any]:
    try:
        return list(map(itemgetter(name), rows))
    except KeyError:  # some rows leave it out
        return [row.get(name) for row in rows]


def from_arrays(name: str, arrays: Mapping[str, Values], without: Iterable[str] = ()) -> pd.DataFrame:
    """Make a table from its columns' values, but for columns left out; raises :class:`SchemaError` as :func:`conform`."""
    left_out = set(without)
    table = TABLES[name]
    _known(table, arrays)
    kept = replace(table, columns=tuple(c for c in table.columns if c.name not in left_out)) if left_out else table
    return _whole(kept, arrays, len(next(iter(arrays.values()), [])))


def conform(name: str, data: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with exactly the table's columns, in order and of the right dtype.

    Raises :class:`SchemaError` for an unknown column, a missing required column, or values of another type.
    """
    _known(TABLES[name], data.columns)
    return _whole(TABLES[name], {c: data[c].array for c in data.columns}, len(data))


def _known(table: Table, given: Iterable[str]) -> None:
    known = {c.name for c in table.columns}
    if strange := sorted(str(c) for c in given if c not in known):
        raise SchemaError(f"{table.name}: unknown column(s) {', '.join(strange)}; known: {', '.join(sorted(known))}")


def _packed(column: Column, values: Sequence[Any], arrow: bool) -> Values:
    """Plain numbers as an array of the column's dtype, which spares pandas a look at each; else the values as objects."""
    kinds = set(map(type, values))
    if arrow and column.type == "string" and not column.optional and kinds <= {str}:
        return pd.arrays.ArrowExtensionArray(pa.array(values, pa.string()))
    if column.type == "int" and column.optional and kinds <= {int, type(None)}:
        missing = [value is None for value in values]
        return pd.arrays.IntegerArray(np.array([value or 0 for value in values], np.int64), np.array(missing, bool))
    if not column.optional and ((column.type, kinds) in (("int", {int}), ("float", {float}), ("bool", {bool}))):
        return np.array(values, column.pandas_dtype)
    return _objects(values)


def _objects(values: Sequence[Any]) -> Values:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made


def _whole(table: Table, given: Mapping[str, Values], length: int) -> pd.DataFrame:
    # hot: every stage border passes here several times, so what is already right is neither copied nor looked at twice
    out = {}
    for column in table.columns:
        if column.name in given:
            out[column.name] = _typed(table.name, column, given[column.name])
        elif column.optional:
            out[column.name] = _none(column, length)
        else:
            raise SchemaError(f"{table.name}.{column.name}: the column is missing (expected {column.type})")
    return of_columns(out, length)


def _none(column: Column, length: int) -> Values:
    if column.pandas_dtype == np.dtype("object"):
        return np.full(length, None, dtype=object)
    return pd.array([None] * length, dtype=column.pandas_dtype)


def of_columns(values: Mapping[str, Values], length: int) -> pd.DataFrame:
    """A frame of columns that are of the right dtype already: a block a dtype, since each column costs pandas as much."""
    alike: dict[np.dtype[Any], list[int]] = {}
    blocks = []
    arrays = [np.asarray(v) if isinstance(v, pd.arrays.NumpyExtensionArray) else v for v in values.values()]
    for position, array in enumerate(arrays):
        if len(array) != length:
            raise SchemaError(f"{len(array)} values in one column, {length} rows in others")
        if isinstance(array, np.ndarray):
            alike.setdefault(array.dtype, []).append(position)
        else:
            blocks.append((array, np.array([position])))
    for dtype, positions in alike.items():
        block = np.empty((len(positions), length), dtype=dtype)
        for row, position in enumerate(positions):
            block[row] = arrays[position]
        blocks.append((block, np.array(positions)))
    return create_dataframe_from_blocks(blocks, pd.RangeIndex(length), _names(tuple(values)))


@cache
def _names(columns: tuple[str, ...]) -> pd.Index:
    return pd.Index(list(columns))


def _typed(name: str, column: Column, values: Values) -> Values:
    if type(values) is pd.arrays.ArrowExtensionArray and not values.isna().any():
        return values  # given as one Arrow array: no list or string is made of it
    if column.type == "words":
        return _objects([v if type(v) is list else [] if v is None else list(v) for v in values])
    missing = pd.isna(values)
    some_missing = bool(missing.any())
    if some_missing and not column.optional:
        raise SchemaError(f"{name}.{column.name}: missing in row {int(np.argmax(missing))}, and it may not be")
    try:
        if column.type == "string":
            plain = np.array(values, dtype=object, copy=some_missing or None)
            if some_missing:
                plain[missing] = None
            return plain
        if values.dtype == column.pandas_dtype:
            return values
        return pd.Series(values, copy=False).astype(column.pandas_dtype).array
    except (TypeError, ValueError) as error:
        raise SchemaError(f"{name}.{column.name}: expected {column.type}: {error}") from error


def empty(*names: str) -> Tables:
    """The named tables without rows."""
    return {name: frame(name) for name in names}
