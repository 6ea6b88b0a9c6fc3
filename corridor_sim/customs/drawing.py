"""Choices in a journey's own words: what is drawn once per shipment, and what decides its odds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

#: What a choice may be given that is no choice: the class of the shipment under `sizes`.
CARGO = "cargo"
YES, NO = "yes", "no"
#: Begins the name of a choice whether a stage is passed; the name of the stage follows.
WHETHER = "pass:"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A choice: one uniform per shipment, whatever its odds.

    options   the lightest or rarest first, so that other odds move as few shipments as they must
    given     names of earlier choices, or CARGO, that the odds depend on
    rows      one combination of their options -> the shares of `options`, which add up to 1
    since     seconds from which each option after the first holds; then nothing is drawn
    """

    options: tuple[str, ...]
    rows: Mapping[tuple[str, ...], tuple[float, ...]]
    given: tuple[str, ...] = ()
    since: tuple[int, ...] = ()


def one_of(shares: Mapping[str, float]) -> Drawn:
    """A choice whose odds depend on nothing."""
    return Drawn(tuple(shares), {(): tuple(shares.values())})


def by_chance(chance: float) -> Drawn:
    """Yes with this probability."""
    return one_of({YES: chance, NO: 1.0 - chance})


def given(
    known: Mapping[str, Sequence[str]], chance: Callable[[Mapping[str, str]], float]
) -> Drawn:
    """Yes with a probability that depends on what fell before.

    known    choice -> its options, in the order of dependence
    chance   from the option that fell in each
    """
    rows = {}
    for options in product(*known.values()):
        yes = chance(dict(zip(known, options, strict=True)))
        rows[options] = (yes, 1.0 - yes)
    return _least(Drawn((YES, NO), rows, tuple(known)))


def since(options: Sequence[str], instants: Sequence[int]) -> Drawn:
    """What the calendar decides: the last option whose instant an arrival has reached."""
    first = (1.0, *(0.0 for _ in options[1:]))
    return Drawn(tuple(options), {(): first}, since=tuple(instants))


def by_policy(
    policy: str, variants: Mapping[str, Drawn], options: Mapping[str, Sequence[str]]
) -> Drawn:
    """One choice whose odds differ from policy to policy; the luck of it is the same in all.

    policy     the choice that says which policy is in force
    variants   the policy -> the choice under it; all have the same options
    options    options of every choice that one of them depends on
    """
    names = list(dict.fromkeys(name for one in variants.values() for name in one.given))
    some = next(iter(variants.values()))
    rows = {}
    for combination in product(*([*options[name]] for name in (policy, *names))):
        fell = dict(zip((policy, *names), combination, strict=True))
        one = variants.get(fell[policy], some)
        rows[combination] = one.rows[tuple(fell[name] for name in one.given)]
    return _least(Drawn(some.options, rows, (policy, *names)))


def _least(drawn: Drawn) -> Drawn:
    """Without dependence where every row says the same."""
    rows = set(drawn.rows.values())
    return Drawn(drawn.options, {(): rows.pop()}) if len(rows) == 1 else drawn
