"""`timeline merge`: two keys made one everywhere, parted again, and what is refused."""

import re
from pathlib import Path

import pytest

from timeline import Log
from timeline.event import yaml_text
from timeline.projection import database
from timeline.recording import amend

from support.helpers import Ledger, complete, declared, happening, tables
from support.running import Ran, here

SETUP = """
event: actor
actor: moi
name: Ministry of Interior
---
event: actor
actor: mvd
name: MVD
names: [{name: МВД, lang: ru, during: 1991/2009}]
---
event: actor
actor: vera
name: Vera
---
event: program
program: reform
name: Police reform
---
event: program
program: police-plan
name: Police plan
---
event: place
place: osh
name: Osh
---
event: place
place: osh-city
name: City of Osh
---
event: source
source: memo
title: A memo
---
event: source
source: note
title: A note
---
{date: 2015-03-01, kind: meeting, title: First, places: [osh-city], sources: [{source: note}],
  actors: [{actor: mvd, role: host}],
  programs: [{program: police-plan, effect: starts}],
  figures: [{measure: officers, value: 20}]}
---
{date: 2016-03-01, kind: meeting, title: Second, places: [osh], sources: [{source: memo}],
  actors: [{actor: moi, role: host}, {actor: vera, role: subject, capacity: Head, for: mvd,
    effect: [starts]}],
  programs: [{program: reform, effect: continues}],
  figures: [{measure: officers, value: 30}]}
---
{date: 2017-03-01, kind: meeting, title: Third,
  actors: [{actor: vera, role: subject, capacity: Head, for: moi, effect: [ends]}]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Ledger(tmp_path / "events").add(SETUP)
    return tmp_path


def merge(folder: Path, *words: str) -> Ran:
    return here("merge", *words, cwd=folder)


def count(folder: Path) -> int:
    return len(list((folder / "events").rglob("*.yaml")))


def refused(folder: Path, code: int, message: str, *words: str) -> None:
    before = count(folder)
    assert merge(folder, *words) == (code, "", f"error: {message}\n")
    assert count(folder) == before


def titles(folder: Path, *words: str) -> list[str]:
    return [row["title"] for row in here("list", *words, "-f", "json", cwd=folder).json]


def actors(folder: Path) -> list[tuple[str, int]]:
    rows = here("actors", "-f", "json", cwd=folder).json
    return [(row["actor"], row["happenings"]) for row in rows]


def terms(folder: Path) -> list[tuple[str, str | None, str | None]]:
    (row,) = here("actors", "vera", "-f", "json", cwd=folder).json
    return [(term["for"], term["start"], term["end"]) for term in row["terms"]]


def test_two_keys_are_one_in_every_history_until_they_are_parted(folder: Path) -> None:
    apart = [("moi", 2), ("mvd", 2), ("vera", 2)]  # Vera held their offices
    assert actors(folder) == apart
    assert terms(folder) == [("moi", "[..2017-03-01]", "2017-03-01"), ("mvd", "2016-03-01", None)]
    done = merge(folder, "mvd", "moi", "-r", "the same body, in Russian")
    id_ = done.out.strip()
    assert done == (
        0,
        f"{id_}\n",
        (
            "merged actor mvd into moi; 2 other events name it\n"
            f"to separate them again: timeline retract {id_} --reason ...\n"
        ),
    )
    assert actors(folder) == [("moi", 3), ("vera", 2)]
    assert terms(folder) == [("moi", "2016-03-01", "2017-03-01")]
    for name in ("mvd", "МВД", "Ministry of Interior"):
        assert titles(folder, "--actor", f"host={name}") == ["First", "Second"]
    held = here("actors", "--on", "2016-06-01", "-f", "json", cwd=folder).json
    assert [(row["actor"], row["for"], row["match"]) for row in held] == [
        ("vera", "moi", "certain")
    ]
    assert here("retract", id_, "-r", "two bodies", cwd=folder).code == 0
    assert actors(folder) == apart
    assert titles(folder, "--actor", "host=moi") == ["Second"]


def test_programs_places_and_sources_are_made_one_likewise(folder: Path) -> None:
    for key, into in (("police-plan", "reform"), ("City of Osh", "osh"), ("note", "memo")):
        assert merge(folder, key, into, "-r", "one").code == 0
    (program,) = here("programs", "-f", "json", cwd=folder).json
    assert (program["program"], program["since"]) == ("reform", "2015-03-01")
    assert [row["place"] for row in here("places", "-f", "json", cwd=folder).json] == ["osh"]
    assert titles(folder, "--place", "osh") == titles(folder, "--source", "memo")
    figures = here("figures", "officers", "--program", "reform", "-f", "json", cwd=folder).json
    assert [row["value"] for row in figures] == [20, 30]


def test_events_keep_the_key_that_they_were_written_with(folder: Path) -> None:
    merge(folder, "mvd", "moi", "-r", "one")
    here("amend", "First", "-a", "participant=vera", "-r", "was there", cwd=folder)
    body = here("show", "First", "-f", "json", cwd=folder).json["body"]
    assert [part["actor"] for part in body["actors"]] == ["mvd", "vera"]


def test_a_key_that_is_named_but_not_declared_gets_a_declaration(folder: Path) -> None:
    said = happening("2014", "Merged in", actors=[{"actor": "militia", "role": "host"}])
    (folder / "events/in.yaml").write_text(yaml_text.write(complete(said)), encoding="utf-8")
    done = merge(folder, "militia", "moi", "-r", "its name until 1991")
    assert done.err == (
        "merged actor militia into moi; 1 other event names it\n"
        "to separate them again: timeline declare actor militia --unset same_as --reason ...\n"
    )
    assert titles(folder, "--actor", "host=moi") == ["Merged in", "Second"]
    body = here("show", done.out.strip(), "-f", "json", cwd=folder).json["body"]
    assert body["note"] == "its name until 1991"
    words = ["declare", "actor", "militia", "--unset", "same_as", "--reason", "another"]
    assert here(*words, cwd=folder).code == 0
    assert titles(folder, "--actor", "host=moi") == ["Second"]


def test_a_merge_can_be_tried_first(folder: Path) -> None:
    before = count(folder)
    done = merge(folder, "mvd", "moi", "-r", "one", "--dry-run")
    assert done == (0, "", "would merge actor mvd into moi; 2 other events name it\n")
    assert count(folder) == before


def test_what_is_one_already_is_not_merged_again(folder: Path) -> None:
    merge(folder, "mvd", "moi", "-r", "one")
    before = count(folder)
    for key in ("mvd", "МВД"):
        done = merge(folder, key, "Ministry of Interior", "-r", "one")
        assert done == (0, "", f"already the same: {key} is moi\n")
    assert count(folder) == before


def test_the_key_that_is_shown_cannot_go_into_one_it_is_shown_for(folder: Path) -> None:
    id_ = merge(folder, "mvd", "moi", "-r", "one").out.strip()
    message = (
        "mvd is the same as moi already, which is shown\n"
        f"  to have mvd shown, part them first: timeline retract {id_} --reason ..."
    )
    refused(folder, 1, message, "moi", "mvd", "-r", "one")


def test_a_key_is_the_same_as_one_other(folder: Path) -> None:
    id_ = merge(folder, "mvd", "moi", "-r", "one").out.strip()
    message = (
        "mvd is the same as moi already\n"
        "  merge that one: timeline merge moi vera --reason ...\n"
        f"  or part the two first: timeline retract {id_} --reason ..."
    )
    refused(folder, 1, message, "mvd", "vera", "-r", "one")
    # What is the same as a key that goes on is the same as where that goes.
    assert merge(folder, "moi", "vera", "-r", "one").code == 0
    assert actors(folder) == [("vera", 3)]


def test_keys_made_one_by_their_declaration_are_parted_by_declaring(folder: Path) -> None:
    here("declare", "actor", "The Ministry", "--key", "m", "--same-as", "moi", cwd=folder)
    message = (
        "m is the same as moi already, which is shown\n"
        "  to have m shown, part them first: "
        "timeline declare actor 'The Ministry' --key m --unset same_as --reason ..."
    )
    refused(folder, 1, message, "moi", "m", "-r", "one")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["mvd", "moi"], 2, 'a merge needs a reason\n  say why: --reason "..."'),
        (["mvd", "MVD"], 2, "`mvd` twice\n  give the key that goes, and the one that stays"),
        (
            ["mvd", "osh"],
            1,
            "`mvd` is an actor, and `osh` is a place\n  two keys of one kind can be made one",
        ),
        (["mvdd", "moi"], 1, "no actor `mvdd`\n  did you mean MVD (mvd)"),
        (["mvd", "mo"], 1, "no actor `mo`\n  did you mean moi"),
        (
            ["nobody", "nothing"],
            1,
            "nothing is called `nobody`\n  see what is: timeline actors",
        ),
        (
            ["mvd", "moi", "--as", "actr"],
            2,
            "no kind of key `actr`\n  one of actor, program, place, source",
        ),
        (["mvd", "moi", "--as", "place"], 1, "no place `mvd`\n  see them all: timeline places"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_cannot_be_merged_is_refused(
    words: list[str], code: int, message: str, folder: Path
) -> None:
    reason = ["-r", "one"] if "reason" not in message else []
    refused(folder, code, message, *words, *reason)


def test_keys_of_several_kinds_need_to_be_told_apart(folder: Path) -> None:
    here("declare", "actor", "Osh", "--key", "osh", cwd=folder)
    here("declare", "actor", "City of Osh", "--key", "osh-city", cwd=folder)
    message = "`osh-city` and `osh` are each an actor and a place\n  "
    message += "say which: --as actor\n  or: --as place"
    refused(folder, 1, message, "osh-city", "osh", "-r", "one")
    done = merge(folder, "osh-city", "osh", "-r", "one", "--as", "place")
    assert done.err.startswith("merged place osh-city into osh; 1 other event names it\n")


def test_a_declaration_whose_key_events_name_stays_although_another_is_shown(folder: Path) -> None:
    declared = here("show", "mvd", "-f", "json", cwd=folder).json["declaration"]["id"]
    merge(folder, "mvd", "moi", "-r", "one")
    done = here("retract", declared, "-r", "not needed", cwd=folder)
    assert done == (
        1,
        "",
        (
            "error: 2 other events name the actor mvd\n"
            "  amend them first, or make it the same as another: "
            "timeline merge mvd KEY --reason ...\n"
        ),
    )


def test_merging_what_somebody_corrected_meanwhile_is_refused_with_3(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = amend.amend

    def raced(*given: object, **more: object) -> object:
        monkeypatch.setattr(amend, "amend", real)
        assert here("declare", "actor", "mvd", "--type", "unit", cwd=folder).code == 0
        return real(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(amend, "amend", raced)
    done = merge(folder, "mvd", "moi", "-r", "one")
    assert (done.code, done.out) == (3, "")
    assert re.fullmatch(
        r"error: (\w{16}) was corrected meanwhile, by \w{16}\n"
        r"  look at it, and correct what it is now: timeline show \1\n",
        done.err,
    )
    assert actors(folder)[:2] == [("moi", 2), ("mvd", 2)]


def test_what_a_merge_and_a_parting_project_is_what_a_rebuild_does(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "events")
    ledger.add(SETUP)
    ledger.open().db.close()

    def grown_and_whole() -> tuple[object, object]:
        grown = ledger.open().db
        found = tables(grown)
        grown.close()
        database.remove(ledger.folder)
        return found, tables(ledger.open().db)

    log = Log(ledger.folder, by="Aida")
    merged = log.merge("mvd", "moi", "one")
    grown, whole = grown_and_whole()
    assert grown == whole
    ledger.add("{date: 2018, kind: visit, title: Later, actors: [{actor: mvd, role: host}]}")
    grown, whole = grown_and_whole()
    assert grown == whole
    assert [row["happenings"] for row in log.actors("moi")] == [4]
    log.retract(merged.id, "two")
    grown, whole = grown_and_whole()
    assert grown == whole
    assert [row["happenings"] for row in log.actors("moi")] == [2]


def test_two_who_merge_either_way_make_one_of_which_the_first_declared_is_shown(
    tmp_path: Path,
) -> None:
    ledger = Ledger(tmp_path / "events")
    ids = {key: ledger.put(f"{key}.yaml", declared("actor", key)) for key in ("a", "b")}
    for key, other in (("a", "b"), ("b", "a")):
        said = {"event": "amendment", "amends": ids[key], "after": [ids[key]], "reason": "one"}
        ledger.put(f"{key}-{other}.yaml", {**said, "set": {"same_as": other}})
    (shown,) = here("actors", "-f", "json", cwd=tmp_path).json
    first = min(ids, key=lambda key: ids[key])
    assert shown["actor"] == first
    other = "b" if first == "a" else "a"
    done = merge(tmp_path, other, first, "-r", "one")
    assert done == (0, "", f"already the same: {other} is {first}\n")
    assert merge(tmp_path, first, other, "-r", "one").code == 1
    assert here("check", cwd=tmp_path).code == 0
