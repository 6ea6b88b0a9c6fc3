"""Random clearance: policies of every lever, at every kind of place, on few officers."""

from __future__ import annotations

import random
from collections.abc import Callable

Words = dict[str, object]

_LAWS: tuple[object, ...] = (
    "1 h",
    "10 min",
    {"triangular": ["10 min", "1 h", "6 h"]},
    {"exponential": "2 h"},
    {"lognormal": {"median": "1 h", "p95": "9 h"}},
    {"chance": 0.5, "of": {"uniform": ["1 min", "3 h"]}},
)
_STATIONS = ("desk", "bay", "crane")
#: Classes of the flows below.
CARGO = ("machinery", "garments")


def random_policy(luck: random.Random) -> Words:
    """A policy of some levers, each at random; always sound."""
    policy: Words = {}
    for name, lever in _LEVERS.items():
        if luck.random() < 0.45:
            policy[name] = lever(luck)
    return _sound(policy)


def _sound(policy: Words) -> Words:
    """Without levers that move nothing."""
    needs = {
        "advance": "lead",
        "appointment": "review",
        "guarantee": "pay",
        "risk": "inspect",
        "traders": "inspect",
    }
    for name, needed in needs.items():
        if needed not in policy:
            policy.pop(name, None)
    violations = policy.get("violations")
    if isinstance(violations, dict) and "traders" not in policy:
        violations["present"] = 0.4
    return policy


def _law(luck: random.Random) -> object:
    return luck.choice(_LAWS)


def _share(luck: random.Random) -> float:
    return luck.choice((0.0, 0.2, 0.5, 0.9, 1.0))


def _served(luck: random.Random) -> Words:
    """A station with the station's own work or the stage's, or a plain delay."""
    if luck.random() < 0.3:
        return {"work": _law(luck)}
    station: Words = {"station": luck.choice(_STATIONS)}
    return station | ({"work": _law(luck)} if luck.random() < 0.5 else {})


def _wait(luck: random.Random) -> Words:
    wait: Words = {"time": _law(luck), "chance": _share(luck)}
    if luck.random() < 0.4:
        wait["cargo"] = {luck.choice(CARGO): _share(luck)}
    return wait


def _check(luck: random.Random) -> Words:
    return _wait(luck) | ({"station": "bay"} if luck.random() < 0.5 else {})


def _advance(luck: random.Random) -> Words:
    amend: Words = {"amend": _wait(luck)} if luck.random() < 0.6 else {}
    return {"share": _share(luck), **amend}


def _review(luck: random.Random) -> Words:
    review = _served(luck) | {"automatic": luck.choice((0.0, 0.4))}
    if luck.random() < 0.5:
        back = {"chance": _share(luck), "time": _law(luck), "times": luck.randint(1, 3)}
        review["returned"] = back
    return review


def _two_step(luck: random.Random) -> Words:
    two: Words = {"share": _share(luck), "full": _law(luck), "review": _law(luck)}
    for name in ("prepare", "summary"):
        if luck.random() < 0.5:
            two[name] = _law(luck)
    return two


def _appointment(luck: random.Random) -> Words:
    return {"share": _share(luck), "notice": _law(luck), "station": "bay"}


def _traders(luck: random.Random) -> Words:
    aeo = luck.choice((0.0, 0.25, 0.5))
    return {
        "aeo": {"share": aeo, "selected": 0.1},
        "general": {"share": 0.75 - aeo},
        "low_credit": {"share": 0.25, "selected": 0.9},
    }


def _inspect(luck: random.Random) -> Words:
    inspect = _served(luck) | {"chance": _share(luck)}
    if luck.random() < 0.6:
        inspect["channels"] = {
            "documents": {"share": 0.25, **_served(luck)},
            "scanner": 0.5,
            "unpacking": 0.25,
        }
        if luck.random() < 0.7:
            reading = {"reading": _law(luck)} if luck.random() < 0.5 else {}
            inspect["scanner"] = {**_served(luck), **reading, "escalate": _share(luck)}
    if luck.random() < 0.4:
        inspect["arrange"] = {"time": _law(luck)} | (
            {"station": "crane"} if luck.random() < 0.5 else {}
        )
    if luck.random() < 0.3:
        inspect["onward"] = _law(luck)
    return inspect


def _violations(luck: random.Random) -> Words:
    present = luck.choice((0.3, {"aeo": 0.0, "general": 0.2, "low_credit": 0.9}))
    found = {"documents": _share(luck), "scanner": _share(luck), "unpacking": _share(luck)}
    sanction: Words = {"sanction": _law(luck)} if luck.random() < 0.6 else {}
    return {"present": present, "found": found, **sanction}


