"""Tables: rows become CSV bytes and Arrow columns, as columns.TABLES prescribes.

Text that begins with = + - @ is quoted and otherwise left as it is. A leading apostrophe would keep
a spreadsheet from reading it as a formula, but it would also change the name, so that the table
could no longer be joined with the scenario; names come from the planner's own file.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from corridor_sim.columns import TABLES
from corridor_sim.results.measures import Floats, Measure, Seconds
from corridor_sim.results.rows import Row

if TYPE_CHECKING:
    import pandas as pd

_QUOTED_INSIDE = (",", '"', "\n", "\r")
_QUOTED_FIRST = ("=", "+", "-", "@", " ", "\t")


def csv_bytes(table: str, rows: Iterable[Row]) -> bytes:
    """A table as CSV: UTF-8 with a byte order mark (so that spreadsheets read Chinese), `\\n`."""
    names = [column.name for column in TABLES[table]]
    lines = [",".join(names)]
    lines += [",".join(cell(getattr(row, name)) for name in names) for row in rows]
    return ("\n".join(lines) + "\n").encode("utf-8-sig")


def cell(value: str | int | float) -> str:
    """One cell: numbers in at most 12 significant digits, nothing for NaN, `inf` for infinity."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.12g}"
    return str(value)


def _text(value: str) -> str:
    if value.startswith(_QUOTED_FIRST) or any(mark in value for mark in _QUOTED_INSIDE):
        return '"' + value.replace('"', '""') + '"'
    return value


def frame(table: str, rows: Iterable[Row]) -> pd.DataFrame:
    """A table as a pandas frame, for those who go on in Python; one column per TABLES entry."""
    import pandas as pd

    names = [column.name for column in TABLES[table]]
    return pd.DataFrame([[getattr(row, name) for name in names] for row in rows], columns=names)


def replications_parquet(measures: Iterable[Measure], replications: Seconds) -> bytes:
    """Every measure in every replication, long form, as Parquet bytes.

    replications   int64 [R], their numbers; every measure has R values
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    every = list(measures)
    order = np.repeat(np.arange(len(every), dtype=np.int32), len(replications))
    columns = {}
    for column in TABLES["replications"]:
        if column.dtype == "text":
            words = [str(getattr(one.key, column.name)) for one in every]
            distinct = {word: code for code, word in enumerate(dict.fromkeys(words))}
            codes = np.array([distinct[word] for word in words], dtype=np.int32)
            columns[column.name] = pa.DictionaryArray.from_arrays(codes[order], list(distinct))
        else:
            columns[column.name] = pa.array(_numbers(every, replications, column.name))
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink)
    return bytes(sink.getvalue())


def _numbers(every: list[Measure], replications: Seconds, name: str) -> Seconds | Floats:
    if name == "replication":
        return np.tile(replications, len(every))
    if name == "count":
        return np.concatenate([one.count for one in every])
    if name == "unfinished":
        return np.concatenate([one.unfinished for one in every])
    return np.concatenate([one.values if name == "value" else one.above for one in every])
