"""Realise departures: lateness, cancellations, short capacity, and travel leg by leg."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from corridor_sim.chance.laws import (
    Law,
    normal_quantile,
    normal_share,
    quantile,
)
from corridor_sim.clock import NEVER, WEEK
from corridor_sim.plan import Plan, Regime, Season, Service
from corridor_sim.planning.draws import Draws
from corridor_sim.planning.luck import (
    memory_weeks,
    needs_luck,
    service_key,
    week_key,
    week_numbers,
)
from corridor_sim.workload import Trips

Seconds = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(slots=True)
class Levels:
    """The weekly levels of a plan's places, each worked out once for all who pass."""

    plan: Plan
    draws: Draws
    known: dict[int, Floats] = field(default_factory=dict)

    def of(self, regime: int) -> Floats:
        """float64 [R, weeks] of a regime of the plan."""
        if regime not in self.known:
            self.known[regime] = weekly_level(self.plan, self.plan.regimes[regime], self.draws)
        return self.known[regime]


def realise_trips(service: Service, levels: Levels) -> Trips:
    """What each scheduled departure of a service really does, were anybody to board it."""
    draws = levels.draws
    shape = (len(draws.replications), len(service.scheduled))
    late = _drawn(service, "late", service.late, draws, shape)
    start = service.scheduled[None, :] + np.maximum(np.floor(late + 0.5), 0.0).astype(np.int64)
    calls = np.zeros((*shape, len(service.legs) + 1), dtype=np.int64)
    slower = np.ones(shape[1])
    for number, season in enumerate(service.seasons):
        slower[service.season == number] = season.slower
    reached = np.zeros(shape, dtype=np.int64)
    for number, leg in enumerate(service.legs):
        taken = quantile(leg.law, _leg_luck(service, number, start + reached, levels))
        taken *= slower
        taken += 0.5
        # From one second up, cutting off what follows the point is rounding down.
        reached += np.maximum(taken, 1.0, out=taken).astype(np.int64)
        calls[..., number + 1] = reached
    capacity = _capacity(service, levels, shape)
    return Trips(start, calls, capacity, _cancelled(service, draws, shape))


def weekly_level(plan: Plan, regime: Regime, draws: Draws) -> Floats:
    """Standard normal level of a place per week of the run, correlated from week to week.

    A moving average over the remembered weeks with the weights of a first-order autoregression;
    a week's level depends on calendar weeks alone, not on when the run begins.
    returns   float64 [R, weeks], week 0 being that of second 0
    """
    memory = memory_weeks(regime)
    weights = regime.persistence ** np.arange(memory + 1, dtype=np.float64)
    weights /= np.sqrt(np.sum(weights**2))
    shocks = normal_quantile(draws.at(week_key(regime), week_numbers(plan, regime)))
    # Row by row: a matrix product's last bits may depend on how many replications are in hand.
    return np.stack([np.convolve(row, weights, "valid") for row in shocks])


def _luck(service: Service, stream: str, draws: Draws) -> Floats:
    return draws.at(service_key(service, stream), service.scheduled)


def _leg_luck(service: Service, number: int, there: Seconds, levels: Levels) -> Floats:
    """Uniforms of a leg; at a place with a regime, most of them is the level of that week."""
    leg = service.legs[number]
    if not needs_luck(leg.law):
        return np.full(there.shape, 0.5)
    own = _luck(service, f"leg:{leg.name}", levels.draws)
    return own if leg.regime < 0 else _of_the_week(leg.regime, own, there, levels)


def _of_the_week(number: int, own: Floats, there: Seconds, levels: Levels) -> Floats:
    """The uniforms `own` of passers at seconds `there`, mixed with the level of their week."""
    regime = levels.plan.regimes[number]
    level = levels.of(number)
    monday = (levels.plan.clock.start.toordinal() - 1) % 7 * (WEEK // 7)
    week = np.clip((there + monday) // WEEK, 0, level.shape[1] - 1)
    common = np.take_along_axis(level, week, axis=1)
    mixed = np.sqrt(regime.shared) * common + np.sqrt(1.0 - regime.shared) * normal_quantile(own)
    return normal_share(mixed)


def _drawn(
    service: Service, stream: str, law: Law | None, draws: Draws, shape: tuple[int, int]
) -> Floats:
    if law is None:
        return np.zeros(shape)
    if not needs_luck(law):
        return quantile(law, np.full(shape, 0.5))
    return quantile(law, _luck(service, stream, draws))


def _capacity(service: Service, levels: Levels, shape: tuple[int, int]) -> Seconds:
    if service.short is None and not service.seasons:
        return np.broadcast_to(service.capacity[None], (*shape, 4))
    share = np.ones(shape)
    if service.short is not None:
        share = _drawn(service, "short", service.short, levels.draws, shape)
    for number, season in enumerate(service.seasons):
        if season.short is not None:
            mine = service.season == number
            share[:, mine] = _seasonal(service, season, levels, shape)[:, mine]
    share = np.clip(share, 0.0, 1.0)
    capacity = np.full((*shape, 4), NEVER, dtype=np.int64)
    for unit, scheduled in enumerate(service.capacity.T):
        counted = np.where(scheduled < NEVER, scheduled, 0)
        if counted.any():
            cut = np.floor(counted * share + 1e-9).astype(np.int64)
            capacity[..., unit] = np.where(scheduled < NEVER, cut, NEVER)
        else:
            capacity[..., unit] = np.where(scheduled < NEVER, 0, NEVER)
    return capacity


def _seasonal(service: Service, season: Season, levels: Levels, shape: tuple[int, int]) -> Floats:
    """The season's share of the capacity; with a regime, alike for all who sail in a week."""
    law = season.short
    if law is None or season.regime < 0 or not law.draws:
        return _drawn(service, "short", law, levels.draws, shape)
    own = _luck(service, "short", levels.draws)
    scheduled = np.broadcast_to(service.scheduled[None, :], shape)
    return quantile(law, _of_the_week(season.regime, own, scheduled, levels))


def _cancelled(service: Service, draws: Draws, shape: tuple[int, int]) -> NDArray[np.bool_]:
    if not np.any(service.cancelled > 0.0):
        return np.zeros(shape, dtype=np.bool_)
    luck = _luck(service, "cancelled", draws)
    return np.asarray(luck < service.cancelled[None, :], dtype=np.bool_)
