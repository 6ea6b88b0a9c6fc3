"""Writes what the pages take from the code.

python docs/generate.py             write the reference pages
python docs/generate.py --check     say which are out of date; exit 1 if any is
python docs/generate.py --outputs   run the commands of the examples and renew what they print
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from docs.commands_page import commands, one_line  # noqa: E402 - the path above comes first

Json = dict[str, object]

_HEAD = "<!-- Written by docs/generate.py from the code; change the code, then run it again. -->\n"


def pages() -> dict[Path, str]:
    """The reference pages and what each should say."""
    makers: dict[str, Callable[[], Iterator[str]]] = {
        "scenario.md": _scenario,
        "columns.md": _columns,
        "commands.md": commands,
    }
    return {
        DOCS / "reference" / name: _HEAD + "\n" + "\n".join(make()) + "\n"
        for name, make in makers.items()
    }


def stale() -> list[str]:
    """Names of pages that do not say what the code says."""
    return [
        path.relative_to(ROOT).as_posix()
        for path, text in pages().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]


def main(arguments: Sequence[str]) -> int:
    """Write, check or renew; the exit code."""
    if arguments == ["--check"]:
        late = stale()
        for name in late:
            print(f"{name} is out of date; run: python docs/generate.py", file=sys.stderr)
        return 1 if late else 0
    if arguments == ["--outputs"]:
        from docs.examples import renew

        for name in renew(ROOT):
            print(f"renewed {name}")
        return 0
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"wrote {path.relative_to(ROOT).as_posix()}")
    return 0


# ---------------------------------------------------------------------------------------- scenario

_VALUES = {
    "a duration with its unit (s, min, h, d, w)": "duration",
    "3 h": "duration",
    "50 box": "size",
    "1070 box": "boxes",
    "12/h": "rate",
    "2021-08-01 12:00": "moment",
    "0.05": "share",
}
_LAWS = {"3 h": "time", "22 t": "weight", "USD 118220/box": "money", "90 %": "share"}
_PLAIN = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true, false"}


def _scenario() -> Iterator[str]:
    from corridor_sim.scenario.model import Scenario

    schema: Json = Scenario.model_json_schema(by_alias=True)
    models: dict[str, Json] = {"Scenario": schema}
    models |= {name: one for name, one in _pairs(schema["$defs"]) if "properties" in one}
    yield "# The scenario file: every key"
    yield ""
    yield "One YAML file says everything. Keys that are not listed here are refused, with the"
    yield "nearest known key. A key without a default must be written. `corridor-sim schema`"
    yield "prints the same as JSON Schema; editors complete from it."
    yield ""
    yield from _values()
    for name in _reading_order(models):
        yield ""
        yield from _model(name, models[name])


def _reading_order(models: Mapping[str, Json]) -> list[str]:
    """From the whole to its parts, in the order in which a reader meets them."""
    order, coming = [], ["Scenario"]
    while coming:
        name = coming.pop(0)
        if name not in order:
            order.append(name)
            coming += [one for one in _references(models[name]) if one in models]
    return order


def _references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"].rpartition("/")[2]
        for key, item in part.items():
            if key != "$defs":
                yield from _references(item)
    elif isinstance(part, list):
        for item in part:
            yield from _references(item)


def _model(name: str, model: Json) -> Iterator[str]:
    yield f"## {name}"
    yield ""
    yield one_line(model.get("description"))
    yield ""
    yield "| key | takes | default | meaning |"
    yield "|---|---|---|---|"
    required = model.get("required", [])
    assert isinstance(required, list)
    for key, field in _pairs(model["properties"]):
        default = "must be given" if key in required else _default(field)
        meaning = one_line(field.get("description")) or _meaning_of(key)
        yield f"| `{key}` | {_takes(field)} | {default} | {meaning} |"


_SECTIONS = {
    "process": "How shipments arise; decides which keys stand beside it.",
    "time": "The time that is simulated.",
    "study": "How often and with which luck.",
    "calendars": "Opening hours, by name. `always` exists without being written.",
    "stations": "Parallel servers, by name.",
    "places": "Places that are kept, by name.",
    "consolidations": "Where shipments are gathered into boxes, by name.",
    "regimes": "Weekly levels of places, by name.",
    "services": "Trains, barges, vessels, flights and convoys, by name.",
    "terminals": "Handling at nodes of the network, by the node's code.",
    "policies": "How formalities are done, by name.",
    "clearance": "Where which formality is done, by name.",
    "flows": "Who ships what, by name.",
    "clocks": "Clocks of one's own, by name.",
    "facts": "Published figures that the run is held against.",
}


def _meaning_of(key: str) -> str:
    return _SECTIONS.get(key, "")


def _default(field: Json) -> str:
    value = field.get("default")
    if value is None or value in ("", [], {}):
        return "none"
    if isinstance(value, dict):
        return "that section's defaults"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, int) and _takes(field).startswith("[duration]"):
        return f"`{value // 86_400} d`" if value % 86_400 == 0 else f"`{value} s`"
    return f"`{value}`"


def _takes(field: Json) -> str:
    """What may stand there, in words, linked to where it is explained."""
    options = field.get("anyOf") or field.get("oneOf")
    if isinstance(options, list):
        if any(_is_law(one) for one in options):
            return _law(options)
        told = [_takes(one) for one in options if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(told))
    if "$ref" in field:
        name = str(field["$ref"]).rpartition("/")[2]
        if name == "JsonValue":
            return "a part of a scenario"
        return f"[{name}](#{name.lower()})"
    if "enum" in field or "const" in field:
        listed = field.get("enum", [field.get("const")])
        assert isinstance(listed, list)
        return ", ".join(f"`{one}`" for one in listed if one != "")
    return _container(field) or _single(field)


def _container(field: Json) -> str:
    items, entries, pair = (field.get(k) for k in ("items", "additionalProperties", "prefixItems"))
    if isinstance(pair, list):
        return "[first, last]: " + ", ".join(_takes(one) for one in pair)
    if isinstance(items, dict):
        return f"list of {_takes(items)}"
    named = field.get("patternProperties")
    if isinstance(named, dict):
        entries = next(iter(named.values()))
    if isinstance(entries, dict):
        return f"names, each with {_takes(entries)}"
    return ""


def _single(field: Json) -> str:
    examples = field.get("examples")
    if isinstance(examples, list):
        kind = _VALUES.get(str(examples[0]), "")
        if kind:
            return f"[{kind}](#values)"
    if field.get("format") == "date":
        return "[day](#values)"
    word = _PLAIN.get(str(field.get("type")), "value")
    low, high = field.get("minimum"), field.get("maximum")
    if isinstance(low, int | float) and isinstance(high, int | float) and high <= 10**9:
        return f"{word}, {low:,g} to {high:,g}" if high < 10**6 else f"{word}, {low:,g} to {high:,}"
    return f"{word}, at least {low:,g}" if isinstance(low, int | float) else word


def _is_law(option: object) -> bool:
    return isinstance(option, dict) and "lognormal" in option.get("properties", {})


def _law(options: Sequence[Json]) -> str:
    examples = options[0].get("examples")
    unit = _LAWS[str(examples[0])] if isinstance(examples, list) else ""
    return f"[law of {unit}](#laws)"


def _values() -> Iterator[str]:
    from corridor_sim.scenario.cells import MARKS
    from corridor_sim.scenario.values import _SIZE_UNITS, _TIME_UNITS

    times = ", ".join(f"`{unit}`" for unit in _TIME_UNITS)
    sizes = ", ".join(f"`{unit}`" for unit in _SIZE_UNITS)
    marks = ", ".join(f"`{mark}`" for mark in MARKS)
    yield "## Values"
    yield ""
    yield "| kind | example | units and bounds |"
    yield "|---|---|---|"
    yield f"| duration | `3 h`, `1 d 12 h` | {times}; not negative, rounded to whole seconds |"
    yield f"| size | `50 box`, `1300 t` | {sizes}; whole boxes, thousandths of a TEU, kg, litres |"
    yield "| boxes | `1070 box`, `1337.5 box` | an expected number: need not be whole |"
    yield "| rate | `12/h`, `26/week` | shipments per time |"
    yield "| share | `0.05`, `5 %` | 0 to 1 |"
    yield "| day | `2021-08-01` | years 1970 to 2200 |"
    yield "| moment | `2021-08-01 12:00` | a civil time without a zone, or a day: its midnight |"
    yield "| weight | `22 t`, `800 kg` | of one box |"
    yield "| money | `USD 329`, `USD 118220/box` | US dollars |"
    yield ""
    yield "Where a single value or a law stands, two more forms may stand:"
    yield ""
    yield "- `{parameter: id}` takes a row of the network's tables; `times: 1.25` beside it"
    yield "  multiplies its numbers."
    yield "- `{value: 3 h, mark: assumption, note: why}` says where a value comes from. Marks are"
    yield f"  {marks};"
    yield "  all but `assumption` need a `source`, and `year` and `note` are welcome. A law keeps"
    yield "  its name: `{triangular: [1 h, 2 h, 4 h], mark: published, source: ...}`."
    yield ""
    yield from _laws()


_LAW_FORMS = {
    "fixed": ("`3 h` or `{fixed: 3 h}`", "always the same"),
    "uniform": ("`{uniform: [1 h, 3 h]}`", "low, high"),
    "triangular": ("`{triangular: [1 h, 2 h, 4 h]}`", "low, mode, high"),
    "exponential": ("`{exponential: 2 h}`", "the mean"),
    "lognormal": (
        "`{lognormal: {median: 2 d, p95: 7 d, low: 12 h}}` or `{lognormal: {mean: 3 d, cv: 0.4}}`",
        "median and 95th percentile, cut off below at `low` if given; or mean and variation",
    ),
    "gamma": ("`{gamma: {mean: 3 h, cv: 0.5}}`", "mean and coefficient of variation"),
    "empirical": ("`{empirical: [2 h, 2 h, 5 h]}`", "observed values, equally likely"),
}


def _laws() -> Iterator[str]:
    from corridor_sim.scenario.values import _BUILDERS

    yield "## Laws"
    yield ""
    yield "A law is a value that is drawn: one value means that it is always the same."
    yield ""
    yield "| law | written | parameters |"
    yield "|---|---|---|"
    for name in _BUILDERS:
        form, parameters = _LAW_FORMS[name]
        yield f"| {name} | {form} | {parameters} |"


# ----------------------------------------------------------------------------------------- columns

_TABLES = {
    "kpis": "`kpis.csv`: one row for each figure and statistic, over all replications.",
    "replications": "`replications.parquet`: the same figures, one row for each replication.",
    "stations": "`stations.csv`: one row for each station.",
    "stages": "`stages.csv`: one row for each step of each flow, in the order of the journey.",
    "release_study": "`release_study.csv`: one row per interval between events.",
    "departures": "`departures.csv`: one row for each scheduled departure.",
    "shipments": "`shipments.parquet` (with `--trace`): one row for each shipment and stage.",
    "facts": "`facts.csv`: one row for each published figure.",
    "comparison": "`comparison.csv` (of `compare`): one row for each figure of each arm.",
    "parameters": "`parameters.csv` (of `calibrate`): one row for each fitted parameter.",
    "refits": "`refits.csv` (of `calibrate`): one row for each fact that was fitted to.",
    "verdicts": "`verdicts.csv` (of `calibrate`): one row for each arm and flow.",
}


def _columns() -> Iterator[str]:
    from corridor_sim.columns import TABLES
    from corridor_sim.kpis import FACT_KPIS, KPIS, STATS

    yield "# Results: every figure and every column"
    yield ""
    yield "CSV files are UTF-8 with a byte-order mark, so that Excel reads Chinese. Rows are tidy:"
    yield "one figure each, with empty cells where a key does not apply."
    yield ""
    yield "## KPIs (指标)"
    yield ""
    yield "| kpi | unit | meaning | 含义 | in `facts` |"
    yield "|---|---|---|---|---|"
    for one in KPIS.values():
        can = "yes" if one.name in FACT_KPIS else ""
        yield f"| `{one.name}` | {one.unit} | {one.en} | {one.zh} | {can} |"
    yield ""
    yield "## Statistics (统计量)"
    yield ""
    yield "A statistic is taken inside one replication; `value` is its mean over replications."
    yield ""
    yield "| stat | unit | meaning | 含义 |"
    yield "|---|---|---|---|"
    for one in STATS.values():
        if one.name:
            yield f"| `{one.name}` | {one.unit or 'of the KPI'} | {one.en} | {one.zh} |"
    for name, columns in TABLES.items():
        yield ""
        yield f"## {name}"
        yield ""
        yield _TABLES[name]
        yield ""
        yield "| column | type | unit | meaning | 含义 |"
        yield "|---|---|---|---|---|"
        for column in columns:
            about = f"{column.unit} | {column.en} | {column.zh}"
            yield f"| `{column.name}` | {column.dtype} | {about} |"


# ------------------------------------------------------------------------------------------- parts


def _pairs(part: object) -> list[tuple[str, Json]]:
    assert isinstance(part, dict)
    return list(part.items())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
