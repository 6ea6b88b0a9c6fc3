"""Every error of the models becomes one finding at the right place, in both languages."""

from __future__ import annotations

import pytest

from tests.scenario.asked import SOUND, Desk, changed

WRONG = [
    (
        "servers: 4",
        "serverss: 4",
        ["5:10: 'serverss' is not a key here; did you mean 'servers'?"],
    ),
    (
        "name: queue",
        "title: queue",
        [
            "1:1: 'name' is missing; add 'name: ...'.",
            "2:1: 'title' is not a key here; did you mean 'time'?",
        ],
    ),
    ("servers: 4", "servers: -4", ["5:19: -4 is too small; write 1 or more."]),
    ("servers: 4", "servers: 10001", ["5:19: 10001 is too large; write 10000 or less."]),
    (
        "servers: 4",
        "servers: true",
        ["5:19: 'true' is not a whole number; write a number such as 4, without fraction or unit."],
    ),
    (
        "servers: 4",
        "servers: ",
        [
            (
                "5:3: Nobody serves at 'desk'; write `servers: 2`, or `shifts:` with `servers` and "
                "a `calendar` each."
            )
        ],
    ),
    (
        "servers: 4",
        "servers: 4, calendar: always, shifts: [{servers: 2}, {servers: 1, calendar: nihgt}]",
        [
            (
                "5:40: 'desk' has both `shifts` and `servers`; write `servers` in each shift and "
                "delete it beside them (write `servers: null` if it comes from another file)."
            ),
            (
                "5:40: 'desk' has both `shifts` and `calendar`; write `calendar` in each shift and "
                "delete it beside them (write `calendar: null` if it comes from another file)."
            ),
            "5:86: There is no calendar 'nihgt'; known are: always.",
        ],
    ),
    ("name: queue", "name: ", ["2:1: There is no value here; write one, or delete the key."]),
    (
        "servers: 4",
        "shifts: [{calendar: always}]",
        ["5:19: 'servers' is missing; add 'servers: ...'."],
    ),
    (
        "12 min",
        "12 mins",
        [
            (
                "5:42: '12 mins' is not a duration; write a number with s, min, h, d or w, such as "
                "3 h or 1 d 12 h."
            )
        ],
    ),
    ("12 min", "-12 min", ["5:42: '-12 min' is negative; write zero or more."]),
    ("12 min", "12", ["5:42: 12 has no unit; write one, such as 12 h."]),
    (
        "12 min",
        "900 years",
        [
            (
                "5:42: '900 years' is not a duration; write a number with s, min, h, d "
                "or w, such as 3 h or 1 d 12 h."
            )
        ],
    ),
    (
        "12 min",
        "99999 d",
        ["5:42: '99999 d' is longer than a century; check the number and the unit."],
    ),
    (
        "12 min",
        "12　分",
        ["5:44: full-width 'U+3000' is not understood in this value; write '12 分'."],
    ),
    (
        "exponential",
        "exponentail",
        [
            (
                "5:22: 'exponentail' is not a law; write one of: fixed, uniform, triangular, "
                "exponential, lognormal, gamma, empirical."
            )
        ],
    ),
    (
        "process: poisson",
        "process: poison",
        ["8:23: 'poison' is not known here; did you mean 'poisson'?"],
    ),
    ("process: poisson, ", "", ["8:5: 'process' is missing; add 'process: ...'."]),
    ("name: queue\n", "", ["1:1: 'name' is missing; add 'name: ...'."]),
    (
        "end: 2021-01-31",
        "end: 2021-02-31",
        ["3:32: '2021-02-31' is not a day; write 2021-08-01."],
    ),
    (
        "end: 2021-01-31",
        "end: 31.1.2021",
        ["3:32: '31.1.2021' is not a day; write 2021-08-01."],
    ),
    (
        "  desk:",
        "  my desk:",
        [
            (
                "5:3: 'my desk' cannot be a name; use letters, digits, '-' and '_', without spaces "
                "and without . / @ # = , ; : brackets or braces."
            ),
            "10:18: There is no station 'desk'; did you mean 'my desk'?",
        ],
    ),
    (
        "12/h",
        "12/h, between: [2021-01-01]",
        ["8:44: [2021-01-01] has no entry 2; write two, as in [2021-01-01, 2021-12-31]."],
    ),
    (
        "12/h",
        "12/h, sizes: {a: {shar: 1}}",
        [
            "8:52: 'share' is missing; add 'share: ...'.",
            "8:56: 'shar' is not a key here; did you mean 'share'?",
        ],
    ),
    (
        "12/h",
        "12/h, sizes: {40ft: 2}",
        ["8:58: 2 lies outside 0 and 1; write 0.05 or 5 %."],
    ),
    ("name: queue", "name: 2021", ["2:7: '2021' is not text; put it in quotes."]),
]


