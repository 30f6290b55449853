"""Importing histories of other systems: chains of corrections, re-additions, and what is refused.

Each history is told again, and grows, as such tables do; what it amounts to is told by a plain dict
(`histories.Model`).
"""

import contextlib
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from timeline.log import folder as log
from timeline.projection import database

from support import histories
from support.histories import ALWAYS, WORDS, Model, Row, Ways
from support.properties import SHARES_FIXTURE, examples
from support.running import Ran, here

HEAD = "No,Of,Op,At,Date,Title,Places\n"


def take(folder: Path, rows: str, *words: str) -> Ran:
    (folder / "h.csv").write_text(HEAD + rows, encoding="utf-8")
    return here("import", "csv", "h.csv", *WORDS, *ALWAYS, *words, cwd=folder)


def last(ran: Ran) -> str:
    return ran.err.splitlines()[-1]


def titles(folder: Path) -> dict[str, str]:
    """The date of each happening that stands, by its title."""
    return {row["title"]: row["date"] for row in here("list", "-f", "json", cwd=folder).json}


def shown(folder: Path, title: str) -> Any:
    return here("show", title, "-f", "json", cwd=folder).json


def adds_nothing(folder: Path, rows: str, *words: str) -> bool:
    before = log.scan(folder / "events")
    take(folder, rows, *words)
    return log.scan(folder / "events") == before


ADDED = "1,,add,,2018,T,\n"
INSTANTS = pytest.mark.parametrize("words", [(), ("--recorded-at", "At")], ids=["without", "with"])


@INSTANTS
def test_what_is_added_again_is_restored(words: tuple[str, ...], fresh: Path) -> None:
    rows = "".join(
        f"1,,{op},2019-01-0{day},{date},{title},\n"
        for day, (op, date, title) in enumerate(
            [
                ("add", "2018", "T"),
                ("retract", "", ""),
                ("add", "2018", "T"),
                ("retract", "", ""),
                ("add", "2019", "U"),
            ],
            1,
        )
    )
    ran = take(fresh, rows, *words)
    assert last(ran) == "imported: 1 new, 1 amended, 2 retracted, 1 restored"
    assert titles(fresh) == {"U": "2019"}
    assert adds_nothing(fresh, rows, *words)
    assert here("check", cwd=fresh).code == 0


def test_what_a_later_file_adds_again_is_restored(fresh: Path) -> None:
    for rows, said in (
        (ADDED, "imported: 1 new"),
        ("1,,retract,,,,\n", "imported: 0 new, 1 retracted"),
        (ADDED, "imported: 0 new, 1 restored"),
        ("1,,retract,,,,\n", "imported: 0 new, 1 retracted"),
        ("1,,add,,2019,U,\n", "imported: 0 new, 1 amended"),
    ):
        assert last(take(fresh, rows)) == said
        assert adds_nothing(fresh, rows)
    assert titles(fresh) == {"U": "2019"}


def test_what_people_withdrew_stays_so(fresh: Path) -> None:
    take(fresh, ADDED)
    by = here("retract", "T", "-r", "it did not take place", cwd=fresh).out.strip()
    ran = take(fresh, f"{ADDED}2,1,retract,,,,\n3,2,add,,2019,U,\n", "--keep-going")
    assert f"retracted by {by}\n  lift the retraction: timeline retract {by} --reason" in ran.err
    assert titles(fresh) == {}


def test_a_renamed_entry_is_one_event(fresh: Path) -> None:
    take(fresh, f"{ADDED}1,,retract,,,,\n1,,add,,2018,New name,\n")
    event = shown(fresh, "New name")
    assert event["body"]["refs"] == [{"scheme": "db", "id": "1"}]
    assert [one["event"] for one in event["corrections"]] == [
        "retraction",
        "retraction",
        "amendment",
    ]


def test_a_renamed_declaration_is_one_event(fresh: Path) -> None:
    table = "Ref,Op,Actor,Name\n1,add,moi,MoI\n1,retract,,\n1,add,moi,Ministry of Interior\n"
    (fresh / "a.csv").write_text(table, encoding="utf-8")
    words = ("--external-id", "db=Ref", "--operation", "Op", "--set", "event=actor")
    ran = here("import", "csv", "a.csv", *words, cwd=fresh)
    assert last(ran) == "imported: 1 new, 1 amended, 1 retracted"
    assert shown(fresh, "Ministry of Interior")["actor"] == "moi"
    again = here("import", "csv", "a.csv", *words, cwd=fresh)
    assert last(again) == "nothing to record: 0 new, 3 known already"


LEDGER = (
    ADDED
    + "2,1,correct,,,U,\n3,2,correct,,2019,,\n4,3,retract,,,,\n5,4,add,,2020,V,\n"
    + "6,5,correct,,,W,\n"
)


def test_a_chain_leads_to_the_event_it_began_with(fresh: Path) -> None:
    assert last(take(fresh, LEDGER)) == "imported: 1 new, 4 amended, 1 retracted"
    assert titles(fresh) == {"W": "2020"}
    assert adds_nothing(fresh, LEDGER)


def test_a_chain_goes_on_in_later_files(fresh: Path) -> None:
    for row in LEDGER.splitlines(keepends=True):
        assert take(fresh, row).code == 0
        assert adds_nothing(fresh, row)
    assert titles(fresh) == {"W": "2020"}
    assert adds_nothing(fresh, LEDGER)


