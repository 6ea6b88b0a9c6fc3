"""Shipments: every event time of every shipment, streamed to a Parquet file as blocks come in."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np

from corridor_sim.clock import NEVER
from corridor_sim.plan import Plan
from corridor_sim.results.files import make_folder, refusals, whole
from corridor_sim.results.measures import Flags, Seconds
from corridor_sim.trace import Trace
from corridor_sim.workload import Workload

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    import pyarrow as pa
    import pyarrow.parquet as pq

SHIPMENTS = "shipments.parquet"


class ShipmentsFile:
    """Writes DIR/shipments.parquet, one row per shipment and stage; a context manager.

    One row group per replication, so the bytes do not depend on how replications were cut into
    blocks. Leaving the context well puts the file in place; otherwise the old one stays.
    """

    def __init__(self, folder: Path, plan: Plan) -> None:
        self._path, self._plan = folder / SHIPMENTS, plan
        self._whole: AbstractContextManager[Path] = whole(self._path)
        self._writer: pq.ParquetWriter | None = None

    def __enter__(self) -> ShipmentsFile:
        import pyarrow.parquet as pq

        make_folder(self._path.parent)
        part = self._whole.__enter__()
        with refusals(self._path):
            self._writer = pq.ParquetWriter(part, _schema())
        return self

    def add(self, workload: Workload, trace: Trace) -> None:
        """Takes a block; blocks come in replication order."""
        if self._writer is None:
            raise ValueError("the file is not open")
        for row in range(len(trace.replications)):
            with refusals(self._path):
                self._writer.write_table(_replication(self._plan, workload, trace, row))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        with refusals(self._path):
            try:
                if self._writer is not None:
                    self._writer.close()
            except OSError as failed:  # a full disk shows here at the latest
                self._whole.__exit__(type(failed), failed, None)
                raise
            self._whole.__exit__(kind, error, where)


def _schema() -> pa.Schema:
    import pyarrow as pa

    from corridor_sim.columns import TABLES

    types = {
        "text": pa.dictionary(pa.int32(), pa.string()),
        "int64": pa.int64(),
        "bool": pa.bool_(),
    }
    return pa.schema([(column.name, types[column.dtype]) for column in TABLES["shipments"]])


def _replication(plan: Plan, workload: Workload, trace: Trace, row: int) -> pa.Table:
    import pyarrow as pa

    parts = [
        _flow(plan, workload, trace, row, flow)
        for flow in range(len(plan.flows))
        if bool((trace.flows[flow].arrive[row] != NEVER).any())
    ]
    return pa.concat_tables(
        [_schema().empty_table(), *parts], promote_options="none"
    ).unify_dictionaries()


def _flow(plan: Plan, workload: Workload, trace: Trace, row: int, flow: int) -> pa.Table:
    """The rows of one flow: shipment by shipment, stages in the order of the journey."""
    import pyarrow as pa

    one, times = plan.flows[flow], trace.flows[flow]
    here = np.flatnonzero(times.arrive[row] != NEVER)
    count, stages = len(here), len(one.stages)
    names = pa.array([stage.name for stage in one.stages])
    numbers = one.demand.numbers[here] if one.demand.process == "given" else here

    def long(columns: tuple[Seconds, ...]) -> Seconds:
        return np.stack([column[row, here] for column in columns], axis=1).ravel()

    def seconds(columns: tuple[Seconds, ...]) -> pa.Array:
        flat = long(columns)
        return pa.array(flat, mask=flat == NEVER)

    slot = long(tuple(_or(times.slot[k], times.arrive, -1) for k in range(stages)))
    skips = workload.flows[flow].skip
    columns = [
        np.full(count * stages, trace.replications[row]),
        pa.DictionaryArray.from_arrays(np.zeros(count * stages, np.int32), [one.name]),
        np.repeat(numbers, stages),
        pa.DictionaryArray.from_arrays(np.tile(np.arange(stages, dtype=np.int32), count), names),
        np.repeat(times.arrive[row, here], stages),
        seconds(times.ready),
        seconds(times.start),
        seconds(times.end),
        pa.array(slot, mask=slot < 0),
        long(tuple(_or(skips[k], times.arrive, 0) for k in range(stages))).astype(np.bool_),
        np.repeat(times.size[row, here, 0], stages),
        np.repeat(times.value[row, here], stages),
    ]
    return pa.table(columns, schema=_schema())


def _or(values: Seconds | Flags | None, like: Seconds, otherwise: int) -> Seconds:
    if values is None:
        return np.full(like.shape, otherwise, dtype=np.int64)
    return values.astype(np.int64)