def _yard(luck: random.Random) -> Words:
    return {"time": _law(luck), "direct": 0.5, "direct_time": _law(luck)}


def _permits(luck: random.Random) -> Words:
    return {name: _wait(luck) for name in ("a", "b", "c")[: luck.randint(1, 3)]}


_LEVERS: dict[str, Callable[[random.Random], object]] = {
    "readiness": lambda luck: {"label": _wait(luck)},
    "prepare": _law,
    "permits": _permits,
    "permits_table": lambda luck: {"regime": luck.choice(("china_2018", "china_2021"))},
    "permits_asked": lambda luck: luck.choice(("together", "one_by_one")),
    "origin_inspection": _check,
    "lodge": _law,
    "lead": lambda luck: luck.choice(("30 min", "4 h", "3 d")),
    "advance": _advance,
    "appointment": _appointment,
    "review": _review,
    "two_step": _two_step,
    "arrival_report": _law,
    "quarantine": _check,
    "traders": _traders,
    "risk": lambda luck: {name: luck.choice((0.0, 0.5, 3.0)) for name in CARGO},
    "inspect": _inspect,
    "violations": _violations,
    "pay": _law,
    "guarantee": _share,
    "release": _law,
    "yard": _yard,
    "collect": _law,
    "gate": lambda luck: luck.random() < 0.5,
}


def random_clearance(seed: int) -> Words:
    """A scenario with clearance at every kind of place, policies one after the other included."""
    luck = random.Random(seed)
    policies = {f"p{number}": random_policy(luck) for number in range(6)}
    sizes = {"machinery": {"share": 0.4, "box": 1}, "garments": {"share": 0.6, "box": 2}}
    demand = {"process": "poisson", "total": "60 box", "sizes": sizes}
    daily = {"timetable": {"every": "2 d"}, "capacity": "30 box"}
    few = {"process": "poisson", "rate": "3/d"}

    def policy(*, dated: bool = True) -> object:
        first, second = luck.choice([*policies]), luck.choice([*policies])
        if not dated or luck.random() < 0.5:
            return first
        return [{"use": first}, {"use": second, "from": f"2021-01-{luck.randint(5, 25):02}"}]

    def place(node: str, formality: str, *flows: str, dated: bool = True) -> Words:
        kind = {"node": node, "formality": formality, "policy": policy(dated=dated)}
        return {**kind, "flows": [*flows]}

    return {
        "corridor_sim": 1,
        "name": "random clearance",
        "network": "hengyang",
        "time": {"start": "2021-01-01", "end": "2021-01-31", "drain": "200 d"},
        "calendars": {"office": {"open": "Mon-Fri 08:30-12:00, 14:00-17:30"}},
        "stations": {
            "desk": {"servers": luck.randint(1, 3), "calendar": "office", "work": "20 min"},
            "bay": {"servers": 1, "work": {"exponential": "30 min"}},
            "crane": {"servers": 1, "work": "5 min"},
        },
        "places": {"slots": {"places": 200}},
        "consolidations": {"cfs": {"capacity": "4 box", "wait": "2 d", "feeds": "boxes"}},
        "services": {
            "train": {"path": ["HYS", "MZL", "ZAB"], **daily},
            "back": {"path": ["ZAB", "MZL", "HYS"], **daily},
        },
        "terminals": {
            "HYS": {
                "yard": "slots",
                "load": {"station": "crane"},
                "unload": {"station": "crane"},
                "gate": {"station": "crane", "work": "1 min"},
            }
        },
        "policies": policies,
        "clearance": {
            "export": place("HYS", "export", "out", "either"),
            "exit": place("MZL", "exit", "out", "either"),
            "import": place("HYS", "import", "home"),
            "abroad": place("ZAB", "import", "out", "either"),
            "zone_in": place("HCZ", "import", "cartons"),
            "zone_out": place("HCZ", "export", "boxes", dated=False),
        },
        "flows": {
            "out": {"from": "HYS", "to": "ZAB", "via": ["train"], "demand": demand},
            "home": {"from": "ZAB", "to": "HYS", "via": ["back"], "demand": demand},
            "either": {
                "from": "HYS",
                "to": "ZAB",
                "routes": {
                    "early": {"via": ["train"], "share": 0.5},
                    "late": {"via": ["train"], "share": 0.5, "first_mile": "1 d"},
                },
                "demand": demand,
            },
            "cartons": {"from": "HYS", "to": "HCZ", "consolidation": "cfs", "demand": few},
            "boxes": {"from": "HCZ", "to": "HYS", "demand": {"process": "fed"}},
        },
    }
