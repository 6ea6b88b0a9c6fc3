"""What `run` prints: first what an office asks, then times, then published figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import fsum, isfinite, isnan
from typing import TYPE_CHECKING

from corridor_sim.cli.bottlenecks import bottleneck_lines
from corridor_sim.cli.findings import known_word, words
from corridor_sim.cli.grouping import crowded_corridors, service_groups
from corridor_sim.cli.language import Language
from corridor_sim.cli.sources import assumption_lines, sources_line
from corridor_sim.cli.stages import stage_lines
from corridor_sim.cli.tables import grouped, number, table
from corridor_sim.cli.trade import (
    kept_line,
    kept_lines,
    parcel_line,
    released_lines,
    trade_lines,
)

if TYPE_CHECKING:
    from corridor_sim.plan import Plan, Service
    from corridor_sim.results.collect import Results
    from corridor_sim.results.rows import FactRow, KpiRow
    from corridor_sim.scenario.read import Loaded

#: Of a formality's clocks, the one that is printed: from the goods being there and the declaration
#: accepted, whichever is later, to release.
SHOWN_CLOCK = "overall"
_COUNTED = ("boxes", "trains")
#: What is told of a chain of services.
CHAIN = ("mean", "p10", "p50", "p90", "p90_less_p10")
#: Clock rows above which only those of whole offices are printed.
_MANY_CLOCKS = 30


def report_lines(
    plan: Plan, loaded: Loaded, results: Results, staged: Sequence[str], lang: Language
) -> list[str]:
    """All lines that a run prints about its results; `staged`: flows told stage by stage."""
    page = _Page(plan, loaded, results, lang)
    lines = [
        *page.volumes(),
        *page.trade(),
        *page.routes(),
        *page.times(),
        *stage_lines(plan, results, staged, lang),
        *page.chains(),
        *page.clocks(),
        *page.stations(),
        *page.titled("title_bottlenecks", bottleneck_lines(plan, results, lang)),
        *page.facts(),
        *page.titled("title_sources", [sources_line(loaded.sourced, lang)]),
        *assumption_lines(plan, loaded, lang),
    ]
    return [*lines, "", page.word("unfinished_mark")] if page.marked else lines


class _Page:
    """Makes tables of one run's results."""

    def __init__(self, plan: Plan, loaded: Loaded, results: Results, lang: Language) -> None:
        self.plan, self.loaded, self.results, self.lang = plan, loaded, results, lang
        self.marked = False
        self.titles = {one.name: one.title for one in plan.flows}
        self._index(results.kpis)

    def _index(self, kpis: Iterable[KpiRow]) -> None:
        """Where which rows are: looking through all of them per cell takes seconds."""
        self.by_kpi: dict[tuple[str, str], list[KpiRow]] = {}
        self.first: dict[tuple[str, str, str, str], KpiRow] = {}
        self.by_clock: dict[tuple[str, ...], dict[str, KpiRow]] = {}
        for row in kpis:
            self.by_kpi.setdefault((row.kpi, row.stat), []).append(row)
            self.first.setdefault((row.kpi, row.stat, "flow", row.flow), row)
            self.first.setdefault((row.kpi, row.stat, "service", row.service), row)
            if not row.flow:
                self.first.setdefault((row.kpi, row.stat, "corridor", row.corridor), row)
            if not row.flow:  # a station's rows per flow are about that flow only
                self.first.setdefault((row.kpi, row.stat, "station", row.station), row)
            if row.kpi == "clock_h":
                self.by_clock.setdefault(_clock_key(row, row.clock), {})[row.stat] = row

    def word(self, code: str, **values: str | int | float) -> str:
        return words(code, self.lang, **values)

    def titled(self, title: str, lines: Sequence[str]) -> list[str]:
        return ["", self.word(title), *lines] if lines else []

    def volumes(self) -> list[str]:
        groups = service_groups(self.plan)
        rows = [
            self._several(title, members) if len(members) > 1 else self._service(members[0])
            for title, members in groups
        ]
        head = ("service", "departures", "boxes", "load", "rolled", "wait_days", "trip_days")
        lines = table([self.word(code) for code in head], rows) if rows else []
        hub = self.loaded.scenario.hub or ""
        lines += kept_line(hub, self._rows, self.lang)
        lines += parcel_line(self._rows, self.lang)
        return self.titled("title_volumes", [*lines, *self._refused(), *self._ledger()])

    def _service(self, service: Service) -> list[str]:
        find = self._finder("service", service.name)
        return [
            service.title,
            self._mean(find("trains_run", "total")),
            self._mean(find("boxes_dispatched", "total"), 0),
            self._percent(find("load_factor", "ratio")),
            self._mean(find("boxes_rolled", "total"), 0),
            self._mean(find("wait_departure_h", "mean"), 1, 24.0),
            self._mean(find("trip_time_d", "mean")),
        ]

    def _several(self, title: str, services: Sequence[Service]) -> list[str]:
        """Many services of one kind in one line; each has its own in kpis.csv."""
        found = [self._finder("service", one.name) for one in services]

        def each(kpi: str, stat: str) -> list[float]:
            return [row.value if (row := find(kpi, stat)) else 0.0 for find in found]

        runs, loads = each("trains_run", "total"), each("load_factor", "ratio")
        full = fsum(run * load for run, load in zip(runs, loads, strict=True) if run)
        share = f"{number(100.0 * full / fsum(runs))} %" if fsum(runs) else "-"
        name = self.word("several_services", title=title, number=len(services))
        boxes = [number(fsum(each(f"boxes_{one}", "total")), 0) for one in ("dispatched", "rolled")]
        return [name, number(fsum(runs)), boxes[0], share, boxes[1], "-", "-"]

    def routes(self) -> list[str]:
        """How each split flow divides, and what the shares rest on."""
        groups: dict[str, list[list[str]]] = {}
        simulated = {(row.flow, row.stage): row for row in self._rows("route_share", "ratio")}
        for flow in self.plan.flows:
            for route in flow.split.routes if flow.split else ():
                freight = number(route.freight, 0) if isfinite(route.freight) else "-"
                days = [number(seconds / 86_400, 1) for seconds in (route.mean_s, route.sd_s)]
                took = self._percent(simulated.get((flow.name, route.name)))
                expected = f"{number(100.0 * route.share)} %"
                basis = self.word(f"basis_{route.basis}")
                rule = self.word(f"split_{flow.split.rule}") if flow.split else ""
                row = [f"  {route.title}", freight, *days, basis, rule, expected, took]
                groups.setdefault(flow.title, []).append(row)
        codes = ("route", "usd_teu", "days", "sd_days", "times_from", "share_by")
        head = [self.word(code) for code in (*codes, "expected", "took")]
        lines = grouped(head, groups) if groups else []
        planned = any(
            route.basis == "timetable"
            for flow in self.plan.flows
            for route in (flow.split.routes if flow.split else ())
        )
        return self.titled("title_routes", [*lines, *([self.word("routes_note")] * planned)])

    def _refused(self) -> list[str]:
        """Nobody is lost silently: who was refused is said, by flow and reason."""
        return [
            self.word(kpi, flow=self.titles[row.flow], number=number(row.value))
            for kpi in ("refused_too_large", "refused_outside")
            for row in self._rows(kpi, "total")
            if row.flow and row.value > 0.0
        ]

    def _ledger(self) -> list[str]:
        """Nothing is lost: what came is delivered, under way, or was refused."""
        kpis = ("generated", "delivered", "inside", "refused_too_large", "refused_outside")
        # The first row of each is about all flows together.
        came, done, inside, *refused = (self._rows(kpi, "total")[0].value for kpi in kpis)
        figures = {"came": came, "done": done, "inside": inside, "refused": fsum(refused)}
        return [self.word("ledger", **{name: number(one) for name, one in figures.items()})]

    def trade(self) -> list[str]:
        """Trade, the share of it that the hub keeps, and what customs released in the city."""
        hub = self.loaded.scenario.hub or ""
        count = len(self.results.replications)
        released = released_lines(self.plan, self.loaded, self._rows, count, self.lang)
        return [
            *trade_lines(self.plan, hub, self._rows, self.lang),
            *self.titled("title_kept", kept_lines(self.plan, hub, self._rows, self.lang)),
            *self.titled("title_released", released),
        ]

    def times(self) -> list[str]:
        """In days, or in hours where no flow takes a day."""
        means = list(self._rows("transit_time_d", "mean"))
        hours = all(row.value < 1.0 for row in means)
        per, digits = (1.0 / 24.0, 2) if hours else (1.0, 1)
        rows = []
        together = crowded_corridors(self.plan)
        alone = {one.name for one in self.plan.flows if one.corridor not in together}
        for mean in means:
            if mean.flow not in alone and (mean.flow or mean.corridor not in together):
                continue
            name = self.titles.get(mean.flow) or self.word("whole_corridor", name=mean.corridor)
            whose = ("flow", mean.flow) if mean.flow else ("corridor", mean.corridor)
            find = self._finder(*whose)
            stats = ("p50", "p90", "p95")
            cells = [self._mean(find("transit_time_d", one), digits, per) for one in stats]
            interval = f"{number(mean.low / per, digits)} - {number(mean.high / per, digits)}"
            done = self._mean(find("delivered", "total"), 0)
            rows.append([name, done, self._mean(mean, digits, per), interval, *cells])
        head = [self.word(code) for code in ("flow", "delivered", "mean", "interval")]
        title = "title_hours" if hours else "title_times"
        lines = table([*head, "P50", "P90", "P95"], rows) if rows else []
        return self.titled(title, [*lines, *([self.word("stages_hint")] if lines else [])])

    def chains(self) -> list[str]:
        """Of ways of several services, how long these take and how far that varies."""
        by_way: dict[tuple[str, str], dict[str, KpiRow]] = {}
        for stat in CHAIN:
            for row in self._rows("chain_time_d", stat):
                by_way.setdefault((row.flow, row.stage), {})[stat] = row
        routes = {
            (flow.name, route.name): route.title
            for flow in self.plan.flows
            for route in (flow.split.routes if flow.split else ())
        }
        groups: dict[str, list[list[str]]] = {}
        for way, stats in by_way.items():
            if count := stats["mean"].count:
                done = number(count / len(self.results.replications), 0)
                cells = [self._mean(stats[stat]) for stat in CHAIN]
                name = f"  {routes.get(way, '-')}"
                groups.setdefault(self.titles[way[0]], []).append([name, done, *cells])
        head = [self.word(code) for code in ("route", "delivered", "mean")]
        lines = grouped([*head, "P10", "P50", "P90", "P90-P10"], groups) if groups else []
        return self.titled("title_chains", lines)

    def clocks(self) -> list[str]:
        """One clock per customs place and flow in full, another's mean; all are in kpis.csv."""
        rows = []
        every = self._rows("clock_h", "mean")
        flows_shown = sum(row.clock == SHOWN_CLOCK for row in every) <= _MANY_CLOCKS
        for row in every:
            if row.clock != SHOWN_CLOCK and (row.formality or not row.flow):
                continue
            if row.flow and not flows_shown:
                continue
            by_stat = self.by_clock[_clock_key(row, row.clock)]
            cells = [self._mean(by_stat.get(stat)) for stat in ("mean", "p50", "p90", "p95")]
            share = self._percent(by_stat.get("within_24h"))
            from_arrival = self._mean(self._other_clock(row, "arrival_to_release"))
            name = self.titles.get(row.flow) or self.word("whole_office")
            rows.append(
                [
                    name,
                    row.place,
                    known_word("side", row.formality or row.direction, self.lang),
                    row.clock,
                    *cells,
                    share,
                    from_arrival,
                ]
            )
        head = [self.word(code) for code in ("flow", "place", "formality", "clock", "mean")]
        full = [*head, "P50", "P90", "P95", self.word("within_24h"), self.word("from_arrival")]
        lines = table(full, rows, 4) if rows else []
        if lines and not flows_shown:
            lines.append(self.word("clocks_in_file"))
        return self.titled("title_clocks", lines)

    def _other_clock(self, row: KpiRow, clock: str) -> KpiRow | None:
        """The mean of another clock of the same formality."""
        known = row.formality or not row.flow
        return self.by_clock.get(_clock_key(row, clock), {}).get("mean") if known else None

    def stations(self) -> list[str]:
        rows = []
        for row in self.results.stations:
            find = self._finder("station", row.station)
            shares = (row.utilisation, row.utilisation_busiest)
            busy = ["-" if isnan(one) else f"{number(100.0 * one)} %" for one in shares]
            waits = [self._mean(find("wait_h", stat), 2) for stat in ("mean", "p95")]
            queue = number(row.queue_mean, 2)
            rows.append([row.station, str(row.servers), *busy, *waits, queue])
        codes = ("station", "servers", "busy", "busy_busiest", "wait_hours")
        full = [*(self.word(code) for code in codes), "P95", self.word("queue")]
        lines = [*table(full, rows), self.word("busy_note")] if rows else []
        return self.titled("title_stations", lines)

    def facts(self) -> list[str]:
        shown = [row for row in self.results.facts if row.kpi]
        rows = [self._fact(row) for row in shown]
        head = ("fact", "window", "published", "simulated", "mean_error", "label", "verdict")
        lines = table([self.word(code) for code in head], rows, 2) if rows else []
        notes = [f"  {row.id}: {self._item(row)}; {row.note}" for row in shown if row.note]
        notes += [line for row in shown if (line := self._reason(row))]
        if beyond := [row.id for row in self.results.facts if not row.kpi]:
            notes.append(self.word("facts_beyond", number=len(beyond), ids=", ".join(beyond)))
        return self.titled("title_facts", [*lines, *dict.fromkeys(notes)])

    def _reason(self, row: FactRow) -> str:
        """Why a figure has no verdict; empty where it has one, or its own note says why not."""
        from corridor_sim.results.facts import FEWEST

        name = f"{row.id} {row.kpi} {row.clock}".strip()
        share = number(100.0 * row.unfinished)
        runs = len(self.results.replications)
        lines = {
            "few_replications": lambda: self.word("few_replications", number=FEWEST),
            "window_outside": lambda: self.word("fact_window_outside", name=name),
            "never_happened": lambda: self.word("fact_never_happened", name=name),
            "unfinished": lambda: self.word("fact_unfinished", name=name, share=share),
            "seldom": lambda: self.word(
                "fact_seldom", name=name, number=row.n, all=runs, least=FEWEST
            ),
        }
        return lines[row.reason]() if row.reason in lines else ""

    def _item(self, row: FactRow) -> str:
        """What a published figure is, in the reader's language."""
        known = self.loaded.tables.facts.get(row.id) if self.loaded.tables else None
        return known.item_zh if known is not None and self.lang == "zh" else row.item

    def _fact(self, row: FactRow) -> list[str]:
        scale, unit = (1e6, "USD million") if row.unit == "USD" else (1.0, row.unit)
        digits = 0 if unit in _COUNTED else 2
        if row.published == row.published:
            published = number(row.published / scale, digits)
        else:
            published = f"{number(row.published_low)} - {number(row.published_high)}"
        spread = f"{number(row.p2_5 / scale, digits)} - {number(row.p97_5 / scale, digits)}"
        self.marked = self.marked or row.marked
        star = "*" if row.marked else ""
        mean = f"{number(row.mean / scale, 2)}{star} +- {number(row.error / scale, 2)}"
        days = f"{row.first_day}..{row.last_day}" if row.first_day else self.word("whole_run")
        name = f"{row.id} {row.kpi} {row.clock}".strip()
        if row.clock:
            name += f", {row.place or self.word('whole_office')}"
        label, verdict = self.word(row.label), self._verdict(row)
        if row.label == "echoed" and row.reason == "asked":
            # Put in and not to be checked: all that can be said is how much of it the run has.
            label, verdict = self.word("no_check"), self._part(row)
        return [name, days, f"{published} {unit}", spread, mean, label, verdict]

    def _part(self, row: FactRow) -> str:
        if isnan(row.mean) or isnan(row.published) or not row.published:
            return self.word("no_verdict")
        return self.word("part_of_it", share=number(100.0 * row.mean / row.published, 0))

    def _verdict(self, row: FactRow) -> str:
        if row.verdict.startswith("outside"):
            return f"{self.word('outside')} {number(100.0 * row.outside_by)} %"
        return self.word(row.verdict)

    def _rows(self, kpi: str, stat: str) -> Sequence[KpiRow]:
        return self.by_kpi.get((kpi, stat), ())

    def _finder(self, whose: str, name: str) -> Callable[[str, str], KpiRow | None]:
        """Finds the first row of a flow, of a service or of a station."""
        return lambda kpi, stat: self.first.get((kpi, stat, whose, name))

    def _mean(self, row: KpiRow | None, digits: int = 1, per: float = 1.0) -> str:
        if row is None:
            return "-"
        if row.value == float("inf"):
            return f"> {number(row.above / per, digits)}"
        self.marked = self.marked or row.marked
        return number(row.value / per, digits) + ("*" if row.marked else "")

    def _percent(self, row: KpiRow | None) -> str:
        return "-" if row is None else f"{number(100.0 * row.value)} %"


def _clock_key(row: KpiRow, clock: str) -> tuple[str, ...]:
    """A clock of the same formality as the row's; of an office, of the same direction."""
    return row.flow, row.place, row.formality or row.direction, clock
