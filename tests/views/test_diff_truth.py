"""A diff never says what is not so: roles, new bodies, offices, levels, what lies in between."""

import sqlite3
from pathlib import Path

import pytest

from timeline.cli.diff.words import sections, summarise
from timeline.views.diff.counts import summary
from timeline.views.diff.diff import Diff, diff
from timeline.views.diff.machine import as_json, diff_rows
from timeline.views.query import Filters

from support.helpers import Ledger, Row, declared, happening, projected
from support.running import here

VIEWS = ("chronology", "actors", "programs", "figures", "places", "levels", "offices")


def told(found: Diff, heading: str) -> list[str]:
    return [f"{one.sign} {one.text}" for one in dict(sections(found)).get(heading, [])]


def compared(said: list[Row], before: str = "2016", after: str = "2018") -> Diff:
    return diff(projected(said), before, after, Filters(), views=VIEWS)


def part(who: str, role: str) -> list[Row]:
    return [{"actor": who, "role": role}]


def test_a_role_that_was_only_possible_is_not_lost() -> None:
    found = compared(
        [
            declared("actor", "undp", name="UNDP"),
            happening("[2016..2019]", "Some day", actors=part("undp", "partner")),
            happening("2017-05", "Sure", actors=part("undp", "organiser")),
        ]
    )
    (line,) = told(found, "Actors")
    assert "no longer" not in line
    assert "now organiser" in line
    (change,) = found.actors.changed
    assert change["fields"]["roles"] == [[], ["organiser"]]


def test_a_body_that_took_part_in_nothing_before_is_new(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "events")
    ledger.put("actors/a.yaml", declared("actor", "undp", name="UNDP"), "2026-01-01T00")
    event = happening("2017", "Visit", actors=part("undp", "host"))
    ledger.put("happenings/b.yaml", event, "2026-03-01T00")
    done = here("diff", "2026-02-01", "--clock", "recorded", "--view", "actors", cwd=tmp_path)
    assert done.lines == ["Actors", "  + UNDP: host; 1 happening"]


def test_levels_are_compared_by_the_newest_statement() -> None:
    def stated(date: str, value: str, **said: object) -> Row:
        figure = {"measure": "communities", "value": value, "unit": "community", "type": "level"}
        return happening(date, f"{value} in {date}", figures=[figure], **said)

    found = compared(
        [stated("2015", "9"), stated("2017", "12"), stated("2017", "3", places=["osh"])]
    )
    assert told(found, "Levels") == [
        "+ communities: 3 communities (2017)",
        "~ communities: 9 communities (2015) → 12 communities (2017)",
    ]
    again = compared([stated("2015", "9"), stated("2017", "9")])
    assert told(again, "Levels") == ["~ communities: 9 communities (2015) → the same (2017)"]
    # They still add up to nothing.
    assert not told(found, "Figures")


def test_places_are_compared() -> None:
    found = compared(
        [
            declared("place", "osh", name="Osh"),
            declared("place", "bishkek", name="Bishkek"),
            happening("2015", "A", places=["osh"]),
            happening("2017", "B", places=["osh"]),
            happening("2017", "C", places=["bishkek"]),
        ]
    )
    assert told(found, "Places") == ["+ Bishkek: 1 happening", "~ Osh: 1 → 2 happenings"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (happening("2018-03", "Visit"), "1 may have begun in between"),
        (
            happening("2018-03-10", "Visit", status="planned", announced="2018-01"),
            "1 planned for the time between",
        ),
        (happening("[..2020]", "Visit"), "1 may have been at any time before or after"),
    ],
)
def test_what_may_lie_in_between_is_no_answer_of_no_difference(said: Row, words: str) -> None:
    found = compared([said], "2018-03-05", "2018-03-20")
    assert summarise(found) == (
        f"nothing surely differs between the end of 2018-03-05 and that of 2018-03-20; {words}"
    )
    (row,) = found.between
    assert row["title"] == "Visit"
    assert as_json(found)["between"] == [row]
    assert [one["change"] for one in diff_rows(found)] == ["between"]
    assert found.differs == (not row["unbounded"])
    assert not compared([said], "2018-03-05", "2018-03-05").between


def test_offices_are_gained_and_lost() -> None:
    def head(date: str, who: str, *effects: str) -> Row:
        said = {"actor": who, "role": "subject", "capacity": "Head", "for": "osce"}
        return happening(date, f"{who} {date}", actors=[{**said, "effect": [*effects]}])

    found = compared(
        [
            *(declared("actor", who, name=who.upper()) for who in ("osce", "a", "b", "c", "d")),
            head("2015-01-01", "a", "starts"),
            head("2017-01-01", "a", "ends"),
            head("2017-01-01", "b", "starts"),
            head("2017-06-01", "c", "continues"),
            head("2014-01-01", "d", "starts"),
        ]
    )
    assert told(found, "Offices") == [
        "+ B, Head for OSCE: since 1 January 2017, no end on record",
        "? C, Head for OSCE: begun by 1 June 2017, no end on record",
        "- A, Head for OSCE: since 1 January 2015, until 1 January 2017",
    ]


def test_a_change_says_what_changed(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "events")
    text = "event: program\nprogram: p\nname: P\n"
    id_ = ledger.one(text)
    before = "2026-01-01"
    ledger.amend(id_, sequential="true")
    for line in here("diff", before, "--clock", "recorded", cwd=tmp_path).lines:
        assert not line.startswith("  ~") or ": " in line


def test_a_summary_reads_no_happening_whole(example: Path) -> None:
    from timeline.projection.database import open_fresh

    db: sqlite3.Connection = open_fresh(example / "events").db
    for clock, points in (("happened", ("2016", "2018")), ("recorded", ("2020", ""))):
        whole = diff(db, *points, Filters(), clock=clock)  # type: ignore[arg-type]
        ran: list[str] = []
        db.set_trace_callback(ran.append)
        light = diff(db, *points, Filters(), clock=clock, counts=True)  # type: ignore[arg-type]
        db.set_trace_callback(None)
        assert summary(light) == summary(whole)
        assert not [query for query in ran if "JOIN chronology" in query]
    db.close()
