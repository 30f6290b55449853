"""What the views answer: the fields they promise, counts, terms, phases and what is overdue."""

import sqlite3

import pytest

from timeline.projection.lookup import declared_by
from timeline.views.actors import actors, history
from timeline.views.chronology import FIELDS, chronology
from timeline.views.event import event_detail, parts_of
from timeline.views.filters import understand
from timeline.views.overview import overview
from timeline.views.picked import pick
from timeline.views.programs import programs
from timeline.views.query import Filters
from timeline.views.sources import sources

from support.helpers import (
    Row,
    ask,
    complete,
    day,
    declared,
    happening,
    instant,
    of_events,
    projected,
    stored,
)

WORKSHOP: Row = happening(
    "2011-10-04/2011-10-05",
    "Workshop",
    kind="workshop",
    summary="A *summary*",
    places=["bishkek", "nowhere"],
    actors=[
        {"actor": "osce", "role": "organiser"},
        {
            "actor": "zarylbek",
            "role": "speaker",
            "capacity": "Minister",
            "for": "moi",
            "effect": ["continues"],
        },
    ],
    programs=[{"program": "police", "phase": "one", "effect": ["starts"]}],
    figures=[
        {
            "measure": "participants",
            "value": "60",
            "unit": "person",
            "bound": "about",
            "type": "target",
        },
        {"measure": "area", "value": "2.5", "by": {"floor": "1"}},
    ],
    sources=[{"source": "release", "at": "para 2", "quote": "was held"}, {"source": "release"}],
    confidence="confirmed",
)
DECLARED: list[Row] = [
    declared("actor", "osce", name="OSCE Centre"),
    declared("actor", "moi", name="Interior Ministry"),
    declared("actor", "zarylbek", name="Zarylbek Rysaliev", type="person"),
    declared("place", "bishkek", name="Bishkek"),
    declared("program", "police", name="Police Reform"),
    declared("source", "release", title="A release", published="2011-10-06", publisher="OSCE"),
]


@pytest.fixture(scope="module")
def db() -> sqlite3.Connection:
    return projected([*DECLARED, WORKSHOP])


def rows(db: sqlite3.Connection, **filters: object) -> list[dict[str, object]]:
    return [{**row} for row in chronology(db, ask(db, **filters))]


def test_a_row_of_the_chronology_has_every_field_that_is_promised(db: sqlite3.Connection) -> None:
    (row,) = rows(db)
    assert tuple(row) == FIELDS
    id_ = row.pop("id")
    assert isinstance(id_, str)
    assert row == {
        "date": "2011-10-04/2011-10-05",
        "earliest": "2011-10-04",
        "latest": "2011-10-05",
        "match": None,
        "kind": "workshop",
        "status": "occurred",
        "title": "Workshop",
        "summary": "A *summary*",
        "places": [
            {"place": "bishkek", "name": "Bishkek", "short": None},
            {"place": "nowhere", "name": "nowhere", "short": None},
        ],
        "actors": [
            {
                "actor": "osce",
                "name": "OSCE Centre",
                "short": None,
                "role": "organiser",
                "capacity": None,
                "for": None,
                "for_name": None,
                "for_short": None,
                "effect": [],
            },
            {
                "actor": "zarylbek",
                "name": "Zarylbek Rysaliev",
                "short": None,
                "role": "speaker",
                "capacity": "Minister",
                "for": "moi",
                "for_name": "Interior Ministry",
                "for_short": None,
                "effect": ["continues"],
            },
        ],
        "programs": [
            {
                "program": "police",
                "name": "Police Reform",
                "short": None,
                "phase": "one",
                "effect": ["starts"],
            }
        ],
        "figures": [
            {
                "measure": "participants",
                "value": 60,
                "unit": "person",
                "bound": "about",
                "type": "target",
                "by": None,
            },
            {
                "measure": "area",
                "value": 2.5,
                "unit": None,
                "bound": "exact",
                "type": "actual",
                "by": {"floor": "1"},
            },
        ],
        "sources": [
            {"source": "release", "at": "para 2", "title": "A release", "published": "2011-10-06"},
            {"source": "release", "at": None, "title": "A release", "published": "2011-10-06"},
        ],
        "confidence": "confirmed",
        "recorded_at": "2026-01-01T00:00:06.000000Z",
        "recorded_by": "Aida",
        "amended": 0,
        "last_seen": None,
        "last_seen_date": None,
        "unbounded": False,
        "around": None,
    }


