"""Whether an import knows again what it recorded: after merges, by other systems, in histories."""

import datetime as dt
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.log import folder as log

from support.helpers import Ledger
from support.properties import SHARES_FIXTURE, examples
from support.running import Ran, here


def take(folder: Path, table: str, *words: str) -> Ran:
    (folder / "t.csv").write_text(table, encoding="utf-8")
    return here("import", "csv", "t.csv", *words, cwd=folder)


def last(ran: Ran) -> str:
    return ran.err.splitlines()[-1]


def shown(folder: Path, name: str) -> Any:
    return here("show", name, "-f", "json", cwd=folder).json


def sound(folder: Path) -> bool:
    return here("check", cwd=folder).code == 0


VISITS = (
    "Ref,Op,At,Date,Title,Kind,Actors\n"
    "A,add,2019-01-01,2017,T,visit,host=MoI\n"
    "B,add,2019-01-01,2018,U,visit,host=Interior Ministry\n"
)
WAYS = {
    "without an identifier": (),
    "with an identifier": ("--external-id", "Ref"),
    "with a history": ("--external-id", "Ref", "--operation", "Op"),
    "with instants": ("--external-id", "Ref", "--operation", "Op", "--recorded-at", "At"),
}


@pytest.mark.parametrize("words", WAYS.values(), ids=WAYS)
def test_what_names_a_merged_key_is_known_again(words: tuple[str, ...], fresh: Path) -> None:
    assert take(fresh, VISITS, "--new", *words).code == 0
    here("merge", "moi", "interior-ministry", "--reason", "the same body", cwd=fresh)
    before = log.scan(fresh / "events")
    assert last(take(fresh, VISITS, *words)) == "nothing to record: 0 new, 2 known already"
    assert log.scan(fresh / "events") == before


def test_what_was_added_by_a_merged_key_is_not_added_by_the_other(fresh: Path) -> None:
    said = ("add", "2017", "T", "-k", "visit", "-a")
    here(*said, "host=MoI", "--new", cwd=fresh)
    here("declare", "actor", "Interior Ministry", cwd=fresh)
    here("merge", "moi", "interior-ministry", "--reason", "the same body", cwd=fresh)
    id_ = shown(fresh, "T")["id"]
    ran = here(*said, "host=Interior Ministry", cwd=fresh)
    assert (ran.code, ran.err) == (0, f"already recorded as {id_}\n")


def test_what_was_retracted_stays_so_when_its_key_is_merged(fresh: Path) -> None:
    words = WAYS["without an identifier"]
    take(fresh, VISITS, "--new", *words)
    here("merge", "moi", "interior-ministry", "--reason", "the same body", cwd=fresh)
    here("retract", "T", "--reason", "it did not take place", cwd=fresh)
    ran = take(fresh, VISITS, *words)
    assert ran.code == 1
    assert "`T` was recorded as " in ran.err


def test_identifiers_in_other_systems_stay(fresh: Path) -> None:
    one = "Ref,Date,Title,Kind\nA,2017,T,visit\n"
    other = one.replace("A,", "9,")
    take(fresh, one, "--external-id", "crm=Ref")
    here("amend", "T", "--ref", "erp=9", "--reason", "it is there, too", cwd=fresh)
    assert last(take(fresh, other, "--external-id", "erp=Ref")) == (
        "nothing to record: 0 new, 1 known already"
    )
    other = other.replace("2017", "2018")
    assert last(take(fresh, other, "--external-id", "erp=Ref")) == "imported: 0 new, 1 amended"
    assert [ref["scheme"] for ref in shown(fresh, "T")["body"]["refs"]] == ["crm", "erp"]
    assert last(take(fresh, one, "--external-id", "crm=Ref")) == (
        "nothing to record: 0 new, 1 known already"
    )


def test_identifiers_in_a_column_come_and_go(fresh: Path) -> None:
    words = ("--external-id", "crm=Ref")
    table = "Ref,Date,Title,Kind,Refs\nA,2017,T,visit,{}\n"
    take(fresh, table.format("iati=1"), *words)
    here("amend", "T", "--ref", "wikidata=Q1", "--reason", "found", cwd=fresh)
    assert take(fresh, table.format("iati=2"), *words).code == 0
    refs = [f"{ref['scheme']}={ref['id']}" for ref in shown(fresh, "T")["body"]["refs"]]
    assert refs == ["crm=A", "wikidata=Q1", "iati=2"]
    assert last(take(fresh, table.format("iati=2"), *words)).startswith("nothing to record")