def test_a_correction_that_changes_nothing_can_be_corrected_in_a_later_file(fresh: Path) -> None:
    assert take(fresh, f"{ADDED}2,1,correct,,,T,\n3,1,retract,,,,\n4,1,retract,,,,\n").code == 0
    assert take(fresh, "5,4,add,,2018,T,\n6,2,correct,,,U,\n").code == 0
    assert titles(fresh) == {"U": "2018"}


def test_a_chain_that_leads_nowhere_is_refused(fresh: Path) -> None:
    ran = take(fresh, "2,1,correct,,,U,\n3,2,correct,,,V,\n")
    assert ran.err.splitlines()[2:] == [
        "error: h.csv:2: nothing to correct: neither the log nor an earlier row has `1`",
        "  put the row that adds it before this one",
        "error: h.csv:3: nothing to correct: neither the log nor an earlier row has `2`",
        "  put the row that adds it before this one",
        "nothing was recorded: 0 new, 2 refused",
    ]


COMPLETED = "1 refused row was recorded after all, with later rows that correct what was wrong"


def test_a_later_row_adds_what_was_refused(fresh: Path) -> None:
    rows = "1,,add,,31/31/2018,T,Osh\n2,1,correct,,,U,\n3,2,correct,,2018-05-01,,\n"
    ran = take(fresh, rows, "--keep-going")
    assert ran.code == 1
    assert ran.err.splitlines()[-4:] == [
        "error: h.csv:3: nothing to correct: `1` was refused, in row 2",
        "  correct that row",
        COMPLETED.replace("1 refused row was", "2 refused rows were"),
        "imported: 1 new, 1 name declared, 2 refused",
    ]
    event = shown(fresh, "U")["body"]
    assert (event["date"], event["places"]) == ("2018-05-01", ["osh"])
    assert [one["id"] for one in event["refs"]] == ["1", "2", "3"]
    assert adds_nothing(fresh, rows, "--keep-going")


def test_without_keep_going_nothing_is_recorded(fresh: Path) -> None:
    ran = take(fresh, "1,,add,,no date,T,\n2,1,correct,,2018,,\n")
    assert (ran.code, log.scan(fresh / "events").files) == (1, ())
    assert COMPLETED not in ran.err


def test_a_later_row_completes_a_refused_correction(fresh: Path) -> None:
    rows = f"{ADDED}2,1,correct,,no date,U,Osh\n3,2,correct,,,V,\n4,3,correct,,2019,,\n"
    assert COMPLETED in take(fresh, rows, "--keep-going").err
    assert titles(fresh) == {"V": "2019"}
    assert shown(fresh, "V")["body"]["places"] == ["osh"]
    assert adds_nothing(fresh, rows, "--keep-going")


def test_an_identifier_of_another_entry_is_refused(fresh: Path) -> None:
    rows = f"{ADDED}2,,add,,2019,U,\n3,1,correct,,,V,\n3,2,correct,,,W,\n"
    ran = take(fresh, rows, "--keep-going")
    assert "h.csv:5: `3` is the id of a row of another entry already\n" in ran.err
    assert titles(fresh) == {"V": "2018", "U": "2019"}
    assert adds_nothing(fresh, rows, "--keep-going")


def test_what_fields_a_retraction_has_does_not_matter(fresh: Path) -> None:
    assert take(fresh, f"{ADDED}1,,retract,,no date,,\n").code == 0
    assert titles(fresh) == {}


def test_a_row_with_no_instant_adds_nothing_later(fresh: Path) -> None:
    rows = "1,,add,some day,2018,T,\n2,1,correct,2019-01-01,,U,\n"
    ran = take(fresh, rows, "--recorded-at", "At", "--keep-going")
    assert "nothing to correct: `1` was refused, in row 2\n" in ran.err
    assert titles(fresh) == {}


def state(folder: Path) -> dict[str, tuple[str, str, str]]:
    with contextlib.closing(database.open_fresh(folder / "events").db) as db:
        return histories.standing(db)


def follow(folder: Path, rows: list[Row], *words: str) -> None:
    take(folder, histories.table(rows).partition("\n")[2], "--keep-going", *words)


@examples(25, SHARES_FIXTURE)
@given(
    seed=st.integers(0, 1 << 30),
    ways=st.builds(Ways, st.booleans(), st.sampled_from([0.0, 0.2]), st.booleans()),
    cut=st.integers(0, 15),
    instants=st.booleans(),
)
# Rows in front of the addition; rows that only judging refuses; identifiers used again.
@example(seed=11153, ways=Ways(False, 0.2, True), cut=0, instants=True)
@example(seed=20257, ways=Ways(False, 0.2, True), cut=0, instants=True)
@example(seed=20177, ways=Ways(False, 0.2, False), cut=0, instants=False)
@example(seed=50396, ways=Ways(True, 0.2, True), cut=0, instants=True)
@example(seed=30069, ways=Ways(True, 0.2, False), cut=0, instants=True)
def test_a_history_amounts_to_what_a_dict_says(
    seed: int, ways: Ways, cut: int, instants: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("history")
    here("init", cwd=folder)
    words = ("--recorded-at", "At") if instants else ()
    rows = histories.rows(random.Random(seed), 15, ways)  # noqa: S311
    model = Model(instants=instants)
    model.follow(rows)
    if not ways.bad:
        # Mended rows apart, a history may grow.
        follow(folder, rows[:cut], *words)
    follow(folder, rows, *words)
    assert state(folder) == model.standing()
    before = log.scan(folder / "events")
    follow(folder, rows, *words)
    assert log.scan(folder / "events") == before
    assert here("check", cwd=folder).code == 0
