"""The JSON Schema of a scenario file, for editors and for `corridor-sim schema`."""

from __future__ import annotations

import json
from typing import Any

from corridor_sim.scenario.cells import MARKS
from corridor_sim.scenario.comparing import ArmFile
from corridor_sim.scenario.extending import LIKE_SECTIONS
from corridor_sim.scenario.model import Scenario
from corridor_sim.scenario.nodes import Tree

_ID = "https://corridor-sim.invalid/schema/scenario-1.json"
_ARM_ID = "https://corridor-sim.invalid/schema/arm-1.json"
#: Example of a law's value -> the name under which the schema holds the law.
_LAW_NAMES = {
    "3 h": "law_of_time",
    "22 t": "law_of_weight",
    "USD 118220/box": "law_of_money",
    "90 %": "law_of_share",
}
_ABOUT = ("title", "description", "default")
_SINGLE = frozenset({"string", "number", "integer"})

_PARAMETER: dict[str, Tree] = {
    "type": "object",
    "description": "a row of the network's tables",
    "properties": {
        "parameter": {"type": "string", "description": "its id"},
        "times": {"type": "number", "exclusiveMinimum": 0, "description": "multiplies its numbers"},
    },
    "required": ["parameter"],
    "additionalProperties": False,
}
_LIKE: dict[str, Tree] = {
    "type": "object",
    "description": "starts as a copy of a sibling; its own keys win",
    "properties": {"like": {"type": "string", "description": "name of the sibling"}},
    "required": ["like"],
}
_MARKED: dict[str, Tree] = {
    "type": "object",
    "description": "a value, or a law, with its source",
    "properties": {
        "mark": {"enum": list(MARKS)},
        "source": {"type": "string"},
        "year": {"type": ["integer", "string"]},
        "note": {"type": "string"},
    },
    "required": ["mark"],
}


def schema_text(*, arm: bool = False) -> str:
    """What may a scenario file say, as JSON Schema 2020-12? Or the file of an arm?"""
    if arm:
        return _text(
            _ARM_ID, "corridor-sim arm, version 1", ArmFile.model_json_schema(by_alias=True)
        )
    schema: dict[str, Any] = Scenario.model_json_schema(by_alias=True)
    definitions = schema.pop("$defs")
    for definition in (*definitions.values(), schema):
        _allow_sources(definition)
    laws: dict[str, Any] = {}
    _share_laws(schema, laws)
    _share_laws(definitions, laws)
    definitions |= laws
    for section in LIKE_SECTIONS:
        schema["properties"][section] = _or_like(schema["properties"][section])
    definitions["like"] = _LIKE
    definitions["parameter"] = _PARAMETER
    definitions["marked"] = _MARKED
    return _text(_ID, "corridor-sim scenario, version 1", schema | {"$defs": definitions})


def _text(identity: str, title: str, schema: dict[str, Any]) -> str:
    dialect = "https://json-schema.org/draft/2020-12/schema"
    head = {"$schema": dialect, "$id": identity, "title": title}
    rest = {key: value for key, value in schema.items() if key != "title"}
    return json.dumps(head | rest, ensure_ascii=False, indent=2) + "\n"


def _or_like(section: dict[str, Any]) -> dict[str, Any]:
    """A section whose entries may start as a copy of a sibling."""
    entries = {
        pattern: {"anyOf": [entry, {"$ref": "#/$defs/like"}]}
        for pattern, entry in section["patternProperties"].items()
    }
    return {**section, "patternProperties": entries}


def _share_laws(part: object, laws: dict[str, Any]) -> None:
    """Writes each law once, under `$defs`, where the models repeat it."""
    if isinstance(part, list):
        for item in part:
            _share_laws(item, laws)
    elif isinstance(part, dict):
        options = part.get("anyOf")
        if isinstance(options, list) and _is_law(options):
            name = _LAW_NAMES.get(options[0]["examples"][0], "law")
            laws[name] = {"anyOf": options}
            del part["anyOf"]
            part["$ref"] = f"#/$defs/{name}"
        for item in part.values():
            _share_laws(item, laws)


def _is_law(options: list[Any]) -> bool:
    return any("lognormal" in option.get("properties", {}) for option in options)


def _allow_sources(model: dict[str, Any]) -> None:
    """Where a single value or a law stands, a table's row or a marked value may stand too."""
    for name, written in model.get("properties", {}).items():
        model["properties"][name] = _widened(written)
    nested = model.get("additionalProperties")
    if isinstance(nested, dict):
        model["additionalProperties"] = _widened(nested)


def _widened(written: dict[str, Any]) -> dict[str, Any]:
    """The same schema, open to sourced values at every depth where quantities stand."""
    for key in ("items", "additionalProperties"):
        if isinstance(written.get(key), dict):
            written = {**written, key: _widened(written[key])}
    options = written.get("anyOf", [])
    if not (_is_value(written) or any(_is_value(option) for option in options)):
        return written
    about: dict[str, Any] = {
        key: written[key] for key in ("title", "description", "default") if key in written
    }
    inner = {key: value for key, value in written.items() if key not in about}
    forms = [_widened_inside(option) for option in options] if options else [inner]
    forms += [{"$ref": "#/$defs/parameter"}, {"$ref": "#/$defs/marked"}]
    return {**about, "anyOf": forms}


def _widened_inside(option: dict[str, Any]) -> dict[str, Any]:
    """An alternative that is itself a list or a mapping of values."""
    return option if _is_value(option) else _widened(option)


def _is_value(written: dict[str, Any]) -> bool:
    """Is this a quantity (or a law), not a fixed word?"""
    if "enum" in written or "const" in written or "pattern" in written:
        return False
    kind = written.get("type")
    kinds = set(kind) if isinstance(kind, list) else {kind}
    return bool(kinds & _SINGLE) and ("examples" in written or bool(kinds & {"number", "integer"}))
