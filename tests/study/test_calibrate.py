"""Calibration finds what makes published means true, and says what they leave open."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corridor_sim.chance.hypercube import hypercube
from corridor_sim.errors import ScenarioError
from corridor_sim.scenario.arms import arm_file
from corridor_sim.scenario.limits import DEFAULT
from corridor_sim.scenario.read import given, read
from corridor_sim.study.calibrate import Calibrated, calibrate
from corridor_sim.study.fitting import bounded_step, task_of
from corridor_sim.study.plausible import varied_rows

#: With a share p released in no time and the rest after 10 h: a mean of 10 (1 - p) hours.
SHARE = """\
corridor_sim: 1
name: released at once
network: hengyang
time: {start: 2021-01-04, end: 2021-03-31, drain: 30 d, zone: UTC}
study: {replications: 20, seed: 2021}
policies:
  ours:
    review:
      automatic: {parameter: hengyang.automatic_share_export}
      automatic_time: 1 s
      work: 10 h
    inspect: {chance: {parameter: uzbekistan.inspection_rate}, work: 1 h}
clearance:
  here: {node: HYS, formality: import, policy: ours, office: ours}
flows:
  in:
    from: HYS
    to: HYS
    direction: import
    demand: {process: poisson, total: 3000 box}
facts:
  - {id: mean, kpi: clock_h, office: ours, direction: import, clock: overall, window: whole,
     value: 2.5, label: fitted}
calibration:
  free: {hengyang.automatic_share_export: {low: 10, high: 90}}
  facts: ["mean:overall"]
  replications: 5
  sets: 20
"""
QUICKER = """\
corridor_sim: 1
arm:
  name: quicker
  apply: [{policy: {review: {work: 1 h}}}]
"""


def calibrated(folder: Path, text: str = SHARE, sets: int = 0) -> Calibrated:
    (folder / "s.yaml").write_text(text, encoding="utf-8")
    (folder / "quicker.yaml").write_text(QUICKER, encoding="utf-8")
    loaded, arm = read(folder / "s.yaml"), arm_file(folder / "quicker.yaml", DEFAULT)
    assert arm is not None
    return calibrate(loaded, [arm], DEFAULT, sets=sets)


def test_the_share_with_which_the_mean_is_what_was_published(tmp_path: Path) -> None:
    done = calibrated(tmp_path)
    (row,), (refit,) = done.parameters, done.refits
    # 10 h (1 - p) + 1 h x 15 % inspected, and a minute of the release message: 2.5 h.
    assert row.fitted == pytest.approx(100.0 * (1.0 - (2.5 - 0.15 - 1.0 / 60.0) / 10.0), abs=0.7)
    assert refit.fitted == pytest.approx(2.5, rel=0.005)
    assert abs(refit.reported - 2.5) < 4.0 * refit.error + 0.05  # on other luck
    assert done.reproduced
    assert done.fit.identified
    assert not row.at_bound


def test_what_cannot_be_reached_ends_at_the_bound_and_is_said(tmp_path: Path) -> None:
    done = calibrated(tmp_path, SHARE.replace("value: 2.5", "value: 0.2"))
    (row,) = done.parameters
    assert row.fitted == pytest.approx(90.0)
    assert row.at_bound
    assert not done.reproduced


def test_two_values_that_do_the_same_are_not_told_apart(tmp_path: Path) -> None:
    text = SHARE.replace(
        "automatic_time: 1 s", "automatic_time: {parameter: germany.import_review}"
    )
    text = text.replace("work: 10 h", "work: {parameter: hengyang.review_import}")
    two = text.replace(
        "  free: {hengyang.automatic_share_export: {low: 10, high: 90}}",
        "  free: {hengyang.automatic_share_export: {}, uzbekistan.inspection_rate: {}}",
    ).replace('["mean:overall"]', '["mean:overall", "again:overall"]')
    again = two.replace(
        "calibration:",
        two[two.index("  - {id: mean") : two.index("calibration:")].replace("id: mean", "id: again")
        + "calibration:",
    )
    done = calibrated(tmp_path, again)
    assert not done.fit.identified


def test_sets_that_reproduce_the_facts_and_what_the_verdict_depends_on(tmp_path: Path) -> None:
    done = calibrated(tmp_path, sets=20)
    assert done.kept == 20
    assert all(np.max(np.abs(one.misses)) <= 0.03 for one in done.sets if one.reproduces)
    assert [one.row.id for one in done.varied] == ["uzbekistan.inspection_rate"]
    rates = np.array([one.varied[0] for one in done.sets])
    assert rates.min() < 12.0
    assert rates.max() > 30.0
    # The more is inspected, the more must be released at once for the same mean.
    shares = np.array([one.free[0] for one in done.sets])
    assert np.corrcoef(rates, shares)[0, 1] > 0.9
    (held,) = done.holdings
    assert (held.arm, held.flow, held.sets) == ("quicker", "in", 20)
    # Nine hours for a fifth of the boxes: about two hours, which is where it begins to matter.
    assert held.better + held.same == 20
    assert held.worse == 0
    assert "uzbekistan.inspection_rate (+" in held.depends


def test_another_number_in_a_row_of_the_tables(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(SHARE, encoding="utf-8")
    loaded = read(tmp_path / "s.yaml")
    other = given(loaded, {"hengyang.automatic_share_export": 33.0})
    review = other.scenario.policies["ours"].review
    assert review is not None
    assert review.automatic == pytest.approx(0.33)
    assert given(other, {"uzbekistan.inspection_rate": 1.0}).values == {
        "hengyang.automatic_share_export": 33.0,
        "uzbekistan.inspection_rate": 1.0,
    }


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("hengyang.automatic_share_export: {low", "hengyang.automatic: {low", "unknown_name"),
        ("{low: 10, high: 90}}", "{low: 90, high: 10}}", "calibration_no_range"),
        ('"mean:overall"', '"mean"', "unknown_name"),
        ('facts: ["mean:overall"]', "facts: []", "calibration_nothing"),
        (
            "{low: 10, high: 90}}",
            "{}, uzbekistan.inspection_rate: {}}",
            "calibration_too_free",
        ),
    ],
)
def test_what_is_wrong_is_said(old: str, new: str, code: str, tmp_path: Path) -> None:
    assert old in SHARE
    text = SHARE[: SHARE.index("calibration:")] + SHARE[SHARE.index("calibration:") :].replace(
        old, new
    )
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        task_of(read(tmp_path / "s.yaml"), DEFAULT)
    assert code in [one.code for one in caught.value.findings]


def test_rows_to_vary_are_named_or_refused(tmp_path: Path) -> None:
    text = SHARE + "  vary: [hengyang.automatic_share_export, nothing]\n"
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        varied_rows(task_of(read(tmp_path / "s.yaml"), DEFAULT))
    assert [one.code for one in caught.value.findings] == ["unknown_name", "unknown_name"]


def test_a_latin_hypercube_has_one_point_in_every_slice() -> None:
    points = hypercube(3, 50, 7)
    for column in points.T:
        assert sorted(np.floor(50 * column).astype(int)) == list(range(50))
    assert not np.array_equal(points[:, 0], points[:, 1])


def test_a_step_stays_inside_the_ranges() -> None:
    at, miss = np.array([0.9, 0.5]), np.array([-0.5, 0.1])
    step = bounded_step(at, miss, np.array([[1.0, 0.0], [0.0, 1.0]]))
    assert step == pytest.approx([0.1, -0.1])
