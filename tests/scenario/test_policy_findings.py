"""Policies that do not fit: what is wrong, where, and what to write, in both languages."""

from __future__ import annotations

import pytest

from tests.scenario.asked import Desk, shown

HEAD = """\
corridor_sim: 1
name: policies
network: hengyang
time: {start: 2021-01-01, end: 2021-12-31}
stations:
  desk: {servers: 4, work: 5 min}
  idle: {servers: 1}
services:
  train: {path: [MZL, HYS], timetable: {every: 1 d}, capacity: 50 box}
policies:
  q: {review: {work: 1 h}}
  r: {release_at: KHG}
  p:
    lead: 4 h
    review: {station: desk, returned: {chance: 5 %, time: 2 h}}
    inspect: {chance: 2 %, station: desk}
    pay: 1 h
    LEVER
clearance:
  office: {node: HYS, formality: import, policy: POLICY}
flows:
  goods:
    from: MZL
    to: HYS
    via: [train]
    demand:
      {process: poisson, total: 9 box, sizes: {machinery: {share: 0.4}, garments: {share: 0.6}}}
"""


def _scenario(lever: str = "note: plain", policy: str = "p") -> str:
    return HEAD.replace("LEVER", lever).replace("POLICY", policy)


SOUND = [
    "advance: {share: 60 %, amend: {chance: 5 %, time: 2 h, cargo: {machinery: 9 %}}}",
    "two_step: {share: 20 %, full: {triangular: [1 d, 3 d, 14 d]}, review: 1 h}",
    "appointment: {share: 10 %, notice: 24 h, station: desk}",
    "traders: {aeo: {share: 0.2, selected: 0.57 %}, general: {share: 0.8}}",
    "risk: {machinery: 0.5, garments: 2}",
    "permits_table: {regime: china_2021}",
    "guarantee: 30 %",
    "yard: {time: 5 h, direct: 0.5, direct_time: 6 min}",
    "violations: {present: 2 %, found: {unpacking: 0.9}, sanction: 2 d}",
    "quarantine: {time: 2 h, chance: 0, cargo: {garments: 1}, station: desk}",
]


@pytest.mark.parametrize("lever", SOUND)
def test_these_are_sound(desk: Desk, lever: str) -> None:
    assert desk.load(_scenario(lever)).scenario.policies["p"].note == ""


LEVERS = [
    ("guarantee: 130 %", "18:16: 130 % lies outside 0 and 1; write 0.05 or 5 %."),
    ("advanse: {share: 0.5}", "18:5: 'advanse' is not a key here; did you mean 'advance'?"),
    (
        "traders: {aeo: {share: 0.5}}",
        "18:5: The shares add up to 0.5; make it 1.",
    ),
    (
        "traders: {gold: {share: 1}}",
        "18:15: 'gold' is not known here; write one of: aeo, general, low_credit.",
    ),
    ("risk: {machinry: 2}", "18:22: There is no class of cargo 'machinry'; did you mean"),
    (
        "quarantine: {time: 2 h, cargo: {fruit: 1}}",
        "18:44: There is no class of cargo 'fruit'; known are: machinery, garments.",
    ),
    (
        "permits_table: {regime: china_1999}",
        "18:29: There is no regime of permits 'china_1999'; did you mean 'china_20",
    ),
    (
        "yard: {time: 5 h, direct_time: 6 min}",
        "18:23: 'direct_time' changes nothing without `direct`; add it, or delete this.",
    ),
    (
        "appointment: {share: 0.5, notice: 24 h, station: idle, chance: 1}",
        "18:60: 'chance' is not a key here",
    ),
    (
        "two_step: {share: 0.5, full: 20 d}",
        (
            "18:34: The full declaration takes 20.0 days in the mean, and 14.0 are allowed; "
            "shorten `full`, or lengthen `within`."
        ),
    ),
    (
        "origin_inspection: {time: 2 h, station: dsk}",
        "18:45: There is no station 'dsk'; did you mean 'desk'?",
    ),
    (
        "advance: {amend: {time: 2 h, cargo: {fruit: 1}}}",
        "18:49: There is no class of cargo 'fruit'; known are: machinery, garments.",
    ),
]


@pytest.mark.parametrize(("lever", "said"), LEVERS)
def test_a_lever_that_does_not_fit(desk: Desk, lever: str, said: str) -> None:
    (finding,) = desk.refused(_scenario(lever)).findings
    assert shown(finding).startswith(f"s.yaml:{said}")
    assert shown(finding, "zh").startswith(f"s.yaml:{said.split(': ', maxsplit=1)[0]}: ")
    assert shown(finding, "zh") != shown(finding)


