"""The history of one thing: versions, forks and how they are settled, names and merged keys."""

import json
import os
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from timeline.views import identity
from timeline.views.event import event_detail
from timeline.views.versions import changes_of

from support.helpers import complete, declared, happening, instant, of_events, stored
from support.running import Ran, columns, here, on_terminal

Row = dict[str, object]


class Copy:
    """One of several copies of a log, in which somebody records."""

    def __init__(self, folder: Path, by: str) -> None:
        self.folder, self.by = folder, by

    def run(self, line: str) -> Ran:
        return here(*shlex.split(line), cwd=self.folder, env={"TIMELINE_BY": self.by})

    def id_of(self, line: str) -> str:
        done = self.run(line)
        assert done.code == 0, done.err
        return done.lines[-1]

    def json(self, name: str) -> Row:
        found = self.run(f"show {shlex.quote(name)} -f json").json
        assert isinstance(found, dict)
        return found

    def git(self, *words: str) -> None:
        names = {
            f"GIT_{who}_{what}": "a@example.org"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        }
        kept = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull}
        subprocess.run(["git", *words], cwd=self.folder, env=kept, check=True, capture_output=True)  # noqa: S603, S607

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-qm", "what was recorded")


WORKSHOP = 'add 2011-10-04/2011-10-05 "Workshop on policing" -k workshop -a organiser=undp'


@pytest.fixture
def copies(tmp_path: Path) -> tuple[Copy, Copy]:
    """Two copies of a log with one workshop in it."""
    first, second = Copy(tmp_path / "a", "Aida"), Copy(tmp_path / "b", "Bek")
    first.folder.mkdir()
    first.git("init", "-q", "-b", "main")
    first.run("init")
    for name in ("UNDP", "OSCE", "UNODC"):
        first.run(f"declare actor {name}")
    first.run(WORKSHOP)
    first.commit()
    first.git("clone", "-q", str(first.folder), str(second.folder))
    return first, second


def merge(first: Copy, second: Copy) -> None:
    for copy in (first, second):
        copy.commit()
    second.git("pull", "-q", "--no-rebase", "--no-edit", str(first.folder), "main")


def only(copy: Copy) -> str:
    """The id of the only happening."""
    return copy.run("list --ids").out.strip()


def test_two_who_correct_their_copies_make_a_fork_that_a_correction_settles(
    copies: tuple[Copy, Copy],
) -> None:
    first, second = copies
    one = first.id_of('amend workshop --title "Community workshop" -a speaker=osce -r agenda')
    two = second.id_of('amend workshop --title "Police workshop" -a participant=unodc -r release')
    three = second.id_of("amend workshop --date 2011-10-04 -r 'one day'")
    merge(first, second)
    whole = second.json("workshop")
    id_ = str(whole["id"])
    fork = whole["fork"]
    assert isinstance(fork, dict)
    assert sorted([one, three]) == fork["heads"]
    sides = {side["head"]: side for side in fork["sides"]}
    assert [c["id"] for c in sides[one]["corrections"]] == [one]
    assert [(c["id"], c["recorded_by"], c["reason"]) for c in sides[three]["corrections"]] == [
        (two, "Bek", "release"),
        (three, "Bek", "one day"),
    ]
    assert {change["field"] for change in sides[three]["changes"]} == {"date", "title", "actors"}
    title, actors = fork["disagreements"]
    assert title == {
        "field": "title",
        "values": {one: "Community workshop", three: "Police workshop"},
        "stands": "Police workshop",
    }
    assert [part["actor"] for part in actors["stands"]] == ["undp", "unodc"]
    keeps, adds, chooses = fork["settle"]
    assert keeps == f"timeline amend {id_} --reason ...  # keeps what stands now"
    assert adds == (
        f"timeline amend {id_} --actor speaker=osce --reason ...  # lists with the items of all"
    )
    assert chooses == (
        f"timeline amend {id_} --title 'Community workshop' "
        "--unset actors --actor organiser=undp --actor speaker=osce "
        f"--reason ...  # what {one[:8]} says"
    )
    page = second.run("show workshop").out
    assert f"keeps what stands now:\n             timeline amend {id_} --reason ...\n" in page
    assert f"what {one[:8]} says:\n             timeline amend {id_} --title " in page
    told = second.run("check")
    assert (told.code, told.out.splitlines()[0].split(": ")[1]) == (1, "a fork")
    settled = second.run(adds.removeprefix("timeline ").partition(" #")[0])
    assert settled.code == 0
    assert settled.err.startswith(f"this settles the fork of {' and '.join(fork['heads'])}\n")
    assert second.run("check").code == 0
    whole = second.json("workshop")
    assert whole["fork"] is None
    assert [part["actor"] for part in whole["body"]["actors"]] == ["undp", "unodc", "osce"]  # type: ignore[index]


