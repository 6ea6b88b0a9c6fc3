"""A command line that is wrong says what is, ends with 2 and does nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.shell import SOUND, call, written

WRONG = {
    "nothing": ([], "Usage: corridor-sim"),
    "command": (["chek", "s.yaml"], "No such command 'chek'. Did you mean 'check'?"),
    "near": (["runn", "s.yaml"], "Did you mean 'run'?"),
    "far": (["xyzzy"], "No such command 'xyzzy'."),
    "option": (["run", "s.yaml", "--replicatons", "2"], "--replications"),
    "no file": (["check"], "Missing argument 'FILE...'"),
    "language": (["check", "s.yaml", "--lang", "fr"], "'fr' is not one of 'en', 'zh'"),
    "no replications": (["run", "s.yaml", "--replications", "0"], "not in the range 1<=x"),
    "seed": (["run", "s.yaml", "--seed", "-1"], "not in the range 0<=x"),
    "engine": (["run", "s.yaml", "--engine", "magic"], "'magic' is not one of"),
    "set": (["run", "s.yaml", "--set", "x"], "--set:1:1: 'x' is not an override; write key"),
    "set value": (["run", "s.yaml", "--set", "study.seed=-1"], "-1 is too small; write 0 or more"),
    "set count": (["run", "s.yaml", "--set", "study.replications=0"], "--set:1:1: 0 is too small"),
    "set place": (["run", "s.yaml", "--set", "name.x=1"], "There is no 'name.x' to set"),
    "set key": (["run", "s.yaml", "--set", "study.sede=1"], "did you mean 'seed'?"),
    "set yaml": (["run", "s.yaml", "--set", "study.seed=[1"], "--set:1:1: This bracket is not"),
    "limit": (["check", "s.yaml", "--max-years", "0"], "not in the range x>=1"),
}


@pytest.mark.parametrize(("words", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_command_line(words: list[str], said: str, folder: Path) -> None:
    written(folder, SOUND)
    answer = call(*words)
    assert said in answer.err
    assert (answer.code, answer.out) == (2, "")
    assert not (folder / "results").exists()


def test_a_limit_is_raised_by_the_option_it_names(folder: Path) -> None:
    written(folder, SOUND)
    refused = call("check", "s.yaml", "--max-shipments", "39")
    assert "there are 40 shipments, the limit is 39" in refused.err
    assert refused.code == 3
    assert call("check", "s.yaml", "--max-shipments", "40").code == 0


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["run", "--help"], ["--version"]])
def test_help_is_an_answer(words: list[str]) -> None:
    answer = call(*words)
    assert answer.code == 0
    assert "corridor-sim" in answer.out
    assert answer.err == ""
