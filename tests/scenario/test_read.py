"""Reading as a whole: what comes back, and that nothing but findings ever comes out."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridor_sim.errors import CorridorError
from corridor_sim.messages import CATALOGUE
from corridor_sim.scenario.read import read
from corridor_sim.shipped import data_folder, starter_folder
from tests.scenario.asked import SOUND, Desk

ROOT = Path(__file__).parents[2]
#: Every scenario that runs by itself; what they share is no scenario, nor is a policy.
SHIPPED = [
    path
    for path in sorted(ROOT.glob("scenarios/**/*.yaml"))
    if path.parent.name not in ("shared", "policies")
]
HEAVY = ("pandas", "simpy", "networkx", "scipy", "pyarrow", "openpyxl", "matplotlib")


def test_a_bare_plan_needs_ten_lines(desk: Desk) -> None:
    loaded = desk.load(SOUND)
    assert SOUND.count("\n") == 10
    assert loaded.scenario.flows["q"].stages[0].station == "desk"
    assert (loaded.tables, loaded.sourced, loaded.overridden, loaded.warnings) == (None, (), (), ())


def test_where_is_the_longest_part_that_is_written(desk: Desk) -> None:
    loaded = desk.load(SOUND)
    places: dict[tuple[str | int, ...], tuple[int, int] | None] = {
        ("flows", "q", "demand", "rate"): (8, 32),
        ("flows", "q", "demand", "season"): (8, 5),
        ("flows", "q", "stages", 0): (10, 9),
        ("study", "seed"): None,
    }
    for path, place in places.items():
        where = loaded.where(path)
        assert (where and (where.line, where.column)) == place


def test_a_finding_about_a_loaded_scenario(desk: Desk) -> None:
    found = desk.load(SOUND).finding(
        "travel_missing", "flows", "q", severity="warning", service="x"
    )
    assert (found.path, found.severity, dict(found.values)) == (
        "flows.q",
        "warning",
        {"service": "x"},
    )
    assert found.where is not None
    assert found.where.line == 7


def test_files_are_named_relative_to_the_file_that_names_them(desk: Desk) -> None:
    (desk.folder / "inner").mkdir()
    demand = "{process: replay, file: boxes.csv}"
    desk.write(SOUND.replace("{process: poisson, rate: 12/h}", demand), "inner/base.yaml")
    loaded = desk.load("extends: inner/base.yaml\nname: child\n")
    path = loaded.beside("flows", "q", "demand", "file")
    assert path == desk.folder / "inner" / "boxes.csv"


def test_the_shipped_network_is_found_by_its_name(desk: Desk) -> None:
    loaded = desk.load(SOUND.replace("name: queue", "name: queue\nnetwork: hengyang"))
    assert loaded.tables is not None
    assert loaded.tables.folder == data_folder() / "hengyang"


def test_a_folder_of_that_name_beside_the_scenario_wins(desk: Desk) -> None:
    (desk.folder / "hengyang").mkdir()
    source = data_folder() / "hengyang" / "nodes.csv"
    desk.write(source.read_bytes(), "hengyang/nodes.csv")
    loaded = desk.load(SOUND.replace("name: queue", "name: queue\nnetwork: hengyang"))
    assert loaded.tables is not None
    assert loaded.tables.folder == desk.folder / "hengyang"


def test_a_missing_network_is_named_where_it_is_asked_for(desk: Desk) -> None:
    error = desk.refused(SOUND.replace("name: queue", "name: queue\nnetwork: nowhere"))
    assert [(each.code, each.where and each.where.line) for each in error.findings] == [
        ("folder_missing", 3)
    ]


def test_errors_of_tables_do_not_hide_those_of_the_scenario(desk: Desk) -> None:
    (desk.folder / "net").mkdir()
    desk.write("code\nA\n", "net/nodes.csv")
    text = SOUND.replace("name: queue", "name: queue\nnetwork: net\nhubb: X")
    codes = desk.codes(text)
    assert "unknown_key_near" in codes
    assert "column_missing" in codes


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_the_shipped_scenarios_are_sound(path: Path) -> None:
    assert read(path).scenario.flows


def test_the_starter_corridor_is_there() -> None:
    assert list(starter_folder().glob("*.yaml"))


def test_a_resolved_scenario_reads_the_same(desk: Desk) -> None:
    import yaml

    marked = "{value: 3 min, mark: assumption}"
    loaded = desk.load(SOUND.replace("{exponential: 12 min}", marked), "stations.desk.servers=7")
    again = desk.load(yaml.safe_dump(loaded.resolved, allow_unicode=True))
    assert again.scenario == loaded.scenario
    assert again.resolved == loaded.resolved


def test_reading_loads_nothing_heavy() -> None:
    code = (
        "import sys, corridor_sim.scenario.read, corridor_sim.scenario.schema, "
        "corridor_sim.scenario.tables, corridor_sim.messages\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


PIECES = [
    *re.findall(r"[\w.-]+|\s+|.", SOUND),
    *("null", "-1", "1e308", "[]", "{}", "：", "，", "“", "!x", "&a", "*a", "\t", "- ", ": ", "? "),
    *("3 h", "{parameter: x}", "{mark: published}", "９", "\x85", "%", "@", ".nan", "🚂", "{"),
]


def _sound_or_findings(path: Path, *sets: str) -> None:
    """Reads, or is refused with at least one finding, each of which has a text."""
    codes: list[str] = [""]
    try:
        read(path, sets)
    except CorridorError as error:
        codes = [finding.code for finding in error.findings]
    assert codes
    assert set(codes) <= {"", *CATALOGUE["en"]}


@given(st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_any_text_is_read_or_refused_with_findings(tmp_path: Path, content: str) -> None:
    path = tmp_path / "any.yaml"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    _sound_or_findings(path)


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_any_bytes_are_read_or_refused_with_findings(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.yaml"
    path.write_bytes(content)
    _sound_or_findings(path)


@given(st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from(PIECES)), max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
def test_a_damaged_scenario_is_read_or_refused_with_findings(
    tmp_path: Path, changes: list[tuple[int, str]]
) -> None:
    pieces = re.findall(r"[\w.-]+|\s+|.", SOUND)
    for place, piece in changes:
        pieces[place % len(pieces)] = piece
    path = tmp_path / "any.yaml"
    path.write_text("".join(pieces), encoding="utf-8")
    _sound_or_findings(path)


@given(st.text(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_any_override_is_used_or_refused_with_findings(tmp_path: Path, text: str) -> None:
    path = tmp_path / "any.yaml"
    path.write_text(SOUND, encoding="utf-8")
    _sound_or_findings(path, text)
