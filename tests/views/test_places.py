"""What `places` answers: how much happened in each, the places that lie in it included."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from timeline import Log
from timeline.base.errors import TimelineError
from timeline.views.places import FIELDS, PlaceRow, places

from support.helpers import Ledger, Row, ask, declared, happening, projected
from support.running import columns, here

DECLARED: list[Row] = [
    declared("place", "kg", name="Kyrgyzstan", names=["Kyrgyz Republic", "КР"], type="country"),
    declared("place", "osh", name="Osh oblast", type="region", part_of="kg"),
    declared("place", "uzgen", name="Uzgen", part_of="osh", coordinates="40.77, 73.30"),
    declared("place", "empty", name="empty"),
]
SAID: list[Row] = [
    happening("2016", "In the region", places=["osh"]),
    happening("2017", "In the town", places=["uzgen"], kind="training"),
    happening("2018", "In both", places=["osh", "uzgen", "kg"]),
    happening("2019", "To come", places=["uzgen"], status="planned"),
]


@pytest.fixture(scope="module")
def db() -> sqlite3.Connection:
    return projected([*DECLARED, *SAID])


def rows(
    db: sqlite3.Connection, key: str | None = None, *, parts: bool = True, **filters: object
) -> list[PlaceRow]:
    return places(db, ask(db, **filters), key, parts=parts)


def counts(found: list[PlaceRow]) -> dict[object, tuple[object, object]]:
    return {row["place"]: (row["happenings"], row["possible"]) for row in found}


def test_a_row_has_every_field_that_is_promised(db: sqlite3.Connection) -> None:
    (row,) = rows(db, "kg")
    assert tuple(row) == FIELDS
    assert row == {
        "place": "kg",
        "name": "Kyrgyzstan",
        "short": None,
        "names": ["Kyrgyz Republic", "КР"],
        "type": "country",
        "part_of": None,
        "coordinates": None,
        "happenings": 3,
        "possible": 0,
        "unbounded": 0,
        "first": "2016",
        "last": "2018",
        "match": None,
    }


def test_what_is_not_said_is_null_or_an_empty_list(db: sqlite3.Connection) -> None:
    (row,) = rows(db, "empty")
    assert [row[name] for name in ("type", "part_of", "coordinates", "first", "last")] == [None] * 5
    assert (row["names"], row["happenings"], row["possible"]) == ([], 0, 0)
    assert rows(db, "uzgen")[0]["coordinates"] == "40.77, 73.30"


def test_what_happened_in_a_part_counts_for_the_whole_once(db: sqlite3.Connection) -> None:
    """The last of the three names the town, its region and the country."""
    found = counts(rows(db))
    assert found == {"empty": (0, 0), "kg": (3, 0), "osh": (3, 0), "uzgen": (2, 0)}


def test_without_parts_only_what_names_the_place_counts(db: sqlite3.Connection) -> None:
    found = counts(rows(db, parts=False))
    assert found == {"empty": (0, 0), "kg": (1, 0), "osh": (2, 0), "uzgen": (2, 0)}


def test_places_come_by_name_in_any_case(db: sqlite3.Connection) -> None:
    assert [row["name"] for row in rows(db)] == ["empty", "Kyrgyzstan", "Osh oblast", "Uzgen"]


def test_with_a_filter_places_where_nothing_happened_are_left_out(db: sqlite3.Connection) -> None:
    assert counts(rows(db, kind="training")) == {"kg": (1, 0), "osh": (1, 0), "uzgen": (1, 0)}
    assert counts(rows(db, during="2016")) == {"kg": (1, 0), "osh": (1, 0)}
    assert counts(rows(db, during="2016", parts=False)) == {"osh": (1, 0)}
    assert rows(db, status="planned") == []
    assert rows(db, kind="launch") == []


def test_the_one_that_is_named_is_told_even_where_nothing_happened(db: sqlite3.Connection) -> None:
    assert counts(rows(db, "empty", kind="training")) == {"empty": (0, 0)}


def test_as_of_a_day_the_possible_are_counted_beside_the_certain(db: sqlite3.Connection) -> None:
    found = rows(db, as_of="2017-06-30")
    assert counts(found) == {"kg": (1, 1), "osh": (1, 1), "uzgen": (0, 1)}
    matches = {row["place"]: (row["match"], row["first"], row["last"]) for row in found}
    assert matches == {
        "kg": ("certain", "2016", "2016"),
        "osh": ("certain", "2016", "2016"),
        "uzgen": ("possible", "2017", "2017"),
    }
    assert counts(rows(db, as_of="2017-06-30", certain=True)) == {"kg": (1, 0), "osh": (1, 0)}
    assert rows(db, as_of="2015") == []


def test_another_key_of_a_place_is_that_place() -> None:
    found = projected(
        [
            *DECLARED,
            declared("place", "uzgon", name="Өзгөн", same_as="uzgen"),
            happening("2017", places=["uzgon"]),
            happening("2018", places=["uzgon", "uzgen"]),
        ]
    )
    assert counts(rows(found)) == {"empty": (0, 0), "kg": (2, 0), "osh": (2, 0), "uzgen": (2, 0)}
    assert rows(found, "uzgen")[0]["names"] == ["uzgon", "Өзгөн"]


def test_places_that_lie_in_each_other_count_once() -> None:
    found = projected(
        [
            declared("place", "a", part_of="b"),
            declared("place", "b", part_of="a"),
            happening("2017", places=["a", "b"]),
        ]
    )
    assert counts(rows(found)) == {"a": (1, 0), "b": (1, 0)}


def test_what_is_retracted_does_not_count(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "events")
    ledger.put("osh.yaml", declared("place", "osh"))
    id_ = ledger.put("x.yaml", happening(places=["osh"]))
    ledger.retract(id_)
    opened = ledger.open().db
    assert counts(rows(opened)) == {"osh": (0, 0)}
    opened.close()


# The command


@pytest.fixture
def cwd(tmp_path: Path) -> Path:
    ledger = Ledger(tmp_path / "events")
    for i, one in enumerate([*DECLARED, *SAID]):
        ledger.put(f"{i}.yaml", one)
    ledger.open().db.close()
    return tmp_path


def test_the_table_tells_counts_and_the_first_and_last_date(cwd: Path) -> None:
    done = here("places", cwd=cwd)
    assert (done.code, done.err) == (0, "4 places\n")
    assert [" ".join(line.split()) for line in done.lines[2:]] == [
        "empty empty 0",
        "Kyrgyzstan kg country 3 2016 2018",
        "Osh oblast osh region kg 3 2016 2018",
        "Uzgen uzgen osh 2 2017 2018",
    ]
    assert here("places", "-q", cwd=cwd).err == ""


def test_the_table_marks_what_is_only_possible(cwd: Path) -> None:
    lines = here("places", "--as-of", "2017-06-30", cwd=cwd).lines
    assert [" ".join(line.split()[-3:]) for line in lines[2:]] == [
        *("+1? 2016 2016", "+1? 2016 2016", "+1? 2017 2017"),
    ]


def test_no_parts_counts_what_names_the_place(cwd: Path) -> None:
    found = here("places", "--no-parts", "-f", "json", cwd=cwd).json
    assert {row["place"]: row["happenings"] for row in found} == {
        "empty": 0,
        "kg": 1,
        "osh": 2,
        "uzgen": 2,
    }


@pytest.mark.parametrize("name", ["osh", "Osh oblast", "OSH  Oblast"])
def test_the_page_of_a_place_tells_where_it_lies_and_what_happened_there(
    name: str, cwd: Path
) -> None:
    done = here("places", name, cwd=cwd)
    assert (done.code, done.err) == (0, "")
    assert done.lines[:2] == ["Osh oblast (osh, region)", "  part of  Kyrgyzstan (kg)"]
    happened = done.lines[done.lines.index("Happenings") + 3 :]
    assert [line.split()[0] for line in happened] == ["2016", "2017", "2018", "2019"]
    assert "[planned] To come" in happened[-1]


def test_the_page_of_a_place_takes_filters(cwd: Path) -> None:
    told = here("places", "osh", "--kind", "training", cwd=cwd).out
    assert "In the town" in told
    assert "In the region" not in told
    assert "In the town" not in here("places", "osh", "--no-parts", cwd=cwd).out
    assert "? 2017" in here("places", "osh", "--as-of", "2017-06-30", cwd=cwd).out


def test_the_page_of_a_place_where_nothing_happened_is_its_heading(cwd: Path) -> None:
    assert here("places", "empty", cwd=cwd) == (0, "empty (empty)\n", "")


def test_the_machine_formats_have_the_rows(cwd: Path) -> None:
    found = here("places", "-f", "json", cwd=cwd).json
    assert all(tuple(row) == FIELDS for row in found)
    lines = here("places", "-f", "jsonl", cwd=cwd).lines
    assert [json.loads(line) for line in lines] == found
    read = here("places", "-f", "csv", cwd=cwd).csv
    assert tuple(read[0]) == FIELDS
    assert [row["names"] for row in read] == ["", "Kyrgyz Republic; КР", "", ""]
    assert [row["happenings"] for row in read] == ["0", "3", "3", "2"]
    alone = here("places", "КР", "-f", "json", cwd=cwd)
    assert (alone.json, alone.err) == ([found[1]], "")


def test_an_unknown_place_is_refused_with_the_nearest(cwd: Path) -> None:
    assert here("places", "Uzgent", cwd=cwd) == (
        1,
        "",
        "error: no place `Uzgent`\n  did you mean Uzgen (uzgen)\n",
    )
    nothing = "error: no place `qqqqqq`\n  see them all: timeline places\n"
    assert here("places", "qqqqqq", cwd=cwd) == (1, "", nothing)


def test_a_log_without_places_has_none(fresh: Path) -> None:
    assert here("places", cwd=fresh) == (0, "", "0 places\n")
    done = here("places", "Osh", cwd=fresh)
    assert done.err == (
        "error: no place `Osh`\n  the log knows no places yet: timeline declare place NAME\n"
    )


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_table_fits_a_terminal(width: int, example: Path) -> None:
    done = here("places", cwd=example, width=width)
    assert all(columns(line) <= width for line in done.lines)


def test_dates_are_not_parted_within_a_word_at_80_columns(example: Path) -> None:
    out = here("places", cwd=example, width=80).out
    assert out.count("September–October\n") == out.count("September")


def test_python_has_the_rows_of_the_command(cwd: Path) -> None:
    log = Log(cwd / "events")
    assert log.places() == here("places", "-f", "json", cwd=cwd).json
    alone: Any = log.places("Osh oblast", no_parts=True)
    assert [(row["place"], row["happenings"]) for row in alone] == [("osh", 2)]
    possible: Any = log.places(as_of="2017-06-30")
    assert {row["place"]: row["match"] for row in possible}["uzgen"] == "possible"
    with pytest.raises(TimelineError, match="no place `Uzgent`"):
        log.places("Uzgent")
