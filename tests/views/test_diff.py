"""What changed between two dates: nothing, what is new, what is gone, and what became certain."""

import sqlite3
from collections.abc import Mapping, Sequence

import pytest

from timeline.base.errors import TimelineError
from timeline.views.diff.compare import (
    AnyCompared,
    Compared,
    KeyChange,
    comparable,
    compare,
    key_of,
)
from timeline.views.diff.diff import diff
from timeline.views.diff.machine import as_json
from timeline.views.diff.side import VIEWS
from timeline.views.figures import TotalRow, totals
from timeline.views.query import Filters

from support.helpers import Row, declared, happening, projected

NONE = Filters()


def part(actor: str, role: str = "host") -> list[dict[str, str]]:
    return [{"actor": actor, "role": role}]


def figure(value: str, **said: str) -> list[dict[str, str]]:
    return [{"measure": "officers trained", "value": value, "unit": "person", **said}]


LOG: list[Row] = [
    declared("actor", "moi", name="Interior Ministry"),
    declared("actor", "undp", name="UNDP"),
    declared(
        "program",
        "strive",
        name="STRIVE",
        phases=[{"phase": "one"}, {"phase": "two"}],
        sequential="true",
    ),
    happening("2011-10-04", "Workshop", actors=part("moi", "partner")),
    happening("2017-03-01", "Training", actors=part("moi", "trainer"), figures=figure("250")),
    happening(
        "2017-05-01",
        "Launch",
        actors=part("undp"),
        programs=[{"program": "strive", "phase": "one", "effect": ["starts"]}],
    ),
    happening(
        "2018-05-01", "Next", programs=[{"program": "strive", "phase": "two", "effect": ["starts"]}]
    ),
    happening(
        "2018-06-01",
        "Plan",
        status="planned",
        announced="2018-01-01",
        actors=part("undp", "speaker"),
    ),
]


@pytest.fixture(scope="module")
def db() -> sqlite3.Connection:
    return projected(LOG)


def changed(compared: AnyCompared) -> dict[object, object]:
    return {key_of(row): row["fields"] for row in compared.changed}


def names(rows: Sequence[Mapping[str, object]]) -> list[object]:
    return [row.get("title") or row.get("name") or row.get("key") for row in rows]


def test_happenings_actors_programs_and_figures_are_compared(db: sqlite3.Connection) -> None:
    found = diff(db, "2016", "2018", NONE)
    assert found.differs
    assert names(found.chronology.added) == ["Training", "Launch", "Next", "Plan"]
    assert found.chronology.removed == []
    assert names(found.actors.added) == ["UNDP"]
    assert changed(found.actors) == {
        "moi": {
            "happenings": [1, 2],
            "last": ["2011-10-04", "2017-03-01"],
            "roles": [["partner"], ["partner", "trainer"]],
        }
    }
    fields = changed(found.programs)["strive"]
    assert isinstance(fields, dict)
    del fields["phases"]
    assert fields == {
        "happenings": [0, 2],
        "status_derived": ["not-begun", "implementation"],
        "phase": [None, "two"],
        "since": [None, "2018-05-01"],
        "phases_running": [[], ["two"]],
    }
    (row,) = found.figures.added
    assert (row["key"], row["total"], row["bound"], row["match"]) == (
        *("officers trained (person)", 250, "exact", "certain"),
    )


def test_backwards_what_was_added_is_removed(db: sqlite3.Connection) -> None:
    there, back = diff(db, "2016", "2018", NONE), diff(db, "2018", "2016", NONE)
    for view in VIEWS:
        one, other = there.of(view), back.of(view)
        assert [key_of(row) for row in one.added] == [key_of(row) for row in other.removed]
        assert [key_of(row) for row in one.changed] == [key_of(row) for row in other.changed]


def test_rows_that_are_new_or_gone_are_whole(db: sqlite3.Connection) -> None:
    from timeline.views.chronology import FIELDS

    found = diff(db, "2016", "2017", NONE)
    assert [tuple(row) for row in found.chronology.added] == [FIELDS] * 2
    assert found.chronology.added[0]["actors"][0]["name"] == "Interior Ministry"
    gone = diff(db, "2017", "2016", NONE).chronology.removed
    assert gone == [{**row, "retracted": None} for row in found.chronology.added]


def test_a_program_moves_from_phase_to_phase(db: sqlite3.Connection) -> None:
    fields = changed(diff(db, "2017", "2018", NONE).programs)["strive"]
    assert isinstance(fields, dict)
    assert fields["phase"] == ["one", "two"]
    assert fields["since"] == ["2017-05-01", "2018-05-01"]


def test_filters_narrow_both_sides(db: sqlite3.Connection) -> None:
    found = diff(db, "2016", "2018", Filters(actor=("undp",)))
    assert names(found.chronology.added) == ["Launch", "Plan"]
    assert names(found.actors.added) == ["UNDP"]
    assert found.figures == Compared([], [], [])


