"""Realise departures: lateness, cancellations, short capacity, and travel leg by leg."""

from __future__ import annotations

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
from corridor_sim.planning.draw import (
    Draws,
    memory_weeks,
    needs_luck,
    service_key,
    week_key,
)
from corridor_sim.workload import Trips

Seconds = NDArray[np.int64]
Floats = NDArray[np.float64]


def realise_trips(plan: Plan, service: Service, draws: Draws) -> Trips:
    """What each scheduled departure of a service really does, were anybody to board it."""
    shape = (len(draws.replications), len(service.scheduled))
    late = _drawn(service, "late", service.late, draws, shape)
    start = service.scheduled[None, :] + np.maximum(np.floor(late + 0.5), 0.0).astype(np.int64)
    calls = np.zeros((*shape, len(service.legs) + 1), dtype=np.int64)
    slower = np.ones(shape[1])
    for number, season in enumerate(service.seasons):
        slower[service.season == number] = season.slower
    for number, leg in enumerate(service.legs):
        there = start + calls[..., number]
        uniform = _leg_luck(plan, service, number, there, draws)
        taken = np.floor(quantile(leg.law, uniform) * slower + 0.5)
        calls[..., number + 1] = calls[..., number] + np.maximum(taken, 1.0).astype(np.int64)
    capacity = _capacity(plan, service, draws, shape)
    return Trips(start, calls, capacity, _cancelled(service, draws, shape))


def weekly_level(regime: Regime, draws: Draws) -> Floats:
    """Standard normal level of a place per week of the run, correlated from week to week.

    A moving average over the remembered weeks with the weights of a first-order autoregression;
    a week's level depends on calendar weeks alone, not on when the run begins.
    returns   float64 [R, weeks], week 0 being that of second 0
    """
    memory = memory_weeks(regime)
    weights = regime.persistence ** np.arange(memory + 1, dtype=np.float64)
    weights /= np.sqrt(np.sum(weights**2))
    shocks = normal_quantile(draws.uniforms[week_key(regime)])
    # Row by row: a matrix product's last bits may depend on how many replications are in hand.
    return np.stack([np.convolve(row, weights, "valid") for row in shocks])


def _leg_luck(plan: Plan, service: Service, number: int, there: Seconds, draws: Draws) -> Floats:
    """Uniforms of a leg; at a place with a regime, most of them is the level of that week."""
    leg = service.legs[number]
    if not needs_luck(leg.law):
        return np.full(there.shape, 0.5)
    own = draws.uniforms[service_key(service, f"leg:{leg.name}")]
    return own if leg.regime < 0 else _of_the_week(plan, leg.regime, own, there, draws)


def _of_the_week(plan: Plan, number: int, own: Floats, there: Seconds, draws: Draws) -> Floats:
    """The uniforms `own` of passers at seconds `there`, mixed with the level of their week."""
    regime = plan.regimes[number]
    level = weekly_level(regime, draws)
    monday = (plan.clock.start.toordinal() - 1) % 7 * (WEEK // 7)
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
    return quantile(law, draws.uniforms[service_key(service, stream)])


def _capacity(plan: Plan, service: Service, draws: Draws, shape: tuple[int, int]) -> Seconds:
    scheduled = np.broadcast_to(service.capacity[None], (*shape, 4))
    if service.short is None and not service.seasons:
        return scheduled
    share = np.ones(shape)
    if service.short is not None:
        share = _drawn(service, "short", service.short, draws, shape)
    for number, season in enumerate(service.seasons):
        if season.short is not None:
            mine = service.season == number
            share[:, mine] = _seasonal(plan, service, season, draws, shape)[:, mine]
    share = np.clip(share, 0.0, 1.0)[..., None]
    counted = np.where(scheduled < NEVER, scheduled, 0)
    cut = np.floor(counted * share + 1e-9).astype(np.int64)
    return np.where(scheduled < NEVER, cut, NEVER)


def _seasonal(
    plan: Plan, service: Service, season: Season, draws: Draws, shape: tuple[int, int]
) -> Floats:
    """The season's share of the capacity; with a regime, alike for all who sail in a week."""
    law = season.short
    if law is None or season.regime < 0 or not law.draws:
        return _drawn(service, "short", law, draws, shape)
    own = draws.uniforms[service_key(service, "short")]
    scheduled = np.broadcast_to(service.scheduled[None, :], shape)
    return quantile(law, _of_the_week(plan, season.regime, own, scheduled, draws))


def _cancelled(service: Service, draws: Draws, shape: tuple[int, int]) -> NDArray[np.bool_]:
    if not np.any(service.cancelled > 0.0):
        return np.zeros(shape, dtype=np.bool_)
    luck = draws.uniforms[service_key(service, "cancelled")]
    return np.asarray(luck < service.cancelled[None, :], dtype=np.bool_)
