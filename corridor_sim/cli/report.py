"""What `run` prints: first what an office asks, then times, then published figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from corridor_sim.cli.findings import words
from corridor_sim.cli.language import Language
from corridor_sim.cli.sources import assumption_lines, sources_line
from corridor_sim.cli.tables import number, table

if TYPE_CHECKING:
    from corridor_sim.plan import Plan
    from corridor_sim.results.collect import Results
    from corridor_sim.results.rows import FactRow, KpiRow
    from corridor_sim.scenario.read import Loaded

#: Of a formality's clocks, the one that is printed: from the goods being there and the declaration
#: accepted, whichever is later, to release.
SHOWN_CLOCK = "overall"
_COUNTED = ("boxes", "trains")
_BLANK = ("flow", "station", "service", "clock", "corridor", "direction", "partner", "mode")


def report_lines(plan: Plan, loaded: Loaded, results: Results, lang: Language) -> list[str]:
    """All lines that a run prints about its results."""
    page = _Page(plan, loaded, results, lang)
    lines = [
        *page.volumes(),
        *page.trade(),
        *page.times(),
        *page.clocks(),
        *page.stations(),
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

    def word(self, code: str, **values: str | int | float) -> str:
        return words(code, self.lang, **values)

    def titled(self, title: str, lines: Sequence[str]) -> list[str]:
        return ["", self.word(title), *lines] if lines else []

    def volumes(self) -> list[str]:
        rows = []
        for service in self.plan.services:
            name = service.name
            find = self._finder(service=name)
            rows.append(
                [
                    service.title,
                    self._mean(find("trains_run", "total")),
                    self._mean(find("boxes_dispatched", "total"), 0),
                    self._percent(find("load_factor", "ratio")),
                    self._mean(find("wait_departure_h", "mean"), 1, 24.0),
                    self._mean(find("trip_time_d", "mean")),
                ]
            )
        head = ("service", "departures", "boxes", "load", "wait_days", "trip_days")
        lines = table([self.word(code) for code in head], rows) if rows else []
        hub = self.loaded.scenario.hub
        for row in self._rows("share_kept_by_hub"):
            if hub and row.place == hub:
                lines.append(self.word("kept", hub=hub, share=number(100.0 * row.value)))
        return self.titled("title_volumes", lines)

    def trade(self) -> list[str]:
        value = {
            (row.direction, row.partner): row.value
            for row in self._rows("value_usd", "total")
            if self._only(row, "direction", "partner")
        }
        rows = [
            [
                row.direction or "-",
                row.partner or "-",
                self._mean(row, 0),
                number(value.get((row.direction, row.partner), 0.0) / 1e6),
            ]
            for row in self._rows("boxes_dispatched", "total")
            if self._only(row, "direction", "partner") and (row.direction and row.partner)
        ]
        head = ("direction", "partner", "boxes", "value_musd")
        return self.titled(
            "title_trade", table([self.word(code) for code in head], rows, 2) if rows else []
        )

    def times(self) -> list[str]:
        """In days, or in hours where no flow takes a day."""
        means = list(self._rows("transit_time_d", "mean"))
        hours = all(row.value < 1.0 for row in means)
        per, digits = (1.0 / 24.0, 2) if hours else (1.0, 1)
        rows = []
        for mean in means:
            if not mean.flow:
                continue
            find = self._finder(flow=mean.flow)
            stats = ("p50", "p90", "p95")
            cells = [self._mean(find("transit_time_d", one), digits, per) for one in stats]
            interval = f"{number(mean.low / per, digits)} - {number(mean.high / per, digits)}"
            done = self._mean(find("delivered", "total"), 0)
            rows.append(
                [self._title(mean.flow), done, self._mean(mean, digits, per), interval, *cells]
            )
        head = [self.word(code) for code in ("flow", "delivered", "mean", "interval")]
        title = "title_hours" if hours else "title_times"
        return self.titled(title, table([*head, "P50", "P90", "P95"], rows) if rows else [])

    def clocks(self) -> list[str]:
        """One clock per customs place and flow in full, another's mean; all are in kpis.csv."""
        rows = []
        for row in self._rows("clock_h", "mean"):
            if row.clock != SHOWN_CLOCK and row.formality:
                continue
            by_stat = {one.stat: one for one in self._rows("clock_h") if _same_clock(one, row)}
            cells = [self._mean(by_stat.get(stat)) for stat in ("mean", "p50", "p90", "p95")]
            share = self._percent(by_stat.get("within_24h"))
            from_arrival = self._mean(self._other_clock(row, "arrival_to_release"))
            name = self._title(row.flow)
            rows.append([name, row.place, row.formality, row.clock, *cells, share, from_arrival])
        head = [self.word(code) for code in ("flow", "place", "formality", "clock", "mean")]
        full = [*head, "P50", "P90", "P95", self.word("within_24h"), self.word("from_arrival")]
        return self.titled("title_clocks", table(full, rows, 4) if rows else [])

    def _other_clock(self, row: KpiRow, clock: str) -> KpiRow | None:
        """The mean of another clock of the same formality."""
        for one in self._rows("clock_h", "mean"):
            if one.clock == clock and _same_formality(one, row) and row.formality:
                return one
        return None

    def _title(self, flow: str) -> str:
        return next(one.title for one in self.plan.flows if one.name == flow)

    def stations(self) -> list[str]:
        rows = [
            [
                row.station,
                str(row.servers),
                f"{number(100.0 * row.utilisation)} %",
                number(row.wait_mean_h, 2),
                self._mean(self._station_wait(row.station), 2),
                number(row.queue_mean, 2),
            ]
            for row in self.results.stations
        ]
        head = [self.word(code) for code in ("station", "servers", "busy", "wait_hours")]
        full = [*head, "P95", self.word("queue")]
        return self.titled("title_stations", table(full, rows) if rows else [])

    def _station_wait(self, station: str) -> KpiRow | None:
        rows = self._rows("wait_h", "p95")
        return next((row for row in rows if row.station == station), None)

    def facts(self) -> list[str]:
        from corridor_sim.results.facts import FEWEST

        rows = [self._fact(row) for row in self.results.facts]
        head = ("fact", "window", "published", "simulated", "mean_error", "label", "verdict")
        lines = table([self.word(code) for code in head], rows, 2) if rows else []
        notes = [
            f"  {row.id}: {self._item(row)}; {row.note}" for row in self.results.facts if row.note
        ]
        few = any(row.n < FEWEST for row in self.results.facts)
        notes += [self.word("few_replications", number=FEWEST)] if few else []
        return self.titled("title_facts", [*lines, *dict.fromkeys(notes)])

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
        mean = f"{number(row.mean / scale, 2)} +- {number(row.error / scale, 2)}"
        days = f"{row.first_day}..{row.last_day}" if row.first_day else self.word("whole_run")
        name = f"{row.id} {row.kpi} {row.clock}".strip()
        label, verdict = self.word(row.label), self._verdict(row)
        return [name, days, f"{published} {unit}", spread, mean, label, verdict]

    def _verdict(self, row: FactRow) -> str:
        if row.verdict.startswith("outside"):
            return f"{self.word('outside')} {number(100.0 * row.outside_by)} %"
        return self.word(row.verdict)

    def _rows(self, kpi: str, stat: str = "") -> Iterable[KpiRow]:
        return (r for r in self.results.kpis if r.kpi == kpi and (not stat or r.stat == stat))

    def _finder(self, flow: str = "", service: str = "") -> Callable[[str, str], KpiRow | None]:
        def find(kpi: str, stat: str) -> KpiRow | None:
            keys = {"flow": flow} if flow else {"service": service}
            for row in self._rows(kpi, stat):
                if all(getattr(row, key) == value for key, value in keys.items()):
                    return row
            return None

        return find

    def _only(self, row: KpiRow, *named: str) -> bool:
        """Whether a row is broken down by the named dimensions and no other."""
        return not any(getattr(row, name) for name in _BLANK if name not in named)

    def _mean(self, row: KpiRow | None, digits: int = 1, per: float = 1.0) -> str:
        if row is None:
            return "-"
        if row.value == float("inf"):
            return f"> {number(row.above / per, digits)}"
        self.marked = self.marked or row.marked
        return number(row.value / per, digits) + ("*" if row.marked else "")

    def _percent(self, row: KpiRow | None) -> str:
        return "-" if row is None else f"{number(100.0 * row.value)} %"


def _same_formality(one: KpiRow, other: KpiRow) -> bool:
    keys = ("flow", "place", "formality")
    return all(getattr(one, key) == getattr(other, key) for key in keys)


def _same_clock(one: KpiRow, other: KpiRow) -> bool:
    return one.clock == other.clock and _same_formality(one, other)