def test_what_is_only_possible_is_in_the_same_lists_and_says_so() -> None:
    found = diff(
        projected(
            [declared("actor", "moi"), happening("2017", actors=part("moi"), figures=figure("3"))]
        ),
        "2016",
        "2017-06-30",
        NONE,
    )
    assert [row["match"] for row in found.chronology.added] == ["possible"]
    assert [row["match"] for row in found.actors.added] == ["possible"]
    assert [(row["total"], row["match"]) for row in found.figures.added] == [(3, "possible")]


def test_what_becomes_certain_is_changed() -> None:
    db = projected([happening("2017", "Visit")])
    (row,) = diff(db, "2017-06-30", "2017", NONE).chronology.changed
    assert row == {
        "id": key_of(row),
        "name": "Visit",
        "date": "2017",
        "last_seen": None,
        "last_seen_date": None,
        "fields": {"match": ["possible", "certain"]},
        "corrections": [],
    }


def total(*figures: list[dict[str, str]], as_of: str = "2020") -> TotalRow:
    from support.helpers import ask

    said = [happening("2017" if i else "2016-01-01", figures=f) for i, f in enumerate(figures)]
    db = projected(said)
    ask(db, as_of=as_of)
    (row,) = totals(db)
    return row


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        (["exact", "exact"], "exact"),
        (["exact", "about"], "about"),
        (["exact", "at-least"], "at-least"),
        (["at-most", "at-most"], "at-most"),
        (["at-least", "at-most"], "about"),
        (["at-least", "about"], "about"),
    ],
)
def test_the_bound_of_a_total_is_the_weakest_of_its_parts(bounds: list[str], expected: str) -> None:
    row = total(*(figure("10", bound=bound) for bound in bounds))
    assert (row["total"], row["bound"], row["count"]) == (20, expected, 2)


@pytest.mark.parametrize("kind", ["target", "baseline", "level"])
def test_only_actual_figures_add_up(kind: str) -> None:
    assert total(figure("10"), figure("400", type=kind))["total"] == 10


def test_decimal_figures_add_up_exactly() -> None:
    assert total(figure("0.1"), figure("0.2"))["total"] == 0.3
    assert total(figure("0.5"), figure("1.5"))["total"] == 2


def test_what_is_only_possible_is_no_part_of_a_total_and_stands_beside_it() -> None:
    row = total(figure("10"), figure("5", bound="about"), as_of="2017-06-30")
    assert (row["total"], row["bound"], row["possible"], row["match"]) == (
        10,
        "exact",
        5,
        "certain",
    )


def test_figures_of_one_measure_in_two_units_are_two_totals() -> None:
    from support.helpers import ask

    both = [
        {"measure": "support", "value": "1", "unit": "USD"},
        {"measure": "support", "value": "2"},
    ]
    db = projected([happening(figures=both)])
    ask(db)
    assert {row["key"]: row["total"] for row in totals(db)} == {
        "support": 2,
        "support (USD)": 1,
    }


def test_figures_of_what_is_planned_do_not_add_up() -> None:
    planned = happening("2017", status="planned", announced="2016", figures=figure("99"))
    found = diff(projected([planned]), "2015", "2018", NONE)
    assert len(found.chronology.added) == 1
    assert found.figures == Compared([], [], [])


def test_a_date_that_has_no_last_day_is_refused(db: sqlite3.Connection) -> None:
    with pytest.raises(TimelineError, match="has no last day"):
        diff(db, "2016", "2018/..", NONE)


def test_the_json_is_plain_and_has_what_is_promised(db: sqlite3.Connection) -> None:
    import json

    found = json.loads(json.dumps(as_json(diff(db, "2016", "2018", NONE))))
    assert list(found) == [
        "before",
        "after",
        "clock",
        "chronology",
        "actors",
        "programs",
        "figures",
        "places",
        "levels",
        "offices",
        "between",
        "unbounded",
    ]
    assert (found["before"], found["after"], found["clock"]) == ("2016", "2018", "happened")
    for view in ("chronology", "actors", "programs", "figures"):
        assert list(found[view]) == ["added", "removed", "changed"]


def test_rows_are_compared_by_all_fields_but_the_identity() -> None:
    before: dict[str, Row] = {"a": {"k": "a", "x": 1, "y": 1}, "b": {"k": "b", "x": 1}}
    after: dict[str, Row] = {"a": {"k": "z", "x": 2, "y": 1}, "c": {"k": "c", "x": 1}}
    found = compare(before, after, "k")
    change: KeyChange = {"key": "a", "name": "a", "fields": {"x": [1, 2]}}
    pairs = {"a": (before["a"], after["a"])}
    assert found == Compared([after["c"]], [before["b"]], [change], pairs)


def test_what_a_key_is_called_and_when_a_term_was_last_seen_is_not_compared() -> None:
    old = [
        {"actor": "moi", "name": "Ministry", "role": "owner"},
        {"office": "Head", "last_seen": "1"},
    ]
    new = [{"actor": "moi", "name": "Board", "role": "owner"}, {"office": "Head", "last_seen": "2"}]
    assert comparable(old) == comparable(new) != comparable(old[:1])
    assert comparable([{"phase": "one", "name": "First"}]) != comparable(
        [{"phase": "one", "name": "I"}]
    )
