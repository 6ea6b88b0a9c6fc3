"""All luck: keyed uniforms and the laws that turn them into durations, weights and choices."""

from corridor_sim.chance.laws import Law, fixed, quantile, seconds
from corridor_sim.chance.streams import StreamKey, uniforms, uniforms_at

__all__ = ["Law", "StreamKey", "fixed", "quantile", "seconds", "uniforms", "uniforms_at"]