def test_what_is_not_said_is_null_or_an_empty_list() -> None:
    (row,) = rows(projected([happening("2017-06-01/..")]))
    assert (row["latest"], row["summary"], row["confidence"]) == (None, None, None)
    assert row["last_seen"] == "2026-01-01"
    assert all(row[name] == [] for name in ("places", "actors", "programs", "figures", "sources"))


@pytest.mark.parametrize(
    ("date", "earliest", "latest"),
    [
        ("-0043-03-15", "-0043-03-15", "-0043-03-15"),
        ("Y170000002", "170000002-01-01", "170000002-12-31"),
        ("../2017", None, "2017-12-31"),
        ("2017-06~", "2017-06-01", "2017-06-30"),
    ],
)
def test_nominal_bounds_are_iso_days(date: str, earliest: str | None, latest: str | None) -> None:
    (row,) = rows(projected([happening(date)]))
    assert (row["earliest"], row["latest"]) == (earliest, latest)


def test_match_is_on_every_row_when_a_date_was_asked_for(db: sqlite3.Connection) -> None:
    assert [row["match"] for row in rows(db, during="2011")] == ["certain"]
    assert [row["match"] for row in rows(db, as_of="2011")] == ["certain"]
    assert [row["match"] for row in rows(db, as_of="2011-10-04")] == ["certain"]
    assert [row["match"] for row in rows(db, actor="osce")] == [None]


def test_rows_can_be_narrowed_to_some_ids() -> None:
    found = projected(happening(title=f"Visit {i}") for i in range(3))
    query = ask(found)
    ids = [str(row["id"]) for row in chronology(found, query)]
    assert [row["id"] for row in chronology(found, query, ids[1:2])] == ids[1:2]
    assert list(chronology(found, query, [])) == []


def part(actor: str, role: str = "host", **said: object) -> dict[str, object]:
    return {"actors": [{"actor": actor, "role": role, **said}]}


ACTORS: list[Row] = [
    declared(
        "actor",
        "moi",
        name="Interior Ministry",
        names=["MoI", "Interior Ministry"],
        type="organisation",
    ),
    declared("actor", "service", name="Service", part_of="moi"),
    declared("actor", "old", name="Old name", same_as="moi"),
    declared("actor", "idle", name="Idle"),
    happening("2011-10-04", "First", **part("moi", "partner")),
    happening("2017", "Second", **part("service", "trainer")),
    happening("2018-05-01", "Third", **part("old", "host")),
    happening("2019", "Planned", status="planned", **part("moi", "speaker")),
]


def actor(found: sqlite3.Connection, key: str, *, parts: bool = True, **filters: object) -> Row:
    (row,) = actors(found, ask(found, **filters), key, parts=parts)
    return {**row}


def told(row: Row) -> tuple[object, ...]:
    return tuple(row[f] for f in ("happenings", "possible", "first", "last", "roles", "match"))


def test_an_actor_is_counted_with_its_parts_and_under_all_its_keys() -> None:
    found = projected(ACTORS)
    row = actor(found, "moi")
    assert told(row) == (3, 0, "2011-10-04", "2018-05-01", ["host", "partner", "trainer"], None)
    assert row["names"] == ["MoI", "Old name", "old"]
    assert row["type"] == "organisation"
    assert told(actor(found, "moi", parts=False)) == (
        *(2, 0, "2011-10-04", "2018-05-01", ["host", "partner"], None),
    )


def test_every_declared_actor_is_listed_by_name_unless_something_was_asked_for() -> None:
    found = projected(ACTORS)
    assert [row["actor"] for row in actors(found, ask(found))] == ["idle", "moi", "service"]
    assert [row["actor"] for row in actors(found, ask(found, kind="visit"))] == ["moi", "service"]
    assert [row["actor"] for row in actors(found, ask(found, as_of="2011"))] == ["moi"]


def test_what_is_only_possible_is_counted_apart() -> None:
    found = projected(ACTORS)
    row = actor(found, "moi", as_of="2017-06-30")
    assert told(row) == (1, 1, "2011-10-04", "2011-10-04", ["partner"], "certain")
    row = actor(found, "service", as_of="2017-06-30")
    assert told(row) == (0, 1, "2017", "2017", ["trainer"], "possible")