@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_a_slip_is_named_where_it_is(desk: Desk, old: str, new: str, said: list[str]) -> None:
    assert desk.findings(changed(old, new)) == [f"s.yaml:{line}" for line in said]


@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_the_chinese_text_stands_at_the_same_place(
    desk: Desk, old: str, new: str, said: list[str]
) -> None:
    places = [line.split(" ", 1)[0] for line in said]
    found = desk.findings(changed(old, new), lang="zh")
    assert [line.split(" ", 1)[0].removeprefix("s.yaml:") for line in found] == places
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in line) for line in found)


def test_chinese_words(desk: Desk) -> None:
    assert desk.findings(changed("servers: 4", "serverss: 4"), lang="zh") == [
        "s.yaml:5:10: 此处没有键“serverss”；是否要写“servers”？",
    ]
    assert desk.findings(changed("servers: 4", "shifts: [{}]"), lang="zh") == [
        "s.yaml:5:19: 缺少“servers”；请加上“servers: ...”。"
    ]
    assert desk.findings(changed("12 min", "12 mins"), lang="zh") == [
        "s.yaml:5:42: “12 mins”不是时长；请写数字加 s、min、h、d 或 w，如 3 h 或 1 d 12 h。"
    ]


SERVICE = """\
services:
  t:
    timetable: {slots: [Mon 20:00]}
    travel: 1 d
    capacity: 50 box
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "capacity: 50 box",
            "capacity: 50 bx",
            (
                "15:15: '50 bx' is not a size; write a number with box, teu, t, kg, m3 or l, "
                "such as 50 box."
            ),
        ),
        (
            "capacity: 50 box",
            "capacity: {boxes: 50 box}",
            "15:16: 'boxes' is not a key here; did you mean 'box'?",
        ),
        (
            "travel: 1 d",
            "travel: {A-B: 3}",
            "14:19: 3 has no unit; write one, such as 3 h.",
        ),
        (
            "travel: 1 d",
            "travel: {lognormla: 3}",
            (
                "14:5: 'lognormla' is not a law; write one of: fixed, uniform, triangular, "
                "exponential, lognormal, gamma, empirical."
            ),
        ),
        (
            "slots: [Mon 20:00]",
            "dates: [2021-01-40]",
            "13:25: '2021-01-40' is not a day or a time of a day; write 2021-08-01 12:00.",
        ),
        (
            "slots: [Mon 20:00]",
            "dates: [{at: noon}]",
            "13:30: 'noon' is not a day or a time of a day; write 2021-08-01 12:00.",
        ),
        (
            "slots: [Mon 20:00]",
            "dates: 2021-01-02",
            "13:24: '2021-01-02' is not a list; write [a, b], or one '- ' line per entry.",
        ),
    ],
)
def test_of_several_readings_only_the_meant_one_is_told(
    desk: Desk, old: str, new: str, said: str
) -> None:
    assert SERVICE.count(old) == 1
    assert desk.findings(SOUND + SERVICE.replace(old, new)) == [f"s.yaml:{said}"]


def test_all_slips_are_told_in_reading_order(desk: Desk) -> None:
    text = SOUND.replace("servers: 4", "servers: 0").replace("12/h", "12")
    text = text.replace("station: desk", "station: dsek")
    assert desk.findings(text) == [
        "s.yaml:5:19: 0 is too small; write 1 or more.",
        "s.yaml:8:38: '12' is not a rate; write shipments per time, such as 12/h or 26/week.",
    ]


def test_a_refused_section_does_not_hide_others(desk: Desk) -> None:
    text = changed("servers: 4", "servers: 0") + "places: {p: {places: 1, node: X, size: 2}}\n"
    text += "calendars: {c: {open: nonsense}}\n"
    assert desk.codes(text) == ["number_too_small", "unknown_key", "hours_unreadable"]


def test_paths_are_dotted_keys(desk: Desk) -> None:
    error = desk.refused(changed("- station: desk", "- {station: desk, work: soon}"))
    assert [finding.path for finding in error.findings] == ["flows.q.stages.0.work"]


def test_numbers_that_no_run_could_hold(desk: Desk) -> None:
    assert desk.codes(changed("12/h", "1e300/h")) == ["amount_too_large"]
    gamma = "{gamma: {mean: 1 h, cv: 1e-200}}"
    assert desk.codes(changed("{exponential: 12 min}", gamma)) == ["law_cv_outside"]
    assert desk.codes(changed("2021-01-31", "9999-12-31")) == ["year_outside"]
