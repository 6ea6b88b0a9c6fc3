"""The figures of a run: the network, where the time goes, how full departures were."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_sim.report.loads import draw_loads
from corridor_sim.report.network import draw_network, leg_tonnes
from corridor_sim.report.style import (
    Slide,
    cjk_font,
    has_cjk,
    look,
    new_figure,
    saved,
    weight_of,
    without_cjk,
)
from corridor_sim.report.times import draw_times
from corridor_sim.report.views import Place
from corridor_sim.results.files import make_folder
from corridor_sim.results.owners import WAITING

if TYPE_CHECKING:
    from corridor_sim.messages import Language
    from corridor_sim.plan import Flow, Plan, Service
    from corridor_sim.results.collect import Results
    from corridor_sim.results.rows import KpiRow

FOLDER = "figures"


def write_figures(
    folder: Path, plan: Plan, results: Results, places: Mapping[str, Place], hub: str, foot: str
) -> list[Path]:
    """Draw what the results can show into `folder`/figures, as PNG and SVG.

    places   nodes of the network by code; without any the network is not drawn
    foot     one line below each figure: the run and what it rests on; the words of the figures
             are in its language

    Without a font that has Chinese, names stand in the place of Chinese titles; no empty boxes.

    raises   FileError where a file cannot be written
    """
    target = folder / FOLDER
    make_folder(target)
    font = cjk_font()
    if not font:
        flows = tuple(_named(flow, number) for number, flow in enumerate(plan.flows, 1))
        services = tuple(_called(one, number) for number, one in enumerate(plan.services, 1))
        plan = replace(plan, flows=flows, services=services)
        results = replace(results, kpis=_stepped(results.kpis))
        places = {
            code: replace(place, name=_plain(f"node {number}", place.name, code))
            for number, (code, place) in enumerate(places.items(), 1)
        }
    lang: Language = "zh" if font and has_cjk(foot.replace(plan.name, "")) else "en"
    drawings: dict[str, Callable[[Slide], None]] = {}
    if any(row.kpi == "step_h" and row.value > 0.0 for row in results.kpis):
        drawings["door_to_door"] = lambda slide: draw_times(slide, plan, results)
    if any(row.ran > 0.0 for row in results.departures):
        drawings["departures"] = lambda slide: draw_loads(slide, plan, results, hub)
    legs = leg_tonnes(plan, results)
    if any(here in places and there in places for here, there, _ in legs):
        drawings["network"] = lambda slide: draw_network(slide, plan, results, places, hub)
    written: list[Path] = []
    with look(font):
        for name, draw in drawings.items():
            figure = new_figure()
            draw(Slide(figure, foot, lang, weight_of(font)))
            if not font:
                without_cjk(figure)
            written += saved(figure, target, name)
    return written


def _plain(last: str, *texts: str) -> str:
    """The first text that any font can draw, else the last resort."""
    return next((text for text in texts if text and not has_cjk(text)), last)


def _named(flow: Flow, number: int) -> Flow:
    corridor = "" if has_cjk(flow.corridor) else flow.corridor
    title = _plain(f"flow {number}", flow.title, flow.name)
    return replace(flow, title=title, corridor=corridor)


def _stepped(kpis: Sequence[KpiRow]) -> tuple[KpiRow, ...]:
    """The rows with numbers for steps that no font can draw."""
    steps = dict.fromkeys(row.stage.removesuffix(WAITING) for row in kpis if has_cjk(row.stage))
    numbers = {stage: f"step {number}" for number, stage in enumerate(steps, 1)}
    named = numbers | {f"{stage}{WAITING}": f"{step}{WAITING}" for stage, step in numbers.items()}
    return tuple(
        replace(row, stage=named[row.stage]) if row.stage in named else row for row in kpis
    )


def _called(service: Service, number: int) -> Service:
    return replace(service, title=_plain(f"service {number}", service.title, service.name))
