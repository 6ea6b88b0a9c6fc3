"""What got slower or faster since an earlier run, beyond noise.

Two runs are compared measurement by measurement. Where a measurement has ratios, those are compared
and not the times: both sides of a ratio were timed in the same rounds, so a slower machine or a
busy neighbour hits both. The others are compared only where processor and Python are the same.

The rule: a change counts when no round of one run lies within the range of the other's rounds, and
the medians differ by more than a tenth. If nothing has changed, seven rounds and seven lie wholly
apart once in 1,716 times, five and five once in 126, three and three once in ten: hence the tenth.
A single value (a peak of memory) counts from a tenth on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.record import Measurement, Run, read
from benchmarks.rounds import figure, spread

THRESHOLD = 1.1
REFERENCE = Path(__file__).parent / "history"
_SAME_MACHINE = ("processor", "python", "system")
#: Changes of these say something of others' code, not of ours.
_OURS = ("array", "event", "draw and realise")
#: Told by the plan, not measured.
_NOT_TIMES = ("plan",)
#: What is measured beside every other thing, and how much its time may move.
_STEADY, _QUIET = ("SimPy", "plain recursion"), 1.15


@dataclass(frozen=True, slots=True)
class Change:
    """One measurement that differs: `factor` above one is slower, or more memory."""

    what: Measurement
    factor: float
    before: str
    after: str

    def text(self) -> str:
        word = "slower" if self.factor > 1.0 else "faster"
        if "MiB" in self.what.quantity or "bytes" in self.what.quantity:
            word = "larger" if self.factor > 1.0 else "smaller"
        size = max(self.factor, 1.0 / self.factor)
        label = f"{self.what.suite}: {self.what.work}, {self.what.size}, {self.what.engine}"
        return f"  {size:5.2f} x {word:7} {label} ({self.before} -> {self.after})"


def changes(before: Run, after: Run) -> tuple[list[Change], int]:
    """What changed, slowest first, and how many measurements were compared."""
    known = {one.key: one for one in before.measurements if one.values}
    alike = all(before.machine.get(name) == after.machine.get(name) for name in _SAME_MACHINE)
    found: list[Change] = []
    count = 0
    for one in after.measurements:
        old = known.get(one.key)
        if old is None or not one.values or one.engine in _NOT_TIMES:
            continue
        use_ratios = bool(one.ratios and old.ratios) and len(set(one.ratios)) > 1
        if not use_ratios and not alike:
            continue
        count += 1
        factor = (
            _changed(old.ratios, one.ratios) if use_ratios else _changed(one.values, old.values)
        )
        if factor != 1.0:
            texts = [_text(each, use_ratios) for each in (old, one)]
            found.append(Change(one, factor, *texts))
    return sorted(found, key=lambda change: -change.factor), count


def busy(before: Run, after: Run) -> float:
    """How many times as long the baselines took, in the middle: code that nobody has changed."""
    known = {one.key: one for one in before.measurements if one.engine in _STEADY and one.values}
    factors = [
        one.value.middle / known[one.key].value.middle
        for one in after.measurements
        if one.key in known and one.values
    ]
    return median(factors) if factors else 1.0


def _changed(above: Sequence[float], below: Sequence[float]) -> float:
    """Median over median where the two lie apart by more than noise, else 1."""
    one, other = spread(above), spread(below)
    factor = one.middle / other.middle
    apart = one.low > other.high or one.high < other.low
    return factor if apart and max(factor, 1.0 / factor) > THRESHOLD else 1.0


def _text(one: Measurement, use_ratios: bool) -> str:
    return f"{figure(one.ratio.middle)} x" if use_ratios else figure(one.value.middle)


def report(history: Path, against: Path | None, *, strict: bool) -> int:
    """Prints what changed between the last run and an earlier one; the exit code."""
    runs = read(history) if history.exists() else []
    if not runs:
        print(f"Nothing measured yet in {history}: make bench")
        return 1 if strict else 0
    after = runs[-1]
    earlier = read(against) if against is not None else runs[:-1] or _reference()
    before = _comparable(earlier, after)
    if before is None:
        print(f"No earlier run to compare that of {after.at} with: make bench once more.")
        return 0
    found, count = changes(before, after)
    print(
        f"{after.at} ({after.machine['commit']}) against {before.at} ({before.machine['commit']})"
    )
    ours = [one for one in found if one.what.engine.startswith(_OURS)]
    others = [one for one in found if one not in ours]
    print(f"{count} measurements compared, {len(found)} differ beyond noise.")
    busier = busy(before, after)
    if max(busier, 1.0 / busier) > _QUIET:
        print(
            f"The baselines took {figure(busier)} times as long as then: measure once more before"
        )
        print("you believe a small change.")
    for title, group in (("The program", ours), ("Others", others)):
        if group:
            print(f"{title}:", *(one.text() for one in group), sep="\n")
    return int(strict and any(one.factor > 1.0 for one in ours))


def _reference() -> list[Run]:
    """The runs that are kept with the sources, if any."""
    return [run for path in sorted(REFERENCE.glob("*.jsonl")) for run in read(path)]


def _comparable(earlier: Sequence[Run], after: Run) -> Run | None:
    """The latest earlier run of the same mode, else the latest."""
    same = [run for run in earlier if run.machine.get("mode") == after.machine.get("mode")]
    pool = same or list(earlier)
    return pool[-1] if pool else None
