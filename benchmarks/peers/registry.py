"""Which peers there are, whether they are here, and how each is compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from benchmarks.works.corridor import Corridor
from benchmarks.works.queue import Queue

Columns = dict[str, list[int]]
Given = Queue | Corridor


@dataclass(frozen=True, slots=True)
class Peer:
    """One other simulator.

    module    of its models in this folder: `queue` and, where it can be expressed, `corridor`
    rows      replications of a thousand that one timed call takes: slow peers take fewer
    single    shipments of the one long replication that is timed instead, or 0
    """

    name: str
    module: str
    rows: int
    single: int = 0


SIMPY = Peer("SimPy", "simpy_models", 20)
PEERS = (
    SIMPY,
    Peer("Ciw", "ciw_models", 2),
    Peer("salabim", "salabim_models", 1),
    Peer("Cimba (Python)", "cimba_models", 0, single=100_000),
    Peer("simpn", "simpn_models", 1),
)
EXACT = "every column, to the second"


class UnavailableError(Exception):
    """A peer that is not here, or that cannot express the work; the text says why."""


@dataclass(frozen=True, slots=True)
class Model:
    """A peer's model of one work.

    columns   what it answers to one replication
    timed     made ready outside the clock: the call that is timed
    """

    peer: Peer
    columns: Callable[[Given], Columns]
    timed: Callable[[Given], Callable[[], object]]
    module: ModuleType


def model(peer: Peer, work: str) -> Model:
    """A peer's model of `queue` or `corridor`.

    raises   UnavailableError
    """
    try:
        module = import_module(f"benchmarks.peers.{peer.module}")
    except ImportError as error:
        raise UnavailableError(f"not installed ({error})") from error
    except Exception as error:  # a peer may fail in any way; the table says how
        raise UnavailableError(f"fails on import ({_short(error)})") from error
    columns = getattr(module, work, None)
    if columns is None:
        raise UnavailableError("the work is not expressed: see the text of its module")
    timed = getattr(module, f"ready_{work}", None)

    def later(given: Given) -> Callable[[], object]:
        return lambda: columns(given)

    return Model(peer, columns, timed or later, module)


def attempt(found: Model, given: Given) -> Columns:
    """What a model answers.

    raises   UnavailableError where it fails
    """
    try:
        return found.columns(given)
    except Exception as error:  # as above
        raise UnavailableError(f"fails ({_short(error)})") from error


def _short(error: Exception) -> str:
    words = f"{type(error).__name__}: {error}".split("\n", maxsplit=1)[0]
    return words[:120]