@pytest.mark.parametrize("choice", [0, 2])
def test_each_command_that_a_fork_is_told_with_does_what_it_says(
    choice: int, copies: tuple[Copy, Copy]
) -> None:
    first, second = copies
    first.run('amend workshop --title "One\'s own" -a speaker=osce -r agenda')
    second.run('amend workshop --title "Other" -a participant=unodc -r release')
    merge(first, second)
    whole = second.json(only(second))
    fork = whole["fork"]
    assert isinstance(fork, dict)
    command = fork["settle"][choice].removeprefix("timeline ").partition(" #")[0]
    assert second.run(command).code == 0
    now = second.json(str(whole["id"]))
    assert (now["fork"], second.run("check").code) == (None, 0)
    body = now["body"]
    assert isinstance(body, dict)
    found = body["title"], [part["actor"] for part in body["actors"]]
    assert found == [("Other", ["undp", "unodc"]), None, ("One's own", ["undp", "osce"])][choice]
    # What was settled is not settled again.
    again = second.run(f"amend {whole['id']} --reason again")
    assert (again.code, again.err.splitlines()[0]) == (2, "error: nothing to correct was given")


def test_a_fork_of_a_declaration_is_settled_by_declaring(copies: tuple[Copy, Copy]) -> None:
    first, second = copies
    first.run('declare actor "UN Development Programme" --key undp --type unit')
    second.run("declare actor Programme --key undp --type organisation")
    merge(first, second)
    declaration = second.json("undp")["declaration"]
    assert isinstance(declaration, dict)
    keeps, chooses = declaration["fork"]["settle"]
    assert keeps.startswith("timeline declare actor Programme --key undp --reason ...  #")
    assert chooses.startswith(
        "timeline declare actor 'UN Development Programme' --key undp --type unit --reason ...  #"
    )
    page = second.run("show undp")
    assert "settle it" in page.out
    assert "Where they disagree" in page.lines
    assert second.run(chooses.removeprefix("timeline ").partition(" #")[0]).code == 0
    (undp,) = (row for row in second.run("actors -f json").json if row["actor"] == "undp")
    assert (undp["name"], undp["type"]) == ("UN Development Programme", "unit")
    assert second.run("check").code == 0


@pytest.mark.parametrize(("choice", "state"), [(0, "amended"), (1, "retracted")])
def test_one_who_withdraws_while_another_amends_is_settled_either_way(
    choice: int, state: str, copies: tuple[Copy, Copy]
) -> None:
    first, second = copies
    first.run("amend workshop --note seen -r agenda")
    second.run("retract workshop -r 'never took place'")
    merge(first, second)
    whole = second.json("workshop")
    fork = whole["fork"]
    assert isinstance(fork, dict)
    assert whole["state"] == "retracted"
    assert sorted(side["state"] for side in fork["sides"]) == ["amended", "retracted"]
    assert "retracts it" in second.run("show workshop").out
    done = second.run(fork["settle"][choice].removeprefix("timeline ").partition(" #")[0])
    assert done.code == 0
    now = second.json(str(whole["id"]))
    assert (now["state"], now["fork"], second.run("check").code) == (state, None, 0)


def test_the_page_of_a_fork_has_both_sides_and_the_commands(copies: tuple[Copy, Copy]) -> None:
    first, second = copies
    one = first.id_of('amend workshop --title "One" -r agenda')
    two = second.id_of('amend workshop --title "Two" --date "4 October 2011" -r release')
    merge(first, second)
    lines = second.run(f"show {only(second)}").lines
    assert "  fork       corrections that did not know of each other; all of them apply" in lines
    sides = lines[lines.index("Fork") + 3 : lines.index("Where they disagree") - 1]
    (mine,) = (line for line in sides if line.startswith(one[:8]))
    assert "title: Workshop on policing → One" in mine
    assert mine.split()[-1] == "agenda"
    (other,) = (line for line in sides if line.startswith(two[:8]))
    assert "date: 4–5 October 2011 → 4 October 2011" in other
    (field,) = lines[lines.index("Where they disagree") + 3 : lines.index("Versions") - 1]
    values = {one: "One", two: "Two"}
    assert field.split() == ["title", *(values[head] for head in sorted(values)), "Two"]


# Versions


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_the_page_of_a_fork_fits_a_terminal(width: int, copies: tuple[Copy, Copy]) -> None:
    first, second = copies
    first.run('amend workshop --title "Community workshop" -a speaker=osce -r agenda')
    second.run('amend workshop --title "Семинар о полиции" -a participant=unodc -r release')
    merge(first, second)
    shown = on_terminal("show", only(second), cwd=second.folder, width=width)
    assert "Where they disagree" in shown
    file = f"{second.json(only(second))['path']}"
    lines = [line for line in shown.splitlines() if file not in line]
    assert max(map(columns, lines)) <= width


