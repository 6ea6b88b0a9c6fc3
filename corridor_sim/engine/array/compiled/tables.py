"""What compiled functions read and write: flat arrays of 64-bit whole numbers, by name."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]

#: Kinds of resource.
STATION, PLACES, SERVICE, BOXES = 0, 1, 2, 3
#: Columns of `Told.visit`: as in `visits.Visits`, what is touched most in front. RANK: priority,
#: from 0; GOODS: which of `Rules.goods` it is; EDGE to EDGES: who waits for it, in `edge`; GIVE to
#: GIVES: what gets a place back, in `place`; START, END, SLOT: what is found.
READY, AWAITS, RESOURCE, WORK, EDGE, EDGES, START, END = 0, 1, 2, 3, 4, 5, 6, 7
GIVE, GIVES, RANK, GOODS, LAST_CALL, SLOT, VISITS = 8, 9, 10, 11, 12, 13, 14
#: Columns of `Told.edge`.
TARGET, OFFSET, CALL = 0, 1, 2
#: Columns of `Rules.rule`. COUNT: servers, places, or trips whose list closes before second 0;
#: FIRST, LAST: rows of `hours` or `trip`, or the fed flow's of `goods`; WAIT: patience of a
#: service, wait of a box; UNIT: the first of a service; BOX: the fed flow's first in `boxes`, -1:
#: its boxes go nowhere in the circle; FREE: first of the servers in `free`; MORE: row of the
#: station's next shift, which has a row of its own behind those of all resources; 0: there is none.
KIND, COUNT, FIRST, LAST, WAIT, UNIT, BOX, FREE, ALWAYS, MORE = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
#: ... and behind them what a box holds in four units, 0: any, and what a closed one measures.
LIMIT, MEASURES, COLUMNS = 10, 14, 18
#: Columns of `Rules.hours`, the row behind each calendar's last being NEVER.
OPENS, CLOSES, BEFORE = 0, 1, 2
#: Columns of `Rules.trip`; CALLS: the first of its calls in `calls`.
CUT_OFF, MINIMUM, CALLS = 0, 1, 2
#: Columns of `Rules.goods` behind the four units.
VALUE, ARRIVES = 4, 5
#: Columns of `Standing.now`. BEGIN: first of a resource's cells in `line`; HERE: row of `hours`,
#: next of `trip`; IDLE: places; JOINED and OPENED: members so far, and before the open box.
BEGIN, WAITING, URGENT, HERE, IDLE = 0, 1, 2, 3, 4
WOKEN, DUE, CLOSED, JOINED, OPENED = 5, 6, 7, 8, 9
#: ... and behind them what the open box weighs in four units, and its value.
LOAD, WORTH = 10, 14
#: ... and how many will ask, with which least and greatest rank.
ASKS, LEAST, MOST, STATES = 15, 16, 17, 18
#: Cells of `Standing.counts`: keys in `heap`, requests so far, visits still to be passed.
COMING, ASKED, HANDED = 0, 1, 2
#: Rows of `Standing.cells`: the visit of each request, in the order of asking; those who have
#: joined a resource's boxes; visits that ask no resource and are ready, still to be passed.
ASKER, MEMBER, READIED = 0, 1, 2


class Told(NamedTuple):
    """Visits of a replication, and who waits for whom in the block.

    visit   int64 [n, VISITS]
    edge    int64 [m, 3], targets being numbered in the block
    place   resources that get a place back when a visit ends
    boxes   where the edges of each box of fed flows begin, and where the last one's end
    """

    visit: Whole
    edge: Whole
    place: Whole
    boxes: Whole


class Rules(NamedTuple):
    """Resources of a circle, and what was drawn for them.

    rule     int64 [K, COLUMNS], and the further shifts of stations
    hours    int64 [opening hours of all calendars, 3]
    trip     int64 [T, 3]
    leaves   int64 [R, T] s; -1: cancelled
    room     int64 [R, T, 4]
    calls    int64 [R, calls of all trips] s
    goods    int64 [R, shipments that anything measures, 6]
    """

    rule: Whole
    hours: Whole
    trip: Whole
    leaves: Whole
    room: Whole
    calls: Whole
    goods: Whole


class Standing(NamedTuple):
    """A replication as it stands at a second.

    row, first, total   the replication, its first visit in the block, its visits
    stop, bits          s; bits of a code in a key
    heap                what is still to come
    line                who waits, in a heap for each resource
    cells               int64 [3, visits]
    free                servers, in a heap for each station
    now                 int64, a row for each of `rule`, [., STATES]
    """

    row: int
    first: int
    total: int
    stop: int
    bits: int
    heap: Whole
    line: Whole
    cells: Whole
    free: Whole
    now: Whole
    counts: Whole
