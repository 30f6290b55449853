"""Importing what another system exports again and again, or with its whole history."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.log import folder as log

from support.properties import SHARES_FIXTURE, examples
from support.running import Ran, here

FIRST = """\
Ref,Date,Title,Kind,Places
A,2017-05-04,Training one,training,Osh
B,2017-06-04,Training two,training,Osh
C,2017-07-04,Training three,training,Naryn
"""
SECOND = """\
Ref,Date,Title,Kind,Places
A,2017-05-05,Training one,training,
B,2017-06-04,Training two,training,Osh
D,2017-08-04,Training four,training,Naryn
"""


def take(folder: Path, table: str, *words: str) -> Ran:
    (folder / "t.csv").write_text(table, encoding="utf-8")
    return here("import", "csv", "t.csv", "--external-id", "crm=Ref", "--new", *words, cwd=folder)


def titles(folder: Path, *words: str) -> dict[str, str]:
    """The date of each happening, by its title."""
    rows = here("list", *words, "-f", "json", cwd=folder).json
    return {row["title"]: row["date"] for row in rows}


def shown(folder: Path, title: str) -> Any:
    return here("show", title, "-f", "json", cwd=folder).json


@pytest.fixture
def once(fresh: Path) -> Path:
    """A log into which the first table was imported."""
    assert take(fresh, FIRST).code == 0
    return fresh


def test_an_identifier_becomes_a_reference(once: Path) -> None:
    assert shown(once, "Training one")["body"]["refs"] == [{"scheme": "crm", "id": "A"}]


def test_a_refused_row_takes_no_name_from_the_row_before_it(fresh: Path) -> None:
    table = "Ref,Date,Title,Kind,Places\nA,2017,One,training,Osh\nA,2018,Two,training,Osh\n"
    ran = take(fresh, table + "B,2019,Three,training,Osh\n", "--keep-going")
    assert ran.err.count("new place: Osh (osh)") == 1
    assert "1 name declared, 1 refused" in ran.err


def test_the_scheme_is_called_like_the_column_if_nothing_else_is_said(fresh: Path) -> None:
    (fresh / "t.csv").write_text(FIRST, encoding="utf-8")
    here("import", "csv", "t.csv", "--external-id", "Ref", "--new", cwd=fresh)
    assert shown(fresh, "Training one")["body"]["refs"] == [{"scheme": "ref", "id": "A"}]


def test_the_same_export_again_says_nothing_new(once: Path) -> None:
    before = log.scan(once / "events")
    assert take(once, FIRST).err.endswith("nothing to record: 0 new, 3 known already\n")
    assert log.scan(once / "events") == before


def test_what_changed_becomes_an_amendment_and_what_vanished_is_listed(once: Path) -> None:
    gone = shown(once, "Training three")["id"]
    ran = take(once, SECOND)
    assert ran.code == 0
    assert ran.err.splitlines()[1:] == [
        f"no longer there: C  {gone}  Training three",
        "to withdraw what is no longer there: --retract-missing",
        "imported: 1 new, 1 amended, 1 known already",
    ]
    (amendment,) = shown(once, "Training one")["corrections"]
    assert amendment["set"] == {"date": "2017-05-05"}
    assert amendment["unset"] == ["places"]
    assert amendment["reason"] == "import of t.csv"
    assert len(titles(once)) == 4


def test_why_things_changed_can_be_said(once: Path) -> None:
    take(once, SECOND, "--reason", "export of June", "--retract-missing")
    (amendment,) = shown(once, "Training one")["corrections"]
    assert amendment["reason"] == "export of June"
    (retraction,) = shown(once, "Training three")["corrections"]
    assert retraction["reason"] == "export of June"


def test_what_vanished_is_withdrawn_when_asked_for(once: Path) -> None:
    ran = take(once, SECOND, "--retract-missing")
    assert ran.err.endswith("imported: 1 new, 1 amended, 1 retracted, 1 known already\n")
    assert "Training three" not in titles(once)
    assert take(once, SECOND, "--retract-missing").err.endswith(
        "nothing to record: 0 new, 3 known already\n"
    )


def test_nothing_is_withdrawn_when_what_is_missing_may_be_unreadable(once: Path) -> None:
    ran = take(once, SECOND + 'E,2017,"T"x,visit,\n', "--retract-missing", "--keep-going")
    assert ran.code == 1
    assert "nothing was retracted: what could not be read may be what is missing\n" in ran.err
    assert "Training three" in titles(once)


def test_what_vanished_and_is_there_again_is_restored(once: Path) -> None:
    take(once, SECOND, "--retract-missing")
    ran = take(once, FIRST)
    assert ran.err.endswith("imported: 0 new, 1 amended, 1 restored, 1 known already\n")
    assert "Training three" in titles(once)
    take(once, SECOND, "--retract-missing")
    ran = take(once, FIRST.replace("2017-07-04", "2017-07-05"))
    assert ran.err.endswith("imported: 0 new, 2 amended, 1 known already\n")
    assert titles(once)["Training three"] == "2017-07-05"


def test_what_people_withdrew_is_not_restored(once: Path) -> None:
    here("retract", "Training three", "-r", "it did not take place", cwd=once)
    assert take(once, FIRST).err.endswith("nothing to record: 0 new, 3 known already\n")


def test_a_refused_row_that_is_known_is_not_missing(once: Path) -> None:
    table = FIRST.replace("2017-07-04", "no date")
    ran = take(once, table, "--retract-missing", "--keep-going")
    assert "no longer there" not in ran.err
    assert "Training three" in titles(once)


def test_what_was_corrected_by_hand_stays(once: Path) -> None:
    here("amend", "Training one", "--title", "Course one", "-r", "its name", cwd=once)
    assert take(once, FIRST).err.endswith("nothing to record: 0 new, 3 known already\n")
    take(once, SECOND)
    assert titles(once)["Course one"] == "2017-05-05"


def test_going_back_to_what_was_said_before_is_a_change(once: Path) -> None:
    take(once, SECOND)
    assert take(once, FIRST).err.endswith("imported: 0 new, 1 amended, 2 known already\n")
    assert titles(once)["Training one"] == "2017-05-04"


def test_what_was_withdrawn_here_is_not_changed(once: Path) -> None:
    id_ = shown(once, "Training one")["id"]
    by = here("retract", "Training one", "-r", "no", cwd=once).out.strip()
    assert take(once, FIRST).code == 0
    ran = take(once, SECOND)
    assert ran.code == 1
    assert (
        f"error: t.csv:2: it changes {id_}, which was retracted by {by}\n"
        f"  lift the retraction: timeline retract {by} --reason ...\n"
    ) in ran.err


def test_identifiers_may_be_given_later(fresh: Path) -> None:
    (fresh / "t.csv").write_text(FIRST, encoding="utf-8")
    here("import", "csv", "t.csv", "--new", cwd=fresh)
    here("add", "2016", "By hand", "-k", "visit", cwd=fresh)
    assert take(fresh, FIRST).err.endswith("imported: 0 new, 3 amended\n")
    assert shown(fresh, "Training one")["body"]["refs"] == [{"scheme": "crm", "id": "A"}]
    assert take(fresh, FIRST).err.endswith("nothing to record: 0 new, 3 known already\n")
    assert take(fresh, SECOND).err.endswith("imported: 1 new, 1 amended, 1 known already\n")
    assert titles(fresh)["Training one"] == "2017-05-05"


def test_two_rows_that_say_the_same_are_two_when_their_identifiers_are(fresh: Path) -> None:
    table = "Ref,Date,Title,Kind,Places\nA,2017,T,visit,\n"
    (fresh / "t.csv").write_text(table, encoding="utf-8")
    here("import", "csv", "t.csv", "--new", cwd=fresh)
    table += "B,2017,T,visit,\n"
    assert take(fresh, table).err.endswith("imported: 1 new, 1 amended\n")
    assert take(fresh, table).err.endswith("nothing to record: 0 new, 2 known already\n")


def test_a_dry_run_says_what_would_be_amended(once: Path) -> None:
    one, two = shown(once, "Training one")["id"], shown(once, "Training two")["id"]
    before = log.scan(once / "events")
    assert take(once, SECOND, "--dry-run", "--retract-missing").out == (
        f"t.csv:2: amends {one}: Training one, 2017-05-05\n"
        f"t.csv:3: known as {two}: Training two, 2017-06-04\n"
        "t.csv:4: new: Training four, 2017-08-04\n"
        f"retracts {shown(once, 'Training three')['id']}: Training three\n"
    )
    assert log.scan(once / "events") == before


def test_rows_refer_to_each_other_by_their_identifiers(fresh: Path) -> None:
    table = "Ref,Date,Title,Kind,Part of\nA,2017,Week,visit,\nB,2017-05-04,Day,visit,A\n"
    assert take(fresh, table).code == 0
    assert take(fresh, table).code == 0
    table = table.replace("B,", "C,").replace("Day", "Other")
    assert take(fresh, table).code == 0
    week = shown(fresh, "Week")["id"]
    assert shown(fresh, "Other")["body"]["part_of"] == week


HISTORY = """\
No,Of,Op,Recorded,Recorded by,Reason,Date,Title,Kind
1,,add,2019-01-01,Bek,,2018-05-01,First,visit
2,,add,2019-01-02,Bek,,2018-05-02,Second,visit
3,1,correct,2019-02-01 10:00,Cem,wrong day,2018-05-03,,
4,2,retract,2019-03-01,Cem,never happened,,,
5,1,correct,2019-04-01T10:00:00+06:00,Cem,,,First visit,
"""


def follow(folder: Path, table: str, *words: str) -> Ran:
    (folder / "h.csv").write_text(table, encoding="utf-8")
    columns = ["--external-id", "db=No", "--operation", "Op", "--refers-to", "Of"]
    columns += ["--recorded-at", "Recorded"]
    return here("import", "csv", "h.csv", *columns, *words, cwd=folder)


def test_a_history_is_taken_over_with_its_own_instants(fresh: Path) -> None:
    ran = follow(fresh, HISTORY)
    assert ran.code == 0, ran.err
    assert ran.err.endswith("imported: 2 new, 2 amended, 1 retracted\n")
    assert titles(fresh) == {"First visit": "2018-05-03"}
    assert titles(fresh, "--as-recorded", "2019-01-31") == {
        "First": "2018-05-01",
        "Second": "2018-05-02",
    }
    assert titles(fresh, "--as-recorded", "2019-03-15") == {"First": "2018-05-03"}
    first = shown(fresh, "First visit")
    assert [one["reason"] for one in first["corrections"]] == ["wrong day", "import of h.csv"]
    assert [one["recorded_by"] for one in first["corrections"]] == ["Cem", "Cem"]
    recorded = first["body"]["recorded"]
    assert (recorded["at"], recorded["by"]) == ("2019-01-01T00:00:00.000000Z", "Bek")
    assert recorded["entered"] > "2026"
    assert here("check", cwd=fresh).code == 0


def test_a_history_taken_over_twice_is_there_once(fresh: Path) -> None:
    follow(fresh, HISTORY)
    before = log.scan(fresh / "events")
    assert follow(fresh, HISTORY).err.endswith("nothing to record: 0 new, 5 known already\n")
    assert log.scan(fresh / "events") == before


def test_a_longer_history_adds_what_is_new(fresh: Path) -> None:
    follow(fresh, "".join(HISTORY.splitlines(keepends=True)[:3]))
    ran = follow(fresh, HISTORY)
    assert ran.err.endswith("imported: 0 new, 2 amended, 1 retracted, 2 known already\n")
    assert titles(fresh) == {"First visit": "2018-05-03"}


def test_an_identifier_may_stand_for_what_it_corrects(fresh: Path) -> None:
    table = "No,Op,Date,Title,Kind\n1,new,2018,T,visit\n1,updated,2019,,\n1,deleted,,,\n"
    (fresh / "h.csv").write_text(table, encoding="utf-8")
    ran = here("import", "csv", "h.csv", "--external-id", "No", "--operation", "Op", cwd=fresh)
    assert ran.code == 0, ran.err
    assert ran.err.endswith("imported: 1 new, 1 amended, 1 retracted\n")
    assert titles(fresh) == {}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "6,9,correct,2019-04-01,Cem,,,X,",
            (
                "error: h.csv:7: nothing to correct: neither the log nor an earlier row has `9`\n"
                "  put the row that adds it before this one\n"
            ),
        ),
        (
            "7,1,frob,2019-04-01,Cem,,,X,",
            (
                "error: h.csv:7: column Op: `frob` is none of add, correct and retract\n"
                "  say in a mapping file what it means: operations\n"
            ),
        ),
        (
            "6,2,correct,2019-04-01,Cem,,,X,",
            "which was retracted by",
        ),
        (
            "1,,add,2019-04-01,Cem,,2018,Other,visit",
            "error: h.csv:7: `1` was added already, as ",
        ),
    ],
)
def test_a_history_that_does_not_follow_is_refused(row: str, message: str, fresh: Path) -> None:
    ran = follow(fresh, HISTORY + row + "\n")
    assert ran.code == 1
    assert message in ran.err
    assert "no longer there" not in ran.err
    assert not log.scan(fresh / "events").files


def test_words_for_operations_can_be_mapped(fresh: Path) -> None:
    (fresh / "m.yaml").write_text(
        "fields: {date: D, title: T, kind: {constant: visit}}\n"
        "external_id: No\nscheme: db\noperation: Op\noperations: {N: add, X: retract}\n",
        encoding="utf-8",
    )
    (fresh / "h.csv").write_text("No,Op,D,T\n1,N,2018,T\n1,X,,\n", encoding="utf-8")
    ran = here("import", "csv", "h.csv", "--mapping", "m.yaml", cwd=fresh)
    assert ran.err.endswith("imported: 1 new, 1 retracted\n")


def test_a_recording_without_corrections_needs_no_identifier(fresh: Path) -> None:
    (fresh / "t.csv").write_text(
        "Date,Title,Kind,Entered\n2017,T,visit,2018-01-01\n", encoding="utf-8"
    )
    ran = here("import", "csv", "t.csv", "--recorded-at", "Entered", cwd=fresh)
    assert ran.code == 0
    assert titles(fresh, "--as-recorded", "2018-01-01") == {"T": "2017"}
    assert titles(fresh, "--as-recorded", "2017-12-31") == {}


ROWS = st.dictionaries(
    st.sampled_from("ABCD"),
    st.tuples(st.sampled_from(["2017", "2018-05"]), st.sampled_from(["One", "Two"])),
    max_size=4,
)


@examples(15, SHARES_FIXTURE)
@given(exports=st.lists(ROWS, min_size=1, max_size=4))
def test_after_each_export_the_log_says_what_the_export_says(
    exports: list[dict[str, tuple[str, str]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("mirror")
    here("init", cwd=folder)
    for export in exports:
        # One that is always there, so that the scheme is known when all others are gone.
        rows = "".join(
            f"{ref},{date},{title} {ref},visit,\n" for ref, (date, title) in export.items()
        )
        ran = take(
            folder, f"Ref,Date,Title,Kind,Places\nZ,2017,Z,visit,\n{rows}", "--retract-missing"
        )
        assert ran.code == 0, ran.err
        said = {f"{title} {ref}": date for ref, (date, title) in export.items()}
        assert titles(folder) == {"Z": "2017", **said}
    assert here("check", cwd=folder).code == 0
