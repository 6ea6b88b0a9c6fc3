"""Values from tables and values that carry their source."""

from __future__ import annotations

import pytest

from corridor_sim.errors import Position
from corridor_sim.scenario.network_rows import Parameter
from corridor_sim.scenario.provenance import written
from tests.scenario.asked import Desk, changed

NETWORK = "name: queue\nnetwork: hengyang"


def row(
    law: str, unit: str, low: float | None, mode: float | None, high: float | None
) -> Parameter:
    where = Position("f", 1, 1)
    return Parameter("x", "", "", unit, low, mode, high, law, "published", "S1", "2021", "", where)


@pytest.mark.parametrize(
    ("given", "times", "value"),
    [
        (row("fixed", "box", None, 50, None), 1, "50 box"),
        (row("fixed", "1", None, 4, None), 1, 4),
        (row("fixed", "1", None, 0.0244, None), 1, 0.0244),
        (row("fixed", "h", None, 12, None), 2, "24 h"),
        (row("fixed", "%", None, 2.44, None), 1, "2.44 %"),
        (row("fixed", "USD/box", None, 329, None), 1, "USD 329/box"),
        (row("fixed", "USD", None, 329, None), 1, "USD 329"),
        (row("fixed", "trains/week", None, 3, None), 1, "3/week"),
        (row("fixed", "box/h", None, 25, None), 1, "25 box/h"),
        (row("uniform", "d", 7, None, 15), 1, {"uniform": ["7 d", "15 d"]}),
        (row("exponential", "h", None, 2, None), 1, {"exponential": "2 h"}),
        (
            row("triangular", "min", 1.7, 2.4, 3),
            10,
            {"triangular": ["17 min", "24 min", "30 min"]},
        ),
        (
            row("lognormal", "h", None, 48, 168),
            1,
            {"lognormal": {"median": "48 h", "p95": "168 h"}},
        ),
        (
            row("lognormal", "h", 12, 48, 168),
            1,
            {"lognormal": {"median": "48 h", "p95": "168 h", "low": "12 h"}},
        ),
    ],
)
def test_a_row_in_the_language_of_the_scenario(
    given: Parameter, times: float, value: object
) -> None:
    assert written(given, times) == value


def test_a_parameter_is_replaced_and_recorded(desk: Desk) -> None:
    text = changed("name: queue", NETWORK).replace(
        "{exponential: 12 min}", "{parameter: yard_gantry.work, times: 2}"
    )
    loaded = desk.load(text)
    work = loaded.scenario.stations["desk"].work
    assert work is not None
    assert loaded.tables is not None
    given = loaded.tables.parameters["yard_gantry.work"]
    assert work.kind == given.law == "triangular"
    assert work.parameters[1] == pytest.approx((given.mode or 0) * 120)
    (sourced,) = loaded.sourced
    assert (sourced.path, sourced.parameter) == ("stations.desk.work", "yard_gantry.work")
    assert (sourced.mark, sourced.source) == (given.mark, given.source)
    assert (sourced.where.line, sourced.note.endswith("; x 2")) == (6, True)


def test_an_unknown_parameter_offers_the_nearest(desk: Desk) -> None:
    text = changed("name: queue", NETWORK).replace(
        "{exponential: 12 min}", "{parameter: yard_gantry.wrk}"
    )
    assert desk.findings(text) == [
        "s.yaml:6:40: There is no parameter 'yard_gantry.wrk'; did you mean 'yard_gantry.work'?"
    ]
    assert desk.findings(text, lang="zh") == [
        "s.yaml:6:40: 没有参数“yard_gantry.wrk”；是否要写“yard_gantry.work”？"
    ]


def test_a_parameter_needs_a_network(desk: Desk) -> None:
    assert desk.codes(changed("{exponential: 12 min}", "{parameter: a.b}")) == [
        "parameter_without_network"
    ]


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ("{parameter: yard_gantry.work, times: -1}", ["times_not_positive"]),
        ("{parameter: yard_gantry.work, mark: article}", ["parameter_key"]),
        ("{value: 3 min, mark: publishd, source: S}", ["mark_unknown"]),
        ("{value: 3 min, mark: published}", ["mark_without_source"]),
        ("{mark: assumption}", ["mark_without_value"]),
        ("{value: 3 mon, mark: assumption}", ["not_a_duration"]),
        ("{value: 3 min, fixed: 3 min, mark: assumption}", ["mark_without_value"]),
    ],
)
def test_what_is_no_sourced_value(desk: Desk, value: str, codes: list[str]) -> None:
    text = changed("name: queue", NETWORK).replace("{exponential: 12 min}", value)
    assert desk.codes(text) == codes


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("{value: 3 min, mark: published, source: S9, year: 2020, note: n}", "fixed"),
        ("{triangular: [1 min, 2 min, 3 min], mark: assumption}", "triangular"),
    ],
)
def test_a_marked_value_is_used_without_its_mark(desk: Desk, value: str, kind: str) -> None:
    loaded = desk.load(changed("{exponential: 12 min}", value))
    work = loaded.scenario.stations["desk"].work
    assert work is not None
    assert work.kind == kind
    assert loaded.sourced[0].path == "stations.desk.work"
    assert "mark" not in str(loaded.resolved)


def test_a_station_may_be_called_mark(desk: Desk) -> None:
    text = changed("  desk: {", "  mark: {").replace("station: desk", "station: mark")
    assert list(desk.load(text).scenario.stations) == ["mark"]


def test_a_fact_keeps_its_source(desk: Desk) -> None:
    fact = "facts: [{kpi: trains_run, value: 30, label: predicted, source: S1}]\n"
    assert desk.load(changed("name: queue", "name: queue") + fact).scenario.facts[0].source == "S1"
