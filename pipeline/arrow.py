"""Rows in memory (pandas) to rows in a file (Arrow, Parquet) and back, and the hashes that tell whether rows changed.

Every step reads and writes several tables a shard, most of them small, so that what a table costs whatever its size
matters as much as what a row costs: a frame is built from one block a type, not column by column.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import compute

from pipeline.folders import is_local
from pipeline.tables import TABLES, Column, Values, conform, from_arrays, of_columns

Piece = tuple[np.ndarray[Any, Any], memoryview]
"""Where in some bytes each row's begin, and the bytes."""
WORD = "list.element"
"""What Parquet calls the values of a column of lists, behind the column's name."""
REPEATED = frozenset({"report_id", "a_report", "b_report", "pair_id", "section_id", "unit", "name", "indicator", "kind",
                      "op", "status"})  # fmt: skip
"""Columns that say the same over many rows: read as numbers with their spelling, which a row then costs less."""
ASKED = frozenset({"report_id", "a_report", "b_report", "other_report_id", "pair_id"})
"""Columns by which some rows of a table are asked for: of them alone a file says what is the least and the greatest."""


def digest(*parts: bytes | str | memoryview) -> str:
    """A short content hash (128 bits, hexadecimal) of the parts in order."""
    hasher = hashlib.sha256()  # processors have instructions for it: twice as fast as BLAKE2
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        hasher.update(len(data).to_bytes(8, "big"))
        hasher.update(data)
    return hasher.hexdigest()[:32]


# --- files ----------------------------------------------------------------------------------------------------------


class Coded(NamedTuple):
    """A column of strings or of words as numbers: entry i is ``values[numbers[i]]``.

    The entries of row k are those from ``edges[k]`` to ``edges[k + 1]``: one in a column of strings.
    """

    values: np.ndarray[Any, Any]
    numbers: np.ndarray[Any, Any]
    edges: np.ndarray[Any, Any]


def coded(column: pd.Series) -> Coded:
    """A number for each distinct string of a column, given as a step's ``coded`` has it or as plain strings or lists."""
    values = column.array
    if isinstance(values, pd.arrays.ArrowExtensionArray):
        return _coded(_one(values.__arrow_array__()))
    return _coded(pa.array(values.to_numpy(object), from_pandas=True))


def spelled(
    values: Sequence[str] | np.ndarray[Any, Any], numbers: np.ndarray[Any, Any]
) -> pd.arrays.ArrowExtensionArray:
    """A column in which row i is ``values[numbers[i]]``, for a step's rows: no string is made for a row."""
    known = pa.array(values, pa.string(), from_pandas=True)
    return pd.arrays.ArrowExtensionArray(pa.DictionaryArray.from_arrays(pa.array(numbers, pa.int32()), known))


def parquet(path: Path) -> pq.ParquetFile:
    """A Parquet file to read from, here or behind an address."""
    return pq.ParquetFile(path if is_local(path) else path.open("rb"))


def to_parquet(table: str, data: pa.Table) -> bytes:
    """The rows as the bytes of a Parquet file; the same rows always give the same bytes."""
    # only words stand often enough in one column for a dictionary to be smaller than what zstd makes of the values
    words = [f"{c.name}.{WORD}" for c in TABLES[table].columns if c.type == "words"]
    asked = [name for name in data.column_names if name in ASKED]
    sink = pa.BufferOutputStream()
    pq.write_table(data, sink, compression="zstd", version="2.6", use_dictionary=words or False, write_statistics=asked)
    return cast(bytes, sink.getvalue().to_pybytes())


def read(
    path: Path, table: str, without: frozenset[str] = frozenset(), only: Iterable[str] | None = None,
    coded: frozenset[str] = frozenset(),
) -> pd.DataFrame:  # fmt: skip
    """The rows of a file of this table (``only`` those of some reports), but for columns left out; see :func:`coded`.

    What repeats itself (words, :data:`REPEATED`, ``coded``) is read as numbers with their spelling.
    """
    repeated = [f"{c.name}.{WORD}" if c.type == "words" else c.name for c in TABLES[table].columns
                if c.type == "words" or c.name in coded or (c.name in REPEATED and c.type == "string")]  # fmt: skip
    # a shard's file is small: taking all of its bytes at once costs less than asking for them piece by piece
    with pq.ParquetFile(pa.BufferReader(path.read_bytes()), read_dictionary=repeated, pre_buffer=False) as file:
        columns = [name for name in file.schema_arrow.names if name not in without] if without else None
        # threads cost more than they save on shards
        data = file.read(columns, use_threads=False)
    if only is not None:
        data = data.filter(compute.is_in(data.column(TABLES[table].key), pa.array(list(only), pa.string())))
    return from_arrow(table, data, without, coded)


# --- rows -----------------------------------------------------------------------------------------------------------


def from_arrow(
    table: str, data: pa.Table, without: frozenset[str] = frozenset(), coded: frozenset[str] = frozenset()
) -> pd.DataFrame:
    """Rows that :func:`to_arrow` made; of another version's files, columns that are missing are made missing values."""
    columns = [c for c in TABLES[table].columns if c.name not in without]
    given = {c.name: data.column(c.name) for c in columns if c.name in data.column_names}
    values = {c.name: pd.arrays.ArrowExtensionArray(given[c.name]) if c.name in coded else _values(given[c.name], c)
              for c in columns if c.name in given}  # fmt: skip
    if len(values) == len(columns):
        return of_columns(values, data.num_rows)
    return from_arrays(table, values, without)