def test_a_happening_in_which_an_actor_has_two_roles_counts_once() -> None:
    twice = happening(
        actors=[{"actor": "moi", "role": "host"}, {"actor": "moi", "role": "speaker"}]
    )
    found = projected([declared("actor", "moi"), twice])
    assert told(actor(found, "moi"))[:1] == (1,)
    assert actor(found, "moi")["roles"] == ["host", "speaker"]


def term(row: Row, *fields: str) -> list[tuple[object, ...]]:
    terms = row["terms"]
    assert isinstance(terms, list)
    return [tuple(one[field] for field in fields) for one in terms]


OFFICE: list[Row] = [
    declared("actor", "vera", name="Vera"),
    declared("actor", "office", name="Programme Office"),
    happening(
        "2015-03-01",
        "Start",
        **part("vera", "subject", capacity="Head", effect=["starts"], **{"for": "office"}),
    ),
    happening(
        "2016-05-01", "Seen", **part("vera", "speaker", capacity="Head", **{"for": "office"})
    ),
    happening(
        "2018",
        "End",
        **part("vera", "subject", capacity="Head", effect=["ends"], **{"for": "office"}),
    ),
    happening("2019-01-01", "Other", **part("vera", "member", effect=["starts"])),
    happening("2020-01-01", "Bare", **part("vera", "speaker")),
]


def test_a_term_is_an_office_or_else_a_role_for_somebody_with_its_spells() -> None:
    row = actor(projected(OFFICE), "vera")
    fields = ("office", "for", "for_name", "start", "end", "state", "end_by", "match")
    assert term(row, *fields) == [
        ("Head", "office", "Programme Office", "2015-03-01", "2018", "ended", "recorded", None),
        ("member", None, None, "2019-01-01", None, "running", None, None),
    ]


def test_terms_as_of_a_day_have_no_end_that_was_yet_to_come() -> None:
    found = projected(OFFICE)
    fields = ("office", "end", "state", "match")
    assert term(actor(found, "vera", as_of="2014"), *fields) == []
    assert term(actor(found, "vera", as_of="2016"), *fields) == [
        ("Head", None, "running", "certain")
    ]
    assert term(actor(found, "vera", as_of="2018-06-30"), *fields) == [
        ("Head", "2018", "ended", "possible")
    ]
    assert term(actor(found, "vera", as_of="2019"), *fields) == [
        ("Head", "2018", "ended", "impossible"),
        ("member", None, "running", "possible"),
    ]


def test_the_history_of_an_actor_is_a_row_a_participation() -> None:
    found = projected(ACTORS)
    query = ask(found, actor="moi")
    all_rows = list(history(found, "moi", query))
    assert [(row["title"], row["actor"], row["role"], row["status"]) for row in all_rows] == [
        ("First", "moi", "partner", "occurred"),
        ("Second", "service", "trainer", "occurred"),
        ("Third", "moi", "host", "occurred"),
        ("Planned", "moi", "speaker", "planned"),
    ]
    assert [row["title"] for row in history(found, "moi", query, parts=False)] == [
        *("First", "Third", "Planned"),
    ]


def in_program(date: str, *effects: str, phase: str = "", status: str = "occurred") -> Row:
    said: dict[str, object] = {"program": "strive", "effect": list(effects), "phase": phase}
    kept = {key: value for key, value in said.items() if value}
    return happening(date, f"{date} {phase} {effects}", programs=[kept], status=status)


STRIVE = declared(
    "program",
    "strive",
    name="STRIVE",
    names=["Strive Asia"],
    status="implementation",
    period="2019/2023",
    sequential="true",
    phases=[
        {"phase": "groups", "name": "Groups", "planned": "2020"},
        {"phase": "workshops"},
        {"phase": "plans"},
    ],
    actors=[{"actor": "undp", "role": "owner"}],
)
HISTORY = [
    in_program("2020-02-01", "starts"),
    in_program("2020-03", "starts", phase="groups"),
    in_program("2021-09", "starts", phase="workshops"),
    in_program("2021-10-15", "continues", phase="workshops"),
    in_program("2021-12-01", "ends", phase="workshops"),
    in_program("2022-05-01", "starts", phase="plans", status="planned"),
]


def program(found: sqlite3.Connection, **filters: object) -> Row:
    (row,) = programs(found, ask(found, **filters), "strive")
    return {**row}


