"""The cross-reference pass: names, circles, sums and times that do not fit together."""

from __future__ import annotations

import itertools

import pytest

from corridor_sim.errors import EXIT_LIMIT
from corridor_sim.scenario.limits import Limits
from corridor_sim.scenario.stage_references import first_cycle
from tests.scenario.asked import SOUND, Desk

HEAD = """\
corridor_sim: 1
name: references
time: {start: 2021-01-01, end: 2021-12-31, warm_up: 3 d}
calendars:
  office: {open: "Mon-Fri 08:30-12:00, 14:00-17:30"}
stations:
  desk: {servers: 4, calendar: office, work: 5 min}
  gate: {servers: 1}
places: {yard: {places: 3}}
consolidations:
  cfs: {capacity: {m3: 60 m3}, wait: 1 d, feeds: boxes}
services:
  train:
    path: [A, B, C]
    timetable: {slots: [Mon 20:00], run_when: {load: 40 box}}
    capacity: {box: 50 box, t: 1300 t}
    travel: {A-B: 1 d, B-C: 2 d}
flows:
  boxes:
    demand: {process: fed}
    stages: [{departures: train, alight: B}]
  main:
    demand: {process: poisson, total: 100 box, sizes: {20ft: 0.4, 40ft: 0.6}}
    choices: {route: {rail: 0.5, road: 0.5}}
    delivery: done
    stages:
      - {name: enter, hold: yard, until: leave}
      - station: desk
      - {name: pack, consolidation: cfs, when: [route=road]}
      - {name: ride, departures: train, after: [desk]}
      - {name: leave, delay: 1 min, after: [ride.start]}
      - {name: note, station: desk, after: [ride@B]}
      - {name: done, delay: 1 h, after: [ride, note]}
clocks: {release: {flow: main, start: arrival, stop: desk}}
facts: [{kpi: trains_run, value: 30, label: predicted, flows: [main], services: [train]}]
"""


def test_the_whole_is_sound(desk: Desk) -> None:
    assert list(desk.load(HEAD).scenario.flows) == ["boxes", "main"]


