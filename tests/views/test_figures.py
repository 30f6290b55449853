"""What `figures` answers: the numbers of the log in order, and what they add up to."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from timeline import Log
from timeline.base.errors import TimelineError
from timeline.views.figures import FIELDS, TotalRow, figures, totals

from support.helpers import Ledger, Row, ask, declared, happening, projected
from support.running import columns, here


def said(measure: str, value: str, unit: str = "person", **more: object) -> Row:
    return {"measure": measure, "value": value, **({"unit": unit} if unit else {}), **more}


def counted(date: str, *found: Row, **more: object) -> Row:
    return happening(date, more.pop("title", date), figures=list(found), **more)  # type: ignore[arg-type]


def rows(db: sqlite3.Connection, *measures: str, **filters: object) -> list[dict[str, Any]]:
    return [{**row} for row in figures(db, ask(db, **filters), measures)]


def sums(db: sqlite3.Connection, *measures: str, **filters: object) -> list[TotalRow]:
    ask(db, **filters)
    return totals(db, measures)


def values(db: sqlite3.Connection, **filters: object) -> list[object]:
    return [row["value"] for row in figures(db, ask(db, **filters))]


# Rows


def test_a_row_has_every_field_that_is_promised() -> None:
    programs: list[Row] = [{"program": "reform"}, {"program": "police"}]
    figure = said("trained", "250", bound="at-least", type="target", by={"sex": "female"})
    db = projected([counted("2017-06-01/..", figure, programs=programs, status="planned")])
    (row,) = rows(db)
    assert tuple(row) == FIELDS
    assert len(str(row.pop("happening"))) == 16
    assert row == {
        "measure": "trained",
        "unit": "person",
        "value": 250,
        "bound": "at-least",
        "type": "target",
        "by": {"sex": "female"},
        "date": "2017-06-01/..",
        "match": None,
        "status": "planned",
        "program": "reform",
        "programs": ["reform", "police"],
        "title": "2017-06-01/..",
        "last_seen": "2026-01-01",
        "last_seen_date": "2026-01-01",
        "unbounded": False,
    }


def test_what_is_not_said_is_null_and_the_rest_has_its_default() -> None:
    (row,) = rows(projected([counted("2017", said("trained", "5", unit=""))]))
    assert (row["unit"], row["by"], row["program"], row["programs"]) == (None, None, None, [])
    assert (row["bound"], row["type"], row["last_seen"]) == ("exact", "actual", None)


def test_figures_come_by_measure_then_unit_then_date_then_as_recorded() -> None:
    db = projected(
        [
            counted("2018", said("b", "5"), said("a", "4")),
            counted("2017-21", said("a", "2"), said("a", "3")),
            counted("2017-12", said("a", "9", "day"), said("a", "1", "")),
            counted("2017-01", said("b", "6")),
        ]
    )
    assert values(db) == [1, 9, 2, 3, 4, 6, 5]


DB = [
    declared("place", "osh"),
    declared("place", "uzgen", part_of="osh"),
    counted("2016", said("trained", "10"), places=["osh"]),
    counted("2017", said("trained", "20"), places=["uzgen"], kind="training"),
    counted("2018", said("trained", "30"), said("visited", "7"), status="planned"),
]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, [10, 20, 30, 7]),
        ({"place": "osh"}, [10, 20]),
        ({"place": "osh", "no_parts": True}, [10]),
        ({"kind": "training"}, [20]),
        ({"during": "2017"}, [20]),
        ({"from_": "2017"}, [20, 30, 7]),
        ({"status": "planned"}, [30, 7]),
        ({"measure": "visited"}, [30, 7]),
        ({"kind": "launch"}, []),
    ],
)
def test_filters_pick_the_happenings_whose_figures_are_told(
    filters: dict[str, object], found: list[int]
) -> None:
    assert values(projected(DB), **filters) == found


def test_one_measure_is_told_alone() -> None:
    db = projected(DB)
    assert [row["value"] for row in rows(db, "visited")] == [7]
    assert [row["value"] for row in rows(db, "trained", during="2017")] == [20]


def test_as_of_a_day_what_may_have_happened_is_marked() -> None:
    db = projected(DB[2:4])
    found = [(row["value"], row["match"]) for row in rows(db, as_of="2017-06-30")]
    assert found == [(10, "certain"), (20, "possible")]
    assert values(db, as_of="2017-06-30", certain=True) == [10]
    assert values(db, as_of="2015") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("250", 250),
        ("-3", -3),
        ("0", 0),
        ("12.5", 12.5),
        ("0.1", 0.1),
        ("2.50", 2.5),
        ("999999999999999", 999_999_999_999_999),
    ],
)
def test_numbers_are_numbers(text: str, number: float) -> None:
    (row,) = rows(projected([counted("2017", said("trained", text))]))
    assert row["value"] == number
    assert isinstance(row["value"], int | float)


# Totals


def test_a_total_has_every_field_that_is_promised() -> None:
    db = projected([counted("2016", said("trained", "10")), counted("2017", said("trained", "5"))])
    assert sums(db) == [
        {
            "key": "trained (person)",
            "measure": "trained",
            "unit": "person",
            "total": 15,
            "bound": "exact",
            "count": 2,
            "possible": None,
            "match": "certain",
        }
    ]


def test_the_totals_are_of_the_measure_that_is_asked_for() -> None:
    db = projected([counted("2017", said("trained", "10"), said("visited", "5"))])
    assert [row["measure"] for row in sums(db)] == ["trained", "visited"]
    assert [row["measure"] for row in sums(db, "visited")] == ["visited"]


def test_a_measure_that_ends_like_a_unit_has_its_own_total() -> None:
    both = said("support", "1", "USD"), said("support (USD)", "2", "")
    assert [row["total"] for row in sums(projected([counted("2017", *both)]))] == [1, 2]


def test_where_nothing_is_certain_the_total_is_a_possible_one() -> None:
    db = projected([counted("2017", said("a", "3")), counted("2017", said("a", "4"), title="B")])
    (row,) = sums(db, as_of="2017-06-30")
    assert (row["total"], row["count"], row["possible"], row["match"]) == (7, 2, None, "possible")


def split(value: str, **by: str) -> Row:
    return said("trained", value, by=by)


@pytest.mark.parametrize(
    ("found", "total", "count"),
    [
        # The whole is stated, so that its parts add nothing.
        ([said("trained", "60"), split("25", sex="female"), split("35", sex="male")], 60, 1),
        ([split("25", sex="female"), said("trained", "60")], 60, 1),
        # Only the parts are.
        ([split("25", sex="female"), split("35", sex="male")], 60, 2),
        # They are split twice; whoever was counted by sex is there by age again.
        ([split("25", sex="f"), split("35", sex="m"), split("40", age="young")], 60, 2),
        # A split by both has parts of its own.
        ([split("5", sex="f", age="old"), split("9", age="old", sex="m")], 14, 2),
        # What is of another unit or type is no whole of these.
        ([said("trained", "9", "group"), split("25", sex="f")], 25, 1),
        ([said("trained", "90", type="target"), split("25", sex="f")], 25, 1),
    ],
)
def test_nobody_is_counted_in_a_whole_and_in_its_parts(
    found: list[Row], total: int, count: int
) -> None:
    row = next(r for r in sums(projected([counted("2017", *found)])) if r["unit"] == "person")
    assert (row["total"], row["count"]) == (total, count)


def test_the_parts_of_one_happening_add_to_the_whole_of_another() -> None:
    db = projected([counted("2016", said("trained", "60")), counted("2017", split("5", sex="f"))])
    assert [(row["total"], row["count"]) for row in sums(db)] == [(65, 2)]


# The command


@pytest.fixture
def cwd(tmp_path: Path) -> Path:
    ledger = Ledger(tmp_path / "events")
    for one in (
        counted("2016", said("people trained", "1000", bound="at-least"), title="First"),
        counted("2017", said("people trained", "60.5", by={"sex": "female"}), title="Second"),
        counted("2018", said("people trained", "7", type="target"), title="Third"),
        counted("2018", said("length", "2", "day", bound="about"), title="Fourth"),
    ):
        ledger.put(f"{one['title']}.yaml", one)
    ledger.open().db.close()
    return tmp_path


def test_the_table_tells_measure_value_type_split_and_date(cwd: Path) -> None:
    done = here("figures", cwd=cwd)
    assert done.code == 0
    assert [" ".join(line.split()[:-1]) for line in done.lines[2:]] == [
        "length about 2 days actual 2018 Fourth",
        "people trained at least 1,000 people actual 2016 First",
        "people trained, sex female 60.5 people actual 2017 Second",
        "people trained 7 people target 2018 Third",
    ]


def test_totals_are_told_on_stderr_where_several_figures_add_up(cwd: Path) -> None:
    total = "people trained, 2 figures: at least 1,060.5 people\n"
    assert here("figures", cwd=cwd).err == f"4 figures\n{total}"
    assert here("figures", "people trained", cwd=cwd).err == f"3 figures\n{total}"
    assert here("figures", "--from", "2017", cwd=cwd).err == "3 figures\n"
    assert here("figures", "length", cwd=cwd).err == "1 figure\n"
    assert here("figures", "--kind", "launch", cwd=cwd) == (0, "", "0 figures\n")
    assert here("figures", "-q", cwd=cwd).err == ""


def test_totals_say_what_is_only_possible(cwd: Path) -> None:
    assert here("figures", "--as-of", "2017-06-30", cwd=cwd).err == (
        "2 figures\npeople trained, 1 figure: at least 1,000 people, possibly 60.5 more\n"
    )
    assert here("figures", "--as-of", "2017-06-30", "--certain", cwd=cwd).err == "1 figure\n"
    here("add", "2017", "More", "-k", "visit", "--figure", "people trained=9 person", cwd=cwd)
    asked = ("figures", "--from", "2017-06", "--as-of", "2017-06-30")
    assert here(*asked, cwd=cwd).err == "2 figures\n? people trained, 2 figures: 69.5 people\n"


def test_the_machine_formats_have_numbers_and_maps(cwd: Path) -> None:
    found = here("figures", "people trained", "-f", "json", cwd=cwd).json
    assert [row["value"] for row in found] == [1000, 60.5, 7]
    assert [type(row["value"]) for row in found] == [int, float, int]
    assert [row["by"] for row in found] == [None, {"sex": "female"}, None]
    assert all(tuple(row) == FIELDS for row in found)
    lines = here("figures", "people trained", "-f", "jsonl", cwd=cwd).lines
    assert [json.loads(line) for line in lines] == found
    read = here("figures", "people trained", "-f", "csv", cwd=cwd).csv
    assert [row["value"] for row in read] == ["1000", "60.5", "7"]
    assert [row["by"] for row in read] == ["", '{"sex": "female"}', ""]
    assert tuple(read[0]) == FIELDS


def test_a_number_below_nothing_is_a_number_in_csv(cwd: Path) -> None:
    here("add", "2019", "Less", "-k", "visit", "--figure", "change=-5 percent", cwd=cwd)
    (row,) = here("figures", "change", "-f", "csv", cwd=cwd).csv
    assert row["value"] == "-5"


def test_an_unknown_measure_is_refused_with_the_nearest(cwd: Path) -> None:
    assert here("figures", "people traned", cwd=cwd) == (
        1,
        "",
        "error: no measure `people traned`\n  did you mean people trained?\n",
    )
    assert here("figures", "trained", cwd=cwd).err.endswith("  did you mean people trained?\n")
    nothing = "error: no measure `qqqq`\n  the log has length, people trained\n"
    assert here("figures", "qqqq", cwd=cwd) == (1, "", nothing)
    assert here("figures", "PEOPLE  Trained", cwd=cwd).code == 0


def test_a_log_without_figures_has_none(fresh: Path) -> None:
    assert here("figures", cwd=fresh) == (0, "", "0 figures\n")
    assert here("figures", "-f", "json", cwd=fresh).json == []
    assert here("figures", "x", cwd=fresh).code == 1


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_table_fits_a_terminal_and_tells_a_target_from_what_was_reached(
    width: int, cwd: Path
) -> None:
    done = here("figures", cwd=cwd, width=width)
    assert all(columns(line) <= width for line in done.lines)
    assert done.out.count("actual") == 3
    assert done.out.count("target") == 1


def test_python_has_the_rows_of_the_command(cwd: Path) -> None:
    log = Log(cwd / "events")
    assert log.figures() == here("figures", "-f", "json", cwd=cwd).json
    alone: Any = log.figures("People Trained", as_of=2017, certain=True)
    assert [row["value"] for row in alone] == [1000, 60.5]
    assert log.figures(kind="launch") == []
    with pytest.raises(TimelineError, match="no measure `people traned`"):
        log.figures("people traned")