STATE = ("status_derived", "status_match", "phase", "match", "since", "until", "until_by")


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2019", ("not-begun", "certain", None, "certain", None, None, None)),
        (
            "2020-02-01",
            ("implementation", "certain", None, "certain", "2020-02-01", "2023", "planned"),
        ),
        ("2020-03-15", ("implementation", "certain", "groups", "possible", "2020-03", None, None)),
        ("2020-05", ("implementation", "certain", "groups", "certain", "2020-03", None, None)),
        (
            "2021-09-10",
            ("implementation", "certain", "workshops", "possible", "2021-09", None, None),
        ),
        ("2021-10", ("implementation", "certain", "workshops", "certain", "2021-09", None, None)),
        (
            "2021-12-31",
            ("implementation", "certain", None, "certain", "2020-02-01", "2023", "planned"),
        ),
        ("2024", ("closed", "possible", None, "possible", "2020-02-01", "2023", "planned")),
        ("", ("closed", None, None, None, "2020-02-01", "2023", "planned")),
    ],
)
def test_the_status_and_phase_of_a_program_as_of_a_day(
    as_of: str, expected: tuple[object, ...]
) -> None:
    row = program(projected([STRIVE, *HISTORY]), as_of=as_of)
    assert tuple(row[field] for field in STATE) == expected


def test_a_program_says_what_is_declared_beside_what_is_derived() -> None:
    row = program(projected([STRIVE, declared("actor", "undp", name="UNDP"), *HISTORY]))
    assert row["names"] == ["Strive Asia"]
    assert (row["period"], row["status_declared"]) == ("2019/2023", "implementation")
    assert row["actors"] == [{"actor": "undp", "name": "UNDP", "role": "owner"}]
    assert (row["happenings"], row["possible"]) == (5, 0)


def phase_rows(row: Row, *fields: str) -> list[tuple[object, ...]]:
    found = row["phases"]
    assert isinstance(found, list)
    return [tuple(one[field] for field in fields) for one in found]


def test_the_phases_come_in_their_declared_order_each_with_its_spells() -> None:
    found = projected([STRIVE, *HISTORY, in_program("2022-01-01", phase="extra")])
    fields = ("phase", "name", "planned", "status_derived", "start", "end", "end_by")
    assert phase_rows(program(found), *fields) == [
        ("groups", "Groups", "2020", "closed", "2020-03", "2021-09", "next-phase"),
        ("workshops", None, None, "closed", "2021-09", "2021-12-01", "recorded"),
        ("plans", None, None, "not-begun", None, None, None),
        ("extra", None, None, "mentioned", "2022-01-01", "2022-01-01", "recorded"),
    ]


def test_phases_as_of_a_day_are_judged_for_that_day() -> None:
    found = projected([STRIVE, *HISTORY])
    fields = ("phase", "status_derived", "match", "end")
    assert phase_rows(program(found, as_of="2021-10-20"), *fields) == [
        ("groups", "closed", "impossible", "2021-09"),
        ("workshops", "implementation", "certain", None),
        ("plans", "not-begun", "impossible", None),
    ]


@pytest.mark.parametrize(
    ("said", "as_of", "status", "match"),
    [
        ([("2020-01-01", "starts"), ("2021-01-01", "suspends")], "", "suspended", None),
        (
            [("2020-01-01", "starts"), ("2021-01-01", "suspends")],
            "2020-06-30",
            "implementation",
            "certain",
        ),
        (
            [("2020-01-01", "starts"), ("2021", "suspends"), ("2022-01-01", "continues")],
            "2021-06-30",
            "suspended",
            "possible",
        ),
        ([("2020-01-01", "starts"), ("2021-01-01", "cancels")], "", "cancelled", None),
        (
            [("2020-01-01", "starts"), ("2021-01-01", "cancels")],
            "2021-06-30",
            "cancelled",
            "certain",
        ),
        ([("2020-01-01", "starts"), ("2021-01-01", "ends")], "2021-06-30", "closed", "certain"),
        (
            [("2020-01-01", "starts"), ("2021-01-01", "ends")],
            "2020-06-30",
            "implementation",
            "certain",
        ),
        ([("2020-01-01", "starts"), ("2021", "ends")], "2021-06-30", "implementation", "possible"),
        (
            [("2020-01-01", "starts"), ("2021-01-01", "suspends"), ("2022-01-01", "resumes")],
            "",
            "implementation",
            None,
        ),
        ([("2020-01-01", "continues")], "2019", "not-begun", "possible"),
        ([("2020-01-01",)], "2020", "not-begun", "possible"),
        ([("2020-01-01",)], "", "not-begun", None),
        ([], "2020", "not-begun", "certain"),
    ],
)
def test_the_derived_status_of_a_program(
    said: list[tuple[str, ...]], as_of: str, status: str, match: str | None
) -> None:
    found = projected([declared("program", "strive"), *(in_program(*one) for one in said)])
    row = program(found, as_of=as_of)
    assert (row["status_derived"], row["match"]) == (status, match)