def _values(chunks: pa.ChunkedArray, column: Column) -> Values:
    array = _one(chunks)
    if column.type == "words":
        return _lists(array)
    if column.optional and column.type in ("int", "bool"):
        missing = array.is_null().to_numpy(zero_copy_only=False)
        kind = pd.arrays.IntegerArray if column.type == "int" else pd.arrays.BooleanArray
        return kind(
            array.fill_null(0 if column.type == "int" else False).to_numpy(zero_copy_only=False).copy(), missing
        )
    if pa.types.is_dictionary(array.type):
        spelt = pa.concat_arrays([array.dictionary, pa.nulls(1, pa.string())]).to_numpy(zero_copy_only=False)
        return spelt.take(array.indices.fill_null(len(array.dictionary)).to_numpy())
    return array.to_numpy(zero_copy_only=False)


def _one(chunks: pa.ChunkedArray) -> pa.Array:
    return chunks.chunk(0) if chunks.num_chunks == 1 else chunks.combine_chunks()


def _lists(array: pa.ListArray) -> Values:
    """A list of strings a row; a word is made once, however often it stands there."""
    words = _coded(array)
    spelled = words.values[words.numbers].tolist()
    made = np.empty(len(array), dtype=object)
    made[:] = [spelled[start:end] for start, end in pairwise(words.edges.tolist())]
    return made


def _coded(array: pa.Array) -> Coded:
    lists = pa.types.is_list(array.type)
    edges = array.offsets.to_numpy() - array.offsets[0].as_py() if lists and len(array) else np.arange(len(array) + 1)
    entries = array.flatten() if lists else array
    if not pa.types.is_dictionary(entries.type):
        entries = entries.dictionary_encode()
    return Coded(entries.dictionary.to_numpy(zero_copy_only=False), entries.indices.to_numpy(), edges)


def checked(table: str, rows: pd.DataFrame) -> pa.Table:
    """A step's rows as an Arrow table of the table's schema; raises SchemaError as :func:`pipeline.tables.conform` does."""
    schema = TABLES[table].schema
    if list(rows.columns) == schema.names:
        try:
            made = to_arrow(table, rows)
            if not any(
                column.null_count for field, column in zip(schema, made.columns, strict=True) if not field.nullable
            ):
                return made
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
            pass
    # what does not fit is made to fit, or told with its column
    return to_arrow(table, conform(table, rows))


def to_arrow(table: str, rows: pd.DataFrame) -> pa.Table:
    """Rows that ``frame`` or ``conform`` gave as an Arrow table of the table's schema, without pandas' own metadata."""
    schema = TABLES[table].schema
    return pa.Table.from_arrays([_array(rows[field.name].array, field.type) for field in schema], schema=schema)


def _array(values: Any, kind: pa.DataType) -> pa.Array:
    if isinstance(values, pd.arrays.IntegerArray | pd.arrays.BooleanArray):
        return values.__arrow_array__(kind)
    if isinstance(values, pd.arrays.ArrowExtensionArray):
        return _one(values.__arrow_array__()).cast(kind)
    return pa.array(np.asarray(values), type=kind, from_pandas=True)


def by_report(data: pa.Table, key: str = "report_id") -> pa.Table:
    """The rows in the order of their reports' ids (column ``key``); rows of one report stay in their order."""
    ids = _one(data.column(key))
    if compute.all(compute.less_equal(ids[:-1], ids[1:]), skip_nulls=False).as_py():
        return data
    return data.take(compute.sort_indices(data, sort_keys=[(key, "ascending")]))


# --- hashes ---------------------------------------------------------------------------------------------------------


def row_digests(data: pa.Table, key: str = "report_id") -> dict[str, str]:
    """Content hash of each report's rows, which stand together: {report_id: digest}."""
    if not data.num_rows:
        return {}
    names = _one(data.column(key)).fill_null("")
    changes = compute.not_equal(names[1:], names[:-1]).to_numpy(zero_copy_only=False)
    edges = [0, *(np.flatnonzero(changes) + 1).tolist(), len(names)]
    pieces = _pieces(data)
    return {names[start].as_py(): _digest_of(pieces, start, end) for start, end in pairwise(edges)}


def _digest_of(pieces: Sequence[Piece], start: int, end: int) -> str:
    return digest(str(end - start), *(content[edges[start] : edges[end]] for edges, content in pieces))


def _pieces(data: pa.Table) -> list[Piece]:
    """All that tells the rows' content, so that the bytes of some rows are the same wherever in a table they stand."""
    found: list[Piece] = []
    for field, chunks in zip(data.schema, data.columns, strict=True):
        column = _one(chunks)
        if field.nullable:
            found.append(_fixed(column.is_null().to_numpy(zero_copy_only=False)))
            column = column.fill_null(pa.scalar("" if pa.types.is_string(field.type) else 0).cast(field.type))
        if pa.types.is_list(field.type):
            lists = column.offsets.to_numpy() - column.offsets[0].as_py() if len(column) else np.zeros(1, np.int32)
            found.append(_fixed(np.diff(lists)))
            found += [(edges[lists], content) for edges, content in _texts(column.flatten())]
        elif pa.types.is_string(field.type):
            found += _texts(column)
        else:
            found.append(_fixed(column.to_numpy(zero_copy_only=False)))
    return found


def _fixed(values: np.ndarray[Any, Any]) -> Piece:
    return np.arange(len(values) + 1) * values.itemsize, memoryview(values.tobytes())


def _texts(column: pa.StringArray) -> list[Piece]:
    """The lengths in bytes, and the bytes."""
    _, offsets, content = column.buffers()
    edges = np.frombuffer(offsets, np.int32, len(column) + 1, 4 * column.offset) if offsets else np.zeros(1, np.int32)
    return [_fixed(np.diff(edges)), (edges, memoryview(content or b""))]
