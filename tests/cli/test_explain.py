"""`explain`: a shipment's timeline, the latest of a flow, and what is wrong with what was asked."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from corridor_sim.cli.tables import width
from tests.cli.shell import SOUND, call, written


@pytest.fixture(autouse=True)
def scenario(folder: Path) -> Path:
    return written(folder, SOUND)


def test_a_timeline_adds_up_to_door_to_door() -> None:
    answer = call("explain", "s.yaml", "--flow", "export", "--shipment", "3")
    assert (answer.code, answer.err) == (0, "")
    whole = re.search(r"door to door [\d.]+ d = ([\d.]+) h", answer.out)
    chain = re.search(r"([\d.]+)  sum of the chain", answer.out)
    assert whole is not None
    assert chain is not None
    assert whole[1] == chain[1]
    assert "for the departure of Mon 2021-01-" in answer.out
    assert "runs with and without it tell" in answer.out


def test_a_timeline_as_json_is_exact() -> None:
    answer = call("explain", "s.yaml", "--flow", "export", "--shipment", "3", "--json")
    one = json.loads(answer.out)
    assert sum(stage["binding_s"] for stage in one["stages"]) == one["door_to_door_s"]
    assert sum(one["owners_s"].values()) == one["door_to_door_s"]
    assert [stage["stage"] for stage in one["stages"]] == ["truck", "desk", "train", "pick_up"]
    assert one["stages"][2]["waits"][0]["why"] == "departure"
    assert one["came"].startswith("2021-01-")


def test_it_is_the_shipment_of_the_run() -> None:
    pandas = pytest.importorskip("pandas")
    assert call("run", "s.yaml", "--trace", "--no-figures").code == 0
    table = pandas.read_parquet("results/s/shipments.parquet")
    rows = table[(table.replication == 1) & (table.shipment == 5)]
    words = ("explain", "s.yaml", "--flow", "export", "--shipment", "5", "--replication", "1")
    one = json.loads(call(*words, "--json").out)
    stages = {stage["stage"]: stage["binding_s"] for stage in one["stages"]}
    assert stages == dict(zip(rows.stage, rows.end - rows.ready, strict=True))


def test_the_latest_are_named_with_the_reason() -> None:
    words = ("explain", "s.yaml", "--flow", "export", "--set", "flows.export.stages.0.delay=3 d")
    answer = call(*words)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("export: the 10 latest of ")
    assert "train (wait)" in answer.out
    assert "missed Mon 2021-01-" in answer.out
    assert "train: missed most often, Mon 20:00-20:59, by " in answer.out
    record = json.loads(call(*words, "--json").out)
    lasted = [one["door_to_door_s"] for one in record["latest"]]
    assert len(lasted) == 10
    assert lasted == sorted(lasted, reverse=True)
    assert record["most_missed"][0]["weekday"] == 0


@pytest.mark.parametrize("more", [(), ("--shipment", "4")])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_both_languages_fit_in_80_columns(lang: str, more: tuple[str, ...]) -> None:
    answer = call("explain", "s.yaml", "--flow", "export", "--lang", lang, *more)
    assert answer.code == 0
    assert max(width(line) for line in answer.out.splitlines()) <= 80
    assert ("第 0 次重复" in answer.out) == (lang == "zh")


def test_another_seed_is_another_shipment() -> None:
    words = ("explain", "s.yaml", "--flow", "export", "--shipment", "0")
    assert call(*words).out != call(*words, "--seed", "2").out


def test_who_is_still_inside() -> None:
    words = ("explain", "s.yaml", "--flow", "export", "--set", "time.drain=12 h")
    late = call(*words)
    assert "shipments were still inside when the clock stopped" in late.out
    last = json.loads(call(*words, "--shipment", "38", "--json").out)
    assert last["delivered"] is None
    text = call(*words, "--shipment", "38").out
    assert "Still inside when the clock stopped (Mon 2021-01-18 12:00)" in text
    assert "no departure has taken it" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--flow", "exprt"), "There is no flow 'exprt'; did you mean 'export'?"),
        (("--flow", "zzz"), "There is no flow 'zzz'; known are: export."),
        (
            ("--flow", "export", "--replication", "2"),
            "There is no replication 2; the study has 2, numbered from 0: try 1.",
        ),
        (
            ("--flow", "export", "--shipment", "9999"),
            "Flow 'export' has no shipment 9999 in replication 0; they are numbered from 0 to ",
        ),
    ],
)
def test_what_is_not_there_is_a_finding(words: tuple[str, ...], said: str) -> None:
    answer = call("explain", "s.yaml", *words)
    assert answer.code == 2
    assert answer.out == ""
    assert said in answer.err


def test_a_refused_shipment_has_no_journey(folder: Path) -> None:
    """The last bookings aim at a train after the end of the demand."""
    booked = "demand: {process: booked, service: train, lead: 1 d, total: 40 box}"
    text = SOUND.replace("demand: {process: poisson, total: 40 box}", booked)
    written(folder, text.replace("slots: [Mon 20:00]", "slots: [Fri 20:00]"))
    record = json.loads(call("explain", "s.yaml", "--flow", "export", "--json").out)
    assert record["latest"]
    answer = call("explain", "s.yaml", "--flow", "export", "--shipment", "38")
    assert answer.code == 2
    assert "Shipment 38 of flow 'export' was refused" in answer.err