def test_what_is_planned_moves_no_phase() -> None:
    found = projected(
        [declared("program", "strive"), in_program("2020", "starts", status="planned")]
    )
    assert program(found)["status_derived"] == "not-begun"
    assert program(found)["happenings"] == 0


def test_filters_choose_which_programs_are_shown_not_how_they_are_judged() -> None:
    found = projected([STRIVE, declared("program", "other"), *HISTORY])
    assert [row["program"] for row in programs(found, ask(found))] == ["other", "strive"]
    (row,) = programs(found, ask(found, during="2020-02"))
    assert (row["program"], row["happenings"]) == ("strive", 1)
    assert row["since"] == "2020-02-01"


SOURCES: list[Row] = [
    declared("source", "b", title="B", published="2017"),
    declared(
        "source", "a", title="A", published="2017-03-01", paragraphs="12", url="https://example.org"
    ),
    declared("source", "ancient", title="Ancient", published="-0043"),
    declared("source", "undated", title="Undated"),
    declared("source", "copy", title="Copy", same_as="a"),
    happening("2016", "One", sources=[{"source": "a"}, {"source": "a", "at": "para 2"}]),
    happening("2017", "Two", sources=[{"source": "copy"}]),
]


def test_sources_come_by_date_with_how_many_happenings_cite_them() -> None:
    found = projected(SOURCES)
    rows = sources(found, ask(found))
    assert [(row["source"], row["happenings"]) for row in rows] == [
        *(("ancient", 0), ("b", 0), ("a", 2), ("undated", 0)),
    ]
    assert {row["source"]: row["paragraphs"] for row in rows}["a"] == 12


def test_a_filter_leaves_out_sources_that_nothing_picked_cites() -> None:
    found = projected(SOURCES)
    (row,) = sources(found, ask(found, as_of="2017-06-30"))
    assert (row["source"], row["happenings"], row["match"]) == ("a", 2, "certain")
    (row,) = sources(found, ask(found, during="2016"), "b")
    assert (row["happenings"], row["match"]) == (0, "impossible")


def test_the_overview_of_an_empty_log_holds_nothing() -> None:
    found = overview(projected([]), 0)
    assert (found["events"], found["first"], found["last"], found["recorded"]) == (
        0,
        None,
        None,
        None,
    )
    assert found["overdue"] == []


def test_the_overview_counts_what_stands_and_names_the_first_and_last_that_occurred() -> None:
    said = [happening(date, date) for date in ("2017", "2011-10-04", "2021-09")]
    said += [happening("2030", "planned", status="planned"), declared("actor", "moi")]
    found = overview(projected(said), day("2026"))
    assert (found["events"], found["happenings"], found["actors"]) == (5, 4, 1)
    assert [found[end]["title"] for end in ("first", "last")] == ["2011-10-04", "2021-09"]  # type: ignore[index]
    assert found["recorded"]["at"] == "2026-01-01T00:00:04.000000Z"  # type: ignore[index]
    assert found["today"] == "2026-12-31"


def test_a_plan_is_overdue_when_it_is_surely_past_and_nothing_is_its_outcome() -> None:
    bodies = [
        complete(happening(date, date, status="planned"), instant(i))
        for i, date in enumerate(("2017", "2018-06", "2018-06~", "2018-06-30/..", "2019"))
    ]
    done = happening("2018", "done", outcome_of=str(bodies[0]["id"]))
    bodies += [complete(done, instant(9)), complete(happening("2016", "occurred"), instant(10))]
    found = of_events(map(stored, bodies))

    def overdue(today: str) -> list[object]:
        listed = overview(found, day(today))["overdue"]
        assert isinstance(listed, list)
        return [row["title"] for row in listed]

    assert overdue("2018-06-30") == []
    assert overdue("2018-07-01") == ["2018-06"]
    assert overdue("2018-08-01") == ["2018-06", "2018-06~"]
    assert overdue("2020") == ["2018-06", "2018-06~", "2019"]
    pick(found, understand(found, Filters(overdue=True)))
    picked = found.execute("SELECT title FROM picked_happenings ORDER BY n").fetchall()
    assert sorted(picked) == [("2018-06",), ("2018-06~",), ("2019",)]


