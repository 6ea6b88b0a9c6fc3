"""Peers: the SimPy baseline answers as the recursion does; who is not here is reported."""

from collections.abc import Callable
from typing import Any

import pytest

from benchmarks import equality, head_to_head
from benchmarks.engines import arrays
from benchmarks.head_to_head import Match
from benchmarks.peers import simpy_models
from benchmarks.peers.registry import PEERS, SIMPY, Peer, UnavailableError, attempt, model
from benchmarks.rounds import ratios
from benchmarks.works.kinds import CORRIDOR, queues
from corridor_sim.engine import event


@pytest.mark.parametrize("work", [queues(1), queues(4), CORRIDOR], ids=lambda work: work.name)
def test_simpy_agrees_with_the_recursion(work: Any) -> None:
    plan, workload = work.make(4, 300)
    clear = work.clear(event.run(plan, workload), plan)
    assert clear
    for row in clear:
        given = work.given(plan, workload, row)
        equality.same(work.plain(given), attempt(model(SIMPY, work.kind), given), "SimPy")


def test_the_baseline_schedules_no_more_than_it_must() -> None:
    plan, workload = CORRIDOR.make(1, 500)
    assert simpy_models.events_per_box(CORRIDOR.given(plan, workload, 0)) < 13.0


def test_a_peer_that_is_not_installed_says_so() -> None:
    with pytest.raises(UnavailableError, match="not installed"):
        model(Peer("Nobody", "nobody_models", 1), "queue")


def test_a_work_that_a_peer_lacks_says_so() -> None:
    with pytest.raises(UnavailableError, match="not expressed"):
        model(SIMPY, "harbour")


def test_a_peer_that_fails_or_errs_stays_in_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: object) -> dict[str, list[int]]:
        raise RuntimeError("out of order")

    def errs(given: Any) -> dict[str, list[int]]:
        found = simpy_models.queue(given)
        return {**found, "departure": [one + 1 for one in found["departure"]]}

    answers: dict[str, Callable[[Any], Any]] = {"a": fails, "b": errs}
    peers = tuple(Peer(name, "simpy_models", 1) for name in answers)
    monkeypatch.setattr(head_to_head, "PEERS", (SIMPY, *peers))

    def chosen(peer: Peer, work: str) -> Any:
        found = model(peer, work)
        if peer is SIMPY:
            return found
        return type(found)(peer, answers[peer.name], found.timed, found.module)

    monkeypatch.setattr(head_to_head, "model", chosen)
    found = {one.engine: one for one in Match(queues(1), 3, 40, peers=True).measure(1)}
    assert found["a"].values == ()
    assert found["a"].note == "fails (RuntimeError: out of order)"
    assert found["b"].note == "b: departure differs for 40 of 40"
    assert found["array"].values


def test_a_match_measures_all_on_one_baseline() -> None:
    found = {one.engine: one for one in Match(queues(4), 5, 60).measure(2)}
    assert set(found) == {*arrays(), "event", "plain recursion", "SimPy"}
    assert "array" in found
    assert found["SimPy"].ratios == (1.0, 1.0)
    for one in found.values():
        assert one.ratios == tuple(ratios(found["SimPy"].values, one.values))


def test_every_peer_has_a_model_file() -> None:
    assert {peer.name for peer in PEERS} >= {"SimPy", "Ciw", "salabim", "Cimba (Python)", "simpn"}