def test_each_version_says_what_it_changed_item_by_item(tmp_path: Path) -> None:
    copy = Copy(tmp_path, "Aida")
    copy.run("init")
    id_ = copy.id_of(
        'add 2011-10 "A visit" -k visit --new -a "host=Ministry" -a "guest=OSCE | Head | OSCE"'
    )
    copy.run(f"amend {id_} --remove actor=ministry -a speaker=UNODC --new -k meeting -r agenda")
    copy.run(f"amend {id_} --summary Long --tag x -r more")
    copy.run(f"amend {id_} --unset summary -r less")
    assert [said(version) for version in versions(copy, id_)] == [
        (1, "happening", "recorded", []),
        (
            2,
            "amendment",
            "amended",
            [
                ("actors", [{"actor": "unodc", "role": "speaker"}], [MINISTRY]),
                ("kind", "visit", "meeting"),
            ],
        ),
        (3, "amendment", "amended", [("summary", None, "Long"), ("tags", ["x"], [])]),
        (4, "amendment", "amended", [("summary", "Long", None)]),
    ]
    lines = copy.run(f"show {id_}").out
    for text in (
        "- actors: host=Ministry",
        "+ actors: speaker=UNODC",
        "kind: visit → meeting",
        "+ summary: Long",
        "+ tags: x",
        "- summary: Long",
    ):
        assert text in lines


MINISTRY = {"actor": "ministry", "role": "host"}


def versions(copy: Copy, id_: str) -> list[Row]:
    found = copy.json(id_)["versions"]
    assert isinstance(found, list)
    return found


def said(version: Row) -> tuple[object, ...]:
    changes = version["changes"]
    assert isinstance(changes, list)
    told = [
        (change["field"], change["added"], change["removed"])
        if "added" in change
        else (change["field"], change["old"], change["new"])
        for change in changes
    ]
    return version["version"], version["event"], version["state"], sorted(told)


def test_a_retraction_and_its_lifting_are_versions(tmp_path: Path) -> None:
    copy = Copy(tmp_path, "Aida")
    copy.run("init")
    id_ = copy.id_of('add 2011 "A visit" -k visit')
    slip = copy.id_of(f"amend {id_} --title Slip -r slip")
    copy.run(f"retract {slip} -r wrong")
    gone = copy.id_of(f"retract {id_} -r never")
    copy.run(f"retract {gone} -r 'it did'")
    found = versions(copy, id_)
    assert [said(version) for version in found] == [
        (1, "happening", "recorded", []),
        (2, "amendment", "amended", [("title", "A visit", "Slip")]),
        (3, "retraction", "recorded", [("title", "Slip", "A visit")]),
        (4, "retraction", "retracted", []),
        (5, "retraction", "recorded", []),
    ]
    assert [version["target"] for version in found] == [None, id_, slip, id_, gone]
    assert [version["retracted_by"] for version in found] == [
        *(None, found[2]["id"], None, found[4]["id"], None)
    ]
    lines = copy.run(f"show {id_}").out
    assert f"retracts {slip[:8]}" in lines
    assert f"(retracted by {str(found[4]['id'])[:8]})" in lines


def test_the_page_of_a_correction_has_what_it_changed(tmp_path: Path) -> None:
    copy = Copy(tmp_path, "Aida")
    copy.run("init")
    id_ = copy.id_of('add 2011 "A visit" -k visit')
    amendment = copy.id_of(f"amend {id_} --date 2012 -r slip")
    whole = copy.json(amendment)
    assert whole["corrects"] == "happening"
    (version,) = versions(copy, amendment)
    assert (version["version"], version["id"]) == (2, amendment)
    page = copy.run(f"show {amendment}")
    assert f"  amends    A visit ({id_[:8]})" in page.lines
    assert any(line.startswith("2 ") and "date: 2011 → 2012" in line for line in page.lines)


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ({"title": "a", "id": "1"}, {"title": "a", "id": "2"}, []),
        ({"tags": ["a", "b"]}, {"tags": ["b", "a"]}, [("tags", [], [])]),
        ({"tags": ["a"]}, {}, [("tags", [], ["a"])]),
        ({}, {"tags": ["a"]}, [("tags", ["a"], [])]),
        ({"note": "a"}, {"note": "b"}, [("note", "a", "b")]),
    ],
)
def test_what_differs_between_two_bodies(
    before: Mapping[str, object], after: Mapping[str, object], changes: list[object]
) -> None:
    told = [
        (row["field"], row["added"], row["removed"])
        if "added" in row
        else (row["field"], row["old"], row["new"])
        for row in changes_of(before, after)
    ]
    assert told == changes


