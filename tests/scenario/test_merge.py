"""`extends` and `--set`: the later wins, and everybody can see what won."""

from __future__ import annotations

from corridor_sim.chance.laws import fixed
from corridor_sim.errors import EXIT_FILES
from corridor_sim.scenario.extending import extended
from corridor_sim.scenario.limits import Limits
from corridor_sim.scenario.read import read
from tests.scenario.asked import SOUND, Desk, shown

FACTS = "facts: [{{id: {id}, kpi: boxes_dispatched, value: 1, label: echoed}}]\n"
CHILD = """\
extends: base.yaml
name: more desks
stations:
  desk: {servers: 6}
"""


def test_the_later_file_wins_and_the_rest_stays(desk: Desk) -> None:
    desk.write(SOUND, "base.yaml")
    loaded = desk.load(CHILD)
    assert loaded.scenario.name == "more desks"
    assert loaded.scenario.stations["desk"].servers == 6
    assert loaded.scenario.stations["desk"].work is not None
    assert [(one.path, one.old, one.new, one.where.line) for one in loaded.overridden] == [
        ("name", "queue", "more desks", 2),
        ("stations.desk.servers", "4", "6", 4),
    ]


def test_every_value_keeps_the_file_it_was_written_in(desk: Desk) -> None:
    desk.write(SOUND.replace("12/h", "12"), "base.yaml")
    error = desk.refused(CHILD.replace("6", "0"))
    assert [(each.code, each.where and each.where.file) for each in error.findings] == [
        ("not_a_rate", str(desk.folder / "base.yaml")),
        ("number_too_small", str(desk.folder / "s.yaml")),
    ]


def test_lists_and_laws_are_replaced_whole(desk: Desk) -> None:
    desk.write(SOUND, "base.yaml")
    child = CHILD.replace("{servers: 6}", "{work: {triangular: [1 min, 2 min, 3 min]}}")
    child += "flows: {q: {stages: [{delay: 1 h}, {station: desk}]}}\n"
    loaded = desk.load(child)
    work = loaded.scenario.stations["desk"].work
    assert work is not None
    assert work.kind == "triangular"
    assert len(loaded.scenario.flows["q"].stages) == 2


def test_another_process_replaces_the_demand(desk: Desk) -> None:
    desk.write(SOUND, "base.yaml")
    loaded = desk.load(CHILD + "flows: {q: {demand: {process: deterministic, every: 1 h}}}\n")
    assert loaded.scenario.flows["q"].demand.process == "deterministic"


def test_chains_are_followed_in_order(desk: Desk) -> None:
    desk.write(SOUND, "base.yaml")
    desk.write(CHILD, "middle.yaml")
    loaded = desk.load("extends: middle.yaml\nname: top\n")
    assert (loaded.scenario.name, loaded.scenario.stations["desk"].servers) == ("top", 6)


def test_a_path_is_relative_to_the_file_that_names_it(desk: Desk) -> None:
    (desk.folder / "inner").mkdir()
    desk.write(SOUND, "base.yaml")
    desk.write("extends: ../base.yaml\nname: inner\n", "inner/middle.yaml")
    assert desk.load("extends: inner/middle.yaml\n").scenario.name == "inner"


def test_a_circle_is_named(desk: Desk) -> None:
    desk.write("extends: s.yaml\n", "base.yaml")
    folder = f"{desk.folder}/"
    said = [line.replace(folder, "") for line in desk.findings("extends: base.yaml\n")]
    assert said == [
        (
            "base.yaml:1:10: `extends` goes round in a circle: s.yaml -> base.yaml -> s.yaml; let "
            "one of these files extend nothing."
        )
    ]
    said = [line.replace(folder, "") for line in desk.findings("extends: base.yaml\n", lang="zh")]
    assert said == [
        (
            "base.yaml:1:10: `extends` 形成了循环：s.yaml -> base.yaml -> s.yaml；"
            "请让其中一个文件不再继承。"
        )
    ]


def test_a_file_cannot_extend_itself(desk: Desk) -> None:
    assert desk.codes("extends: ./s.yaml\n") == ["extends_circular"]


def test_a_chain_has_at_most_eight_steps(desk: Desk) -> None:
    desk.write(SOUND, "c0.yaml")
    for number in range(1, 10):
        desk.write(f"extends: c{number - 1}.yaml\nname: n{number}\n", f"c{number}.yaml")
    assert read(desk.folder / "c8.yaml").scenario.name == "n8"
    assert desk.codes("extends: c9.yaml\n") == ["extends_too_long"]


def test_a_missing_base_is_named_where_it_is_asked_for(desk: Desk) -> None:
    error = desk.refused("name: x\nextends: none.yaml\n")
    assert error.exit_code == EXIT_FILES
    where = error.findings[0].where
    assert where is not None
    assert (where.line, where.column) == (2, 10)


