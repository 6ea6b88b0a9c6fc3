"""The JSON Schema: sound itself, content with what reads well, and not with what does not."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped, unused-ignore]
import pytest

from corridor_sim.scenario.limits import DEFAULT
from corridor_sim.scenario.merge import read_merged
from corridor_sim.scenario.nodes import Tree, plain
from corridor_sim.scenario.schema import schema_text
from corridor_sim.scenario.yaml_reader import read_tree
from tests.scenario.asked import SOUND, Desk

ROOT = Path(__file__).parents[2]
#: Every scenario that runs by itself; what they share is no scenario, nor is a policy.
SHIPPED = [
    path
    for path in sorted(ROOT.glob("scenarios/**/*.yaml"))
    if path.parent.name not in ("shared", "policies")
]
POLICIES = sorted(ROOT.glob("scenarios/policies/*.yaml"))
SCHEMA = json.loads(schema_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def complaints(path: Path) -> list[str]:
    tree: Tree = plain(read_merged(path, (), DEFAULT).root)
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(tree)]


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"].endswith("2020-12/schema")
    assert {"$id", "title"} <= set(SCHEMA)


def test_the_text_is_the_same_every_time() -> None:
    assert schema_text() == schema_text()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_an_editor_finds_no_fault_in_the_shipped_scenarios(path: Path) -> None:
    assert complaints(path) == []


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.name)
def test_an_editor_finds_no_fault_in_the_shipped_policies(path: Path) -> None:
    tree: Tree = plain(read_tree(path, DEFAULT)[0])
    validator = jsonschema.Draft202012Validator(json.loads(schema_text(arm=True)))
    assert [error.message for error in validator.iter_errors(tree)] == []
    assert list(validator.iter_errors({"corridor_sim": 1, "arm": {"titel": "x"}}))


@pytest.mark.parametrize(
    "work",
    [
        "12 min",
        "{triangular: [1 min, 2 min, 3 min]}",
        "{lognormal: {median: 1 h, p95: 3 h}}",
        "{parameter: yard_gantry.work}",
        "{parameter: yard_gantry.work, times: 2}",
        "{value: 3 min, mark: assumption}",
        "{exponential: 3 min, mark: published, source: S1, year: 2021}",
    ],
)
def test_every_form_of_a_law_is_allowed(desk: Desk, work: str) -> None:
    assert complaints(desk.write(SOUND.replace("{exponential: 12 min}", work))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("servers: 4", "{parameter: x}"),
        ("servers: 4", "{value: 4, mark: assumption}"),
    ],
)
def test_a_number_may_come_from_a_table(desk: Desk, old: str, new: str) -> None:
    assert complaints(desk.write(SOUND.replace(old, f"servers: {new}"))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("servers: 4", "server: 4"),
        ("servers: 4", "servers: 0"),
        ("servers: 4", "servers: {parametr: x}"),
        ("process: poisson", "process: poison"),
        ("name: queue\n", ""),
        ("{exponential: 12 min}", "[1, 2]"),
    ],
)
def test_an_editor_marks_what_is_wrong(desk: Desk, old: str, new: str) -> None:
    assert complaints(desk.write(SOUND.replace(old, new))) != []


def test_every_key_is_explained() -> None:
    for name, definition in SCHEMA["$defs"].items():
        for key, written in definition.get("properties", {}).items():
            if not name.startswith(("law_of", "marked")) and "const" not in written:
                assert "description" in written, f"{name}.{key}"