@pytest.mark.parametrize("bad", [",2019,No id,visit\n", "B,2019,No id,visit,,extra\n"])
def test_a_row_that_may_be_the_missing_one_withdraws_nothing(bad: str, fresh: Path) -> None:
    words = ("--external-id", "crm=Ref", "--retract-missing", "--keep-going")
    table = "Ref,Date,Title,Kind\nA,2017,T,visit\n"
    take(fresh, f"{table}B,2018,U,visit\n", *words)
    ran = take(fresh, table + bad, *words)
    assert ran.code == 1
    assert "nothing was retracted: what could not be read may be what is missing\n" in ran.err


OPERATIONS = "No,Op,At,Date,Title,Kind\n1,add,2019-01-01,2018,T,visit\n"
CHANGES = ("U", "U", "V", "U", "", "V")


@pytest.mark.parametrize("instants", [(), ("--recorded-at", "At")], ids=["without", "with"])
def test_a_history_grows_a_row_at_a_time_and_is_there_once(
    instants: tuple[str, ...], fresh: Path
) -> None:
    words = ("--external-id", "No", "--operation", "Op", *instants)
    table = OPERATIONS
    take(fresh, table, *words)
    for title in CHANGES:
        # All of them on one day, as a table that knows no hours has them.
        table += f"1,correct,2019-01-02,,{title},\n"
        assert take(fresh, table, *words).code == 0
        if title:
            assert shown(fresh, title)["body"]["title"] == title
        assert last(take(fresh, table, *words)).startswith("nothing to record: 0 new")
    table += "1,retract,2019-01-03,,,\n"
    assert "1 retracted" in last(take(fresh, table, *words))
    assert last(take(fresh, table, *words)).startswith("nothing to record: 0 new")
    table += "1,retract,2019-01-04,,,\n"
    assert last(take(fresh, table, *words)).startswith("nothing to record: 0 new")
    assert sound(fresh)


STEPS = st.lists(
    st.tuples(st.sampled_from(["correct", "correct", "retract"]), st.sampled_from("TUV")),
    max_size=5,
)