def corrected() -> tuple[sqlite3.Connection, list[str]]:
    visit = complete(happening(note="a remark"), instant(0))
    id_ = str(visit["id"])
    said = {"event": "amendment", "amends": id_, "reason": "a slip"}
    first = complete({**said, "after": [id_], "set": {"title": "Slip"}}, instant(1))
    second = complete(
        {**said, "after": [first["id"]], "set": {"title": "New"}, "unset": ["note"]}, instant(2)
    )
    withdrawn = {
        "event": "retraction",
        "retracts": first["id"],
        "after": [second["id"]],
        "reason": "no",
    }
    bodies = [visit, first, second, complete(withdrawn, instant(3))]
    return of_events(map(stored, bodies)), [str(body["id"]) for body in bodies]


def test_the_record_of_an_event_has_it_as_it_stands_and_as_recorded_and_all_corrections() -> None:
    found, (visit, first, second, retraction) = corrected()
    row = event_detail(found, visit)
    assert (row["event"], row["state"], row["forked"]) == ("happening", "amended", False)
    assert row["path"] == f"{visit}.yaml"
    assert row["body"]["title"] == "New"
    assert row["original"]["title"] == "A visit"  # type: ignore[index]
    listed = row["corrections"]
    assert isinstance(listed, list)
    assert [(c["id"], c["event"], c["retracted_by"], c["set"], c["unset"]) for c in listed] == [
        (first, "amendment", retraction, {"title": "Slip"}, []),
        (second, "amendment", None, {"title": "New"}, ["note"]),
        (retraction, "retraction", None, {}, []),
    ]


def test_the_record_of_a_correction_says_that_it_was_retracted() -> None:
    found, (_, first, _, retraction) = corrected()
    row = event_detail(found, first)
    assert (row["event"], row["state"], row["retracted_by"]) == (
        "amendment",
        "retracted",
        retraction,
    )
    assert row["original"] is None


def test_parts_and_declarations_are_found() -> None:
    whole = complete(happening(title="Whole"), instant(0))
    parts = [
        complete(happening(date, date, part_of=str(whole["id"])), instant(i))
        for i, date in enumerate(("2017-06", "2017-01"), 1)
    ]
    moi = complete(declared("actor", "moi"), instant(5))
    found = of_events(map(stored, [whole, *parts, moi]))
    assert [row["title"] for row in parts_of(found, str(whole["id"]))] == ["2017-01", "2017-06"]
    assert declared_by(found, "actor", "moi") == moi["id"]
    assert declared_by(found, "actor", "nobody") is None


def test_the_views_of_the_database_answer_in_plain_sql(db: sqlite3.Connection) -> None:
    (term_row,) = db.execute("SELECT actor, office, start, state FROM actor_terms").fetchall()
    assert term_row == ("zarylbek", "Minister", "[..2011-10-04]", "running")
    phases = db.execute("SELECT phase, status_derived FROM program_phases").fetchall()
    assert phases == [(None, "implementation"), ("one", "implementation")]
    figures = db.execute("SELECT measure, value, program FROM figures").fetchall()
    assert figures == [("area", 2.5, "police"), ("participants", 60, "police")]
    summary = db.execute("SELECT actor, happenings, first, roles FROM actor_summary").fetchall()
    assert summary[1] == ("osce", 1, "2011-10-04/2011-10-05", '["organiser"]')
    assert len(db.execute("SELECT * FROM actor_history").fetchall()) == 3
    assert len(db.execute("SELECT * FROM events").fetchall()) == 7


@pytest.mark.parametrize("reverse", [False, True])
def test_the_chronology_sorts_nothing_so_that_the_first_rows_come_first(*, reverse: bool) -> None:
    db = projected([happening("2017", "A"), happening("2018", "B")])
    query, ran = ask(db), list[str]()
    db.set_trace_callback(ran.append)
    first = next(chronology(db, query, reverse=reverse))
    db.set_trace_callback(None)
    assert first["title"] == ("B" if reverse else "A")
    (statement,) = (sql for sql in ran if "picked" in sql)
    plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {statement}")]
    assert not [step for step in plan if "ORDER BY" in step]