def test_extends_takes_paths(desk: Desk) -> None:
    assert desk.codes("extends: [[a], b]\n") == ["extends_not_path"]
    assert desk.codes("extends: 3\n") == ["extends_not_path"]


def test_several_files_join_and_their_facts_add_up(desk: Desk) -> None:
    desk.write(SOUND + FACTS.format(id="A"), "shared.yaml")
    desk.write("extends: shared.yaml\nstations: {desk: {servers: 2}}\n", "one.yaml")
    desk.write(
        "extends: shared.yaml\nplaces: {yard: {places: 9}}\n" + FACTS.format(id="B"), "two.yaml"
    )
    loaded = desk.load("extends: [one.yaml, two.yaml]\n" + FACTS.format(id="C"))
    # The file that both extend counts once, before both: it does not undo what the first changed.
    assert loaded.scenario.stations["desk"].servers == 2
    assert loaded.scenario.places["yard"].places == 9
    assert [fact.id for fact in loaded.scenario.facts] == ["A", "B", "C"]
    files = [path.name for path, _ in extended(desk.folder / "s.yaml", Limits())]
    assert files == ["shared.yaml", "one.yaml", "two.yaml", "s.yaml"]


def test_a_circle_through_a_list_is_refused(desk: Desk) -> None:
    desk.write(SOUND, "a.yaml")
    desk.write("extends: [a.yaml, s.yaml]\n", "b.yaml")
    assert desk.codes("extends: [a.yaml, b.yaml]\n") == ["extends_circular"]


def test_like_a_sibling_its_own_keys_win(desk: Desk) -> None:
    desk.write(SOUND, "base.yaml")
    more = "extends: base.yaml\nstations:\n  tall: {like: small, work: 9 min}\n"
    more += "  small: {like: desk, servers: 1}\n"
    loaded = desk.load(more)
    desk_, small, tall = (loaded.scenario.stations[name] for name in ("desk", "small", "tall"))
    assert (small.servers, small.work) == (1, desk_.work)
    assert (tall.servers, tall.work) == (1, fixed(540.0))
    assert "like" not in str(loaded.resolved)
    # What is wrong in a copied value is shown where it was written.
    desk.write(SOUND.replace("servers: 4", "servers: 0"), "base.yaml")
    wheres = {each.where.line for each in desk.refused(more).findings if each.where}
    base = (desk.folder / "base.yaml").read_text().splitlines()
    assert "servers: 0" in base[min(wheres) - 1]


def test_like_what_is_not_there_or_itself(desk: Desk) -> None:
    desk.write(SOUND, "base.yaml")
    assert desk.codes("extends: base.yaml\nstations: {b: {like: dsk}}\n") == ["like_unknown"]
    circle = "extends: base.yaml\nstations: {b: {like: c}, c: {like: b}}\n"
    assert set(desk.codes(circle)) == {"like_circular"}
    assert desk.codes("extends: base.yaml\nstations: {b: {like: [1]}}\n") == ["like_unknown"]


def test_set_wins_over_the_file(desk: Desk) -> None:
    sets = ("stations.desk.servers=9", "study.replications=3", "flows.q.stages.0.owner=customs")
    loaded = desk.load(SOUND, *sets)
    assert loaded.scenario.stations["desk"].servers == 9
    assert loaded.scenario.study.replications == 3
    assert loaded.scenario.flows["q"].stages[0].owner == "customs"
    assert [(one.path, one.old, one.new) for one in loaded.overridden] == [
        ("stations.desk.servers", "4", "9"),
        ("study.replications", "null", "3"),
        ("flows.q.stages.0.owner", "null", "customs"),
    ]


def test_the_last_set_wins(desk: Desk) -> None:
    assert desk.load(SOUND, "name=a", "name=b").scenario.name == "b"


def test_set_reads_its_value_as_yaml(desk: Desk) -> None:
    loaded = desk.load(
        SOUND,
        "stations.desk.work={triangular: [1 min, 2 min, 12:30 h]}".replace("12:30 h", "3 min"),
        "name=12:30",
    )
    assert loaded.scenario.name == "12:30"
    work = loaded.scenario.stations["desk"].work
    assert work is not None
    assert work.parameters == (60.0, 120.0, 180.0)


def test_a_wrong_set_is_shown_as_it_was_typed(desk: Desk) -> None:
    error = desk.refused(SOUND, "stations.desk.servers=0")
    assert [shown(each) for each in error.findings] == [
        "--set:1:1: 0 is too small; write 1 or more."
    ]
    where = error.findings[0].where
    assert where is not None
    assert where.quoted == "stations.desk.servers=0"


def test_what_is_no_override(desk: Desk) -> None:
    sets = ("noequals", "a..b=1", "=1", "flows.q.stages.7=x", "name.first=x", "name=[1")
    assert desk.codes(SOUND, *sets) == [
        "set_not_assignment",
        "set_not_assignment",
        "set_not_assignment",
        "set_no_such_place",
        "set_no_such_place",
        "yaml_bracket_open",
    ]
