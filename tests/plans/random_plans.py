"""Random bare plans, dense with coincidences: ties, closures, loops, forks, joins, skips, holds.

Times lie on a grid of minutes and the run is short, so most instants hold several events. What
plans exercise is counted by the tests that use them: a generator whose stations never queue would
prove nothing.
"""

from __future__ import annotations

import random

Words = dict[str, object]

#: Nights of 24, 23 and 25 hours.
_DAYS = [("2021-01-01", "UTC"), ("2021-03-27", "Europe/Berlin"), ("2021-10-30", "Europe/Berlin")]
_HOURS = [
    "24/7",
    "Mon-Sun 06:00-10:00, 10:20-14:00",
    "Mon-Sun 00:30-02:30, 02:40-23:00",
    "Mon-Sun 03:00-21:00",
    "Mon-Sun 08:00-08:20, 08:40-09:00, 10:00-12:00, 12:10-18:00",
]


def random_plan(seed: int) -> Words:
    """A scenario in the planner's words, the same for the same seed."""
    # The plan's shape is drawn here; the shipments' luck comes from the scenario's own seed.
    luck = random.Random(seed)
    maker = _Maker(luck)
    return maker.scenario(seed)


class _Maker:
    def __init__(self, luck: random.Random) -> None:
        self.luck = luck
        self.stations = [f"s{k}" for k in range(luck.randint(1, 3))]
        self.services = [f"t{k}" for k in range(luck.randint(1, 2))]
        self.places = [f"p{k}" for k in range(luck.randint(1, 2))]
        self.day, self.zone = luck.choice(_DAYS)

    def scenario(self, seed: int) -> Words:
        luck = self.luck
        flows: Words = {f"f{k}": self.flow() for k in range(luck.randint(1, 3))}
        consolidations: Words = {}
        if luck.random() < 0.6:
            consolidations["c0"] = {
                "capacity": luck.choice(["3 box", {"box": "4 box", "t": "9 t"}]),
                "wait": luck.choice(["5 min", "20 min"]),
                "feeds": "boxed",
            }
            flows["cartons"] = self.cartons()
            flows["pallets"] = self.cartons()
            flows["boxed"] = {**self.flow(), "demand": {"process": "fed"}}
        return {
            "corridor_sim": 1,
            "name": f"random {seed}",
            "time": {"start": self.day, "end": self.day, "drain": "18 h", "zone": self.zone},
            "study": {"replications": 2, "seed": seed},
            "calendars": {name: self.calendar() for name in ("hours", "shifts")},
            "stations": {name: self.station() for name in self.stations},
            "services": {name: self.service() for name in self.services},
            "places": {name: {"places": luck.randint(2, 9)} for name in self.places},
            "consolidations": consolidations,
            "flows": flows,
        }

    def minutes(self, low: int, high: int) -> str:
        return f"{self.luck.randint(low, high)} min"

    def law(self) -> object:
        kind = self.luck.random()
        if kind < 0.3:
            return self.minutes(1, 6)
        if kind < 0.8:
            return {"empirical": [self.minutes(1, 3), self.minutes(2, 8), self.minutes(1, 20)]}
        return {"exponential": self.minutes(2, 8)}

    def calendar(self) -> Words:
        zone = self.luck.choice([self.zone, "Asia/Shanghai", "America/New_York"])
        return {"open": self.luck.choice(_HOURS), "zone": zone}

    def station(self) -> Words:
        if self.luck.random() < 0.4:
            return {"shifts": self.shifts(), "work": self.law()}
        calendar = self.luck.choice(["always", "hours", "shifts"])
        return {"servers": self.luck.randint(1, 3), "calendar": calendar, "work": self.law()}

    def shifts(self) -> list[Words]:
        calendars = self.luck.sample(["always", "hours", "hours", "shifts", "shifts"], 3)
        some = calendars[: self.luck.choice([2, 2, 3])]
        return [{"servers": self.luck.choice([1, 1, 2]), "calendar": name} for name in some]

    def service(self) -> Words:
        luck = self.luck
        load = luck.choice([None, {"load": "2 box"}, {"load": "3 box", "or_waited": "40 min"}])
        every = luck.choice(["20 min", "35 min", "60 min"])
        timetable: Words = {"every": every}
        if load is not None:
            timetable["run_when"] = load
        if luck.random() < 0.5:  # several departures with one cut-off, of different capacity
            small, large = {"box": "1 box"}, {"box": "5 box", "t": "9 t"}
            hours = [f"{self.day} {hour:02}:00" for hour in luck.sample(range(1, 24), 5)]
            timetable["dates"] = [
                {"at": at, "capacity": luck.choice([small, large])} for at in hours * 2
            ]
        return {
            "timetable": timetable,
            "capacity": luck.choice(["4 box", {"box": "6 box", "t": "14 t"}]),
            "cut_off": luck.choice(["0 min", "5 min"]),
            "travel": {"empirical": [self.minutes(5, 20), self.minutes(10, 60)]},
            "late": luck.choice(["0 min", {"empirical": ["0 min", "5 min", "45 min"]}]),
            "cancelled": luck.choice([0.0, 0.2]),
            "short": luck.choice(["100 %", {"empirical": ["0 %", "50 %", "100 %"]}]),
        }

    def demand(self) -> Words:
        luck = self.luck
        sizes = {"weight": {"empirical": ["1 t", "3 t", "5 t"]}, "value": {"exponential": "USD 9"}}
        if luck.random() < 0.4:
            return {"process": "poisson", "rate": f"{luck.randint(3, 12)}/h", **sizes}
        every, batch = luck.choice(["10 min", "20 min", "35 min"]), luck.randint(1, 4)
        return {"process": "deterministic", "every": every, "batch": batch, **sizes}

    def cartons(self) -> Words:
        stages = [{"station": self.luck.choice(self.stations)}, {"consolidation": "c0"}]
        demand = self.demand()
        return {"demand": demand, "stages": stages, "priority": self.luck.choice([0, 1])}

    def flow(self) -> Words:
        """A main line of stages, with a fork that is joined again and places that are kept."""
        luck = self.luck
        stages: list[Words] = [{"name": "first", "delay": self.law()}]
        stages += [self.step(f"{step}") for step in range(luck.randint(2, 5))]
        self.held(stages)
        before = str(stages[-1]["name"])
        stages += [
            {"name": "left", "delay": self.law(), "after": [before]},
            {**self.step("right"), "after": [before]},
            {"name": "back", "delay": self.law(), "after": ["left", "right"]},
        ]
        if luck.random() < 0.3:  # the place returns at the ready of a stage that some skip
            stages[-1]["chance"] = 0.5
        self.anchored(stages)
        self.branches(stages)
        return {
            "demand": self.demand(),
            "stages": stages,
            "delivery": "back",
            "priority": luck.choice([0, 0, 1]),
            "choices": {"way": {"a": 0.5, "b": 0.5}},
        }

    def held(self, stages: list[Words]) -> None:
        """Places kept until the end, now and then a second one inside the first."""
        luck = self.luck
        if luck.random() < 0.6:
            place: Words = {"name": "held", "hold": luck.choice(self.places), "until": "back"}
            if luck.random() < 0.3:
                place["chance"] = 0.5
            stages.insert(1, place)
            if luck.random() < 0.3:
                until = str(stages[-1]["name"])
                inner: Words = {"name": "inner", "hold": luck.choice(self.places), "until": until}
                stages.insert(2, inner)

    def step(self, name: str) -> Words:
        luck = self.luck
        kind = luck.random()
        if kind < 0.55:
            made: Words = {"name": name, "station": luck.choice(self.stations)}
            if luck.random() < 0.4:
                made["work"] = self.law()
        elif kind < 0.8:
            made = {"name": name, "departures": luck.choice(self.services)}
        else:
            made = {"name": name, "delay": self.law()}
        if luck.random() < 0.3:
            made["chance"] = 0.6
        return made

    def anchored(self, stages: list[Words]) -> None:
        """Something that hangs on an actual departure and is waited for."""
        trains = [one for one in stages if "departures" in one]
        if trains and self.luck.random() < 0.7:
            start = f"{trains[0]['name']}.start"
            stages.insert(-1, {"name": "aside", "delay": self.law(), "after": [start]})
            after = stages[-1]["after"]
            assert isinstance(after, list)
            stages[-1] = {**stages[-1], "after": [*after, "aside"]}

    def branches(self, stages: list[Words]) -> None:
        """Two of the stages become alternatives."""
        if self.luck.random() < 0.5:
            left = next(one for one in stages if one["name"] == "left")
            right = next(one for one in stages if one["name"] == "right")
            left["when"], right["when"] = ["way=a"], ["way=b"]