INSPECT = [
    (
        "channels: {scanner: 0.5, unpacking: 0.4}",
        "The shares add up to 0.9; make it 1.",
    ),
    (
        "scanner: {work: 5 min}",
        "'scanner' changes nothing without `channels`; add it, or delete this.",
    ),
    ("arrange: {}", "'arrange' changes nothing without `time`; add it, or delete this."),
    (
        "arrange: {station: idle}",
        "Nobody says how long the work at 'idle' takes; give `work` here or at the station.",
    ),
    (
        "channels: {documents: {share: 1}}",
        "Nobody says how long the work at 'documents' takes; give `work` here or at the station.",
    ),
    (
        "channels: {scanner: 1}, scanner: {station: idle}",
        "Nobody says how long the work at 'idle' takes; give `work` here or at the station.",
    ),
]


@pytest.mark.parametrize(("part", "said"), INSPECT)
def test_an_inspection_that_does_not_fit(desk: Desk, part: str, said: str) -> None:
    content = _scenario().replace("chance: 2 %,", f"chance: 2 %, {part},")
    (finding,) = desk.refused(content).findings
    assert shown(finding).startswith("s.yaml:16:")
    assert said in shown(finding)


WITHOUT = [
    ("lead: 4 h", "advance: {share: 0.5}", "'advance' changes nothing without `lead`"),
    ("pay: 1 h", "guarantee: 0.5", "'guarantee' changes nothing without `pay`"),
    (
        "inspect: {chance: 2 %, station: desk}",
        "risk: {machinery: 2}",
        "'risk' changes nothing without `inspect`",
    ),
    (
        "inspect: {chance: 2 %, station: desk}",
        "traders: {aeo: {share: 1, selected: 0}}",
        "'traders' changes nothing without `inspect`",
    ),
    (
        "review: {station: desk, returned: {chance: 5 %, time: 2 h}}",
        "appointment: {share: 0.5, notice: 1 d, station: desk}",
        "'appointment' changes nothing without `review`",
    ),
    ("note: x", "violations: {present: {aeo: 0.1}}", "'present' changes nothing without `traders`"),
]


@pytest.mark.parametrize(("gone", "lever", "said"), WITHOUT)
def test_a_lever_that_moves_nothing(desk: Desk, gone: str, lever: str, said: str) -> None:
    content = _scenario(lever).replace(f"    {gone}\n", "")
    (finding,) = desk.refused(content).findings
    assert said in shown(finding)


def test_what_is_released_at_a_border_is_declared_ahead(desk: Desk) -> None:
    content = _scenario("release_at: KHG\n    advance: {share: 0.5}")
    (finding,) = desk.refused(content).findings
    assert shown(finding).startswith(
        "s.yaml:19:22: What is declared inland and released at KHG is always declared ahead; "
        "delete `share`, or `release_at`."
    )


def test_a_table_of_permits_needs_a_network(desk: Desk) -> None:
    content = _scenario("permits_table: {regime: china_2021}").replace("network: hengyang\n", "")
    codes = {one.code for one in desk.refused(content).findings}
    assert codes == {"network_missing"}


POLICIES = [
    ("[]", "20:42: No policy is named; write one, or a list such as"),
    (
        "[{use: p, from: 2021-03-01}]",
        "20:66: The first policy holds from the beginning; delete its `from`, or put another",
    ),
    (
        "[{use: p}, {use: q}]",
        "20:61: The policy 'q' follows another and has no day; add `from: 2021-09-10`.",
    ),
    (
        "[{use: p}, {use: q, from: 2021-03-01}, {use: p, from: 2021-02-01}]",
        (
            "20:104: 2021-02-01 does not lie after 2021-03-01; write the policies in the order of "
            "their days."
        ),
    ),
    (
        "[{use: p}, {use: pp, from: 2021-03-01}]",
        "20:67: There is no policy 'pp'; did you mean 'p'?",
    ),
    (
        "[{use: p}, {use: r, from: 2021-03-01}]",
        (
            "20:67: 'r' and 'p' release at different places; give policies that follow one another "
            "the same `release_at`."
        ),
    ),
    ("[{use: p, since: 2021-03-01}]", "20:60: 'since' is not a key here; the keys are: use, from."),
]


@pytest.mark.parametrize(("policy", "said"), POLICIES)
def test_policies_that_do_not_follow_one_another(desk: Desk, policy: str, said: str) -> None:
    (finding,) = desk.refused(_scenario(policy=policy)).findings
    assert shown(finding).startswith(f"s.yaml:{said}")
    assert shown(finding, "zh") != shown(finding)
