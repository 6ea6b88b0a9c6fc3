"""The page of `explain`: a timeline in 80 columns, or the latest shipments, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from corridor_sim.cli.findings import words
from corridor_sim.cli.tables import number, width
from corridor_sim.clock import DAY, HOUR, NEVER

if TYPE_CHECKING:
    from corridor_sim.cli.language import Language
    from corridor_sim.results.block import Block
    from corridor_sim.results.missed import MostMissed
    from corridor_sim.results.timeline import Late, Passing, Timeline, Wait

_COLUMNS = 80
_DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
}
_NOTED = HOUR  # from so late on it is worth a word
_RULE = "-" * _COLUMNS


class Page:
    """Writes about shipments of one replication."""

    def __init__(self, block: Block, replication: int, seed: int, lang: Language) -> None:
        self.block, self.plan = block, block.plan
        self.about: dict[str, str | int | float] = {"replication": replication, "seed": seed}
        self.lang: Language = lang

    def timeline(self, one: Timeline) -> list[str]:
        """A shipment's journey, stage by stage."""
        flow = self.plan.flows[one.flow]
        route = self._route(one)
        lines = [self._word("explain_title", flow=flow.name, number=one.shipment, **self.about)]
        lines += [self._cut(flow.title, _COLUMNS)] if flow.title else []
        lines += [self._word("explain_route", route=route)] if route else []
        lines += [self._word("explain_came", when=self._long(one.arrive)), self._ended(one), ""]
        names = [self._word(f"explain_head_{part}") for part in ("ready", "start", "end")]
        hours, step = self._word("explain_head_hours"), self._word("explain_head_step")
        lines += [self._row(" ", names, hours, step), _RULE]
        at = one.flow
        for passing in one.passings:
            if passing.flow != at:
                at = passing.flow
                box = dict(one.boxes)[at]
                text = self._word("explain_box", number=box, flow=self.plan.flows[at].name)
                lines += ["", f"  {text}"]
            lines += self._passing(passing, route, one)
        lines += [_RULE]
        if one.delivered != NEVER:
            lines += [*self._sums(one), "", *self._owners(one), ""]
            lines += [self._word("explain_marks")]
        return [*lines, self._word("explain_accounting")]

    def _ended(self, one: Timeline) -> str:
        if one.delivered == NEVER:
            hours = number((self.plan.stop - one.arrive) / HOUR)
            return self._word("explain_inside", when=self._long(self.plan.stop), hours=hours)
        lasted = one.delivered - one.arrive
        return self._word(
            "explain_delivered",
            when=self._long(one.delivered),
            days=number(lasted / DAY),
            hours=number(lasted / HOUR),
        )

    def _passing(self, one: Passing, route: str, of: Timeline) -> Iterator[str]:
        name = self.plan.flows[one.flow].stages[one.stage].name
        name = name.removeprefix(f"{route}/") if route else name
        times = [self._short(second) for second in (one.ready, one.start, one.end)]
        mark, hours = "*", number(one.binding / HOUR)
        if not one.binding:
            mark, hours = " ", f"({number(one.hidden / HOUR)})" if one.hidden else ""
        yield self._row(mark, times, hours, name)
        for wait in one.waits:
            yield from self._wrapped(self._why(wait, route), 4)
        if one.binding and one.hidden:
            partly = self._word("explain_partly", hours=number(one.hidden / HOUR))
            yield from self._wrapped(partly, 4)

    def _why(self, one: Wait, route: str = "") -> str:
        hours = number(one.seconds / HOUR)
        if one.why == "departure" and one.departure < 0:
            return self._word("explain_departure_none", hours=hours)
        code = "explain_box_wait" if one.why == "box" else f"explain_{one.why}"
        code = "explain_late" if one.late >= _NOTED else code
        departure = self._long(one.departure) if one.departure >= 0 else ""
        stage = one.stage.removeprefix(f"{route}/") if route else one.stage
        return self._word(
            code, hours=hours, departure=departure, stage=stage, late=number(one.late / HOUR)
        )

    def _sums(self, one: Timeline) -> list[str]:
        chain = sum(passing.binding for passing in one.passings)
        hidden = sum(passing.hidden for passing in one.passings)
        blank = ["", "", ""]
        rows = [self._row(" ", blank, number(chain / HOUR), self._word("explain_sum"))]
        text = self._word("explain_hidden")
        rows += [self._row(" ", blank, f"({number(hidden / HOUR)})", text)] if hidden else []
        return rows

    def _owners(self, one: Timeline) -> list[str]:
        whole = sum(one.owners.values())
        lines = [self._word("explain_owners")]
        for owner, seconds in sorted(one.owners.items(), key=lambda each: -each[1]):
            if seconds:
                share = f"{number(100.0 * seconds / whole)} %"
                lines.append(f"  {number(seconds / HOUR):>9} {share:>8}  {self._owner(owner)}")
        return lines

    def _owner(self, owner: str) -> str:
        code = f"owner_{owner.replace(' ', '_')}"
        said = self._word(code)
        return owner if said.startswith(code) else said

    def _route(self, one: Timeline) -> str:
        """The route of a split flow that the shipment takes."""
        split = self.plan.flows[one.flow].split
        passed = {each.stage for each in one.passings if each.flow == one.flow}
        routes = split.routes if split is not None else ()
        return next((each.name for each in routes if each.stage in passed), "")

    def latest(self, flow: int, late: Sequence[Late]) -> list[str]:
        """The latest shipments of a flow, each with the step that made it late."""
        name, inside = self.plan.flows[flow].name, self._inside(flow)
        everyone = int((self.block.delivered[flow][0] < NEVER).sum())
        values = {"count": len(late), "all": everyone, **self.about}
        lines = [self._word("explain_latest", flow=name, **values)]
        if late:
            lines += [self._word("explain_median", days=number(late[0].median / DAY)), ""]
            codes = ("shipment", "came", "days", "above", "most")
            head = [self._word(f"explain_head_{code}") for code in codes]
            lines += [self._late_row(head), _RULE]
        for one in late:
            days, above = one.lasted / DAY, (one.lasted - one.median) / DAY
            came = self._long(one.arrive)[:20] if self.lang == "en" else self._long(one.arrive)
            row = [str(one.shipment), came, number(days), f"+{number(above)}", one.step]
            lines.append(self._late_row(row))
            median, hours = number(one.step_median / HOUR), number(one.seconds / HOUR)
            lines += self._wrapped(self._word("explain_against", hours=hours, median=median), 10)
            for wait in one.waits:
                lines += self._wrapped(self._why(wait), 10)
        if inside:
            lines += ["", self._word("explain_left_inside", number=inside)]
        missed = [self._missed_line(one) for one in self._missed(flow)]
        lines += ["", *missed] if missed else []
        return [*lines, "", self._word("explain_accounting")]

    def _inside(self, flow: int) -> int:
        came = self.block.trace.flows[flow].arrive[0] < NEVER
        return int((came & (self.block.delivered[flow][0] == NEVER)).sum())

    def _missed(self, flow: int) -> list[MostMissed]:
        from corridor_sim.results.missed import flow_waits, most_missed

        return most_missed(self.plan, flow_waits(self.block, flow))

    def _missed_line(self, one: MostMissed) -> str:
        when = f"{_DAYS[self.lang][one.weekday]} {one.hour:02}:00-{one.hour:02}:59"
        said = self._word(
            "explain_most_missed",
            service=one.service,
            when=when,
            number=one.number,
            stage=one.stage,
        )
        return "\n".join(self._wrapped(said, 0))

    def timeline_record(self, one: Timeline) -> dict[str, object]:
        """The same for `--json`; instants in the scenario's zone, durations in seconds."""
        stages = []
        for passing in one.passings:
            flow = self.plan.flows[passing.flow]
            stage = flow.stages[passing.stage]
            stages.append(
                {
                    "flow": flow.name,
                    "stage": stage.name,
                    "kind": stage.kind.name.lower(),
                    "owner": stage.owner,
                    **{at: self._iso(getattr(passing, at)) for at in ("ready", "start", "end")},
                    "binding_s": passing.binding,
                    "hidden_s": passing.hidden,
                    "waits": [self._wait_record(wait) for wait in passing.waits],
                }
            )
        return {
            "schema_version": 1,
            "flow": self.plan.flows[one.flow].name,
            "shipment": one.shipment,
            **self.about,
            "route": self._route(one),
            "came": self._iso(one.arrive),
            "delivered": self._iso(one.delivered),
            "door_to_door_s": one.delivered - one.arrive if one.delivered != NEVER else None,
            "boxes": [{"flow": self.plan.flows[k].name, "shipment": n} for k, n in one.boxes],
            "stages": stages,
            "owners_s": one.owners,
        }

    def latest_record(self, flow: int, late: Sequence[Late]) -> dict[str, object]:
        """The same for `--json`."""
        return {
            "schema_version": 1,
            "flow": self.plan.flows[flow].name,
            **self.about,
            "inside": self._inside(flow),
            "median_s": late[0].median if late else None,
            "latest": [
                {
                    "shipment": one.shipment,
                    "came": self._iso(one.arrive),
                    "door_to_door_s": one.lasted,
                    "step": one.step,
                    "step_s": one.seconds,
                    "step_median_s": one.step_median,
                    "waits": [self._wait_record(wait) for wait in one.waits],
                }
                for one in late
            ],
            "most_missed": [asdict(one) for one in self._missed(flow)],
        }

    def _wait_record(self, one: Wait) -> dict[str, object]:
        departure = self._iso(one.departure) if one.departure >= 0 else None
        return {
            "why": one.why,
            "seconds": one.seconds,
            "departure": departure,
            "stage": one.stage,
            "late_s": one.late,
        }

    def _row(self, mark: str, times: Sequence[str], hours: str, name: str) -> str:
        cells = " ".join(time + " " * (11 - width(time)) for time in times)
        space = " " * (9 - width(hours))
        head = f"{mark} {cells} {space}{hours}  "
        return f"{head}{self._cut(name, _COLUMNS - width(head))}".rstrip()

    def _late_row(self, cells: Sequence[str]) -> str:
        wide = (8, 20, 7, 7)
        parts = []
        for at, (cell, room) in enumerate(zip(cells[:-1], wide, strict=True)):
            space = " " * max(room - width(cell), 0)
            parts.append(cell + space if at == 1 else space + cell)
        head = "  ".join(parts) + "  "
        return f"{head}{self._cut(cells[-1], _COLUMNS - width(head))}".rstrip()

    def _cut(self, text: str, room: int) -> str:
        """A text that is too wide loses its middle."""
        if width(text) <= room:
            return text
        tail = text[-(room // 2) :]
        head = text
        while width(head) + 2 + width(tail) > room:
            head = head[:-1] if len(head) > len(tail) else head
            tail = tail[1:] if len(head) <= len(tail) else tail
        return f"{head}..{tail}"

    def _wrapped(self, text: str, indent: int) -> Iterator[str]:
        """Lines of 80 columns; a word is never broken."""
        line = " " * indent
        for word in text.split(" "):
            if width(line) + width(word) > _COLUMNS and line.strip():
                yield line.rstrip()
                line = " " * (indent + 2)
            line += f"{word} "
        yield line.rstrip()

    def _short(self, second: int) -> str:
        return "-" if second == NEVER else f"{self.plan.clock.moment(second):%m-%d %H:%M}"

    def _long(self, second: int) -> str:
        moment = self.plan.clock.moment(second)
        return f"{_DAYS[self.lang][moment.weekday()]} {moment:%Y-%m-%d %H:%M}"

    def _iso(self, second: int) -> str | None:
        return None if second == NEVER else self.plan.clock.moment(second).isoformat(sep=" ")

    def _word(self, code: str, **values: str | int | float) -> str:
        return words(code, self.lang, **values)
