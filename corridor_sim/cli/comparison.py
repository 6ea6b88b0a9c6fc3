"""What `compare` prints: what differs, verdicts, who gains what, what it takes at customs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite
from statistics import median
from typing import TYPE_CHECKING

from corridor_sim.cli.findings import words
from corridor_sim.cli.language import Language
from corridor_sim.cli.tables import number, table

if TYPE_CHECKING:
    from corridor_sim.results.rows import ComparisonRow
    from corridor_sim.study.variants import Comparison, Variant

#: Values that differ which are printed per arm; manifest.json has all.
_NAMED = 6
#: Flows printed per arm, those that change most first; comparison.csv has all.
_FLOWS = 12
_HOURS = {"h": 1.0, "d": 24.0}
#: Corridors of which fewer are moved by an hour, and clocks that change by less (h), are left
#: to comparison.csv.
_FEW_MOVED, _LEAST_H = 0.005, 0.01
#: Stations whose staff an arm changes are told by more than this share.
_CHANGED = 1e-9


def comparison_lines(done: Comparison, seconds: float, lang: Language) -> list[str]:
    """All lines that a comparison prints."""
    page = _Page(done, lang)
    return [
        page.summary(seconds),
        page.stopped(),
        *page.arms(),
        *page.primary(),
        *page.best(),
        *page.gains(),
        *page.customs(),
        *page.staff(),
        *page.pairing(),
    ]


class _Page:
    """Makes the tables of one comparison."""

    def __init__(self, done: Comparison, lang: Language) -> None:
        self.done, self.lang = done, lang
        self.variants: Sequence[Variant] = done.prepared.variants[1:]
        self.titles = {flow.name: flow.title for flow in done.base.plan.flows}
        self.gained = {
            (row.arm, row.flow, row.corridor, row.kpi, row.stat): row
            for row in done.rows
            if row.role == "gain"
        }

    def word(self, code: str, **values: str | int | float) -> str:
        return words(code, self.lang, **values)

    def summary(self, seconds: float) -> str:
        done, many = self.done, len(self.variants)
        return self.word(
            "compare_summary",
            name=done.base.loaded.scenario.name,
            arms=self.word("arms_1" if many == 1 else "arms_n", number=many),
            count=len(done.compared.replications),
            seed=done.base.loaded.scenario.study.seed,
            engine=self.word(f"run_engine_{done.compared.engine}"),
            seconds=f"{seconds:.1f}",
        )

    def stopped(self) -> str:
        """Why there are as many replications as there are; a forecast is called a forecast."""
        if self.done.compared.enough:
            return self.word("compare_enough")
        forecast = self.done.forecast()
        if forecast is None:
            return self.word("compare_most_done")
        return self.word("compare_most", forecast=forecast)

    def arms(self) -> list[str]:
        lines = ["", self.word("title_arms")]
        for one in self.variants:
            version = self.word("arm_version", version=one.version) if one.version else ""
            lines.append(self.word("arm_line", name=one.name, title=one.title, version=version))
            none = self.word("nothing_there")
            lines += [
                self.word("arm_values", path=each.path, old=each.old or none, new=each.new or none)
                for each in one.differs[:_NAMED]
            ]
            if len(one.differs) > _NAMED:
                lines.append(self.word("arm_more", number=len(one.differs) - _NAMED))
        return lines

    def primary(self) -> list[str]:
        rows, after = list[list[str]](), list[str]()
        for one in self.variants:
            mine = [row for row in self._rows("primary") if row.arm == one.name]
            moved = [row for row in mine if row.reason != "identical"]
            moved.sort(key=_moved, reverse=True)
            rows += [self._primary(row) for row in moved[:_FLOWS]]
            if len(moved) > _FLOWS:
                number_left = len(moved) - _FLOWS
                after.append(self.word("primary_more", arm=one.name, number=number_left))
            still = [self.titles[row.flow] for row in mine if row.reason == "identical"]
            if still:
                flows = ", ".join(still[:_NAMED]) + (" ..." if len(still) > _NAMED else "")
                counted = f"{len(still)}: {flows}"
                after.append(self.word("primary_identical", arm=one.name, flows=counted))
        codes = ("arm", "flow", "figure", "base", "with_arm", "difference_h", "interval_h")
        head = [self.word(code) for code in (*codes, "matters_from", "judgement")]
        level = number(100.0 * self.done.looks.level, 0)
        shown = table(head, rows, 3) if rows else []
        return ["", self.word("title_primary", level=level), *shown, *after]

    def _primary(self, row: ComparisonRow) -> list[str]:
        hours = _HOURS[row.unit]
        said = row.verdict if row.verdict and not row.reason else row.reason
        figure = f"{row.clock or self.word('figure_door')} {self.word(f'stat_{row.stat}')}"
        return [
            row.arm,
            self.titles[row.flow],
            figure,
            f"{number(row.base, 2)} {row.unit}",
            f"{number(row.value, 2)} {row.unit}",
            number(row.difference * hours, 2),
            f"{number(row.low * hours, 2)} .. {number(row.high * hours, 2)}",
            number(row.smallest * hours, 1),
            self.word(f"verdict_{said}"),
        ]

    def best(self) -> list[str]:
        """Per flow the best by KN; flows for which nothing stands out are counted."""
        rows, open_ = [], 0
        for one in self.done.best:
            if len(one.names) > 1:
                open_ += 1
                continue
            rows.append([self.titles[one.flow], one.names[0]])
        lines = table([self.word("flow"), self.word("best_arm")], rows, 2) if rows else []
        if open_:
            lines.append(self.word("best_open", number=open_))
        return ["", self.word("title_best"), *lines] if lines else []

    def gains(self) -> list[str]:
        """Per arm and corridor; flows without one stand for themselves."""
        rows = []
        groups = list(
            dict.fromkeys(
                ("", flow.corridor) if flow.corridor else (flow.name, "")
                for flow in self.done.base.plan.flows
                if flow.fed_by < 0
            )
        )
        for one in self.variants:
            for flow, corridor in groups:
                find = self._gain_finder(one.name, flow, corridor)
                saved = find("saved_h", "mean")
                if saved is not None and isfinite(saved.value) and self._moved(find):
                    rows.append(self._gain(one.name, flow, corridor, find))
        codes = (
            "arm",
            "gain_corridor",
            "ready_sooner",
            "saved_mean",
            "saved_p10_p90",
            "sooner_share",
        )
        more = ("by_sooner", "unmoved_share", "later_share", "earlier_departure")
        head = [self.word(code) for code in (*codes, *more)]
        if not rows:
            return []
        lines = table(head, rows, 2)
        return ["", self.word("title_gains"), *lines, self.word("gains_note")]

    def _gain_finder(
        self, arm: str, flow: str, corridor: str
    ) -> Callable[[str, str], ComparisonRow | None]:
        if flow:
            mine = next(one for one in self.done.base.plan.flows if one.name == flow)
            corridor = mine.corridor
        return lambda kpi, stat: self.gained.get((arm, flow, corridor, kpi, stat))

    def _moved(self, find: Callable[[str, str], ComparisonRow | None]) -> bool:
        unmoved, saved = find("share_unmoved", "ratio"), find("saved_h", "mean")
        return bool(
            (unmoved is not None and unmoved.value < 1.0 - _FEW_MOVED)
            or (saved is not None and abs(saved.value) >= 1.0)
        )

    def _gain(
        self,
        arm: str,
        flow: str,
        corridor: str,
        find: Callable[[str, str], ComparisonRow | None],
    ) -> list[str]:
        def plain(kpi: str, stat: str = "mean") -> str:
            row = find(kpi, stat)
            return number(row.value, 2) if row is not None else "-"

        def share(kpi: str) -> str:
            row = find(kpi, "ratio")
            known = row is not None and isfinite(row.value)
            return f"{number(100.0 * row.value)} %" if row is not None and known else "-"

        return [
            arm,
            self.titles[flow] if flow else corridor,
            plain("ready_sooner_h"),
            plain("saved_h"),
            f"{plain('saved_h', 'p10')} .. {plain('saved_h', 'p90')}",
            share("share_sooner"),
            plain("saved_by_sooner_h"),
            share("share_unmoved"),
            share("share_later"),
            share("share_earlier_departure"),
        ]

    def customs(self) -> list[str]:
        """The clocks of whole offices, per direction, base beside arm."""
        known = {
            (row.arm, row.place, row.direction, row.stat): row
            for row in self._rows("exploratory")
            if row.kpi == "clock_h" and not row.flow and row.clock == "overall"
        }
        inspection = {
            (row.arm, row.place, row.direction, row.kpi): row
            for row in self._rows("exploratory")
            if row.kpi in ("share_inspected", "violations_missed") and not row.flow
        }
        rows = []
        for (arm, place, direction, stat), row in known.items():
            looked = inspection.get((arm, place, direction, "share_inspected"))
            same = looked is None or looked.reason == "identical"
            if stat != "mean" or (same and not abs(row.difference) >= _LEAST_H):
                continue
            within = known.get((arm, place, direction, "within_24h"))
            both = f"{_percent(within.base)} -> {_percent(within.value)}" if within else "-"
            seen = f"{_percent(looked.base)} -> {_percent(looked.value)}" if looked else "-"
            missed = inspection.get((arm, place, direction, "violations_missed"))
            left = f"{number(missed.base)} -> {number(missed.value)}" if missed else "-"
            saved = [number(-each, 2) for each in (row.difference, row.high, row.low)]
            figures = [number(row.base, 2), number(row.value, 2)]
            saving = f"{saved[0]} [{saved[1]} .. {saved[2]}]"
            where = [arm, place, self.word(f"direction_{direction}")]
            rows.append([*where, *figures, saving, both, seen, left])
        codes = ("arm", "office", "direction_word", "base", "with_arm", "saved_ci")
        more = ("within_24h_word", "inspected_word", "missed_word")
        head = [self.word(code) for code in (*codes, *more)]
        return ["", self.word("title_customs"), *table(head, rows, 3)] if rows else []

    def staff(self) -> list[str]:
        """Stations at which an arm has other server-hours open, or keeps them otherwise busy."""
        rows = []
        weeks = self.done.base.plan.end / (7 * 86_400)
        busy = {
            (row.arm, row.station): row
            for row in self._rows("exploratory")
            if row.kpi == "utilisation" and row.station and not row.flow
        }
        before = self.done.staffed[0]
        for one, after in zip(self.variants, self.done.staffed[1:], strict=True):
            for station, hours in after.items():
                row = busy.get((one.name, station))
                was = before.get(station, 0.0)
                if row is None or (abs(hours - was) <= _CHANGED and row.reason == "identical"):
                    continue
                staffed = [number(each / weeks) for each in (was, hours)]
                worked = [number(row.base * was / weeks), number(row.value * hours / weeks)]
                rows.append([one.name, station, *staffed, *worked])
        codes = ("arm", "station_word", "staffed_base", "staffed_arm", "busy_base", "busy_arm")
        head = [self.word(code) for code in codes]
        return ["", self.word("title_staff"), *table(head, rows, 2)] if rows else []

    def pairing(self) -> list[str]:
        ratios = [
            row.variance_ratio for row in self._rows("primary") if isfinite(row.variance_ratio)
        ]
        if not ratios:
            return []
        values = {
            "median": number(median(ratios)),
            "low": number(min(ratios)),
        }
        return ["", self.word("title_pairing"), self.word("pairing", **values)]

    def _rows(self, role: str) -> list[ComparisonRow]:
        return [row for row in self.done.rows if row.role == role]


def _moved(row: ComparisonRow) -> float:
    return abs(row.difference * _HOURS[row.unit]) if isfinite(row.difference) else 0.0


def _percent(value: float) -> str:
    return f"{number(100.0 * value)} %"
