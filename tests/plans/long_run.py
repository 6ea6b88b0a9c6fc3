"""Both engines on as many random plans as asked for: `make equality PLANS=10000`.

Prints how many were compared and in how many each law was there to be seen at work. The first plan
on which the engines differ ends it with exit 1 and says how to come back to it.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from corridor_sim.plan import Plan
from corridor_sim.workload import Workload
from tests.engine.mutants_binding import BINDING, binding
from tests.plans.cases import Case, Kind, made, ran
from tests.plans.dependent import dependent
from tests.plans.random_plans import random_plan
from tests.plans.stirred import stirred
from tests.plans.written import compiled, settled

#: Every so many plans one is of another kind, and one is asked what binds in it.
_HUGE, _WIDE, _LONG, _WORDS, _ASKED = 1_000, 50, 20, 20, 5


def main(arguments: list[str] | None = None) -> int:
    """Compare; 0 if all are equal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plans", type=int, nargs="?", default=10_000)
    parser.add_argument("--first", type=int, default=0, help="seed of the first plan")
    asked = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        return _Run(Path(folder)).all(range(asked.first, asked.first + asked.plans))


class _Run:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kinds: Counter[str] = Counter()
        self.bound: Counter[str] = Counter()
        self.asked = 0
        self.replications = 0
        self.began = time.monotonic()

    def all(self, seeds: range) -> int:
        for done, seed in enumerate(seeds, 1):
            if not self.one(seed):
                return 1
            if done % 500 == 0 or done == len(seeds):
                click.echo(f"{done} plans equal after {time.monotonic() - self.began:.0f} s")
        self.summary()
        return 0

    def one(self, seed: int) -> bool:
        kind = _kind(seed)
        try:
            case = ran(*self.made(kind, seed))
            differing = case.differences()
        except Exception:
            _told(kind, seed)
            raise
        if differing:
            click.echo("\n".join(differing))
            _told(kind, seed)
            return False
        self.count(kind, seed, case)
        return True

    def made(self, kind: Kind | None, seed: int) -> tuple[Plan, Workload]:
        if kind is not None:
            return made(kind, seed)
        plan = compiled(random_plan(seed), self.folder).plan
        plan = plan if seed % 3 else dependent(plan, seed)
        workload = settled(plan, range(2), seed)
        return plan, stirred(workload) if random.Random(seed).random() < 0.5 else workload

    def count(self, kind: Kind | None, seed: int, case: Case) -> None:
        self.kinds[kind or "in words"] += 1
        self.replications += len(case.trace.replications)
        if kind == "dense" and seed % _ASKED == 0:
            self.asked += 1
            self.bound.update(binding(case))

    def summary(self) -> None:
        kinds = ", ".join(f"{number} {kind}" for kind, number in self.kinds.most_common())
        click.echo(f"{self.kinds.total()} plans ({kinds}), {self.replications} replications: equal")
        for name in BINDING if self.asked else ():
            click.echo(
                f"  {self.bound[name] / self.asked:4.0%} of {self.asked} plans: {name} binds"
            )


def _kind(seed: int) -> Kind | None:
    """The kind of plan that a seed stands for; None: a scenario in words."""
    if seed % _HUGE == _HUGE - 1:
        return "huge"
    if seed % _WIDE == _WIDE - 2:
        return "wide"
    if seed % _LONG == _LONG - 3:
        return "long"
    return None if seed % _WORDS == _WORDS - 4 else "dense"


def _told(kind: Kind | None, seed: int) -> None:
    click.echo(
        f"The engines differ on seed {seed} ({kind or 'in words'}); once more: "
        f"python -m tests.plans.long_run 1 --first {seed}"
    )


if __name__ == "__main__":
    sys.exit(main())