# Names and keys


def test_names_come_with_their_time_and_the_event_that_brought_them(tmp_path: Path) -> None:
    copy = Copy(tmp_path, "Aida")
    copy.run("init")
    first = copy.id_of('declare actor Ministry --key m --name "MoI | en" --name МВД')
    second = copy.id_of('declare actor m --name "МВД | ru | 1991 to 2009" -r dated')
    other = copy.id_of('declare actor Militia --key mil --name "Militia | | until 1991"')
    merged = copy.id_of("merge mil m -r 'its old name'")
    declaration = copy.json("m")["declaration"]
    assert isinstance(declaration, dict)
    assert [
        tuple(row[name] for name in ("name", "lang", "during", "key", "id"))
        for row in declaration["names"]
    ] == [
        ("Ministry", None, None, "m", first),
        ("MoI", "en", None, "m", first),
        ("МВД", "ru", "1991/2009", "m", second),
        ("Militia", None, "../1991", "mil", other),
    ]
    (row,) = declaration["merged"]
    assert (row["key"], row["name"], row["recorded_by"]) == ("mil", "Militia", "Aida")
    assert (row["reason"], row["id"]) == ("its old name", merged)
    lines = copy.run("show m").lines
    names = lines[lines.index("Names") + 3 :]
    assert names[2].split()[:3] == ["МВД", "ru", "1991–2009"]
    same = lines[lines.index("The same") + 3]
    assert same.startswith("mil  Militia")
    assert same.endswith(f"its old name  {merged[:8]}")


def test_names_of_which_there_is_no_more_to_say_make_no_table(tmp_path: Path) -> None:
    copy = Copy(tmp_path, "Aida")
    copy.run("init")
    copy.run("declare actor Ministry --key m --name MoI")
    assert "Names" not in copy.run("show m").lines
    copy.run("declare actor m --name MIA")
    assert "Names" in copy.run("show m").lines


def test_the_page_of_a_happening_says_what_an_actor_was_called_then(tmp_path: Path) -> None:
    copy = Copy(tmp_path, "Aida")
    copy.run("init")
    copy.run('declare actor Ministry --key m --name "Commissariat | | 1920/1946"')
    copy.run("declare actor Militia --key mil")
    for date in ("1930", "1940/1950", "1960"):
        copy.run(f"add {date} 'In {date}' -k visit -a host=m")
    copy.run("add 1921 'In 1921' -k visit -a host=mil")
    copy.run("merge mil m -r one")
    hosts = {
        date: line.partition("host: ")[2]
        for date in ("1930", "1940/1950", "1960", "1921")
        for line in copy.run(f"show 'In {date}'").lines
        if "host: " in line
    }
    assert hosts == {
        "1930": "Ministry (m); then called Commissariat",
        "1940/1950": "Ministry (m)",
        "1960": "Ministry (m)",
        "1921": "Militia (mil); the same as Ministry (m); then called Commissariat",
    }


def test_since_when_keys_are_one_is_what_made_them_so_last() -> None:
    bodies = [
        complete(declared("actor", "a"), instant(0)),
        complete(declared("actor", "b", same_as="a", note="from the start"), instant(1)),
        complete(declared("actor", "c"), instant(2)),
    ]
    said = {"event": "amendment", "reason": "one", "set": {"same_as": "a"}}
    c = str(bodies[2]["id"])
    bodies.append(complete({**said, "amends": c, "after": [c]}, instant(3)))
    later = {"event": "amendment", "reason": "typed", "set": {"type": "unit"}}
    bodies.append(complete({**later, "amends": c, "after": [str(bodies[3]["id"])]}, instant(4)))
    db = of_events(map(stored, bodies))
    assert [
        (row["key"], row["reason"], row["id"]) for row in identity.merged_keys(db, "actor", "a")
    ] == [
        ("b", "from the start", bodies[1]["id"]),
        ("c", "one", bodies[3]["id"]),
    ]
    assert identity.merged_keys(db, "actor", "b") == []


def test_the_record_of_a_correction_of_nothing_has_no_version() -> None:
    lost = "0" * 16
    said = {"event": "amendment", "amends": lost, "after": [lost], "reason": "x"}
    body = complete({**said, "set": {"title": "t"}})
    whole = event_detail(of_events([stored(body), stored(complete(happening()))]), str(body["id"]))
    assert (whole["versions"], whole["corrects"], whole["state"]) == ([], None, "recorded")
    assert json.dumps(whole)