@examples(15, SHARES_FIXTURE)
@given(steps=STEPS, cut=st.integers(0, 5), instants=st.booleans())
def test_any_history_is_there_once(
    steps: list[tuple[str, str]],
    cut: int,
    instants: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("history")
    here("init", cwd=folder)
    words = ["--external-id", "No", "--operation", "Op", "--keep-going"]
    words += ["--recorded-at", "At"] * instants
    rows = [f"1,{op},2019-01-02,,{title},\n" for op, title in steps]
    take(folder, OPERATIONS + "".join(rows[:cut]), *words)
    take(folder, OPERATIONS + "".join(rows), *words)
    before = log.scan(folder / "events")
    take(folder, OPERATIONS + "".join(rows), *words)
    assert log.scan(folder / "events") == before
    assert sound(folder)


def test_a_correction_by_hand_is_not_undone_by_a_history_that_is_told_again(fresh: Path) -> None:
    words = ("--external-id", "No", "--operation", "Op")
    table = f"{OPERATIONS}1,correct,,,U,\n"
    take(fresh, table, *words)
    here("amend", "U", "--title", "By hand", "--reason", "its name", cwd=fresh)
    assert last(take(fresh, table, *words)) == "nothing to record: 0 new, 2 known already"


def test_names_that_only_a_refused_change_has_are_declared_with_who_has_them(fresh: Path) -> None:
    take(fresh, "Ref,Date,Title,Kind\nA,2017,T,visit\n", "--external-id", "Ref")
    ran = take(
        fresh,
        "Ref,Date,Title,Kind,Places,Summary\nA,2017,T,visit,Osh,a\x07b\nB,2017,U,visit,Osh,\n",
        *("--external-id", "Ref", "--new", "--keep-going"),
    )
    assert last(ran) == "imported: 1 new, 1 name declared, 1 refused"
    assert sound(fresh)


def test_names_that_only_a_row_added_twice_has_are_declared_with_who_has_them(fresh: Path) -> None:
    table = "No,Op,Date,Title,Kind,Places\n1,add,2018,T,visit,\n1,add,2019,T,visit,Osh\n"
    ran = take(
        fresh,
        f"{table}2,add,2019,W,visit,Osh\n",
        *("--external-id", "No", "--operation", "Op", "--new", "--keep-going"),
    )
    assert last(ran) == "imported: 2 new, 1 name declared, 1 refused"
    assert sound(fresh)


def test_identifiers_are_compared_as_they_are_stored(fresh: Path) -> None:
    table = f"Ref,Date,Title,Kind\n{unicodedata.normalize('NFD', 'É1')},2017,T,visit\n"
    take(fresh, table, "--external-id", "Ref")
    ran = take(fresh, table.replace("2017", "2018"), "--external-id", "Ref")
    assert last(ran) == "imported: 0 new, 1 amended"


def test_each_kind_of_event_has_identifiers_of_its_own(fresh: Path) -> None:
    words = ("--external-id", "crm=Ref")
    take(fresh, "Ref,Date,Title,Kind\n1,2017,T,visit\n2,2018,U,visit\n", *words)
    actors = "Ref,Actor,Name\n1,moi,MoI\n3,un,UN\n"
    ran = take(fresh, actors, *words, "--set", "event=actor", "--retract-missing")
    assert last(ran) == "imported: 2 new"
    ran = take(fresh, actors.replace("MoI", "Ministry"), *words, "--set", "event=actor")
    assert last(ran) == "imported: 0 new, 1 amended, 1 known already"
    assert shown(fresh, "Ministry")["actor"] == "moi"


def test_a_declaration_that_vanished_is_withdrawn_unless_it_is_in_use(fresh: Path) -> None:
    words = ("--external-id", "crm=Ref", "--set", "event=actor")
    take(fresh, "Ref,Actor,Name\n1,moi,MoI\n2,osce,OSCE\n3,un,UN\n", *words)
    here("add", "2017", "T", "-k", "visit", "-a", "host=OSCE", cwd=fresh)
    ran = take(fresh, "Ref,Actor,Name\n1,moi,MoI\n", *words, "--retract-missing")
    assert (ran.code, ran.err.splitlines()[1:]) == (
        1,
        [
            "error: 1 other event names the actor osce",
            (
                "  amend them first, or make it the same as another: "
                "timeline merge osce KEY --reason ..."
            ),
            (
                "nothing was recorded: 0 new, 1 retracted, 1 known already, 1 refused; "
                "correct them, or take the rest: --keep-going"
            ),
        ],
    )
    ran = take(fresh, "Ref,Actor,Name\n1,moi,MoI\n", *words, "--retract-missing", "--keep-going")
    assert last(ran) == "imported: 0 new, 1 retracted, 1 known already, 1 refused"


def test_what_two_copies_of_a_log_withdrew_is_restored_at_once(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "events")
    words = ("--external-id", "crm=Ref", "--retract-missing")
    one = "Ref,Date,Title,Kind\nA,2017,T,visit\n"
    both = f"{one}B,2018,U,visit\n"
    take(tmp_path, both, *words)
    id_ = shown(tmp_path, "U")["id"]
    take(tmp_path, one, *words)
    refs = [{"scheme": "crm", "id": "B"}]
    said = {"event": "retraction", "retracts": id_, "after": [id_], "reason": "x", "refs": refs}
    ledger.put(
        "corrections/other.yaml", said, at=f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    )
    assert last(take(tmp_path, both, *words)) == "imported: 0 new, 1 restored, 1 known already"
    assert shown(tmp_path, "U")["id"] == id_
    assert last(take(tmp_path, both, *words)) == "nothing to record: 0 new, 2 known already"
    assert sound(tmp_path)


def test_entries_of_one_file_are_not_missing_in_another(fresh: Path) -> None:
    slide = (
        '{"events": [{"start_date": {"year": "%s"}, "text": {"headline": "T"}, "unique_id": "a"}]}'
    )
    for name, year in (("one.json", 2017), ("two.json", 2018)):
        (fresh / name).write_text(slide % year, encoding="utf-8")
        ran = here(
            *("import", "timelinejs", name, "--set", "kind=visit", "--retract-missing"), cwd=fresh
        )
        assert ran.err == "imported: 1 new\n"
    (fresh / "two.json").write_text((slide % 2018).replace('"a"', '"b"'), encoding="utf-8")
    ran = here("import", "timelinejs", "two.json", "--set", "kind=visit", cwd=fresh)
    assert ran.err.startswith("no longer there: two.json#a  ")
