"""Door to door, stage by stage: where the days of a flow go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum, isinf, isnan
from typing import TYPE_CHECKING

from corridor_sim.cli.findings import known_word, words
from corridor_sim.cli.language import Language
from corridor_sim.cli.tables import number, table
from corridor_sim.errors import Finding, ScenarioError

if TYPE_CHECKING:
    from corridor_sim.plan import Plan
    from corridor_sim.results.collect import Results
    from corridor_sim.results.rows import StageRow

#: Hours below which a figure prints as nothing.
_LEAST = 0.05
#: Asks for every flow.
ALL = "all"


def flows_asked(plan: Plan, asked: Sequence[str]) -> list[str]:
    """The flows that are asked for by their own name or their corridor's, in the plan's order.

    raises   ScenarioError for a name that is neither
    """
    corridors = [flow.corridor for flow in plan.flows if flow.corridor]
    known = dict.fromkeys((ALL, *corridors, *(flow.name for flow in plan.flows)))
    unknown = [name for name in asked if name not in known]
    if unknown:
        listed = ", ".join(known)
        raise ScenarioError(
            *(Finding("stages_unknown", {"name": name, "known": listed}) for name in unknown)
        )
    return [
        flow.name
        for flow in plan.flows
        if not {ALL, flow.name, flow.corridor or flow.name}.isdisjoint(asked)
    ]


def stage_lines(
    plan: Plan, results: Results, flows: Sequence[str], lang: Language
) -> Iterator[str]:
    """One table per flow; the last row is the whole, which the path's hours add up to."""
    titles = {flow.name: flow.title for flow in plan.flows}
    by_flow: dict[str, list[StageRow]] = {name: [] for name in flows}
    for row in results.stages:
        if row.flow in by_flow:
            by_flow[row.flow].append(row)
    # Waiting and work have three columns each.
    codes = ("stage", "owner", "passed", "on_path", "wait_hours")
    head = [*(words(code, lang) for code in codes), "P50", "P90"]
    head += [words("work_hours", lang), "P50", "P90"]
    for name, rows in by_flow.items():
        body = [_cells(row, lang) for row in rows if _is_felt(row)]
        whole = fsum(row.path_h for row in rows if not isnan(row.path_h))
        total = [words("door_to_door", lang), "", "", number(whole), *[""] * 6]
        yield ""
        yield words("title_stages_of", lang, flow=titles[name], days=number(whole / 24.0))
        yield from table(head, [*body, total], 2)
    if by_flow:
        yield words("stages_note", lang)


def _is_felt(row: StageRow) -> bool:
    """Whether any of a row's hours would print as more than 0.0."""
    hours = (row.path_h, row.wait_mean_h, row.wait_p90_h, row.work_mean_h, row.work_p90_h)
    return row.passed > 0 and any(one >= _LEAST for one in hours)


def _cells(row: StageRow, lang: Language) -> list[str]:
    passed = f"{number(100.0 * row.passed)} %"
    wait = [_hours(one) for one in (row.wait_mean_h, row.wait_p50_h, row.wait_p90_h)]
    work = [_hours(one) for one in (row.work_mean_h, row.work_p50_h, row.work_p90_h)]
    owner = known_word("owner", row.owner, lang)
    return [row.stage, owner, passed, number(row.path_h), *wait, *work]


def _hours(value: float) -> str:
    if isnan(value):
        return ""
    return "∞" if isinf(value) else number(value)