CASES = [
    ("calendar: office", "calendar: ofice", "7:32: There is no calendar 'ofice'; did you mean"),
    ("hold: yard", "hold: yrad", "27:29: There is no place 'yrad'; did you mean 'yard'?"),
    (
        "- station: desk",
        "- {name: desk, station: dsk}",
        "28:31: There is no station 'dsk'; did you mean 'desk'?",
    ),
    ("consolidation: cfs", "consolidation: x", "29:37: There is no consolidation 'x'; known are"),
    ("ride, departures: train", "ride, departures: trian", "30:34: There is no service 'trian'"),
    ("feeds: boxes", "feeds: boxen", "11:50: There is no flow 'boxen'; did you mean 'boxes'?"),
    ("after: [desk]", "after: [dsk]", "30:49: There is no stage 'dsk'; did you mean 'desk'?"),
    ("until: leave", "until: leaf", "27:42: There is no stage 'leaf'; did you mean 'leave'?"),
    ("delivery: done", "delivery: dome", "25:15: There is no stage 'dome'; did you mean 'done'?"),
    ("route=road", "route=raod", "29:49: There is no option 'raod'; did you mean 'road'?"),
    ("route=road", "rute=road", "29:49: There is no choice 'rute'; did you mean 'route'?"),
    ("route=road", "road", "29:49: 'road' is not a condition; write choice=option."),
    ("alight: B", "alight: D", "21:42: There is no node 'D'; known are: B, C."),
    ("alight: B", "alight: A", "21:42: There is no node 'A'; known are: B, C."),
    ("ride@B", "ride@X", "32:45: There is no node 'X'; known are: A, B, C."),
    ("ride@B", "desk@B", "32:45: 'desk@B' asks for a departure, but the stage 'desk' is not one"),
    ("ride@B", "ride@A", "32:45: What follows 'ride@A' begins with a delay"),
    ("places: {yard:", "places: {desk: {places: 2}, yard:", "9:10: 'desk' is both a station and"),
    ("after: [ride.start]}", "chance: 0.5, after: [ride.start]}", "31:58: The delay after"),
    ("ride@B", "ride.start", "32:45: What follows 'ride.start' begins with a delay"),
    ("stop: desk", "stop: desc", "34:54: There is no stage 'desc'; did you mean 'desk'?"),
    ("flow: main", "flow: man", "34:26: There is no flow 'man'; did you mean 'main'?"),
    ("flows: [main]", "flows: [nain]", "35:64: There is no flow 'nain'; did you mean 'main'?"),
    ("value: 30, ", "", "35:9: The published figure has no value; give `value`"),
    ("station: desk, after", "station: gate, after", "32:31: Nobody says how long the work at"),
    ("name: note", "name: ride", "32:16: Two stages are called 'ride'; give one of them"),
    (
        "1 min, after",
        "1 min, station: desk, after",
        "31:9: The stage has several kinds (delay, sta",
    ),
    ("leave, delay: 1 min", "leave", "31:9: The stage has no kind; give one of delay, station"),
    ("hold: yard, until: leave", "hold: yard", "27:29: A hold needs its end; add `until:`"),
    ("until: leave", "until: enter", "27:42: 'enter' does not come after 'enter', so the place"),
    ("pack, cons", "pack, until: done, cons", "29:29: 'until' belongs to a stage with `hold`"),
    ("    delivery: done\n", "", "25:5: The journey ends in several stages (pack, leave, done)"),
    ("0.4, 40ft: 0.6", "0.4, 40ft: 0.61", "23:48: The shares add up to 1.01; make it 1."),
    ("rail: 0.5", "rail: 0.4", "24:15: The shares add up to 0.9; make it 1."),
    ("20ft: 0.4", "21ft: 0.4", "23:56: '21ft' is not a box size; write one of 20ft, 40ft"),
    ("total: 100 box", "total: 100 box, rate: 1/h", "23:5: A demand has either `total` or `rate`"),
    ("total: 100 box, ", "", "23:5: A demand has either `total` or `rate`; give exactly one."),
    ("{box: 50 box, t: 1300 t}", "{}", "16:5: The capacity names no unit; write 50 box"),
    ("box: 50 box", "box: 50 t", "16:21: 'box' takes a value in its own unit; write box: 50 box."),
    ("box: 50 box", "box: 0 box", "16:21: A capacity of zero takes nothing; write a larger one"),
    ("load: 40 box", "load: 40 m3", "15:54: `run_when.load` is in a unit that the capacity does"),
    ("Mon 20:00", "Mon 24:30", "15:25: 'Mon 24:30' is not a weekly slot; write Mon 20:00."),
    ("slots: [Mon 20:00]", "every_weeks: 2", "15:5: The timetable has no departure; give `slots`"),
    ("A-B: 1 d", "A-D: 1 d", "17:14: 'A-D' is not a leg of the path; write one of: A-B, B-C."),
    ("[A, B, C]", "[A, B, A]", "14:5: A path has at least two nodes and none twice"),
    ("2021-12-31", "2020-12-31", "3:32: The end 2020-12-31 lies before the beginning 2021-01-01"),
    ("warm_up: 3 d", "warm_up: 365 d", "3:53: The warm-up is not shorter than the 365 days"),
    ("warm_up: 3 d", "zone: Asia/Shangai", "3:50: 'Asia/Shangai' is not a time zone; write an"),
    ("14:00-17:30", "14:00-02:00", "5:18: '14:00-02:00' runs past midnight; write two parts"),
    ("{process: fed}", "{process: poisson, rate: 1/h}", "11:50: 'boxes' has a demand of its own"),
    ("feeds: boxes", "feeds: main", "11:50: 'main' has a demand of its own; write"),
    ("after: [desk]", "after: [done]", "30:41: Stages wait for one another in a circle: ride -> "),
]


@pytest.mark.parametrize(("old", "new", "said"), CASES)
def test_what_does_not_fit_is_named_where_it_is(desk: Desk, old: str, new: str, said: str) -> None:
    assert HEAD.count(old) >= 1
    findings = desk.findings(HEAD.replace(old, new, 1))
    assert any(line.startswith(f"s.yaml:{said}") for line in findings), findings


def test_a_circle_names_its_stages(desk: Desk) -> None:
    stages = "[{name: a, delay: 1 h, after: [b]}, {name: b, delay: 1 h, after: [a]}]"
    text = SOUND.replace("    stages:\n      - station: desk\n", f"    stages: {stages}\n")
    assert desk.findings(text) == [
        (
            "s.yaml:9:36: Stages wait for one another in a circle: a -> b -> a; break it in one "
            "`after`."
        )
    ]
    assert desk.findings(text, lang="zh") == [
        "s.yaml:9:36: 环节循环等待：a -> b -> a；请在其中一个 `after` 处断开。"
    ]


def test_a_fed_flow_needs_exactly_one_consolidation(desk: Desk) -> None:
    second = HEAD.replace(
        "services:\n", "  cfs2: {capacity: 9 box, wait: 1 d, feeds: boxes}\nservices:\n", 1
    )
    assert desk.codes(second) == ["fed_by_several"]
    none = HEAD.replace("feeds: boxes", "feeds: main")
    assert "fed_by_nothing" in desk.codes(none)


def test_consolidations_cannot_feed_themselves(desk: Desk) -> None:
    text = HEAD.replace("{departures: train, alight: B}", "{consolidation: cfs}")
    assert "feeding_circle" in desk.codes(text)


