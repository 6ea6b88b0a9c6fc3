"""What was measured, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.record import Measurement
from benchmarks.rounds import figure


def by_work(found: Sequence[Measurement], baseline: str = "") -> str:
    """One table per work and size: what each took, and how many times as fast as the baseline."""
    lines: list[str] = []
    for work, size in dict.fromkeys((one.work, one.size) for one in found):
        group = [one for one in found if (one.work, one.size) == (work, size)]
        lines.append(f"\n{work}, {size}: {group[0].quantity}; median [smallest-largest]")
        lines += _rows(group, baseline)
    return "\n".join(lines)


def _rows(group: Iterable[Measurement], baseline: str) -> list[str]:
    ordered = sorted(group, key=lambda one: one.value.middle if one.values else float("inf"))
    return [_row(one, baseline) for one in ordered]


def _row(one: Measurement, baseline: str) -> str:
    if not one.values:
        return f"  {one.engine:16} not measured: {one.note}"
    line = f"  {one.engine:16} {one.value.text():>34}"
    if one.ratios:
        line += f"  {one.ratio.text():>26} x {baseline}"
    if one.measured:
        line += f"  ({one.measured}; {one.note})" if one.note else f"  ({one.measured})"
    return line


def curves(found: Sequence[Measurement], baseline: str = "") -> str:
    """One line per work, size and engine."""
    lines = [""]
    for one in found:
        value = f"{_value(one)} {one.quantity}" if one.values else f"not measured: {one.note}"
        ratio = f"  {figure(one.ratio.middle)} x {baseline}" if one.ratios else ""
        lines.append(f"  {one.work:28} {one.size:20} {one.engine:16} {value}{ratio}")
    return "\n".join(lines)


def _value(one: Measurement) -> str:
    return one.value.text() if len(one.values) > 1 else figure(one.values[0])
