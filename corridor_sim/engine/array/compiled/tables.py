"""What compiled functions read and write: flat arrays of 64-bit whole numbers, by name."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]

#: Kinds of resource.
STATION, PLACES, SERVICE, BOXES = 0, 1, 2, 3
#: Columns of `Rules.rule`. COUNT: servers, places, or the trips
#: whose lists have closed before second 0; FIRST, LAST: rows of `hours` or `trip`, or
#: shipments of the fed flow among `goods`; WAIT: patience of a service, wait of a box; UNIT: the
#: first unit of a service; EDGE: number of the fed flow's first box among `edges` in row 0, -1: the
#: boxes go nowhere in the circle; FREE: first of the servers in `free`.
KIND, COUNT, FIRST, LAST, WAIT, UNIT, EDGE, FREE, ALWAYS, COLUMNS = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
#: Columns of `Rules.hours`, the row behind each calendar's last being NEVER.
OPENS, CLOSES, BEFORE = 0, 1, 2
#: Columns of `Rules.trip`; CALLS: the first of its calls in `calls`.
CUT_OFF, MINIMUM, CALLS = 0, 1, 2
#: Columns of `Rules.goods` behind the four units.
VALUE, ARRIVES = 4, 5
#: Columns of `Standing.now`. BEGIN: first of a resource's cells in `line`; HERE: row of `hours`,
#: next of `trip`; IDLE: places; JOINED and OPENED: members so far, and before the open box.
BEGIN, WAITING, URGENT, HERE, IDLE, WOKEN, DUE, CLOSED, JOINED, OPENED = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
#: ... and behind them what the open box weighs in four units, and its value.
LOAD, WORTH, STATES = 10, 14, 15
#: Cells of `Standing.counts`: keys in `heap`, requests so far, visits in `handed`.
COMING, ASKED, HANDED = 0, 1, 2


class Told(NamedTuple):
    """Visits of a block, int64 [n], and their edges: as in `visits.Visits`, but for these.

    rank               priority, from 0
    goods              which of `Rules.goods` it is; anything where nobody asks
    start, end, slot   what is found
    """

    resource: Whole
    work: Whole
    rank: Whole
    ready: Whole
    awaits: Whole
    last_call: Whole
    goods: Whole
    edges: Whole
    target: Whole
    offset: Whole
    call: Whole
    gives: Whole
    place: Whole
    start: Whole
    end: Whole
    slot: Whole


class Rules(NamedTuple):
    """Resources of a circle, and what was drawn for them.

    rule     int64 [K, COLUMNS]
    limit    int64 [K, 8], capacity of a box, 0: does not count; and what a closed one measures
    hours    int64 [opening hours of all calendars, 3]
    trip     int64 [T, 3]
    leaves   int64 [R, T] s; -1: cancelled
    room     int64 [R, T, 4]
    calls    int64 [R, calls of all trips] s
    goods    int64 [R, shipments that anything measures, 6]
    """

    rule: Whole
    limit: Whole
    hours: Whole
    trip: Whole
    leaves: Whole
    room: Whole
    calls: Whole
    goods: Whole


class Standing(NamedTuple):
    """A replication as it stands at a second.

    row, first, total   the replication, its first visit, its visits
    stop, bits          s; bits of a code in a key
    heap                what is still to come
    line, asker         who waits, in a heap for each resource; the visit of each turn
    member              who has joined a resource's boxes
    handed              visits that ask no resource and are ready, still to be passed
    free                servers, in a heap for each station
    now                 int64 [K, STATES]
    """

    row: int
    first: int
    total: int
    stop: int
    bits: int
    heap: Whole
    line: Whole
    asker: Whole
    member: Whole
    handed: Whole
    free: Whole
    now: Whole
    counts: Whole