@pytest.mark.parametrize(
    ("journey", "codes"),
    [
        ("", ["journey_missing"]),
        ("from: A", ["journey_missing"]),
        ("from: HYS, to: MZL", ["network_missing"]),
        ("from: HYS, to: MZL, stages: [{station: desk}], via: [x]", ["journey_twice"]),
    ],
)
def test_a_flow_has_stages_or_a_way(desk: Desk, journey: str, codes: list[str]) -> None:
    text = HEAD.replace(
        "clocks:", f"  more: {{demand: {{process: poisson, rate: 1/h}}, {journey}}}\nclocks:"
    )
    assert desk.codes(text) == codes


def test_ways_are_checked_against_the_network(desk: Desk) -> None:
    text = SOUND.replace("name: queue", "name: queue\nnetwork: hengyang\nhub: HYX")
    text += (
        "  way:\n    {demand: {process: poisson, rate: 1/h}, from: HYS, to: BIKK, via: [tran]}\n"
    )
    said = desk.findings(text)
    assert [line.split(";")[0] for line in said] == [
        "s.yaml:4:6: There is no node 'HYX'",
        "s.yaml:14:60: There is no node 'BIKK'",
        "s.yaml:14:72: There is no service 'tran', nor any other",
    ]


def test_a_time_too_long_is_refused_by_its_limit(desk: Desk) -> None:
    long = SOUND.replace("2021-01-31", "2061-01-31")
    error = desk.refused(long)
    assert error.exit_code == EXIT_LIMIT
    assert desk.findings(long) == [
        (
            "s.yaml:3:32: The time, drain included, is 40.3 years long, the limit is 20; shorten "
            "it, or raise the limit with --max-years."
        )
    ]
    desk.limits = Limits(years=41)
    assert desk.load(long).scenario.time.end.year == 2061


@pytest.mark.parametrize(
    ("follows", "cycle"),
    [
        ({}, []),
        ({"a": ["b"], "b": []}, []),
        ({"a": ["a"]}, ["a", "a"]),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, []),
        ({"x": ["a"], "a": ["b"], "b": ["c"], "c": ["a"]}, ["a", "b", "c", "a"]),
        ({"a": ["b"], "b": [], "c": ["d"], "d": ["c"]}, ["c", "d", "c"]),
    ],
)
def test_circles_are_found(follows: dict[str, list[str]], cycle: list[str]) -> None:
    assert first_cycle(follows) == cycle


def test_a_long_chain_is_no_circle() -> None:
    names = [str(number) for number in range(5_000)]
    follows = {name: [after] for name, after in itertools.pairwise(names)}
    assert first_cycle(follows | {names[-1]: []}) == []


@pytest.mark.parametrize(
    ("journey", "code", "key"),
    [
        ("stages: [{station: desk}], first_mile: 1 h", "key_needs_network", "first_mile"),
        ("stages: [{station: desk}], pick_up: 1 h", "key_needs_network", "pick_up"),
        ("stages: [{station: desk}], clearance: []", "key_needs_network", "clearance"),
        ("from: HYS, to: HCZ, delivery: nonsense", "key_needs_stages", "delivery"),
        ("from: HYS, to: HCZ, choices: {a: {b: 1}}", "key_needs_stages", "choices"),
    ],
)
def test_a_key_of_the_other_kind_of_flow_is_refused(
    desk: Desk, journey: str, code: str, key: str
) -> None:
    text = SOUND.replace("name: queue", "name: queue\nnetwork: hengyang")
    text += f"  way: {{demand: {{process: poisson, rate: 1/h}}, {journey}}}\n"
    (finding,) = desk.refused(text).findings
    assert (finding.code, finding.path) == (code, f"flows.way.{key}")
    # The position is that of the key, not of what it holds.
    assert finding.where is not None
    assert finding.where.column == text.splitlines()[-1].index(f"{key}:") + 1


def test_a_formality_of_other_flows_cannot_be_asked_for(desk: Desk) -> None:
    text = SOUND.replace("name: queue", "name: queue\nnetwork: hengyang")
    text += (
        "  way: {demand: {process: poisson, rate: 1/h}, from: HYS, to: HCZ, clearance: [out]}\n"
        "policies: {plain: {}}\n"
        "clearance: {out: {node: HYS, formality: export, policy: plain, flows: [q]}}\n"
    )
    (finding,) = desk.refused(text).findings
    assert (finding.code, finding.path) == ("clearance_of_others", "flows.way.clearance.0")


@pytest.mark.parametrize("key", ["name: x", "after: [arrival]", "when: [a=b]"])
def test_a_terminals_handling_stands_alone(desk: Desk, key: str) -> None:
    handling = f"terminals: {{HYS: {{load: {{delay: 3 min, {key}}}}}}}\n"
    assert desk.codes(SOUND + handling) == ["key_not_for_terminal"]


def test_a_terminals_handling_takes_no_place(desk: Desk) -> None:
    handling = "places: {yard: {places: 3}}\nterminals: {HYS: {unload: {hold: yard}}}\n"
    assert desk.codes(SOUND + handling) == ["key_not_for_terminal"]
